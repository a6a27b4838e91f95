"""Tables on the page of a PDF -> lines with tabs, by their ruling or by what stands below each other."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from statistics import median

from extract.pdf_lines import Line

_CAPTION = re.compile(r"(?:Table|TABLE|Tab\.)\s?(?:S?\d+|[IVX]+)\b")
_ANY_CAPTION = re.compile(r"(?:Fig(?:ure|\.)?|Scheme|Table|Chart)\s?S?\d+", re.IGNORECASE)
_FIGURE = re.compile(r"[~<>≤≥±=−-]?\s?\d[\d.,\s×·–−±/()^{}⁻⁰¹²³⁴-⁹-]*%?$")
#: A line with more words than this is running text and in no cell.
_MOST_WORDS = 12
#: A caption is this far above its table at most, in sizes of its type.
_NEAR = 8

#: Of justified words, in sizes of their type.
_WIDEST_BLANK = 1.7
#: A table as wide as this part of the page stands over its columns.
_WIDE = 0.55
#: No page holds more.
_MOST_TABLES = 20

Row = list[Line]
Span = tuple[float, float]


@dataclass(frozen=True)
class Rule:
    """A horizontal line on a page."""

    left: float
    right: float
    height: float


@dataclass(frozen=True)
class TableLine(Line):
    """A table that stands among the lines of a page as if it were one of them."""

    said: str = ""

    @cached_property
    def text(self) -> str:
        """Its rows, cells divided by tabs."""
        return self.said


# ── ruled ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_ruled_tables(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line]:
    """The lines of a page, in which each table between rules below a caption is one line."""
    kept = list(lines)
    whole = _whole_rules(rules)
    captions = [line for line in lines if _CAPTION.match(line.text)] if whole else []
    for caption in captions[:_MOST_TABLES]:
        heights = _family(caption, whole, kept)
        inside = _between(kept, heights) if len(heights) > 1 else []
        table = _ruled(inside, [rule.height for rule in heights])
        if table:
            held = {id(line) for line in inside}
            kept = [line for line in kept if id(line) not in held] + [table]
    return kept


def _whole_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules from top to bottom; what was drawn piece by piece is whole."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (-round(one.height), one.left)):
        last = found[-1] if found else None
        if last and abs(last.height - rule.height) < 1.5 and rule.left - last.right < 3:
            found[-1] = Rule(last.left, max(last.right, rule.right), last.height)
        else:
            found.append(rule)
    return found


def _family(caption: Line, rules: Sequence[Rule], lines: Sequence[Line]) -> list[Rule]:
    """The rules of the table below a caption: as wide as its first one, with nothing but cells between them."""
    below = [rule for rule in rules if rule.height < caption.base]
    under = [rule for rule in below if rule.left - 6 < caption.right and caption.left < rule.right]
    if not under or caption.base - under[0].height > _NEAR * caption.size:
        return []
    top = under[0]
    found = [top]
    for rule in under[1:]:
        if abs(rule.left - top.left) > 4 or abs(rule.right - top.right) > 4:
            continue
        inside = _between(lines, [found[-1], rule])
        if any(_is_prose(line) or _ANY_CAPTION.match(line.text) for line in inside):
            break
        if inside:
            found.append(rule)
    return found


def _words(line: Line) -> int:
    return len(line.text.split())


def _is_prose(line: Line) -> bool:
    return _words(line) > _MOST_WORDS


def _between(lines: Iterable[Line], rules: Sequence[Rule]) -> list[Line]:
    top, bottom = rules[0], rules[-1]
    return [
        line
        for line in lines
        if bottom.height - 1 < line.base < top.height and top.left - 6 <= line.left and line.right <= top.right + 6
    ]


def _ruled(lines: list[Line], heights: Sequence[float]) -> TableLine | None:
    """The table that some lines between rules are; with many rules each parts two rows, else the first the header."""
    rows = rows_of(lines)
    if len(rows) < 2:
        return None
    bands = [[row for row in rows if low - 1 < foot(row[0]) < high] for high, low in pairwise(heights)]
    bands = [band for band in bands if band]
    if len(bands) > 3 and max(map(len, bands)) < 5:
        return _made(bands, len(bands[0]))
    head = bands[0] if len(bands) > 1 else []
    return _table([row for row in rows if row not in head], head)


# ── lined up ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_aligned_tables(rows: Sequence[Row]) -> list[Row]:
    """The rows of a column, in which what lines up below a caption is one line."""
    found: list[Row] = []
    at = 0
    while at < len(rows):
        found.append(_closed(rows[at]))
        at += 1
        if not _CAPTION.match(found[-1][0].text):
            continue
        first = _begin(rows, at)
        last = _end(rows, first)
        table = _table(list(rows[first:last]), []) if last - first > 1 else None
        if table:
            found += [*map(_closed, rows[at:first]), [table]]
            at = last
    return found


def with_wide_tables(lines: Sequence[Line], width: float) -> list[Line]:
    """The lines of a page, in which what lines up below a caption over most of its width is one line."""
    captions = [line for line in lines if _CAPTION.match(line.text)]
    kept = list(lines)
    for caption in captions[:_MOST_TABLES]:
        beside = [line for line in kept if abs(foot(line) - foot(caption)) < caption.size]
        if len(_closed(sorted(beside, key=lambda line: line.left))) > 1:
            continue  # it stands in a column of its own
        rows = rows_of(line for line in kept if foot(line) < foot(caption) - 0.5 * caption.size)
        first = _begin(rows, 0)
        inside = list(takewhile(lambda row: not _holds_text(row), rows[first : _end(rows, first)]))
        lefts, rights = [row[0].left for row in inside], [row[-1].right for row in inside]
        if len(inside) < 2 or max(rights) - min(lefts) < _WIDE * width:
            continue
        if table := _table(inside, []):
            held = {id(line) for row in inside for line in row}
            kept = [line for line in kept if id(line) not in held] + [table]
    return kept


def _holds_text(row: Row) -> bool:
    """Whether a row may be two lines of running text in two columns, or lies beside another caption."""
    return any(_words(line) > _MOST_WORDS // 2 or _ANY_CAPTION.match(line.text) for line in _closed(row))


def _closed(row: Row) -> Row:
    """A row in which words that were only drawn apart to fill the line are together."""
    found = row[:1]
    for line in row[1:]:
        if line.left - found[-1].right < _WIDEST_BLANK * line.size:
            found[-1] = Line((*found[-1].chars, *line.chars))
        else:
            found.append(line)
    return found


def _begin(rows: Sequence[Row], at: int) -> int:
    """Where the rows of a table begin below its caption: with the first of cells, or short words above them."""
    first = next((n for n in range(at, min(at + 5, len(rows))) if len(_closed(rows[n])) > 1), len(rows))
    while at < first < len(rows) and len(rows[first - 1]) > 1 and sum(map(_words, rows[first - 1])) < _MOST_WORDS:
        first -= 1
    return first


def _end(rows: Sequence[Row], first: int) -> int:
    """Where the rows of a table end: before running text, another caption or a wide gap."""
    last, at = first, first
    while at < len(rows):
        row, words = rows[at], _closed(rows[at])
        if any(_is_prose(line) or isinstance(line, TableLine) for line in words) or _ANY_CAPTION.match(row[0].text):
            break
        if len(words) == 1 and _words(words[0]) > _MOST_WORDS // 2:
            break
        if at > first and rows[at - 1][0].base - row[0].base > 3.5 * row[0].size:
            break
        at += 1
        last = at if len(row) > 1 else last
    return last


def foot(line: Line) -> float:
    """The base line of the largest letters of a line: in a formula the lowered ones may be more."""
    largest = 0.9 * max(char.size for char in line.chars)
    return median(char.base for char in line.chars if char.size > largest)


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """Lines side by side on one base line, from left to right, and those from top to bottom."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda one: -foot(one)):
        if rows and abs(foot(rows[-1][0]) - foot(line)) < 0.35 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.left) for row in rows]


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(body: list[Row], head: list[Row]) -> TableLine | None:
    """A table of printed rows; without a known header it is what stands above the first row with a figure."""
    columns = _columns(body)
    if len(columns) < 2:
        return None
    if not head:
        size = next((n for n, row in enumerate(body) if any(_FIGURE.match(line.text) for line in row[1:])), 1)
        size = size if 0 < size <= 4 else 1
        head, body = body[:size], body[size:]
    return _made([head, *_whole_rows(body, columns)], len(head)) if body else None


def _whole_rows(rows: list[Row], columns: Sequence[Span]) -> Iterator[list[Row]]:
    """Printed rows that are one row of the table: closer than others, and no cell of them two figures."""
    gaps = [foot(above[0]) - foot(below[0]) for above, below in pairwise(rows)]
    least = min(gaps, default=0.0)
    parted = least < 1.4 * median(row[0].size for row in rows) and any(gap > 1.2 * least for gap in gaps)
    held = [rows[0]]
    for row, gap in zip(rows[1:], gaps, strict=True):
        if parted and gap <= 1.1 * least and not _clash(held, row, columns):
            held.append(row)
            continue
        yield held
        held = [row]
    yield held


def _clash(held: Sequence[Row], row: Row, columns: Sequence[Span]) -> bool:
    """Whether a cell would hold two figures, or a row that is full would get a second full row."""
    upper, lower = _cells(held, columns), _cells([row], columns)
    both = [(one, other) for one, other in zip(upper, lower, strict=True) if one and other]
    return len(both) == len(columns) or any(_FIGURE.match(one) and _FIGURE.match(other) for one, other in both)


def _made(rows: Sequence[list[Row]], head: int) -> TableLine | None:
    """The table of rows, each of one printed row or more; the first is its header."""
    columns = _columns([row for held in rows[1:] for row in held])
    if len(columns) < 2 or not head:
        return None
    said = "\n".join("\t".join(_cells(held, columns)) for held in rows)
    chars = tuple(char for held in rows for row in held for line in row for char in line.chars)
    return TableLine(chars, said)


def _columns(rows: Sequence[Row]) -> list[Span]:
    """The stretches in which the cells of the fullest usual rows stand."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        return []
    usual = max(counts, key=lambda size: (counts[size] * size, size))
    columns: list[Span] = []
    for left, right in sorted((line.left, line.right) for row in rows if len(row) >= usual for line in row):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns


def _cells(rows: Sequence[Row], columns: Sequence[Span]) -> list[str]:
    """The text of each cell of a row."""
    cells: list[list[str]] = [[] for _ in columns]
    for line in (line for row in rows for line in row):
        for part in _parted(line, columns):
            for at in _below(part, columns):
                cells[at].append(part.text)
    return [" ".join(" ".join(texts).split()) for texts in cells]


def _below(line: Line, columns: Sequence[Span]) -> list[int]:
    """The columns in which a line stands: those it reaches over, or the nearest one."""
    over = [at for at, (left, right) in enumerate(columns) if line.left < right and left < line.right]
    return over or [min(range(len(columns)), key=lambda at: abs(sum(columns[at]) - line.left - line.right))]


def _parted(line: Line, columns: Sequence[Span]) -> list[Line]:
    """A line cut where a blank of it lies between two columns."""
    over = _below(line, columns)
    cuts = [
        at
        for at, (one, other) in enumerate(pairwise(line.chars), 1)
        if other.left - one.right > 0.5 * line.size
        and any(columns[n][1] - 3 < (one.right + other.left) / 2 < columns[n + 1][0] + 3 for n in over[:-1])
    ]
    places = [0, *cuts, len(line.chars)]
    return [Line(line.chars[start:end]) for start, end in pairwise(places)] if cuts else [line]
