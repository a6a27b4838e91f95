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


def _against(results: Sequence[Result], direction: str, first: str, second: str) -> bool | None:
    """Whether every figure of the first thing is higher (or lower) than every one of the second."""
    ones, others = ([r for r in results if local(r.iri) == wanted] for wanted in (first, second))
    pairs = [(one.value, _in_unit(other, one.unit)) for one in ones for other in others]
    if not pairs or any(a is None or b is None for a, b in pairs):
        return None
    return all((a or 0.0) > (b or 0.0) if direction == "higher" else (a or 0.0) < (b or 0.0) for a, b in pairs)


def _within(results: Sequence[Result], sign: str, low: str, high: str, *rest: str) -> bool | None:
    """Whether all figures keep to a bound in a unit; with "any" after the unit, whether one of them does."""
    unit, of = (*rest, "all")[:2]
    values = [_in_unit(result, unit) for result in results]
    if not values or any(value is None for value in values):
        return None
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


def _in_unit(result: Result, unit: str | None) -> float | None:
    if result.value is None or not unit or not result.unit:
        return result.value
    try:
        return Quantity(result.value, result.unit).to(unit).value
    except UnitError:
        return None
