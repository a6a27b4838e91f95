"""Rows of cells as they stand on the page -> a table: its header is one row, every row is as wide, nothing is cut."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from extract.document import Table, TableCell
from kg.errors import UnitError
from kg.quantity import read_unit

#: No table of a paper is wider; a text with longer rows of tabs is something else.
WIDEST = 256

Row = tuple[TableCell, ...]

_HEADER_ROWS = 3
_CUT = re.compile(r"[,/(\[–&+-]$|\b(?:and|with|of|at|in|or)$")
_GOES_ON = re.compile(r"^[a-z)\],./–-]")
_FIGURE = re.compile(r"\d")


def make_table(
    rows: Sequence[Row], caption: str = "", number: int = 0, notes: Sequence[tuple[str, str]] = (), headers: int = 0
) -> Table | None:
    """The table that some rows are, or None when they are none; `headers` says how many rows are its header, if known.

    A cell that spans rows is repeated in each, a row that goes on in the next line is joined, a header printed again
    after a page break is left out, and a header of several rows becomes one.
    """
    kept = [row for row in rows if any(cell.text for cell in row)]
    level = _level(kept)
    if level is None:
        return None
    size = headers or _header_size(level)
    printed = {_texts(row) for row in level[:size]}
    body = _fill(_join_cut([row for row in level[size:] if _texts(row) not in printed]))
    if not body:
        return None
    return Table(number, caption, "", _one_header(level[:size]), tuple(body), tuple(notes))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)


def blank(at: int) -> TableCell:
    """An empty cell at a place of the text."""
    return TableCell("", at, at)


def joined(cells: Sequence[TableCell], divider: str = " ") -> TableCell:
    """Several cells as one that reaches from the first to the last."""
    full = [cell for cell in cells if cell.text]
    if not full:
        return cells[0]
    text = divider.join(cell.text for cell in full)
    return TableCell(text, min(cell.start for cell in full), max(cell.end for cell in full))


def _level(rows: Sequence[Row]) -> list[Row] | None:
    """Rows of one width; None when they are no table or would grow to many times their size."""
    if len(rows) < 2:
        return None
    counts = Counter(map(len, rows[1:]))
    usual = max(counts, key=lambda size: (counts[size], size))
    width = max(len(rows[0]), usual)
    if not 2 <= width <= WIDEST or width * len(rows) > 4 * sum(map(len, rows)) + 10_000:
        return None
    corner = (blank(rows[0][0].start),) if len(rows[0]) == width - 1 and len(counts) == 1 else ()
    return [_widened(row, width) for row in ((*corner, *rows[0]), *rows[1:])]


def _widened(row: Row, width: int) -> Row:
    """A row with blank cells at its end, or with what is too much joined to its last cell."""
    if len(row) > width:
        return (*row[: width - 1], joined(row[width - 1 :]))
    return row + (blank(row[-1].end),) * (width - len(row))


# --- the header ---------------------------------------------------------------------------------------------------


def _header_size(rows: Sequence[Row]) -> int:
    """How many rows at the top are header: a second one holds units, or what stands below a heading that spans."""
    size = 1
    while size < min(_HEADER_ROWS, len(rows) - 1) and _is_lower_header(rows[size], rows[0]):
        size += 1
    return size


def _is_lower_header(row: Row, top: Row) -> bool:
    filled = [cell.text for cell in row[1:] if cell.text]
    if row[0].text == top[0].text and _texts(row) != _texts(top):
        return not is_heading(row)  # the first cell spans both
    return not row[0].text or (row[0].text in "-–—" and all(is_unit(text) for text in filled))


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else.

    >>> is_unit("(mS cm⁻¹)"), is_unit("38")
    (True, False)
    """
    try:
        return bool(read_unit(text))
    except UnitError:
        return False


def _one_header(rows: Sequence[Row]) -> Row:
    """One row from several: a heading that spans columns belongs to each, a unit below it goes into brackets."""
    levels = [list(row) for row in rows]
    for number, (upper, lower) in enumerate(pairwise(levels)):
        for at in range(2, len(upper)):
            alike = all(higher[at].text == higher[at - 1].text for higher in levels[:number])
            if alike and not upper[at].text and lower[at].text and upper[at - 1].text:
                upper[at] = upper[at - 1]
    return tuple(_stacked(column) for column in zip(*levels, strict=True))


def _stacked(column: tuple[TableCell, ...]) -> TableCell:
    full = list({cell.text: cell for cell in column if cell.text}.values())
    if len(full) > 1 and is_unit(full[-1].text) and full[-1].text[0] not in "([":
        full[-1] = replace(full[-1], text=f"({full[-1].text})")
    return joined(full or column)


# --- the body -----------------------------------------------------------------------------------------------------


def _join_cut(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows that go on in the next line, joined with it."""
    held: Row | None = None
    for row in rows:
        if held and _continues(held, row):
            held = tuple(joined(pair) for pair in zip(held, row, strict=True))
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _continues(above: Row, row: Row) -> bool:
    """Whether a row only ends cells of the row above: few cells, no figure of its own, and a sign that words go on."""
    filled = [(over, cell) for over, cell in zip(above, row, strict=True) if cell.text]
    if 2 * len(filled) > len(row) or any(not over.text for over, _ in filled):
        return False
    if row[0].text and not _CUT.search(above[0].text):
        return False
    return all(_CUT.search(over.text) or _GOES_ON.search(cell.text) for over, cell in filled)


def _fill(rows: Iterator[Row]) -> list[Row]:
    """Rows in which what spans several is repeated: cells left empty at the start, and a heading alone in its row."""
    filled: list[Row] = []
    for row in rows:
        if len(row) > 2 and row[0].text and not any(cell.text for cell in row[1:]):
            filled.append((row[0],) * len(row))
        elif filled and not row[0].text:
            filled.append(tuple(chain(_inherited(filled[-1], row))))
        else:
            filled.append(row)
    return filled


def _inherited(above: Row, row: Row) -> Iterator[TableCell]:
    """The row with the empty cells at its start taken from above, as far as these hold words."""
    spans = True
    for at, (over, cell) in enumerate(zip(above, row, strict=True)):
        spans = spans and not cell.text and (at == 0 or not _FIGURE.search(over.text))
        yield over if spans else cell


def is_heading(row: Row) -> bool:
    """Whether a row is one heading that spans all columns."""
    return bool(row[0].text) and all(cell.text == row[0].text for cell in row) and not row[0].text.isdecimal()
