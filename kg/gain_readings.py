"""Readings on how much a dopant changes a property: the compound as it is against the one doped with just that."""

import re
from collections.abc import Iterator
from functools import cached_property

from kg.query import Pattern, Query, Same, Value
from kg.reading import Context, Reading, X
from kg.sketch import Step

_AMOUNT = re.compile(
    r"\b(?:how (?:much|strongly|far)|how many times|by what factor|(?:what|which) (?:\w+ ){0,3}"
    r"(?:gain|increase|decrease|rise|drop|change|improvement|enhancement))\b"
)


class Gains:
    """Makes the reading of one question on the size of an effect of doping."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def readings(self) -> Iterator[Reading]:
        """The values of the compound and of its doped forms."""
        for name in self._measured if self.is_asked else ():
            bearers = self.context.sketch.bearers.get(name, set())
            for host in self._hosts:
                doped = sorted(i for i in self._forms(host) & bearers if self._held(i) == self._dopants)
                if doped and host in bearers:
                    yield self._reading(name, (host, *doped))
                    return

    @cached_property
    def is_asked(self) -> bool:
        """Whether the size of an effect is asked for: of dopants, on a property of a compound, all of them named."""
        kind = self.context.asked.kind
        asks = bool(_AMOUNT.search(self.context.grounded.folded)) and kind not in ("whether", "sources", "definition")
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
        """The compounds named, and those to which a doping that is named applies."""
        found = []
        for mention in self.context.asked.anchors:
            named = mention.things()
            applied = self._reach(named, "appliesTo")
            found += [i for i in (*named, *sorted(applied)) if i in self.context.compounds]
        return list(dict.fromkeys(found))

    @cached_property
    def _dopants(self) -> frozenset[str]:
        """The dopants named, as elements or by a doping."""
        elements = {
            f"dopant-{sense.id}" for m in self.context.asked.anchors for sense in m.senses if sense.kind == "element"
        }
        named = [i for m in self.context.asked.anchors for i in m.things()]
        own = {i for i in named if i.startswith("dopant-")}
        dopings = [i for i in named if i not in self.context.compounds]
        return frozenset(elements | own | self._reach(dopings, "hasDopant"))

    def _held(self, thing: str) -> frozenset[str]:
        return frozenset(self._reach((thing,), "hasDopant"))

    def _forms(self, host: str) -> set[str]:
        return set(self.context.lexicon.things[host].derived)

    def _reach(self, things: tuple[str, ...] | list[str], relation: str) -> set[str]:
        return self.context.sketch.reach(frozenset(things), 1).get((Step(relation, True),), set()) if things else set()
