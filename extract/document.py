"""What reading a paper yields: its text, its sentences with their places in that text, and its tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A run of a sentence as it stands in the paper: `text[at:at + end - start]` is `source[start:end]`."""

    at: int
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One sentence: `start` and `end` are offsets (Unicode code points) of its first and last word in the paper's text.

    `text` is what its authors wrote, on one line: a caption or page break that cuts the sentence is left out, a word
    divided at the end of a line is whole. `pieces` say where each run of it stands. `number` and `paragraph` count from
    1 within `section`, which is empty where the paper has no numbered sections. `references` are the numbers it cites.
    """

    section: str
    number: int
    paragraph: int
    start: int
    end: int
    text: str
    pieces: tuple[Piece, ...] = ()
    references: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of `text` stands in the paper's text.

        >>> Sentence("1", 1, 1, 5, 19, "Tin wets.", (Piece(0, 5, 8), Piece(3, 13, 19))).span(0, 8)
        (5, 18)
        """
        return self._place(start), self._place(end - 1) + 1

    def _place(self, at: int) -> int:
        piece = next((one for one in reversed(self.pieces) if one.at <= at), None)
        return self.start + at if piece is None else min(piece.start + at - piece.at, piece.end - 1)


@dataclass(frozen=True)
class TableCell:
    """One cell of a table as printed; `start` and `end` are its offsets in the paper's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """A table as printed: `number` as in "Table 1" (0 when it has none), its caption, header row and body rows.

    Every row has as many cells as the header; a cell that spans several rows or columns is repeated in each. `notes`
    are the footnotes below it, by their mark.
    """

    number: int
    caption: str
    section: str
    header: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Document:
    """A paper that was read: `source` is the name of its file, `text` the text into which all offsets point."""

    source: str
    text: str
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
