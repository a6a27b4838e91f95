"""Tables of a page -> lines with tabs, a cell that spans rows or columns repeated in each."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

Say = Callable[[Any], str]

_MOST_CELLS = 20_000
_MOST_SPANNED = 100
_LONGEST_CELL = 400


def table_lines(table: Any, say: Say) -> str | None:
    """The caption, rows and notes of a table, a line each; None for one that only lays out the page.

    `say` gives the text of an element on one line.
    """
    if table.find(".//table") is not None:
        return None
    rows = _rows(table, say)
    if len(rows) < 2 or max(map(len, rows)) < 2 or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return None
    captions = [say(one) for one in table.iter("caption")]
    notes = [say(row) for foot in table.iter("tfoot") for row in foot.iter("tr")]
    lines = ["\t".join(row) for row in rows]
    return "\n\n".join(filter(None, [*captions, "\n".join(lines), "\n".join(notes)]))


def _rows(table: Any, say: Say) -> list[list[str]]:
    """The cells as they are seen, row by row."""
    rows: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}
    count = 0
    for row in table.iter("tr"):
        if row.getparent().tag == "tfoot":
            continue
        cells: list[str] = []
        for cell in row.iter("td", "th"):
            _take_hanging(cells, hanging)
            text, wide, deep = say(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            for _ in range(wide):
                if deep > 1:
                    hanging[len(cells)] = (text, deep - 1)
                cells.append(text)
        _take_hanging(cells, hanging)
        count += len(cells)
        if count > _MOST_CELLS:
            break
        if any(cells):
            rows.append(cells)
    return rows


def _take_hanging(cells: list[str], hanging: dict[int, tuple[str, int]]) -> None:
    """Repeat what hangs down from the rows above."""
    while (at := len(cells)) in hanging:
        text, left = hanging.pop(at)
        cells.append(text)
        if left > 1:
            hanging[at] = (text, left - 1)


def _span(cell: Any, name: str) -> int:
    """How many rows or columns a cell spans."""
    with suppress(ValueError):
        return max(1, min(_MOST_SPANNED, int(cell.get(name, "1"))))
    return 1
