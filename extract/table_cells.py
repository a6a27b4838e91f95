"""The words of one cell -> its numbers with sign, unit and conditions; what is not understood wholly gives nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from extract.table_conditions import Conditions, read_conditions
from extract.table_rules import table_rules
from kg.lexicon import Lexicon
from kg.notation import plain_text
from kg.quantity import NUMBER, number_of, unit_at

_EMPTY = re.compile(
    r"[\s\-–—−‐/.…\\]*|[nN]\s?[./]\s?[aAdDrR]\.?|N[ADR]|[Nn]one"
    r"|[Nn]ot (?:given|reported|available|applicable|specified)|[Uu]nknown|[Nn]il|[Bb]lank|[Bb]are|[Pp]ristine"
)
_SIGN = "|".join(re.escape(sign) for sign in sorted(table_rules().signs, key=len, reverse=True))
_ONE = rf"-?{NUMBER}(?!,?\d)"
_VALUE = re.compile(
    rf"(?P<sign>(?:{_SIGN})\.?)?\s*(?P<open>\()?(?P<low>{_ONE})(?P<digits>\(\d{{1,3}}\))?(?P<unit>\s?[^\s\d,;()–-]{{1,3}}(?=\s?(?:[-–]|to\s)\s?\d))?"
    rf"(?:\s?±\s?{_ONE})?(?(open)\)\s?[×x·*]\s?(?P<power>10\s?\^\{{\s?-?\d{{1,2}}\s?\}}))"
    rf"(?:\s?(?:-|~|to(?=\s))\s?(?P<high>{NUMBER}))?",
    re.IGNORECASE,
)
_LOST_POINT = re.compile(r"0,\d")
#: Values stand side by side, divided by these, outside of brackets.
_NEXT = re.compile(r"[;\n]|,(?=\s)|\band\b")
_AFTER = re.compile(r"\s*vs\.?\s?(?:Na|Li)(?:\^\{\+\}|\+)?\s?/\s?(?:Na|Li)(?:\^\{\+\}|\+)?|\s*(?:cycles?\b)?")
#: No cell that holds numbers is longer.
LONGEST = 400


@dataclass(frozen=True)
class Amount:
    """A number of a cell, with the unit printed beside it, if any; `high` is the other end of a range."""

    low: float
    high: float | None = None
    sign: str = "="
    unit: str = ""
    conditions: Conditions = ()


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing in it.

    >>> [is_empty(text) for text in ("—", "N/A", "n.r.", "Na", "0")]
    [True, True, True, False, False]
    """
    return _EMPTY.fullmatch(text.strip()[:40]) is not None and len(text.strip()) <= 40


def read_amounts(text: str, lexicon: Lexicon, belongs: Callable[[str], bool]) -> tuple[Amount, ...] | None:
    """The numbers of a cell, or None when anything in it is not understood.

    `belongs` tells whether a unit is one in which this cell can be given; a number in another is a condition.
    """
    if len(text) > LONGEST or _LOST_POINT.search(text):
        return None
    found: list[Amount] = []
    before: Conditions = ()
    for part, is_label in _parts(plain_text(text).text):
        amount = None if is_label else _amount(part, lexicon, belongs)
        if amount:
            found.append(replace(amount, conditions=_merged(before, amount.conditions)))
            before = ()
            continue
        conditions = read_conditions(part, lexicon)
        if conditions is None:
            return None
        if found and not is_label:
            found[-1] = replace(found[-1], conditions=_merged(found[-1].conditions, conditions))
        else:
            before = _merged(before, conditions)
    return tuple(found) if found and not before and _are_told_apart(found) else None


def _are_told_apart(amounts: list[Amount]) -> bool:
    """Whether several numbers of one cell differ in their conditions, or at least each has its unit."""
    return len({one.conditions for one in amounts}) == len(amounts) or all(one.unit for one in amounts)


def _merged(first: Conditions, second: Conditions) -> Conditions:
    return tuple((dict(first) | dict(second)).items())


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """What stands between the dividers outside of brackets, and whether a colon follows it."""
    begin, depth, ends = 0, 0, {match.start(): match.end() for match in _NEXT.finditer(text)}
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if at in ends and depth == 0:
            yield from _named(text[begin:at])
            begin = ends[at]
    yield from _named(text[begin:])


def _named(text: str) -> Iterator[tuple[str, bool]]:
    label, colon, value = text.partition(": ")
    yield from ((part.strip(), is_label) for part, is_label in ((label, bool(colon)), (value, False)) if part.strip())


def _amount(text: str, lexicon: Lexicon, belongs: Callable[[str], bool]) -> Amount | None:
    """The value with which a part begins, if what follows it are conditions of it."""
    match = _VALUE.match(text)
    if match is None or (match["digits"] and "." not in match["low"]):
        return None
    rest = text[match.end() :]
    unit, end = _unit(rest, match["unit"])
    if unit and not belongs(unit):
        return None
    after = rest[end:]
    vs = _AFTER.match(after)
    conditions = read_conditions(_opened(after[vs.end() if vs and "vs" in vs.group() else 0 :]), lexicon)
    if conditions is None:
        return None
    power = number_of(match["power"]) if match["power"] else 1.0
    sign = table_rules().signs[match["sign"].lower().rstrip(".")] if match["sign"] else "="
    ends = [_scaled(number, power) for number in (match["low"], match["high"]) if number]
    return Amount(min(ends), max(ends) if len(ends) > 1 else None, sign, unit, conditions)


def _scaled(number: str, power: float) -> float:
    value = -number_of(number[1:]) if number[0] == "-" else number_of(number)
    return float(f"{value * power:.12g}")


def _unit(rest: str, between: str | None) -> tuple[str, int]:
    """The unit that follows a number, or that stands before the dash of a range, and where it ends."""
    gap = len(rest) - len(rest.lstrip())
    found = unit_at(rest[gap:]) if rest.strip()[:1] not in ("/", "·", "*") else None
    if found:
        return found[0], gap + found[1]
    named = unit_at(between.strip()) if between else None
    return (named[0], 0) if named else ("", 0)


def _opened(text: str) -> str:
    """Conditions in brackets as words side by side."""
    return re.sub(r"[()\[\]]", ",", text)
