"""A small data folder with a material, a failure and a property that the project does not know."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import copytree

from kg.curated import write_table
from kg.dictionary import column_dictionary
from kg.tables import read_table

FOLDER = Path(__file__).with_name("toy")
"""Tables, ontology and text of a paper that does not exist."""


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    """The cells of a table as they stand."""
    problems: list[str] = []
    rows = [row.cells for row in read_table(folder, table, column_dictionary()[table], problems)]
    assert not problems
    return rows


def toy_folder(path: Path) -> Path:
    """A copy of the toy folder that a test may change."""
    return copytree(FOLDER, path / "toy", ignore=lambda folder, names: [n for n in names if n == "paper.txt"])


def add_rows(folder: Path, table: str, *rows: Mapping[str, str]) -> None:
    """Put further rows into a table of a folder."""
    write_table(folder / f"{table}.tsv", table, [*rows_of(folder, table), *rows])


def change_rows(folder: Path, table: str, column: str, value: str, rows: Iterable[int] = (0,)) -> None:
    """Put a value into a column of some rows."""
    changed = rows_of(folder, table)
    for number in rows:
        changed[number][column] = value
    write_table(folder / f"{table}.tsv", table, changed)
