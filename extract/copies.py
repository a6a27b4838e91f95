"""A document -> the sentences of the graph that it holds, known again by their fingerprints."""

import re
from collections.abc import Iterator, Set

from extract.document import Document
from kg.fingerprint import fingerprint

_WEAK_END = re.compile(r"(?<=[.?!:;)\]}])\s+")
_MOST_PARTS = 8


def find_sentences(document: Document, wanted: Set[str]) -> dict[str, str]:
    """The sentences of a document by fingerprint: all as they were read, and those wanted that were cut otherwise.

    Another copy may break a sentence at another stop; so stretches of neighbouring parts are tried as well.
    """
    found = {fingerprint(sentence.text): sentence.text for sentence in document.sentences}
    missing = wanted - found.keys()
    for stretch in _stretches(document) if missing else ():
        if (one := fingerprint(stretch)) in missing:
            found[one] = stretch
    return found


def _stretches(document: Document) -> Iterator[str]:
    parts = [part for sentence in document.sentences for part in _WEAK_END.split(sentence.text)]
    for first in range(len(parts)):
        for last in range(first + 1, min(first + _MOST_PARTS, len(parts)) + 1):
            yield " ".join(parts[first:last])
