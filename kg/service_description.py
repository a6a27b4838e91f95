"""What the endpoint can do, in the words of SPARQL 1.1 Service Description."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.names import CURATED, EXTRACTED, FORMATS, INFERRED, RDF, SERVICE_DESCRIPTION, VOCABULARY

_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def describe(address: str) -> list[ox.Triple]:
    """The description of an endpoint at an address: its language, formats, features and graphs.

    >>> print(describe("http://127.0.0.1:7878/sparql")[1])
    _:service <...#endpoint> <http://127.0.0.1:7878/sparql>
    """
    return list(_describe(ox.NamedNode(address)))


def _describe(endpoint: ox.NamedNode) -> Iterator[ox.Triple]:
    service, dataset = ox.BlankNode("service"), ox.BlankNode("dataset")
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), endpoint)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in _RESULTS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(FORMATS + name))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    for graph in (CURATED, EXTRACTED, INFERRED, VOCABULARY):
        named = ox.BlankNode(graph.rsplit("/", 1)[-1])
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), ox.NamedNode(graph))


_TYPE = ox.NamedNode(f"{RDF}type")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SERVICE_DESCRIPTION + name)
