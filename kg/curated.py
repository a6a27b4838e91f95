"""Curated tables -> typed facts: every cell is checked against the column dictionary when it is read.

A table is tab-separated text with a header, one fact per row, in canonical order; ` | ` separates several values of a
cell. `data/README.md` says what each column holds. A fact that names an unknown thing, unit, reference or formula
is refused with file, line and column.
"""

from pathlib import Path

from kg.curated_check import ENTITY_TABLES, check_rows, classes_of
from kg.dictionary import (
    CONDITION_KEYS,
    SIGNS,
    STANCES,
    Column,
    column_dictionary,
    data_folder,
    dictionary_markdown,
)
from kg.errors import TableError
from kg.model import Cell, Curated, Entity, Measurement, Reference, Sentence, Source, Statement
from kg.tables import Row, read_place, read_table, write_table
from kg.vocabulary import Vocabulary, read_vocabulary

__all__ = [
    "CONDITION_KEYS",
    "ENTITY_TABLES",
    "SIGNS",
    "STANCES",
    "Column",
    "column_dictionary",
    "data_folder",
    "dictionary_markdown",
    "read_curated",
    "read_place",
    "write_table",
]


def read_curated(*folders: Path, vocabulary: Vocabulary | None = None) -> Curated:
    """All facts of the project and of further data folders; raises TableError with one line for each wrong cell."""
    words = vocabulary or read_vocabulary(folders)
    problems = [
        f"{path}: no table has this name: use one of {', '.join(sorted(column_dictionary()))}"
        for folder in folders
        for path in sorted(folder.glob("*.tsv"))
        if path.stem not in column_dictionary()
    ]
    rows = {
        table: [row for folder in (data_folder(), *folders) for row in read_table(folder, table, columns, problems)]
        for table, columns in column_dictionary().items()
    }
    problems += check_rows(rows, words)
    if problems:
        raise TableError(problems)
    return _build(rows)


def _build(rows: dict[str, list[Row]]) -> Curated:
    """Typed facts from rows whose cells are known to be right."""
    return Curated(
        entities={row["id"]: _entity(row) for table in ENTITY_TABLES for row in rows[table]},
        statements=tuple(_statement(row) for row in rows["claims"]),
        measurements=tuple(_measurement(row) for row in rows["measurements"]),
        cells=tuple(_cell(row) for row in rows["cells"]),
        references={int(row["number"]): _reference(row) for row in rows["references"]},
        sections={row["number"]: row["label"] for row in rows["sections"]},
        tables={int(row["number"]): row["label"] for row in rows["tables"]},
        sentences=tuple(_sentence(row) for row in rows["sentences"]),
        disputes={row["key"]: row["label"] for row in rows["disputes"]},
    )


def _source(row: Row) -> Source:
    return Source(
        places=tuple(read_place(text) for text in row.texts("where")),
        references=tuple(int(number) for number in row.texts("refs")),
        groups=row.texts("by"),
        stance=row["stance"] or "asserted",
        dispute=row["dispute"],
        note=row["note"],
    )


def _entity(row: Row) -> Entity:
    return Entity(
        id=row["id"],
        label=row["label"],
        classes=classes_of(row),
        aliases=tuple(name for name in (*row.texts("aliases"), *row.texts("members")) if name != row["label"]),
        definition=row["definition"],
        broader=row.texts("broader") or row.texts("parent"),
        formula=row["formula"],
        likely=row["likely"],
        phase=row["phase"],
        components=row.texts("components"),
        element=row["element"],
        ions=row.texts("ions"),
        kind=row.table,
    )


def _statement(row: Row) -> Statement:
    return Statement(row["subject"], row["predicate"], row["object"], _source(row), row["aspect"], row["condition"])


def _measurement(row: Row) -> Measurement:
    pairs = (text.partition("=") for text in row.texts("conditions"))
    return Measurement(
        subject=row["subject"],
        property=row["property"],
        sign=row["sign"],
        value=float(row["value"]),
        unit=row["unit"],
        source=_source(row),
        upper=float(row["upper"]) if row["upper"] else None,
        conditions=tuple((key, text) for key, _, text in pairs),
    )


def _cell(row: Row) -> Cell:
    return Cell(
        row["id"],
        row["label"],
        row["cathode"],
        row.texts("electrolyte"),
        row.texts("interlayer"),
        row["anode"],
        _source(row),
    )


def _reference(row: Row) -> Reference:
    return Reference(
        number=int(row["number"]),
        authors=row.texts("authors"),
        journal=row["journal"],
        year=int(row["year"]),
        volume=row["volume"],
        issue=row["issue"],
        pages=row["pages"],
        same_as=int(row["same_as"]) if row["same_as"] else None,
        note=row["note"],
    )


def _sentence(row: Row) -> Sentence:
    return Sentence(row["section"], int(row["number"]), int(row["paragraph"]), row["fingerprint"], row["skip"])
