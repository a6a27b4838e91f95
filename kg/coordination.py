"""Names that share their last words: "oxide and sulfide electrolytes" are oxide electrolytes and sulfide ones."""

import re
from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon, Sense
from kg.words import Token

#: What joins two names.
_JOINING = frozenset({"and", "or", "vs", "versus", "than", "nor", ",", "/"})
#: How many words the parts of a name may have, the words they share, and how many parts there may be.
_MOST_WORDS, _MOST_SHARED, _MOST_PARTS = 3, 2, 5
_NAMING = frozenset({"thing", "class", "property"})
#: A hyphen that stands for words to come: "Cl- and Br-doped".
_SUSPENDED = re.compile(
    r"(?<=\w)-(?=(?:,|/| ?(?:and|or|&) )\s*(?:\w+-(?:,|/| ?(?:and|or|&) )\s*)*(?:(?:and|or) )?\w+-[a-z]{3})"
)


def without_suspended(text: str) -> str:
    """A text in which a hyphen that stands for words to come is a blank.

    >>> without_suspended("Cl-, Br- and I-doped NSS"), without_suspended("Cl- and Br-")
    ('Cl , Br  and I-doped NSS', 'Cl- and Br-')
    """
    return _SUSPENDED.sub(" ", text)


def shared_name(words: Sequence[Token], lexicon: Lexicon) -> tuple[int, tuple[Sense, ...]]:
    """How many of some words are the first part of a name whose rest stands behind "and", and its senses.

    The words are those of a question from some place on, without punctuation but for commas and slashes; the length is
    0 where no name is shared.
    """
    for length in range(min(_MOST_WORDS, len(words) - 3), 0, -1):
        first = words[:length]
        is_whole = any(sense.kind == "property" for sense in _named(first, lexicon))
        if words[length].fold not in _JOINING or is_whole:
            continue
        for last, tail in _endings(words, length, _MOST_PARTS):
            whole, senses = _named([*last, *tail], lexicon), _named([*first, *tail], lexicon)
            if whole and {s.kind for s in senses} & {s.kind for s in whole}:
                return length, senses
    return 0, ()


def _endings(words: Sequence[Token], at: int, most: int) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """The last part of a list that goes on at what joins its parts, and the words that all parts may share."""
    while at < len(words) and words[at].fold in _JOINING:
        at += 1
    for length in range(1, _MOST_WORDS + 1):
        end = at + length
        if end >= len(words):
            return
        if words[end].fold in _JOINING:
            yield from _endings(words, end, most - 1) if most > 1 else ()
            return
        for shared in range(1, _MOST_SHARED + 1):
            if end + shared <= len(words):
                yield words[at:end], words[end : end + shared]


def _named(words: Sequence[Token], lexicon: Lexicon) -> tuple[Sense, ...]:
    senses = lexicon.phrases.get(" ".join(word.fold for word in words), ())
    return tuple(sense for sense in senses if sense.kind in _NAMING)
