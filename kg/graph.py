"""Curated rows + ontology -> quads: plain triples that are easy to query, and a claim node behind every one of them."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import pyoxigraph as ox

from kg.contradictions import find_contradictions
from kg.errors import UnitError
from kg.formula import elements
from kg.inference import Inferred, elements_of, infer
from kg.model import Cell, Curated, Entity, Measurement, Place, Reference, Source, Statement
from kg.names import (
    CURATED,
    DCTERMS,
    INFERRED,
    RDF,
    RDFS,
    REVIEW_IRI,
    SKOS,
    VOCABULARY,
    XSD,
    resource,
    term,
)
from kg.quantity import Quantity, find_quantities
from kg.vocabulary import Vocabulary
from kg.wording import say_conditions, say_measurement, say_statement

Node = ox.NamedNode | ox.Literal
Fact = Statement | Measurement | Cell
_SEPARATOR = "\x1f"
_TYPE, _LABEL, _ALT, _DEFINITION = f"{RDF}type", f"{RDFS}label", f"{SKOS}altLabel", f"{SKOS}definition"


def build_quads(curated: Curated, words: Vocabulary, ontology: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Every quad of the graph, sorted and each once, so that the same input gives the same bytes."""
    builder = _Builder(curated, words)
    quads = set(builder.quads())
    vocabulary = ox.NamedNode(VOCABULARY)
    quads.update(ox.Quad(q.subject, q.predicate, q.object, vocabulary) for q in ontology)
    return sorted(quads, key=str)


def fact_id(kind: str, *parts: object) -> str:
    """A stable id from what a fact says: it changes only when the fact does."""
    digest = sha256(_SEPARATOR.join(map(str, parts)).encode()).hexdigest()
    return f"{kind}-{digest[:12]}"


def claim_id(fact: Statement | Measurement) -> str:
    """The id of the claim node behind a statement or a measurement."""
    places = sorted(map(str, fact.source.places))
    if isinstance(fact, Measurement):
        return fact_id("claim", measurement_id(fact), fact.source.stance, places)
    parts = (fact.subject, fact.predicate, fact.object, fact.aspect, fact.condition, fact.source.stance, places)
    return fact_id("claim", *parts)


def measurement_id(fact: Measurement) -> str:
    """The id of the node of a measured value."""
    places = sorted(map(str, fact.source.places))
    return fact_id(
        "measurement",
        fact.subject,
        fact.property,
        fact.sign,
        fact.value,
        fact.upper,
        fact.unit,
        fact.conditions,
        places,
    )


class _Builder:
    """Yields the quads of one kind of row after another."""

    def __init__(self, curated: Curated, words: Vocabulary) -> None:
        self.curated, self.words = curated, words
        self.labels = {entity.id: entity.label for entity in curated.entities.values()}
        self.labels |= {cell.id: cell.label for cell in curated.cells}
        self.labels |= {name: prop.label for name, prop in words.properties.items()}

    def name(self, identifier: str) -> str:
        return self.labels.get(identifier, identifier)

    def iri(self, identifier: str) -> ox.NamedNode:
        """A thing of the tables, or a property of the ontology."""
        return ox.NamedNode(term(identifier) if identifier in self.words.properties else resource(identifier))

    def quads(self) -> Iterator[ox.Quad]:
        yield from self._frame()
        for entity in self.curated.entities.values():
            yield from self._entity(entity)
        for reference in self.curated.references.values():
            yield from self._reference(reference)
        for cell in self.curated.cells:
            yield from self._cell(cell)
        for statement in self.curated.statements:
            yield from self._statement(statement)
        for measurement in self.curated.measurements:
            yield from self._measurement(measurement)
        for inferred in infer(self.curated, self.words):
            yield from self._inferred(inferred)
        yield from self._broader_closure()
        yield from self._contradictions()

    # one triple, one thing

    def _quad(self, subject: ox.NamedNode, predicate: str, value: Node, graph: str = CURATED) -> ox.Quad:
        return ox.Quad(subject, ox.NamedNode(predicate), value, ox.NamedNode(graph))

    def _texts(self, subject: ox.NamedNode, predicate: str, *texts: str) -> Iterator[ox.Quad]:
        for text in texts:
            if text:
                yield self._quad(subject, predicate, ox.Literal(text))

    def _typed(self, subject: ox.NamedNode, *classes: str, graph: str = CURATED) -> Iterator[ox.Quad]:
        """Types with every class above them: class paths are where engines are slow."""
        for name in sorted({up for cls in classes for up in self.words.ancestors(cls)}):
            yield self._quad(subject, _TYPE, ox.NamedNode(term(name)), graph)

    # things

    def _frame(self) -> Iterator[ox.Quad]:
        """The review, its sections, tables and sentences."""
        review = ox.NamedNode(REVIEW_IRI)
        yield from self._typed(review, "Review")
        yield from self._texts(review, _LABEL, "Chen et al., Chem. Sci. 2026")
        for number, title in self.curated.sections.items():
            node = self.iri(f"section-{number}")
            yield from self._typed(node, "Section")
            yield from self._texts(node, _LABEL, f"{number} {title}")
            yield from self._texts(node, _ALT, title)
            yield from self._texts(node, term("number"), number)
            yield self._quad(node, f"{DCTERMS}isPartOf", review)
        for table, title in self.curated.tables.items():
            node = self.iri(f"table-{table}")
            yield from self._typed(node, "SourceTable")
            yield from self._texts(node, _LABEL, f"Table {table}")
            yield from self._texts(node, _DEFINITION, title)
            yield from self._texts(node, term("number"), str(table))
            yield self._quad(node, f"{DCTERMS}isPartOf", review)
        for sentence in self.curated.sentences:
            node = self.iri(f"sentence-{sentence.section}-{sentence.number}")
            yield from self._typed(node, "Sentence")
            yield from self._texts(node, _LABEL, f"section {sentence.section}, sentence {sentence.number}")
            yield from self._texts(node, term("sentenceNumber"), f"{sentence.section}:{sentence.number}")
            yield from self._texts(node, term("fingerprint"), sentence.fingerprint)
            yield self._quad(node, f"{DCTERMS}isPartOf", self.iri(f"section-{sentence.section}"))
        yield from self._elements()

    def _elements(self) -> Iterator[ox.Quad]:
        """The elements that occur in formulae or as dopants."""
        used = {symbol for entity in self.curated.entities.values() for symbol in elements_of(entity)}
        for symbol in sorted(used):
            element = elements()[symbol]
            node = self.iri(f"element-{symbol}")
            yield from self._typed(node, "Element")
            yield from self._texts(node, _LABEL, element.name)
            yield from self._texts(node, _ALT, symbol, *element.aliases)
            yield from self._texts(node, term("elementSymbol"), symbol)
            yield from self._texts(node, term("family"), *element.families)

    def _entity(self, entity: Entity) -> Iterator[ox.Quad]:
        node = self.iri(entity.id)
        yield from self._typed(node, *entity.classes)
        yield from self._texts(node, _LABEL, entity.label)
        yield from self._texts(node, _ALT, *entity.aliases, entity.likely)
        yield from self._texts(node, _DEFINITION, entity.definition)
        yield from self._texts(node, term("formula"), entity.formula)
        yield from self._texts(node, term("likelyFormula"), entity.likely)
        yield from self._texts(node, term("phase"), entity.phase)
        yield from self._texts(node, term("ion"), *entity.ions)
        for broader in entity.broader:
            relation = "derivedFrom" if entity.kind == "materials" else "broader"
            yield self._quad(node, term(relation), self.iri(broader))
        for component in entity.components:
            yield self._quad(node, term("hasComponent"), self.iri(component))
        relation = "ofElement" if entity.kind == "dopants" else "containsElement"
        for symbol in elements_of(entity):
            yield self._quad(node, term(relation), self.iri(f"element-{symbol}"))

    def _reference(self, reference: Reference) -> Iterator[ox.Quad]:
        node = self.iri(f"ref-{reference.number}")
        first = reference.authors[0] + (" et al." if len(reference.authors) > 1 else "")
        numbers = ", ".join(filter(None, (reference.volume, reference.pages)))
        yield from self._typed(node, "Reference")
        yield from self._texts(
            node, _LABEL, f"[{reference.number}] {first}, {reference.journal} {reference.year}, {numbers}"
        )
        yield from self._texts(node, term("number"), str(reference.number))
        yield from self._texts(node, term("authors"), "; ".join(reference.authors))
        yield from self._texts(node, term("journal"), reference.journal)
        yield self._quad(node, term("year"), ox.Literal(reference.year))
        yield from self._texts(node, term("volume"), reference.volume)
        yield from self._texts(node, term("issue"), reference.issue)
        yield from self._texts(node, term("pages"), reference.pages)
        yield from self._texts(node, term("note"), reference.note)
        if reference.same_as:
            yield self._quad(node, term("sameWorkAs"), self.iri(f"ref-{reference.same_as}"))

    def _cell(self, cell: Cell) -> Iterator[ox.Quad]:
        node = self.iri(cell.id)
        yield from self._typed(node, "Cell")
        yield from self._texts(node, _LABEL, cell.label)
        parts = [("hasCathode", cell.cathode), ("hasAnode", cell.anode)]
        parts += [("hasElectrolyte", layer) for layer in cell.electrolyte]
        parts += [("hasInterlayer", layer) for layer in cell.interlayer]
        for relation, material in parts:
            if material:
                yield from self._statement(Statement(cell.id, relation, material, cell.source))

    # facts

    def _statement(self, statement: Statement) -> Iterator[ox.Quad]:
        claim = self.iri(claim_id(statement))
        yield from self._claim(claim, statement, CURATED, "curated")
        yield from self._texts(claim, term("statement"), say_statement(statement, self.words, self.name))
        if statement.aspect:
            yield self._quad(claim, term("aspect"), self.iri(statement.aspect))
        yield from self._texts(claim, term("conditionText"), statement.condition)

    def _claim(self, claim: ox.NamedNode, fact: Statement, graph: str, status: str) -> Iterator[ox.Quad]:
        """The plain triple (unless it is denied) and the claim node about it."""
        subject, value = self.iri(fact.subject), self.iri(fact.object)
        if fact.source.stance != "denied":
            yield self._quad(subject, term(fact.predicate), value, graph)
        yield from self._typed(claim, "Claim", graph=graph)
        yield self._quad(claim, f"{RDF}subject", subject, graph)
        yield self._quad(claim, f"{RDF}predicate", ox.NamedNode(term(fact.predicate)), graph)
        yield self._quad(claim, f"{RDF}object", value, graph)
        yield self._quad(claim, term("stance"), ox.Literal(fact.source.stance), graph)
        yield self._quad(claim, term("status"), ox.Literal(status), graph)
        yield self._quad(claim, term("confidence"), ox.Literal("1.0", datatype=ox.NamedNode(f"{XSD}double")), graph)
        yield from self._provenance(claim, fact.subject, fact.source, graph)

    def _provenance(self, claim: ox.NamedNode, subject: str, source: Source, graph: str) -> Iterator[ox.Quad]:
        for place in source.places:
            yield from self._place(claim, place, graph)
        for number in source.references:
            yield self._quad(claim, term("cites"), self.iri(f"ref-{number}"), graph)
        for group in source.groups:
            yield self._quad(claim, term("reportedBy"), self.iri(group), graph)
            yield self._quad(self.iri(subject), term("reportedBy"), self.iri(group), graph)
        yield from self._texts(claim, term("note"), source.note)

    def _place(self, claim: ox.NamedNode, place: Place, graph: str) -> Iterator[ox.Quad]:
        if place.table:
            yield self._quad(claim, term("statedInTable"), self.iri(f"table-{place.table}"), graph)
            yield self._quad(claim, term("tableRow"), ox.Literal(place.row), graph)
        else:
            yield self._quad(claim, term("statedIn"), self.iri(f"section-{place.section}"), graph)
            yield self._quad(claim, term("inSentence"), self.iri(f"sentence-{place.section}-{place.sentence}"), graph)

    def _measurement(self, fact: Measurement) -> Iterator[ox.Quad]:
        node, claim = self.iri(measurement_id(fact)), self.iri(claim_id(fact))
        carrier = Statement(fact.subject, "hasMeasurement", measurement_id(fact), fact.source)
        sentence = say_measurement(fact, self.words, self.name)
        yield from self._claim(claim, carrier, CURATED, "curated")
        yield from self._texts(claim, term("statement"), sentence)
        yield from self._typed(node, "Measurement")
        yield from self._texts(node, _LABEL, sentence)
        yield self._quad(node, term("ofProperty"), self.iri(fact.property))
        yield self._quad(node, term("sign"), ox.Literal(fact.sign))
        yield self._quad(node, term("unit"), ox.Literal(fact.unit))
        base = self.words.properties[fact.property].base_unit or fact.unit
        for plain, converted, value in (("value", "baseValue", fact.value), ("upperValue", "baseUpper", fact.upper)):
            if value is not None:
                yield self._quad(node, term(plain), _double(value))
                yield self._quad(node, term(converted), _double(_convert(value, fact.unit, base)))
        yield from self._texts(node, term("conditionText"), say_conditions(fact.conditions))
        for key, text in fact.conditions:
            yield from self._condition(node, key, text)

    def _condition(self, node: ox.NamedNode, key: str, text: str) -> Iterator[ox.Quad]:
        condition = self.iri(fact_id("condition", key, text))
        yield self._quad(node, term("hasCondition"), condition)
        yield from self._typed(condition, "Condition")
        yield from self._texts(condition, _LABEL, f"{key.replace('_', ' ')} {text}")
        yield from self._texts(condition, term("conditionKey"), key)
        yield from self._texts(condition, term("conditionText"), text)
        if text in self.curated.entities:
            yield self._quad(condition, term("conditionMaterial"), self.iri(text))
        quantities = find_quantities(text)
        if len(quantities) == 1:
            yield self._quad(condition, term("value"), _double(quantities[0].low))
            yield self._quad(condition, term("unit"), ox.Literal(quantities[0].unit))
        elif text.replace(".", "", 1).isdigit():
            yield self._quad(condition, term("value"), _double(float(text)))

    def _inferred(self, inferred: Inferred) -> Iterator[ox.Quad]:
        statement = inferred.statement
        claim = self.iri(claim_id(statement))
        yield from self._claim(claim, statement, INFERRED, "inferred")
        sentence = say_statement(statement, self.words, self.name)
        yield self._quad(claim, term("statement"), ox.Literal(sentence), INFERRED)
        for premise in inferred.premises:
            if isinstance(premise, Statement | Measurement):
                yield self._quad(claim, term("inferredFrom"), self.iri(claim_id(premise)), INFERRED)
            elif isinstance(premise, Cell):
                yield self._quad(claim, term("inferredFrom"), self.iri(premise.id), INFERRED)

    def _broader_closure(self) -> Iterator[ox.Quad]:
        """`broader` is transitive: every step is written out."""
        for entity in self.curated.entities.values():
            seen: set[str] = set()
            stack = list(entity.broader) if entity.kind != "materials" else []
            while stack:
                above = stack.pop()
                if above not in seen:
                    seen.add(above)
                    stack.extend(self.curated.entities[above].broader)
            for above in sorted(seen - set(entity.broader)):
                yield self._quad(self.iri(entity.id), term("broader"), self.iri(above), INFERRED)

    def _contradictions(self) -> Iterator[ox.Quad]:
        for found in find_contradictions(self.curated):
            one, other = self.iri(claim_id(found.first)), self.iri(claim_id(found.second))
            yield self._quad(one, term("contradicts"), other)
            yield self._quad(other, term("contradicts"), one)
            yield from self._texts(one, term("note"), self.curated.disputes.get(found.key, ""))


def _double(value: float) -> ox.Literal:
    return ox.Literal(repr(float(value)), datatype=ox.NamedNode(f"{XSD}double"))


def _convert(value: float, unit: str, base: str) -> float:
    """The value in the base unit of its property; as it stands where it cannot be converted."""
    try:
        return Quantity(value, unit).to(base).value
    except UnitError:
        return value
