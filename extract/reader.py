"""A file -> the document it holds, by its content rather than its name: PDF, publisher's page, Markdown or plain text.

Text and Markdown are read as they stand, so that offsets hold in the file itself. A page or a PDF becomes a text of the
same form first (`sse-kg text show` prints it), into which its offsets point.
"""

import re
from pathlib import Path

from extract.document import Document
from extract.text import read_text
from kg.errors import ReadError

LARGEST_TEXT = 20_000_000
LARGEST_PDF = 200_000_000

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p)\b",
    re.I | re.S,
)
_XML = re.compile(rb"\s*(?:<\?xml\b|<[\w:.-]{1,80}\s[^>]{0,2000}\bxmlns\b)")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.I)
_OTHERS = {
    b"PK\x03\x04": "a Word file, an e-book or an archive",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "a rich-text file",
    b"%!PS": "a PostScript file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_document(path: Path) -> Document:
    """The paper in a file; raises ReadError, with one line that says what is wrong and what to do.

    >>> read_document(Path("missing.txt"))
    Traceback (most recent call last):
    kg.errors.ReadError: missing.txt: there is no such file
    """
    text = read_paper(path)
    document = read_text(str(path), text)
    if not (document.sentences or text.strip()):
        raise ReadError(f"{path} holds no text")
    return document


def read_paper(path: Path) -> str:
    """The text of a paper, to which all offsets refer."""
    data = _bytes(path)
    if b"%PDF-" in data[:1024]:
        from extract.pdf import read_pdf

        return read_pdf(path)
    for mark, kind in _OTHERS.items():
        if data.startswith(mark):
            raise ReadError(f"{path} is {kind}; save it as PDF, HTML or plain text")
    if len(data) > LARGEST_TEXT:
        raise ReadError(f"{path} has {len(data):,} bytes; the limit for text is {LARGEST_TEXT:,}: split it")
    if _HTML.match(data.removeprefix(b"\xef\xbb\xbf")):
        from extract.html import read_html

        text = _decoded(data, path, _charset(data))
        return read_html(text.encode("utf-8"), "utf-8", str(path))
    if _XML.match(data.removeprefix(b"\xef\xbb\xbf")):
        raise ReadError(f"{path} is XML; give the page (HTML), the PDF or plain text of the paper")
    return _decoded(data, path, "utf-8")


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReadError(f"{path} is a folder, not a paper")
        if path.exists() and not path.is_file():
            raise ReadError(f"{path} is no regular file; save the paper to a file first")
        size = path.stat().st_size
        if size > LARGEST_PDF:
            raise ReadError(f"{path} has {size:,} bytes; the limit is {LARGEST_PDF:,}")
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} cannot be opened: {getattr(error, 'strerror', None) or error}") from None
    if not data.strip():
        raise ReadError(f"{path} is empty")
    return data


def _charset(data: bytes) -> str:
    """The encoding that a page names; UTF-8 where it is UTF-8 whatever it says."""
    named = _CHARSET.search(data[:4096])
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return named[1].decode("ascii") if named else "utf-8"
    return "utf-8"


def _decoded(data: bytes, path: Path, encoding: str) -> str:
    if data.startswith(_UTF16):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data[:4096]:
            raise ReadError(f"{path} is no text; give a PDF, HTML, Markdown or text file") from None
        raise ReadError(f"{path} is not UTF-8 at byte {error.start + 1}; save it as UTF-8") from None
    except LookupError:
        raise ReadError(f"{path} is written in '{encoding}', which is no known encoding; save it as UTF-8") from None
    if "\0" in text or sum(text.count(chr(code)) for code in range(1, 9)) > len(text) / 200:
        raise ReadError(f"{path} is no text; give a PDF, HTML, Markdown or text file")
    return text
