"""Gaps: what the graph has claims on and what not, folded by classes, on data that is small enough to count by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from toy import add_rows, toy_folder

from kg.api import Graph
from kg.gaps import PLANS, NoSuchMatrix, Spot

CLAIM = {"aspect": "", "condition": "", "stance": "asserted", "by": "", "refs": "169", "dispute": "", "note": ""}


@pytest.fixture
def graph(toy_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    folder = toy_folder(tmp_path)
    for relation in ("causes", "mitigates"):
        shedding = {"subject": "beeswax-film", "predicate": relation, "object": "dust-shedding", "where": "9.2:1"}
        add_rows(folder, "claims", CLAIM | shedding)
    monkeypatch.setenv("SSE_KG_DATA", str(folder))
    with Graph.open() as graph:
        yield graph


def spot(graph: Graph, row: str, column: str, *opened: str) -> Spot:
    found = graph.gaps("strategy", "failure", opened).spot(row, column)
    assert found is not None
    return found


WAX = ("InterfaceEngineering", "SurfaceCoating")
FAILURES = ("MechanicalFailure", "AcousticFailure", "DendriteGrowth")


def test_a_pair_counts_its_claims(graph: Graph) -> None:
    humming = spot(graph, "beeswax-film", "pellet-humming", *WAX, *FAILURES)
    assert (humming.count, humming.opposing, humming.contradicted, humming.state) == (1, 0, 0, "stated")
    denied = spot(graph, "beeswax-film", "dendrite-growth", *WAX, *FAILURES)
    assert (denied.count, denied.opposing, denied.state) == (1, 1, "opposed")
    both = spot(graph, "beeswax-film", "dust-shedding", *WAX, *FAILURES)
    assert (both.count, both.contradicted, both.state) == (2, 2, "contradicted")


def test_a_pair_without_a_claim_is_none_and_says_what_lies_beside(graph: Graph) -> None:
    matrix = graph.gaps("strategy", "failure", (*WAX, *FAILURES))
    empty = matrix.spot("beeswax-film", "H2S-release") or matrix.spot("beeswax-film", "AirInstability")
    assert empty is not None
    assert (empty.state, empty.claims) == ("none", ())
    row, column = matrix.known_beside(empty)
    assert {"pellet-humming", "dust-shedding"} <= {one.column.id for one in row}
    assert all(one.row.id != "beeswax-film" for one in column)


def test_a_class_holds_what_is_in_it_and_opens(graph: Graph) -> None:
    folded = graph.gaps("strategy", "failure", ())
    assert all(line.opens and line.depth == 0 for line in (*folded.rows, *folded.columns))
    opened = graph.gaps("strategy", "failure", FAILURES)
    acoustic = next(line for line in opened.columns if line.id == "AcousticFailure")
    assert (acoustic.depth, acoustic.members) == (1, {"acoustic-trouble", "pellet-humming"})
    assert [line.id for line in opened.columns if line.depth == 2 and line.id in acoustic.members]
    whole, parts = spot(graph, "beeswax-film", "MechanicalFailure", *WAX, *FAILURES), 0
    for name in opened.columns:
        if name.depth and not name.opens and name.id in whole.column.members:
            parts += spot(graph, "beeswax-film", name.id, *WAX, *FAILURES).count
    assert whole.count == parts == 3


def test_a_cell_pairs_its_cathode_with_its_electrolyte(graph: Graph) -> None:
    every = [line.id for lines in graph.gaps("cathode", "electrolyte", ()).foldable for line in lines]
    found = graph.gaps("cathode", "electrolyte", every).spot("NaCrO2", "Na3GaS3")
    assert found is not None
    assert (found.count, found.state) == (1, "stated")


@pytest.mark.parametrize("kinds", PLANS)
def test_every_line_stands_once_and_by_a_name_of_its_own(session_home: None, kinds: tuple[str, str]) -> None:
    with Graph.open() as graph:
        folded = graph.gaps(*kinds, ())
        matrix = graph.gaps(*kinds, [line.id for lines in folded.foldable for line in lines])
    for lines in (matrix.rows, matrix.columns):
        titles = [line.title for line in lines]
        assert len(set(titles)) == len(titles), [title for title in titles if titles.count(title) > 1]
        assert lines
    assert len(matrix.spots) == len(matrix.rows) * len(matrix.columns)
    assert {one.state for one in matrix.spots} >= {"none", "stated"}


def test_other_kinds_have_no_matrix(graph: Graph) -> None:
    with pytest.raises(NoSuchMatrix, match="strategy and failure, cathode and electrolyte"):
        graph.gaps("strategy", "weather")
