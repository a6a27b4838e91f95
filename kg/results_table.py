"""The result of a query as a plain table: short names, numbers as numbers, nothing of RDF left."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.names import XSD
from kg.results import QueryResult, Term, short_term

Cell = str | float | None
_NUMBERS = frozenset(
    f"{XSD}{name}" for name in ("integer", "int", "long", "nonNegativeInteger", "decimal", "double", "float", "gYear")
)


@dataclass(frozen=True)
class PlainTable:
    """Columns and rows; `numeric` are the places of the columns that hold numbers and nothing else."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[int, ...]:
        """Columns with a number in at least one row and no text in any."""
        return tuple(
            place
            for place in range(len(self.columns))
            if {type(row[place]) for row in self.rows} - {type(None)} == {float}
        )

    def unit_of(self, column: str) -> int | None:
        """The place of the column that says the units of another, by its name: its own before one for all.

        >>> PlainTable(("sigma", "unit", "energy", "energy_unit"), ()).unit_of("energy")
        3
        >>> PlainTable(("stated_value", "unit", "stated_unit"), ()).unit_of("stated_value")
        2
        >>> PlainTable(("sigma", "stated_unit"), ()).unit_of("sigma") is None
        True
        """
        word = column.removesuffix("Value").removesuffix("_value")
        for wanted in (f"{word}_unit", f"{word}unit", "unit", "units"):
            for place, name in enumerate(self.columns):
                if name.casefold() == wanted.casefold() and place not in self.numeric:
                    return place
        return None


def plain_table(result: QueryResult, prefixes: Mapping[str, str]) -> PlainTable:
    """A result as a table; CONSTRUCT and DESCRIBE give a row for each triple, ASK none."""
    if result.boolean is not None:
        return PlainTable((), ())
    if result.variables:
        return PlainTable(result.variables, tuple(tuple(_cell(t, prefixes) for t in row) for row in result.rows))
    rows = tuple(tuple(_cell(term, prefixes) for term in triple) for triple in result.triples)
    return PlainTable(("subject", "predicate", "object"), rows)


def _cell(term: Term | None, prefixes: Mapping[str, str]) -> Cell:
    if term is None:
        return None
    datatype = getattr(getattr(term, "datatype", None), "value", "")
    if datatype in _NUMBERS:
        try:
            return float(str(getattr(term, "value", "")))
        except ValueError:
            pass  # "abc"^^xsd:integer is text
    return short_term(term, prefixes)
