"""Abbreviations that a document introduces itself, as in "space charge layer (SCL)", wherever they stand in it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.mention import Mention
from extract.tagged import Tagged

_LONGEST = 12


def introduced(tagged: Tagged, mentions: Iterable[Mention]) -> Iterator[tuple[str, Mention]]:
    """Each abbreviation in brackets behind a mention, with that mention."""
    words = tagged.words
    for one in mentions:
        at = one.last + 1
        inside = [word for word in words[at : at + 3] if word.aside]
        if len(inside) != 3 or inside[0].text != "(" or inside[2].text != ")" or words[one.last].aside:
            continue
        if one.type != "Quantity" and _is_abbreviation(inside[1].text):
            yield inside[1].text.removesuffix("s"), one


def _is_abbreviation(text: str) -> bool:
    return len(text) <= _LONGEST and sum(char.isupper() for char in text) > 1


def with_abbreviations(tagged: Tagged, mentions: list[Mention], known: dict[str, Mention]) -> list[Mention]:
    """The mentions of a sentence and those that abbreviations of its document make."""
    taken = {at for one in mentions for at in range(one.first, one.last + 1)}
    out = [_as_introduced(tagged, one, known) for one in mentions]
    for at, word in enumerate(tagged.words):
        long = known.get(word.text.removesuffix("s"))
        if long is not None and at not in taken:
            out.append(Mention(at, at, long.type, "abbreviation", long.iris))
    return sorted(out, key=lambda one: one.first)


def _as_introduced(tagged: Tagged, one: Mention, known: dict[str, Mention]) -> Mention:
    """A mention that is an abbreviation of the document stands for what the document says."""
    long = known.get(tagged.words[one.first].text.removesuffix("s")) if one.size == 1 else None
    if long is None or (long.type == one.type and one.iris):
        return one
    return replace(one, type=long.type, iris=long.iris, source="abbreviation")
