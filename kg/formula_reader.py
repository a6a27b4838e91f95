"""Read one formula, in every notation a paper uses, with the phase and the range of x that stand around it."""

import re
from dataclasses import replace
from fractions import Fraction

from kg.errors import FormulaError
from kg.formula import Formula
from kg.formula_grammar import Stop, read_composite, unexpected
from kg.formula_parts import is_multiple
from kg.notation import plain_text

LONGEST = 500
"""No single formula is longer than this many characters."""

_PHASE = (
    r"(?:amorphous|glassy?|crystalline|cubic|tetragonal|orthorhombic|hexagonal|monoclinic|rhombohedral|trigonal"
    r"|triclinic|metastable|rock ?salt|spinel|layered|disordered|phase)"
)
_BEFORE = re.compile(rf"((?:{_PHASE}(?:-type)?[ -]+){{1,4}})(?=\S)", re.IGNORECASE)
_AFTER = re.compile(rf"(?:, *| +\(?|\()((?:[A-Za-zα-ω -]{{0,40}}\b)?{_PHASE}\b[A-Za-z -]{{0,40}})\)? *$", re.IGNORECASE)
_RANGE = re.compile(
    r"[ ,]*\(? *(?:(\d[\d.]*) *[≤<]=? *([xyzδ]) *[≤<]=? *|([xyzδ]) *= *(?:(\d[\d.]*) *- *)?)(\d[\d.]*)\)? *$"
)


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
        formula, end = read_composite(body, at)
        if end < len(body):
            raise Stop(end, unexpected(body, end))
        if is_multiple(formula.parts):
            raise Stop(at, "a number stands before the formula: leave it out")
    except Stop as stop:
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
