"""Curated rows + ontology -> quads: plain triples that are easy to query, and a claim node behind every one of them."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.elements import elements
from kg.graph_facts import Facts, claim_id, fact_id, measurement_id
from kg.inference import elements_of
from kg.model import Cell, Curated, Entity, Reference
from kg.names import DCTERMS, INFERRED, REVIEW_DOI, REVIEW_IRI, VOCABULARY, term
from kg.quads import ALT, DEFINITION, LABEL, Quads, paper_iri
from kg.vocabulary import Vocabulary

__all__ = ["build_quads", "claim_id", "fact_id", "measurement_id"]


def build_quads(curated: Curated, words: Vocabulary, ontology: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Every quad of the graph, sorted and each once, so that the same input gives the same bytes."""
    quads = {*Things(curated, words).quads(), *Facts(curated, words).quads(), *_vocabulary(ontology)}
    return sorted(quads, key=str)


def _vocabulary(ontology: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The ontology in its named graph; its blank nodes get names that depend on nothing but what they say."""
    named = ox.Dataset(ontology)
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in named:
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(VOCABULARY))


class Things(Quads):
    """The quads of everything that has a name: the review and its parts, entities, references, cells."""

    def quads(self) -> Iterator[ox.Quad]:
        """One kind of row after another."""
        yield from self._review()
        yield from self._papers()
        yield from self._sections()
        yield from self._tables()
        yield from self._sentences()
        yield from self._elements()
        for entity in self.curated.entities.values():
            yield from self._entity(entity)
        for reference in self.curated.references.values():
            yield from self._reference(reference)
        for cell in self.curated.cells:
            yield from self._cell(cell)
        yield from self._broader_closure()

    def _review(self) -> Iterator[ox.Quad]:
        review = ox.NamedNode(REVIEW_IRI)
        yield from self.typed(review, "Review")
        yield from self.texts(review, LABEL, "Chen et al., Chem. Sci. 2026")

    def _papers(self) -> Iterator[ox.Quad]:
        """Papers beside the review from which facts were accepted."""
        for paper in self.curated.papers.values():
            if paper.doi != REVIEW_DOI:
                node = paper_iri(paper)
                yield from self.typed(node, "SourcePaper")
                yield from self.texts(node, LABEL, paper.title)
                yield from self.texts(node, ALT, paper.id)
                yield from self.texts(node, term("doi"), paper.doi)
                if paper.year:
                    yield self.quad(node, term("year"), ox.Literal(paper.year))

    def _sections(self) -> Iterator[ox.Quad]:
        for number, title in self.curated.sections.items():
            node = self.iri(f"section-{number}")
            yield from self.typed(node, "Section")
            yield from self.texts(node, LABEL, f"{number} {title}")
            yield from self.texts(node, ALT, title)
            yield from self.texts(node, term("number"), number)
            yield self.quad(node, f"{DCTERMS}isPartOf", ox.NamedNode(REVIEW_IRI))

    def _tables(self) -> Iterator[ox.Quad]:
        for table, title in self.curated.tables.items():
            node = self.iri(f"table-{table}")
            yield from self.typed(node, "SourceTable")
            yield from self.texts(node, LABEL, f"Table {table}")
            yield from self.texts(node, DEFINITION, title)
            yield from self.texts(node, term("number"), str(table))
            yield self.quad(node, f"{DCTERMS}isPartOf", ox.NamedNode(REVIEW_IRI))

    def _sentences(self) -> Iterator[ox.Quad]:
        for sentence in self.curated.sentences:
            node = self.iri(f"sentence-{sentence.section}-{sentence.number}")
            yield from self.typed(node, "Sentence")
            yield from self.texts(node, LABEL, f"section {sentence.section}, sentence {sentence.number}")
            yield from self.texts(node, term("sentenceNumber"), f"{sentence.section}:{sentence.number}")
            yield from self.texts(node, term("fingerprint"), sentence.fingerprint)
            yield self.quad(node, f"{DCTERMS}isPartOf", self.iri(f"section-{sentence.section}"))

    def _elements(self) -> Iterator[ox.Quad]:
        """The elements that occur in formulae or as dopants."""
        entities = self.curated.entities
        used = {symbol for entity in entities.values() for symbol in elements_of(entity, entities)}
        for symbol in sorted(used):
            element = elements()[symbol]
            node = self.iri(f"element-{symbol}")
            yield from self.typed(node, "Element")
            yield from self.texts(node, LABEL, element.name)
            yield from self.texts(node, ALT, symbol, *element.aliases)
            yield from self.texts(node, term("elementSymbol"), symbol)
            yield from self.texts(node, term("family"), *element.families)

    def _entity(self, entity: Entity) -> Iterator[ox.Quad]:
        node = self.iri(entity.id)
        yield from self.typed(node, *entity.classes)
        yield from self.texts(node, LABEL, entity.label)
        yield from self.texts(node, ALT, *entity.aliases, entity.likely)
        yield from self.texts(node, DEFINITION, entity.definition)
        yield from self.texts(node, term("formula"), entity.formula)
        yield from self.texts(node, term("likelyFormula"), entity.likely)
        yield from self.texts(node, term("phase"), entity.phase)
        yield from self.texts(node, term("ion"), *entity.ions)
        for broader in entity.broader:
            relation = "derivedFrom" if entity.kind == "materials" else "broader"
            yield self.quad(node, term(relation), self.iri(broader))
        for component in entity.components:
            yield self.quad(node, term("hasComponent"), self.iri(component))
        relation = "ofElement" if entity.kind == "dopants" else "containsElement"
        for symbol in elements_of(entity, self.curated.entities):
            yield self.quad(node, term(relation), self.iri(f"element-{symbol}"))

    def _reference(self, reference: Reference) -> Iterator[ox.Quad]:
        node = self.iri(f"ref-{reference.number}")
        first = reference.authors[0] + (" et al." if len(reference.authors) > 1 else "")
        numbers = ", ".join(filter(None, (reference.volume, reference.pages)))
        yield from self.typed(node, "Reference")
        yield from self.texts(
            node, LABEL, f"[{reference.number}] {first}, {reference.journal} {reference.year}, {numbers}"
        )
        yield from self.texts(node, term("number"), str(reference.number))
        yield from self.texts(node, term("authors"), "; ".join(reference.authors))
        yield from self.texts(node, term("journal"), reference.journal)
        yield self.quad(node, term("year"), ox.Literal(reference.year))
        yield from self.texts(node, term("volume"), reference.volume)
        yield from self.texts(node, term("issue"), reference.issue)
        yield from self.texts(node, term("pages"), reference.pages)
        yield from self.texts(node, term("note"), reference.note)
        if reference.same_as:
            yield self.quad(node, term("sameWorkAs"), self.iri(f"ref-{reference.same_as}"))

    def _cell(self, cell: Cell) -> Iterator[ox.Quad]:
        node = self.iri(cell.id)
        yield from self.typed(node, "Cell")
        yield from self.texts(node, LABEL, cell.label)

    def _broader_closure(self) -> Iterator[ox.Quad]:
        """`broader` is transitive: every step is written out."""
        direct = self._broader()
        for identifier, stated in direct.items():
            seen: set[str] = set()
            stack = sorted(stated)
            while stack:
                above = stack.pop()
                if above not in seen:
                    seen.add(above)
                    stack += direct.get(above, ())
            for above in sorted(seen - stated):
                yield self.quad(self.iri(identifier), term("broader"), self.iri(above), INFERRED)

    def _broader(self) -> dict[str, set[str]]:
        """What tables and claims place right above each thing."""
        entities = (entity for entity in self.curated.entities.values() if entity.kind != "materials")
        above = {entity.id: set(entity.broader) for entity in entities}
        for statement in self.curated.statements:
            if statement.predicate == "broader" and statement.source.stance != "denied":
                above.setdefault(statement.subject, set()).add(statement.object)
        return above
