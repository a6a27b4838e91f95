"""`python -m extract.pdf_worker FILE MEMORY SECONDS`: the text of a PDF as JSON, read within limits.

A PDF may be made to fill the memory or to run for hours, so it is read in a process of its own.
"""

import ctypes
import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from extract.pdf_blocks import text_of
from extract.pdf_layout import Page, columns_of
from extract.pdf_letters import Letter, main_way, upright
from extract.pdf_lines import lines_of
from extract.pdf_tables import Rule

MOST_PAGES = 1_000
_MOST_CHARS = 60_000  # of one page
_MOST_PATHS = 5_000  # of one page
_THICKEST = 2.5  # points, of a rule
_HYPHENS = frozenset((0x2, 0xFFFE, 0xFFFF))


class Unreadable(Exception):
    """A PDF of which no text can be had; the text says why."""


def main(file: str, memory: int, seconds: int) -> None:
    """Print the text of a PDF, or why there is none."""
    _limit(memory, seconds)
    try:
        answer = {"text": read_pages(file)}
    except Unreadable as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {"problem": "needs too much memory"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit(memory: int, seconds: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_pages(file: str) -> str:
    """The text of a PDF."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        document = pdfium.PdfDocument(file)
        count = len(document)
    except pdfium.PdfiumError as error:
        is_locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        reason = "is encrypted; save a copy without a password" if is_locked else "is a broken PDF; fetch it again"
        raise Unreadable(reason) from None
    if count > MOST_PAGES:
        raise Unreadable(f"has {count:,} pages; the limit is {MOST_PAGES:,}: split it")
    pages = [_page(document, number) for number in range(count)]
    document.close()
    text = text_of(columns_of(pages))
    if not text.strip():
        raise Unreadable("holds no text, only pictures of pages; run it through text recognition (OCR) first")
    return text


def _page(document: Any, number: int) -> Page:
    page = document[number]
    width, height = page.get_size()
    if page.get_rotation() in (90, 270):
        width, height = height, width  # the letters know nothing of how the page is shown
    textpage = page.get_textpage()
    letters = list(_letters(textpage.raw, textpage.count_chars(), number))
    textpage.close()
    way = main_way(letters)
    rules = tuple(_rules(page)) if way == "right" else ()
    page.close()
    lines = tuple(lines_of(upright(letters, way, width, height)))
    return Page(width, height, lines, rules) if way in ("right", "left") else Page(height, width, lines, rules)


def _rules(page: Any) -> Iterator[Rule]:
    """The horizontal lines drawn on a page; a drawing of many paths has none."""
    from pypdfium2 import raw

    paths = list(islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3), _MOST_PATHS))
    for path in paths if len(paths) < _MOST_PATHS else ():
        left, bottom, right, top = path.get_bounds()
        if top - bottom < _THICKEST and right - left > 10:
            yield Rule(left, right, (bottom + top) / 2)


def _letters(text: Any, count: int, number: int) -> Iterator[Letter]:
    """The letters of a page in the order in which they were drawn."""
    from pypdfium2 import raw

    if count > _MOST_CHARS:
        raise Unreadable(f"has {count:,} letters on page {number + 1}, which is no page of a paper")
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    matrix = raw.FS_MATRIX()
    spaced = False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _HYPHENS:
            code = 0x2D
        char = chr(code) if code < 0x110000 else ""
        if not char.strip() or not char.isprintable():
            spaced = spaced or bool(char and (char.isspace() or code == 0))
            continue
        if not raw.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index)
        bold = raw.FPDFText_GetFontWeight(text, index) >= 600
        edges = (left.value, bottom.value, right.value, top.value)
        yield Letter(char, edges, x.value, y.value, (matrix.a, matrix.b, matrix.c, matrix.d), size, bold, spaced)
        spaced = False


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
