"""Words divided at the end of a line -> whole words, judged by the words that the paper itself uses."""

import re
from collections.abc import Set

#: Beginnings that keep their hyphen: "non-conductive", "all-solid".
_KEPT = frozenset(
    "all anode body cathode cross defect double dry electrode element fluorine free full grain half heat high ion "
    "large less li lithium long low mechano metal mid moisture multi na near non oxide oxygen particle phase pre quasi "
    "rate room self semi short single size sodium solid solution solvent sol state sulfide sulfur super thin three two "
    "ultra water well wet x".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


_DIVIDED = re.compile(r"[^\W\d_]+[-‐\u00ad][^\S\n]*\n\s*[^\W\d_]+")


def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters, those with hyphens as they stand, without the divided ones.

    >>> sorted(words_of("Solid-state cells, solid contacts"))
    ['cells', 'contacts', 'solid', 'solid-state']
    """
    return frozenset(_WORD.findall(_DIVIDED.sub(" ", text).lower()))


def is_divided(left: str, right: str, words: Set[str]) -> bool:
    """Whether the hyphen between two parts only divides a word at the end of a line.

    >>> is_divided("inter", "face", {"interface"}), is_divided("solid", "state", {"solid-state"})
    (True, False)
    """
    left, right = left.lower(), right.lower()
    if left + right in words:
        return True
    if f"{left}-{right}" in words or not left.isalpha():
        return False
    return left not in _KEPT and not (left in words and right in words)
