"""The page on the graph itself: what is in it and how it was read, what is doubtful, how to cite it, what it cannot."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kg import __version__
from kg.answer import Asker
from kg.drawing import kinds_of
from kg.export_facts import say_name
from kg.model import Paper
from kg.names import REVIEW_IRI
from ui import kept, session, share
from ui.text import escape, findable, plain, say

if TYPE_CHECKING:
    from kg.contents import Contents
    from kg.validate import Item

_MOST_PLACES = 3
_LIMITS = """
- One review is in it{beside}. What is left out there, the graph does not know; it is not therefore false.
- Values are those the review prints, with its references; the works that it cites were not read for them.
- A question can be misread: each answer says how it was read and what it rests on. Check both.
- Misprints and contradictions found so far are listed above; there may be more.
- Nothing is asked of any language model or other host: what you type stays on this machine.
"""


def page() -> None:
    """The whole page."""
    st.title("About this graph", anchor=False)
    one, graph = session.asker()
    st.markdown(
        "Facts on sulfide solid electrolytes for sodium metal batteries, curated sentence by sentence from one "
        f"review: Chen et al., *Chem. Sci.* 2026, [{escape(REVIEW_IRI.removeprefix('https://'))}]({REVIEW_IRI})."
    )
    papers = session.papers(one, graph)
    if papers:
        st.markdown("To these were added statements that people accepted from " + _list_papers(papers))
    report = kept.survey(graph)
    if report.contents:
        _counts(report.contents, one)
        _kinds(one, graph)
        _coverage(report.contents, one)
    _findings(report.findings)
    _cite(graph)
    st.header("What it cannot", anchor="limits")
    beside = ", with the statements accepted from other papers" if papers else ""
    st.markdown(_LIMITS.format(beside=beside))


def _list_papers(papers: Sequence[Paper]) -> str:
    """Papers in Markdown, each with its DOI."""
    links = [f" [{escape(one.doi)}]({one.address})" if one.doi else "" for one in papers]
    return "; ".join(f"{escape(one.citation)}{link}" for one, link in zip(papers, links, strict=True)) + "."


def _counts(contents: "Contents", one: Asker) -> None:
    told = {
        "Claims": contents.claims,
        "Values": contents.values,
        "Cells": contents.cells,
        "Works cited": contents.references,
        "Sentences read": sum(section.sentences for section in contents.sections),
        "Things": len(one.lexicon.things),
    }
    with st.container(horizontal=True, key="counts"):
        for title, count in told.items():
            st.metric(title, f"{count:,}", width="content")


def _kinds(one: Asker, graph: str) -> None:
    """How many things of each kind there are, and how many relations of each."""
    st.header("What is in it", anchor="contents")
    chart = kept.map_of(graph, one)
    relations: dict[str, int] = defaultdict(int)
    for edge in chart.whole.edges:
        relations[one.lexicon.label(edge.predicate)] += 1
    left, right = st.columns(2)
    _table(left, "Kind of thing", [(say_name(kind), count) for kind, count in kinds_of(chart.whole)])
    _table(right, "Relation", sorted(relations.items(), key=lambda pair: -pair[1]))


def _table(place: "st.delta_generator.DeltaGenerator", title: str, rows: list[tuple[str, int]]) -> None:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=[title, "How many"])
    place.dataframe(frame, hide_index=True, height=320, alt=f"Table of {len(rows)} rows: {title} and how many")


def _coverage(contents: "Contents", one: Asker) -> None:
    """How the sentences of each section are accounted for."""
    import pandas as pd

    st.header("How it was read", anchor="coverage")
    st.markdown(
        "Each sentence of the review has facts that rest on it, or a reason why it tells none. "
        + "; ".join(f"{count} facts rest on Table {number}" for number, count in contents.tables.items())
        + "."
    )
    rows = [
        (
            f"{each.section} {plain(one.lexicon.sections.get(each.section, ''))}",
            each.facts,
            each.sentences,
            each.with_facts,
            each.skipped,
            each.sentences - each.with_facts - each.skipped,
        )
        for each in contents.sections
    ]
    columns = ["Section", "Facts", "Sentences", "with facts", "with none to tell", "unread"]
    about = f"Table of {len(rows)} sections with the number of their facts and sentences"
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, alt=about)


def _findings(findings: "tuple[Item, ...]") -> None:
    """What the review contradicts or misprints, by the rule that found it; both sides stand in the graph."""
    st.header(f"Contradictions and suspected misprints ({len(findings)})", anchor="findings")
    st.markdown(
        "Where the review disagrees with itself or seems to misprint something, the graph keeps what is printed, and "
        "answers say so. What is marked as worth a look may have a good reason."
    )
    _list_findings(findings)


@st.fragment
def _list_findings(findings: "tuple[Item, ...]") -> None:
    wanted = st.text_input(
        "Show only those with", type="search", key="finding", live=True, placeholder="any word or formula"
    )
    folded = findable(wanted or "")
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in findings:
        if folded in findable(f"{item.rule} {item.what} {item.meant} {' '.join(map(str, item.where))}"):
            groups[item.rule].append(item)
    if not groups:
        st.caption("None has these words.")
        return
    told = [
        f"**{escape(rule).capitalize()}** ({len(items)})\n" + "\n".join(map(_tell, items))
        for rule, items in groups.items()
    ]
    with st.container(height=520, key="findings"):
        st.markdown("\n\n".join(told))


def _tell(item: "Item") -> str:
    places = dict.fromkeys(place for where in item.where for place in where.places)
    shown = ", ".join(list(places)[:_MOST_PLACES]) + (" and others" if len(places) > _MOST_PLACES else "")
    works = sorted({number for where in item.where for number in where.references})
    source = " ".join(filter(None, (shown, f"[{', '.join(map(str, works))}]" if works else "")))
    doubt = ":gray-badge[:material/help: worth a look] " if item.hint else ""
    return f"- {doubt}{say(item.what)}  \n  {say(item.meant)}  \n  :gray[{escape(source)}]"


def _cite(graph: str) -> None:
    st.header("Version, licence, citation", anchor="cite")
    st.markdown(
        f"sse-kg {__version__}, {escape(graph)}. The program is under the MIT License, the data under "
        "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). Cite the review, and this graph where it helped:"
    )
    st.code(share.bibtex(graph), language=None, wrap_lines=True)
