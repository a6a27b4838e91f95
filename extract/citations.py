"""A sentence -> the numbers of the works it cites, whether raised, in brackets or written out."""

import re
from collections.abc import Iterator

_NUMBER = r"[1-9]\d{0,3}"
_SPREAD = r"(?:\s?(?:,|;|–|-|‑|−|—|and|&|to)\s?)"
_LIST = rf"{_NUMBER}(?:{_SPREAD}{_NUMBER})*"
_FLAT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁃", "0123456789--")
_RAISED = re.compile(
    r"(?P<braced>\^\{\s?\[?(?P<list>[^{}]{1,120}?)\]?\s?\})"
    r"|<sup>\s?\[?(?P<tagged>[^<>]{1,120}?)\]?\s?</sup>"
    r"|(?P<small>(?<![⁺⁻+−⁰¹²³⁴-⁹])[¹²³⁴-⁹](?:[¹²³⁰⁴-⁹]|[⁻⁃–,-]+(?=[¹²³⁴-⁹]))*(?![⁺⁻]))"
)
_BRACKETED = re.compile(rf"\[\s?(?P<list>{_LIST})\s?\]")
_WRITTEN = re.compile(rf"\b[Rr]efs?\.?\s?(?:\[\s?)?(?P<list>{_LIST})\b|\b[Rr]eferences?\s(?P<more>{_LIST})\b")
_GLUED = re.compile(
    r"(?<!\b[Ff]ig.)(?<!\b[Rr]ef.)(?<!\b[Nn]o.)(?<!\b[Ee]q.)(?<=[a-z)\]][.,;])"
    rf"{_NUMBER}(?:[,–-]{_NUMBER})*(?=\s|$)"
)
_WHOLE = re.compile(rf"\s?{_LIST}\s?\Z")
_PAIR = re.compile(rf"({_NUMBER})(?:\s?(–|-|‑|−|—|to)\s?({_NUMBER}))?")
_LATTICE = re.compile(r"\s?(?:plane|direction|facet|ax[ei]s|surface|orient|zone|reflection|peak|channel)")
_ALONG = re.compile(r"\b(?:along|plane|direction|facet|axis)s?\s(?:the\s)?\Z")
#: Before a raised 2 or 3 these make it a power: units, and variables of one letter. After a bare number all do.
_POWERED = re.compile(r"(?<![A-Za-z])(?:[cmnkdµμ]?m|[A-Za-zÅθχσλ])\Z")
_BARE_NUMBER = re.compile(r"(?<![A-Za-z\d.)\]}])\d+(?:\.\d+)?\Z")
_NUCLIDE = re.compile(r"[A-Z][a-z]?(?![a-z])")
_LONGEST_RANGE = 60


def cited(sentence: str) -> tuple[int, ...]:
    """The numbers of the works that a sentence cites, in the order of the list of references.

    >>> cited("Tin wets.^{12–15} At 10^{−3} S cm⁻¹ it rests,³⁴ as in ref. 40.")
    (12, 13, 14, 15, 34, 40)
    """
    return tuple(sorted({number for numbers in _lists(sentence) for number in _expanded(numbers)}))


def _lists(sentence: str) -> Iterator[str]:
    for match in _RAISED.finditer(sentence):
        numbers = (match["list"] or match["tagged"] or match["small"] or "").translate(_FLAT).strip(" ,")
        if _WHOLE.match(numbers) and not _is_index(sentence, match, numbers):
            yield numbers
    for match in _BRACKETED.finditer(sentence):
        before = sentence[max(0, match.start() - 20) : match.start()]
        if not (_LATTICE.match(sentence, match.end()) or _ALONG.search(before) or before.endswith(("^", "{"))):
            yield match["list"]
    for match in _WRITTEN.finditer(sentence):
        yield match["list"] or match["more"]
    for match in _GLUED.finditer(sentence):
        yield match.group()


def _is_index(sentence: str, match: re.Match[str], numbers: str) -> bool:
    """Whether a raised number is a power, or counts the nucleons of what follows."""
    before, after = sentence[: match.start()].rstrip("$ "), sentence[match.end() :]
    if _NUCLIDE.match(after) and sentence[: match.start()][-1:] not in (".", ",", ";", ")"):
        return True
    if _BARE_NUMBER.search(before):
        return True
    return numbers in ("2", "3") and bool(_POWERED.search(before))


def _expanded(numbers: str) -> Iterator[int]:
    """A list with ranges as single numbers.

    >>> list(_expanded("3,5–7 and 9"))
    [3, 5, 6, 7, 9]
    """
    for match in _PAIR.finditer(numbers):
        first, last = int(match[1]), int(match[3] or match[1])
        yield from range(first, last + 1) if first <= last <= first + _LONGEST_RANGE else (first, last)
