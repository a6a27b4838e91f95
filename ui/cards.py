"""The parts of an answer on the page: words, citations, table, figures, evidence, and how it was found."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import streamlit as st

from kg.answer import Answer, Asker, Result
from kg.copies import sentence_of
from kg.evidence import Evidence
from kg.names import local
from kg.wording import say_value
from ui import draw, session, share
from ui.pages import page_of
from ui.references import show_references
from ui.session import Work
from ui.text import cite, escape, findable, plain, pretty, say, say_place, with_citations

_FIRST_EVIDENCE = 8
_FEWEST_DRAWN = 3
_FILTERED_FROM = 8
_LONG_NAME = 26
_MOST_THINGS = 5
_STATUS = {
    "curated": ":green-badge[:material/verified: curated]",
    "extracted": ":blue-badge[:material/article: extracted]",
}
_STATUS |= {"inferred": ":orange-badge[:material/alt_route: inferred]"}
_STANCE = {
    "hedged": ":gray-badge[stated with caution]",
    "speculated": ":gray-badge[suspected by the authors]",
    "other-system": ":gray-badge[from another material system]",
    "denied": ":red-badge[:material/block: denied]",
}
_CONTRADICTED = ":red-badge[:material/compare_arrows: contradicted]"


def show_answer(given: Answer, one: Asker, graph: str, read_as: str = "") -> None:
    """An answer from its words down to its query."""
    sections = one.lexicon.sections
    works = session.works(one, _cited(given))
    titles = {str(number): work.short for number, work in works.items()}
    titles |= {paper.mark: f"{paper.mark} {paper.citation}" for paper in given.papers}
    with st.container(border=True):
        if given.interpretation:
            st.caption(f"I read it as: {say(given.interpretation)}")
        with st.container(key="answer"):
            st.markdown(with_citations(given.answer, titles))
        _things(given, one)
        _bearers(given.suggestions)
        if given.interpretation:
            _other_readings(given, one, graph, read_as)
        address = share.link(str(st.context.url or ""), given.question, read_as)
        _take_away(given, works, sections, graph, address)
    _values(given, one)
    _results(given, one)
    _graph(given, one, graph)
    _evidence(given, session.premises(one, given.evidence), sections)
    show_references(given, works, sections)
    show_how(given)


def _other_readings(given: Answer, one: Asker, graph: str, read_as: str) -> None:
    """The other ways to read a question, looked for when a person wants them."""
    icon = ":material/alt_route:"
    fold = st.expander("Not what you meant?", icon=icon, type="compact", key="readings", on_change="rerun")
    if not fold.open:
        return
    with fold, st.container(key="reading"), st.spinner("Reading it in other ways", show_time=False):
        others = [about for about in session.other_readings(given.question, one, graph) if about != read_as]
        st.caption("It can also be read as" if others else "No other reading has an answer in this graph.")
        if read_as:
            st.button(":blue[as at first]", key="reading-first", on_click=_reread, args=("",), type="tertiary")
        for place, about in enumerate(others):
            label = f":blue[{say(about)}]"
            st.button(label, key=f"reading-{place}", on_click=_reread, args=(about,), type="tertiary")


def _reread(about: str, question: str = "") -> None:
    if question:
        st.query_params["q"] = question
    if about:
        st.query_params["as"] = about
    else:
        st.query_params.pop("as", None)


def _bearers(questions: Sequence[str]) -> None:
    """The question asked for each of the things that bear one name in it."""
    if not questions:
        return
    with st.container(key="bearers"):
        st.caption("A name in it is borne by several things. Ask for one of them")
        for place, question in enumerate(questions):
            label, key = f":blue[{say(question)}]", f"bearer-{place}"
            st.button(label, key=key, on_click=_reread, args=("", question), type="tertiary")


def show_declined(given: Answer) -> None:
    """Why there is no answer, and how far the question was understood."""
    titles = {"empty": "Not in this graph", "not_understood": "Not understood"}
    with st.container(border=True):
        st.header(titles.get(given.status, "No answer"), anchor=False)
        with st.container(key="answer"):
            st.markdown(say(given.answer))
        if given.interpretation and given.interpretation != given.answer:
            st.caption(f"I read it as: {say(given.interpretation)}")
        unknown = [str(word) for word in given.trace.get("unknown", [])]
        if unknown:
            st.caption(f"Words I do not know: {say(', '.join(unknown[:12]))}")


def _cited(given: Answer) -> list[int]:
    numbers = {n for result in given.results for n in result.references}
    return sorted(numbers | {n for evidence in given.evidence for n in evidence.references})


def _things(given: Answer, one: Asker) -> None:
    """A link for each thing of the answer to where one can look at it and walk on."""
    labels = {local(result.iri): result.label for result in given.results if local(result.iri) in one.lexicon.things}
    if not labels:
        return
    with st.container(key="things", horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption("Explore", width="content")
        for name, label in list(labels.items())[:_MOST_THINGS]:
            shown = say(plain(label, most=_LONG_NAME))
            st.page_link(page_of("explore"), label=shown, icon=":material/hub:", query_params={"thing": name})
        if len(labels) > _MOST_THINGS:
            st.caption(f"and {len(labels) - _MOST_THINGS} more, linked in the table", width="content")


def _take_away(given: Answer, works: Mapping[int, Work], sections: Mapping[str, str], graph: str, address: str) -> None:
    with st.expander("Copy, cite or link", icon=":material/content_copy:", type="compact"):
        st.caption("Link to this answer")
        st.code(address, language=None, wrap_lines=True)
        st.caption("Citation")
        st.code(share.as_citation(given, sections, graph), language=None, wrap_lines=True)
        st.caption("Markdown")
        st.code(share.as_markdown(given, works, address), language=None, wrap_lines=True, height=260)


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _values(given: Answer, one: Asker) -> None:
    scale = draw.comparable(given.results)
    if scale is None:
        return
    label = one.lexicon.label(scale.measured)
    st.header("Compared", anchor=False)
    st.altair_chart(
        draw.dot_plot(scale, label, st.context.theme.type == "dark"), alt=draw.tell_dots(scale, label), width="stretch"
    )
    notes = ["The axis is logarithmic."] if scale.is_log else []
    notes += [f"The {len(scale.dots)} largest are drawn, the table holds all."] if scale.left_out else []
    if notes:
        st.caption(" ".join(notes))


def _graph(given: Answer, one: Asker, graph: str) -> None:
    """The facts as a graph; behind a fold for values, which the chart and the table show better."""
    if len(given.evidence) < _FEWEST_DRAWN:
        return
    if any(result.value is not None for result in given.results):
        fold = st.expander("The facts as a graph", icon=":material/hub:", key="fold", on_change="rerun")
        if fold.open:
            with fold:
                _draw(given, one, graph)
    else:
        st.header("The facts as a graph", anchor=False)
        _draw(given, one, graph)


def _draw(given: Answer, one: Asker, graph: str) -> None:
    dark = st.context.theme.type == "dark"
    options, height, more, every = _options(graph, given.question, dark, one, given)
    drawn = len(given.evidence) - more
    about = f"Graph of the things in the answer and the {drawn} facts between them, told in words as evidence below"
    st.echarts_chart(options, height=height, key="facts", alt=about)
    every_words = f"Lines without words mostly say “{say(every)}”. " if every else ""
    more_words = f" {more} more facts are not drawn." if more else ""
    st.caption(
        f"{every_words}Solid lines are stated, dashed ones inferred or uncertain, dotted ones denied or disputed. "
        f"Point at a line for its words and works; on a wide screen, drag to move and scroll to zoom.{more_words}"
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _options(
    graph: str, question: str, dark: bool, _one: Asker, _given: Answer
) -> tuple[dict[str, object], int, int, str]:
    view, more = session.view(_one, _given)
    options = draw.graph_options(view, dark)
    return options, draw.graph_height(options), more, draw.unsaid(view)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _results(given: Answer, one: Asker) -> None:
    if given.boolean is not None or (len(given.results) < 2 and all(r.value is None for r in given.results)):
        return
    _table(given, one)


@st.fragment
def _table(given: Answer, one: Asker) -> None:
    import pandas as pd

    columns, rows = _rows(given.results, one)
    headline = st.empty()
    if len(rows) > _FILTERED_FROM:
        wanted = st.text_input(
            "Show only rows with", type="search", key="rows", live=True, placeholder="part of any cell"
        )
        folded = findable(wanted or "")
        rows = [row for row in rows if folded in findable(" ".join(map(str, row)))]
    count = str(len(rows)) if len(rows) == len(given.results) else f"{len(rows)} of {len(given.results)}"
    headline.header(f"Results ({count})", anchor=False)
    shown = [[pretty(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    frame = pd.DataFrame(shown, columns=columns)
    if "IRI" in columns:
        frame["IRI"] = [f"explore?thing={quote(local(str(row[-1])), safe='')}" if row[-1] else None for row in rows]
    longest = max((len(str(row[0])) for row in rows), default=0)
    config = {
        "Name": st.column_config.TextColumn(width=330 if longest > _LONG_NAME else "medium"),
        "Kind": st.column_config.TextColumn(width=190),
        "References": st.column_config.TextColumn(width=120),
        "Value": st.column_config.NumberColumn(format="%.6g", width="small"),
        "Up to": st.column_config.NumberColumn(format="%.6g", width="small"),
        "IRI": st.column_config.LinkColumn("Explore", display_text="look", width="small"),
    }
    about = f"Table of {len(rows)} results with columns {', '.join(columns)}"
    order = sorted(columns, key=lambda name: {"Name": 0, "IRI": 1}.get(name, 2))
    st.dataframe(frame, hide_index=True, column_config=config, column_order=order, height="auto", alt=about)
    st.download_button(
        "Download the table (CSV)",
        share.as_csv(columns, rows),
        "answer.csv",
        "text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _rows(results: Sequence[Result], one: Asker) -> tuple[list[str], list[list[share.Cell]]]:
    """The table of results in plain letters, without the columns that would stand empty."""
    full: list[dict[str, share.Cell]] = []
    for result in results:
        exact = result.sign == "=" and result.upper is None
        stated = (
            ""
            if exact or result.value is None
            else say_value(result.sign, result.value, result.unit or "1", result.upper)
        )
        full.append(
            {
                "Name": plain(result.label),
                "Value": result.value,
                "Up to": result.upper,
                "Unit": plain(result.unit or ""),
                "As stated": plain(stated),
                "Property": plain(one.lexicon.label(result.property)) if result.property else "",
                "Conditions": plain(result.conditions),
                "In doubt": "contradicted" if result.contradicted else "",
                "Kind": plain(one.lexicon.label(result.type)) if result.type else "",
                "References": cite((*result.references, *result.papers)),
                "Also known as": plain(", ".join(result.aliases)),
                "IRI": result.iri if local(result.iri) in one.lexicon.things else "",
            }
        )
    columns = [name for name in full[0] if any(row[name] not in (None, "") for row in full)] if full else ["Name"]
    return columns, [[row[name] for name in columns] for row in full]


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _evidence(given: Answer, behind: Mapping[str, Evidence], sections: Mapping[str, str]) -> None:
    if not given.evidence:
        return
    st.header(f"Evidence ({len(given.evidence)})", anchor="evidence")
    first = sorted(given.evidence, key=lambda each: not each.contradicted)  # what is contradicted is never folded away
    _list_evidence([tell_claim(each, behind, sections) for each in first])


@st.fragment
def _list_evidence(told: Sequence[str]) -> None:
    shown = told if st.session_state.get("all-evidence") else told[:_FIRST_EVIDENCE]
    st.markdown("\n".join(f"1. {each}" for each in shown))
    if len(told) > _FIRST_EVIDENCE:
        st.toggle(f"Show all {len(told)} statements", key="all-evidence")


def tell_claim(evidence: Evidence, behind: Mapping[str, Evidence], sections: Mapping[str, str]) -> str:
    """A claim in Markdown: what it says, whom it cites, where it stands, how sure it is and what it follows from."""
    badges = [_STATUS.get(evidence.status, f":gray-badge[{escape(evidence.status)}]")]
    badges += [f":gray-badge[confidence {evidence.confidence:.0%}]"] if evidence.confidence < 1 else []
    badges += [f":gray-badge[{escape(evidence.acceptance)}]"] if evidence.acceptance else []
    badges += [_STANCE[evidence.stance]] if evidence.stance in _STANCE else []
    badges += [_CONTRADICTED] if evidence.contradicted else []
    place = escape(say_place(evidence, sections))
    lines = [
        f"{say(evidence.statement)} {escape(cite(evidence.cited))}".rstrip(),
        " ".join(filter(None, (f":gray[{place[:1].upper()}{place[1:]}]" if place else "", *badges))),
    ]
    if premises := [say(behind[name].statement) for name in evidence.premises if name in behind]:
        lines.append(f":gray[Follows from:] {'; '.join(premises)}")
    if evidence.note:
        lines.append(f"*{say(evidence.note)}*")
    if sentence := sentence_of(evidence.fingerprints):
        lines.append(f":gray[:material/format_quote:] {escape(sentence)}")
    return "  \n   ".join(lines)


# ── how it was found ─────────────────────────────────────────────────────────────────────────────────────────────────


def show_how(given: Answer) -> None:
    """The query and the steps that led to it, folded away."""
    with st.container(key="how"):
        if given.sparql:
            with st.expander("The query (SPARQL)", icon=":material/code:"):
                st.code(given.sparql, language="sparql", wrap_lines=True)
        if given.trace:
            with st.expander("How the question was read", icon=":material/psychology:"):
                _trace(given)


def _trace(given: Answer) -> None:
    trace = given.trace
    for title, lines in (
        ("Mentions", trace.get("mentions", [])),
        ("Words I do not know", trace.get("unknown", [])),
        ("Readings, the likeliest first", trace.get("readings", [])),
        ("Query algebra", [trace["algebra"]] if trace.get("algebra") else []),
    ):
        if lines:
            st.caption(title)
            st.code("\n".join(str(line) for line in lines), language=None, wrap_lines=True)
    if times := trace.get("milliseconds"):
        st.caption("; ".join(f"{escape(str(step))} {float(time):.1f} ms" for step, time in times.items()))
