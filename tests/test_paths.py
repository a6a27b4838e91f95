"""Explanation paths on a small real graph: their words, their order, what they avoid."""

from itertools import pairwise

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_views import small_store

from kg.export_facts import UnknownThing
from kg.names import RDF, RDFS, resource, term
from kg.paths import Path, PathError, find_paths, say
from kg.store import GraphStore
from kg.views import of_triples, whole


def paths(start: str, end: str, k: int = 5, max_length: int = 4) -> list[Path]:
    return find_paths(small_store(), resource(start), resource(end), k, max_length)


def test_the_facts_come_before_what_is_inferred_from_them() -> None:
    first, *others = paths("alucone-film", "Na2S-interphase")
    assert say(first) == (
        "alucone film on Na mitigates side reaction of Na [108]; "
        "side reaction of Na manifests as Na2S interphase formation [92]"
    )
    inferred = [path for path in others if len(path.steps) == 1]
    assert [say(path) for path in inferred] == [
        "alucone film on Na mitigates Na2S interphase formation (inferred) [108]"
    ]


def test_steps_are_said_in_the_direction_of_their_claims() -> None:
    (path, *_) = paths("Na2S-interphase", "alucone-film")
    assert path.things[0].label == "Na2S interphase formation"
    assert [step.forward for step in path.steps] == [False, False]
    assert say(path) == (
        "side reaction of Na manifests as Na2S interphase formation [92]; "
        "alucone film on Na mitigates side reaction of Na [108]"
    )
    step = path.steps[1]
    assert (step.subject, step.predicate, step.object) == ("alucone film on Na", "mitigates", "side reaction of Na")
    assert (step.references, step.stance, step.status) == ((108,), "asserted", "curated")


def test_hedges_and_disputes_are_said() -> None:
    assert say(paths("coating", "Na2S-interphase")[0]) == (
        "surface coating mitigates Na2S interphase formation, possibly [53]"
    )
    assert (
        say(paths("side-reaction", "dendrites")[0]) == "side reaction of Na causes dendrite growth (also denied) [92]"
    )


def test_a_mechanism_comes_before_a_hub() -> None:
    """Two ways of two stated facts from way to target: a mechanism of few facts, and a hub of many."""
    facts = [("a", "rare"), ("rare", "b"), ("a", "hub"), ("hub", "b"), *((f"x{n}", "hub") for n in range(30))]
    store = _graph(facts)
    found = find_paths(store, resource("a"), resource("b"))
    assert [path.things[1].iri for path in found] == [resource("rare"), resource("hub")]


def test_shortest_first_and_no_more_than_asked() -> None:
    assert len(paths("NPSO", "NaCrO2", k=3, max_length=6)) == 3
    every = paths("alucone-film", "Na2S-interphase", k=50)
    costs = [path.cost for path in every]
    assert costs == sorted(costs)
    assert len({tuple(node.iri for node in path.things) for path in every}) == len(every)
    assert paths("alucone-film", "Na2S-interphase", k=1) == every[:1]
    assert every == paths("alucone-film", "Na2S-interphase", k=50)


def test_a_path_chains_and_never_meets_itself() -> None:
    for path in paths("alucone-film", "dendrites", k=50):
        things = [node.iri for node in path.things]
        assert len(set(things)) == len(things) == len(path.steps) + 1
        for (one, other), step in zip(pairwise(things), path.steps, strict=True):
            ends = (step.edge.subject, step.edge.object)
            assert ends == ((one, other) if step.forward else (other, one))


def test_all_paths_of_networkx_are_found() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((edge.subject, edge.object) for edge in whole(small_store()).edges)
    for start, end in (("alucone-film", "Na2S-interphase"), ("coating", "NPSO"), ("NaCrO2", "side-reaction")):
        expected = nx.all_simple_paths(graph, resource(start), resource(end), cutoff=4)
        found = [tuple(node.iri for node in path.things) for path in paths(start, end, k=10_000)]
        assert set(found) == {tuple(way) for way in expected}


def test_a_denied_claim_is_no_step() -> None:
    for path in paths("coating", "dendrites", k=100):
        assert all(step.stance != "denied" for step in path.steps)
        assert len(path.steps) > 1


def test_values_and_elements_link_too() -> None:
    (path,) = find_paths(small_store(), resource("NPSO"), term("IonicConductivity"), 1)
    assert say(path) == (
        "Na3PS3.85O0.15 has ionic conductivity about 0.27 mS/cm [53]; about 0.27 mS/cm is a value of ionic conductivity"
    )


def test_no_path_is_an_empty_list() -> None:
    assert paths("alucone-film", "lonely") == []
    assert paths("alucone-film", "NaCrO2", max_length=1) == []


def test_senseless_questions_are_errors() -> None:
    with pytest.raises(PathError, match="same thing"):
        paths("coating", "coating")
    with pytest.raises(UnknownThing, match="nothing called"):
        paths("coating", "nowhere")
    with pytest.raises(UnknownThing):
        find_paths(small_store(), "no IRI", resource("coating"))
    with pytest.raises(PathError, match="1 or more"):
        paths("coating", "Na", k=0)
    with pytest.raises(PathError, match="1 or more"):
        paths("coating", "Na", max_length=0)


def test_a_path_becomes_a_view() -> None:
    (path, *_) = paths("alucone-film", "Na2S-interphase")
    view = of_triples(small_store(), path.triples())
    assert {node.iri for node in view.nodes} == {node.iri for node in path.things}
    assert set(view.edges) == {step.edge for step in path.steps}


def _graph(facts: list[tuple[str, str]]) -> GraphStore:
    """Things that cause one another, each fact with a claim."""
    store = ox.Store()
    graph = ox.NamedNode("urn:test:graph")
    thing, cause = ox.NamedNode(term("Concept")), ox.NamedNode(term("causes"))
    top, below = ox.NamedNode(term("Thing")), ox.NamedNode(f"{RDFS}subClassOf")
    store.add(ox.Quad(thing, below, top, graph))
    for number, (one, other) in enumerate(facts):
        ends = [ox.NamedNode(resource(name)) for name in (one, other)]
        claim = ox.NamedNode(resource(f"claim-{number}"))
        store.extend(ox.Quad(end, ox.NamedNode(f"{RDF}type"), thing, graph) for end in ends)
        store.add(ox.Quad(ends[0], cause, ends[1], graph))
        for part, value in (("subject", ends[0]), ("predicate", cause), ("object", ends[1])):
            store.add(ox.Quad(claim, ox.NamedNode(f"{RDF}{part}"), value, graph))
        for part, text in (("stance", "asserted"), ("status", "curated")):
            store.add(ox.Quad(claim, ox.NamedNode(term(part)), ox.Literal(text), graph))
    return GraphStore(store)


names = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=16, unique=True))
def test_any_graph_gives_the_paths_of_networkx(facts: list[tuple[str, str]]) -> None:
    graph: nx.Graph[str] = nx.Graph(facts)
    start, end = facts[0][0], facts[-1][1]
    if start == end:
        return
    found = find_paths(_graph(facts), resource(start), resource(end), k=1000, max_length=3)
    expected = {tuple(way) for way in nx.all_simple_paths(graph, start, end, cutoff=3)}
    assert {tuple(node.label for node in path.things) for path in found} == expected
    lengths = [len(path.steps) for path in found]
    assert lengths == sorted(lengths)
