"""Pictures of a view: SVG and PNG with every label readable, a legend of kinds, and arrows from subject to object."""

import io
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from kg.drawing import Places, clean, dash_of, kinds_of, labels_of, layout, lowered, said_edge, style_of
from kg.export_facts import say_name
from kg.views import Edge, View

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARGIN, _HEAD, _FOOT = 0.6, 0.4, 0.8  # inches
_MOST_EDGE_LABELS = 60
_CROWD = 800
_INK, _LINE = "#222222", "#8a8a8a"
_RADII = (0.0, 0.18, -0.18, 0.34, -0.34)
_SETTINGS: Any = {
    "font.family": ["DejaVu Sans"],
    "svg.fonttype": "none",  # text stays text: it can be searched and edited
    "svg.hashsalt": "sse-kg",
    "axes.unicode_minus": False,
    "text.parse_math": False,
    "text.usetex": False,
    "path.sketch": None,
}


def picture_bytes(view: View, format: Literal["svg", "png"], places: Places | None = None) -> bytes:
    """The picture of a view; the page grows with the view, and a PNG stays within 8,000 pixels a side."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    places = places or layout(view)
    width, height = _page(places)
    buffer = io.BytesIO()
    with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        figure = Figure(figsize=(width, height), facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        _frame(axes, places, width, height)
        _draw_edges(axes, view, places)
        _draw_nodes(axes, view, places)
        _draw_words(axes, view)
        dpi = min(150.0, 8000 / max(width, height))
        metadata = {"Date": None} if format == "svg" else {"Software": None}
        figure.savefig(buffer, format=format, dpi=dpi, metadata=metadata)
    return buffer.getvalue()


def _page(places: Places) -> tuple[float, float]:
    xs = [x for x, _ in places.values()] or [0.0]
    ys = [y for _, y in places.values()] or [0.0]
    width = max(xs) - min(xs) + 2 * _MARGIN + 1.2
    height = max(ys) - min(ys) + 2 * _MARGIN + _HEAD + _FOOT
    return max(width, 7.0), max(height, 3.0)


def _frame(axes: "Axes", places: Places, width: float, height: float) -> None:
    """One unit of the axes is one inch of the page."""
    xs = [x for x, _ in places.values()] or [0.0]
    ys = [y for _, y in places.values()] or [0.0]
    middle = (min(xs) + max(xs)) / 2
    low = (min(ys) + max(ys)) / 2 + (_HEAD - _FOOT) / 2 - height / 2
    axes.set_xlim(middle - width / 2, middle + width / 2)
    axes.set_ylim(low, low + height)
    axes.set_axis_off()


def _draw_edges(axes: "Axes", view: View, places: Places) -> None:
    from matplotlib.patches import FancyArrowPatch

    seen: Counter[frozenset[str]] = Counter()
    crowded = len(view.edges) > _CROWD  # then lines are a backdrop for the nodes
    for edge in view.edges:
        pair = frozenset((edge.subject, edge.object))
        bend = _RADII[seen[pair] % len(_RADII)] if len(pair) == 2 else 0.6
        seen[pair] += 1
        start, end = places[edge.subject], places[edge.object]
        if len(pair) == 1:
            end = (end[0] + 0.05, end[1] + 0.05)
        arrow = FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            connectionstyle=f"arc3,rad={bend}",
            mutation_scale=4 if crowded else 9,
            shrinkA=7,
            shrinkB=8,
            color=_LINE,
            linewidth=0.4 if crowded else 0.9,
            alpha=0.3 if crowded else 1.0,
            linestyle=dash_of(edge),
            zorder=1,
        )
        axes.add_patch(arrow)
        if len(view.edges) <= _MOST_EDGE_LABELS:
            _label_edge(axes, edge, start, end, bend if min(start, end) == start else -bend)


def _label_edge(axes: "Axes", edge: Edge, start: tuple[float, float], end: tuple[float, float], bend: float) -> None:
    """The relation along the middle of its arrow, never upside down."""
    from math import atan2, degrees

    (x1, y1), (x2, y2) = sorted((start, end))
    middle = ((x1 + x2) / 2 + bend * (y2 - y1) / 2, (y1 + y2) / 2 - bend * (x2 - x1) / 2)
    angle = degrees(atan2(y2 - y1, x2 - x1))
    axes.text(
        *middle,
        clean(said_edge(edge)),
        fontsize=6.5,
        style="italic",
        color="#555555",
        rotation=angle,
        rotation_mode="anchor",
        ha="center",
        va="center",
        zorder=2,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
    )


def _draw_nodes(axes: "Axes", view: View, places: Places) -> None:
    labels = labels_of(view)
    for kind, _ in kinds_of(view):
        style = style_of(kind)
        points = [places[node.iri] for node in view.nodes if node.kind == kind]
        axes.scatter(
            [x for x, _ in points],
            [y for _, y in points],
            s=120 if style.matplotlib == "*" else 80,
            c=style.colour,
            marker=style.matplotlib,
            edgecolors=_INK,
            linewidths=0.6,
            zorder=3,
            label=say_name(kind),
        )
    for iri, label in labels.items():
        x, y = places[iri]
        axes.text(
            x,
            y - 0.11,
            label,
            fontsize=8,
            color=_INK,
            ha="center",
            va="top",
            linespacing=1.05,
            zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.7},
        )


def _draw_words(axes: Any, view: View) -> None:
    """Title, legend, and what the lines mean."""
    counts = dict(kinds_of(view))
    scale = max(1.0, axes.get_figure().get_figwidth() / 16)
    title = lowered(view.title) + (f"  (+{view.left_out} more)" if view.left_out else "")
    axes.text(0.01, 0.995, title, transform=axes.transAxes, fontsize=12 * scale, weight="bold", va="top", color=_INK)
    if counts:
        handles, names = axes.get_legend_handles_labels()
        said = [f"{name} ({number})" for name, number in zip(names, counts.values(), strict=True)]
        axes.legend(handles, said, loc="lower left", ncol=min(len(said), 6), fontsize=8 * scale, frameon=False)
    if any(dash_of(edge) != "solid" for edge in view.edges):
        said_lines = "dashed: inferred or in doubt, dotted: denied or disputed"
        axes.text(
            0.99,
            0.005,
            said_lines,
            transform=axes.transAxes,
            fontsize=7 * scale,
            ha="right",
            va="bottom",
            color="#555555",
        )
