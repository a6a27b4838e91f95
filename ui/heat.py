"""A matrix of gaps as a heat map: numbers and signs in the fields, so that nothing is told by colour alone."""

import math
from typing import TYPE_CHECKING, Any

from kg.gaps import Line, Matrix, Spot
from ui.text import plain, pretty

if TYPE_CHECKING:
    import altair as alt

_PAPER = {False: "#ffffff", True: "#14191b"}
_FULL = {False: "#14598f", True: "#2f7fc4"}
_NARROW = "› "  # stands before what is in an opened class
#: Room in pixels for the name of a row: for each letter, and at most; a leaning name of a column may be longer.
_LETTER, _WIDEST, _LONGEST = 7.5, 230, 280
#: By how much the names of columns lean, in degrees.
_ANGLE = 50
_SIGNS = {"contradicted": " ≠", "opposed": " ±"}


def heat_map(matrix: Matrix, chosen: tuple[str | None, str | None], dark: bool) -> "alt.LayerChart":
    """The matrix as fields, with a frame around the chosen one; a click selects one as `spot`, by its number."""
    import altair as alt
    import pandas as pd

    ink, grid = ("#e4eaeb", "#44525a") if dark else ("#1f2a2c", "#c3ced1")
    most = max((spot.count for spot in matrix.spots), default=0) or 1
    data = pd.DataFrame([_field(number, spot, spot.count / most, dark) for number, spot in enumerate(matrix.spots)])
    data["chosen"] = [(spot.row.title, spot.column.title) == chosen for spot in matrix.spots]
    axis: dict[str, Any] = {"labelColor": ink, "labelFontSize": 13, "ticks": False, "domain": False, "title": None}
    axis |= {"labelAlign": "left", "labelOverlap": False, "labelFlush": False}
    names = [[_name(line) for line in lines] for lines in (matrix.rows, matrix.columns)]
    beside = min(_WIDEST, _LETTER * max(map(len, names[0]), default=0))
    base = alt.Chart(data).encode(
        x=alt.X(
            "column:N", sort=names[1], axis=alt.Axis(orient="top", labelAngle=-_ANGLE, labelLimit=_LONGEST, **axis)
        ),
        y=alt.Y("row:N", sort=names[0], axis=alt.Axis(labelLimit=beside, labelPadding=beside + 2, **axis)),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("row", "column", "known")],
    )
    picked = alt.selection_point(name="spot", fields=["number"], on="click", clear="dblclick")
    fields = base.mark_rect(cursor="pointer", stroke=grid, strokeWidth=1).encode(color=alt.Color("fill:N", scale=None))
    frame = base.transform_filter("datum.chosen").mark_rect(filled=False, stroke=ink, strokeWidth=3)
    signs = base.mark_text(fontSize=13).encode(text="sign:N", color=alt.Color("ink:N", scale=None))
    wide = 46 if len(matrix.columns) <= 16 else 34
    # To the right of the last columns is room for their labels, which lean that way.
    leaning = math.cos(math.radians(_ANGLE)) * _LETTER
    over = (leaning * len(name) - wide * place for place, name in enumerate(reversed(names[1])))
    room = {"left": 5, "top": 5, "right": max(5, round(max(over, default=0))), "bottom": 5}
    return alt.LayerChart(
        layer=[fields.add_params(picked), signs, frame], width=alt.Step(wide), height=alt.Step(27), padding=room
    )


def tell_heat(matrix: Matrix) -> str:
    """What the heat map shows, for those who do not see it."""
    empty = sum(spot.state == "none" for spot in matrix.spots)
    marked = sum(spot.state == "contradicted" for spot in matrix.spots)
    return (
        f"Matrix of {len(matrix.rows)} rows and {len(matrix.columns)} columns: {empty} of {len(matrix.spots)} pairs "
        f"have no claim, {marked} a contradicted one; the list below holds the same"
    )


def _field(number: int, spot: Spot, share: float, dark: bool) -> dict[str, str | int]:
    """One field for the chart; `share` is its count as a part of the largest."""
    strength = 0.0 if spot.state in ("none", "inferred") else 0.15 + 0.85 * math.sqrt(share)
    return {
        "number": number,
        "row": _name(spot.row),
        "column": _name(spot.column),
        "sign": _sign(spot),
        "known": _say(spot),
        "fill": _mixed(_PAPER[dark], _FULL[dark], strength),
        "ink": "#ffffff" if dark or strength > 0.6 else "#1f2a2c",
    }


def _mixed(one: str, other: str, share: float) -> str:
    """A colour between two.

    >>> _mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    parts = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(low + share * (high - low)):02x}" for low, high in parts)


def _name(line: Line) -> str:
    return f"{_NARROW * line.depth}{pretty(line.label)}"


def _sign(spot: Spot) -> str:
    if spot.state == "none":
        return ""
    return "(i)" if spot.state == "inferred" else f"{spot.count}{_SIGNS.get(spot.state, '')}"


def _say(spot: Spot) -> str:
    if spot.state == "none":
        return "no claim in this graph"
    if spot.state == "inferred":
        return "inferred only"
    parts = [f"{spot.count} {'claim' if spot.count == 1 else 'claims'}"]
    parts += [f"{spot.opposing} against"] if spot.opposing else []
    parts += [f"{spot.contradicted} contradicted"] if spot.contradicted else []
    return plain(", ".join(parts))
