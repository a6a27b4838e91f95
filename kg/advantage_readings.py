"""Readings that tell in what one thing is better than another: "advantages of NSS over NPS", "sulfides vs oxides"."""

import re
from collections.abc import Iterator
from functools import cached_property

from kg.ground import Mention
from kg.query import End, Link, OneOf, Pattern, Query, Same, Stated, Var
from kg.reading import Context, Reading, X

#: The relation of what is better to what is worse; its claims name the aspect.
_BETTER = "outperforms"
#: What sets two things side by side, without saying which should win.
_SIDE_BY_SIDE = re.compile(r"\b(?:compar(?:e|es|ed|ing|ison)|versus|vs|differ\w*|contrast\w*)\b")
#: What leads from the thing that should win, or lose, to the other.
_LEADS = re.compile(
    r"\b(?:than|over|above|to|against|instead of|rather than|in place of|relative to"
    r"|(?:as )?compared (?:to|with)|in comparison (?:to|with)|with respect to)(?: the| a| an| pure| plain)*$"
)
_PREFERS = re.compile(
    r"\b(?:prefer(?:s|red|able)?|favou?r(?:s|ed)?|choose|chosen|pick|picked|opt|go for|use|take"
    r"|better|superior|worse|inferior|poorer)\b"
)
_COMPARES = re.compile(f"{_PREFERS.pattern}|{_SIDE_BY_SIDE.pattern}")
_WORSE = re.compile(r"\b(?:worse|inferior|poorer)\b")
_CHOOSES = re.compile(r"\b(?:which|what|who)\b")


class Advantages:
    """Makes the readings of one question that sets things against each other."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def is_asked(self) -> bool:
        """Whether two things or more are set against each other that the graph compares."""
        asked = self.context.asked
        ranked = asked.form.superlative and not self._is_choice
        others = (asked.bounds, asked.places, asked.left_out, asked.form.aggregate, ranked)
        fits = asked.kind in ("things", "cause", "good", "harm") or (asked.kind == "values" and self._are_families)
        fits = fits and self._is_read
        return fits and not any(others) and len(self._sides) > 1 and (self._is_choice or bool(self._ways))

    def readings(self) -> Iterator[Reading]:
        """The winner in what is named, else the aspects in which each thing is better than another."""
        if self._is_choice:
            yield self._winner()
            return
        if not self._aspects:
            yield Reading("things", self._query(self._ways), self._about())

    @cached_property
    def _sides(self) -> dict[Mention, frozenset[str]]:
        """What is named and stands in comparisons, itself or as a kind of it."""
        lexicon = self.context.lexicon
        compared = {i for s, r, v, held in self.context.sketch.edges if r == _BETTER and held for i in (s, v)}
        found = {
            m: frozenset(i for thing in m.things() for i in lexicon.with_narrower(thing)) & compared
            for m in self.context.grounded.mentions
        }
        return {mention: things for mention, things in found.items() if things}

    @property
    def _are_families(self) -> bool:
        """Whether families are set against each other, which have no values of their own."""
        return all(any(map(self.context.lexicon.is_family, m.things())) for m in self._sides)

    @property
    def _is_read(self) -> bool:
        """Whether nothing is named but things to compare, classes of theirs and aspects."""
        others = [m for m in self.context.asked.anchors if m not in self._sides and not m.of("property")]
        unread = [w for w in map(str.lower, self.context.grounded.unknown) if not _COMPARES.fullmatch(w)]
        return not others and not unread

    @property
    def _aspects(self) -> tuple[str, ...]:
        """The properties that are named, or meant by an adjective."""
        asked = self.context.asked
        return tuple(dict.fromkeys((*(n for _, n in asked.judged), *(s.id for _, s in asked.adjectives))))

    @property
    def _is_choice(self) -> bool:
        """Whether one of the things is to be chosen by an aspect: "which is more air stable, oxides or sulfides"."""
        text = self.context.grounded.folded
        between = " or " in text or " vs " in text or " versus " in text or " and " in text
        compared = any(s.kind.startswith("more") for _, s in self.context.asked.adjectives) or re.search(
            r"\b(?:higher|lower|better|worse|larger|smaller|greater)\b", text
        )
        return bool(self._aspects and between and compared and _CHOOSES.search(text))

    @cached_property
    def _ways(self) -> tuple[tuple[Mention, Mention], ...]:
        """Which things should be better than which."""
        sides = list(self._sides)
        folded, asked = self.context.grounded.folded, self.context.asked
        verbs = [s for _, s in asked.verbs if s.id == _BETTER]
        if len(sides) == 2 and (self._leads(sides[1]) or verbs):
            first, second = sides
            is_worse = asked.kind == "harm" or _WORSE.search(folded) or any(s.kind == "inverse" for s in verbs)
            is_said = asked.kind in ("good", "harm") or verbs or _PREFERS.search(folded)
            if is_said:
                return ((second, first) if is_worse else (first, second),)
        if _SIDE_BY_SIDE.search(folded) and not (asked.verbs or asked.kind == "cause"):
            return tuple((a, b) for a in sides for b in sides if a is not b)
        return ()

    def _leads(self, second: Mention) -> bool:
        """Whether "than", "over" and the like stand before the second thing."""
        before = [t.fold for t in self.context.grounded.tokens if t.end <= second.start]
        return bool(_LEADS.search(" ".join(before)))

    def _node(self, mention: Mention) -> OneOf:
        return self.context.patterns.node(*self._sides[mention])

    def _query(self, ways: tuple[tuple[Mention, Mention], ...]) -> Query:
        """The aspects, each with what is better in it where that is not said by the question."""
        winners = OneOf(tuple(dict.fromkeys(i for better, _ in ways for i in self._node(better).iris)))
        losers = OneOf(tuple(dict.fromkeys(i for _, worse in ways for i in self._node(worse).iris)))
        if len(ways) == 1:
            return Query(("x",), (Link(winners, (_BETTER,), losers, "c1"), End("c1", "aspect", X)))
        better = Var("better")
        link = Link(better, (_BETTER,), losers, "c1")
        return Query(("x", "better"), (Same(better, winners), link, End("c1", "aspect", X)))

    def _winner(self) -> Reading:
        """Which of the things does better in the aspects named."""
        every = OneOf(tuple(dict.fromkeys(i for mention in self._sides for i in self._node(mention).iris)))
        measured = self.context.patterns.node(*self._aspects)
        patterns: tuple[Pattern, ...] = (
            Same(X, every),
            Link(X, (_BETTER,), every, "c1"),
            Stated("c1", "aspect", measured.iris),
        )
        asked, label = self.context.asked, self.context.lexicon.label
        aspects = dict.fromkeys((*(m.text for m, _ in asked.judged), *(label(s.id) for _, s in asked.adjectives)))
        names = " or ".join(m.text for m in self._sides)
        about = f"{names}: what is better in {' and '.join(aspects)}"
        return Reading("things", Query(("x",), patterns), about)

    def _about(self) -> str:
        if len(self._ways) == 1:
            better, worse = self._ways[0]
            return f"advantages of {better.text} over {worse.text}"
        return f"advantages over one another: {', '.join(m.text for m in self._sides)}"
