"""Mentions -> readings: queries over the schema, likeliest first, each with what it is about in words."""

from collections.abc import Iterator
from dataclasses import replace

from kg.anchors import ROLES
from kg.claim_readings import Claims
from kg.embedded_readings import Embedded
from kg.free_readings import Free
from kg.ground import Grounded
from kg.lexicon import Lexicon
from kg.query import Link, Query
from kg.reading import Context, Reading
from kg.recall import Recall
from kg.relation_readings import Relations
from kg.sketch import Sketch
from kg.value_readings import Values

_ALWAYS = ("definition", "sources", "values", "compare")
_LEADS = frozenset("a an the of with for on about by does do did how".split())
_NARROWING = frozenset("with of for in on using from".split())
_NO_NOUN = ("ly", "ing", "ed", "en")
_SURE, _FAR = 2.6, 5.5
#: Share of a question that a claim must account for to answer it; more where the question has its point in a word
#: that no name knows.
COVERED, _STRANGE = 0.55, 0.6
#: Cost above which a value is of something else than what was named.
_FETCHED = 8.5


def read_question(grounded: Grounded, lexicon: Lexicon, sketch: Sketch, recall: Recall) -> list[Reading]:
    """Every reading of a question, the likeliest first; none when nothing in it can be read."""
    if any(mention.of("unknown") for mention in grounded.mentions):
        return []
    return list(_Reader(Context(grounded, lexicon, sketch, recall)).readings())


class _Reader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.values, self.relations, self.claims = Values(context), Relations(context), Claims(context)
        self.free = Free(context)

    def readings(self) -> Iterator[Reading]:
        if self._is_strange() or self._turns_on_the_unknown() or self._asks_nothing():
            yield from self._told(_STRANGE)
            return
        shape = {
            "definition": self._definition,
            "sources": self.claims.sources,
            "whether": self._whether,
            "values": self._values,
            "outcome": self.relations.outcome,
            "harm": self.relations.outcome,
            "good": self.relations.outcome,
            "cause": self.relations.cause,
            "things": self.relations.things,
        }[self.context.asked.kind]
        asked = self.context.asked
        embedded = Embedded(self.context)
        is_embedded = asked.kind in ("values", "things") and embedded.condition is not None
        for reading in embedded.readings() if is_embedded else self._likely_first([*shape()]):
            yield replace(reading, form=asked.form, unit=asked.unit or self._bound_unit())

    def _is_strange(self) -> bool:
        """Whether what is asked for is narrowed by a word that neither names nor claims know."""
        word = self.context.asked.strange
        if not word:
            return False
        measured = any(
            name in self.context.asked.properties
            for m, name in self.context.asked.judged
            if m in self.context.asked.head
        )
        # "combining conductivity …" narrows nothing, "recycling routes" does.
        return (measured and not word.endswith("ing")) or not (measured or self.context.recall.knows(word))

    def _asks_nothing(self) -> bool:
        """Whether a thing is named among strange words that ask for nothing: "cook pasta with Na2S"."""
        asked = self.context.asked
        wants = asked.classes or asked.relations or asked.judged or asked.adjectives or asked.context
        return asked.kind == "things" and not wants and bool(self._strangers())

    def _turns_on_the_unknown(self) -> bool:
        """Whether a noun that neither names nor claims know stands where a question has its point."""
        return any(not w.lower().endswith(_NO_NOUN) and self._stands_as_noun(w) for w in self._strangers())

    def _strangers(self) -> list[str]:
        """Words that neither names nor claims know."""
        return [w for w in self.context.grounded.unknown if not self.context.recall.knows(w)]

    def _stands_as_noun(self, word: str) -> bool:
        """Whether an article or a preposition leads to a word, or "of" follows it."""
        tokens = [token.fold for token in self.context.grounded.tokens]
        at = next(i for i, t in enumerate(self.context.grounded.tokens) if t.text == word)
        before, after = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
        return before in _LEADS or after == "of" or (not before and after in ("of", "for"))

    def _likely_first(self, readings: list[Reading]) -> list[Reading]:
        """Sure readings, then what the claims themselves tell, then the rest while they are not far-fetched."""
        unread = sum(0.3 if self.context.recall.knows(w) else 0.7 for w in self.context.grounded.unknown)
        sure = [
            r
            for r in readings
            if self._is_lookup(r) or r.cost + unread + 0.7 * len(r.left_out) <= _SURE or r.kind in _ALWAYS
        ]
        rest = [r for r in readings if r not in sure and r.cost + unread <= _FAR]
        if self._asks_for_value() and self._is_narrowed_unread():
            return []
        if self._asks_for_value():
            return [r for r in readings if r.kind == "values" and r.cost <= _FETCHED]
        return [*sure, *self._told(COVERED), *rest]

    def _is_narrowed_unread(self) -> bool:
        """Whether a word that no name knows narrows whose value is wanted: "the NaCrO2 cell with thiophosphate"."""
        tokens = [token.fold for token in self.context.grounded.tokens]
        for word in self.context.grounded.unknown:
            at = next(i for i, t in enumerate(self.context.grounded.tokens) if t.text == word)
            before = tokens[at - 2 : at] if at > 1 and tokens[at - 1] in ("a", "an", "the") else tokens[at - 1 : at]
            if before and before[0] in _NARROWING and not word.lower().endswith(_NO_NOUN):
                return True
        return False

    def _is_lookup(self, reading: Reading) -> bool:
        """Whether a reading merely looks up cells by what they are made of, leaving out nothing."""
        links = [p for p in reading.query.patterns if isinstance(p, Link)]
        roles = all(set(link.relations) <= set(ROLES.values()) for link in links)
        asks = "Cell" in self.context.asked.classes and not self.context.asked.bounds
        return bool(links) and roles and asks and not reading.left_out and not self.context.grounded.unknown

    def _told(self, least: float) -> Iterator[Reading]:
        """What single claims tell that account for at least a share of the question."""
        if self.context.asked.kind == "whether":
            yield from self.claims.verdicts(least)
        elif not self._asks_for_value():
            yield from self.free.readings(least)

    def _asks_for_value(self) -> bool:
        """Whether a property itself is asked for: then nothing but its values answers."""
        named = {name for m, name in self.context.asked.judged if m in self.context.asked.head}
        return self.context.asked.kind == "values" and bool(named.intersection(self.context.asked.properties))

    def _bound_unit(self) -> str:
        return next(
            (m.quantity.unit for m in self.context.asked.bounds if m.quantity and self.context.patterns.sign(m)), ""
        )

    def _definition(self) -> Iterator[Reading]:
        mention = [
            *self.context.asked.anchors,
            *(m for m, _ in self.context.asked.context),
            *(m for m, _ in self.context.asked.judged),
        ][0]
        sense = mention.of("thing") or mention.of("property") or mention.of("class")
        if sense:
            yield Reading(
                "definition", Query(("x",), ()), f"what {self.context.lexicon.label(sense.id)} is", subject=(sense.id,)
            )

    def _whether(self) -> Iterator[Reading]:
        yield from self.values.compared()
        yield from self.claims.whether()

    def _values(self) -> Iterator[Reading]:
        yield from self.values.readings()
        if not self._asks_for_value():
            yield from self.relations.things()
