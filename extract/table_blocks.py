"""Lines of a text -> the blocks of rows among them: divided by tabs, by bars, or by blanks that line up."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.document import TableCell
from extract.table_grid import WIDEST, Row, blank

_LINE = re.compile(r"([^\n\r\f]*)(\r\n|[\n\r\f]|\Z)")
_RULE = re.compile(r"[\s|+:=-]*-[\s|+:=-]*")
_DASHES = re.compile(r"[\s=_─━—–-]*")
_BAR = re.compile(r"(?<!\\)\|")
_PHRASE = re.compile(r"\S+(?: \S+)*")
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|__|`)(?=\S)([^*`]{1,300}?)(?<=\S)\1")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
#: A line without tabs inside a table is short, else it is a paragraph.
_SHORT = 120
#: A row is no longer than this many characters.
_LONGEST = 20_000


class Line(NamedTuple):
    """A line of a text and where it begins."""

    text: str
    start: int

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written on it."""
        return not self.text or self.text.isspace()


@dataclass(frozen=True)
class Block:
    """Rows of cells, and the lines they stand on: from `first` up to, not with, `last`."""

    rows: tuple[Row, ...]
    first: int
    last: int


def read_lines(text: str) -> list[Line]:
    """The lines of a text, with blank ones."""
    return [Line(match[1], match.start()) for match in _LINE.finditer(text)]


def find_blocks(lines: Sequence[Line], captions: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """The blocks of rows of a text; `captions` are lines that hold captions, first and last.

    Blanks divide cells only below a caption, since they line up in many other things.
    """
    taken = {at for first, last in captions for at in range(first, last)}
    after = {_next_filled(lines, last) for _, last in captions}
    at = 0
    while at < len(lines):
        block = None
        if at not in taken:
            block = _tabs(lines, at, taken) or _bars(lines, at, taken)
            if block is None and at in after:
                block = _aligned(lines, at, taken)
        if block:
            yield block
        at = block.last if block else at + 1


def _next_filled(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and lines[at].is_blank:
        at += 1
    return at


def _cell(text: str, start: int) -> TableCell:
    """A cell without the blanks around it."""
    body = text.strip()
    first = start + len(text) - len(text.lstrip()) if body else start
    return TableCell(" ".join(body.split()), first, first + len(body))


# --- tabs ---------------------------------------------------------------------------------------------------------


def _is_tabbed(line: Line) -> bool:
    return "\t" in line.text and len(line.text) <= _LONGEST and line.text.count("\t") < WIDEST


def _tab_row(line: Line) -> Row:
    cells: list[TableCell] = []
    at = line.start
    for text in line.text.split("\t"):
        cells.append(_cell(text, at))
        at += len(text) + 1
    return tuple(cells)


def _tabs(lines: Sequence[Line], first: int, taken: set[int]) -> Block | None:
    """Lines with tabs; one without, between two such, is a heading of the rows below it."""
    if not _is_tabbed(lines[first]) or sum(1 for cell in _tab_row(lines[first]) if cell.text) < 2:
        return None
    rows: list[Row] = []
    at = first
    while at < len(lines) and at not in taken:
        following = lines[at + 1] if at + 1 < len(lines) else None
        if _is_tabbed(lines[at]):
            rows.append(_tab_row(lines[at]))
        elif lines[at].is_blank:
            # A table may be written with an empty line after every row.
            if at - first != 2 * len(rows) - 1 or following is None or not _is_tabbed(following):
                break
        elif following and _is_tabbed(following) and len(lines[at].text) <= _SHORT and len(rows) > 1:
            rows.append(_heading(lines[at], len(rows[0])))
        else:
            break
        at += 1
    return Block(tuple(rows), first, at) if len(rows) > 1 else None


def _heading(line: Line, width: int) -> Row:
    cell = _cell(line.text, line.start)
    return (cell, *[blank(cell.end)] * (width - 1))


# --- bars ---------------------------------------------------------------------------------------------------------


def _bars(lines: Sequence[Line], first: int, taken: set[int]) -> Block | None:
    """A Markdown table: a line of bars and dashes stands below its header; those of psql and org mode are alike."""
    if not _is_barred(lines[first]):
        return None
    rows: list[Row] = []
    ruled = False
    at = first
    while at < len(lines) and at not in taken and _is_barred(lines[at]):
        if _RULE.fullmatch(lines[at].text):
            ruled = ruled or len(rows) < 4
        else:
            rows.append(_bar_row(lines[at]))
        at += 1
        if len(rows) == 4 and not ruled:
            return None
    return Block(tuple(rows), first, at) if ruled and len(rows) > 1 else None


def _is_barred(line: Line) -> bool:
    body = line.text[:_LONGEST]
    if len(line.text) > _LONGEST or not ("|" in body or body.lstrip().startswith("+-")):
        return False
    return body.count("|") <= WIDEST


def _bar_row(line: Line) -> Row:
    body = line.text.rstrip()
    begin = len(body) - len(body.lstrip())
    begin += body[begin : begin + 1] == "|"
    end = len(body) - (body.endswith("|") and not body.endswith("\\|") and len(body) > begin)
    cells: list[TableCell] = []
    for bar in (*(match.start() for match in _BAR.finditer(body, begin, end)), end):
        cell = _cell(body[begin:bar], line.start + begin)
        cells.append(TableCell(_plain(cell.text), cell.start, cell.end))
        begin = bar + 1
    return tuple(cells)


def _plain(text: str) -> str:
    """The words of a Markdown cell without its emphasis."""
    return _LINE_BREAK.sub("; ", _EMPHASIS.sub(r"\2", text)).replace("\\|", "|")


# --- blanks -------------------------------------------------------------------------------------------------------

Span = tuple[int, int]


def _aligned(lines: Sequence[Line], first: int, taken: set[int]) -> Block | None:
    """Rows below a caption whose cells stand below each other, two blanks or more apart."""
    last, at, filled = first, first, 0
    while at < len(lines) and at not in taken and not _ends_aligned(lines, at):
        if lines[at].is_blank and filled > 3 and at - first != 2 * filled - 1:
            break  # an empty line may stand below the header, or after every row
        filled += not lines[at].is_blank
        last = at + 1 if len(_phrases(lines[at])) > 1 else last
        at += 1
    phrases = [(line, found) for line in lines[first:last] if (found := _phrases(line))]
    divided = [found for _, found in phrases if len(found) > 1]
    if len(divided) < 2 or 2 * len(divided) < len(phrases):
        return None
    columns = _columns(divided) if max(map(len, divided)) <= WIDEST else []
    if not 2 <= len(columns) <= WIDEST:
        return None
    return Block(tuple(_row_below(line, found, columns) for line, found in phrases), first, last)


def _ends_aligned(lines: Sequence[Line], at: int) -> bool:
    """Whether a line ends a table of aligned cells: a paragraph, a second empty line, or one before running text."""
    line, following = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if line.is_blank:
        return following is None or len(_phrases(following)) < 2
    return len(line.text) > _LONGEST or (len(_phrases(line)) == 1 and len(line.text.strip()) > _SHORT // 2)


def _phrases(line: Line) -> list[Span]:
    """Where the cells of a line stand; a line of dashes has none."""
    if len(line.text) > _LONGEST or _DASHES.fullmatch(line.text):
        return []
    return [match.span() for match in _PHRASE.finditer(line.text)]


def _columns(rows: Sequence[list[Span]]) -> list[Span]:
    """The stretches in which the cells of the rows with the usual number of cells stand."""
    counts = Counter(map(len, rows))
    usual = max(counts, key=lambda size: (counts[size], size))
    columns: list[Span] = []
    for start, end in sorted(span for row in rows if len(row) == usual for span in row):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    return columns


def _row_below(line: Line, phrases: Sequence[Span], columns: Sequence[Span]) -> Row:
    """One cell for each column; a phrase that reaches over several stands in each."""
    cells = [blank(line.start)] * len(columns)
    for start, end in phrases:
        over = [at for at, (left, right) in enumerate(columns) if start < right and left < end]
        nearest = min(range(len(columns)), key=lambda at: abs(sum(columns[at]) - start - end))
        for at in over or [nearest]:
            if not cells[at].text:
                cells[at] = _cell(line.text[start:end], line.start + start)
    return tuple(cells)
