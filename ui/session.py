"""What all sessions share: the graph that is live now, opened once for reading, and what was asked of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from kg.answer import Answer, Asker
from kg.build import ready
from kg.evidence import Evidence, gather_evidence, papers_read, parts_of
from kg.export_facts import claimed_triples
from kg.model import Paper
from kg.names import PREFIXES, resource
from kg.pairs import Point, paired_values
from kg.results import QueryResult
from kg.store import live_folder
from kg.views import View, of_triples
from kg.worker import MAX_BYTES, TIMEOUT
from kg.workers import Workers

_MOST_DRAWN = 60


@dataclass(frozen=True)
class Work:
    """A work that the review cites, as one reads it under an article."""

    number: int
    authors: str
    journal: str
    year: str
    volume: str = ""
    issue: str = ""
    pages: str = ""
    note: str = ""

    @property
    def where(self) -> str:
        """Journal, year, volume, issue and pages.

        >>> Work(53, "X. Chi", "Nat. Commun.", "2022", "13", "", "2854").where
        'Nat. Commun. 2022, 13, 2854'
        """
        volume = f"{self.volume} ({self.issue})" if self.issue else self.volume
        return ", ".join(filter(None, (f"{self.journal} {self.year}".strip(), volume, self.pages)))

    @property
    def short(self) -> str:
        """One line with the first author.

        >>> Work(53, "X. Chi; Y. Zhang", "Nat. Commun.", "2022").short
        '[53] X. Chi et al., Nat. Commun. 2022'
        """
        first, _, others = self.authors.partition(";")
        return f"[{self.number}] {first.strip()}{' et al.' if others else ''}, {self.where}"


def asker() -> tuple[Asker, str]:
    """The asker of the live graph and the name of that graph; a graph published meanwhile is opened in its place.

    Raises StoreError and its kin when there is none and none can be built.
    """
    folder = ready()
    return _open(str(folder)), folder.name


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(folder: str) -> Asker:
    return Asker.open(Path(folder))


def answer(question: str, one: Asker, graph: str, read_as: str = "") -> Answer:
    """The answer to a question, kept for the next session that asks the same."""
    return _answer(graph, question, read_as, one)


@st.cache_resource(max_entries=256, show_spinner=False)
def _answer(graph: str, question: str, read_as: str, _asker: Asker) -> Answer:
    return _asker.ask(question, read_as=read_as)


def other_readings(question: str, one: Asker, graph: str) -> tuple[str, ...]:
    """How else a question may be read."""
    return _other_readings(graph, question, one)


@st.cache_resource(max_entries=256, show_spinner=False)
def _other_readings(graph: str, question: str, _asker: Asker) -> tuple[str, ...]:
    return _asker.other_readings(question)


def works(one: Asker, numbers: Iterable[int]) -> dict[int, Work]:
    """The works behind reference numbers; a number without one is left out."""
    iris = {resource(f"ref-{number}"): number for number in numbers}
    names = ("authors", "journal", "year", "volume", "issue", "pages", "note")
    said = parts_of(one.store, iris, names)
    return {
        number: Work(number, *(next(iter(said[iri].get(name, ())), "") for name in names))
        for iri, number in iris.items()
        if iri in said
    }


def papers(one: Asker, graph: str) -> tuple[Paper, ...]:
    """The papers beside the review from which statements were accepted."""
    return _papers(graph, one)


@st.cache_resource(max_entries=2, show_spinner=False)
def _papers(graph: str, _asker: Asker) -> tuple[Paper, ...]:
    return papers_read(_asker.store)


def points(one: Asker, graph: str, x: str, y: tuple[str, ...]) -> list[Point]:
    """Two properties of the same things, kept for all sessions."""
    return _points(graph, x, y, one)


@st.cache_resource(max_entries=16, show_spinner=False)
def _points(graph: str, x: str, y: tuple[str, ...], _asker: Asker) -> list[Point]:
    return paired_values(_asker.store, _asker.lexicon, x, y)


def query(text: str, seconds: float, rows: int) -> QueryResult:
    """The result of a query that a person typed, within limits; all sessions share a few processes.

    Raises QueryRefused, QueryError, QueryTimeout, ResultTooLarge, or Busy when all processes are at work.
    """
    with _workers().lease(seconds) as worker:
        return worker.run(text, timeout=seconds, max_rows=rows)


@st.cache_resource(show_spinner=False, on_release=Workers.close)
def _workers() -> Workers:
    return Workers(live_folder, 2, timeout=TIMEOUT, max_bytes=MAX_BYTES, prefixes=PREFIXES)


def premises(one: Asker, claims: Iterable[Evidence]) -> dict[str, Evidence]:
    """The claims from which the inferred ones among some claims follow, by their names."""
    names = dict.fromkeys(name for evidence in claims for name in evidence.premises)
    return {evidence.claim: evidence for evidence in gather_evidence(one.store, map(resource, names))}


def view(one: Asker, given: Answer) -> tuple[View, int]:
    """The facts an answer rests on as things and edges, and how many facts are left out because there are too many.

    What is inferred is shown by the chain of facts it follows from, where these are all claims.
    """
    behind = premises(one, given.evidence)
    shown: dict[str, None] = {}
    for evidence in given.evidence[:_MOST_DRAWN]:
        chain = [behind[name] for name in evidence.premises if name in behind]
        whole = chain if chain and len(chain) == len(evidence.premises) else [evidence]
        shown |= {resource(each.claim): None for each in whole if each.claim}
    return of_triples(one.store, claimed_triples(one.store, shown)), max(len(given.evidence) - _MOST_DRAWN, 0)
