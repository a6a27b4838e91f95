"""The lines of the pages of a paper -> its columns in reading order, without running heads and page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.pdf_lines import Line
from extract.pdf_tables import Rule, with_ruled_tables, with_wide_tables

_MARGIN = 0.09


@dataclass(frozen=True)
class Page:
    """The lines of a page, and the rules drawn on it, in points from its lower left corner."""

    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()


def columns_of(pages: Sequence[Page]) -> Iterator[list[Line]]:
    """The columns of all pages, each a list of lines from top to bottom."""
    heads = _running_heads(pages)
    for page in pages:
        yield from _columns(_without(page, heads))


# ── what every page repeats ──────────────────────────────────────────────────────────────────────────────────────────


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """What stands in the margins of several pages, numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_head(line.text) for line in page.lines if _in_margin(page, line)})
    often = 2 if len(pages) < 6 else 3
    return frozenset(head for head, count in seen.items() if count >= often)


def _head(text: str) -> str:
    return re.sub(r"[\d\W⁰¹²³⁴-⁹₀-₉]+", " ", text).strip().lower()


def _in_margin(page: Page, line: Line) -> bool:
    return line.base > (1 - _MARGIN) * page.height or line.base < _MARGIN * page.height


def _without(page: Page, heads: frozenset[str]) -> Page:
    kept = (line for line in page.lines if not (_in_margin(page, line) and _head(line.text) in heads | {""}))
    return replace(page, lines=tuple(line for line in kept if line.text))


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _columns(page: Page) -> Iterator[list[Line]]:
    """The columns of a page in reading order; a line across both parts what stands above it from what is below."""
    lines = with_wide_tables(with_ruled_tables(page.lines, page.rules), page.width)
    lines = sorted(lines, key=lambda line: -line.base)
    yield from _parted(lines, 0, page.width)


def _parted(lines: list[Line], left: float, right: float) -> Iterator[list[Line]]:
    gutter = _gutter(lines, left, right)
    if gutter is None:
        yield lines
        return
    band: list[Line] = []
    for line in lines:
        if line.left < gutter < line.right:
            yield from _halves(band, left, gutter, right)
            yield [line]
            band = []
        else:
            band.append(line)
    yield from _halves(band, left, gutter, right)


def _halves(band: list[Line], left: float, gutter: float, right: float) -> Iterator[list[Line]]:
    if band:
        yield from _parted([line for line in band if line.right <= gutter], left, gutter)
        yield from _parted([line for line in band if line.left >= gutter], gutter, right)


def _gutter(lines: Sequence[Line], left: float, right: float) -> float | None:
    """Where the gap between two columns is, if there are two: few lines cross it, many stand on either side."""
    if len(lines) < 6 or right - left < 150:
        return None
    total = sum(line.right - line.left for line in lines)
    best: tuple[float, float, float] | None = None
    width = right - left
    for step in range(26, 75):
        at = left + width * step / 100
        crossing = sum(line.right - line.left for line in lines if line.left < at < line.right)
        before = sum(line.right - line.left for line in lines if line.right <= at)
        after = total - crossing - before
        if min(before, after) < 0.12 * total or crossing > 0.45 * total:
            continue
        found = (crossing, abs(step - 50), at)
        best = min(best, found) if best else found
    if best is None or not _is_set_in_columns(lines, best[2], width):
        return None
    return best[2]


def _is_set_in_columns(lines: Sequence[Line], gutter: float, width: float) -> bool:
    """Whether both sides hold lines that fill a column, instead of the cells of a table."""
    sides = ([line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter])
    for side in sides:
        widths = [line.right - line.left for line in side]
        if sum(one for one in widths if one > 0.25 * width) < 0.4 * sum(widths):
            return False
    return True
