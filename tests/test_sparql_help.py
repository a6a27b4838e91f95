"""Help with SPARQL: every example finds something, every word's pattern runs, results become plain tables."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.api import Graph
from kg.errors import QueryError
from kg.guard import QueryKind
from kg.names import PREFIXES, SSER
from kg.results import QueryResult
from kg.results_table import plain_table
from kg.sparql_help import Example, examples, insert, pointed, with_prefixes, words_of
from kg.vocabulary import read_vocabulary

WORDS = words_of(read_vocabulary())


@pytest.fixture(scope="module")
def graph(session_home: None) -> Iterator[Graph]:
    with Graph.open() as graph:
        yield graph


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.title)
def test_every_example_finds_something(graph: Graph, example: Example) -> None:
    result = graph.query(example.text)
    assert result.rows or result.triples or result.boolean


def test_there_are_examples_of_each_kind() -> None:
    assert len(examples()) == len({one.title for one in examples()}) == 14
    assert {one.text.split()[0] for one in examples()} == {"SELECT", "CONSTRUCT", "ASK"}


def test_every_pattern_runs(graph: Graph) -> None:
    assert len(WORDS) >= 200
    assert {word.kind for word in WORDS} == {"class", "relation", "property"}
    assert all(word.definition and word.label for word in WORDS)
    for start in range(0, len(WORDS), 20):
        for word in WORDS[start : start + 20]:
            graph.query(insert("", word.pattern).replace("LIMIT 100", "LIMIT 1"))


def test_a_pattern_goes_into_any_query(graph: Graph) -> None:
    pattern = "?solvent a sse:Solvent ."
    for query in ("", "SELECT * { ?a sse:forms ?b }", "SELECT * { ?a sse:forms ?b . } LIMIT 3", "ASK {}"):
        graph.query(insert(query, pattern))
    assert insert("SELECT", pattern) == f"SELECT\n{pattern}"


def test_prefixes_are_written_out_once(graph: Graph) -> None:
    query = (
        "PREFIX sse: <https://w3id.org/sse-kg/ontology#>\nSELECT * { ?s sse:forms ?o ; rdfs:label 'skos:x' } # owl:x"
    )
    written = with_prefixes(query)
    assert written == f"PREFIX rdfs: <{PREFIXES['rdfs']}>\n{query}"
    assert with_prefixes(written) == written
    for example in examples():
        ox.Store().query(with_prefixes(example.text))  # parses without help


def test_the_place_of_an_error_is_marked(graph: Graph) -> None:
    query = "SELECT ?l {\n  ?s rdfs:label }"
    with pytest.raises(QueryError) as error:
        graph.query(query)
    shown = pointed(query, error.value.line or 0, error.value.column).splitlines()
    assert shown[1][len(shown[2]) - 1] == "}"


def test_a_result_becomes_a_plain_table() -> None:
    double = ox.NamedNode("http://www.w3.org/2001/XMLSchema#double")
    rows = (
        (ox.NamedNode(f"{SSER}Na3PS4"), ox.Literal("0.2", datatype=double), ox.Literal("1", datatype=double)),
        (ox.BlankNode("x"), None, ox.Literal("much", datatype=double)),
    )
    table = plain_table(QueryResult(QueryKind.SELECT, ("thing", "value", "odd"), rows), PREFIXES)
    assert table.rows == (("sser:Na3PS4", 0.2, 1.0), ("_:x", None, "much"))
    assert table.numeric == (1,)
    triple = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c"))
    graph_table = plain_table(QueryResult(QueryKind.CONSTRUCT, triples=(triple,)), PREFIXES)
    assert (graph_table.columns[0], graph_table.rows) == ("subject", (("urn:a", "urn:b", "c"),))
    assert plain_table(QueryResult(QueryKind.ASK, boolean=True), PREFIXES).columns == ()
