"""A page of a view: one HTML file that works offline, to pan, zoom, hover over and click.

Everything it needs is inside the file (Bokeh with its scripts inline); labels travel as JSON data and are drawn on a
canvas or put in place as text, so that no label can become markup or script.
"""

from collections import Counter
from typing import Any

from kg.drawing import clean, dash_of, kinds_of, labels_of, layout, shown_label, style_of
from kg.export_facts import say_name
from kg.views import View

_HINT = "Drag to pan, scroll to zoom, hover for details, click a thing to see what it is linked with, Esc to reset."
_LINES = "Solid: asserted. Dashed: inferred or in doubt. Dotted: denied or disputed."
_FADED, _FULL = 0.08, 1.0
_ONLY_CHOSEN = """
const chosen = new Set(nodes.selected.indices);
const near = new Set(chosen);
const n = nodes.data, e = edges.data;
const linked = e.start.map((s, i) => chosen.has(s) || chosen.has(e.end[i]));
linked.forEach((is, i) => { if (is) { near.add(e.start[i]); near.add(e.end[i]); } });
const all = chosen.size === 0;
n.alpha = n.alpha.map((_, i) => all || near.has(i) ? 1 : faded);
n.shown = n.label.map((text, i) => all ? n.short[i] : near.has(i) ? n.full[i] : "");
e.alpha = linked.map((is) => all ? 0.75 : is ? 1 : faded);
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

    heading = clean(view.title) or "Part of the graph"
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

    nodes, edges = ColumnDataSource({**_node_columns(view)}), ColumnDataSource({**_edge_columns(view)})
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
    chart.x_range.range_padding = chart.y_range.range_padding = 0.08
    _draw_edges(chart, edges)
    _draw_nodes(chart, nodes)
    nodes.selected.js_on_change(
        "indices", CustomJS(args={"nodes": nodes, "edges": edges, "faded": _FADED}, code=_ONLY_CHOSEN)
    )
    _draw_legend(chart, view)
    return chart


def _draw_edges(chart: Any, edges: Any) -> None:
    from bokeh.models import HoverTool

    line = chart.segment(
        "x0", "y0", "x1", "y1", source=edges, line_color="#777777", line_width=1.3, line_alpha="alpha", line_dash="dash"
    )
    line.hover_glyph = line.glyph.clone()
    line.hover_glyph.update(line_color="#000000", line_width=3)
    chart.scatter(
        "xa", "ya", source=edges, marker="triangle", angle="angle", size=7, color="#777777", alpha="alpha", name="heads"
    )
    said = [("", "@subject"), ("", "@relation"), ("", "@object"), ("rests on", "@references"), ("says", "@statement")]
    chart.add_tools(HoverTool(renderers=[line], tooltips=said, line_policy="interp"))


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
    chart.text(
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
    )
    chart.add_tools(HoverTool(renderers=[marks], tooltips=[("", "@full"), ("", "@kind"), ("", "@details")]))


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


def _node_columns(view: View) -> dict[str, list[Any]]:
    places, labels = layout(view), labels_of(view)
    degree = Counter(end for edge in view.edges for end in (edge.subject, edge.object))
    columns: dict[str, list[Any]] = {name: [] for name in _NODE_COLUMNS}
    for node in view.nodes:
        style = style_of(node.kind)
        details = "; ".join(f"{name}: {clean(text)}" for name, text in node.details)
        full = shown_label(node)
        short = labels.get(node.iri, "")
        kinds = say_name(node.classes[0] if node.classes else node.kind)
        size = min(12 + degree[node.iri], 26)
        x, y = places[node.iri]
        row = (x, y, full, full, short, short, kinds, details[:400], style.colour, style.bokeh, size, _FULL)
        for name, value in zip(_NODE_COLUMNS, row, strict=True):
            columns[name].append(value)
    return columns


_NODE_COLUMNS = "x y label full short shown kind details colour marker size alpha".split()
_EDGE_COLUMNS = "x0 y0 x1 y1 xa ya angle dash alpha start end subject relation object references statement".split()


def _edge_columns(view: View) -> dict[str, list[Any]]:
    from math import atan2, hypot, pi

    places = layout(view)
    index = {node.iri: number for number, node in enumerate(view.nodes)}
    labels = {node.iri: shown_label(node) for node in view.nodes}
    columns: dict[str, list[Any]] = {name: [] for name in _EDGE_COLUMNS}
    for edge in view.edges:
        (x0, y0), (x1, y1) = places[edge.subject], places[edge.object]
        length = hypot(x1 - x0, y1 - y0) or 1.0
        back = min(0.16, length / 3) / length  # the head stands a little before the marker
        row = (x0, y0, x1, y1, x1 - back * (x1 - x0), y1 - back * (y1 - y0), atan2(y1 - y0, x1 - x0) - pi / 2)
        cited = ", ".join(f"[{number}]" for number in edge.references)
        said = clean("; ".join(edge.statements))[:400]
        ends = (labels[edge.subject], clean(edge.label), labels[edge.object])
        known = (dash_of(edge), 0.75, index[edge.subject], index[edge.object], *ends, cited or "no work", said)
        for name, value in zip(_EDGE_COLUMNS, (*row, *known), strict=True):
            columns[name].append(value)
    return columns
