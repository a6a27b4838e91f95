"""Questions a reader of the review wrote before seeing the tables, each answered by one query on the real graph."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kg import Graph

QUESTIONS = [
    json.loads(line)
    for line in Path(__file__).with_name("reader_questions.jsonl").read_text(encoding="utf-8").splitlines()
]
SECTIONS = set("1234567")


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    with Graph.open() as opened:
        yield opened


def said(cell: object) -> str:
    """A cell as people write it: numbers without needless zeros."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def answers(graph: Graph, query: str) -> list[str]:
    """The rows of a query, the cells of each joined by blanks."""
    found = graph.sparql(query)
    assert isinstance(found, pd.DataFrame)
    return sorted(" ".join(map(said, row)) for row in found.itertuples(index=False))


def test_there_are_twenty_from_every_section() -> None:
    assert len({item["question"] for item in QUESTIONS}) == len(QUESTIONS) == 20
    assert {item["where"][0] for item in QUESTIONS} == SECTIONS


@pytest.mark.parametrize("item", QUESTIONS, ids=[item["question"] for item in QUESTIONS])
def test_the_graph_gives_the_answers_of_the_review(graph: Graph, item: dict[str, Any]) -> None:
    assert answers(graph, item["sparql"]) == sorted(item["answers"])


@pytest.mark.parametrize("item", QUESTIONS, ids=[item["question"] for item in QUESTIONS])
def test_the_places_named_are_sentences_of_the_graph(graph: Graph, item: dict[str, Any]) -> None:
    for place in item["where"].split(" | "):
        assert graph.sparql(f'ASK {{ ?claim sse:inSentence/sse:sentenceNumber "{place}" }}') is True


@pytest.mark.parametrize("item", QUESTIONS, ids=[item["question"] for item in QUESTIONS])
def test_no_query_holds_its_answer(item: dict[str, Any]) -> None:
    texts = {text.casefold() for text in re.findall(r'"([^"]*)"', item["sparql"])}
    assert not texts & {answer.casefold() for answer in item["answers"]}
