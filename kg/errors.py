"""The exceptions of the project: one tree, each message says what is wrong, where, and what to do.

SseKgError
├── FormulaError       a text that is not a chemical formula
├── UnitError          an unknown unit, or one that cannot be converted
├── OntologyError      an ontology file that cannot be read
├── TableError         a curated table with a wrong cell
├── StoreError         the store cannot be built or opened
├── ReadError          a paper that cannot be read: broken, empty, encrypted, too large, no text
├── QueryRefused       a query the guard does not let through
├── QueryError         a query the engine cannot parse or run
├── QueryTimeout       a query over its time limit
└── ResultTooLarge     a result over its size limit
"""


class SseKgError(Exception):
    """Anything the project can go wrong with; its text is one line for a person."""


class FormulaError(SseKgError):
    """A text that is not a chemical formula."""


class UnitError(SseKgError):
    """An unknown unit, or one that cannot be converted to another."""


class OntologyError(SseKgError):
    """An ontology file that cannot be read."""


class TableError(SseKgError):
    """Curated tables with wrong cells; `problems` holds one line for each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = f"\n… and {len(problems) - 20} more" if len(problems) > 20 else ""
        super().__init__("\n".join(problems[:20]) + more)


class StoreError(SseKgError):
    """The store cannot be built, opened or replaced."""


class ReadError(SseKgError):
    """A paper that cannot be read: broken, empty, encrypted, too large, or no text at all."""


class QueryRefused(SseKgError):
    """A query that the guard does not let through."""


class QueryError(SseKgError):
    """A query that the engine cannot parse or run; `line` and `column` count from 1 where known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        self.line, self.column = line, column
        super().__init__(message)


class QueryTimeout(SseKgError):
    """A query that ran over its time limit and was stopped."""


class ResultTooLarge(SseKgError):
    """A result over its size limit."""
