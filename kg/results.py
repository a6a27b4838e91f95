"""The result of a query, and its W3C formats: SPARQL 1.1 JSON, CSV, TSV and XML, those of RDF, a table for a terminal.

Terms are pyoxigraph's own (NamedNode, Literal, BlankNode, Triple). One thing is written by hand, SPARQL JSON; the
engine turns that into the other formats, so quoting and escaping are the library's.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.guard import QueryKind

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Row = tuple[Term | None, ...]

MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xml": "application/sparql-results+xml",
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "table": "text/plain; charset=utf-8",
}
ROW_FORMATS = ("json", "xml", "csv", "tsv")
GRAPH_FORMATS = ("turtle", "ntriples", "rdfxml", "jsonld")
_LIBRARY = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}
_RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_CELL_WIDTH = 60


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What a query yields.

    `rows` go with `variables` (None where unbound); `boolean` is the answer of ASK; `triples` that of CONSTRUCT and
    DESCRIBE. `truncated` says that a limit cut rows or triples off; what is there is right.
    """

    kind: QueryKind
    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] = ()
    truncated: bool = False


def formats_of(kind: QueryKind) -> tuple[str, ...]:
    """The W3C formats that the result of a query has, the usual one first.

    >>> formats_of(QueryKind.ASK)
    ('json', 'xml', 'csv', 'tsv')
    """
    return GRAPH_FORMATS if kind in (QueryKind.CONSTRUCT, QueryKind.DESCRIBE) else ROW_FORMATS


def write(result: QueryResult, format: str, *, prefixes: Mapping[str, str] | None = None) -> bytes:
    """A result as bytes (UTF-8) in one of the formats of MEDIA_TYPES; `prefixes` shorten IRIs where a format can.

    >>> result = QueryResult(QueryKind.SELECT, ("formula",), ((ox.Literal("Na3PS4"),),))
    >>> write(result, "csv")
    b'formula\\r\\nNa3PS4\\r\\n'
    """
    if format not in MEDIA_TYPES:
        raise QueryError(f"unknown result format {format!r}; choose one of {', '.join(MEDIA_TYPES)}")
    if format == "table":
        return table(result, prefixes or {}).encode()
    fitting = formats_of(result.kind)
    if format not in fitting:
        raise QueryError(f"a {result.kind} query has no {format} form; choose {', '.join(fitting)} or table")
    if format in _RDF:
        return rdf_bytes(result.triples, format, prefixes or {})
    body = results_json(result)
    if format == "json":
        return body
    return ox.parse_query_results(body, ox.QueryResultsFormat.JSON).serialize(format=_LIBRARY[format]) or b""


def rdf_bytes(triples: Iterable[ox.Triple], format: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples in one of GRAPH_FORMATS; raises QueryError for what a format cannot hold."""
    kind = _RDF[format]
    known = {} if kind == ox.RdfFormat.N_TRIPLES else dict(prefixes)
    try:
        return ox.serialize(triples, format=kind, prefixes=known) or b""
    except (ValueError, OSError) as error:
        raise QueryError(f"this result has no {format} form: {error}; choose ntriples") from error


def results_json(result: QueryResult) -> bytes:
    """A SELECT or ASK result as SPARQL 1.1 Query Results JSON."""
    if result.boolean is not None:
        return json.dumps({"head": {}, "boolean": result.boolean}).encode()
    return join_json(result.variables, (row_json(result.variables, row) for row in result.rows))


def join_json(variables: Sequence[str], rows: Iterable[bytes]) -> bytes:
    """SPARQL JSON out of rows that `row_json` wrote."""
    head = json.dumps({"vars": list(variables)}, ensure_ascii=False, separators=(",", ":")).encode()
    return b'{"head":%b,"results":{"bindings":[%b]}}' % (head, b",".join(rows))


def row_json(variables: Sequence[str], row: Iterable[Term | None]) -> bytes:
    """One solution as a SPARQL JSON object; unbound variables are left out.

    >>> row_json(["formula", "note"], [ox.Literal("Na3PS4"), None])
    b'{"formula":{"type":"literal","value":"Na3PS4"}}'
    """
    cells = {name: _term_json(term) for name, term in zip(variables, row, strict=True) if term is not None}
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()


def _term_json(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {part: _term_json(value) for part, value in parts.items()}}
    cell: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
        if term.direction:
            cell["its:dir"] = str(term.direction)
    elif term.datatype.value != _XSD_STRING:
        cell["datatype"] = term.datatype.value
    return cell


def read_results(body: bytes) -> tuple[tuple[str, ...], tuple[Row, ...]] | bool:
    """SPARQL JSON as variables and rows, or the truth value of an ASK.

    Raises SyntaxError or ValueError when the bytes are not SPARQL JSON.
    """
    results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    return tuple(variable.value for variable in results.variables), tuple(tuple(row) for row in results)


def table(result: QueryResult, prefixes: Mapping[str, str]) -> str:
    """A result as aligned plain text for a terminal; long cells are cut, control characters shown as spaces."""
    if result.boolean is not None:
        return "yes\n" if result.boolean else "no\n"
    if result.kind is QueryKind.SELECT:
        names, rows = result.variables, result.rows
    else:
        names, rows = ("subject", "predicate", "object"), tuple(tuple(triple) for triple in result.triples)
    cells = [[_fit(name) for name in names], *([_fit(short_term(term, prefixes)) for term in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["─" * width for width in widths])
    lines = [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in cells
    ]
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}{', more were cut off' if result.truncated else ''}"
    return "\n".join(line.rstrip() for line in [*lines, count]) + "\n"


def short_term(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """A term for a reader: the text of a literal, an IRI with its prefix.

    >>> short_term(ox.NamedNode("urn:x/Na3PS4"), {"x": "urn:x/"})
    'x:Na3PS4'
    """
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        for prefix, base in prefixes.items():
            if term.value.startswith(base):
                return f"{prefix}:{term.value[len(base) :]}"
        return term.value
    return str(term)


def _fit(text: str) -> str:
    """A cell without control characters, cut to the cell width in columns of a terminal.

    >>> _fit("Na" * 40)[-3:]
    'aN…'
    """
    clean = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char for char in text[:1000])
    if _width(clean) <= _CELL_WIDTH:
        return clean
    used, kept = 0, []
    for char in clean:
        used += _width(char)
        if used > _CELL_WIDTH - 1:
            break
        kept.append(char)
    return "".join(kept) + "…"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> _width("電解質"), _width("Na⁺"), _width("e\\u0301")
    (6, 3, 1)
    """
    wide = sum(unicodedata.east_asian_width(char) in ("W", "F") for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in ("Mn", "Me") for char in text)
