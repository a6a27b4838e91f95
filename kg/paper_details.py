"""What a person says of a paper: its short name, DOI and year, as the tables keep them."""

import re

from kg.curated_check import what_is_wrong_with_id

_ADDRESS = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_YEAR = re.compile(r"[12]\d{3}")


def paper_id(name: str) -> str:
    """An id for a paper from the name of its file.

    >>> paper_id("Doe 2027 (final)")
    'doe-2027-final'
    """
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in name.casefold())
    return "-".join(part for part in kept.split("-") if part)[:60] or "paper"


def plain_doi(text: str) -> str:
    """A DOI without the address before it.

    >>> plain_doi("https://doi.org/10.1000/toy"), plain_doi("doi: 10.1000/toy")
    ('10.1000/toy', '10.1000/toy')
    """
    return _ADDRESS.sub("", text.strip())


def what_is_wrong_with_paper(part: str, text: str) -> str:
    """Why a text cannot be that part of a paper (`id`, `title`, `doi` or `year`); nothing where it can, or is empty.

    >>> what_is_wrong_with_paper("year", "20x6"), what_is_wrong_with_paper("year", "2026")
    ("'20x6' is no year: write four digits", '')
    """
    if not text:
        return ""
    if part == "id":
        return what_is_wrong_with_id(text)
    if part == "doi" and not _DOI.fullmatch(plain_doi(text)):
        return f"'{text}' is no DOI: it looks like 10.1000/toy"
    if part == "year" and not _YEAR.fullmatch(text):
        return f"'{text}' is no year: write four digits"
    return ""
