"""The frozen types that extraction hands on: what a text mentions and what it may state."""

from dataclasses import dataclass
from typing import Any, Literal

EntityType = Literal["Material", "Dopant", "Strategy", "FailureMechanism", "Property", "Quantity", "Method"]

#: Relations that extraction looks for; those of the contract with other programs.
PREDICATES = (
    "mitigates",
    "causes",
    "improves",
    "worsens",
    "hasValue",
    "forms",
    "hasDopant",
    "usesMaterial",
    "pairedWith",
    "stableAgainst",
)


@dataclass(frozen=True)
class Entity:
    """A mention: `text` stands at `start` to `end` of the paper's text; `iri` is the thing it names, if known."""

    text: str
    type: EntityType
    start: int
    end: int
    iri: str | None = None

    def to_dict(self, source: str) -> dict[str, Any]:
        """The mention as the contract writes it."""
        return {
            "text": self.text,
            "type": self.type,
            "start": self.start,
            "end": self.end,
            "iri": self.iri,
            "source": source,
        }


@dataclass(frozen=True)
class Argument:
    """What a statement is about: its words, type, and the thing they name, if known."""

    text: str
    type: str
    iri: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The argument as the contract writes it."""
        return {"text": self.text, "type": self.type, "iri": self.iri}


@dataclass(frozen=True)
class Candidate:
    """A statement that a text may make, with its sentence and the rule that found it.

    For `hasValue` the object is the property, `value` and `unit` are set, and `sign` is one of `= < > <= >= ~`.
    `table` and `row` (from 1) are set when it stands in a table; `start` and `end` are then those of the row.
    """

    subject: Argument
    predicate: str
    object: Argument
    source: str
    section: str
    start: int
    end: int
    sentence: str
    confidence: float
    rule: str
    value: float | None = None
    unit: str | None = None
    sign: str = "="
    conditions: tuple[tuple[str, str], ...] = ()
    references: tuple[int, ...] = ()
    negated: bool = False
    table: int | None = None
    row: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The candidate as the contract writes it."""
        return {
            "subject": self.subject.to_dict(),
            "predicate": self.predicate,
            "object": self.object.to_dict(),
            "value": self.value,
            "unit": self.unit,
            "sign": self.sign,
            "conditions": dict(self.conditions),
            "source": self.source,
            "section": self.section,
            "table": self.table,
            "row": self.row,
            "start": self.start,
            "end": self.end,
            "sentence": self.sentence,
            "references": list(self.references),
            "negated": self.negated,
            "confidence": self.confidence,
            "rule": self.rule,
        }
