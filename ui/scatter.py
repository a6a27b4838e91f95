"""Two properties of many things as a scatter plot: families by colour and by shape, what is compared by name."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kg.pairs import Point
from ui.text import cite, plain, pretty

if TYPE_CHECKING:
    import altair as alt

_SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right"]


@dataclass(frozen=True)
class Plot:
    """Which properties stand on the axes, how they are called there, and which axes are logarithmic."""

    x: str
    y: tuple[str, ...]
    titles: tuple[str, str]
    scales: tuple[Literal["linear", "log"], Literal["linear", "log"]] = ("linear", "linear")

    @property
    def columns(self) -> list[str]:
        """The columns of the table under the plot: numbers under the name with the unit, then what is said of them."""
        return ["Name", "Family", *self.titles, "Signs", "As stated", "Conditions", "References", "Marks"]

    @property
    def names(self) -> tuple[str, str]:
        """What the axes are called without the unit."""
        across, up = (title.partition(" (")[0] for title in self.titles)
        return across, up

    def cells(self, point: Point) -> list[str | float | None]:
        """A point as a row of the table.

        >>> plot = PLOTS["Capacity against voltage"]
        >>> plot.cells(
        ...     Point("c", "Na | S", "sulfur", 2.1, 300.0, "2.1 V", "under 300 mAh/g", "", ("7",), False, y_sign="<")
        ... )
        ['Na | S', 'sulfur', 2.1, 300.0, 'capacity <', '2.1 V; under 300 mAh/g', '', '[7]', '']
        """
        signs = zip(self.names, (point.x_sign, point.y_sign), strict=True)
        signed = "; ".join(f"{name.lower()} {sign}" for name, sign in signs if sign != "=")
        stated = f"{point.x_stated}; {point.y_stated}"
        marks = "contradicted" if point.contradicted else ""
        said = [signed, stated, point.conditions, cite(point.cited), marks]
        return [point.label, point.family, point.x, point.y, *said]


_CAPACITY = "Capacity (mAh/g)"
PLOTS: Mapping[str, Plot] = {
    "Conductivity against activation energy": Plot(
        "ActivationEnergy",
        ("IonicConductivity",),
        ("Activation energy (kJ/mol)", "Ionic conductivity (mS/cm)"),
        ("linear", "log"),
    ),
    "Capacity against cycles": Plot(
        "CycleNumber", ("SpecificCapacity",), ("Number of cycles", _CAPACITY), ("log", "linear")
    ),
    "Capacity against voltage": Plot("AverageVoltage", ("SpecificCapacity",), ("Average voltage (V)", _CAPACITY)),
    "Capacity against voltage of all-in-one cathodes": Plot(
        "VoltagePlateau", ("SpecificCapacity",), ("Voltage plateau (V)", _CAPACITY)
    ),
}


def scatter(plot: Plot, points: Sequence[Point], marked: Collection[str], dark: bool) -> "alt.LayerChart":
    """The plot; a click selects `points` by their numbers, those of `marked` names are labelled."""
    import altair as alt
    import pandas as pd

    ink = "#e4eaeb" if dark else "#1f2a2c"
    families = _families(points)
    data = pd.DataFrame([_mark(plot, number, point, families, marked) for number, point in enumerate(points)])
    axis: dict[str, Any] = {"labelColor": ink, "titleColor": ink, "labelFontSize": 13, "titleFontSize": 13}
    axes: list[dict[str, Any]] = [
        {"title": title, "scale": alt.Scale(type=kind, zero=False, padding=24), "axis": alt.Axis(**axis)}
        for title, kind in zip(plot.titles, plot.scales, strict=True)
    ]
    columns = 1 if len(families) <= 3 else 2
    legend = alt.Legend(title=None, orient="top", columns=columns, labelLimit=240, labelColor=ink, symbolSize=110)
    picked = alt.selection_point(name="points", fields=["number"], toggle="true", clear="dblclick")
    base = alt.Chart(data).encode(x=alt.X("x:Q", **axes[0]), y=alt.Y("y:Q", **axes[1]))
    tip = alt.ExprRef(_tip([*plot.names, "Conditions", "References", "Note"]))
    marks = base.mark_point(filled=True, cursor="pointer", strokeWidth=2, tooltip=tip).encode(
        color=alt.Color("family:N", sort=families, legend=legend),
        shape=alt.Shape("family:N", sort=families, scale=alt.Scale(range=_SHAPES), legend=legend),
        size=alt.condition("datum.marked", alt.value(260), alt.value(110)),
        stroke=alt.condition("datum.marked", alt.value(ink), alt.value("transparent")),
        opacity=alt.condition(picked, alt.value(0.95), alt.value(0.25)),
    )
    names = base.transform_filter("datum.marked").mark_text(dy=-15, fontSize=13, color=ink, limit=260)
    return alt.LayerChart(layer=[marks.add_params(picked), names.encode(text="name:N")], height=380)


def _tip(names: Sequence[str]) -> str:
    """A Vega expression for what is told at a mark: its name as title, and of some fields those that are not empty.

    >>> _tip(["Note"])
    'merge({"title": datum.name}, datum["Note"] ? {"Note": datum["Note"]} : {})'
    """
    fields = ((json.dumps(name), f"datum[{json.dumps(name)}]") for name in names)
    parts = ", ".join(f"{field} ? {{{name}: {field}}} : {{}}" for name, field in fields)
    return f'merge({{"title": datum.name}}, {parts})'


def _families(points: Sequence[Point]) -> list[str]:
    """The families in the plot, the largest first; those for which no shape is left are others."""
    counts = Counter(pretty(point.family) for point in points)
    kept = [name for name, _ in counts.most_common(len(_SHAPES) if len(counts) <= len(_SHAPES) else len(_SHAPES) - 1)]
    return kept if len(kept) == len(counts) else [*kept, "other"]


def _mark(plot: Plot, number: int, point: Point, families: Sequence[str], marked: Collection[str]) -> dict[str, Any]:
    family, name = pretty(point.family), pretty(point.label)
    across, up = plot.names
    return {
        "number": number,
        "x": point.x,
        "y": point.y,
        "name": name,
        "family": family if family in families else "other",
        across: pretty(point.x_stated),
        up: pretty(point.y_stated),
        "Conditions": pretty(point.conditions),
        "References": cite(point.cited),
        "Note": "contradicted" if point.contradicted else "",
        "marked": name in marked,
    }


def tell_points(plot: Plot, points: Sequence[Point]) -> str:
    """What the plot shows, for those who do not see it."""
    families = ", ".join(f"{count} {name}" for name, count in Counter(point.family for point in points).most_common())
    return plain(f"{plot.titles[1]} against {plot.titles[0]} of {len(points)} points: {families}; the table holds them")
