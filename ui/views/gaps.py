"""The page of gaps: matrices of what was tried against what, for planning the next experiment."""

from collections.abc import Mapping, Sequence
from hashlib import sha1

import streamlit as st

from kg.answer import Asker
from kg.evidence import gather_evidence
from kg.gaps import PLANS, Line, Matrix, Spot, find_gaps
from ui import session, share
from ui.cards import tell_claim
from ui.heat import heat_map, tell_heat
from ui.text import pretty, say

_TITLES = {
    "Strategies against failures": ("strategy", "failure"),
    "Cathodes with electrolytes": ("cathode", "electrolyte"),
}
_STATES = {
    "none": "no claim in this graph",
    "inferred": "inferred only, stated nowhere",
    "stated": "stated",
    "opposed": "stated, some speak against",
    "contradicted": "stated and contradicted",
}
_MOST_CLAIMS = 30
_COLUMNS = ["Row", "Column", "What is known", "Claims", "Speaking against", "Contradicted", "Inferred"]


def page() -> None:
    """The whole page; matrix, opened classes and the chosen spot stand in the address."""
    st.title("What has been tried, and what has not", anchor=False)
    st.markdown(
        "Each field counts the claims of this graph that join its row with its column. An empty field means that "
        "**this graph** holds no claim on the pair: nobody may have tried it, or a work that is not in here did."
    )
    one, graph = session.asker()
    title = st.radio("Matrix", list(_TITLES), key="matrix", bind="query-params", horizontal=True) or next(iter(_TITLES))
    matrix = _opened(one, graph, _TITLES[title])
    _forget(matrix)
    _draw(matrix)
    _choose(matrix, one)
    _tell(matrix, one)
    _list(matrix, title)


def _opened(one: Asker, graph: str, kinds: tuple[str, str]) -> Matrix:
    """The matrix with the classes opened that a person chose."""
    folded = _matrix(graph, kinds, None, one)
    opened: list[str] = []
    with st.container(key="opened"):
        for column, side, lines in zip(st.columns(2), ("rows", "columns"), folded.foldable, strict=True):
            titles = {line.label: line.id for line in lines}
            start = [line.label for line in lines if line.id in PLANS[kinds].opened]
            chosen = column.multiselect(
                f"Open these {side}",
                list(titles),
                default=start,
                key=f"{kinds[0]}-{side}",
                bind="query-params",
                filter_mode="contains",
                select_all=False,
                placeholder="choose a kind to see what is in it",
                format_func=pretty,
            )
            opened += [titles[name] for name in chosen]
    return _matrix(graph, kinds, frozenset(opened), one)


@st.cache_resource(max_entries=32, show_spinner=False)
def _matrix(graph: str, kinds: tuple[str, str], opened: frozenset[str] | None, _one: Asker) -> Matrix:
    return find_gaps(_one.store, _one.lexicon, *kinds, opened)


# ── the picture ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _forget(matrix: Matrix) -> None:
    """Lets go of a row or a column that is not in the matrix, as after a change to the other one."""
    for name, lines in (("row", matrix.rows), ("column", matrix.columns)):
        if _chosen(name) not in (None, *(line.title for line in lines)):
            if name not in st.session_state:
                st.query_params.pop(name)
            st.session_state[name] = None


def _chosen(name: str) -> str | None:
    """The row or column that is chosen, as far as state or address tell before its box is drawn."""
    chosen: str | None = st.session_state[name] if name in st.session_state else st.query_params.get(name)
    return chosen


def _draw(matrix: Matrix) -> None:
    chosen = (_chosen("row"), _chosen("column"))
    titles = [line.title for line in (*matrix.rows, *matrix.columns)]
    key = f"heat-{sha1(repr((titles, chosen)).encode()).hexdigest()[:12]}"
    with st.container(key="heat-frame"):
        st.altair_chart(
            heat_map(matrix, chosen, st.context.theme.type == "dark"),
            width="content",
            key=key,  # another picture is another chart: nothing that was clicked in the last one holds in it
            on_select=lambda: _clicked(key, matrix),
            selection_mode="spot",
            alt=tell_heat(matrix),
        )
    st.caption(
        "A number counts claims, a stronger colour is more. **≠** one of them is contradicted, **±** some speak "
        "against, **(i)** inferred only; an empty field: no claim in this graph. Click a field, or choose it below."
    )


def _clicked(key: str, matrix: Matrix) -> None:
    """Put the field that was clicked into the boxes below, and so into the address."""
    picked = st.session_state[key]["selection"].get("spot") or []
    if picked:
        spot = matrix.spots[int(picked[0]["number"])]
        st.session_state["row"], st.session_state["column"] = spot.row.title, spot.column.title


def _choose(matrix: Matrix, one: Asker) -> None:
    left, right = st.columns(2)
    for place, name, lines in ((left, "row", matrix.rows), (right, "column", matrix.columns)):
        other = _other_names(lines, one)
        place.selectbox(
            name.capitalize(),
            [*(line.title for line in lines), *other],
            index=None,
            key=name,
            bind="query-params",
            placeholder=f"choose a {name}, by any name",
            on_change=_by_title,
            args=(name, other),
        )


def _other_names(lines: Sequence[Line], one: Asker) -> dict[str, str]:
    """What else the rows or columns are called, with the title of each."""
    found: dict[str, str] = {}
    for line in lines:
        known = one.lexicon.things.get(line.id) or one.lexicon.vocabulary.classes.get(line.id)
        names = dict.fromkeys((line.label, *(known.aliases if known else ())))
        found |= {f"{name} ({pretty(line.label)})": line.title for name in names if name != line.label}
        found |= {pretty(line.title): line.title} if pretty(line.title) != line.title else {}
    return found


def _by_title(name: str, other: Mapping[str, str]) -> None:
    """Puts the title in place of another name that was chosen."""
    chosen = st.session_state[name]
    st.session_state[name] = other.get(chosen, chosen)


# ── a field ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tell(matrix: Matrix, one: Asker) -> None:
    """What is known where the chosen row and column meet."""
    row, column = st.session_state.get("row"), st.session_state.get("column")
    spot = next((spot for spot in matrix.spots if (spot.row.title, spot.column.title) == (row, column)), None)
    if spot is None:
        return
    with st.container(border=True, key="spot"):
        st.header(f"{say(spot.row.label)} and {say(spot.column.label)}", anchor=False)
        if spot.state == "none":
            _missing(matrix, spot)
            return
        st.markdown(f"**{spot.count} {'claim' if spot.count == 1 else 'claims'}**, {_STATES[spot.state]}.")
        evidence = gather_evidence(one.store, spot.claims[:_MOST_CLAIMS])
        st.markdown("\n".join(f"1. {tell_claim(each, {}, one.lexicon.sections)}" for each in evidence))
        more, inferred = len(spot.claims) - len(evidence), len(spot.claims) - spot.count
        if inferred or more:
            said = [f"{inferred} more follow from others by inference"] if inferred else []
            said += [f"{more} are not shown; open the row or the column to part them"] if more else []
            st.caption(f"{'; '.join(said)}.")


def _missing(matrix: Matrix, spot: Spot) -> None:
    st.markdown(":material/help: **No claim in this graph** joins the two: here is a gap, as far as the graph knows.")
    row, column = matrix.known_beside(spot)
    for known, line, name in ((row, spot.row, "column"), (column, spot.column, "row")):
        others = [f"{say(getattr(each, name).label)} ({each.count})" for each in known[:8]]
        said = ", ".join(others) if others else "no claims in this matrix at all"
        st.markdown(f"With {say(line.label)} the graph has: {said}.")


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _list(matrix: Matrix, title: str) -> None:
    import pandas as pd

    rows = [_cells(spot) for spot in matrix.spots]
    with st.expander("The same as a list", icon=":material/list:"):
        gaps = st.toggle("Only pairs without a claim", key="untried", bind="query-params")
        wanted = [row for row, spot in zip(rows, matrix.spots, strict=True) if spot.state == "none" or not gaps]
        shown = [[pretty(cell) if isinstance(cell, str) else cell for cell in row] for row in wanted]
        frame = pd.DataFrame(shown, columns=_COLUMNS)
        st.dataframe(frame, hide_index=True, alt=f"{title}: {len(shown)} pairs with the number of claims on each")
    st.download_button(
        "Download the matrix (CSV)",
        share.as_csv(_COLUMNS, rows),
        "gaps.csv",
        "text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _cells(spot: Spot) -> list[share.Cell]:
    inferred = len(set(spot.claims)) - spot.count
    known = _STATES[spot.state]
    return [spot.row.title, spot.column.title, known, spot.count, spot.opposing, spot.contradicted, inferred]
