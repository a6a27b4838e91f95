"""Claims -> yes or no: a claim decides a question only when it accounts for everything that the question names.

What a claim says is held against what is asked by its effect: whether there is more or less of something, or by its
relation and the opposite of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.coverage import Hit, Part
from kg.elements import elements
from kg.grammar import (
    is_described,
    is_universal,
    negates_a_choice,
    read_comparison,
    read_direction,
    read_lack,
    split_comparison,
    takes_base_verb,
)
from kg.lexicon import Sense
from kg.names import resource
from kg.query import Among, Query
from kg.reading import Context, Reading
from kg.recall import Told, stems_of
from kg.words import folded

#: From which nearness on a claim accounts for a part of the question, or has to do with it, and the share it needs.
_MET, _NEAR, _ENOUGH = 0.65, 0.4, 0.8
#: Weight up to which words that no claim tells may be left over.
_LEFT_OVER = 1.25
_MOST_HITS, _MOST_NEIGHBOURS = 120, 60
#: What there is more of, or less of, by a relation.
_MORE = frozenset({"causes", "forms", "enables", "hasFeature"})
_LESS = frozenset({"mitigates", "limits"})
_TURNS = {"rising": 1, "falling": -1}
_SIGNED = _MORE | _LESS | {"improves", "worsens"}
#: Relations of which the denial says as much as the opposite.
_TWO_VALUED = frozenset({"stableAgainst", "reactsWith", "hasFeature"})
_ALIKE = frozenset({"stableAgainst", "reactsWith", "pairedWith", "combinedWith", "outperforms"})
#: What a question without a verb of the field can ask: "is it a …", "does it have …".
_BARE = frozenset({"hasFeature", "suitableFor", "broader", "partOf", "stableAgainst"})
#: Classes that are but the setting of a question: "in sodium cells".
_SETTINGS = frozenset({"Cell", "Battery"})
#: How much less counts what stands beside the subject of a claim than what the claim names.
_BESIDE = 0.6
#: Letters that words of one root share at least: "interface", "interfacial".
_ROOT = 6
#: How well a stem tells of a thing from its names, not from its definition.
_NAME = 0.9


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
        self.context = context
        self.parts = context.parts
        self.named = {s.id for m in context.grounded.mentions for s in m.senses if s.kind not in ("class", "element")}
        self.universal = is_universal(folded(self._without_names(context.grounded.text)))
        self.flips = negates_a_choice(context.grounded.folded)
        self.halves = split_comparison(context.grounded.folded)
        self.senses, self.subject_turn, self.direction = self._verbs()

    def _verbs(self) -> tuple[list[tuple[Sense, int]], int, tuple[int, int]]:
        """The relations asked for, each with -1 when denied; -1 for less of the subject; the direction of the object.

        After "does" the verb stands in its base form; "raised" or "lowering" before it tells of its subject.
        """
        text, relations = self.context.grounded.text, self.context.asked.relations
        verbs = [(m, s) for m, s in relations if s.kind in ("relation", "inverse")]
        plain = takes_base_verb(self.context.grounded.folded)
        based = [m for m, s in verbs if plain and self._is_base(m.text, s)]
        if not based and " that " in text:
            # What somebody finds stands in a clause of its own, with a verb that is inflected.
            plain = False
        if not based:
            found = [(s, self._denial(m.start)) for m, s in relations if not (plain and (m, s) in verbs)]
            return found, 1, read_direction(folded(self._without_names(text)))
        verb = based[0]
        kept = [(s, self._denial(m.start)) for m, s in relations if m.start >= verb.start]
        turns = {_TURNS[s.how] for m, s in verbs if m.end <= verb.start and s.how in _TURNS}
        text = self._without_names(text)
        before = read_direction(folded(text[: verb.start]))[0] or (turns.pop() if len(turns) == 1 else 1)
        return kept, before, read_direction(folded(text[verb.end :]))

    def _without_names(self, text: str) -> str:
        """The text with the names of things blanked: "slow cooling" is a thing, not less of one."""
        for mention in self.context.grounded.mentions:
            if mention.of("thing"):
                text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
        return text

    def _is_base(self, text: str, sense: Sense) -> bool:
        relation = self.context.words.relations[sense.id]
        return folded(text) in {folded(verb) for verb in (*relation.verbs, *relation.inverse_verbs)}

    def _denial(self, start: int) -> int:
        """-1 for a verb right after "without"."""
        return -1 if self.context.grounded.text[:start].lower().rstrip().endswith("without") else 1

    def readings(self) -> Iterator[Reading]:
        """What the claims decide, with those that say so; nothing when they disagree or leave something open."""
        rulings = [ruling for hit in self.context.hits[:_MOST_HITS] if (ruling := self._ruling(hit))]
        closed = [r for r in rulings if r.leads and not r.open] or self._together(rulings)
        if not closed:
            return
        exact = max(r.exact for r in closed)
        best = max(r.share for r in closed if r.exact == exact)
        near = [r for r in closed if r.exact == exact and r.share >= 0.9 * best]
        yes, no = ([r for r in near if r.says is said] for said in (True, False))
        if self.universal and no:
            yes = []
        for_it, against = (
            _strength(said, [r for r in closed if r.says is says]) for said, says in ((yes, True), (no, False))
        )
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
        is_direct = not (self.universal or self.halves or self.flips or self.context.grounded.unknown)
        return is_direct and self.subject_turn > 0 and not any(self.direction) and not self.context.asked.adjectives

    def are_named_by(self, ends: set[str]) -> bool:
        """Whether everything that a question names is near to one of some things."""
        kin = [self.context.recall.kin.get(end, {end: 1.0}) for end in sorted(ends)]
        return all(
            any(near.get(i, 0.0) * sureness >= _MET for near in kin for i, sureness in part.ids.items())
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
        sign = self._sign(told)
        if not sign or (told.denied and sign < 0 and told.predicate not in _TWO_VALUED):
            return None
        missed = {i for i, part in enumerate(self.parts) if not self._accounts_for(hit, i, part)}
        missed -= {i for i in missed if self._rides_along(i)}
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
        allowed = int(self.universal)
        too_little = share < _ENOUGH - 0.25 * (allowed + bool(beside))
        is_open = too_little or (words > _LEFT_OVER and not allowed) or len(things) > allowed
        says = (sign > 0) != told.denied
        leads = self._names_first(hit)
        return Ruling(hit, says, share, self._exact(told), leads, frozenset(missed) if is_open else frozenset())

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
            names = ({*stems_of(name)} for name in self._names_of(end))
            free = self._free_stems(end)
            in_words = any(name and 2 * self._weigh(_like(name, free)) >= self._weigh(name) for name in names)
            return frozenset({-1}) if in_words else frozenset()
        return found

    def _is_near(self, end: str, ids: dict[str, float]) -> bool:
        """Whether an end is what a part names or a kin of it; a material that merely forms it is none."""
        kin, things = self.context.recall.kin.get(end, {end: 1.0}), self.context.lexicon.things
        near = {i: sureness for i, sureness in ids.items() if kin.get(i, 0.0) * sureness >= _MET}
        acts = end in things and things[end].kind in ("strategies", "processes")
        return bool(near) and (end in near or acts or not self._is_linked(end, near))

    def _free_stems(self, end: str) -> set[str]:
        """The stems of the question but for those that name a thing of the same class: "fast" is not "slow cooling"."""
        things = self.context.lexicon.things
        classes = set(things[end].classes) if end in things else set()
        own = {stem for name in self._names_of(end) for stem in stems_of(name)}
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
        if hit.met[place] >= _MET:
            return True
        names = (stems_of(name) for i in self.parts[place].ids if i in self.named for name in self._names_of(i))
        return any(stems and hit.told.stems.issuperset(stems) for stems in names)

    def _is_rival(self, told: Told, part: Part) -> bool:
        """Whether a claim is on another strategy than a part names, neither a kind of it nor one it is a kind of."""
        things, below = self.context.lexicon.things, self.context.lexicon.with_narrower
        named = [i for i in part.ids if i in self.named and i in things and things[i].kind == "strategies"]
        ends = [end for end in told.ends if end in things and things[end].kind == "strategies"]
        alike = any(end in below(name) or name in below(end) for end in ends for name in named)
        return bool(named and ends) and not alike

    def _names_of(self, identifier: str) -> tuple[str, ...]:
        known = self.context.lexicon.things.get(identifier) or self.context.words.properties.get(identifier)
        return (known.label, *known.aliases) if known else ()

    def _rides_along(self, place: int) -> bool:
        """Whether a word only says what sort of object a name stands for ("CPEO layer"), or stands for what is bare."""
        part, text = self.parts[place], self.context.grounded.folded
        if " " not in part.text and any(read_direction(folded(part.text))):
            return True
        if part.ids or part.classes:
            return False
        if self.halves and self.halves[2] and folded(part.text) in self.halves[1].split(" "):
            return True
        named = (folded(m.text) for m in self.context.grounded.mentions if m.of("thing", "class"))
        return self.context.recall.knows(part.text) and any(f"{n} {folded(part.text)}" in text for n in named)

    def _is_beside(self, told: Told, part: Part) -> bool:
        near = self._neighbours(told.subject)
        if part.ids:
            return bool(near.intersection(part.ids))
        if part.classes or part.figure:
            return False
        named = (self.context.recall.said.get(thing, {}) for thing in near)
        said = {stem for stems in named for stem, level in stems.items() if level >= _NAME}
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
            other for chain, others in reached.items() if chain and chain[0].relation not in _ALIKE for other in others
        )
        return near if len(near) <= _MOST_NEIGHBOURS else frozenset()

    def _is_setting(self, part: Part) -> bool:
        """Whether a part is but the setting of a question: a family, the metal of all cells, a class."""
        if not part.ids:
            return bool(part.classes)
        lexicon = self.context.lexicon
        return any(lexicon.is_family(i) or self._is_metal(i) or lexicon.is_a(i, *_SETTINGS) for i in part.ids)

    def _is_metal(self, thing: str) -> bool:
        """Whether a thing is the bare metal of an anode, of which every cell holds the element."""
        return thing in elements() and self.context.lexicon.is_a(thing, "MetalAnode")

    # ------------------------------------------------------------ for or against

    def _sign(self, told: Told) -> int:
        """1 when a claim says what is asked, -1 when it says the contrary, 0 when it has no bearing on it."""
        if told.predicate == "outperforms":
            return self._compared(told)
        if self.halves and not self.halves[2]:
            return 0
        if self.senses and self._is_reversed(told):
            return 0
        if told.predicate == "forms" and self.named & self.context.words.properties.keys():
            return 0  # a product is no property
        asked, claimed = self._asked_amount(told), self._claimed_amount(told)
        if asked and claimed:
            if self._judges and self.context.lexicon.is_a(told.object, "FailureMechanism"):
                claimed = -claimed  # less of a failure is better
            lack = read_lack(folded(self.context.lexicon.label(told.subject)))
            return asked * claimed * (self.subject_turn if lack > 0 else 1)
        wished = {sense.id: sign for sense, sign in self.senses if sense.id not in _SIGNED}
        opposite = self.context.words.relations[told.predicate].opposite
        if told.predicate in wished or opposite in wished:
            return wished[told.predicate] if told.predicate in wished else -wished[opposite]
        if "suitableFor" in wished and told.predicate in ("improves", "worsens"):
            return wished["suitableFor"] if told.predicate == "improves" else -wished["suitableFor"]
        plain = not self.senses and not self.context.asked.adjectives and not any(self.direction)
        said = told.predicate in _MORE and (self._is_verb_in(told.object) or self._are_spelled(told))
        return int(plain and (told.predicate in _BARE or said))

    def _are_spelled(self, told: Told) -> bool:
        """Whether both ends of a claim are what a question names: "is it an insulator"."""
        return all(any(part.ids.get(end) == 1.0 for part in self.parts) for end in told.ends[:2])

    def _is_verb_in(self, end: str) -> bool:
        """Whether the name of an end is the verb or the adjective of the question: "expand", "flammable"."""
        if any(end in p.ids and is_described(folded(p.text)) for p in self.parts):
            return True
        words = [p for p in self.parts if not (p.ids or p.classes or p.relations or p.figure)]
        names = {stem for name in self._names_of(end) for stem in stems_of(name)}
        is_named = bool(words) and all(_like(names, {*p.stems}) for p in words)
        return is_named and takes_base_verb(self.context.grounded.folded)

    @property
    def _judges(self) -> bool:
        """Whether it is asked for better or worse, and not for more or less."""
        return any(sense.id in ("improves", "worsens") and sense.how == "verb" for sense, _ in self.senses)

    def _compared(self, told: Told) -> int:
        """Which side of a comparison a claim puts first, and whether more of the property is better."""
        if not self.halves:
            return 0
        said = self.context.recall.said
        one, other = ({s for s, level in said.get(end, {}).items() if level >= _NAME} for end in told.ends[:2])
        first, second = ({*stems_of(half)} for half in self.halves[:2])
        ids = [self._named_in(half) for half in self.halves[:2]]
        ahead = bool(first & (one - other) or told.subject in ids[0])
        behind = bool(first & (other - one) or told.object in ids[0])
        after = bool(second & (other - one) or told.object in ids[1])
        before = bool(second & (one - other) or told.subject in ids[1])
        side = int(ahead or after) - int(behind or before)
        return side * self._direction_of(told.aspect) if side else 0

    def _named_in(self, half: str) -> set[str]:
        """What one side of a comparison names; a name within a longer one is not named by itself."""
        rest = f" {half.replace(' - ', ' ')} "
        found: set[str] = set()
        for part in sorted(self.parts, key=lambda p: -len(p.text)):
            spelled = f" {folded(part.text)} "
            if spelled in rest:
                rest = rest.replace(spelled, " | ")
                found |= part.ids.keys()
        return found

    def _direction_of(self, name: str) -> int:
        """Whether better is meant (1) or worse (-1) where a question speaks of more or less of a property."""
        lower = self._better(name) == "lower"
        amount = self.direction[0] or self._by_adjective()
        if not amount and not self.direction[1]:
            amount = -1 if read_comparison(self.context.grounded.folded) == "lower" else 1
        if amount:
            return -amount if lower else amount
        return self.direction[1]

    def _by_adjective(self) -> int:
        for mention, sense in self.context.asked.adjectives:
            sign = 1 if sense.kind.endswith("high") else -1
            before = self.context.grounded.text[: mention.start].lower().rstrip()
            return -sign if before.endswith(("less", "least", "not", "hardly", "n't")) else sign
        return 0

    def _asked_amount(self, told: Told) -> int:
        """Whether it is asked for more (1) or less (-1) of what a claim speaks of; 0 when the words do not say."""
        lower = self._better(told.object) == "lower"
        wanted = self.direction[0] or (-1 if lower else 1) * self.direction[1] or self._by_adjective()
        found: set[int] = set()
        for sense, denial in self.senses:
            if sense.id in _SIGNED and denial < 0:
                return 0
            if sense.how in ("rising", "falling"):
                found.add(1 if sense.how == "rising" else -1)
            elif sense.id in ("improves", "worsens"):
                found.add(-1 if (sense.id == "worsens") != lower else 1)
            elif sense.id in _MORE:
                found.add(wanted or 1)
            elif sense.id in _LESS:
                found.add(-1)
        if not found and wanted:
            return wanted
        return found.pop() if len(found) == 1 else 0

    def _claimed_amount(self, told: Told) -> int:
        """Whether by a claim there is more (1) or less (-1) of what stands at its end."""
        lower, turned = self._better(told.object) == "lower", self._turned(told.object)
        if told.predicate in ("improves", "worsens"):
            return -turned if (told.predicate == "worsens") != lower else turned
        is_property = told.object in self.context.words.properties
        if told.predicate == "hasFeature" and is_property and self._better(told.object) != "higher":
            return 0
        return turned if told.predicate in _MORE else -turned if told.predicate in _LESS else 0

    def _turned(self, end: str) -> int:
        """-1 for an end that is the lack of what a question names: "low ionic conductivity" for conductivity."""
        label = folded(self.context.lexicon.label(end))
        named = [folded(part.text) for part in self.parts if end in part.ids]
        if named:
            return -1 if read_direction(label)[0] < 0 and all(read_direction(text)[0] >= 0 for text in named) else 1
        return read_lack(label)

    def _better(self, name: str) -> str:
        known = self.context.words.properties.get(name)
        return known.better_when if known else ""

    def _is_reversed(self, told: Told) -> bool:
        """Whether a claim has at its object what stands before the verb, and at its subject what follows it."""
        if told.predicate in _ALIKE:
            return False
        verbs = [(m, s) for m, s in self.context.asked.relations if s.kind in ("relation", "inverse")]
        if not verbs:
            return False
        # "Doping" in "does Cl doping improve it" is no verb.
        mention, sense = next((pair for pair in verbs if not pair[0].of("thing", "class")), verbs[0])
        named = [m for m in self.context.grounded.mentions if m.of("thing", "property", "element")]
        sides = []
        for group in ([m for m in named if m.end <= mention.start], [m for m in named if m.start >= mention.end]):
            sides.append({side for m in group for side in (0, 1) if self._names(m.text, told.ends[side])})
        before, after = sides
        if sense.kind == "relation":
            return before == {1} and after == {0}
        # "Limited by": one side alone tells, since what follows names the subject.
        return bool(before or after) and before <= {0} and after <= {1}

    def _names(self, text: str, end: str) -> bool:
        ids = next((p.ids for p in self.parts if p.text == text), {})
        kin = self.context.recall.kin.get(end, {end: 1.0})
        return any(kin.get(i, 0.0) * sureness >= _MET for i, sureness in ids.items())


def _strength(best: list[Ruling], alike: list[Ruling]) -> tuple[int, int, float]:
    """How many of the best claims say something, how many do at all, and how much of the question the best tell."""
    return len(best), len(alike), sum(ruling.hit.coverage for ruling in best)


def _like(name: set[str], stems: set[str]) -> set[str]:
    """The stems of a name that are among others, in any form of their root."""
    roots = {stem[:_ROOT] for stem in stems if len(stem) >= _ROOT}
    return {stem for stem in name if stem in stems or stem[:_ROOT] in roots}
