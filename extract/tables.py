"""Tables in plain text and in Markdown, with their captions and footnotes."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.document import Sentence, Table
from extract.table_blocks import Block, Line, find_blocks, read_lines
from extract.table_grid import Row, make_table
from extract.table_notes import find_marks, read_notes

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_CAPTION = re.compile(
    r"[\W_]{0,6}(?:(?:Supplementary|Supporting|Extended Data)\s)?"
    r"(?:(?:Table|TABLE|Tab\.)\s?(?P<number>[SA]?\d{1,3}|[IVX]{1,4})\b|Table(?=:\s))"
    r"(?!\s+(?:and|shows?|lists?|summari[sz]es?|presents?|gives?|compares?|reports?|contains?|that|is|are)\b)"
    r"[\s.:*_|–—-]*(?P<title>.{0,1000})"
)
_CONTINUED = re.compile(r"\W*(?:continued|contd|cont['’]d)\b", re.IGNORECASE)
#: A caption and the notes are so many lines long at most.
_LONGEST = 6
#: Between the parts of a table that a page break cuts stand so many lines at most.
_APART = 15


@dataclass(frozen=True)
class Caption:
    """A caption with the number of its table, on the lines from `first` up to, not with, `last`."""

    number: int
    title: str
    first: int = 0
    last: int = 0

    @property
    def continues(self) -> bool:
        """Whether it says that the table goes on from an earlier page."""
        return bool(_CONTINUED.match(self.title))


@dataclass(frozen=True)
class _Part:
    block: Block
    caption: Caption | None


def find_tables(text: str) -> list[Table]:
    """The tables of a plain text or of a Markdown text, in reading order, with offsets of each cell.

    >>> table = find_tables("Table 2 Glasses\\n\\nGlass\\tσ (mS/cm)\\nNa3PS4\\t0.2\\nNa3SbS4\\t1.1\\n")[0]
    >>> table.number, table.caption, [cell.text for cell in table.rows[1]]
    (2, 'Glasses', ['Na3SbS4', '1.1'])
    """
    lines = read_lines(text)
    captions = list(_captions(lines))
    blocks = list(find_blocks(lines, [(caption.first, caption.last) for caption in captions]))
    tables = (_table(lines, parts) for parts in _whole(_captioned(lines, blocks, captions)))
    return [table for table in tables if table]


def with_sections(tables: Iterable[Table], sentences: Sequence[Sentence]) -> tuple[Table, ...]:
    """The tables, each with the section of the last sentence that begins before it."""
    starts = [sentence.start for sentence in sentences]
    before = ((table, bisect_right(starts, table.header[0].start)) for table in tables)
    return tuple(replace(table, section=sentences[at - 1].section) if at else table for table, at in before)


# --- captions -----------------------------------------------------------------------------------------------------


def read_caption(text: str) -> Caption | None:
    """The caption that a text is.

    >>> read_caption("**Table 3.** Cells with sodium")
    Caption(number=3, title='Cells with sodium', first=0, last=0)
    """
    match = _CAPTION.match(text)
    if match is None:
        return None
    number = match["number"] or ""
    return Caption(int(number) if number.isdecimal() else _ROMAN.get(number, 0), match["title"].strip(" *_|\t"))


def _captions(lines: Sequence[Line]) -> Iterator[Caption]:
    """Captions with the lines below that go on with them."""
    at = 0
    while at < len(lines):
        caption = read_caption(lines[at].text[:2000]) if "T" in lines[at].text[:40] else None
        last = at + 1
        if caption:
            title = [caption.title] if caption.title else []
            if not title and last + 1 < len(lines) and lines[last].is_blank and _is_words(lines[last + 1]):
                last += 1
            while last < min(len(lines), at + _LONGEST) and _is_words(lines[last]):
                title.append(lines[last].text.strip())
                last += 1
            yield replace(caption, title=" ".join(title), first=at, last=last)
        at = last


def _is_words(line: Line) -> bool:
    """Whether a line is running text: neither empty nor divided into cells."""
    text = line.text
    return not line.is_blank and len(text) < 2000 and not re.search(r"\t|\||\S {2,}\S|^\s*\+-", text)


def _captioned(lines: Sequence[Line], blocks: Sequence[Block], captions: Sequence[Caption]) -> list[_Part]:
    """Each block with the caption right above it, or right below where captions stand below."""
    ends = {caption.last: caption for caption in captions}
    starts = {caption.first: caption for caption in captions}
    above = [_nearest(lines, ends, block.first, -1) for block in blocks]
    below = [_nearest(lines, starts, block.last, 1) for block in blocks]
    if blocks and not above[0] and all(below):
        above = below
    used = {caption.first for caption in above if caption}
    pairs = zip(blocks, above, below, strict=True)
    return [_Part(block, one or (other if other and other.first not in used else None)) for block, one, other in pairs]


def _nearest(lines: Sequence[Line], captions: dict[int, Caption], at: int, step: int) -> Caption | None:
    """The caption that begins or ends at a line, but for empty lines between."""
    for _ in range(_LONGEST):
        if at in captions:
            return captions[at]
        if not 0 <= (at if step > 0 else at - 1) < len(lines) or not lines[at if step > 0 else at - 1].is_blank:
            return None
        at += step
    return None


# --- tables -------------------------------------------------------------------------------------------------------


def _whole(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """The parts of each table: after a page break it goes on with its header again, or its caption says so."""
    held: list[_Part] = []
    for part in parts:
        if held and not _goes_on(held, part):
            yield held
            held = []
        held.append(part)
    if held:
        yield held


def _goes_on(held: Sequence[_Part], part: _Part) -> bool:
    caption, first = part.caption, held[0].caption
    if caption:
        return bool(first and caption.number == first.number and caption.continues)
    same = _texts(held[0].block.rows[0]) == _texts(part.block.rows[0])
    return same and part.block.first - held[-1].block.last <= _APART


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)


def _table(lines: Sequence[Line], parts: Sequence[_Part]) -> Table | None:
    rows = [row for part in parts for row in part.block.rows]
    caption = parts[0].caption or Caption(0, "")
    marks = find_marks([caption.title, *(cell.text for row in rows for cell in row)])
    notes = [note for part in parts for note in _notes_below(lines, part, marks)] if marks else []
    return make_table(rows, caption.title, caption.number, notes)


def _notes_below(lines: Sequence[Line], part: _Part, marks: frozenset[str]) -> list[tuple[str, str]]:
    """The footnotes right below a part of a table, or below the caption that stands there."""
    at = part.block.last
    if part.caption and part.caption.first >= at:
        at = part.caption.last
    while at < len(lines) and lines[at].is_blank and at < part.block.last + _LONGEST:
        at += 1
    return read_notes((line.text[:2000] for line in lines[at : at + _LONGEST] if not line.is_blank), marks)
