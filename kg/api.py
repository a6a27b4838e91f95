"""The graph in Python: ask it, query it, walk it, export it. The verbs are those of the command line.

>>> from kg import Graph
>>> with Graph.open() as graph:
...     answer = graph.ask("Which cathodes were paired with Na3PS4?")
>>> answer.status
'answered'
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path as FilePath
from threading import RLock
from typing import TYPE_CHECKING

from kg.build import Progress, data_folders, ready
from kg.errors import SseKgError
from kg.names import PREFIXES, RDF, resource
from kg.results import QueryResult, Term
from kg.store import Store, open_store
from kg.worker import MAX_ROWS, TIMEOUT, QueryWorker

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from kg.answer import Answer, Asker
    from kg.compare import Comparison
    from kg.gaps import Matrix
    from kg.naming import Found
    from kg.pairs import Point
    from kg.paths import Path
    from kg.validate import Report
    from kg.views import View

_HOME = RLock()
_NUMBERS: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("integer", "int", "long", "nonNegativeInteger", "gYear"), int),
    **dict.fromkeys(("decimal", "double", "float"), float),
    "boolean": lambda text: text in ("true", "1"),
}


class ViewError(SseKgError):
    """A view that cannot be read or holds nothing."""


class Graph:
    """A built graph, open for reading. Close it, or use it in a `with` statement, to end its query process."""

    def __init__(self, folder: FilePath) -> None:
        self.folder = folder
        self._worker: QueryWorker | None = None

    @classmethod
    def open(cls, home: FilePath | str | None = None, *, progress: Progress = lambda text: None) -> "Graph":
        """Open the graph in a home folder, by default SSE_KG_HOME or the user's data folder.

        It is built first (a second or two) when there is none or when its tables have changed; `progress` is told
        of each step. Raises StoreError, TableError or OntologyError when it cannot be built.

        >>> Graph.open().folder.name
        'graph-...'
        """
        with _home_at(home):
            return cls(ready(progress))

    def close(self) -> None:
        """End the query process, if one was started; the graph starts it again when it is needed."""
        if self._worker:
            self._worker.close()

    def __enter__(self) -> "Graph":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def store(self) -> Store:
        """The store itself, for queries of your own making; it knows no limits of time or size."""
        return open_store(self.folder)

    @cached_property
    def _asker(self) -> "Asker":
        from kg.answer import Asker

        return Asker.open(self.folder)

    @staticmethod
    def validate() -> "Report":
        """Check the tables, the ontology and the graph they make; a report of violations and findings."""
        from kg.validate import validate

        return validate(data_folders())

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, question: str) -> "Answer":
        """The answer to a question in plain words, with its evidence. It says so when the graph holds nothing on it.

        >>> Graph.open().ask("strategies mitigating Na2S interphase").interpretation
        '...Na2S interphase...'
        >>> Graph.open().ask("Who won the cup?").status
        'not_understood'
        """
        return self._asker.ask(_sound(question))

    def find(self, name: str) -> "list[Found]":
        """The things a name may stand for, the likeliest first, each with the reason; a formula in any notation.

        >>> [(one.label, one.reason) for one in Graph.open().find("Na₃PS₄")][0]
        ('Na3PS4', 'label')
        """
        from kg.naming import find

        return find(_sound(name), self._asker.lexicon)

    def path(self, a: str, b: str, k: int = 5) -> "Answer":
        """How two things hang together, as an answer: `paths` with the facts of each, `evidence` with their claims.

        >>> answer = Graph.open().path("alucone film", "dendrites", k=1)
        >>> [(step["subject"], step["predicate"]) for step in answer.paths[0]]
        [('alucone film...', 'mitigates')]
        """
        from kg.answer import Answer
        from kg.evidence import gather_evidence
        from kg.naming import NameNotFound
        from kg.paths import say

        question = f"How does {_sound(a).strip()} hang together with {_sound(b).strip()}?"
        try:
            start, end, found = self._connect(a, b, k)
        except NameNotFound as error:
            return Answer(question, "not_understood", answer=f"{error}", suggestions=error.suggestions)
        about = f"paths between {start.label} and {end.label}"
        if not found:
            return Answer(question, "empty", about, f"The graph holds no path between {start.label} and {end.label}.")
        chains = tuple(tuple(_step(step.subject, step.predicate, step.object) for step in one.steps) for one in found)
        evidence = gather_evidence(self.store, self._claims(triple for one in found for triple in one.triples()))
        words = f"{say(found[0])}."
        return Answer(question, "answered", about, words, paths=chains, evidence=evidence)

    def paths(self, a: str, b: str, k: int = 5) -> "list[Path]":
        """The k best paths between two things named in words, best first; no path is an empty list.

        Raises NameNotFound for a name the graph does not know, PathError for two names of one thing.

        >>> [step.predicate for step in Graph.open().paths("alucone film", "dendrites", k=1)[0].steps]
        ['mitigates']
        """
        return self._connect(a, b, k)[2]

    def _connect(self, a: str, b: str, k: int) -> "tuple[Found, Found, list[Path]]":
        """The best paths between two names; of a name with several meanings, the ones that lie nearest."""
        from kg.naming import meanings
        from kg.paths import find_paths

        lexicon = self._asker.lexicon
        starts, ends = meanings(_sound(a), lexicon), meanings(_sound(b), lexicon)
        pairs = [(start, end) for start in starts for end in ends if start.iri != end.iri] or [(starts[0], ends[0])]
        tried = [(start, end, find_paths(self.store, start.iri, end.iri, k)) for start, end in pairs]
        return min(tried, key=lambda one: one[2][0].cost if one[2] else float("inf"))

    def compare(self, names: Iterable[str]) -> "Comparison":
        """Things side by side, by any of their names: values, claims, and which values are the best.

        Raises NameNotFound for a name the graph does not know, TooMany for too many things.

        >>> rows = {row.label: row for row in Graph.open().compare(["Na11Sn2PS12", "NSS"]).rows}
        >>> [field[0].best for field in rows["activation energy"].fields]
        [True, False]
        """
        from kg.compare import compare

        return compare(self.store, self._asker.lexicon, [_sound(name) for name in names])

    def paired_values(self, x: str, y: str | Sequence[str]) -> "list[Point]":
        """Two properties of the same things as points, as for a plot: conductivity and activation energy.

        >>> points = Graph.open().paired_values("ActivationEnergy", "IonicConductivity")
        >>> [(point.x, point.y) for point in points if point.label == "Na11Sn2PS12"]
        [(24.12, 1.4)]
        """
        from kg.pairs import paired_values

        return paired_values(self.store, self._asker.lexicon, x, y)

    def gaps(self, rows: str, columns: str, opened: Iterable[str] | None = None) -> "Matrix":
        """Where the graph has claims and where it has none: a matrix of two kinds, as in `kg.gaps.PLANS`.

        Classes named in `opened` show what is in them. Raises NoSuchMatrix for kinds that have no matrix.

        >>> matrix = Graph.open().gaps("strategy", "failure")
        >>> matrix.spot("InterfaceEngineering", "DendriteGrowth").state
        'opposed'
        """
        from kg.gaps import find_gaps

        return find_gaps(self.store, self._asker.lexicon, rows, columns, None if opened is None else set(opened))

    def _resolve(self, name: str) -> "Found":
        from kg.naming import resolve

        return resolve(_sound(name), self._asker.lexicon)

    def _claims(self, triples: Iterable[tuple[str, str, str]]) -> list[str]:
        """The claims about some triples, in the order of the triples."""
        from kg.names import term

        rows = [(s, p if ":" in p else term(p), o) for s, p, o in dict.fromkeys(triples)]
        values = " ".join(f"(<{s}> <{p}> <{o}>)" for s, p, o in rows)
        query = f"""SELECT ?c ?s ?p ?o WHERE {{ VALUES (?s ?p ?o) {{ {values} }}
            ?c <{RDF}subject> ?s ; <{RDF}predicate> ?p ; <{RDF}object> ?o }} ORDER BY ?c"""
        found: dict[tuple[str, ...], list[str]] = {row: [] for row in rows}
        for claim, *triple in self.store.select(query):
            found[tuple(_text(term) for term in triple)].append(_text(claim))
        return list(dict.fromkeys(claim for claims in found.values() for claim in claims))

    # ── querying ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def query(self, query: str, *, timeout: float = TIMEOUT, max_rows: int = MAX_ROWS) -> QueryResult:
        """A SPARQL query as a typed result, run in a process of its own within `timeout` seconds.

        The prefixes of `kg.names.PREFIXES` need no PREFIX line. `kg.results.write` turns the result into any W3C
        format. Raises QueryRefused, QueryError, QueryTimeout or ResultTooLarge.

        >>> with Graph.open() as graph:
        ...     graph.query("ASK { sser:Na3PS4 a sse:SolidElectrolyte }").boolean
        True
        """
        self._worker = self._worker or QueryWorker(self.folder, prefixes=PREFIXES)
        return self._worker.run(query, timeout=timeout, max_rows=max_rows)

    def sparql(self, query: str, *, timeout: float = TIMEOUT, max_rows: int = MAX_ROWS) -> "pd.DataFrame | bool":
        """A SPARQL query as a data frame: a row for each solution of SELECT, a bool for ASK.

        CONSTRUCT and DESCRIBE give a row for each triple, with the columns subject, predicate and object. IRIs are
        texts, numbers are numbers, what is unbound is missing. `frame.attrs["truncated"]` says that rows were cut off.

        >>> with Graph.open() as graph:
        ...     graph.sparql("SELECT ?label { sser:Na3PS4 rdfs:label ?label }")
            label
        0  Na3PS4
        """
        import pandas as pd

        result = self.query(query, timeout=timeout, max_rows=max_rows)
        if result.boolean is not None:
            return result.boolean
        names = result.variables or ("subject", "predicate", "object")
        rows: Iterable[Iterable[Term | None]] = result.rows if result.variables else result.triples
        frame = pd.DataFrame([[_plain(term) for term in row] for row in rows], columns=list(names))
        frame.attrs["truncated"] = result.truncated
        return frame

    def serve(self, *, host: str = "127.0.0.1", port: int = 7878, timeout: float = TIMEOUT) -> None:
        """Answer SPARQL over HTTP, for reading only, until the process is told to end; see `kg.serve`.

        A graph that is built later in the same home is taken up at once. Raises StoreError when the address is taken.
        """
        from kg.serve import serve

        serve(self.folder, host=host, port=port, timeout=timeout)

    # ── views ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def view(self, name: str) -> "View":
        """A part of the graph by name: whole, thing:NAME, answer:QUESTION, path:A..B or construct:QUERY.

        >>> Graph.open().view("thing:alucone film").title
        'alucone...'
        """
        kind, _, rest = _sound(name).partition(":")
        if kind == "whole" and not rest:
            from kg.views import whole

            return whole(self.store)
        makers = {
            "thing": self._view_of_thing,
            "answer": self._view_of_answer,
            "path": self._view_of_path,
            "construct": self._view_of_query,
        }
        if kind not in makers or not rest.strip():
            shown = name if len(name) <= 60 else name[:59] + "…"
            raise ViewError(
                f"'{shown}' is no view; use whole, thing:NAME, answer:QUESTION, path:A..B or construct:QUERY"
            )
        return makers[kind](rest.strip())

    def _view_of_thing(self, name: str) -> "View":
        from kg.views import neighbourhood

        return neighbourhood(self.store, self._resolve(name).iri)

    def _view_of_answer(self, question: str) -> "View":
        from kg.export_facts import claimed_triples
        from kg.views import of_triples

        answer = self.ask(question)
        triples = sorted(claimed_triples(self.store, [resource(one.claim) for one in answer.evidence if one.claim]))
        if not triples:
            raise ViewError(f"there is nothing to show: {answer.answer}")
        return of_triples(self.store, triples, title=answer.interpretation or question)

    def _view_of_path(self, ends: str) -> "View":
        from kg.views import of_triples

        a, dots, b = ends.partition("..")
        if not dots:
            raise ViewError(f"'path:{ends[:60]}' names one thing; put two dots between two, as in path:Na2S..alucone")
        start, end, found = self._connect(a, b, 5)
        triples = dict.fromkeys(triple for one in found for triple in one.triples())
        if not triples:
            raise ViewError(f"the graph holds no path between {start.label} and {end.label}")
        return of_triples(self.store, triples, title=f"{start.label} to {end.label}")

    def _view_of_query(self, query: str) -> "View":
        from kg.views import of_triples

        result = self.query(query)
        if result.boolean is not None or result.variables:
            raise ViewError("a view is made of triples; write a CONSTRUCT or DESCRIBE query")
        return of_triples(self.store, result.triples, title="Result of a query")

    def export(self, view: "View | str", format: str, path: FilePath | str) -> tuple[FilePath, ...]:
        """Write a view, or the one of that name, to a file in one of `kg.export.FORMATS`; returns the files written.

        CSV is two files, for nodes and edges. Raises ViewError, or ExportError when the file cannot be written.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [file.name for file in Graph.open().export("thing:alucone", "csv", f"{folder}/alucone.csv")]
        ['alucone-nodes.csv', 'alucone-edges.csv']
        """
        from kg.export import export

        return export(self.view(view) if isinstance(view, str) else view, format, path)

    def to_networkx(self, view: "View | str" = "whole") -> "nx.MultiDiGraph[str]":
        """A view as a networkx graph: nodes are IRIs with label, kind, classes and details; edges carry their claims.

        >>> graph = Graph.open().to_networkx("thing:Na2S interphase formation")
        >>> "mitigates" in {label for _, _, label in graph.edges(data="label")}
        True
        """
        from kg.views import to_networkx

        return to_networkx(self.view(view) if isinstance(view, str) else view)


@contextmanager
def _home_at(home: FilePath | str | None) -> Iterator[None]:
    """Makes a folder the home of the graph for a moment."""
    if home is None:
        yield
        return
    with _HOME:
        before = os.environ.get("SSE_KG_HOME")
        os.environ["SSE_KG_HOME"] = str(FilePath(home).absolute())
        try:
            yield
        finally:
            os.environ.pop("SSE_KG_HOME")
            if before is not None:
                os.environ["SSE_KG_HOME"] = before


def _sound(text: str) -> str:
    """Text as it was meant: UTF-8 that was taken for another encoding is read again, halves of characters go.

    >>> _sound("Na\\udce2\\udc82\\udc83PS\\ud800")
    'Na₃PS�'
    >>> _sound("Na\\udcff")
    'Na�'
    """
    whole = "".join("\ufffd" if "\ud800" <= char < "\udc80" or "\udcff" < char <= "\udfff" else char for char in text)
    return whole.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _step(subject: str, predicate: str, value: str) -> dict[str, str]:
    return {"subject": subject, "predicate": predicate, "object": value}


def _text(term: Term | None) -> str:
    return str(getattr(term, "value", term))


def _plain(term: Term | None) -> object:
    """A term as a value of Python; a number that Python cannot read stays text."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is not None and datatype.value.startswith(PREFIXES["xsd"]):
        read = _NUMBERS.get(datatype.value.removeprefix(PREFIXES["xsd"]), str)
        try:
            return read(_text(term))
        except ValueError:
            return _text(term)
    return _text(term)
