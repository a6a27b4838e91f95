"""Mentions -> readings: the smallest typed graphs over the schema that connect what a question names.

A reading is a query with what it is about in words. Several are made, likeliest first; the answer takes the first that
the graph can answer. Which relation joins two mentions follows from their classes and from the verb between them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.grammar import Form, comparison_after, comparison_before, negations, read_form
from kg.ground import Grounded, Mention
from kg.lexicon import Lexicon, Sense
from kg.names import resource, term
from kg.quantity import FoundQuantity, Quantity
from kg.query import Compare, Either, Kind, Link, Node, OneOf, Pattern, Plain, Query, Stated, Under, Value, Var, Without, things
from kg.words import tokenize

X = Var("x")
ROLES = {"CathodeMaterial": "hasCathode", "Electrolyte": "hasElectrolyte", "AnodeMaterial": "hasAnode"}
OUTCOMES = ("causes", "improves", "worsens", "forms", "mitigates", "enables", "limits", "affects")


@dataclass(frozen=True)
class Reading:
    """One way to read a question: `kind` is values, things, whether, definition or claims."""

    kind: str
    query: Query
    about: str
    unit: str = ""
    used: tuple[Mention, ...] = ()
    subject: str = ""
    form: Form = field(default_factory=lambda: Form("which"))


@dataclass
class _Parts:
    """The mentions of a question by what they can be."""

    things: list[Mention] = field(default_factory=list)
    excluded: list[Mention] = field(default_factory=list)
    classes: list[tuple[Mention, str]] = field(default_factory=list)
    properties: list[tuple[Mention, str]] = field(default_factory=list)
    relations: list[tuple[Mention, Sense]] = field(default_factory=list)
    adjectives: list[tuple[Mention, Sense]] = field(default_factory=list)
    elements: list[Mention] = field(default_factory=list)
    families: list[tuple[Mention, str]] = field(default_factory=list)
    quantities: list[Mention] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    unknown: list[Mention] = field(default_factory=list)


def read_question(grounded: Grounded, lexicon: Lexicon) -> list[Reading]:
    """Every reading of a question, the likeliest first; none when nothing in it can be read."""
    reader = _Reader(grounded, lexicon)
    return [replace(reading, form=reader.form) for reading in reader.readings()]


def class_of_focus(parts: _Parts, grounded: Grounded) -> tuple[Mention, str] | None:
    """The class that the question asks for: the first class mention that is not excluded."""
    return parts.classes[0] if parts.classes else None


class _Reader:
    """Sorts the mentions, then tries one shape of question after another."""

    def __init__(self, grounded: Grounded, lexicon: Lexicon) -> None:
        self.grounded, self.lexicon = grounded, lexicon
        self.words = lexicon.vocabulary
        self.form = read_form(grounded.folded)
        self.parts = self._sort()
        self.claims = 0

    # ---------------------------------------------------------------- sorting

    def _sort(self) -> _Parts:
        parts = _Parts()
        spans = [span for span in self._negated_spans()]
        for mention in self.grounded.mentions:
            negated = any(start <= mention.start < end for start, end in spans)
            self._place(replace(mention, negated=negated), parts)
        return parts

    def _place(self, mention: Mention, parts: _Parts) -> None:
        if mention.quantity:
            parts.quantities.append(mention)
        elif mention.of("table", "reference") or (mention.of("section") and not mention.things()):
            parts.places.append(mention)
        elif mention.of("unit"):
            return
        elif mention.of("unknown"):
            parts.unknown.append(mention)
        elif (sense := self._best(mention)) is None:
            return
        elif sense.kind == "thing":
            (parts.excluded if mention.negated else parts.things).append(mention)
        elif sense.kind == "class":
            parts.classes.append((mention, sense.id))
        elif sense.kind == "property":
            parts.properties.append((mention, sense.id))
        elif sense.kind in ("relation", "inverse", "noun", "inverse-noun"):
            parts.relations.append((mention, sense))
        elif sense.kind == "element":
            parts.elements.append(mention)
        elif sense.kind == "family":
            parts.families.append((mention, sense.id))
        else:
            parts.adjectives.append((mention, sense))

    def _best(self, mention: Mention) -> Sense | None:
        """Which sense of a mention counts: what asks first, then what is named most closely."""
        order = ["property", "thing", "element", "family", "class", "noun", "inverse-noun", "relation", "inverse"]
        if self._is_asked_for(mention) and mention.of("class"):
            order.insert(0, order.pop(order.index("class")))
        if self._before_doped(mention) and mention.of("element"):
            order.insert(0, order.pop(order.index("element")))
        for kind in order:
            if sense := mention.of(kind):
                return sense
        return mention.senses[0] if mention.senses else None

    def _is_asked_for(self, mention: Mention) -> bool:
        """Whether a mention follows a question word, a number of things wanted, or opens the question."""
        before = self._fold(self.grounded.text[: mention.start]).split(" ")
        last = [word for word in before if word not in ("the", "of", "all", "me", "any", "to", "please", "every", "")][-1:]
        return not last or last[0] in ("what", "which", "list", "show", "give", "name", "many", "are", "is", "ways")

    def _before_doped(self, mention: Mention) -> bool:
        after = self._fold(self.grounded.text[mention.end : mention.end + 24]).lstrip("- ")
        before = self._fold(self.grounded.text[max(0, mention.start - 24) : mention.start])
        cue = ("dop", "substitut", "contain", "based", "rich", "on the", "site", "for ", "free")
        return after.startswith(cue) or before.rstrip().endswith(("contain", "containing", "doped with", "of", "for", "by", "with"))

    def _fold(self, text: str) -> str:
        return " ".join(token.fold for token in tokenize(text))

    def _negated_spans(self) -> Iterator[tuple[int, int]]:
        """Stretches of the text that are excluded: from a negation to the next clause."""
        text = self.grounded.text.lower()
        for start, _ in negations(text):
            end = min((i for i in (text.find(s, start + 3) for s in (",", ";", " but ", "?")) if i > 0), default=len(text))
            yield start, end

    # ---------------------------------------------------------------- shapes

    def readings(self) -> Iterator[Reading]:
        if self.parts.unknown:
            return
        yield from self._definition()
        yield from self._who()
        yield from self._work_of_group()
        if self.form.asks == "whether":
            yield from self._whether()
        if self._relation_wins():
            yield from self._relation()
            yield from self._values()
        else:
            yield from self._values()
            yield from self._cells()
            yield from self._relation()
        yield from self._composition()
        yield from self._about()

    def _relation_wins(self) -> bool:
        """Whether the question turns on a relation rather than on a value."""
        verbs = [sense for _, sense in self.parts.relations if sense.id not in ("hasMeasurement", "pairedWith", "aspect")]
        if not self.parts.properties:
            return bool(verbs) and not self.parts.adjectives
        judged = {"improves", "worsens", "affects", "mitigates", "limits", "causes"}
        return any(s.id in judged for s in verbs) and not self.parts.quantities and not self.form.superlative

    def _claim(self) -> str:
        self.claims += 1
        return f"c{self.claims}"

    def _definition(self) -> Iterator[Reading]:
        folded = self.grounded.folded
        mentions = [m for m in (*self.parts.things, *(m for m, _ in self.parts.classes), *(m for m, _ in self.parts.properties))]
        cue = folded.startswith(("what is ", "what are ", "what s ", "define ", "explain ", "definition of ", "what does "))
        rest = self.parts.quantities or self.parts.places or self.form.superlative
        if not cue or len(mentions) != 1 or rest or self.parts.relations or self.grounded.unknown:
            return
        mention = mentions[0]
        if self.parts.properties and mention.things():
            pass
        sense = mention.of("thing") or mention.of("class") or mention.of("property")
        if sense and sense.kind == "thing" and not self.lexicon.things[sense.id].definition:
            return
        if sense:
            yield Reading("definition", Query(("x",), ()), f"what {self.lexicon.label(sense.id)} is", subject=sense.id, used=(mention,))

    def _who(self) -> Iterator[Reading]:
        """Who reported a thing, in which reference, in which section."""
        folded = self.grounded.folded
        wants = [
            (relation, label)
            for relation, label, cues in (
                ("reportedBy", "who reported", ("who", "whose", "group", "team", "author")),
                ("cites", "which reference supports", ("reference", "paper", "citation", "cited", "ref")),
                ("statedIn", "which section states", ("section", "where in the review")),
            )
            if any(f" {cue}" in f" {folded}" for cue in cues)
        ]
        if not wants or not self.parts.things:
            return
        for mention in self.parts.things:
            ids = self._thing_ids(mention)
            claim = self._claim()
            either = Either(
                (
                    (Link(things(*ids), self._any_relation(), Var("o"), claim),),
                    (Link(Var("s"), self._any_relation(), things(*ids), claim),),
                )
            )
            stated = [Stated(claim, relation) for relation, _ in wants[:1]]
            about = f"{' and '.join(label for _, label in wants)}: {self.lexicon.label(ids[0])}"
            yield Reading("sources", Query((), (either, *stated)), about, subject=wants[0][0], used=(mention,))

    def _any_relation(self) -> tuple[str, ...]:
        return tuple(name for name in self.words.relations if name not in ("contradicts", "supports", "broader"))

    def _work_of_group(self) -> Iterator[Reading]:
        groups = [m for m in self.parts.things if any(self.lexicon.is_a(i, "ResearchGroup") for i in m.things())]
        if not groups or len(self.parts.things) > 1 or self.parts.classes:
            return
        ids = tuple(i for i in groups[0].things() if self.lexicon.is_a(i, "ResearchGroup"))
        link = Link(X, self._any_relation(), Var("o"), self._claim())
        stated = Stated(link.claim, "reportedBy", things(*ids).iris)
        yield Reading("claims", Query(("x",), (link, stated)), f"what {self.lexicon.label(ids[0])} did", used=(groups[0],))

    # ---------------------------------------------------------------- values

    def _values(self) -> Iterator[Reading]:
        properties = self._wanted_properties()
        if not properties:
            return
        for bearer, patterns, about, used in self._bearers():
            yield from self._value_reading(properties, bearer, patterns, about, used)

    def _wanted_properties(self) -> tuple[str, ...]:
        """Properties named, or meant by an adjective, or by the unit of a bound."""
        named = [name for _, name in self.parts.properties]
        named += [sense.id for _, sense in self.parts.adjectives]
        if not named:
            bounds = [m.quantity for m in self.parts.quantities if m.quantity]
            named = [name for q in bounds for name in self._measured_in(q.unit)[:1]]
        return tuple(dict.fromkeys(named))

    def _measured_in(self, unit: str) -> list[str]:
        return [name for name, p in self.words.properties.items() if p.units and _converts(unit, p.base_unit)]

    def _bearers(self) -> Iterator[tuple[Node, list[Pattern], str, list[Mention]]]:
        """What a value may belong to: each way to tie the things of the question to it."""
        materials = [m for m in self.parts.things if not self._is_group(m)]
        dopants = self._dopant_patterns(X)
        kinds = [(m, c) for m, c in self.parts.classes if self._bears(c)]
        if self._speaks_of_cells():
            yield from self._cell_bearers(materials)
        if materials and dopants:
            hosts = [i for m in materials for i in self._thing_ids(m)]
            parent = Plain(X, ("derivedFrom",), things(*hosts))
            about = f"{self._names(materials)} {self._dopant_words()}"
            yield X, [parent, *dopants, *self._kinds(kinds)], about, materials
        if materials:
            ids = list(dict.fromkeys(i for m in materials for i in self._thing_ids(m)))
            yield things(*ids), [], self._names(materials), materials
            yield from self._cell_bearers(materials)
        if dopants or kinds or self._wants_all():
            about = " ".join(filter(None, (self._dopant_words(), *(self.lexicon.label(c) for _, c in kinds)))) or "everything"
            yield X, [*dopants, *self._kinds(kinds), *self._exclusions(X)], about, []

    def _wants_all(self) -> bool:
        return bool(self.form.superlative or self.parts.quantities or self.form.ordered or self.form.aggregate)

    def _bears(self, name: str) -> bool:
        return bool(self.lexicon.ancestors[name] & {"Material", "Strategy", "Process", "Cell"}) and name != "Material"

    def _kinds(self, kinds: list[tuple[Mention, str]]) -> list[Pattern]:
        return [Kind(X, (name,)) for _, name in kinds if name != "Cell"]

    def _is_group(self, mention: Mention) -> bool:
        return any(self.lexicon.is_a(i, "ResearchGroup") for i in mention.things())

    def _speaks_of_cells(self) -> bool:
        cell_property = {"CycleNumber", "AverageVoltage", "CRate", "SpecificCurrent"}
        roles = [c for _, c in self.parts.classes if self._role(c)]
        named = {name for _, name in self.parts.properties}
        tables = {s.id for m in self.parts.places for s in m.senses if s.kind == "table"}
        return bool((roles and roles != ["Electrolyte"] and "hasElectrolyte" not in map(self._role, roles)) or named & cell_property or "4" in tables)

    def _role(self, name: str) -> str:
        return next((role for top, role in ROLES.items() if top in self.lexicon.ancestors[name]), "")

    def _cell_bearers(self, materials: list[Mention]) -> Iterator[tuple[Node, list[Pattern], str, list[Mention]]]:
        """Values of cells that hold the materials, in the role that the words or the material itself suggest."""
        cell = Var("cell")
        patterns: list[Pattern] = []
        for mention in materials:
            patterns += self._in_cell(cell, mention)
        for mention in self.parts.excluded:
            patterns.append(Without(tuple(self._in_cell(cell, mention))))
        for _, name in self.parts.classes:
            role = self._role(name)
            if role:
                part = X if role == "hasCathode" else Var(role)
                patterns.append(Link(cell, (role,), part, self._claim()))
                if name not in ROLES:
                    patterns.append(Kind(part, (name,)))
        if not any(isinstance(p, Link) and "hasCathode" in p.relations and p.object == X for p in patterns):
            patterns.insert(0, Link(cell, ("hasCathode",), X, self._claim()))
        yield cell, patterns, f"cells with {self._names(materials)}" if materials else "cells", materials

    def _in_cell(self, cell: Var, mention: Mention) -> list[Pattern]:
        ids = self._thing_ids(mention)
        roles = self._roles_of(mention, ids)
        if self.lexicon.is_a(ids[0], "Cell"):
            return []
        return [Link(cell, roles, things(*ids), self._claim())]

    def _roles_of(self, mention: Mention, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The role a material plays in a cell: as the words next to it say, else as its class lets it."""
        after = self._fold(self.grounded.text[mention.end : mention.end + 30])
        before = self._fold(self.grounded.text[max(0, mention.start - 30) : mention.start])
        for word, role in (("electrolyte", "hasElectrolyte"), ("cathode", "hasCathode"), ("anode", "hasAnode")):
            if after.startswith(word) or before.endswith((f"{word} of", f"{word} is", f"{word}")):
                return (role,)
        fits = [role for top, role in ROLES.items() if any(self.lexicon.is_a(i, top) for i in ids)]
        return tuple(fits) or ("hasCathode", "hasElectrolyte", "hasAnode", "hasInterlayer")

    def _value_reading(
        self, properties: tuple[str, ...], bearer: Node, patterns: list[Pattern], about: str, used: list[Mention]
    ) -> Iterator[Reading]:
        value = Value(bearer, properties, "v")
        found: list[Pattern] = [value, *patterns, *self._stated("v_claim")]
        extra, bounded = self._bounds(properties, bearer)
        if len(bounded) > 1 or (bounded and set(bounded) != set(properties)):
            found = [p for p in found if p is not value] if set(bounded) >= set(properties) else found
        found += extra
        if not any(isinstance(p, Value) for p in found):
            return
        named = next(p.name for p in found if isinstance(p, Value))
        descending, order = self._order(properties)
        select = tuple(n for n in ("x", "cell") if any(f"?{n}" in str(p) for p in found))
        query = Query(select, tuple(found), named if order else "", descending, self._top(), self.form.aggregate)
        label = " and ".join(self.lexicon.label(p) for p in properties)
        yield Reading("values", query, f"{label} of {about}{self._place_words()}", self._unit(), tuple(used))

    def _bounds(self, properties: tuple[str, ...], bearer: Node) -> tuple[list[Pattern], list[str]]:
        """Bounds on the value wanted, on other properties, or conditions, one for each quantity of the question."""
        found: list[Pattern] = []
        bounded: list[str] = []
        for place, mention in enumerate(self.parts.quantities):
            quantity = mention.quantity
            if quantity is None:
                continue
            sign = self._sign(mention, quantity)
            target = next((p for p in properties if self._fits(quantity.unit, p)), "")
            if target and sign:
                name = "v" if target == properties[0] or len(properties) == 1 else f"w{place}"
                if name != "v":
                    found += [Value(bearer, (target,), name), *self._stated(f"{name}_claim")]
                elif len(properties) > 1:
                    found += [Value(bearer, (target,), name)]
                found.append(self._compare(name, sign, quantity, target))
                bounded.append(target)
            elif not target:
                found.append(Under("v", quantity.low, quantity.unit))
        return found, bounded

    def _sign(self, mention: Mention, quantity: FoundQuantity) -> str:
        text = self.grounded.text
        after = comparison_after(self._fold(text[mention.end : mention.end + 24]))
        if quantity.sign in ("<", ">", "<=", ">=", "range"):
            return quantity.sign
        before = comparison_before(self._fold(text[max(0, mention.start - 40) : mention.start]))
        return after or before

    def _fits(self, unit: str, name: str) -> bool:
        base = self.words.properties[name].base_unit
        return bool(base) and _converts(unit, base)

    def _compare(self, name: str, sign: str, quantity: FoundQuantity, target: str) -> Compare:
        base = self.words.properties[target].base_unit
        low = Quantity(quantity.low, quantity.unit).to(base).value
        high = Quantity(quantity.high, quantity.unit).to(base).value if quantity.high is not None else None
        return Compare(name, sign, low, high)

    def _order(self, properties: tuple[str, ...]) -> tuple[bool, bool]:
        """(descending, whether there is an order) from superlatives, adjectives and ordering words."""
        adjective = next((s for _, s in self.parts.adjectives if s.kind.startswith(("most", "high", "low"))), None)
        if self.form.superlative or (adjective and adjective.kind.startswith("most")):
            low = self.form.superlative == "low" or (adjective is not None and adjective.kind.endswith("low"))
            best = self.words.properties[properties[0]].better_when
            if "best" in self.grounded.folded.split() and best == "lower":
                low = True
            return not low, True
        if self.form.ordered:
            return self.form.ordered == "descending", True
        return True, False

    def _top(self) -> int:
        adjective = any(s.kind.startswith("most") for _, s in self.parts.adjectives)
        if self.form.ordered and not self.form.superlative:
            return 0
        if self.form.ordered and self.form.top <= 1:
            return 0
        return self.form.top or (1 if adjective else 0)

    def _unit(self) -> str:
        """The unit asked for: one named without a number, else that of a bound."""
        named = [sense.id for m in self.grounded.mentions for sense in m.senses if sense.kind == "unit"]
        bounds = [m.quantity.unit for m in self.parts.quantities if m.quantity]
        return next(iter((*named, *bounds)), "")

    # ---------------------------------------------------------------- places, kinds, elements

    def _stated(self, claim: str) -> list[Pattern]:
        found: list[Pattern] = []
        for mention in self.parts.places:
            tables = [s.id for s in mention.senses if s.kind == "table"]
            if tables:
                iris = () if "any" in tables else tuple(resource(f"table-{n}") for n in tables)
                found.append(Stated(claim, "statedInTable", iris))
            for kind, relation, prefix in (("section", "statedIn", "section-"), ("reference", "cites", "ref-")):
                numbers = [s.id for s in mention.senses if s.kind == kind]
                if numbers:
                    found.append(Stated(claim, relation, tuple(resource(prefix + n) for n in numbers)))
        return found

    def _place_words(self) -> str:
        return f" ({', '.join(m.text for m in self.parts.places)})" if self.parts.places else ""

    def _dopant_patterns(self, var: Var) -> list[Pattern]:
        """Elements and families of elements that a material must hold."""
        found: list[Pattern] = []
        together = self._alternatives(self.parts.elements)
        for group in together:
            symbols = [m.of("element").id for m in group if m.of("element")]  # type: ignore[union-attr]
            doped = any(self._says_doped(m) for m in group)
            if doped:
                found.append(Plain(var, ("hasDopant",), things(*(f"dopant-{s}" for s in symbols))))
            else:
                found.append(Plain(var, ("containsElement",), things(*(f"element-{s}" for s in symbols))))
        for mention, family in self.parts.families:
            from kg.formula import elements

            members = [s for s, e in elements().items() if family in e.families]
            prefix, relation = ("dopant-", "hasDopant") if self._says_doped(mention) else ("element-", "containsElement")
            found.append(Plain(var, (relation,), things(*(prefix + s for s in members))))
        return found

    def _says_doped(self, mention: Mention) -> bool:
        near = self._fold(self.grounded.text[max(0, mention.start - 14) : mention.end + 16])
        return any(cue in near for cue in ("dop", "substitut", "replac"))

    def _alternatives(self, mentions: list[Mention]) -> list[list[Mention]]:
        """Mentions joined by "or", commas or slashes are alternatives; others must all hold."""
        groups: list[list[Mention]] = []
        for mention in mentions:
            if groups:
                between = self._fold(self.grounded.text[groups[-1][-1].end : mention.start]).strip()
                if between in (",", "or", "/", ", or", "and / or") and "and" not in between:
                    groups[-1].append(mention)
                    continue
            groups.append([mention])
        return groups

    def _dopant_words(self) -> str:
        texts = [m.text for m in self.parts.elements] + [m.text for m, _ in self.parts.families]
        return f"with {', '.join(texts)}" if texts else ""

    def _exclusions(self, var: Var) -> list[Pattern]:
        ids = [i for m in self.parts.excluded for i in self._thing_ids(m)]
        return [Without((Plain(var, ("derivedFrom",), things(*ids)),))] if ids else []

    def _thing_ids(self, mention: Mention) -> tuple[str, ...]:
        ids = mention.things()
        return tuple(dict.fromkeys(j for i in ids for j in self.lexicon.with_narrower(i)))

    def _names(self, mentions: Iterable[Mention]) -> str:
        return ", ".join(dict.fromkeys(self.lexicon.label(m.things()[0]) for m in mentions))

    # ---------------------------------------------------------------- cells

    def _cells(self) -> Iterator[Reading]:
        """Which cathodes, electrolytes or anodes stand in one cell with the things named."""
        roles = list(dict.fromkeys(self._role(c) for _, c in self.parts.classes if self._role(c)))
        paired = any(s.id == "pairedWith" for _, s in self.parts.relations)
        if not roles and not (paired and self.parts.things):
            return
        cell = Var("cell")
        patterns: list[Pattern] = []
        known: list[str] = []
        for mention in self.parts.things:
            patterns += self._in_cell(cell, mention)
            known += self._roles_of(mention, self._thing_ids(mention))
        for mention in self.parts.excluded:
            patterns.append(Without(tuple(self._in_cell(cell, mention))))
        wanted = [r for r in roles if r not in known] or [r for r in ROLES.values() if r not in known]
        if not wanted or (not patterns and not self.parts.places):
            return
        for role in wanted:
            target = X if role == wanted[0] else Var(f"y_{role}")
            link = Link(cell, (role,), target, self._claim())
            dopants = self._dopant_patterns(target) if role == "hasElectrolyte" else []
            query = Query((target.name, "cell"), (link, *patterns, *dopants, *self._stated(link.claim)), aggregate=self.form.aggregate)
            what = role.removeprefix("has").lower()
            yield Reading("things", query, f"{what}s of cells with {self._names(self.parts.things)}{self._place_words()}", used=tuple(self.parts.things))

    # ---------------------------------------------------------------- relations

    def _relation(self) -> Iterator[Reading]:
        """What stands in a relation to the things named."""
        for relation, inverse in self._relation_senses():
            yield from self._one_relation(relation, inverse)

    def _relation_senses(self) -> Iterator[tuple[str, bool]]:
        """Relations of the question with their direction: inverse asks for the subject of what is named."""
        seen: set[tuple[str, bool]] = set()
        for mention, _ in self.parts.relations:
            for sense in mention.senses:
                if sense.kind in ("relation", "inverse", "noun", "inverse-noun"):
                    asks_object = sense.kind == "inverse-noun"
                    for inverse in self._directions(sense):
                        if (sense.id, inverse) not in seen and not (asks_object and inverse):
                            seen.add((sense.id, inverse))
                            yield sense.id, inverse
        classes = {c for _, c in self.parts.classes}
        failures = [m for m in self.parts.things if self._is(m, "FailureMechanism")]
        if failures and any("Strategy" in self.lexicon.ancestors[c] for c in classes):
            yield "mitigates", True
        if self.form.asks in ("why",):
            yield "causes", True

    def _directions(self, sense: Sense) -> tuple[bool, ...]:
        """Subject wanted first when a named thing can be the object of the relation, else the object."""
        relation = self.words.relations[sense.id]
        objects = [m for m in self.parts.things if self._is(m, relation.range)]
        subjects = [m for m in self.parts.things if self._is(m, relation.domain)]
        if sense.kind == "noun":
            return (True,)
        if relation.range == "Thing" or relation.domain == "Thing":
            return (True, False) if objects and relation.range != "Thing" else (False, True)
        return (True, False) if objects else (False, True) if subjects else (True,)

    def _is(self, mention: Mention, name: str) -> bool:
        return any(self.lexicon.is_a(i, name) for i in mention.things())

    def _one_relation(self, relation: str, subject_wanted: bool) -> Iterator[Reading]:
        spec = self.words.relations[relation]
        side = spec.range if subject_wanted else spec.domain
        known = [m for m in self.parts.things if self._is(m, side)] or []
        properties = [p for _, p in self.parts.properties] if subject_wanted and spec.range == "Thing" else []
        if not known and not properties:
            return
        ids = tuple(dict.fromkeys(i for m in known for i in self._thing_ids(m) if self.lexicon.is_a(i, side)))
        iris = (*things(*ids).iris, *(term(p) for p in properties))
        claim = self._claim()
        node = OneOf(iris)
        link = Link(X, (relation,), node, claim) if subject_wanted else Link(node, (relation,), X, claim)
        kinds = self._target_kinds(spec.domain if subject_wanted else spec.range)
        query = Query(("x",), (link, *kinds, *self._dopant_patterns_of_strategy(), *self._stated(claim)), aggregate=self.form.aggregate)
        names = ", ".join(dict.fromkeys([*(self.lexicon.label(m.things()[0]) for m in known), *map(self.lexicon.label, properties)]))
        about = f"what {spec.label} {names}" if subject_wanted else f"what {names} {spec.label}"
        yield Reading("things", query, about, used=tuple(known))

    def _target_kinds(self, allowed: str) -> list[Pattern]:
        """Classes that the thing asked for must be of."""
        names = [c for _, c in self.parts.classes if c != "Thing" and self._related(c, allowed)]
        if not names and allowed == "Thing" and self.form.asks == "how":
            names = ["Strategy"]
        return [Kind(X, (names[0],))] if names else []

    def _related(self, name: str, allowed: str) -> bool:
        return allowed == "Thing" or allowed in self.lexicon.ancestors[name] or name in self.lexicon.ancestors[allowed]

    def _dopant_patterns_of_strategy(self) -> list[Pattern]:
        return []

    # ---------------------------------------------------------------- the rest

    def _composition(self) -> Iterator[Reading]:
        """Materials by what they are made of and what they belong to."""
        dopants = self._dopant_patterns(X)
        kinds = [(m, c) for m, c in self.parts.classes if self._bears(c)]
        hosts = [i for m in self.parts.things for i in self._thing_ids(m) if self.lexicon.is_a(i, "Material")]
        if not dopants and not (kinds and hosts):
            return
        patterns: list[Pattern] = [*self._kinds(kinds), *dopants]
        if hosts:
            patterns.append(Plain(X, ("derivedFrom",), things(*hosts)))
        places = self._stated("v_claim")
        if places:
            patterns += [Value(X, tuple(p for p in self.words.properties if self.words.properties[p].units), "v"), *places]
        about = " ".join(filter(None, (", ".join(self.lexicon.label(c) for _, c in kinds) or "materials", self._dopant_words())))
        yield Reading("things", Query(("x",), tuple(patterns), aggregate=self.form.aggregate), about, used=tuple(self.parts.elements))

    def _whether(self) -> Iterator[Reading]:
        """A relation between two things named: claims for and against decide."""
        ends = [*self.parts.things]
        for relation, _ in self._relation_senses():
            for first in ends:
                others = [m for m in ends if m is not first]
                targets = [i for m in others for i in self._thing_ids(m)]
                iris = (*things(*targets).iris, *(term(p) for _, p in self.parts.properties))
                if not iris:
                    continue
                link = Link(things(*self._thing_ids(first)), (relation,), OneOf(iris), self._claim(), stance="any")
                about = f"whether {self._names([first])} {self.words.relations[relation].label} {', '.join(self.lexicon.label(t) for t in targets)}"
                yield Reading("whether", Query((), (link,)), about, used=tuple(ends))

    def _about(self) -> Iterator[Reading]:
        """Everything said of the one thing named, when nothing else in the question is left unread."""
        if len(self.parts.things) == 1 and not self.grounded.unknown and not self.parts.properties:
            ids = self._thing_ids(self.parts.things[0])[:1]
            link = Link(things(*ids), OUTCOMES, X, self._claim())
            yield Reading("things", Query(("x",), (link,)), f"what {self.lexicon.label(ids[0])} does", used=tuple(self.parts.things))


def _converts(unit: str, base: str) -> bool:
    from kg.errors import UnitError

    try:
        Quantity(1.0, unit).to(base)
    except UnitError:
        return False
    return True
