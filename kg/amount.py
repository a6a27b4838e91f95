"""The amount of an element in a formula: exact, and perhaps moving with a variable, as 3-x in Na3-xSb1-xWxS4."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kg.errors import FormulaError


@dataclass(frozen=True)
class Amount:
    """How much of an element there is: an exact number, or one that moves with x as Na does in Na3-xSb1-xWxS4.

    >>> str(read_amount("3-x"))
    '3-x'
    """

    constant: Fraction = Fraction(1)
    slopes: tuple[tuple[str, Fraction], ...] = ()

    @property
    def value(self) -> Fraction:
        """The number, refused while a variable such as x is open.

        >>> read_amount("0.12").value
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


ONE = Amount()
ZERO = Amount(Fraction(0))
_TERM = re.compile(r"([+-]?)(?:(\d{1,9}(?:\.\d{1,9}|/[1-9]\d?)?)([xyzδnmk])?|([xyzδnmk]))")


def read_amount(text: str) -> Amount:
    """Read what a formula writes behind an element: 3, 0.12, 1/3 or an expression such as 3-x.

    >>> read_amount("2.88"), str(read_amount("4 - 2x").substitute({"x": Fraction(1, 4)}))
    (Amount(constant=Fraction(72, 25), slopes=()), '3.5')
    """
    total, at, text = ZERO, 0, re.sub(r"\s", "", text)
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


def _number(value: Fraction) -> str:
    for decimals in range(10):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(decimals + 1, "0")
            text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
            return "-" + text if value < 0 else text
    return f"{value.numerator}/{value.denominator}"
