"""A page of a view: one HTML file that works offline, to pan, zoom, hover over and click.

Everything it needs is inside the file (Bokeh with its scripts inline); labels travel as JSON data and are drawn on a
canvas or put in place as text, so that no label can become markup or script.
"""

from collections import Counter
from typing import Any

from kg.drawing import clean, dash_of, kinds_of, labels_of, layout, lowered, said_edge, shown_label, style_of, wrapped
from kg.export_facts import say_name
from kg.views import View

_HINT = (
    "Drag to pan, scroll to zoom, hover over a thing or an arrow for details, click a thing to see what it is linked "
    "with, click beside it to see all."
)
_LINES = "Solid: asserted. Dashed: inferred or in doubt. Dotted: denied or disputed."
_FADED, _FULL = 0.12, 1.0
_MOST_EDGE_LABELS = 40

Places = dict[str, tuple[float, float]]

_CARD = "<div style='max-width: 340px; white-space: normal; font-family: sans-serif; font-size: 12px'>"
_NODE_CARD = f"{_CARD}<b>@label</b><div style='color: #555'>@kind</div><div>@details</div></div>"
_EDGE_CARD = (
    f"{_CARD}<div><b>@subject</b> <i>@relation</i> <b>@object</b></div>"
    "<div style='color: #555'>rests on @references</div><div>@statement</div></div>"
)
_ONLY_CHOSEN = """
const chosen = new Set(nodes.selected.indices);
const near = new Set(chosen);
const n = nodes.data, e = edges.data;
const linked = e.start.map((s, i) => chosen.has(s) || chosen.has(e.end[i]));
linked.forEach((is, i) => { if (is) { near.add(e.start[i]); near.add(e.end[i]); } });
const all = chosen.size === 0;
n.alpha = n.alpha.map((_, i) => all || near.has(i) ? 1 : faded);
n.shown = n.label.map((text, i) => all ? n.short[i] : near.has(i) ? n.full[i] : "");
e.alpha = linked.map((is) => all ? resting : is ? 1 : faded);
e.shown = linked.map((is, i) => all ? e.short[i] : is ? e.full[i] : "");
nodes.change.emit(); edges.change.emit();
"""
_TEMPLATE = """{% block postamble %}
<style>
  html, body { height: 100%; margin: 0; font-family: "DejaVu Sans", Arial, sans-serif; color: #222; }
  body { display: flex; flex-direction: column; }
  header { padding: 8px 14px 2px; } h1 { font-size: 18px; margin: 0; }
  header p { font-size: 12px; color: #555; margin: 3px 0; }
  main { flex: 1; min-height: 0; }
</style>
{% endblock %}
{% block contents %}
<header><h1>{{ heading | e }}</h1><p>{{ hint | e }}</p></header>
<main>{{ super() }}</main>
{% endblock %}"""


def page_bytes(view: View) -> bytes:
    """The page of a view as UTF-8 HTML."""
    from bokeh.embed import file_html
    from bokeh.resources import INLINE

    heading = lowered(view.title) or "Part of the graph"
    more = f", {view.left_out} more not shown" if view.left_out else ""
    hint = f"{len(view.nodes)} things, {len(view.edges)} links{more}. {_HINT} {_LINES}"
    text = file_html(
        _chart(view),
        INLINE,
        title=heading,
        template=_TEMPLATE,
        template_variables={"heading": heading, "hint": hint},
        suppress_callback_warning=True,
    )
    return text.encode()


def _chart(view: View) -> Any:
    """The drawing: edges with arrow heads, nodes with markers and labels, what hovering and clicking do."""
    from bokeh.models import ColumnDataSource, CustomJS, WheelZoomTool
    from bokeh.plotting import figure

    places = layout(view)
    nodes, edges = ColumnDataSource({**_node_columns(view, places)}), ColumnDataSource({**_edge_columns(view, places)})
    chart: Any = figure(
        tools="pan,wheel_zoom,box_zoom,tap,reset,save",
        sizing_mode="stretch_both",
        match_aspect=True,
        background_fill_color="white",
        toolbar_location="right",
    )
    chart.axis.visible = False
    chart.grid.visible = False
    chart.outline_line_color = None
    chart.toolbar.logo = None
    chart.toolbar.active_scroll = next(tool for tool in chart.tools if isinstance(tool, WheelZoomTool))
    chart.x_range.range_padding = chart.y_range.range_padding = 0.12
    _draw_edges(chart, edges)
    _draw_nodes(chart, nodes)
    nodes.selected.js_on_change(
        "indices",
        CustomJS(args={"nodes": nodes, "edges": edges, "faded": _FADED, "resting": _resting(view)}, code=_ONLY_CHOSEN),
    )
    _draw_legend(chart, view)
    return chart


def _draw_edges(chart: Any, edges: Any) -> None:
    from bokeh.models import HoverTool

    chart.segment(
        "x0", "y0", "x1", "y1", source=edges, line_color="#777777", line_width=1.3, line_alpha="alpha", line_dash="dash"
    )
    heads = chart.scatter(
        "xa", "ya", source=edges, marker="triangle", angle="angle", size=9, color="#777777", alpha="alpha"
    )
    heads.nonselection_glyph = heads.selection_glyph = None
    chart.text(
        "xm",
        "ym",
        text="shown",
        angle="upright",
        source=edges,
        text_align="center",
        text_baseline="middle",
        text_font_size="10px",
        text_font_style="italic",
        text_color="#555555",
        text_alpha="alpha",
        background_fill_color="#ffffff",
        background_fill_alpha=0.8,
    )
    chart.add_tools(HoverTool(renderers=[heads], tooltips=_EDGE_CARD))


def _draw_nodes(chart: Any, nodes: Any) -> None:
    from bokeh.models import HoverTool

    marks = chart.scatter(
        "x",
        "y",
        source=nodes,
        marker="marker",
        size="size",
        fill_color="colour",
        line_color="#222222",
        fill_alpha="alpha",
        line_alpha="alpha",
    )
    marks.nonselection_glyph = marks.selection_glyph = None
    names = chart.text(
        "x",
        "y",
        text="shown",
        source=nodes,
        y_offset=9,
        text_align="center",
        text_baseline="top",
        text_font_size="11px",
        text_color="#222222",
        text_alpha="alpha",
        background_fill_color="#ffffff",
        background_fill_alpha=0.7,
    )
    names.nonselection_glyph = names.selection_glyph = None
    chart.add_tools(HoverTool(renderers=[marks], tooltips=_NODE_CARD))


def _draw_legend(chart: Any, view: View) -> None:
    from bokeh.models.annotations import Legend, LegendItem

    items = []
    for kind, number in kinds_of(view):
        style = style_of(kind)
        sample = chart.scatter(
            [float("nan")], [float("nan")], marker=style.bokeh, size=11, fill_color=style.colour, line_color="#222222"
        )
        items.append(LegendItem(label=f"{say_name(kind)} ({number})", renderers=[sample]))
    legend = Legend(items=items, orientation="horizontal", ncols=6, border_line_color=None, label_text_font_size="12px")
    chart.add_layout(legend, "below")


def _node_columns(view: View, places: Places) -> dict[str, list[Any]]:
    labels = labels_of(view)
    degree = Counter(end for edge in view.edges for end in (edge.subject, edge.object))
    columns: dict[str, list[Any]] = {name: [] for name in _NODE_COLUMNS}
    for node in view.nodes:
        style = style_of(node.kind)
        details = ". ".join(f"{name}: {clean(text)}" for name, text in node.details)
        label = shown_label(node)
        full = wrapped(label)
        short = labels.get(node.iri, "")
        kind = say_name(node.kind)
        size = min(12 + degree[node.iri], 26)
        x, y = places[node.iri]
        row = (x, y, label, full, short, short, kind, details[:400], style.colour, style.bokeh, size, _FULL)
        for name, value in zip(_NODE_COLUMNS, row, strict=True):
            columns[name].append(value)
    return columns


_NODE_COLUMNS = "x y label full short shown kind details colour marker size alpha".split()
_EDGE_COLUMNS = (
    "x0 y0 x1 y1 xa ya xm ym angle upright full short shown dash alpha start end "
    "subject relation object references statement"
).split()


def _edge_columns(view: View, places: Places) -> dict[str, list[Any]]:
    from math import atan2, pi

    index = {node.iri: number for number, node in enumerate(view.nodes)}
    labels = {node.iri: shown_label(node) for node in view.nodes}
    columns: dict[str, list[Any]] = {name: [] for name in _EDGE_COLUMNS}
    seen: Counter[frozenset[str]] = Counter()
    for edge in view.edges:
        (x0, y0), (x1, y1) = places[edge.subject], places[edge.object]
        angle = atan2(y1 - y0, x1 - x0)
        upright = atan2(y1 - y0, x1 - x0) if x1 >= x0 else atan2(y0 - y1, x0 - x1)
        pair = frozenset((edge.subject, edge.object))
        step = (0.0, 0.14, -0.14, 0.21, -0.21)[seen[pair] % 5]  # links of the same two things: words side by side
        seen[pair] += 1
        head = _on_line((x0, y0), (x1, y1), 0.72 + step / 3)  # where no marker can hide it
        left, right = sorted(((x0, y0), (x1, y1)))
        middle = _on_line(left, right, 0.5 + step)
        full = clean(said_edge(edge))
        short = full if len(view.edges) <= _MOST_EDGE_LABELS else ""
        row = (x0, y0, x1, y1, *head, *middle, angle - pi / 2, upright, full, short, short)
        cited = ", ".join(f"[{mark}]" for mark in edge.cited)
        said = clean("; ".join(edge.statements))[:400]
        ends = (labels[edge.subject], clean(edge.label), labels[edge.object])
        known = (
            dash_of(edge),
            _resting(view),
            index[edge.subject],
            index[edge.object],
            *ends,
            cited or "no work",
            said,
        )
        for name, value in zip(_EDGE_COLUMNS, (*row, *known), strict=True):
            columns[name].append(value)
    return columns


def _on_line(start: tuple[float, float], end: tuple[float, float], part: float) -> tuple[float, float]:
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def _resting(view: View) -> float:
    """How strongly links are drawn while nothing is chosen."""
    return 0.25 if len(view.edges) > 800 else 0.75
