"""Names that share their last words: "oxide and sulfide electrolytes" are oxide electrolytes and sulfide ones."""

from collections.abc import Sequence

from kg.lexicon import Lexicon, Sense
from kg.words import Token

#: What joins two names.
_JOINING = frozenset({"and", "or", "vs", "versus", "than", "nor"})
#: How many words the parts of a name may have: the first, the one that stands in its place, the one they share.
_MOST_FIRST, _MOST_SECOND, _MOST_SHARED = 3, 3, 2
_NAMING = frozenset({"thing", "class", "property"})


def shared_name(words: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, tuple[Sense, ...]]:
    """How many words at a place are the first half of a name whose rest stands behind "and", and its senses.

    `words` are those of a question without punctuation; the length is 0 where no name is shared.
    """
    for length in range(min(_MOST_FIRST, len(words) - at - 3), 0, -1):
        joined = at + length
        is_whole = any(sense.kind == "property" for sense in _named(words[at:joined], lexicon))
        if words[joined].fold not in _JOINING or is_whole:
            continue
        for second in range(1, _MOST_SECOND + 1):
            for shared in range(1, _MOST_SHARED + 1):
                tail = words[joined + 1 + second : joined + 1 + second + shared]
                whole = _named([*words[joined + 1 : joined + 1 + second], *tail], lexicon)
                first = _named([*words[at:joined], *tail], lexicon)
                if len(tail) == shared and whole and {s.kind for s in first} & {s.kind for s in whole}:
                    return length, first
    return 0, ()


def _named(words: Sequence[Token], lexicon: Lexicon) -> tuple[Sense, ...]:
    senses = lexicon.phrases.get(" ".join(word.fold for word in words), ())
    return tuple(sense for sense in senses if sense.kind in _NAMING)
