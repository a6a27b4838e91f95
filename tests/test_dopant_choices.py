"""Dopants weighed by the values of what they make, and parts of cells chosen by the values of the cells."""

import pytest

from kg.answer import Answer, Asker


def told(answer: Answer) -> set[tuple[str, float | None]]:
    return {(result.label, result.value) for result in answer.results}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which dopant gives Na3SbS4 the highest conductivity?", {("W6+", 32.0)}),
        ("With which dopant does NSS conduct best?", {("W6+", 32.0)}),
        ("Which halogen gives Na3SbS4 the highest conductivity?", {("Br-", 2.87)}),
        ("Which dopant gives Na4SnS4 the lowest activation energy?", {("Se2-", 20.27)}),
        ("What is the best dopant for the conductivity of Na4SnS4?", {("Sb5+", 0.64), ("Cl-", 0.64)}),
    ],
)
def test_a_dopant_is_chosen_by_what_it_makes(
    asker: Asker, question: str, expected: set[tuple[str, float | None]]
) -> None:
    assert told(asker.ask(question)) == expected


def test_the_compound_of_a_dopant_is_told(asker: Asker) -> None:
    assert "(in Na3.06Sb0.88W0.12S4)" in asker.ask("Which dopant gives Na3SbS4 the highest conductivity?").answer


def test_dopants_above_a_bound_and_above_the_compound_itself(asker: Asker) -> None:
    above = {label for label, _ in told(asker.ask("Which dopants give Na3SbS4 a conductivity above 5 mS/cm?"))}
    assert above == {"W6+", "Ge4+"}
    better = asker.ask("Which dopants bring the conductivity of NSS above that of undoped Na3SbS4?")
    assert "Sn4+" not in {label for label, _ in told(better)}
    assert all(value is not None and value > 0.44 for _, value in told(better))


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        ("Which raises the conductivity of Na3SbS4 more, W or Mo?", "Na3.06Sb0.88W0.12S4"),
        ("Na3SbS4 doped with W or Mo: which conducts better?", "Na3.06Sb0.88W0.12S4"),
        ("Cl or Br doping of NSS: which lowers the activation energy more?", "Na2.85SbS3.85Br0.15"),
    ],
)
def test_one_of_two_dopants_is_chosen(asker: Asker, question: str, chosen: str) -> None:
    assert {label for label, _ in told(asker.ask(question))} == {chosen}


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does W doping give NSS a higher conductivity than Mo doping?", True),
        ("Is W6+ doping better than Mo6+ doping for NSS conductivity?", True),
        ("Is Cl-doped Na3SbS4 more conductive than Br-doped Na3SbS4?", False),
        ("Does bromine doping of Na3SbS4 lower the activation energy more than iodine doping?", True),
    ],
)
def test_dopings_are_weighed_by_their_own_compounds(asker: Asker, question: str, verdict: bool) -> None:
    assert asker.ask(question).boolean is verdict


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What activation energy has the electrolyte of the highest-capacity cell in Table 4?", {("Na3SbS4", 25.77)}),
        ("conductivity of the electrolyte in the cell with the highest voltage", {("Na3PS4", 0.2)}),
        ("conductivity of the electrolyte of the NaCrO2 cell with the highest capacity", {("Na3SbS4", 0.44)}),
    ],
)
def test_a_part_of_the_cell_that_its_own_value_chooses(
    asker: Asker, question: str, expected: set[tuple[str, float | None]]
) -> None:
    assert told(asker.ask(question)) == expected
