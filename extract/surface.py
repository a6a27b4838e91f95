"""A sentence -> its words as a parser reads them: formulae and quantities whole, markup, citations and asides apart.

A parser of English knows nothing of `Na$_3$SbS$_4$` or `0.1 mA cm⁻²`, so each becomes one word. What stands in brackets
is kept, with the word it follows, but is no part of what the parser sees.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg.formula import Formula
from kg.formula_search import find_formulas
from kg.quantity import FoundQuantity, find_quantities
from kg.words import phrase_key

_CITATION = re.compile(
    r"\^\{\s?\d{1,3}(?:[\s,–-]{1,2}\d{1,3})*\s?\}|\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]|[¹²³⁰⁴-⁹]+(?:[,–-][¹²³⁰⁴-⁹]+)*"
    r"|<sup>\s?\d{1,3}(?:[\s,–-]{1,2}\d{1,3})*\s?</sup>"
)
_MARKUP = re.compile(r"\$|\\[a-zA-Z]+\s?\{?|[{}*]|</?(?:sub|sup|i|b|em)>")
_TOKEN = re.compile(
    r"et al\.|e\.g\.|i\.e\.|etc\.|Figs?\.|[Rr]efs?\.|vs\.?|ca\.|[A-Za-z]\.(?=[A-Za-z]\.)|[Cc]an(?=not\b)|'s\b|’s\b"
    r"|[^\W_]+(?:['’](?!s\b)[^\W_]+)*(?:_\{?[^\W_]+\}?)*|\S"
)
_CHEMICAL = re.compile(r"[Pp]oly\([a-z0-9 ,'-]{3,60}\)|(?<![\w.])\d(?:,\d){0,4}-[a-z]{5,40}(?![\w])")
_LISTED = re.compile(r"(?<![\w.{(^_\[-])(\d{1,6}(?:\.\d{1,6})?)(?:, and |, or | and | or |, )\Z")
_BETWEEN = re.compile(r"\b(?:between|from|[Tt]ables?|[Ff]igs?\.?|[Rr]efs?\.?|[Ss]ections?)\s\Z")
_LONGEST_LISTED = 24
_OPEN, _CLOSE = "([", ")]"
_LONGEST_ASIDE = 160


@dataclass(frozen=True)
class Word:
    """A word at `start` to `end` of its sentence; `aside` is the number of the brackets it stands in, 0 for none."""

    text: str
    start: int
    end: int
    formula: Formula | None = None
    quantity: FoundQuantity | None = None
    aside: int = 0

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The word as names are looked up by; punctuation is nothing."""
        return phrase_key(self.text)


def read_words(text: str) -> list[Word]:
    """The words of a sentence in order; markup and citations are none.

    >>> [word.text for word in read_words(r"$\\text{Na}_3\\text{PS}_4$ (NPS) reaches 0.2 mS cm⁻¹.^{38}")]
    ['Na3PS4', '(', 'NPS', ')', 'reaches', '0.2 mS/cm', '.']
    """
    words: list[Word] = []
    done = 0
    for special in [*_specials(text), None]:
        until = special[0] if special else len(text)
        words += _plain_words(text, done, until)
        if special:
            words += special[2]
            done = max(done, special[1])
    return _with_asides(words)


def _specials(text: str) -> list[tuple[int, int, list[Word]]]:
    """Stretches that are one word or none: quantities, formulae, citations; the first come first, none overlap."""
    found: list[tuple[int, int, int, list[Word]]] = []
    quantities = find_quantities(text)
    for quantity in [*quantities, *_sharing_units(text, quantities)]:
        name = f"{quantity.high:g}" + (" " if quantity.unit[0].isalpha() else "") + quantity.unit
        word = Word(name, quantity.start, quantity.end, quantity=quantity)
        found.append((quantity.start, 0, quantity.end, [word]))
    for one in find_formulas(text):
        found.append((one.start, 1, one.end, [Word(one.formula.plain, one.start, one.end, formula=one.formula)]))
    for match in _CHEMICAL.finditer(text):
        found.append((match.start(), 1, match.end(), [Word(match.group(), match.start(), match.end())]))
    found += [(match.start(), 2, match.end(), []) for match in _CITATION.finditer(text)]
    return list(_apart(sorted(found, key=lambda one: (one[1], one[0]))))


def _sharing_units(text: str, quantities: Iterable[FoundQuantity]) -> Iterator[FoundQuantity]:
    """The figures before another whose unit they share: 3.1 in "3.1 and 1.2 mS/cm"."""
    for quantity in quantities:
        end = quantity.start
        while quantity.sign == "=" and (match := _LISTED.search(text, max(0, end - _LONGEST_LISTED), end)):
            if _BETWEEN.search(text, 0, match.start()):
                break
            value = float(match[1])
            yield FoundQuantity(match.start(1), match.end(1), value, value, "=", quantity.unit)
            end = match.start()


def _apart(found: Iterable[tuple[int, int, int, list[Word]]]) -> Iterator[tuple[int, int, list[Word]]]:
    """Those that overlap none before them in order of rank, then in order of place."""
    kept: list[tuple[int, int, list[Word]]] = []
    for start, _, end, words in found:
        if all(end <= a or start >= b for a, b, _ in kept):
            kept.append((start, end, words))
    yield from sorted(kept, key=lambda one: one[0])


def _plain_words(text: str, start: int, end: int) -> Iterator[Word]:
    """Words of a stretch without formulae and quantities."""
    at = start
    for mark in [*_MARKUP.finditer(text, start, end), None]:
        until = mark.start() if mark else end
        for match in _TOKEN.finditer(text, at, until):
            yield Word(match.group(), match.start(), match.end())
        at = mark.end() if mark else end


def _with_asides(words: list[Word]) -> list[Word]:
    """The words with the brackets they stand in numbered from 1; brackets that never close are none."""
    number, at, out = 0, 0, list(words)
    while at < len(out):
        close = _closing(out, at) if out[at].text in tuple(_OPEN) and out[at].formula is None else None
        if close is None:
            at += 1
            continue
        number += 1
        out[at : close + 1] = [replace(word, aside=number) for word in out[at : close + 1]]
        at = close + 1
    return out


def _closing(words: list[Word], at: int) -> int | None:
    """Where the bracket that opens at a word closes, if it does so within a short stretch."""
    depth = 0
    for place in range(at, len(words)):
        if words[place].end - words[at].start > _LONGEST_ASIDE:
            return None
        depth += (words[place].text in tuple(_OPEN)) - (words[place].text in tuple(_CLOSE))
        if depth == 0:
            return place
    return None
