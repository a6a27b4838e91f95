"""Whether a sentence denies what a word of it says, or only thinks it possible."""

from functools import cache
from typing import TYPE_CHECKING

from extract.rules import rows

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEPEST = 3


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("certainty") if row["role"] == role)


def is_negated(token: "Token", depth: int = 0) -> bool:
    """Whether a word, or what it hangs on, is denied; "not only" denies nothing."""
    if any(_denies(child) for child in token.children):
        return True
    if token.dep_ == "conj" and any(cc.lower_ == "nor" and cc.i < token.i for cc in token.head.children):
        return True
    subjects = [child for child in token.children if child.dep_ in ("nsubj", "nsubjpass")]
    if any(word.lower_ in _words("no") for noun in subjects for word in noun.children):
        return True
    if token.dep_ == "pcomp" and token.head.lower_ in _words("without"):
        return True
    if token.dep_ not in ("xcomp", "pcomp", "acomp", "advcl", "ccomp") or depth >= _DEEPEST:
        return False
    above = token.head.head if token.dep_ == "pcomp" else token.head
    if any(child.lower_ == "too" for child in above.children):
        return True
    if above.lemma_.lower() in _words("failing"):
        return True
    return above.lemma_.lower() in _words("passing") and is_negated(above, depth + 1)


def _denies(child: "Token") -> bool:
    if child.dep_ != "neg" and not (child.dep_ in ("advmod", "preconj", "cc") and child.lower_ in _words("hardly")):
        return False
    after = child.doc[child.i + 1].lower_ if child.i + 1 < len(child.doc) else ""
    return after not in _words("only")


def is_hedged(token: "Token") -> bool:
    """Whether a word says only what may be so."""
    return any(child.lower_ in _words("maybe") for child in token.children) or token.head.lower_ in _words("maybe")
