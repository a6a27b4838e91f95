"""The chart of a walk: what is picked, opened, folded away and on the path is marked; a click tells what was meant."""

from collections.abc import Collection, Sequence
from typing import Any

from kg.drawing import Places
from kg.paths import Path
from kg.views import View
from kg.walk import FOLD
from ui.draw import graph_height, graph_options

_MARK = {True: "#ffffff", False: "#1f2a2c"}
_PATH = "#d55e00"
_CROWD = 80


def walk_options(
    view: View, places: Places, picked: str, opened: Collection[str], *, paths: Sequence[Path] = (), dark: bool = False
) -> dict[str, Any]:
    """The options of the chart of a view with its folds."""
    options = graph_options(view, dark, places)
    [graph] = options["baseOption"]["series"]
    narrow = options["media"][0]["option"]["series"][0]
    graph |= {"preserveAspectVerticalAlign": "top"}
    graph |= {"selectedMode": "single", "select": {"itemStyle": _picked(dark)}, "autoCurveness": True}
    on_path = {(step.edge.subject, step.edge.object) for path in paths for step in path.steps}
    crowded = len(view.nodes) > _CROWD
    graph["lineStyle"] |= {"opacity": 0.4 if crowded else 0.8}
    for series in (graph, narrow):
        for node in series["data"]:
            node["symbolSize"] *= 0.6 if crowded else 1
            _mark(node, picked, opened, dark)
        for link in series["links"]:
            if (link["source"], link["target"]) in on_path:
                link["lineStyle"] |= {"width": 4, "color": _PATH, "opacity": 1}
    legend = options["baseOption"]["legend"]
    legend["data"] = [one for one in legend["data"] if one["name"] != "fold"]
    return options


def _mark(node: dict[str, Any], picked: str, opened: Collection[str], dark: bool) -> None:
    if node["id"].startswith(FOLD):
        node |= {"symbol": "circle", "symbolSize": 26, "value": "neighbours not shown; click to show some"}
        node["itemStyle"] = {"color": "transparent", "borderColor": "#999999", "borderType": "dashed", "borderWidth": 2}
    elif node["id"] == picked:
        node["itemStyle"] = _picked(dark)
        node["label"] = {"fontWeight": "bold", "fontSize": 13}
    elif node["id"] in opened:
        node["itemStyle"] = {"borderColor": _MARK[dark], "borderWidth": 2}


def _picked(dark: bool) -> dict[str, Any]:
    return {"borderColor": _MARK[dark], "borderWidth": 4}


def walk_height(options: dict[str, Any], layout: str) -> int:
    """Pixels for the drawing; columns may be longer than a screen."""
    return max(420, graph_height(options, 1400 if layout == "columns" else 560))


def clicked(selection: Any, ids: tuple[str, ...], before: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """The id of the node that a click meant, "" for none, and the selection to compare the next one with.

    A second click on a node takes its selection back, so an empty selection means the node selected before.

    >>> event = {"selected": [{"data_type": "node", "data_indices": [1]}]}
    >>> clicked(event, ("Na", "Na2S"), ())
    ('Na2S', (1,))
    >>> clicked({"selected": []}, ("Na", "Na2S"), (1,))
    ('Na2S', ())
    """
    chosen = [one for one in selection["selected"] if one.get("data_type") in (None, "node")]
    now = tuple(index for one in chosen for index in one["data_indices"])
    meant = [index for index in now if index not in before] or list(before)
    return (ids[meant[-1]] if meant and meant[-1] < len(ids) else ""), now
