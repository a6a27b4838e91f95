"""The list of references under an answer: each work or paper with where to find it, and what it is cited for."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import streamlit as st

from kg.answer import Answer
from kg.evidence import Evidence
from kg.model import Paper
from ui import share
from ui.session import Work
from ui.text import anchor, plain, pretty, say_place

_MOST_TOLD = 3


def show_references(given: Answer, works: Mapping[int, Work], sections: Mapping[str, str]) -> None:
    """Every work that is cited, at the place to which its citations lead."""
    entries = [*_entries_of_works(given, works, sections), *_entries_of_papers(given, sections)]
    if entries:
        st.header("References", anchor="references")
        st.html(f"<ul class='references'>{''.join(entries)}</ul>")


def show_work(work: Work) -> None:
    """A work as one cites it, and where to look for its DOI."""
    st.markdown(f"**Reference {work.number}**")
    st.text(plain(work.authors.replace(";", ",")))
    st.text(plain(work.where))
    if work.note:
        st.text(plain(work.note))
    st.link_button("Look for its DOI at Crossref", share.doi_search(work), icon=":material/open_in_new:")


def _entries_of_works(given: Answer, works: Mapping[int, Work], sections: Mapping[str, str]) -> Iterator[str]:
    for number, work in works.items():
        words = f"{work.authors.replace(';', ',')}, {work.where} {work.note}"
        told = [_tell(each, sections) for each in given.evidence if number in each.references]
        yield _entry(str(number), words, ("find its DOI", share.doi_search(work)), told)


def _entries_of_papers(given: Answer, sections: Mapping[str, str]) -> Iterator[str]:
    for paper in given.papers:
        told = [_tell(each, sections) for each in given.evidence if paper in each.papers]
        yield _entry(paper.mark, paper.citation, _address(paper), told)


def _address(paper: Paper) -> tuple[str, str]:
    """The words and the place of the link to a paper: its DOI, or where one may look for that."""
    return (paper.address, paper.address) if paper.doi else ("find its DOI", share.doi_search(paper))


def _entry(mark: str, words: str, link: tuple[str, str], told: Sequence[str]) -> str:
    """One entry as HTML in which all words are text."""
    shown = [*told[:_MOST_TOLD], *([f"and for {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else [])]
    name, address = link
    return (
        f"<li id='{anchor(mark)}' tabindex='-1'>[{_html(mark)}] {_html(words)} "
        f"<a href='{escape(address)}' target='_blank' rel='noopener noreferrer'>{_html(name)}</a>"
        f"<ul>{''.join(f'<li>{_html(line)}</li>' for line in shown)}</ul></li>"
    )


def _tell(evidence: Evidence, sections: Mapping[str, str]) -> str:
    place = say_place(evidence, sections)
    return f"{pretty(evidence.statement)} ({place})" if place else pretty(evidence.statement)


def _html(text: str) -> str:
    return escape(plain(text))
