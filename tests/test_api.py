"""The API of the graph, on the built graph."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import kg
from kg import Graph
from kg.api import ViewError
from kg.errors import QueryError, QueryRefused, SseKgError, StoreError
from kg.naming import NameNotFound, find, meanings, resolve
from kg.paths import PathError
from kg.store import home


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    with Graph.open() as opened:
        yield opened


def test_import_is_instant() -> None:
    script = "import sys, kg; print(sorted(m for m in sys.modules if m.startswith(('kg.', 'pyoxigraph'))))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Grahp'"):
        _ = kg.Grahp


def test_open_another_home(tmp_path: Path) -> None:
    before = os.environ["SSE_KG_HOME"]
    steps: list[str] = []
    with Graph.open(tmp_path / "other", progress=steps.append) as opened:
        assert opened.folder.parent == tmp_path / "other"
        assert opened.ask("Which cathodes were paired with Na3PS4?").status == "answered"
    assert steps
    assert os.environ["SSE_KG_HOME"] == before
    assert home() == Path(before)


def test_home_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((OSError, StoreError)):
        Graph.open(tmp_path / "file")


def test_ask_text_with_half_a_character(graph: Graph) -> None:
    assert graph.ask("Na3PS4 \ud800?").question == "Na3PS4 \ufffd?"


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "label", "reason"),
    [
        ("Na3PS4", "Na3PS4", "label"),
        ("na₃ps₄", "Na3PS4", "label"),
        ("the Na15Sn4 anode", "Na15Sn4", "label"),
        ("ionc conductivity", "ionic conductivity", "spelling"),
        ("sser:Na3PS4", "Na3PS4", "IRI"),
        ("<https://w3id.org/sse-kg/resource/Na3PS4>", "Na3PS4", "IRI"),
        ("Table 2", "Table 2", "number"),
        ("ref 53", "reference 53", "number"),
        ("section 4.1", "section 4.1", "number"),
        ("electrolyte", "electrolyte", "label"),
    ],
)
def test_find_says_why(graph: Graph, typed: str, label: str, reason: str) -> None:
    first = graph.find(typed)[0]
    assert (first.label, first.reason, first.sure) == (label, reason, True)


def test_find_a_misspelt_name(graph: Graph) -> None:
    assert graph.find("sodium dendrits")[0].label == "sodium dendrite growth"


def test_find_offers_what_is_similar(graph: Graph) -> None:
    found = graph.find("alucone on the moon")
    assert "alucone" in [one.label for one in found]
    assert not any(one.sure for one in found)


def test_a_formula_is_never_put_right(graph: Graph) -> None:
    assert not any(one.sure for one in graph.find("Na3SbS3"))


def test_find_nothing(graph: Graph) -> None:
    assert graph.find("") == graph.find("qqqqqq") == []


def test_a_thing_comes_before_its_element(graph: Graph) -> None:
    lexicon = graph._asker.lexicon
    assert [one.type for one in find("tin", lexicon)] == ["Dopant", "Element"]
    assert [one.type for one in meanings("tin", lexicon)] == ["Dopant"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "name is empty"),
        ("qqqqqq", "called 'qqqqqq'; check how it is spelled"),
        ("alucone on moon", "did you mean 'alucone'"),
        ("x" * 500, "x…'"),
    ],
)
def test_unknown_name(graph: Graph, typed: str, message: str) -> None:
    with pytest.raises(NameNotFound) as caught:
        resolve(typed, graph._asker.lexicon)
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_paths_and_their_evidence(graph: Graph) -> None:
    paths = graph.paths("alucone film", "dendrites", k=3)
    answer = graph.path("alucone film", "dendrites", k=3)
    assert answer.status == "answered"
    assert len(answer.paths) == len(paths) == 3
    assert [len(path) for path in answer.paths] == [len(path.steps) for path in paths]
    assert set(answer.paths[0][0]) == {"subject", "predicate", "object"}
    assert any(108 in one.references for one in answer.evidence)


def test_path_with_an_unknown_end(graph: Graph) -> None:
    answer = graph.path("alucone", "Na2S interfase formatio of nothing")
    assert answer.status == "not_understood"
    assert not answer.paths
    with pytest.raises(NameNotFound):
        graph.paths("qqqqqq", "alucone")


def test_path_without_an_end(graph: Graph) -> None:
    with pytest.raises(PathError, match="same thing"):
        graph.path("Na3PS4", "Na₃PS₄")


# ── queries ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_select_is_a_frame(graph: Graph) -> None:
    frame = graph.sparql("SELECT ?m ?v ?none { ?m sse:value ?v } ORDER BY ?m", max_rows=5)
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["m", "v", "none"]
    assert len(frame) == 5
    assert frame.attrs["truncated"]
    assert pd.api.types.is_numeric_dtype(frame["v"])
    assert frame["none"].isna().all()


def test_ask_is_a_bool(graph: Graph) -> None:
    assert graph.sparql("ASK { sser:Na3PS4 a sse:SolidElectrolyte }") is True
    assert graph.sparql("ASK { sser:Na3PS4 a sse:Cell }") is False


def test_construct_is_a_frame_of_triples(graph: Graph) -> None:
    frame = graph.sparql("CONSTRUCT WHERE { ?s sse:mitigates ?o }")
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["subject", "predicate", "object"]
    assert len(frame) > 20
    assert set(frame["predicate"]) == {"https://w3id.org/sse-kg/ontology#mitigates"}


def test_an_empty_select_has_its_columns(graph: Graph) -> None:
    frame = graph.sparql("SELECT ?x { ?x a sse:Nothing }")
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["x"]
    assert frame.empty


def test_literals_become_values(graph: Graph) -> None:
    query = 'SELECT (3 AS ?i) (2.5 AS ?d) (true AS ?b) ("x" AS ?s) ("n"^^xsd:integer AS ?broken) {}'
    frame = graph.sparql(query)
    assert isinstance(frame, pd.DataFrame)
    assert frame.iloc[0].tolist() == [3, 2.5, True, "x", "n"]


def test_hostile_and_broken_queries(graph: Graph) -> None:
    with pytest.raises(QueryRefused):
        graph.sparql("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }")
    with pytest.raises(QueryError):
        graph.sparql("SELECT nonsense {")


def test_query_after_close_starts_again(graph: Graph) -> None:
    graph.query("ASK {}")
    graph.close()
    assert graph.query("ASK {}").boolean


# ── views ────────────────────────────────────────────────────────────────────────────────────────────────────────────

VIEWS = [
    "whole",
    "thing:alucone",
    "answer:strategies mitigating Na2S interphase",
    "path:alucone..dendrites",
    "construct:CONSTRUCT WHERE { ?s sse:mitigates ?o } LIMIT 5",
]


@pytest.mark.parametrize("name", VIEWS)
def test_views(graph: Graph, name: str) -> None:
    view = graph.view(name)
    assert view.nodes
    assert view.edges
    assert view.quads


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "is no view"),
        ("half", "is no view"),
        ("thing:", "is no view"),
        ("thing:qqqqqq", "nothing called"),
        ("answer:who won the cup", "nothing to show"),
        ("path:alucone", "names one thing"),
        ("path:Table 2..ref 53", "no path"),
        ("construct:ASK {}", "CONSTRUCT or DESCRIBE"),
        ("construct:SELECT * { ?s ?p ?o }", "CONSTRUCT or DESCRIBE"),
    ],
)
def test_no_views(graph: Graph, name: str, message: str) -> None:
    with pytest.raises(SseKgError, match=message):
        graph.view(name)


def test_view_error_is_one_line(graph: Graph) -> None:
    with pytest.raises(ViewError) as caught:
        graph.view("x" * 1000)
    assert len(str(caught.value)) < 200


def test_to_networkx(graph: Graph) -> None:
    made = graph.to_networkx(graph.view("path:alucone..dendrites"))
    assert isinstance(made, nx.MultiDiGraph)
    assert nx.is_weakly_connected(made)
    assert graph.to_networkx().number_of_nodes() > 500


def test_export_of_a_view(graph: Graph, tmp_path: Path) -> None:
    view = graph.view("thing:alucone")
    [file] = graph.export(view, "graphml", tmp_path / "alucone.graphml")
    assert nx.read_graphml(file).number_of_nodes() == len(view.nodes)


def test_validate_reports() -> None:
    report = Graph.validate()
    assert report.findings
