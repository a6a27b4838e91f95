"""Layouts of a view that a person may choose from: springs, rings around a thing, columns by kind."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import ceil, log

from kg.drawing import Places, kinds_of, labels_of, layout, push_apart, size_of
from kg.views import View

_GAP, _BETWEEN = 0.15, 0.3  # inches between labels, and more between kinds
_PAGE, _WIDEST = 1.3, 8.5  # width over height; inches in which labels can be read on a page


def rings(view: View, before: Places | None = None) -> Places:
    """The first thing in the middle, around it what is one step away, then two, each beside what it hangs on."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.iri for node in view.nodes)
    graph.add_edges_from((edge.subject, edge.object) for edge in view.edges)
    if not view.nodes:
        return {}
    distance = nx.single_source_shortest_path_length(graph, view.nodes[0].iri)
    outside = 1 + max(distance.values())
    shells: dict[int, list[str]] = defaultdict(list)
    for iri in [*distance, *(node.iri for node in view.nodes if node.iri not in distance)]:
        shells[distance.get(iri, outside)].append(iri)
    wide = max(len(shell) / (ring or 1) for ring, shell in shells.items())
    scale = max(shells) * max(2.2, wide * 0.28)
    found = nx.shell_layout(graph, [shells[ring] for ring in sorted(shells)], scale=scale, rotate=0.3)
    return push_apart(view, {iri: (1.4 * float(x), float(y)) for iri, (x, y) in found.items()})


def columns(view: View, before: Places | None = None) -> Places:
    """Columns by kind, in the order of the legend: a crowded kind takes several, small ones stand below one another.

    Columns are as wide and rows as high as the labels in them; they are as long as makes the whole fill a page, and
    longer where it would be too wide to be read.
    """
    labels = labels_of(view)
    boxes = {node.iri: size_of(labels.get(node.iri, "")) for node in view.nodes}
    kinds = [[node.iri for node in view.nodes if node.kind == kind] for kind, _ in kinds_of(view)]
    found = (_columns(kinds, boxes, tall) for tall in range(1, len(boxes) + 1))
    return min(found, key=_misfit, default={})


def _columns(kinds: Sequence[Sequence[str]], boxes: Mapping[str, tuple[float, float]], tall: int) -> Places:
    """Places in columns of at most so many rows; between two kinds in one column is room."""
    places: Places = {}
    left = 0.0
    for column in _filled(kinds, tall):
        wide = max(boxes[iri][0] for part in column for iri in part)
        down = 0.0
        for part in column:
            for iri in part:
                places[iri] = (round(left + wide / 2, 4), round(down - boxes[iri][1] / 2, 4))
                down -= boxes[iri][1] + _GAP
            down -= _BETWEEN
        left += wide + _BETWEEN
    return places


def _filled(kinds: Sequence[Sequence[str]], tall: int) -> list[list[Sequence[str]]]:
    """The kinds in columns, in their order: one that fits below the last one stands there.

    >>> _filled(["abcde", "f", "g", "hij"], 4)
    [['abc'], ['de', 'f', 'g'], ['hij']]
    """
    found: list[list[Sequence[str]]] = []
    for members in kinds:
        for part in _dealt(members, tall):
            if found and sum(map(len, found[-1])) + len(part) <= tall:
                found[-1].append(part)
            else:
                found.append([part])
    return found


def _dealt(members: Sequence[str], tall: int) -> list[Sequence[str]]:
    """The things of a kind in as few columns as hold them, these as even as can be.

    >>> _dealt("abcde", 4)
    ['abc', 'de']
    """
    size = ceil(len(members) / ceil(len(members) / tall))
    return [members[start : start + size] for start in range(0, len(members), size)]


def _misfit(places: Places) -> tuple[bool, float]:
    wide, high = (max(axis) - min(axis) + 1 for axis in zip(*places.values(), strict=True))
    return wide > _WIDEST, abs(log(wide / high / _PAGE))


LAYOUTS: dict[str, Callable[[View, Places | None], Places]] = {"springs": layout, "rings": rings, "columns": columns}
