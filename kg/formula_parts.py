"""The parts of a formula, in the order written: elements, brackets and adducts, added up and written out."""

import re
from collections.abc import Sequence
from fractions import Fraction

from kg.amount import ONE, ZERO, Amount

Part = tuple[str, Amount]
"""An element, a bracket (the amount stands at the closing one) or `·` (the amount multiplies what follows)."""
_SUBSCRIPT = str.maketrans("0123456789-+xnmk", "₀₁₂₃₄₅₆₇₈₉₋₊ₓₙₘₖ")


def totals(parts: Sequence[Part]) -> tuple[dict[str, Amount], Amount]:
    """Every element with its amount, and the water of hydration, which is kept apart.

    >>> from kg.amount import read_amount
    >>> parts = [("Na", read_amount("2")), ("S", ONE), ("·", read_amount("9")), ("H", read_amount("2")), ("O", ONE)]
    >>> amounts, water = totals(parts)
    >>> sorted(amounts), str(water)
    (['Na', 'S'], '9')
    """
    sums: dict[str, Amount] = {}
    water = ZERO
    for place, (count, piece) in enumerate(adducts(parts)):
        found = summed(piece)
        if place and found == {"H": Amount(Fraction(2)), "O": ONE}:
            water += count
            continue
        for symbol, amount in found.items():
            sums[symbol] = sums.get(symbol, ZERO) + amount * count
    return sums, water


def summed(parts: Sequence[Part]) -> dict[str, Amount]:
    """Every element of a piece without `·`, brackets multiplied out; a product of two variables is refused."""
    levels: list[list[Part]] = [[]]
    for symbol, amount in parts:
        if symbol in "([":
            levels.append([])
        elif symbol in ")]":
            inner = levels.pop()
            levels[-1] += [(name, count * amount) for name, count in inner]
        else:
            levels[-1].append((symbol, amount))
    sums: dict[str, Amount] = {}
    for symbol, amount in levels[0]:
        sums[symbol] = sums[symbol] + amount if symbol in sums else amount
    return sums


def adducts(parts: Sequence[Part]) -> list[tuple[Amount, list[Part]]]:
    """The pieces that `·` divides, each with the number before it: 1 Na3SbS4 and 8 H2O."""
    found: list[tuple[Amount, list[Part]]] = [(ONE, [])]
    for place, part in enumerate(parts):
        if part[0] == "·":
            found = found if place else []
            found.append((part[1], []))
        else:
            found[-1][1].append(part)
    return found


def is_multiple(parts: Sequence[Part]) -> bool:
    """Whether a number stands before the whole, as in 2Na2S."""
    return bool(parts) and parts[0][0] == "·" and len(adducts(parts)) == 1


def is_bracketed(parts: Sequence[Part]) -> bool:
    """Whether one pair of brackets holds everything, as in [PS4]."""
    closed = [symbol for symbol, _ in parts if symbol in ")]"]
    return len(closed) == 1 and parts[0][0] in "([" and parts[-1][0] in ")]"


def written(parts: Sequence[Part], lowered: bool = False, one: str = "") -> str:
    """The parts as text, with Unicode subscripts if lowered; `one` stands for an index of 1."""
    words = []
    for place, (symbol, amount) in enumerate(parts):
        index = str(amount) if amount != ONE else one if symbol.isalpha() else ""
        if symbol == "·":
            words.append(("·" if place else "") + index)
        else:
            marked = f"_{{{index}}}" if re.search("[nmk]", index) else index  # S_{n} is not tin
            words.append(symbol + (index.translate(_SUBSCRIPT) if lowered else marked))
    return "".join(words)
