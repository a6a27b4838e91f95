"""Explanation paths: how two things hang together, step by step along stated facts, whichever way each fact points.

Only the part of the graph around the two ends is read: a breadth-first search from both sides, always growing the
smaller side. On it a best-first search finds the k cheapest simple paths within a number of steps. networkx has the
two halves (`shortest_simple_paths` knows no limit on steps, `all_simple_paths` no order), so the twenty lines that join
them stand here; they also spare a command the fifth of a second that importing networkx takes.

The cost of a path is its length, and among paths of one length its meaning. Length counts stated facts: a step
that is inferred, or that no claim states (a kind, an element, a group), counts as two: an inference comes after the
facts it rests on, and "both contain sodium" after any real explanation. Meaning prefers things few facts touch (a
mechanism to a hub), relations that tell things apart (to those with many subjects for each object) and claims
without doubt. Denied claims are no steps.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice, pairwise
from math import log

from kg.errors import SseKgError
from kg.export_facts import (
    RECORDS,
    TYPE,
    Schema,
    Triple,
    count_incoming,
    read_claims,
    read_schema,
    read_thing,
    touching,
    triples,
)
from kg.names import local
from kg.store import Store
from kg.views import Edge, Node, of_triples

_BUSIEST = 2000  # a thing with more facts about it is no step of an explanation
_HEDGES = {"hedged": "possibly", "speculated": "as is suspected", "other-system": "in another material system"}
_DOUBTS = {"asserted": 0.0, "hedged": 0.5}
_VERBS = {"hasMeasurement": "has {}", "ofProperty": "is a value of"}


class PathError(SseKgError):
    """Two ends, a number or a length that no path can be looked for with."""


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of a path in the direction of its claim; `forward` says whether the path walks along it."""

    subject: str
    predicate: str
    object: str
    references: tuple[int, ...]
    stance: str
    status: str
    forward: bool
    edge: Edge


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of facts from one thing to another; `things` are those it passes, ends included."""

    things: tuple[Node, ...]
    steps: tuple[Step, ...]
    cost: float

    def triples(self) -> tuple[Triple, ...]:
        """The facts as (subject, predicate, object), for `kg.views.of_triples`."""
        return tuple((step.edge.subject, step.edge.predicate, step.edge.object) for step in self.steps)


def find_paths(store: Store, start_iri: str, end_iri: str, k: int = 5, max_length: int = 4) -> list[Path]:
    """The k best paths of at most `max_length` steps between two things, best first; none is an empty list.

    Raises UnknownThing for an end the graph does not know, PathError for two equal ends or a senseless number.
    """
    if k < 1 or max_length < 1:
        raise PathError(f"asked for {k} paths of at most {max_length} steps; both numbers must be 1 or more")
    for iri in (start_iri, end_iri):
        read_thing(store, iri)
    if start_iri == end_iri:
        raise PathError(f"both ends are the same thing, {local(start_iri)}; name two different ones")
    schema = read_schema(store)
    links = _links(store, schema, _between(store, schema, start_iri, end_iri, max_length), max_length)
    found = list(islice(_best_first(links, start_iri, end_iri, max_length), k))
    facts = {links[one][other][1] for _, way in found for one, other in pairwise(way)}
    view = of_triples(store, facts)
    nodes = {node.iri: node for node in view.nodes}
    edges = {(edge.subject, edge.predicate, edge.object): edge for edge in view.edges}
    return [_path(nodes, edges, links, way, cost) for cost, way in found]


def say(path: Path) -> str:
    """The path in words, each fact in the direction of its claim, with the works it cites."""
    return "; ".join(map(say_step, path.steps))


def say_step(step: Step) -> str:
    """One fact in words.

    >>> edge = Edge("a", "mitigates", "mitigates", "b", (108,))
    >>> say_step(Step("alucone film", "mitigates", "side reaction", (108,), "hedged", "inferred", True, edge))
    'alucone film mitigates side reaction, possibly (inferred) [108]'
    """
    verb = _VERBS.get(step.edge.predicate, step.predicate).format(step.predicate)
    hedge = f", {_HEDGES[step.stance]}" if step.stance in _HEDGES else ""
    inferred = " (inferred)" if step.status == "inferred" else ""
    disputed = " (also denied)" if step.edge.disputed else ""
    cited = f" [{', '.join(step.edge.cited)}]" if step.edge.cited else ""
    return f"{step.subject} {verb} {step.object}{hedge}{inferred}{disputed}{cited}"


# ── the part of the graph that matters ───────────────────────────────────────────────────────────────────────────────


def _between(store: Store, schema: Schema, start: str, end: str, longest: int) -> list[Triple]:
    """The edges that lie on some way of at most `longest` steps from start to end."""
    edges: set[Triple] = set()
    sides = ({start: 0}, {end: 0})
    frontiers = [[start], [end]]
    for _ in range(longest):
        side = 0 if frontiers[0] and (len(frontiers[0]) <= len(frontiers[1]) or not frontiers[1]) else 1
        found = touching(store, schema, _passable(store, frontiers[side], {start, end}))
        edges.update(found)
        depth = sides[side][frontiers[side][0]] + 1 if frontiers[side] else 0
        new = sorted({other for edge in found for other in (edge[0], edge[2])} - sides[side].keys())
        sides[side].update(dict.fromkeys(new, depth))
        frontiers[side] = new
    from_start, from_end = _distances(edges, start), _distances(edges, end)
    far = longest + 1
    near = {iri for iri in from_start if from_start[iri] + from_end.get(iri, far) <= longest}
    return sorted(edge for edge in edges if edge[0] in near and edge[2] in near and edge[0] != edge[2])


def _passable(store: Store, frontier: Sequence[str], ends: set[str]) -> list[str]:
    """The things to walk on from: the ends, and whatever is no hub of thousands of facts."""
    others = [iri for iri in frontier if iri not in ends]
    busy = count_incoming(store, others) if others else {}
    return [iri for iri in frontier if busy.get(iri, 0) <= _BUSIEST]


def _distances(edges: Iterable[Triple], start: str) -> dict[str, int]:
    """Steps from one thing to every other that can be reached."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for subject, _, value in edges:
        neighbours[subject].add(value)
        neighbours[value].add(subject)
    found, frontier = {start: 0}, {start}
    while frontier:
        depth = found[next(iter(frontier))] + 1
        frontier = {other for iri in frontier for other in neighbours[iri]} - found.keys()
        found.update(dict.fromkeys(frontier, depth))
    return found


# ── what a step costs ────────────────────────────────────────────────────────────────────────────────────────────────

Links = dict[str, dict[str, tuple[float, Triple]]]


def _links(store: Store, schema: Schema, edges: Sequence[Triple], longest: int) -> Links:
    """For each thing its neighbours, with the cost and the fact of the best step there."""
    things = sorted({end for edge in edges for end in (edge[0], edge[2])})
    types: dict[str, list[str]] = defaultdict(list)
    for iri, _, name in triples(store, subjects=things, predicate=TYPE):
        types[iri].append(name)
    edges = [edge for edge in edges if not RECORDS & {schema.kind(types[edge[0]]), schema.kind(types[edge[2]])}]
    claims, crowds, spreads = read_claims(store, {edge[0] for edge in edges}), _crowds(store, things), _spreads(edges)
    links: Links = defaultdict(dict)
    for edge in edges:
        subject, predicate, value = edge
        held = [(stance, status) for stance, status in claims.get(edge, ()) if stance != "denied"]
        stated = any(status != "inferred" for _, status in held)
        doubt = min((_DOUBTS.get(stance, 1.0) for stance, _ in held), default=0.5)
        dullness = (crowds[subject] + crowds[value] + spreads[predicate] + doubt) / 4
        dullness += 0 if stated else 2  # so that a fact inferred from two comes after these two
        cost = (1 if stated else 2) + 0.33 * dullness / longest  # meaning decides only between paths of one length
        for one, other in ((subject, value), (value, subject)):
            if other not in links[one] or cost < links[one][other][0]:
                links[one][other] = (cost, edge)
    return links


def _crowds(store: Store, iris: Sequence[str]) -> dict[str, float]:
    """How crowded each thing is, from 0 (no fact points at it) to 1 (the most of these)."""
    counts = count_incoming(store, iris)
    most = max(counts.values(), default=1)
    return {iri: log(1 + counts.get(iri, 0)) / log(1 + most) for iri in iris}


def _spreads(edges: Iterable[Triple]) -> dict[str, float]:
    """How little each relation tells things apart: 0 if it is one to one, near 1 if many share an end."""
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for subject, predicate, value in edges:
        pairs[predicate].add((subject, value))
    fewest = {name: min(len({s for s, _ in found}), len({o for _, o in found})) for name, found in pairs.items()}
    return {name: 1 - fewest[name] / len(found) for name, found in pairs.items()}


def _best_first(links: Links, start: str, end: str, longest: int) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Simple paths as tuples of things, the cheapest first; equal costs in order of their IRIs."""
    every = ((one, "", other) for one, found in links.items() for other in found)
    remaining = _distances(every, end)
    queue: list[tuple[float, float, tuple[str, ...]]] = [(0.0, 0.0, (start,))] if start in remaining else []
    while queue:
        _, cost, way = heappop(queue)
        if way[-1] == end:
            yield cost, way
            continue
        for other, (step, _) in links[way[-1]].items():
            if other not in way and len(way) + remaining[other] <= longest:
                heappush(queue, (cost + step + remaining[other], cost + step, (*way, other)))


def _path(nodes: dict[str, Node], edges: dict[Triple, Edge], links: Links, way: tuple[str, ...], cost: float) -> Path:
    steps = []
    for one, other in pairwise(way):
        subject, predicate, value = links[one][other][1]
        edge = edges[subject, local(predicate), value]
        names = nodes[subject].label, edge.label, nodes[value].label
        steps.append(Step(*names, edge.references, edge.stance, edge.status, subject == one, edge))
    return Path(tuple(nodes[iri] for iri in way), tuple(steps), cost)
