"""The answer object of the contract: results, evidence, and how the question was read."""

from dataclasses import asdict, dataclass, field
from typing import Any

from kg.copies import sentence_of
from kg.evidence import Evidence
from kg.model import Paper


@dataclass(frozen=True)
class Result:
    """One thing, value or row of an answer.

    `papers` are the marks of the papers beside the review that it rests on; `contradicted` is whether another claim of
    the graph says otherwise of the value.
    """

    label: str
    iri: str = ""
    type: str = ""
    aliases: tuple[str, ...] = ()
    value: float | None = None
    unit: str | None = None
    references: tuple[int, ...] = ()
    conditions: str = ""
    sign: str = "="
    property: str = ""
    upper: float | None = None
    papers: tuple[str, ...] = ()
    contradicted: bool = False


@dataclass(frozen=True)
class Answer:
    """The answer object of the contract, with how it was reached."""

    question: str
    status: str
    interpretation: str = ""
    answer: str = ""
    boolean: bool | None = None
    results: tuple[Result, ...] = ()
    paths: tuple[tuple[dict[str, str], ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sparql: str = ""
    suggestions: tuple[str, ...] = ()
    id: str | None = None
    trace: dict[str, Any] = field(default_factory=dict)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers beside the review that it rests on."""
        return tuple(dict.fromkeys(paper for one in self.evidence for paper in one.papers))

    def to_dict(self, explain: bool = False) -> dict[str, Any]:
        """Plain data as in the contract; with `explain`, the trace of every step too."""
        data = asdict(self)
        for entry, evidence in zip(data["evidence"], self.evidence, strict=True):
            entry["sentence"] = sentence_of(evidence.fingerprints) or None
        trace = data.pop("trace")
        if self.id is None:
            data.pop("id")
        else:
            data = {"id": data.pop("id"), **data}
        return {**data, "trace": trace} if explain else data
