"""A paper's plain text -> sections, paragraphs and sentences with offsets into that text.

Paragraphs cut in two by a figure caption, a table or a page break are read as one, as their authors wrote them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.grammar import is_function_word

_HEADING = re.compile(r"^(\d(?:\.\d+)*)\s+([A-Z].{2,90})$")
_RUN_IN_HEADING = re.compile(r"^(\d(?:\.\d+){2,})\s+(.{3,120}?)\.\s+(?=[A-Z])")
_ASIDE = re.compile(r"^(?:Fig\.|Figure|Table|Scheme)\s*\d|^\^|^\[†\]|^rsc\.li|^DOI|^Received|^Accepted|^\$\$|^\\text\{")
_END = re.compile(r"[.!?:][\"”)]?(?:\s*\^\{[^}]*\}|[¹²³⁰⁴-⁹⁻–,]+)?$")
_CITATION = r"(?:\s?\^\{[^}]*\}|[¹²³⁰⁴-⁹,–]+)?"
_BREAK = re.compile(rf"(?<=[a-zA-Z0-9)\]}}%$\"”'\*₀-₉¹²³⁰⁴-⁹⁺⁻])\s?[.?!]\*?[\"”)]?{_CITATION}\*?\s+(?=[A-Z0-9“$(*^])")
_ABBREVIATION = re.compile(r"\b(?:Fig|Figs|etc|etcl|ref|refs|Ref|e\.g|i\.e|vs|ca|approx|Eq|no|No|Dr|Prof)\*?$")
_INITIAL = re.compile(r"(?<!°)\b[A-Z]$")
_NEXT_WORD = re.compile(r"[A-Z][a-z]*")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text: `start` and `end` are offsets (Unicode code points) into it.

    `text` is what its authors wrote: a caption or page break that cuts the sentence is left out.
    """

    section: str
    number: int
    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Block:
    section: str
    spans: tuple[tuple[int, int], ...]


def read_sentences(text: str) -> list[Sentence]:
    """Every sentence of the numbered sections of a paper, in reading order.

    `number` and `paragraph` count from 1 within a section. Captions, tables and footnotes are left out.
    """
    found: list[Sentence] = []
    numbers: dict[str, int] = {}
    paragraphs: dict[str, int] = {}
    for block in _join_cut_paragraphs(text, _blocks(text)):
        paragraphs[block.section] = paragraphs.get(block.section, 0) + 1
        for start, end in _split(text, block.spans):
            numbers[block.section] = numbers.get(block.section, 0) + 1
            pieces = (text[max(start, a) : min(end, b)] for a, b in block.spans if a < end and b > start)
            words = " ".join(" ".join(pieces).split())
            span = _trim(text, start, end)
            found.append(Sentence(block.section, numbers[block.section], paragraphs[block.section], *span, words))
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks at its ends."""
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _blocks(text: str) -> Iterator[_Block]:
    """One block per line of running text, with the section it stands in."""
    section = ""
    for match in re.finditer(r"[^\n]+", text):
        line, start = match.group(), match.start()
        if not line.strip():
            continue
        heading = _HEADING.match(line)
        if heading and not line.rstrip().endswith("."):
            section = heading.group(1)
            continue
        if line.strip() in ("Author contributions", "References", "Acknowledgements"):
            return
        run_in = _RUN_IN_HEADING.match(line)
        if run_in:
            section = run_in.group(1)
            start += run_in.end()
        if _ASIDE.match(line) or "\t" in line or not section:
            continue
        yield _Block(section, ((start, match.end()),))


def _join_cut_paragraphs(text: str, blocks: Iterator[_Block]) -> Iterator[_Block]:
    """Blocks of one section are one paragraph when the first does not end a sentence."""
    held: _Block | None = None
    for block in blocks:
        if held and held.section == block.section and not _ends(text, held):
            held = _Block(held.section, held.spans + block.spans)
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _ends(text: str, block: _Block) -> bool:
    """Whether a block ends as a sentence does."""
    start, end = block.spans[-1]
    return bool(_END.search(text[start:end].rstrip()))


def _split(text: str, spans: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """Sentence spans of a paragraph; a sentence cut by a break runs from its first to its last word."""
    begin = spans[0][0]
    for start, end in spans:
        for match in _BREAK.finditer(text, start, end):
            if match.start() < begin or _is_inside(text, start, match):
                continue
            yield begin, match.end()
            begin = match.end()
        if (start, end) == spans[-1] and begin < end:
            yield begin, end


def _is_inside(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a full stop ends an abbreviation or an initial instead of its sentence."""
    before = text[max(start, stop.start() - 8) : stop.start()]
    if _INITIAL.search(before):
        word = _NEXT_WORD.match(text, stop.end())
        return word is not None and not is_function_word(word.group().lower())
    return bool(_ABBREVIATION.search(before))
