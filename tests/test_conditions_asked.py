"""Values asked for under conditions: whose they are, in which unit, of which of several properties."""

import pytest

from kg.answer import Answer, Asker
from kg.ground import ground


def values(answer: Answer) -> set[tuple[str, float | None, str | None]]:
    return {(r.label, r.value, r.unit) for r in answer.results}


def figures(answer: Answer) -> set[tuple[float | None, str | None]]:
    return {(r.value, r.unit) for r in answer.results}


@pytest.mark.parametrize(
    "question",
    [
        "Na3PS4 conductivity after annealing at 450 °C",
        "conductivity of NPS when annealed at 450 °C",
        "conductivity of Na3PS4 annealed at 723.15 K",
    ],
)
def test_a_compound_stands_for_the_polymorph_made_under_the_condition(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert values(answer) == {("Na3PS4 (tetragonal)", 15.5, "mS/cm")}
    assert "not used" not in answer.interpretation


def test_a_condition_that_nothing_was_measured_under_is_not_dropped(asker: Asker) -> None:
    assert asker.ask("conductivity of Na3PS4 annealed at 271 °C").status == "empty"


@pytest.mark.parametrize("said", ["60 mA/g", "0.06 A/g", "60 mA g-1"])
def test_a_condition_is_met_in_any_unit(asker: Asker, said: str) -> None:
    assert figures(asker.ask(f"capacity of FeS2 at {said}")) == {(287.0, "mAh/g")}


def test_properties_joined_before_a_condition_share_it(asker: Asker) -> None:
    answer = asker.ask("What conductivity and activation energy does Na3PS4 reach when it is annealed at 250 °C?")
    assert figures(answer) == {(0.77, "mS/cm"), (0.42, "eV")}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("capacity at 60 mA/g and cycle number of FeS2", {(287.0, "mAh/g"), (100.0, "cycles")}),
        ("capacity after 20 cycles and voltage of NaCrO2 with Na3SbS4", {(200.0, "mAh/g"), (1.7, "V")}),
    ],
)
def test_a_property_behind_a_condition_is_asked_for_too(
    asker: Asker, question: str, found: set[tuple[float, str]]
) -> None:
    assert figures(asker.ask(question)) == found


def test_conditions_of_one_unit_are_alternatives(asker: Asker) -> None:
    answer = asker.ask("capacity of NaCrO2 with Na3SbS4 in cycle 1 and in cycle 20")
    assert {r.conditions.split(",")[0] for r in answer.results} == {"cycle 1", "cycle 20"}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How many volts does NaCrO2 run at with NPS?", {(2.9, "V")}),
        ("How much does NaCrO2 deliver with Na3PS4?", {(60.0, "mAh/g")}),
        ("What does NaCrO2 deliver with Na3PS4, and what with Na3SbS4?", {(60.0, "mAh/g"), (200.0, "mAh/g")}),
    ],
)
def test_what_is_delivered_is_a_value(asker: Asker, question: str, found: set[tuple[float, str]]) -> None:
    assert figures(asker.ask(question)) >= found


def test_how_many_of_a_noun_is_a_count(asker: Asker) -> None:
    assert "count" in asker.ask("How many cells use Na3SbS4?").answer
    assert not any(m.of("unit") for m in ground("How many S atoms are there?", asker.lexicon).mentions)


@pytest.mark.parametrize("question", ["Ea of Na4SnS4 and its selenide counterpart Na4SnSe4", "Ea of Na4SnS4, Na4SnSe4"])
def test_what_describes_a_name_is_no_condition(asker: Asker, question: str) -> None:
    assert {r.label for r in asker.ask(question).results} == {"Na4SnS4", "Na4SnSe4"}


@pytest.mark.parametrize("joined", ["Cl- and Br-doped", "Cl and Br doped", "Cl-/Br-doped", "Cl-, Br- and I-doped"])
def test_a_suspended_hyphen_stands_for_words_to_come(asker: Asker, joined: str) -> None:
    found = {r.label for r in asker.ask(f"activation energy of {joined} Na3SbS4").results}
    assert found >= {"Na2.8SbS3.8Cl0.2", "Na2.85SbS3.85Br0.15"}


def test_the_site_of_an_element_is_no_dopant(asker: Asker) -> None:
    on_site = asker.ask("Si, Ge or Sn on the Sb site of Na3SbS4: which conducts best?")
    assert values(on_site) == values(asker.ask("Si, Ge or Sn in Na3SbS4: which conducts best?"))


def test_a_clause_that_defines_asks_for_no_definition(asker: Asker) -> None:
    answer = asker.ask("Temperature limits that define warm and hot isostatic pressing")
    assert figures(answer) == {(250.0, "°C"), (900.0, "°C")}
