"""Elements and ions of a sentence -> those that are put into a compound, and not those they take the place of."""

from collections.abc import Mapping
from functools import cache

from extract.rules import rows
from extract.tagged import BREAKS, JOINING, Tagged

_WINDOW = 8
_NATIVE = frozenset({"H", "Li", "Na", "K", "P", "S", "O"})
_LISTING = (",", "and", "or", "/", "to", "-", "–", "(")


@cache
def doping_words(role: str) -> frozenset[str]:
    """Words of doping: `doped` and `putting` come with what is put in, `replacing` and `host` with what makes room."""
    return frozenset(row["word"] for row in rows("doping") if row["role"] == role)


def dopants_among(tagged: Tagged, symbols: Mapping[int, str], known: frozenset[str] = frozenset()) -> set[int]:
    """Which of the words that name an element name a dopant; one that does so once, or is `known` to, always does."""
    hosts = {at for at in symbols if _is_host(tagged, at)}
    hosts |= _listed(tagged, hosts, symbols)
    found = {at for at in symbols if at not in hosts and (symbols[at] in known or _is_put_in(tagged, at, symbols))}
    found |= _listed(tagged, found, symbols) - hosts
    put_in = {symbols[at] for at in found}
    return {at for at, symbol in symbols.items() if symbol in put_in and at not in hosts}


def _is_put_in(tagged: Tagged, at: int, symbols: Mapping[int, str]) -> bool:
    if _is_foreign_ion(tagged, at, symbols[at]):
        return True
    doped = doping_words("doped")
    behind = at + 1 + (tagged.after(at) in JOINING)
    if behind < len(tagged.low) and (tagged.low[behind] in doped or _suffixed(tagged, at, behind)):
        return True
    later = tagged.low[at + 1 : at + 5]
    if any(word in doped for word in later) and {"into", "in"} & set(later) and not _breaks(tagged, at, at + 5):
        return True
    place = at - 1
    while place >= 0 and at - place <= _WINDOW and tagged.low[place] not in doped and _passes(tagged, place, symbols):
        place -= 1
    if place < 0:
        return False
    if tagged.low[place] in doped:
        return True
    if tagged.low[place] in doping_words("putting"):
        return any(word in doping_words("host") for word in tagged.low[at + 1 : at + 2 * _WINDOW])
    return _stands_in(tagged, at)


def _is_foreign_ion(tagged: Tagged, at: int, symbol: str) -> bool:
    """Whether a word is an ion that sulfide electrolytes are not made of anyway: Ge4+, but not Na+ or S2-."""
    formula = tagged.words[at].formula
    return formula is not None and formula.charge != 0 and symbol not in _NATIVE


def _suffixed(tagged: Tagged, at: int, behind: int) -> bool:
    """Whether it is joined by a hyphen to a word that says a compound holds it: "Br-rich", "Sn-containing"."""
    return behind == at + 2 and tagged.low[behind] in doping_words("holding")


def _breaks(tagged: Tagged, start: int, end: int) -> bool:
    return any(word.text in BREAKS for word in tagged.words[start:end])


def _stands_in(tagged: Tagged, at: int) -> bool:
    """Whether it is what another is replaced with."""
    place = at - 1
    while place >= 0 and tagged.low[place] not in ("with", "by"):
        if at - place > 3 or tagged.words[place].text in ".;":
            return _takes_place(tagged, at)
        place -= 1
    earlier = tagged.low[max(0, place - _WINDOW) : max(place, 0)]
    return any(word in doping_words("host") | doping_words("replacing") for word in earlier) or _takes_place(tagged, at)


def _takes_place(tagged: Tagged, at: int) -> bool:
    later = tagged.low[at + 1 : at + 5]
    return any(word in doping_words("host") for word in later[:3]) or later[1:3] == ["the", "place"]


def _passes(tagged: Tagged, place: int, symbols: Mapping[int, str]) -> bool:
    low = tagged.low[place]
    return low in doping_words("between") or place in symbols or tagged.tags[place] in ("JJ", "RB")


def _is_host(tagged: Tagged, at: int) -> bool:
    """Whether it is what another takes the place of: "replacing P with Sb"."""
    place = at - 1
    while place >= 0 and (tagged.tags[place] in ("JJ", "RB", "DT") or tagged.low[place] in ("of", "some", "part")):
        place -= 1
    if place < 0 or tagged.low[place] not in doping_words("host") | doping_words("replacing"):
        return False
    return "for" not in tagged.low[at + 1 : at + 4]


def _listed(tagged: Tagged, found: set[int], symbols: Mapping[int, str]) -> set[int]:
    """What is joined to some words by commas, "and" or "or", and what is joined to that."""
    more, grown = set[int](), set(found)
    while grown:
        grown = {at for at in symbols if at not in found | more and _is_next_to(tagged, at, found | more)}
        more |= grown
    return more


def _is_next_to(tagged: Tagged, at: int, found: set[int]) -> bool:
    for step in (1, -1):
        place = at + step
        while 0 <= place < len(tagged.words) and tagged.low[place] in _LISTING:
            place += step
        if place in found and place != at + step:
            return True
    return False
