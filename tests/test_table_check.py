"""The tables of the review as printed, against the curated tables: how many of their numbers land right."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from extract.candidate import Candidate
from extract.document import Document
from extract.table_statements import read_tables
from extract.tables import find_tables
from kg.build import ready
from kg.curated import read_curated
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Curated, Measurement
from kg.names import local

#: Said of the same printed figure a second time, in the words of the running text.
SAID_TWICE = "OperatingVoltage"


class Figure(NamedTuple):
    """A number of a table with all that belongs to it."""

    table: int
    row: int
    subject: str
    property: str
    sign: str
    value: float
    unit: str
    conditions: frozenset[tuple[str, str]]
    references: frozenset[int]


@pytest.fixture(scope="module")
def lexicon(session_home: None) -> Lexicon:
    return load_lexicon(ready())


def curated_figures(curated: Curated) -> Iterator[Figure]:
    cells = {cell.id: cell for cell in curated.cells}
    for measurement in curated.measurements:
        place = next((place for place in measurement.source.places if place.table), None)
        if place is None or measurement.property == SAID_TWICE:
            continue
        subject, conditions = measurement.subject, set(measurement.conditions)
        if cell := cells.get(subject):
            subject = cell.cathode
            conditions |= {("electrolyte", part) for part in cell.electrolyte} | {("anode", cell.anode)}
        for sign, value in ends(measurement):
            yield Figure(
                place.table, place.row, subject, measurement.property, sign, value, measurement.unit,
                frozenset(conditions), frozenset(measurement.source.references),
            )  # fmt: skip


def ends(measurement: Measurement) -> list[tuple[str, float]]:
    if measurement.upper is None:
        return [(measurement.sign, measurement.value)]
    return [(">=", measurement.value), ("<=", measurement.upper)]


def printed_figure(candidate: Candidate, curated: Curated) -> Figure:
    conditions = {
        (key, layer)
        for key, text in candidate.conditions
        for name in text.split(" | ")
        for layer in layers(name, key, curated)
    }
    assert candidate.table is not None and candidate.row is not None and candidate.value is not None
    return Figure(
        candidate.table, candidate.row, local(candidate.subject.iri or ""), local(candidate.object.iri or ""),
        candidate.sign, candidate.value, candidate.unit or "", frozenset(conditions), frozenset(candidate.references),
    )  # fmt: skip


def layers(name: str, key: str, curated: Curated) -> tuple[str, ...]:
    """A stack of electrolytes as its layers, as the curated cells have it."""
    entity = curated.entities.get(name)
    return entity.components if key == "electrolyte" and entity and entity.components else (name,)


def test_the_numbers_of_the_printed_tables_land_right(
    shared: Path, lexicon: Lexicon, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (shared / "review.txt").read_text(encoding="utf-8")
    curated = read_curated()
    document = Document("review.txt", text, (), tuple(find_tables(text)))
    assert [table.number for table in document.tables] == [1, 2, 3, 4]
    reading = read_tables(document, lexicon)
    expected = set(curated_figures(curated))
    found = {printed_figure(one, curated) for one in reading.candidates if one.predicate == "hasValue"}
    right = expected & found
    with capsys.disabled():
        print(f"\ntables of the review: {len(right)} of {len(expected)} numbers right, {len(found - expected)} wrong")
    assert len(expected) == 180
    assert len(right) >= 0.98 * len(expected), sorted(expected - found)
    assert len(found - expected) <= 0.02 * len(expected), sorted(found - expected)
    assert not reading.unread
