"""Readings on how much dopants change a property of a compound.

The compound as it is against the one doped with just that; or one such form against another: "which raises it more".
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from kg.query import Pattern, Query, Same, Value
from kg.reading import Context, Reading, X

_AMOUNT = re.compile(
    r"\b(?:how (?:much|strongly|far)|how many times|by what factor|(?:what|which) (?:\w+ ){0,3}"
    r"(?:gain|increase|decrease|rise|drop|change|improvement|enhancement))\b"
)
#: One of several is asked for, and what has more of it outright.
_CHOICE = re.compile(r"\b(?:more|better|higher|lower|most|best|stronger)\b")
_MORE = re.compile(r"\b(?:higher|highest|raises?|increases?)\b")


class Gains:
    """Makes the reading of one question on the size of an effect of doping."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def _amounts(self) -> Iterator[Reading]:
        """The values of the compound and of its doped forms."""
        for name in self._measured:
            bearers = self.context.sketch.bearers.get(name, set())
            for host in self._hosts:
                doped = sorted(self.context.doped_forms(host, self._dopants) & bearers)
                if doped and host in bearers:
                    yield self._reading(name, (host, *doped))
                    return

    @property
    def is_asked(self) -> bool:
        """Whether a question is on the size of what dopants do, or chooses one by it."""
        return self._is_choice or self._is_amount

    def readings(self) -> Iterator[Reading]:
        """The values of the compound and of its doped forms, or the best of those."""
        yield from self._choose() if self._is_choice else self._amounts()

    @cached_property
    def _is_choice(self) -> bool:
        """Whether one of several dopants is to be chosen by what it does to a property: "…, W or Mo"."""
        asked = self.context.asked
        asks = asked.form.asks in ("which", "what") and asked.kind not in ("sources", "definition")
        asks = asks and bool(_CHOICE.search(self._folded))
        return asks and len(self._choices) > 1 and len(self._hosts) == 1 and bool(self._measured)

    def _choose(self) -> Iterator[Reading]:
        """The doped form with the most of the property, or the least where that is asked for."""
        name, host = self._measured[0], self._hosts[0]
        bearers = self.context.sketch.bearers.get(name, set())
        forms = [self.context.doped_forms(host, dopants) & bearers for dopants in self._choices]
        if not all(forms):
            return
        falls = any(s.how == "falling" for _, s in self.context.asked.relations)
        low = falls or (self.context.words.properties[name].better_when == "lower" and not _MORE.search(self._folded))
        reading = self._reading(name, tuple(sorted(i for form in forms for i in form)))
        yield replace(reading, query=replace(reading.query, order="v", descending=not low, top=1, aggregate=""))

    @cached_property
    def _choices(self) -> list[frozenset[str]]:
        """The dopants that are each named by a mention of their own."""
        named = (self.context.dopants_of([m]) for m in self.context.asked.anchors)
        return list(dict.fromkeys(dopants for dopants in named if len(dopants) == 1))

    @property
    def _folded(self) -> str:
        return self.context.grounded.folded

    @cached_property
    def _is_amount(self) -> bool:
        """Whether the size of an effect is asked for: of dopants, on a property of a compound, all of them named."""
        kind = self.context.asked.kind
        asks = bool(_AMOUNT.search(self._folded)) and kind not in ("whether", "sources", "definition")
        named = {i for m in self.context.asked.anchors for i in m.things()[:1] if i in self.context.compounds}
        return asks and len(named) <= 1 and bool(self._measured and self._dopants and self._hosts)

    @property
    def _measured(self) -> tuple[str, ...]:
        asked = self.context.asked
        return tuple(dict.fromkeys((*(n for _, n in asked.judged), *(s.id for _, s in asked.adjectives))))

    def _reading(self, name: str, things: tuple[str, ...]) -> Reading:
        patterns: list[Pattern] = [Same(X, self.context.patterns.node(*things)), Value(X, (name,), "v")]
        patterns += self.context.patterns.stated("v_claim")
        label = self.context.lexicon.label
        about = f"{label(name)} of {' against '.join(map(label, things))}"
        return Reading("values", Query(("x",), tuple(patterns), aggregate=self.context.asked.form.aggregate), about)

    @cached_property
    def _hosts(self) -> list[str]:
        return self.context.hosts_of(self.context.asked.anchors)

    @cached_property
    def _dopants(self) -> frozenset[str]:
        return self.context.dopants_of(self.context.asked.anchors)
