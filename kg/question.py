"""Mentions -> readings: queries over the schema, likeliest first, each with what it is about in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.asked import Asked, read_asked
from kg.errors import UnitError
from kg.formula import elements
from kg.grammar import Form, comparison_after, comparison_before
from kg.ground import Grounded, Mention
from kg.join import Anchor, Join, Rules, Tie, Wish, find_joins
from kg.lexicon import Lexicon
from kg.names import resource
from kg.quantity import Quantity
from kg.query import Compare, Credit, Either, Kind, Link, Node, OneOf, Pattern, Plain, Query, Same, Stated, Under, Value, Var, Without, things
from kg.sketch import STRUCTURAL, Chain, Sketch, Step
from kg.words import tokenize

X, CELL = Var("x"), Var("cell")
ROLES = {"CathodeMaterial": "hasCathode", "Electrolyte": "hasElectrolyte", "AnodeMaterial": "hasAnode", "InterlayerMaterial": "hasInterlayer"}
OUTCOMES = frozenset({"causes", "improves", "worsens", "forms", "mitigates", "enables", "limits", "transformsInto", "manifestsAs"})
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


def read_question(grounded: Grounded, lexicon: Lexicon, sketch: Sketch) -> list[Reading]:
    """Every reading of a question, the likeliest first; none when nothing in it can be read."""
    if any(mention.of("unknown") for mention in grounded.mentions):
        return []
    return list(_Reader(grounded, lexicon, sketch).readings())


class _Reader:
    def __init__(self, grounded: Grounded, lexicon: Lexicon, sketch: Sketch) -> None:
        self.grounded, self.lexicon, self.sketch = grounded, lexicon, sketch
        self.words = lexicon.vocabulary
        self.asked: Asked = read_asked(grounded, lexicon, lambda name: len(sketch.bearers[name]) if name in sketch.bearers else 0)
        self.claims: dict[tuple[Node, str, Node], str] = {}

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
        for reading in shape():
            yield replace(reading, form=self.asked.form, unit=self.asked.unit or self._bound_unit())

    def _bound_unit(self) -> str:
        return next((m.quantity.unit for m in self.asked.bounds if m.quantity and self._sign(m)), "")

    # ------------------------------------------------------------ anchors

    def _anchors(self, mentions: Iterable[Mention] | None = None) -> list[Anchor]:
        measured = {m for m, name in self.asked.judged if name in self.asked.properties}
        found = [self._anchor(m) for m in (self.asked.anchors if mentions is None else mentions) if m not in measured and not self._says_nothing(m)]
        if mentions is None:
            for mention, name in self.asked.context:
                members = frozenset(i for i in self.lexicon.things if self.lexicon.is_a(i, name))
                found.append(Anchor(mention, members, 0.5, class_name=name))
        return [anchor for anchor in found if anchor.nodes]

    def _anchor(self, mention: Mention) -> Anchor:
        nodes: list[str] = []
        weight = 2.5
        if mention.of("class") and not mention.of("thing"):
            weight = 1.0
        for sense in mention.senses:
            if sense.kind == "thing":
                nodes += self.lexicon.with_narrower(sense.id)
                weight = self._weight(sense.id) if len(nodes) == 1 else weight
                if mention.of("class") and sense.how != "label":
                    weight = 1.0
            elif sense.kind == "element":
                nodes += [f"element-{sense.id}", f"dopant-{sense.id}"]
            elif sense.kind == "property" and nodes:
                nodes.append(sense.id)
            elif sense.kind == "family":
                members = [s for s, e in elements().items() if sense.id in e.families]
                nodes += [prefix + s for s in members for prefix in ("element-", "dopant-")]
        return Anchor(mention, frozenset(nodes), weight)

    def _weight(self, identifier: str) -> float:
        """Families and bare metals are often only the setting of a question; compounds and failures are its point."""
        thing = self.lexicon.things[identifier]
        if self.lexicon.is_family(identifier):
            return 0.7
        if thing.kind == "materials" and not any(c.isdigit() for c in thing.label):
            return 1.2
        return 3.0

    def _says_nothing(self, mention: Mention) -> bool:
        """An element before a class whose members nearly all hold it: "Na sulfide electrolytes"."""
        element, after = mention.of("element"), [m for m in self.grounded.mentions if m.start == mention.end + 1]
        name = after[0].of("class") if after else None
        if element is None or name is None:
            return False
        members = [i for i in self.lexicon.things if self.lexicon.is_a(i, name.id)]
        holding = self.sketch.reach(frozenset({f"element-{element.id}"}), 1).get((Step("containsElement", False),), set())
        return len(holding.intersection(members)) * 2 > len(members)

    def _wishes(self) -> list[Wish]:
        """Relations named in the question, and on which side of them the anchors stand."""
        found = []
        for mention, sense in self.asked.relations:
            after = [a for a in self.asked.anchors if a.start >= mention.end]
            before = [a for a in self.asked.anchors if a.end <= mention.start]
            forward: bool | None = None
            if sense.kind in ("relation", "inverse") and bool(after) != bool(before):
                forward = bool(before) == (sense.kind == "relation")
            elif sense.kind in ("noun", "inverse-noun"):
                forward = sense.kind == "inverse-noun"
            found.append(Wish(sense.id, forward))
        if any(wish.relation == "pairedWith" for wish in found):
            found += [Wish(role) for role in ROLES.values()]
        return found

    def _cues(self) -> dict[str, float]:
        """What the words next to an element say: doped with it, or merely holding it."""
        near = " ".join(self._fold(self.grounded.text[max(0, m.start - 16) : m.end + 18]) for m in self.asked.anchors)
        if any(cue in near for cue in ("dop", "substitut", "replac", "swap")):
            return {"^containsElement": 2.0, "^hasDopant": -0.4, "^replaces": -0.2}
        return {"^hasDopant": 0.3, "^hasComponent": 0.4}

    def _fold(self, text: str) -> str:
        return " ".join(token.fold for token in tokenize(text))

    def _merged(self, anchors: list[Anchor], *, joined: bool = True) -> list[Anchor]:
        """Anchors listed as alternatives ("A, B or C") become one; with `joined` false all materials do."""
        groups: list[list[Anchor]] = []
        if not joined:
            anchors = sorted(anchors, key=self._sort)
            for anchor in anchors:
                if groups and self._alternative(groups[-1][-1], anchor, joined):
                    groups[-1].append(anchor)
                else:
                    groups.append([anchor])
            return [self._union(group) for group in groups]
        for anchor in sorted(anchors, key=lambda a: a.mention.start):
            if groups and self._alternative(groups[-1][-1], anchor, joined):
                groups[-1].append(anchor)
            else:
                groups.append([anchor])
        return [self._union(group) for group in groups]

    def _alternative(self, one: Anchor, other: Anchor, joined: bool) -> bool:
        if one.class_name or other.class_name or self._sort(one) != self._sort(other):
            return False
        if not joined:
            return True
        between = self.grounded.text[one.mention.end : other.mention.start].lower().strip(" $()")
        if re_both(self.grounded.folded):
            return False
        return between in (",", "or", ", or", "/", "and", ", and", "vs", "vs.", "versus", "nor", "&", "+", "and/or", "or the", "and the")

    def _sort(self, anchor: Anchor) -> str:
        kinds = sorted(self.lexicon.things[n].kind for n in anchor.nodes if n in self.lexicon.things and not n.startswith("dopant-"))
        return kinds[0] if kinds else "dopants" if any(n in self.lexicon.things for n in anchor.nodes) else "element"

    def _union(self, group: list[Anchor]) -> Anchor:
        if len(group) == 1:
            return group[0]
        nodes = frozenset(n for a in group for n in a.nodes)
        first = group[0].mention
        mention = replace(first, text=", ".join(a.mention.text for a in group), senses=tuple(s for a in group for s in a.mention.senses))
        needed = any(a.needed for a in group)
        return Anchor(mention, nodes, max(a.weight for a in group), needed, members=tuple(a.nodes for a in group))

    # ------------------------------------------------------------ shapes of question

    def _definition(self) -> Iterator[Reading]:
        mention = [*self.asked.anchors, *(m for m, _ in self.asked.context), *(m for m, _ in self.asked.judged)][0]
        sense = mention.of("thing") or mention.of("property") or mention.of("class")
        if sense:
            yield Reading("definition", Query(("x",), ()), f"what {self.lexicon.label(sense.id)} is", subject=(sense.id,))

    def _things(self) -> Iterator[Reading]:
        roles = [c for c in self.asked.classes if any(top in self.lexicon.ancestors[c] for top in ROLES)]
        if len(roles) > 1 and len(roles) == len(self.asked.classes):
            yield from self._several(roles)
            return
        candidates = self._members(self.asked.classes)
        yield from self._joined(candidates, self._wishes(), "things", Rules(cues=self._cues()), self.asked.classes)
        if not self.asked.classes:
            return
        yield from self._listing()

    def _several(self, classes: list[str]) -> Iterator[Reading]:
        """Two kinds of thing asked for at once: the likeliest reading for each, put together."""
        firsts = []
        for name in classes:
            rules = Rules(cues=self._cues())
            firsts.append(next(self._joined(self._members((name,)), self._wishes(), "things", rules, (name,)), None))
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
        patterns: list[Pattern] = [Kind(X, self.asked.classes), *self._exclusions(frozenset(self._members(self.asked.classes)))]
        if self.asked.places:
            patterns = [Value(X, self._all_measured(), "v"), *patterns, *self._stated("v_claim")]
        label = ", ".join(self.lexicon.label(c) for c in self.asked.classes)
        yield Reading("things", Query(("x",), tuple(patterns), aggregate=self.asked.form.aggregate), f"every {label}{self._place_words()}")

    def _all_measured(self) -> tuple[str, ...]:
        return tuple(name for name, p in self.words.properties.items() if p.units)

    def _outcome(self) -> Iterator[Reading]:
        """What follows from the things named."""
        wishes = [Wish(name, True) for name in OUTCOMES]
        candidates = frozenset((*self.lexicon.things, *self.words.properties))
        yield from self._joined(candidates, wishes, "things", Rules(OUTCOMES, True, cues=self._cues(), together=True))

    def _cause(self) -> Iterator[Reading]:
        """What brings the things named about."""
        wishes = [Wish("causes", False)]
        candidates = frozenset((*self.lexicon.things, *self.words.properties))
        last = frozenset({"causes", "requires", "worsens"})
        yield from self._joined(candidates, wishes, "things", Rules(last, False, cues=self._cues()))

    def _described(self, anchors: list[Anchor]) -> list[Anchor]:
        """Elements that together describe a doping ("W6+ on the Sb5+ site") become the strategies that do just that."""
        parts = [a for a in anchors if self._sort(a) in ("element", "dopants")]
        if not parts or not self._tells_of_doping():
            return anchors
        fitting: set[str] | None = None
        for part in parts:
            dopants = {n for n in part.nodes if n.startswith("dopant-")}
            users = {s for s, r, o, held in self.sketch.edges if held and r in ("hasDopant", "replaces") and o in dopants}
            fitting = users if fitting is None else fitting & users
        hosts = [a for a in anchors if self._sort(a) == "materials" and a.weight > 2]
        for host in hosts:
            near = {s for s, r, o, _ in self.sketch.edges if r in ("appliesTo", "usesMaterial", "derivedFrom") and o in host.nodes}
            fitting = (fitting or set()) & near or fitting
        strategies = frozenset(i for i in fitting or () if self.lexicon.is_a(i, "Strategy"))
        if not strategies:
            return anchors
        mention = replace(parts[0].mention, text=" / ".join(p.mention.text for p in parts))
        rest = [a for a in anchors if a not in parts and a not in hosts]
        return [Anchor(mention, strategies, 3.0), *rest]

    def _tells_of_doping(self) -> bool:
        cues = ("dop", "substitut", "replac", "swap", "site", "exchang", "put on", "introduc")
        return any(cue in self.grounded.folded for cue in cues)

    def _joined(
        self, candidates: frozenset[str], wishes: list[Wish], kind: str, rules: Rules, classes: tuple[str, ...] = ()
    ) -> Iterator[Reading]:
        anchors = self._merged([*self._anchors(), *self._judged_anchors()])
        if not any(self.lexicon.ancestors[c] & {"Material", "Dopant", "Element", "Strategy"} for c in classes):
            anchors = self._described(anchors)
        for join in find_joins(self.sketch, anchors, candidates, wishes, rules):
            query = self._query(join, classes)
            yield Reading(kind, query, self._about(join, classes), left_out=self._left_out(join), cost=join.cost)

    def _judged_anchors(self) -> list[Anchor]:
        """Properties and adjectives that the question does not ask for but turns on."""
        heads = {*self.asked.head, *self.asked.anchors}
        found = [Anchor(m, frozenset({name}), 2.0) for m, name in self.asked.judged if m not in heads]
        for mention, sense in self.asked.adjectives:
            last = mention.text.split(" ")[-1].lower()
            named = {s.id for s in self.lexicon.phrases.get(last, ()) if s.kind == "thing"}
            weight = 2.0 if sense.kind.startswith("more") else 0.5
            found.append(Anchor(mention, frozenset({sense.id, *named}), weight))
        return found

    # ------------------------------------------------------------ a join as a query

    def _query(self, join: Join, classes: tuple[str, ...], extra: Iterable[Pattern] = ()) -> Query:
        patterns: list[Pattern] = []
        if classes:
            patterns.append(Kind(X, tuple("Dopant" if c == "Element" else c for c in classes)))
        for tie in join.ties:
            patterns += self._tie_patterns(tie, X)
        judged = {name for _, name in self.asked.judged}
        for bound in self.asked.bounds:
            if bound.quantity and any(self._fits(bound.quantity.unit, name) for name in judged):
                patterns += self._bound_on(bound, X)
        claims = Query((), tuple(patterns)).claims
        stated = self._stated(claims[0]) if claims else []
        patterns += [*stated, *self._exclusions(join.targets, tuple(patterns)), *extra]
        return Query(("x",), tuple(dict.fromkeys(patterns)), aggregate=self.asked.form.aggregate, top=0)

    def _tie_patterns(self, tie: Tie, target: Var) -> list[Pattern]:
        """The relations of the chains, from the thing named to the target."""
        if not tie.chains:
            return []
        if not tie.chains[0]:
            return [self._is(target, tie.anchor)]
        patterns: list[Pattern] = []
        node: Node = self._node(tie.anchor)
        if tie.anchor.class_name:
            node = Var(f"k{tie.anchor.mention.start}")
            patterns.append(Kind(node, (tie.anchor.class_name,)))
        lasts = tuple(dict.fromkeys(chain[-1] for chain in tie.chains))
        middle = Var(f"via_{'_'.join(s.relation for s in lasts)}{int(lasts[0].forward)}"[:40])
        if len(tie.chains[0]) == 1 and tie.anchor.class_name:
            return [Kind(middle, (tie.anchor.class_name,)), self._step(middle, lasts, target)]
        if len(tie.chains[0]) == 1:
            return [self._step(node, lasts, target)]
        firsts = tuple((self._step(node, (first,), middle),) for first in dict.fromkeys(chain[0] for chain in tie.chains))
        patterns += firsts[0] if len(firsts) == 1 else (Either(firsts),)
        return [*patterns, self._step(middle, lasts, target)]

    def _is(self, target: Var, anchor: Anchor) -> Pattern:
        return Same(target, self._node(anchor))

    def _node(self, anchor: Anchor) -> OneOf:
        return things(*sorted(n for n in anchor.nodes))

    def _step(self, node: Node, steps: tuple[Step, ...], after: Node) -> Pattern:
        subject, value = (node, after) if steps[0].forward else (after, node)
        relations = tuple(step.relation for step in steps)
        if relations == ("reportedBy",):
            return Credit(subject, value, self._claim_name(subject, "reportedBy", value))
        if STRUCTURAL.issuperset(relations):
            return Plain(subject, relations, value)
        return Link(subject, relations, value, self._claim_name(subject, "|".join(relations), value))

    def _claim_name(self, subject: Node, relation: str, value: Node) -> str:
        """One variable for one claim: the same pattern met twice is the same claim."""
        key = (subject, relation, value)
        if key not in self.claims:
            self.claims[key] = f"c{len(self.claims) + 1}"
        return self.claims[key]

    def _exclusions(self, targets: frozenset[str], known: Iterable[Pattern] = ()) -> list[Pattern]:
        """What must not hold: the cheapest tie of each excluded thing to the targets."""
        found: list[Pattern] = []
        for mention in self.asked.excluded:
            joins = find_joins(self.sketch, [self._anchor(mention)], targets, (), Rules(identity=True, cues=self._cues()))
            if joins:
                patterns = self._tie_patterns(joins[0].ties[0], X)
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
        wishes = [wish for wish in self._wishes() if wish.relation in _BEARING]
        anchors = self._anchors()
        plans = [(self._merged(anchors), 0.0), (self._merged(anchors, joined=False), 1.0)]
        if self.asked.form.aggregate in ("factor", "difference"):
            plans = plans[1:]
        for group, price in plans:
            needed = [replace(a, needed=self._is_needed(a)) for a in group]
            for join in find_joins(self.sketch, needed, bearers, wishes, Rules(identity=True, cues=self._value_cues())):
                yield self._value_reading(join, join.cost + price)

    def _is_needed(self, anchor: Anchor) -> bool:
        """Compounds, elements and cells are never left out of a question on values."""
        if anchor.mention.of("class") or anchor.class_name or anchor.weight < 2.5:
            return False
        return self._sort(anchor) in ("materials", "element", "cells", "dopants")

    def _of_class(self, bearers: frozenset[str]) -> frozenset[str]:
        """Bearers that are of the class asked for, or cells in which a material plays that role."""
        for name in self.asked.classes:
            role = any(top in self.lexicon.ancestors[name] for top in ROLES)
            bearers = frozenset(b for b in bearers if self.lexicon.is_a(b, name) or (role and self.lexicon.is_a(b, "Cell")))
        return bearers

    def _in_tables(self, tables: tuple[int, ...]) -> bool:
        wanted = {s.id for m in self.asked.places for s in m.senses if s.kind == "table"}
        return not wanted or ("any" in wanted and bool(tables)) or any(str(t) in wanted for t in tables)

    def _value_cues(self) -> dict[str, float]:
        """A value belongs to the thing itself before its kin; a cell before a mixture."""
        far = ("causes", "improves", "worsens", "outperforms", "mitigates", "reactsWith", "appliesTo", "affects", "preparedBy",
               "hasFeature", "requires", "stableAgainst", "limits", "pairedWith")  # fmt: skip
        dear = {mark + name: 1.5 for name in far for mark in ("", "^")}
        return {**dear, "derivedFrom": 1.2, "reportedBy": 0.5, **self._cues()}

    def _value_reading(self, join: Join, cost: float) -> Reading:
        value = Value(X, self._measured(), "v")
        patterns: list[Pattern] = [value]
        for tie in join.ties:
            patterns += self._tie_patterns(tie, X)
        patterns += self._role_of_answer(join.targets)
        for bound in self.asked.bounds:
            patterns += self._bound_on(bound, X)
        patterns += [*self._stated("v_claim"), *self._exclusions(join.targets, tuple(patterns))]
        label = " and ".join(self.lexicon.label(p) for p in self.asked.properties)
        about = f"{label} of {self._about(join, self.asked.classes) or 'everything'}"
        return Reading("values", self._ranked(tuple(dict.fromkeys(patterns))), about, left_out=self._left_out(join), cost=cost)

    def _value_of_all(self) -> Iterator[Reading]:
        """Values of every member of the class asked for, or of everything."""
        if any(self._is_needed(a) for a in self._anchors()) or not self._of_class(self._bearers()):
            return
        patterns: list[Pattern] = [Value(X, self._measured(), "v"), *self._role_of_answer(self._bearers())]
        for bound in self.asked.bounds:
            patterns += self._bound_on(bound, X)
        patterns += [*self._stated("v_claim"), *self._exclusions(self._bearers())]
        label = " and ".join(self.lexicon.label(p) for p in self.asked.properties)
        whose = ", ".join(self.lexicon.label(c) for c in self.asked.classes) or "everything"
        if not (self.asked.classes or self.asked.form.superlative or self.asked.bounds or self.asked.form.ordered or self.asked.places):
            return
        yield Reading("values", self._ranked(tuple(patterns)), f"{label} of every {whose}{self._place_words()}", cost=3.0)

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
                found += [Link(X, (role,), Var("part"), "c_role"), *([Kind(Var("part"), (name,))] if name not in ROLES else [])]
            else:
                found.append(Either(((Kind(X, (name,)),), (Link(X, (role,), Var("part"), "c_role"), Kind(Var("part"), (name,))))))
        return found

    def _ranked(self, patterns: tuple[Pattern, ...]) -> Query:
        form = self.asked.form
        most = next((s for _, s in self.asked.adjectives if s.kind.startswith("most")), None)
        plain = next((s for _, s in self.asked.adjectives if not s.kind.startswith("more")), None)
        low = form.superlative == "low" or bool(most and most.kind.endswith("low")) or bool(form.superlative and plain and plain.kind.endswith("low"))
        best = self.words.properties[self.asked.properties[0]].better_when
        if "best" in self.grounded.folded.split(" ") and best == "lower":
            low = True
        if form.ordered:
            descending = form.ordered == "descending"
            if form.superlative and "first" in self.grounded.folded.split(" "):
                descending = not low
            return Query(self._select(patterns), patterns, "v", descending, form.top if form.top > 1 else 0, form.aggregate)
        bounded = any(self._sign(m) for m in self.asked.bounds)
        if form.superlative or most:
            if bounded and form.top <= 1:
                return Query(self._select(patterns), patterns, "v", not low, 0, form.aggregate)
            return Query(self._select(patterns), patterns, "v", not low, form.top or 1, form.aggregate)
        return Query(self._select(patterns), patterns, aggregate=form.aggregate)

    def _select(self, patterns: tuple[Pattern, ...]) -> tuple[str, ...]:
        text = " ".join(map(str, patterns))
        return ("part", "x") if "?part" in text else ("x",)

    # ------------------------------------------------------------ bounds and places

    def _bound_on(self, mention: Mention, target: Var) -> list[Pattern]:
        """A quantity of the question: a bound on a property, or a condition of the value asked for."""
        quantity = mention.quantity
        if quantity is None:
            return []
        sign = self._sign(mention)
        near = [name for m, name in sorted(self.asked.judged, key=lambda pair: abs(pair[0].start - mention.start))]
        fits = [name for name in (*near, *self.asked.properties) if self._fits(quantity.unit, name)]
        if sign and fits:
            name = "v" if self.asked.kind == "values" and fits[0] in self.asked.properties[:1] else f"w{mention.start}"
            value = [] if name == "v" else [Value(target, (fits[0],), name), *self._stated(f"{name}_claim")]
            base = self.words.properties[fits[0]].base_unit
            low = Quantity(quantity.low, quantity.unit).to(base).value
            high = Quantity(quantity.high, quantity.unit).to(base).value if sign == "range" else None
            return [*value, Compare(name, sign, low, high)]
        if self.asked.kind == "values" and not sign:
            return [Under("v", quantity.low, quantity.unit)]
        return []

    def _sign(self, mention: Mention) -> str:
        quantity, text = mention.quantity, self.grounded.text
        if quantity and quantity.sign in ("<", ">", "<=", ">=", "range"):
            return quantity.sign
        after = comparison_after(self._fold(text[mention.end : mention.end + 24]))
        return after or comparison_before(self._fold(text[max(0, mention.start - 40) : mention.start]))

    def _fits(self, unit: str, name: str) -> bool:
        base = self.words.properties[name].base_unit
        try:
            return bool(base) and bool(Quantity(1.0, unit).to(base))
        except UnitError:
            return False

    def _stated(self, claim: str) -> list[Pattern]:
        found: list[Pattern] = []
        for mention in self.asked.places:
            for kind, relation, prefix in (("table", "statedInTable", "table-"), ("section", "statedIn", "section-"), ("reference", "cites", "ref-")):
                numbers = [s.id for s in mention.senses if s.kind == kind]
                if numbers:
                    iris = () if "any" in numbers else tuple(resource(prefix + n) for n in numbers)
                    found.append(Stated(claim, relation, iris))
        return found

    # ------------------------------------------------------------ sources, yes or no

    def _sources(self) -> Iterator[Reading]:
        """Who stands behind what is said of the things named, and where."""
        anchors = sorted(self._anchors(self.asked.anchors), key=lambda a: (-a.weight, -len(a.mention.text)))
        for anchor in anchors:
            relations = tuple(name for name in self.words.relations if name not in ("contradicts", "supports", "broader", "partOf"))
            node = self._node(anchor)
            claim = "c1"
            either = Either(((Link(node, relations, Var("o"), claim),), (Link(Var("s"), relations, node, claim),)))
            stated = Stated(claim, self.asked.source[0])
            about = f"{self.asked.source[0]}: {anchor.mention.text}"
            yield Reading("sources", Query((), (either, stated)), about, subject=self.asked.source)

    def _whether(self) -> Iterator[Reading]:
        """Claims that join the things named by the relation named, for and against."""
        wishes = [w.relation for w in self._wishes()]
        ends = self._anchors()
        properties = [name for _, name in self.asked.judged]
        nodes = [a.nodes for a in ends]
        for first in nodes:
            others = frozenset(n for other in nodes if other is not first for n in other) | frozenset(properties)
            edges = self.sketch.between(first, others)
            named = [e for e in edges if e[1] in wishes or self._opposite(e[1]) in wishes]
            for subject, relation, value, _ in sorted(named):
                link = Link(self._ends(subject), (relation,), self._ends(value), self._claim_name(X, relation, X), stance="any")
                about = f"whether {self.lexicon.label(subject)} {self.words.relations[relation].label} {self.lexicon.label(value)}"
                yield Reading("whether", Query((), (link,)), about, subject=("no" if relation not in wishes else "yes",))

    def _opposite(self, relation: str) -> str:
        return self.words.relations[relation].opposite

    def _ends(self, identifier: str) -> OneOf:
        from kg.names import term

        return OneOf((term(identifier),)) if identifier in self.words.properties else things(identifier)

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


def re_both(folded: str) -> bool:
    """Whether a question asks for what holds of all things listed, not of any of them."""
    return any(f" {word} " in f" {folded} " for word in ("both", "as well as", "together", "between", "at once"))
