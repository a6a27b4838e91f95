"""What is done to a lattice or a material, as a whole: "replacing P with Sb", "confining sulfur in carbon"."""

from collections.abc import Iterator

from extract.dopants import doping_words
from extract.mention import Mention
from extract.substances import symbol_at
from extract.tagged import BREAKS, JOINING, Tagged

_LONGEST_SUBSTITUTION = 12
_LONGEST_PROCESSING = 6
_OPENING = ("", ",", ".", ";", "by", "that", "of", "and")
_WITH = ("with", "by", "for")
_INTO = ("in", "with", "into", "onto", "on")


def find_treatments(tagged: Tagged) -> Iterator[Mention]:
    """Every stretch that says what is done."""
    for at, low in enumerate(tagged.low):
        if tagged.words[at].aside:
            continue
        if low in doping_words("replacing") | doping_words("doping"):
            end = _end_of_substitution(tagged, at)
        elif low in doping_words("processing") and tagged.before(at) in _OPENING:
            end = _end_of_processing(tagged, at)
        else:
            end = None
        if end is not None:
            yield Mention(at, end, "Strategy", "phrase")


def _end_of_substitution(tagged: Tagged, at: int) -> int | None:
    """Where "replacing P with Sb" or "doping with W" ends; an exchange of whole compounds is none."""
    link = _link(tagged, at, _LONGEST_SUBSTITUTION, _WITH, ".;:")
    if link is None or (tagged.low[at] in doping_words("doping") and link != at + 1):
        return None
    end = _end_of_phrase(tagged, link)
    is_lattice = any(symbol_at(tagged, place) for place in range(at + 1, end + 1))
    return end if end > link and is_lattice else None


def _end_of_processing(tagged: Tagged, at: int) -> int | None:
    """Where "confining sulfur in carbon" or "infiltration of Li2S into carbon" ends."""
    if tagged.tags[at] not in ("VBG", "NN", "NNP") or not (tagged.low[at].endswith("ing") or tagged.after(at) == "of"):
        return None
    link = _link(tagged, at, _LONGEST_PROCESSING, _INTO, BREAKS)
    return _end_of_phrase(tagged, link) if link is not None and link > at + 1 else None


def _link(tagged: Tagged, at: int, most: int, words: tuple[str, ...], stops: str | frozenset[str]) -> int | None:
    """The first of some prepositions within a few words, unless something stops before."""
    for place in range(at + 1, min(at + most, len(tagged.words))):
        if tagged.words[place].text in stops:
            return None
        if tagged.low[place] in words:
            return place
    return None


def _end_of_phrase(tagged: Tagged, link: int) -> int:
    end = link + 1
    while end < len(tagged.words) and (
        tagged.is_modifier(end) or tagged.tags[end] in ("DT", "CC") or symbol_at(tagged, end)
    ):
        end += 1
    end -= 1
    while tagged.tags[end] in ("CC", "DT") or tagged.low[end] in JOINING:
        end -= 1
    return end
