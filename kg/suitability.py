"""How well a candidate suits a question: figures that are measured on it, weighed as the learn set taught.

The weights are logistic: of the candidates for a question, and of answering nothing, each is as likely as the
exponential of its weighed figures. `python -m benchmarks fit` learns them anew.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib.resources import files
from math import log

from kg.candidates import Backing, Candidate
from kg.coverage import Part
from kg.gates import Gates
from kg.grammar import read_aim
from kg.reading import Context

WEIGHTS = "data/weights.json"
Figures = dict[str, float]

#: What a question is after -> the end of a claim that tells it, and the relations that do.
_AIMS = {
    "cause": (0, frozenset({"causes", "worsens", "limits"})),
    "remedy": (0, frozenset({"mitigates", "improves", "enables"})),
    "outcome": (1, frozenset({"causes", "forms", "improves", "worsens", "mitigates", "enables"})),
}
#: Relations that tell why something is so, and the end that tells it.
_EXPLAINING = {
    "causes": (0, 1), "worsens": (0,), "limits": (0,), "enables": (0,), "requires": (1,), "derivedFrom": (1,),
}  # fmt: skip
#: From which nearness on a claim accounts for a part, by whether it names a thing, and how sure a name in it is.
_THING_MET, _WORD_MET, _NAMED = 0.4, 0.3, 0.6
_MANY = 12


class Suitability:
    """Measures the candidates of one question."""

    def __init__(self, context: Context, gates: Gates) -> None:
        self.context, self.gates = context, gates
        self.weights = [part.weight for part in context.parts]
        self.total = sum(self.weights) or 1.0

    def figures(self, candidate: Candidate) -> Figures:
        """The figures of one candidate, by name."""
        return {
            **self._extent(candidate),
            **self._coverage(candidate.backing, self._used(candidate)),
            **self._of_answers(candidate.answers),
            **self._of_relations(candidate.backing),
        }

    def silence(self) -> Figures:
        """The figures of answering nothing."""
        unknown = self.context.grounded.unknown
        return {
            "silence": 1.0,
            "silence, narrow": float(self.gates.is_narrow),
            "silence, unread words": float(len(unknown)),
            "silence, unheard words": float(sum(not self.context.recall.knows(word) for word in unknown)),
        }

    def _extent(self, candidate: Candidate) -> Figures:
        """Where a candidate comes from, and how much it answers."""
        number, reading = len(candidate.answers), candidate.reading
        return {
            candidate.origin: 1.0,
            "cost": reading.cost if candidate.origin in ("joined", "looked up") else 0.0,
            "left out": float(len(reading.left_out)),
            "shared": float(candidate.shared),
            "one": float(number == 1),
            "number": log(number),
            "many": float(number > _MANY),
        }

    def _used(self, candidate: Candidate) -> frozenset[int]:
        """The parts of the question that a joined query is made of, whatever its claims are told in."""
        if candidate.origin not in ("joined", "looked up"):
            return frozenset()
        asked, left_out = self.context.asked, candidate.reading.left_out
        mentions = (*asked.anchors, *asked.bounds, *asked.head, *(mention for mention, _ in asked.context))
        texts = {mention.text for mention in mentions}.difference(left_out)
        return frozenset(place for place, part in enumerate(self.context.parts) if part.text in texts)

    def _coverage(self, backing: Sequence[Backing], used: frozenset[int]) -> Figures:
        """How much of the question the claims account for: the best, all together, on average, by kind of part."""
        hits = [b.hit for b in backing]
        best = max(hits, key=lambda hit: hit.coverage, default=None)
        met = [max((hit.met[i] for hit in hits), default=0.0) for i in range(len(self.weights))]
        together = [1.0 if place in used else level for place, level in enumerate(met)]
        most = self.context.hits[0].coverage if self.context.hits else 1.0
        figures = {
            "best": best.coverage if best else 0.0,
            "best of all": best.coverage / most if best else 0.0,
            "together": self._share(range(len(self.weights)), together),
            "mean": sum(hit.coverage for hit in hits) / max(1, len(hits)),
            "unbacked": float(best is None),
            "used": sum(self.weights[place] for place in sorted(used)) / self.total,
        }
        for name, places in self._kinds.items():
            figures[f"best, {name}"] = self._share(places, best.met) if best else 0.0
            least = _THING_MET if name == "things" else _WORD_MET
            missed = sum(self.weights[i] for i in places if together[i] < least)
            figures[f"missed, {name}"] = missed / self.total
        return figures

    def _share(self, places: Iterable[int], met: Sequence[float]) -> float:
        """Which share of some parts is met."""
        chosen = list(places)
        total = sum(self.weights[i] for i in chosen)
        return sum(self.weights[i] * met[i] for i in chosen) / total if total else 0.0

    @cached_property
    def _kinds(self) -> dict[str, list[int]]:
        """The parts of the question by what they are."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, part in enumerate(self.context.parts):
            found[_kind(part)].append(place)
        return found

    def _of_answers(self, answers: Sequence[str]) -> Figures:
        """Whether answers are of the kind asked for and not merely what the question names itself."""
        asked, lexicon = self.context.asked, self.context.lexicon
        named = sum(self._named.get(answer, 0.0) >= _NAMED for answer in answers) / len(answers)
        fits = sum(lexicon.is_a(a, *asked.classes) for a in answers) / len(answers) if asked.classes else 0.0
        misfit = 1 - fits if asked.classes else 0.0
        return {
            "named": named,
            "of the class": fits,
            "of another class": misfit,
        }

    @cached_property
    def _named(self) -> dict[str, float]:
        """What the question names, and how surely."""
        found: dict[str, float] = {}
        for part in self.context.parts:
            for name, sureness in part.ids.items():
                found[name] = max(sureness, found.get(name, 0.0))
        return found

    def _of_relations(self, backing: Sequence[Backing]) -> Figures:
        """The relations of the claims, which of their ends answers, and whether that is what the question is after."""
        telling = [b for b in backing if b.side >= 0]
        found: Figures = defaultdict(float)
        for one in telling:
            for name in self._relation(one):
                found[name] += 1 / len(telling)
        return dict(found)

    def _relation(self, one: Backing) -> list[str]:
        relation, side = one.hit.told.predicate, one.side
        found = [f"{relation}, {'object' if side else 'subject'}"]
        wishes = [wish for wish in self.context.wishes if wish.relation == relation]
        if wishes:
            is_onward = any(wish.forward is None or wish.forward == (side == 1) for wish in wishes)
            found.append("as asked" if is_onward else "the other way round")
        elif self.context.wishes:
            found.append("another relation")
        if self._aim:
            aimed, relations = _AIMS[self._aim]
            how = ("at" if relation in relations else "beside") if side == aimed else "wrong end for"
            found.append(f"{how} {self._aim}")
        if self.context.asked.kind == "cause" and side not in _EXPLAINING.get(relation, ()):
            found.append("explains nothing")
        return [*found, "denied"] if one.hit.told.denied else found

    @cached_property
    def _aim(self) -> str:
        """What the question is after: cause, remedy, outcome or nothing of these."""
        asked = self.context.asked
        if asked.kind in ("outcome", "harm", "good"):
            return "outcome"
        if "Strategy" in {a for name in asked.classes for a in self.context.lexicon.ancestors[name]}:
            return "remedy"
        return "cause" if asked.kind == "cause" else read_aim(self.context.grounded.folded)


def _kind(part: Part) -> str:
    if part.ids:
        return "things"
    if part.classes:
        return "classes"
    if part.relations:
        return "relations"
    return "figures" if part.figure else "words"


@cache
def load_weights() -> Figures:
    """The weights of the figures, by name."""
    weights: Figures = json.loads(files("kg").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return weights


def weigh(figures: Figures, weights: Figures) -> float:
    """The weighed sum of figures.

    >>> weigh({"best": 0.5, "one": 1.0}, {"best": 2.0, "one": -0.25})
    0.75
    """
    return sum(weights.get(name, 0.0) * figure for name, figure in figures.items())
