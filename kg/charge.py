"""The charge balance of a formula: whether the usual oxidation states of its elements add up."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kg.amount import Amount
from kg.elements import elements
from kg.formula_parts import Part, totals


def imbalance(
    amounts: Mapping[str, Amount], charge: int = 0, oxidation_states: Mapping[str, Sequence[int]] | None = None
) -> Fraction:
    """The smallest total charge, without its sign, that usual oxidation states leave; 0 is charge neutral.

    An element marked with `..` in the table (transition metals, carbon) may be of mixed valence. An alloy, in
    which no element is negative, counts as neutral.

    >>> sodium, sulfur = Amount(Fraction(3)), Amount(Fraction(4))
    >>> [str(imbalance({"Na": sodium, "P": Amount(), "S": sulfur}, charge)) for charge in (0, -1)]
    ['0', '1']
    """
    rows = []
    for symbol, amount in amounts.items():
        known = elements()[symbol]
        states = tuple((oxidation_states or {}).get(symbol, known.states)) or (0,)
        rows.append((amount.value, states, known.mixed_valence))
    alloy = not any(state < 0 for _, states, _ in rows for state in states)
    if not charge and (alloy or len(rows) < 2):
        return Fraction(0)
    return _smallest(rows, charge)


def is_neutral(parts: Sequence[Part], charge: int) -> bool:
    """Whether the parts hold no variable and carry just this charge, as PS4 does with 3-."""
    return not any(amount.slopes for _, amount in parts) and imbalance(totals(parts)[0], charge) == 0


def _smallest(rows: list[tuple[Fraction, tuple[int, ...], bool]], charge: int) -> Fraction:
    totals, low, high = {Fraction(-charge)}, Fraction(0), Fraction(0)
    for amount, states, mixed in rows:
        if mixed:
            low, high = low + amount * min(states), high + amount * max(states)
            continue
        sums = {total + amount * state for total in totals for state in states}
        totals = sums if len(sums) < 5000 else set(sorted(sums, key=abs)[:5000])
    return min(max(Fraction(0), total + low, -(total + high)) for total in totals)
