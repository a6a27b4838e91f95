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


@pytest.mark.parametrize(
    "question",
    [
        "electrolytes with more than 0.5 but less than 1 mS/cm in Table 2",
        "Which electrolytes of Table 2 conduct at least 0.5 and at most 1 mS/cm?",
        "Table 2 electrolytes above 5×10^-4 but below 10^-3 S/cm",
    ],
)
def test_bounds_may_share_a_unit(asker: Asker, question: str) -> None:
    assert labels(asker.ask(question)) == {"Na10.8Sn1.9PS11.8", "Na11Sn2SbS12", "Na10SnSb2S12"}


def test_what_a_table_lists_of_a_thing(asker: Asker) -> None:
    found = asker.ask("Na3SbS4 in Table 1")
    assert [(r.value, r.unit) for r in found.results] == [(0.44, "mS/cm"), (25.77, "kJ/mol")]
    assert labels(asker.ask("selenides in Table 1")) == {"Na3PSe4", "Na4SnSe4"}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("By what factor does tungsten doping raise the conductivity of NSS?", {72.727}),
        ("How much does W doping raise the conductivity of Na3SbS4?", {0.44, 32.0}),
        ("How much does selenium lower the activation energy of Na3PS4?", {27.89, 20.27}),
        ("By how much does Cl doping of NSS lower its activation energy?", {2.42}),
        ("How much does calcium raise the conductivity of Na3SbS4?", set()),
    ],
)
def test_the_size_of_an_effect_is_against_the_compound_itself(asker: Asker, question: str, values: set[float]) -> None:
    assert {r.value for r in asker.ask(question).results} == values


@pytest.mark.parametrize(
    ("question", "references"),
    [
        ("Which paper reports the lowest activation energy in Table 1?", (52,)),
        ("Which reference reports the highest conductivity?", (76,)),
        ("Who reported the conductivity of Na3SbS4?", (39,)),
        ("who reported cells with more than 500 cycles", (119,)),
    ],
)
def test_the_source_of_a_value_chosen_by_its_size(asker: Asker, question: str, references: tuple[int, ...]) -> None:
    [work] = asker.ask(question).results
    assert work.references == references


@pytest.mark.parametrize("alloy", ["Na-K alloy", "Na–Hg alloy", "Li-In anode"])
def test_an_unknown_alloy_is_no_known_one(asker: Asker, alloy: str) -> None:
    assert asker.ask(f"Which cells use a {alloy}?").status == "empty"
    assert asker.ask("Which cells use a Na-Sn alloy?").status == "answered"


def test_each_of_two_parts_cites_its_own_claim(asker: Asker) -> None:
    found = asker.ask("TiS2 in Table 4: which anode and which electrolyte?")
    assert {(r.label, r.references) for r in found.results} == {("Na-Sn", (156,)), ("Na3PS4", (156,))}


@pytest.mark.parametrize("never", ["have not been tried", "have never been tested", "haven't been paired yet"])
def test_what_was_never_done_is_a_gap_of_the_graph(asker: Asker, never: str) -> None:
    found = asker.ask(f"Which cathodes {never} with Na3SbS4?")
    assert "FeS2" in labels(found)
    assert not labels(found) & {"NaCrO2", "S/Na3SbS4", "S/Na3SbS4/MSP20"}
    assert "no claim of the graph on it with Na3SbS4" in found.interpretation


def test_values_of_something_else_are_no_answer(asker: Asker) -> None:
    assert asker.ask("What is the capacity retention of cells with NaF interlayer?").status == "empty"


def test_cells_are_listed_by_the_conditions_of_their_values(asker: Asker) -> None:
    assert labels(asker.ask("Which cells were tested at 60 °C?")) == {"Na2S/Na3PS4/CMK-3 | Na3PS4 | Na15Sn4"}
    assert "NaCrO2 | Na3SbS4 | Na15Sn4" in labels(asker.ask("Which cells were cycled at 0.13 mA/cm2?"))


@pytest.mark.parametrize("failure", ["the risk of short circuits", "dendrite growth", "Na dendrite growth"])
def test_more_of_a_failure_is_its_cause(asker: Asker, failure: str) -> None:
    more, cause = asker.ask(f"What increases {failure}?"), asker.ask(f"What causes {failure}?")
    assert labels(more) == labels(cause) != set()


def test_of_two_opposite_relations_none_is_forgotten(asker: Asker) -> None:
    assert asker.ask("Which dopants improve conductivity but worsen air stability?").status == "empty"
