"""Search a running text for formulae."""

import re
from dataclasses import dataclass, replace

from kg.amount import ONE
from kg.charge import is_neutral
from kg.errors import FormulaError
from kg.formula import Formula
from kg.formula_grammar import Stop, read_composite
from kg.formula_lookalikes import NEVER_ALONE
from kg.formula_parts import is_bracketed, is_multiple
from kg.notation import plain_text

_CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9_·\0}\\])(?:[α-ω]['′″\"]* ?-|(?:alpha|beta|gamma|delta|[a-z])-)?(?:\d{1,3}(?:\.\d{1,3})?)?"
    r"[(\[]{0,2}(?=[A-Z])(?=[A-Z][a-z]?(?:[A-Z0-9{(\[^+/@xyzδ-]| \{| \^\{))"
)
_WINDOW = 300
_MOLECULES = frozenset(["H2", "N2", "O2", "O3", "F2", "I2", "P4", "S8", "C60"])


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
            formula, size = read_composite(window, 0)
        except (Stop, FormulaError):
            continue
        if size == _WINDOW:
            return start, begin + size, None
        if is_multiple(formula.parts):
            continue
        if _is_wrapped(formula):
            continue
        ok = _is_formula(formula, window[size : size + 5])
        return begin, begin + size, formula if ok else None
    return start, start, None


def _is_wrapped(formula: Formula) -> bool:
    return not formula.charge and formula.parts[-1:] in (((")", ONE),), (("]", ONE),)) and is_bracketed(formula.parts)


def _is_formula(formula: Formula, following: str) -> bool:
    if formula.components:
        return any(_is_formula(part, "") for part in formula.components if isinstance(part, Formula))
    if formula.charge:
        return True
    text = formula.text
    if len(formula.parts) == 1:
        if "{" in text:
            return not formula.is_variable or formula.parts[0][0] not in NEVER_ALONE
        plain = text in _MOLECULES or (len(formula.parts[0][0]) == 2 and text[2:].isdigit() and text[2:] != "1")
        return plain and following != "-type"
    if text.isalpha():
        return not text.isupper()
    if re.fullmatch(r"[A-Z]{3,}\d+", text):
        return text[-2:] != "O1" and is_neutral(formula.parts, formula.charge)
    return not re.fullmatch(r"[A-Za-z]+1", text)
