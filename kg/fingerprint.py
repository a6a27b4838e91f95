"""Fingerprints of sentences: how the graph points into a paper without carrying its words.

A fingerprint survives what differs between two copies of one paper (line breaks, hyphens, ligatures, sub- and
superscripts, LaTeX, citation numbers), because only the letters of the sentence go into it.
"""

import hashlib
import re
import unicodedata

_LATEX = re.compile(r"\\[A-Za-z]+")
_NOT_A_LETTER = re.compile(r"[^a-z]+")


def letters(sentence: str) -> str:
    """The bare letters of a sentence, lower case, in order.

    >>> letters("The e\ufb03ciency of $\\\\text{Na}_3\\\\text{PS}_4$ in-\\nterlayers.^{12}")
    'theefficiencyofnapsinterlayers'
    """
    plain = _LATEX.sub(" ", unicodedata.normalize("NFKC", sentence)).lower()
    return _NOT_A_LETTER.sub("", plain)


def fingerprint(sentence: str) -> str:
    """Twelve hexadecimal digits that stand for a sentence in any copy of its paper.

    >>> fingerprint("Sodium wets tin.") == fingerprint("So-\\ndium  wets tin.^{3}")
    True
    """
    return hashlib.sha256(letters(sentence).encode()).hexdigest()[:12]
