"""The page that takes SPARQL: editor, examples, the words of the graph, results as table, plot or graph."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from kg.answer import Asker
from kg.errors import QueryError, SseKgError
from kg.guard import MAX_BYTES
from kg.names import PREFIXES
from kg.results import MEDIA_TYPES, QueryResult, formats_of, write
from kg.results_table import Cell, PlainTable, plain_table
from kg.sparql_help import Word, examples, insert, pointed, with_prefixes, words_of
from kg.views import of_triples
from ui import draw, session, share
from ui.editor import editor
from ui.text import escape, plain, pretty

_SECONDS = (2, 10, 30)
_MOST_ROWS = 10_000
_MOST_DRAWN = 150
_MOST_MARKS = 500
_LONGEST_LINK = 6_000
_ENDINGS = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}
_KINDS = {"Classes": "class", "Relations": "relation", "Properties": "property"}
_NAMES = {"turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF/XML", "jsonld": "JSON-LD"}


def page() -> None:
    """The whole page; the query stands in the address as `?query=`."""
    st.title("Query the graph in SPARQL", anchor=False)
    one, graph = session.asker()
    linked = st.query_params.get("query", "")
    if st.session_state.get("queried") != linked or "sparql" not in st.session_state:  # by a link, back, the menu
        st.session_state["queried"] = st.session_state["sparql"] = linked
    _examples()
    editor("sparql", "Your query", on_run=_run)
    _limits()
    _words(one, graph)
    query = str(st.query_params.get("query", "") or st.session_state.get("unlinked", ""))
    if query.strip():
        _result(query, one, graph)


def _run() -> None:
    """Put the query into the address, which runs it; one that is too long for an address runs without."""
    query = str(st.session_state.get("sparql") or "")
    st.session_state.pop("outcome", None)
    fits = len(quote(query)) <= _LONGEST_LINK
    st.session_state["unlinked"] = "" if fits else query
    if fits and query.strip():
        st.query_params["query"] = st.session_state["queried"] = query
    else:
        st.query_params.pop("query", None)
        st.session_state["queried"] = ""


def _examples() -> None:
    by_title = {one.title: one.text for one in examples()}

    def chosen() -> None:
        if title := st.session_state["example"]:
            st.session_state["sparql"] = by_title[title]
            _run()

    st.selectbox("Examples", list(by_title), index=None, key="example", on_change=chosen, placeholder="begin with one")


def _limits() -> None:
    known = ", ".join(f"{prefix}:" for prefix in PREFIXES)
    st.caption(
        f"Ctrl+Enter runs the query, in a process of its own that only reads. These need no PREFIX line: {known}"
    )
    st.segmented_control(
        "Seconds it may take", _SECONDS, default=_SECONDS[1], key="seconds", required=True, bind="query-params"
    )


# ── the words of the graph ───────────────────────────────────────────────────────────────────────────────────────────


@st.fragment
def _words(one: Asker, graph: str) -> None:
    """Classes, relations and properties; a click on one puts its pattern into the query."""
    fold = st.expander("The words of the graph", icon=":material/schema:", key="words", on_change="rerun")
    if not fold.open:
        return
    with fold:
        picked = _pick_word(_all_words(graph, one))
        if picked is None:
            st.caption("Choose a row for its pattern in a query.")
            return
        st.code(picked.pattern, language="sparql", wrap_lines=True)
        title = f"Put {escape(picked.name)} into the query"
        if st.button(title, on_click=_insert, args=(picked.pattern,), icon=":material/add:"):
            st.rerun()  # the whole page, not this part alone: the editor stands outside


def _pick_word(words: list[Word]) -> Word | None:
    import pandas as pd

    left, right = st.columns([1, 2])
    kind = left.selectbox("Kind", list(_KINDS), key="word-kind")
    wanted = right.text_input("Find", key="word-find", type="search", live=True, placeholder="part of any cell") or ""
    rows = [(word.name, word.label, word.definition) for word in words if word.kind == _KINDS[kind]]
    rows = [row for row in rows if wanted.casefold() in " ".join(row).casefold()]
    event = st.dataframe(
        pd.DataFrame(rows, columns=["Name", "Label", "Meaning"]),
        hide_index=True,
        height=260,
        key=f"words-{kind}",
        on_select="rerun",
        selection_mode="single-row",
        alt=f"{len(rows)} {kind.lower()} of the ontology with their meanings",
        column_config={"Name": st.column_config.TextColumn(width=210), "Label": st.column_config.TextColumn(width=170)},
    )
    names = [rows[place][0] for place in event["selection"]["rows"] if place < len(rows)]
    return next((word for word in words if names and word.name == names[0] and word.kind == _KINDS[kind]), None)


def _insert(pattern: str) -> None:
    st.session_state["sparql"] = insert(str(st.session_state.get("sparql") or ""), pattern)


@st.cache_resource(max_entries=2, show_spinner=False)
def _all_words(graph: str, _one: Asker) -> list[Word]:
    return words_of(_one.lexicon.vocabulary)


# ── results ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _result(query: str, one: Asker, graph: str) -> None:
    result = _outcome(query, graph)
    if isinstance(result, SseKgError):
        st.error(escape(str(result)), icon=":material/error:")
        if isinstance(result, QueryError) and result.line:
            st.code(pointed(query, result.line, result.column), language=None)
        return
    if result.boolean is not None:
        st.header("Yes" if result.boolean else "No", anchor=False)
    else:
        _show(result, one)
    _downloads(result)
    _elsewhere(query)


def _outcome(query: str, graph: str) -> QueryResult | SseKgError:
    """What the query yields or how it failed; kept, so that looking at it in another way does not run it again."""
    seconds = float(st.session_state.get("seconds") or _SECONDS[1])
    asked = (graph, query, seconds)
    if st.session_state.get("outcome", (None,))[0] != asked:
        try:
            with st.spinner("Running the query"):
                found: QueryResult | SseKgError = session.query(query, seconds, _MOST_ROWS)
        except SseKgError as error:
            found = error
        st.session_state["outcome"] = (asked, found)
    kept: QueryResult | SseKgError = st.session_state["outcome"][1]
    return kept


def _show(result: QueryResult, one: Asker) -> None:
    """The rows as a table, with a plot where there are numbers, or the triples as a graph beside their table."""
    table = plain_table(result, PREFIXES)
    more = ", more were cut off: add a LIMIT" if result.truncated else ""
    what = "triples" if result.triples else "rows"
    st.header(f"{len(table.rows):,} {what[:-1] if len(table.rows) == 1 else what}{more}", anchor=False)
    if not table.rows:
        st.caption("Nothing in the graph fits the pattern; check names and relations in the words of the graph above.")
        return
    views = ["Table", *(["Graph"] if result.triples else []), *(["Plot"] if table.numeric else [])]
    view = views[0]
    if len(views) > 1:
        view = st.segmented_control("Show as", views, default=views[0], key="view", required=True, bind="query-params")
    if view == "Graph":
        _graph(result, one)
    elif view == "Plot":
        _plot(table)
    else:
        _table(table)


def _table(table: PlainTable) -> None:
    import pandas as pd

    names = [plain(name, most=80) for name in table.columns]
    numeric = set(table.numeric)
    rows = [
        [cell if place in numeric else plain(_said(cell), most=500) for place, cell in enumerate(row)]
        for row in table.rows
    ]
    config = {names[place]: st.column_config.NumberColumn(format="%.10g") for place in numeric}
    frame = pd.DataFrame(rows, columns=names)
    st.dataframe(
        frame, hide_index=True, column_config=config, height="auto", alt=f"{len(rows)} rows: {', '.join(names)}"
    )


def _said(cell: str | float | None) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else f"{cell:.10g}"


def _graph(result: QueryResult, one: Asker) -> None:
    view = of_triples(one.store, result.triples[:_MOST_DRAWN])
    if not view.edges:
        st.caption("No triple joins two things, so there is nothing to draw; the table holds them.")
        return
    options = draw.graph_options(view, st.context.theme.type == "dark")
    about = f"Graph of {len(view.nodes)} things and {len(view.edges)} lines between them; the table holds the same"
    st.echarts_chart(options, height=draw.graph_height(options), key="query-graph", alt=about)
    every = draw.unsaid(view)
    notes = [f"Lines without words say “{escape(pretty(every))}”."] if every else []
    if len(result.triples) > _MOST_DRAWN:
        notes.append(f"The first {_MOST_DRAWN} of {len(result.triples):,} triples are drawn, the files hold all.")
    st.caption(" ".join(notes))


def _plot(table: PlainTable) -> None:
    names = [plain(name, most=80) for name in table.columns]
    left, right = st.columns(2)
    numbers = [names[place] for place in table.numeric]
    up = right.selectbox("Up", numbers, key="plot-up", bind="query-params") or numbers[0]
    others = [name for name in names if name != up] or [up]
    across = left.selectbox("Across", others, key="plot-across", bind="query-params") or others[0]
    rows, unit = _in_one_unit(table, table.columns[names.index(up)])
    places = names.index(across), names.index(up)
    pairs = [(row[places[0]], row[places[1]]) for row in rows[:_MOST_MARKS]]
    title = f"{up} ({unit})" if unit else up
    about = f"Plot of {title} by {across} in {len(pairs)} rows; the table holds the same"
    st.altair_chart(draw.any_plot(pairs, (across, title), across in numbers), width="stretch", alt=about)
    if len(rows) > _MOST_MARKS:
        st.caption(f"The first {_MOST_MARKS} rows are drawn.")


def _in_one_unit(table: PlainTable, column: str) -> tuple[Sequence[Sequence[Cell]], str]:
    """The rows whose numbers in a column share a unit, and this; where there are several units a person picks one."""
    place = table.unit_of(column)
    if place is None:
        return table.rows, ""
    counts = Counter(_said(row[place]) for row in table.rows)
    units = [unit for unit, _ in counts.most_common()]
    picked = units[0]
    if len(units) > 1:
        st.warning(
            f"These numbers are in {len(units)} units, which one axis cannot hold together; "
            "select `sse:baseValue` for numbers in the unit of the property.",
            icon=":material/help:",
        )
        picked = st.segmented_control(
            "Unit",
            units,
            default=units[0],
            required=True,
            key="plot-unit",
            format_func=lambda unit: f"{escape(plain(unit, most=40)) or 'none'} ({counts[unit]} rows)",
        )
    return [row for row in table.rows if _said(row[place]) == picked], plain(picked, most=40)


# ── to take away ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _downloads(result: QueryResult) -> None:
    table = plain_table(result, PREFIXES)
    with st.container(horizontal=True, key="query-files"):
        for format in formats_of(result.kind):
            content = write(result, format, prefixes=PREFIXES)
            if format == "csv" and table.columns:  # a spreadsheet opens this one: nothing in it may run
                content = share.as_csv(table.columns, table.rows)
            st.download_button(
                f"Download {_NAMES.get(format, format.upper())}",
                content,
                f"result.{_ENDINGS.get(format, format)}",
                MEDIA_TYPES[format],
                icon=":material/download:",
                on_click="ignore",
            )


def _elsewhere(query: str) -> None:
    with st.expander("The query with its prefixes, for use elsewhere", icon=":material/content_copy:"):
        st.code(with_prefixes(query), language="sparql", line_numbers=True)
        st.caption(f"The same graph answers over HTTP with `sse-kg serve`; a query may be {MAX_BYTES:,} bytes long.")
