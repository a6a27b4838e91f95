"""Figures of an answer: the facts behind it as a graph, and values of one unit on one scale."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.answer import Result
from kg.drawing import echarts_options
from kg.views import View
from kg.wording import say_number, say_value
from ui.text import cite, plain, pretty

if TYPE_CHECKING:
    import altair as alt

_MOST_DOTS = 40
_FEWEST_DOTS = 3
_MOST_WORDS = 16
_BOUNDS = {"=": "as stated", "range": "range", "~": "about", "<": "less than", ">": "more than"}
_BOUNDS |= {"<=": "at most", ">=": "at least"}
_SHAPES = {
    "as stated": "circle",
    "range": "square",
    "about": "diamond",
    "less than": "triangle-left",
    "at most": "triangle-left",
    "more than": "triangle-right",
    "at least": "triangle-right",
}


@dataclass(frozen=True)
class Scale:
    """Values that share a property and a unit, the largest first, with how many more there are."""

    property: str
    unit: str
    results: tuple[Result, ...]
    left_out: int = 0

    @property
    def is_log(self) -> bool:
        """Whether the values span so many decades that only a logarithmic axis shows them all."""
        values = [value for one in self.results for value in (one.value, one.upper) if value is not None]
        return min(values) > 0 and max(values) / min(values) >= 100


def graph_options(view: View, dark: bool) -> dict[str, Any]:
    """The chart of a view: its legend on top with the marker of each kind, words on its lines where they can be read."""
    options = echarts_options(view, dark)
    options.pop("aria", None)  # the page gives the chart its name
    [graph] = options["series"]
    kinds = [{"name": kind["name"], "icon": kind["symbol"]} for kind in graph["categories"]]
    options["legend"] |= {"data": kinds, "bottom": None, "top": 0, "left": "center"}
    words = len(view.edges) <= _MOST_WORDS and len({edge.label for edge in view.edges}) > 1
    graph["edgeLabel"] |= {"show": words}
    graph["label"] |= {"lineHeight": 13, "textBorderColor": "#14191b" if dark else "#ffffff", "textBorderWidth": 3}
    graph |= {"left": "10%", "right": "10%", "top": 48, "bottom": 40, "preserveAspect": True}
    graph |= {"scaleLimit": {"min": 0.4, "max": 6}}
    upright = [node | {"x": node["y"], "y": node["x"]} for node in graph["data"]]
    narrow = {"query": {"maxWidth": 640}, "option": {"series": [{"data": upright, "left": "18%", "right": "18%"}]}}
    return {"baseOption": options, "media": [narrow]}


def said_by_all(view: View) -> str:
    """What every line of a view says, "" when they differ.

    >>> said_by_all(View((), ()))
    ''
    """
    labels = {edge.label for edge in view.edges}
    return labels.pop() if len(labels) == 1 else ""


def graph_height(options: dict[str, Any]) -> int:
    """Pixels in which a drawing made by `graph_options` stands on a wide page without idle room."""
    places = [(node["x"], node["y"]) for node in options["baseOption"]["series"][0]["data"]]
    wide, tall = (max(axis) - min(axis) for axis in zip(*places, strict=True))
    return int(min(max(740 * tall / max(wide, 1), 150), 560)) + 120


def comparable(results: Sequence[Result]) -> Scale | None:
    """The largest set of values with one property and unit, None when there are too few to compare."""
    kinds = Counter((one.property, one.unit or "") for one in results if one.value is not None)
    if not kinds:
        return None
    (measured, unit), count = kinds.most_common(1)[0]
    if count < _FEWEST_DOTS:
        return None
    found = [one for one in results if one.value is not None and (one.property, one.unit or "") == (measured, unit)]
    ranked = sorted(found, key=lambda one: -(one.value or 0.0))
    return Scale(measured, unit, tuple(ranked[:_MOST_DOTS]), max(len(ranked) - _MOST_DOTS, 0))


def dot_plot(scale: Scale, property_label: str, dark: bool) -> "alt.LayerChart":
    """Values as dots on one scale, a row for each thing; bounds have a marker of their own, ranges a line."""
    import altair as alt
    import pandas as pd

    rows = [_dot(one) for one in scale.results]
    order = list(dict.fromkeys(row["name"] for row in rows))
    title = plain(f"{property_label} ({scale.unit})" if scale.unit else property_label)
    kind: Any = "log" if scale.is_log else "linear"
    values = [value for row in rows for value in (row["value"], row["upper"]) if isinstance(value, float)]
    low, high = (0.8 * min(values), 1.25 * max(values)) if scale.is_log else (min(0.0, min(values)), 1.04 * max(values))
    axis = alt.X("value:Q", title=title, scale=alt.Scale(type=kind, domain=[low, high], nice=False))
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y(
            "name:N", sort=order, title=None, axis=alt.Axis(labelLimit=200, labelFontSize=13, grid=True, ticks=False)
        ),
        tooltip=[alt.Tooltip(f"{field}:N", title=field) for field in ("name", "stated", "conditions", "references")],
    )
    colour = alt.value("#56b4e9" if dark else "#0072b2")
    used = list(dict.fromkeys(row["bound"] for row in rows))
    legend = alt.Legend(title=None, orient="top") if len(used) > 1 else None
    shapes = alt.Scale(domain=used, range=[_SHAPES[name] for name in used])
    dots = base.mark_point(filled=True, size=110, opacity=0.9).encode(
        x=axis, color=colour, shape=alt.Shape("bound:N", scale=shapes, legend=legend)
    )
    lines = base.mark_rule(strokeWidth=3).encode(x=axis, x2="upper:Q", color=colour)
    return alt.layer(lines, dots).properties(height=alt.Step(26))


def _dot(result: Result) -> dict[str, str | float]:
    value = result.value or 0.0
    bound = "range" if result.upper is not None else _BOUNDS.get(result.sign, "as stated")
    return {
        "name": pretty(result.label),
        "value": value,
        "upper": result.upper if result.upper is not None else value,
        "stated": pretty(say_value(result.sign, value, result.unit or "1", result.upper)),
        "conditions": pretty(result.conditions),
        "references": cite(result.references),
        "bound": bound,
    }


def tell_dots(scale: Scale, property_label: str, name: Callable[[str], str] = pretty) -> str:
    """What the dot plot shows, for those who do not see it."""
    first, last = scale.results[0], scale.results[-1]
    ends = f"from {say_number(last.value or 0.0)} ({name(last.label)}) to {say_number(first.value or 0.0)} ({name(first.label)})"
    return f"{len(scale.results)} values of {property_label} {ends} {scale.unit}; the table holds the same numbers."
