"""A paper's plain text -> its tables, and its sentences with sections, places in that text, and the works they cite.

Every other format is brought into such a text first: a paragraph a line, headings as in Markdown, sub- and superscripts
as `_{3}` and `^{12}`, the rows of tables with tabs.
"""

import re
from collections.abc import Iterator

from extract.citations import cited
from extract.document import Document, Sentence
from extract.hyphens import words_of
from extract.lines import read_blocks
from extract.paragraph import Paragraph, read_paragraph
from extract.sentences import split_sentences
from extract.tables import find_tables, with_sections

_DIVIDED = re.compile(r"[-‐]\s*\n")


def read_text(source: str, text: str) -> Document:
    """The document that a text is; `source` is the name of its file.

    >>> document = read_text("notes.txt", "1 Tin\\n\\nTin wets sodium.^{12} So does lead.")
    >>> [(one.section, one.number, one.text, one.references) for one in document.sentences]
    [('1', 1, 'Tin wets sodium.^{12}', (12,)), ('1', 2, 'So does lead.', ())]
    """
    sentences = tuple(_sentences(text))
    return Document(source, text, sentences, with_sections(find_tables(text), sentences))


def _sentences(text: str) -> Iterator[Sentence]:
    """Every sentence in reading order; `number` and `paragraph` count from 1 within a section."""
    numbers: dict[str, int] = {}
    paragraphs: dict[str, int] = {}
    words = words_of(text) if _DIVIDED.search(text) else frozenset()
    for block in read_blocks(text):
        paragraph = read_paragraph(text, block.spans, words)
        if not paragraph.pieces:
            continue
        paragraphs[block.section] = paragraphs.get(block.section, 0) + 1
        for start, end in split_sentences(paragraph.text):
            part = paragraph.part(start, end)
            numbers[block.section] = numbers.get(block.section, 0) + 1
            yield _sentence(part, block.section, numbers[block.section], paragraphs[block.section])


def _sentence(part: Paragraph, section: str, number: int, paragraph: int) -> Sentence:
    start, end = part.pieces[0].start, part.pieces[-1].end
    return Sentence(section, number, paragraph, start, end, part.text, part.pieces, cited(part.text))
