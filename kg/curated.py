"""Curated tables <-> typed rows: every cell is checked against the column dictionary when it is read.

A table is tab-separated text with a header, one fact per row, in canonical order; ` | ` separates several values of a
cell. `data/columns.tsv` says what each column holds. A fact that names an unknown thing, unit, reference or formula
is refused with file, line and column.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from kg.errors import FormulaError, TableError, UnitError
from kg.formula import read_formula
from kg.model import Cell, Curated, Entity, Measurement, Place, Reference, Sentence, Source, Statement
from kg.quantity import read_unit
from kg.vocabulary import Vocabulary, read_vocabulary

ENTITY_TABLES = ("materials", "strategies", "failure_mechanisms", "concepts", "processes", "dopants", "groups")
STANCES = ("asserted", "hedged", "denied", "speculated", "other-system")
SIGNS = ("=", "<", ">", "<=", ">=", "~", "range")
CONDITION_KEYS = (
    "temperature annealing_temperature cycle rate current_density areal_capacity phase atmosphere speed duration pressure "
    "electrolyte cathode anode precursor with method cell_type content"
).split()
DIMENSIONLESS = "1"
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_SENTENCE = re.compile(r"(\d(?:\.\d)*):(\d+)")
_ROW = re.compile(r"T(\d):(\d+)")


@dataclass(frozen=True)
class Column:
    """One line of the column dictionary."""

    table: str
    name: str
    kind: str
    required: bool
    meaning: str


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


def data_folder() -> Path:
    """The folder of the project's own tables."""
    return Path(str(files("kg").joinpath("data")))


def column_dictionary() -> dict[str, list[Column]]:
    """Columns by table, in order."""
    columns: dict[str, list[Column]] = {}
    for line in (data_folder() / "columns.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        table, name, kind, meaning = line.split("\t")
        columns.setdefault(table, []).append(Column(table, name, kind.rstrip("!"), kind.endswith("!"), meaning))
    return columns


def read_curated(*folders: Path, vocabulary: Vocabulary | None = None) -> Curated:
    """All facts of the project and of further data folders; raises TableError with one line for each wrong cell."""
    words = vocabulary or read_vocabulary(folders)
    columns = column_dictionary()
    problems: list[str] = []
    rows = {
        table: [row for folder in (data_folder(), *folders) for row in _read_table(folder, table, names, problems)]
        for table, names in columns.items()
    }
    checker = _Checker(rows, words, problems)
    for table, names in columns.items():
        for row in rows[table]:
            checker.check(row, names)
    if problems:
        raise TableError(problems)
    return _build(rows)


def write_table(path: Path, table: str, rows: Iterable[dict[str, str]]) -> None:
    """Write rows in canonical order: columns as in the dictionary, lines sorted, each once."""
    names = [column.name for column in column_dictionary()[table]]
    lines = sorted({"\t".join(_clean(row.get(name, "")) for name in names) for row in rows}, key=_natural)
    path.write_text("\n".join(["\t".join(names), *lines]) + "\n", encoding="utf-8", newline="\n")


def _clean(cell: str) -> str:
    return " ".join(cell.split())


def _natural(line: str) -> list[tuple[int, int | str]]:
    """Sort key in which 4.10 comes after 4.2."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.findall(r"\d+|\D+", line)]


def _read_table(folder: Path, table: str, columns: list[Column], problems: list[str]) -> Iterator[Row]:
    path = folder / f"{table}.tsv"
    if not path.exists():
        return
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        problems.append(f"{path}: not UTF-8 text at byte {error.start}: save the table as UTF-8")
        return
    header = lines[0].rstrip("\r").split("\t")
    expected = [column.name for column in columns]
    if header != expected:
        problems.append(f"{path}:1: columns are {header}: they must be {expected}")
        return
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != len(expected):
            problems.append(
                f"{path}:{number}: {len(cells)} cells instead of {len(expected)}: check the tabs of this line"
            )
            continue
        yield Row(table, path, number, dict(zip(expected, (cell.strip() for cell in cells), strict=True)))


class _Checker:
    """Checks the cells of all rows; what is wrong goes to `problems` with file, line and column."""

    def __init__(self, rows: dict[str, list[Row]], vocabulary: Vocabulary, problems: list[str]) -> None:
        self.vocabulary, self.problems = vocabulary, problems
        self.classes: dict[str, tuple[str, ...]] = {}
        self.tables: dict[str, str] = {}
        for table in (*ENTITY_TABLES, "cells"):
            for row in rows[table]:
                if row["id"] in self.tables:
                    where = f"{row.path}:{row.line}: column id"
                    problems.append(
                        f"{where}: '{row['id']}' is already in table {self.tables[row['id']]}: keep one row"
                    )
                self.tables[row["id"]] = table
                self.classes[row["id"]] = _classes(row)
        self.references = {row["number"] for row in rows["references"]}
        self.elements = {row["symbol"] for row in _element_rows()}
        self.disputes: dict[str, set[str]] = {}

    def check(self, row: Row, columns: list[Column]) -> None:
        for column in columns:
            text = row[column.name]
            if not text:
                if column.required:
                    self._refuse(row, column.name, "the cell is empty: it must be filled")
                continue
            kind, _, argument = column.kind.partition(":")
            complaint = _CHECKS[kind](self, row.texts(column.name) if kind in _MANY else (text,), argument)
            if complaint:
                self._refuse(row, column.name, complaint)
        if row.table == "claims":
            self._check_range(row)

    def _check_range(self, row: Row) -> None:
        relation = self.vocabulary.relations.get(row["predicate"])
        if relation is None:
            return
        for side, wanted in (("subject", relation.domain), ("object", relation.range)):
            have = self.classes.get(row[side], ("Property",) if row[side] in self.vocabulary.properties else ())
            if have and not any(wanted in self.vocabulary.ancestors(c) for c in have if c in self.vocabulary.classes):
                self._refuse(row, side, f"'{row[side]}' is a {', '.join(have)}: {relation.name} wants a {wanted} here")

    def _refuse(self, row: Row, column: str, complaint: str) -> None:
        self.problems.append(f"{row.path}:{row.line}: column {column}: {complaint}")

    def text(self, values: tuple[str, ...], argument: str) -> str:
        return ""

    def identifier(self, values: tuple[str, ...], argument: str) -> str:
        return "" if _ID.fullmatch(values[0]) else f"'{values[0]}' is no id: use letters, digits, '.', '_' and '-'"

    def thing(self, values: tuple[str, ...], argument: str) -> str:
        unknown = [v for v in values if v not in self.tables and v not in self.vocabulary.properties]
        return f"nothing is called '{unknown[0]}': add it to its table or correct the id" if unknown else ""

    def of_table(self, values: tuple[str, ...], argument: str) -> str:
        unknown = [v for v in values if self.tables.get(v) != argument]
        return f"'{unknown[0]}' is not in table {argument}: add it there or correct the id" if unknown else ""

    def class_name(self, values: tuple[str, ...], argument: str) -> str:
        for value in values:
            if value not in self.vocabulary.classes:
                return f"the ontology has no class '{value}'"
            if argument not in self.vocabulary.ancestors(value):
                return f"'{value}' is no kind of {argument}"
        return ""

    def relation(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in self.vocabulary.relations else f"the ontology has no relation '{values[0]}'"

    def property(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in self.vocabulary.properties else f"the ontology has no property '{values[0]}'"

    def formula(self, values: tuple[str, ...], argument: str) -> str:
        try:
            read_formula(values[0])
        except FormulaError as error:
            return str(error)
        return ""

    def element(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in self.elements else f"'{values[0]}' is no element symbol"

    def unit(self, values: tuple[str, ...], argument: str) -> str:
        if values[0] == DIMENSIONLESS:
            return ""
        try:
            canonical = read_unit(values[0])
        except UnitError as error:
            return str(error)
        return "" if canonical == values[0] else f"write the unit as '{canonical}'"

    def number(self, values: tuple[str, ...], argument: str) -> str:
        try:
            float(values[0])
        except ValueError:
            return f"'{values[0]}' is no number"
        return ""

    def numbers(self, values: tuple[str, ...], argument: str) -> str:
        unknown = [v for v in values if v not in self.references]
        return f"there is no reference {unknown[0]}" if unknown else ""

    def places(self, values: tuple[str, ...], argument: str) -> str:
        bad = [v for v in values if not (_SENTENCE.fullmatch(v) or _ROW.fullmatch(v))]
        return f"'{bad[0]}' is no place: write SECTION:SENTENCE as 4.1.1:7 or TABLE:ROW as T1:5" if bad else ""

    def stance(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in STANCES else f"'{values[0]}' is no stance: use one of {', '.join(STANCES)}"

    def sign(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in SIGNS else f"'{values[0]}' is no sign: use one of {' '.join(SIGNS)}"

    def dispute(self, values: tuple[str, ...], argument: str) -> str:
        return "" if all(":" in value for value in values) else f"'{values[0]}' must be KEY:SIDE"

    def conditions(self, values: tuple[str, ...], argument: str) -> str:
        for value in values:
            key, equals, text = value.partition("=")
            if not equals or not text or key not in CONDITION_KEYS:
                return f"'{value}' is no condition: write key=value with a key of {', '.join(CONDITION_KEYS)}"
        return ""


_CHECKS: dict[str, Callable[[_Checker, tuple[str, ...], str], str]] = {
    "text": _Checker.text,
    "texts": _Checker.text,
    "id": lambda self, values, argument: (_Checker.of_table if argument else _Checker.identifier)(
        self, values, argument
    ),
    "ids": _Checker.of_table,
    "thing": _Checker.thing,
    "class": _Checker.class_name,
    "relation": _Checker.relation,
    "property": _Checker.property,
    "formula": _Checker.formula,
    "element": _Checker.element,
    "unit": _Checker.unit,
    "number": _Checker.number,
    "numbers": _Checker.numbers,
    "places": _Checker.places,
    "stance": _Checker.stance,
    "sign": _Checker.sign,
    "dispute": _Checker.dispute,
    "conditions": _Checker.conditions,
}
_MANY = {"texts", "ids", "class", "numbers", "places", "dispute", "conditions"}


def _classes(row: Row) -> tuple[str, ...]:
    fixed = {"dopants": ("Dopant",), "groups": ("ResearchGroup",), "cells": ("Cell",)}
    return fixed.get(row.table) or row.texts("class")


def _element_rows() -> list[dict[str, str]]:
    lines = (data_folder() / "elements.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


def _build(rows: dict[str, list[Row]]) -> Curated:
    """Typed facts from rows whose cells are known to be right."""
    return Curated(
        entities={row["id"]: _entity(row) for table in ENTITY_TABLES for row in rows[table]},
        statements=tuple(_statement(row) for row in rows["claims"]),
        measurements=tuple(_measurement(row) for row in rows["measurements"]),
        cells=tuple(_cell(row) for row in rows["cells"]),
        references={int(row["number"]): _reference(row) for row in rows["references"]},
        sections={row["number"]: row["label"] for row in rows["sections"]},
        tables={int(row["number"]): row["label"] for row in rows["tables"]},
        sentences=tuple(_sentence(row) for row in rows["sentences"]),
        disputes={row["key"]: row["label"] for row in rows["disputes"]},
    )


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


def _source(row: Row) -> Source:
    return Source(
        places=tuple(read_place(text) for text in row.texts("where")),
        references=tuple(int(number) for number in row.texts("refs")),
        groups=row.texts("by"),
        stance=row["stance"] or "asserted",
        dispute=row["dispute"],
        note=row["note"],
    )


def _entity(row: Row) -> Entity:
    return Entity(
        id=row["id"],
        label=row["label"],
        classes=_classes(row),
        aliases=tuple(name for name in (*row.texts("aliases"), *row.texts("members")) if name != row["label"]),
        definition=row["definition"],
        broader=row.texts("broader") or row.texts("parent"),
        formula=row["formula"],
        likely=row["likely"],
        phase=row["phase"],
        components=row.texts("components"),
        element=row["element"],
        ions=row.texts("ions"),
        kind=row.table,
    )


def _statement(row: Row) -> Statement:
    return Statement(row["subject"], row["predicate"], row["object"], _source(row), row["aspect"], row["condition"])


def _measurement(row: Row) -> Measurement:
    pairs = (text.partition("=") for text in row.texts("conditions"))
    return Measurement(
        subject=row["subject"],
        property=row["property"],
        sign=row["sign"],
        value=float(row["value"]),
        unit=row["unit"],
        source=_source(row),
        upper=float(row["upper"]) if row["upper"] else None,
        conditions=tuple((key, text) for key, _, text in pairs),
    )


def _cell(row: Row) -> Cell:
    return Cell(
        row["id"],
        row["label"],
        row["cathode"],
        row.texts("electrolyte"),
        row.texts("interlayer"),
        row["anode"],
        _source(row),
    )


def _reference(row: Row) -> Reference:
    return Reference(
        number=int(row["number"]),
        authors=row.texts("authors"),
        journal=row["journal"],
        year=int(row["year"]),
        volume=row["volume"],
        issue=row["issue"],
        pages=row["pages"],
        same_as=int(row["same_as"]) if row["same_as"] else None,
        note=row["note"],
    )


def _sentence(row: Row) -> Sentence:
    return Sentence(row["section"], int(row["number"]), int(row["paragraph"]), row["fingerprint"], row["skip"])
