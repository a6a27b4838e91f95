"""Mentions -> readings: queries over the schema, likeliest first, each with what it is about in words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.anchors import ROLES
from kg.asked import SOURCE_CLASSES
from kg.claim_readings import Claims
from kg.embedded_readings import Embedded
from kg.free_readings import Free
from kg.grammar import is_described, is_function_word, number_at_end
from kg.ground import Grounded, Mention
from kg.lexicon import Lexicon
from kg.mechanism_readings import Mechanisms
from kg.query import Link, Query
from kg.reading import Context, Reading
from kg.recall import Recall
from kg.relation_readings import Relations
from kg.sketch import Sketch
from kg.value_readings import Values
from kg.verdicts import Verdicts
from kg.words import stem

_ALWAYS = ("definition", "sources", "values", "compare")
_LEADS = frozenset("a an the of with for on about by does do did how in per under at from between within".split())
_ARTICLES = frozenset("a an the all any its their some".split())
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
        self.verdicts, self.mechanisms = Verdicts(context), Mechanisms(context)

    def readings(self) -> Iterator[Reading]:
        if self._asks_for_the_unknown() or self._is_of_another_kind() or self._is_foreign() or self._is_untold_doping():
            return
        if self._is_strange() or self._turns_on_the_unknown() or self._asks_nothing():
            yield from self.verdicts.readings() if self.context.asked.kind == "whether" else self._told(_STRANGE)
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

    def _asks_for_the_unknown(self) -> bool:
        """Whether the phrase asked for ends in a word that neither names nor claims know: "dew point needed"."""
        tokens, mentions = self.context.grounded.tokens, self.context.grounded.mentions
        asked_by = next((i + 1 for i, t in enumerate(tokens) if t.fold in ("what", "which")), 0)
        is_named = [any(m.start <= t.start < m.end for m in mentions) for t in tokens]
        start = asked_by
        while start < len(tokens) and is_function_word(tokens[start].fold) and not is_named[start]:
            start += 1
        end = start
        while end < len(tokens) and not is_named[end] and not is_function_word(tokens[end].fold):
            end += 1
        if end == start or tokens[end - 1].text not in self._strangers():
            return False
        follows = tokens[end].fold if end < len(tokens) else ""
        if is_described(tokens[end - 1].fold):
            return False
        if asked_by:
            # What follows a head is a verb; what follows a modifier is the head.
            return not any(m.start <= tokens[end].start < m.end and m.of("thing", "class", "property", "noun")
                           for m in mentions if end < len(tokens))  # fmt: skip
        return not (start or is_named[end : end + 1] == [True] or follows in _ARTICLES or number_at_end(follows))

    def _is_of_another_kind(self) -> bool:
        """Whether a thing named is narrowed by a word with which nothing of it is known: "hard carbon"."""
        return any(self._is_narrowed(mention) for mention in self.context.grounded.mentions)

    def _is_narrowed(self, mention: Mention) -> bool:
        tokens, recall = self.context.grounded.tokens, self.context.recall
        before = [t for t in tokens if 0 <= mention.start - t.end <= 1]
        things = [s.id for s in mention.senses if s.kind in ("thing", "class")]
        if not before or not things or before[0].text not in self.context.grounded.unknown:
            return False
        word, text = stem(before[0].fold), self.context.grounded.text[: before[0].start].rstrip()
        follows_noun = any(m.end == len(text) for m in self.context.grounded.mentions)
        is_formula = mention.reason == "formula" or any(c.isdigit() for c in mention.text)
        # What narrows a noun stands in the singular: a word in -s is a verb ("it touches sodium") or another noun.
        if before[0].fold.endswith("s") and not before[0].fold.endswith(("ss", "us", "is")):
            return False
        if is_described(before[0].fold) or follows_noun or not text or text.endswith("-") or is_formula:
            return False
        if mention.of("thing") is None:
            is_source = bool(SOURCE_CLASSES.keys() & set(things))
            return mention in self.context.asked.head and (is_source or not recall.knows(before[0].text))
        near = {place for thing in things for place, _ in recall.by_end.get(thing, ())}
        named = any(word in recall.said.get(thing, {}) for thing in things)
        return not named and near.isdisjoint(recall.by_stem.get(word, ()))

    def _is_untold_doping(self) -> bool:
        """Whether an element is said to dope a compound, and nothing in the graph has to do with both."""
        grounded, kin = self.context.grounded, self.context.recall.kin
        if not re.search(r"\b(?:co)?-?dop(?:ing|ed|ant|e)\b", grounded.folded):
            return False
        named = self.context.asked.anchors
        dopants = {i for m in named if m.of("element") for i in self.context.anchors.anchor(m).nodes}
        hosts = {i for m in named if not m.of("element", "class") for i in m.things() if i in self._compounds}
        things = self.context.lexicon.things
        both = (n for n, near in kin.items() if near.keys() & dopants and near.keys() & hosts and n in things)
        return bool(dopants and hosts) and not any(things[n].kind != "cells" for n in both)

    @property
    def _compounds(self) -> frozenset[str]:
        return frozenset(i for ids in self.context.lexicon.formulas.values() for i in ids)

    def _is_foreign(self) -> bool:
        """Whether more words of a question are unheard of than it names things of the field."""
        named = [m for m in self.context.grounded.mentions if m.of("thing", "property", "element") or m.quantity]
        strangers = [w for w in self._strangers() if not is_described(w.lower())]
        repaired = [m for m in self.context.grounded.mentions if m.reason == "spelling"]
        nouns = named or self.context.asked.head
        return len(strangers) > max(1, 2 * len(named)) or bool(strangers and (not nouns or (not named and repaired)))

    def _asks_nothing(self) -> bool:
        """Whether a thing is named among strange words that ask for nothing: "cook pasta with Na2S"."""
        asked = self.context.asked
        wants = asked.classes or asked.relations or asked.judged or asked.adjectives or asked.context
        return asked.kind == "things" and not wants and bool(self._strangers())

    def _turns_on_the_unknown(self) -> bool:
        """Whether a noun that neither names nor claims know stands where a question has its point."""
        return any(not is_described(w.lower()) and self._stands_as_noun(w) for w in self._strangers())

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
        if self.context.asked.kind == "cause" and self.mechanisms.restated:
            return [*self.mechanisms.readings(COVERED)]
        return [*self._explained(), *sure, *self._told(COVERED), *rest]

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
        if self.context.asked.kind not in ("whether", "sources") and not self._asks_for_value():
            yield from self.free.readings(max(least, 1.1 if self._leaves_out_a_material() else 0.0))

    def _explained(self) -> Iterator[Reading]:
        """What stands between two things that a why-question names, when it accounts for more than any single claim."""
        if self.context.asked.kind == "cause":
            yield from self.mechanisms.readings(max(COVERED, self.free.sureness))

    def _leaves_out_a_material(self) -> bool:
        """Whether the claims that answer best say nothing of an element or a compound that the question names."""
        best = self.free.groups[0].hits[0] if self.free.groups else None
        return best is not None and self.verdicts.leaves_out_a_material(best)

    def _asks_for_value(self) -> bool:
        """Whether a property itself is asked for: then nothing but its values answers."""
        named = {name for m, name in self.context.asked.judged if m in self.context.asked.head}
        return self.context.asked.kind == "values" and bool(named.intersection(self.context.asked.properties))

    def _bound_unit(self) -> str:
        return next(
            (m.quantity.unit for m in self.context.asked.bounds if m.quantity and self.context.patterns.sign(m)), ""
        )

    def _definition(self) -> Iterator[Reading]:
        asked = self.context.asked
        named = [*asked.anchors, *(m for m, _ in asked.context), *(m for m, _ in asked.judged)]
        mention = min(named, key=lambda m: m.start)
        sense = mention.of("thing") or mention.of("property") or mention.of("class")
        if sense:
            yield Reading(
                "definition", Query(("x",), ()), f"what {self.context.lexicon.label(sense.id)} is", subject=(sense.id,)
            )

    def _whether(self) -> Iterator[Reading]:
        yield from self.values.compared()
        yield from self.verdicts.readings()
        if self.verdicts.is_plain:
            yield from self.claims.whether()

    def _values(self) -> Iterator[Reading]:
        yield from self.values.readings()
        if not self._asks_for_value():
            yield from self.relations.things()
