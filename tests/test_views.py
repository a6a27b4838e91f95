"""A small real graph, and the views of it."""

import subprocess
import sys
from functools import cache

import pyoxigraph as ox
import pytest

from kg.export_facts import UnknownThing
from kg.graph import build_quads
from kg.model import Cell, Curated, Entity, Measurement, Place, Reference, Sentence, Source, Statement
from kg.names import RDF, RDFS, resource, term
from kg.store import GraphStore
from kg.views import Edge, View, neighbourhood, of_triples, to_networkx, whole
from kg.vocabulary import ontology_files, ontology_quads, read_vocabulary

HUB = "sulfide-SE"


def _entities() -> list[Entity]:
    material, strategy, failure = ("materials", "strategies", "failure_mechanisms")
    return [
        Entity("Na3PS4", "Na3PS4", ("NaxMSyElectrolyte",), ("NPS",), formula="Na3PS4", kind=material),
        Entity(HUB, "sulfide solid electrolyte", ("SulfideElectrolyte",), kind=material),
        Entity("NPSO", "Na3PS3.85O0.15", ("SulfideElectrolyte",), formula="Na3PS3.85O0.15", kind=material),
        Entity("Na", "Na", ("MetalAnode",), formula="Na", kind=material),
        Entity("NaCrO2", "NaCrO2", ("OxideCathode",), formula="NaCrO2", kind=material),
        Entity("alucone-film", "alucone film on Na", ("ArtificialSEI",), broader=("artificial-SEI",), kind=strategy),
        Entity("artificial-SEI", "artificial SEI", ("ArtificialSEI",), kind=strategy),
        Entity("coating", "surface coating", ("SurfaceCoating",), kind=strategy),
        *(Entity(f"way-{n}", f"way {n}", ("Strategy",), kind=strategy) for n in range(6)),
        Entity("side-reaction", "side reaction of Na", ("AnodeInterfaceFailure",), kind=failure),
        Entity("Na2S-interphase", "Na2S interphase formation", ("AnodeInterfaceFailure",), kind=failure),
        Entity("dendrites", "dendrite growth", ("DendriteGrowth",), kind=failure),
        Entity("lonely", "a failure nobody speaks of", ("FailureMechanism",), kind=failure),
    ]


def _source(*references: int, stance: str = "asserted") -> Source:
    return Source((Place(section="4.3.1", sentence=1),), references, stance=stance)


def _statements() -> list[Statement]:
    return [
        Statement("alucone-film", "mitigates", "side-reaction", _source(108)),
        Statement("alucone-film", "appliesTo", HUB, _source(108)),
        Statement("side-reaction", "manifestsAs", "Na2S-interphase", _source(92)),
        Statement("coating", "mitigates", "Na2S-interphase", _source(53, stance="hedged")),
        Statement("coating", "appliesTo", HUB, _source(53)),
        Statement("coating", "mitigates", "dendrites", _source(53, stance="denied")),
        Statement("side-reaction", "causes", "dendrites", _source(92)),
        Statement("side-reaction", "causes", "dendrites", _source(108, stance="denied"), condition="at 60 °C"),
        Statement(HUB, "causes", "Na2S-interphase", _source(92)),
        *(Statement(f"way-{n}", "appliesTo", HUB, _source(92)) for n in range(6)),
    ]


@cache
def small_graph() -> tuple[ox.Quad, ...]:
    """The quads of a hand-made graph: a remedy, what it remedies, a hub, a cell, values, denials."""
    curated = Curated(
        entities={entity.id: entity for entity in _entities()},
        statements=tuple(_statements()),
        measurements=(
            Measurement("Na3PS4", "IonicConductivity", "=", 0.2, "mS/cm", _source(92)),
            Measurement("NPSO", "IonicConductivity", "~", 0.27, "mS/cm", _source(53), conditions=(("cycle", "50"),)),
        ),
        cells=(Cell("T4-01", "NaCrO2 | Na3PS4 | Na", "NaCrO2", ("Na3PS4",), (), "Na", _source(108)),),
        references={n: Reference(n, ("A. Author", "B. Other"), "J. Test", 2020) for n in (53, 92, 108)},
        sections={"4.3.1": "Artificial SEI"},
        sentences=(Sentence("4.3.1", 1, 1, "x"),),
    )
    return tuple(build_quads(curated, read_vocabulary(), ontology_quads(ontology_files())))


@cache
def small_store() -> GraphStore:
    store = ox.Store()
    store.extend(small_graph())
    return GraphStore(store)


def edge_of(view: View, subject: str, predicate: str, value: str) -> Edge:
    ends = resource(subject), resource(value)
    (found,) = [e for e in view.edges if (e.subject, e.object) == ends and e.predicate == predicate]
    return found


def labels(view: View) -> set[str]:
    return {node.label for node in view.nodes}


def test_whole_holds_things_and_no_bookkeeping() -> None:
    view = whole(small_store())
    kinds = {node.kind for node in view.nodes}
    assert {"Material", "Strategy", "FailureMechanism", "Cell", "Measurement", "Property", "Element"} <= kinds
    assert not kinds & {"Claim", "Section", "Sentence", "Condition", "Review", "Class", ""}
    assert "a failure nobody speaks of" in labels(view)  # a thing without an edge is a thing
    ends = {end for edge in view.edges for end in (edge.subject, edge.object)}
    assert ends <= {node.iri for node in view.nodes}
    assert view == whole(small_store())
    assert list(view.nodes) == sorted(view.nodes, key=lambda node: (node.iri.lower(), node.iri))


def test_claims_are_folded_into_edges() -> None:
    view = whole(small_store())
    edge = edge_of(view, "alucone-film", "mitigates", "side-reaction")
    assert (edge.label, edge.references, edge.stance, edge.status) == ("mitigates", (108,), "asserted", "curated")
    assert edge.statements == ("alucone film on Na mitigates side reaction of Na",)
    assert edge_of(view, "alucone-film", "mitigates", "Na2S-interphase").status == "inferred"
    assert edge_of(view, "alucone-film", "broader", "artificial-SEI").status == ""
    assert edge_of(view, "side-reaction", "causes", "dendrites").disputed


def test_a_denied_statement_is_no_edge() -> None:
    view = whole(small_store())
    assert not [e for e in view.edges if (e.subject, e.object) == (resource("coating"), resource("dendrites"))]
    asked = of_triples(small_store(), [(resource("coating"), "mitigates", resource("dendrites"))])
    assert (asked.edges[0].stance, asked.edges[0].label) == ("denied", "denied: mitigates")


def test_a_value_is_a_node_and_its_edge_names_the_property() -> None:
    view = neighbourhood(small_store(), resource("NPSO"))
    (value,) = [node for node in view.nodes if node.kind == "Measurement"]
    assert value.label == "about 0.27 mS/cm"
    assert ("condition text", "cycle 50") in value.details
    (edge,) = [edge for edge in view.edges if edge.object == value.iri]
    assert (edge.label, edge.predicate, edge.references) == ("ionic conductivity", "hasMeasurement", (53,))


def test_neighbourhood_grows_with_hops() -> None:
    near = neighbourhood(small_store(), resource("alucone-film"), 1)
    far = neighbourhood(small_store(), resource("alucone-film"), 2)
    assert {"side reaction of Na", "artificial SEI", "sulfide solid electrolyte"} <= labels(near)
    assert "way 1" not in labels(near)
    assert labels(near) < labels(far)
    assert "way 1" in labels(far)
    assert near.title == "alucone film on Na"


def test_neighbourhood_of_a_property_says_whose_the_values_are() -> None:
    view = neighbourhood(small_store(), term("IonicConductivity"))
    assert {"0.2 mS/cm", "about 0.27 mS/cm", "Na3PS4", "Na3PS3.85O0.15"} <= labels(view)


def test_neighbourhood_of_a_reference_is_what_rests_on_it() -> None:
    view = neighbourhood(small_store(), resource("ref-108"))
    assert edge_of(view, "alucone-film", "mitigates", "side-reaction")
    assert "surface coating" not in labels(view)


def test_a_hub_is_cut_to_size_and_says_so() -> None:
    view = neighbourhood(small_store(), resource(HUB), most=5)
    assert len(view.nodes) == 5
    assert view.left_out > 0
    assert "sulfide solid electrolyte" in labels(view)
    assert view.left_out + 5 == len(neighbourhood(small_store(), resource(HUB)).nodes)


@pytest.mark.parametrize("iri", [resource("nothing"), "not an IRI", "", 'urn:x> } DROP ALL #"'])
def test_an_unknown_thing_is_an_error_that_names_it(iri: str) -> None:
    with pytest.raises(UnknownThing, match="nothing called"):
        neighbourhood(small_store(), iri)


def test_a_constructed_graph_becomes_a_view() -> None:
    own = ox.NamedNode("urn:test#mine")
    result = [
        ox.Triple(own, ox.NamedNode(f"{RDFS}label"), ox.Literal("my thing")),
        ox.Triple(own, ox.NamedNode("urn:test#amount"), ox.Literal("3")),
        ox.Triple(own, ox.NamedNode("urn:test#looksLike"), ox.NamedNode(resource("Na3PS4"))),
        ox.Triple(own, ox.NamedNode(f"{RDF}type"), ox.NamedNode(term("Material"))),
        ox.Triple(ox.BlankNode("b"), ox.NamedNode("urn:test#looksLike"), own),
    ]
    view = of_triples(small_store(), result, title="mine")
    nodes = {node.label: node for node in view.nodes}
    assert nodes["my thing"].kind == "Material"
    assert ("amount", "3") in nodes["my thing"].details
    assert nodes["Na3PS4"].classes[0] == "NaxMSyElectrolyte"
    assert {edge.label for edge in view.edges} == {"looks like"}
    assert len(view.edges) == 2


def test_networkx_gets_strings_only() -> None:
    graph = to_networkx(whole(small_store()))
    texts = [value for _, data in graph.nodes(data=True) for value in data.values()]
    texts += [value for _, _, data in graph.edges(data=True) for value in data.values()]
    assert texts
    assert all(isinstance(text, str) for text in texts)
    keys = [key for _, _, key in graph.edges(keys=True)]
    assert len(keys) == len(set(keys)) == len(whole(small_store()).edges)


def test_the_rdf_behind_a_view_is_that_of_the_store() -> None:
    quads = set(neighbourhood(small_store(), resource("alucone-film")).quads)
    assert quads < set(small_store().quads())
    predicates = {quad.predicate.value for quad in quads}
    assert {f"{RDF}subject", f"{RDFS}label", term("cites"), term("mitigates")} <= predicates


def test_a_store_with_only_a_default_graph_reads_the_same() -> None:
    flat = ox.Store()
    flat.extend(ox.Quad(*quad.triple) for quad in small_graph())
    for iri in (resource("alucone-film"), resource("NPSO"), resource("ref-108")):
        one, other = neighbourhood(GraphStore(flat), iri), neighbourhood(small_store(), iri)
        assert (one.nodes, one.edges) == (other.nodes, other.edges)


def test_looking_loads_no_heavy_library() -> None:
    code = "import sys, kg.views, kg.paths, kg.export, kg.drawing; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"networkx", "numpy", "rdflib", "bokeh", "matplotlib", "pandas", "lxml"} & set(loaded)
