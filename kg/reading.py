"""What one question brings along while its readings are made, and the reading that comes of it."""

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from kg.anchors import ROLES, Anchors, role_of
from kg.asked import Asked, read_asked
from kg.cell_conditions import under_conditions
from kg.coverage import Coverage, Hit, Part
from kg.grammar import Form
from kg.ground import Grounded, Mention
from kg.join import Join, Rules, Tie, Wish, find_joins
from kg.lacking import COMPOSITION, Lack, read_lacks
from kg.lexicon import Lexicon
from kg.names import resource
from kg.patterns import Patterns
from kg.query import Concerning, Kind, Link, OneOf, Pattern, Plain, Query, Same, Under, Value, Var, Without
from kg.recall import Recall
from kg.sketch import Sketch, Step
from kg.words import folded

#: Relations of effects, which need not hold for every material.
EFFECTS = frozenset({"improves", "worsens", "affects", "mitigates", "causes", "enables", "limits"})
#: Relations of what people do with materials, and how it is said that nobody did.
_DOING = frozenset({"pairedWith", "combinedWith", "usesMaterial", "hasDopant", "preparedFrom"})
_NEVER_DONE = r"\b(?:ha(?:s|ve)(?: not|n t)(?: yet)?(?: been)?|never(?: been)?|(?:was|were) never|yet to be)\b"
#: How a bound is told.
_BOUNDS = {">": "above", "<": "below", ">=": "at least", "<=": "at most", "range": "between"}
#: The variable of what is asked for.
X = Var("x")


@dataclass(frozen=True)
class Reading:
    """One way to read a question: `kind` is values, things, sources, whether, compare or definition.

    `test` says what decides a comparison: higher or lower and the two things, or a sign and its bounds.
    """

    kind: str
    query: Query
    about: str
    unit: str = ""
    subject: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    form: Form = field(default_factory=lambda: Form("which"))
    cost: float = 0.0
    also: tuple[Query, ...] = ()
    test: tuple[str, ...] = ()

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """The variables of all its queries that hold claims."""
        return tuple(dict.fromkeys(name for query in (self.query, *self.also) for name in query.claims))


class Context:
    """The mentions, the target and the makers of anchors and patterns of one question."""

    def __init__(self, grounded: Grounded, lexicon: Lexicon, sketch: Sketch, recall: Recall) -> None:
        self.grounded, self.lexicon, self.sketch, self.recall = grounded, lexicon, sketch, recall
        self.words = lexicon.vocabulary
        self.asked: Asked = read_asked(
            grounded, lexicon, lambda name: len(sketch.bearers.get(name, ())), self.usual_property
        )
        self.anchors = Anchors(grounded, lexicon, sketch, self.asked)
        self.patterns = Patterns(grounded, self.words, self.asked)

    def with_asked(self, asked: Asked) -> "Context":
        """The same question with another target."""
        other = copy(self)
        for name in ("wishes", "lacks", "is_gap"):
            other.__dict__.pop(name, None)
        other.asked = asked
        other.anchors = Anchors(self.grounded, self.lexicon, self.sketch, asked)
        other.patterns = Patterns(self.grounded, self.words, asked)
        return other

    @cached_property
    def hits(self) -> list[Hit]:
        """The claims that have to do with the question, the one that accounts for most of it first."""
        return Coverage(self.recall, self.lexicon).hits(self.grounded, self.parts)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What of the question claims can account for."""
        return Coverage(self.recall, self.lexicon).parts(self.grounded)

    @cached_property
    def wishes(self) -> frozenset[Wish]:
        """The relations that the question names."""
        return frozenset(self.anchors.wishes())

    @cached_property
    def named(self) -> frozenset[str]:
        """What the mentions themselves stand for, without their kin: things, properties, relations."""
        senses = (sense for mention in self.grounded.mentions for sense in mention.senses)
        return frozenset(sense.id for sense in senses if sense.kind not in ("class", "element"))

    @cached_property
    def without_names(self) -> str:
        """The text with the names of things blanked: "slow cooling" is a thing, not less of one."""
        text = self.grounded.text
        for mention in self.grounded.mentions:
            if mention.of("thing"):
                text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
        return text

    @cached_property
    def compounds(self) -> frozenset[str]:
        """Everything that has a formula."""
        return frozenset(i for ids in self.lexicon.formulas.values() for i in ids)

    @property
    def quantities(self) -> tuple[str, ...]:
        """The properties that are measured in a unit."""
        return tuple(name for name, known in self.words.properties.items() if known.units)

    @property
    def is_denial(self) -> bool:
        """Whether it is asked what does not do something: that nothing is said tells only of composition."""
        asked = self.asked
        verbs = {s.id for _, s in asked.relations if s.kind in ("relation", "inverse")}
        elements = bool(asked.left_out) and all(m.of("element") for m in asked.left_out)
        of_what_it_holds = elements and verbs <= COMPOSITION
        if self.is_gap:
            return False
        told = [m for m, _ in asked.judged] + [m for m, s in asked.adjectives if s.kind in ("high", "low")]
        not_so = any(m.negated and not self._is_lacking(m) for m in told) and not verbs
        return (asked.denied or not_so) and asked.kind != "whether" and not of_what_it_holds and not self.lacks

    @cached_property
    def is_gap(self) -> bool:
        """Whether it is asked what was never done with a thing: a gap of the graph, which needs no denial."""
        verbs = {s.id for _, s in self.asked.verbs}
        never = bool(re.search(_NEVER_DONE, self.grounded.folded))
        return never and bool(self.asked.excluded and self.asked.classes) and verbs <= _DOING

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What is asked for must be without: "undoped", "without dopants"."""
        return read_lacks(self.grounded, self.asked, self.lexicon)

    def usual_property(self, classes: tuple[str, ...]) -> str:
        """The property that most members of some classes have a value of."""
        members = [i for i in self.lexicon.things if classes and self.lexicon.is_a(i, *classes)]
        counts = {name: len(bearers.intersection(members)) for name, bearers in sorted(self.sketch.bearers.items())}
        best = max(counts, key=lambda name: counts[name], default="")
        return best if counts.get(best) else ""

    def measured_in(self, unit: str) -> str:
        """The property with the most values among those measured in a unit; empty for none."""
        names = [name for name, p in self.words.properties.items() if unit in p.units]
        return max(names, key=lambda name: len(self.sketch.bearers.get(name, ())), default="")

    def dopants_of(self, mentions: Iterable[Mention]) -> frozenset[str]:
        """The dopants that mentions name, as elements or by a doping."""
        named = list(mentions)
        elements = {f"dopant-{s.id}" for m in named for s in m.senses if s.kind == "element"}
        things = [i for m in named for i in m.things() if i not in self.compounds]
        own = {i for i in things if i.startswith("dopant-")}
        return frozenset(elements | own | self._reached(things, "hasDopant"))

    def hosts_of(self, mentions: Iterable[Mention]) -> list[str]:
        """The compounds that mentions name, and those to which a doping that they name applies."""
        found: list[str] = []
        for mention in mentions:
            applied = sorted(self._reached(mention.things(), "appliesTo"))
            found += [i for i in (*mention.things(), *applied) if i in self.compounds]
        return list(dict.fromkeys(found))

    def doped_forms(self, host: str, dopants: frozenset[str]) -> frozenset[str]:
        """What is derived from a compound and holds just these dopants."""
        forms = self.lexicon.things[host].derived
        return frozenset(i for i in forms if self._reached((i,), "hasDopant") == dopants)

    def _reached(self, things: Iterable[str], relation: str) -> set[str]:
        return self.sketch.reach(frozenset(things), 1).get((Step(relation, True),), set())

    def members(self, family: Mention) -> frozenset[str]:
        """The kinds of a thing: what stands under it, has it as a feature or is part of it; the dopants of a doping."""
        family_ids = {i for sense in family.things() for i in self.lexicon.with_narrower(sense)}
        found = family_ids - set(family.things())
        for subject, relation, value, held in self.sketch.edges:
            if held and value in family_ids and relation in ("hasFeature", "partOf", "derivedFrom", "broader"):
                found.add(subject)
            elif held and subject in family_ids and relation == "hasDopant":
                found.add(value)
        return frozenset(found)

    def query(self, join: Join, classes: tuple[str, ...]) -> Query:
        """A join as a query for the things it leads to."""
        patterns: list[Pattern] = []
        if classes:
            patterns.append(Kind(X, tuple("Dopant" if c == "Element" else c for c in classes)))
        for tie in join.ties:
            patterns += self.patterns.tie(tie, X)
        judged = {name for _, name in self.asked.judged}
        for bound in self.asked.bounds:
            if bound.quantity and any(self.patterns.fits(bound.quantity.unit, name) for name in judged):
                patterns += self.patterns.bound_on(bound, X)
        patterns += self._concerning(patterns, join)
        patterns += under_conditions(X, classes, patterns, self._circumstances, self.lexicon)
        claims = Query((), tuple(patterns)).claims
        stated = self.patterns.stated(claims[0]) if claims and len(self.asked.places) == 1 else self.placed(classes)
        patterns += [*stated, *self.exclusions(join.targets, tuple(patterns))]
        return Query(("x",), tuple(dict.fromkeys(patterns)), aggregate=self.asked.form.aggregate, top=0)

    def unmet(self, query: Query) -> tuple[str, ...]:
        """The conditions of the question that a query does not ask for."""
        if any(isinstance(p, Under) for p in query.patterns):
            return ()
        return tuple(m.text for m in self._circumstances)

    @property
    def _circumstances(self) -> list[Mention]:
        """The conditions under which something was done, where no property that is named is measured in them."""
        judged = {name for _, name in self.asked.judged}
        given = [m for m in self.asked.bounds if m.quantity and self.patterns.is_circumstance(m)]
        return [m for m in given if not any(self.patterns.fits(m.quantity.unit, n) for n in judged)]  # type: ignore[union-attr]

    def _concerning(self, patterns: Iterable[Pattern], join: Join) -> list[Pattern]:
        """That effects hold for the compounds that the question names, where claims say for which they hold."""
        hosts = {i for tie in join.ties for i in tie.anchor.mention.things() if tie.chains and i in self.compounds}
        if not hosts:
            return []
        forms = (form for host in sorted(hosts) for form in self.lexicon.with_narrower(host))
        node = OneOf(tuple(dict.fromkeys(map(resource, forms))))
        effects = (p for p in patterns if isinstance(p, Link) and EFFECTS.issuperset(p.relations))
        return [Concerning(effect.claim, node) for effect in effects]

    def placed(self, classes: tuple[str, ...]) -> list[Pattern]:
        """That things stand in the places named: as parts of the cells of a table, or with a value of their own."""
        found: list[Pattern] = []
        roles = {role_of(c, self.lexicon) for c in classes}
        for place in self.asked.places:
            at = place.start
            if roles and "" not in roles and self._is_about_cells(place):
                found.append(Link(Var(f"cell{at}"), tuple(sorted(roles)), X, f"c_role{at}"))
                found += self.patterns.stated(f"c_role{at}", (place,))
            else:
                found += [Value(X, self.quantities, f"p{at}"), *self.patterns.stated(f"p{at}_claim", (place,))]
        return found

    def _is_about_cells(self, place: Mention) -> bool:
        """Whether values of cells stand in a table that is named."""
        wanted = {s.id for s in place.senses if s.kind == "table"}
        points = [p for p in self.sketch.points if wanted & set(map(str, p.tables))]
        cells = [p for p in points if self.lexicon.is_a(p.bearer, "Cell")]
        return len(cells) * 2 > len(points)

    def exclusions(self, targets: frozenset[str], known: Iterable[Pattern] = ()) -> list[Pattern]:
        """What must not hold: the cheapest tie of each excluded thing to the targets."""
        found: list[Pattern] = []
        lacking = {lack.mention for lack in self.lacks}
        for mention in self.asked.excluded:
            if mention in lacking:
                continue
            holding = {"^containsElement": -2.0} if mention.of("element") else {}
            rules = Rules(identity=True, cues={**self.anchors.cues(), **holding})
            if own := [i for i in mention.things() if self._is_one_of(i, targets)]:
                found.append(Without((Same(X, self.patterns.node(*own)),)))
                continue
            anchors = self.anchors.anchors([mention]) or [self.anchors.anchor(mention)]
            joins = find_joins(self.sketch, anchors, targets, (), rules)
            if self.is_gap and (cells := self._in_one_cell(mention)):
                found += cells
            elif joins:
                patterns = self.patterns.tie(joins[0].ties[0], X)
                found.append(Without(tuple(p for p in patterns if p not in known) or tuple(patterns)))
        found += [Without((Value(X, (name,), "n"),)) for m, name in self.asked.judged if self._is_lacking(m)]
        for number, lack in enumerate(self.lacks):
            other = Var(f"lack{number}")
            kinds = (Kind(other, (lack.class_name,)),) if lack.class_name else ()
            found.append(Without((Plain(X, (lack.relation,), other), *kinds)))
        negated = [(m, name) for m, name in self.asked.context if m.negated and m not in lacking]
        return [*found, *(Without((Kind(X, (name,)),)) for _, name in negated)]

    def _in_one_cell(self, mention: Mention) -> list[Pattern]:
        """That nothing joins a part of cells with a material: no cell that holds both, and no claim on the two."""
        roles = tuple(dict.fromkeys(role_of(name, self.lexicon) for name in self.asked.classes))
        if not all(roles) or not mention.things():
            return []
        node = self.patterns.node(*mention.things())
        cell = Var(f"never{mention.start}")
        together = (Plain(cell, roles, X), Plain(cell, tuple(ROLES.values()), node))
        one_way = (Plain(X, ("pairedWith", "combinedWith"), node),)
        other_way = (Plain(node, ("pairedWith", "combinedWith"), X),)
        return [Without(together), Without(one_way), Without(other_way)]

    def _is_lacking(self, mention: Mention) -> bool:
        """Whether things without a value of a property are wanted: "electrolytes without an activation energy"."""
        before = folded(self.grounded.text[: mention.start])
        return bool(re.search(r"\b(?:without|lacking|with no)(?: an?| any| the)?(?: value of| figure for)?$", before))

    def _is_one_of(self, thing: str, targets: Iterable[str]) -> bool:
        """Whether a thing left out by name is itself a candidate of the class asked for."""
        return thing in targets and bool(self.asked.classes) and self.lexicon.is_a(thing, *self.asked.classes)

    def about(self, join: Join, classes: tuple[str, ...]) -> str:
        """A join in words: "strategy that mitigates Na2S interphase"."""
        named = [tie.anchor.mention.text for tie in join.ties if tie.chains and not tie.chains[0]]
        told = [self._say(tie) for tie in join.ties if tie.chains and tie.chains[0]]
        head = ", ".join(named) or ", ".join(self.lexicon.label(c) for c in classes) or "anything"
        return (f"{head} that {' and '.join(told)}" if told else head) + self.narrowing()

    def _say(self, tie: Tie) -> str:
        name = tie.anchor.mention.text
        steps = tie.chains[0]
        for place, step in enumerate(steps):
            relation = self.words.relations[step.relation]
            label = (relation.inverse_label or f"is what {relation.label}") if step.forward else relation.label
            name = f"{label} {name}" if place == len(steps) - 1 else f"what {label} {name}"
        return name

    def left_out(self, join: Join) -> tuple[str, ...]:
        """What of the question a join does not use."""
        return tuple(tie.anchor.mention.text for tie in join.ties if not tie.chains and tie.anchor.weight > 1)

    def narrowing(self) -> str:
        """What narrows a question, in brackets: places, bounds and conditions, what is left out."""
        asked = self.asked
        bounds = [f"{_BOUNDS.get(self.patterns.sign(m), '')} {m.text}".strip() for m in asked.bounds]
        left = "no claim of the graph on it with" if self.is_gap else "not"
        words = [*(m.text for m in asked.places), *bounds, *(f"{left} {m.text}" for m in asked.left_out)]
        words += [
            f"without {self.words.relations[lack.relation].range}".lower() for lack in self.lacks if not lack.class_name
        ]
        return f" ({', '.join(dict.fromkeys(words))})" if words else ""
