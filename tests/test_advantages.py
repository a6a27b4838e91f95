"""Things set against each other: in what one is better, which one to choose, and for what."""

import pytest

from kg.answer import Answer, Asker
from kg.ground import ground

SULFIDES_OVER_OXIDES = {"commercialisation of solid electrolytes", "cost", "ionic conductivity"}


def labels(answer: Answer) -> set[str]:
    return {result.label for result in answer.results}


@pytest.mark.parametrize(
    "question",
    [
        "what are sulfides better at than oxides",
        "What are the advantages of sulfide electrolytes over oxide electrolytes?",
        "why prefer sulfides to oxides",
        "drawbacks of oxides compared with sulfides",
    ],
)
def test_advantages_of_one_over_another(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert labels(answer) == SULFIDES_OVER_OXIDES
    assert answer.interpretation.startswith("advantages of ")


def test_side_by_side_each_tells_what_it_is_better_in(asker: Asker) -> None:
    answer = asker.ask("sulfide vs oxide electrolytes")
    better = {result.label: result.conditions for result in answer.results}
    assert better.keys() == SULFIDES_OVER_OXIDES | {"air stability"}
    assert better["air stability"] == "oxide solid electrolyte better"
    assert better["cost"] == "sulfide solid electrolyte better"


@pytest.mark.parametrize(
    ("question", "better"),
    [
        ("which is more air stable, oxide or sulfide electrolytes", "oxide solid electrolyte"),
        ("Which have the lower cost, sulfides or oxides?", "sulfide solid electrolyte"),
    ],
)
def test_families_are_chosen_by_an_aspect(asker: Asker, question: str, better: str) -> None:
    assert labels(asker.ask(question)) == {better}


@pytest.mark.parametrize(
    ("question", "label", "value"),
    [
        ("which electrolyte gives NaCrO2 the higher capacity, NPS or NSS", "Na3SbS4", 200.0),
        ("which electrolyte gives NVP the highest capacity", "Na2.8PS3.8Cl0.2", 87.0),
        ("which anode gives Na3PS4 cells the longest cycle life", "Na15Sn4", 140.0),
        ("does W or Mo doping give NSS the higher conductivity", "Na3.06Sb0.88W0.12S4", 32.0),
    ],
)
def test_one_of_several_is_chosen_by_value(asker: Asker, question: str, label: str, value: float) -> None:
    assert {(r.label, r.value) for r in asker.ask(question).results} == {(label, value)}


def test_or_not_is_no_negation(asker: Asker) -> None:
    for ending in ("", " or not"):
        assert asker.ask(f"does Cl doping give NPS a higher conductivity{ending}").boolean is False


def test_alternatives_are_bounded_by_what_they_replace(asker: Asker) -> None:
    found = {r.label: r.value for r in asker.ask("alternatives to Na3PS4 with a higher conductivity").results}
    assert found["Na3.06Sb0.88W0.12S4"] == 32.0
    assert "Na3SbS4" in found
    assert "Na2.8PS3.8Cl0.2" not in found


def test_two_quantities_are_asked_of_one_cell(asker: Asker) -> None:
    found = asker.ask("FeS2 cell capacity, and after how many cycles")
    assert {(r.value, r.unit) for r in found.results} == {(287.0, "mAh/g"), (100.0, "cycles")}


def test_cells_tell_how_long_they_cycled(asker: Asker) -> None:
    found = asker.ask("How long did the S/Na3PS4 cell cycle?")
    assert {(r.value, r.unit) for r in found.results} == {(140.0, "cycles")}
    paired = asker.ask("what has been paired with Na3PS4 and how long did it cycle")
    assert {r.unit for r in paired.results} == {"cycles"}
    assert any(r.label.startswith("S/Na3PS4") and r.value == 140 for r in paired.results)


def test_an_open_cause_is_not_answered_by_other_relations(asker: Asker) -> None:
    assert asker.ask("What limits NVP?").status == "empty"


@pytest.mark.parametrize(
    ("question", "first", "name"),
    [
        ("what oxide and sulfide electrolytes improve", "oxide", "oxide solid electrolyte"),
        ("cold and warm isostatic pressing", "cold", "cold isostatic pressing"),
    ],
)
def test_names_share_their_last_words(asker: Asker, question: str, first: str, name: str) -> None:
    found = {m.text: m.things() for m in ground(question, asker.lexicon).mentions}
    assert name in {asker.lexicon.label(thing) for thing in found[first]}
