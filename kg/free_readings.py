"""Readings of questions that no chain of relations fits: what stands at the far end of the claims they speak of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.coverage import Hit
from kg.names import resource
from kg.query import Among, End, Query
from kg.reading import Context, Reading, X

_MOST_HITS = 250
#: How a claim's end gains or loses as the answer: named in the question, of another class than asked for, and so on.
_NAMED, _NAMED_OF_CLASS, _OTHER_CLASS, _LOOSE = 0.5, 0.75, 0.55, 0.9
_RELATION, _SIDE, _OTHER_RELATION, _VAGUE = 1.12, 0.15, 0.9, 0.85
_AIM, _OFF_AIM, _DENIED = 1.15, 0.85, 0.6
#: Claims of a group, and further groups, that stay below these shares of the best are left out.
_IN_GROUP, _FURTHER = 0.75, 0.93
_VAGUE_RELATIONS = frozenset(
    "appliesTo partOf hasFeature combinedWith affects requires derivedFrom usesMaterial occursAt hasStep".split()
)
_CAUSES = frozenset({"causes", "worsens", "limits"})
_OUTCOMES = frozenset({"causes", "forms", "improves", "worsens", "mitigates", "enables"})
_SIDES = ("subject", "object")


@dataclass(frozen=True)
class Group:
    """Claims of one relation that share what they are about; `side` is the end that answers."""

    score: float
    coverage: float
    relation: str
    side: int
    hits: tuple[Hit, ...]


class Free:
    """Makes the readings of one question from the claims that account for most of it."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def readings(self, least: float) -> Iterator[Reading]:
        """What the best group of claims tells, when they account for at least a share of the question."""
        is_bounded = any(self.context.patterns.sign(m) for m in self.context.asked.bounds)
        groups = [] if is_bounded or self.context.is_denial else [g for g in self.groups if self._is_of_class(g)]
        if not groups or groups[0].coverage < least:
            return
        first = groups[0]
        near = [
            g for g in groups if g.relation == first.relation and g.side == first.side
            and g.score >= _FURTHER * first.score
        ]  # fmt: skip
        claims = dict.fromkeys(resource(hit.told.claim) for group in near for hit in group.hits)
        patterns = (Among("c1", tuple(claims)), End("c1", _SIDES[first.side], X))
        query = Query(("x",), patterns, aggregate=self.context.asked.form.aggregate)
        about = f"what is said closest to the question ({first.coverage:.0%} of it)"
        yield Reading("things", query, about, cost=2.0)

    def _is_of_class(self, group: Group) -> bool:
        """Whether what a group answers is of the class of materials asked for, when one is."""
        asked, lexicon = self.context.asked, self.context.lexicon
        if not asked.classes or not all("Material" in lexicon.ancestors[name] for name in asked.classes):
            return True
        return any(lexicon.is_a(hit.told.ends[group.side], *asked.classes) for hit in group.hits)

    @cached_property
    def groups(self) -> list[Group]:
        """The claims that have to do with the question, grouped by relation and by what they share, the best first."""
        gathered: dict[tuple[str, int, str], list[tuple[float, Hit]]] = {}
        for hit in self.context.hits[:_MOST_HITS]:
            if hit.told.predicate == "hasMeasurement" or not hit.named:
                continue
            for side in (0, 1):
                shared = hit.told.ends[1 - side] if 1 - side in hit.named else ""
                score = hit.coverage * self._fitness(hit, side)
                gathered.setdefault((hit.told.predicate, side, shared), []).append((score, hit))
        groups = [self._group(relation, side, found) for (relation, side, _), found in gathered.items()]
        return sorted(groups, key=lambda g: (-g.score, g.relation, g.side, g.hits[0].told.claim))

    def _group(self, relation: str, side: int, found: list[tuple[float, Hit]]) -> Group:
        found.sort(key=lambda pair: (-pair[0], pair[1].told.claim))
        best, first = found[0]
        hits = tuple(hit for score, hit in found if score >= _IN_GROUP * best)
        return Group(best, first.coverage, relation, side, hits)

    def _fitness(self, hit: Hit, side: int) -> float:
        """How well one end of a claim suits what the question asks for."""
        told, asked = hit.told, self.context.asked
        fits = bool(asked.classes) and self.context.lexicon.is_a(told.ends[side], *asked.classes)
        score = 1.0
        if side in hit.named:
            score *= _NAMED_OF_CLASS if fits and 1 - side not in hit.named else _NAMED
        elif hit.named and 1 - side not in hit.named:
            score *= _LOOSE
        if asked.classes and not fits:
            score *= _OTHER_CLASS
        return score * self._relation_fitness(told.predicate, side) * (_DENIED if told.denied else 1.0)

    def _relation_fitness(self, relation: str, side: int) -> float:
        kind, wishes = self.context.asked.kind, self.context.wishes
        score = 1.0
        named = [wish for wish in wishes if wish.relation == relation]
        for wish in named:
            score *= _RELATION
            if wish.forward is not None:
                score *= 1 + _SIDE if wish.forward == (side == 1) else 1 - _SIDE
        if wishes and not named:
            score *= _OTHER_RELATION
        if relation in _VAGUE_RELATIONS and not named:
            score *= _VAGUE
        if kind == "cause":
            score *= _AIM if side == 0 and relation in _CAUSES else _OFF_AIM
        elif kind in ("outcome", "harm", "good"):
            score *= _AIM if side == 1 and relation in _OUTCOMES else _OFF_AIM
        return score
