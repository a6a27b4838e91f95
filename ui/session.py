"""What all sessions share: the graph that is live now, opened once for reading, and what was asked of it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from kg.answer import Answer, Asker
from kg.build import ready
from kg.errors import SseKgError
from kg.export_facts import claimed, name_of, read_facts
from kg.names import local, resource
from kg.views import View, of_triples

_MOST_DRAWN = 60
_log = logging.getLogger(__name__)


class AppError(Exception):
    """Something to tell the person in one sentence; the log holds the rest."""


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

    Raises AppError when there is none and none can be built.
    """
    try:
        folder = ready()
        return _open(str(folder)), folder.name
    except (SseKgError, OSError) as error:
        _log.exception("the graph cannot be opened")
        raise AppError(f"The graph cannot be opened: {str(error).splitlines()[0]}") from error


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(folder: str) -> Asker:
    return Asker.open(Path(folder))


def answer(question: str, one: Asker, graph: str) -> Answer:
    """The answer to a question. Raises AppError when the program itself fails."""
    try:
        return _answer(graph, question, one)
    except Exception as error:
        _log.exception("no answer to a question of %d characters", len(question))
        raise AppError(
            "Something went wrong in the program, not in your question; the log of the server says what."
        ) from error


@st.cache_resource(max_entries=256, show_spinner=False)
def _answer(graph: str, question: str, _asker: Asker) -> Answer:
    return _asker.ask(question)


def works(one: Asker, numbers: Iterable[int]) -> dict[int, Work]:
    """The works behind reference numbers; a number without one is left out."""
    iris = {resource(f"ref-{number}"): number for number in numbers}
    facts = read_facts(one.store, iris)
    found = {}
    for iri, number in iris.items():
        said = {local(quad.predicate.value): name_of(quad.object) for quad in facts.get(iri, ())}
        names = ("authors", "journal", "year", "volume", "issue", "pages", "note")
        if said:
            found[number] = Work(number, *(said.get(name, "") for name in names))
    return found


def view(one: Asker, given: Answer) -> tuple[View, int]:
    """The facts an answer rests on as things and edges, and how many facts are left out because there are too many."""
    claims = [resource(evidence.claim) for evidence in given.evidence if evidence.claim]
    facts = read_facts(one.store, claims[:_MOST_DRAWN])
    stated = [triple for claim in claims[:_MOST_DRAWN] if all(triple := claimed(facts.get(claim, ())))]
    return of_triples(one.store, stated), max(len(claims) - _MOST_DRAWN, 0)
