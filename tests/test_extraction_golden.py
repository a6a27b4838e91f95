"""The annotated sentences: all collected, annotated once, and extraction no worse on them than when floors were set."""

from pathlib import Path

import pytest

from benchmarks.golden import SETS
from extract.evaluate import entity_tallies, judge, relation_tallies, trusted
from extract.extractor import Extractor
from extract.gold import GoldSentence, read_gold

#: Set -> sentences, entities, relations.
SIZES = {"learn": (210, 908, 366), "report": (90, 427, 185)}
#: Set -> least F1 of entities strict and relaxed, precision and recall of relations, precision of those trusted; to be
#: raised as extraction gets better.
FLOORS = {
    "learn": (0.84, 0.915, 0.80, 0.53, 0.91),
    "report": (0.77, 0.84, 0.71, 0.32, 0.78),
}
DEV_FLOORS = (0.87, 0.92, 0.80, 0.70, 0.87)


def path(name: str) -> Path:
    return SETS / f"extraction_{name}.jsonl"


def measured(extractor: Extractor, gold: list[GoldSentence]) -> tuple[float, ...]:
    judgements = judge(extractor, gold)
    relations = relation_tallies(judgements)["all"]
    strict, relaxed = (entity_tallies(judgements, relaxed=relaxed)["all"].f1 for relaxed in (False, True))
    return strict, relaxed, relations.precision, relations.recall, trusted(judgements).precision


def worse(found: tuple[float, ...], floors: tuple[float, ...]) -> list[str]:
    """Figures below their floors, and no sentence: one set is only for measuring."""
    return [f"{got:.3f} < {least}" for got, least in zip(found, floors, strict=True) if got < least]


@pytest.mark.parametrize("name", SIZES)
def test_all_sentences_are_collected(name: str) -> None:
    gold = read_gold(path(name))
    assert (len(gold), sum(len(one.entities) for one in gold), sum(len(one.statements) for one in gold)) == SIZES[name]


def test_no_sentence_stands_twice() -> None:
    gold = [one for name in SIZES for one in read_gold(path(name))]
    assert len({one.id for one in gold}) == len({" ".join(one.text.lower().split()) for one in gold}) == 300


def test_the_sets_share_no_sentence_with_the_development_set(shared: Path) -> None:
    known = {one.text for one in read_gold(shared / "extraction" / "dev.jsonl")}
    assert not [one.id for name in SIZES for one in read_gold(path(name)) if one.text in known]


@pytest.mark.parametrize("name", FLOORS)
def test_extraction_is_no_worse_than_before(name: str, extractor: Extractor) -> None:
    assert not worse(measured(extractor, read_gold(path(name))), FLOORS[name])


def test_extraction_of_the_development_set(shared: Path, extractor: Extractor) -> None:
    gold = read_gold(shared / "extraction" / "dev.jsonl")
    assert len(gold) == 111
    assert not worse(measured(extractor, gold), DEV_FLOORS)
