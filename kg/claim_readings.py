"""Readings that rest on claims themselves: who said it, whether it is so, what is said closest to the question."""

from collections.abc import Iterator

from kg.names import resource
from kg.query import Among, Either, End, Link, Query, Stated, Var
from kg.reading import Context, Reading, X
from kg.recall import Hit

#: Share of a question that a claim must cover to answer it.
COVERED = 0.55


class Claims:
    """Makes the readings of one question that rest on claims."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def told(self) -> Iterator[Reading]:
        """What stands at the far end of the claims that the question speaks of."""
        hits = self.context.recall.search(
            self.context.grounded, self.context.lexicon, [w.relation for w in self.context.anchors.wishes()]
        )
        best = hits[0].coverage if hits else 0.0
        if best < COVERED:
            return
        near = [
            hit
            for hit in hits
            if hit.coverage >= 0.85 * best and self.context.recall.tells(hit.told, self.context.grounded.unknown)
        ]
        if not near:
            return
        if self.context.asked.kind == "whether":
            yield self._verdict(near)
            return
        for side, other in (("subject", "object"), ("object", "subject")):
            fitting = [hit for hit in near if self._wanted(hit, side, other)]
            if fitting:
                iris = tuple(resource(hit.told.claim) for hit in fitting)
                query = Query(
                    ("x",), (Among("c1", iris), End("c1", side, X)), aggregate=self.context.asked.form.aggregate
                )
                yield Reading("things", query, f"what is said closest to the question ({best:.0%} of it)", cost=2.0)

    def _wanted(self, hit: Hit, side: str, other: str) -> bool:
        """Whether one end of a claim can be the answer: not named in the question, and of the class asked for."""
        end = getattr(hit.told, side)
        if end in hit.named or getattr(hit.told, other) not in hit.named or hit.told.denied:
            return False
        if hit.told.predicate == "hasMeasurement":
            return False
        if self.context.asked.kind == "cause" and side == "object":
            return False
        if self.context.asked.kind == "outcome" and side == "subject":
            return False
        return not self.context.asked.classes or self.context.lexicon.is_a(end, *self.context.asked.classes)

    def _verdict(self, near: list[Hit]) -> Reading:
        """The claims closest to a yes-or-no question; one of the opposite relation speaks against it."""
        wishes = {w.relation for w in self.context.anchors.wishes()}
        near = near if wishes else [hit for hit in near if not hit.told.denied] or near
        first = near[0].told
        against = first.predicate not in wishes and self.context.words.relations[first.predicate].opposite in wishes
        iris = tuple(resource(hit.told.claim) for hit in near if hit.told.predicate == first.predicate)
        return Reading(
            "whether",
            Query((), (Among("c1", iris),)),
            "what is said closest to it",
            subject=("no" if against else "yes",),
        )

    def sources(self) -> Iterator[Reading]:
        """Who stands behind what is said of the things named, and where."""
        anchors = sorted(
            self.context.anchors.anchors(self.context.asked.anchors), key=lambda a: (-a.weight, -len(a.mention.text))
        )
        for anchor in anchors:
            relations = tuple(
                name
                for name in self.context.words.relations
                if name not in ("contradicts", "supports", "broader", "partOf")
            )
            node = self.context.patterns.node(*anchor.nodes)
            claim = "c1"
            either = Either(((Link(node, relations, Var("o"), claim),), (Link(Var("s"), relations, node, claim),)))
            stated = Stated(claim, self.context.asked.source[0])
            about = f"{self.context.asked.source[0]}: {anchor.mention.text}"
            yield Reading("sources", Query((), (either, stated)), about, subject=self.context.asked.source)

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
                link = Link(
                    self.context.patterns.node(subject),
                    (relation,),
                    self.context.patterns.node(value),
                    self.context.patterns.claim_name(X, relation, X),
                    stance="any",
                )
                names = self.context.lexicon.label
                label = self.context.words.relations[relation].label
                about = f"whether {names(subject)} {label} {names(value)}"
                yield Reading(
                    "whether", Query((), (link,)), about, subject=("no" if relation not in wishes else "yes",)
                )

    def _opposite(self, relation: str) -> str:
        return self.context.words.relations[relation].opposite
