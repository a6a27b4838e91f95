"""What a claim says to a question: what is asked, the contrary, or nothing.

A claim is held against what is asked by its effect, whether there is more or less of something, or by its relation and
the opposite of it.
"""

import re

from kg.grammar import (
    is_described,
    read_comparison,
    read_direction,
    read_lack,
    split_comparison,
    takes_base_verb,
)
from kg.lexicon import Sense
from kg.reading import Context
from kg.recall import Told, akin, stems_of
from kg.words import folded

#: From which nearness on a claim accounts for a part of the question.
MET = 0.65
#: What there is more of, or less of, by a relation.
_MORE = frozenset({"causes", "forms", "enables", "hasFeature"})
_LESS = frozenset({"mitigates", "limits"})
_TURNS = {"rising": 1, "falling": -1}
_SIGNED = _MORE | _LESS | {"improves", "worsens"}
#: Relations of which either end may be named first.
ALIKE = frozenset({"stableAgainst", "reactsWith", "pairedWith", "combinedWith", "outperforms"})
#: What is not done without something, and the word for that.
_NEEDS = frozenset({"requires"})
_WITHOUT = re.compile(r"\bwithout (?:an? |the |any )?$")
#: What a question without a verb of the field can ask: "is it a …", "does it have …".
_BARE = frozenset({"hasFeature", "suitableFor", "broader", "partOf", "stableAgainst"})


class Polarity:
    """Reads what the verbs of one question ask for, and holds claims against it."""

    def __init__(self, context: Context) -> None:
        self.context, self.parts = context, context.parts
        self.halves = split_comparison(context.grounded.folded)
        self.senses, self.subject_turn, self.direction = self._verbs()

    @property
    def is_plain(self) -> bool:
        """Whether nothing is compared, and neither the subject nor the object is said to be more or less."""
        return not self.halves and self.subject_turn > 0 and not any(self.direction)

    def sign(self, told: Told) -> int:
        """1 when a claim says what is asked, -1 when it says the contrary, 0 when it has no bearing on it."""
        if told.predicate == "outperforms":
            return self._compared(told)
        if self.halves and not self.halves[2]:
            return 0
        if self.senses and self._is_reversed(told):
            return 0
        if told.predicate == "forms" and self.context.named & self.context.words.properties.keys():
            return 0  # a product is no property
        asked, claimed = self._asked_amount(told), self._claimed_amount(told)
        if asked and claimed:
            if self._judges and self.context.lexicon.is_a(told.object, "FailureMechanism"):
                claimed = -claimed  # less of a failure is better
            lack = read_lack(folded(self.context.lexicon.label(told.subject)))
            return asked * claimed * (self.subject_turn if lack > 0 else 1)
        if told.predicate in _NEEDS and not self.senses and self._is_without(told.object):
            return -1
        wished = {sense.id: sign for sense, sign in self.senses if sense.id not in _SIGNED}
        opposite = self.context.words.relations[told.predicate].opposite
        if told.predicate in wished or opposite in wished:
            return wished[told.predicate] if told.predicate in wished else -wished[opposite]
        if "suitableFor" in wished and told.predicate in ("improves", "worsens"):
            return wished["suitableFor"] if told.predicate == "improves" else -wished["suitableFor"]
        plain = not self.senses and not self.context.asked.adjectives and not any(self.direction)
        said = told.predicate in _MORE and (self._is_verb_in(told.object) or self._are_spelled(told))
        return self._turned(told.object) if plain and (told.predicate in _BARE or said) else 0

    def _is_without(self, end: str) -> bool:
        """Whether a question asks whether it goes without a thing: "do they work without a protective layer"."""
        text = self.context.grounded.text.lower()
        named = [m for m in self.context.grounded.mentions if self._names(m.text, end)]
        return any(_WITHOUT.search(text[: m.start]) for m in named)

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
            return found, 1, read_direction(folded(self.context.without_names))
        verb = based[0]
        kept = [(s, self._denial(m.start)) for m, s in relations if m.start >= verb.start]
        turns = {_TURNS[s.how] for m, s in verbs if m.end <= verb.start and s.how in _TURNS}
        text = self.context.without_names
        before = read_direction(folded(text[: verb.start]))[0] or (turns.pop() if len(turns) == 1 else 1)
        return kept, before, read_direction(folded(text[verb.end :]))

    def _is_base(self, text: str, sense: Sense) -> bool:
        relation = self.context.words.relations[sense.id]
        return folded(text) in {folded(verb) for verb in (*relation.verbs, *relation.inverse_verbs)}

    def _denial(self, start: int) -> int:
        """-1 for a verb right after "without"."""
        return -1 if self.context.grounded.text[:start].lower().rstrip().endswith("without") else 1

    def _are_spelled(self, told: Told) -> bool:
        """Whether both ends of a claim are what a question names: "is it an insulator"."""
        return all(any(part.ids.get(end) == 1.0 for part in self.parts) for end in told.ends[:2])

    def _is_verb_in(self, end: str) -> bool:
        """Whether the name of an end is the verb or the adjective of the question: "expand", "flammable"."""
        if any(end in p.ids and is_described(folded(p.text)) for p in self.parts):
            return True
        words = [p for p in self.parts if not (p.ids or p.classes or p.relations or p.figure)]
        names = {stem for name in self.context.lexicon.names(end) for stem in stems_of(name)}
        is_named = bool(words) and all(akin(names, {*p.stems}) for p in words)
        return is_named and takes_base_verb(self.context.grounded.folded)

    @property
    def _judges(self) -> bool:
        """Whether it is asked for better or worse, and not for more or less."""
        return any(sense.id in ("improves", "worsens") and sense.how == "verb" for sense, _ in self.senses)

    def _compared(self, told: Told) -> int:
        """Which side of a comparison a claim puts first, and whether more of the property is better."""
        if not self.halves:
            return 0
        one, other = (self.context.recall.stems_of_names(end) for end in told.ends[:2])
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
        if told.predicate in ALIKE:
            return False
        asked = self.context.asked
        named_by = [*asked.verbs, *(pair for pair in asked.relations if pair[1].kind in ("relation", "inverse"))]
        if not named_by:
            return False
        mention, sense = named_by[0]
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
        return any(kin.get(i, 0.0) * sureness >= MET for i, sureness in ids.items())
