"""Mentions that grammar found -> the things of the graph that their words name."""

from dataclasses import replace

from extract.mention import Mention
from extract.tagged import Tagged
from extract.terms import Terms

_LOOSE = ("Property", "FailureMechanism")


def linked(tagged: Tagged, mention: Mention, terms: Terms) -> Mention:
    """A mention with the thing its words name; a property or failure also by its last words, "battery capacity" too."""
    if mention.iris or mention.type == "Quantity":
        return mention
    first = mention.first
    while first <= mention.last:
        key = " ".join(part for at in range(first, mention.last + 1) for part in tagged.words[at].key)
        iri = terms.named(key, mention.type)
        if iri is not None:
            return replace(mention, iris=(iri,))
        if mention.type not in _LOOSE:
            break
        first += 1
    return mention
