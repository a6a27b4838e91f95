"""What follows from stated facts, and that it says from which."""

from dataclasses import replace

import pytest
from toy import FOLDER

from kg.curated import read_curated
from kg.inference import Inferred, elements_of, formula_of, infer, substitutions_of
from kg.model import Cell, Curated, Entity, Measurement, Place, Source, Statement
from kg.vocabulary import Vocabulary, read_vocabulary

WORDS = read_vocabulary()
HERE, THERE = Place("9.1", 1), Place("9.2", 2)


def source(*places: Place, **more: object) -> Source:
    return Source(places or (HERE,), **more)  # type: ignore[arg-type]


CURES = Statement("wax", "mitigates", "humming", source(references=(7,), groups=("group-toy",)))
SHOWS = Statement("humming", "manifestsAs", "dust", source(THERE, references=(8,)))
THINGS = {
    "Na3GaS3": Entity("Na3GaS3", "Na3GaS3", ("Material",), formula="Na3GaS3", kind="materials"),
    "mix": Entity(
        "mix", "Na2.9Ga0.9Ge0.1S3", ("Material",), formula="Na2.9Ga0.9Ge0.1S3", broader=("Na3GaS3",), kind="materials"
    ),
    "dopant-Ga": Entity("dopant-Ga", "Ga3+", ("Dopant",), element="Ga", kind="dopants"),
    "dopant-Ge": Entity("dopant-Ge", "Ge4+", ("Dopant",), element="Ge", kind="dopants"),
}


def inferred(*statements: Statement, words: Vocabulary = WORDS, **more: object) -> list[Inferred]:
    return infer(Curated(entities={}, statements=statements, **more), words)  # type: ignore[arg-type]


def triples(found: list[Inferred]) -> list[tuple[str, str, str]]:
    return [(i.statement.subject, i.statement.predicate, i.statement.object) for i in found]


@pytest.fixture(scope="module")
def curated() -> Curated:
    return read_curated()


@pytest.fixture(scope="module")
def found(curated: Curated) -> list[Inferred]:
    return infer(curated, WORDS)


# chains


def test_what_cures_a_failure_cures_how_it_shows() -> None:
    chain, parent = inferred(SHOWS, CURES)[1], inferred(SHOWS, CURES)[0]
    assert triples([chain, parent]) == [("wax", "mitigates", "dust"), ("humming", "causes", "dust")]
    assert (chain.premises, parent.premises) == ((CURES, SHOWS), (SHOWS,))
    assert chain.statement.source == CURES.source


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("stance", ["hedged", "speculated", "other-system"])
def test_a_chain_is_as_sure_as_its_weakest_link(which: int, stance: str) -> None:
    links = [CURES, SHOWS]
    links[which] = replace(links[which], source=replace(links[which].source, stance=stance))
    [chain] = [i for i in inferred(*links) if i.statement.subject == "wax"]
    assert chain.statement.source.stance == stance


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_follows_from_what_is_denied(which: int) -> None:
    links = [CURES, SHOWS]
    links[which] = replace(links[which], source=replace(links[which].source, stance="denied"))
    assert "wax" not in {i.statement.subject for i in inferred(*links)}
    assert bool(inferred(*links)) == (which == 0), "only the causes that manifestsAs implies is left"


def test_what_is_stated_is_not_inferred_again() -> None:
    stated = Statement("wax", "mitigates", "dust", source(THERE))
    assert triples(inferred(CURES, SHOWS, stated)) == [("humming", "causes", "dust")]
    assert triples(inferred(CURES, SHOWS, replace(SHOWS, predicate="causes"), stated)) == []


def test_nothing_stands_in_relation_to_itself() -> None:
    assert inferred(replace(CURES, subject="dust"), SHOWS)[0].statement.subject == "humming"
    assert len(inferred(replace(CURES, subject="dust"), SHOWS)) == 1


def test_a_chain_of_the_ontology_is_data() -> None:
    words = replace(WORDS, chains=(("improves", "forms", "usesMaterial"),))
    facts = (Statement("a", "forms", "b", source()), Statement("b", "usesMaterial", "c", source()))
    assert triples(inferred(*facts, words=words)) == [("a", "improves", "c")]


def test_strategies_against_the_na2s_interphase_come_with_premises(curated: Curated, found: list[Inferred]) -> None:
    chains = [i for i in found if (i.statement.predicate, i.statement.object) == ("mitigates", "Na2S-interphase")]
    assert len(chains) >= 5
    stated = set(curated.statements)
    for chain in chains:
        cures, shows = chain.premises
        assert isinstance(cures, Statement)
        assert isinstance(shows, Statement)
        assert {cures, shows} <= stated
        assert (cures.subject, cures.predicate) == (chain.statement.subject, "mitigates")
        assert (shows.subject, shows.predicate, shows.object) == (cures.object, "manifestsAs", "Na2S-interphase")
        assert chain.statement.source.places == cures.source.places


def test_everything_inferred_is_new_known_and_rests_on_the_review(curated: Curated, found: list[Inferred]) -> None:
    stated = {(s.subject, s.predicate, s.object) for s in curated.statements if s.source.accepted is None}
    assert len(found) > 100
    assert stated.isdisjoint(triples(found))
    assert triples(found) == sorted(set(triples(found)))
    assert [i for i in found if not i.statement.source.places] == []
    known = curated.entities.keys() | {cell.id for cell in curated.cells} | WORDS.properties.keys()
    assert {name for s, _, o in triples(found) for name in (s, o)} <= known


# cells


def test_cathode_and_electrolytes_of_a_cell_are_paired() -> None:
    cell = Cell("c", "C", "S", ("one", "two"), (), "Na", source(references=(3,)))
    bare = Cell("d", "D", "", ("one",), (), "Na", source())
    pairs = inferred(cells=(cell, bare))
    assert triples(pairs) == [("S", "pairedWith", "one"), ("S", "pairedWith", "two")]
    assert {(i.premises, i.statement.source) for i in pairs} == {((cell,), cell.source)}


# formulae


def test_dopant_and_what_it_replaces_are_read_off_the_formulae() -> None:
    value = Measurement("mix", "IonicConductivity", "=", 1.9, "mS/cm", source(THERE, references=(9,)))
    curated = Curated(entities=THINGS, measurements=(value,))
    found = infer(curated, WORDS)
    assert triples(found) == [("mix", "hasDopant", "dopant-Ge"), ("mix", "replaces", "dopant-Ga")]
    assert {i.statement.source for i in found} == {Source((THERE,), (9,))}


def test_an_element_that_is_no_dopant_of_the_tables_is_left_out() -> None:
    things = {name: thing for name, thing in THINGS.items() if name != "dopant-Ga"}
    assert triples(infer(Curated(entities=things), WORDS)) == [("mix", "hasDopant", "dopant-Ge")]


@pytest.mark.parametrize(
    ("material", "dopants", "replaced"),
    [
        ("Na2.88Sb0.88W0.12S4", {"dopant-W"}, {"dopant-Sb"}),
        ("Na3PS3.85O0.15", {"dopant-O"}, {"dopant-S"}),
        ("Na2.8PS3.8Cl0.2", {"dopant-Cl"}, {"dopant-S"}),
        ("Na3.1Ge0.1Sb0.9S4", {"dopant-Ge"}, {"dopant-Sb"}),
    ],
)
def test_dopants_of_the_review(
    material: str, dopants: set[str], replaced: set[str], found: list[Inferred], curated: Curated
) -> None:
    name = next(e.id for e in curated.entities.values() if e.kind == "materials" and material in (e.formula, e.likely))
    stated = [(s.subject, s.predicate, s.object) for s in curated.statements]
    facts = [*triples(found), *stated]
    assert {o for s, p, o in facts if (s, p) == (name, "hasDopant")} == dopants
    assert {o for s, p, o in facts if (s, p) == (name, "replaces")} == replaced


def test_the_likely_formula_counts_where_the_printed_one_cannot_be_right() -> None:
    thing = Entity("x", "x", ("Material",), formula="Na3.06Sb0.88W0.12S4", likely="Na2.88Sb0.88W0.12S4")
    assert str(formula_of(thing)) == str(formula_of(replace(thing, formula="", likely="Na2.88Sb0.88W0.12S4")))
    assert elements_of(thing, THINGS) == ["Na", "S", "Sb", "W"]
    assert (elements_of(THINGS["dopant-Ge"], THINGS), formula_of(THINGS["dopant-Ge"])) == (["Ge"], None)
    assert elements_of(replace(thing, formula="", likely=""), THINGS) == []
    mixture = replace(thing, formula="", likely="", components=(thing.id, "dopant-Ge"))
    assert elements_of(mixture, THINGS | {thing.id: thing}) == ["Ge", "Na", "S", "Sb", "W"]


@pytest.mark.parametrize("formula", ["", "Na2S/Na3GaS3"])
def test_no_substitution_is_read_off_a_composite_or_a_name(formula: str) -> None:
    things = {**THINGS, "mix": replace(THINGS["mix"], formula=formula)}
    assert substitutions_of(things["mix"], things) == []


def test_toy_facts_give_toy_inferences() -> None:
    curated = read_curated(FOLDER)
    own = {e.id for e in curated.entities.values()} - {e.id for e in read_curated().entities.values()}
    found = triples(
        [i for i in infer(curated, read_vocabulary((FOLDER,))) if own & {i.statement.subject, i.statement.object}]
    )
    assert found == [
        ("Na2.9Ga0.9Ge0.1S3", "hasDopant", "dopant-Ge"),
        ("Na2.9Ga0.9Ge0.1S3", "replaces", "dopant-Ga"),
        ("NaCrO2", "pairedWith", "Na3GaS3"),
        ("beeswax-film", "mitigates", "dust-shedding"),
        ("pellet-humming", "causes", "dust-shedding"),
    ]
