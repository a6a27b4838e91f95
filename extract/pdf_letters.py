"""The letters of a PDF page as they were drawn -> characters that stand upright, whichever way the page was turned."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from extract.pdf_lines import Char

Matrix = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: the edges of what is drawn, its origin on the page, the matrix and size of its font."""

    text: str
    edges: tuple[float, float, float, float]  # left, bottom, right, top
    x: float
    y: float
    matrix: Matrix
    size: float
    bold: bool = False
    spaced: bool = False

    @property
    def way(self) -> str:
        """Where the text runs on the page; empty when it runs askew."""
        along, up = self.matrix[:2]
        if abs(up) <= 0.2 * abs(along):
            return "right" if along > 0 else "left"
        return ("up" if up > 0 else "down") if abs(along) <= 0.2 * abs(up) else ""


def main_way(letters: Sequence[Letter]) -> str:
    """Where most of the text of a page runs; the rest is turned, such as a notice in the margin."""
    ways = Counter(letter.way for letter in letters if letter.way)
    return ways.most_common(1)[0][0] if ways else "right"


def upright(letters: Sequence[Letter], way: str, width: float, height: float) -> Iterator[Char]:
    """The letters that run one way, on a page turned so that they stand upright.

    >>> up = Letter("S", (90, 10, 100, 17), 100, 10, (0, 1, -1, 0), 10)
    >>> next(upright([up], "up", 595, 842))
    Char(text='S', left=10, right=17, base=495, size=10.0, bold=False, spaced=False)
    """
    box = (0.0, 0.0, 0.0)
    for letter in letters:
        if letter.way != way:
            continue
        start, end, base = _turned(letter, way, width, height)
        if box == (start, end, base):
            start = end  # a further letter of a ligature
        else:
            box = (start, end, base)
        size = letter.size * hypot(*letter.matrix[2:]) or letter.edges[3] - letter.edges[1]
        yield Char(letter.text, start, end, base, size, letter.bold, letter.spaced)


def _turned(letter: Letter, way: str, width: float, height: float) -> tuple[float, float, float]:
    """Where a letter starts and ends, and its base line, once the page is turned."""
    left, bottom, right, top = letter.edges
    if way == "up":
        return min(bottom, letter.y), top, width - letter.x
    if way == "down":
        return min(height - top, height - letter.y), height - bottom, letter.x
    if way == "left":
        return min(width - right, width - letter.x), width - left, height - letter.y
    return min(left, letter.x), right, letter.y
