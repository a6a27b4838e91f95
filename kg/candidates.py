"""What may answer a question on things: the join that fits best, what explains it, groups of claims near to it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.anchors import ROLES
from kg.conjunction import HELPING, Demand, is_contrary, read_demands
from kg.coverage import Hit
from kg.names import local, resource
from kg.query import Among, End, Link, Query
from kg.reading import Context, Reading, X

#: Looks a query up in the graph: its rows by variable.
Look = Callable[[Query], list[dict[str, str]]]

#: Claims and groups that are looked at, and joins that are tried until one finds something.
_MOST_HITS, _MOST_GROUPS, _MOST_WIDE, _MOST_JOINS = 200, 40, 12, 6
#: A group may end where its claims account for less than these shares of what the best one does.
_CUTS = (0.7, 0.9)
#: Relations that can tell why something is so.
_TELLING_WHY = frozenset(
    "causes worsens limits enables requires derivedFrom improves mitigates hasFeature forms affects".split()
)
_SIDES = ("subject", "object")
#: Kinds of thing that nothing else can stand for.
_TANGIBLE = frozenset({"Material", "Dopant", "Element", "Cell", "ResearchGroup"})
#: From which nearness on a claim tells of what is demanded.
_TOLD = 0.6
#: Relations that tell what something is made of or belongs to, which is no answer to what acts on it.
_STRUCTURAL = frozenset("partOf broader hasComponent containsElement hasStep occursAt pairedWith combinedWith".split())
#: What may stand beside a verb: "what limits the use of it".
_BESIDE = frozenset({"usesMaterial", "appliesTo"})
_HARMING = frozenset({"causes", "worsens"})


@dataclass(frozen=True)
class Backing:
    """A claim behind an answer, and which of its ends answers: 0 its subject, 1 its object, -1 neither."""

    hit: Hit
    side: int


@dataclass(frozen=True)
class Candidate:
    """A reading with the things that it answers and the claims behind them.

    `origin` is joined, looked up, explained or told; `shared` is whether the claims tell of one thing that the
    question names.
    """

    reading: Reading
    answers: tuple[str, ...]
    backing: tuple[Backing, ...]
    origin: str
    shared: bool = False

    @property
    def is_listing(self) -> bool:
        """Whether everything of a class is listed, since nothing else is named."""
        return self.origin == "joined" and not self.reading.query.claims and not self.reading.cost

    @property
    def coverage(self) -> float:
        """The share of the question that the best of its claims accounts for."""
        return max((b.hit.coverage for b in self.backing), default=0.0)


def is_lookup(reading: Reading, context: Context) -> bool:
    """Whether a reading merely looks up cells by what they are made of, leaving out nothing."""
    links = [p for p in reading.query.patterns if isinstance(p, Link)]
    roles = all(set(link.relations) <= set(ROLES.values()) for link in links)
    asks = "Cell" in context.asked.classes and not context.asked.bounds
    return bool(links) and roles and asks and not reading.left_out and not context.grounded.unknown


class Candidates:
    """Gathers the candidates of one question."""

    def __init__(self, context: Context, look: Look) -> None:
        self.context, self.look = context, look

    def gather(self, joined: Iterable[Reading], explained: Iterable[Reading]) -> list[Candidate]:
        """All candidates; of several that answer alike the one whose claims account for most of the question."""
        found: dict[tuple[frozenset[str], bool], Candidate] = {}
        looked = (*self._first(joined, "joined"), *self._first(explained, "explained"))
        is_astray = self._explains_nothing if self.context.asked.kind == "cause" else self._is_contrary
        for candidate in (*looked, *self._told()):
            if self._is_misfit(candidate) or is_astray(candidate) or self._defies(candidate):
                continue
            key = frozenset(candidate.answers), candidate.origin in ("joined", "looked up")
            if key not in found or candidate.coverage > found[key].coverage:
                found[key] = candidate
        return list(found.values())

    def _is_contrary(self, candidate: Candidate) -> bool:
        """Whether claims are the contrary of what the verbs of a question say: what causes harm prevents none."""
        named = {wish.relation for wish in self.context.wishes}
        helps, harms = bool(named & HELPING), bool(named & _HARMING) or named - _BESIDE == {"limits"}
        links = (p for p in candidate.reading.query.patterns if isinstance(p, Link) and p.subject == X)
        own = {name for link in links for name in link.relations}
        told = own or {b.hit.told.predicate for b in candidate.backing if b.side >= 0}
        if (helps or harms) and not self.context.asked.classes:
            sides = {b.side for b in candidate.backing if b.side >= 0}
            is_onward = bool(self.context.wishes) and all(wish.forward is False for wish in self.context.wishes)
            if (told and told <= _STRUCTURAL) or (candidate.origin == "told" and is_onward and sides == {1}):
                return True
        return helps != harms and bool(told) and told <= (_HARMING if helps else HELPING)

    def _defies(self, candidate: Candidate) -> bool:
        """Whether a query asks for the contrary of one of the things that are demanded at once."""
        patterns = candidate.reading.query.patterns
        return any(is_contrary(demand, patterns, self.context) for demand in self._demands)

    @cached_property
    def _demands(self) -> tuple[Demand, ...]:
        return read_demands(self.context) if self.context.asked.kind == "things" else ()

    def _all_demanded(self) -> Iterator[Candidate]:
        """The things that claims tell to do everything demanded."""
        found: dict[str, list[list[Hit]]] = defaultdict(lambda: [[] for _ in self._demands])
        for hit in self.context.hits:
            for place, demand in enumerate(self._demands):
                if self._meets(hit, demand):
                    found[hit.told.subject][place].append(hit)
        kept = {thing: [hit for group in groups for hit in group] for thing, groups in found.items() if all(groups)}
        if not kept:
            return
        hits = {hit.told.claim: hit for group in kept.values() for hit in group}
        query = Query(("x",), (Among("c1", tuple(map(resource, hits))), End("c1", "subject", X)))
        labels = self.context.words.relations
        done = ((sorted(d.relations)[0], d.object.text) for d in self._demands)
        about = f"what {' and '.join(f'{labels[name].label} {text}' for name, text in done)}"
        backing = tuple(Backing(hit, 0) for hit in hits.values())
        yield Candidate(Reading("things", query, about), self._specific(kept), backing, "told", shared=True)

    def _meets(self, hit: Hit, demand: Demand) -> bool:
        """Whether a claim tells that its subject does what is demanded, or helps it as the demand does."""
        texts = [part.text for part in self.context.parts]
        is_told = demand.object.text in texts and hit.met[texts.index(demand.object.text)] >= _TOLD
        relations = {*demand.relations, *(HELPING if demand.relations <= HELPING else ())}
        fits = not self.context.asked.classes or self.context.lexicon.is_a(
            hit.told.subject, *self.context.asked.classes
        )
        is_named = 1 in hit.named and hit.told.predicate in relations and not hit.told.denied
        return is_told and fits and is_named

    def _explains_nothing(self, candidate: Candidate) -> bool:
        """Whether a reason is but a substance that the question names itself, or what a failure leads to."""
        if candidate.origin == "told" and not any(b.hit.told.predicate in _TELLING_WHY for b in candidate.backing):
            return True
        outcomes = [self._is_outcome_of_harm(b) for b in candidate.backing]
        return self._names.issuperset(candidate.answers) or (bool(outcomes) and all(outcomes))

    @cached_property
    def _names(self) -> frozenset[str]:
        """The substances that the question names itself, which explain nothing."""
        named = (name for part in self.context.parts for name, sureness in part.ids.items() if sureness == 1.0)
        return frozenset(name for name in named if self.context.lexicon.is_a(name, "Material", "Dopant"))

    def _is_misfit(self, candidate: Candidate) -> bool:
        """Whether something tangible is asked for, such as an anode, and nothing of that kind is answered."""
        asked, lexicon = self.context.asked, self.context.lexicon
        tangible = [name for name in asked.classes if lexicon.ancestors[name] & _TANGIBLE]
        if not tangible or len(tangible) != len(asked.classes):
            return False
        classes = ["Dopant" if name == "Element" else name for name in tangible]
        return not any(lexicon.is_a(answer, *classes, *tangible) for answer in candidate.answers)

    def _is_outcome_of_harm(self, one: Backing) -> bool:
        """Whether a claim tells what a failure that the question names leads to: no reason for the failure."""
        told = one.hit.told
        is_harm = self.context.lexicon.is_a(told.subject, "FailureMechanism")
        return one.side == 1 and told.predicate == "causes" and is_harm and 0 in one.hit.named

    def _first(self, readings: Iterable[Reading], origin: str) -> Iterator[Candidate]:
        """The first of some readings that finds anything."""
        for place, reading in enumerate(readings):
            if place >= _MOST_JOINS:
                return
            rows = [row for query in (reading.query, *reading.also) for row in self.look(query)]
            answers = dict.fromkeys(local(row["x"]) for row in rows if "x" in row)
            claims = dict.fromkeys(local(row[c]) for row in rows for c in reading.query.claims if c in row)
            if kept := self._specific(answers):
                origin = "looked up" if is_lookup(reading, self.context) else origin
                yield Candidate(reading, kept, tuple(self._backing(claims, frozenset(kept))), origin)
                return

    def _backing(self, claims: Iterable[str], answers: frozenset[str]) -> Iterator[Backing]:
        for claim in claims:
            if told := self.context.recall.by_claim.get(claim):
                hit = self._by_claim.get(claim) or Hit(told, 0.0, frozenset(), (0.0,) * len(self.context.parts))
                yield Backing(hit, next((side for side in (0, 1) if told.ends[side] in answers), -1))

    @cached_property
    def _by_claim(self) -> dict[str, Hit]:
        return {hit.told.claim: hit for hit in self.context.hits}

    def _told(self) -> Iterator[Candidate]:
        """Groups of claims of one relation: those that share an end which the question names, and all of them.

        They cannot be counted, bounded or freed of what is left out, since they need not be all that there is.
        """
        asked = self.context.asked
        is_bounded = any(self.context.patterns.sign(m) for m in asked.bounds)
        if self.context.is_denial or asked.form.aggregate or is_bounded or asked.excluded:
            return
        if self._demands:
            yield from self._all_demanded()
            return
        shared: dict[tuple[str, int, str], list[Hit]] = defaultdict(list)
        wide: dict[tuple[str, int, str], list[Hit]] = defaultdict(list)
        for hit in self.context.hits[:_MOST_HITS]:
            if hit.told.predicate == "hasMeasurement":
                continue
            for side in (0, 1):
                end = hit.told.ends[1 - side] if 1 - side in hit.named else ""
                shared[hit.told.predicate, side, end].append(hit)
                wide[hit.told.predicate, side, ""].append(hit)
        for groups, most in ((shared, _MOST_GROUPS), (wide, _MOST_WIDE)):
            best = sorted(groups.items(), key=lambda group: (-group[1][0].coverage, group[0]))
            for (_, side, end), hits in best[:most]:
                yield from (self._group(hits, side, bool(end), cut) for cut in _CUTS)

    def _group(self, hits: list[Hit], side: int, shared: bool, cut: float) -> Candidate:
        near = [hit for hit in hits if hit.coverage >= cut * hits[0].coverage]
        claims = tuple(resource(hit.told.claim) for hit in near)
        query = Query(("x",), (Among("c1", claims), End("c1", _SIDES[side], X)))
        about = f"{self._say(near[0].told.predicate, side, near[0], shared)} ({near[0].coverage:.0%} of the question)"
        answers = self._specific(hit.told.ends[side] for hit in near)
        return Candidate(
            Reading("things", query, about), answers, tuple(Backing(h, side) for h in near), "told", shared
        )

    def _say(self, relation: str, side: int, hit: Hit, shared: bool) -> str:
        """What a group of claims tells, in words: "what causes dendrite growth"."""
        label = self.context.words.relations[relation].label
        other = self.context.lexicon.label(hit.told.ends[1 - side]) if shared else "anything that is named"
        return f"what {other} {label}" if side else f"what {label} {other}"

    def _specific(self, things: Iterable[str]) -> tuple[str, ...]:
        """Each thing once, without families of materials when members of them are among the things."""
        found = tuple(dict.fromkeys(things))
        members = tuple(thing for thing in found if not self.context.lexicon.is_family(thing))
        return members or found
