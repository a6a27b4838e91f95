"""Layouts of a view that a person may choose from: springs, rings around a thing, columns by kind."""

from collections import defaultdict
from collections.abc import Callable

from kg.drawing import Places, kinds_of, layout, push_apart
from kg.views import View

_COLUMN, _ROW, _TALLEST = 2.6, 0.6, 18  # inches, inches, rows


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
    """A column for each kind of thing, in the order of the legend; a kind with many things takes several."""
    places: Places = {}
    column = 0
    for kind, _ in kinds_of(view):
        members = [node.iri for node in view.nodes if node.kind == kind]
        for start in range(0, len(members), _TALLEST):
            part = members[start : start + _TALLEST]
            for row, iri in enumerate(part):
                places[iri] = (column * _COLUMN, (len(part) / 2 - row) * _ROW)
            column += 1
    return push_apart(view, places)


LAYOUTS: dict[str, Callable[[View, Places | None], Places]] = {"springs": layout, "rings": rings, "columns": columns}
