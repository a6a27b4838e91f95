"""Readings of values of a part of cells that are chosen by a value of theirs.

"The conductivity of the electrolyte in the cell with the highest voltage", "… of cells with more than 100 cycles".
"""

from collections.abc import Iterator
from functools import cached_property

from kg.anchors import ROLES
from kg.ground import Mention
from kg.query import Link, Pattern, Plain, Query, Value, Var, Without
from kg.reading import Context, Reading, X

_CELL = Var("cell")


class Parts:
    """Makes the reading of one question that goes from cells to the properties of what they are made of."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @cached_property
    def is_asked(self) -> bool:
        """Whether a property of a part is asked for, and the cells it is in are chosen by one of their own."""
        asked = self.context.asked
        of_cells = any(name == "Cell" and not mention.negated for mention, name in asked.context)
        return asked.kind == "values" and of_cells and bool(self._role and self._measured and self._chosen_by[0])

    def readings(self) -> Iterator[Reading]:
        """The values of the part in the cells chosen; none when something else that is named cannot be in a cell."""
        rest = self._rest()
        if rest is None:
            return
        form, label = self.context.asked.form, self.context.lexicon.label
        name, bound = self._chosen_by
        patterns: list[Pattern] = [Link(_CELL, (self._role,), X, "part_claim"), Value(_CELL, (name,), "w"), *rest]
        patterns += [Value(X, self._measured, "v"), Without((Plain(Var("v"), ("hasCondition",), Var("u")),))]
        patterns += self.context.patterns.stated("w_claim")
        about = f"{' and '.join(map(label, self._measured))} of what cells have as {self._role.removeprefix('has')}"
        about = f"{about.lower()}, chosen by their {label(name)}{self.context.narrowing()}"
        if bound:
            patterns += self.context.patterns.compare("w", name, bound)
            yield Reading("values", Query(("x",), tuple(patterns), aggregate=form.aggregate), about)
        else:
            top = form.top or 1
            yield Reading("values", Query(("x",), tuple(patterns), "w", form.superlative != "low", top), about)

    @cached_property
    def _role(self) -> str:
        """The part of the cell that is named as such."""
        return next((s.id for _, s in self.context.asked.relations if s.id in ROLES.values()), "")

    @cached_property
    def _measured(self) -> tuple[str, ...]:
        """The properties asked for that are of materials."""
        asked = self.context.asked
        heads = tuple(dict.fromkeys(name for m, name in asked.judged if m in asked.head))
        return heads if not any(map(self._is_of_cells, heads)) else ()

    @cached_property
    def _chosen_by(self) -> tuple[str, Mention | None]:
        """The property of cells that chooses them, and its bound where it has one; empty for none."""
        asked, patterns = self.context.asked, self.context.patterns
        for bound in asked.bounds:
            name = self.context.measured_in(bound.quantity.unit) if bound.quantity else ""
            if patterns.sign(bound) and self._is_of_cells(name):
                return name, bound
        most = [s.id for _, s in asked.adjectives if s.kind.startswith("most")]
        if asked.form.superlative or most:
            named = (*(name for m, name in asked.judged if m not in asked.head), *most)
            return next(filter(self._is_of_cells, named), ""), None
        return "", None

    def _is_of_cells(self, name: str) -> bool:
        bearers = self.context.sketch.bearers.get(name, set())
        return 2 * sum(self.context.lexicon.is_a(b, "Cell") for b in bearers) > len(bearers)

    def _rest(self) -> list[Pattern] | None:
        """Patterns for the materials named besides; none when one of them can be no part of a cell."""
        patterns: list[Pattern] = []
        for anchor in self.context.anchors.anchors():
            if anchor.class_name:
                continue
            if self.context.anchors.sort(anchor) != "materials":
                return None
            node = self.context.patterns.node(*anchor.nodes)
            patterns.append(Link(_CELL, tuple(ROLES.values()), node, f"with{anchor.mention.start}_claim"))
        return None if self.context.asked.excluded else patterns
