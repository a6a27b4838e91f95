"""A paragraph -> where its sentences begin and end: a full stop is more often part of a word than not."""

import re
from collections.abc import Iterator

from kg.grammar import is_function_word

_CITATION = (
    r"(?:\s?\^\{\[?[\d,;–\-\s]{1,80}\]?\}|\s[¹²³⁴-⁹][¹²³⁰⁴-⁹⁻⁃,–-]*(?=\s)|[¹²³⁰⁴-⁹][¹²³⁰⁴-⁹⁻⁃,–-]*"
    r"|\s?<sup>.{1,200}?</sup>|\s?\[\d[\d,–\-\s]*\]|(?<=[a-z)\]]\.)\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[A-Z“(]))?"
)
_STOP = re.compile(
    rf"(?<=[\w)\]}}%$\"”'’*°⁺⁻+−.])\s?[.?!](?:[\"”’»)\]]|'(?!s\b))*{_CITATION}[\"”’)]*"
    r"(?:\s+(?=[^\W\d_a-zа-я]|[0-9“\"‘$(*^\[\\•–—−<>~≥≤±]|[α-ω]-|[a-z]\s?[=<>≈])|(?<=[\]}⁰¹²³⁴-⁹])(?=[A-Z][a-z])|(?<=[a-z]{4}\.)(?=[A-Z][a-z]+\s))"
)
_BEFORE = r"(?:^|[\s(\[“\"/;,–—-])"
_ABBREVIATION = re.compile(
    rf"{_BEFORE}(?:[Ff]igs?|[Rr]efs?|[Ee]qs?|[Ss]ects?|Secs?|Tabs?|Chaps?|Schs?|[Nn]os?|[Vv]ol|pp|Suppl"
    r"|e\.\s?g|i\.\s?e|eg|ie|vs|ca|cf|approx|viz|resp|esp|incl|etcl?|al|Dr|Prof|Mrs?|Ms|St|Jr|Inc|Ltd|Corp|Dept|Univ"
    r"|Electrochem|Soc|Chem|Mater|Phys|Lett|Commun|Int|Eng|Technol|Appl|Am|Rep|Mech|Interf)$"
)
#: Abbreviations after which a sentence may end.
_MAY_END = re.compile(rf"{_BEFORE}(?:etcl?|al|Inc|Ltd|Corp|Jr|Soc|Mater|Chem|Phys|Lett|Commun|Technol|Rep|Interf)$")
_NEEDS_NUMBER = re.compile(rf"{_BEFORE}(?:[Nn]os?|pp|[Vv]ol)$")
_INITIAL = re.compile(r"(?:(?<!°)(?<![\d⁰¹²³⁴-⁹₀-₉]\s)(?<![\d₀-₉]))\b[A-Z]$")
_NEXT_WORD = re.compile(r"[A-Z](?:[a-z]+|(?!\.))")
_FARTHEST_BRACKET = 300


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph on one line.

    >>> text = "Hayashi et al. pressed Na3PS4 at 0.5 GPa (Fig. 2a).^{12} Its pores closed."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Hayashi et al. pressed Na3PS4 at 0.5 GPa (Fig. 2a).^{12}', 'Its pores closed.']
    """
    begin = 0
    for match in _STOP.finditer(text):
        end = len(text[: match.end()].rstrip())
        if match.start() < begin or _is_inside(text, begin, match):
            continue
        yield begin, end
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def _is_inside(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a full stop ends an abbreviation or an initial, or stands in brackets, instead of ending its sentence."""
    mark = stop.group().strip()[:1]
    before = text[max(begin, stop.start() - 12) : stop.start()]
    if mark == "." and (_INITIAL.search(before) or _ABBREVIATION.search(before)):
        return not _goes_on(text, stop, before)
    return _in_brackets(text, begin, stop)


def _goes_on(text: str, stop: re.Match[str], before: str) -> bool:
    """Whether another sentence begins after an abbreviation or an initial."""
    word = _NEXT_WORD.match(text, stop.end())
    if _INITIAL.search(before):
        return bool(word and is_function_word(word.group().lower())) or not text[stop.end() : stop.end() + 1].isalpha()
    if _NEEDS_NUMBER.search(before) and not text[stop.end() : stop.end() + 1].isdigit():
        return True
    if not _MAY_END.search(before):
        return False
    cites = any(char in stop.group() for char in "^[<¹²³⁰⁴⁵⁶⁷⁸⁹")
    return word is not None and (cites or is_function_word(word.group().lower()))


def _in_brackets(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a bracket that was opened in this sentence is closed only after the stop."""
    depth = 0
    for char in text[begin : stop.start() + len(stop.group().rstrip())]:
        depth = depth + 1 if char == "(" else max(0, depth - 1) if char == ")" else depth
    if not depth:
        return False
    for char in text[stop.end() : stop.end() + _FARTHEST_BRACKET]:
        depth += (char == "(") - (char == ")")
        if not depth:
            return True
    return False
