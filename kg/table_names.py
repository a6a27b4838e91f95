"""Tables named by what they list ("the table of full cells") -> their numbers."""

from collections.abc import Iterator, Sequence

from kg.grammar import is_function_word
from kg.words import Token, stem, tokenize

_TABLE = frozenset({"table", "tables"})
_LEADS = frozenset({"of", "for", "with", "on", "about", "listing"})


def find_tables(tokens: Sequence[Token], tables: dict[str, str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where a question names tables by words of their titles, and the numbers of those that fit best.

    >>> titles = {"1": "Conductivity of electrolytes", "2": "Cells with their cathodes"}
    >>> list(find_tables(tokenize("the table of cathodes"), titles)), list(find_tables(tokenize("Table 2"), titles))
    ([(4, 21, ('2',))], [])
    """
    titles = {number: _stems(tokenize(title)) for number, title in tables.items()}
    known = frozenset(word for stems in titles.values() for word in stems)
    for at, token in enumerate(tokens):
        if token.fold not in _TABLE or (tokens[at + 1 : at + 2] and tokens[at + 1].fold.isdigit()):
            continue
        told = _after(tokens[at + 1 :], known) or _before(tokens[:at], known)
        if told:
            counts = {number: len(_stems(told) & stems) for number, stems in titles.items()}
            best = max(counts.values())
            start, end = min(token.start, told[0].start), max(token.end, told[-1].end)
            yield start, end, tuple(number for number, count in counts.items() if count == best)


def _stems(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(stem(t.fold) for t in tokens if t.fold[0].isalnum() and not is_function_word(t.fold))


def _after(tokens: Sequence[Token], known: frozenset[str]) -> list[Token]:
    """Words of titles that follow "table of"."""
    if not tokens or tokens[0].fold not in _LEADS:
        return []
    found: list[Token] = []
    for token in tokens[1:]:
        if stem(token.fold) in known:
            found.append(token)
        elif found or not (is_function_word(token.fold) or token.fold == "-"):
            break
    return found


def _before(tokens: Sequence[Token], known: frozenset[str]) -> list[Token]:
    """Words of titles right before "table"."""
    found: list[Token] = []
    for token in reversed(tokens):
        if stem(token.fold) not in known and token.fold != "-" and not (token is tokens[-1] and len(tokens) > 1):
            break
        found.insert(0, token)
    while found and found[0].fold == "-":
        found.pop(0)
    return found
