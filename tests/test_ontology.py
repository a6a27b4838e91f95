"""The ontology as files: every term defined, mapped or minted; consistent; and shapes that find what is broken."""

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, PROV, SDO, DefinedNamespace
from rdflib.term import Node

from kg.vocabulary import Vocabulary, read_vocabulary

SSE = Namespace("https://w3id.org/sse-kg/ontology#")
SH = Namespace("http://www.w3.org/ns/shacl#")
EC = "https://w3id.org/emmo/domain/electrochemistry#electrochemistry_"
QUANTITYKIND, UNIT = "http://qudt.org/vocab/quantitykind/", "http://qudt.org/vocab/unit/"
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
WORDS = (SSE.verb, SSE.inverseVerb, SSE.noun, SSE.inverseNoun, SSE.highWord, SSE.lowWord, SKOS.altLabel)
DIMENSIONLESS = "1"

#: Kinds of terms, and how many of each the ontology has at least: a parser that loses half of it must not pass.
KINDS = {
    OWL.Class: 100,
    OWL.ObjectProperty: 80,
    OWL.DatatypeProperty: 30,
    OWL.AnnotationProperty: 9,
    SSE.Property: 90,
    SSE.Unit: 40,
}

#: Classes that hold the graph together; a relation of one of them may go without words.
BOOKKEEPING = {"Claim", "Measurement", "Condition", "Reference", "Property", "Dopant"}

#: IRIs that look right and are not: deprecated by their owners, of another meaning, or never verified.
REFUSED = {
    f"{EC}ecf136cb_2584_4cb1_98b7_2d2b3d22e40d": "EMMO deprecates SEI: use Interphase",
    f"{EC}f8e0d532_cf44_403c_9188_e00ee161a3c1": "EMMO deprecates CEI: use Interphase",
    f"{QUANTITYKIND}Conductivity": "QUDT deprecates it: use ElectricConductivity",
    f"{QUANTITYKIND}Capacity": "QUDT deprecates it: use SpecificElectricCharge",
    f"{QUANTITYKIND}ElectrolyticConductivity": "for solutions: use ElectricConductivity",
    f"{QUANTITYKIND}Solubility_Water": "QUDT deprecates it",
    f"{UNIT}C": "the coulomb, not the C-rate",
    "https://w3id.org/emmo#EMMO_44f91d47_3faf_48e2_844c_d44bbe3e22f6": "machining by a cutter, not ball milling",
    "https://w3id.org/emmo/domain/characterisation-methodology/chameo#Milling": "machining by a cutter",
    "https://w3id.org/emmo#EMMO_bbf12904_e25e_4f49_87f3_8bd210a6b535": "EMMO's Pressing joins parts",
    "https://w3id.org/emmo#EMMO_4207e895_8b83_4318_996a_72cfb32acd94": "not verified",
    "http://purl.obolibrary.org/obo/CHEBI_76208": "contradicted by another mapping file",
}

#: Vocabularies that a term may be mapped to; of the last four every name is known to rdflib.
OPEN_TARGETS = (
    EC,
    "https://w3id.org/emmo#EMMO_",
    "https://w3id.org/emmo/domain/battery#battery_",
    "http://purl.obolibrary.org/obo/CHMO_",
    "http://qudt.org/schema/qudt/",
    QUANTITYKIND,
    UNIT,
    "http://purl.org/spar/cito/",
    "http://purl.org/spar/fabio/",
    "http://purl.org/ontology/bibo/",
)
CLOSED_TARGETS: tuple[type[DefinedNamespace], ...] = (PROV, SDO, DCTERMS, SKOS)


@pytest.fixture(scope="module")
def path(repository: Path) -> Path:
    return repository / "ontology" / "sse.ttl"


@pytest.fixture(scope="module")
def ontology(path: Path) -> Graph:
    return Graph().parse(path)


@pytest.fixture(scope="module")
def shapes(repository: Path) -> Graph:
    return Graph().parse(repository / "ontology" / "shapes.ttl")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary()


def ours(graph: Graph, *kinds: Node) -> list[URIRef]:
    """Our own terms of these kinds, sorted; all kinds when none is named."""
    found = {s for kind in kinds or tuple(KINDS) for s in graph.subjects(RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, URIRef) and s.startswith(SSE))


def name(term: Node) -> str:
    return str(term).removeprefix(SSE)


def texts(graph: Graph, term: Node, predicate: URIRef) -> list[str]:
    return [str(text) for text in graph.objects(term, predicate)]


# --- the files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["sse.ttl", "shapes.ttl"])
def test_two_parsers_read_the_same_number_of_triples(repository: Path, file: str) -> None:
    path = repository / "ontology" / file
    strict = set(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(strict) == len(Graph().parse(path)) > 700


def test_there_are_as_many_terms_as_we_think(ontology: Graph) -> None:
    assert {kind: len(ours(ontology, kind)) for kind in KINDS if len(ours(ontology, kind)) < KINDS[kind]} == {}


def test_a_name_has_one_kind(ontology: Graph) -> None:
    kinds = Counter(term for kind in KINDS for term in ours(ontology, kind))
    assert [name(term) for term, count in kinds.items() if count > 1] == []


def test_blank_nodes_are_few(ontology: Graph) -> None:
    # They change their ids with every parse, and the graph must come out with the same bytes.
    roots = set(ontology.subjects(RDF.type, OWL.AllDisjointClasses)) | set(
        ontology.objects(None, OWL.propertyChainAxiom)
    )
    assert len(roots) <= 3


# --- names, definitions, mappings ---------------------------------------------------------------------------------


def test_every_term_has_one_label_and_one_definition_in_english(ontology: Graph) -> None:
    wrong = [
        f"{name(term)}: {predicate.fragment} {found}"
        for term in ours(ontology)
        for predicate in (RDFS.label, SKOS.definition)
        if len(found := list(ontology.objects(term, predicate))) != 1
        or not (isinstance(found[0], Literal) and found[0].language == "en" and found[0].strip())
    ]
    assert wrong == []


def test_definitions_say_something_of_their_own(ontology: Graph) -> None:
    definitions = {term: texts(ontology, term, SKOS.definition)[0] for term in ours(ontology)}
    short = [name(term) for term, text in definitions.items() if len(text) < 12 or text[-1] not in ".)"]
    empty = [name(term) for term, text in definitions.items() if text.startswith("The inverse of")]
    units = set(ours(ontology, SSE.Unit))
    shared = Counter(text for term, text in definitions.items() if term not in units)
    assert (short, empty, [text for text, count in shared.items() if count > 1]) == ([], [], [])


def test_labels_of_one_kind_differ(ontology: Graph) -> None:
    for kind in KINDS:
        labels = Counter(texts(ontology, term, RDFS.label)[0] for term in ours(ontology, kind))
        assert [label for label, count in labels.items() if count > 1] == [], kind


def targets(graph: Graph) -> Iterator[tuple[URIRef, URIRef]]:
    for term in ours(graph):
        for match in MATCHES:
            for target in graph.objects(term, match):
                assert isinstance(target, URIRef), f"{name(term)} is mapped to the text '{target}'"
                yield term, target


def test_every_term_is_mapped_or_minted_with_a_reason(ontology: Graph) -> None:
    mapped = {term for term, _ in targets(ontology)}
    minted = {term for term in ours(ontology) if (ontology.value(term, SSE.minted) or "").strip()}
    assert [name(term) for term in ours(ontology) if term not in mapped | minted] == []
    assert [name(term) for term in mapped & minted] == [], "a mapped term needs no reason to be minted"
    assert len(mapped) > 120


def test_no_target_is_deprecated_or_a_false_friend(ontology: Graph) -> None:
    assert [f"{name(term)}: {REFUSED[str(to)]}" for term, to in targets(ontology) if str(to) in REFUSED] == []


def test_targets_stand_in_vocabularies_that_were_read(ontology: Graph) -> None:
    unknown = [
        f"{name(term)} -> {to}"
        for term, to in targets(ontology)
        if not str(to).startswith(OPEN_TARGETS) and not any(to in namespace for namespace in CLOSED_TARGETS)
    ]
    assert unknown == []


def test_other_ontologies_are_mapped_by_skos_only(ontology: Graph) -> None:
    axioms = (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs, OWL.imports)
    assert [(name(s), p) for p in axioms for s, _ in ontology.subject_objects(p)] == []


# --- words --------------------------------------------------------------------------------------------------------


def test_every_relation_between_things_has_a_verb(vocabulary: Vocabulary) -> None:
    silent = [r.name for r in vocabulary.relations.values() if not r.verbs and r.domain not in BOOKKEEPING]
    assert silent == []
    assert len(vocabulary.relations) > 50


@pytest.mark.parametrize(
    ("relation", "verbs"),
    [
        ("mitigates", "suppress|cut down|cope with|keep from"),
        ("forms", "turn into|make up"),
        ("pairedWith", "combine with|run against|couple with|match with"),
        ("reportedBy", "credit"),
        ("causes", "lead to|result in"),
        ("stableAgainst", "withstand|be compatible with"),
    ],
)
def test_people_find_their_verbs(vocabulary: Vocabulary, relation: str, verbs: str) -> None:
    assert set(verbs.split("|")) <= set(vocabulary.relations[relation].verbs)


@pytest.mark.parametrize(
    ("measurable", "words"),
    [
        ("IonicConductivity", "σ|conductive|how conductive"),
        ("Cost", "expensive|cheap"),
        ("CycleNumber", "cycles|cycled"),
        ("Lifespan", "how long"),
        ("Thickness", "thick|thin"),
        ("AirStability", "air-stable|moisture stability"),
    ],
)
def test_people_find_their_adjectives_and_names(vocabulary: Vocabulary, measurable: str, words: str) -> None:
    found = vocabulary.properties[measurable]
    assert set(words.split("|")) <= {*found.aliases, *found.symbols, *found.high_words, *found.low_words}


def test_no_word_is_said_twice_of_one_term(ontology: Graph) -> None:
    twice = [
        f"{name(term)}: '{word}'"
        for term in ours(ontology)
        for predicate in WORDS
        for word, count in Counter(text.lower() for text in texts(ontology, term, predicate)).items()
        if count > 1
    ]
    assert twice == []


def test_high_and_low_words_of_a_property_differ(vocabulary: Vocabulary) -> None:
    assert [p.name for p in vocabulary.properties.values() if set(p.high_words) & set(p.low_words)] == []


def test_a_verb_does_not_say_both_directions(vocabulary: Vocabulary) -> None:
    both = {r.name: set(r.verbs) & set(r.inverse_verbs) for r in vocabulary.relations.values()}
    assert {relation: verbs for relation, verbs in both.items() if verbs} == {}


# --- structure ----------------------------------------------------------------------------------------------------


def test_inverses_are_pairs(ontology: Graph) -> None:
    pairs = list(ontology.subject_objects(OWL.inverseOf))
    assert len(pairs) > 30
    assert len({term for pair in pairs for term in pair}) == 2 * len(pairs), "a relation has one inverse"
    for relation, inverse in pairs:
        assert (relation, RDFS.domain, None) in ontology, f"{name(relation)} is the one that is used: give it a domain"
        assert (inverse, RDFS.domain, None) not in ontology, f"{name(inverse)} takes its domain from its inverse"
        assert (inverse, RDF.type, OWL.ObjectProperty) in ontology


def test_domains_and_ranges_are_known(ontology: Graph) -> None:
    classes = set(ours(ontology, OWL.Class))
    for term in ours(ontology, OWL.ObjectProperty):
        if (None, OWL.inverseOf, term) not in ontology:
            assert ontology.value(term, RDFS.domain) in classes, name(term)
            assert ontology.value(term, RDFS.range) in classes, name(term)
    for term in ours(ontology, OWL.DatatypeProperty):
        assert ontology.value(term, RDFS.domain) in classes, name(term)
        assert str(ontology.value(term, RDFS.range)).startswith("http://www.w3.org/2001/XMLSchema#"), name(term)


def composite(graph: Graph) -> set[Node]:
    """Relations that OWL 2 DL calls not simple: of chains, transitive, their inverses and what stands above them."""
    found = set(graph.subjects(OWL.propertyChainAxiom)) | set(graph.subjects(RDF.type, OWL.TransitiveProperty))
    for _ in range(5):
        found |= {o for s in found for o in graph.objects(s, RDFS.subPropertyOf)}
        found |= {o for s in found for o in graph.objects(s, OWL.inverseOf)}
        found |= {s for o in found for s in graph.subjects(OWL.inverseOf, o)}
    return found


def test_composite_relations_carry_no_axiom_that_wants_simple_ones(ontology: Graph) -> None:
    forbidden = {
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.AsymmetricProperty,
        OWL.IrreflexiveProperty,
    }
    assert {name(term) for term in composite(ontology)} == {"mitigates", "mitigatedBy", "broader", "narrower"}
    for term in composite(ontology):
        assert not forbidden & set(ontology.objects(term, RDF.type)), name(term)
        assert (term, OWL.propertyDisjointWith, None) not in ontology
        assert (None, OWL.onProperty, term) not in ontology


def test_chains_are_those_the_program_reads(ontology: Graph, vocabulary: Vocabulary) -> None:
    written = {
        (name(relation), *(name(step) for step in Collection(ontology, chain)))
        for relation, chain in ontology.subject_objects(OWL.propertyChainAxiom)
    }
    assert written == set(vocabulary.chains) == {("mitigates", "mitigates", "manifestsAs")}


@pytest.mark.parametrize("above", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_hierarchies_have_no_circle(ontology: Graph, above: URIRef) -> None:
    assert [name(term) for term in ours(ontology) for up in ontology.objects(term, above) if term == up] == []
    for term in ours(ontology):
        higher = set(ontology.transitive_objects(term, above)) - {term}
        assert not any(term in set(ontology.transitive_objects(up, above)) for up in higher), name(term)


def test_every_class_is_a_kind_of_thing(ontology: Graph) -> None:
    assert [name(c) for c in ours(ontology, OWL.Class) if SSE.Thing not in set(_above(ontology, c))] == []


def _above(graph: Graph, term: URIRef) -> Iterator[Node]:
    return graph.transitive_objects(term, RDFS.subClassOf)


def test_what_stands_side_by_side_below_thing_is_disjoint(ontology: Graph) -> None:
    [axiom] = ontology.subjects(RDF.type, OWL.AllDisjointClasses)
    members = set(Collection(ontology, ontology.value(axiom, OWL.members)))
    assert members == set(ontology.subjects(RDFS.subClassOf, SSE.Thing))


# --- units --------------------------------------------------------------------------------------------------------


def spellings(graph: Graph) -> set[str]:
    return {str(graph.value(unit, SSE.unitText)) for unit in ours(graph, SSE.Unit)}


def test_units_of_properties_are_units_of_the_ontology(ontology: Graph) -> None:
    used = {
        text
        for p in ours(ontology, SSE.Property)
        for q in (SSE.unitText, SSE.baseUnit)
        for text in texts(ontology, p, q)
    }
    assert used <= spellings(ontology)
    assert len(spellings(ontology)) == len(ours(ontology, SSE.Unit))


def test_units_are_those_the_program_reads(ontology: Graph) -> None:
    quantity = pytest.importorskip("kg.quantity")
    assert spellings(ontology) == {*quantity.UNITS, DIMENSIONLESS}
    for unit in ours(ontology, SSE.Unit):
        spelling = str(ontology.value(unit, SSE.unitText))
        if spelling != DIMENSIONLESS:
            assert quantity.read_unit(spelling) == spelling


def test_units_of_a_property_convert_to_its_base_unit(vocabulary: Vocabulary) -> None:
    quantity = pytest.importorskip("kg.quantity")
    converted = 0
    for measurable in vocabulary.properties.values():
        assert measurable.base_unit in (*measurable.units, ""), measurable.name
        for unit in set(measurable.units) - {DIMENSIONLESS}:
            if measurable.base_unit != DIMENSIONLESS and DIMENSIONLESS not in measurable.units:
                quantity.Quantity(1.0, unit).to(measurable.base_unit)
                converted += 1
    assert converted > 50


# --- reasoning ----------------------------------------------------------------------------------------------------

INDIVIDUALS = """
    @prefix sse: <https://w3id.org/sse-kg/ontology#> .
    @prefix x: <https://example.org/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    x:alucone-film a sse:ArtificialSEI ; sse:mitigates x:interphase-growth ; sse:usesMaterial x:alucone .
    x:interphase-growth a sse:AnodeInterfaceFailure ; sse:manifestsAs x:Na2S-interphase .
    x:alucone a sse:InterlayerMaterial .
    x:NYZC a sse:HalideElectrolyte, sse:InterlayerMaterial ; sse:formula "Na2.25Y0.25Zr0.75Cl6" .
    x:cell sse:hasCathode x:NaCrO2 ; sse:hasElectrolyte x:NYZC .
    x:Na3PS4 a sse:NaxMSyElectrolyte ; sse:hasMeasurement x:m ; sse:pairedWith x:NaCrO2 ; sse:hasDopant x:dopant-O .
    x:dopant-O sse:ofElement x:element-O .
    x:m sse:ofProperty sse:IonicConductivity ; sse:value "0.2"^^xsd:double ; sse:sign "=" .
    x:Na3PS4 sse:improves sse:IonicConductivity .
"""

CONTRADICTIONS = {
    "a material that is a strategy": "x:alucone a sse:Strategy .",
    "a mitigated material": "x:alucone-film sse:mitigates x:alucone .",
    "a solid electrolyte that is liquid": "x:Na3PS4 a sse:LiquidElectrolyte .",
    "a measurement with two values": 'x:m sse:value "0.3"^^xsd:double .',
    "a section that is cited": "x:claim sse:cites x:section ; sse:statedIn x:section .",
    "a dopant of two elements": "x:dopant-O sse:ofElement x:e2 . x:e2 owl:differentFrom x:element-O .",
}


class Verdict(NamedTuple):
    consistent: bool
    impossible: list[str]
    mitigated: set[str]


def reason(graph: Graph, folder: Path) -> Verdict:
    """What HermiT says: is the graph consistent, which classes can have no member, what does the film mitigate."""
    if not shutil.which("java"):
        pytest.skip("HermiT runs on Java: install a Java runtime to run this test")
    owlready = pytest.importorskip("owlready2")
    file = folder / "graph.nt"
    graph.serialize(file, format="nt", encoding="utf-8")
    world = owlready.World()
    try:
        world.get_ontology(file.as_uri()).load()
        try:
            owlready.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        except owlready.OwlReadyInconsistentOntologyError:
            return Verdict(False, [], set())
        film = world["https://example.org/alucone-film"]
        mitigated = {thing.name for thing in world[str(SSE.mitigates)][film]} if film else set()
        return Verdict(True, [c.name for c in world.inconsistent_classes() if c.name != "Nothing"], mitigated)
    finally:
        world.close()


def test_the_ontology_is_consistent_and_every_class_can_have_members(ontology: Graph, tmp_path: Path) -> None:
    assert reason(ontology, tmp_path) == Verdict(True, [], set())


def test_what_prevents_a_failure_prevents_the_form_in_which_it_shows(ontology: Graph, tmp_path: Path) -> None:
    verdict = reason(ontology + Graph().parse(data=INDIVIDUALS), tmp_path)
    assert verdict == Verdict(True, [], {"interphase-growth", "Na2S-interphase"})


@pytest.mark.parametrize("broken", CONTRADICTIONS)
def test_the_reasoner_sees_a_contradiction(ontology: Graph, tmp_path: Path, broken: str) -> None:
    text = f"@prefix owl: <{OWL}> . {INDIVIDUALS} {CONTRADICTIONS[broken]}"
    assert not reason(ontology + Graph().parse(data=text), tmp_path).consistent


def test_the_reasoner_sees_a_class_that_can_have_no_member(ontology: Graph, tmp_path: Path) -> None:
    text = f"@prefix sse: <{SSE}> . @prefix rdfs: <{RDFS}> . sse:Binder rdfs:subClassOf sse:Strategy ."
    assert reason(ontology + Graph().parse(data=text), tmp_path).impossible == ["Binder"]


# --- shapes -------------------------------------------------------------------------------------------------------

TOY = """
@prefix sse: <https://w3id.org/sse-kg/ontology#> .
@prefix r: <https://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

r:Na3PS4 a sse:NaxMSyElectrolyte ; rdfs:label "Na3PS4" ; sse:formula "Na3PS4" ; sse:hasMeasurement r:m, r:window .
r:NaCrO2 a sse:OxideCathode ; rdfs:label "NaCrO2" .
r:film a sse:ArtificialSEI ; rdfs:label "alucone film" ; skos:definition "A thin film grown on sodium." ;
    sse:mitigates r:dendrites .
r:dendrites a sse:DendriteGrowth ; rdfs:label "dendrites" ; skos:definition "Filaments of sodium." .
r:milling a sse:ProcessStep ; rdfs:label "milling" ; skos:definition "Grinding with balls." .
r:dopant-O a sse:Dopant ; rdfs:label "O2-" ; sse:ofElement r:O .
r:O a sse:Element ; rdfs:label "oxygen" ; sse:elementSymbol "O" .
r:cell a sse:Cell ; rdfs:label "NaCrO2 | Na3PS4 | Na" ; sse:hasCathode r:NaCrO2 ; sse:hasElectrolyte r:Na3PS4 .
r:m a sse:Measurement ; rdfs:label "0.2 mS/cm" ; sse:ofProperty sse:IonicConductivity ; sse:sign "=" ;
    sse:value "0.2"^^xsd:double ; sse:baseValue "0.2"^^xsd:double ; sse:unit "mS/cm" ; sse:hasCondition r:warm .
r:window a sse:Measurement ; rdfs:label "0.8 to 3.2 V" ; sse:ofProperty sse:VoltageWindow ; sse:sign "range" ;
    sse:value "0.8"^^xsd:double ; sse:baseValue "0.8"^^xsd:double ; sse:unit "V" ;
    sse:upperValue "3.2"^^xsd:double ; sse:baseUpper "3.2"^^xsd:double .
r:warm a sse:Condition ; rdfs:label "temperature 60 °C" ; sse:conditionKey "temperature" ;
    sse:conditionText "60 °C" ; sse:value "60"^^xsd:double ; sse:unit "°C" .
r:section a sse:Section ; rdfs:label "4.3.1 Artificial SEI" ; sse:number "4.3.1" .
r:sentence a sse:Sentence ; rdfs:label "section 4.3.1, sentence 2" ; sse:sentenceNumber "4.3.1:2" ;
    sse:fingerprint "0123456789ab" .
r:ref a sse:Reference ; rdfs:label "[108]" ; sse:number "108" ; sse:authors "A. Author" ; sse:journal "J. Power" ;
    sse:year 2019 .
r:claim a sse:Claim ; rdf:subject r:film ; rdf:predicate sse:mitigates ; rdf:object r:dendrites ;
    sse:statedIn r:section ; sse:inSentence r:sentence ; sse:cites r:ref ; sse:stance "asserted" ;
    sse:status "curated" ; sse:confidence "1.0"^^xsd:double ; sse:statement "film mitigates dendrites" .
r:inferred a sse:Claim ; rdf:subject r:NaCrO2 ; rdf:predicate sse:pairedWith ; rdf:object r:Na3PS4 ;
    sse:inferredFrom r:claim ; sse:stance "asserted" ; sse:status "inferred" ;
    sse:confidence "1.0"^^xsd:double ; sse:statement "NaCrO2 is paired with Na3PS4" .
"""


class Broken(NamedTuple):
    """A piece of the toy graph, what it is replaced by, the thing that is then wrong and the shape that says so."""

    old: str
    new: str
    focus: str
    shape: str


BROKEN = [
    Broken("sse:stance \"asserted\" ;\n    sse:status \"curated\"", 'sse:status "curated"', "claim", "ClaimShape"),
    Broken("sse:statedIn r:section ; ", "", "claim", "ClaimShape"),
    Broken('"curated" ; sse:confidence "1.0"', '"curated" ; sse:confidence "1.2"', "claim", "ClaimShape"),
    Broken('sse:status "curated"', 'sse:status "guessed"', "claim", "ClaimShape"),
    Broken("rdf:object r:dendrites ;", "rdf:object r:dendrites, r:warm ;", "claim", "ClaimShape"),
    Broken(' ; sse:statement "film mitigates dendrites"', "", "claim", "ClaimShape"),
    Broken("sse:inferredFrom r:claim", "sse:inferredFrom r:film", "inferred", "InferredClaimShape"),
    Broken('sse:status "inferred"', 'sse:status "extracted"', "inferred", "InferredClaimShape"),
    Broken('sse:unit "mS/cm"', 'sse:unit "mS cm-1"', "m", "MeasurementShape"),
    Broken('sse:sign "="', 'sse:sign "about"', "m", "MeasurementShape"),
    Broken('sse:value "0.2"^^xsd:double', "sse:value 0.2", "m", "MeasurementShape"),
    Broken("sse:IonicConductivity", "r:NaCrO2", "m", "OfPropertyShape"),
    Broken("sse:hasMeasurement r:m, r:window", "sse:hasMeasurement r:m", "window", "MeasurementShape"),
    Broken('sse:upperValue "3.2"^^xsd:double ; ', "", "window", "RangeShape"),
    Broken('sse:sign "range"', 'sse:sign "~"', "window", "RangeShape"),
    Broken('sse:baseValue "0.2"^^xsd:double ; ', "", "m", "BaseValueShape"),
    Broken('sse:conditionKey "temperature"', 'sse:conditionKey "weather"', "warm", "ConditionShape"),
    Broken('sse:value "60"', 'sse:value "-300"', "warm", "ConditionShape"),
    Broken('sse:value "60"^^xsd:double ; ', "", "warm", "ConditionUnitShape"),
    Broken("sse:hasCathode r:NaCrO2 ; sse:hasElectrolyte r:Na3PS4", "sse:hasAnode r:NaCrO2", "cell", "CellShape"),
    Broken('sse:authors "A. Author" ; ', "", "ref", "ReferenceShape"),
    Broken("sse:year 2019", "sse:year 20190", "ref", "ReferenceShape"),
    Broken('rdfs:label "NaCrO2" .', 'rdfs:label "NaCrO2", "sodium chromite" .', "NaCrO2", "LabelShape"),
    Broken('rdfs:label "[108]" ; ', "", "ref", "LabelShape"),
    Broken('sse:formula "Na3PS4"', 'sse:formula "Na3PS4", "Na6P2S8"', "Na3PS4", "MaterialShape"),
    Broken(' ; skos:definition "Filaments of sodium."', "", "dendrites", "DefinitionShape"),
    Broken(' ; skos:definition "Grinding with balls."', "", "milling", "DefinitionShape"),
    Broken('; sse:number "4.3.1"', "", "section", "SectionShape"),
    Broken('"0123456789ab"', '"0123456789AB"', "sentence", "SentenceShape"),
    Broken("; sse:ofElement r:O ", "", "dopant-O", "DopantShape"),
    Broken("sse:elementSymbol \"O\"", 'sse:elementSymbol "oxygen"', "O", "ElementShape"),
    Broken("sse:mitigates r:dendrites .", "sse:mitigates r:milling .", "film", "MitigatesShape"),
    Broken("sse:hasElectrolyte r:Na3PS4 .", "sse:hasElectrolyte r:film .", "cell", "HasElectrolyteShape"),
    Broken("sse:mitigates r:d", "sse:hasInterlayer r:Na3PS4 ; sse:mitigates r:d", "film", "HasInterlayerShape"),
]  # fmt: skip


def violations(data: str, ontology: Graph, shapes: Graph) -> list[tuple[str, str]]:
    """(thing, shape) of each violation; a message must say what to do."""
    from pyshacl import validate

    graph = ontology + Graph().parse(data=data, format="turtle")
    conforms, report, text = validate(graph, shacl_graph=shapes, inference="none", do_owl_imports=False)
    assert isinstance(report, Graph), text
    found = []
    for result in report.objects(None, SH.result):
        source = report.value(result, SH.sourceShape)
        shape = source if isinstance(source, URIRef) else shapes.value(None, SH.property, source)
        assert (shapes.value(source, SH.message) or shapes.value(shape, SH.message)) in set(
            report.objects(result, SH.resultMessage)
        )
        found.append((str(report.value(result, SH.focusNode)).rsplit("/", 1)[-1], name(shape or source)))
    assert conforms == (not found)
    return sorted(found)


def test_a_well_formed_graph_conforms(ontology: Graph, shapes: Graph) -> None:
    assert violations(TOY, ontology, shapes) == []


def test_enough_broken_graphs_were_collected() -> None:
    assert len(BROKEN) == len(set(BROKEN)) == 34
    assert [case.old for case in BROKEN if TOY.count(case.old) != 1] == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.focus}-{case.old[:24].strip()}")
def test_a_broken_graph_gets_the_one_violation_it_deserves(case: Broken, ontology: Graph, shapes: Graph) -> None:
    assert violations(TOY.replace(case.old, case.new), ontology, shapes) == [(case.focus, case.shape)]


def test_shapes_are_core_named_and_speak(shapes: Graph) -> None:
    advanced = (SH.sparql, SH.js, SH.rule, SH.target, SH.select, SH.expression)
    assert [p for p in advanced if (None, p, None) in shapes] == []
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert (shape, SH.name, None) in shapes, f"{name(shape)} has no name"
        for part in [shape, *shapes.objects(shape, SH.property)]:
            checks = set(shapes.predicates(part)) - {RDF.type, SH.name, SH.property, SH.path, SH.message}
            targets = {SH.targetClass, SH.targetSubjectsOf}
            if checks - targets:
                message = str(shapes.value(part, SH.message))
                assert re.match(r"[A-Z].{20,}\.$", message), f"{name(shape)}: '{message}'"


def test_shapes_speak_of_terms_that_exist(ontology: Graph, shapes: Graph) -> None:
    own = set(shapes.subjects(RDF.type, SH.NodeShape))
    spoken = {t for triple in shapes for t in triple if isinstance(t, URIRef) and t.startswith(SSE)} - own
    assert sorted(name(term) for term in spoken - set(ours(ontology))) == []


def test_shapes_know_the_units_and_condition_keys(ontology: Graph, shapes: Graph) -> None:
    from kg.curated import CONDITION_KEYS, SIGNS, STANCES

    units = set(map(str, Collection(shapes, shapes.value(SSE.KnownUnitShape, SH["in"]))))
    assert units == spellings(ontology)
    for path, allowed in ((SSE.conditionKey, CONDITION_KEYS), (SSE.sign, SIGNS), (SSE.stance, STANCES)):
        [values] = [v for shape in shapes.subjects(SH.path, path) for v in shapes.objects(shape, SH["in"])]
        assert set(map(str, Collection(shapes, values))) == set(allowed), name(path)


def test_every_kind_of_thing_but_a_claim_needs_a_label(ontology: Graph, shapes: Graph) -> None:
    # A claim is said by sse:statement.
    labelled = set(shapes.objects(SSE.LabelShape, SH.targetClass))
    assert labelled == set(ontology.subjects(RDFS.subClassOf, SSE.Thing)) - {SSE.Claim}


def test_shapes_of_relations_follow_their_domains_and_ranges(shapes: Graph, vocabulary: Vocabulary) -> None:
    wanted = {
        r.name: {"domain": {r.domain} - {"Thing"}, "range": {r.range} - {"Thing"}}
        for r in vocabulary.relations.values()
        if (r.domain, r.range) != ("Thing", "Thing")
    }
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"domain": set(), "range": set()})
    for shape, relation in shapes.subject_objects(SH.targetSubjectsOf):
        if str(shapes.value(shape, SH.name)).startswith("what "):
            found[name(relation)]["domain"] |= {name(c) for c in shapes.objects(shape, SH["class"])}
            for part in shapes.objects(shape, SH.property):
                assert shapes.value(part, SH.path) == relation
                found[name(relation)]["range"] |= {name(c) for c in shapes.objects(part, SH["class"])}
    assert dict(found) == wanted
    assert len(wanted) > 30


def test_turtle_is_kept_in_order(path: Path) -> None:
    """Kinds of terms follow each other; a term that was added at the end of the file is put in its place."""
    kinds = "AnnotationProperty Class ObjectProperty DatatypeProperty Property Unit".split()
    order = [kinds.index(kind) for kind in re.findall(r"^sse:\w+ a \w+:(\w+)", path.read_text(encoding="utf-8"), re.M)]
    assert order == sorted(order)
    assert len(order) > 350
