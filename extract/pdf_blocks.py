"""The columns of a paper -> its text: paragraphs and headings a line each, rows of tables with tabs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.headings import read_heading
from extract.hyphens import is_divided
from extract.pdf_lines import Line
from extract.pdf_tables import TableLine, rows_of, with_aligned_tables

_CAPTION = re.compile(r"(?:Fig(?:ure|\.)?|Scheme|Table|Chart)\s?S?\d+", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:][\"”’)\]]*(?:\^\{[^}]*\}|[⁰¹²³⁴-⁹,⁻–]+|\[[\d,–-]+\])*$")
_WORD = re.compile(r"[^\W\d_]+")
_DIVIDED = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_SMALL_CAPITALS = re.compile(r"\b([A-Z]) ([A-Z]{2,})")
_FEWEST_WORDS = 8


@dataclass(frozen=True)
class _Column:
    """Rows from top to bottom, the edges of what they fill, and how far apart they stand."""

    rows: Sequence[list[Line]]
    left: float
    right: float
    pitch: float


@dataclass
class _Block:
    """Rows that are one paragraph, heading, caption or table."""

    rows: list[list[Line]] = field(default_factory=list)

    @property
    def last(self) -> Line:
        return self.rows[-1][-1]

    @property
    def size(self) -> float:
        return median(line.size for row in self.rows for line in row)

    @property
    def bold(self) -> bool:
        return all(line.bold for row in self.rows for line in row)

    @property
    def width(self) -> float:
        return max(row[-1].right for row in self.rows) - min(row[0].left for row in self.rows)


def text_of(columns: Iterable[Sequence[Line]]) -> str:
    """The text of a paper, with a blank line between two paragraphs."""
    kept = [[line for line in column if line.text] for column in columns]
    body = _body_size(kept)
    words = frozenset(word.lower() for lines in kept for line in lines for word in _WORD.findall(line.text)[1:-1])
    said = (
        _say(block, column, body, words) for column in map(_column, filter(None, kept)) for block in _blocks(column)
    )
    return "\n\n".join(filter(None, said))


def _body_size(columns: Iterable[Sequence[Line]]) -> float:
    """The size in which most of the paper is set."""
    sizes: Counter[float] = Counter()
    for lines in columns:
        for line in lines:
            sizes[line.size] += len(line.chars)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _column(lines: Sequence[Line]) -> _Column:
    rows = with_aligned_tables(rows_of(lines))
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    rows = [_whole_line(rows, number, right) for number in range(len(rows))]
    pitch = median([above[0].base - below[0].base for above, below in pairwise(rows)] or [rows[0][0].size * 1.2])
    return _Column(rows, left, right, max(pitch, median(row[0].size for row in rows)))


def _whole_line(rows: Sequence[list[Line]], number: int, right: float) -> list[Line]:
    """A row of words that were drawn far apart to fill their line, as one line: no other such row is next to it."""
    row = rows[number]
    near = (*rows[max(0, number - 1) : number], *rows[number + 1 : number + 2])
    stretched = len(row) > 1 and all(len(one) == 1 for one in near) and right - row[-1].right < 0.5 * row[-1].size
    return [Line(tuple(char for line in row for char in line.chars))] if stretched else row


def _blocks(column: _Column) -> Iterator[_Block]:
    block = _Block()
    for row in column.rows:
        if block.rows and _begins(block, row, column):
            yield block
            block = _Block()
        block.rows.append(row)
    yield block


def _begins(block: _Block, row: list[Line], column: _Column) -> bool:
    """Whether a new paragraph begins with a row."""
    last, first = block.last, row[0]
    if isinstance(first, TableLine) or isinstance(last, TableLine):
        return True
    if len(row) > 1 and len(block.rows[-1]) > 1:
        return False  # a table goes on
    if len(row) != len(block.rows[-1]) and max(len(row), len(block.rows[-1])) > 2:
        return True
    if last.base - first.base > 1.45 * column.pitch or abs(first.size - block.size) > 0.06 * block.size:
        return True
    if first.bold != last.bold and len(block.rows) <= 3 and (block.bold or (len(row) == 1 and first.bold)):
        return True
    ended = bool(_ENDED.search(" ".join(line.text for line in block.rows[-1])))
    is_indented = first.left - column.left > 0.6 * first.size and block.rows[-1][0].left - column.left < 0.4 * last.size
    is_short = column.right - last.right > 0.12 * (column.right - column.left)
    return ended and (is_indented or is_short or bool(_CAPTION.match(first.text)))


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _say(block: _Block, column: _Column, body: float, words: frozenset[str]) -> str:
    rows = [[line.text for line in row] for row in block.rows]
    if isinstance(block.last, TableLine):
        return block.last.said
    if len(rows) > 1 and sum(len(row) > 1 for row in rows) > 0.5 * len(rows):
        return "\n".join("\t".join(row) for row in rows)
    text = _whole([" ".join(row) for row in rows], words)
    if _is_heading(block, text, body):
        return "## " + (_SMALL_CAPITALS.sub(r"\1\2", text) if text.isupper() else text)
    room = column.right - column.left
    fills = block.size > 0.95 * body and block.width > 0.75 * room and room > 100
    return text if fills or _is_prose(text) else ""


def _whole(lines: list[str], words: frozenset[str]) -> str:
    """Lines as one, words divided at their ends made whole.

    >>> _whole(["The inter-", "faces of solid-", "state cells"], frozenset({"interfaces", "solid-state"}))
    'The interfaces of solid-state cells'
    """
    text = lines[0]
    for line in lines[1:]:
        left, right = _DIVIDED.search(text), _WORD.match(line)
        if left and right and right.group()[0].islower():
            text = (text[:-1] if is_divided(left[1], right.group(), words) else text) + line
        else:
            text += line if text.endswith(("-", "‐", "–")) and line[:1].isalnum() else f" {line}"
    return text


def _is_heading(block: _Block, text: str, body: float) -> bool:
    """Whether a block is a heading: short, without a full stop, and set apart by weight, size or a number."""
    if len(block.rows) > 4 or len(text) > 160 or _ENDED.search(text) or _CAPTION.match(text):
        return False
    if not re.search(r"[^\W\d_]{3}", text):
        return False
    if (text.isupper() and len(re.findall("[A-Z]", text)) >= 5) or block.size > 1.12 * body:
        return True
    known = read_heading(text, 0, len(text))
    return block.size > 0.9 * body and (block.bold or (known is not None and not known.weak))


def _is_prose(text: str) -> bool:
    """Whether a text says something: labels in figures do not."""
    if _CAPTION.match(text) or _ENDED.search(text):
        return len(text) > 3
    return len(_WORD.findall(text)) >= _FEWEST_WORDS
