"""How things of the tables become nodes and quads: what the makers of the graph share."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.model import Curated, Paper
from kg.names import CURATED, RDF, RDFS, SKOS, XSD, resource, term
from kg.vocabulary import Vocabulary

Node = ox.NamedNode | ox.Literal
TYPE, LABEL, ALT, DEFINITION = f"{RDF}type", f"{RDFS}label", f"{SKOS}altLabel", f"{SKOS}definition"


class Quads:
    """Writes quads about the things of the tables, in the words of the ontology."""

    def __init__(self, curated: Curated, words: Vocabulary) -> None:
        self.curated, self.words = curated, words
        self._labels = {entity.id: entity.label for entity in curated.entities.values()}
        self._labels |= {cell.id: cell.label for cell in curated.cells}
        self._labels |= {name: prop.label for name, prop in words.properties.items()}

    def name(self, identifier: str) -> str:
        """The label of a thing or a property."""
        return self._labels.get(identifier, identifier)

    def iri(self, identifier: str) -> ox.NamedNode:
        """The node of a thing of the tables, or of a property of the ontology."""
        return ox.NamedNode(term(identifier) if identifier in self.words.properties else resource(identifier))

    def quad(self, subject: ox.NamedNode, predicate: str, value: Node, graph: str = CURATED) -> ox.Quad:
        """One triple in one of the named graphs."""
        return ox.Quad(subject, ox.NamedNode(predicate), value, ox.NamedNode(graph))

    def texts(self, subject: ox.NamedNode, predicate: str, *texts: str, graph: str = CURATED) -> Iterator[ox.Quad]:
        """One triple for each text that is not empty."""
        for text in texts:
            if text:
                yield self.quad(subject, predicate, ox.Literal(text), graph)

    def typed(self, subject: ox.NamedNode, *classes: str, graph: str = CURATED) -> Iterator[ox.Quad]:
        """Types with every class above them: class paths are where engines are slow."""
        for name in sorted({up for cls in classes for up in self.words.ancestors(cls)}):
            yield self.quad(subject, TYPE, ox.NamedNode(term(name)), graph)


def double(value: float) -> ox.Literal:
    """A number as xsd:double, with every digit that it has."""
    return ox.Literal(repr(float(value)), datatype=ox.NamedNode(f"{XSD}double"))


def paper_iri(paper: Paper) -> ox.NamedNode:
    """The node of a paper that was read: its DOI where it has one.

    >>> paper_iri(Paper("toy-2027", "Toy", "10.1000/a<b>")).value
    'https://doi.org/10.1000/a%3Cb%3E'
    """
    return ox.NamedNode(paper.address or resource(f"paper-{paper.id}"))
