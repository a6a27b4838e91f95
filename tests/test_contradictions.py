"""Contradictions: facts that cannot both hold, and pairs that only look like it."""

import pytest

from kg.contradictions import Contradiction, are_comparable, find_contradictions
from kg.curated import read_curated
from kg.model import Curated, Measurement, Place, Source, Statement


def said(text: str, stance: str = "asserted", condition: str = "", dispute: str = "", sentence: int = 1) -> Statement:
    subject, predicate, value, *aspect = text.split()
    source = Source((Place("1", sentence),), stance=stance, dispute=dispute)
    return Statement(subject, predicate, value, source, aspect[0] if aspect else "", condition)


def measured(text: str, sentence: int = 1, dispute: str = "", **conditions: str) -> Measurement:
    sign, number, unit = text.split()
    source = Source((Place("1", sentence),), dispute=dispute)
    return Measurement("NPS", "IonicConductivity", sign, float(number), unit, source, None, tuple(conditions.items()))


def found(*facts: Statement | Measurement) -> list[Contradiction]:
    return find_contradictions(
        Curated(
            {},
            tuple(fact for fact in facts if isinstance(fact, Statement)),
            tuple(fact for fact in facts if isinstance(fact, Measurement)),
        )
    )


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (said("Ge improves sigma"), said("Ge worsens sigma"), "opposite verdicts"),
        (said("Ge mitigates dendrites"), said("Ge causes dendrites"), "opposite verdicts"),
        (said("NPS stableAgainst Na"), said("NPS reactsWith Na"), "opposite verdicts"),
        (said("Ge improves sigma"), said("Ge worsens sigma", condition="cold"), "opposite verdicts"),
        (said("NPS stableAgainst Na"), said("NPS stableAgainst Na", "denied"), "stated and denied"),
        (said("a outperforms b Cost"), said("b outperforms a Cost"), "better both ways"),
        (measured("= 0.2 mS/cm"), measured("= 15.5 mS/cm", 2), "two values under the same conditions"),
        (measured("= 0.2 mS/cm"), measured("< 0.04 mS/cm", 2), "two values under the same conditions"),
        (measured("< 0.04 mS/cm"), measured("> 1 mS/cm", 2), "two values under the same conditions"),
        (
            measured("= 1295 mS/cm", cycle="140"),
            measured("= 1400 mS/cm", 2, cycle="140", current_density="0.127 mA/cm2"),
            "two values under the same conditions",
        ),
    ],
)
def test_contradiction(one: Statement | Measurement, other: Statement | Measurement, rule: str) -> None:
    assert [c.rule for c in found(one, other)] == [rule]
    assert [c.rule for c in found(other, one)] == [rule]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said("Ge improves sigma"), said("Ge improves sigma", "hedged")),
        (said("Ge improves sigma", condition="hot"), said("Ge worsens sigma", condition="cold")),
        (said("Ge improves sigma"), said("Ge worsens sigma", "denied")),
        (said("SCL worsens sigma"), said("SCL improves sigma", "other-system")),
        (said("a outperforms b Cost"), said("b outperforms a Safety")),
        (said("a outperforms b Cost"), said("b outperforms a Cost", "denied")),
        (measured("= 0.2 mS/cm"), measured("= 0.0002 S/cm", 2)),
        (measured("= 0.2 mS/cm"), measured("= 15.5 mS/cm", 1)),
        (measured("= 0.2 mS/cm"), measured("< 1 mS/cm", 2)),
        (measured("> 0.1 mS/cm"), measured("< 1 mS/cm", 2)),
        (measured("= 0.2 mS/cm"), measured("> 0.1 mS/cm", 2)),
        (measured("= 0.2 mS/cm"), measured("= 15.5 mS/cm", 2, annealing_temperature="450 °C")),
        (measured("= 0.2 mS/cm", cycle="1"), measured("= 15.5 mS/cm", 2, cycle="100")),
        (measured("= 0.2 mS/cm"), measured("= 5 %", 2)),
    ],
)
def test_no_contradiction(one: Statement | Measurement, other: Statement | Measurement) -> None:
    assert not found(one, other)
    assert not found(other, one)


def test_what_a_curator_marked_keeps_its_key_and_comes_once() -> None:
    one, other = said("Ge improves sigma", dispute="Ge:up"), said("Ge worsens sigma", dispute="Ge:down")
    assert [(c.rule, c.key) for c in found(one, other)] == [("marked by a curator", "Ge")]
    assert not found(one, said("Ge improves Cost", dispute="Ge:up"))


def test_several_marks_on_one_fact() -> None:
    both = said("Ge improves sigma", dispute="a:yes | b:yes")
    pairs = found(both, said("Ge affects x", dispute="a:no"), said("Ge affects y", dispute="b:no"))
    assert sorted(c.key for c in pairs) == ["a", "b"]


def test_comparable_conditions() -> None:
    assert are_comparable(measured("= 1 mS/cm", cycle="1"), measured("= 1 mS/cm", cycle="1", rate="1 C"))
    assert not are_comparable(measured("= 1 mS/cm", rate="2 C"), measured("= 1 mS/cm", rate="1 C"))
    assert not are_comparable(measured("= 1 mS/cm"), measured("= 1 mS/cm", rate="1 C"))


def test_review_contradicts_itself() -> None:
    """The disagreements that the notes on the review name are there."""
    pairs = find_contradictions(read_curated())
    assert len({frozenset((c.first, c.second)) for c in pairs}) == len(pairs) >= 40
    keys = {c.key for c in pairs}
    assert {"s-composite-capacity", "na2s-nps-cmk3-capacity", "s-nss-retained-capacity", "Ge-NSS-conductivity"} <= keys
