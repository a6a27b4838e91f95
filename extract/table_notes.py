"""Footnotes of a table: the marks in its cells, and the lines below it that begin with one."""

import re
from collections.abc import Iterable, Sequence

_RAISED = dict(zip("ᵃᵇᶜᵈᵉᶠᵍ", "abcdefg", strict=True))
_SYMBOLS = r"[*†‡§¶]{1,3}"
_RAISED_LETTERS = "".join(_RAISED)
_RAISED_MARK = rf"\^\{{?\s?(?:[a-g]|{_SYMBOLS})\s?\}}?|<sup>[a-g]</sup>|\[\^?[a-g]\]|\([a-g]\)"
_ONE = rf"(?:{_SYMBOLS}|[{_RAISED_LETTERS}]|{_RAISED_MARK}|(?<=[\d%)\]}}\s])[a-g])"
_AT_END = re.compile(rf"(?<=\S)\s?((?:{_ONE})(?:\s?,\s?[a-g]|\s?{_ONE})*)$")
_KEY = re.compile(rf"{_SYMBOLS}|[a-g{_RAISED_LETTERS}](?![a-z])")
_NOTE = re.compile(
    rf"(?:^[\s>]*|(?<=[.;,)]\s))(?:\^\{{?|\[\^?|\(|<sup>)?({_SYMBOLS}|[a-g{_RAISED_LETTERS}])"
    r"(?:\}|\]|\)|</sup>)?[.:)]{0,2}\s{0,3}(?=[A-Z\d~<>≤≥])"
)


def _keys(marks: str) -> list[str]:
    """The marks of one place, each in its plain spelling."""
    return [_RAISED.get(key, key) for key in _KEY.findall(marks.replace("sup", ""))]


def find_marks(texts: Iterable[str]) -> frozenset[str]:
    """Every mark that may call a footnote at the end of a text.

    >>> sorted(find_marks(["0.20ᵃ", "Na3PS4*", "1.4^{b}", "38"]))
    ['*', 'a', 'b']
    """
    found: set[str] = set()
    for text in texts:
        if match := _AT_END.search(text[-30:]):
            found.update(_keys(match[1]))
    return frozenset(found)


def read_notes(lines: Iterable[str], marks: frozenset[str]) -> list[tuple[str, str]]:
    """The footnotes among some lines, by mark; they end with the first line that is none.

    >>> read_notes(["a Pressed at 300 MPa. b At 60 °C.", "The glass is soft."], frozenset("ab"))
    [('a', 'Pressed at 300 MPa.'), ('b', 'At 60 °C.')]
    """
    notes: list[tuple[str, str]] = []
    for line in lines:
        found = [match for match in _NOTE.finditer(line) if _RAISED.get(match[1], match[1]) in marks]
        if not found or line[: found[0].start()].strip():
            break
        ends = [match.start() for match in found[1:]] + [len(line)]
        for match, end in zip(found, ends, strict=True):
            notes.append((_RAISED.get(match[1], match[1]), line[match.end() : end].strip()))
    return notes


def without_marks(text: str, notes: Sequence[tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """A text without the footnote marks at its end, and the notes that they call.

    >>> without_marks("0.20ᵃ", [("a", "At 60 °C.")])
    ('0.20', ('At 60 °C.',))
    """
    known = dict(notes)
    match = _AT_END.search(text) if known else None
    keys = _keys(match[1]) if match else []
    if match is None or not keys or not all(key in known for key in keys):
        return text, ()
    return text[: match.start()].rstrip(), tuple(known[key] for key in keys)
