"""Mentions -> readings: queries over the schema, likeliest first, each with what it is about in words."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from kg.anchors import ROLES
from kg.claim_readings import Claims
from kg.embedded_readings import Embedded
from kg.free_readings import Free
from kg.gates import Gates
from kg.ground import Grounded
from kg.lexicon import Lexicon
from kg.mechanism_readings import Mechanisms
from kg.query import Link, Query
from kg.reading import Context, Reading
from kg.recall import Recall
from kg.relation_readings import Relations
from kg.sketch import Sketch
from kg.value_readings import Values
from kg.verdicts import Verdicts

_ALWAYS = ("definition", "sources", "values", "compare")
_SURE, _FAR = 2.6, 5.5
#: Share of a question that a claim must account for to answer it; more where the question has its point in a word
#: that no name knows.
COVERED, _STRANGE = 0.55, 0.6
#: Cost above which a value is of something else than what was named.
_FETCHED = 8.5


def read_question(grounded: Grounded, lexicon: Lexicon, sketch: Sketch, recall: Recall) -> Iterator[Reading]:
    """Every reading of a question, the likeliest first, made one by one; none when nothing in it can be read."""
    if not any(mention.of("unknown") for mention in grounded.mentions):
        yield from _Reader(Context(grounded, lexicon, sketch, recall)).readings()


class _Reader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.values, self.relations, self.free = Values(context), Relations(context), Free(context)
        self.verdicts, self.gates, self.mechanisms = Verdicts(context), Gates(context), Mechanisms(context)
        self.claims = Claims(context, self.verdicts)

    def readings(self) -> Iterator[Reading]:
        if self.gates.is_shut:
            return
        if self.gates.is_narrow:
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

    def _likely_first(self, readings: list[Reading]) -> Iterator[Reading]:
        """Sure readings, then what the claims themselves tell, then the rest while they are not far-fetched."""
        unread = sum(0.3 if self.context.recall.knows(w) else 0.7 for w in self.context.grounded.unknown)
        sure = [
            r
            for r in readings
            if self._is_lookup(r) or r.cost + unread + 0.7 * len(r.left_out) <= _SURE or r.kind in _ALWAYS
        ]
        rest = [r for r in readings if r not in sure and r.cost + unread <= _FAR]
        if self._asks_for_value():
            fetched = [r for r in readings if r.kind == "values" and r.cost <= _FETCHED]
            yield from () if self.gates.is_narrowed_unread() else fetched
        elif self.context.asked.kind == "cause" and self.mechanisms.restated:
            yield from self.mechanisms.readings(COVERED)
        else:
            yield from chain(self._explained(), sure, self._told(COVERED), rest)

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
        # "How does the review define …" names the class of the review first.
        mention = min(named, key=lambda m: (not m.of("thing", "property"), m.start))
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
