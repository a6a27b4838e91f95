"""Chemical formulae: read them in every notation a paper uses, compare them and print them.

The file reads formulae itself because it stands on the cold start of a command that answers in half a second:
importing pymatgen alone takes about as long, and it knows neither LaTeX, variables, composites nor running text.
Markup first becomes plain notation in which `{...}` is a subscript and `^{...}` a superscript, with every character
still knowing where it came from; one small hand-written reader then serves both `read_formula` and `find_formulas`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from kg.errors import FormulaError

LONGEST = 500
"""No single formula is longer than this many characters."""

_TABLE = Path(__file__).parent / "data" / "elements.tsv"
_SUBSCRIPT = str.maketrans("0123456789-+xnmk", "₀₁₂₃₄₅₆₇₈₉₋₊ₓₙₘₖ")
_SUPERSCRIPT = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")


# --- elements -----------------------------------------------------------------------------------------------------


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


# --- amounts ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Amount:
    """How much of an element there is: an exact number, or one that moves with x as in Na3-xSb1-xWxS4.

    >>> str(read_formula("Na3-xSb1-xWxS4").amounts["Na"])
    '3-x'
    """

    constant: Fraction = Fraction(1)
    slopes: tuple[tuple[str, Fraction], ...] = ()

    @property
    def value(self) -> Fraction:
        """The number, refused while a variable such as x is open.

        >>> read_formula("Na2.88Sb0.88W0.12S4").amounts["W"].value
        Fraction(3, 25)
        """
        if self.slopes:
            raise FormulaError(f"the amount {self} depends on {self.slopes[0][0]}: give it with substitute() first")
        return self.constant

    def __float__(self) -> float:
        """The number for arithmetic."""
        return float(self.value)

    def __str__(self) -> str:
        """The amount as a formula writes it: 3-x, 0.12, 1/3."""
        words = [_number(self.constant)] if self.constant or not self.slopes else []
        for name, slope in sorted(self.slopes, key=lambda item: item[1] < 0 if not words else False):
            size = "" if abs(slope) == 1 else _number(abs(slope))
            words.append(("-" if slope < 0 else "+" if words else "") + size + name)
        return "".join(words)

    def __add__(self, other: "Amount") -> "Amount":
        """The sum, for an element that a formula writes twice."""
        slopes = dict(self.slopes)
        for name, slope in other.slopes:
            slopes[name] = slopes.get(name, Fraction(0)) + slope
        return Amount(self.constant + other.constant, tuple(sorted((k, v) for k, v in slopes.items() if v)))

    def __mul__(self, other: "Amount") -> "Amount":
        """The product, for an element inside brackets."""
        if self.slopes and other.slopes:
            raise FormulaError(f"{self} times {other} is not linear: write the product out")
        factor, amount = (self.constant, other) if not self.slopes else (other.constant, self)
        return Amount(amount.constant * factor, tuple((k, v * factor) for k, v in amount.slopes if factor))

    def substitute(self, values: Mapping[str, Fraction]) -> "Amount":
        """The amount with numbers in the place of variables."""
        known = sum((slope * values[k] for k, slope in self.slopes if k in values), Fraction(0))
        return Amount(self.constant + known, tuple((k, v) for k, v in self.slopes if k not in values))


_ONE = Amount()
_TERM = re.compile(r"([+-]?)(?:(\d{1,9}(?:\.\d{1,9}|/[1-9]\d?)?)([xyzδnmk])?|([xyzδnmk]))")


def _number(value: Fraction) -> str:
    for decimals in range(10):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(decimals + 1, "0")
            text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
            return "-" + text if value < 0 else text
    return f"{value.numerator}/{value.denominator}"


def _amount(text: str) -> Amount:
    total, at, text = Amount(Fraction(0)), 0, re.sub(r"\s", "", text)
    for term in _TERM.finditer(text):
        sign, number, variable, bare = term.groups()
        if term.start() != at or (at and not sign):
            break
        if at and total.constant and not (variable or bare):
            raise FormulaError(f"'{text}' is a range or a sum of numbers: write one amount, or a variable as in Na3-x")
        size = Fraction(number or 1) * (-1 if sign == "-" else 1)
        name = variable or bare
        total += Amount(Fraction(0), ((name, size),)) if name else Amount(size)
        at = term.end()
    if not text or at != len(text):
        raise FormulaError(f"'{text[:40]}' is not an amount: write a number or an expression such as 3-x")
    if not total.slopes and total.constant <= 0:
        raise FormulaError(f"the amount '{text}' is not above zero: leave the element out or correct the number")
    return total


# --- the formula --------------------------------------------------------------------------------------------------

Part = tuple[str, Amount]
"""An element, a bracket (the amount stands at the closing one) or `·` (the amount multiplies what follows)."""


class Dopant(NamedTuple):
    """An element that a parent formula does not hold, how much of it, and what it stands in for."""

    element: str
    amount: Amount
    replaces: str | None


@dataclass(frozen=True)
class Formula:
    """A chemical formula with exact amounts, as in Na2.88Sb0.88W0.12S4, Na3V2(PO4)3, PS4^3- or Na2S/Na3PS4/CMK-3.

    >>> nvp = read_formula(r"$\\text{Na}_3\\text{V}_2(\\text{PO}_4)_3$")
    >>> nvp.plain, nvp.subscript, str(nvp.amounts["O"])
    ('Na3V2(PO4)3', 'Na₃V₂(PO₄)₃', '12')
    """

    text: str
    parts: tuple[Part, ...] = ()
    charge: int = 0
    phase: str | None = None
    components: "tuple[Formula | str, ...]" = ()
    separators: tuple[str, ...] = ()
    ranges: tuple[tuple[str, Fraction, Fraction], ...] = ()

    @cached_property
    def amounts(self) -> dict[str, Amount]:
        """Every element with its amount, water of hydration apart; empty for a composite.

        >>> {e: str(n) for e, n in read_formula("Na3V2(PO4)3").amounts.items()}
        {'Na': '3', 'V': '2', 'P': '3', 'O': '12'}
        """
        return self._totals[0]

    @cached_property
    def water(self) -> Amount:
        """The water of hydration.

        >>> str(read_formula("Na3SbS4·8H2O").water)
        '8'
        """
        return self._totals[1]

    @cached_property
    def _totals(self) -> tuple[dict[str, Amount], Amount]:
        totals: dict[str, Amount] = {}
        water = Amount(Fraction(0))
        for place, (count, parts) in enumerate(_adducts(self.parts)):
            found = _sum(parts)
            if place and found == {"H": Amount(Fraction(2)), "O": _ONE}:
                water += count
                continue
            for symbol, amount in found.items():
                totals[symbol] = totals.get(symbol, Amount(Fraction(0))) + amount * count
        return totals, water

    @property
    def elements(self) -> frozenset[str]:
        """The symbols of all elements, hydrate water and components included.

        >>> sorted(read_formula("Na2S/Na3PS4/CMK-3").elements)
        ['Na', 'P', 'S']
        """
        inner = (part.elements for part in self.components if isinstance(part, Formula))
        return frozenset(name for name, _ in self.parts if name[0].isalpha()).union(*inner)

    @property
    def variables(self) -> tuple[str, ...]:
        """The open variables in alphabetical order.

        >>> read_formula("Na3-xPS4-yOy").variables
        ('x', 'y')
        """
        names = {name for _, amount in self.parts for name, _ in amount.slopes}
        return tuple(sorted(names.union(*(p.variables for p in self.components if isinstance(p, Formula)))))

    @property
    def is_variable(self) -> bool:
        """Whether the formula stands for a series, as Fe1-xS does."""
        return bool(self.variables)

    @property
    def plain(self) -> str:
        """The formula in plain text with explicit indices, in the order written.

        >>> read_formula("PS₄³⁻").plain, read_formula("Na₂S–NaI").plain, read_formula("W⁶⁺").plain
        ('PS4^3-', 'Na2S-NaI', 'W6+')
        """
        if self.components:
            return self._join("plain")
        text = _written(self.parts) + self._charge_text()
        is_word = bool(self.parts) and _is_word(replace(self, text=text))
        return _written(self.parts, one="1") if is_word else text

    @property
    def subscript(self) -> str:
        """The formula for display, with Unicode subscripts.

        >>> read_formula("Na2.88Sb0.88W0.12S4").subscript, read_formula("SbS4^{3-}").subscript
        ('Na₂.₈₈Sb₀.₈₈W₀.₁₂S₄', 'SbS₄³⁻')
        """
        if self.components:
            return self._join("subscript")
        return _written(self.parts, lowered=True) + self._charge_text().strip("^").translate(_SUPERSCRIPT)

    def _join(self, view: str) -> str:
        names = [getattr(part, view) if isinstance(part, Formula) else part for part in self.components]
        return "".join(a + b for a, b in zip(names, (*self.separators, ""), strict=True))

    def _charge_text(self) -> str:
        if not self.charge:
            return ""
        size = "" if abs(self.charge) == 1 else str(abs(self.charge))
        lone = len(self.parts) == 1 and self.parts[0][1] == _ONE
        caret = not lone and (bool(size) or not _written(self.parts)[-1].isalpha() or bool(self.parts[-1][1].slopes))
        return ("^" if caret else "") + size + ("+" if self.charge > 0 else "-")

    @property
    def composition(self) -> str:
        """A key that two spellings of one composition share, whatever their order, brackets, variable and phase.

        >>> read_formula("Na3.1Sb0.9Ge0.1S4").composition == read_formula("γ-Na3.1Ge0.1Sb0.9S4").composition
        True
        """
        if self.components:
            return " / ".join(sorted(p.composition if isinstance(p, Formula) else p for p in self.components))
        amounts = sorted(self.amounts.items())
        names = dict.fromkeys(name for _, amount in [*amounts, ("", self.water)] for name, _ in amount.slopes)
        rename = {name: f"v{place}" for place, name in enumerate(names)}
        words = [symbol + str(_renamed(amount, rename)) for symbol, amount in amounts]
        if self.water != Amount(Fraction(0)):
            words.append(f"+ {_renamed(self.water, rename)} H2O")
        return " ".join([*words, f"{self.charge:+d}"] if self.charge else words)

    def substitute(self, **values: float | str | Fraction) -> "Formula":
        """The formula with numbers for its variables; an element that comes to zero is left out.

        >>> read_formula("Na3-xSb1-xWxS4").substitute(x=0.12).plain
        'Na2.88Sb0.88W0.12S4'
        """
        exact = {name: Fraction(str(value)) for name, value in values.items()}
        parts = tuple((symbol, amount.substitute(exact)) for symbol, amount in self.parts)
        for symbol, amount in parts:
            if not amount.slopes and (amount.constant < 0 or (not amount.constant and symbol in ")]·")):
                raise FormulaError(f"{self.plain} has no member at {values}: the amount of {symbol} becomes {amount}")
        kept = tuple(part for part in parts if part[1].constant or part[1].slopes)
        inner = tuple(p.substitute(**values) if isinstance(p, Formula) else p for p in self.components)
        made = replace(self, parts=kept, components=inner)
        return replace(made, text=made.plain)

    def charge_imbalance(self, oxidation_states: Mapping[str, Sequence[int]] | None = None) -> Fraction:
        """The smallest total charge, without its sign, that usual oxidation states leave; 0 is charge neutral.

        An element marked with `..` in the table (transition metals, carbon) may be of mixed valence. An alloy, in
        which no element is negative, and a composite count as neutral.

        >>> str(read_formula("Na2.88Sb0.88W0.12S4").charge_imbalance())
        '0'
        >>> str(read_formula("Na3.06Sb0.88W0.12S4").charge_imbalance())
        '3/50'
        """
        rows = {}
        for symbol, amount in self.amounts.items():
            known = elements()[symbol]
            states = tuple((oxidation_states or {}).get(symbol, known.states)) or (0,)
            rows[symbol] = (amount.value, states, known.mixed_valence)
        alloy = not any(state < 0 for _, states, _ in rows.values() for state in states)
        if not self.charge and (alloy or len(rows) < 2):
            return Fraction(0)
        return _imbalance(list(rows.values()), self.charge)

    def dopants_against(self, parent: "Formula") -> tuple[Dopant, ...]:
        """What this formula holds that its parent does not, each with the parent element it stands in for.

        >>> child, parent = read_formula("Na2.85P0.85W0.15S4"), read_formula("Na3PS4")
        >>> [(d.element, str(d.amount), d.replaces) for d in child.dopants_against(parent)]
        [('W', '0.15', 'P')]
        """
        mine, theirs = _sample(self), _sample(parent)
        lost = {e: n - mine.get(e, 0) for e, n in theirs.items() if n > mine.get(e, 0)}
        new = [symbol for symbol in self.amounts if symbol not in theirs]
        return tuple(Dopant(symbol, self.amounts[symbol], _replaced(symbol, lost)) for symbol in new)


def is_same_composition(a: Formula, b: Formula) -> bool:
    """Whether two formulae hold the same elements in the same amounts; polymorphs do.

    >>> is_same_composition(read_formula("γ-Na3PS4"), read_formula("Na_3PS_4"))
    True
    """
    return a.composition == b.composition


def _sum(parts: Sequence[Part]) -> dict[str, Amount]:
    levels: list[list[Part]] = [[]]
    for symbol, amount in parts:
        if symbol in "([":
            levels.append([])
        elif symbol in ")]":
            inner = levels.pop()
            levels[-1] += [(name, count * amount) for name, count in inner]
        else:
            levels[-1].append((symbol, amount))
    totals: dict[str, Amount] = {}
    for symbol, amount in levels[0]:
        totals[symbol] = totals[symbol] + amount if symbol in totals else amount
    return totals


def _adducts(parts: Sequence[Part]) -> list[tuple[Amount, list[Part]]]:
    found: list[tuple[Amount, list[Part]]] = [(_ONE, [])]
    for place, part in enumerate(parts):
        if part[0] == "·":
            found = found if place else []
            found.append((part[1], []))
        else:
            found[-1][1].append(part)
    return found


def _written(parts: Sequence[Part], lowered: bool = False, one: str = "") -> str:
    words = []
    for place, (symbol, amount) in enumerate(parts):
        index = str(amount) if amount != _ONE else one if symbol.isalpha() else ""
        if symbol == "·":
            words.append(("·" if place else "") + index)
        else:
            marked = f"_{{{index}}}" if re.search("[nmk]", index) else index  # S_{n} is not tin
            words.append(symbol + (index.translate(_SUBSCRIPT) if lowered else marked))
    return "".join(words)


def _renamed(amount: Amount, names: Mapping[str, str]) -> Amount:
    return Amount(amount.constant, tuple(sorted((names[name], slope) for name, slope in amount.slopes)))


def _imbalance(rows: list[tuple[Fraction, tuple[int, ...], bool]], charge: int) -> Fraction:
    totals, low, high = {Fraction(-charge)}, Fraction(0), Fraction(0)
    for amount, states, mixed in rows:
        if mixed:
            low, high = low + amount * min(states), high + amount * max(states)
            continue
        sums = {total + amount * state for total in totals for state in states}
        totals = sums if len(sums) < 5000 else set(sorted(sums, key=abs)[:5000])
    return min(max(Fraction(0), total + low, -(total + high)) for total in totals)


def _sample(formula: Formula) -> dict[str, Fraction]:
    values = {name: Fraction(1, 10) for name in formula.variables}
    return {symbol: amount.substitute(values).value for symbol, amount in formula.amounts.items()}


def _replaced(symbol: str, lost: Mapping[str, Fraction]) -> str | None:
    table, mine = elements(), elements()[symbol]
    alike = [name for name in lost if table[name].is_anion == mine.is_anion and table[name].states]
    state = mine.states[0] if mine.states else 0
    return min(alike, key=lambda name: (abs(table[name].states[0] - state), -lost[name]), default=None)


# --- markup to plain notation -------------------------------------------------------------------------------------

_SIGNS = {
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η"},
    **{"cdot": "·", "bullet": "·", "times": "×", "mu": "µ", "circ": "°", "degree": "°", "sim": "~", "approx": "≈"},
    **{"le": "≤", "leq": "≤", "leqslant": "≤", "lt": "<", "ge": "≥", "geq": "≥", "geqslant": "≥", "gt": ">"},
    **{"pm": "±", "quad": " ", "Omega": "Ω", "prime": "'", "left": "", "right": "", "(": "", ")": "", "\\": " "},
    **{"$": "$", "%": "%", "_": "_", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "textendash": "-"},
}
_SIMPLE = {
    "cash": "$",
    "dollar": "",
    "minus": "-",
    "dot": "·",
    "nothing": "",
    "micro": "µ",
    "space": " ",
    "degree": "°",
    "bare": "",
}
_MARKUP = re.compile(
    r"""(?P<bare>\\(?:text|math|ce|rm|bf|it|up)[a-z]{0,8}\s?\{|\{)
      | (?P<degree>\^\s?(?:\{\s?\\circ\s?\}|\\circ(?![a-zA-Z]))|[℃º˚])
      | \\(?P<command>[a-zA-Z]{1,20}|.)
      | (?P<opened>[_^]\s?\{) | (?P<closed>\})
      | _(?P<low>\d{1,9}(?:\.\d{1,9})?|[a-zδ](?![a-z]))
      | \^(?P<high>[+\-−–]\d{1,3}|\d?[+\-−–](?!\d)|\d{1,3})
      | <(?P<tag>/?[sS][uU][bBpP])(?:\s[^<>]{0,80})?>
      | (?P<lows>[₀-₉₊₋ₓₙₘₖ](?:[₀-₉₊₋ₓₙₘₖ]|\.(?=[₀-₉])|[−–-](?=[₀-₉ₓ])|/(?=[₀-₉])|(?<=[₀-₉₊₋])[yzδ](?![a-z]))*)
      | (?P<highs>[⁰¹²³⁴-⁹⁺⁻]+)
      | (?P<cash>(?<=US)\$|\$(?=\s?(?:/\s?k|per\s))) | (?P<dollar>\$)
      | (?P<minus>[‐-―−﹣－]) | (?P<dot>[•∙⋅‧・]) | (?P<micro>μ)
      | (?P<nothing>[\u00ad\u200b-\u200d\u2060\ufeff]) | (?P<space>[\u00a0\u2000-\u200a\u202f\u3000])""",
    re.VERBOSE,
)
_FLAT = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋₊ₓₙₘₖ⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−–", "0123456789-+xnmk0123456789-+--")
_OPENER = re.compile(r"(?:\\[a-zA-Z]{1,12}\s?)?\{\Z")


def _pieces(source: str) -> Iterator[tuple[str, re.Match[str]]]:
    closers: list[str] = []
    for match in _MARKUP.finditer(source):
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if kind in ("bare", "opened"):
            closers.append("}" if kind == "opened" else "")
        if kind == "opened":
            piece = "{" if text[0] == "_" else "^{"
        elif kind == "closed":
            piece = closers.pop() if closers else "\0"
        elif kind == "command":
            piece = _SIGNS.get(text, "\0")
        elif kind == "tag":
            piece = "}" if text[0] == "/" else "{" if text[-1] in "bB" else "^{"
        elif kind in ("low", "lows", "high", "highs"):
            piece = ("{" if kind.startswith("low") else "^{") + text.translate(_FLAT) + "}"
        else:
            piece = "°C" if text == "℃" else _SIMPLE.get(kind, "")
        yield piece, match


@dataclass(frozen=True)
class PlainText:
    """A text freed of markup: `{...}` is a subscript, `^{...}` a superscript, and every place knows its source.

    >>> plain_text(r"Na$_3$PS₄³⁻ has $10^{-3}\\text{ S cm}^{-1}$").text
    'Na{3}PS{4}^{3-} has 10^{-3} S cm^{-1}'
    """

    source: str
    text: str
    marks: tuple[tuple[int, int, int, int], ...]

    def _mark(self, at: int) -> tuple[int, int, int, int]:
        near = bisect_right(self.marks, at, key=lambda mark: mark[0]) - 1
        return self.marks[near] if near >= 0 else (0, 0, 0, 0)

    def place(self, at: int) -> int:
        """Where the character `text[at]` begins in the source."""
        start, end, source_start, source_end = self._mark(at)
        return source_start if start <= at < end else source_end + at - end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source behind `text[start:end]`, with the markup that opens and closes around it."""
        _, mark_end, _, source_end = self._mark(end - 1)
        first, last, source = self.place(start), source_end + max(0, end - mark_end), self.source
        while True:
            opener, closes = _OPENER.search(source, max(0, first - 20), first), source[last : last + 1] == "}"
            depth = source.count("{", first, last) - source.count("}", first, last)
            if opener and (depth < 0 or (depth == 0 and closes)):
                first = opener.start()
            elif closes and depth > 0:
                last += 1
            else:
                break
        odd, before, after = source.count("$", first, last) % 2, source[:first][-1:], source[last : last + 1]
        return first - (before == after == "$" and not odd), last + (after == "$" and bool(odd or before == "$"))


def plain_text(source: str) -> PlainText:
    """Read LaTeX, HTML, Unicode and underscore markup in one pass.

    >>> plain_text("γ-Na<sub>3</sub>PS_4").text
    'γ-Na{3}PS{4}'
    """
    out: list[str] = []
    marks: list[tuple[int, int, int, int]] = []
    length, at = 0, 0
    for piece, match in _pieces(source):
        start, end = match.span()
        out += [source[at:start], piece]
        length += start - at
        marks.append((length, length + len(piece), start, end))
        length, at = length + len(piece), end
    return PlainText(source, "".join([*out, source[at:]]), tuple(marks))


# --- reading ------------------------------------------------------------------------------------------------------

_NUMBER = r"\d{1,9}(?:(?!\.\d*H(?:2|\{2\})O)\.\d{1,9})?"
_VARIABLE = r"[xyzδ](?![a-zα-ω])"
_INDEX = re.compile(
    rf" ?\{{([^{{}}]{{0,60}})\}}"
    rf"|((?:1/[2-9]|2/[3-9]|3/[4-9]|4/5|5/6)(?=[A-Z(\[])|(?:{_NUMBER}(?:{_VARIABLE})?|{_VARIABLE})"
    rf"(?:[+-](?:{_NUMBER})?{_VARIABLE})*)"
)
_SYMBOL = re.compile(r"[A-Z][a-z]?")
_SPACED = re.compile(r" (?=[)\]]|[(\[]?(?:[A-Z][a-z]?){1,8} ?\{|[A-Z][a-z]?(?![\w{]))")
_LONE_WORD = re.compile(r"([A-Z][a-z]?)(?![\w{]| \{)")
_GIVEN_CHARGE = re.compile(r" ?\^\{\s?(?:(\d{0,2})\s?([+-])|([+-])\s?(\d{1,2}))\s?\}")
_LAST_CHARGE = re.compile(r"\+(?![\w{(\[+])|-(?![\w{(\[-])")
_ADDUCT = re.compile(rf" ?[·*] ?({_NUMBER}(?:{_VARIABLE})?|{_VARIABLE})? ?(?=[A-Z(\[])|\.({_NUMBER})(?=H)")
_WATER = re.compile(r"H(?:2|\{2\})O(?![a-z{\d])")
_COUNT = re.compile(rf"({_NUMBER}(?:{_VARIABLE})?|x)(?=[A-Z(\[])")
_PREFIX = re.compile(r"([α-ω]['′″\"]*) ?-(?=[A-Z\[(])|(alpha|beta|gamma|delta|[a-z])-(?=[A-Z\[(])")
_SAMPLE = re.compile(r"-([a-w])(?![\w-])")
_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,19}(?:-\d{1,3})?(?![\w{])")
_JOIN = re.compile(r" ?(/|@) ?| -|- |-")
_PREFIXES = {
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "t": "tetragonal", "c": "cubic", "o": "orthorhombic"},
    **{"h": "hexagonal", "m": "monoclinic", "r": "rhombohedral", "a": "amorphous", "g": "glass"},
}
_PHASE = (
    r"(?:amorphous|glassy?|crystalline|cubic|tetragonal|orthorhombic|hexagonal|monoclinic|rhombohedral|trigonal"
    r"|triclinic|metastable|rock ?salt|spinel|layered|disordered|phase)"
)
_BEFORE = re.compile(rf"((?:{_PHASE}(?:-type)?[ -]+){{1,4}})(?=\S)", re.IGNORECASE)
_AFTER = re.compile(rf"(?:, *| +\(?|\()((?:[A-Za-zα-ω -]{{0,40}}\b)?{_PHASE}\b[A-Za-z -]{{0,40}})\)? *$", re.IGNORECASE)
_RANGE = re.compile(
    r"[ ,]*\(? *(?:(\d[\d.]*) *[≤<]=? *([xyzδ]) *[≤<]=? *|([xyzδ]) *= *(?:(\d[\d.]*) *- *)?)(\d[\d.]*)\)? *$"
)
_WORDS = frozenset(
    [
        "NaN",
        "MoU",
        "PoS",
        "PoC",
        "CoC",
        "LiPo",
        "BaSiC",
        "NaSICON",
        "LiSICON",
        "NaFSI",
        "LiFSI",
        "NaBOB",
        "LiBOB",
        "LiPON",
    ]
)
_HEAD = re.compile(r" ?[·*]")
_NEVER_ALONE = frozenset(["No", "At", "Am", "He"])
_MOLECULES = frozenset(["H2", "N2", "O2", "O3", "F2", "I2", "P4", "S8", "C60"])


class _Stop(Exception):
    """Reading stopped at `at`; the caller decides whether that matters."""

    def __init__(self, at: int, why: str) -> None:
        self.at, self.why = at, why


class _Parts(NamedTuple):
    parts: tuple[Part, ...]
    end: int
    digits: str


def _read_parts(text: str, at: int) -> _Parts:
    parts: list[Part] = []
    best, open_at, spaced = _Parts((), at, ""), list[int](), False
    while at < len(text):
        symbol = text[at] if text[at] in "([)]" else _symbol(text, at)
        if symbol is None or not _fits(symbol, parts, open_at):
            break
        at += len(symbol)
        amount, digits = _ONE, ""
        if symbol in ("(", "["):
            open_at.append(len(parts))
        elif index := _INDEX.match(text, at):
            amount, digits, at = _index(index, at), index[2] or "", index.end()
            spaced = spaced or index[0][0] == " "
        parts.append((symbol, amount))
        if symbol in (")", "]"):
            open_at.pop()
        if not open_at:
            best = _Parts(tuple(parts), at, digits)
        if spaced and (gap := _SPACED.match(text, at)) and _gap_is_inside(text, gap.end(), parts):
            at = gap.end()
    if open_at and at >= len(text):
        raise _Stop(at, f"the bracket '{parts[open_at[-1]][0]}' is never closed: close it")
    _sum(best.parts)  # refuses a product of two variables
    return best


def _symbol(text: str, at: int) -> str | None:
    found = _SYMBOL.match(text, at)
    if not found:
        return None
    known = elements()
    return found[0] if found[0] in known else found[0][0] if found[0][0] in known else None


def _fits(symbol: str, parts: list[Part], open_at: list[int]) -> bool:
    if symbol in (")", "]"):
        return bool(open_at) and len(parts) > open_at[-1] + 1 and parts[open_at[-1]][0] + symbol in ("()", "[]")
    return len(open_at) < 8


def _index(index: re.Match[str], at: int) -> Amount:
    try:
        return _amount(index[2] if index[1] is None else index[1])
    except FormulaError as error:
        raise _Stop(at, str(error)) from None


def _gap_is_inside(text: str, at: int, parts: list[Part]) -> bool:
    """Whether a space left by PDF extraction lies inside a formula: `Na ₃ PS ₄`, but not `Na ₃ PS ₄ In`."""
    word = _LONE_WORD.match(text, at)
    if not word or word[0] not in elements():
        return not word
    following = text[word.end() : word.end() + 1]
    anion = elements()[word[0]].is_anion
    return following in ("", "\t", ")") or (anion and (following == "\n" or not _has_anion(parts)))


def _has_anion(parts: list[Part]) -> bool:
    return any(name[0].isalpha() and elements()[name].is_anion for name, _ in parts)


def _read_one(text: str, at: int) -> tuple[Formula, int]:
    prefix = _PREFIX.match(text, at)
    start = prefix.end() if prefix else at
    count = _COUNT.match(text, start)
    read = _read_parts(text, count.end() if count else start)
    if not read.parts:
        raise _Stop(read.end, _unexpected(text, read.end))
    parts, charge, end = _charged(text, read)
    while not charge and (adduct := _ADDUCT.match(text, end)):
        more = _read_parts(text, adduct.end())
        if not more.parts or (adduct[0].strip()[0] in "*." and not _WATER.match(text, adduct.end())):
            break
        parts, end = (*parts, ("·", _amount(adduct[1] or adduct[2] or "1")), *more.parts), more.end
    sample = None if charge else _SAMPLE.match(text, end)
    names = [_PREFIXES.get(prefix[1] or prefix[2], prefix[1] or prefix[2])] if prefix else []
    names += [sample[1]] if sample else []
    if count:
        parts = (("·", _amount(count[1])), *parts)
    end = sample.end() if sample else end
    return Formula(text[at:end], parts, charge, " ".join(names) or None), end


def _charged(text: str, read: _Parts) -> tuple[tuple[Part, ...], int, int]:
    if given := _GIVEN_CHARGE.match(text, read.end):
        size = int(given[1] or given[4] or 1)
        return read.parts, size if "+" in (given[2], given[3]) else -size, given.end()
    if not (sign := _LAST_CHARGE.match(text, read.end)):
        return read.parts, 0, read.end
    parts, size, digits = read.parts, 1, read.digits
    lone = len(parts) == 1 or _is_bracketed(parts)
    if digits.isdigit() and (lone or len(digits) == 2) and int(digits[-1]):
        size, rest = int(digits[-1]), digits[:-1]
        parts = (*parts[:-1], (parts[-1][0], _amount(rest) if rest else _ONE))
    charge = size if sign[0] == "+" else -size
    if sign.end() < len(text) and not _is_usual(Formula("", parts, charge)):
        return read.parts, 0, read.end
    return parts, charge, sign.end()


def _is_bracketed(parts: Sequence[Part]) -> bool:
    closed = [symbol for symbol, _ in parts if symbol in ")]"]
    return len(closed) == 1 and parts[0][0] in "([" and parts[-1][0] in ")]"


def _is_usual(formula: Formula) -> bool:
    return not formula.is_variable and formula.charge_imbalance() == 0


def _read_component(text: str, at: int) -> tuple[Formula | str, int]:
    """A formula, or a name in capitals such as CMK-3, KB or NPS."""
    name = _NAME.match(text, at)
    is_name = bool(name) and name is not None and name[0].isupper()
    try:
        formula, end = _read_one(text, at)
    except _Stop:
        if not is_name:
            raise
        formula, end = None, at
    if formula and not _is_inside_word(text, end) and not _is_word(formula):
        return formula, end
    if name and is_name and len(name[0]) > 1:
        return name[0], name.end()
    if formula and not _is_inside_word(text, end):
        raise _Stop(at, f"'{formula.text}' reads as a word or an abbreviation: write every index, as in N1P1S1")
    raise _Stop(end, _unexpected(text, end))


def _unexpected(text: str, at: int) -> str:
    rest = text[at : at + 20].strip()
    found = f"'{rest}' does not continue a formula" if rest else "the text ends where an element was expected"
    return f"{found}: write element symbols with their indices, as in Na3PS4"


def _is_inside_word(text: str, end: int) -> bool:
    following = text[end : end + 1]
    return following.isalnum() or following in ("{", "_")


def _read_composite(text: str, at: int) -> tuple[Formula, int]:
    start = at
    part, at = _read_component(text, at)
    parts, joints = [part], list[str]()
    while len(parts) < 8 and (joint := _JOIN.match(text, at)) and not (isinstance(part, Formula) and part.charge):
        try:
            part, end = _read_component(text, joint.end())
        except _Stop:
            break
        last = parts[-1]
        if joint[0] == "-" and text[joint.end()].isdigit() and isinstance(last, Formula) and len(last.parts) == 1:
            break
        parts.append(part)
        joints.append(joint[0].strip())
        at = end
    if not any(isinstance(part, Formula) for part in parts):
        raise _Stop(start, f"'{text[start:at][:40]}' is a name, not a formula: write element symbols and indices")
    if len(parts) == 1 and isinstance(parts[0], Formula):
        return parts[0], at
    return Formula(text[start:at], components=tuple(parts), separators=tuple(joints)), at


def _is_word(formula: Formula) -> bool:
    """Whether the text is better read as a word or an abbreviation, as No, Six, NSS, SOs and NaSICON are."""
    text = _HEAD.split(formula.text.lstrip("0123456789."))[0]
    if not text.isalpha():
        return False
    symbols = [symbol for symbol, _ in formula.parts if symbol.isalpha()]
    if len(symbols) == 1:
        return text in _NEVER_ALONE or formula.is_variable
    if formula.is_variable:
        return False
    if elements()[symbols[0]].is_anion:
        return True
    if text.isupper():
        base = "alkali metal" in elements()[symbols[0]].families
        return not (base and any(elements()[symbol].is_anion for symbol in symbols) and _is_usual(formula))
    return text in _WORDS or (text[:-1].isupper() and text[-1] == "s")


def read_formula(text: str) -> Formula:
    """Read one formula in any notation; the whole text must be the formula, with its phase if one is named.

    >>> nps = read_formula("Na<sub>3</sub>PS<sub>4</sub> (tetragonal)")
    >>> nps.plain, nps.phase
    ('Na3PS4', 'tetragonal')
    >>> [part if isinstance(part, str) else part.plain for part in read_formula("Na₂S/Na₃PS₄/CMK-3").components]
    ['Na2S', 'Na3PS4', 'CMK-3']
    """
    if len(text) > LONGEST:
        raise FormulaError(f"{len(text)} characters are too many for a formula: use find_formulas for running text")
    if text.count("{") != text.count("}"):
        raise FormulaError(f"'{text[:60]}' has a brace without its partner: close or remove it")
    marked = plain_text(text)
    body = marked.text.rstrip()
    at = len(body) - len(body.lstrip())
    body, given = _without_range(body)
    before, after = _BEFORE.match(body, at), _AFTER.search(body)
    body = body[: after.start()] if after else body
    at = before.end() if before else at
    try:
        formula, end = _read_composite(body, at)
        if end < len(body):
            raise _Stop(end, _unexpected(body, end))
        if formula.parts and formula.parts[0][0] == "·" and len(_adducts(formula.parts)) == 1:
            raise _Stop(at, "a number stands before the formula: leave it out")
    except _Stop as stop:
        raise FormulaError(f"'{text[:60]}' is not a formula: at position {marked.place(stop.at)}, {stop.why}") from None
    names = [_phase(match[1]) for match in (before, after) if match]
    phase = " ".join([*names[:1], *([formula.phase] if formula.phase else []), *names[1:]]) or None
    return _with_range(replace(formula, text=text, phase=phase), given)


def _phase(words: str) -> str:
    name = re.sub(r"[ -]+phase$", "", words.strip(" -"), flags=re.IGNORECASE)
    return name[:1].lower() + name[1:]


def _without_range(body: str) -> tuple[str, re.Match[str] | None]:
    given = _RANGE.search(body)
    return (body[: given.start()], given) if given and given.start() else (body, None)


def _with_range(formula: Formula, given: re.Match[str] | None) -> Formula:
    if given is None:
        return formula
    name, low, high = given[2] or given[3], given[1] or given[4], given[5]
    if low is None:
        return formula.substitute(**{name: high})
    return replace(formula, ranges=((name, Fraction(low), Fraction(high)),))


# --- finding ------------------------------------------------------------------------------------------------------

_CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9_·\0}\\])(?:[α-ω]['′″\"]* ?-|(?:alpha|beta|gamma|delta|[a-z])-)?(?:\d{1,3}(?:\.\d{1,3})?)?"
    r"[(\[]{0,2}(?=[A-Z])(?=[A-Z][a-z]?(?:[A-Z0-9{(\[^+/@xyzδ-]| \{| \^\{))"
)
_WINDOW = 300


@dataclass(frozen=True)
class FoundFormula:
    """A formula in running text, with the stretch of the text it was read from."""

    start: int
    end: int
    formula: Formula


def find_formulas(text: str) -> list[FoundFormula]:
    """Find the formulae of a running text in every notation, with exact offsets.

    One must hold two elements, an index or a charge; words and abbreviations such as In, NSS or PVDF-HFP are left.

    >>> [f.formula.plain for f in find_formulas("In NSS, Sb⁵⁺ of $Na_3SbS_4$ is replaced; NaCl forms with PVDF-HFP.")]
    ['Sb5+', 'Na3SbS4', 'NaCl']
    """
    marked = plain_text(text)
    found, done = list[FoundFormula](), 0
    for candidate in _CANDIDATE.finditer(marked.text):
        if candidate.start() < done:
            continue
        start, end, formula = _longest(marked.text, candidate)
        done = max(done, end)
        if formula is not None:
            first, last = marked.span(start, end)
            found.append(FoundFormula(first, last, replace(formula, text=text[first:last])))
    return found


def _longest(text: str, candidate: re.Match[str]) -> tuple[int, int, Formula | None]:
    """The formula that begins at a candidate, or how far there is none."""
    start = candidate.start()
    for begin in {start: 0, candidate.end(): 0}:
        window = text[begin : begin + _WINDOW]
        try:
            formula, size = _read_composite(window, 0)
        except (_Stop, FormulaError):
            continue
        if size == _WINDOW:
            return start, begin + size, None
        if formula.parts and formula.parts[0][0] == "·" and len(_adducts(formula.parts)) == 1:
            continue
        if _is_wrapped(formula):
            continue
        ok = _is_formula(formula, window[size : size + 5])
        return begin, begin + size, formula if ok else None
    return start, start, None


def _is_wrapped(formula: Formula) -> bool:
    return (
        not formula.charge and formula.parts[-1:] in (((")", _ONE),), (("]", _ONE),)) and _is_bracketed(formula.parts)
    )


def _is_formula(formula: Formula, following: str) -> bool:
    if formula.components:
        return any(_is_formula(part, "") for part in formula.components if isinstance(part, Formula))
    if formula.charge:
        return True
    text = formula.text
    if len(formula.parts) == 1:
        if "{" in text:
            return not formula.is_variable or formula.parts[0][0] not in _NEVER_ALONE
        plain = text in _MOLECULES or (len(formula.parts[0][0]) == 2 and text[2:].isdigit() and text[2:] != "1")
        return plain and following != "-type"
    if text.isalpha():
        return not text.isupper()
    if re.fullmatch(r"[A-Z]{3,}\d+", text):
        return text[-2:] != "O1" and _is_usual(formula)
    return not re.fullmatch(r"[A-Za-z]+1", text)
