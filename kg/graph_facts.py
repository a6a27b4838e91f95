"""Facts -> quads: a plain triple, unless it is denied, and the claim node about it with all that it rests on."""

from collections.abc import Iterator
from hashlib import sha256

import pyoxigraph as ox

from kg.concerned import concerned, materials_by_name
from kg.contradictions import find_contradictions
from kg.errors import UnitError
from kg.inference import Inferred, infer
from kg.model import Acceptance, Cell, Curated, Measurement, Place, Source, Statement
from kg.names import CURATED, EXTRACTED, INFERRED, RDF, XSD, term
from kg.quads import LABEL, Quads, double, paper_iri
from kg.quantity import Quantity, read_condition
from kg.twins import Fact, Twins
from kg.vocabulary import Vocabulary
from kg.wording import say_conditions, say_measurement, say_statement

_SEPARATOR = "\x1f"


def fact_id(kind: str, *parts: object) -> str:
    """A stable id from what a fact says: it changes only when the fact does."""
    digest = sha256(_SEPARATOR.join(map(str, parts)).encode()).hexdigest()
    return f"{kind}-{digest[:12]}"


def claim_id(fact: Statement | Measurement) -> str:
    """The id of the claim node behind a statement or a measurement."""
    places = _places(fact.source)
    if isinstance(fact, Measurement):
        return fact_id("claim", measurement_id(fact), fact.source.stance, places)
    parts = (fact.subject, fact.predicate, fact.object, fact.aspect, fact.condition, fact.source.stance, places)
    return fact_id("claim", *parts)


def _places(source: Source) -> list[str]:
    """What tells apart where facts stand: places in the review, or paper and sentence."""
    found = source.accepted
    if found and not source.places:
        return [f"{found.paper}:{found.table}:{found.row}:{found.fingerprint}"]
    return sorted(map(str, source.places))


def measurement_id(fact: Measurement) -> str:
    """The id of the node of a measured value."""
    places = _places(fact.source)
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


def parts_of(cell: Cell) -> Iterator[Statement]:
    """What a cell is made of, as statements on it."""
    parts = [("hasCathode", cell.cathode), ("hasAnode", cell.anode)]
    parts += [("hasElectrolyte", layer) for layer in cell.electrolyte]
    parts += [("hasInterlayer", layer) for layer in cell.interlayer]
    return (Statement(cell.id, relation, material, cell.source) for relation, material in parts if material)


class Facts(Quads):
    """The quads of every fact, stated or inferred, and of what contradicts what."""

    def __init__(self, curated: Curated, words: Vocabulary) -> None:
        super().__init__(curated, words)
        facts: tuple[Statement | Measurement, ...] = (*curated.statements, *curated.measurements)
        self._credited = {(fact.subject, group) for fact in facts for group in fact.source.groups}
        self._credited |= {(cell.id, group) for cell in curated.cells for group in cell.source.groups}
        self._follows = infer(curated, words)
        self._materials = materials_by_name(curated)

    def quads(self) -> Iterator[ox.Quad]:
        """What was curated, what follows, then what was extracted and accepted; a triple in two graphs counts twice."""
        known: set[tuple[object, object, object]] = set()
        for quad in self._stated_and_inferred():
            known.add((quad.subject, quad.predicate, quad.object))
            yield quad
        for quad in self._extracted():
            if (quad.subject, quad.predicate, quad.object) not in known:
                yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(EXTRACTED))

    def _stated_and_inferred(self) -> Iterator[ox.Quad]:
        for cell in self.curated.cells:
            for part in parts_of(cell):
                yield from self._statement(part)
        for statement in self.curated.statements:
            if not statement.source.accepted:
                yield from self._statement(statement)
        for measurement in self.curated.measurements:
            if not measurement.source.accepted:
                yield from self._measurement(measurement)
        for inferred in self._follows:
            yield from self._inferred(inferred)
        yield from self._contradictions(accepted=False)

    def _extracted(self) -> Iterator[ox.Quad]:
        twins, inferred = Twins(), {claim_id(one.statement) for one in self._follows}
        facts: list[Fact] = [*self.curated.statements, *self.curated.measurements]
        for fact in sorted(facts, key=lambda one: claim_id(one) if one.source.accepted else ""):
            twin = twins.find(fact)
            if fact.source.accepted and claim_id(fact) in inferred:  # what follows is also said in so many words
                yield from self._acceptance(self.iri(claim_id(fact)), fact.source.accepted)
            elif fact.source.accepted:
                yield from self._statement(fact) if isinstance(fact, Statement) else self._measurement(fact, twin)
                if twin:
                    yield self.quad(self.iri(claim_id(fact)), term("supports"), self.iri(claim_id(twin)))
            if not twin:
                twins.add(fact)
        for found in self.curated.confirmed:
            yield from self._acceptance(self.iri(claim_id(found.fact)), found.acceptance)
        yield from self._contradictions(accepted=True)

    def _statement(self, statement: Statement) -> Iterator[ox.Quad]:
        claim = self.iri(claim_id(statement))
        yield from self._claim(claim, statement, CURATED)
        yield from self.texts(claim, term("statement"), say_statement(statement, self.words, self.name))
        if statement.aspect:
            yield self.quad(claim, term("aspect"), self.iri(statement.aspect))
        yield from self.texts(claim, term("conditionText"), statement.condition)
        for material in concerned(statement.condition, self._materials):
            yield self.quad(claim, term("concerns"), self.iri(material))

    def _claim(self, claim: ox.NamedNode, fact: Statement, graph: str) -> Iterator[ox.Quad]:
        """The plain triple (unless it is denied) and the claim node about it."""
        subject, value = self.iri(fact.subject), self.iri(fact.object)
        accepted = fact.source.accepted if graph == CURATED else None
        status = "inferred" if graph == INFERRED else "extracted" if accepted else "curated"
        if fact.source.stance != "denied":
            yield self.quad(subject, term(fact.predicate), value, graph)
        yield from self.typed(claim, "Claim", graph=graph)
        yield self.quad(claim, f"{RDF}subject", subject, graph)
        yield self.quad(claim, f"{RDF}predicate", ox.NamedNode(term(fact.predicate)), graph)
        yield self.quad(claim, f"{RDF}object", value, graph)
        yield self.quad(claim, term("stance"), ox.Literal(fact.source.stance), graph)
        yield self.quad(claim, term("status"), ox.Literal(status), graph)
        yield self.quad(claim, term("confidence"), double(accepted.confidence if accepted else 1.0), graph)
        if accepted:
            yield from self._acceptance(claim, accepted)
        yield from self._provenance(claim, fact.subject, fact.source, graph)

    def _acceptance(self, claim: ox.NamedNode, found: Acceptance) -> Iterator[ox.Quad]:
        """The sentence and the rule by which a claim was found, and who accepted it when."""
        yield from self.texts(claim, term("fingerprint"), found.fingerprint)
        yield from self.texts(claim, term("foundBy"), found.rule)
        yield from self.texts(claim, term("acceptedBy"), found.by)
        yield self.quad(claim, term("acceptedOn"), ox.Literal(found.on, datatype=ox.NamedNode(f"{XSD}dateTime")))

    def _provenance(self, claim: ox.NamedNode, subject: str, source: Source, graph: str) -> Iterator[ox.Quad]:
        for place in source.places:
            yield from self._place(claim, place, graph)
        for number in source.references:
            yield self.quad(claim, term("cites"), self.iri(f"ref-{number}"), graph)
        for group in source.groups:
            yield self.quad(claim, term("reportedBy"), self.iri(group), graph)
            if graph == CURATED or (subject, group) not in self._credited:  # a triple in two graphs counts twice
                yield self.quad(self.iri(subject), term("reportedBy"), self.iri(group), graph)
        if source.accepted and source.accepted.paper:
            paper = paper_iri(self.curated.papers[source.accepted.paper])
            yield self.quad(claim, term("statedInPaper"), paper, graph)
            yield from self.texts(claim, term("locator"), source.accepted.locator, graph=graph)
        yield from self.texts(claim, term("note"), source.note)

    def _place(self, claim: ox.NamedNode, place: Place, graph: str) -> Iterator[ox.Quad]:
        if place.table:
            yield self.quad(claim, term("statedInTable"), self.iri(f"table-{place.table}"), graph)
            if place.row:
                yield self.quad(claim, term("tableRow"), ox.Literal(place.row), graph)
            return
        yield self.quad(claim, term("statedIn"), self.iri(f"section-{place.section}"), graph)
        if place.sentence:
            yield self.quad(claim, term("inSentence"), self.iri(f"sentence-{place.section}-{place.sentence}"), graph)

    def _measurement(self, fact: Measurement, twin: Fact | None = None) -> Iterator[ox.Quad]:
        """A value and the claim on it; a value that a twin has already is claimed once more, not measured twice."""
        measured = measurement_id(twin if isinstance(twin, Measurement) else fact)
        node, claim = self.iri(measured), self.iri(claim_id(fact))
        carrier = Statement(fact.subject, "hasMeasurement", measured, fact.source)
        sentence = say_measurement(fact, self.words, self.name)
        yield from self._claim(claim, carrier, CURATED)
        yield from self.texts(claim, term("statement"), sentence)
        if twin:
            return
        yield from self.typed(node, "Measurement")
        yield from self.texts(node, LABEL, sentence)
        yield self.quad(node, term("ofProperty"), self.iri(fact.property))
        yield self.quad(node, term("sign"), ox.Literal(fact.sign))
        yield self.quad(node, term("unit"), ox.Literal(fact.unit))
        base = self.words.properties[fact.property].base_unit or fact.unit
        for plain, converted, value in (("value", "baseValue", fact.value), ("upperValue", "baseUpper", fact.upper)):
            if value is not None:
                yield self.quad(node, term(plain), double(value))
                yield self.quad(node, term(converted), double(_convert(value, fact.unit, base)))
        yield from self.texts(node, term("conditionText"), say_conditions(fact.conditions))
        for key, text in fact.conditions:
            yield from self._condition(node, key, text)

    def _condition(self, node: ox.NamedNode, key: str, text: str) -> Iterator[ox.Quad]:
        condition = self.iri(fact_id("condition", key, text))
        yield self.quad(node, term("hasCondition"), condition)
        yield from self.typed(condition, "Condition")
        yield from self.texts(condition, LABEL, f"{key.replace('_', ' ')} {text}")
        yield from self.texts(condition, term("conditionKey"), key)
        yield from self.texts(condition, term("conditionText"), text)
        if text in self.curated.entities:
            yield self.quad(condition, term("conditionMaterial"), self.iri(text))
        if (figure := read_condition(key, text)) is not None:
            yield self.quad(condition, term("value"), double(figure[0]))
            yield from self.texts(condition, term("unit"), figure[1])

    def _inferred(self, inferred: Inferred) -> Iterator[ox.Quad]:
        statement = inferred.statement
        claim = self.iri(claim_id(statement))
        yield from self._claim(claim, statement, INFERRED)
        sentence = say_statement(statement, self.words, self.name)
        yield self.quad(claim, term("statement"), ox.Literal(sentence), INFERRED)
        for premise in inferred.premises:
            if isinstance(premise, Statement | Measurement):
                yield self.quad(claim, term("inferredFrom"), self.iri(claim_id(premise)), INFERRED)
            elif isinstance(premise, Cell):
                yield self.quad(claim, term("inferredFrom"), self.iri(premise.id), INFERRED)

    def _contradictions(self, accepted: bool) -> Iterator[ox.Quad]:
        """What contradicts what: among curated facts, or where one side was extracted and accepted."""
        for found in find_contradictions(self.curated):
            if accepted != bool(found.first.source.accepted or found.second.source.accepted):
                continue
            one, other = self.iri(claim_id(found.first)), self.iri(claim_id(found.second))
            yield self.quad(one, term("contradicts"), other)
            yield self.quad(other, term("contradicts"), one)
            for claim in (one, other):
                yield from self.texts(claim, term("note"), self.curated.disputes.get(found.key, ""))


def _convert(value: float, unit: str, base: str) -> float:
    """The value in the base unit of its property; as it stands where it cannot be converted."""
    try:
        return Quantity(value, unit).to(base).value
    except UnitError:
        return value
