"""The lines of a paper's text -> its running text: paragraphs with the section they stand in.

Headings open sections; captions, tables, author lists, addresses and references are passed over. Paragraphs cut in two
by a caption or a page break are one again, and so are lines broken to a width.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.headings import Heading, read_heading
from extract.paragraph import Span

_CITED = r"(?:\s?\^\{[^}]*\}|[⁰¹²³⁴-⁹⁻–,]+|\s?<sup>[^<]*</sup>|\s?\[\d[\d,–\-\s]*\]|(?<=[.])\d{1,3}(?:[,–-]\d{1,3})*)?"
_END = re.compile(rf"[.!?:][\"”»’)\]*_]*{_CITED}[\"”»’)\]*_]*$")
_CAPTION = re.compile(
    r"(?:\*\*|__)?(?:(?:Extended Data |Supplementary )?(?:Fig(?:ure|\.)?|Scheme|Table|Chart|Box)s?\s?S?\d+[a-z]?"
    r"(?:\s?(?:[.:|–—]|\*\*|__)|\s+(?=[A-Z(*_$]))|TABLE\s+[IVX\d]+)"
)
_ASIDE = re.compile(
    r"\^|\[†\]|<sup>|[†‡§¶#]\s|\$\$|\\text\{|\\\[|```|~~~|<!--|!\[|\||[-=*_+]{3,}$|https?://\S+$|www\.\S+$"
    r"|rsc\.li|DOI\b|doi:|Cite this\b|Available online\b|First published (?:on|as)\b"
    r"|(?:Received|Revised|Accepted|Published)(?: (?:on|online|in revised form))?:?\s"
    r"\d{1,2}(?:st|nd|rd|th)?\s\w{3,9}\s\d{4}"
    r"|This journal is\b|View (?:PDF|Article)|Open Access"
    r"|This (?:\w+ )?article is (?:licen[sc]ed|published)"
    r"|©|\(c\)\s?\d{4}|Copyright\b|Key\s?words?\s?[:.—–]|E-?mail\s?:|Corresponding author|\*\s?Corresponding"
    r"|Acknowledge?ments?[:.]|\[\d{1,3}\]\s+[A-Z]\.|Electronic supplementary information"
    r"|(?:\d\s|[a-z]\)?\s)?(?:[A-Z]\w+ )*"
    r"(?:Department of|School of|Institute (?:of|for)|Key Laboratory|College of|University of)\b[^.]{0,100},"
)
_ADDRESS = re.compile(r"\b(?:Universit|Institut|Department of|Laborator|School of|College of|Academy of)")
_MARKED_NAME = re.compile(r"(?:\^\{[^}]*[a-z*†‡][^}]*\}|[*†‡]|<sup>[^<]*</sup>|[¹²³⁴-⁹])\s?(?:,|and\b|$|&)")
_OPENS = re.compile(
    r"^(?:(?P<fence>```|~~~)|(?P<math>\$\$)[^\S\n]*$|(?P<comment><!--)|\A(?P<front>---)$)", re.MULTILINE
)
_CLOSES = {"fence": "\n", "math": "\n$$", "comment": "-->", "front": "\n---"}
_COLUMNS = re.compile(r"\t|\S(?: {3,}\S+){2,}")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_BULLET = re.compile(r"(?:>\s?)*(?:[-*+•●▪◦]\s+|(?:\d{1,2}|[ivx]{1,4}|[a-z])[).]\s+(?=[A-Z]))?(?:\[[ x]\]\s)?")
_ITEM = re.compile(r"[|#>]|[-*+•●▪◦]\s|\d{1,2}[).]\s")
_LINE = re.compile(r"[^\n\f]*(?:\n|\f|$)")
_SHORTEST_CUT = 80
_LAST_TITLE = 3
_FARTHEST_FRONT = 12
_LONGEST_HIDDEN = 20_000


@dataclass(frozen=True)
class Block:
    """A paragraph: the section it stands in and the spans of the text that make it up."""

    section: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class _Chunk:
    """Lines without a blank one between them; `wrapped` when they are one paragraph broken to a width."""

    lines: tuple[Span, ...]
    wrapped: bool


def read_blocks(text: str) -> Iterator[Block]:
    """The paragraphs of running text in reading order."""
    yield from _join_cut_paragraphs(text, _paragraphs(text))


@dataclass
class _Place:
    """Where reading stands: the section, whether it is numbered, whether it is left out, and whether text has begun."""

    section: str = ""
    numbered: bool = False
    left_out: bool = False
    begun: bool = False
    titled: bool = False

    def enter(self, heading: Heading) -> None:
        if not self.begun and heading.top:
            self.titled, self.section = True, ""  # what follows up to a heading or running text is no text of the paper
            return
        self.begun = self.begun or not heading.weak
        if heading.number and self.left_out and not heading.sure:
            return  # an entry of the list of references
        if heading.weak and (self.left_out or self.numbered):
            return
        self.left_out = heading.left_out
        self.numbered = bool(heading.number)
        self.section = heading.number or heading.title


def _paragraphs(text: str) -> Iterator[Block]:
    """Runs of running text; those of one chunk that follow each other may still belong together."""
    place = _Place()
    chunks = list(_chunks(text))
    for index, chunk in enumerate(chunks):
        heading = _heading(text, chunks, index)
        if heading and heading.end >= chunk.lines[-1][1]:
            place.enter(heading)
        elif chunk.wrapped:
            yield from _wrapped(text, chunk, place, heading)
        else:
            yield from _single(text, chunks, index, place)


def _wrapped(text: str, chunk: _Chunk, place: _Place, heading: Heading | None) -> Iterator[Block]:
    """One paragraph of several lines, which a heading may run into."""
    start, end = chunk.lines[0][0], chunk.lines[-1][1]
    if heading:
        place.enter(heading)
        start = heading.end
    if not place.left_out and not is_aside(text[start:end]):
        place.begun = True
        yield Block(place.section, ((start + _bullet(text, start, end), end),))


def _single(text: str, chunks: list[_Chunk], index: int, place: _Place) -> Iterator[Block]:
    """Lines of which each stands for itself."""
    chunk = chunks[index]
    for number, (begin, end) in enumerate(chunk.lines):
        following = text[chunk.lines[number + 1][0] :][:1] if number + 1 < len(chunk.lines) else ""
        heading = read_heading(text, begin, end)
        is_heading = heading and not heading.weak and not following.islower()
        if heading and is_heading:
            place.enter(heading)
        start = heading.end if heading and is_heading else begin
        if place.left_out or start >= end or is_aside(text[start:end]):
            continue
        if not place.begun and _is_front(text, chunks, index, place.titled):
            continue
        place.begun = True
        yield Block(place.section, ((start + _bullet(text, start, end), end),))


def _heading(text: str, chunks: list[_Chunk], index: int) -> Heading | None:
    """The heading that a chunk is or begins with; a weak one needs running text after it."""
    chunk = chunks[index]
    if not chunk.wrapped and len(chunk.lines) > 1:
        return None
    start, end = chunk.lines[0][0], chunk.lines[-1][1]
    heading = read_heading(text, start, end)
    if heading is None or not heading.weak:
        return heading
    if is_aside(text[start:end]):
        return None
    after = next((text[one.lines[0][0] : one.lines[-1][1]] for one in chunks[index + 1 : index + 2]), "")
    return heading if _runs(after) or read_heading(after, 0, len(after)) else None


def _is_front(text: str, chunks: list[_Chunk], index: int, titled: bool) -> bool:
    """Whether a line stands before the paper begins, as its title and authors do: no full stop, and text to come."""
    chunk = chunks[index]
    start, end = chunk.lines[0]
    far = _FARTHEST_FRONT if titled else _LAST_TITLE
    if index > far or (len(chunk.lines) > 1 and not titled) or end - start > 300 or _END.search(text[start:end]):
        return False
    after = (text[one.lines[0][0] : one.lines[-1][1]] for one in chunks[index + 1 : index + 2 + far])
    return any(_runs(one) or read_heading(one, 0, len(one)) for one in after)


def _runs(text: str) -> bool:
    """Whether a text begins like a paragraph of running text."""
    return text[:1].isupper() and bool(re.search(r"[a-z)\]}]\.(?:\s|$|\^|\[)", text)) and not is_aside(text)


def _chunks(text: str) -> Iterator[_Chunk]:
    lines: list[Span] = []
    hidden = 0
    for match in _LINE.finditer(text):
        hidden = max(hidden, _hidden_until(text, match.start()) if match.start() >= hidden else 0)
        start, end = _trimmed(text, *match.span())
        is_read = start < end and match.start() >= hidden
        if is_read:
            lines.append((start, end))
        if lines and (not is_read or match.group().endswith("\f")):
            yield _chunk(text, lines)
            lines = []
    if lines:
        yield _chunk(text, lines)


def _chunk(text: str, lines: list[Span]) -> _Chunk:
    return _Chunk(tuple(lines), _is_wrapped([text[start:end] for start, end in lines]))


def _hidden_until(text: str, start: int) -> int:
    """Where code, a display formula, a comment or front matter ends that begins with this line."""
    opened = _OPENS.match(text, start)
    if opened is None:
        return start
    closer = _CLOSES[str(opened.lastgroup)] + (opened["fence"] or "")
    end = text.find(closer, opened.end(), opened.end() + _LONGEST_HIDDEN)
    return start if end < 0 else end + len(closer)


def _trimmed(text: str, start: int, end: int) -> Span:
    line = text[start:end]
    return end - len(line.lstrip()), start + len(line.rstrip())


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken to a width: nearly all are nearly full, and few end a sentence."""
    if len(lines) < 2:
        return False
    if any("\t" in line or _ITEM.match(line) for line in lines[1:]) or not any(line[0].islower() for line in lines[1:]):
        return False
    *full, _ = lines
    width = max(map(len, lines))
    ended = sum(bool(_END.search(line)) for line in full)
    return 40 <= width <= 140 and min(map(len, full)) >= 0.55 * width and ended <= 0.5 * len(full)


def is_aside(line: str) -> bool:
    """Whether a line is no running text: a caption, a row of a table, an address, a list of authors, a bare number.

    >>> [is_aside(line) for line in ("Fig. 1 Pores of a pellet.", "Figure 1 shows pores.", "Tin\\t0.4")]
    [True, False, True]
    """
    line = line.strip()
    if _CAPTION.match(line) or _ASIDE.match(line) or _COLUMNS.search(line) or not _WORDS.search(line):
        return True
    if _END.search(line):
        return False
    return len(_MARKED_NAME.findall(line)) >= 2 or bool(_ADDRESS.search(line) and line.count(",") >= 2)


def _bullet(text: str, start: int, end: int) -> int:
    """How many characters at the beginning of a line only mark it as an item or a quotation."""
    match = _BULLET.match(text, start, end)
    return match.end() - start if match else 0


def _join_cut_paragraphs(text: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """Blocks of one section are one paragraph when the first does not end a sentence."""
    held: Block | None = None
    for block in blocks:
        if held and held.section == block.section and _goes_on(text, held, block):
            held = Block(held.section, held.spans + block.spans)
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _goes_on(text: str, held: Block, block: Block) -> bool:
    """Whether a block takes up the unfinished sentence of the one before.

    What begins with a capital does so only after a long line: short lines without a full stop are statements of
    their own, one a line.
    """
    (start, end), (after, _) = held.spans[-1], block.spans[0]
    if _END.search(text[start:end].rstrip()):
        return False
    alone = "\n\n" not in text[end:after] and "\n" in text[end:after] and text[end:after].count("\n") == 1
    if text[after : after + 1].islower() or text[start:end].endswith(("-", "–", ",")):
        return True
    return not alone and end - held.spans[0][0] >= _SHORTEST_CUT
