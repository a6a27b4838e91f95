"""Figures -> yes or no: one thing against another, or a thing against a bound."""

from collections.abc import Sequence

from kg.errors import UnitError
from kg.names import local
from kg.quantity import Quantity
from kg.reply import Result


def decide(results: Sequence[Result], test: tuple[str, ...]) -> bool | None:
    """The verdict of the figures; None when they do not decide."""
    if test[0] in ("higher", "lower"):
        return _against(results, *test)
    return _within(results, *test)


def _against(results: Sequence[Result], direction: str, *things: str) -> bool | None:
    """Whether every figure of each first thing is higher (or lower) than every one of the second beside it.

    Figures of which some are and some are not decide nothing.
    """
    values = {thing: [r for r in results if local(r.iri) == thing] for thing in things}
    sides = list(zip(things[::2], things[1::2], strict=True))
    pairs = [(a.value, _in_unit(b, a.unit)) for first, second in sides for a in values[first] for b in values[second]]
    if not pairs or any(a is None or b is None for a, b in pairs):
        return None
    told = {(a or 0.0) > (b or 0.0) if direction == "higher" else (a or 0.0) < (b or 0.0) for a, b in pairs}
    return told.pop() if len(told) == 1 else None


def _within(results: Sequence[Result], sign: str, low: str, high: str, *rest: str) -> bool | None:
    """Whether all figures keep to a bound in a unit; with "any" after the unit, whether one of them does."""
    unit, of = (*rest, "all")[:2]
    values = [_in_unit(result, unit) for result in results]
    if not values or any(value is None for value in values):
        return None
    if all(result.sign in (">", ">=", "<", "<=") for result in results):
        return _open(results, [value or 0.0 for value in values], sign, float(low))
    first, last = float(low), float(high)
    tests = {
        ">": lambda v: v > first,
        ">=": lambda v: v >= first,
        "<": lambda v: v < first,
        "<=": lambda v: v <= first,
        "range": lambda v: first <= v <= last,
    }
    kept = [tests[sign](value) for value in values]
    return any(kept) if of == "any" else all(kept)


def _open(results: Sequence[Result], values: Sequence[float], sign: str, bound: float) -> bool | None:
    """Whether figures that are bounds themselves ("more than 500") keep to a bound; None where they leave it open."""
    told = {_keeps(result.sign, value, sign, bound) for result, value in zip(results, values, strict=True)}
    return told.pop() if len(told) == 1 else None


def _keeps(own: str, value: float, sign: str, bound: float) -> bool | None:
    """Whether all that is above (or below) one figure is above (or below) another.

    >>> _keeps(">", 500, ">", 400), _keeps(">", 500, "<", 400), _keeps(">", 500, ">", 600)
    (True, False, None)
    """
    if sign not in (">", ">=", "<", "<="):
        return None
    inside = value >= bound if own[0] == ">" else value <= bound
    at_bound = value == bound and own.endswith("=")
    if own[0] == sign[0]:
        return True if inside and not (at_bound and not sign.endswith("=")) else None
    return False if inside and not (at_bound and sign.endswith("=")) else None


def _in_unit(result: Result, unit: str | None) -> float | None:
    if result.value is None or not unit or not result.unit:
        return result.value
    try:
        return Quantity(result.value, result.unit).to(unit).value
    except UnitError:
        return None
