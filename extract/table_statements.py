"""Tables -> candidate statements: values, pairs, dopants, effects; a cell that is not understood gives none."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.candidate import Argument, Candidate
from extract.document import Document, Table, TableCell
from extract.table_conditions import Conditions
from extract.table_links import Linker, Named
from extract.table_reading import Reader, Reading, Value, each_value
from extract.table_records import read_records
from extract.table_relations import Stated, doped, read_relations
from extract.table_rules import Owner, table_rules
from kg.audit import read_ranges
from kg.audit_book import Range
from kg.lexicon import Lexicon
from kg.names import term
from kg.vocabulary import read_vocabulary

_PARTS = ("cathode", "interlayer", "sample", "electrolyte", "anode")
_OF_CELLS = Owner("cathode", _PARTS)


@dataclass(frozen=True)
class UnreadCell:
    """A cell of a table that gave no statement, since something in it or in its header was not understood."""

    table: int
    row: int
    column: str
    text: str


@dataclass(frozen=True)
class TableReading:
    """What the tables of a document may state, and the cells that were not understood."""

    candidates: tuple[Candidate, ...]
    unread: tuple[UnreadCell, ...]
    cells: int


def read_tables(document: Document, lexicon: Lexicon) -> TableReading:
    """Candidate statements of all tables in reading order, with the cells that give none as they are not understood.

    A range, such as a voltage window of 0.8 to 3.2 V, gives two: one value with the sign `>=` and one with `<=`.
    """
    linker = Linker(lexicon)
    candidates: list[Candidate] = []
    unread: list[UnreadCell] = []
    cells = 0
    for table in document.tables:
        one = _OneTable(document, table, linker)
        candidates += dict.fromkeys(one.candidates())
        unread += one.unread
        cells += sum(1 for row in table.rows for cell in row if cell.text)
    return TableReading(tuple(candidates), tuple(unread), cells)


@lru_cache(maxsize=1)
def _ranges() -> dict[str, Range]:
    return read_ranges(read_vocabulary())


class _OneTable:
    """Makes the candidates of one table."""

    def __init__(self, document: Document, table: Table, linker: Linker) -> None:
        self.document = document
        self.table = table
        self.linker = linker
        series = linker.series(f"{table.caption} {' '.join(cell.text for cell in table.header)}")
        self.reader = Reader(linker, _ranges(), table.notes, series)
        self.subject = linker.only_material(table.caption) if table.caption else None
        self.rules = table_rules()
        self.unread: list[UnreadCell] = []

    def candidates(self) -> Iterator[Candidate]:
        """The statements of all records of the table."""
        for record in read_records(self.table, self.linker):
            reading = self.reader.read(record)
            yield from self._of_record(reading, record.heading)
            for entry in dict.fromkeys(reading.unread):
                column = self.table.header[entry.column].text
                self.unread.append(UnreadCell(self.table.number, entry.row, column, entry.cell.text))

    def _of_record(self, reading: Reading, heading: str) -> Iterator[Candidate]:
        below = self.linker.material(heading) if heading else None
        above = below if below and (below.id or below.formula) else None
        for value, conditions in each_value(reading):
            owned = self._owner(value, reading, above) if reading.is_known else None
            if owned is None:
                reading.unread.append(value.part.entry)
                continue
            subject, others, rule = owned
            yield from self._values(value, subject, (*others, *conditions), rule, reading)
        for stated in dict.fromkeys(read_relations(reading, self.linker)):
            yield self._relation(stated, reading)

    # --- whose value it is ----------------------------------------------------------------------------------------

    def _owner(self, value: Value, reading: Reading, above: Named | None) -> tuple[Named, Conditions, str] | None:
        """What a value belongs to, the other materials as its conditions, and the rule that says so."""
        owner = self.rules.owners.get(value.property, _OF_CELLS)
        order = dict.fromkeys((owner.part, "sample", *_PARTS) if owner is not _OF_CELLS else _PARTS)
        part = next((name for name in order if reading.materials.get(name)), "")
        if part:
            subject = doped(reading, self.linker) if part in ("sample", "electrolyte") else None
            return subject or _as_one(reading.materials[part]), self._others(part, owner, reading), "table-value"
        told = above or self.subject
        strategy = next((p for p in reading.parts if p.field.kind == "strategy"), None)
        if strategy:
            named = self.linker.entity(strategy.text, "Strategy")
            return (named, (), "table-value") if named else None
        if told and reading.dopant:
            told = self.linker.doped(reading.dopant, told)
        return (told, (), "table-value-caption") if told else None

    @staticmethod
    def _others(part: str, owner: Owner, reading: Reading) -> Conditions:
        return tuple(
            ("with" if name in ("interlayer", "sample") else name, " | ".join(named.name for named in many))
            for name, many in reading.materials.items()
            if name != part and name in owner.conditions
        )

    # --- candidates -----------------------------------------------------------------------------------------------

    def _values(
        self, value: Value, subject: Named, conditions: Conditions, rule: str, reading: Reading
    ) -> Iterator[Candidate]:
        if rule == "table-value" and not subject.id:
            rule = "table-value-unlinked"
        elif value.is_unit_assumed and rule == "table-value":
            rule = "table-value-assumed-unit"
        amount = value.amount
        ends = [(amount.low, amount.sign)] if amount.high is None else [(amount.low, ">="), (amount.high, "<=")]
        label = self.linker.lexicon.label(value.property)
        for number, sign in ends:
            yield self._candidate(
                subject.argument,
                "hasValue",
                Argument(label, "Property", term(value.property)),
                rule,
                reading,
                row=value.part.entry.row,
                value=number,
                unit=value.unit,
                sign=sign,
                conditions=tuple(dict(conditions).items()),
            )

    def _relation(self, stated: Stated, reading: Reading) -> Candidate:
        subject, thing = stated.subject.argument, stated.object.argument
        return self._candidate(subject, stated.predicate, thing, stated.rule, reading, row=reading.row)

    def _candidate(
        self,
        subject: Argument,
        predicate: str,
        thing: Argument,
        rule: str,
        reading: Reading,
        *,
        row: int,
        value: float | None = None,
        unit: str | None = None,
        sign: str = "=",
        conditions: Conditions = (),
    ) -> Candidate:
        cells = self._own_cells(row)
        return Candidate(
            subject=subject,
            predicate=predicate,
            object=thing,
            source=self.document.source,
            section=self.table.section,
            start=min(cell.start for cell in cells),
            end=max(cell.end for cell in cells),
            sentence=" | ".join(cell.text for cell in (self.table.rows[row - 1] if row else self.table.header)),
            confidence=self.rules.confidence[rule],
            rule=rule,
            value=value,
            unit=unit,
            sign=sign,
            conditions=conditions,
            references=tuple(dict.fromkeys(reading.references)),
            table=self.table.number,
            row=row,
        )

    def _own_cells(self, row: int) -> list[TableCell]:
        """The cells of a row that stand in it, not those that reach into it from above."""
        cells = self.table.rows[row - 1] if row else self.table.header
        above = self.table.rows[row - 2] if row > 1 else (None,) * len(cells)
        own = [cell for cell, over in zip(cells, above, strict=True) if cell.text and cell != over]
        return own or list(cells)


def _as_one(many: tuple[Named, ...]) -> Named:
    """Layers that a value belongs to together."""
    return many[0] if len(many) == 1 else Named("/".join(named.text for named in many), many[0].type)
