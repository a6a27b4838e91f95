"""Two properties of many things as a scatter plot: families by colour and by shape, what is compared by name."""

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
        """The columns of the table under the plot."""
        across, up = (title.partition(" (")[0] for title in self.titles)
        return ["Name", "Family", across, up, "Conditions", "References", "Marks"]


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
    data = pd.DataFrame([_mark(number, point, families, marked) for number, point in enumerate(points)])
    axis: dict[str, Any] = {"labelColor": ink, "titleColor": ink, "labelFontSize": 13, "titleFontSize": 13}
    axes: list[dict[str, Any]] = [
        {"title": title, "scale": alt.Scale(type=kind, zero=False, padding=24), "axis": alt.Axis(**axis)}
        for title, kind in zip(plot.titles, plot.scales, strict=True)
    ]
    columns = 1 if len(families) <= 3 else 2
    legend = alt.Legend(title=None, orient="top", columns=columns, labelLimit=240, labelColor=ink, symbolSize=110)
    picked = alt.selection_point(name="points", fields=["number"], toggle="true", clear="dblclick")
    base = alt.Chart(data).encode(x=alt.X("x:Q", **axes[0]), y=alt.Y("y:Q", **axes[1]))
    marks = base.mark_point(filled=True, cursor="pointer", strokeWidth=2).encode(
        color=alt.Color("family:N", sort=families, legend=legend),
        shape=alt.Shape("family:N", sort=families, scale=alt.Scale(range=_SHAPES), legend=legend),
        size=alt.condition("datum.marked", alt.value(260), alt.value(110)),
        stroke=alt.condition("datum.marked", alt.value(ink), alt.value("transparent")),
        opacity=alt.condition(picked, alt.value(0.95), alt.value(0.25)),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=name) for name in ("name", "across", "up", "conditions", "works", "note")
        ],
    )
    names = base.transform_filter("datum.marked").mark_text(dy=-15, fontSize=13, color=ink, limit=260)
    return alt.LayerChart(layer=[marks.add_params(picked), names.encode(text="name:N")], height=380)


def _families(points: Sequence[Point]) -> list[str]:
    """The families in the plot, the largest first; those for which no shape is left are others."""
    counts = Counter(pretty(point.family) for point in points)
    kept = [name for name, _ in counts.most_common(len(_SHAPES) if len(counts) <= len(_SHAPES) else len(_SHAPES) - 1)]
    return kept if len(kept) == len(counts) else [*kept, "other"]


def _mark(number: int, point: Point, families: Sequence[str], marked: Collection[str]) -> dict[str, Any]:
    family, name = pretty(point.family), pretty(point.label)
    return {
        "number": number,
        "x": point.x,
        "y": point.y,
        "name": name,
        "family": family if family in families else "other",
        "across": pretty(point.x_stated),
        "up": pretty(point.y_stated),
        "conditions": pretty(point.conditions),
        "works": cite(point.references),
        "note": "contradicted" if point.contradicted else "",
        "marked": name in marked,
    }


def tell_points(plot: Plot, points: Sequence[Point]) -> str:
    """What the plot shows, for those who do not see it."""
    families = ", ".join(f"{count} {name}" for name, count in Counter(point.family for point in points).most_common())
    return plain(f"{plot.titles[1]} against {plot.titles[0]} of {len(points)} points: {families}; the table holds them")
