"""What a question asks for, and the part that everything it names plays in it."""

import pytest

from kg.answer import Asker
from kg.asked import Asked, read_asked
from kg.ground import ground
from kg.lexicon import Lexicon


@pytest.fixture(scope="module")
def lexicon(asker: Asker) -> Lexicon:
    return asker.lexicon


def asked(question: str, lexicon: Lexicon) -> Asked:
    return read_asked(ground(question, lexicon), lexicon, lambda name: 1, lambda classes: "")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the ionic conductivity of Na3PS4?", "values"),
        ("activation energy of Na3SbS4", "values"),
        ("Which electrolyte has the highest ionic conductivity?", "values"),
        ("Which electrolytes have a conductivity above 10 mS/cm?", "values"),
        ("top 5 most conductive electrolytes in Table 1", "values"),
        ("Which strategies mitigate dendrite growth?", "things"),
        ("Which cathodes were paired with Na3PS4?", "things"),
        ("How many cathodes were paired with Na3PS4?", "things"),
        ("How can I suppress dendrite growth?", "things"),
        ("Does the alucone film mitigate dendrite growth?", "whether"),
        ("Is Na3SbS4 stable against sodium metal?", "whether"),
        ("Who reported the alucone film?", "sources"),
        ("Which reference reports the alucone film?", "sources"),
        ("Which section describes the alucone film?", "sources"),
        ("What is a space charge layer?", "definition"),
        ("Define space charge layer", "definition"),
        ("What does NPS stand for?", "definition"),
        ("Why do dendrites grow?", "cause"),
        ("What happens when Na3PS4 meets moisture?", "outcome"),
    ],
)
def test_what_kind_of_answer_is_wanted(question: str, kind: str, lexicon: Lexicon) -> None:
    assert asked(question, lexicon).kind == kind


@pytest.mark.parametrize(
    ("question", "classes", "properties"),
    [
        ("Which strategies mitigate dendrite growth?", ("Strategy",), ()),
        ("Which cathodes were paired with Na3PS4?", ("CathodeMaterial",), ()),
        ("How can I suppress dendrite growth?", ("Strategy",), ()),
        ("What is the ionic conductivity of Na3PS4?", (), ("IonicConductivity",)),
        ("Which electrolyte is the most conductive?", ("Electrolyte",), ("IonicConductivity",)),
        ("conductivity and activation energy of Na3SbS4", (), ("IonicConductivity", "ActivationEnergy")),
        ("Which cells run for more than 500 cycles?", ("Cell",), ("CycleNumber",)),
    ],
)
def test_of_what_an_answer_is_wanted(
    question: str, classes: tuple[str, ...], properties: tuple[str, ...], lexicon: Lexicon
) -> None:
    found = asked(question, lexicon)
    assert (found.classes, found.properties) == (classes, properties)


def test_everything_named_has_its_part(lexicon: Lexicon) -> None:
    found = asked(
        "Which cathodes were paired with Na3PS4 but not TiS2, with a capacity above 100 mAh/g in Table 4?", lexicon
    )
    assert [m.text for m in found.anchors] == ["Na3PS4"]
    assert [m.text for m in found.excluded] == ["TiS2"]
    assert [m.text for m in found.places] == ["Table 4"]
    assert [m.quantity.low for m in found.bounds if m.quantity] == [100.0]
    assert "pairedWith" in {sense.id for _, sense in found.relations}
    assert "SpecificCapacity" in {name for _, name in found.judged}


def test_the_unit_wanted_is_no_bound(lexicon: Lexicon) -> None:
    found = asked("conductivity of Na3PS4 in S/cm", lexicon)
    assert (found.unit, found.bounds) == ("S/cm", ())
    assert asked("conductivity of Na3PS4", lexicon).unit == ""


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Who reported the alucone film?", ("reportedBy",)),
        ("Which group made the alucone film?", ("reportedBy",)),
        ("Which paper describes the alucone film?", ("cites",)),
        ("Which section covers the alucone film?", ("statedIn",)),
        ("Where in the review is the alucone film?", ("statedIn",)),
    ],
)
def test_which_kind_of_source_is_wanted(question: str, source: tuple[str, ...], lexicon: Lexicon) -> None:
    assert asked(question, lexicon).source == source


def test_a_property_that_nobody_knows_is_strange(lexicon: Lexicon) -> None:
    assert asked("thermal conductivity of Na3PS4", lexicon).strange == "thermal"
    assert asked("ionic conductivity of Na3PS4", lexicon).strange == ""


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("Which cathodes were paired with Na3PS4 but not TiS2?", {"TiS2"}),
        ("Which cathodes except TiS2, were paired with Na3PS4?", {"TiS2"}),
        ("Which cathodes were paired with Na3PS4?", set()),
        ("Not only TiS2: which cathodes were paired with Na3PS4?", set()),
        ("Which cathodes other than TiS2 were paired with Na3PS4?", {"TiS2"}),
    ],
)
def test_what_is_excluded(question: str, excluded: set[str], lexicon: Lexicon) -> None:
    assert {mention.text for mention in asked(question, lexicon).excluded} == excluded


def test_nothing_is_lost(lexicon: Lexicon) -> None:
    """What is named as a thing is an anchor or excluded, or is itself what is asked for."""
    for question in (
        "Which strategies mitigate dendrite growth without the alucone film?",
        "Na3PS4 or Na3SbS4: ionic conductivity?",
        "Does Na3SbS4 react with Na?",
    ):
        found = asked(question, lexicon)
        named = {m.text for m in ground(question, lexicon).mentions if m.things()}
        assert named <= {m.text for m in (*found.anchors, *found.excluded, *found.head)}
