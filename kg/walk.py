"""A walk through the graph: things that were opened show their neighbours, a handful at a time.

The whole graph is read once into a `Map`; every step of a walk is then a look-up. What a walk shows depends only on
what was opened, in which order, and on what is hidden, so a walk can stand in an address and be sent to a colleague.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, zip_longest

from kg.views import Edge, Node, View

HANDFUL = 24
MOST = 300
FOLD = "more:"
"""Before the name of an opened thing: the node "+n more" that stands for its neighbours not shown."""
QUIET = frozenset({"containsElement", "reportedBy"})
"""Relations that say little about a thing and would fill any picture; hidden until a person wants them."""


@dataclass(frozen=True)
class Walked:
    """What a walk shows: things and edges, how many neighbours of each opened thing are folded away, and what could
    be hidden, with counts: kinds of things, and relations by local name.
    """

    view: View
    more: dict[str, int]
    kinds: dict[str, int]
    relations: dict[str, int]


@dataclass(frozen=True)
class Map:
    """The whole graph, indexed for walking."""

    whole: View

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every thing by its IRI."""
        return {node.iri: node for node in self.whole.nodes}

    @cached_property
    def around(self) -> dict[str, tuple[Edge, ...]]:
        """The edges that begin or end at each thing."""
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.whole.edges:
            for end in {edge.subject, edge.object}:
                found[end].append(edge)
        return {iri: tuple(edges) for iri, edges in found.items()}

    def links(self, iri: str) -> int:
        """How many edges a thing has."""
        return len(self.around.get(iri, ()))

    def busiest(self, kind: str, most: int) -> list[Node]:
        """The best linked things of a kind, where a walk may begin."""
        nodes = (node for node in self.whole.nodes if node.kind == kind)
        return sorted(nodes, key=lambda node: (-self.links(node.iri), node.label))[:most]

    def walk(
        self,
        opened: Sequence[str],
        *,
        beside: Iterable[str] = (),
        without_kinds: Collection[str] = (),
        without_relations: Collection[str] = QUIET,
        most: int = MOST,
    ) -> Walked:
        """What is shown after some things were opened, the first of them first.

        A thing opened twice shows two handfuls of neighbours. `beside` are further things to show, as those of a path.
        What was opened or stands beside is never hidden; in all there are at most `most` things.
        """
        handfuls = Counter(iri for iri in opened if iri in self.nodes)
        chosen = frozenset([*handfuls, *(iri for iri in beside if iri in self.nodes)][:most])
        near = {iri: self._allowed(iri, chosen, without_kinds, without_relations) for iri in handfuls}
        kept: dict[str, None] = {}
        for iri, times in handfuls.items():
            kept[iri] = None
            for group in near[iri][: HANDFUL * times]:
                if len({*kept, *chosen, *group}) <= most:
                    kept |= dict.fromkeys(group)
        kept |= dict.fromkeys(sorted(chosen - kept.keys()))
        more = {iri: sum(group[0] not in kept for group in groups) for iri, groups in near.items()}
        return self._walked(kept, {iri: left for iri, left in more.items() if left}, without_relations)

    def _walked(self, kept: Collection[str], more: dict[str, int], without: Collection[str]) -> Walked:
        inner = {
            edge: None
            for iri in kept
            for edge in self.around.get(iri, ())
            if edge.subject in kept and edge.object in kept
        }
        edges = tuple(sorted((edge for edge in inner if edge.predicate not in without), key=_order))
        nodes = tuple(self.nodes[iri] for iri in kept)
        kinds = Counter(node.kind for node in nodes)
        touching = {edge for iri in kept for edge in self.around.get(iri, ())}
        relations = Counter(edge.predicate for edge in touching)
        title = self.nodes[next(iter(kept))].label if kept else ""
        return Walked(View(nodes, edges, title=title, left_out=sum(more.values())), more, dict(kinds), dict(relations))

    def _allowed(
        self, iri: str, chosen: Collection[str], without_kinds: Collection[str], without: Collection[str]
    ) -> list[tuple[str, ...]]:
        """The neighbours of a thing that are not hidden."""
        near = self._near(iri, without)
        return [group for group in near if group[0] in chosen or self.nodes[group[0]].kind not in without_kinds]

    def _near(self, iri: str, without: Collection[str]) -> list[tuple[str, ...]]:
        """The neighbours of a thing: of each relation and direction the best linked first, the relations in turn.

        A value of an opened property comes with the thing it was measured on.
        """
        by_relation: dict[tuple[str, bool], dict[str, None]] = defaultdict(dict)
        for edge in self.around.get(iri, ()):
            other = edge.object if edge.subject == iri else edge.subject
            if edge.predicate not in without and other in self.nodes and other != iri:
                by_relation[edge.predicate, edge.subject == iri][other] = None
        ranked = [sorted(others, key=self._rank) for _, others in sorted(by_relation.items())]
        in_turn = dict.fromkeys(filter(None, chain.from_iterable(zip_longest(*ranked))))
        return [(other, *self._measured_on(other, iri)) for other in in_turn]

    def _rank(self, iri: str) -> tuple[int, str]:
        return -self.links(iri), self.nodes[iri].label

    def _measured_on(self, value: str, opened: str) -> Iterator[str]:
        for edge in self.around[value]:
            if edge.predicate == "hasMeasurement" and edge.object == value and edge.subject != opened:
                yield edge.subject


def _order(edge: Edge) -> tuple[str, str, str]:
    return edge.subject, edge.predicate, edge.object


def with_folds(walked: Walked) -> View:
    """The view with a node "+n more" beside each opened thing that has neighbours not shown."""
    nodes = tuple(Node(f"{FOLD}{iri}", f"+{left} more", "Fold") for iri, left in walked.more.items())
    edges = tuple(Edge(iri, "", "", f"{FOLD}{iri}", status="inferred") for iri in walked.more)
    return replace(walked.view, nodes=(*walked.view.nodes, *nodes), edges=(*walked.view.edges, *edges), left_out=0)
