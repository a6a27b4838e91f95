"""Readings that choose dopants by the values of what they make: "which dopant gives NSS the highest conductivity"."""

import re
from collections.abc import Iterator
from functools import cached_property

from kg.ground import Mention
from kg.query import Beyond, Link, Pattern, Plain, Query, Same, Value, Var, Without
from kg.reading import Context, Reading, X

_PART = Var("part")
#: What sets the doped compound against itself without the dopant.
_BASE = r"(?:undoped|pristine|pure|parent|bare|plain|unmodified|unsubstituted|host|base)"
_BEYOND = {
    ">": re.compile(rf"\b(?:above|over|beyond|exceed\w*|(?:higher|more|better) than) (?:that of )?(?:the )?{_BASE}\b"),
    "<": re.compile(rf"\b(?:below|under|(?:lower|less|worse) than) (?:that of )?(?:the )?{_BASE}\b"),
}


class Dopants:
    """Makes the reading of one question that chooses among the dopants of a compound."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @cached_property
    def is_asked(self) -> bool:
        """Whether dopants of one compound are asked for, by the size of a property that they give it."""
        asked = self.context.asked
        plain = asked.kind in ("values", "things") and not asked.form.aggregate and not asked.excluded
        if not plain or not self._asks_for_dopants or len(self._hosts) != 1 or not self._measured:
            return False
        return bool(asked.form.superlative or self._most or self._bounds or self._beyond)

    def readings(self) -> Iterator[Reading]:
        """The dopants with the value of the compound that holds them."""
        form, name, host = self.context.asked.form, self._measured, self._hosts[0]
        forms = set(self.context.lexicon.things[host].derived) & self.context.sketch.bearers[name]
        if not forms:
            return
        node = self.context.patterns.node(*sorted(forms))
        patterns: list[Pattern] = [Same(X, node), Link(X, ("hasDopant",), _PART, "part_claim"), Value(X, (name,), "v")]
        if dopants := self._named:
            patterns.append(Same(_PART, self.context.patterns.node(*sorted(dopants))))
        for bound in self._bounds:
            patterns += self.context.patterns.compare("v", name, bound)
        if self._beyond:
            itself = self.context.patterns.node(host)
            usual = Without((Plain(Var("w"), ("hasCondition",), Var("u")),))
            patterns += [Value(itself, (name,), "w"), usual, Beyond("v", self._beyond, "w")]
        patterns += self.context.patterns.stated("v_claim")
        label = self.context.lexicon.label
        about = f"{label(name)} of {label(host)} with each of its dopants{self.context.narrowing()}"
        top = (form.top or 1) if form.superlative or self._most else 0
        yield Reading("values", Query(("part", "x"), tuple(patterns), "v", not self._is_low, top), about)

    @property
    def _asks_for_dopants(self) -> bool:
        """Whether "which dopant", "which element" or "which halogen" is asked."""
        asked = self.context.asked
        classes = {*asked.classes, *(name for m, name in asked.context if not m.negated)}
        opening = re.match(r"\W*(?:with |by )?(?:which|what)\b(?: \w+)?", self.context.grounded.text, re.IGNORECASE)
        families = [m for m in asked.anchors if m.of("family") and opening and m.start <= opening.end()]
        return bool(classes & {"Dopant", "Element"} or families)

    @cached_property
    def _hosts(self) -> list[str]:
        return self.context.hosts_of(self.context.asked.anchors)

    @cached_property
    def _named(self) -> frozenset[str]:
        """The dopants among which is chosen: those named, or those of a family of elements."""
        families = [m for m in self.context.asked.anchors if m.of("family")]
        members = {n for m in families for n in self.context.anchors.anchor(m).nodes if n.startswith("dopant-")}
        return self.context.dopants_of(self.context.asked.anchors) | members

    @property
    def _measured(self) -> str:
        """The property that ranks the dopants, when compounds have it."""
        asked = self.context.asked
        named = (*(name for _, name in asked.judged), *(s.id for _, s in asked.adjectives))
        return next((name for name in named if self._hosts and self._hosts[0] in self._bearers(name)), "")

    def _bearers(self, name: str) -> set[str]:
        return self.context.sketch.bearers.get(name, set())

    @property
    def _bounds(self) -> list[Mention]:
        patterns = self.context.patterns
        return [
            m
            for m in self.context.asked.bounds
            if m.quantity and patterns.sign(m) and patterns.fits(m.quantity.unit, self._measured)
        ]

    @property
    def _most(self) -> str:
        return next((s.kind for _, s in self.context.asked.adjectives if s.kind.startswith("most")), "")

    @property
    def _beyond(self) -> str:
        return next((sign for sign, cue in _BEYOND.items() if cue.search(self.context.grounded.folded)), "")

    @property
    def _is_low(self) -> bool:
        form = self.context.asked.form
        better = self.context.words.properties[self._measured].better_when
        is_best = not {"highest", "largest", "lowest", "smallest"}.intersection(self.context.grounded.folded.split(" "))
        return form.superlative == "low" or self._most.endswith("low") or (is_best and better == "lower")
