"""Readings that ask for values: of what is named, of its kin, of the cells it stands in, of all of a class."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice

from kg.anchors import ROLES, role_of
from kg.exchanges import Exchanges
from kg.grammar import is_existential, is_superlative, number_at_end, read_comparison, sets_apart, split_comparison
from kg.ground import Mention
from kg.join import Anchor, Join, Rules, Tie, find_joins
from kg.quantity import Quantity
from kg.query import Circumstance, Either, Kind, Link, Pattern, Query, Same, Under, Value, Var
from kg.reading import Context, Reading, X
from kg.recall import stems_of
from kg.sketch import Point, Step
from kg.words import folded

#: Relations that tie a value to what is named.
_BEARING = frozenset(
    """
    hasCathode hasElectrolyte hasAnode hasInterlayer pairedWith hasDopant containsElement
    usesMaterial preparedBy preparedFrom replaces hasComponent derivedFrom
    """.split()
)
#: Relations that lead away from what a value belongs to.
_FAR = frozenset(
    """
    causes improves worsens outperforms mitigates reactsWith appliesTo affects preparedBy hasFeature
    requires stableAgainst limits pairedWith preparedFrom forms transformsInto
    """.split()
)
#: Relations from a whole to a part of it.
_PARTS = frozenset("hasCathode hasElectrolyte hasAnode hasInterlayer usesMaterial hasComponent".split())
#: Relations by which a thing is inside another.
_WITHIN = frozenset({"hasComponent", "usesMaterial", "partOf"})


class Values:
    """Makes the value readings of one question."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def readings(self) -> Iterator[Reading]:
        """Value readings, the likeliest first."""
        found = sorted([*self._value_joins(), *self._value_of_all()], key=lambda reading: reading.cost)
        # What a bound leaves nothing of is not looked for in another sense.
        yield from found[:1] if any(self.context.patterns.sign(m) for m in self.context.asked.bounds) else found

    def _measured(self) -> tuple[str, ...]:
        """The properties asked for and the more special ones below them; with bounds on several, the first bounded."""
        asked = self.context.asked
        bounded = [
            n
            for m in asked.bounds
            if m.quantity and self.context.patterns.sign(m)
            for n in asked.properties
            if self.context.patterns.fits(m.quantity.unit, n)
        ]
        heads = {name for m, name in asked.judged if m in asked.head}
        if len(set(bounded)) > 1 and not heads:
            return (bounded[0],)
        below = [p.name for p in self.context.words.properties.values() if p.broader in self.context.asked.properties]
        return tuple(dict.fromkeys((*self.context.asked.properties, *below)))

    def compared(self) -> Iterator[Reading]:
        """A yes-or-no question that figures decide: one thing against another, or a thing against a bound."""
        asked = self.context.asked
        judged = [name for m, name in asked.judged if not self._is_circumstance(m)]
        judged += [sense.id for _, sense in asked.adjectives]
        judged += [self.context.usual_property((name,)) for _, name in asked.context]
        judged += [self.context.measured_in(m.quantity.unit) for m in asked.bounds if m.quantity]
        measured = tuple(dict.fromkeys(name for name in judged if self.context.sketch.bearers.get(name)))
        if not measured:
            return
        inner = Values(
            self.context.with_asked(
                replace(asked, kind="values", properties=measured[:1], bounds=(), adjectives=(), context=())
            )
        )
        direction = read_comparison(self.context.grounded.folded)
        if direction and (two := self._two_bearers(measured[0])):
            if any(s.kind.endswith("low") and s.id == measured[0] for _, s in asked.adjectives):
                direction = "lower" if direction == "higher" else "higher"
            yield self._weighed(direction, two, measured[0])
            return
        if exchanged := [*Exchanges(self.context).readings(measured[0])]:
            yield from exchanged
            return
        if self.context.grounded.unknown:
            return
        bound = next((m for m in asked.bounds if self.context.patterns.sign(m)), None)
        if direction and any(s.kind.endswith("low") for _, s in asked.adjectives):
            direction = "lower" if direction == "higher" else "higher"
        things = [a.mention.things()[0] for a in self.context.anchors.anchors() if a.mention.things()]
        for reading in islice(inner.readings(), 1):
            if bound is not None and bound.quantity:
                sign = self.context.patterns.sign(bound)
                of = "any" if is_existential(self.context.grounded.folded) else "all"
                test = (sign, str(bound.quantity.low), str(bound.quantity.high), bound.quantity.unit, of)
                yield replace(reading, kind="compare", test=test)
            elif direction and len(things) >= 2:
                yield replace(reading, kind="compare", test=(direction, things[0], things[1]))

    def _is_circumstance(self, mention: Mention) -> bool:
        """Whether a property only says under what something is: "does it change less under pressure"."""
        return folded(self.context.grounded.text[: mention.start]).endswith((" under", " under the"))

    def _two_bearers(self, name: str) -> tuple[str, str] | None:
        """The two things that a comparison weighs: each side of "than" names one that has a value."""
        halves = split_comparison(self.context.grounded.folded)
        named = [self._bearers_named(half, name) for half in halves[:2]] if halves else []
        if len(named) != 2 or not all(named):
            return None
        first, second = named
        names = {w for b in first | second for w in self._name_words(b)}
        if any(folded(word) not in names for word in self.context.grounded.unknown):
            return None
        if len(first - second) == 1 and len(second - first) == 1:
            return min(first - second), min(second - first)
        return None

    def _bearers_named(self, half: str, name: str) -> frozenset[str]:
        """The things with a value that are named in one half of a comparison, or the forms that its words tell."""
        bearers = self.context.sketch.bearers.get(name, set())
        if doped := self._doped_in(half) & bearers:
            return doped
        things = [a.nodes for a in self.context.anchors.anchors() if not a.class_name]
        own = [n & bearers for n, a in zip(things, self._anchor_texts(), strict=True) if a in half and n & bearers]
        if own:
            return frozenset.intersection(*own)
        forms = {b for n in things for b in bearers if set(self.context.recall.kin.get(b, ())) & n}
        words = {*half.split(" ")}
        told = {b: sum(1.0 for word in self._name_words(b) if word in words) for b in forms}
        best = max(told.values(), default=0.0)
        return frozenset(b for b, weight in told.items() if weight == best)

    def _doped_in(self, half: str) -> frozenset[str]:
        """The forms of a compound named that hold just the dopants named in one half: "more than Mo doping"."""
        named = self.context.asked.anchors
        dopants = self.context.dopants_of(m for m in named if f" {folded(m.text)} " in f" {half} ")
        hosts = self.context.hosts_of(named) if dopants else []
        return next(filter(None, (self.context.doped_forms(host, dopants) for host in hosts)), frozenset())

    def _name_words(self, thing: str) -> list[str]:
        """All words of the names of a thing, "I" of a phase I too."""
        known = self.context.lexicon.things[thing]
        return list(dict.fromkeys(w for text in (known.label, *known.aliases) for w in folded(text).split(" ")))

    def _anchor_texts(self) -> list[str]:
        return [folded(a.mention.text) for a in self.context.anchors.anchors() if not a.class_name]

    def _weighed(self, direction: str, two: tuple[str, str], name: str) -> Reading:
        """One thing against another by their values of a property."""
        patterns: list[Pattern] = [Same(X, self.context.patterns.node(*two)), Value(X, (name,), "v")]
        about = f"{self.context.lexicon.label(name)} of {' and '.join(self.context.lexicon.label(i) for i in two)}"
        patterns += self.context.patterns.stated("v_claim")
        return Reading("compare", Query(("x",), tuple(patterns)), about, test=(direction, *two))

    def _value_joins(self) -> Iterator[Reading]:
        """Values whose bearers can be tied to everything named."""
        measured = frozenset(self._measured())
        points = [p for p in self.context.sketch.points if p.property in measured and self._in_tables(p.tables)]
        bearers = self._of_class(frozenset(p.bearer for p in points))
        if not bearers:
            return
        # That what is asked for is a cathode is no wish to be tied by way of one, unless by an element in it.
        holds = any(m.of("element", "family") for m in self.context.asked.anchors)
        own = {role_of(name, self.context.lexicon) for name in self.context.asked.classes if not holds}
        wishes = [wish for wish in self.context.anchors.wishes() if wish.relation in _BEARING - own]
        anchors = [
            self._with_members(self._with_products(self._with_polymorphs(a, bearers), bearers), bearers)
            for a in self.context.anchors.anchors()
            if not self._names_a_condition(a)
        ]
        anchors = self._with_mixtures(anchors, bearers)
        plans = [(self.context.anchors.merged(anchors), 0.0), (self.context.anchors.merged(anchors, joined=False), 1.0)]
        if self.context.asked.form.aggregate in ("factor", "difference") and len(plans[0][0]) == len(anchors):
            plans = plans[1:]
        for group, price in plans:
            needed = [replace(a, needed=a.needed or self.context.anchors.is_needed(a)) for a in group]
            for join in find_joins(
                self.context.sketch, needed, bearers, wishes, Rules(identity=True, cues=self._value_cues())
            ):
                if not any(self._is_lost(tie) for tie in join.ties) and not any(
                    self._leads_astray(tie) or self._leads_to_sibling(tie) for tie in join.ties
                ):
                    yield self._value_reading(join, join.cost + price)

    def _is_lost(self, tie: Tie) -> bool:
        """Whether a join leaves out a material or a strategy, of which the value asked for is."""
        things = self.context.lexicon.things
        kinds = {things[i].kind for i in tie.anchor.mention.things() if i in things}
        return not tie.chains and tie.anchor.weight > 1 and bool(kinds & {"materials", "strategies", "cells"})

    def _with_products(self, anchor: Anchor, bearers: frozenset[str]) -> Anchor:
        """A doping of a compound ("W-doped NSS") stands for the compounds that come of it."""
        sketch, things = self.context.sketch, self.context.lexicon.things
        found: set[str] = set()
        for node in anchor.nodes:
            if node not in things or things[node].kind != "strategies":
                continue
            near = sketch.reach(frozenset({node}), 1)
            hosts = near.get((Step("appliesTo", True),), set())
            derived = {i for host in hosts if host in things for i in things[host].derived}
            dopants = frozenset(near.get((Step("hasDopant", True),), set()))
            doped = sketch.reach(dopants, 1).get((Step("hasDopant", False),), set()) if dopants else set()
            found |= derived & doped & bearers
        return replace(anchor, nodes=anchor.nodes | found)

    def _with_mixtures(self, anchors: list[Anchor], bearers: frozenset[str]) -> list[Anchor]:
        """Where a compound by itself is set against its mixture, both are meant: "before and after blending with …"."""
        if not sets_apart(self.context.grounded.folded):
            return anchors
        things = self.context.lexicon.things
        named = frozenset(n for a in anchors if not a.class_name for n in a.nodes)
        mixed = frozenset(b for b in bearers if b in things and len(named.intersection(things[b].components)) > 1)
        if not mixed or not named & bearers:
            return anchors
        parts = frozenset(c for b in mixed for c in things[b].components)
        first = next(a for a in anchors if a.nodes & parts)
        rest = [a for a in anchors if not a.nodes & parts]
        return [*rest, replace(first, nodes=(named & parts & bearers) | mixed, needed=True)]

    def _with_members(self, anchor: Anchor, bearers: frozenset[str]) -> Anchor:
        """A family of compounds stands for the members of its class that have a value, and is never left out."""
        lexicon = self.context.lexicon
        if anchor.class_name:
            return anchor
        families = [n for n in anchor.nodes if lexicon.is_family(n) and n not in bearers]
        members = frozenset(b for n in families for b in bearers if lexicon.is_a(b, *lexicon.things[n].classes))
        return replace(anchor, nodes=members, needed=True) if members else anchor

    def _leads_astray(self, tie: Tie) -> bool:
        """Whether a chain goes on from what holds the thing named to a part of it that is not spoken of."""
        asked = self.context.asked
        named = {top for name in (*asked.classes, *(n for _, n in asked.context)) for top in self._above(name)}
        spoken = {role for top, role in ROLES.items() if top in named}
        lasts = {chain[-1] for chain in tie.chains if len(chain) > 1}
        return any(s.forward and s.relation in _PARTS - spoken for s in lasts) and not (
            named - {"Cell", "Thing"} and not spoken
        )

    def _leads_to_sibling(self, tie: Tie) -> bool:
        """Whether a chain goes to what shares a dopant, a group or the like, whose value is not the one asked for."""
        shared = [chain for chain in tie.chains if len(chain) > 1 and chain[0].forward and not chain[1].forward]
        things = self.context.lexicon.things
        named = tie.anchor.mention.things() or tuple(tie.anchor.nodes)
        is_named = all(i in things and things[i].kind in ("materials", "cells") for i in named)
        # What a remedy is made of is also in things that have nothing to do with it.
        apart = any(len(c) > 1 and c[0] == Step("usesMaterial", True) and c[1].relation in _WITHIN for c in tie.chains)
        return apart or (bool(shared) and (is_named or any(c[0].relation == "reportedBy" for c in shared)))

    def _above(self, name: str) -> frozenset[str]:
        return self.context.lexicon.ancestors.get(name, frozenset())

    def _with_polymorphs(self, anchor: Anchor, bearers: frozenset[str]) -> Anchor:
        """A compound without a value of its own as asked for stands for its polymorphs, which have its composition."""
        fitting = bearers & {point.bearer for point in self._under} or bearers
        if anchor.nodes & fitting and not self.context.asked.form.every:
            return anchor
        alike = {i for ids in self.context.lexicon.formulas.values() if anchor.nodes & set(ids[:1]) for i in ids}
        return replace(anchor, nodes=anchor.nodes | frozenset(alike & fitting))

    def _names_a_condition(self, anchor: Anchor) -> bool:
        """Whether a word only says which condition a figure is: "after annealing at 450 °C"."""
        things = self.context.lexicon.things
        if not any(self.context.patterns.is_condition(m) for m in self.context.asked.bounds):
            return False
        if not all(i in things and things[i].kind == "processes" for i in anchor.mention.things()):
            return False
        names = {key for point in self._under for key, _, _ in point.conditions}
        return any(set(stems_of(anchor.mention.text)) <= set(stems_of(key.replace("_", " "))) for key in names)

    @cached_property
    def _under(self) -> tuple[Point, ...]:
        """The values measured under the conditions that the question gives, one of those in the same unit."""
        asked, patterns = self.context.asked, self.context.patterns
        bounds = (m.quantity for m in asked.bounds if m.quantity and patterns.is_condition(m))
        given = [Quantity(q.low, q.unit) for q in bounds]
        units = {q.unit for q in given}
        points = (p for p in self.context.sketch.points if p.property in asked.properties)
        return tuple(p for p in points if {q.unit for q in given if p.is_under(q)} == units)

    def _of_class(self, bearers: frozenset[str]) -> frozenset[str]:
        """Bearers that are of the class asked for, or cells in which a material plays that role."""
        for name in self.context.asked.classes:
            role = role_of(name, self.context.lexicon)
            bearers = frozenset(
                b
                for b in bearers
                if self.context.lexicon.is_a(b, name) or (role and self.context.lexicon.is_a(b, "Cell"))
            )
        return bearers

    def _in_tables(self, tables: tuple[int, ...]) -> bool:
        wanted = self.context.asked.tables
        return not wanted or ("any" in wanted and bool(tables)) or any(str(t) in wanted for t in tables)

    def _value_cues(self) -> dict[str, float]:
        """A value belongs to the thing itself before its kin; a cell before a mixture."""
        dear = {mark + name: 9.0 for name in sorted(_FAR) for mark in ("", "^")}
        kin = 0.0 if self._speaks_of_kin() else 9.0
        return {**dear, "derivedFrom": 9.0, "^derivedFrom": kin, "reportedBy": 0.5, **self.context.anchors.cues()}

    def _speaks_of_kin(self) -> bool:
        """Whether compounds derived from the one named are meant: dopants, a class or a word say so."""
        others = [
            a
            for a in self.context.anchors.anchors()
            if self.context.anchors.sort(a) in ("element", "dopants", "strategies")
        ]
        words = (
            " famil",
            " derivative",
            " based",
            " substitut",
            " doped",
            " doping",
            " variant",
            " analog",
            " forms of",
            " polymorph",
            " phases of",
            " structur",
        )
        if self.context.lacks:
            return False
        return bool(others or self.context.asked.classes) or any(w in f" {self.context.grounded.folded}" for w in words)

    def _value_reading(self, join: Join, cost: float) -> Reading:
        value = Value(X, self._measured(), "v")
        patterns: list[Pattern] = [value]
        for tie in join.ties:
            patterns += self.context.patterns.tie(tie, X)
        patterns += self._role_of_answer(join.targets)
        for bound in self.context.asked.bounds:
            patterns += self.context.patterns.bound_on(bound, X)
        patterns += [*self.context.patterns.stated("v_claim"), *self.context.exclusions(join.targets, tuple(patterns))]
        patterns += [Circumstance("v", text) for text in self._circumstances()]
        patterns = self._conditioned(patterns)
        label = " and ".join(self.context.lexicon.label(p) for p in self.context.asked.properties)
        about = f"{label} of {self.context.about(join, self.context.asked.classes)}"
        return Reading(
            "values",
            self._ranked(tuple(dict.fromkeys(patterns))),
            about,
            left_out=self.context.left_out(join),
            cost=cost,
        )

    def _conditioned(self, patterns: list[Pattern]) -> list[Pattern]:
        """With several properties asked for each condition binds the one said next to it, and those joined with it.

        Of those joined only properties that have a value under the condition: "conductivity and barrier at 250 °C".
        """
        asked = self.context.asked
        heads = [(m, name) for m, name in asked.judged if m in asked.head]
        unders = {m: self.context.patterns.bound_on(m, X) for m in asked.bounds if not self.context.patterns.sign(m)}
        unders = {m: found for m, found in unders.items() if found}
        if not unders or len({m for m, _ in heads}) < 2:
            return _either_of_a_unit(patterns)
        told = {name for _, name in heads}
        bound: dict[tuple[Mention | None, str], list[Pattern]] = {head: [] for head in heads}
        bound |= {(None, name): [] for name in self._measured() if name not in told}
        for mention, found in unders.items():
            before = [head for head in heads if head[0].end <= mention.start]
            after = [head for head in heads if head[0].start >= mention.end]
            leads = any(m.start == mention.end + 1 for m, _ in heads)
            if not leads and not before:
                return _either_of_a_unit(patterns)
            for head in (after[0],) if leads else self._joined(mention, heads):
                bound[head] += found
        held = {head: _either_of_a_unit(conditions) for head, conditions in bound.items()}
        split = Either(tuple((Value(X, (name,), "v"), *conditions) for (_, name), conditions in held.items()))
        rest = [p for p in patterns if not isinstance(p, Under) and not (isinstance(p, Value) and p.name == "v")]
        return [split, *rest]

    def _joined(self, condition: Mention, heads: list[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
        """The property asked for last before a condition, and those before it with nothing but "and" between them."""
        before = [(m, name) for m, name in heads if m.end <= condition.start]
        text, quantity = self.context.grounded.text, condition.quantity
        last = before[-1][0]
        found = [head for head in before if head[0] is last]
        for mention, name in reversed(before[: -len(found)]):
            between = folded(text[mention.end : last.start]).replace("the ", "").strip()
            if mention is not last and between not in ("and", "&", ",", ", and", "or"):
                break
            last = mention
            points = (p for p in self.context.sketch.points if p.property == name)
            if quantity and any(p.is_under(Quantity(quantity.low, quantity.unit)) for p in points):
                found.append((mention, name))
        return found

    def _value_of_all(self) -> Iterator[Reading]:
        """Values of every member of the class asked for, or of everything."""
        anchors = self.context.anchors.anchors()
        if any(a.needed or self.context.anchors.is_needed(a) for a in anchors):
            return
        if not self._of_class(self._bearers()):
            return
        patterns: list[Pattern] = [Value(X, self._measured(), "v"), *self._role_of_answer(self._bearers())]
        for bound in self.context.asked.bounds:
            patterns += self.context.patterns.bound_on(bound, X)
        patterns += [*self.context.patterns.stated("v_claim"), *self.context.exclusions(self._bearers())]
        label = " and ".join(self.context.lexicon.label(p) for p in self.context.asked.properties)
        whose = ", ".join(self.context.lexicon.label(c) for c in self.context.asked.classes) or "thing"
        if not (
            self.context.asked.classes
            or self.context.asked.form.superlative
            or self.context.asked.bounds
            or self.context.asked.form.ordered
            or self.context.asked.places
        ):
            return
        patterns += [Circumstance("v", text) for text in self._circumstances()]
        yield Reading(
            "values", self._ranked(tuple(patterns)), f"{label} of every {whose}{self.context.narrowing()}", cost=3.0
        )

    def _circumstances(self) -> list[str]:
        """Conditions named in words."""
        return [sense.id for m in self.context.grounded.mentions if (sense := m.of("condition"))]

    def _bearers(self) -> frozenset[str]:
        return frozenset(b for p in self._measured() for b in self.context.sketch.bearers.get(p, ()))

    def _role_of_answer(self, bearers: frozenset[str]) -> list[Pattern]:
        """The class asked for holds of the bearer, or of the material that plays that role in a bearing cell."""
        found: list[Pattern] = []
        for name in self.context.asked.classes:
            role = role_of(name, self.context.lexicon)
            members = {b for b in bearers if self.context.lexicon.is_a(b, name)}
            cells = {b for b in bearers if self.context.lexicon.is_a(b, "Cell")}
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
        form = self.context.asked.form
        form_things = [a for a in self.context.anchors.anchors() if not a.class_name]
        found = next(((m, s) for m, s in self.context.asked.adjectives if s.kind.startswith("most")), None)
        most = found[1] if found else None
        number = number_at_end(self.context.grounded.text[: found[0].start].lower()) if found else 0
        plain = next((s for _, s in self.context.asked.adjectives if not s.kind.startswith("more")), None)
        low = (
            form.superlative == "low"
            or bool(most and most.kind.endswith("low"))
            or bool(form.superlative and plain and plain.kind.endswith("low"))
        )
        best = self.context.words.properties[self._ranked_by() or self.context.asked.properties[0]].better_when
        words = self.context.grounded.folded.split(" ")
        if best == "lower" and form.superlative and {"best", "worst", "poorest"}.intersection(words):
            low = "best" in words
        if (other := self._ranked_by()) and (form.superlative or most):
            ranked = (*patterns, Value(X, (other,), "r"), *self.context.patterns.stated("r_claim"))
            return Query(self._select(patterns), ranked, "r", not low, form.top or 1, form.aggregate)
        if form.aggregate.startswith("extremes"):
            return Query(self._select(patterns), patterns, "v", False, 0, form.aggregate)
        if form.ordered:
            orders = {"descending": True, "ascending": False, "best": best != "lower", "worst": best == "lower"}
            descending = not low if form.superlative else orders[form.ordered]
            return Query(
                self._select(patterns), patterns, "v", descending, form.top if form.top > 1 else 0, form.aggregate
            )
        weighed = (
            form.aggregate not in ("factor", "difference")
            and any(s.kind.startswith("more") for _, s in self.context.asked.adjectives)
            and len(form_things) > 1
        )
        bounded = any(self.context.patterns.sign(m) for m in self.context.asked.bounds)
        if form.superlative or most or weighed:
            if bounded and form.top <= 1:
                return Query(self._select(patterns), patterns, "v", not low, 0, form.aggregate)
            return Query(self._select(patterns), patterns, "v", not low, form.top or number or 1, form.aggregate)
        if bounded:
            return Query(self._select(patterns), patterns, "v", not low, 0, form.aggregate)
        return Query(self._select(patterns), patterns, aggregate=form.aggregate)

    def _ranked_by(self) -> str:
        """A property that the superlative belongs to when another one is asked for: "… with the smallest …"."""
        asked = self.context.asked
        if asked.chosen_by:
            return asked.chosen_by
        heads = {name for m, name in asked.judged if m in asked.head}
        others = [(m, name) for m, name in asked.judged if name not in asked.properties]
        if not heads or not others:
            return ""
        before = folded(self.context.grounded.text[max(0, others[0][0].start - 24) : others[0][0].start]).split(" ")
        return others[0][1] if is_superlative(before[-1]) else ""

    def _select(self, patterns: tuple[Pattern, ...]) -> tuple[str, ...]:
        text = " ".join(map(str, patterns))
        return ("part", "x") if "?part" in text else ("x",)


def _either_of_a_unit(patterns: list[Pattern]) -> list[Pattern]:
    """Patterns in which conditions of one unit are alternatives: "in cycle 1 and after 140 cycles"."""
    groups: dict[str, list[Under]] = {}
    for pattern in patterns:
        if isinstance(pattern, Under):
            groups.setdefault(pattern.unit, []).append(pattern)
    several = {unit: group for unit, group in groups.items() if len(group) > 1}
    rest = [p for p in patterns if not (isinstance(p, Under) and p.unit in several)]
    return [*rest, *(Either(tuple((one,) for one in group)) for group in several.values())]
