"""The graph as plain adjacency: which chains of relations join two things. Made with the store, read in milliseconds.

A reading of a question is chosen here, because joining what is named asks for many small looks at the graph; the
reading itself is then asked of the store.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import isclose
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.inference import elements_of, infer
from kg.model import Curated, Measurement, Statement
from kg.quantity import ROUNDED, Quantity, in_other_units, read_condition
from kg.vocabulary import Vocabulary

FILE = "sketch.json"
#: Relations that the store holds as plain triples without a claim.
STRUCTURAL = frozenset({"derivedFrom", "broader", "hasComponent", "containsElement", "ofElement", "reportedBy"})
_HUB = 60


@dataclass(frozen=True)
class Step:
    """One relation on the way from a thing named to the thing asked for; forward when it is the subject."""

    relation: str
    forward: bool

    def __str__(self) -> str:
        return self.relation if self.forward else f"^{self.relation}"


Chain = tuple[Step, ...]


@dataclass(frozen=True)
class Point:
    """A measured value: its bearer, property, tables, the figure itself, its conditions and the materials in them.

    A condition is its name, such as "annealing_temperature", a number and a unit.
    """

    id: str
    bearer: str
    property: str
    tables: tuple[int, ...]
    materials: tuple[str, ...] = ()
    value: float = 0.0
    unit: str = ""
    conditions: tuple[tuple[str, float, str], ...] = ()

    def is_under(self, quantity: Quantity) -> bool:
        """Whether the value was measured under a condition, in whatever unit it is said."""
        said = {q.unit: q.value for q in (quantity, *in_other_units(quantity))}
        return any(unit in said and isclose(number, said[unit], rel_tol=ROUNDED) for _, number, unit in self.conditions)


@dataclass(frozen=True)
class Sketch:
    """Edges (subject, relation, object, held) and measured points."""

    edges: tuple[tuple[str, str, str, bool], ...]
    points: tuple[Point, ...]

    @cached_property
    def _near(self) -> dict[str, list[tuple[Step, str]]]:
        near: dict[str, list[tuple[Step, str]]] = defaultdict(list)
        for subject, relation, value, held in self.edges:
            if held:
                near[subject].append((Step(relation, True), value))
                near[value].append((Step(relation, False), subject))
        return near

    @cached_property
    def bearers(self) -> dict[str, set[str]]:
        """Property -> things that have a value of it."""
        found: dict[str, set[str]] = defaultdict(set)
        for point in self.points:
            found[point.property].add(point.bearer)
        return found

    def reach(self, things: frozenset[str], hops: int = 2) -> dict[Chain, set[str]]:
        """Every chain of at most `hops` relations that starts at one of the things, and where it ends."""
        if (things, hops) not in self._reached:
            self._reached[(things, hops)] = self._spread(things, hops)
        return self._reached[(things, hops)]

    @cached_property
    def _reached(self) -> dict[tuple[frozenset[str], int], dict[Chain, set[str]]]:
        return {}

    def _spread(self, start: frozenset[str], hops: int) -> dict[Chain, set[str]]:
        found: dict[Chain, set[str]] = {(): set(start)}
        frontier: dict[Chain, set[str]] = {(): set(start)}
        for _ in range(hops):
            following: dict[Chain, set[str]] = defaultdict(set)
            for chain, nodes in frontier.items():
                for node in sorted(nodes):
                    if chain and len(self._near[node]) > _HUB:
                        continue
                    for step, other in self._near[node]:
                        is_sibling = bool(chain) and chain[-1].relation == step.relation == "containsElement"
                        if other not in start and not is_sibling:
                            following[(*chain, step)].add(other)
            found |= following
            frontier = following
        return found

    def between(self, first: Iterable[str], second: Iterable[str]) -> list[tuple[str, str, str, bool]]:
        """Edges from one of the first things to one of the second, denied ones too."""
        ones, others = set(first), set(second)
        return [edge for edge in self.edges if edge[0] in ones and edge[2] in others]


def build_sketch(curated: Curated, words: Vocabulary) -> Sketch:
    """The sketch of a graph from its tables."""
    edges = {(s.subject, s.predicate, s.object, s.source.stance != "denied") for s in curated.statements}
    edges |= {(i.statement.subject, i.statement.predicate, i.statement.object, True) for i in infer(curated, words)}
    for cell in curated.cells:
        parts = [("hasCathode", cell.cathode), ("hasAnode", cell.anode)]
        parts += [("hasElectrolyte", e) for e in cell.electrolyte] + [("hasInterlayer", e) for e in cell.interlayer]
        edges |= {(cell.id, relation, part, True) for relation, part in parts if part}
    for entity in curated.entities.values():
        broader = "derivedFrom" if entity.kind == "materials" else "broader"
        edges |= {(entity.id, broader, above, True) for above in entity.broader}
        edges |= {(entity.id, "hasComponent", part, True) for part in entity.components}
        relation = "ofElement" if entity.kind == "dopants" else "containsElement"
        edges |= {(entity.id, relation, f"element-{symbol}", True) for symbol in elements_of(entity, curated.entities)}
    facts: Iterable[Statement | Measurement] = (*curated.statements, *curated.measurements)
    for fact in facts:
        edges |= {(fact.subject, "reportedBy", group, True) for group in fact.source.groups}
    return Sketch(tuple(sorted(edges)), tuple(_points(curated)))


def _points(curated: Curated) -> Iterable[Point]:
    from kg.graph import measurement_id

    for m in curated.measurements:
        tables = tuple(sorted({place.table for place in m.source.places if place.table}))
        materials = tuple(text for _, text in m.conditions if text in curated.entities)
        found = ((key, read_condition(key, text)) for key, text in m.conditions)
        conditions = tuple((key, *figure) for key, figure in found if figure)
        yield Point(measurement_id(m), m.subject, m.property, tables, materials, m.value, m.unit, conditions)


def write_sketch(sketch: Sketch, folder: Path) -> None:
    """Write the sketch beside the store."""
    points = [[p.id, p.bearer, p.property, p.tables, p.materials, p.value, p.unit, p.conditions] for p in sketch.points]
    data = {"edges": sketch.edges, "points": points}
    (folder / FILE).write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def load_sketch(folder: Path) -> Sketch:
    """Read the sketch of a store folder; raises StoreError when it is missing or broken."""
    try:
        data: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / FILE} cannot be read ({error}): run 'sse-kg build'") from error
    points = (
        Point(i, b, p, tuple(t), tuple(m), v, u, tuple((key, number, unit) for key, number, unit in c))
        for i, b, p, t, m, v, u, c in data["points"]
    )
    return Sketch(tuple((s, p, o, h) for s, p, o, h in data["edges"]), tuple(points))
