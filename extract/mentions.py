"""Words of a parsed sentence -> what it mentions, with types."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.dopants import dopants_among
from extract.links import linked
from extract.mention import Mention
from extract.noun_phrases import named_and_headed, says_nothing
from extract.substances import element_of, is_alloy, is_material_code, symbol_at
from extract.tagged import Tagged
from extract.terms import Terms
from extract.treatments import find_treatments

_ORDER = ("quantity", "phrase", "head", "name", "formula", "ion", "element", "code", "tentative")
_GASES = frozenset({"H", "N", "O", "He", "Ne", "Ar", "Kr", "Xe", "P"})


def find_mentions(tagged: Tagged, terms: Terms) -> list[Mention]:
    """Mentions in order; where several overlap, the longest stands."""
    found = [
        *_specials(tagged, terms),
        *named_and_headed(tagged, terms),
        *find_treatments(tagged),
    ]
    kept = [one for one in _apart(found) if not says_nothing(tagged, one)]
    return [linked(tagged, one, terms) for one in _with_dopants(tagged, kept, terms)]


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
        elif is_alloy(tagged, at):
            yield Mention(at, at + 2, "Material", "code")
        elif element_of(tagged, at):
            names = terms.names.get(" ".join(word.key), ())
            yield Mention(at, at, "Material", "element", tuple(n.iri for n in names if n.type == "Material"))
        elif is_material_code(tagged, at):
            yield Mention(at, at, "Material", "code")


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


def _put_in(tagged: Tagged, phrase: Mention) -> Iterator[str]:
    """The elements that a phrase such as "replacing P with Sb" says are put in."""
    link = next((at for at in range(phrase.first, phrase.last) if tagged.low[at] in ("with", "by")), phrase.last)
    for at in range(link, phrase.last + 1):
        if symbol := symbol_at(tagged, at):
            yield symbol
