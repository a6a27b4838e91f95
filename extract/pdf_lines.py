"""The characters of a page -> its lines, with sub- and superscripts told by size and height."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from extract.scripts import high, low

_LONGEST_PART = 12
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


@dataclass(frozen=True, slots=True)
class Char:
    """A character on a page: its edges, base line (upwards) and size in points; `spaced` when a blank precedes it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    spaced: bool = False


@dataclass(frozen=True)
class Line:
    """Characters that follow each other on one base line."""

    chars: tuple[Char, ...]

    @cached_property
    def left(self) -> float:
        """The left edge."""
        return min(char.left for char in self.chars)

    @cached_property
    def right(self) -> float:
        """The right edge."""
        return max(char.right for char in self.chars)

    @cached_property
    def size(self) -> float:
        """The size of its letters: the largest of many, since a formula may have more indices than letters."""
        counts = Counter(round(char.size, 1) for char in self.chars)
        many = [size for size, count in counts.items() if count >= 0.25 * len(self.chars)]
        return max(many or [counts.most_common(1)[0][0]])

    @cached_property
    def base(self) -> float:
        """The base line of those characters."""
        size = self.size
        return median(char.base for char in self.chars if abs(char.size - size) < 0.1)

    @cached_property
    def bold(self) -> bool:
        """Whether most of it is bold."""
        return 2 * sum(char.bold for char in self.chars) > len(self.chars)

    @cached_property
    def text(self) -> str:
        """Its words, in the notation of plain text."""
        return say_chars(self.chars, self.base, self.size)


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """The lines of a page in the order in which they were written; a wide gap ends a line."""
    runs: list[list[Char]] = []
    for char in chars:
        if not (runs and _follows(runs[-1], char)):
            runs.append([])
        runs[-1].append(char)
    return _joined([Line(tuple(run)) for run in runs])


def _follows(run: Sequence[Char], char: Char) -> bool:
    near = run[-6:]
    size = max(one.size for one in (*near, char))
    base = max(near, key=lambda one: one.size).base
    return abs(char.base - base) < 0.6 * size and -0.6 * size < char.left - run[-1].right < 1.1 * size


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines of which the parts were written apart, such as raised numbers, are whole again."""
    found: list[Line] = []
    place = {line: number for number, line in reversed(list(enumerate(lines)))}
    for line in sorted(lines, key=lambda one: -one.size):
        hosts = (number for number, one in enumerate(found) if _touches(one, line))
        host = next(hosts, None) if len(line.chars) <= _LONGEST_PART else None
        if host is None:
            found.append(line)
            continue
        whole = Line(tuple(sorted([*found[host].chars, *line.chars], key=lambda char: char.left)))
        place[whole] = place[found[host]]
        found[host] = whole
    return sorted(found, key=lambda one: place[one])


def _touches(host: Line, part: Line) -> bool:
    """Whether a short run belongs to a line: it is smaller, near its base line, and close to one of its letters."""
    size = host.size
    if part.size > 0.85 * size or not -0.4 * size < part.base - host.base < 0.7 * size:
        return False
    if part.right < host.left - size or part.left > host.right + size:
        return False
    return any(
        -0.3 * size < part.left - char.right < 0.5 * size or -0.3 * size < char.left - part.right < 0.3 * size
        for char in host.chars
    )


def say_chars(chars: Sequence[Char], base: float, size: float) -> str:
    """Characters as plain text.

    >>> chars = [Char("S", 0, 5, 0, 10), Char("2", 5, 8, 4, 6), Char("−", 8, 11, 4, 6), Char("a", 15, 20, 0, 10)]
    >>> say_chars(chars, 0, 10)
    'S²⁻ a'
    """
    return "".join(_said(chars, base, size)).strip()


def _said(chars: Sequence[Char], base: float, size: float) -> Iterator[str]:
    held, place = "", ""
    last: Char | None = None
    for char in chars:
        now = _place(char, base, size)
        gap = char.left - last.right if last else 0.0
        blank = gap > 0.25 * size or (char.spaced and gap > 0.15 * size)
        if held and (now != place or (blank and not now)):
            yield _raised(held, place)
            held = ""
        if blank:
            held, plain = (held, " ") if not held else (held + " ", "")
            yield plain
        if now:
            held += _plain(char.text)
        else:
            yield _plain(char.text)
        place, last = now, char
    if held:
        yield _raised(held, place)


def _raised(text: str, place: str) -> str:
    tail = " " if text.endswith(" ") else ""
    return (high(text) if place == "high" else low(text)) + tail


def _place(char: Char, base: float, size: float) -> str:
    """Whether a character is raised, lowered, or stands on the line."""
    if char.size > 0.88 * size:
        return ""
    if char.base - base > 0.15 * size:
        return "high"
    return "low" if base - char.base > 0.06 * size else ""


def _plain(text: str) -> str:
    return _LIGATURES.get(text, text)
