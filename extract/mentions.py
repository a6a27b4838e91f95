"""Words of a parsed sentence -> what it mentions, with types."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from extract.dopants import dopants_among, doping_words
from extract.mention import Mention
from extract.noun_phrases import named_and_headed, says_nothing
from extract.tagged import BREAKS, JOINING, Tagged
from extract.terms import Terms, silent
from kg.elements import elements
from kg.grammar import is_function_word

_ORDER = ("quantity", "phrase", "head", "name", "formula", "ion", "element", "code", "tentative")
_LONGEST_SUBSTITUTION = 12
_OPENING = ("", ",", ".", ";", "by", "that", "of", "and")
_GASES = frozenset({"H", "N", "O", "He", "Ne", "Ar", "Kr", "Xe", "P"})
_CODE = re.compile(
    r"[A-Z]{2,}[a-z]?\d{3}|(?:Li|Na|K)[A-Z]{2,}[A-Za-z]*|(?:L|N)[A-Z]?[a-z]?(?:[A-Z][a-z]?){2,}(?:Cl|Br|I|O|S)"
)


def find_mentions(tagged: Tagged, terms: Terms) -> list[Mention]:
    """Mentions in order; where several overlap, the longest stands."""
    found = [
        *_specials(tagged, terms),
        *named_and_headed(tagged, terms),
        *_substitutions(tagged),
        *_processings(tagged),
    ]
    kept = [one for one in _apart(found) if not says_nothing(tagged, one)]
    return _with_dopants(tagged, kept, terms)


def _apart(found: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for one in sorted(found, key=lambda m: (-m.size, _ORDER.index(m.source), m.first)):
        if all(one.last < other.first or one.first > other.last for other in kept):
            kept.append(one)
        elif one.iris:
            kept = [replace(k, iris=one.iris) if _same(k, one) and not k.iris else k for k in kept]
    return sorted(kept, key=lambda m: m.first)


def _same(one: Mention, other: Mention) -> bool:
    return (one.first, one.last, one.type) == (other.first, other.last, other.type)


def _specials(tagged: Tagged, terms: Terms) -> Iterator[Mention]:
    """Quantities, formulae and elements."""
    for at, word in enumerate(tagged.words):
        if word.quantity:
            yield Mention(at, at, "Quantity", "quantity")
        elif word.formula and word.formula.charge:
            if len(word.formula.elements) == 1:
                yield Mention(at, at, "Dopant", "ion", terms.dopant(next(iter(word.formula.elements))))
        elif word.formula:
            yield Mention(at, at, "Material", "formula", terms.compounds(word.formula.composition))
        elif element_of(tagged, at):
            names = terms.names.get(" ".join(word.key), ())
            yield Mention(at, at, "Material", "element", tuple(n.iri for n in names if n.type == "Material"))
        elif is_material_code(tagged, at):
            yield Mention(at, at, "Material", "code")


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


def is_material_code(tagged: Tagged, at: int) -> bool:
    """Whether a word looks like the short name of a material: NCM811, LiTFSI, LSiPSCl, or capitals before "pellet"."""
    text = tagged.words[at].text
    if _CODE.fullmatch(text):
        return True
    return bool(re.fullmatch(r"[A-Z]{3,6}", text)) and tagged.after(at) in silent("behind")


@cache
def _element_names() -> dict[str, str]:
    return {name: symbol for symbol, one in elements().items() for name in (one.name, *one.aliases)}


def _with_dopants(tagged: Tagged, mentions: list[Mention], terms: Terms) -> list[Mention]:
    """Elements and ions that are put into a compound are dopants; other ions are nothing."""
    symbols = {m.first: _symbol(tagged, m) for m in mentions if m.source in ("ion", "element")}
    known = frozenset(symbol for one in mentions if one.source == "phrase" for symbol in _put_in(tagged, one))
    doped = dopants_among(tagged, {at: symbol for at, symbol in symbols.items() if symbol}, known)
    out = []
    for one in mentions:
        if one.first in doped and one.source in ("ion", "element"):
            out.append(replace(one, type="Dopant", iris=terms.dopant(symbols[one.first] or "")))
        elif one.source != "ion" and symbols.get(one.first) not in _GASES:
            out.append(one)
    return out


def _symbol(tagged: Tagged, mention: Mention) -> str | None:
    return symbol_at(tagged, mention.first)


def symbol_at(tagged: Tagged, at: int) -> str | None:
    """The element that a word names, by itself or as an ion."""
    formula = tagged.words[at].formula
    return next(iter(formula.elements)) if formula and formula.charge else element_of(tagged, at)


def _put_in(tagged: Tagged, phrase: Mention) -> Iterator[str]:
    """The elements that a phrase such as "replacing P with Sb" says are put in."""
    link = next((at for at in range(phrase.first, phrase.last) if tagged.low[at] in ("with", "by")), phrase.last)
    for at in range(link, phrase.last + 1):
        if symbol := symbol_at(tagged, at):
            yield symbol


def _substitutions(tagged: Tagged) -> Iterator[Mention]:
    """Stretches such as "replacing P with Sb" and "substitution of Sb5+ by W6+": what is done to a lattice."""
    for at, low in enumerate(tagged.low):
        if low not in doping_words("replacing") | doping_words("doping") or tagged.words[at].aside:
            continue
        near = range(at + 1, min(at + _LONGEST_SUBSTITUTION, len(tagged.words)))
        stop = next((k for k in near if tagged.words[k].text in ".;:"), len(tagged.words))
        link = next((k for k in near if k < stop and tagged.low[k] in ("with", "by", "for")), None)
        if link is None or (low in doping_words("doping") and link != at + 1):
            continue
        end = _end_of_phrase(tagged, link)
        if end > link and any(_is_part(tagged, k) for k in range(at + 1, end + 1)):
            yield Mention(at, end, "Strategy", "phrase")


def _processings(tagged: Tagged) -> Iterator[Mention]:
    """Stretches such as "confining sulfur in carbon": what is done to a material, as a whole."""
    for at, low in enumerate(tagged.low):
        if low not in doping_words("processing") or tagged.words[at].aside or tagged.before(at) not in _OPENING:
            continue
        if at + 1 < len(tagged.tags) and tagged.tags[at] not in ("VBG", "NN", "NNP"):
            continue
        near = range(at + 1, min(at + _LONGEST_SUBSTITUTION // 2, len(tagged.words)))
        link = next((k for k in near if tagged.low[k] in ("in", "with", "into", "onto", "on")), None)
        is_object = at + 1 < len(tagged.low) and (tagged.low[at].endswith("ing") or tagged.low[at + 1] == "of")
        if (
            link is not None
            and link > at + 1
            and is_object
            and not any(tagged.words[k].text in BREAKS for k in range(at, link))
        ):
            yield Mention(at, _end_of_phrase(tagged, link), "Strategy", "phrase")


def _end_of_phrase(tagged: Tagged, link: int) -> int:
    end = link + 1
    while end < len(tagged.words) and (
        tagged.is_modifier(end) or tagged.tags[end] in ("DT", "CC") or element_of(tagged, end)
    ):
        end += 1
    end -= 1
    while tagged.tags[end] in ("CC", "DT") or tagged.low[end] in JOINING:
        end -= 1
    return end


def _is_part(tagged: Tagged, at: int) -> bool:
    """Whether a word names an ion or an element, and no compound."""
    formula = tagged.words[at].formula
    return bool(formula and formula.charge) or element_of(tagged, at) is not None
