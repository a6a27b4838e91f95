"""Figures of an answer: the facts behind it as a graph, and values of one unit on one scale."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from kg.answer import Result
from kg.drawing import Places, echarts_options
from kg.views import View
from kg.wording import say_value
from ui.text import cite, plain, pretty

if TYPE_CHECKING:
    import altair as alt

_MOST_DOTS = 40
_MOST_WORDS = 30
_FEWEST_DOTS = 3
_BOUNDS = {"=": "as stated", "range": "range", "~": "about", "<": "less than", ">": "more than"}
_BOUNDS |= {"<=": "at most", ">=": "at least"}
_DOUBTED = "contradicted"
_SHAPES = {
    _DOUBTED: "cross",
    "as stated": "circle",
    "range": "square",
    "about": "diamond",
    "less than": "triangle-left",
    "at most": "triangle-left",
    "more than": "triangle-right",
    "at least": "triangle-right",
}


@dataclass(frozen=True)
class Dot:
    """One value in the words and numbers of the figure."""

    name: str
    value: float
    upper: float
    stated: str
    bound: str
    conditions: str
    works: str


@dataclass(frozen=True)
class Scale:
    """Values that share a property and a unit, the largest first, with how many more there are."""

    measured: str
    unit: str
    dots: tuple[Dot, ...]
    left_out: int = 0

    @property
    def is_log(self) -> bool:
        """Whether the values span so many decades that only a logarithmic axis shows them all."""
        low, high = self._ends
        return low > 0 and high / low >= 100

    @property
    def domain(self) -> tuple[float, float]:
        """Where the axis begins and ends: at zero, or a little before the first of many decades."""
        low, high = self._ends
        return (0.8 * low, 1.25 * high) if self.is_log else (min(0.0, low), 1.04 * high)

    @property
    def _ends(self) -> tuple[float, float]:
        return min(dot.value for dot in self.dots), max(dot.upper for dot in self.dots)


def graph_options(view: View, dark: bool, places: Places | None = None) -> dict[str, Any]:
    """The chart of a view: a legend on top with the marker of each kind, words on all lines but the commonest.

    Where there are many lines none has words; they are told when one points at a line.
    """
    options = echarts_options(view, dark, places)
    options.pop("aria", None)  # the page gives the chart its name
    [graph] = options["series"]
    kinds = [{"name": kind["name"], "icon": kind["symbol"]} for kind in graph["categories"]]
    options["legend"] |= {"data": kinds, "bottom": None, "top": 0, "left": "center", "itemWidth": 14}
    usual, crowded = unsaid(view), len(view.edges) > _MOST_WORDS
    halo = {"textBorderColor": "#14191b" if dark else "#ffffff", "textBorderWidth": 3}
    graph["edgeLabel"] |= {"show": False, "position": "insideMiddle"}
    for link, edge in zip(graph["links"], view.edges, strict=True):
        link["label"] = halo | {"show": edge.label != usual and not crowded, "color": graph["label"]["color"]}
    graph["label"] |= halo | {"lineHeight": 13}
    hidden = graph.pop("labelLayout")  # where names are hidden, ECharts misplaces words on lines
    graph["lineStyle"] |= {"opacity": 0.8}
    graph |= {"left": "10%", "right": "10%", "top": 48, "bottom": 40, "preserveAspect": True}
    graph |= {"scaleLimit": {"min": 0.4, "max": 6}}
    narrow = _upright(graph) | {"labelLayout": hidden}
    if crowded:
        graph |= {"labelLayout": hidden}
    return {"baseOption": options, "media": [{"query": {"maxWidth": 640}, "option": {"series": [narrow]}}]}


def _upright(graph: dict[str, Any]) -> dict[str, Any]:
    """What changes on a phone: the graph stands upright, names make room, lines have no words, a finger scrolls on."""
    return {
        "data": [node | {"x": node["y"], "y": node["x"]} for node in graph["data"]],
        "links": [link | {"label": {"show": False}} for link in graph["links"]],
        "left": "18%",
        "right": "18%",
        "roam": False,
        "draggable": False,
    }


def unsaid(view: View) -> str:
    """What a line says that has no words in the drawing: the commonest relation, so that the others can be read.

    >>> unsaid(View((), ()))
    ''
    """
    labels = Counter(edge.label for edge in view.edges)
    return labels.most_common(1)[0][0] if labels else ""


def graph_height(options: dict[str, Any], most: int = 560) -> int:
    """Pixels in which a drawing made by `graph_options` stands on a wide page without idle room, or about the most."""
    places = [(node["x"], node["y"]) for node in options["baseOption"]["series"][0]["data"]]
    wide, tall = (max(axis) - min(axis) for axis in zip(*places, strict=True))
    return int(min(max(740 * tall / max(wide, 1), 150), most)) + 120


def comparable(results: Sequence[Result]) -> Scale | None:
    """The largest set of values with one property and unit, None when there are too few to compare."""
    kinds = Counter((one.property, one.unit or "") for one in results if one.value is not None)
    if not kinds:
        return None
    (measured, unit), count = kinds.most_common(1)[0]
    if count < _FEWEST_DOTS:
        return None
    alike = [one for one in results if one.value is not None and (one.property, one.unit or "") == (measured, unit)]
    dots = sorted(map(_dot, alike), key=lambda dot: -dot.value)
    return Scale(measured, unit, tuple(dots[:_MOST_DOTS]), max(len(dots) - _MOST_DOTS, 0))


def _dot(result: Result) -> Dot:
    value = result.value or 0.0
    upper = value if result.upper is None else result.upper
    return Dot(
        pretty(result.label),
        value,
        upper,
        pretty(say_value(result.sign, value, result.unit or "1", result.upper)),
        _DOUBTED if result.contradicted else _BOUNDS.get(result.sign if result.upper is None else "range", "as stated"),
        pretty(result.conditions),
        cite((*result.references, *result.papers)),
    )


def dot_plot(scale: Scale, label: str, dark: bool) -> "alt.LayerChart":
    """Values as dots on one scale, a row for each thing; bounds have a marker of their own, ranges a line."""
    import altair as alt
    import pandas as pd

    names = list(dict.fromkeys(dot.name for dot in scale.dots))
    bounds = list(dict.fromkeys(dot.bound for dot in scale.dots))
    kind: Literal["log", "linear"] = "log" if scale.is_log else "linear"
    ink = "#e4eaeb" if dark else "#1f2a2c"
    words: dict[str, Any] = {"labelColor": ink, "titleColor": ink, "labelFontSize": 13}
    axis = alt.X(
        "value:Q",
        title=plain(f"{label} ({scale.unit})" if scale.unit else label),
        scale=alt.Scale(type=kind, domain=list(scale.domain), nice=False),
        axis=alt.Axis(**words),
    )
    base = alt.Chart(pd.DataFrame([asdict(dot) for dot in scale.dots])).encode(
        y=alt.Y(
            "name:N",
            sort=names,
            title=None,
            axis=alt.Axis(labelLimit=200, labelFlush=False, grid=True, ticks=False, **words),
        ),
        tooltip=[alt.Tooltip(f"{field}:N", title=field) for field in ("name", "stated", "conditions", "works")],
        color=alt.value("#56b4e9" if dark else "#0072b2"),
    )
    shape = alt.Shape(
        "bound:N",
        scale=alt.Scale(domain=bounds, range=[_SHAPES[bound] for bound in bounds]),
        legend=alt.Legend(title=None, orient="top") if len(bounds) > 1 else None,
    )
    lines = base.mark_rule(strokeWidth=3).encode(x=axis, x2="upper:Q")
    dots = base.mark_point(filled=True, size=110, opacity=0.9).encode(x=axis, shape=shape)
    return alt.LayerChart(layer=[lines, dots], height=alt.Step(26))


def tell_dots(scale: Scale, label: str) -> str:
    """What the dot plot shows, for those who do not see it."""
    first, last = scale.dots[0], scale.dots[-1]
    ends = f"from {last.stated} ({last.name}) to {first.stated} ({first.name})"
    return f"{len(scale.dots)} values of {label} {ends}; the table holds the same numbers"


def any_plot(pairs: Sequence[tuple[object, object]], titles: tuple[str, str], is_number: bool) -> "alt.Chart":
    """Numbers over numbers as points, over names as bars; over many decades as points on a logarithmic axis."""
    import altair as alt
    import pandas as pd

    shown = [(pretty(one) if isinstance(one, str) else one, other) for one, other in pairs if other is not None]
    values = [float(other) for _, other in shown if isinstance(other, int | float)]
    is_log = bool(values) and min(values) > 0 and max(values) / min(values) >= 100
    chart = alt.Chart(pd.DataFrame(shown, columns=["across", "up"]))
    marked = chart.mark_point(filled=True, size=90) if is_number or is_log else chart.mark_bar()
    kind = "Q" if is_number else "N"
    scale: Literal["log", "linear"] = "log" if is_log else "linear"
    plot: alt.Chart = marked.encode(
        x=alt.X(f"across:{kind}", title=titles[0], sort=None, axis=alt.Axis(labelLimit=160)),
        y=alt.Y("up:Q", title=titles[1], scale=alt.Scale(type=scale)),
        tooltip=[alt.Tooltip(f"across:{kind}", title=titles[0]), alt.Tooltip("up:Q", title=titles[1])],
    )
    return plot
