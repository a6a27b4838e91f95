"""Questions whose relation is no chain: things side by side, denied relations, effects on a compound as a whole."""

import pytest

from kg.answer import Answer, Asker


def labels(answer: Answer) -> set[str]:
    return {result.label for result in answer.results}


@pytest.mark.parametrize(
    "question",
    [
        "NSS vs NPS",
        "How do Na3SbS4 and Na3PS4 compare?",
        "what is the difference between NPS and NSS?",
        "contrast Na3PS4 with Na3SbS4",
    ],
)
def test_two_things_are_set_side_by_side(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert {(r.label, r.property, r.value) for r in answer.results} == {
        ("Na3PS4", "IonicConductivity", 0.2),
        ("Na3SbS4", "IonicConductivity", 0.44),
        ("Na3PS4", "ActivationEnergy", 27.89),
        ("Na3SbS4", "ActivationEnergy", 25.77),
    }


def test_what_a_relation_is_denied_of(asker: Asker) -> None:
    answer = asker.ask("Which electrolytes are not stable against sodium?")
    assert {"Na3PS4", "Na3SbS4", "Na3Zr2Si2PO12"} <= labels(answer)
    assert all(e.stance == "denied" or e.predicate == "reactsWith" for e in answer.evidence if not e.contradicted)


@pytest.mark.parametrize(
    "question",
    [
        "Which solvents cannot be used for Na3PS4?",
        "Which cathodes are not paired with Na3PS4?",
        "sulfides that are not air stable",
    ],
)
def test_nothing_is_made_of_silence(asker: Asker, question: str) -> None:
    assert asker.ask(question).status == "empty"


def test_what_is_not_in_a_thing_needs_no_denial(asker: Asker) -> None:
    found = labels(asker.ask("Which electrolytes do not contain phosphorus?"))
    assert "Na3SbS4" in found
    assert "Na3PS4" not in found


@pytest.mark.parametrize(
    ("question", "dopants"),
    [
        ("Which dopants improve the conductivity of Na3PS4?", {"As5+", "O2-", "Sb5+", "Se2-", "W6+"}),
        ("Which dopants improve Na3PS4?", {"As5+", "O2-", "Sb5+", "Se2-", "W6+"}),
        ("Which dopants lower the conductivity of Na3PS4?", {"As5+", "Cl-"}),
    ],
)
def test_an_effect_in_one_compound_is_none_in_another(asker: Asker, question: str, dopants: set[str]) -> None:
    assert labels(asker.ask(question)) == dopants


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does Cl doping improve the conductivity of Na3PS4?", False),
        ("Does Cl doping improve the conductivity of Na3SbS4?", True),
        ("Does W doping improve the conductivity of Na3PS4?", True),
        ("Does chlorine doping lower the conductivity of NPS?", True),
        ("Does oxygen doping harm the conductivity of Na3PS4?", False),
    ],
)
def test_a_verdict_is_on_the_compound_named(asker: Asker, question: str, verdict: bool) -> None:
    assert asker.ask(question).boolean is verdict


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("what worsens ionic conductivity", "worsens"),
        ("What lowers the conductivity?", "worsens"),
        ("What raises the activation energy?", "worsens"),
        ("What increases interfacial resistance?", "worsens"),
        ("What reduces the interfacial resistance?", "improves"),
        ("What reduces dendrites?", "mitigates"),
    ],
)
def test_a_verb_that_moves_is_read_by_what_it_moves(asker: Asker, question: str, relation: str) -> None:
    answer = asker.ask(question)
    assert answer.status == "answered"
    assert {step["predicate"] for path in answer.paths for step in path} == {relation}


def test_a_reading_says_what_narrows_it(asker: Asker) -> None:
    assert asker.ask("conductivity above 1 mS/cm").interpretation.endswith("(above 1 mS/cm)")
    assert asker.ask("electrolytes without phosphorus").interpretation.endswith("(not phosphorus)")
    assert "100 °C" in asker.ask("conductivity at 100 °C of Na3PS4").answer


def test_pasted_sparql_is_sent_to_its_place(asker: Asker) -> None:
    answer = asker.ask("SELECT ?s WHERE { ?s ?p ?o } LIMIT 5")
    assert answer.status == "not_understood"
    assert "sse-kg sparql" in answer.answer


def test_nothing_else_stands_for_an_anode(asker: Asker) -> None:
    assert asker.ask("Which anode was used opposite NaFeCl4?").status != "answered"


def test_what_is_left_out_is_never_answered(asker: Asker) -> None:
    found = labels(asker.ask("Which cathodes were paired with Na3PS4 but not TiS2?"))
    assert "FeS2" in found
    assert "TiS2" not in found
