"""Readings with a condition on another part of the cell: "cathodes used with electrolytes above 1 mS/cm"."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.anchors import ROLES, role_of
from kg.ground import Mention
from kg.join import Anchor
from kg.query import Kind, Link, OneOf, Pattern, Plain, Query, Same, Stated, Value, Var, Without
from kg.reading import Context, Reading, X

_CELL, _PART = Var("cell"), Var("part_of_cell")


@dataclass(frozen=True)
class Condition:
    """What is said of a part of a cell: the class of the part, its role, and by which property it is chosen."""

    mention: Mention
    class_name: str
    role: str
    property: str
    bound: Mention | None = None


class Embedded:
    """Makes the readings of one question whose condition is on a part of the cell that is not asked for."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.condition = self._condition()

    @property
    def is_asked(self) -> bool:
        """Whether things or values are asked for with a condition on another part of the cell."""
        return self.context.asked.kind in ("values", "things") and self.condition is not None

    def readings(self) -> Iterator[Reading]:
        """What is asked for of the cells of which a part meets the condition; none when something stays unused."""
        asked, found = self.context.asked, self.condition
        patterns = self._target()
        rest = self._rest()
        if found is None or patterns is None or rest is None:
            return
        patterns += [*rest, self._role(found.role, _PART), Same(_PART, self._bearers(found))]
        # A value under special conditions or with a limit only is not what a material is chosen by.
        patterns += [Value(_PART, (found.property,), "w"), Without((Plain(Var("w"), ("hasCondition",), Var("u")),))]
        patterns += self._places(found)
        if found.bound:
            patterns += self.context.patterns.compare("w", found.property, found.bound)
        ranked = "" if found.bound else "w"
        select = ("x",) if any(p.bearer == X for p in patterns if isinstance(p, Value)) else (self._select(),)
        query = Query(
            select, tuple(dict.fromkeys(patterns)), ranked, asked.form.superlative != "low", asked.form.top or 1,
            asked.form.aggregate,
        )  # fmt: skip
        if found.bound:
            query = Query(select, query.patterns, aggregate=asked.form.aggregate)
        label = self.context.lexicon.label
        what = " and ".join(map(label, asked.classes or asked.properties))
        about = f"{what} of cells by the {label(found.property)} of their {label(found.class_name)}"
        kind = "values" if self._properties() else "things"
        yield Reading(kind, query, about + self.context.narrowing())

    # ------------------------------------------------------------ the condition

    def _condition(self) -> Condition | None:
        """The condition on a part that is named but not asked for; none when there is no such condition."""
        parts = [
            (mention, name, role)
            for mention, name in self.context.asked.context
            if (role := self._role_of(name)) and not mention.negated
        ]
        for mention, name, role in parts:
            if not self._asks_beyond(name, role):
                continue
            for measured, bound in self._measures_of(mention):
                if self._belongs(measured, name):
                    return Condition(mention, name, role, measured, bound)
        return None

    def _asks_beyond(self, name: str, role: str) -> bool:
        """Whether something else than the part is asked for: the cell, another part of it, or a property of cells."""
        asked, is_a = self.context.asked, self.context.lexicon.is_a
        bearers = self.context.sketch.bearers
        of_cells = [
            any(is_a(b, "Cell") for b in bearers.get(p, ())) and not any(is_a(b, name) for b in bearers.get(p, ()))
            for p in self._properties()
        ]
        others = [self._role_of(c) not in ("", role) or c == "Cell" for c in asked.classes]
        return bool(of_cells or others) and all((*of_cells, *others))

    def _measures_of(self, part: Mention) -> Iterator[tuple[str, Mention | None]]:
        """The properties by which a part is bounded after its name, or ranked before or after it."""
        asked, patterns = self.context.asked, self.context.patterns
        for bound in asked.bounds:
            if bound.quantity and patterns.sign(bound) and self._nearest(bound) == part:
                judged = [n for m, n in asked.judged if m.start > part.start and patterns.fits(bound.quantity.unit, n)]
                yield from ((name, bound) for name in judged or self._measured_in(bound.quantity.unit))
        if asked.form.superlative or any(s.kind.startswith("most") for _, s in asked.adjectives):
            before = [s.id for m, s in asked.adjectives if m.end + 1 == part.start]
            after = [n for m, n in asked.judged if m not in asked.head and self._nearest(m) == part]
            yield from ((name, None) for name in (*before, *after))

    def _nearest(self, mention: Mention) -> Mention | None:
        """The class named last before something."""
        named = [m for m in self.context.grounded.mentions if m.of("class") and m.end <= mention.start]
        return named[-1] if named else None

    def _measured_in(self, unit: str) -> list[str]:
        return [name for name, p in self.context.words.properties.items() if unit in p.units]

    def _belongs(self, measured: str, class_name: str) -> bool:
        """Whether a property is measured on members of a class, and not on cells themselves."""
        bearers = self.context.sketch.bearers.get(measured, set())
        return any(self.context.lexicon.is_a(b, class_name) for b in bearers) and not any(
            self.context.lexicon.is_a(b, "Cell") for b in bearers
        )

    def _role_of(self, name: str) -> str:
        return role_of(name, self.context.lexicon)

    # ------------------------------------------------------------ what is asked for and what else is named

    def _properties(self) -> tuple[str, ...]:
        """The properties asked for by name."""
        asked = self.context.asked
        return tuple(dict.fromkeys(name for m, name in asked.judged if m in asked.head))

    def _select(self) -> str:
        return "x" if self._other_classes() else "cell"

    def _other_classes(self) -> tuple[str, ...]:
        return tuple(name for name in self.context.asked.classes if name != "Cell")

    def _target(self) -> list[Pattern] | None:
        """Patterns for what is asked for: values of the cell, the cell itself, or a part of it."""
        classes, properties = self._other_classes(), self._properties()
        patterns: list[Pattern] = [Value(_CELL, properties, "v")] if properties else []
        for name in classes:
            role = self._role_of(name)
            if not role or (self.condition and role == self.condition.role):
                return None
            patterns += [self._role(role, X), Kind(X, (name,))]
        return patterns if patterns or "Cell" in self.context.asked.classes else None

    def _rest(self) -> list[Pattern] | None:
        """Patterns for the materials named besides; none when one of them can be no part of a cell."""
        patterns: list[Pattern] = []
        for anchor in self.context.anchors.anchors():
            if self._is_used(anchor):
                continue
            if anchor.class_name or self.context.anchors.sort(anchor) != "materials":
                return None
            roles = tuple(ROLES.values())
            node = self.context.patterns.node(*anchor.nodes)
            patterns.append(Link(_CELL, roles, node, self.context.patterns.claim_name(_CELL, "|".join(roles), node)))
        return None if self.context.asked.excluded else patterns

    def _bearers(self, found: Condition) -> OneOf:
        """Members of the class of the part that have a value; a family of materials is none of them."""
        lexicon = self.context.lexicon
        bearers = self.context.sketch.bearers.get(found.property, set())
        return self.context.patterns.node(
            *(b for b in bearers if lexicon.is_a(b, found.class_name) and not lexicon.is_family(b))
        )

    def _is_used(self, anchor: Anchor) -> bool:
        """Whether an anchor is the part itself, or says no more than that cells are meant."""
        return (self.condition is not None and anchor.mention == self.condition.mention) or anchor.class_name == "Cell"

    def _role(self, role: str, part: Var) -> Pattern:
        return Link(_CELL, (role,), part, self.context.patterns.claim_name(_CELL, role, part))

    def _places(self, found: Condition) -> list[Pattern]:
        """Tables in which the property stands bind its value, others the cell."""
        measured = {str(t) for p in self.context.sketch.points if p.property == found.property for t in p.tables}
        claims = [p for p in (*self.context.patterns.stated("w_claim"),) if isinstance(p, Stated)]
        cell = self.context.patterns.claim_name(_CELL, found.role, _PART)
        return [p if self._is_in(p, measured) else Stated(cell, p.relation, p.iris) for p in claims]

    def _is_in(self, place: Stated, tables: set[str]) -> bool:
        return any(iri.rsplit("-", 1)[-1] in tables for iri in place.iris)
