"""Words by which people ask, in plain questions: what they must not be read as matters as much as the answer."""

import pytest

from kg.answer import Answer, Asker


def labels(answer: Answer) -> set[str]:
    return {result.label for result in answer.results}


def test_the_effect_of_a_dopant_on_a_property_asks_for_values(asker: Asker) -> None:
    found = {(r.label, r.value) for r in asker.ask("How does W doping affect the conductivity of NSS?").results}
    assert ("Na3.06Sb0.88W0.12S4", 32.0) in found


def test_things_are_not_ranked_by_what_is_said_of_others(asker: Asker) -> None:
    assert asker.ask("cheapest sulfide electrolyte").status == "empty"


def test_an_anode_is_looked_for_by_cathode_and_electrolyte(asker: Asker) -> None:
    assert labels(asker.ask("Which anode was used with Na3PS4 and NaCrO2?")) == {"Na15Sn4"}


@pytest.mark.parametrize("table", ["Table 1", "Tab. 1", "tab 1"])
def test_a_table_is_named_in_full_or_short(asker: Asker, table: str) -> None:
    assert [r.value for r in asker.ask(f"conductivity of Na3SbS4 in {table}").results] == [0.44]


@pytest.mark.parametrize(
    "question",
    [
        "more conductive than 10 mS/cm",
        "Which electrolytes exceed 10 mS/cm?",
        "Which electrolytes are more conductive than 10^-2 S/cm?",
    ],
)
def test_a_bound_is_said_in_many_ways(asker: Asker, question: str) -> None:
    found = asker.ask(question)
    assert {"γ-Na3PS4", "Na3.06Sb0.88W0.12S4", "Na10SiP2S12"} <= labels(found)
    assert "Na3.1Ge0.1Sb0.9S4" not in labels(found)


@pytest.mark.parametrize("word", ["besides", "other than", "except", "apart from"])
def test_an_exception_leaves_out_one_thing(asker: Asker, word: str) -> None:
    found = asker.ask(f"Which cathodes {word} NaCrO2 were paired with Na3SbS4?")
    assert "S/Na3SbS4/MSP20" in labels(found)
    assert "NaCrO2" not in labels(found)
