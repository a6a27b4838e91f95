"""The tables as typed facts: what is right comes through, what is wrong is named with file, line and column."""

from pathlib import Path

import pytest
from toy import FOLDER, add_rows, toy_folder

from kg.curated import ENTITY_TABLES, column_dictionary, data_folder, read_curated, read_place, write_table
from kg.errors import TableError
from kg.model import Cell, Entity, Measurement, Place, Reference, Sentence, Source, Statement
from kg.vocabulary import read_vocabulary

FACT = {"stance": "asserted", "where": "1:1"}
REVIEWED = {
    "subject": "Na3PS4",
    "stance": "asserted",
    "paper": "chen-2026",
    "section": "3.1",
    "fingerprint": "0" * 12,
    "confidence": "0.9",
    "rule": "toy",
    "candidate": "c" * 12,
    "by": "A. Toy",
    "on": "2026-11-22T09:30:00Z",
}
SPARE: dict[str, dict[str, str]] = {
    "materials": {"id": "spare", "label": "spare", "class": "Solvent"},
    "strategies": {"id": "spare", "label": "spare", "class": "Strategy", "definition": "Spare."},
    "failure_mechanisms": {"id": "spare", "label": "spare", "class": "ContactLoss", "definition": "Spare."},
    "concepts": {"id": "spare", "label": "spare", "class": "Concept", "definition": "Spare."},
    "processes": {"id": "spare", "label": "spare", "class": "Process", "definition": "Spare."},
    "dopants": {"id": "spare", "label": "spare", "element": "Lu"},
    "groups": {"id": "spare", "label": "spare"},
    "claims": {**FACT, "subject": "Na3PS4", "predicate": "causes", "object": "dendrite-growth"},
    "measurements": {
        **FACT,
        "subject": "Na3PS4",
        "property": "Thickness",
        "sign": "=",
        "value": "1",
        "unit": "µm",
    },
    "cells": {"id": "spare", "label": "spare", "where": "1:1"},
    "references": {"number": "999", "authors": "A. Toy", "journal": "J. Toy Mater.", "year": "2020"},
    "sections": {"number": "9", "label": "spare"},
    "tables": {"number": "9", "label": "spare"},
    "sentences": {"section": "9", "number": "1", "paragraph": "1", "fingerprint": "0" * 12},
    "disputes": {"key": "spare", "label": "spare"},
    "papers": {"id": "spare", "title": "Spare"},
    "accepted": {**REVIEWED, "predicate": "mitigates", "object": "dendrite-growth"},
    "rejected": {**REVIEWED, "subject": "no such thing", "predicate": "causes", "object": "trouble"},
    "undecided": {**REVIEWED, "subject": "no such thing", "predicate": "causes", "object": "trouble"},
}
"""A right row for each table, in which the tests below put one wrong cell."""

WRONG = [
    ("materials", "id", "Na3 PS4", "'Na3 PS4' is no id: use letters, digits"),
    ("materials", "id", "Na3PS4", "'Na3PS4' is already in table materials: keep one row"),
    ("materials", "id", "polymer-interlayer", "'polymer-interlayer' is already in table strategies: keep one row"),
    ("materials", "id", "Wettability", "'Wettability' is a property of the ontology: choose another id"),
    ("materials", "class", "Liquor", "the ontology has no class 'Liquor'"),
    ("materials", "class", "Solvent | Strategy", "'Strategy' is no kind of Material"),
    ("materials", "formula", "Na3Qq4", "Qq"),
    ("materials", "likely", "Na3(PS4", "Na3(PS4"),
    ("materials", "parent", "Na3QS4", "'Na3QS4' is not in table materials: add it there or correct the id"),
    ("materials", "parent", "polymer-interlayer", "'polymer-interlayer' is not in table materials"),
    ("materials", "components", "Na3PS4 | polymer-interlayer", "'polymer-interlayer' is not in table materials"),
    ("strategies", "broader", "Na3PS4", "'Na3PS4' is not in table strategies"),
    ("dopants", "element", "Qq", "'Qq' is no element symbol"),
    ("claims", "subject", "Na3QS4", "nothing is called 'Na3QS4': add it to its table or correct the id"),
    ("claims", "predicate", "enjoys", "the ontology has no relation 'enjoys'"),
    ("claims", "object", "dendrites of sodium", "nothing is called 'dendrites of sodium'"),
    ("claims", "aspect", "Beauty", "nothing is called 'Beauty'"),
    ("claims", "stance", "certain", "'certain' is no stance: use one of asserted, hedged"),
    ("claims", "by", "group-nobody", "'group-nobody' is not in table groups"),
    ("claims", "where", "page 7", "'page 7' is no place: write SECTION:SENTENCE as 4.1.1:7 or TABLE:ROW as T1:5"),
    ("claims", "where", "1:1 | T1:0", "'T1:0' is no place"),
    ("claims", "refs", "12 | 777", "there is no reference 777"),
    ("claims", "dispute", "conductivity", "'conductivity' must be KEY:SIDE"),
    ("claims", "dispute", "conductivity:", "'conductivity:' must be KEY:SIDE"),
    ("measurements", "property", "Beauty", "the ontology has no property 'Beauty'"),
    ("measurements", "sign", "≈", "'≈' is no sign: use one of = < > <= >= ~ range"),
    ("measurements", "value", "about 3", "'about 3' is no number"),
    ("measurements", "value", "nan", "'nan' is no number"),
    ("measurements", "value", "1_000", "'1_000' is no number"),
    ("measurements", "upper", "1e999", "'1e999' is no number"),
    ("measurements", "unit", "furlong", "furlong"),
    ("measurements", "unit", "S cm-1", "write the unit as 'S/cm'"),
    ("measurements", "conditions", "at night", "'at night' is no condition: write key=value with a key of temperature"),
    ("measurements", "conditions", "mood=good", "'mood=good' is no condition"),
    ("measurements", "conditions", "cycle=", "'cycle=' is no condition"),
    ("cells", "anode", "dendrite-growth", "'dendrite-growth' is not in table materials"),
    ("references", "number", "9.5", "'9.5' is no whole number from 1 on"),
    ("references", "number", "37", "'37' is already in table references: keep one row"),
    ("references", "year", "MMXX", "'MMXX' is no whole number from 1 on"),
    ("references", "same_as", "0", "'0' is no whole number from 1 on"),
    ("sections", "number", "4.1", "'4.1' is already in table sections: keep one row"),
    ("tables", "number", "1", "'1' is already in table tables: keep one row"),
    ("sentences", "paragraph", "first", "'first' is no whole number from 1 on"),
    ("papers", "id", "chen-2026", "'chen-2026' is already in table papers: keep one row"),
    ("papers", "doi", "10.1039/D5SC10189A", "'10.1039/D5SC10189A' is the DOI of 'chen-2026': keep one row"),
    ("accepted", "predicate", "enjoys", "the ontology has no relation 'enjoys'"),
    ("accepted", "object", "Na3PS4", "'Na3PS4' is a NaxMSyElectrolyte: mitigates wants a FailureMechanism here"),
    ("accepted", "object", "trouble", "nothing is called 'trouble': add it to its table or correct the id"),
    ("accepted", "value", "3", "'mitigates' has no value: use hasValue or empty the cell"),
    ("accepted", "paper", "nobody-1999", "'nobody-1999' is not in table papers: add it there"),
    ("accepted", "section", "9.9", "the review has no section '9.9'"),
    ("accepted", "section", "", "the cell is empty: say in which section or table of the review it stands"),
    ("accepted", "refs", "777", "there is no reference 777"),
    ("accepted", "fingerprint", "0123", "'0123' is no fingerprint: it has twelve hexadecimal digits"),
    ("accepted", "confidence", "1.2", "'1.2' is no number from 0 to 1"),
    ("accepted", "on", "yesterday", "'yesterday' is no time: write it as 2026-11-22T09:30:00Z"),
    ("rejected", "table", "first", "'first' is no whole number from 1 on"),
    ("disputes", "key", "NPS-polymorphs", "'NPS-polymorphs' is already in table disputes: keep one row"),
]
REQUIRED = [(table, c) for table, columns in column_dictionary().items() for c in columns if c.required]
EMPTY = [(table, c.name, "") for table, c in REQUIRED]
EMPTY += [(table, c.name, " | ") for table, c in REQUIRED if c.kind.partition(":")[0] in ("texts", "class", "places")]


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(TableError) as caught:
        read_curated(folder)
    return caught.value.problems


def test_there_is_a_spare_row_for_every_table_and_a_wrong_cell_of_every_kind() -> None:
    kinds = {(t, c.name): c.kind.partition(":")[0] for t, columns in column_dictionary().items() for c in columns}
    assert list(SPARE) == list(column_dictionary())
    assert {kinds[table, column] for table, column, *_ in WRONG} == set(kinds.values())
    assert (len(WRONG), len(EMPTY)) == (58, 97)


@pytest.mark.parametrize("table", SPARE)
def test_the_spare_row_is_right(table: str, tmp_path: Path) -> None:
    add_rows(tmp_path, table, SPARE[table])
    read_curated(tmp_path)


@pytest.mark.parametrize(("table", "column", "value", "complaint"), WRONG)
def test_a_wrong_cell_is_refused(table: str, column: str, value: str, complaint: str, tmp_path: Path) -> None:
    add_rows(tmp_path, table, {**SPARE[table], column: value})
    [problem] = problems_of(tmp_path)
    assert problem.startswith(f"{tmp_path / table}.tsv:2: column {column}: ")
    assert complaint in problem


@pytest.mark.parametrize(("table", "column", "nothing"), EMPTY)
def test_an_empty_cell_is_refused_where_it_must_be_filled(
    table: str, column: str, nothing: str, tmp_path: Path
) -> None:
    add_rows(tmp_path, table, {**SPARE[table], column: nothing})
    assert f"{tmp_path / table}.tsv:2: column {column}: the cell is empty: it must be filled" in problems_of(tmp_path)


@pytest.mark.parametrize(
    ("change", "column", "complaint"),
    [
        ({"object": "polymer-interlayer"}, "object", "mitigates wants a FailureMechanism here"),
        ({"object": "Thickness"}, "object", "'Thickness' is a Property: mitigates wants a FailureMechanism here"),
        ({"predicate": "hasCathode"}, "subject", "'Na3PS4' is a NaxMSyElectrolyte: hasCathode wants a Cell here"),
    ],
)
def test_a_relation_wants_things_of_its_kinds(
    change: dict[str, str], column: str, complaint: str, tmp_path: Path
) -> None:
    add_rows(tmp_path, "claims", {**SPARE["claims"], "predicate": "mitigates", **change})
    found = [problem for problem in problems_of(tmp_path) if f":2: column {column}: " in problem]
    assert len(found) == 1
    assert found[0].endswith(complaint)


def test_a_relation_without_a_range_takes_anything(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(
        "@prefix sse: <https://w3id.org/sse-kg/ontology#> .\n"
        "sse:likes a <http://www.w3.org/2002/07/owl#ObjectProperty> ;\n"
        "    <http://www.w3.org/2000/01/rdf-schema#domain> sse:Material .\n",
        encoding="utf-8",
    )
    add_rows(tmp_path, "claims", {**SPARE["claims"], "predicate": "likes"})
    assert "likes" in {one.predicate for one in read_curated(tmp_path).statements}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"id\tlabel\ngroup-x\tX\n", ":1: columns are ['id', 'label']: they must be ['id', 'label', 'members', 'a"),
        (b"", ":1: columns are ['']: they must be ['id', 'label', 'members', 'aliases']"),
        (b"id\tlabel\tmembers\taliases\n\ngroup-x\tX\n", ":3: 2 cells instead of 4: check the tabs of this line"),
        (b"id\tlabel\tmembers\taliases\ngroup-x\tM\xfcller\t\t\n", ": not UTF-8 text at byte 34: save the table as"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "groups.tsv").write_bytes(content)
    [problem] = problems_of(tmp_path)
    assert problem.startswith(f"{tmp_path / 'groups.tsv'}{complaint}")


def test_lines_may_end_as_on_windows_and_cells_hold_blanks(tmp_path: Path) -> None:
    (tmp_path / "groups.tsv").write_bytes(b"id\tlabel\tmembers\taliases\r\ngroup-x\t X \tA. B |C. D\t\r\n")
    group = read_curated(tmp_path).entities["group-x"]
    assert (group.label, group.aliases) == ("X", ("A. B", "C. D"))


def test_every_wrong_cell_is_told_at_once_and_the_message_stays_short(tmp_path: Path) -> None:
    rows = [{**SPARE["measurements"], "value": f"x{n}", "unit": "y"} for n in range(13)]
    add_rows(tmp_path, "measurements", *rows)
    with pytest.raises(TableError) as caught:
        read_curated(tmp_path)
    assert len(caught.value.problems) == 26
    assert str(caught.value).endswith("\n… and 6 more")
    assert str(caught.value).count("\n") == 20


def test_toy_tables_become_typed_facts() -> None:
    curated, own = read_curated(FOLDER), read_curated()
    assert curated.entities["Na2.9Ga0.9Ge0.1S3"] == Entity(
        id="Na2.9Ga0.9Ge0.1S3",
        label="Na2.9Ga0.9Ge0.1S3",
        classes=("NaxMSyElectrolyte",),
        definition="The toy electrolyte with germanium.",
        broader=("Na3GaS3",),
        formula="Na2.9Ga0.9Ge0.1S3",
        kind="materials",
    )
    assert curated.entities["group-toy"].classes == ("ResearchGroup",)
    said = Source((Place("9.2", 3),), (169,), stance="hedged", dispute="toy-wax:worsens")
    assert Statement("beeswax-film", "worsens", "IonicConductivity", said, condition="cold") in curated.statements
    value = Measurement(
        "Na3GaS3",
        "IonicConductivity",
        "=",
        0.7,
        "mS/cm",
        Source((Place("9.1", 1),), (169,)),
        conditions=(("temperature", "25 °C"),),
    )
    assert value in curated.measurements
    where = Source((Place("9.1", 3),), groups=("group-toy",))
    assert curated.cells[-1] == Cell("toy-cell", "NaCrO2 | Na3GaS3 | Na", "NaCrO2", ("Na3GaS3",), (), "Na", where)
    assert curated.references[169] == Reference(169, ("A. Toy", "B. Brick"), "J. Toy Mater.", 2020, "1", pages="1")
    assert curated.sentences[-1] == Sentence("9.2", 3, 1, curated.sentences[-1].fingerprint)
    assert curated.sections["9.2"] == "Beeswax"
    assert "warm wax" in curated.disputes["toy-wax"]
    assert len(curated.statements) == len(own.statements) + 6


def test_the_words_of_a_further_folder_can_be_given(tmp_path: Path) -> None:
    folder = toy_folder(tmp_path)
    assert read_curated(folder, vocabulary=read_vocabulary((FOLDER,))) == read_curated(folder)
    (folder / "toy.ttl").unlink()
    assert any("'Gloss'" in problem for problem in problems_of(folder))


def test_a_folder_without_tables_adds_nothing(tmp_path: Path) -> None:
    assert read_curated(tmp_path) == read_curated()


def test_a_place_prints_as_it_is_written() -> None:
    assert [str(read_place(text)) for text in ("4.1.1:7", "T1:5")] == ["4.1.1:7", "T1:5"]
    with pytest.raises(TableError, match=r"'4\.1\.1' is no place"):
        read_place("4.1.1")


def test_a_column_that_a_table_does_not_have_is_not_lost_in_silence(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"table groups has no column lable: it has id, label, members, aliases"):
        write_table(tmp_path / "groups.tsv", "groups", [{"id": "group-x", "lable": "X"}])


def test_tables_of_things_are_in_the_dictionary() -> None:
    assert set(ENTITY_TABLES) < set(column_dictionary())
    assert (data_folder() / "columns.tsv").exists()
