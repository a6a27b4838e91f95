"""Things side by side: what is the best, what cannot be compared and why, and two properties as points."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from toy import add_rows, change_rows, rows_of, toy_folder

from kg.api import Graph
from kg.compare import MOST, Comparison, Item, Row, TooMany, mark_best
from kg.evidence import Evidence
from kg.naming import NameNotFound

HOST, DOPED = "Na3GaS3", "Na2.9Ga0.9Ge0.1S3"
SIGMA = "ionic conductivity"
Change = Callable[[Path], None]


@pytest.fixture
def toy(toy_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Graph]]:
    """A graph of the toy tables after a change of them."""
    folder = toy_folder(tmp_path)
    monkeypatch.setenv("SSE_KG_DATA", str(folder))
    opened = []

    def open_changed(change: Change = lambda folder: None) -> Graph:
        change(folder)
        opened.append(Graph.open())
        return opened[-1]

    yield open_changed
    for graph in opened:
        graph.close()


def row_of(comparison: Comparison, label: str) -> Row:
    return next(row for row in comparison.rows if row.label == label)


def texts(row: Row) -> list[list[str]]:
    return [[item.text for item in field] for field in row.fields]


def same_conditions(folder: Path) -> None:
    host = next(n for n, row in enumerate(rows_of(folder, "measurements")) if row["subject"] == HOST)
    change_rows(folder, "measurements", "conditions", "", [host])


def test_values_and_claims_stand_side_by_side(toy: Callable[..., Graph]) -> None:
    compared = toy().compare(["NGaS", DOPED])
    assert [thing.label for thing in compared.things] == [HOST, DOPED]
    sigma = row_of(compared, SIGMA)
    assert texts(sigma) == [["0.7 mS/cm"], ["1.9 mS/cm"]]
    assert [field[0].conditions for field in sigma.fields] == ["temperature 25 °C", ""]
    assert texts(row_of(compared, "formula")) == [[HOST], [DOPED]]
    assert texts(row_of(compared, "gloss")) == [[], ["42 %"]]
    assert [[item.cited for item in field] for field in row_of(compared, "gloss").fields] == [[], [("169",)]]
    assert texts(row_of(compared, "causes")) == [[], ["pellet humming"]]
    assert row_of(compared, "causes").kind == "claim"
    assert texts(row_of(compared, "is the electrolyte of")) == [["NaCrO2 | Na3GaS3 | Na"], []]


def test_no_best_under_different_conditions(toy: Callable[..., Graph]) -> None:
    sigma = row_of(toy().compare([HOST, DOPED]), SIGMA)
    assert not any(item.best for field in sigma.fields for item in field)
    assert sigma.note == "no two are stated under the same conditions"


def test_the_best_of_like_conditions_is_marked(toy: Callable[..., Graph]) -> None:
    sigma = row_of(toy(same_conditions).compare([HOST, DOPED]), SIGMA)
    assert [field[0].best for field in sigma.fields] == [False, True]
    assert sigma.note == "best under like conditions: none stated"


def test_a_contradicted_value_is_flagged_and_never_the_best(toy: Callable[..., Graph]) -> None:
    def contradict(folder: Path) -> None:
        same_conditions(folder)
        other = next(row for row in rows_of(folder, "measurements") if row["subject"] == HOST) | {"value": "9"}
        add_rows(folder, "measurements", other | {"where": "9.1:2"})

    sigma = row_of(toy(contradict).compare([HOST, DOPED]), SIGMA)
    assert [item.contradicted for item in sigma.fields[0]] == [True, True]
    assert not any(item.best for field in sigma.fields for item in field)
    assert sigma.note == "what is contradicted is not ranked"


def test_contradicting_claims_are_flagged(toy: Callable[..., Graph]) -> None:
    compared = toy().compare(["beeswax film", "Na3GaS3"])
    [[improved], _] = row_of(compared, "improves").fields
    assert (improved.text, improved.conditions, improved.contradicted) == (SIGMA, "warm", True)
    mitigated = {item.text: item for item in row_of(compared, "mitigates").fields[0]}
    assert not mitigated["pellet humming"].contradicted


def test_a_name_of_two_kinds_is_read_like_the_others(session_home: None) -> None:
    with Graph.open() as graph:
        beside_a_strategy = graph.compare(["alucone film", "doping"])
        beside_a_material = graph.compare(["alucone film", "Na3PS4"])
    assert beside_a_strategy.things[0].iri != beside_a_material.things[0].iri


def test_a_thing_named_twice_stands_once(toy: Callable[..., Graph]) -> None:
    assert len(toy().compare(["NGaS", HOST, "Na₃GaS₃"]).things) == 1
    assert toy().compare([]).rows == ()


def test_wrong_names_and_too_many(toy: Callable[..., Graph], session_home: None) -> None:
    graph = toy()
    with pytest.raises(NameNotFound, match="Na3XeS9"):
        graph.compare([HOST, "Na3XeS9"])
    many = ["Na3PS4", "Na3SbS4", "Na11Sn2PS12", "NaCrO2", "FeS2", "TiS2", "Na2S", "Na15Sn4", HOST]
    assert len(many) > MOST
    with pytest.raises(TooMany, match="at most 8"):
        graph.compare(many)


@pytest.mark.parametrize(
    ("items", "better", "best", "note"),
    [
        ((Item("a", number=1, unit="V"), Item("b", number=2, unit="V")), "lower", 0, "best under"),
        ((Item("a", number=2, unit="V"), Item("b", number=2, unit="V")), "higher", None, "best under"),
        ((Item("a", number=1, unit="V"), Item("b", number=2, unit="V")), "", None, "neither more nor less"),
        ((Item("a", number=1, unit="mA/g"), Item("b", number=2, unit="mA/cm2")), "higher", None, "the units"),
        ((Item("under 1", unit="V"), Item("b", number=2, unit="V")), "higher", None, "bounds and ranges"),
        (
            (Item("a", "", Evidence("x", None, None, (), stance="speculated"), 1, "V"), Item("b", number=2, unit="V")),
            "higher",
            None,
            "no two",
        ),
    ],
)
def test_what_the_best_is(items: tuple[Item, Item], better: str, best: int | None, note: str) -> None:
    row = mark_best(Row("value", "x", tuple((item,) for item in items)), better)
    assert [place for place, [item] in enumerate(row.fields) if item.best] == ([] if best is None else [best])
    assert row.note.startswith(note)


def test_two_properties_of_one_row_are_a_point(session_home: None) -> None:
    with Graph.open() as graph:
        points = graph.paired_values("ActivationEnergy", "IonicConductivity")
        cells = graph.paired_values("CycleNumber", "SpecificCapacity")
        both = graph.paired_values("SpecificCapacity", ("AverageVoltage", "VoltagePlateau"))
    assert len(points) >= 40
    assert {point.family for point in points} >= {"NaxMSy-type electrolyte", "NazM2PS12-type electrolyte"}
    assert all(point.x > 0 and point.y > 0 for point in points)
    assert any(point.contradicted for point in cells)
    assert {point.family for point in both} >= {"all-in-one cathode", "composite cathode"}
    assert len(set(cells)) == len(cells)
