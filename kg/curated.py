"""Curated tables -> typed facts: every cell is checked against the column dictionary when it is read.

A table is tab-separated text with a header, one fact per row, in canonical order; ` | ` separates several values of a
cell. `data/README.md` says what each column holds. A fact that names an unknown thing, unit, reference or formula
is refused with file, line and column.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from kg.curated_check import ENTITY_TABLES, HAS_VALUE, check_rows, classes_of
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
from kg.model import (
    Acceptance,
    Cell,
    Confirmation,
    Curated,
    Entity,
    Measurement,
    Paper,
    Place,
    Reference,
    Sentence,
    Source,
    Statement,
)
from kg.names import REVIEW_DOI
from kg.tables import Row, read_place, read_table, write_table
from kg.twins import merge
from kg.vocabulary import Vocabulary, read_vocabulary
from kg.wording import say_conditions

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
    "read_rows",
    "table_folders",
    "write_table",
]


def table_folders(folders: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Every folder whose tables are read, in order: the project's own, its reviewed candidates, further ones."""
    found = {path.resolve(): path for path in (data_folder(), data_folder() / "reviewed", *folders)}
    return tuple(found.values())


def read_curated(*folders: Path, vocabulary: Vocabulary | None = None) -> Curated:
    """All facts of the project and of further data folders; raises TableError with one line for each wrong cell."""
    words = vocabulary or read_vocabulary(folders)
    problems: list[str] = []
    rows = read_rows(folders, problems)
    problems += check_rows(rows, words)
    if problems:
        raise TableError(problems)
    return _build(rows)


def read_rows(folders: Iterable[Path], problems: list[str]) -> dict[str, list[Row]]:
    """The rows of every table of the project and of further folders; what is no table goes to `problems`."""
    places = table_folders(folders)
    problems += [
        f"{path}: no table has this name: use one of {', '.join(sorted(column_dictionary()))}"
        for folder in places[1:]
        for path in sorted(folder.glob("*.tsv"))
        if path.stem not in column_dictionary()
    ]
    return {
        table: [row for folder in places for row in read_table(folder, table, columns, problems)]
        for table, columns in column_dictionary().items()
    }


def _build(rows: dict[str, list[Row]]) -> Curated:
    """Typed facts from rows whose cells are known to be right."""
    statements, measurements, confirmed = _facts(rows)
    return Curated(
        entities={row["id"]: _entity(row) for table in ENTITY_TABLES for row in rows[table]},
        statements=statements,
        measurements=measurements,
        confirmed=confirmed,
        cells=tuple(_cell(row) for row in rows["cells"]),
        references={int(row["number"]): _reference(row) for row in rows["references"]},
        sections={row["number"]: row["label"] for row in rows["sections"]},
        tables={int(row["number"]): row["label"] for row in rows["tables"]},
        sentences=tuple(_sentence(row) for row in rows["sentences"]),
        disputes={row["key"]: row["label"] for row in rows["disputes"]},
        papers={row["id"]: _paper(row) for row in rows["papers"]},
    )


def _facts(
    rows: dict[str, list[Row]],
) -> tuple[tuple[Statement, ...], tuple[Measurement, ...], tuple[Confirmation, ...]]:
    """Statements, values, and which of them were found by extraction once more."""
    locate = _locator(rows)
    values = [row for row in rows["accepted"] if row["predicate"] == HAS_VALUE]
    relations = [row for row in rows["accepted"] if row["predicate"] != HAS_VALUE]
    statements, twice = merge(
        (_statement(row) for row in rows["claims"]),
        (_accepted_statement(row, locate(row)) for row in relations),
    )
    measurements, twice_measured = merge(
        (_measurement(row, row["property"], _source(row)) for row in rows["measurements"]),
        (_measurement(row, row["object"], locate(row)) for row in values),
    )
    return statements, measurements, (*twice, *twice_measured)


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


def _accepted_statement(row: Row, source: Source) -> Statement:
    return Statement(
        row["subject"], row["predicate"], row["object"], source, row["aspect"], say_conditions(_conditions(row))
    )


def _conditions(row: Row) -> tuple[tuple[str, str], ...]:
    pairs = (text.partition("=") for text in row.texts("conditions"))
    return tuple((key, text) for key, _, text in pairs)


def _measurement(row: Row, measured: str, source: Source) -> Measurement:
    return Measurement(
        subject=row["subject"],
        property=measured,
        sign=row["sign"],
        value=float(row["value"]),
        unit=row["unit"],
        source=source,
        upper=float(row["upper"]) if row["upper"] else None,
        conditions=_conditions(row),
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


def _paper(row: Row) -> Paper:
    return Paper(row["id"], row["title"], row["doi"], int(row["year"]) if row["year"] else None)


def _locator(rows: dict[str, list[Row]]) -> Callable[[Row], Source]:
    """What gives the source of an accepted row; sentences of the review are found by their fingerprints."""
    reviews = {row["id"] for row in rows["papers"] if row["doi"] == REVIEW_DOI}
    numbers: dict[str, list[Place]] = {}
    for row in rows["sentences"]:
        numbers.setdefault(row["fingerprint"], []).append(Place(row["section"], int(row["number"])))

    def locate(row: Row) -> Source:
        ours = row["paper"] in reviews
        return Source(
            places=_places(row, numbers.get(row["fingerprint"], [])) if ours else (),
            references=tuple(map(int, row.texts("refs"))) if ours else (),
            stance=row["stance"],
            note=row["note"],
            accepted=_acceptance(row, "" if ours else row["paper"]),
        )

    return locate


def _places(row: Row, known: list[Place]) -> tuple[Place, ...]:
    """Where an accepted fact stands in the review: a row of a table, a sentence, or a section when no more is known."""
    if row["table"]:
        return (Place(table=int(row["table"]), row=int(row["row"] or 0)),)
    here = [place for place in known if place.section == row["section"]]
    return tuple((here or known or [Place(section=row["section"])])[:1])


def _acceptance(row: Row, paper: str) -> Acceptance:
    return Acceptance(
        candidate=row["candidate"],
        fingerprint=row["fingerprint"],
        rule=row["rule"],
        confidence=float(row["confidence"]),
        by=row["by"],
        on=row["on"],
        paper=paper,
        section=row["section"],
        table=int(row["table"] or 0),
        row=int(row["row"] or 0),
    )
