"""What a paper says of itself: title, DOI and year, from the head of its page or the beginning of its text."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import Any

from kg.paper_details import plain_doi, what_is_wrong_with_paper
from kg.proposals import one_line

#: How much of a text is looked at: later DOIs are those of works it cites.
_BEGINNING = 3000
#: How many bytes of a page are looked through for its head.
_HEAD = 500_000
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>|\]),;]+")
_HEADING = re.compile(r"^# (?P<title>\S.{2,298})$", re.MULTILINE)
_LONGEST = 300
#: Names of meta elements, the most exact first, as Highwire, Dublin Core and Open Graph have them.
_META = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title"),
    "doi": ("citation_doi", "dc.identifier", "dcterms.identifier", "prism.doi"),
    "year": ("citation_publication_date", "citation_online_date", "citation_year", "dc.date", "dcterms.issued"),
}


def read_front(data: bytes, text: str) -> dict[str, str]:
    """Title, DOI and year of a paper, by its bytes and the text that was read of it; what is not found is left out.

    >>> read_front(b"", "# A toy\\n\\nhttps://doi.org/10.1000/toy. Beeswax hums.")
    {'title': 'A toy', 'doi': '10.1000/toy'}
    """
    head = _head(data)
    heading = _HEADING.search(text[:_BEGINNING])
    doi = _DOI.search(text[:_BEGINNING])
    said = {name: [head[key] for key in keys if key in head] for name, keys in _META.items()}
    said["title"] += [heading["title"].strip("# ")] if heading else []
    said["title"] += [head["title"]] if "title" in head else []
    said["doi"] += [doi.group().rstrip(".")] if doi else []
    said["year"] = [text[:4] for text in said["year"]]
    found = {name: _first(name, texts) for name, texts in said.items()}
    return {name: text for name, text in found.items() if text}


def _first(name: str, texts: Iterable[str]) -> str:
    """The first text that can be that part of a paper."""
    plain = (plain_doi(text) if name == "doi" else one_line(text)[:_LONGEST] for text in texts)
    return next((text for text in plain if text and not what_is_wrong_with_paper(name, text)), "")


def _head(data: bytes) -> dict[str, str]:
    """What stands in the head of a page, by lower-case names; nothing for what is no page."""
    from lxml import etree

    start = data[:_HEAD]
    if b"<head" not in start.lower():
        return {}
    encoding = "utf-8" if _is_utf8(start) else None
    try:
        root: Any = etree.fromstring(start, etree.HTMLParser(encoding=encoding, no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return {}
    if root is None:
        return {}
    found = {"title": " ".join(root.findtext(".//head/title", "").split())}
    for meta in root.iterfind(".//meta[@content]"):
        name = meta.get("name") or meta.get("property") or ""
        found.setdefault(name.lower(), meta.get("content"))
    return {name: text for name, text in found.items() if text.strip()}


def _is_utf8(data: bytes) -> bool:
    """Whether bytes, which may end within a letter, are UTF-8."""
    try:
        getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True
