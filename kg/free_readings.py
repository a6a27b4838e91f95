"""Readings of questions that no chain of relations fits: what stands at the far end of the claims they speak of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.coverage import Hit
from kg.grammar import read_aim
from kg.names import resource
from kg.query import Among, End, Query
from kg.reading import Context, Reading, X
from kg.recall import Told

#: How a claim's end gains or loses as the answer: named in the question, of another class than asked for, and so on.
_NAMED, _NAMED_OF_CLASS, _OTHER_CLASS, _LOOSE = 0.5, 0.75, 0.55, 0.9
_RELATION, _SIDE, _OTHER_RELATION, _VAGUE = 1.12, 0.15, 0.9, 0.85
_AIM, _OFF_AIM, _WRONG_END, _DENIED = 1.3, 0.85, 0.7, 0.6
#: Claims of a group, and further groups, that stay below these shares of the best are left out.
_IN_GROUP, _FURTHER = 0.7, 0.93
_VAGUE_RELATIONS = frozenset(
    "appliesTo partOf hasFeature combinedWith affects requires derivedFrom usesMaterial occursAt hasStep".split()
)
#: What a question is after -> the end of a claim that tells it, and the relations that do.
_AIMS = {
    "cause": (0, frozenset({"causes", "worsens", "limits"})),
    "remedy": (0, frozenset({"mitigates", "improves", "enables"})),
    "outcome": (1, frozenset({"causes", "forms", "improves", "worsens", "mitigates", "enables"})),
}
#: Relations that tell why something is so, and the end that tells it.
_EXPLAINING = {
    "causes": (0, 1), "worsens": (0,), "limits": (0,), "enables": (0,), "requires": (1,), "derivedFrom": (1,),
}  # fmt: skip
_HELPING, _HARMING = frozenset({"mitigates", "improves"}), frozenset({"causes", "worsens"})
_ACTING = frozenset({"limits", "worsens", "improves", "mitigates", "enables"})
_SIDES = ("subject", "object")


@dataclass(frozen=True)
class Group:
    """Claims of one relation that have one end, `shared`, in common; `side` is the end that answers."""

    score: float
    coverage: float
    relation: str
    side: int
    shared: str
    hits: tuple[Hit, ...]


class Free:
    """Makes the readings of one question from the claims that account for most of it."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def readings(self, least: float) -> Iterator[Reading]:
        """What the best group of claims tells, when they account for at least a share of the question."""
        is_bounded = any(self.context.patterns.sign(m) for m in self.context.asked.bounds)
        groups = [] if is_bounded or self.context.is_denial else [g for g in self.groups if self._can_answer(g)]
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

    @property
    def sureness(self) -> float:
        """The share of the question that the best group that can answer it accounts for."""
        return next((group.coverage for group in self.groups if self._can_answer(group)), 0.0)

    def _can_answer(self, group: Group) -> bool:
        """Whether a group can answer; what merely restates that something is better explains nothing."""
        if self.context.asked.kind == "cause":
            tells_why = group.side in _EXPLAINING.get(group.relation, ())
            if not tells_why or (group.side == 0 and self._acts(group.shared)):
                return False
        elif self._is_contrary(group.relation):
            return False
        return self._is_of_class(group)

    def _is_contrary(self, relation: str) -> bool:
        """Whether a relation is the contrary of what the verbs of the question say: what causes harm prevents none."""
        named = {wish.relation for wish in self.context.wishes}
        helps, harms = bool(named & _HELPING), bool(named & _HARMING)
        return helps != harms and relation in (_HARMING if helps else _HELPING)

    def _acts(self, thing: str) -> bool:
        """Whether a thing stands before the verb: "why does X limit Y" asks for no cause of X."""
        asked = self.context.asked
        verbs = [m.start for m, s in asked.relations if s.kind == "relation" and s.id in _ACTING]
        return any(thing in m.things() and m.end <= start for m in asked.anchors for start in verbs)

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
        for hit in self.context.hits:
            if hit.told.predicate == "hasMeasurement" or not hit.named:
                continue
            for side in (0, 1):
                shared = hit.told.ends[1 - side] if 1 - side in hit.named else ""
                score = hit.coverage * self._fitness(hit, side)
                gathered.setdefault((hit.told.predicate, side, shared), []).append((score, hit))
        groups = [self._group(key, found) for key, found in gathered.items()]
        return sorted(groups, key=lambda g: (-g.score, g.relation, g.side, g.hits[0].told.claim))

    def _group(self, key: tuple[str, int, str], found: list[tuple[float, Hit]]) -> Group:
        found.sort(key=lambda pair: (-pair[0], pair[1].told.claim))
        best, first = found[0]
        hits = tuple(hit for score, hit in found if score >= _IN_GROUP * best)
        return Group(best, first.coverage, *key, hits)

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
            # "Ways" may be anything that helps, "interlayers" are interlayers.
            score *= _LOOSE if asked.classes == ("Strategy",) else _OTHER_CLASS
        return score * self._relation_fitness(told, side) * (_DENIED if told.denied else 1.0)

    @cached_property
    def _aim(self) -> str:
        """What the question is after: cause, remedy, outcome or nothing of these."""
        asked = self.context.asked
        if asked.kind in ("outcome", "harm", "good"):
            return "outcome"
        if "Strategy" in {a for name in asked.classes for a in self.context.lexicon.ancestors[name]}:
            return "remedy"
        return "cause" if asked.kind == "cause" else read_aim(self.context.grounded.folded)

    def _relation_fitness(self, told: Told, side: int) -> float:
        """How well the relation of a claim suits the relations that the question names and what it is after."""
        relation = told.predicate
        # What a why-question names is to be explained, and "effect" asks for any effect.
        plain = {"cause": self.context.words.relations.keys(), "outcome": {"causes"}}.get(self._aim, ())
        wishes = [wish for wish in self.context.wishes if wish.relation not in plain]
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
        return score * self._aim_fitness(told, side)

    def _aim_fitness(self, told: Told, side: int) -> float:
        """How well an end tells what the question is after; what a thing causes is why it is no good."""
        if not self._aim:
            return 1.0
        side_of_aim, relations = _AIMS[self._aim]
        if side == side_of_aim:
            return _AIM if told.predicate in relations else _OFF_AIM
        faulty = self.context.lexicon.is_a(told.subject, "Material", "Strategy", "Process")
        is_fault = self._aim == "cause" and told.predicate == "causes" and faulty
        return _AIM if is_fault else _WRONG_END
