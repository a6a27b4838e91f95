"""Words that name an element, an ion or a material by their look alone."""

import re
from functools import cache

from extract.tagged import BREAKS, JOINING, Tagged
from extract.terms import silent
from kg.elements import elements
from kg.grammar import is_function_word

_CODE = re.compile(
    r"[A-Z]{2,}[a-z]?\d{3}|(?:Li|Na|K)[A-Z]{2,}[A-Za-z]*|(?:L|N)[A-Z]?[a-z]?(?:[A-Z][a-z]?){2,}(?:Cl|Br|I|O|S)"
)


def symbol_at(tagged: Tagged, at: int) -> str | None:
    """The element that a word names, by itself or as an ion."""
    formula = tagged.words[at].formula
    return next(iter(formula.elements)) if formula and formula.charge else element_of(tagged, at)


def element_of(tagged: Tagged, at: int) -> str | None:
    """The symbol of the element that a word names by itself."""
    text = tagged.words[at].text
    if text in elements():
        is_word = is_function_word(text.lower()) and (at == 0 or tagged.before(at) in BREAKS)
        if (len(text) > 1 or tagged.is_noun(at) or tagged.after(at) in JOINING) and (
            not is_word or tagged.after(at) in JOINING
        ):
            return text
    return _element_names().get(tagged.low[at]) if tagged.is_noun(at) else None


def is_alloy(tagged: Tagged, at: int) -> bool:
    """Whether two metals joined by a hyphen begin at a word: "Li-In"."""
    if tagged.after(at) not in ("-", "–") or at + 2 >= len(tagged.words) or tagged.after(at + 2) in ("-", "–"):
        return False
    symbols = tagged.words[at].text, tagged.words[at + 2].text
    return all(
        symbol in elements() and not elements()[symbol].is_anion and symbol not in "HCNPBSi" for symbol in symbols
    )


def is_material_code(tagged: Tagged, at: int) -> bool:
    """Whether a word looks like the short name of a material: NCM811, LiTFSI, LSiPSCl, or capitals before "pellet"."""
    text = tagged.words[at].text
    if _CODE.fullmatch(text):
        return True
    return bool(re.fullmatch(r"[A-Z]{3,6}", text)) and tagged.after(at) in silent("behind")


@cache
def _element_names() -> dict[str, str]:
    return {name: symbol for symbol, one in elements().items() for name in (one.name, *one.aliases)}
