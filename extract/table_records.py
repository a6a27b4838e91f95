"""A table, whichever way round it is laid out -> records: what belongs to one thing, each cell with what it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.document import Table, TableCell
from extract.table_columns import UNREAD, Field, read_header
from extract.table_conditions import Conditions, read_conditions
from extract.table_grid import is_heading
from extract.table_links import Linker
from extract.table_notes import without_marks
from kg.lexicon import Lexicon
from kg.notation import plain_text

_SAMPLE = Field("material", "sample")


@dataclass(frozen=True)
class Entry:
    """A cell with what it holds, part by part; `row` counts the rows below the header from 1, 0 is the header."""

    fields: tuple[Field, ...]
    cell: TableCell
    row: int
    column: int

    @property
    def is_one(self) -> bool:
        """Whether the cell holds one thing."""
        return len(self.fields) == 1


@dataclass(frozen=True)
class Record:
    """What belongs to one thing; `heading` is the line above that spans the table, with the conditions it names."""

    entries: tuple[Entry, ...]
    heading: str = ""
    conditions: Conditions = ()


def read_records(table: Table, linker: Linker) -> Iterator[Record]:
    """The records of a table: its rows, or its columns where the names of properties stand in the first one."""
    lexicon = linker.lexicon
    heads = [_header(cell.text, table, lexicon) for cell in table.header]
    if any(fields[0].kind == "amount" for fields in heads) and any(fields[0].kind == "property" for fields in heads):
        yield from (_spelled_out(record, lexicon) for record in _rows(table, heads, lexicon))
    elif _is_turned(table, heads, linker):
        yield from _columns(table, heads, linker)
    else:
        yield from _rows(table, heads, lexicon)


def _header(text: str, table: Table, lexicon: Lexicon) -> tuple[Field, ...]:
    """The fields of a header, with the conditions that its footnotes name."""
    words, notes = without_marks(text, table.notes)
    told = dict(pair for note in notes for pair in read_conditions(plain_text(note).text, lexicon) or ())
    fields = read_header(words, lexicon)
    return tuple(replace(field, conditions=tuple((told | dict(field.conditions)).items())) for field in fields)


# --- rows ---------------------------------------------------------------------------------------------------------


def _rows(table: Table, heads: Sequence[tuple[Field, ...]], lexicon: Lexicon) -> Iterator[Record]:
    heading, conditions = "", Conditions()
    for number, row in enumerate(table.rows, 1):
        if is_heading(row):
            heading = row[0].text
            conditions = read_conditions(plain_text(heading).text, lexicon) or ()
            continue
        cells = zip(heads, row, strict=True)
        entries = (Entry(fields, cell, number, at) for at, (fields, cell) in enumerate(cells) if cell.text)
        yield Record(tuple(entries), heading, conditions)


def _spelled_out(record: Record, lexicon: Lexicon) -> Record:
    """A row that names its property, unit and value in cells of their own, as if the first two were the header."""
    said = {entry.fields[0].kind: entry for entry in record.entries}
    if "property" not in said or "amount" not in said:
        return record
    name, unit = said["property"].cell.text, said["unit"].cell.text if "unit" in said else ""
    fields = read_header(f"{name} ({unit})" if unit else name, lexicon)
    kept = [entry for entry in record.entries if entry.fields[0].kind not in ("property", "amount", "unit")]
    return replace(record, entries=(*kept, replace(said["amount"], fields=fields)))


# --- columns ------------------------------------------------------------------------------------------------------


def _is_turned(table: Table, heads: Sequence[tuple[Field, ...]], linker: Linker) -> bool:
    """Whether the first column names properties and the header names what they belong to."""
    if any(field.kind == "value" for fields in heads for field in fields):
        return False
    named = [_header(row[0].text, table, linker.lexicon) for row in table.rows if not is_heading(row)]
    properties = sum(1 for fields in named if all(field.kind == "value" for field in fields))
    if not properties or 2 * properties < len(named):
        return False
    others = [cell.text for cell, fields in zip(table.header[1:], heads[1:], strict=True) if fields[0].kind != "unit"]
    materials = [linker.material(text) for text in others]
    known = sum(1 for material in materials if material and (material.id or material.formula))
    return heads[0][0].kind in ("property", "unread") and (2 * known >= len(others) or heads[0][0].kind == "property")


def _columns(table: Table, heads: Sequence[tuple[Field, ...]], linker: Linker) -> Iterator[Record]:
    lexicon = linker.lexicon
    units = next((at for at, fields in enumerate(heads) if fields[0].kind == "unit"), 0)
    names = [
        _header(row[0].text + (f" ({row[units].text})" if units and row[units].text else ""), table, lexicon)
        for row in table.rows
    ]
    for at in range(1, len(heads)):
        if at == units:
            continue
        head, kind = table.header[at], heads[at][0].kind
        named = () if kind == "amount" else (Entry((_SAMPLE,), head, 0, at),)
        if kind in ("reference", "other"):
            continue
        entries = [
            Entry(fields, row[at], number, at)
            for number, (fields, row) in enumerate(zip(names, table.rows, strict=True), 1)
            if row[at].text and not is_heading(row)
        ]
        yield Record((*named, *entries))


def unread_header(record: Record) -> list[Entry]:
    """The cells below or beside a header that was not understood."""
    return [entry for entry in record.entries if entry.fields == (UNREAD,)]
