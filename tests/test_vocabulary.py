"""The words of the ontology, and what is said of a broken one."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from toy import FOLDER

from kg.errors import OntologyError
from kg.names import SSE, term
from kg.vocabulary import ontology_files, ontology_quads, read_vocabulary

PREFIXES = f"""\
@prefix sse: <{SSE}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def folder_with(folder: Path, turtle: str) -> tuple[Path]:
    (folder / "own.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return (folder,)


def test_a_class_has_names_and_stands_in_its_line() -> None:
    words = read_vocabulary()
    coating = words.classes["SurfaceCoating"]
    assert (coating.label, bool(coating.aliases), bool(coating.definition)) == ("surface coating", True, True)
    assert words.ancestors("SurfaceCoating") >= {"SurfaceCoating", "Strategy", "Thing"}
    assert "SurfaceCoating" in words.descendants("Strategy")
    assert words.descendants("SurfaceCoating") >= {"SurfaceCoating"}


def test_above_and_below_mirror_each_other() -> None:
    words = read_vocabulary()
    above = {(low, high) for low in words.classes for high in words.ancestors(low)}
    below = {(low, high) for high in words.classes for low in words.descendants(high)}
    assert above == below
    assert len(words.classes) > 100


def test_a_relation_is_said_in_both_directions() -> None:
    words = read_vocabulary()
    mitigates = words.relations["mitigates"]
    assert (mitigates.domain, mitigates.range) == ("Thing", "FailureMechanism")
    assert (mitigates.inverse, words.inverses["mitigatedBy"]) == ("mitigatedBy", "mitigates")
    assert mitigates.inverse_label
    assert {"mitigate", "suppress", "prevent"} <= set(mitigates.verbs)
    assert words.relations["manifestsAs"].parents == ("causes",)
    assert words.relations["sameWorkAs"].symmetric
    assert not mitigates.symmetric


def test_a_property_has_units_direction_and_adjectives() -> None:
    conductivity = read_vocabulary().properties["IonicConductivity"]
    assert (conductivity.units, conductivity.base_unit) == (("mS/cm", "S/cm"), "mS/cm")
    assert (conductivity.better_when, "conductive" in conductivity.high_words) == ("higher", True)
    assert "σ" in conductivity.symbols


def test_what_cures_a_failure_cures_how_it_shows() -> None:
    assert read_vocabulary().chains == (("mitigates", "mitigates", "manifestsAs"),)


def test_a_further_folder_adds_words() -> None:
    words, own = read_vocabulary((FOLDER,)), read_vocabulary()
    assert words.properties.keys() - own.properties.keys() == {"Gloss"}
    assert words.classes.keys() - own.classes.keys() == {"AcousticFailure"}
    assert words.properties["Gloss"].high_words == ("glossy",)
    assert "MechanicalFailure" in words.ancestors("AcousticFailure")
    assert "AcousticFailure" in words.descendants("FailureMechanism")
    assert [path.name for path in ontology_files((FOLDER,))] == ["sse.ttl", "toy.ttl"]


def test_a_name_is_made_up_where_there_is_none(tmp_path: Path) -> None:
    words = read_vocabulary(folder_with(tmp_path, "sse:Humming a owl:Class . sse:Loudness a sse:Property ."))
    assert words.classes["Humming"].label == "Humming"
    assert (words.properties["Loudness"].label, words.properties["Loudness"].units) == ("Loudness", ())


def test_a_relation_needs_a_domain(tmp_path: Path) -> None:
    turtle = "sse:likes a owl:ObjectProperty ; rdfs:domain sse:Thing . sse:likedBy a owl:ObjectProperty ."
    relations = read_vocabulary(folder_with(tmp_path, turtle)).relations
    assert "likes" in relations
    assert "likedBy" not in relations


def test_what_a_person_edits_is_read_anew(tmp_path: Path) -> None:
    before = read_vocabulary(folder_with(tmp_path, "sse:Humming a owl:Class ."))
    assert read_vocabulary((tmp_path,)) is before
    after = read_vocabulary(folder_with(tmp_path, 'sse:Humming a owl:Class ; rdfs:label "hum"@en .'))
    assert [words.classes["Humming"].label for words in (before, after)] == ["Humming", "hum"]


@pytest.mark.parametrize(
    ("turtle", "complaint"),
    [
        ("sse:Humming a owl:Class", r"own\.ttl:\d+:\d+: not valid Turtle: "),
        ("sse:Humming a no:Class .", r"own\.ttl:5:\d+: not valid Turtle: "),
        (
            "sse:Humming a owl:Class ; rdfs:subClassOf sse:Noise .",
            r"class Humming stands under 'Noise', which is no class: add or correct it",
        ),
        (
            "sse:hums a owl:ObjectProperty ; rdfs:domain sse:Thing ; rdfs:subPropertyOf sse:sounds .",
            r"relation hums stands under 'sounds', which is no relation: add or correct it",
        ),
        *(
            (
                f"sse:causes owl:propertyChainAxiom {chain} .",
                r"the property chain of causes has not two steps: write \( sse:first sse:second \)",
            )
            for chain in ("( sse:causes )", "( sse:causes sse:forms sse:causes )", "()", "sse:forms")
        ),
    ],
)
def test_a_broken_ontology_is_refused(turtle: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=complaint):
        read_vocabulary(folder_with(tmp_path, turtle))


def test_turtle_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_bytes(PREFIXES.encode() + b'sse:H rdfs:label "M\xfcller" .')
    with pytest.raises(OntologyError, match=r"own\.ttl:.*not valid Turtle"):
        read_vocabulary((tmp_path,))


def test_triple_terms_and_foreign_subjects_are_passed_over(tmp_path: Path) -> None:
    turtle = "<urn:a> rdfs:seeAlso sse:Strategy . sse:Strategy skos:note <<( <urn:a> <urn:b> <urn:c> )>> ."
    folders = folder_with(tmp_path, turtle)
    assert any(isinstance(quad.object, ox.Triple) for quad in ontology_quads(ontology_files(folders)))
    assert read_vocabulary(folders) == read_vocabulary()


def test_quads_of_the_ontology_keep_its_names() -> None:
    subjects = {quad.subject for quad in ontology_quads(ontology_files())}
    assert ox.NamedNode(term("mitigates")) in subjects
