"""The words of tables as data: which header means what, and what belongs to what, from the files in `extract/rules`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.words import phrase_key

_FOLDER = Path(__file__).parent / "rules"


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
    relations: dict[tuple[str, str], str]
    confidence: dict[str, float]


@cache
def table_rules() -> TableRules:
    """The rules, read once.

    >>> table_rules().words["ref"], table_rules().owners["IonicConductivity"].part
    (Role(kind='reference', of=''), 'electrolyte')
    """
    heads = _rows("table_headers", "words", "role", "of")
    between = _rows("table_relations", "subject", "object", "predicate")
    owners = _rows("table_owners", "property", "part", "conditions")
    conditions = _rows("table_conditions", "property", "key", "stated", "applies_to")
    return TableRules(
        classes={words.removeprefix("class:"): Role(*rest) for words, *rest in heads if words.startswith("class:")},
        words={_key(words): Role(*rest) for words, *rest in heads if not words.startswith("class:")},
        conditions=tuple(ConditionRule(p, key, stated, _texts(names)) for p, key, stated, names in conditions),
        owners={name: Owner(part, _texts(rest)) for name, part, rest in owners},
        units=_pairs("table_units", "property", "unit"),
        qualifiers={_key(words): (key, text) for words, key, text in _rows("table_words", "words", "key", "text")},
        signs=_pairs("table_signs", "words", "sign"),
        relations={(one, other): name for one, other, name in between},
        confidence={rule: float(number) for rule, number in _rows("table_confidence", "rule", "confidence")},
    )


def _rows(name: str, *columns: str) -> list[tuple[str, ...]]:
    """The rows of one file of rules."""
    lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines]
    if rows[0] != columns or any(len(row) != len(columns) for row in rows):
        raise ValueError(f"{name}.tsv must have the columns {', '.join(columns)} in every line")
    return rows[1:]


def _pairs(name: str, *columns: str) -> dict[str, str]:
    return {row[0]: row[1] for row in _rows(name, *columns)}


def _key(words: str) -> str:
    return " ".join(phrase_key(words))


def _texts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())
