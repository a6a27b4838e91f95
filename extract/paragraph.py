"""Runs of a paper's text -> one line of words, each with its place in that text.

What only marks words up or divides them is left out: emphasis, the targets of links, soft hyphens, hyphens at line
ends. Sub- and superscripts stay in the notation of their text, which `kg.notation` reads.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from extract.document import Piece
from extract.hyphens import is_divided

Span = tuple[int, int]

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_TAGS = "a|b|br|code|div|em|font|i|p|small|span|strong|u"
_MARKUP = re.compile(
    rf"""(?P<hyphen>(?<=[^\W\d_])[-‐\u00ad][^\S\n]*\n\s*(?=[^\W\d_]))
      | (?P<blank>\s+)
      | (?P<ligature>[ﬀ-ﬆ])
      | (?P<gone>[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1b\x7f]
        | <!--.{{0,2000}}?-->
        | </?(?:{_TAGS})(?:\s+[\w-]+\s*=[^<>]{{0,300}})?\s*/?>
        | !\[[^\]\n]{{0,300}}\]\([^)\n]{{0,2000}}\)
        | (?<=\])\((?:https?:|mailto:|\#|\.{{0,2}}/)(?:[^\s()]|\([^\s()]*\)){{0,2000}}\)
        | \[(?=[^\]\n\d][^\]\n]{{0,300}}\]\((?:https?:|mailto:|\#|\.{{0,2}}/)(?:[^\s()]|\([^\s()]*\)){{0,2000}}\))
        | (?<![\d\]\s])\](?=\((?:https?:|mailto:|\#|\.{{0,2}}/)(?:[^\s()]|\([^\s()]*\)){{0,2000}}\))
        | \\(?=[*\#~|])
        | (?<![\w*\\])\*{{1,3}}(?=[^\s*]) | (?<=[^\s*\\])\*{{1,3}}(?![A-Za-z*])
        | (?<![\w}}\\^])_{{1,2}}(?=[A-Za-z][^_{{}}\n]{{1,80}}(?<!\s)_{{1,2}}(?![\w{{]))
        | (?<=[A-Za-z.])_{{1,2}}(?![\w{{])
        | `{{1,3}})""",
    re.VERBOSE | re.DOTALL,
)
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_NEXT_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph on one line; `pieces` say where its runs stand in the text of the paper."""

    text: str
    pieces: tuple[Piece, ...]

    def part(self, start: int, end: int) -> "Paragraph":
        """A stretch of the paragraph, with its places."""
        inside = (one for one in self.pieces if one.at < end and one.at + one.end - one.start > start)
        return Paragraph(self.text[start:end], tuple(_cut(one, start, end) for one in inside))


def _cut(piece: Piece, start: int, end: int) -> Piece:
    skipped = max(0, start - piece.at)
    over = max(0, piece.at + piece.end - piece.start - end)
    return Piece(piece.at + skipped - start, piece.start + skipped, piece.end - over)


def read_paragraph(source: str, spans: Iterable[Span], words: Set[str] = frozenset()) -> Paragraph:
    r"""The words of some spans of a text, as one line; `words` are those of the paper, to mend divided ones by.

    >>> read_paragraph("So *et al.* mend inter-\nfaces.", [(0, 30)], {"interfaces"}).text
    'So et al. mend interfaces.'
    """
    line = _Line(source, words)
    for start, end in spans:
        line.add(start, end)
    return line.done()


class _Line:
    """A paragraph in the making."""

    def __init__(self, source: str, words: Set[str]) -> None:
        self.source, self.words = source, words
        self.out: list[str] = []
        self.length = 0
        self.pieces: list[Piece] = []
        self.last: Span = (0, 0)

    def add(self, start: int, end: int) -> None:
        """One more span; it is parted by a blank from the one before, unless that ends in a divided word."""
        if self.out:
            self._break(start, end)
        at = start
        for match in _MARKUP.finditer(self.source, start, end):
            self._keep(at, match.start())
            at = self._mark(match)
        self._keep(at, end)

    def _break(self, start: int, end: int) -> None:
        before, after = self.source[self.last[0] : self.last[1]], self.source[start:end].lstrip()
        left = _LAST_WORD.search(before[:-1]) if before[-1:] in ("-", "‐") else None
        right = _NEXT_WORD.match(after)
        if left and right and right.group()[0].islower() and is_divided(left.group(), right.group(), self.words):
            self._unkeep()
        elif not (left and right):
            self._blank(None)

    def _mark(self, match: re.Match[str]) -> int:
        """What stands for a piece of markup in the line; returns where the source goes on."""
        kind, end = match.lastgroup, match.end()
        if kind == "hyphen":
            left = _LAST_WORD.search(self.source, max(0, match.start() - 40), match.start())
            right = _NEXT_WORD.match(self.source, end)
            whole = match.group()[0] == "\u00ad" or (
                left and right and right.group()[0].islower() and is_divided(left.group(), right.group(), self.words)
            )
            if not whole:
                self._keep(match.start(), match.start() + 1)
        elif kind == "blank":
            self._blank(match.start() if match.group() == " " else None)
        elif kind == "ligature":
            self._put(_LIGATURES[match.group()], Piece(self.length, match.start(), end))
        return end

    def _keep(self, start: int, end: int) -> None:
        if start >= end:
            return
        self.last = (start, end)
        near = self.pieces[-1] if self.pieces else None
        if near and near.end == start and near.at + near.end - near.start == self.length:
            self.pieces[-1] = Piece(near.at, near.start, end)
            self._put(self.source[start:end], None)
        else:
            self._put(self.source[start:end], Piece(self.length, start, end))

    def _put(self, text: str, piece: Piece | None) -> None:
        self.out.append(text)
        self.length += len(text)
        if piece:
            self.pieces.append(piece)

    def _unkeep(self) -> None:
        """Take back the hyphen at the end."""
        self.out[-1] = self.out[-1][:-1]
        self.length -= 1
        near = self.pieces[-1]
        self.pieces[-1] = Piece(near.at, near.start, near.end - 1)

    def _blank(self, place: int | None) -> None:
        if not self.out or self.out[-1].endswith(" "):
            return
        if place is not None:
            last = self.last
            self._keep(place, place + 1)
            self.last = last
        else:
            self._put(" ", None)

    def done(self) -> Paragraph:
        """The paragraph without blanks at its end."""
        text = "".join(self.out).rstrip(" ")
        pieces = tuple(one for one in self.pieces if one.at < len(text))
        return Paragraph(text, tuple(_cut(one, 0, len(text)) for one in pieces))
