"""The graph that the tables make: every fact has a claim, every claim says what it rests on."""

from collections import defaultdict
from dataclasses import replace

import pyoxigraph as ox
import pytest
from toy import FOLDER

from kg.contradictions import find_contradictions
from kg.curated import read_curated
from kg.graph import build_quads, claim_id, measurement_id
from kg.graph_facts import parts_of
from kg.inference import infer
from kg.model import Curated, Measurement, Statement
from kg.names import CURATED, EXTRACTED, GRAPHS, INFERRED, RDF, RDFS, SSE, SSER, VOCABULARY, XSD, local, resource, term
from kg.sketch import STRUCTURAL
from kg.vocabulary import ontology_files, ontology_quads, read_vocabulary

Triple = tuple[str, str, str]
WORDS = read_vocabulary((FOLDER,))


class Made:
    """The quads of the project's and the toy tables, indexed for questions of tests."""

    def __init__(self) -> None:
        self.curated: Curated = read_curated(FOLDER)
        self.ontology = list(ontology_quads(ontology_files((FOLDER,))))
        self.quads = build_quads(self.curated, WORDS, self.ontology)
        self.about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.graphs: dict[Triple, set[str]] = defaultdict(set)
        for quad in self.quads:
            triple = (str(quad.subject.value), quad.predicate.value, str(getattr(quad.object, "value", "")))
            self.about[triple[0]][triple[1]].append(triple[2])
            self.graphs[triple].add(local(str(getattr(quad.graph_name, "value", ""))))

    def values(self, identifier: str, name: str) -> list[str]:
        return self.about[resource(identifier)][name if ":" in name else term(name)]

    def is_a(self, identifier: str, cls: str) -> bool:
        return term(cls) in self.values(identifier, f"{RDF}type")

    def triple(self, s: Statement) -> Triple:
        value = term(s.object) if s.object in WORDS.properties else resource(s.object)
        subject = term(s.subject) if s.subject in WORDS.properties else resource(s.subject)
        return subject, term(s.predicate), value


@pytest.fixture(scope="module")
def made() -> Made:
    return Made()


def statements_of(curated: Curated) -> list[Statement]:
    """Every statement of the tables: claims, values, and what cells are made of."""
    values = [Statement(m.subject, "hasMeasurement", measurement_id(m), m.source) for m in curated.measurements]
    return [*curated.statements, *values, *(part for cell in curated.cells for part in parts_of(cell))]


def claims_of(curated: Curated) -> list[str]:
    parts = [claim_id(part) for cell in curated.cells for part in parts_of(cell)]
    return [*map(claim_id, curated.statements), *map(claim_id, curated.measurements), *parts]


# claims


def test_every_fact_has_a_claim_of_its_own(made: Made) -> None:
    claims, facts = claims_of(made.curated), statements_of(made.curated)
    assert len(set(claims)) == len(facts) > 2700
    for claim, fact in zip(claims, facts, strict=True):
        said = tuple(made.values(claim, f"{RDF}{part}") for part in ("subject", "predicate", "object"))
        assert said == tuple([part] for part in made.triple(fact)), fact


def test_every_claim_has_what_a_claim_must_have(made: Made) -> None:
    claims = [local(iri) for iri, parts in made.about.items() if term("Claim") in parts[f"{RDF}type"]]
    assert set(claims) == {*claims_of(made.curated), *(claim_id(i.statement) for i in infer(made.curated, WORDS))}
    for claim in claims:
        for part in (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object", "stance", "status", "confidence", "statement"):
            assert len(made.values(claim, part)) == 1, (claim, part)
        assert made.values(claim, "statement") != [""]
        places = made.values(claim, "statedIn") + made.values(claim, "statedInTable")
        assert places, claim
        assert all(made.about[place] for place in places), claim
        assert bool(made.values(claim, "inSentence")) == bool(made.values(claim, "statedIn")), claim
        assert all(local(r) == f"ref-{int(local(r)[4:])}" and made.about[r] for r in made.values(claim, "cites")), claim


def test_every_plain_triple_has_a_claim(made: Made) -> None:
    claimed = {
        tuple(parts[f"{RDF}{part}"][0] for part in ("subject", "predicate", "object"))
        for parts in made.about.values()
        if term("Claim") in parts[f"{RDF}type"]
    }
    relations = {
        term(name) for name in {s.predicate for s in statements_of(made.curated)} | {"hasDopant", "pairedWith"}
    }
    plain = {t for t in made.graphs if t[1] in relations and t[2].startswith((SSER, SSE))}
    structural = {t for t in plain if local(t[1]) in STRUCTURAL}
    assert len(plain) > 2000
    assert sorted(plain - structural - claimed) == []


def test_what_is_denied_is_claimed_and_not_stated(made: Made) -> None:
    denied = [s for s in made.curated.statements if s.source.stance == "denied"]
    held = {made.triple(s) for s in statements_of(made.curated) if s.source.stance != "denied"}
    held |= {made.triple(i.statement) for i in infer(made.curated, WORDS)}
    alone = [s for s in denied if made.triple(s) not in held]
    assert len(alone) > 10
    assert [s for s in alone if made.triple(s) in made.graphs] == []
    assert [s for s in denied if made.values(claim_id(s), "stance") != ["denied"]] == []
    toy = next(s for s in denied if s.subject == "beeswax-film")
    assert made.values(claim_id(toy), "statement") == [
        "beeswax film on pellets does not mitigate sodium dendrite growth"
    ]


def test_a_claim_carries_its_source(made: Made) -> None:
    [fact] = [s for s in made.curated.statements if (s.subject, s.object) == ("beeswax-film", "pellet-humming")]
    claim = claim_id(fact)
    assert {name: made.values(claim, name) for name in ("statedIn", "inSentence", "cites", "reportedBy")} == {
        "statedIn": [resource("section-9.2")],
        "inSentence": [resource("sentence-9.2-1")],
        "cites": [resource("ref-169")],
        "reportedBy": [resource("group-toy")],
    }
    assert made.values(claim, "status") == ["curated"]
    assert made.values("beeswax-film", "reportedBy") == [resource("group-toy")]


def test_a_table_row_is_a_place(made: Made) -> None:
    fact = next(m for m in made.curated.measurements if any(p.table == 1 and p.row == 21 for p in m.source.places))
    assert made.values(claim_id(fact), "tableRow") == ["21"]
    assert made.values(claim_id(fact), "statedInTable") == [resource("table-1")]


def test_ids_of_facts_follow_what_they_say_and_nothing_else() -> None:
    facts = read_curated(FOLDER).statements
    assert claim_id(facts[-1]) == claim_id(read_curated(FOLDER).statements[-1])
    assert len({claim_id(fact) for fact in facts}) == len(facts)


# values


def test_a_value_has_number_unit_and_conditions(made: Made) -> None:
    [fact] = [m for m in made.curated.measurements if m.subject == "Na3GaS3"]
    node = measurement_id(fact)
    names = ("ofProperty", "sign", "value", "unit", "baseValue", "conditionText")
    assert {name: made.values(node, name) for name in names} == {
        "ofProperty": [term("IonicConductivity")],
        "sign": ["="],
        "value": ["0.7"],
        "unit": ["mS/cm"],
        "baseValue": ["0.7"],
        "conditionText": ["temperature 25 °C"],
    }
    [condition] = made.values(node, "hasCondition")
    parts = made.about[condition]
    assert (parts[term("conditionKey")], parts[term("value")], parts[term("unit")]) == (
        ["temperature"],
        ["25.0"],
        ["°C"],
    )


def test_values_are_given_in_the_base_unit_of_their_property_too(made: Made) -> None:
    converted = [m for m in made.curated.measurements if m.unit not in ("1", WORDS.properties[m.property].base_unit)]
    other = [m for m in converted if made.values(measurement_id(m), "baseValue") != [repr(float(m.value))]]
    assert len(other) > 3
    for fact in made.curated.measurements:
        node = measurement_id(fact)
        assert len(made.values(node, "baseValue")) == 1
        assert len(made.values(node, "upperValue")) == len(made.values(node, "baseUpper")) == (fact.upper is not None)


def test_a_value_that_has_no_base_unit_to_convert_to_stays() -> None:
    fact = Measurement("Na3PS4", "Thickness", "=", 3.0, "1", read_curated().measurements[0].source)
    quads = build_quads(Curated(entities={}, measurements=(fact,)), WORDS, ())
    [value] = [q.object for q in quads if q.predicate.value == term("baseValue")]
    assert value == ox.Literal("3.0", datatype=ox.NamedNode(f"{XSD}double"))


# things


def test_every_thing_carries_its_whole_line_of_classes(made: Made) -> None:
    typed = {iri: {local(t) for t in parts[f"{RDF}type"] if t.startswith(SSE)} for iri, parts in made.about.items()}
    things = {iri: names for iri, names in typed.items() if iri.startswith(SSER)}
    assert len(things) > 3000
    assert [i for i, names in things.items() if names != {up for name in names for up in WORDS.ancestors(name)}] == []
    assert typed[resource("pellet-humming")] == {"AcousticFailure", "MechanicalFailure", "FailureMechanism", "Thing"}


def test_everything_spoken_of_has_a_label(made: Made) -> None:
    things = {t for triple in made.graphs for t in (triple[0], triple[2]) if t.startswith(SSER)}
    nameless = [t for t in things if not made.about[t][f"{RDFS}label"] and not made.about[t][term("statement")]]
    assert sorted(nameless) == []


def test_broader_is_written_out_step_by_step(made: Made) -> None:
    direct = {e.id: set(e.broader) for e in made.curated.entities.values() if e.kind != "materials"}
    for claim in made.curated.statements:
        if claim.predicate == "broader":
            direct[claim.subject].add(claim.object)
    deep = 0
    for name, stated in direct.items():
        seen, stack = set[str](), list(stated)
        while stack:
            above = stack.pop()
            stack += [] if above in seen else direct[above]
            seen.add(above)
        assert {iri.removeprefix(SSER) for iri in made.values(name, "broader")} == seen, name
        for above in seen - stated:
            deep += 1
            assert made.graphs[resource(name), term("broader"), resource(above)] == {"inferred"}
    assert deep > 10


def test_a_material_knows_parent_elements_and_parts(made: Made) -> None:
    assert made.values("Na2.9Ga0.9Ge0.1S3", "derivedFrom") == [resource("Na3GaS3")]
    found = {local(iri) for iri in made.values("Na2.9Ga0.9Ge0.1S3", "containsElement")}
    assert found == {"element-Na", "element-Ga", "element-Ge", "element-S"}
    assert made.values("element-Ga", f"{RDFS}label") == ["gallium"]
    assert {local(iri) for iri in made.values("2Na3SbS4-Na2WS4", "hasComponent")} == {"Na3SbS4", "Na2WS4"}
    assert made.values("toy-cell", "hasElectrolyte") == [resource("Na3GaS3")]


def test_every_reference_is_a_node_and_twins_are_linked(made: Made) -> None:
    assert sum(made.is_a(f"ref-{number}", "Reference") for number in range(1, 170)) == 169
    assert made.values("ref-129", "sameWorkAs") == [resource("ref-121")]
    assert made.values("ref-169", f"{RDFS}label") == ["[169] A. Toy et al., J. Toy Mater. 2020, 1, 1"]
    assert made.values("ref-169", "authors") == ["A. Toy; B. Brick"]


def test_the_review_is_there_with_its_parts(made: Made) -> None:
    assert made.values("section-9.2", f"{RDFS}label") == ["9.2 Beeswax"]
    assert made.is_a("table-4", "SourceTable")
    assert sum("Sentence" in map(local, parts[f"{RDF}type"]) for parts in made.about.values()) == 461 + 7


# inference and contradiction


def test_what_is_inferred_stands_apart_and_names_its_premises(made: Made) -> None:
    found = infer(made.curated, WORDS)
    for inferred in found:
        claim = claim_id(inferred.statement)
        assert made.graphs[made.triple(inferred.statement)] == {"inferred"}
        assert made.values(claim, "status") == ["inferred"]
        assert len(made.values(claim, "inferredFrom")) == len(inferred.premises)
    chain = next(i for i in found if (i.statement.subject, i.statement.object) == ("beeswax-film", "dust-shedding"))
    premises = [local(iri) for iri in made.values(claim_id(chain.statement), "inferredFrom")]
    assert sorted(premises) == sorted(claim_id(p) for p in chain.premises if isinstance(p, Statement))
    [pair] = [i for i in found if i.statement.object == "Na3GaS3" and i.statement.predicate == "pairedWith"]
    assert made.values(claim_id(pair.statement), "inferredFrom") == [resource("toy-cell")]


def test_contradictions_are_linked_both_ways_and_say_why(made: Made) -> None:
    found = find_contradictions(made.curated)
    assert len(found) > 15
    for contradiction in found:
        one, other = claim_id(contradiction.first), claim_id(contradiction.second)
        assert resource(other) in made.values(one, "contradicts")
        assert resource(one) in made.values(other, "contradicts")
    slow, fast = (
        claim_id(s) for s in made.curated.statements if s.subject == "beeswax-film" and s.object == "IonicConductivity"
    )
    why = made.curated.disputes["toy-wax"]
    assert made.values(slow, "contradicts") == [resource(fast)]
    assert [made.values(claim, "note") for claim in (slow, fast)] == [[why], [why]]


# the whole


def test_quads_stand_in_named_graphs_and_no_fact_in_two(made: Made) -> None:
    graphs = {str(getattr(quad.graph_name, "value", "")) for quad in made.quads}
    assert graphs - {EXTRACTED} == {CURATED, INFERRED, VOCABULARY}
    assert all(graph.startswith(GRAPHS) for graph in graphs)
    twice = [triple for triple, found in made.graphs.items() if len(found) > 1]
    assert [triple for triple in twice if triple[0].startswith(SSER)] == []


def test_the_same_input_gives_the_same_bytes(made: Made) -> None:
    again = build_quads(read_curated(FOLDER), WORDS, ontology_quads(ontology_files((FOLDER,))))
    assert any(isinstance(quad.object, ox.BlankNode) for quad in again)
    one, other = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) for quads in (made.quads, again))
    assert one == other


def test_the_order_of_rows_does_not_matter(made: Made) -> None:
    turned = replace(
        made.curated,
        entities=dict(reversed(made.curated.entities.items())),
        statements=made.curated.statements[::-1],
        measurements=made.curated.measurements[::-1],
        cells=made.curated.cells[::-1],
    )
    assert build_quads(turned, WORDS, reversed(made.ontology)) == made.quads
