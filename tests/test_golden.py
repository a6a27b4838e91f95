"""The gold questions: well formed, all collected, and answered no worse than when these floors were set."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.golden import SETS, Score, read_gold, report, score, score_all
from kg.answer import Answer, Asker, Result
from kg.quantity import read_unit

CATEGORIES = {
    "aggregate",
    "cause",
    "definition",
    "dopant",
    "mitigation",
    "multihop",
    "pairing",
    "process",
    "property",
    "provenance",
    "ranking",
    "unanswerable",
    "yesno",
}
#: Set -> questions, least mean F1, most answers with nothing right in them; to be raised as the answers get better.
BARS = {"learn": (355, 0.815, 18), "report": (229, 0.69, 21), "fitting": (277, 0.57, 54)}


def gold(name: str) -> list[dict[str, Any]]:
    return read_gold(SETS / f"{name}.jsonl")


def every() -> list[dict[str, Any]]:
    return [question for name in BARS for question in gold(name)]


@pytest.mark.parametrize("name", BARS)
def test_all_questions_are_collected(name: str) -> None:
    assert len(gold(name)) == BARS[name][0]


def test_there_is_no_other_set() -> None:
    stems = {path.stem for path in SETS.glob("*.jsonl")}
    assert {stem for stem in stems if not stem.startswith("extraction_")} == set(BARS)


def test_no_question_stands_twice() -> None:
    questions = every()
    assert len({g["id"] for g in questions}) == len(questions) == 861
    assert len({" ".join(g["question"].lower().split()) for g in questions}) == 861


def test_the_sets_share_no_question_with_the_development_set(shared: Path) -> None:
    known = {g["question"].lower() for g in read_gold(shared / "qa" / "dev.jsonl")}
    assert not [g["id"] for g in every() if g["question"].lower() in known]


@pytest.mark.parametrize("question", every(), ids=lambda g: g["id"])
def test_a_gold_question_is_well_formed(question: dict[str, Any]) -> None:
    allowed = {"id", "question", "category", "status", "items", "ok", "ordered", "boolean", "refs", "source"}
    assert {"id", "question", "category", "status", "items"} <= set(question) <= allowed
    assert question["question"].strip() == question["question"] != ""
    assert question["category"] in CATEGORIES
    assert question["status"] in ("answered", "empty", "not_understood")
    decided = isinstance(question.get("boolean"), bool)
    assert bool(question["items"] or decided) is (question["status"] == "answered")
    assert (question["category"] == "unanswerable") is (question["status"] != "answered")
    assert all(1 <= number <= 168 for number in question.get("refs", ()))
    for item in question["items"]:
        assert set(item) <= {"any", "value", "unit"}
        assert item.get("any") or "value" in item
        assert all(isinstance(name, str) and name.strip() for name in item.get("any", ()))
        assert isinstance(item.get("value", 0), int | float)
        if item.get("unit"):
            assert read_unit(item["unit"]) == item["unit"]
    assert all(names and all(isinstance(name, str) for name in names) for names in question.get("ok", ()))


# ── how well they are answered ───────────────────────────────────────────────────────────────────────────────────────


def mean(scores: list[Score]) -> float:
    return sum(s.f1 for s in scores) / len(scores)


def wrong(scores: list[Score]) -> int:
    """How many are answered with nothing right in the answer; which, is not said: one set is only for measuring."""
    return sum(s.answered and not s.f1 for s in scores)


@pytest.mark.parametrize("name", BARS)
def test_a_set_is_answered_no_worse_than_before(name: str, asker: Asker) -> None:
    _, least, most = BARS[name]
    scores = score_all(asker, gold(name))
    assert mean(scores) >= least, report(scores)
    assert wrong(scores) <= most, report(scores)


def test_the_development_set_is_answered_well(shared: Path, asker: Asker) -> None:
    questions = read_gold(shared / "qa" / "dev.jsonl")
    assert len(questions) == 80
    scores = score_all(asker, questions)
    assert mean(scores) >= 0.95, report(scores)
    assert wrong(scores) <= 1, report(scores)


# ── the score itself ─────────────────────────────────────────────────────────────────────────────────────────────────

TWO = {
    "id": "q",
    "question": "?",
    "category": "property",
    "status": "answered",
    "items": [{"any": ["Na3PS4", "NPS"], "value": 0.2, "unit": "mS/cm"}, {"any": ["alucone"]}],
    "ok": [["coating"]],
    "refs": [38],
}
NPS = Result("Na3PS4", value=0.0002, unit="S/cm", references=(38,))
FILM = Result("alucone film on Na")


@pytest.mark.parametrize(
    ("results", "f1"),
    [
        ([NPS, FILM], 1.0),
        ([NPS], 2 / 3),
        ([NPS, FILM, Result("a coating")], 1.0),
        ([NPS, FILM, Result("something else")], 0.8),
        ([Result("Na3PS4", value=0.3, unit="mS/cm")], 0.0),
        ([Result("Na3PS4", value=0.0002, unit="eV")], 0.0),
        ([Result("Na3PS4O")], 0.0),
    ],
)
def test_how_an_answer_is_scored(results: list[Result], f1: float) -> None:
    assert score(TWO, Answer("?", "answered", results=tuple(results))).f1 == pytest.approx(f1)


def test_the_wrong_order_halves_a_score() -> None:
    ordered = {**TWO, "ordered": True}
    assert score(ordered, Answer("?", "answered", results=(NPS, FILM))).f1 == 1.0
    assert score(ordered, Answer("?", "answered", results=(FILM, NPS))).f1 == 0.5


def test_a_verdict_and_a_refusal_are_right_or_wrong() -> None:
    yes = {**TWO, "items": [], "boolean": True}
    assert [score(yes, Answer("?", "answered", boolean=b)).f1 for b in (True, False, None)] == [1.0, 0.0, 0.0]
    declined = {**TWO, "items": [], "status": "empty"}
    assert [score(declined, Answer("?", status)).f1 for status in ("empty", "not_understood", "answered")] == [1, 1, 0]


def test_whether_the_right_work_is_cited() -> None:
    assert score(TWO, Answer("?", "answered", results=(NPS,))).cited is True
    assert score(TWO, Answer("?", "answered", results=(FILM,))).cited is False
    assert score(TWO, Answer("?", "empty")).cited is None


def test_the_score_is_that_of_the_contract(shared: Path, asker: Asker) -> None:
    """Item by item the same as `qa/score.py`, by which others judge."""
    namespace: dict[str, Any] = {"__name__": "score"}
    exec((shared / "qa" / "score.py").read_text(encoding="utf-8"), namespace)
    for question in read_gold(shared / "qa" / "dev.jsonl"):
        answer = asker.ask(question["question"], question["id"])
        assert score(question, answer).f1 == pytest.approx(namespace["score"](question, answer.to_dict())[0])
