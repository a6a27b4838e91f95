"""Readings that rest on claims themselves: who said it, and whether it is so."""

from collections.abc import Iterator
from dataclasses import replace

from kg.anchors import OWN_NAME
from kg.asked import SOURCE_CLASSES
from kg.coverage import Hit
from kg.join import Anchor
from kg.names import resource
from kg.query import Among, Link, Query, Stated
from kg.reading import Context, Reading, X
from kg.recall import stems_of
from kg.value_readings import Values
from kg.verdicts import Verdicts

#: From which nearness on a claim tells of a thing named.
_TOLD = 0.6
_MOST_CLAIMS = 60


class Claims:
    """Makes the readings of one question that rest on claims."""

    def __init__(self, context: Context, checks: Verdicts) -> None:
        self.context, self.checks = context, checks

    def sources(self) -> Iterator[Reading]:
        """Who stands behind the claims that the question speaks of, and where they stand."""
        asked = self.context.asked
        if values := self._chosen_values():
            for wanted in dict.fromkeys((asked.source, ("cites",))):
                yield replace(values, kind="sources", subject=wanted, about=f"what {values.about} {self._say(wanted)}")
            return
        wide = self._with_figures(self.context.hits)
        if "statedIn" not in asked.source:
            wide = [hit for hit in wide if not self.checks.leaves_out_a_material(hit)]
            wide = self._measured_themselves(wide) or wide
        # Where no group is credited, the work cited bears the names of its authors.
        kinds = dict.fromkeys((asked.source, *((name,) for name in asked.source), ("cites",)))
        for wanted in kinds if "statedIn" not in asked.source else (asked.source,):
            for hits, least in ((self._of_all_named(wide), 0.85), (wide, 0.85), (wide, 0.5)):
                if hits:
                    yield self._source(hits, least, wanted)

    def _chosen_values(self) -> Reading | None:
        """The values that a question chooses by their size: "who reported the most conductive electrolyte"."""
        asked = self.context.asked
        most = tuple(s.id for _, s in asked.adjectives if s.kind.startswith("most"))
        bounds = [m.quantity.unit for m in asked.bounds if m.quantity and self.context.patterns.sign(m)]
        meant = (*(name for _, name in asked.judged), *most, *map(self.context.measured_in, bounds))
        measured = tuple(dict.fromkeys(filter(None, meant)))
        bearers = self.context.sketch.bearers.get(measured[0], set()) if measured else set()
        named = any(bearers.intersection(m.things()) for m in asked.anchors)
        if not measured or not (asked.form.superlative or most or bounds or named):
            return None
        classes = tuple(name for _, name in asked.context if name not in SOURCE_CLASSES)
        inner = replace(asked, kind="values", properties=measured[:1], classes=classes, context=())
        return next(Values(self.context.with_asked(inner)).readings(), None)

    def _say(self, wanted: tuple[str, ...]) -> str:
        return " and ".join(self.context.words.relations[name].label for name in wanted)

    def _source(self, hits: list[Hit], least: float, wanted: tuple[str, ...]) -> Reading:
        """What the claims that account for most of a question rest on."""
        near = [hit for hit in hits if hit.coverage >= max(0.3, least * hits[0].coverage)][:_MOST_CLAIMS]
        claims = Among("c1", tuple(resource(hit.told.claim) for hit in near))
        stated = self.context.patterns.stated("c1")
        query = Query((), (claims, Stated("c1", wanted[0]), *stated))
        return Reading(
            "sources", query, f"what is said closest to the question, and what it {self._say(wanted)}", subject=wanted
        )

    def _with_figures(self, hits: list[Hit]) -> list[Hit]:
        """Only the claims that tell every figure of the question, where it has any."""
        figures = [m.quantity for m in self.context.asked.bounds if m.quantity]
        told = {q: {f"{q.low:g}", *stems_of(q.unit)} for q in figures}
        return [hit for hit in hits if all(told[q] <= hit.told.stems for q in figures)]

    def _measured_themselves(self, hits: list[Hit]) -> list[Hit]:
        """Where a question names compounds alone, the values of these: not what others are compared with them for."""
        asked = self.context.asked
        narrowed = (*asked.judged, *asked.adjectives, *asked.bounds, *asked.verbs)
        named = {m.things()[0] for m in asked.anchors if m.things()}
        if narrowed or len(named) != len(asked.anchors) or not named <= self.context.compounds:
            return []
        return [hit for hit in hits if hit.told.predicate == "hasMeasurement" and hit.told.subject in named]

    def _of_all_named(self, hits: list[Hit]) -> list[Hit]:
        """Only the claims that tell of everything named, when there are any."""
        things = [place for place, part in enumerate(self.context.parts) if part.ids]
        return [hit for hit in hits if all(hit.met[place] >= _TOLD for place in things)]

    def whether(self) -> Iterator[Reading]:
        """Claims that join the things named by the relation named, for and against."""
        wishes = [w.relation for w in self.context.anchors.wishes()]
        ends = self.context.anchors.anchors()
        properties = [name for _, name in self.context.asked.judged]
        nodes = [a.nodes for a in ends]
        for first in nodes:
            others = frozenset(n for other in nodes if other is not first for n in other) | frozenset(properties)
            edges = self.context.sketch.between(first, others)
            named = [e for e in edges if e[1] in wishes or self._opposite(e[1]) in wishes]
            for subject, relation, value, _ in sorted(named):
                if not self._holds_all(ends, {subject, value}) or not self.checks.are_named_by({subject, value}):
                    continue
                link = Link(
                    self.context.patterns.node(subject),
                    (relation,),
                    self.context.patterns.node(value),
                    self.context.patterns.claim_name(X, relation, X),
                    stance="any",
                )
                names = self.context.lexicon.label
                asked_for = relation if relation in wishes else self._opposite(relation)
                label = self.context.words.relations[asked_for].label
                about = f"whether {names(subject)} {label} {names(value)}"
                yield Reading(
                    "whether", Query((), (link,)), about, subject=("no" if relation not in wishes else "yes",)
                )

    def _holds_all(self, ends: list[Anchor], held: set[str]) -> bool:
        """Whether a claim holds every thing that a question names by its own name."""
        return all(a.nodes & held for a in ends if not a.class_name and a.weight >= OWN_NAME)

    def _opposite(self, relation: str) -> str:
        return self.context.words.relations[relation].opposite
