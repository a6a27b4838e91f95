"""The page to walk the graph on: search, click from thing to thing, read every claim, follow a path, take it away."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha1

import streamlit as st

from kg.answer import Asker
from kg.drawing import Places, kinds_of
from kg.export_facts import say_name
from kg.layouts import LAYOUTS
from kg.names import local
from kg.naming import NameNotFound
from kg.paths import Path, find_paths, say
from kg.record import find_iri, label_of_thing
from kg.views import View
from kg.walk import FOLD, QUIET, Map, Walked, with_folds
from ui import kept, session, walk_chart
from ui.pages import page_of
from ui.references import show_work
from ui.search import search, tell_lost
from ui.text import escape, plain, pretty
from ui.text import say as show
from ui.thing import show_claims, show_names
from ui.trail import Trail, begin, read_trail, write_trail

_KINDS = ("Material", "Strategy", "FailureMechanism", "Property", "Cell", "Dopant", "Process", "Concept")
_LAYOUTS = {"springs": "Springs", "rings": "Rings", "columns": "Columns by kind"}
_COMPARED = ("Material", "Strategy", "Cell")
_MOST_PATHS = 3
_FILES = (
    ("Picture (PNG)", "png", "image/png", ":material/image:"),
    ("Drawing (SVG)", "svg", "image/svg+xml", ":material/polyline:"),
    ("GraphML", "graphml", "application/xml", ":material/hub:"),
    ("Cytoscape JSON", "cyjs", "application/json", ":material/data_object:"),
)


@dataclass(frozen=True)
class Ground:
    """What is walked on: the graph, its map, and the names of all things."""

    one: Asker
    graph: str
    chart: Map
    names: dict[str, str]

    def iri(self, name: str) -> str:
        """The IRI of what the address names; raises NameNotFound with the nearest names."""
        return find_iri(name, self.one.store, self.one.lexicon)

    def label(self, name: str) -> str:
        """What a thing is called."""
        iri = self.iri(name)
        node = self.chart.nodes.get(iri)
        return node.label if node else label_of_thing(local(iri), self.one.lexicon)


def page() -> None:
    """The whole page; what is shown, picked and hidden stands in the address."""
    st.title("Explore the graph", anchor=False)
    with st.spinner("Opening the graph", show_time=False):
        one, graph = session.asker()
        ground = Ground(one, graph, kept.map_of(graph, one), kept.names(graph, one))
    search(
        "Find a thing by any of its names",
        ground.names,
        ground.iri,
        begin,
        key="find",
        placeholder="a material, strategy, failure, property …; a formula in any notation",
    )
    trail = _by_ids(read_trail(), ground)
    if trail.picked:
        st.set_page_config(plain(ground.label(trail.picked), most=80))
        _walk(trail, ground.iri(trail.picked), ground)
    else:
        _welcome(ground.chart)


def _by_ids(trail: Trail, ground: Ground) -> Trail:
    """The trail with ids in place of whatever names the address gives; what names nothing is told and left out."""
    lost: dict[str, NameNotFound] = {}

    def known(*names: str) -> list[str]:
        found = []
        for name in filter(None, names):
            try:
                found.append(local(ground.iri(name)))
            except NameNotFound as error:
                lost[name] = error
        return found

    [picked] = known(trail.picked) or [""]
    opened = known(*trail.opened)
    [to] = known(trail.to) or [""]
    for error in lost.values():
        tell_lost(error, lambda name: begin(local(ground.iri(name))))
    resolved = Trail(picked, tuple(opened) or (picked,), to if to != picked else "") if picked else Trail()
    if resolved != trail and not lost:
        write_trail(resolved)
    return resolved


# ── where to begin ───────────────────────────────────────────────────────────────────────────────────────────────────


def _welcome(chart: Map) -> None:
    st.markdown(
        f"{len(chart.nodes):,} things, values and works, and {len(chart.whole.edges):,} relations between them. "
        "Find one above, or begin at one that many facts speak of; click in the picture to go on from there."
    )
    with st.container(key="examples"):
        for start in range(0, len(_KINDS), 4):
            for column, kind in zip(st.columns(4), _KINDS[start : start + 4], strict=True):
                with column:
                    st.markdown(f"**{escape(say_name(kind).capitalize())}**")
                    for node in chart.busiest(kind, 6):
                        st.button(
                            f":blue[{show(node.label)}]",
                            key=f"begin-{node.iri}",
                            on_click=begin,
                            args=(local(node.iri),),
                            type="tertiary",
                            width="stretch",
                        )


# ── the walk ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _walk(trail: Trail, picked: str, ground: Ground) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="walk-tools"):
        layout = st.segmented_control(
            "Layout",
            list(_LAYOUTS),
            default="springs",
            required=True,
            format_func=_LAYOUTS.__getitem__,
            key="layout",
            bind="query-params",
        )
        without_kinds, without = _filters(ground)
        downloads = st.popover("Download", icon=":material/download:")
        st.button("Start anew", icon=":material/restart_alt:", on_click=write_trail, args=(Trail(),))
    paths = _paths(ground.graph, picked, ground.iri(trail.to), ground.one) if trail.to else []
    walked = ground.chart.walk(
        [ground.iri(name) for name in trail.opened],
        beside=_beside(picked, paths, ground),
        without_kinds=without_kinds,
        without_relations=without,
    )
    places = _places(walked, str(layout), trail.opened[:1])
    drawing, card = st.columns([0.64, 0.36], gap="medium")
    with drawing:
        if trail.to:
            _tell_paths(trail, paths, ground)
        _draw(walked, places, trail, picked, paths, layout=str(layout))
    with card, st.container(key="card"):
        _card(trail, picked, ground)
    with downloads:
        _downloads(walked.view, places)
    _table(walked)


def _beside(picked: str, paths: list[Path], ground: Ground) -> list[str]:
    """What is shown whatever was opened: the thing picked, the paths, and what facts resting on a source speak of."""
    near = () if picked in ground.chart.nodes else kept.near(ground.graph, picked, ground.one)
    return [picked, *(node.iri for path in paths for node in path.things), *near]


def _filters(ground: Ground) -> tuple[list[str], list[str]]:
    """Kinds and relations to leave out."""
    with st.popover(
        f"Filter ({_hidden('no-kinds') + _hidden('no-relations', len(QUIET))} hidden)", icon=":material/filter_list:"
    ):
        kinds = st.multiselect(
            "Leave out these kinds",
            [kind for kind, _ in kinds_of(ground.chart.whole)],
            key="no-kinds",
            bind="query-params",
            format_func=say_name,
        )
        relations = st.multiselect(
            "Leave out these relations",
            sorted({edge.predicate for edge in ground.chart.whole.edges}),
            default=sorted(QUIET),
            key="no-relations",
            bind="query-params",
            format_func=ground.one.lexicon.label,
        )
    return kinds, relations


def _hidden(key: str, usual: int = 0) -> int:
    """How many are chosen in a list that is yet to be drawn, as far as state or address tell."""
    if key in st.session_state:
        return len(st.session_state[key])
    return len(list(filter(None, st.query_params.get_all(key)))) if key in st.query_params else usual


def _places(walked: Walked, layout: str, walk: tuple[str, ...]) -> Places:
    """Where things stand; in one walk, those that stood somewhere stay near there."""
    key, before = st.session_state.get("places", ((), {}))
    kept = before if key == (layout, walk) else None
    places = LAYOUTS.get(layout, LAYOUTS["springs"])(with_folds(walked), kept)
    st.session_state["places"] = ((layout, walk), places)
    return places


def _draw(walked: Walked, places: Places, trail: Trail, picked: str, paths: list[Path], *, layout: str) -> None:
    view = with_folds(walked)
    if len(view.nodes) < 2:
        st.info("No relation to another thing is shown. The filter may hide some.", icon=":material/info:")
        return
    dark = st.context.theme.type == "dark"
    opened = {node.iri for node in view.nodes if local(node.iri) in trail.opened}
    options = walk_chart.walk_options(view, places, picked, opened, paths=paths, dark=dark)
    ids = tuple(node.iri for node in view.nodes)
    key = f"walk-{sha1(repr((ids, places)).encode()).hexdigest()[:12]}"  # another picture is another chart
    about = (
        f"Graph of {len(walked.view.nodes)} things and {len(walked.view.edges)} relations around "
        f"{walked.view.title}; the table below lists them"
    )
    st.echarts_chart(
        options,
        height=walk_chart.walk_height(options, layout),
        key=key,
        alt=plain(about),
        on_select=partial(_clicked, key, ids, trail),
    )
    folded = sum(walked.more.values())
    st.caption(
        f"{len(walked.view.nodes)} things, {len(walked.view.edges)} relations"
        + (f"; {folded} neighbours folded away, “+n more” shows them" if folded else "")
        + ". Click a thing to read about it and show its neighbours; drag to move, scroll to zoom. "
        "Solid lines are stated, dashed ones inferred or uncertain, dotted ones denied or disputed."
    )


def _clicked(key: str, ids: tuple[str, ...], trail: Trail) -> None:
    last, before = st.session_state.get("selected", ("", ()))
    meant, now = walk_chart.clicked(st.session_state[key].selection, ids, before if last == key else ())
    st.session_state["selected"] = key, now
    if meant.startswith(FOLD):
        write_trail(trail.open(local(meant.removeprefix(FOLD))))
    elif meant:
        name = local(meant)
        further = trail.pick(name)
        write_trail(further if name in trail.opened else further.open(name))


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@st.cache_data(max_entries=128, show_spinner="Looking for a path")
def _paths(graph: str, start: str, end: str, _one: Asker) -> list[Path]:
    return find_paths(_one.store, start, end, _MOST_PATHS) if start != end else []


def _tell_paths(trail: Trail, paths: list[Path], ground: Ground) -> None:
    ends = f"{show(ground.label(trail.picked))} and {show(ground.label(trail.to))}"
    with st.container(border=True, key="path"):
        if paths:
            st.markdown(f"**How {ends} hang together**\n" + "\n".join(f"1. {show(say(path))}" for path in paths))
        else:
            st.markdown(f"No path of at most four steps joins {ends}.")
        back = Trail(trail.picked, trail.opened)
        st.button("Forget the path", icon=":material/close:", on_click=write_trail, args=(back,))


# ── the card of what is picked ───────────────────────────────────────────────────────────────────────────────────────


def _card(trail: Trail, picked: str, ground: Ground) -> None:
    record = kept.record(ground.graph, picked, ground.one)
    node = ground.chart.nodes.get(picked)
    name, label = local(picked), ground.label(trail.picked)
    show_names(record, label, say_name(node.kind) if node else "source")
    for work in session.works(ground.one, _numbers(name)).values():
        show_work(work)
    with st.container(horizontal=True, key="card-tools"):
        if name in trail.opened and len(set(trail.opened)) > 1:
            st.button("Fold", icon=":material/unfold_less:", on_click=write_trail, args=(trail.close(name),))
        elif name not in trail.opened:
            st.button("Show neighbours", icon=":material/unfold_more:", on_click=write_trail, args=(trail.open(name),))
        if set(trail.opened) != {name}:
            st.button("Only this", icon=":material/center_focus_strong:", on_click=begin, args=(name,))
        if node and node.kind != "Measurement":
            question = {"q": f"What is {label}?"}
            st.page_link(page_of("ask"), label="Ask about it", icon=":material/search:", query_params=question)
        if node and node.kind in _COMPARED:
            beside = {"things": label}
            st.page_link(page_of("compare"), label="Compare", icon=":material/compare_arrows:", query_params=beside)
    others = [one for one in trail.opened if one != name]
    if others and others[-1] != trail.to:
        st.button(
            f"Path to {show(ground.label(others[-1]))}",
            icon=":material/route:",
            on_click=write_trail,
            args=(Trail(trail.picked, trail.opened, others[-1]),),
        )
    search(
        "Path from here to",
        ground.names,
        ground.iri,
        lambda to: write_trail(Trail(trail.picked, trail.opened, to)),
        key="path-to",
        placeholder="another thing",
    )
    show_claims(record, ground.one)


def _numbers(name: str) -> list[int]:
    """The number of a work from the name that the graph has for it.

    >>> _numbers("ref-53"), _numbers("Na3PS4")
    ([53], [])
    """
    kind, _, number = name.partition("-")
    return [int(number)] if kind == "ref" and number.isdecimal() else []


# ── the same without a picture ───────────────────────────────────────────────────────────────────────────────────────


def _table(walked: Walked) -> None:
    """What is drawn as a table, and the things in it as a list to go to: the walk for keyboard and screen reader."""
    import pandas as pd

    labels = {node.iri: node.label for node in walked.view.nodes}
    title = f"What is drawn, as a table ({len(walked.view.edges)} relations)"
    fold = st.expander(title, icon=":material/table_rows:", key="drawn", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.selectbox(
            "Go to a thing in the picture",
            list(labels),
            index=None,
            key="go",
            format_func=lambda iri: plain(labels[iri]),
            placeholder="pick a thing to read about it and show its neighbours",
            on_change=_go,
        )
        rows = [
            (pretty(labels[e.subject]), pretty(e.label), pretty(labels[e.object]), ", ".join(e.cited))
            for e in walked.view.edges
        ]
        frame = pd.DataFrame(rows, columns=["Thing", "Relation", "Other thing", "References"])
        st.dataframe(frame, hide_index=True, alt=f"Table of the {len(rows)} relations drawn")


def _go() -> None:
    if chosen := st.session_state["go"]:
        name, trail = local(chosen), read_trail().pick(local(chosen))
        write_trail(trail if name in trail.opened else trail.open(name))
        st.session_state["go"] = None


# ── downloads ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _downloads(view: View, places: Places) -> None:
    stem = "".join(char if char.isalnum() else "-" for char in view.title)[:40].strip("-") or "graph"
    for label, ending, mime, icon in _FILES:
        st.download_button(
            label,
            partial(_made, view, places, ending),
            f"{stem}.{ending}",
            mime,
            icon=icon,
            type="tertiary",
            on_click="ignore",
        )


def _made(view: View, places: Places, ending: str) -> bytes:
    from kg.export import cytoscape_bytes, graphml_bytes
    from kg.export_picture import picture_bytes

    writers: dict[str, Callable[[], bytes]] = {
        "png": lambda: picture_bytes(view, "png", places),
        "svg": lambda: picture_bytes(view, "svg", places),
        "graphml": lambda: graphml_bytes(view),
        "cyjs": lambda: cytoscape_bytes(view, places),
    }
    return writers[ending]()
