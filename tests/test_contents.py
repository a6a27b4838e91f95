"""What the tables hold, counted."""

from dataclasses import replace

import pytest

from kg.contents import Contents, count_contents, say_contents
from kg.curated import read_curated
from kg.model import Curated


@pytest.fixture(scope="module")
def curated() -> Curated:
    return read_curated()


@pytest.fixture(scope="module")
def contents(curated: Curated) -> Contents:
    return count_contents(curated)


def test_counts_add_up(curated: Curated, contents: Contents) -> None:
    assert sum(contents.relations.values()) == contents.claims == len(curated.statements)
    assert sum(contents.properties.values()) == contents.values == len(curated.measurements)
    assert sum(contents.stances.values()) == contents.claims + contents.values
    assert contents.classes["ResearchGroup"] == sum(e.kind == "groups" for e in curated.entities.values())
    assert contents.text < contents.claims + contents.values


def test_most_of_the_review_is_running_text(contents: Contents) -> None:
    assert contents.claims > 600
    assert contents.text > 350


def test_every_sentence_has_facts_or_a_reason(contents: Contents) -> None:
    assert sum(section.sentences for section in contents.sections) == 461
    for section in contents.sections:
        assert section.with_facts + section.skipped == section.sentences, section


def test_a_sentence_that_nobody_read_is_told(curated: Curated) -> None:
    sentences = tuple(replace(s, skip="") for s in curated.sentences)
    lines = list(say_contents(count_contents(replace(curated, sentences=sentences))))
    assert next(line for line in lines if line.startswith("  1 ")).endswith(", 3 unread")
    assert next(line for line in lines if line.startswith("  2.2 ")).endswith("sentences")


def test_counts_are_told_in_words_and_in_json(contents: Contents) -> None:
    lines = list(say_contents(contents))
    assert any(line.startswith("by relation: ") and "causes " in line for line in lines)
    assert any(line.startswith("by table: Table 1 ") for line in lines)
    told = contents.to_dict()
    assert told["sections"]["4.2"] == {
        "sentences": 35,
        "with_facts": 35,
        "skipped": 0,
        "facts": told["sections"]["4.2"]["facts"],
    }  # type: ignore[index]
    assert told["claims"] == contents.claims
