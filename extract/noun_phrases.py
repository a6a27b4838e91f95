"""Names of the graph and head nouns in a sentence -> mentions, with the words before them that belong to them."""

import re
from collections.abc import Iterator

from extract.dopants import doping_words
from extract.mention import Mention
from extract.tagged import BREAKS, JOINING, Tagged
from extract.terms import Head, Name, Terms, heads, modifiers, silent
from extract.triggers import third_persons
from kg.elements import elements

_CHEMICAL = re.compile(
    r"poly\(.*\)|[\d,]+-[a-z]+|(?:poly|di|tri|tetra|penta|hexa|per|bis|mono|fluoro|chloro|methyl|ethyl|propyl|butyl|vinyl|phenyl|acryl|glyco|sulf)"
    r"[a-z]{2,}(?:ene|ane|ide|ate|ol|one|ine|yl|ether|imide|oxide|amide|ester|mer|nitrile|siloxane|urethane)s?"
)
_LINKS = ("of", "for", "by", "with")


def named_and_headed(tagged: Tagged, terms: Terms) -> Iterator[Mention]:
    """Every mention that a name of the graph, a head noun or the look of a chemical name makes."""
    flat = tagged.flat
    for begin in range(len(flat)):
        first = flat[begin][1]
        if begin and flat[begin - 1][1] == first:
            continue
        key = ""
        for size in range(1, len(flat) - begin + 1):
            part, last = flat[begin + size - 1]
            key = f"{key} {part}" if key else part
            if (
                key not in terms.beginnings
                or not tagged.is_together(first, last)
                or any(word.text in BREAKS for word in tagged.words[first:last])
            ):
                break
            if begin + size < len(flat) and flat[begin + size][1] == last:
                continue
            yield from _named(tagged, first, last, terms.names.get(key, ()))
            for head in heads().get(key, ()):
                yield from _headed(tagged, first, last, head)
        if _CHEMICAL.fullmatch(tagged.low[first]) and tagged.is_noun(first):
            yield from _headed(tagged, first, first, Head("Material", "always", "material"))


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _named(tagged: Tagged, first: int, last: int, names: tuple[Name, ...]) -> Iterator[Mention]:
    good = [name for name in names if _is_meant(tagged, first, last, name)]
    for kind in ("Material", "Dopant", "Property", "FailureMechanism", "Method", "Strategy"):
        iris = tuple(dict.fromkeys(name.iri for name in good if name.type == kind))
        if iris:
            yield Mention(_without_empty(tagged, first, last), last, kind, "name", iris)
            return


def _is_meant(tagged: Tagged, first: int, last: int, name: Name) -> bool:
    """Whether words are used as the name they look like: abbreviations by their case, common words by their class."""
    if not tagged.is_noun(last):
        return False
    text = tagged.words[last].text
    if first == last:
        if sum(char.isupper() for char in name.text) > 1:
            return name.text in (text, text.removesuffix("s"))
        return name.exact and len(text) > 3 and tagged.low[first] in heads()
    if name.type == "Material":
        if tagged.low[last] == "gas":
            return False
        if tagged.low[last] in silent("alone") and any(word.formula for word in tagged.words[first:last]):
            return False
        return not doping_words("doped") & set(tagged.low[first : last + 1])
    if any(_is_abbreviation(tagged, at) for at in range(first, last + 1)) and name.type != "Strategy":
        return bool(
            tagged.words[last].formula is None and tagged.low[last] != "gas" and name.type == "FailureMechanism"
        )
    if tagged.low[first] in modifiers("drop") and name.type != "FailureMechanism":
        return False
    return not any(tagged.low[at] in _LINKS for at in range(first, last)) or name.type == "FailureMechanism"


def _without_empty(tagged: Tagged, first: int, last: int) -> int:
    drop = modifiers("drop")
    while first < last:
        low = tagged.low[first:last]
        if len(low) > 2 and "".join(low[:3]) in drop:
            first += 3
        elif low[0] in JOINING or (low[0] in drop and low[1:2] != ["-"]):
            first += 1
        else:
            break
    return first


# ── heads ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _headed(tagged: Tagged, first: int, last: int, head: Head) -> Iterator[Mention]:
    """A head noun with what stands before it, if that makes it a mention."""
    if tagged.tags[last] in ("VB", "VBD", "VBP", "IN", "RB") or (tagged.tags[last] == "VBG" and _is_verb(tagged, last)):
        return
    if head.when == "bare":
        yield Mention(first, last, head.type, "head")
    else:
        yield from _with_modifiers(tagged, first, last, head)


def _with_modifiers(tagged: Tagged, first: int, last: int, head: Head) -> Iterator[Mention]:
    begin = _reach(tagged, first, head)
    kept = _without_empty(tagged, begin, first)
    while head.type == "Material" and kept < first and tagged.tags[kept] == "VBG" and tagged.after(kept) not in JOINING:
        kept += 1
    while kept < first and tagged.low[kept] in JOINING:
        kept += 1
    if head.when == "always" or (head.when == "kind" and kept < first):
        if head.when == "always" or not (begin and _is_own_thing(tagged, begin - 1, head)):
            yield Mention(kept, last, head.type, "head")
    elif head.when == "avoided":
        yield Mention(_first_bad(tagged, begin, first) or kept, last, head.type, "tentative")
    elif head.when == "bad":
        bad = _first_bad(tagged, begin, first)
        if bad is not None:
            yield Mention(bad, last, head.type, "head")
    elif head.when == "of":
        end = _complement(tagged, last, head)
        if end is not None:
            yield Mention(kept, end, head.type, "head")
    elif head.when == "method":
        name = " ".join(part for at in range(begin, first) for part in tagged.words[at].key)
        if any(one.type == "Method" and one.when == "always" for one in heads().get(name, ())):
            yield Mention(begin, first - 1, head.type, "head")


def _first_bad(tagged: Tagged, begin: int, first: int) -> int | None:
    """Where the words that say it is bad begin."""
    bad = modifiers("bad")
    for at in range(begin, first):
        if any(form in bad for form in _forms(tagged, at, first)):
            return at
    if begin and tagged.tags[begin - 1] == "RB" and tagged.low[begin - 1] in bad:
        return begin - 1
    return None


def _forms(tagged: Tagged, at: int, end: int) -> tuple[str, ...]:
    """The word at a place, alone, with the next, and joined to it by a hyphen."""
    low = tagged.low[at:end]
    return low[0], " ".join(low[:2]), "".join(low[:3])


def _is_verb(tagged: Tagged, at: int) -> bool:
    """Whether a word in -ing is done to something here, and names nothing."""
    if tagged.tags[at] != "VBG" or at + 1 >= len(tagged.tags):
        return False
    return tagged.tags[at + 1] in ("DT", "JJ", "RP", "PRP$", "NNP", "NN", "NNS") and tagged.is_together(at, at + 1)


def _reach(tagged: Tagged, first: int, head: Head) -> int:
    """How far to the left the words before a head belong to it."""
    at = first
    while at > 0 and tagged.is_together(at - 1, first):
        before = at - 1
        if _belongs(tagged, before) and not _is_own_thing(tagged, before, head):
            at = before
        elif tagged.low[before] in ("and", "or") and _joins(tagged, before, head):
            at = before - 1
        else:
            break
    while at < first and tagged.low[at] in JOINING:
        at += 1
    return at


def _belongs(tagged: Tagged, at: int) -> bool:
    """Whether a word may be part of a name; "suppresses" is none, even where the tagger takes it for a plural."""
    if tagged.tags[at] == "NNS" and tagged.low[at] in third_persons():
        return False
    return tagged.is_modifier(at) or (tagged.tags[at] == "VBG" and tagged.low[at] in modifiers("bad"))


def _is_own_thing(tagged: Tagged, at: int, head: Head) -> bool:
    """Whether a word before a head is a thing of its own: in "SSE air stability" the electrolyte is."""
    return not (head.takes == "material" or (head.type == "Strategy" and head.when == "always")) and (
        _is_abbreviation(tagged, at)
    )


def _is_abbreviation(tagged: Tagged, at: int) -> bool:
    word = tagged.words[at]
    if word.text in elements() and tagged.after(at) in JOINING:
        return True
    return word.formula is not None or sum(char.isupper() for char in word.text) > 1


def _joins(tagged: Tagged, at: int, head: Head) -> bool:
    """Whether "and" joins two adjectives of one head: "mechanical and chemical stability"."""
    if at == 0 or head.type != "Property" or not tagged.is_together(at - 1, at):
        return False
    drop = modifiers("drop")
    return all(tagged.tags[one] == "JJ" and tagged.low[one] not in drop for one in (at - 1, at + 1))


def _complement(tagged: Tagged, last: int, head: Head) -> int | None:
    """The end of "of dendrites" behind "growth", where the noun takes it."""
    if tagged.after(last) != "of":
        return None
    at = last + 2
    while at < len(tagged.words) and (tagged.is_modifier(at) or tagged.tags[at] in ("DT", "PRP$")):
        at += 1
    taken = set(head.takes.split(" | "))
    return at - 1 if any(tagged.low[place] in taken for place in range(last + 2, at)) else None


def says_nothing(tagged: Tagged, mention: Mention) -> bool:
    """Whether the words of a mention name nothing by themselves, or only serve the noun behind them."""
    words = " ".join(part for at in range(mention.first, mention.last + 1) for part in tagged.words[at].key)
    if words in silent("alone"):
        return True
    behind = mention.last + 1
    if behind < len(tagged.words) and tagged.low[behind] in JOINING:
        behind += 1
    if behind >= len(tagged.words) or not tagged.is_together(mention.last, behind):
        return False
    if mention.type == "Strategy" or mention.source == "ion":
        return False
    is_noun = tagged.is_noun(behind) and tagged.tags[mention.last] != "NNS"
    return is_noun and tagged.low[behind] in silent("before")
