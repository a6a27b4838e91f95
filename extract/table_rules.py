"""The words of tables as data: which header means what, and what belongs to what, from the files in `extract/rules`."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extract.rules import rows
from kg.words import phrase_key


class Role(NamedTuple):
    """What a column holds, such as a material that is the cathode, or the references."""

    kind: str
    of: str = ""


class ConditionRule(NamedTuple):
    """How values of a property are conditions of others: key, whether they stand in columns, of which properties."""

    property: str
    key: str
    stated: str
    applies_to: tuple[str, ...]


class Owner(NamedTuple):
    """The part of a cell to which a property belongs, and the other parts that are conditions of it."""

    part: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class TableRules:
    """Everything in `extract/rules/table_*.tsv`."""

    classes: dict[str, Role]
    words: dict[str, Role]
    conditions: tuple[ConditionRule, ...]
    owners: dict[str, Owner]
    units: dict[str, str]
    qualifiers: dict[str, tuple[str, str]]
    signs: dict[str, str]
    adjectives: dict[str, tuple[str, str]]
    relations: dict[tuple[str, str], str]
    confidence: dict[str, float]


@cache
def table_rules() -> TableRules:
    """The rules, read once.

    >>> table_rules().words["ref"], table_rules().owners["IonicConductivity"].part
    (Role(kind='reference', of=''), 'electrolyte')
    """
    heads = [_values(row) for row in rows("table_headers")]
    return TableRules(
        classes={words.removeprefix("class:"): Role(*rest) for words, *rest in heads if words.startswith("class:")},
        words={_key(words): Role(*rest) for words, *rest in heads if not words.startswith("class:")},
        conditions=tuple(
            ConditionRule(row["property"], row["key"], row["stated"], _texts(row["applies_to"]))
            for row in rows("table_conditions")
        ),
        owners={row["property"]: Owner(row["part"], _texts(row["conditions"])) for row in rows("table_owners")},
        units={row["property"]: row["unit"] for row in rows("table_units")},
        qualifiers={_key(row["words"]): (row["key"], row["text"]) for row in rows("table_words")},
        adjectives={_key(row["words"]): (row["predicate"], row["how"]) for row in rows("table_adjectives")},
        signs={row["words"]: row["sign"] for row in rows("table_signs")},
        relations={(row["subject"], row["object"]): row["predicate"] for row in rows("table_relations")},
        confidence={row["rule"]: float(row["confidence"]) for row in rows("table_confidence")},
    )


def _values(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row.values())


def _key(words: str) -> str:
    return " ".join(phrase_key(words))


def _texts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())
