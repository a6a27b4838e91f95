"""Why-questions are answered by what stands between a thing and its effect, never by what they take for granted."""

import pytest

from kg.answer import Asker


@pytest.mark.parametrize(
    ("question", "explanation"),
    [
        ("Why are Se and Te so beneficial for ion migration?", "lattice softening"),
        ("Why do external pressures cause short circuits?", "penetration of soft sodium into the electrolyte"),
        ("Why is the synthesis of Na3Zr2Si2PO12 so expensive?", "costly precursors"),
        ("What limits the energy density of cells with alloy anodes?", "limited headroom at the metal anode"),
    ],
)
def test_what_explains_an_effect_answers(question: str, explanation: str, asker: Asker) -> None:
    assert explanation in {result.label for result in asker.ask(question).results}


@pytest.mark.parametrize(
    "question",
    [
        "Why are thin films vulnerable to dendrites?",
        "Why does doping raise the cost?",
    ],
)
def test_other_causes_of_the_same_effect_explain_nothing(question: str, asker: Asker) -> None:
    assert asker.ask(question).status in ("empty", "not_understood")


@pytest.mark.parametrize("question", ["What process avoids toxic waste gas?", "Which route prevents H2S release?"])
def test_what_a_remedy_is_applied_to_is_no_remedy(question: str, asker: Asker) -> None:
    assert "gas-phase synthesis" not in {result.label for result in asker.ask(question).results}
