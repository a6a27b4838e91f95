"""The worker: evaluates a query a person typed in a process of its own, within limits of time, memory and size.

The engine cannot be stopped from Python and may crash on hostile input, so it runs where killing it hurts nobody.
The parent writes one JSON line for each query; the child answers with one JSON line and the bytes that line announces.
`python -m kg.worker FOLDER MEMORY` is the child.
"""

import json
import math
import os
import re
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import QueryError, QueryTimeout, ResultTooLarge, SseKgError, StoreError
from kg.guard import QueryKind, check_query, names_graphs, unknown_prefix
from kg.results import QueryResult, join_json, read_results, row_json
from kg.store import RDF_FOLDER

TIMEOUT = 10.0  # seconds of wall clock
MAX_ROWS = 10_000
MAX_BYTES = 20_000_000
MEMORY = 2 << 30  # bytes of address space; the engine maps 0.5 GiB when idle, give it 1 GiB at least
_START = 30.0  # seconds to open the store
_LONGEST_REASON, _MOST_EXPECTED = 160, 8


def run_query(folder: Path, text: str, *, timeout: float = TIMEOUT, max_rows: int = MAX_ROWS) -> QueryResult:
    """Evaluates one query in a fresh worker; for more than one, keep a QueryWorker."""
    with QueryWorker(folder, timeout=timeout, max_rows=max_rows) as worker:
        return worker.run(text)


# ── the parent ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class QueryWorker:
    """A process that answers queries on one graph folder, started at the first query and again after each kill.

    Safe to share between threads: they take turns. `prefixes` are known to queries without a PREFIX line; their IRIs
    end in / or #. A query that breaks a limit raises one of:
    QueryRefused (the guard), QueryError (does not parse, or crashed the engine), QueryTimeout, ResultTooLarge
    (its first row alone is over the limit); rows over the limit are cut off and the result says `truncated`.
    """

    folder: Path
    timeout: float = TIMEOUT
    max_rows: int = MAX_ROWS
    max_bytes: int = MAX_BYTES
    memory: int = MEMORY
    prefixes: Mapping[str, str] = field(default_factory=dict)
    _child: "_Child | None" = field(default=None, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def run(
        self,
        text: str,
        *,
        timeout: float | None = None,
        max_rows: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QueryResult:
        """Evaluates a query that passes the guard.

        `default_graphs` and `named_graphs` are IRIs of graphs; where any is given, the query reads these and no others,
        whatever its FROM says.
        """
        kind = check_query(text)
        seconds = self.timeout if timeout is None else timeout
        request = {
            "query": text,
            "union": not names_graphs(text),
            "graphs": [list(default_graphs), list(named_graphs)],
            "prefixes": dict(self.prefixes),
            "max_rows": self.max_rows if max_rows is None else max_rows,
            "max_bytes": self.max_bytes,
            "seconds": seconds,
        }
        with self._lock:
            head, body = self._ask(request, seconds)
        return _result(kind, head, body)

    def close(self) -> None:
        """Ends the process; a later query starts it again."""
        with self._lock:
            self._end()

    def __enter__(self) -> "QueryWorker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        if self._child and not self._child.alive():
            self._end()
        answered = False
        try:
            self._child = self._child or _Child(self.folder, self.memory)
            answer = self._child.ask(request, seconds)
            answered = self._child.alive()
            return answer
        finally:
            if not answered:  # also when the caller was interrupted: a late answer must not meet the next query
                self._end()

    def _end(self) -> None:
        if self._child:
            self._child.kill()
        self._child = None


class _Child:
    """The parent's end of one worker process."""

    def __init__(self, folder: Path, memory: int) -> None:
        import subprocess
        import tempfile

        paths = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
        self.memory = memory
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process, see `kill`
        self.process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-m", "kg.worker", str(folder), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        try:
            with self._deadline(_START):
                self._read()
        except BaseException:
            self.kill()
            raise

    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        assert self.process.stdin
        with self._deadline(seconds):
            try:
                self.process.stdin.write(json.dumps(request).encode() + b"\n")
                self.process.stdin.flush()
            except BrokenPipeError:
                pass  # the process is gone; reading says why
            return self._read()

    def kill(self) -> None:
        """Ends the process and closes its pipes; harmless when it is gone already."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.errors):
            try:
                if pipe:
                    pipe.close()
            except BrokenPipeError:
                pass  # an unsent query to a process that is gone

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        """Kills the process when the block takes longer."""
        late = threading.Event()

        def expire() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        except _Gone:
            if late.is_set() or self._over_cpu_limit():
                raise QueryTimeout(f"the query took longer than {seconds:g} s; narrow it or add a LIMIT") from None
            raise QueryError(self._obituary()) from None
        finally:
            timer.cancel()
            timer.join()  # after this the process is killed or safe from this timer

    def _read(self) -> tuple[dict[str, Any], bytes]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise _Gone
        head: dict[str, Any] = json.loads(line)
        body = self.process.stdout.read(head["bytes"])
        if len(body) < head["bytes"]:
            raise _Gone
        if "error" in head:
            raise _error(head)
        return head, body

    def _over_cpu_limit(self) -> bool:
        import signal

        return self.process.wait() == -getattr(signal, "SIGXCPU", 0)

    def _obituary(self) -> str:
        self.errors.seek(max(0, self.errors.seek(0, os.SEEK_END) - 2000))
        last_words = self.errors.read().decode("utf-8", "replace")
        if "memory allocation" in last_words or "bad_alloc" in last_words:
            return f"the query needs more than {self.memory / (1 << 30):.1f} GiB of memory; narrow it or add a LIMIT"
        last = (last_words.splitlines() or [""])[-1][:200]
        return f"the query crashed the engine (exit status {self.process.wait()}); simplify it. {last}".rstrip()


class _Gone(Exception):
    """The process ended in the middle of an answer."""


_ERRORS: dict[str, type[SseKgError]] = {"store": StoreError, "query": QueryError, "large": ResultTooLarge}


def _error(head: dict[str, Any]) -> SseKgError:
    if head["error"] == "query":
        return QueryError(head["message"], head.get("line"), head.get("column"))
    return _ERRORS[head["error"]](head["message"])


def _result(kind: QueryKind, head: dict[str, Any], body: bytes) -> QueryResult:
    if "boolean" in head:
        return QueryResult(kind, boolean=head["boolean"])
    if head["rows"]:
        read = read_results(body)
        assert not isinstance(read, bool)
        return QueryResult(kind, *read, truncated=head["truncated"])
    triples = tuple(quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES))
    return QueryResult(kind, triples=triples, truncated=head["truncated"])


# ── the child ────────────────────────────────────────────────────────────────────────────────────────────────────────


def main(folder: str, memory: int) -> None:
    """Answers queries from stdin until it closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    out = sys.stdout.buffer
    try:
        _limit_memory(memory)
        store = ox.Store.read_only(str(Path(folder) / RDF_FOLDER))
        _forbid_new_files()
    except OSError as error:
        message = f"cannot open the graph in {folder}: {error}; run `sse-kg build`"
        _send(out, {"error": "store", "message": message}, b"")
        return
    _send(out, {}, b"")
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _limit_cpu(request["seconds"])
        _send(out, *_answer(store, request))


def _send(out: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    out.write(json.dumps({**head, "bytes": len(body)}).encode() + b"\n" + body)
    out.flush()


def _answer(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        return _evaluate(store, request)
    except SyntaxError as error:
        if prefix := unknown_prefix(request["query"], request["prefixes"]):
            known = ", ".join(sorted(request["prefixes"]))
            message = f"the prefix {prefix}: is not known; declare it with PREFIX, or use one of {known}"
            return {"error": "query", "message": message}, b""
        return _syntax_error(str(error)), b""
    except MemoryError:
        return {"error": "query", "message": "the query needs too much memory; narrow it or add a LIMIT"}, b""
    except ResultTooLarge as error:
        return {"error": "large", "message": str(error)}, b""
    except (RuntimeError, ValueError, OSError) as error:
        return {"error": "query", "message": f"the query cannot be evaluated: {error}"}, b""


def _evaluate(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    chosen: dict[str, Any] = {"use_default_graph_as_union": request["union"]}  # all are one unless the query names some
    if any(request["graphs"]):
        default, named = ([*map(ox.NamedNode, graphs)] for graphs in request["graphs"])
        chosen = {"default_graph": default, "named_graphs": named}
    results = store.query(request["query"], prefixes=request["prefixes"], **chosen)
    if isinstance(results, ox.QueryBoolean):
        return {"boolean": bool(results)}, b""
    if isinstance(results, ox.QuerySolutions):
        variables = [variable.value for variable in results.variables]
        rows, truncated = _take((row_json(variables, row) for row in results), request)
        return {"rows": True, "truncated": truncated}, join_json(variables, rows)
    lines, truncated = _take(_lines(results), request)
    return {"rows": False, "truncated": truncated}, b"".join(lines)


def _lines(triples: ox.QueryTriples) -> Iterator[bytes]:
    seen = set()
    for triple in triples:
        line = ox.serialize([triple], format=ox.RdfFormat.N_TRIPLES) or b""
        if line not in seen:
            seen.add(line)
            yield line


def _take(items: Iterator[bytes], request: dict[str, Any]) -> tuple[list[bytes], bool]:
    """As many items as the limits let through, and whether there were more."""
    taken: list[bytes] = []
    size = 0
    for item in items:
        size += len(item) + 1
        if not taken and size > request["max_bytes"]:
            limit = f"{request['max_bytes']:,} bytes"
            raise ResultTooLarge(f"the first row alone is over the limit of {limit}; select fewer or shorter values")
        if len(taken) == request["max_rows"] or size > request["max_bytes"]:
            return taken, True
        taken.append(item)
    return taken, False


def _syntax_error(message: str) -> dict[str, Any]:
    """The engine's `error at 1:26: expected …` with line and column taken out."""
    place, _, reason = message.removeprefix("error at ").partition(": ")
    line, _, column = place.partition(":")
    if not (line.isdecimal() and column.isdecimal()):
        return {"error": "query", "message": f"the query does not parse: {message}"}
    text = f"the query does not parse at line {line}, column {column}: {_readable(' '.join(reason.split()))}"
    return {"error": "query", "message": text, "line": int(line), "column": int(column)}


def _readable(reason: str) -> str:
    """What was expected, of classes of characters only that a name or a number may stand there.

    >>> _readable('expected one of "?", "}", [0 ..= 9 | a ..= z]')
    'expected "?", "}" or a name or number'
    """
    if not reason.startswith("expected one of "):
        return reason if len(reason) <= _LONGEST_REASON else reason[: _LONGEST_REASON - 1] + "…"
    words = re.findall(r'"[^"]+"', reason)
    shown = ", ".join(words[:_MOST_EXPECTED]) + (", …" if len(words) > _MOST_EXPECTED else "")
    return f"expected {shown}{' or a name or number' if '..=' in reason else ''}"


def _limit_memory(size: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _limit_cpu(seconds: float) -> None:
    """Ends this process some seconds after the parent should have, if the parent is gone."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = math.ceil(used.ru_utime + used.ru_stime + seconds) + 2
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (limit if hard < 0 else min(limit, hard), hard))


def _forbid_new_files() -> None:
    """No file or socket can be opened from here on: a SERVICE that got past the guard reaches nobody."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
