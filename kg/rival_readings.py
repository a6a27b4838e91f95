"""Readings that choose things by the value that another one has: "which electrolytes conduct better than Na3PS4"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from kg.grammar import read_comparison
from kg.ground import Mention
from kg.query import Beyond, Node, Pattern, Plain, Same, Value, Var, Without
from kg.reading import Context, Reading, X
from kg.value_readings import Values

#: What leads from "than" to the thing that others are measured against.
_THAN = re.compile(
    r"\b(?:th[ae]n|exceeds?|outperforms?|beats?|surpass(?:es)?)"
    r" (?:(?:that|those|the one|the|of|for|in|pure|undoped|pristine|bare|plain) )*$"
)
#: What leads to a thing in whose place others are looked for.
_INSTEAD = r"\b(?:alternatives? to|(?:replacement|substitute)s? for|instead of|in place of)"
_INSTEAD_OF, _RIGHT_BEFORE = re.compile(rf"{_INSTEAD}\b"), re.compile(rf"{_INSTEAD}(?: pure| plain)* $")

_COMPARATIVE = (
    r"(?:(?:higher|larger|greater|more|bigger|longer|increased)|(?P<less>lower|smaller|less|shorter|reduced|fewer)"
    r"|(?P<judged>better|worse))"
)
_MORE_OF, _MORE_BEHIND = re.compile(rf"\b{_COMPARATIVE}\s+$"), re.compile(rf"\s+{_COMPARATIVE}\b")


class Rivals:
    """Makes the readings of one question that measures things against a named one."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def is_asked(self) -> bool:
        """Whether things are measured against a named one."""
        return self._rival is not None

    def readings(self) -> Iterator[Reading]:
        """The things whose value lies beyond that of the rival."""
        asked, rival = self.context.asked, self._rival
        if rival is None:
            return
        anchors = tuple(m for m in asked.anchors if m is not rival)
        excluded = tuple(m for m in asked.excluded if m is not rival)
        form = replace(asked.form, ordered="descending" if self._sign == ">" else "ascending", superlative="")
        inner = replace(
            asked, kind="values", properties=(self._measured,), anchors=anchors, excluded=excluded, adjectives=(),
            form=form,
        )  # fmt: skip
        node, label = self.context.patterns.node(*rival.things()[:1]), self.context.lexicon.label
        against: list[Pattern] = [Without((Same(X, node),)), *self._against(node, self._measured, self._sign, "v")]
        than = f"{'above' if self._sign == '>' else 'below'} that of {label(rival.things()[0])}"
        for place, (name, sign) in enumerate(self._further):
            against += [Value(X, (name,), f"v{place}"), *self._against(node, name, sign, f"v{place}")]
            than += f", with {label(name)} {'above' if sign == '>' else 'below'}"
        for reading in Values(self.context.with_asked(inner)).readings():
            query = replace(reading.query, patterns=(*reading.query.patterns, *against))
            yield replace(reading, query=query, about=f"{reading.about} ({than})")

    def _against(self, node: Node, name: str, sign: str, value: str) -> list[Pattern]:
        """That a value lies beyond that of a thing; what holds only under special conditions is no measure."""
        other = f"{value}_other"
        usual = Without((Plain(Var(other), ("hasCondition",), Var(f"{other}_condition")),))
        return [Value(node, (name,), other), usual, Beyond(value, sign, other)]

    @cached_property
    def _rival(self) -> Mention | None:
        """The thing named after "than" that has a value of the property compared; none when there is no such thing."""
        asked = self.context.asked
        if asked.kind not in ("values", "things") or asked.form.aggregate or asked.form.asks == "how":
            return None
        has_value = self.context.sketch.bearers.get(self._measured, set())
        named = [m for m in (*asked.anchors, *asked.excluded) if has_value.intersection(m.things()[:1])]
        return next((m for m in named if self._sign and self._leads(m)), None)

    def _leads(self, mention: Mention) -> bool:
        """Whether "than" or "alternatives to" stands right before a thing."""
        before = self.context.grounded.text[: mention.start].lower()
        return bool(_THAN.search(before) or _RIGHT_BEFORE.search(before))

    @property
    def _measured(self) -> str:
        """The property by which things are compared: named, or meant by an adjective."""
        asked = self.context.asked
        return next((name for name in (*(n for _, n in asked.judged), *(s.id for _, s in asked.adjectives))), "")

    @property
    def _further(self) -> list[tuple[str, str]]:
        """The other properties that are compared with the rival, and which way: "… and have a lower Ea"."""
        named = ((name, self._own_sign(m, name)) for m, name in self.context.asked.judged if name != self._measured)
        return [(name, sign) for name, sign in dict(named).items() if sign]

    def _own_sign(self, mention: Mention, name: str) -> str:
        """Whether a comparative right before or behind a property says that there is more of it, or less."""
        text = self.context.grounded.text.lower()
        found = _MORE_OF.search(text[: mention.start]) or _MORE_BEHIND.match(text, mention.end)
        if found is None:
            return ""
        lower = self.context.words.properties[name].better_when == "lower"
        more = not found["less"] if not found["judged"] else (found["judged"] == "better") != lower
        return ">" if more else "<"

    @cached_property
    def _sign(self) -> str:
        """Whether what lies above or below the rival is asked for."""
        asked = self.context.asked
        own = next((self._own_sign(m, name) for m, name in asked.judged if name == self._measured), "")
        if own and read_comparison(self.context.grounded.folded):
            return own
        # What replaces a thing and has a higher value has a higher one than it.
        told = self.context.grounded.folded
        direction = read_comparison(told) or read_comparison(f"{told} than it" if _INSTEAD_OF.search(told) else "")
        low = any(s.kind.endswith("low") for _, s in self.context.asked.adjectives)
        if not direction:
            return ""
        return "<" if (direction == "lower") != low else ">"
