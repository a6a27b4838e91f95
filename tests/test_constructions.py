"""How the field words its findings: each construction in a sentence of its own, and what is to be read from it."""

import pytest

from extract.document import Document, Sentence
from extract.extractor import Extractor

Statement = tuple[str, str, str]


def read(extractor: Extractor, text: str) -> set[Statement]:
    """What a sentence states; what it denies begins with "not"."""
    document = Document("own", text, (Sentence("", 1, 1, 0, len(text), text),))
    return {
        (one.subject.text, "not " * one.negated + one.predicate, one.object.text)
        for one in extractor.extract(document).candidates
    }


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "Na3PS4 decomposes into Na2S when it touches sodium metal.",
            {("Na3PS4", "forms", "Na2S"), ("sodium metal", "forms", "Na2S")},
        ),
        ("Coating with Al2O3 curbs side reactions.", {("Coating", "mitigates", "side reactions")}),
        ("A Ag–C buffer layer prevents dendrites.", {("Ag–C buffer layer", "mitigates", "dendrites")}),
        (
            "Incorporating LiI into Li3PS4 raises the conductivity, suppresses dendrites, and elevates the capacity.",
            {
                ("LiI", "improves", "conductivity"),
                ("LiI", "mitigates", "dendrites"),
                ("LiI", "improves", "capacity"),
            },
        ),
        (
            "Warm pressing removes residual pores.",
            {("Warm pressing", "mitigates", "residual pores")},
        ),
    ],
)
def test_a_verb_in_s_is_no_plural(extractor: Extractor, text: str, statements: set[Statement]) -> None:
    assert statements <= read(extractor, text)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Doping with Sn lowers the activation energy, so that the ionic conductivity of Na3SbS4 rises to 2 mS/cm.",
            ("Doping with Sn", "improves", "ionic conductivity"),
        ),
        (
            "Oxygen was introduced into Li3PS4, with the result that the air stability went up by one order.",
            ("Oxygen", "improves", "air stability"),
        ),
        (
            "Bromide substitution, by which the ionic conductivity is boosted, takes little effort.",
            ("Bromide substitution", "improves", "ionic conductivity"),
        ),
    ],
)
def test_what_follows_is_said_of_what_it_follows_from(extractor: Extractor, text: str, statement: Statement) -> None:
    assert statement in read(extractor, text)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "The pellets undergo cracking as a result of volume expansion.",
            ("volume expansion", "causes", "cracking"),
        ),
        (
            "Contact loss occurs due to the volume change of silicon.",
            ("volume change", "causes", "Contact loss"),
        ),
        (
            "Void formation at the interface is responsible for dendrite growth.",
            ("Void formation", "causes", "dendrite growth"),
        ),
    ],
)
def test_causes_are_named_behind_what_they_cause(extractor: Extractor, text: str, statement: Statement) -> None:
    assert statement in read(extractor, text)


def test_what_helps_is_no_cause_of_what_it_suppresses(extractor: Extractor) -> None:
    found = read(extractor, "Owing to the polymer interlayer, dendrite growth is suppressed.")
    assert found == {("polymer interlayer", "mitigates", "dendrite growth")}


def test_nor_denies_as_not_does(extractor: Extractor) -> None:
    found = read(extractor, "The glass coating fails to prevent side reactions, nor does it improve the air stability.")
    assert found == {
        ("glass coating", "not mitigates", "side reactions"),
        ("glass coating", "not improves", "air stability"),
    }


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Li3YCl6 remains unaltered in contact with LiCoO2.", ("Li3YCl6", "stableAgainst", "LiCoO2")),
        ("The chloride does not withstand lithium metal.", ("chloride", "not stableAgainst", "lithium metal")),
        ("Sulfur is an attractive partner for Na3SbS4.", ("Sulfur", "pairedWith", "Na3SbS4")),
        (
            "TiS2 was employed together with Na3PS4 in the cell.",
            ("TiS2", "pairedWith", "Na3PS4"),
        ),
        (
            "Na3PS4 is reduced to Na2S upon contact with sodium.",
            ("sodium", "forms", "Na2S"),
        ),
    ],
)
def test_materials_that_meet(extractor: Extractor, text: str, statement: Statement) -> None:
    assert statement in read(extractor, text)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Presodiation raises the Coulombic efficiency of the LiCoO2 cathode from 71% to 93%.",
            ("LiCoO2", "hasValue", "Coulombic efficiency"),
        ),
        (
            "Adding Sc to Na3PS4 affords a conductivity of 4 mS/cm.",
            ("Na3PS4", "hasValue", "conductivity"),
        ),
        (
            "Doping with Sn in Na3SbS4 leaves few voids, and the conductivity climbs to 3 mS/cm.",
            ("Na3SbS4", "hasValue", "conductivity"),
        ),
    ],
)
def test_a_value_belongs_to_what_was_changed(extractor: Extractor, text: str, statement: Statement) -> None:
    assert statement in read(extractor, text)


def test_a_percentage_beside_a_material_tells_no_property(extractor: Extractor) -> None:
    found = read(extractor, "The gas set free by the glass was lower than that of Na3PS4 (almost 40%).")
    assert not [one for one in found if one[1] == "hasValue"]


def test_what_forms_on_a_surface_is_made_of_what_is_there(extractor: Extractor) -> None:
    assert read(extractor, "Li2CO3 forms on the surface of LLZO in air.") == {("LLZO", "forms", "Li2CO3")}
