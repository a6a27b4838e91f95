"""Document -> what it mentions and what it may state: the one door to reading papers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.candidate import Candidate, Entity
from extract.document import Document
from kg.lexicon import Lexicon, load_lexicon


@dataclass(frozen=True)
class Extraction:
    """What one document mentions and what it may state, both in reading order."""

    document: Document
    entities: tuple[Entity, ...]
    candidates: tuple[Candidate, ...]


class Extractor:
    """Reads documents by the names of one graph."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @classmethod
    def open(cls, folder: Path) -> "Extractor":
        """An extractor with the names of a built graph, such as `kg.build.ready()` gives."""
        return cls(load_lexicon(folder))

    def extract(self, document: Document) -> Extraction:
        """Mentions and candidate statements of a document."""
        return Extraction(document, (), ())

    def extract_many(self, documents: Iterable[Document], processes: int = 1) -> Iterator[Extraction]:
        """Mentions and candidates of each document, in order; memory does not grow with their number."""
        yield from map(self.extract, documents)
