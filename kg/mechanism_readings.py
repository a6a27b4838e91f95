"""Readings of why-questions that name both ends: what stands between a thing and what it brings about."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.coverage import Hit
from kg.names import resource
from kg.query import Among, End, Query
from kg.reading import Context, Reading, X

#: Relations that lead on from a thing to what it brings about, for the better and for the worse.
_FOR_BETTER = frozenset({"improves", "mitigates", "enables"})
_LEADING = _FOR_BETTER | {"causes", "worsens", "limits"}
#: Relations from a thing to what about it explains its effects.
_EXPLAINING = frozenset({"causes", "hasFeature"})
#: What only goes along with an effect explains it less surely than what leads on to it.
_ALONGSIDE = 0.9
#: Explanations below this share of the best are left out.
_NEAR = 0.9


@dataclass(frozen=True)
class Step:
    """A claim that leads from a thing named to what explains its effect, and how well both suit the question."""

    score: float
    hit: Hit


class Mechanisms:
    """Finds what explains why one thing named brings another about."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.weights = [part.weight for part in context.parts]
        self.asked = {s.id for m in context.grounded.mentions for s in m.senses if s.kind in ("thing", "property")}
        self.kinds = {kind for i in self.asked for kind in context.lexicon.with_narrower(i)} - self.asked

    def readings(self, least: float) -> Iterator[Reading]:
        """What explains the effect asked about, when two claims together account for a share of the question."""
        steps = sorted(self._steps(), key=lambda step: (-step.score, step.hit.told.claim))
        if not steps or steps[0].score < least:
            return
        near = [step.hit for step in steps if step.score >= _NEAR * steps[0].score]
        claims = tuple(dict.fromkeys(resource(hit.told.claim) for hit in near))
        query = Query(("x",), (Among("c1", claims), End("c1", "object", X)))
        yield Reading("things", query, f"what explains it ({steps[0].score:.0%} of the question)", cost=2.0)

    @cached_property
    def restated(self) -> Hit | None:
        """The claim that merely says what the question takes for granted: that a thing named has the effect named."""
        lexicon = self.context.lexicon
        found = (hit for hit in self.context.hits if hit.told.predicate in _LEADING and {0, 1} <= hit.named)
        best = next((hit for hit in found if hit.told.subject in self.asked and not hit.told.denied), None)
        is_setting = best is not None and lexicon.is_a(best.told.subject, "MetalAnode", "SolidElectrolyte")
        return None if best is None or is_setting or best.told.object not in self.asked else best

    def _steps(self) -> Iterator[Step]:
        """Claims that lead to something unnamed, each taken with the one that tells the effect."""
        hits = [hit for hit in self.context.hits if not hit.told.denied]
        effects = [hit for hit in hits if hit.told.predicate in _LEADING and 1 in hit.named and self._is_alike(hit)]
        following: dict[str, list[Hit]] = defaultdict(list)
        for hit in effects:
            following[hit.told.subject].append(hit)
        for hit in hits:
            if hit.told.predicate not in _EXPLAINING or 0 not in hit.named or hit.told.object in self.asked:
                continue
            ways = [self._together(hit, effect) for effect in following[hit.told.object]]
            # A special kind of what is asked about tells more than was asked: "costly" by costly precursors.
            ways += [hit.coverage] if hit.told.object in self.kinds else []
            if hit.told.predicate == "causes":
                beside = [e for e in following[hit.told.subject] if self._fits(hit, e)]
                ways += [_ALONGSIDE * self._together(hit, effect) for effect in beside]
            if ways:
                yield Step(max(ways), hit)

    def _is_alike(self, effect: Hit) -> bool:
        """Whether an effect is as good or as bad as the one that the question takes for granted."""
        is_good = effect.told.predicate in _FOR_BETTER
        return self.restated is None or is_good == (self.restated.told.predicate in _FOR_BETTER)

    def _fits(self, hit: Hit, effect: Hit) -> bool:
        """Whether what a thing causes can explain what gets better by it; of two failures none explains the other."""
        is_failure = self.context.lexicon.is_a(hit.told.object, "FailureMechanism")
        return effect.told.predicate in _FOR_BETTER and not is_failure

    def _together(self, one: Hit, other: Hit) -> float:
        """The share of the question that two claims account for together."""
        met = sum(w * max(a, b) for w, a, b in zip(self.weights, one.met, other.met, strict=True))
        return met / sum(self.weights)
