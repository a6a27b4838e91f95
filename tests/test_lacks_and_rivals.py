"""Things chosen by what they are without ("undoped"), and by the value that another one has ("better than Na3PS4")."""

import pytest

from kg.answer import Answer, Asker

ABOVE_10 = {"γ-Na3PS4": 400.0, "Na3PS4 (tetragonal)": 15.5, "Na10SiP2S12": 10.28}


def values(answer: Answer) -> dict[str, float | None]:
    return {result.label: result.value for result in answer.results}


def labels_below(answer: Answer, bound: float) -> set[str]:
    """The labels of all results; fails when one in kJ/mol is not below the bound."""
    assert all(r.value is not None and (r.unit != "kJ/mol" or r.value < bound) for r in answer.results)
    return {result.label for result in answer.results}


@pytest.mark.parametrize(
    "question",
    [
        "Which undoped electrolytes have a conductivity above 10 mS/cm?",
        "Which electrolytes without dopants have a conductivity above 10 mS/cm?",
        "Which electrolytes have a conductivity above 10 mS/cm and are not doped?",
    ],
)
def test_what_is_not_said_to_be_in_a_thing_is_not_in_it(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert values(answer).items() >= ABOVE_10.items()
    assert "Na3.06Sb0.88W0.12S4" not in values(answer)


@pytest.mark.parametrize("question", ["conductivity of Na3SbS4 without doping", "undoped Na3SbS4 conductivity"])
def test_a_compound_without_doping_is_itself(asker: Asker, question: str) -> None:
    assert values(asker.ask(question)) == {"Na3SbS4": 0.44}


def test_cells_are_told_by_the_anode_they_do_without(asker: Asker) -> None:
    every = {r.label for r in asker.ask("List all cells").results}
    metal = {r.label for r in asker.ask("cells with a sodium metal anode").results}
    without = {r.label for r in asker.ask("cells w/o a sodium metal anode").results}
    assert without
    assert without < every
    assert not without & metal


@pytest.mark.parametrize(
    "question",
    [
        "Which electrolytes conduct better than Na3.06Sb0.88Mo0.12S4?",
        "Which electrolytes have a higher conductivity than Na3.06Sb0.88Mo0.12S4?",
        "Which electrolytes outperform Na3.06Sb0.88Mo0.12S4 in conductivity?",
    ],
)
def test_things_are_measured_against_a_named_one(asker: Asker, question: str) -> None:
    found = asker.ask(question)
    assert values(found).items() >= {**ABOVE_10, "Na3.06Sb0.88W0.12S4": 32.0}.items()
    assert "Na3.06Sb0.88Mo0.12S4" not in values(found)
    assert "above that of Na3.06Sb0.88Mo0.12S4" in found.interpretation
    assert all(r.unit != "mS/cm" or r.value is None or r.value > 3.9 for r in found.results)


def test_less_of_what_is_better_low_is_below(asker: Asker) -> None:
    found = asker.ask("Which materials have a lower activation energy than Na3.06Sb0.88W0.12S4?")
    assert labels_below(found, 17.08) >= {"γ-Na3PS4", "Na3.1Ge0.1Sb0.9S4"}
    bounded = asker.ask("Which materials have a lower activation energy than 17.08 kJ/mol?")
    assert labels_below(bounded, 17.08) == labels_below(found, 17.08)


def test_an_open_bound_is_on_its_own_side_only(asker: Asker) -> None:
    found = asker.ask("Which cathodes gave more than 300 mAh/g with Na3PS4?")
    assert "S/Na3PS4" in values(found)
    assert all(result.sign not in ("<", "<=") for result in found.results)
