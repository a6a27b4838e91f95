"""The chemical elements: their names, usual oxidation states and families."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).parent / "data" / "elements.tsv"


class Element(NamedTuple):
    """An element with its usual oxidation states, the most usual first.

    >>> elements()["Sb"].states, elements()["S"].is_anion
    ((5, 3, -3), True)
    """

    symbol: str
    name: str
    atomic_number: int
    states: tuple[int, ...]
    mixed_valence: bool
    families: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def is_anion(self) -> bool:
        """Whether the most usual oxidation state is negative, as for Cl in Na2.8PS3.8Cl0.2."""
        return bool(self.states) and self.states[0] < 0


@cache
def elements() -> Mapping[str, Element]:
    """All 118 elements by symbol, from `kg/data/elements.tsv`.

    >>> elements()["W"].aliases
    ('wolfram',)
    """
    rows = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {row[0]: _element(row) for row in rows}


def _element(row: list[str]) -> Element:
    states: list[int] = []
    for cell in _cells(row[3]):
        first, _, last = cell.partition("..")
        low, high = int(first), int(last or first)
        states += range(low, high + 1) if low <= high else range(low, high - 1, -1)
    return Element(row[0], row[1], int(row[2]), tuple(states), ".." in row[3], _cells(row[4]), _cells(row[5]))


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split("|") if cell.strip())
