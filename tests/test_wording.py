"""Facts said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Measurement, Place, Source, Statement
from kg.vocabulary import Relation, read_vocabulary
from kg.wording import negate, say_conditions, say_measurement, say_number, say_statement, say_value

WORDS = read_vocabulary()
NAMES = {"wax": "beeswax film", "humming": "pellet humming", "NGaS": "Na3GaS3", "Thickness": "thickness"}
PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def name(identifier: str) -> str:
    return NAMES.get(identifier, identifier)


def claim(stance: str = "asserted", predicate: str = "mitigates", **more: str) -> str:
    return say_statement(
        Statement("wax", predicate, "humming", Source((Place("9", 1),), stance=stance), **more), WORDS, name
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (-3.0, "-3"),
        (0.04, "0.04"),
        (159.8, "159.8"),
        (0.001, "0.001"),
        (0.00036, "3.6×10⁻⁴"),
        (-0.00001, "-1×10⁻⁵"),
        (0.0001, "10⁻⁴"),
        (2_500_000, "2.5×10⁶"),
        (1e6, "10⁶"),
        (999_999, "999999"),
    ],
)
def test_a_number_as_a_person_writes_it(value: float, said: str) -> None:
    assert say_number(value) == said


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_can_be_read_again(value: float) -> None:
    mantissa, times, power = say_number(value).translate(PLAIN).rpartition("×10")
    said = say_number(value).translate(PLAIN)
    if times:
        read = float(f"{mantissa}e{power}")
    elif "⁻" in say_number(value) or say_number(value) != said:
        read = float(f"1e{said[2:]}")
    else:
        read = float(said)
    assert read == pytest.approx(value, rel=1e-6, abs=0)


@pytest.mark.parametrize(
    ("sign", "value", "unit", "upper", "said"),
    [
        ("=", 0.7, "mS/cm", None, "0.7 mS/cm"),
        ("=", 1.5, "1", None, "1.5"),
        ("~", 3, "V", None, "about 3 V"),
        ("<", 3, "V", None, "less than 3 V"),
        (">", 3, "V", None, "more than 3 V"),
        ("<=", 3, "V", None, "at most 3 V"),
        (">=", 3, "V", None, "at least 3 V"),
        ("range", 0.8, "V", 3.2, "0.8 to 3.2 V"),
    ],
)
def test_a_value_with_its_bound(sign: str, value: float, unit: str, upper: float | None, said: str) -> None:
    assert say_value(sign, value, unit, upper) == said


@pytest.mark.parametrize(
    ("stance", "said"),
    [
        ("asserted", "beeswax film mitigates pellet humming"),
        ("hedged", "beeswax film mitigates pellet humming, possibly"),
        ("denied", "beeswax film does not mitigate pellet humming"),
        ("speculated", "beeswax film mitigates pellet humming, as the review's authors suspect"),
        ("other-system", "beeswax film mitigates pellet humming, in another material system"),
    ],
)
def test_every_stance_is_heard(stance: str, said: str) -> None:
    assert claim(stance) == said


def test_respect_and_circumstance_are_said() -> None:
    said = claim("denied", "outperforms", aspect="Thickness", condition="when warm")
    assert said == "beeswax film does not outperform pellet humming in thickness (when warm)"


SAID = [relation for relation in WORDS.relations.values() if relation.verbs]
"""Relations that people speak of; the others keep the books."""


@pytest.mark.parametrize("relation", SAID, ids=lambda relation: relation.name)
def test_every_relation_can_be_denied(relation: Relation) -> None:
    said = negate(relation.label, relation.verbs[0])
    assert said.startswith(("does not ", "is not "))
    assert not said.startswith(("does not be ", "does not is ", "does not has "))
    assert len(SAID) > 35


def test_a_measurement_with_its_conditions() -> None:
    fact = Measurement("NGaS", "Thickness", "~", 30, "µm", Source((Place("9", 1),)))
    assert say_measurement(fact, WORDS, name) == "Na3GaS3: thickness about 30 µm"
    warm = Measurement("NGaS", "Thickness", "~", 30, "µm", fact.source, conditions=(("cycle", "5"), ("cell_type", "x")))
    assert say_measurement(warm, WORDS, name) == "Na3GaS3: thickness about 30 µm (cycle 5, cell type x)"
    assert say_conditions(()) == ""
