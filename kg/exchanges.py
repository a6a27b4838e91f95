"""One element put for another: the compounds that a yes-or-no question weighs and that differ by nothing else.

"Going from Ge to Sn, does the barrier rise?" weighs every compound of germanium that is named, or a form of what is
named, against the one of tin with otherwise the same formula.
"""

import re
from collections.abc import Iterator

from kg.grammar import negates_a_choice, read_comparison, read_direction
from kg.ground import Mention
from kg.query import Pattern, Query, Same, Value
from kg.reading import Context, Reading, X
from kg.sketch import Step

_OLD, _NEW = r"(?P<old>[^,;:]+?)", r"(?P<new>[^,;:]+)"
#: Ways to say which element goes and which comes.
_WAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bfrom {_OLD} to {_NEW}",
        rf"\b(?:replac|exchang|substitut|swap|switch)\w* {_OLD} (?:by|with) {_NEW}",
        rf"\b(?:exchang|swap|switch)\w* {_OLD} for {_NEW}",
        rf"\bsubstitut\w* {_NEW.replace('+', '+?')} for (?P<old>[^,;:]+)",
        rf"^{_NEW.replace('+', '+?')} than (?P<old>.+)",
    )
)


class Exchanges:
    """Makes the reading of one question that weighs compounds by an element that is put for another."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.elements = {m: self._elements(m) for m in context.grounded.mentions if m.senses}

    def readings(self, name: str) -> Iterator[Reading]:
        """The pairs of compounds, weighed by their values of a property."""
        direction = self._direction(name)
        pairs = list(self._pairs(name)) if direction and not self.context.grounded.unknown else []
        if pairs:
            things = [thing for pair in pairs for thing in pair]
            patterns: list[Pattern] = [Same(X, self.context.patterns.node(*things)), Value(X, (name,), "v")]
            patterns += self.context.patterns.stated("v_claim")
            labels = map(self.context.lexicon.label, dict.fromkeys(things))
            about = f"{self.context.lexicon.label(name)} of {' and '.join(labels)}"
            yield Reading("compare", Query(("x",), tuple(patterns)), about, test=(direction, *things))

    def _pairs(self, name: str) -> Iterator[tuple[str, str]]:
        """Each compound with the new element, and the one with the old element that it is weighed against."""
        bearers = self.context.sketch.bearers.get(name, set())
        formulas = {key: ids[0] for key, ids in self.context.lexicon.formulas.items() if ids[0] in bearers}
        hosts = [set(m.things()) for m, elements in self.elements.items() if m.things() and not elements]
        for old, new in self._exchanged():
            for formula, before in sorted(formulas.items()):
                after = formulas.get(_exchange(formula, old, new), before)
                near = self._kin(before) | self._kin(after)
                if after != before and all(near & host for host in hosts):
                    yield after, before

    def _exchanged(self) -> Iterator[tuple[str, str]]:
        """The elements that go and come, as the first way of saying so that fits tells them."""
        text = self.context.grounded.text
        for match in filter(None, (way.search(text) for way in _WAYS)):
            old, new = (self._named(*match.span(side)) for side in ("old", "new"))
            if old and new and old != new:
                yield old, new
                return

    def _named(self, start: int, end: int) -> str:
        """The first element named in a stretch of the text."""
        return next((e[0] for m, e in self.elements.items() if e and start <= m.start < end), "")

    def _elements(self, mention: Mention) -> list[str]:
        """The element that a mention names, or that dopes what it names."""
        dopants = self.context.sketch.reach(frozenset(mention.things()), 1).get((Step("hasDopant", True),), set())
        named = {i.removeprefix("dopant-") for i in (*mention.things(), *dopants) if i.startswith("dopant-")}
        return sorted(named | {s.id for s in mention.senses if s.kind == "element"})

    def _kin(self, thing: str) -> set[str]:
        return {thing, *self.context.recall.kin.get(thing, ())}

    def _direction(self, name: str) -> str:
        """Whether more or less of the property is asked for; empty when the words do not say, or deny it."""
        folded = self.context.grounded.folded
        if negates_a_choice(folded):
            return ""
        better = -1 if self.context.words.properties[name].better_when == "lower" else 1
        wishes = {"rising": 1, "falling": -1, "improves": better, "worsens": -better}
        found = {wishes.get(s.how) or wishes.get(s.id) for _, s in self.context.asked.relations} - {None}
        if comparison := read_comparison(folded):
            return comparison
        sign = found.pop() if len(found) == 1 else read_direction(folded)[0]
        return {1: "higher", -1: "lower"}.get(sign or 0, "")


def _exchange(formula: str, old: str, new: str) -> str:
    """A composition with one element put for another; as it was when it lacks the one or has the other.

    >>> _exchange("Na4 S4 Sn1", "S", "Se")
    'Na4 Se4 Sn1'
    """
    amounts = dict(re.findall(r"([A-Z][a-z]?)([\d.]+)(?: |$)", formula))
    if old not in amounts or new in amounts:
        return formula
    amounts[new] = amounts.pop(old)
    return " ".join(symbol + amount for symbol, amount in sorted(amounts.items()))
