"""Mentions -> readings: queries over the schema, likeliest first, each with what it is about in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.anchors import ROLES, Anchors
from kg.asked import Asked, read_asked
from kg.grammar import Form
from kg.ground import Grounded
from kg.join import Join, Rules, Tie, Wish, find_joins
from kg.lexicon import Lexicon
from kg.names import resource
from kg.patterns import Patterns
from kg.query import Among, Either, End, Kind, Link, Pattern, Query, Stated, Value, Var, Without
from kg.recall import Hit, Recall
from kg.sketch import Sketch

X = Var("x")
OUTCOMES = frozenset(
    {"causes", "improves", "worsens", "forms", "mitigates", "enables", "limits", "transformsInto", "manifestsAs"}
)
_ALWAYS = ("definition", "sources", "values")
_SURE, _FAR, _COVERED = 2.6, 5.5, 0.55
_BEARING = frozenset(
    "hasCathode hasElectrolyte hasAnode hasInterlayer pairedWith hasDopant containsElement usesMaterial preparedBy preparedFrom "
    "replaces hasComponent derivedFrom".split()
)


@dataclass(frozen=True)
class Reading:
    """One way to read a question: `kind` is values, things, sources, whether or definition."""

    kind: str
    query: Query
    about: str
    unit: str = ""
    subject: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    form: Form = field(default_factory=lambda: Form("which"))
    cost: float = 0.0
    also: tuple[Query, ...] = ()


def read_question(grounded: Grounded, lexicon: Lexicon, sketch: Sketch, recall: Recall) -> list[Reading]:
    """Every reading of a question, the likeliest first; none when nothing in it can be read."""
    if any(mention.of("unknown") for mention in grounded.mentions):
        return []
    return list(_Reader(grounded, lexicon, sketch, recall).readings())


class _Reader:
    def __init__(self, grounded: Grounded, lexicon: Lexicon, sketch: Sketch, recall: Recall) -> None:
        self.grounded, self.lexicon, self.sketch, self.recall = grounded, lexicon, sketch, recall
        self.words = lexicon.vocabulary
        self.asked: Asked = read_asked(
            grounded, lexicon, lambda name: len(sketch.bearers.get(name, ())), self._usual_property
        )
        self.anchors = Anchors(grounded, lexicon, sketch, self.asked)
        self.patterns = Patterns(grounded, self.words, self.asked)

    def readings(self) -> Iterator[Reading]:
        shape = {
            "definition": self._definition,
            "sources": self._sources,
            "whether": self._whether,
            "values": self._values,
            "outcome": self._outcome,
            "cause": self._cause,
            "things": self._things,
        }[self.asked.kind]
        if self._is_strange():
            return
        for reading in self._likely_first([*shape()]):
            yield replace(reading, form=self.asked.form, unit=self.asked.unit or self._bound_unit())

    def _is_strange(self) -> bool:
        """Whether what is asked for is narrowed by a word that neither names nor claims know."""
        word = self.asked.strange
        if not word or word.endswith("ing"):
            return False
        measured = any(name in self.asked.properties for m, name in self.asked.judged if m in self.asked.head)
        return measured or not self.recall.knows(word)

    def _usual_property(self, classes: tuple[str, ...]) -> str:
        """The property that most members of some classes have a value of."""
        members = [i for i in self.lexicon.things if classes and self.lexicon.is_a(i, *classes)]
        counts = {name: len(bearers.intersection(members)) for name, bearers in sorted(self.sketch.bearers.items())}
        best = max(counts, key=lambda name: counts[name], default="")
        return best if counts.get(best) else ""

    def _likely_first(self, readings: list[Reading]) -> list[Reading]:
        """Sure readings, then what the claims themselves tell, then the rest while they are not far-fetched."""
        unread = 0.4 * len(self.grounded.unknown)
        sure = [r for r in readings if r.cost + unread + 0.7 * len(r.left_out) <= _SURE or r.kind in _ALWAYS]
        rest = [r for r in readings if r not in sure and r.cost + unread <= _FAR]
        if self._asks_for_value():
            return [r for r in readings if r.kind == "values"]
        return [*sure, *self._told(), *rest]

    def _asks_for_value(self) -> bool:
        """Whether a property itself is asked for: then nothing but its values answers."""
        named = {name for m, name in self.asked.judged if m in self.asked.head}
        return self.asked.kind == "values" and bool(named.intersection(self.asked.properties))

    def _told(self) -> Iterator[Reading]:
        """What stands at the far end of the claims that the question speaks of."""
        hits = self.recall.search(self.grounded, self.lexicon, [w.relation for w in self.anchors.wishes()])
        best = hits[0].coverage if hits else 0.0
        if best < _COVERED:
            return
        near = [hit for hit in hits if hit.coverage >= 0.85 * best and self.recall.tells(hit.told, self.grounded.unknown)]
        if not near:
            return
        if self.asked.kind == "whether":
            yield self._verdict(near)
            return
        for side, other in (("subject", "object"), ("object", "subject")):
            fitting = [hit for hit in near if self._wanted(hit, side, other)]
            if fitting:
                iris = tuple(resource(hit.told.claim) for hit in fitting)
                query = Query(("x",), (Among("c1", iris), End("c1", side, X)), aggregate=self.asked.form.aggregate)
                yield Reading("things", query, f"what is said closest to the question ({best:.0%} of it)", cost=2.0)

    def _wanted(self, hit: Hit, side: str, other: str) -> bool:
        """Whether one end of a claim can be the answer: not named in the question, and of the class asked for."""
        end = getattr(hit.told, side)
        if end in hit.named or getattr(hit.told, other) not in hit.named or hit.told.denied:
            return False
        if hit.told.predicate == "hasMeasurement":
            return False
        if self.asked.kind == "cause" and side == "object":
            return False
        if self.asked.kind == "outcome" and side == "subject":
            return False
        return not self.asked.classes or self.lexicon.is_a(end, *self.asked.classes)

    def _verdict(self, near: list[Hit]) -> Reading:
        """The claims closest to a yes-or-no question; one of the opposite relation speaks against it."""
        wishes = {w.relation for w in self.anchors.wishes()}
        near = near if wishes else [hit for hit in near if not hit.told.denied] or near
        first = near[0].told
        against = first.predicate not in wishes and self.words.relations[first.predicate].opposite in wishes
        iris = tuple(resource(hit.told.claim) for hit in near if hit.told.predicate == first.predicate)
        return Reading("whether", Query((), (Among("c1", iris),)), "what is said closest to it", subject=("no" if against else "yes",))

    def _bound_unit(self) -> str:
        return next((m.quantity.unit for m in self.asked.bounds if m.quantity and self.patterns.sign(m)), "")

    # ------------------------------------------------------------ shapes of question

    def _definition(self) -> Iterator[Reading]:
        mention = [*self.asked.anchors, *(m for m, _ in self.asked.context), *(m for m, _ in self.asked.judged)][0]
        sense = mention.of("thing") or mention.of("property") or mention.of("class")
        if sense:
            yield Reading(
                "definition", Query(("x",), ()), f"what {self.lexicon.label(sense.id)} is", subject=(sense.id,)
            )

    def _things(self) -> Iterator[Reading]:
        if self.asked.classes == ("Electrode",):
            yield from self._several(["CathodeMaterial", "AnodeMaterial"])
            return
        roles = [c for c in self.asked.classes if any(top in self.lexicon.ancestors[c] for top in ROLES)]
        if len(roles) > 1 and len(roles) == len(self.asked.classes):
            yield from self._several(roles)
            return
        candidates = self._members(self.asked.classes)
        yield from self._joined(
            candidates, self.anchors.wishes(), "things", Rules(cues=self.anchors.cues()), self.asked.classes
        )
        if not self.asked.classes:
            return
        yield from self._listing()

    def _several(self, classes: list[str]) -> Iterator[Reading]:
        """Two kinds of thing asked for at once: the likeliest reading for each, put together."""
        firsts = []
        for name in classes:
            rules = Rules(cues=self.anchors.cues())
            firsts.append(
                next(self._joined(self._members((name,)), self.anchors.wishes(), "things", rules, (name,)), None)
            )
        found = [reading for reading in firsts if reading]
        if found:
            also = tuple(reading.query for reading in found[1:])
            yield replace(found[0], about=" and ".join(reading.about for reading in found), also=also)

    def _members(self, classes: tuple[str, ...]) -> frozenset[str]:
        """Everything that can be the answer: members of the classes asked for, else all things and properties."""
        if not classes:
            return frozenset((*self.lexicon.things, *self.words.properties))
        asked = {"Dopant" if name == "Element" else name for name in classes}
        return frozenset(i for i in self.lexicon.things if self.lexicon.is_a(i, *asked))

    def _listing(self) -> Iterator[Reading]:
        """All members of a class, when nothing else is named but places."""
        if self.asked.anchors or self.grounded.unknown:
            return
        patterns: list[Pattern] = [
            Kind(X, self.asked.classes),
            *self._exclusions(frozenset(self._members(self.asked.classes))),
        ]
        if self.asked.places:
            patterns = [Value(X, self._all_measured(), "v"), *patterns, *self.patterns.stated("v_claim")]
        label = ", ".join(self.lexicon.label(c) for c in self.asked.classes)
        yield Reading(
            "things",
            Query(("x",), tuple(patterns), aggregate=self.asked.form.aggregate),
            f"every {label}{self._place_words()}",
        )

    def _all_measured(self) -> tuple[str, ...]:
        return tuple(name for name, p in self.words.properties.items() if p.units)

    def _outcome(self) -> Iterator[Reading]:
        """What follows from the things named."""
        wishes = [Wish(name, True) for name in OUTCOMES]
        candidates = frozenset((*self.lexicon.things, *self.words.properties))
        yield from self._joined(
            candidates, wishes, "things", Rules(OUTCOMES, True, cues=self.anchors.cues(), together=True)
        )

    def _cause(self) -> Iterator[Reading]:
        """What brings the things named about."""
        wishes = [Wish("causes", False)]
        candidates = frozenset((*self.lexicon.things, *self.words.properties))
        last = frozenset({"causes", "requires", "worsens"})
        yield from self._joined(candidates, wishes, "things", Rules(last, False, cues=self.anchors.cues()))

    def _joined(
        self, candidates: frozenset[str], wishes: list[Wish], kind: str, rules: Rules, classes: tuple[str, ...] = ()
    ) -> Iterator[Reading]:
        anchors = self.anchors.merged([*self.anchors.anchors(), *self.anchors.judged()])
        anchors = [replace(a, needed=a.needed or self.anchors.is_point(a)) for a in anchors]
        if not any(self.lexicon.ancestors[c] & {"Material", "Dopant", "Element", "Strategy"} for c in classes):
            anchors = self.anchors.described(anchors)
        for join in find_joins(self.sketch, anchors, candidates, wishes, rules):
            query = self._query(join, classes)
            yield Reading(kind, query, self._about(join, classes), left_out=self._left_out(join), cost=join.cost)

    # ------------------------------------------------------------ a join as a query

    def _query(self, join: Join, classes: tuple[str, ...], extra: Iterable[Pattern] = ()) -> Query:
        patterns: list[Pattern] = []
        if classes:
            patterns.append(Kind(X, tuple("Dopant" if c == "Element" else c for c in classes)))
        for tie in join.ties:
            patterns += self.patterns.tie(tie, X)
        judged = {name for _, name in self.asked.judged}
        for bound in self.asked.bounds:
            if bound.quantity and any(self.patterns.fits(bound.quantity.unit, name) for name in judged):
                patterns += self.patterns.bound_on(bound, X)
        claims = Query((), tuple(patterns)).claims
        stated = self.patterns.stated(claims[0]) if claims else []
        patterns += [*stated, *self._exclusions(join.targets, tuple(patterns)), *extra]
        return Query(("x",), tuple(dict.fromkeys(patterns)), aggregate=self.asked.form.aggregate, top=0)

    def _exclusions(self, targets: frozenset[str], known: Iterable[Pattern] = ()) -> list[Pattern]:
        """What must not hold: the cheapest tie of each excluded thing to the targets."""
        found: list[Pattern] = []
        for mention in self.asked.excluded:
            joins = find_joins(
                self.sketch, [self.anchors.anchor(mention)], targets, (), Rules(identity=True, cues=self.anchors.cues())
            )
            if joins:
                patterns = self.patterns.tie(joins[0].ties[0], X)
                found.append(Without(tuple(p for p in patterns if p not in known) or tuple(patterns)))
        return found

    # ------------------------------------------------------------ values

    def _values(self) -> Iterator[Reading]:
        readings = [*self._value_joins(), *self._value_of_all()]
        yield from sorted(readings, key=lambda reading: reading.cost)
        if not any(name in self.asked.properties for m, name in self.asked.judged if m in self.asked.head):
            yield from self._things()

    def _measured(self) -> tuple[str, ...]:
        """The properties asked for and the more special ones below them."""
        below = [p.name for p in self.words.properties.values() if p.broader in self.asked.properties]
        return tuple(dict.fromkeys((*self.asked.properties, *below)))

    def _value_joins(self) -> Iterator[Reading]:
        """Values whose bearers can be tied to everything named."""
        points = [p for p in self.sketch.points if p.property in self._measured() and self._in_tables(p.tables)]
        bearers = self._of_class(frozenset(p.bearer for p in points))
        if not bearers:
            return
        wishes = [wish for wish in self.anchors.wishes() if wish.relation in _BEARING]
        anchors = self.anchors.anchors()
        plans = [(self.anchors.merged(anchors), 0.0), (self.anchors.merged(anchors, joined=False), 1.0)]
        if self.asked.form.aggregate in ("factor", "difference"):
            plans = plans[1:]
        for group, price in plans:
            needed = [replace(a, needed=self.anchors.is_needed(a)) for a in group]
            for join in find_joins(self.sketch, needed, bearers, wishes, Rules(identity=True, cues=self._value_cues())):
                yield self._value_reading(join, join.cost + price)

    def _of_class(self, bearers: frozenset[str]) -> frozenset[str]:
        """Bearers that are of the class asked for, or cells in which a material plays that role."""
        for name in self.asked.classes:
            role = any(top in self.lexicon.ancestors[name] for top in ROLES)
            bearers = frozenset(
                b for b in bearers if self.lexicon.is_a(b, name) or (role and self.lexicon.is_a(b, "Cell"))
            )
        return bearers

    def _in_tables(self, tables: tuple[int, ...]) -> bool:
        wanted = {s.id for m in self.asked.places for s in m.senses if s.kind == "table"}
        return not wanted or ("any" in wanted and bool(tables)) or any(str(t) in wanted for t in tables)

    def _value_cues(self) -> dict[str, float]:
        """A value belongs to the thing itself before its kin; a cell before a mixture."""
        far = ("causes", "improves", "worsens", "outperforms", "mitigates", "reactsWith", "appliesTo", "affects", "preparedBy",
               "hasFeature", "requires", "stableAgainst", "limits", "pairedWith", "preparedFrom", "forms", "transformsInto")  # fmt: skip
        dear = {mark + name: 1.5 for name in far for mark in ("", "^")}
        kin = 0.0 if self._speaks_of_kin() else 2.5
        return {**dear, "derivedFrom": 9.0, "^derivedFrom": kin, "reportedBy": 0.5, **self.anchors.cues()}

    def _speaks_of_kin(self) -> bool:
        """Whether compounds derived from the one named are meant: dopants, a class or a word say so."""
        others = [a for a in self.anchors.anchors() if self.anchors.sort(a) in ("element", "dopants", "strategies")]
        words = (" famil", " derivative", " based", " substitut", " doped", " doping", " variant", " analog")
        return bool(others or self.asked.classes) or any(w in f" {self.grounded.folded}" for w in words)

    def _value_reading(self, join: Join, cost: float) -> Reading:
        value = Value(X, self._measured(), "v")
        patterns: list[Pattern] = [value]
        for tie in join.ties:
            patterns += self.patterns.tie(tie, X)
        patterns += self._role_of_answer(join.targets)
        for bound in self.asked.bounds:
            patterns += self.patterns.bound_on(bound, X)
        patterns += [*self.patterns.stated("v_claim"), *self._exclusions(join.targets, tuple(patterns))]
        label = " and ".join(self.lexicon.label(p) for p in self.asked.properties)
        about = f"{label} of {self._about(join, self.asked.classes) or 'everything'}"
        return Reading(
            "values", self._ranked(tuple(dict.fromkeys(patterns))), about, left_out=self._left_out(join), cost=cost
        )

    def _value_of_all(self) -> Iterator[Reading]:
        """Values of every member of the class asked for, or of everything."""
        if any(self.anchors.is_needed(a) for a in self.anchors.anchors()) or not self._of_class(self._bearers()):
            return
        patterns: list[Pattern] = [Value(X, self._measured(), "v"), *self._role_of_answer(self._bearers())]
        for bound in self.asked.bounds:
            patterns += self.patterns.bound_on(bound, X)
        patterns += [*self.patterns.stated("v_claim"), *self._exclusions(self._bearers())]
        label = " and ".join(self.lexicon.label(p) for p in self.asked.properties)
        whose = ", ".join(self.lexicon.label(c) for c in self.asked.classes) or "everything"
        if not (
            self.asked.classes
            or self.asked.form.superlative
            or self.asked.bounds
            or self.asked.form.ordered
            or self.asked.places
        ):
            return
        yield Reading(
            "values", self._ranked(tuple(patterns)), f"{label} of every {whose}{self._place_words()}", cost=3.0
        )

    def _bearers(self) -> frozenset[str]:
        return frozenset(b for p in self._measured() for b in self.sketch.bearers.get(p, ()))

    def _role_of_answer(self, bearers: frozenset[str]) -> list[Pattern]:
        """The class asked for holds of the bearer, or of the material that plays that role in a bearing cell."""
        found: list[Pattern] = []
        for name in self.asked.classes:
            role = next((r for top, r in ROLES.items() if top in self.lexicon.ancestors[name]), "")
            members = {b for b in bearers if self.lexicon.is_a(b, name)}
            cells = {b for b in bearers if self.lexicon.is_a(b, "Cell")}
            if name == "Cell" or not (role and cells):
                found.append(Kind(X, (name,)))
            elif role and cells and not members:
                found += [
                    Link(X, (role,), Var("part"), "c_role"),
                    *([Kind(Var("part"), (name,))] if name not in ROLES else []),
                ]
            else:
                found.append(
                    Either(((Kind(X, (name,)),), (Link(X, (role,), Var("part"), "c_role"), Kind(Var("part"), (name,)))))
                )
        return found

    def _ranked(self, patterns: tuple[Pattern, ...]) -> Query:
        form = self.asked.form
        most = next((s for _, s in self.asked.adjectives if s.kind.startswith("most")), None)
        plain = next((s for _, s in self.asked.adjectives if not s.kind.startswith("more")), None)
        low = (
            form.superlative == "low"
            or bool(most and most.kind.endswith("low"))
            or bool(form.superlative and plain and plain.kind.endswith("low"))
        )
        best = self.words.properties[self.asked.properties[0]].better_when
        if "best" in self.grounded.folded.split(" ") and best == "lower":
            low = True
        if form.ordered:
            descending = form.ordered == "descending"
            if form.superlative and "first" in self.grounded.folded.split(" "):
                descending = not low
            return Query(
                self._select(patterns), patterns, "v", descending, form.top if form.top > 1 else 0, form.aggregate
            )
        bounded = any(self.patterns.sign(m) for m in self.asked.bounds)
        if form.superlative or most:
            if bounded and form.top <= 1:
                return Query(self._select(patterns), patterns, "v", not low, 0, form.aggregate)
            return Query(self._select(patterns), patterns, "v", not low, form.top or 1, form.aggregate)
        return Query(self._select(patterns), patterns, aggregate=form.aggregate)

    def _select(self, patterns: tuple[Pattern, ...]) -> tuple[str, ...]:
        text = " ".join(map(str, patterns))
        return ("part", "x") if "?part" in text else ("x",)

    # ------------------------------------------------------------ bounds and places

    # ------------------------------------------------------------ sources, yes or no

    def _sources(self) -> Iterator[Reading]:
        """Who stands behind what is said of the things named, and where."""
        anchors = sorted(self.anchors.anchors(self.asked.anchors), key=lambda a: (-a.weight, -len(a.mention.text)))
        for anchor in anchors:
            relations = tuple(
                name for name in self.words.relations if name not in ("contradicts", "supports", "broader", "partOf")
            )
            node = self.patterns.node(*anchor.nodes)
            claim = "c1"
            either = Either(((Link(node, relations, Var("o"), claim),), (Link(Var("s"), relations, node, claim),)))
            stated = Stated(claim, self.asked.source[0])
            about = f"{self.asked.source[0]}: {anchor.mention.text}"
            yield Reading("sources", Query((), (either, stated)), about, subject=self.asked.source)

    def _whether(self) -> Iterator[Reading]:
        """Claims that join the things named by the relation named, for and against."""
        wishes = [w.relation for w in self.anchors.wishes()]
        ends = self.anchors.anchors()
        properties = [name for _, name in self.asked.judged]
        nodes = [a.nodes for a in ends]
        for first in nodes:
            others = frozenset(n for other in nodes if other is not first for n in other) | frozenset(properties)
            edges = self.sketch.between(first, others)
            named = [e for e in edges if e[1] in wishes or self._opposite(e[1]) in wishes]
            for subject, relation, value, _ in sorted(named):
                link = Link(
                    self.patterns.node(subject),
                    (relation,),
                    self.patterns.node(value),
                    self.patterns.claim_name(X, relation, X),
                    stance="any",
                )
                about = f"whether {self.lexicon.label(subject)} {self.words.relations[relation].label} {self.lexicon.label(value)}"
                yield Reading(
                    "whether", Query((), (link,)), about, subject=("no" if relation not in wishes else "yes",)
                )

    def _opposite(self, relation: str) -> str:
        return self.words.relations[relation].opposite

    # ------------------------------------------------------------ in words

    def _about(self, join: Join, classes: tuple[str, ...]) -> str:
        head = ", ".join(self.lexicon.label(c) for c in classes)
        ties = [self._say(tie) for tie in join.ties if tie.chains]
        return " ".join(filter(None, (head or "what", "; ".join(ties)))) + self._place_words()

    def _say(self, tie: Tie) -> str:
        name = tie.anchor.mention.text
        for step in tie.chains[0]:
            relation = self.words.relations[step.relation]
            label = (relation.inverse_label or f"is what {relation.label}") if step.forward else relation.label
            name = f"{label} {name}"
        return name

    def _left_out(self, join: Join) -> tuple[str, ...]:
        return tuple(tie.anchor.mention.text for tie in join.ties if not tie.chains and tie.anchor.weight > 1)

    def _place_words(self) -> str:
        return f" ({', '.join(m.text for m in self.asked.places)})" if self.asked.places else ""
