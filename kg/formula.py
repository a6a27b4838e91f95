"""Chemical formulae: what one holds, how it is printed and how it compares with another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from kg.amount import ONE, ZERO, Amount
from kg.charge import imbalance
from kg.elements import elements
from kg.errors import FormulaError
from kg.formula_lookalikes import is_word
from kg.formula_parts import Part, totals, written

_SUPERSCRIPT = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")


class Dopant(NamedTuple):
    """An element that a parent formula does not hold, how much of it, and what it stands in for."""

    element: str
    amount: Amount
    replaces: str | None


@dataclass(frozen=True)
class Formula:
    """A chemical formula with exact amounts, as in Na2.88Sb0.88W0.12S4, Na3V2(PO4)3, PS4^3- or Na2S/Na3PS4/CMK-3.

    >>> from kg.formula_reader import read_formula
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

        >>> from kg.formula_reader import read_formula
        >>> {e: str(n) for e, n in read_formula("Na3V2(PO4)3").amounts.items()}
        {'Na': '3', 'V': '2', 'P': '3', 'O': '12'}
        """
        return self._totals[0]

    @cached_property
    def water(self) -> Amount:
        """The water of hydration.

        >>> from kg.formula_reader import read_formula
        >>> str(read_formula("Na3SbS4·8H2O").water)
        '8'
        """
        return self._totals[1]

    @cached_property
    def _totals(self) -> tuple[dict[str, Amount], Amount]:
        return totals(self.parts)

    @property
    def elements(self) -> frozenset[str]:
        """The symbols of all elements, hydrate water and components included.

        >>> from kg.formula_reader import read_formula
        >>> sorted(read_formula("Na2S/Na3PS4/CMK-3").elements)
        ['Na', 'P', 'S']
        """
        inner = (part.elements for part in self.components if isinstance(part, Formula))
        return frozenset(name for name, _ in self.parts if name[0].isalpha()).union(*inner)

    @property
    def variables(self) -> tuple[str, ...]:
        """The open variables in alphabetical order.

        >>> from kg.formula_reader import read_formula
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

        >>> from kg.formula_reader import read_formula
        >>> read_formula("PS₄³⁻").plain, read_formula("Na₂S–NaI").plain, read_formula("W⁶⁺").plain
        ('PS4^3-', 'Na2S-NaI', 'W6+')
        """
        if self.components:
            return self._join("plain")
        text = written(self.parts) + self._charge_text()
        misleads = bool(self.parts) and is_word(text, self.parts, self.charge)
        return written(self.parts, one="1") if misleads else text

    @property
    def subscript(self) -> str:
        """The formula for display, with Unicode subscripts.

        >>> from kg.formula_reader import read_formula
        >>> read_formula("Na2.88Sb0.88W0.12S4").subscript, read_formula("SbS4^{3-}").subscript
        ('Na₂.₈₈Sb₀.₈₈W₀.₁₂S₄', 'SbS₄³⁻')
        """
        if self.components:
            return self._join("subscript")
        return written(self.parts, lowered=True) + self._charge_text().strip("^").translate(_SUPERSCRIPT)

    def _join(self, view: str) -> str:
        names = [getattr(part, view) if isinstance(part, Formula) else part for part in self.components]
        return "".join(a + b for a, b in zip(names, (*self.separators, ""), strict=True))

    def _charge_text(self) -> str:
        if not self.charge:
            return ""
        size = "" if abs(self.charge) == 1 else str(abs(self.charge))
        lone = len(self.parts) == 1 and self.parts[0][1] == ONE
        caret = not lone and (bool(size) or not written(self.parts)[-1].isalpha() or bool(self.parts[-1][1].slopes))
        return ("^" if caret else "") + size + ("+" if self.charge > 0 else "-")

    @property
    def composition(self) -> str:
        """A key that two spellings of one composition share, whatever their order, brackets, variable and phase.

        >>> from kg.formula_reader import read_formula
        >>> read_formula("Na3.1Sb0.9Ge0.1S4").composition == read_formula("γ-Na3.1Ge0.1Sb0.9S4").composition
        True
        """
        if self.components:
            return " / ".join(sorted(p.composition if isinstance(p, Formula) else p for p in self.components))
        amounts = sorted(self.amounts.items())
        names = dict.fromkeys(name for _, amount in [*amounts, ("", self.water)] for name, _ in amount.slopes)
        rename = {name: f"v{place}" for place, name in enumerate(names)}
        words = [symbol + str(_renamed(amount, rename)) for symbol, amount in amounts]
        if self.water != ZERO:
            words.append(f"+ {_renamed(self.water, rename)} H2O")
        return " ".join([*words, f"{self.charge:+d}"] if self.charge else words)

    def substitute(self, **values: float | str | Fraction) -> "Formula":
        """The formula with numbers for its variables; an element that comes to zero is left out.

        >>> from kg.formula_reader import read_formula
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

        >>> from kg.formula_reader import read_formula
        >>> str(read_formula("Na2.88Sb0.88W0.12S4").charge_imbalance())
        '0'
        >>> str(read_formula("Na3.06Sb0.88W0.12S4").charge_imbalance())
        '3/50'
        """
        return imbalance(self.amounts, self.charge, oxidation_states)

    def dopants_against(self, parent: "Formula") -> tuple[Dopant, ...]:
        """What this formula holds that its parent does not, each with the parent element it stands in for.

        >>> from kg.formula_reader import read_formula
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

    >>> from kg.formula_reader import read_formula
    >>> is_same_composition(read_formula("γ-Na3PS4"), read_formula("Na_3PS_4"))
    True
    """
    return a.composition == b.composition


def _renamed(amount: Amount, names: Mapping[str, str]) -> Amount:
    return Amount(amount.constant, tuple(sorted((names[name], slope) for name, slope in amount.slopes)))


def _sample(formula: Formula) -> dict[str, Fraction]:
    values = {name: Fraction(1, 10) for name in formula.variables}
    return {symbol: amount.substitute(values).value for symbol, amount in formula.amounts.items()}


def _replaced(symbol: str, lost: Mapping[str, Fraction]) -> str | None:
    table, mine = elements(), elements()[symbol]
    alike = [name for name in lost if table[name].is_anion == mine.is_anion and table[name].states]
    state = mine.states[0] if mine.states else 0
    return min(alike, key=lambda name: (abs(table[name].states[0] - state), -lost[name]), default=None)
