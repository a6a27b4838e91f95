"""Quantities: read numbers with their units from text, convert them and print them in the spelling of the contract.

Like `formula_grammar.py` this stands on the cold start of a command that answers in half a second. Importing pint costs
nearly as much, and it reads neither LaTeX nor running text, so a table of some forty atoms of units does the work.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from math import isfinite
from typing import NamedTuple

from kg.errors import UnitError
from kg.notation import PlainText, plain_text

CONTRACT = tuple(
    "mS/cm|S/cm|kJ/mol|eV|mAh/g|V|mA/cm2|mA/g|C|cycles|h|°C|MPa|rpm|Wh/kg|%|µm|nm|$/kg|kcal/mol".split("|")
)
"""The units of the machine-readable contract."""

UNITS = (
    *CONTRACT,
    *"meV|S/m|µS/cm|mAh/cm2|mAh|min|s|K|GPa|Pa|kPa|mm|cm|m|A/g|A/cm2|µA/cm2|mV|Ω cm2|Ω|Ω cm".split("|"),
    *"Wh/L|kWh/kg|Wh|kWh|g/cm3|mg/cm2|$/kWh|days|°C/min|mV/s".split("|"),
)
"""Every unit the text may bring, in its one spelling."""

# symbol: dimensions, size in the base of its dimensions, other spellings
_ATOMS: dict[str, tuple[str, str, str]] = {
    "S": ("S", "1", "siemens|Siemens"),
    "mS": ("S", "1/1000", "millisiemens"),
    "µS": ("S", "1/1000000", "uS"),
    "m": ("m", "1", "meter|meters|metre|metres"),
    "cm": ("m", "1/100", "centimeter|centimeters|centimetre|centimetres"),
    "mm": ("m", "1/1000", "millimeter|millimeters|millimetre|millimetres"),
    "µm": ("m", "1/1000000", "um|micron|microns|micrometer|micrometers|micrometre|micrometres"),
    "nm": ("m", "1/1000000000", "nanometer|nanometers|nanometre|nanometres"),
    "L": ("m m m", "1/1000", "l|liter|liters|litre|litres"),
    "J": ("J", "1", "joule|joules"),
    "kJ": ("J", "1000", "kilojoule|kilojoules"),
    "kcal": ("J", "4184", "kilocalorie|kilocalories"),
    "mol": ("mol", "1", "mole"),
    "eV": ("J /mol", "96485", "electronvolt|electronvolts|electron volt|electron volts"),
    "meV": ("J /mol", "96485/1000", "millielectronvolt|millielectronvolts"),
    "A": ("A", "1", "ampere|amperes"),
    "mA": ("A", "1/1000", "milliampere|milliamperes"),
    "µA": ("A", "1/1000000", "uA"),
    "Ah": ("A s", "3600", "A h|A·h"),
    "mAh": ("A s", "18/5", "mA h|mA·h|milliampere hours|milliamp hours"),
    "W": ("J /s", "1", "watt|watts"),
    "Wh": ("J", "3600", "W h|W·h|watt hours|watt-hours"),
    "mWh": ("J", "18/5", "mW h"),
    "kWh": ("J", "3600000", "kW h|kW·h|kilowatt hours|kilowatt-hours"),
    "V": ("V", "1", "volt|volts"),
    "mV": ("V", "1/1000", "millivolt|millivolts"),
    "Ω": ("Ω", "1", "Ω|Ohm|ohm|ohms|Ohms"),
    "g": ("kg", "1/1000", "gram|grams"),
    "kg": ("kg", "1", "kilogram|kilograms|kilo"),
    "mg": ("kg", "1/1000000", "milligram|milligrams"),
    "h": ("s", "3600", "hr|hrs|hour|hours"),
    "min": ("s", "60", "mins|minute|minutes"),
    "s": ("s", "1", "sec|secs|second|seconds"),
    "days": ("s", "86400", "day"),
    "Pa": ("Pa", "1", "pascal|pascals"),
    "kPa": ("Pa", "1000", "kilopascal"),
    "MPa": ("Pa", "1000000", "megapascal|megapascals"),
    "GPa": ("Pa", "1000000000", "gigapascal|gigapascals"),
    "K": ("K", "1", "kelvin|kelvins"),
    "°C": (
        "°C",
        "1",
        "° C|degC|deg C|deg. C|degrees C|degree C|degrees Celsius|degree Celsius|degrees celsius|Celsius|celsius",
    ),
    "C": ("rate", "1", "C-rate"),
    "cycles": ("cycle", "1", "cycle"),
    "rpm": ("turn", "1", "r.p.m.|revolutions per minute|rev/min|r/min|rotations per minute"),
    "%": ("percent", "1", "percent|per cent|pct|wt%|wt.%|wt %|vol%|at%|mol%"),
    "$": ("money", "1", "USD|US$|US dollars|dollar|dollars"),
}
_CELSIUS_ZERO = Fraction(27315, 100)


class _Size(NamedTuple):
    dimensions: tuple[tuple[str, int], ...]
    factor: Fraction


@cache
def _spellings() -> dict[str, str]:
    return {name: symbol for symbol, row in _ATOMS.items() for name in (symbol, *row[2].split("|"))}


@cache
def _factor() -> re.Pattern[str]:
    """One factor of a unit, such as `cm^{-1}` or `per kg`, at the place where a match begins."""
    names = "|".join(re.escape(name) for name in sorted(_spellings(), key=len, reverse=True))
    return re.compile(
        rf"(?P<join>[ \n]?(?:/|per\s)[ \n]?|[ \n]?[·*×][ \n]?|\.|[ \n]{{0,2}})(?P<atom>{names})(?![a-zA-ZµΩ°%])"
        r"(?:\s?\^\{\s?(?P<up>[+-]?[1-4])\s?\}|\s?(?P<down>-[1-4])(?!\d|\.\d)|(?<=m)(?P<square>[23]))?(?![a-zA-Z0-9µΩ°])"
    )


def unit_at(text: str) -> tuple[str, int] | None:
    """The unit with which a text begins, in its one spelling, and where it ends; the longest known wins."""
    totals: dict[str, int] = {}
    size, at, best = Fraction(1), 0, None
    for place in range(5):
        match = _factor().match(text, at)
        if match is None or (place and not match["join"]):
            break
        words, value, _ = _ATOMS[_spellings()[match["atom"]]]
        power = int(match["up"] or match["down"] or match["square"] or 1)
        power = -power if "/" in match["join"] or "per" in match["join"] else power
        size *= Fraction(value) ** power
        for word in words.split():
            sign = -1 if word[0] == "/" else 1
            totals[word.strip("/")] = totals.get(word.strip("/"), 0) + sign * power
        at = match.end()
        if name := _by_size().get(_Size(_tidy(totals), size)):
            best = (name, at)
    return best


def _tidy(totals: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, power) for name, power in totals.items() if power))


@cache
def _sizes() -> dict[str, _Size]:
    sizes = {}
    for unit in UNITS:
        totals: dict[str, int] = {}
        factor = Fraction(1)
        for place, part in enumerate(re.split(r"([ /])", unit)[::2]):
            symbol, power = (part[:-1], int(part[-1])) if part[-1] in "23" else (part, 1)
            power = -power if place and "/" in unit else power
            factor *= Fraction(_ATOMS[symbol][1]) ** power
            for word in _ATOMS[symbol][0].split():
                totals[word.strip("/")] = totals.get(word.strip("/"), 0) + (-power if word[0] == "/" else power)
        sizes[unit] = _Size(_tidy(totals), factor)
    return sizes


@cache
def _by_size() -> dict[_Size, str]:
    return {size: unit for unit, size in reversed(_sizes().items())}


_SCALE = re.compile(r"[×x]?\s?10\s?(?:\^\{\s?([+-]?\d{1,2})\s?\}|(-\d{1,2}))\s?")
_LONE_DOLLAR = re.compile(r"(?<!\\)\$")


def read_unit(text: str) -> str:
    """The one spelling of a unit written in any usual way.

    >>> [read_unit(t) for t in ("mS cm⁻¹", r"$\\text{ mS cm}^{-1}$", "mA h/g", "deg C", "$ per kg", "10^-3 S/cm")]
    ['mS/cm', 'mS/cm', 'mAh/g', '°C', '$/kg', 'mS/cm']
    """
    if text in _sizes():
        return text
    if len(text) > 80:
        raise UnitError(f"'{text[:40]}…' is too long for a unit: give the unit alone, such as mS/cm")
    plain = plain_text(_keep_currency(text)).text.strip()
    plain = plain[1:-1].strip() if plain[:1] + plain[-1:] in ("()", "[]") else plain
    plain = re.sub(r"(\$ ?)[\d.,]+", r"\1", plain)
    scale = _SCALE.match(plain)
    body = plain[scale.end() :] if scale else plain
    found = unit_at(body)
    if found and found[1] == len(body):
        name = _scaled(found[0], int(scale[1] or scale[2])) if scale else found[0]
        if name:
            return name
    folded = {unit.casefold(): unit for unit in reversed(UNITS)}
    if not scale and plain.casefold() in folded:
        return folded[plain.casefold()]
    near = get_close_matches(plain, UNITS, n=4, cutoff=0.3) or list(CONTRACT[:4])
    raise UnitError(f"'{text}' is not a unit known here: perhaps {', '.join(near)}")


def _keep_currency(text: str) -> str:
    return _LONE_DOLLAR.sub(r"\\$", text, count=1) if len(_LONE_DOLLAR.findall(text)) % 2 else text


def _scaled(unit: str, power: int) -> str | None:
    size = _sizes()[unit]
    return _by_size().get(_Size(size.dimensions, size.factor * Fraction(10) ** power))


# --- quantities ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, such as the 32 mS/cm of Na2.88Sb0.88W0.12S4.

    >>> Quantity(32, "mS cm⁻¹")
    Quantity(value=32, unit='mS/cm')
    """

    value: float
    unit: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", read_unit(self.unit))
        if not isfinite(self.value):
            raise UnitError(f"{self.value} {self.unit} is not a finite number: give one")

    def to(self, unit: str) -> "Quantity":
        """The same quantity in another unit, to twelve significant digits.

        >>> Quantity(27.89, "kJ/mol").to("eV").value, Quantity(0.032, "S/cm").to("mS/cm").value
        (0.289060475722, 32.0)
        """
        target = read_unit(unit)
        exact = Fraction(str(self.value))
        if {self.unit, target} == {"°C", "K"}:
            return Quantity(_rounded(exact + (_CELSIUS_ZERO if target == "K" else -_CELSIUS_ZERO)), target)
        mine, other = _sizes()[self.unit], _sizes()[target]
        if mine.dimensions != other.dimensions:
            alike = [name for name, size in _sizes().items() if size.dimensions == mine.dimensions]
            raise UnitError(f"{self.unit} cannot become {target}: it converts to {', '.join(alike)}")
        return Quantity(_rounded(exact * mine.factor / other.factor), target)


#: By how much a condition may differ that is said in another unit, relative to itself.
ROUNDED = 0.002


@cache
def in_other_units(quantity: Quantity) -> tuple[Quantity, ...]:
    """The same quantity in every other unit that it can be said in.

    >>> in_other_units(Quantity(60, "mA/g")), in_other_units(Quantity(723.15, "K"))
    ((Quantity(value=0.06, unit='A/g'),), (Quantity(value=450.0, unit='°C'),))
    """
    temperatures = {"°C", "K"}
    alike = temperatures if quantity.unit in temperatures else set(UNITS) - temperatures
    size = _sizes()[quantity.unit].dimensions
    others = [u for u in UNITS if u in alike and (alike is temperatures or _sizes()[u].dimensions == size)]
    return tuple(quantity.to(unit) for unit in others if unit != quantity.unit)


def _rounded(value: Fraction) -> float:
    return float(f"{float(value):.12g}")


def format_quantity(quantity: Quantity) -> str:
    """The quantity as a person reads it.

    >>> format_quantity(Quantity(0.000014, "mS/cm")), format_quantity(Quantity(86.0, "%"))
    ('1.4×10⁻⁵ mS/cm', '86%')
    """
    gap = "" if quantity.unit in ("%", "C") else " "
    return f"{_digits(quantity.value)}{gap}{quantity.unit}"


def _digits(value: float) -> str:
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        plain = f"{value:.6g}" if abs(value) < 1e5 else f"{value:.0f}"
        return plain.replace("-", "−")
    mantissa, _, power = f"{value:.5e}".partition("e")
    raised = str(int(power)).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
    return f"{mantissa.rstrip('0').rstrip('.')}×10{raised}".replace("-", "−")


# --- finding ------------------------------------------------------------------------------------------------------

_PLAIN_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,12})?|\d{1,12}(?:\.\d{1,12})?)"
_POWER = r"10\s?\^\{\s?[+-]?\d{1,3}\s?\}"
NUMBER = rf"(?:{_POWER}|{_PLAIN_NUMBER}(?:[eE][+-]?\d{{1,3}}|\s?[×x·*]\s?(?:{_POWER}|10-\d{{1,2}}))?)"
_EXPONENT = re.compile(r"(?:^|[×x·*]\s?)10\s?(?:\^\{\s?([+-]?\d{1,3})\s?\}|(-\d{1,2}))$")


class _Words(NamedTuple):
    sign: str
    words: re.Pattern[str]


def _said(sign: str, words: str) -> _Words:
    return _Words(
        sign, re.compile(rf"(?:^|(?<![A-Za-z]))(?:{words})[\s$(]*(?:only|a|an|about|of)?[\s$]*\Z", re.IGNORECASE)
    )


_BEFORE = (
    _said(
        "<=",
        r"≤|<=|not exceed(?:ed|ing)?|n(?:o|ot) (?:more|greater|higher|larger|longer) than|at most|up to|within|max\.?",
    ),
    _said(">=", r"≥|>=|n(?:o|ot) (?:less|fewer|lower|smaller) than|at least|min\."),
    _said("<", r"<|(?:less|lower|fewer|smaller|shorter|thinner) than|below"),
    _said(">", r">|(?:more|greater|higher|larger|longer|better) than|over|above|exceed(?:s|ing|ed)?|beyond"),
    _said("~", r"~|≈|∼|about|around|approximately|approx\.?|roughly|nearly|almost|ca\.?|circa|close to"),
)
_MORE, _LESS = "more|higher|above|greater|longer|over|beyond", "less|lower|below|fewer|under|shorter"
_AFTER_MORE = re.compile(rf"\s*(?:or|and)\s(?:{_MORE})\b")
_AFTER_LESS = re.compile(rf"\s*(?:or|and)\s(?:{_LESS})\b")
_OR_MORE = rf"(?:\sor\s(?:{_MORE}|{_LESS})\b)"
_FIGURE = re.compile(r"(?:Fig(?:ure|s)?\.?|Table|Scheme|Section|Ref\.?)\s?\Z")
_LIST_ITEM = re.compile(r"(?:^|\n)\s*[-*(\[]?\s*\Z")
_BETWEEN = re.compile(r"\bbetween\s[\s$]*\Z", re.IGNORECASE)
_CARBON = re.compile(r"-(?!rate)|\s?(?:atom|content|black|coat|source)|=")


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_spellings(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,^{{}}\0·．])(?P<money>(?:US)?\$\s?|USD\s)?(?P<minus>(?<![^\s(])-)?(?P<low>{NUMBER})(?:\s?±\s?{NUMBER})?"
        rf"(?P<more>\s?(?P<joint>-|to|and)\s?(?:\$\s?)?(?P<high>-?{NUMBER}))?"
        rf"(?={_OR_MORE}?\s{{0,2}}-?(?:{names}|per\s|/)|\s?-)"
    )


@dataclass(frozen=True)
class FoundQuantity:
    """A quantity in running text; `low` and `high` differ only in a range, `sign` is one of `= < > <= >= ~ range`."""

    start: int
    end: int
    low: float
    high: float
    sign: str
    unit: str


def find_quantities(text: str) -> list[FoundQuantity]:
    """Find the numbers with units of a running text, with exact offsets; a bare number is none.

    >>> [(q.sign, q.low, q.unit) for q in find_quantities("100 or more cycles; 3 or less V; 5 or 6 h")]
    [('>=', 100.0, 'cycles'), ('<=', 3.0, 'V'), ('=', 6.0, 'h')]

    >>> found = find_quantities(r"It keeps nearly 86% after 1,000 cycles at 0.8–3.2 V and less than $10^{-3}$ S cm⁻¹.")
    >>> [(q.sign, q.low, q.high, q.unit) for q in found]
    [('~', 86.0, 86.0, '%'), ('=', 1000.0, 1000.0, 'cycles'), ('range', 0.8, 3.2, 'V'), ('<', 0.001, 0.001, 'S/cm')]
    """
    marked, found = plain_text(text), list[FoundQuantity]()
    for match in _pattern().finditer(marked.text):
        if quantity := _found(marked, match):
            found.append(quantity)
    return found


def read_condition(key: str, text: str) -> tuple[float, str] | None:
    """The number and the unit of a condition of a value; none where it is told in words, no unit where it has none.

    >>> read_condition("annealing_temperature", "450 °C"), read_condition("cycle", "20"), read_condition("with", "PDMS")
    ((450.0, '°C'), (20.0, 'cycles'), None)
    """
    found = find_quantities(text)
    if len(found) == 1:
        return found[0].low, found[0].unit
    is_number = text.replace(".", "", 1).isdigit()
    return (float(text), "cycles" if key == "cycle" else "") if is_number else None


def _found(marked: PlainText, match: re.Match[str]) -> FoundQuantity | None:
    text, start = marked.text, match.start()
    first = marked.place(start)
    bare_dollar = first > 0 and marked.source[first - 1] == "$"
    turn = _AFTER_MORE.match(text, match.end()) or _AFTER_LESS.match(text, match.end())
    measured = _unit_after(text, (turn or match).end(), money=bool(match["money"]) or bare_dollar)
    if measured is None:
        return None
    unit, end, paid = measured
    before = text[max(0, start - 40) : start]
    if _is_label(unit, match, before, text[end : end + 10]):
        return None
    low, high, start = _values(match, unit, bool(_BETWEEN.search(before)))
    if not (isfinite(low) and isfinite(high)):
        return None
    first, last = marked.span(start, end)
    first -= paid and bare_dollar and marked.source[first] != "$"
    sign = "range" if low != high else _sign(before, turn.group() if turn else text[end : end + 20])
    return FoundQuantity(first, last, min(low, high), max(low, high), sign, unit)


def _unit_after(text: str, at: int, *, money: bool) -> tuple[str, int, bool] | None:
    """The unit that follows a number, where it ends, and whether its currency stood before the number."""
    window = text[at : at + 60]
    body = window.lstrip(" \n\t")
    gap = len(window) - len(body)
    if gap > 2:
        return None
    if money and (found := unit_at("$" + ("" if body[:1] == "/" else " ") + body)):
        return found[0], at + gap + found[1] - (1 if body[:1] == "/" else 2), True
    hyphen = body[:1] == "-" and not gap
    found = unit_at(body[hyphen:])
    if found is None or body[hyphen : hyphen + 1] in "/·*.":
        return None
    return found[0], at + gap + hyphen + found[1], False


def _is_label(unit: str, match: re.Match[str], before: str, after: str) -> bool:
    if len(unit) == 1 and (_FIGURE.search(before) or (after[:1] == "." and _LIST_ITEM.search(before))):
        return True
    return unit == "C" and (number_of(match["low"]) > 50 or bool(_CARBON.match(after)))


def _values(match: re.Match[str], unit: str, is_between: bool) -> tuple[float, float, int]:
    low = number_of(match["low"]) * (-1 if match["minus"] else 1)
    if match["high"] is None:
        return low, low, match.start()
    high = number_of(match["high"])
    if match["joint"] == "and" and not is_between:
        return high, high, match.start("high")
    lost_power = match["low"] == "10" and match["more"][0] == "-" and match["high"].isdigit() and high < 10
    if lost_power and unit in ("S/cm", "mS/cm", "S/m"):
        return float(f"1e-{int(high)}"), float(f"1e-{int(high)}"), match.start()
    return low, high, match.start()


def number_of(text: str) -> float:
    """The number that a text matched by NUMBER writes, such as 1,200 or 1.4 × 10^{-5}."""
    text = text.replace(",", "")
    power = _EXPONENT.search(text)
    if not power:
        return float(text)
    mantissa = re.split(r"\s?[×x·*]", text)[0] if power.start() else "1"
    return float(f"{mantissa}e{int(power[1] or power[2])}")


def _sign(before: str, after: str) -> str:
    if _AFTER_MORE.match(after):
        return ">="
    if _AFTER_LESS.match(after):
        return "<="
    return next((words.sign for words in _BEFORE if words.words.search(before)), "=")
