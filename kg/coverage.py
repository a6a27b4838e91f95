"""How much of a question each claim accounts for: of the things it names, the relations and the words it uses.

A question needs no grammar to be held against claims: every part of it that a claim names, or is told in, counts by
how telling it is. What accounts for most of a question is most likely what it speaks of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.grammar import is_function_word
from kg.ground import Grounded, Mention
from kg.lexicon import RELATION_KINDS, Lexicon
from kg.recall import Recall, Told, stems_of
from kg.words import stem

#: Weights of the parts of a question by what they are, relative to how telling their words are.
_THING, _CLASS, _RELATION, _WORD = 1.2, 0.4, 0.6, 0.5
_QUANTITY = 3.0
#: How far the name of a thing counts for its kind, and words for the thing that they tell of.
_FOR_ITS_KIND, _IN_WORDS = 0.55, 0.75
#: How far a dopant tells of the doping that is named.
_BY_DOPANT = 0.8
#: From which nearness on a thing named stands at the end of a claim.
_AT_END = 0.6
#: Share of the name of a thing that the words of a question must spell out to name it; claims looked at.
_SPELLED, _MOST = 0.75, 500
#: Weight of a word that no claim knows.
_UNHEARD = 3.2
_SIZES = ("high", "low", "more-high", "more-low", "most-high", "most-low")


@dataclass(frozen=True)
class Part:
    """A part of a question: the ids it may name and how surely, classes, relations, stems, and its weight."""

    text: str
    weight: float
    ids: dict[str, float] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    relations: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True)
class Hit:
    """A claim, the share of the question it accounts for, which of its ends are named, and how it meets each part."""

    told: Told
    coverage: float
    named: frozenset[int]
    met: tuple[float, ...] = ()


class Coverage:
    """Holds questions against the claims of one graph."""

    def __init__(self, recall: Recall, lexicon: Lexicon) -> None:
        self.recall, self.lexicon = recall, lexicon

    def hits(self, grounded: Grounded, parts: Sequence[Part]) -> list[Hit]:
        """Every claim that has anything to do with a question, the one that accounts for most of it first."""
        total = sum(part.weight for part in parts)
        scores: dict[int, float] = defaultdict(float)
        named: dict[int, set[int]] = defaultdict(set)
        met: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(parts))
        for at, part in enumerate(parts):
            at_ends, in_words = self._at_ends(part), self._in_words(part)
            for place in at_ends.keys() | in_words.keys():
                nearness, side = at_ends.get(place, (0.0, 3))
                words = in_words.get(place, 0.0)
                met[place][at] = max(nearness, words)
                scores[place] += part.weight * met[place][at]
                if side < 3 and nearness >= _AT_END and nearness >= words:
                    named[place].add(side)
        wanted = [frozenset(group) for group in _places(grounded)]
        told = self.recall.told
        hits = [
            Hit(told[place], score / total, frozenset(named[place]), tuple(met[place]))
            for place, score in scores.items()
            if all(_stands_in(told[place], group) for group in wanted)
        ]
        hits.sort(key=lambda hit: (-hit.coverage, hit.told.claim))
        asked = frozenset(word for part in parts for word in part.stems)
        return [replace(hit, named=hit.named | self._spelled(hit.told, asked)) for hit in hits[:_MOST]]

    def _spelled(self, told: Told, asked: frozenset[str]) -> frozenset[int]:
        """The ends of a claim whose names the words of a question spell out, in whatever order."""
        return frozenset(side for side in (0, 1) if self._share(told.ends[side], asked) >= _SPELLED)

    def _share(self, thing: str, asked: frozenset[str]) -> float:
        words = self.recall.names.get(thing, ())
        if asked.isdisjoint(words):
            return 0.0
        return sum(self.recall.rarity(w) for w in words if w in asked) / sum(map(self.recall.rarity, words))

    def parts(self, grounded: Grounded) -> tuple[Part, ...]:
        """The parts of a question that claims can account for."""
        return tuple(self._parts(grounded))

    def _parts(self, grounded: Grounded) -> Iterator[Part]:
        for mention in grounded.mentions:
            if part := self._part(mention):
                yield part
        covered = [(m.start, m.end) for m in grounded.mentions if m.senses or m.quantity]
        for token in grounded.tokens:
            is_free = token.fold[0].isalpha() and not any(a <= token.start < b for a, b in covered)
            if is_free and not is_function_word(token.fold):
                word = stem(token.fold)
                weight = self.recall.rarity(word) if word in self.recall.counts else _UNHEARD
                yield Part(token.text, _WORD * weight, stems=(word,))

    def _part(self, mention: Mention) -> Part | None:
        if mention.quantity:
            return Part(mention.text, _QUANTITY, figure=f"{mention.quantity.low:g}")
        if mention.of("table", "section", "reference", "unit") and not mention.of("thing", "property"):
            return None
        stems = tuple(stems_of(mention.text))
        weight = sum(map(self.recall.rarity, stems)) or 1.0
        ids = self._ids(mention)
        classes = tuple(s.id for s in mention.senses if s.kind == "class")
        relations = frozenset(s.id for s in mention.senses if s.kind in RELATION_KINDS)
        share = _THING if ids else _CLASS if classes else _RELATION if relations else _WORD
        return Part(mention.text, share * weight, ids, classes, frozenset() if ids or classes else relations, stems)

    def _ids(self, mention: Mention) -> dict[str, float]:
        found: dict[str, float] = {}
        for sense in mention.senses:
            if sense.kind == "thing":
                found |= {i: max(_BY_DOPANT, found.get(i, 0.0)) for i in self._dopants(sense.id)}
                found |= dict.fromkeys(self.lexicon.with_narrower(sense.id), 1.0)
                for kind, nearness in self.recall.kin.get(sense.id, {}).items():
                    if sense.id in self.lexicon.with_narrower(kind) and kind != sense.id:
                        found.setdefault(kind, _FOR_ITS_KIND * nearness)
            elif sense.kind == "property" or sense.kind in _SIZES:
                found[sense.id] = 1.0
            elif sense.kind == "element":
                found[f"element-{sense.id}"] = found[f"dopant-{sense.id}"] = 1.0
        return found

    def _dopants(self, strategy: str) -> list[str]:
        """What a doping named puts in: "W doping" is what claims on W in another compound tell of, too."""
        known = self.lexicon.things.get(strategy)
        kin = self.recall.kin.get(strategy, {}) if known and known.kind == "strategies" else {}
        return [i for i in kin if i.startswith("dopant-")]

    def _at_ends(self, part: Part) -> dict[int, tuple[float, int]]:
        """How near the claims stand to what a part names, and at which end; classes and relations stand at none."""
        near: dict[str, float] = {}
        for name, sureness in part.ids.items():
            for thing, nearness in self.recall.near.get(name, ((name, 1.0),)):
                near[thing] = max(near.get(thing, 0.0), sureness * nearness)
        found: dict[int, tuple[float, int]] = {}
        for thing, nearness in near.items():
            for place, side in self.recall.by_end.get(thing, ()):
                if nearness > found.get(place, (0.0, 3))[0]:
                    found[place] = nearness, side
        met = 0.6 if part.ids else 1.0
        for place in self._met(part):
            if met > found.get(place, (0.0, 3))[0]:
                found[place] = met, 3
        return found

    def _met(self, part: Part) -> Iterator[int]:
        """Claims that have an end of a class, the relation, or the figure that a part asks for."""
        if part.classes:
            for thing in self.lexicon.members(part.classes):
                yield from (place for place, side in self.recall.by_end.get(thing, ()) if side < 2)
            return
        for relation in part.relations:
            yield from self.recall.by_relation.get(relation, ())
        if part.figure:
            yield from self.recall.by_stem.get(part.figure, ())

    def _in_words(self, part: Part) -> dict[int, float]:
        """Which share of the words of a part the claims are told in."""
        total = sum(map(self.recall.rarity, part.stems)) or 1.0
        found: dict[int, float] = defaultdict(float)
        scale = 1.0 if not (part.ids or part.classes or part.relations) else _IN_WORDS
        for word in part.stems:
            levels: dict[int, float] = dict.fromkeys(self.recall.by_stem.get(word, ()), 1.0)
            for thing, level in self.recall.telling.get(word, ()):
                for place, _ in self.recall.by_end.get(thing, ()):
                    levels[place] = max(level, levels.get(place, 0.0))
            for place, level in levels.items():
                found[place] += scale * level * self.recall.rarity(word) / total
        return found


def _places(grounded: Grounded) -> Iterator[Iterable[str]]:
    """For each table, section or reference named the ids that a claim must stand in one of."""
    for mention in grounded.mentions:
        if mention.of("thing", "class", "property"):
            continue
        if found := [f"{s.kind}-{s.id}" for s in mention.senses if s.kind in ("table", "section", "reference")]:
            yield found


def _stands_in(told: Told, places: frozenset[str]) -> bool:
    return any(
        place == own or (place == "table-any" and own.startswith("table-")) or own.startswith(f"{place}.")
        for place in places
        for own in told.places
    )
