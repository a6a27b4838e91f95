"""Claims -> yes or no: a claim decides a question only when it accounts for everything that the question names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.coverage import Hit, Part
from kg.elements import elements
from kg.grammar import is_universal, negates_a_choice, read_direction
from kg.names import resource
from kg.polarity import ALIKE, MET, Polarity
from kg.query import Among, Query
from kg.reading import Context, Reading
from kg.recall import Told, akin, stems_of
from kg.words import folded

#: From which nearness on a claim has to do with a part of the question, and the share of all that it needs.
_NEAR, _ENOUGH = 0.4, 0.8
#: Weight up to which words that no claim tells may be left over.
_LEFT_OVER = 1.25
#: By how much less is needed, and more may be left over, where a question names both ends of a claim themselves.
_NAMED_LESS, _NAMED_MORE = 0.2, 2.0
_MOST_HITS, _MOST_NEIGHBOURS = 120, 60
#: Relations of which the denial says as much as the opposite.
_TWO_VALUED = frozenset({"stableAgainst", "reactsWith", "hasFeature"})
#: Classes that are but the setting of a question: "in sodium cells".
_SETTINGS = frozenset({"Cell", "Battery"})
#: How much less counts what stands beside the subject of a claim than what the claim names.
_BESIDE = 0.6
#: What leads to the occasion of something.
_OCCASION = re.compile(r"\b(?:after|before|during|upon|following|while)(?: the)? $")


@dataclass(frozen=True)
class Ruling:
    """A claim that bears on the question, what it says to it, and which parts of the question it leaves open."""

    hit: Hit
    says: bool
    share: float
    exact: int
    leads: bool
    open: frozenset[int]


class Verdicts:
    """Finds the claims that decide one yes-or-no question."""

    def __init__(self, context: Context) -> None:
        self.context, self.parts, self.named = context, context.parts, context.named
        self.polarity = Polarity(context)
        self.universal = is_universal(folded(context.without_names))
        self.flips = negates_a_choice(context.grounded.folded)

    def readings(self) -> Iterator[Reading]:
        """What the claims decide, with those that say so; nothing when they disagree or leave something open."""
        rulings = [ruling for hit in self.context.hits[:_MOST_HITS] if (ruling := self._ruling(hit))]
        closed = [r for r in rulings if r.leads and not r.open] or self._together(rulings)
        if not closed:
            return
        exact = max(r.exact for r in closed)
        best = max(r.share for r in closed if r.exact == exact)
        near = [r for r in closed if r.exact == exact and r.share >= 0.9 * best]
        yes, no = [r for r in near if r.says], [r for r in near if not r.says]
        if self.universal and no:
            yes = []
        for_it = _strength(yes, [r for r in closed if r.says])
        against = _strength(no, [r for r in closed if not r.says])
        if for_it == against or (self.universal and not no):
            return
        holds = for_it > against
        deciding = yes if holds else no
        said = holds != self.flips
        iris = tuple(resource(ruling.hit.told.claim) for ruling in deciding)
        about = "what is said of everything that the question names"
        yield Reading("whether", Query((), (Among("c1", iris),)), about, subject=("true" if said else "false",))

    @property
    def is_plain(self) -> bool:
        """Whether a question neither compares nor speaks of all cases, and every word of it is read."""
        is_direct = not (self.universal or self.flips or self.context.grounded.unknown)
        return is_direct and self.polarity.is_plain and not self.context.asked.adjectives

    def are_named_by(self, ends: set[str]) -> bool:
        """Whether everything that a question names is near to one of some things."""
        kin = [self.context.recall.kin.get(end, {end: 1.0}) for end in sorted(ends)]
        return all(
            any(near.get(i, 0.0) * sureness >= MET for near in kin for i, sureness in part.ids.items())
            for part in self.parts
            if part.ids and not self._is_setting(part)
        )

    def leaves_out_a_material(self, hit: Hit) -> bool:
        """Whether a claim has nothing to do with an element or a compound that the question names."""
        kinds = {"materials", "dopants"}
        for place, part in enumerate(self.parts):
            own = [i for i in part.ids if i in self.named or i.startswith("element-")]
            known = self.context.lexicon.things
            named = [i.startswith("element-") or (i in known and known[i].kind in kinds) for i in own]
            is_kind = any(
                i not in self.context.compounds and len(self.context.lexicon.with_narrower(i)) > 1 for i in own
            )
            is_material = bool(own) and all(named) and not is_kind and not self._is_setting(part)
            if is_material and hit.met[place] < _NEAR and not self._holds_whole_of(hit.told, own):
                return True
        return False

    def _holds_whole_of(self, told: Told, parts: list[str]) -> bool:
        """Whether a claim is on what a building block named is part of: on Na3SbS4 for "thioantimonate"."""
        wholes = {o for s, r, o, held in self.context.sketch.edges if held and r == "partOf" and s in parts}
        return any(wholes & self.context.recall.kin.get(end, {}).keys() for end in told.ends)

    def _ruling(self, hit: Hit) -> Ruling | None:
        """What one claim says to the question; none when it has no bearing on it."""
        told = hit.told
        if told.predicate == "hasMeasurement":
            return None
        sign = self.polarity.sign(told)
        if not sign or (told.denied and sign < 0 and told.predicate not in _TWO_VALUED):
            return None
        missed = {i for i, part in enumerate(self.parts) if not self._accounts_for(hit, i, part)}
        missed -= {i for i in missed if self._rides_along(i)}
        allowed, exact = int(self.universal), self._exact(told)
        is_named = exact > 1
        missed -= {i for i in missed if is_named and self._is_occasion(self.parts[i])}
        weights = [0.0 if part.relations or self._is_setting(part) else part.weight for part in self.parts]
        things = {i for i in missed if self.parts[i].ids and not self._is_setting(self.parts[i])}
        beside = {i for i in range(len(self.parts)) if i not in missed and not self._is_told(hit, i)}
        if self._is_told_too_little(missed | beside):
            return None
        lost = sum(weights[i] for i in missed) + (1 - _BESIDE) * sum(weights[i] for i in beside)
        share = 1 - lost / (sum(weights) or 1.0)
        words = sum(weights[i] for i in missed - things)
        named = [self._naming(end) for end in told.ends if end]
        if not all(named) or len(frozenset().union(*named)) < 2:
            return None
        too_little = share < _ENOUGH - 0.25 * (allowed + bool(beside)) - _NAMED_LESS * is_named
        is_open = too_little or (words > _LEFT_OVER + _NAMED_MORE * is_named and not allowed) or len(things) > allowed
        says = (sign > 0) != told.denied
        leads = self._names_first(hit)
        return Ruling(hit, says, share, exact, leads, frozenset(missed) if is_open else frozenset())

    def _is_told_too_little(self, untold: set[int]) -> bool:
        """Whether a claim itself tells but one of the parts of a question that say something."""
        telling = [i for i, part in enumerate(self.parts) if not (part.relations or self._rides_along(i))]
        return sum(i not in untold for i in telling) < min(2, len(telling))

    def _names_first(self, hit: Hit) -> bool:
        """Whether a claim itself names the thing that a question names first."""
        own = (i for i, part in enumerate(self.parts) if part.ids and not self._is_setting(part))
        first = next((i for i in own if not self._rides_along(i)), None)
        if first is None or self.universal:
            return True
        ids, things = self.parts[first].ids, self.context.lexicon.things
        beside: set[str] = set()
        if hit.told.predicate == "outperforms":
            beside = {i for part in self.parts if part is not self.parts[first] for i in part.ids}
        other = [end for end in hit.told.ends if end in things and end not in ids and end not in beside]
        made_of = [end for end in other if things[end].kind not in ("strategies", "processes")]
        edges = self.context.sketch.between(frozenset(other), frozenset(ids))
        if any(edge[0] in other and edge[1] == "replaces" for edge in edges):
            return False
        return self._is_told(hit, first) and not any(self._is_linked(end, ids) for end in made_of)

    def _is_linked(self, end: str, ids: dict[str, float]) -> bool:
        """Whether a thing is near to what is named only because it acts on it or forms it."""
        kin = self.context.recall.kin.get(end, {})
        relations = {edge[1] for edge in self.context.sketch.between({end}, ids)}
        is_kind = bool(relations & {"broader", "derivedFrom", "hasComponent"})
        return bool(relations) and not is_kind and any(i in kin for i in ids)

    def _naming(self, end: str) -> frozenset[int]:
        """The parts of a question that name an end of a claim; -1 for words that make at least half of its name."""
        found = frozenset(place for place, part in enumerate(self.parts) if part.ids and self._is_near(end, part.ids))
        if not found:
            names = ({*stems_of(name)} for name in self.context.lexicon.names(end))
            free = self._free_stems(end)
            in_words = any(name and 2 * self._weigh(akin(name, free)) >= self._weigh(name) for name in names)
            return frozenset({-1}) if in_words else frozenset()
        return found

    def _is_near(self, end: str, ids: dict[str, float]) -> bool:
        """Whether an end is what a part names or a kin of it; a material that merely forms it is none."""
        kin, things = self.context.recall.kin.get(end, {end: 1.0}), self.context.lexicon.things
        near = {i: sureness for i, sureness in ids.items() if kin.get(i, 0.0) * sureness >= MET}
        acts = end in things and things[end].kind in ("strategies", "processes")
        return bool(near) and (end in near or acts or not self._is_linked(end, near))

    def _free_stems(self, end: str) -> set[str]:
        """The stems of the question but for those that name a thing of the same class: "fast" is not "slow cooling"."""
        things = self.context.lexicon.things
        classes = set(things[end].classes) if end in things else set()
        own = {stem for name in self.context.lexicon.names(end) for stem in stems_of(name)}
        alike = [p for p in self.parts if any(classes & set(things[i].classes) for i in p.ids if i in things)]
        rivals = [part for part in alike if not own.issuperset(part.stems)]
        return {stem for part in self.parts if part not in rivals for stem in part.stems}

    def _weigh(self, stems: set[str]) -> float:
        return sum(map(self.context.recall.rarity, sorted(stems)))

    def _exact(self, told: Told) -> int:
        """How many of its ends are named by the question themselves, and not by their kin."""
        return sum(end in self.named for end in told.ends)

    def _together(self, rulings: list[Ruling]) -> list[Ruling]:
        """Claims of one thing that agree and together leave nothing open: "stable against both A and B"."""
        for first in (r for r in rulings if r.leads):
            group = [
                r for r in rulings
                if r.says is first.says and r.hit.told.predicate == first.hit.told.predicate and r.exact == first.exact
                and {r.hit.told.subject, r.hit.told.object} & {first.hit.told.subject, first.hit.told.object}
            ]  # fmt: skip
            left = frozenset.intersection(*(r.open for r in group))
            weight = sum(self.parts[i].weight for i in left if not self.parts[i].relations)
            things = [i for i in left if self.parts[i].ids and not self._is_setting(self.parts[i])]
            if not things and weight <= _LEFT_OVER:
                return [Ruling(r.hit, r.says, 1.0, first.exact, True, frozenset()) for r in group]
        return []

    # ------------------------------------------------------------ what a claim accounts for

    def _accounts_for(self, hit: Hit, place: int, part: Part) -> bool:
        """Whether a claim names a part of the question, tells it in its words, or has it right beside its subject."""
        is_manner = not (part.ids or part.classes) and part.text.lower().endswith("ly")
        is_told = is_manner or part.relations != frozenset() or self._is_told(hit, place)
        return is_told or self._is_beside(hit.told, part)

    def _is_told(self, hit: Hit, place: int) -> bool:
        """Whether a claim names a part at an end, or by any of its names in its words."""
        if self._is_rival(hit.told, self.parts[place]):
            return False
        if hit.met[place] >= MET:
            return True
        names = (
            stems_of(name) for i in self.parts[place].ids if i in self.named for name in self.context.lexicon.names(i)
        )
        return any(stems and hit.told.stems.issuperset(stems) for stems in names)

    def _is_rival(self, told: Told, part: Part) -> bool:
        """Whether a claim is on another strategy than a part names, neither a kind of it nor one it is a kind of."""
        things, below = self.context.lexicon.things, self.context.lexicon.with_narrower
        named = [i for i in part.ids if i in self.named and i in things and things[i].kind == "strategies"]
        ends = [end for end in told.ends if end in things and things[end].kind == "strategies"]
        alike = any(end in below(name) or name in below(end) for end in ends for name in named)
        return bool(named and ends) and not alike

    def _rides_along(self, place: int) -> bool:
        """Whether a word only says what sort of object a name stands for ("CPEO layer"), or stands for what is bare."""
        part, text = self.parts[place], self.context.grounded.folded
        if " " not in part.text and any(read_direction(folded(part.text))):
            return True
        if part.ids or part.classes:
            return False
        halves = self.polarity.halves
        if halves and halves[2] and folded(part.text) in halves[1].split(" "):
            return True
        named = (folded(m.text) for m in self.context.grounded.mentions if m.of("thing", "class"))
        return self.context.recall.knows(part.text) and any(f"{n} {folded(part.text)}" in text for n in named)

    def _is_beside(self, told: Told, part: Part) -> bool:
        near = self._neighbours(told.subject)
        if part.ids:
            return bool(near.intersection(part.ids))
        if part.classes or part.figure:
            return False
        said = {stem for thing in near for stem in self.context.recall.stems_of_names(thing)}
        said.update(stem for place, side in self._claims_of(told.subject) if side == 0 for stem in self._stems(place))
        return bool(part.stems) and said.issuperset(part.stems)

    def _claims_of(self, thing: str) -> list[tuple[int, int]]:
        """The claims about a thing, unless there are very many."""
        found = self.context.recall.by_end.get(thing, [])
        return found if len(found) <= _MOST_NEIGHBOURS else []

    def _stems(self, place: int) -> frozenset[str]:
        return self.context.recall.told[place].stems

    def _neighbours(self, thing: str) -> frozenset[str]:
        """The things that one relation joins with a thing; none of a thing that is joined with very many."""
        if thing not in self.context.lexicon.things:
            return frozenset()
        reached = self.context.sketch.reach(frozenset({thing}), 1)
        near = frozenset(
            other for chain, others in reached.items() if chain and chain[0].relation not in ALIKE for other in others
        )
        return near if len(near) <= _MOST_NEIGHBOURS else frozenset()

    def _is_setting(self, part: Part) -> bool:
        """Whether a part is but the setting of a question: a family, the metal of all cells, a class."""
        if not part.ids:
            return bool(part.classes)
        lexicon = self.context.lexicon
        return any(lexicon.is_family(i) or self._is_metal(i) or lexicon.is_a(i, *_SETTINGS) for i in part.ids)

    def _is_occasion(self, part: Part) -> bool:
        """Whether a part names but when something was done: "slow cooling after annealing"."""
        things = self.context.lexicon.things
        named = [i for i in part.ids if i in self.named]
        are_processes = bool(named) and all(i in things and things[i].kind == "processes" for i in named)
        before = self.context.grounded.text.partition(part.text)[0].lower()
        return are_processes and bool(_OCCASION.search(before))

    def _is_metal(self, thing: str) -> bool:
        """Whether a thing is the bare metal of an anode, of which every cell holds the element."""
        return thing in elements() and self.context.lexicon.is_a(thing, "MetalAnode")


def _strength(best: list[Ruling], alike: list[Ruling]) -> tuple[int, int, float]:
    """How many of the best claims say something, how many do at all, and how much of the question the best tell."""
    return len(best), len(alike), sum(ruling.hit.coverage for ruling in best)
