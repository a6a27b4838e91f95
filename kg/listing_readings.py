"""Readings that list things by where they stand or how they were measured: "Na3SbS4 in Table 1", "cells at 60 °C"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from kg.anchors import role_of
from kg.grammar import is_described
from kg.query import Either, Kind, Link, Pattern, Query, Under, Value, Var
from kg.reading import Context, Reading, X
from kg.value_readings import Values

#: What stands before a participle: "were cycled".
_IS_DONE = re.compile(r"\b(?:were|was|are|is|been)\s+$", re.IGNORECASE)


class Listings:
    """Makes the readings of one question that asks for nothing but a place or conditions."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def is_asked(self) -> bool:
        """Whether things are asked for by a table or by conditions alone."""
        return self.context.asked.kind == "things" and (self._is_under_conditions or self._is_in_tables)

    def readings(self) -> Iterator[Reading]:
        """The things measured under the conditions, or the values that the tables list."""
        if self._is_under_conditions:
            yield self._under_conditions()
        else:
            yield from self._in_tables()

    @cached_property
    def _is_under_conditions(self) -> bool:
        asked, text = self.context.asked, self.context.grounded.text
        judged = [m for m, _ in asked.judged if not _IS_DONE.search(text[: m.start])]
        others = (asked.anchors, asked.context, asked.left_out, judged, asked.adjectives, asked.form.aggregate)
        plain = [m for m in asked.bounds if m.quantity and not self.context.patterns.sign(m)]
        is_read = all(map(is_described, self.context.grounded.unknown))
        return bool(asked.classes and plain) and len(plain) == len(asked.bounds) and is_read and not any(others)

    def _under_conditions(self) -> Reading:
        """Things of a class with any value that was measured under the conditions named."""
        asked, lexicon = self.context.asked, self.context.lexicon
        members = lexicon.members(asked.classes)
        properties = tuple(dict.fromkeys(p.property for p in self.context.sketch.points if p.bearer in members))
        roles = tuple(sorted({role for name in asked.classes if (role := role_of(name, lexicon))}))
        every = self.context.quantities
        in_cells = (Link(Var("run"), roles, X, "run_claim"), Value(Var("run"), every, "v"))
        measured: list[Pattern] = [Either(((Value(X, properties or every, "v"),), in_cells))] if roles else []
        patterns: list[Pattern] = [Kind(X, asked.classes), *(measured or [Value(X, properties, "v")])]
        patterns += [Under("v", m.quantity.low, m.quantity.unit) for m in asked.bounds if m.quantity]
        patterns += self.context.patterns.stated("v_claim")
        about = f"{', '.join(map(lexicon.label, asked.classes))} with a value{self.context.narrowing()}"
        return Reading("things", Query(("x",), tuple(patterns)), about)

    @cached_property
    def _is_in_tables(self) -> bool:
        asked = self.context.asked
        chosen = (asked.classes, asked.context, asked.left_out, asked.bounds)
        others = (*chosen, asked.relations, asked.judged, asked.adjectives, asked.form.aggregate)
        return bool(self.context.asked.tables and asked.anchors) and not any(others)

    def _in_tables(self) -> Iterator[Reading]:
        """Every value that the tables named list of some things."""
        asked = self.context.asked
        inside = [p for p in self.context.sketch.points if self.context.asked.tables.intersection(map(str, p.tables))]
        properties = tuple(dict.fromkeys(point.property for point in inside))
        values = Values(self.context.with_asked(replace(asked, kind="values", properties=properties)))
        about = f"the values of {', '.join(m.text for m in asked.anchors)}{self.context.narrowing()}"
        yield from (replace(reading, about=about) for reading in values.readings())
