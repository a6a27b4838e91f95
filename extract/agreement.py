"""When what was found says the same as what was annotated: the conventions by which extraction is measured.

Outer blanks and `$` of a span do not count. Two names agree when the words of one contain those of the other, so that
"dense Na3PS4" agrees with "Na3PS4"; a plural agrees with its singular, an abbreviation with the name it stands behind
in brackets. A value agrees within 1 %, in the same unit, and its property by the last word.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from extract.candidate import Entity
from extract.gold import Statement

#: Relations that say the same either way round.
SYMMETRIC = frozenset({"pairedWith", "stableAgainst"})

_TOLERANCE = 0.01
_COMMAND = re.compile(r"\\(?:text|mathrm|rm|circ)\b")
_MARKUP = str.maketrans(dict.fromkeys("$\\{}_^*") | dict.fromkeys("‐‑‒–—―−", "-"))
_BETWEEN_WORDS = re.compile(r"[\s,]+")
_AROUND_WORDS = ".;:()[]\"'“”"
_BRACKET = re.compile(r"[\s$]*\([\s$]*")
_OUTSIDE = " \t\n$"

A = TypeVar("A")
B = TypeVar("B")
Names = Mapping[str, tuple[str, ...]]


def matched(gold: Sequence[A], found: Sequence[B], *tests: Callable[[A, B], bool]) -> dict[int, int]:
    """Which of what was annotated is which of what was found, each at most once, the surest test first.

    >>> matched(["a", "B"], ["b", "a"], str.__eq__, lambda one, other: one.lower() == other)
    {0: 1, 1: 0}
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for test in tests:
        for at, one in enumerate(gold):
            if at in pairs:
                continue
            hit = next((to for to, other in enumerate(found) if to not in taken and test(one, other)), None)
            if hit is not None:
                pairs[at] = hit
                taken.add(hit)
    return pairs


# ── entities ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def is_same_entity(gold: Entity, found: Entity, text: str) -> bool:
    """Whether both are of one type and stand at the same place."""
    return gold.type == found.type and _inside(gold, text) == _inside(found, text)


def overlaps(gold: Entity, found: Entity) -> bool:
    """Whether both share a letter of the sentence."""
    return gold.start < found.end and found.start < gold.end


def _inside(one: Entity, text: str) -> tuple[int, int]:
    """Its place without blanks and `$` at its ends."""
    words = text[one.start : one.end]
    start = one.start + len(words) - len(words.lstrip(_OUTSIDE))
    return start, max(start, one.start + len(words.rstrip(_OUTSIDE)))


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without markup, in small letters, with one kind of digit and dash.

    >>> plain(r"$\\text{Na}_3$PS₄  Glass–ceramic")
    'na3ps4 glass-ceramic'
    """
    bare = _COMMAND.sub("", unicodedata.normalize("NFKC", name)).translate(_MARKUP)
    return " ".join(bare.split()).casefold()


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name in the singular, without the marks around them."""
    stripped = (word.strip(_AROUND_WORDS) for word in _BETWEEN_WORDS.split(plain(name)))
    return tuple(_singular(word) for word in stripped if word)


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word.isalpha() and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def is_same_name(one: str, other: str) -> bool:
    """Whether two names agree.

    >>> is_same_name("the dendrites", "dendrite"), is_same_name("Na3 PS4", "Na₃PS₄"), is_same_name("NaSn", "Sn")
    (True, True, False)
    """
    if plain(one).replace(" ", "") == plain(other).replace(" ", ""):
        return True
    short, long = sorted((_words(one), _words(other)), key=len)
    size = len(short)
    return bool(short) and any(long[at : at + size] == short for at in range(len(long) - size + 1))


def other_names(entities: Sequence[Entity], text: str) -> Names:
    """Each name with all that it may be called: `Na3PS4` and `NPS` are one in "Na3PS4 (NPS)"."""
    names: dict[str, tuple[str, ...]] = {}
    for long, short in pairwise(entities):
        if long.type == short.type and _BRACKET.fullmatch(text[long.end : short.start]):
            names[long.text] = names[short.text] = (long.text, short.text)
    return names


# ── statements ───────────────────────────────────────────────────────────────────────────────────────────────────────


def is_same_statement(gold: Statement, found: Statement, names: Names) -> bool:
    """Whether both say the same; `names` are those of the annotated sentence."""
    if (gold.predicate, gold.negated) != (found.predicate, found.negated):
        return False

    def agree(one: str, other: str) -> bool:
        return any(is_same_name(name, other) for name in names.get(one, (one,)))

    subjects, objects = agree(gold.subject, found.subject), agree(gold.object, found.object)
    if gold.predicate == "hasValue":
        return _is_same_value(gold, found) and subjects and (objects or _is_same_head(gold.object, found.object))
    if subjects and objects:
        return True
    return gold.predicate in SYMMETRIC and agree(gold.subject, found.object) and agree(gold.object, found.subject)


def is_said_alike(gold: Statement, found: Statement, names: Names) -> bool:
    """Whether both say the same with the same words."""
    words = (plain(gold.subject), plain(gold.object)) == (plain(found.subject), plain(found.object))
    return words and is_same_statement(gold, found, names)


def _is_same_head(one: str, other: str) -> bool:
    return _words(one)[-1:] == _words(other)[-1:]


def _is_same_value(gold: Statement, found: Statement) -> bool:
    if gold.value is None or found.value is None or abs(gold.value - found.value) > _TOLERANCE * abs(gold.value):
        return False
    return unicodedata.normalize("NFKC", gold.unit or "") == unicodedata.normalize("NFKC", found.unit or "")
