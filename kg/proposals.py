"""Candidate statements as JSON lines -> proposals that a person can decide on, each with a key of its own."""

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kg.curated_check import HAS_VALUE
from kg.dictionary import SIGNS
from kg.errors import SseKgError
from kg.fingerprint import fingerprint
from kg.names import SSE, SSER, local

_LONGEST_LINE = 200_000
_LONGEST_NAME = 300
_SEPARATOR = "\x1f"
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


class CandidateError(SseKgError):
    """A line that is no candidate statement; its text says which line and what is wrong."""


@dataclass(frozen=True)
class Named:
    """What a proposal is about: its words, its type, and the id of the thing they name, if the graph knows it."""

    text: str
    type: str
    id: str = ""

    @property
    def cell(self) -> str:
        """How a table names it: by id, else by its words."""
        return self.id or one_line(self.text)


@dataclass(frozen=True)
class Proposal:
    """A candidate statement with its sentence and place; `key` is the same whenever the same is proposed again."""

    key: str
    subject: Named
    predicate: str
    object: Named
    source: str
    sentence: str
    fingerprint: str
    confidence: float
    rule: str
    section: str = ""
    start: int = 0
    end: int = 0
    sign: str = ""
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
    references: tuple[int, ...] = ()
    negated: bool = False
    table: int | None = None
    row: int | None = None

    @property
    def is_value(self) -> bool:
        """Whether it gives a value of a property."""
        return self.predicate == HAS_VALUE

    def is_product(self, side: str) -> bool:
        """Whether its subject or object is what something turns into."""
        return side == "object" and self.predicate == "forms"


def read_proposals(lines: Iterable[str], name: str) -> list[Proposal]:
    """The proposals of a file as `sse-kg extract --format jsonl` prints it, each key once.

    Raises CandidateError for the first line that is none.
    """
    found: dict[str, Proposal] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            if len(line) > _LONGEST_LINE:
                raise CandidateError(f"it is longer than {_LONGEST_LINE:,} characters")
            proposal = read_proposal(json.loads(line))
        except (CandidateError, ValueError, RecursionError) as error:
            why = "it is no JSON" if not isinstance(error, CandidateError) else str(error)
            raise CandidateError(
                f"{name}:{number}: this is no candidate statement: {why}; write the file with 'sse-kg extract'"
            ) from None
        found.setdefault(proposal.key, proposal)
    return list(found.values())


def read_proposal(candidate: object) -> Proposal:
    """A proposal from a candidate as the contract writes it; raises CandidateError for anything else."""
    if not isinstance(candidate, dict):
        raise CandidateError("it is no JSON object")
    read = _Reader(candidate)
    is_value = read.text("predicate") == HAS_VALUE
    sentence = read.text("sentence")
    proposal = Proposal(
        key="",
        subject=read.named("subject"),
        predicate=read.text("predicate"),
        object=read.named("object"),
        source=read.text("source"),
        sentence=sentence,
        fingerprint=fingerprint(sentence),
        confidence=read.share("confidence"),
        rule=read.text("rule"),
        section=read.text("section", ""),
        start=read.whole("start", 0) or 0,
        end=read.whole("end", 0) or 0,
        sign=read.text("sign", "=") if is_value else "",
        value=read.number("value") if is_value else None,
        upper=read.number("upper") if is_value else None,
        unit=(read.text("unit", "") or "1") if is_value else "",
        conditions=tuple(_conditions(read.mapping("conditions"))),
        references=tuple(read.wholes("references")),
        negated=candidate.get("negated") is True,
        table=read.whole("table"),
        row=read.whole("row"),
    )
    _refuse_halves(proposal)
    return _with_key(proposal)


def _conditions(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Conditions one by one; ` | ` parts several of one kind, as layers of an electrolyte."""
    for key, text in said.items():
        yield from ((one_line(key), one_line(part)) for part in str(text).split("|") if part.strip())


def _refuse_halves(proposal: Proposal) -> None:
    for side, named in (("subject", proposal.subject), ("object", proposal.object)):
        if not one_line(named.text):
            raise CandidateError(f"its {side} has no words")
    if proposal.is_value and proposal.value is None:
        raise CandidateError(f"{HAS_VALUE} has no value")
    if proposal.is_value and proposal.sign not in SIGNS:
        raise CandidateError(f"'{proposal.sign[:20]}' is no sign")


def _with_key(proposal: Proposal) -> Proposal:
    """The key depends on what is said in which sentence or row, not on the run, the rule or the copy of the paper."""
    row = (proposal.source, proposal.table, proposal.row) if proposal.table else ()
    said = (
        proposal.fingerprint, _folded(proposal.subject), proposal.predicate, _folded(proposal.object),
        proposal.sign, proposal.value, proposal.upper, proposal.unit, proposal.negated, *row,
    )  # fmt: skip
    digest = sha256(_SEPARATOR.join(map(str, said)).encode("utf-8", "replace")).hexdigest()
    values = {field: getattr(proposal, field) for field in proposal.__dataclass_fields__}
    return Proposal(**{**values, "key": digest[:12]})


def _folded(named: Named) -> str:
    return named.id or _NOT_IN_ID.sub(" ", unicodedata.normalize("NFKC", named.text).casefold()).strip() or named.text


def one_line(text: str) -> str:
    """Words as a cell of a table holds them: without tabs, line breaks, control characters, hidden marks and `|`.

    >>> one_line("Na3\\tPS4 |\\x1b x\\u202ey")
    'Na3 PS4 / xy'
    """
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    kept = (" " if unicodedata.category(char) in ("Cc", "Co", "Cs", "Zl", "Zp") else char for char in text)
    return " ".join("".join(kept).replace("|", "/").split())[:_LONGEST_NAME]


class _Reader:
    """Reads the fields of a JSON object, each of its kind."""

    def __init__(self, fields: Mapping[str, Any], within: str = "") -> None:
        self.fields, self.within = fields, within

    def text(self, name: str, default: str | None = None) -> str:
        value = self.fields.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise CandidateError(f"its {self.within}{name} is no text")
        return value

    def number(self, name: str) -> float | None:
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise CandidateError(f"its {name} is no number")
        return float(value)

    def share(self, name: str) -> float:
        value = self.number(name)
        if value is None or not 0 <= value <= 1:
            raise CandidateError(f"its {name} is no number from 0 to 1")
        return value

    def whole(self, name: str, default: int | None = None) -> int | None:
        value = self.fields.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise CandidateError(f"its {name} is no whole number")
        return value

    def wholes(self, name: str) -> Iterator[int]:
        values = self.fields.get(name) or []
        if not isinstance(values, list) or any(isinstance(v, bool) or not isinstance(v, int) for v in values):
            raise CandidateError(f"its {name} are no list of whole numbers")
        yield from values

    def mapping(self, name: str) -> Mapping[str, Any]:
        value = self.fields.get(name) or {}
        if not isinstance(value, dict):
            raise CandidateError(f"its {name} are no JSON object")
        return value

    def named(self, name: str) -> Named:
        side = _Reader(self.mapping(name), f"{name} ")
        iri = side.text("iri", "")
        known = local(iri) if iri.startswith((SSE, SSER)) else ""
        return Named(side.text("text", known or None), side.text("type", ""), known)
