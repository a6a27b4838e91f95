"""Drawing: colours, markers, labels and places of the nodes of a view, the same in every picture.

Colours are those of Okabe and Ito (2008), told apart with any kind of colour vision; the marker says the kind again.
"""

import re
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.export_facts import say_name
from kg.views import Edge, Node, View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

Places = dict[str, tuple[float, float]]
MOST_LABELS = 300
LABEL_WIDTH = 24  # characters on a line of a label
_INCH_PER_CHARACTER, _INCH_PER_LINE = 0.078, 0.15
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_INDEX = re.compile(r"(?<=[A-Za-z)\]])\d+(?:\.\d+)?")
_NO_FORMULAE = frozenset({"Reference", "Measurement", "ResearchGroup"})
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Style:
    """How a kind of thing looks: a colour, and the name of its marker in Bokeh, matplotlib and ECharts."""

    colour: str
    bokeh: str
    matplotlib: str
    echarts: str


_DOWN = "path://M0,0L10,0L5,9Z"
_STAR = "path://M5,0L6.5,3.5L10,3.8L7.3,6.2L8.1,10L5,8L1.9,10L2.7,6.2L0,3.8L3.5,3.5Z"
_PLUS = "path://M3,0L7,0L7,3L10,3L10,7L7,7L7,10L3,10L3,7L0,7L0,3L3,3Z"
_HEXAGON = "path://M2.5,0L7.5,0L10,4.5L7.5,9L2.5,9L0,4.5Z"
_CROSS = "path://M2,0L5,3L8,0L10,2L7,5L10,8L8,10L5,7L2,10L0,8L3,5L0,2Z"
_PENTAGON = "path://M5,0L10,3.8L8.1,10L1.9,10L0,3.8Z"
_HOUSE = "path://M5,0L10,4L10,10L0,10L0,4Z"
_LEFT = "path://M9,0L9,10L0,5Z"
_RIGHT = "path://M0,0L9,5L0,10Z"

STYLES = {
    "Material": Style("#56B4E9", "circle", "o", "circle"),
    "Strategy": Style("#009E73", "square", "s", "rect"),
    "FailureMechanism": Style("#D55E00", "triangle", "^", "triangle"),
    "Property": Style("#E69F00", "diamond", "D", "diamond"),
    "Measurement": Style("#F0E442", "circle_dot", "p", _PENTAGON),
    "Cell": Style("#0072B2", "hex", "h", _HEXAGON),
    "Dopant": Style("#CC79A7", "inverted_triangle", "v", _DOWN),
    "Element": Style("#CC79A7", "plus", "P", _PLUS),
    "Process": Style("#0072B2", "star", "*", _STAR),
    "Concept": Style("#999999", "square_cross", "<", _LEFT),
    "Reference": Style("#555555", "diamond_cross", ">", _RIGHT),
    "ResearchGroup": Style("#555555", "square_pin", "X", _CROSS),
}
OTHER = Style("#999999", "circle_x", "d", _HOUSE)


def style_of(kind: str) -> Style:
    """The style of a kind of thing; kinds without one of their own share a grey one.

    >>> style_of("Strategy").colour, style_of("Weather").colour
    ('#009E73', '#999999')
    """
    return STYLES.get(kind, OTHER)


def kinds_of(view: View) -> list[tuple[str, int]]:
    """The kinds in a view with their number of nodes, in the order of the legend."""
    counts = Counter(node.kind for node in view.nodes)
    order = list(STYLES)
    return sorted(counts.items(), key=lambda item: (order.index(item[0]) if item[0] in order else 99, item[0]))


def clean(text: str) -> str:
    """A text without characters that XML cannot hold and control characters a reader cannot see.

    >>> clean("Na\\x003PS4\\x1b[0m")
    'Na3PS4[0m'
    """
    return _UNREADABLE.sub("", text)


def shown_label(node: Node) -> str:
    """The label of a node with the indices of its formulae lowered.

    >>> shown_label(Node("", "oxygen doping of Na3PS4", "Strategy"))
    'oxygen doping of Na₃PS₄'
    """
    return clean(node.label) if node.kind in _NO_FORMULAE else lowered(node.label)


def lowered(text: str) -> str:
    """A text with the indices of its formulae lowered; what a formula leaves out, as a phase or a prime, stays.

    >>> lowered("NaCrO2 | Na3PS4 | Na15Sn4")
    'NaCrO₂ | Na₃PS₄ | Na₁₅Sn₄'
    >>> lowered("Na-β'-Al2O3 buffer layer on γ-Na3PS4")
    "Na-β'-Al₂O₃ buffer layer on γ-Na₃PS₄"
    """
    from kg.formula_search import find_formulas

    text = clean(text)
    for found in reversed(find_formulas(text)):
        written = text[found.start : found.end]
        shown = found.formula.subscript if found.formula.plain == written else _INDEX.sub(_lower, written)
        text = text[: found.start] + shown + text[found.end :]
    return text


def _lower(index: re.Match[str]) -> str:
    return index[0].translate(_SUBSCRIPT)


def wrapped(label: str, lines: int = 3) -> str:
    """A label on at most a few short lines.

    >>> wrapped("side reaction of Na with the sulfide electrolyte")
    'side reaction of Na with\\nthe sulfide electrolyte'
    """
    words = (word if len(word) <= 40 else word[:39] + "…" for word in label.split())
    return "\n".join(
        textwrap.wrap(" ".join(words), LABEL_WIDTH, max_lines=lines, placeholder=" …", break_long_words=False)
    )


def labels_of(view: View) -> dict[str, str]:
    """The labels that fit on a picture, wrapped: all of them up to 300 nodes, else those of the best linked nodes."""
    degree = Counter(end for edge in view.edges for end in (edge.subject, edge.object))
    nodes = sorted(view.nodes, key=lambda node: (-degree[node.iri], node.iri))
    if len(nodes) > MOST_LABELS:
        nodes = nodes[: MOST_LABELS // 2]
    return {node.iri: wrapped(shown_label(node)) for node in nodes}


# ── where things stand ───────────────────────────────────────────────────────────────────────────────────────────────


def layout(view: View, before: Places | None = None) -> Places:
    """A place in inches for every node, the same each time: parts that hang together are drawn one by one and packed
    in rows, then nodes are pushed apart until no label lies on another.

    Nodes with a place `before` stay near it, so that a drawing to which some are added keeps its shape.
    """
    import networkx as nx
    import numpy as np

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.iri for node in view.nodes)
    graph.add_edges_from((edge.subject, edge.object) for edge in view.edges if edge.subject != edge.object)
    labels = labels_of(view)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    drawn = []
    for part in parts:
        members = sorted(part)
        sizes = np.array([size_of(labels.get(iri, "")) for iri in members])
        known = {iri: before[iri] for iri in members if before and iri in before}
        own = graph.subgraph(members)
        points = _joined(own, members, known) if known else _spread(own, members, sizes)
        drawn.append((members, sizes, _apart(points, sizes)))
    return _packed(drawn)


def push_apart(view: View, places: Places) -> Places:
    """The places with nodes moved as little as it takes for no label to lie on another."""
    import numpy as np

    labels = labels_of(view)
    sizes = np.array([size_of(labels.get(iri, "")) for iri in places]).reshape(-1, 2)
    points = _apart(np.array(list(places.values()), dtype=float).reshape(-1, 2), sizes) if places else sizes
    return {iri: (round(float(x), 4), round(float(y), 4)) for iri, (x, y) in zip(places, points, strict=True)}


def size_of(label: str) -> tuple[float, float]:
    """Width and height of a node with its label, in inches."""
    if not label:
        return 0.25, 0.25
    lines = label.split("\n")
    return max(0.5, max(map(len, lines)) * _INCH_PER_CHARACTER + 0.12), 0.3 + len(lines) * _INCH_PER_LINE


def _spread(graph: Any, members: Sequence[str], sizes: "Points") -> "Points":
    """Springs and repulsion; from 500 nodes on networkx's springs need scipy, so another of its layouts does it."""
    import networkx as nx
    import numpy as np

    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(members)
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in graph.edges))
    small = len(members) < 500
    places: Mapping[str, Any] = (
        nx.spring_layout(ordered, seed=1, iterations=300, k=1.6 / len(members) ** 0.5)
        if small
        else nx.forceatlas2_layout(ordered, seed=1, max_iter=60)
    )
    points = np.array([places[iri] for iri in members], dtype=float)
    room = 1.45 * float(np.sqrt((sizes[:, 0] * sizes[:, 1]).sum()))
    extent = np.ptp(points, axis=0)
    wide = np.array([1.25, 0.8])
    return (points - points.min(axis=0)) / np.where(extent > 0, extent, 1) * room * wide if len(members) > 1 else points


def _joined(graph: Any, members: Sequence[str], known: Places) -> "Points":
    """New nodes beside those that have their places, by springs of an inch or two."""
    import networkx as nx
    import numpy as np

    if len(known) == len(members):
        return np.array([known[iri] for iri in members], dtype=float)
    middle = tuple(np.mean(list(known.values()), axis=0))
    beside = {
        iri: next((known[other] for other in sorted(graph[iri]) if other in known), middle)
        for iri in members
        if iri not in known
    }
    turn = 2.4  # a golden angle, so that no two new nodes start at one spot
    start = known | {
        iri: (x + 1.5 * np.cos(turn * place), y + 1.5 * np.sin(turn * place))
        for place, (iri, (x, y)) in enumerate(beside.items())
    }
    places = nx.spring_layout(graph, pos=start, fixed=list(known), k=1.2, iterations=40, seed=1)
    return np.array([places[iri] for iri in members], dtype=float)


def _apart(points: "Points", sizes: "Points") -> "Points":
    """Pushes overlapping boxes apart, each time along the way that is shorter."""
    import numpy as np

    points = points.copy()
    ahead = np.arange(len(points))
    need = (sizes[:, None, :] + sizes[None, :, :]) / 2
    for _ in range(min(200, 60_000 // len(points))):
        gap = points[:, None, :] - points[None, :, :]
        overlap = need - np.abs(gap)
        hit: NDArray[np.bool_] = np.asarray((overlap[:, :, 0] > 1e-3) & (overlap[:, :, 1] > 1e-3))
        hit[ahead, ahead] = False
        if not hit.any():
            break
        along = (overlap[:, :, 1] < overlap[:, :, 0]).astype(int)  # 1: push up or down
        for axis in (0, 1):
            sign = np.sign(gap[:, :, axis])
            sign = np.where(sign == 0, np.sign(ahead[:, None] - ahead[None, :]), sign)
            push = np.where(hit & (along == axis), sign * overlap[:, :, axis], 0)
            points[:, axis] += 0.3 * push.sum(axis=1)
    return points


def _packed(parts: "list[tuple[list[str], Points, Points]]") -> Places:
    """Parts of a drawing set in rows below one another, as wide as the widest part or a page asks for."""
    import numpy as np

    boxes = []
    for members, sizes, points in parts:
        low, high = (points - sizes / 2).min(axis=0), (points + sizes / 2).max(axis=0)
        boxes.append((members, points - low, high - low))
    area = sum(float(np.prod(size + 0.3)) for _, _, size in boxes)
    page = max([float(size[0]) for _, _, size in boxes] + [1.3 * area**0.5, 6.0]) + 0.01
    places: Places = {}
    x = y = row = 0.0
    for members, points, size in boxes:
        if x and x + float(size[0]) > page:
            x, y, row = 0.0, y - row, 0.0
        for iri, point in zip(members, points, strict=True):
            places[iri] = (round(x + float(point[0]), 4), round(y - float(size[1]) + float(point[1]), 4))
        x += float(size[0]) + 0.3
        row = max(row, float(size[1]) + 0.3)
    return places


# ── the chart of the app ─────────────────────────────────────────────────────────────────────────────────────────────


def echarts_options(view: View, dark: bool = False, places: Places | None = None) -> dict[str, Any]:
    """The view as options of an ECharts graph: plain data, no function and no template that reads a label as code."""
    places = places or layout(view)
    degree = Counter(end for edge in view.edges for end in (edge.subject, edge.object))
    ink = "#e8e8e8" if dark else "#222222"
    kinds = [kind for kind, _ in kinds_of(view)]
    nodes = [_echarts_node(node, places[node.iri], degree[node.iri], kinds) for node in view.nodes]
    if view.left_out:
        nodes.append(_more_node(view.left_out, places))
    return {
        "backgroundColor": "transparent",
        "aria": {"enabled": True, "label": {"description": f"{clean(view.title)}: {len(view.nodes)} things"}},
        "tooltip": {"renderMode": "richText", "confine": True},
        "legend": {"data": [say_name(kind) for kind in kinds], "textStyle": {"color": ink}, "bottom": 0},
        "animation": False,
        "series": [
            {
                "type": "graph",
                "layout": "none",
                "roam": True,
                "draggable": True,
                "data": nodes,
                "links": [_echarts_link(edge) for edge in view.edges],
                "categories": [_echarts_category(kind) for kind in kinds],
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": 7,
                "edgeLabel": {"show": len(view.edges) <= 40, "formatter": "{c}", "fontSize": 10, "color": ink},
                "label": {"show": True, "position": "bottom", "color": ink, "fontSize": 11},
                "labelLayout": {"hideOverlap": True},
                "lineStyle": {"color": "#9a9a9a" if dark else "#777777", "width": 1.2},
                "emphasis": {"focus": "adjacency", "lineStyle": {"width": 3}, "edgeLabel": {"show": True}},
            }
        ],
    }


def _echarts_node(node: Node, place: tuple[float, float], degree: int, kinds: list[str]) -> dict[str, Any]:
    return {
        "id": node.iri,
        "name": wrapped(shown_label(node)),
        "category": kinds.index(node.kind),
        "x": round(place[0] * 96, 1),
        "y": round(-place[1] * 96, 1),
        "symbolSize": min(14 + 2 * degree, 34),
        "value": clean(dict(node.details).get("class", say_name(node.kind))),
    }


def _echarts_link(edge: Edge) -> dict[str, Any]:
    return {
        "source": edge.subject,
        "target": edge.object,
        "value": clean(said_edge(edge)),
        "lineStyle": {"type": dash_of(edge)},
    }


def _echarts_category(kind: str) -> dict[str, Any]:
    style = style_of(kind)
    return {"name": say_name(kind), "symbol": style.echarts, "itemStyle": {"color": style.colour}}


def _more_node(left_out: int, places: Places) -> dict[str, Any]:
    right = max((x for x, _ in places.values()), default=0.0)
    low = min((y for _, y in places.values()), default=0.0)
    style = {"color": "#cccccc", "borderType": "dashed"}
    place = {"x": round(right * 96 + 60, 1), "y": round(-low * 96, 1)}
    return {
        "id": "more",
        "name": f"+{left_out} more",
        "symbolSize": 30,
        "itemStyle": style,
        "value": "not shown",
        **place,
    }


def said_edge(edge: Edge) -> str:
    """An edge in few words: its relation and the works it rests on.

    >>> said_edge(Edge("a", "mitigates", "mitigates", "b", references=(53, 108)))
    'mitigates [53, 108]'
    """
    cited = ", ".join(map(str, edge.references[:4])) + (", …" if len(edge.references) > 4 else "")
    return f"{edge.label} [{cited}]" if cited else edge.label


def dash_of(edge: Edge) -> str:
    """Solid for what is asserted, dashed for what is inferred or in doubt, dotted for what is denied or disputed.

    >>> dash_of(Edge("a", "mitigates", "mitigates", "b", stance="hedged"))
    'dashed'
    """
    if edge.stance == "denied" or edge.disputed:
        return "dotted"
    return "dashed" if edge.status == "inferred" or edge.stance not in ("", "asserted") else "solid"
