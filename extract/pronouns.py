"""Pronouns at the head of a sentence -> what a sentence before it in the same paragraph named: "It", "this layer"."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extract.document import Sentence
from extract.mention import Mention
from extract.tagged import Tagged

_PRONOUNS = frozenset({"it", "they"})
_POINTING = frozenset({"this", "these", "such"})
_ACTING = ("Strategy", "Material", "Dopant")
_FARTHEST = 3


class Read(NamedTuple):
    """A sentence that was read: itself, its words, its mentions."""

    sentence: Sentence
    words: Tagged
    mentions: list[Mention]


def with_pronouns(read: Iterable[Read]) -> list[list[Mention]]:
    """The mentions of each sentence, with a pronoun that opens it as a mention of what it stands for."""
    before: list[Read] = []
    for one in read:
        place = _opening(one.words, one.mentions)
        named = _named(before, one, *place) if place else None
        mentions = sorted([named, *one.mentions], key=lambda m: m.first) if named else one.mentions
        before.append(one._replace(mentions=mentions))
    return [one.mentions for one in before]


def _opening(words: Tagged, mentions: list[Mention]) -> tuple[int, int] | None:
    """The pronoun, or "this" with its noun, that a sentence opens with, perhaps behind an adverb and a comma."""
    at = 2 if words.low[1:2] == [","] else 0
    if at >= len(words.low):
        return None
    last = at + 1 if words.low[at] in _POINTING and at + 1 < len(words.low) and words.is_noun(at + 1) else at
    if words.low[at] not in _PRONOUNS and last == at:
        return None
    return None if any(one.first <= last and one.last >= at for one in mentions) else (at, last)


def _named(before: Sequence[Read], now: Read, first: int, last: int) -> Mention | None:
    """The first thing that the sentence before names and that can act; for "this layer" the last of that noun."""
    noun = now.words.low[last] if last > first else ""
    for earlier, words, mentions in reversed(before[-_FARTHEST:]):
        if (earlier.section, earlier.paragraph) != (now.sentence.section, now.sentence.paragraph):
            return None
        fitting = [one for one in mentions if _fits(words, one, noun)]
        if fitting:
            one = fitting[-1] if noun else fitting[0]
            text = one.stands_for or earlier.text[words.words[one.first].start : words.words[one.last].end]
            return Mention(first, last, one.type, "pronoun", one.iris, text)
    return None


def _fits(words: Tagged, one: Mention, noun: str) -> bool:
    """Whether a mention may be meant: by "this layer" one whose last word is layer, else anything that can act."""
    if one.type not in _ACTING or words.words[one.first].aside:
        return False
    return (
        not noun
        or words.low[one.last].rstrip("s") == noun.rstrip("s")
        or (one.type == "Strategy" and noun in ("layer", "layers", "strategy", "approach", "treatment", "modification"))
    )
