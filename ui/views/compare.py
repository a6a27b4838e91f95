"""The page that puts things side by side, and plots two properties of all of them."""

from collections.abc import Sequence

import streamlit as st

from kg.answer import Asker
from kg.choices import names_to_choose
from kg.compare import MOST, Comparison, Row, TooMany, compare
from kg.names import local
from kg.naming import NameNotFound, meanings
from kg.pairs import Point
from ui import comparison, session, share
from ui.pages import page_of
from ui.scatter import PLOTS, Plot, scatter, tell_points
from ui.text import escape, pretty, say

_STARTS = {
    "Three electrolytes": ("Na3PS4", "Na3SbS4", "Na11Sn2PS12"),
    "Two sulfur cells": ("T4-05", "T4-07"),
    "Layers on sodium": ("CPEO interlayer", "alucone film", "PPP triblock copolymer interlayer"),
}
_KINDS_OF_THINGS = ("materials", "strategies", "cells", "failure_mechanisms", "dopants", "processes")
_KINDS = {"Values": "value", "Claims": "claim", "Named elsewhere": "mention"}


def page() -> None:
    """The whole page; the things stand in the address as `?things=`."""
    st.title("Compare", anchor=False)
    one, graph = session.asker()
    names = _pick(one, graph)
    labels = _compare(names, one)
    if not names:
        _start(one)
    _plots(labels, one, graph)


def _pick(one: Asker, graph: str) -> list[str]:
    names = _names(graph, one)

    def chosen() -> None:
        put([one.lexicon.label(local(names[name])) if name in names else name for name in st.session_state["things"]])

    picked: list[str] = st.multiselect(
        "Materials, strategies or cells, by any name",
        list(names),
        key="things",
        bind="query-params",
        accept_new_options=True,
        filter_mode="contains",
        select_all=False,
        max_selections=MOST,
        placeholder="choose, or type a formula or a name",
        on_change=chosen,
    )
    return picked


@st.cache_resource(max_entries=2, show_spinner=False)
def _names(graph: str, _one: Asker) -> dict[str, str]:
    """Every name of everything that is compared as a rule."""
    return names_to_choose(_one.lexicon, lambda thing: thing.kind in _KINDS_OF_THINGS)


def _start(one: Asker) -> None:
    st.markdown("Choose two things or more, or begin with one of these:")
    with st.container(horizontal=True, key="starts"):
        for title, names in _STARTS.items():
            labels = [one.lexicon.label(name) for name in names]
            st.button(title, on_click=put, args=(labels,), help=escape(pretty(", ".join(labels))))


def put(names: list[str]) -> None:
    """Put things into the address, for the callbacks of buttons."""
    st.session_state["things"] = list(dict.fromkeys(names))[:MOST]


# ── side by side ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _compare(names: list[str], one: Asker) -> list[str]:
    """The table of the things that the names stand for, and the labels of these."""
    try:
        found = compare(one.store, one.lexicon, [name for name in names if _is_known(name, one)])
    except TooMany as error:
        st.warning(escape(str(error)), icon=":material/help:")
        return []
    if found.things:
        _table(found)
    return [thing.label for thing in found.things]


def _is_known(name: str, one: Asker) -> bool:
    """Whether a name stands for a thing; if not, the page says so and offers the nearest."""
    try:
        return bool(meanings(name, one.lexicon))
    except NameNotFound as error:
        st.warning(escape(f"{str(error)[:1].upper()}{str(error)[1:]}"), icon=":material/help:")
        return False


def _table(found: Comparison) -> None:
    import pandas as pd

    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        wanted = st.pills("Rows", list(_KINDS), default=list(_KINDS)[:2], selection_mode="multi", key="show")
        differing = st.toggle("Only where they differ", key="differing", bind="query-params")
        flat = st.toggle("Turn the table", key="turned", bind="query-params")
        every = st.toggle("Whole lists", key="every", bind="query-params")
    kinds = {"description", *(_KINDS[name] for name in wanted)}
    rows = [row for row in found.rows if row.kind in kinds and (row.differs or not differing)]
    head, cells = comparison.shown(rows, [thing.label for thing in found.things], every)
    if flat:
        head, cells = comparison.turned((head, cells))
    frame = pd.DataFrame([row[1:] for row in cells], index=[row[0] for row in cells], columns=head[1:])
    with st.container(key="comparison"):
        st.table(frame, width="content", alt=f"{len(found.things)} things compared in {len(rows)} rows")
    st.caption(
        "Δ the things differ here. A value is marked as best only among numbers in one unit and under the same stated "
        "conditions that nothing contradicts; otherwise the row says why not. What a thing has no claim on stays empty."
    )
    _take_away(found, rows, flat)
    _explore(found)


def _take_away(found: Comparison, rows: list[Row], flat: bool) -> None:
    table = comparison.taken(found, rows)
    table = comparison.turned(table) if flat else table
    files: dict[str, tuple[str | bytes, str, str]] = {
        "CSV": (share.as_csv(*comparison.in_numbers(found, rows)), "comparison.csv", "text/csv"),
        "Markdown": (comparison.as_markdown(table), "comparison.md", "text/markdown"),
        "LaTeX": (comparison.as_latex(table), "comparison.tex", "application/x-tex"),
    }
    with st.container(horizontal=True, key="files"):
        for name, (content, file, kind) in files.items():
            st.download_button(f"Download {name}", content, file, kind, icon=":material/download:", on_click="ignore")


def _explore(found: Comparison) -> None:
    """Links to what the graph holds on each of the things."""
    with st.container(horizontal=True, key="explore"):
        for thing in found.things:
            where = {"thing": local(thing.iri)}
            st.page_link(
                page_of("explore"), label=f"Explore {say(thing.label)}", icon=":material/hub:", query_params=where
            )


# ── plots ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _plots(labels: list[str], one: Asker, graph: str) -> None:
    st.header("Two properties of all", anchor=False)
    title = st.selectbox("Plot", list(PLOTS), key="plot", bind="query-params")
    plot = PLOTS[title]
    points = session.points(one, graph, plot.x, plot.y)
    event = st.altair_chart(
        scatter(plot, points, {pretty(label) for label in labels}, st.context.theme.type == "dark"),
        key=f"scatter-{title}",
        on_select="rerun",
        selection_mode="points",
        width="stretch",
        alt=tell_points(plot, points),
    )
    st.caption("Point at a mark for its name, values and works; click marks to hold the table to them.")
    numbers = {int(picked["number"]) for picked in event["selection"].get("points", [])}
    picked = [point for number, point in enumerate(points) if number in numbers]
    _compare_picked(list(dict.fromkeys(point.label for point in picked)), labels)
    _points(plot, picked or points)


def _compare_picked(picked: list[str], compared: list[str]) -> None:
    """A button to compare what was clicked: several things with one another, a single one with those above."""
    if len(picked) > 1:
        shown, wanted = f"Compare these {min(len(picked), MOST)}", picked
    elif picked and picked[0] not in compared and len(compared) < MOST:
        shown, wanted = f"Add {say(picked[0])} to the comparison", [*compared, *picked]
    else:
        return
    st.button(shown, on_click=put, args=(wanted,), icon=":material/compare_arrows:", type="primary")


def _points(plot: Plot, points: Sequence[Point]) -> None:
    """The points as a table."""
    import pandas as pd

    rows = [plot.cells(point) for point in points]
    shown = [[pretty(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    frame = pd.DataFrame(shown, columns=plot.columns)
    st.dataframe(frame, hide_index=True, alt=f"The {len(rows)} points of the plot with their values and works")
    st.download_button(
        "Download the points (CSV)",
        share.as_csv(plot.columns, rows),
        "points.csv",
        "text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
