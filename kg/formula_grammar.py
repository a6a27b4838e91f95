"""The grammar of a formula in plain notation (see `notation.py`): one hand-written reader for the whole of it.

It is written by hand because it stands on the cold start of a command that answers in half a second: importing
pymatgen alone takes about as long, and it knows neither variables, composites nor running text.
"""

import re
from typing import NamedTuple

from kg.amount import ONE, Amount, read_amount
from kg.charge import is_neutral
from kg.elements import elements
from kg.errors import FormulaError
from kg.formula import Formula
from kg.formula_lookalikes import is_word
from kg.formula_parts import Part, is_bracketed, summed

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


class Stop(Exception):
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
        amount, digits = ONE, ""
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
        raise Stop(at, f"the bracket '{parts[open_at[-1]][0]}' is never closed: close it")
    summed(best.parts)  # refuses a product of two variables
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
        return read_amount(index[2] if index[1] is None else index[1])
    except FormulaError as error:
        raise Stop(at, str(error)) from None


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
        raise Stop(read.end, unexpected(text, read.end))
    parts, charge, end = _charged(text, read)
    while not charge and (adduct := _ADDUCT.match(text, end)):
        more = _read_parts(text, adduct.end())
        if not more.parts or (adduct[0].strip()[0] in "*." and not _WATER.match(text, adduct.end())):
            break
        parts, end = (*parts, ("·", read_amount(adduct[1] or adduct[2] or "1")), *more.parts), more.end
    sample = None if charge else _SAMPLE.match(text, end)
    names = [_PREFIXES.get(prefix[1] or prefix[2], prefix[1] or prefix[2])] if prefix else []
    names += [sample[1]] if sample else []
    if count:
        parts = (("·", read_amount(count[1])), *parts)
    end = sample.end() if sample else end
    return Formula(text[at:end], parts, charge, " ".join(names) or None), end


def _charged(text: str, read: _Parts) -> tuple[tuple[Part, ...], int, int]:
    if given := _GIVEN_CHARGE.match(text, read.end):
        size = int(given[1] or given[4] or 1)
        return read.parts, size if "+" in (given[2], given[3]) else -size, given.end()
    if not (sign := _LAST_CHARGE.match(text, read.end)):
        return read.parts, 0, read.end
    parts, size, digits = read.parts, 1, read.digits
    lone = len(parts) == 1 or is_bracketed(parts)
    if digits.isdigit() and (lone or len(digits) == 2) and int(digits[-1]):
        size, rest = int(digits[-1]), digits[:-1]
        parts = (*parts[:-1], (parts[-1][0], read_amount(rest) if rest else ONE))
    charge = size if sign[0] == "+" else -size
    if sign.end() < len(text) and not is_neutral(parts, charge):
        return read.parts, 0, read.end
    return parts, charge, sign.end()


def _read_component(text: str, at: int) -> tuple[Formula | str, int]:
    """A formula, or a name in capitals such as CMK-3, KB or NPS."""
    name = _NAME.match(text, at)
    is_name = bool(name) and name is not None and name[0].isupper()
    try:
        formula, end = _read_one(text, at)
    except Stop:
        if not is_name:
            raise
        formula, end = None, at
    if formula and not _is_inside_word(text, end) and not is_word(formula.text, formula.parts, formula.charge):
        return formula, end
    if name and is_name and len(name[0]) > 1:
        return name[0], name.end()
    if formula and not _is_inside_word(text, end):
        raise Stop(at, f"'{formula.text}' reads as a word or an abbreviation: write every index, as in N1P1S1")
    raise Stop(end, unexpected(text, end))


def unexpected(text: str, at: int) -> str:
    """Why reading cannot go on at a place."""
    rest = text[at : at + 20].strip()
    found = f"'{rest}' does not continue a formula" if rest else "the text ends where an element was expected"
    return f"{found}: write element symbols with their indices, as in Na3PS4"


def _is_inside_word(text: str, end: int) -> bool:
    following = text[end : end + 1]
    return following.isalnum() or following in ("{", "_")


def read_composite(text: str, at: int) -> tuple[Formula, int]:
    """The formula or composite that begins at a place of the plain notation, and where it ends."""
    start = at
    part, at = _read_component(text, at)
    parts, joints = [part], list[str]()
    while len(parts) < 8 and (joint := _JOIN.match(text, at)) and not (isinstance(part, Formula) and part.charge):
        try:
            part, end = _read_component(text, joint.end())
        except Stop:
            break
        last = parts[-1]
        if joint[0] == "-" and text[joint.end()].isdigit() and isinstance(last, Formula) and len(last.parts) == 1:
            break
        parts.append(part)
        joints.append(joint[0].strip())
        at = end
    if not any(isinstance(part, Formula) for part in parts):
        raise Stop(start, f"'{text[start:at][:40]}' is a name, not a formula: write element symbols and indices")
    if len(parts) == 1 and isinstance(parts[0], Formula):
        return parts[0], at
    return Formula(text[start:at], components=tuple(parts), separators=tuple(joints)), at
