"""Readings that count in how many cells each part stands: "which anode is used most often"."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from kg.anchors import ROLES, role_of
from kg.join import Anchor
from kg.query import Kind, Link, Query, Same, Var
from kg.reading import Context, Reading, X

_OFTEN = re.compile(
    r"\bmost (?:often|frequently|commonly|widely)\b|\bmost (?:common|popular|frequent|used)\b"
    r"|\b(?:the )?most cells\b"
)
_SELDOM = re.compile(r"\b(?:least (?:often|frequently|common|commonly|popular|used)|most rarely|rarest)\b")
_CELL = Var("cell")


class Frequencies:
    """Makes the reading of one question that asks which part most cells have."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def is_asked(self) -> bool:
        """Whether parts of cells are asked for by how often they are used."""
        asked = self.context.asked
        others = (asked.judged, asked.bounds, asked.adjectives, asked.excluded, self.context.grounded.unknown)
        is_one = len(asked.classes) == 1 and bool(self._role)
        return asked.kind in ("things", "values") and is_one and self._is_counted and not any(others)

    def readings(self) -> Iterator[Reading]:
        """The parts that most cells have, or the fewest, of the cells with everything else that is named."""
        counts = self._counts
        if not counts:
            return
        best = min(counts.values()) if _SELDOM.search(self.context.grounded.folded) else max(counts.values())
        chosen = [part for part, number in counts.items() if number == best]
        asked, label = self.context.asked, self.context.lexicon.label
        node = self.context.patterns.node
        cells = Same(_CELL, node(*self._cells))
        patterns = (Kind(X, asked.classes), Same(X, node(*chosen)), cells, Link(_CELL, (self._role,), X, "c1"))
        about = f"{label(asked.classes[0])} in most cells, {best} of {len(self._cells)}{self.context.narrowing()}"
        yield Reading("things", Query(("x",), patterns), about)

    @property
    def _is_counted(self) -> bool:
        return bool(_OFTEN.search(self.context.grounded.folded) or _SELDOM.search(self.context.grounded.folded))

    @property
    def _role(self) -> str:
        return next((role for name in self.context.asked.classes if (role := role_of(name, self.context.lexicon))), "")

    @cached_property
    def _anchors(self) -> list[Anchor]:
        return [a for a in self.context.anchors.anchors() if not a.class_name]

    @cached_property
    def _cells(self) -> frozenset[str]:
        """The cells with everything that is named, of the tables that are named."""
        tables = self.context.asked.tables
        held = {p.bearer for p in self.context.sketch.points if not tables or tables & set(map(str, p.tables))}
        parts = {(s, o) for s, r, o, is_held in self.context.sketch.edges if is_held and r in ROLES.values()}
        cells = {cell for cell, _ in parts if cell in held or not tables}
        return frozenset(c for c in cells if all(any((c, i) in parts for i in a.nodes) for a in self._anchors))

    @cached_property
    def _counts(self) -> Counter[str]:
        """In how many of these cells each part of the kind asked for stands."""
        lexicon, classes = self.context.lexicon, self.context.asked.classes
        edges = (e for e in self.context.sketch.edges if e[1] == self._role and e[3] and e[0] in self._cells)
        return Counter(e[2] for e in edges if lexicon.is_a(e[2], *classes))
