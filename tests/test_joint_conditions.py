"""Questions with several conditions at once: of cells, of comparisons, of effects, of composition."""

import pytest

from kg.answer import Answer, Asker


def labels(answer: Answer) -> set[str]:
    return {result.label for result in answer.results}


# ── the cell of which a part is asked for ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which anode does the cell at 0.3 C have?", {"Na3Sn"}),
        ("Which electrolyte and which anode does the cell at 0.3 C have?", {"Na3PS4", "Na3Sn"}),
        (
            "Cathode, electrolyte and anode of the cell at 0.3 C",
            {"Na2MoS4/Na3PS4/C", "Na2S/Na11Sn2PS12", "Na3PS4", "Na3Sn"},
        ),
        ("Which cathode was cycled at 0.3 C with Na3PS4?", {"Na2MoS4/Na3PS4/C", "Na2S/Na11Sn2PS12"}),
        ("Which cathodes were tested with Na3PS4 at 60 °C?", {"Na2S/Na3PS4/CMK-3"}),
        ("Which cathodes were tested at 60 °C?", {"Na2S/Na3PS4/CMK-3"}),
    ],
)
def test_parts_are_those_of_the_cell_under_the_condition(asker: Asker, question: str, found: set[str]) -> None:
    assert labels(asker.ask(question)) == found


def test_a_condition_that_cannot_be_met_is_told(asker: Asker) -> None:
    assert "not used: 60 °C" in asker.ask("Which dopant raises the conductivity at 60 °C").interpretation


def test_a_figure_and_a_cathode_choose_one_cell(asker: Asker) -> None:
    answer = asker.ask("Ionic conductivity of the electrolyte that gave NaCrO2 200 mAh/g")
    assert {(r.label, r.value) for r in answer.results} == {("Na3SbS4", 0.44)}


def test_a_number_or_more_is_a_bound(asker: Asker) -> None:
    answer = asker.ask("Which cells ran for 100 or more cycles?")
    assert labels(answer) == labels(asker.ask("Which cells ran for at least 100 cycles?"))
    assert all(r.value is not None and r.value >= 100 for r in answer.results)


# ── comparisons with one compound ────────────────────────────────────────────────────────────────────────────────────


def test_two_comparisons_with_one_compound_both_hold(asker: Asker) -> None:
    better = labels(asker.ask("Which Table 1 electrolytes conduct better than Na3SbS4?"))
    both = asker.ask("Which Table 1 electrolytes conduct better than Na3SbS4 and have a lower activation energy?")
    assert {"Na3.06Sb0.88W0.12S4", "Na3PSe4"} <= labels(both) < better
    assert "Na2.85P0.85W0.15S4" in better - labels(both)
    worse = asker.ask("Electrolytes in Table 1 with lower Ea than Na3SbS4 but lower conductivity too")
    assert labels(worse) == {"Na4SnSe4", "Na2.8PS3.8Cl0.2"}


def test_a_comparison_without_a_subject_looks_for_things(asker: Asker) -> None:
    sought = labels(asker.ask("more conductive electrolytes than Na3SbS4"))
    assert sought == labels(asker.ask("which electrolytes are more conductive than Na3SbS4"))
    assert asker.ask("NSS more conductive than NPS").boolean is True


# ── two demands ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_both_demands_are_met(asker: Asker) -> None:
    both = asker.ask("Which dopant both increases conductivity of Na3SbS4 and improves air stability?")
    assert labels(both) == {"Ge4+"}
    strategies = asker.ask("Which strategies both suppress dendrites and lower the interfacial resistance?")
    assert labels(strategies) == {"Na3Sb-containing interface from Na-Sn and Na3SbS4"}
    neither = asker.ask("Which strategies suppress dendrites and improve interfacial contact?")
    assert neither.status == "empty"


def test_what_contains_two_elements_contains_both(asker: Asker) -> None:
    found = labels(asker.ask("Electrolytes that contain Sn and P but no Ge"))
    assert {"Na11Sn2PS12", "Na3.6Sn0.8P0.2S3.8Cl0.2"} <= found
    assert not found & {"Na10GeP2S12", "Na3PS4", "Na10SnP2S12"}


def test_what_follows_a_name_is_not_excluded_with_it(asker: Asker) -> None:
    found = asker.ask("electrolytes without P that contain Sn")
    assert "Na11Sn2SbS12" in labels(found)
    assert "not Sn" not in found.interpretation


# ── yes or no ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Do oxide cathodes work without a protective layer?", False),
        ("Do oxide cathodes need a protective layer?", True),
        ("Can Na2S act as sodium donor?", True),
        ("Does slow cooling after annealing improve crystallinity?", True),
    ],
)
def test_a_claim_decides_beside_circumstances(asker: Asker, question: str, holds: bool) -> None:
    assert asker.ask(question).boolean is holds


def test_the_class_asked_for_is_no_part_of_what_is_said_of_it(asker: Asker) -> None:
    assert labels(asker.ask("Which oxide cathode was coated with a halide?")) == {"NYZC-coated NaCrO2"}


def test_references_of_a_compound_are_those_of_its_values(asker: Asker) -> None:
    assert [r.references for r in asker.ask("reference for Na10SiP2S12").results] == [(57,)]


def test_what_must_not_happen_is_no_demand(asker: Asker) -> None:
    spared = asker.ask("which dopant raises the conductivity of Na3SbS4 without worsening air stability")
    assert labels(spared) == {"Ge4+"}
