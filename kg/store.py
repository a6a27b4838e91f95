"""The store: where the graph lives, how it is replaced, and one small interface to read it.

A home folder holds `graph-<stamp>/` folders and a file `current` that names the live one. A build fills a new folder
and then switches `current`; a reader, or a build killed at any moment, finds the old graph or the new one, never half.
"""

import os
import re
import shutil
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from kg.errors import QueryRefused, ResultTooLarge, StoreError
from kg.guard import names_graphs, tokens
from kg.results import Row, Term, read_results

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Substitutions = Mapping[str, Term]

RDF_FOLDER = "rdf"  # within a graph folder, beside side files such as lexicon.json
_CURRENT = "current"
_STAMP = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LARGEST_REPLY = 100_000_000


# ── where it lives, how it is replaced ───────────────────────────────────────────────────────────────────────────────


def home() -> Path:
    """The folder that holds the graph: SSE_KG_HOME, else the platform's own place for a user's data."""
    if folder := os.environ.get("SSE_KG_HOME"):
        return Path(folder)
    from platformdirs import user_data_path  # 20 ms, and only without SSE_KG_HOME

    return user_data_path("sse-kg")


def live_folder(root: Path | None = None) -> Path:
    """The folder of the live graph of a home, by default that of `home()`; its name changes with every build."""
    root = root or home()
    try:
        return root / (root / _CURRENT).read_text().strip()
    except FileNotFoundError:
        raise StoreError(f"there is no graph in {root} yet; run `sse-kg build`") from None


def publish(stamp: str, fill: Callable[[Path], None], *, wait: float = 60.0) -> Path:
    """Builds a graph with `fill(folder)`, makes it the live one and returns its folder.

    `fill` writes the store (`write_store`) and all side files. The graph that was live before stays on disk for
    one more build, for those who still read it; older ones and what killed builds left are removed. A stamp already
    in use gets a counter: no folder is ever written twice.
    """
    if not _STAMP.fullmatch(stamp):
        raise StoreError(f"{stamp!r} cannot name a graph; use letters, digits, dot, dash and underscore")
    from filelock import FileLock, Timeout  # 60 ms, and only a build needs it

    root = home()
    root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(root / "build.lock", timeout=wait):
            return _replace(root, stamp, fill)
    except Timeout:
        raise StoreError(
            f"another build has held {root / 'build.lock'} for {wait:g} s; wait for it or end it"
        ) from None


def _replace(root: Path, stamp: str, fill: Callable[[Path], None]) -> Path:
    before = (root / _CURRENT).read_text().strip() if (root / _CURRENT).exists() else None
    building = root / f"building-{os.getpid()}-{stamp}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    try:
        fill(building)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    for path in [*building.rglob("*"), building]:
        _sync(path)
    graph = _unused(root, stamp)
    building.rename(graph)
    _switch(root, graph.name)
    _remove_old(root, keep={graph.name, before})
    return graph


def _unused(root: Path, stamp: str) -> Path:
    names = (f"graph-{stamp}" + (f".{count}" if count else "") for count in range(1_000_000))
    return next(root / name for name in names if not (root / name).exists())


def _switch(root: Path, name: str) -> None:
    """Makes a graph the live one in a single step that survives a power cut."""
    new = root / f"{_CURRENT}.new"
    new.write_text(name + "\n")
    _sync(new)
    _sync(root)  # the graph's folder must be there before anything names it
    new.replace(root / _CURRENT)
    _sync(root)


def _remove_old(root: Path, keep: set[str | None]) -> None:
    """Removes old graphs and dead builds. The lock is ours, so no building folder has a living owner."""
    for folder in [*root.glob("graph-*"), *root.glob("building-*")]:
        if folder.name not in keep:
            shutil.rmtree(
                folder, ignore_errors=True
            )  # where a reader's open files cannot go, the next build tries again


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle to sync a folder with
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# ── writing and opening ──────────────────────────────────────────────────────────────────────────────────────────────


def write_store(folder: Path, quads: Iterable[ox.Quad]) -> None:
    """Writes quads into the store of a graph folder."""
    try:
        store = ox.Store(folder / RDF_FOLDER)
        store.bulk_extend(quads)
        store.flush()
    except OSError as error:
        raise StoreError(f"cannot write a store in {folder}: {error}; is the disk full or in use?") from error


def open_store(folder: Path | None = None) -> "GraphStore":
    """Opens a graph folder, by default the live one, for reading."""
    folder = folder or live_folder()
    if not (folder / RDF_FOLDER).is_dir():
        raise StoreError(f"{folder} holds no graph; run `sse-kg build`")
    try:
        return GraphStore(ox.Store.read_only(str(folder / RDF_FOLDER)))
    except OSError as error:
        raise StoreError(f"cannot open the graph in {folder}: {error}; run `sse-kg build`") from error


def dump(store: "Store") -> bytes:
    """A store as sorted N-Quads: equal graphs give equal bytes (blank nodes are named by RDFC-1.0)."""
    data = ox.Dataset(store.quads())
    if any(isinstance(term, ox.BlankNode) for quad in data for term in quad):
        data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = (ox.serialize(data, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Rows:
    """The solutions of a SELECT: one tuple of terms a row, in the order of `variables`, None where unbound."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Store(Protocol):
    """A graph one can read: embedded (GraphStore) or at a SPARQL endpoint (RemoteStore).

    For queries of our own; what a person typed goes through `kg.worker`. All graphs are read as one unless a query
    has FROM; a triple that stands in two graphs then counts twice in the embedded store, so keep each in one.
    `substitutions` puts terms in place of variables (named without `?`); SELECT must project each such variable,
    and in other queries it must stand in a triple pattern, not only in a FILTER.
    Every method raises StoreError when the store cannot answer.
    """

    def select(self, query: str, substitutions: Substitutions | None = None) -> Rows:
        """The solutions of a SELECT."""
        ...

    def ask(self, query: str, substitutions: Substitutions | None = None) -> bool:
        """The answer of an ASK."""
        ...

    def construct(self, query: str, substitutions: Substitutions | None = None) -> tuple[ox.Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE, each once."""
        ...

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: Graph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches anything."""
        ...

    def __len__(self) -> int: ...


class GraphStore:
    """The embedded store, read-only and in this process."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def select(self, query: str, substitutions: Substitutions | None = None) -> Rows:
        """The solutions of a SELECT.

        >>> data = ox.Store()
        >>> data.add(ox.Quad(ox.NamedNode("urn:Na3PS4"), ox.NamedNode("urn:label"), ox.Literal("NPS")))
        >>> GraphStore(data).select("SELECT ?s ?l { ?s <urn:label> ?l }", {"l": ox.Literal("NPS")}).rows[0][0].value
        'urn:Na3PS4'
        """
        results = self._query(query, substitutions, ox.QuerySolutions)
        try:
            return Rows(tuple(variable.value for variable in results.variables), tuple(tuple(row) for row in results))
        except (RuntimeError, OSError) as error:
            raise StoreError(f"{error}, in the query: {_one_line(query)}") from error

    def ask(self, query: str, substitutions: Substitutions | None = None) -> bool:
        """The answer of an ASK."""
        return bool(self._query(query, substitutions, ox.QueryBoolean))

    def construct(self, query: str, substitutions: Substitutions | None = None) -> tuple[ox.Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE, each once."""
        results = self._query(query, substitutions, ox.QueryTriples)
        try:
            return tuple(dict.fromkeys(results))
        except (RuntimeError, OSError) as error:
            raise StoreError(f"{error}, in the query: {_one_line(query)}") from error

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: Graph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches anything."""
        return self._store.quads_for_pattern(subject, predicate, object, graph)

    def __len__(self) -> int:
        return len(self._store)

    def _query(self, query: str, substitutions: Substitutions | None, kind: type[Any]) -> Any:
        terms = {ox.Variable(name): term for name, term in (substitutions or {}).items()}
        try:
            results = self._store.query(query, substitutions=terms, use_default_graph_as_union=not names_graphs(query))
        except (SyntaxError, RuntimeError, ValueError, OSError, QueryRefused) as error:
            raise StoreError(f"{error}, in the query: {_one_line(query)}") from error
        if not isinstance(results, kind):
            raise StoreError(f"the query yields {type(results).__name__}, not {kind.__name__}: {_one_line(query)}")
        return results


_NAMED = "{ GRAPH ?g { ?s ?p ?o } }"
_UNNAMED = "{ ?s ?p ?o FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } } }"  # the default graph holds the named ones too
_QUADS = f"{_NAMED} UNION {_UNNAMED}"


class RemoteStore:
    """A SPARQL 1.1 endpoint over HTTP: Oxigraph server, Fuseki, Virtuoso, GraphDB, QLever, Neptune.

    An endpoint that does not read all its graphs as one by itself needs their IRIs as `graphs`.
    """

    def __init__(self, url: str, *, graphs: Sequence[str] = (), timeout: float = 30.0) -> None:
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise StoreError(f"{url!r} is no endpoint; give an address that begins with http:// or https://")
        self.url, self.graphs, self.timeout = url, tuple(graphs), timeout

    def select(self, query: str, substitutions: Substitutions | None = None) -> Rows:
        """The solutions of a SELECT."""
        results = self._results(with_terms(query, substitutions or {}))
        if isinstance(results, bool):
            raise StoreError(f"{self.url} answered yes or no, not rows: {_one_line(query)}")
        return Rows(*results)

    def ask(self, query: str, substitutions: Substitutions | None = None) -> bool:
        """The answer of an ASK."""
        results = self._results(with_terms(query, substitutions or {}))
        if not isinstance(results, bool):
            raise StoreError(f"{self.url} answered rows, not yes or no: {_one_line(query)}")
        return results

    def construct(self, query: str, substitutions: Substitutions | None = None) -> tuple[ox.Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE, each once."""
        body = self._post(with_terms(query, substitutions or {}), "application/n-triples")
        try:
            return tuple(dict.fromkeys(quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)))
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.url} did not answer in N-Triples: {error}; is it a SPARQL endpoint?") from error

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: Graph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches anything. Blank nodes cannot be looked for over HTTP."""
        where = _QUADS if graph is None else _UNNAMED if isinstance(graph, ox.DefaultGraph) else _NAMED
        wanted = {"s": subject, "p": predicate, "o": object, "g": graph}
        given = {name: term for name, term in wanted.items() if not isinstance(term, ox.DefaultGraph | None)}
        for s, p, o, g in self.select(f"SELECT ?s ?p ?o ?g {{ {where} }}", given):
            yield ox.Quad(s, p, o, g)  # type: ignore[arg-type]

    def __len__(self) -> int:
        (count,) = self.select(f"SELECT (COUNT(*) AS ?n) {{ {_QUADS} }}").rows[0]
        return int(count.value)  # type: ignore[union-attr]

    def _results(self, query: str) -> tuple[tuple[str, ...], tuple[Row, ...]] | bool:
        body = self._post(query, "application/sparql-results+json")
        try:
            return read_results(body)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.url} did not answer in SPARQL JSON: {error}; is it a SPARQL endpoint?") from error

    def _post(self, query: str, accept: str) -> bytes:
        import urllib.error  # 40 ms, and only a remote store needs them
        import urllib.request

        graphs = [(f"{kind}-graph-uri", graph) for graph in self.graphs for kind in ("default", "named")]
        form = urllib.parse.urlencode([("query", query), *graphs]).encode()
        request = urllib.request.Request(self.url, form, {"Accept": accept, "User-Agent": "sse-kg"})
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as reply:
                body: bytes = reply.read(_LARGEST_REPLY + 1)
        except urllib.error.HTTPError as error:
            with error:
                said = _one_line(error.read(300).decode("utf-8", "replace"))
            raise StoreError(f"{self.url} refused the query with HTTP {error.code}: {said}") from error
        except OSError as error:  # URLError and time-outs are OSErrors
            raise StoreError(f"cannot reach {self.url} within {self.timeout:g} s: {error}; is it running?") from error
        if len(body) > _LARGEST_REPLY:
            raise ResultTooLarge(f"{self.url} answered more than {_LARGEST_REPLY:,} bytes; add a LIMIT to the query")
        return body


def with_terms(query: str, substitutions: Substitutions) -> str:
    """A query with terms in place of variables, for endpoints, which know no parameters.

    Only variable tokens are replaced, never text in strings, IRIs or comments; the library writes the terms. Where
    only a variable may stand (SELECT, GROUP BY, ORDER BY) it stays, and a VALUES block gives it its value.

    >>> with_terms("SELECT ?s { ?s a ?c }", {"s": ox.NamedNode("urn:Na3PS4")})
    'SELECT ?s { VALUES ?s { <urn:Na3PS4> } <urn:Na3PS4> a ?c }'
    """
    if blank := [name for name, term in substitutions.items() if isinstance(term, ox.BlankNode)]:
        raise StoreError(f"?{blank[0]} is a blank node, which an endpoint cannot look up; use an IRI or a literal")
    values = "".join(f" VALUES {ox.Variable(name)} {{ {term} }}" for name, term in substitutions.items())
    pieces, end, clause, brackets = [], 0, "", 0
    for token in tokens(query):
        term = substitutions.get(token.text[1:]) if token.kind == "variable" and not clause else None
        pieces += [query[end : token.start], token.text if term is None else str(term)]
        end = token.start + len(token.text)
        if token.kind == "word" and token.text.lower() in ("select", "group", "order", "having"):
            clause, brackets = token.text.lower(), 0
        brackets += (token.text == "(") - (token.text == ")")
        if token.text in ("{", "}") and brackets == 0:
            pieces.append(values if clause == "select" else "")
            clause = ""
    return "".join(pieces) + query[end:]


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else line[:199] + "…"
