"""Is this question outside what the graph can answer? The rules by which a question is declined before it is read."""

import re

from kg.asked import SOURCE_CLASSES
from kg.grammar import is_described, is_function_word, number_at_end
from kg.ground import Mention
from kg.reading import Context
from kg.words import stem

_LEADS = frozenset("a an the of with for on about by does do did how in per under at from between within".split())
_ARTICLES = frozenset("a an the all any its their some".split())
_NARROWING = frozenset("with of for in on using from".split())
_NO_NOUN = ("ly", "ing", "ed", "en")


class Gates:
    """Tells which questions nothing in the graph can answer, and which it can answer only in the words of a claim."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def is_shut(self) -> bool:
        """Whether a question asks for something, or of something, that the graph does not hold."""
        return (
            self._asks_for_the_unknown() or self._is_of_another_kind() or self._is_foreign() or self._is_untold_doping()
        )

    @property
    def is_narrow(self) -> bool:
        """Whether a question turns on a word that no name knows, so that only what is told in words answers it."""
        return self._is_strange() or self._turns_on_the_unknown() or self._asks_nothing()

    def is_narrowed_unread(self) -> bool:
        """Whether a word that no name knows narrows whose value is wanted: "the NaCrO2 cell with thiophosphate"."""
        tokens = [token.fold for token in self.context.grounded.tokens]
        for word in self.context.grounded.unknown:
            at = next(i for i, t in enumerate(self.context.grounded.tokens) if t.text == word)
            before = tokens[at - 2 : at] if at > 1 and tokens[at - 1] in ("a", "an", "the") else tokens[at - 1 : at]
            if before and before[0] in _NARROWING and not word.lower().endswith(_NO_NOUN):
                return True
        return False

    def _asks_for_the_unknown(self) -> bool:
        """Whether the phrase asked for ends in a word that neither names nor claims know: "dew point needed"."""
        tokens, mentions = self.context.grounded.tokens, self.context.grounded.mentions
        asked_by = next((i + 1 for i, t in enumerate(tokens) if t.fold in ("what", "which")), 0)
        is_named = [any(m.start <= t.start < m.end for m in mentions) for t in tokens]
        start = asked_by
        while start < len(tokens) and is_function_word(tokens[start].fold) and not is_named[start]:
            start += 1
        end = start
        while end < len(tokens) and not is_named[end] and not is_function_word(tokens[end].fold):
            end += 1
        if end == start or tokens[end - 1].text not in self._strangers():
            return False
        follows = tokens[end].fold if end < len(tokens) else ""
        if is_described(tokens[end - 1].fold):
            return False
        if asked_by:
            # What follows a head is a verb; what follows a modifier is the head.
            return not any(m.start <= tokens[end].start < m.end and m.of("thing", "class", "property", "noun")
                           for m in mentions if end < len(tokens))  # fmt: skip
        return not (start or is_named[end : end + 1] == [True] or follows in _ARTICLES or number_at_end(follows))

    def _is_of_another_kind(self) -> bool:
        """Whether a thing named is narrowed by a word with which nothing of it is known: "hard carbon"."""
        return any(self._is_narrowed(mention) for mention in self.context.grounded.mentions)

    def _is_narrowed(self, mention: Mention) -> bool:
        tokens, recall = self.context.grounded.tokens, self.context.recall
        before = [t for t in tokens if 0 <= mention.start - t.end <= 1]
        things = [s.id for s in mention.senses if s.kind in ("thing", "class")]
        if not before or not things or before[0].text not in self.context.grounded.unknown:
            return False
        word, text = stem(before[0].fold), self.context.grounded.text[: before[0].start].rstrip()
        nouns = [m for m in self.context.grounded.mentions if m.quantity or not m.of("relation", "inverse")]
        follows_noun = any(m.end == len(text) for m in nouns)
        is_formula = mention.reason == "formula" or any(c.isdigit() for c in mention.text)
        # What narrows a noun stands in the singular: a word in -s is a verb ("it touches sodium") or another noun.
        is_plural = before[0].fold.endswith("s") and not before[0].fold.endswith(("ss", "us", "is"))
        if is_plural or is_described(before[0].fold) or follows_noun or text.endswith("-") or is_formula:
            return False
        if mention.of("thing") is None:
            is_source = bool(SOURCE_CLASSES.keys() & set(things))
            return not recall.knows(before[0].text) or (is_source and mention in self.context.asked.head)
        near = {place for thing in things for place, _ in recall.by_end.get(thing, ())}
        named = any(word in recall.said.get(thing, {}) for thing in things)
        return not named and near.isdisjoint(recall.by_stem.get(word, ()))

    def _is_untold_doping(self) -> bool:
        """Whether an element is said to dope a compound, and nothing in the graph has to do with both."""
        grounded, kin = self.context.grounded, self.context.recall.kin
        if not re.search(r"\b(?:co)?-?dop(?:ing|ed|ant|e)\b", grounded.folded):
            return False
        named = self.context.asked.anchors
        dopants = {i for m in named if m.of("element") for i in self.context.anchors.anchor(m).nodes}
        hosts = {i for m in named if not m.of("element", "class") for i in m.things() if i in self.context.compounds}
        things = self.context.lexicon.things
        both = (n for n, near in kin.items() if near.keys() & dopants and near.keys() & hosts and n in things)
        return bool(dopants and hosts) and not any(things[n].kind != "cells" for n in both)

    def _is_foreign(self) -> bool:
        """Whether more words of a question are unheard of than it names things of the field."""
        named = [m for m in self.context.grounded.mentions if m.of("thing", "property", "element") or m.quantity]
        strangers = [w for w in self._strangers() if not is_described(w.lower())]
        repaired = [m for m in self.context.grounded.mentions if m.reason == "spelling"]
        nouns = named or self.context.asked.head
        return len(strangers) > max(1, 2 * len(named)) or bool(strangers and (not nouns or (not named and repaired)))

    def _is_strange(self) -> bool:
        """Whether what is asked for is narrowed by a word that neither names nor claims know."""
        word = self.context.asked.strange
        if not word:
            return False
        measured = any(
            name in self.context.asked.properties
            for m, name in self.context.asked.judged
            if m in self.context.asked.head
        )
        # "combining conductivity …" narrows nothing, "recycling routes" does.
        return (measured and not word.endswith("ing")) or not (measured or self.context.recall.knows(word))

    def _turns_on_the_unknown(self) -> bool:
        """Whether a noun that neither names nor claims know stands where a question has its point."""
        is_value = self.context.asked.kind == "values"
        nouns = [w for w in self._strangers() if not is_described(w.lower())]
        return any(self._stands_as_noun(w) or (is_value and self._leads_to_a_name(w)) for w in nouns)

    def _leads_to_a_name(self, word: str) -> bool:
        """Whether nothing but unread words stand between a word and something named: "Prussian blue cathodes"."""
        tokens = self.context.grounded.tokens
        rest = tokens[next(i for i, t in enumerate(tokens) if t.text == word) :]
        after = next((t for t in rest if t.text not in self.context.grounded.unknown), None)
        return after is not None and any(m.start == after.start and m.senses for m in self.context.grounded.mentions)

    def _asks_nothing(self) -> bool:
        """Whether a thing is named among strange words that ask for nothing: "cook pasta with Na2S"."""
        asked = self.context.asked
        wants = asked.classes or asked.relations or asked.judged or asked.adjectives or asked.context
        return asked.kind == "things" and not wants and bool(self.context.grounded.unknown)

    def _strangers(self) -> list[str]:
        """Words that neither names nor claims know."""
        return [w for w in self.context.grounded.unknown if not self.context.recall.knows(w)]

    def _stands_as_noun(self, word: str) -> bool:
        """Whether an article or a preposition leads to a word, or "of" follows it."""
        tokens = [token.fold for token in self.context.grounded.tokens]
        at = next(i for i, t in enumerate(self.context.grounded.tokens) if t.text == word)
        before, after = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
        return before in _LEADS or after == "of" or (not before and after in ("of", "for"))
