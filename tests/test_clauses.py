"""Questions of several clauses are answered clause by clause when they have no answer as a whole."""

import pytest

from kg.answer import Asker
from kg.clauses import pointed_at, split_clauses, topic_of


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("Which film was used, and what does it stop?", ("Which film was used", "what does it stop?")),
        ("Who made it - and at which pressure?", ("Who made it", "at which pressure?")),
        ("Na3SbS4 in air, what forms?", ("Na3SbS4 in air, what forms?",)),
        ("What cathode and what anode were used?", ("What cathode and what anode were used?",)),
    ],
)
def test_a_question_is_split_where_it_asks_again(question: str, clauses: tuple[str, ...]) -> None:
    assert split_clauses(question) == clauses


def test_a_clause_keeps_the_topic_or_points_back() -> None:
    assert topic_of("Milling Na3NbS4: what improves") == "Milling Na3NbS4"
    assert pointed_at("which group made them?", "films (thin)") == "which group made films (thin)?"


def test_clauses_are_answered_one_after_the_other(asker: Asker) -> None:
    question = "Which group coated carbon CMK-3 with NPS, and what capacity did the cell deliver in its first cycle?"
    results = asker.ask(question).results
    assert any("Wang" in result.label for result in results)
    assert 810.0 in [result.value for result in results]
