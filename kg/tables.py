"""Tables as text <-> rows of cells with the line they stand on; read then written, a table keeps its bytes."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.dictionary import Column, column_dictionary
from kg.errors import TableError
from kg.model import Place

_SENTENCE = re.compile(r"([0-9](?:\.[0-9])*):([1-9][0-9]*)")
_ROW = re.compile(r"T([1-9]):([1-9][0-9]*)")


@dataclass(frozen=True)
class Row:
    """One line of a table, with where it stands."""

    table: str
    path: Path
    line: int
    cells: dict[str, str]

    def texts(self, column: str) -> tuple[str, ...]:
        """The values of a cell that may hold several."""
        return tuple(part.strip() for part in self.cells.get(column, "").split("|") if part.strip())

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def where(self, column: str) -> str:
        """File, line and column of a cell, as complaints begin."""
        return f"{self.path}:{self.line}: column {column}"


def read_table(folder: Path, table: str, columns: list[Column], problems: list[str]) -> Iterator[Row]:
    """The rows of a table of a folder, if it is there; what is no row goes to `problems` with file and line."""
    path = folder / f"{table}.tsv"
    if not path.exists():
        return
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        problems.append(f"{path}: not UTF-8 text at byte {error.start}: save the table as UTF-8")
        return
    header = lines[0].split("\t")
    expected = [column.name for column in columns]
    if header != expected:
        problems.append(f"{path}:1: columns are {header}: they must be {expected}")
        return
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != len(expected):
            complaint = f"{len(cells)} cells instead of {len(expected)}: check the tabs of this line"
            problems.append(f"{path}:{number}: {complaint}")
            continue
        yield Row(table, path, number, dict(zip(expected, (cell.strip() for cell in cells), strict=True)))


def write_table(path: Path, table: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows in canonical order: columns as in the dictionary, lines sorted, each once; the file is replaced whole.

    Raises TableError for a column that the table does not have.
    """
    names = [column.name for column in column_dictionary()[table]]
    kept = {line for row in rows if (line := _line(row, table, names)).strip()}
    lines = sorted(kept, key=lambda line: (_natural(line), line))
    _replace(path, "\n".join(["\t".join(names), *lines]) + "\n")


def _replace(path: Path, text: str) -> None:
    """Give a file new content in a single step that survives a power cut."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _line(row: Mapping[str, str], table: str, names: list[str]) -> str:
    if unknown := sorted(row.keys() - set(names)):
        raise TableError([f"table {table} has no column {unknown[0]}: it has {', '.join(names)}"])
    return "\t".join(" ".join(row.get(name, "").split()) for name in names)


def _natural(line: str) -> list[tuple[int, int | str]]:
    """Sort key in which 4.10 comes after 4.2."""
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in re.findall(r"\d+|\D+", line)]


def read_place(text: str) -> Place:
    """A place as written in the tables.

    >>> read_place("4.1.1:7").section, read_place("T1:5").row
    ('4.1.1', 5)
    """
    if match := _ROW.fullmatch(text):
        return Place(table=int(match[1]), row=int(match[2]))
    match = _SENTENCE.fullmatch(text)
    if not match:
        raise TableError([f"'{text}' is no place: write SECTION:SENTENCE as 4.1.1:7 or TABLE:ROW as T1:5"])
    return Place(section=match[1], sentence=int(match[2]))
