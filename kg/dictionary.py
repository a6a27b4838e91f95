"""The column dictionary: what each column of the curated tables holds, for the program and, as a README, for people."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

STANCES = {
    "asserted": "the review says so",
    "hedged": "it says that it may be so",
    "denied": "it says that it is not so",
    "speculated": "its authors suppose so",
    "other-system": "shown in a system of other materials",
}
SIGNS = ("=", "<", ">", "<=", ">=", "~", "range")
CONDITION_KEYS = """
    temperature annealing_temperature cycle rate current_density areal_capacity phase atmosphere speed duration pressure
    electrolyte cathode anode precursor with method cell_type content
""".split()
MATERIAL_KEYS = ("electrolyte", "cathode", "anode", "precursor")
"""Conditions that name a material by its id."""
_TABLES = {
    "materials": "Every substance: electrolytes, electrodes, interlayers, binders, solvents, precursors, products.",
    "strategies": "What people do against failures, from the general (`doping`) to one recipe of one paper.",
    "failure_mechanisms": "What goes wrong in an electrolyte, at an interface, in a cell or in manufacturing.",
    "concepts": "What explains the rest: structures, mechanisms of transport, theories, cell designs.",
    "processes": "Ways to make things and to look at them.",
    "dopants": "The elements that are put into a compound in place of its own.",
    "groups": "Research groups that the review credits by name.",
    "claims": "One relation between two things a line.",
    "measurements": "One value of one property of one thing a line.",
    "cells": "One cell that was built a line.",
    "references": "The works that the review cites, as it prints them.",
    "sections": "The sections of the review.",
    "tables": "The tables of the review.",
    "sentences": "The sentences of the review, by fingerprint: none of its words stands here.",
    "disputes": "Where the review contradicts itself: one line for each `KEY` of a `dispute` cell.",
    "papers": "The papers whose sentences were read by `sse-kg extract` and reviewed.",
    "accepted": "Candidates that a person accepted: facts with their place and the one who decided, never sentences.",
    "rejected": "Candidates that a person rejected; they are not proposed again.",
    "undecided": "Candidates that a person put off; they come again after the new ones.",
}
_KINDS = {
    "text": "text",
    "texts": "texts",
    "thing": "id of anything",
    "property": "property of the ontology",
    "relation": "relation of the ontology",
    "formula": "formula",
    "element": "element symbol",
    "unit": "unit",
    "number": "number",
    "places": "places",
    "stance": "stance",
    "sign": "sign",
    "dispute": "`KEY:SIDE`, several",
    "conditions": "`key=value`, several",
    "predicate": "relation, or `hasValue`",
    "paper": "id in `papers`",
    "fingerprint": "twelve hexadecimal digits",
    "share": "number from 0 to 1",
    "moment": "date and time",
    "whole": "whole number",
}
_KINDS_OF = {
    "id": "id in `{}`",
    "ids": "ids in `{}`",
    "class": "classes under `{}`",
    "numbers": "numbers in `{}`",
}
_INTRODUCTION = """\
# The tables

Every fact of the graph is a line here. A table is UTF-8 text: a header, then one fact a line, cells divided by tabs,
lines in natural order (`4.2` before `4.10`), each once. ` | ` divides the values of a cell that holds several.
`sse-kg build` checks every cell and names file, line and column of a wrong one.

This page is made from `columns.tsv`. Two tables of general knowledge stand beside it: `elements.tsv`, the chemical
elements with their oxidation states, and `ranges.tsv`, which values of a property are physically possible.

A folder of your own with tables of these names, and `.ttl` files for new kinds, properties and relations, adds to the
graph when the environment variable `SSE_KG_DATA` names it.

What `sse-kg review` decides goes to the folder that `SSE_KG_REVIEWED` names, or else to `reviewed` in the home of the
graph; the project's own decisions are in `kg/data/reviewed`. Both may hold tables of all these names, and both are part
of the graph.
"""
_SPELLINGS = """\
## How cells are written

- **places**: a sentence as `4.1.1:7`, the seventh of section 4.1.1, or a table row as `T1:5`; several with ` | `.
- **stance**: {stances}.
- **sign**: {signs}; `range` has its upper end in `upper`.
- **unit**: `mS/cm`, `kJ/mol`, `mAh/g`, `°C`, `cycles` and so on; another spelling is refused with the right one.
- **conditions**: `key=value`, several with ` | `, with these keys: {keys}. A material is named by its id.
"""
_HEADER = "| column | holds | must | meaning |\n| --- | --- | --- | --- |"


@dataclass(frozen=True)
class Column:
    """One line of the column dictionary."""

    table: str
    name: str
    kind: str
    required: bool
    meaning: str


def data_folder() -> Path:
    """The folder of the project's own tables."""
    return Path(str(files("kg").joinpath("data")))


def column_dictionary() -> dict[str, list[Column]]:
    """Columns by table, in order.

    >>> [column.name for column in column_dictionary()["dopants"]]
    ['id', 'label', 'element', 'ions', 'aliases']
    """
    columns: dict[str, list[Column]] = {}
    for line in (data_folder() / "columns.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        table, name, kind, meaning = line.split("\t")
        required = kind.endswith("!") or kind == "id"
        columns.setdefault(table, []).append(Column(table, name, kind.rstrip("!"), required, meaning))
    return columns


def dictionary_markdown() -> str:
    """The column dictionary as the README of the data folder.

    >>> dictionary_markdown().splitlines()[0]
    '# The tables'
    """
    sections = [_section(table, columns) for table, columns in column_dictionary().items()]
    return "\n".join([_INTRODUCTION, _spellings(), *sections])


def _spellings() -> str:
    return _SPELLINGS.format(
        stances="; ".join(f"`{stance}`, {meaning}" for stance, meaning in STANCES.items()),
        signs=" ".join(f"`{sign}`" for sign in SIGNS),
        keys=", ".join(f"`{key}`" for key in CONDITION_KEYS),
    )


def _section(table: str, columns: list[Column]) -> str:
    lines = [
        f"## {table}.tsv",
        "",
        _TABLES[table],
        "",
        "| column | holds | must | meaning |",
        "| --- | --- | --- | --- |",
    ]
    lines += [_line(column) for column in columns]
    return "\n".join(lines) + "\n"


def _line(column: Column) -> str:
    meaning = column.meaning.replace("|", "\\|")
    return f"| `{column.name}` | {_say_kind(column.kind)} | {'yes' if column.required else ''} | {meaning} |"


def _say_kind(kind: str) -> str:
    """A kind of cell in words.

    >>> _say_kind("ids:materials"), _say_kind("id"), _say_kind("number")
    ('ids in `materials`', 'id', 'number')
    """
    name, _, argument = kind.partition(":")
    return _KINDS_OF[name].format(argument) if argument else _KINDS.get(name, name)
