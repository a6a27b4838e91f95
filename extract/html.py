"""A publisher's page -> the text of its paper: a paragraph a line, headings as in Markdown, rows of tables with tabs.

What is no part of the paper is dropped: scripts, menus, figures, lists of references. Nothing is fetched, and no depth
of nesting is followed by recursion.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from extract.html_tables import table_lines
from extract.mathml import MATH, say_math
from extract.scripts import high, low
from kg.errors import ReadError

_DROPPED = frozenset(
    "script style noscript template head nav footer aside form button select input textarea svg iframe object embed "
    "video audio canvas dialog map annotation annotation-xml".split()
)
_BLOCKS = frozenset(
    "address article blockquote body br caption center dd details div dl dt fieldset figcaption figure "
    "h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_PARTS = frozenset("div section ul ol dl aside header p span table figure".split())
_NOT_PAPER = re.compile(
    r"(?:^|[\s_-])(?:ref(?:erence)?s?[-_]?list|references|bibliography|ref-list|citations?-list|cited-?by|related|recommend\w*"
    r"|breadcrumbs?|cookies?|sidebar|site-footer|toolbar|social|share|metrics|altmetric|authors?(?:-list|s)?|affiliations?"
    r"|acknowledge?ments?|copyright|licen[cs]e|banner|advert\w*|visually-hidden|sr-only|screen-?reader\w*|skip-?link"
    r"|mathjax_preview|mathjax|mjx-chtml|katex-html|figure|fig|image_table|figure-wrap|toc|supplementary|download\w*|login)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MATH_IS_TEXT = frozenset(("mjx_assistive_mathml", "mjx-assistive-mml", "katex-mathml"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BRACKETED = re.compile(r"\(\d{1,4}\)")
_LEVELS = {f"h{level}": "#" * level for level in range(1, 7)}
#: An element with more of the page's text than this is never dropped by its name alone.
_MOST_DROPPED = 0.5


def read_html(data: bytes, encoding: str, name: str) -> str:
    """The text of a page; raises ReadError when it holds none.

    >>> page = b"<html><body><h2>1 Tin</h2><p>Na<sub>3</sub>PS<sub>4</sub> wets.<sup>12</sup></p></body></html>"
    >>> print(read_html(page, "utf-8", "page.html"))
    ## 1 Tin
    <BLANKLINE>
    Na₃PS₄ wets.¹²
    """
    parser = etree.HTMLParser(
        encoding=encoding, remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(f"{name} is no HTML that can be read: {error}; save the page again") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise ReadError(f"{name} is nested too deeply to be a page; save the page again")
    if root is None:
        raise ReadError(f"{name} holds no text")
    _drop(root)
    lines = _Lines()
    lines.read(_main_part(root))
    return "\n\n".join(lines.done())


# ── what is no part of the paper ─────────────────────────────────────────────────────────────────────────────────────


def _drop(root: Any) -> None:
    lengths = _lengths(root)
    most = _MOST_DROPPED * lengths[root]
    for element in list(root.iter(etree.Element)):
        if _is_dropped(element) or (lengths[element] <= most and _is_other(element)):
            _cut(element)


def _lengths(root: Any) -> dict[Any, int]:
    """How much text each element holds."""
    found: dict[Any, int] = {}
    for _, element in etree.iterwalk(root, events=("end",), tag=etree.Element):
        own = len(element.text or "")
        found[element] = own + sum(found.get(child, 0) + len(child.tail or "") for child in element)
    return found


def _is_dropped(element: Any) -> bool:
    tag = str(element.tag).lower()
    if tag == "figure":
        return element.find(".//table") is None
    return tag in _DROPPED or element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _is_other(element: Any) -> bool:
    """Whether an element says by its name that it is not the running text: references, figures, menus."""
    tag = str(element.tag).lower()
    if tag not in _PARTS:
        return False
    named = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    if set(named.lower().split()) & _MATH_IS_TEXT:
        return False
    if element.get("aria-hidden") == "true" and element.find(".//math") is None:
        return True
    return bool(_NOT_PAPER.search(named)) and (tag != "table") and element.find(".//table") is None


def _cut(element: Any) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _main_part(root: Any) -> Any:
    """The part of a page that is the paper, where the page says so."""
    lengths = _lengths(root)
    parts = [one for one in root.iter("article", "main", "div") if one.tag != "div" or one.get("role") == "main"]
    longest = max(parts, key=lambda one: lengths[one], default=root)
    return longest if lengths[longest] > 0.5 * lengths[root] else root


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────────────────


class _Lines:
    """The lines of a page in the making; what is raised or lowered is gathered apart until it ends."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[list[str]] = [[]]
        self.mark = ""

    def read(self, root: Any) -> None:
        """One element with all that it holds."""
        walker = etree.iterwalk(root, events=("start", "end"), tag=etree.Element)
        for event, element in walker:
            tag = str(element.tag).lower()
            if event == "start":
                whole = self._whole(tag, element)
                if whole is None:
                    self._open(tag, element)
                    self._say(element.text)
                else:
                    self._say(whole)
                    walker.skip_subtree()
            else:
                self._close("sup" if tag == "a" and _cites(element) else tag)
                if element is not root:
                    self._say(element.tail)

    def _whole(self, tag: str, element: Any) -> str | None:
        """The text of a formula or a table, which is read at once; None for any other element."""
        if tag in MATH:
            return say_math(element)
        if tag == "img" and re.search("math|formula|equation|inline", element.get("class", "")):
            return str(element.get("alt", ""))
        rows = table_lines(element, _line) if tag == "table" else None
        if rows is None:
            return None
        self._break()
        self.lines += [rows] if rows else []
        return ""

    def _open(self, tag: str, element: Any) -> None:
        if tag in ("sub", "sup") or (tag == "a" and _cites(element)):
            self.parts.append([])
        elif tag in _BLOCKS:
            self._break()
            self.mark = _LEVELS.get(tag, "-" if tag == "li" else self.mark if tag in ("p", "div") else "")

    def _close(self, tag: str) -> None:
        if tag in ("sub", "sup") and len(self.parts) > 1:
            inner = "".join(self.parts.pop())
            self._say(low(inner) if tag == "sub" else high(inner.strip("()") if _BRACKETED.fullmatch(inner) else inner))
        elif tag in _BLOCKS:
            self._break()
            self.mark = ""

    def _say(self, text: str | None) -> None:
        if text:
            self.parts[-1].append(text)

    def _break(self) -> None:
        """The end of a paragraph."""
        line = " ".join("".join(text for part in self.parts for text in part).split())
        self.parts = [[] for _ in self.parts]
        if line:
            self.lines.append(f"{self.mark} {line}" if self.mark else line)
            self.mark = ""

    def done(self) -> Iterable[str]:
        """All lines."""
        self._break()
        return list(_without_repeats(self.lines))


def _cites(element: Any) -> bool:
    """Whether a link is a citation in brackets, such as (5), that stands on the line."""
    is_citation = re.search(r"(?:^|\s)(?:ref|bibr|xref-bibr)(?:\s|$)", element.get("class", ""))
    return bool(is_citation and not len(element) and _BRACKETED.fullmatch(element.text or ""))


def _line(element: Any) -> str:
    """An element on one line."""
    lines = _Lines()
    lines.read(element)
    return " ".join(lines.done()).replace("\t", " ")


def _without_repeats(lines: Iterable[str]) -> Iterator[str]:
    """Lines without those that say again what the line before said, as titles in pages do."""
    before = ""
    for line in lines:
        if line != before:
            yield line
        before = line
