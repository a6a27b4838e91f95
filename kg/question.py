"""Mentions -> readings: queries over the schema, likeliest first, each with what it is about in words."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice

from kg.advantage_readings import Advantages
from kg.candidates import Candidate, Candidates, Look, is_lookup
from kg.claim_readings import Claims
from kg.contrast_readings import Contrasts
from kg.dopant_readings import Dopants
from kg.embedded_readings import Embedded
from kg.frequency_readings import Frequencies
from kg.gain_readings import Gains
from kg.gates import Gates
from kg.ground import Grounded
from kg.lexicon import Lexicon
from kg.listing_readings import Listings
from kg.mechanism_readings import Mechanisms
from kg.names import local
from kg.part_readings import Parts
from kg.query import Link, OneOf, Query
from kg.reading import Context, Reading, X
from kg.recall import Recall
from kg.relation_readings import Relations
from kg.rival_readings import Rivals
from kg.sketch import Sketch
from kg.suitability import Figures, Suitability, load_weights, weigh
from kg.value_readings import Values
from kg.verdicts import Verdicts

_ALWAYS = ("definition", "sources", "values", "compare")
_SURE, _FAR = 2.6, 5.5
#: Cost above which a value is of something else than what was named.
_FETCHED = 8.5
#: Share of a why-question that claims must account for together to explain it, and one that names both ends.
_EXPLAINED, _COVERED = 0.3, 0.55
#: How many of the candidates that suit a question better than silence are offered, the most suitable first.
_MOST_OFFERED = 3
#: By how much a candidate has to suit a question better than silence.
_SURER = 0.5

#: Questions of special kinds, each with a maker of its readings; the first that a question is of answers it.
_SPECIAL = (Advantages, Gains, Embedded, Dopants, Parts, Rivals, Frequencies, Listings)


def read_question(
    grounded: Grounded, lexicon: Lexicon, sketch: Sketch, recall: Recall, look: Look
) -> Iterator[Reading]:
    """Every reading of a question, the likeliest first, made one by one; none when nothing in it can be read.

    `look` looks a query up, for readings that are weighed by what they find.
    """
    if not any(mention.of("unknown") for mention in grounded.mentions):
        yield from Reader(Context(grounded, lexicon, sketch, recall), look).readings()


class Reader:
    """Makes the readings of one question."""

    def __init__(self, context: Context, look: Look) -> None:
        self.context, self.look = context, look
        self.values, self.relations = Values(context), Relations(context)
        self.verdicts, self.gates, self.mechanisms = Verdicts(context), Gates(context), Mechanisms(context)
        self.claims, self.contrasts = Claims(context, self.verdicts), Contrasts(context)

    def readings(self) -> Iterator[Reading]:
        """The readings, the likeliest first."""
        if self.gates.is_shut:
            return
        asked = self.context.asked
        if self.weighs_things and not self.context.is_denial:
            # "How do they differ" subtracts nothing where no property is named.
            plain = replace(asked.form, aggregate="")
            yield from (replace(reading, form=plain) for reading in self.contrasts.side_by_side())
            yield from (replace(reading, form=asked.form) for reading in self.contrasts.effects())
        for reading in self._readings():
            if not self._forgets_a_side(reading):
                yield replace(reading, form=asked.form, unit=asked.unit or self._bound_unit())

    def _forgets_a_side(self, reading: Reading) -> bool:
        """Whether a reading follows one of two opposite relations that are named: "improve this but worsen that"."""
        asked, relations = self.context.asked, self.context.words.relations
        # What must not happen is no side that is asked for: "without worsening it".
        text = self.context.grounded.text.lower()
        verbs = {s.id for m, s in asked.verbs if not text[: m.start].rstrip().endswith("without")}
        named = {name for name in verbs if relations[name].opposite in verbs} if asked.kind == "things" else set()
        followed = {name for p in reading.query.patterns if isinstance(p, Link) for name in p.relations}
        return len({m for m, _ in asked.judged}) > 1 and bool(named) and not named <= followed

    def _readings(self) -> Iterator[Reading]:
        asked = self.context.asked
        if asked.kind == "whether":
            yield from self.verdicts.readings() if self.gates.is_narrow else self._likely_first([*self._whether()])
        elif (special := next((one for kind in _SPECIAL if (one := kind(self.context)).is_asked), None)) is not None:
            yield from () if self.gates.is_narrow else special.readings()
        elif self.context.is_denial and not self._asks_for_value() and asked.kind not in ("definition", "sources"):
            yield from self.contrasts.denied()
        elif self.weighs_things:
            yield from self._suitable()
        elif self.gates.is_narrow:
            yield from () if self._asks_for_value() or asked.kind == "sources" else self._suitable()
        else:
            shape = {"definition": self._definition, "sources": self.claims.sources, "values": self._values}
            yield from self._likely_first([*shape[asked.kind]()])

    # ------------------------------------------------------------ things, by how well candidates suit the question

    @property
    def weighs_things(self) -> bool:
        """Whether things are asked for, so that candidates of all kinds are weighed against each other."""
        return self.context.asked.kind in ("things", "cause", "outcome", "harm", "good")

    def _ranked_by(self) -> frozenset[str]:
        """The properties by which things are ranked: "the cheapest electrolyte"; none where nothing is ranked."""
        asked = self.context.asked
        ranked = asked.form.superlative or any(s.kind.startswith("most") for _, s in asked.adjectives)
        return frozenset(asked.properties) if ranked else frozenset()

    def _suitable(self, on: frozenset[str] = frozenset()) -> Iterator[Reading]:
        """The candidates that suit the question better than answering nothing does, the most suitable first.

        Where properties are given, only those that rest on claims on one of them.
        """
        if self.mechanisms.restated and self.context.asked.kind == "cause":
            yield from self.mechanisms.readings(_COVERED)
            return
        yield from (c.reading for c in self.candidates if c.is_listing or self._is_worded(c))
        weights = load_weights()
        silence = weigh(self.suitability.silence(), weights)
        told = [
            c
            for c in self.candidates
            if not on or any(b.side == 0 and on.intersection(b.hit.told.ends) for b in c.backing)
        ]
        weighed = [(weigh(self.suitability.figures(c), weights), c) for c in told]
        weighed = [(weight, c) for weight, c in weighed if not self._is_beside(c)]
        better = sorted((pair for pair in weighed if pair[0] > silence + _SURER), key=lambda pair: -pair[0])
        yield from (candidate.reading for _, candidate in islice(better, _MOST_OFFERED))

    @cached_property
    def _is_plain(self) -> bool:
        """Whether a question is of one verb and one thing: "what worsens conductivity"."""
        asked = self.context.asked
        verbs = {mention for mention, _ in asked.verbs}
        things = {*asked.anchors, *(m for m, _ in asked.judged)}.difference(asked.head)
        others = (*asked.context, *asked.bounds, *asked.adjectives, *asked.excluded, *asked.places)
        if asked.kind != "things" or len(verbs) != 1 or len(things) != 1:
            return False
        return not (others or self.context.grounded.unknown)

    def _is_worded(self, candidate: Candidate) -> bool:
        """Whether a plain question is answered in its own words."""
        if not self._is_plain:
            return False
        ways = {(w.relation, w.forward) for w in self.context.wishes if w.forward is not None}
        told = {(b.hit.told.predicate, b.side == 1) for b in candidate.backing if b.side >= 0}
        return candidate.origin == "joined" and not candidate.reading.left_out and bool(told) and told <= ways

    def _is_beside(self, candidate: Candidate) -> bool:
        """Whether "what limits it" is answered by claims of quite other relations than its verb."""
        wished = {w.relation for w in self.context.wishes}
        told = {b.hit.told.predicate for b in candidate.backing}
        is_open = self._is_plain and not self.context.asked.classes
        return is_open and bool(wished and told) and not told & wished

    @cached_property
    def suitability(self) -> Suitability:
        """Measures the candidates."""
        return Suitability(self.context, self.gates)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Whatever may answer a question on things."""
        relations, kind = self.relations, self.context.asked.kind
        joined = {"things": relations.things, "values": relations.things, "cause": relations.cause}
        explained = self.mechanisms.readings(_EXPLAINED) if kind == "cause" else ()
        return Candidates(self.context, self.look).gather(joined.get(kind, relations.outcome)(), explained)

    def measured(self) -> tuple[Figures, list[tuple[Candidate, Figures]]]:
        """The figures of silence and of all candidates, from which the weights are learned."""
        return self.suitability.silence(), [(c, self.suitability.figures(c)) for c in self.candidates]

    # ------------------------------------------------------------ the rest

    def _likely_first(self, readings: list[Reading]) -> Iterator[Reading]:
        """Sure readings, then what claims tell, then the rest while they are not far-fetched."""
        unread = sum(0.3 if self.context.recall.knows(w) else 0.7 for w in self.context.grounded.unknown)
        sure = [
            r
            for r in readings
            if is_lookup(r, self.context) or r.cost + unread + 0.7 * len(r.left_out) <= _SURE or r.kind in _ALWAYS
        ]
        if self._asks_for_value():
            fetched = [r for r in readings if r.kind == "values" and r.cost <= _FETCHED]
            yield from () if self.gates.is_narrowed_unread() else fetched
            return
        yield from sure
        if self.context.asked.kind == "values":
            yield from self._suitable(self._ranked_by())
        yield from (r for r in readings if r not in sure and r.cost + unread <= _FAR)

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
            yield from (reading for reading in self.relations.things() if self._ranks_answers(reading))

    def _ranks_answers(self, reading: Reading) -> bool:
        """Whether the property that things are ranked by is told of the answers, not of what has to do with them."""
        on = self._ranked_by()
        links = [p for p in reading.query.patterns if isinstance(p, Link) and isinstance(p.object, OneOf)]
        return all(p.subject == X for p in links if on.intersection(map(local, p.object.iris)))  # type: ignore[union-attr]
