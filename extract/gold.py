"""Annotated sentences of a file, one JSON object a line: what a careful reader says they mention and state."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from extract.candidate import PREDICATES, Candidate, Entity, EntityType
from kg.errors import SseKgError

LARGEST = 100_000_000
"""No file of annotated sentences is read that is longer than this many bytes."""

_TYPES = get_args(EntityType)


class GoldError(SseKgError):
    """A file that is not annotated sentences; its text says which line and what is wrong."""


@dataclass(frozen=True)
class Statement:
    """What a sentence states, by the words it says it with; `value` and `unit` go with `hasValue`."""

    subject: str
    predicate: str
    object: str
    value: float | None = None
    unit: str | None = None
    negated: bool = False

    @classmethod
    def of(cls, candidate: Candidate) -> "Statement":
        """What a candidate says."""
        subject, target = candidate.subject.text, candidate.object.text
        return cls(subject, candidate.predicate, target, candidate.value, candidate.unit, candidate.negated)

    def __str__(self) -> str:
        value = "" if self.value is None else f" = {self.value:g} {self.unit or ''}".rstrip()
        return f"{self.subject} {'NOT ' if self.negated else ''}{self.predicate} {self.object}{value}"


@dataclass(frozen=True)
class GoldSentence:
    """An annotated sentence."""

    id: str
    text: str
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]


def read_gold(path: Path) -> list[GoldSentence]:
    """The annotated sentences of a file; raises GoldError for the first line that is none."""
    if path.stat().st_size > LARGEST:
        raise GoldError(f"{path}: larger than {LARGEST // 1_000_000} MB: measure it in parts")
    found: dict[str, GoldSentence] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 text at byte {error.start}: give annotated sentences as JSON") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = _sentence(line)
            if one.id in found:
                raise GoldError(f"the id '{one.id}' is taken by an earlier line")
        except GoldError as error:
            raise GoldError(f"{path}:{number}: {error}") from None
        found[one.id] = one
    if not found:
        raise GoldError(f"{path}: there are no annotated sentences in it")
    return list(found.values())


def _sentence(line: str) -> GoldSentence:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise GoldError("this line is no JSON: write one object per annotated sentence") from None
    if not isinstance(fields, dict):
        raise GoldError("this line is no JSON object: write one per annotated sentence")
    text = _text(fields, "text")
    entities = tuple(_entity(one, text) for one in _objects(fields, "entities"))
    statements = tuple(_statement(one) for one in _objects(fields, "relations"))
    return GoldSentence(_text(fields, "id"), text, entities, statements)


def _entity(fields: Mapping[str, Any], text: str) -> Entity:
    name, kind = _text(fields, "text"), _text(fields, "type")
    start, end = fields.get("start"), fields.get("end")
    if kind not in _TYPES:
        raise GoldError(f"entity '{name}': '{kind}' is no type: use one of {', '.join(_TYPES)}")
    if not (type(start) is int and type(end) is int and 0 <= start < end and text[start:end] == name):
        raise GoldError(f"entity '{name}' does not stand at {start} to {end} of the text")
    return Entity(name, kind, start, end)  # type: ignore[arg-type]


def _statement(fields: Mapping[str, Any]) -> Statement:
    subject, predicate, target = (_text(fields, name) for name in ("subject", "predicate", "object"))
    value, unit, negated = fields.get("value"), fields.get("unit"), fields.get("negated", False)
    if predicate not in PREDICATES:
        raise GoldError(f"relation of '{subject}': '{predicate}' is no predicate: use one of {', '.join(PREDICATES)}")
    if not isinstance(negated, bool):
        raise GoldError(f"relation of '{subject}': negated is neither true nor false")
    if predicate != "hasValue":
        return Statement(subject, predicate, target, negated=negated)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise GoldError(f"relation of '{subject}': hasValue without a number as value")
    if not isinstance(unit, str):
        raise GoldError(f"relation of '{subject}': hasValue without a text as unit")
    return Statement(subject, predicate, target, float(value), unit, negated)


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise GoldError(f"there is no text '{name}'" if value is None else f"'{name}' is no text")
    return value


def _objects(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    values = fields.get(name)
    if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
        raise GoldError(f"'{name}' is no list of JSON objects")
    return values
