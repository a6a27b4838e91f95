"""Lookalikes of formulae: words and abbreviations that can be spelled with element symbols."""

import re
from collections.abc import Sequence

from kg.charge import is_neutral
from kg.elements import elements
from kg.formula_parts import Part

NEVER_ALONE = frozenset(["No", "At", "Am", "He"])
"""Elements that running text names by symbol far less often than it says the word."""

_WORDS = frozenset("NaN MoU PoS PoC CoC LiPo BaSiC NaSICON LiSICON NaFSI LiFSI NaBOB LiBOB LiPON".split())
_HEAD = re.compile(r" ?[·*]")


def is_word(text: str, parts: Sequence[Part], charge: int = 0) -> bool:
    """Whether the text is better read as a word or an abbreviation, as No, Six, NSS, SOs and NaSICON are.

    >>> from kg.amount import ONE
    >>> is_word("NSS", [("N", ONE), ("S", ONE), ("S", ONE)]), is_word("NaCl", [("Na", ONE), ("Cl", ONE)])
    (True, False)
    """
    text = _HEAD.split(text.lstrip("0123456789."))[0]
    if not text.isalpha():
        return False
    symbols = [symbol for symbol, _ in parts if symbol.isalpha()]
    is_variable = any(amount.slopes for _, amount in parts)
    if len(symbols) == 1:
        return text in NEVER_ALONE or is_variable
    if is_variable:
        return False
    if elements()[symbols[0]].is_anion:
        return True
    if text.isupper():
        base = "alkali metal" in elements()[symbols[0]].families
        return not (base and any(elements()[symbol].is_anion for symbol in symbols) and is_neutral(parts, charge))
    return text in _WORDS or (text[:-1].isupper() and text[-1] == "s")
