"""Readings that ask for things: what stands in a relation to what is named, what follows from it, what causes it."""

from collections.abc import Iterator
from dataclasses import replace

from kg.anchors import OWN_NAME, role_of
from kg.ground import Mention
from kg.join import Rules, Wish, find_joins
from kg.query import Kind, Pattern, Query, Same
from kg.reading import Context, Reading, X

#: What is asked for -> the relations that lead to it.
OUTCOMES = {
    "outcome": frozenset(
        {"causes", "improves", "worsens", "forms", "mitigates", "enables", "limits", "transformsInto", "manifestsAs"}
    ),
    "harm": frozenset({"worsens", "causes", "limits"}),
    "good": frozenset({"improves", "mitigates", "enables", "hasFeature"}),
}
#: Relations to what a thing brings about, whose other causes do not explain that thing; what such a step costs.
_EFFECTS = ("causes", "mitigates", "improves", "worsens", "limits", "enables", "forms", "hasFeature", "affects")
_FAR = 9.0


class Relations:
    """Makes the relation readings of one question."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def things(self) -> Iterator[Reading]:
        """Things of the class asked for that can be tied to everything named."""
        if self.context.asked.family:
            yield from self._kinds(self.context.asked.family)
            return
        if self.context.asked.classes == ("Electrode",):
            yield from self._several(["CathodeMaterial", "AnodeMaterial"])
            return
        roles = [c for c in self.context.asked.classes if role_of(c, self.context.lexicon)]
        if len(roles) > 1 and len(roles) == len(self.context.asked.classes):
            yield from self._several(roles)
            return
        candidates = self._members(self.context.asked.classes)
        yield from self._joined(
            candidates,
            self._wishes(),
            "things",
            Rules(cues=self._cues()),
            self.context.asked.classes,
        )
        if not self.context.asked.classes:
            return
        yield from self._listing()

    def _wishes(self) -> list[Wish]:
        """The relations named; an anode is paired with what stands in its cell, of which cells tell, not pairs."""
        roles = {role_of(name, self.context.lexicon) for name in self.context.asked.classes}
        wishes = self.context.anchors.wishes()
        return [wish for wish in wishes if wish.relation != "pairedWith"] if roles == {"hasAnode"} else wishes

    def _cues(self) -> dict[str, float]:
        """What a remedy is applied to, what needs one or suffers from the harm is not itself the remedy asked for."""
        remedies = any(wish.relation == "mitigates" and wish.forward is False for wish in self.context.wishes)
        patients = ("appliesTo", "limits", "^requires") if remedies else ()
        return self.context.anchors.cues() | dict.fromkeys(patients, _FAR)

    def _kinds(self, family: Mention) -> Iterator[Reading]:
        """The kinds of a thing: all of them, unless something else is named that they can be tied to."""
        members = self.context.members(family)
        if not members:
            return
        only = Same(X, self.context.patterns.node(*members))
        if not any(anchor.weight >= OWN_NAME for anchor in self.context.anchors.anchors()):
            query = Query(
                ("x",), (only, *self.context.exclusions(members)), aggregate=self.context.asked.form.aggregate
            )
            yield Reading("things", query, f"every kind of {family.text}", cost=1.0)
        wishes = self.context.anchors.wishes()
        for reading in self._joined(members, wishes, "things", Rules(cues=self.context.anchors.cues())):
            query = replace(reading.query, patterns=(only, *reading.query.patterns))
            yield replace(reading, query=query, about=f"{family.text}: {reading.about}")

    def _several(self, classes: list[str]) -> Iterator[Reading]:
        """Two kinds of thing asked for at once: the likeliest reading for each, put together."""
        firsts = []
        for name in classes:
            rules = Rules(cues=self.context.anchors.cues())
            firsts.append(
                next(
                    self._joined(self._members((name,)), self.context.anchors.wishes(), "things", rules, (name,)), None
                )
            )
        found = [reading for reading in firsts if reading]
        if found:
            also = tuple(reading.query for reading in found[1:])
            yield replace(found[0], about=" and ".join(reading.about for reading in found), also=also)

    def _members(self, classes: tuple[str, ...]) -> frozenset[str]:
        """Everything that can be the answer: members of the classes asked for, else all things and properties."""
        if not classes:
            return frozenset((*self.context.lexicon.things, *self.context.words.properties))
        asked = {"Dopant" if name == "Element" else name for name in classes}
        return frozenset(i for i in self.context.lexicon.things if self.context.lexicon.is_a(i, *asked))

    def _listing(self) -> Iterator[Reading]:
        """All members of a class, when nothing else is named but places and what is left out."""
        asked = self.context.asked
        ranked = asked.form.superlative or any(s.kind.startswith("most") for _, s in asked.adjectives)
        if ranked or asked.anchors or asked.bounds or self.context.is_denial or self.context.grounded.unknown:
            return
        patterns: list[Pattern] = [
            Kind(X, self.context.asked.classes),
            *self.context.exclusions(frozenset(self._members(self.context.asked.classes))),
        ]
        patterns = [*self.context.placed(asked.classes), *patterns]
        label = ", ".join(self.context.lexicon.label(c) for c in self.context.asked.classes)
        yield Reading(
            "things",
            Query(("x",), tuple(patterns), aggregate=self.context.asked.form.aggregate),
            f"every {label}{self.context.narrowing()}",
        )

    def outcome(self) -> Iterator[Reading]:
        """What follows from the things named: anything, the harm or the good of it."""
        last = OUTCOMES[self.context.asked.kind]
        wishes = [Wish(name, True) for name in sorted(last)]
        candidates = frozenset((*self.context.lexicon.things, *self.context.words.properties))
        rules = Rules(last, True, cues=self.context.anchors.cues(), together=True)
        yield from self._joined(candidates, wishes, "things", rules)

    def cause(self) -> Iterator[Reading]:
        """What brings the things named about; why they are prevented or get better is no matter of their causes."""
        verbs = {sense.id for _, sense in self.context.asked.relations if sense.kind in ("relation", "inverse")}
        if verbs & {"mitigates", "improves", "enables"} and not verbs & {"causes", "worsens"}:
            return
        wishes = [Wish("causes", False)]
        candidates = frozenset((*self.context.lexicon.things, *self.context.words.properties))
        last = frozenset({"causes", "requires", "worsens"})
        cues = {**self.context.anchors.cues(), **dict.fromkeys(_EFFECTS, _FAR)}
        yield from self._joined(candidates, wishes, "things", Rules(last, False, cues=cues))

    def _joined(
        self,
        candidates: frozenset[str],
        wishes: list[Wish],
        kind: str,
        rules: Rules,
        classes: tuple[str, ...] = (),
    ) -> Iterator[Reading]:
        if self.context.is_denial:
            return
        anchors = self.context.anchors.merged([*self.context.anchors.anchors(), *self.context.anchors.judged()])
        in_cells = any(role_of(c, self.context.lexicon) or c == "Cell" for c in classes)
        if not in_cells and not any(wish.relation == "pairedWith" for wish in wishes):
            anchors = self.context.anchors.touching(anchors)
        anchors = [replace(a, needed=a.needed or self.context.anchors.is_point(a)) for a in anchors]
        if not any(self.context.lexicon.ancestors[c] & {"Material", "Dopant", "Element", "Strategy"} for c in classes):
            anchors = self.context.anchors.described(anchors)
        for join in find_joins(self.context.sketch, anchors, candidates, wishes, rules):
            query = self.context.query(join, classes)
            left_out = (*self.context.left_out(join), *self.context.unmet(query))
            yield Reading(kind, query, self.context.about(join, classes), left_out=left_out, cost=join.cost)
