"""Values -> counts, averages, medians, sums, differences and factors, each property by itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import mean, median

from kg.errors import UnitError
from kg.quantity import Quantity
from kg.reply import Result

_OF_MANY: dict[str, Callable[[list[float]], float]] = {"average": mean, "median": median, "sum": sum}
_OF_TWO = ("difference", "factor")


def rounded(value: float) -> float:
    """A reckoned figure with no more digits than its sources can bear."""
    return float(f"{value:.5g}")


def reckon(results: Sequence[Result], aggregate: str) -> list[Result]:
    """What is reckoned over results; the results themselves when there is nothing to reckon.

    >>> nps, nss = Result("Na3PS4", "1", value=0.2, unit="mS/cm"), Result("Na3SbS4", "2", value=0.44, unit="mS/cm")
    >>> reckon([nps, nss], "average")[0].value, reckon([nps, nss], "factor")[0].value
    (0.32, 2.2)
    """
    aggregate = aggregate.rsplit(" ", maxsplit=1)[-1]
    if aggregate == "count":
        return [_result("count", float(len({r.iri for r in results})), None, results)]
    groups: dict[str, list[Result]] = {}
    for result in results:
        if result.value is not None:
            groups.setdefault(_dimension(result), []).append(result)
    found = [_reckoned(_in_one_unit(group), aggregate) for group in groups.values()]
    made = [result for result in found if result is not None]
    return made if made and len(made) == len(groups) else list(results)


def _reckoned(group: list[Result], aggregate: str) -> Result | None:
    values = [r.value for r in group if r.value is not None]
    if aggregate in _OF_MANY:
        return _result(aggregate, _OF_MANY[aggregate](values), group[0].unit, group)
    if aggregate in _OF_TWO and len(values) == len({r.iri for r in group}) == 2 and min(values) > 0:
        low, high = sorted(values)
        value = high - low if aggregate == "difference" else high / low
        return _result(aggregate, value, group[0].unit if aggregate == "difference" else None, group)
    return None


def _result(label: str, value: float, unit: str | None, group: Sequence[Result]) -> Result:
    references = tuple(sorted({n for r in group for n in r.references}))
    papers = tuple(sorted({mark for r in group for mark in r.papers}))
    return Result(
        label, value=rounded(value), unit=unit, references=references, property=group[0].property, papers=papers
    )


def _dimension(result: Result) -> str:
    """One name for all units that can be added to each other."""
    for unit in ("mS/cm", "kJ/mol", "mAh/g", "V", "h", "°C", "Wh/kg"):
        try:
            Quantity(1.0, result.unit or "1").to(unit)
        except UnitError:
            continue
        return unit
    return result.unit or ""


def _in_one_unit(group: list[Result]) -> list[Result]:
    """Values in the unit of the first."""
    unit = group[0].unit
    if unit is None:
        return group
    return [
        r
        if r.unit == unit or r.value is None
        else replace(r, value=Quantity(r.value, r.unit or "").to(unit).value, unit=unit)
        for r in group
    ]
