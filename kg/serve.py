"""`sse-kg serve`: the graph as a SPARQL 1.1 Protocol endpoint, for reading only.

Starlette and uvicorn, which come with Streamlit, do the HTTP: a client that sends slowly costs them no thread. A query
runs in one of a few worker processes with limits of time and memory; when all are at work it waits, and then is told
so. A result is whole or an error, never silently cut off.

`/sparql` takes GET with `?query=`, POST of a form or of `application/sparql-query`; a GET without a query is answered
with a description of the service. `/health` says whether a graph is there, `/version` which one and which sse-kg.

Web pages of other origins may not read it, because a graph may hold a person's own unpublished data, unless they are
named as `origins`. A request must name one of the hosts it listens on, so that no name of another host leads here.
"""

import logging
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.errors import QueryError, QueryRefused, QueryTimeout, ResultTooLarge, SseKgError, StoreError
from kg.guard import MAX_BYTES as LONGEST_QUERY
from kg.guard import check_query
from kg.names import PREFIXES, PROJECT
from kg.negotiate import best_format
from kg.results import GRAPH_FORMATS, MEDIA_TYPES, QueryResult, formats_of, rdf_bytes, write
from kg.service_description import describe
from kg.store import live_folder
from kg.worker import TIMEOUT
from kg.workers import Busy, Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import uvicorn

HOST, PORT = "127.0.0.1", 7878
MAX_ROWS = 1_000_000
MAX_BYTES = 64_000_000
LONGEST_BODY = 4 * LONGEST_QUERY  # a form spells a byte with three, and names graphs beside the query
_READ_ON = 50_000_000  # bytes to read on for, so that a client that sends too much hears so
_WAIT = 10.0  # seconds to wait for a free worker
_SEND = 10.0  # seconds in which a request must have arrived
_QUEUE = 200  # connections at once
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_STATUS: dict[type[SseKgError], int] = {
    QueryRefused: 400,
    QueryError: 400,
    ResultTooLarge: 400,
    QueryTimeout: 503,
    Busy: 503,
    StoreError: 500,
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A query with the graphs it shall read, all of them when none is named."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class _Refused(HTTPException):
    """A request that is answered with a status and one line."""


# ── the server ───────────────────────────────────────────────────────────────────────────────────────────────────────


def serve(
    folder: Path,
    *,
    host: str = HOST,
    port: int = PORT,
    timeout: float = TIMEOUT,
    origins: Sequence[str] = (),
    started: Callable[[str], None] = lambda address: None,
) -> None:
    """Answer SPARQL over HTTP until the process is told to end; `started` is told the address.

    `folder` is that of a built graph; a graph built later in the same home is taken up at once. Port 0 is any free one.
    Raises StoreError when the address cannot be listened on.
    """
    listening = listen(host, port)
    limits: dict[str, Any] = {"timeout": timeout, "max_bytes": MAX_BYTES, "prefixes": PREFIXES}
    workers = Workers(partial(live_folder, folder.parent), _processes(), **limits)
    shown = f"[{host}]" if ":" in host else host
    with listening:
        started(f"http://{shown}:{listening.getsockname()[1]}/sparql")
        http_server(application(workers, hosts=allowed_hosts(host), origins=origins)).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on an address; raises StoreError when it cannot."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"cannot listen on {host} port {port}: {reason}; choose another --port or --host") from error


def http_server(app: Starlette) -> "uvicorn.Server":
    """The HTTP server around an application, with limits on connections, idle time and the length of an address."""
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=_QUEUE,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=2,
            h11_max_incomplete_event_size=LONGEST_BODY,
        )
    )


def _processes() -> int:
    """How many queries run at once: one for each processor, two at least, so that a slow one does not stop the rest."""
    return max(2, min(8, os.cpu_count() or 2))


def allowed_hosts(host: str) -> list[str]:
    """The host names a request may give: any where the server listens on all addresses.

    >>> allowed_hosts("127.0.0.1"), allowed_hosts("0.0.0.0")
    (['127.0.0.1', 'localhost', '[::1]', '::1'], ['*'])
    """
    if host in ("0.0.0.0", "::", ""):
        return ["*"]
    local = ["127.0.0.1", "localhost", "[::1]", "::1"]
    return local if host in local else [host, f"[{host}]", *local]


def application(workers: Workers, *, hosts: Sequence[str] = ("*",), origins: Sequence[str] = ()) -> Starlette:
    """The endpoint as an ASGI application, for a server of your own; it closes the workers when it ends."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> "AsyncIterator[None]":
        try:
            yield
        finally:
            workers.close()

    endpoint = _Endpoint(workers)
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)]
    if origins:
        allowed: dict[str, Any] = {"allow_origins": list(origins), "allow_methods": ["GET", "POST"]}
        middleware.append(Middleware(CORSMiddleware, **allowed))
    routes = [
        Route("/sparql", endpoint.sparql, methods=["GET", "POST"]),
        Route("/health", endpoint.health),
        Route("/version", endpoint.version),
    ]
    errors = {SseKgError: _failed, HTTPException: _refused, Exception: _broken}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=errors, lifespan=lifespan)  # type: ignore[arg-type]


class _Endpoint:
    """What stands behind the three addresses."""

    def __init__(self, workers: Workers) -> None:
        self.workers = workers
        self.turns = anyio.CapacityLimiter(_QUEUE)

    async def sparql(self, request: Request) -> Response:
        """A query, or the description of the service where there is none."""
        asked = await _read(request)
        accept = ", ".join(request.headers.getlist("accept"))
        if asked is None:
            format = _negotiate(accept, GRAPH_FORMATS)
            address = str(request.url.replace(query=""))
            return _respond(rdf_bytes(describe(address), format, PREFIXES), format)
        body, format = await to_thread.run_sync(self._answer, asked, accept, limiter=self.turns)
        return _respond(body, format)

    def _answer(self, asked: Asked, accept: str) -> tuple[bytes, str]:
        kind = check_query(asked.query)
        format = _negotiate(accept, formats_of(kind))
        with self.workers.lease(_WAIT) as worker:
            result = worker.run(
                asked.query,
                max_rows=MAX_ROWS,
                default_graphs=asked.default_graphs,
                named_graphs=asked.named_graphs,
            )
        if result.truncated:
            raise ResultTooLarge(f"the result is over {_limits(result)}; add a LIMIT and an OFFSET, or ask for less")
        return write(result, format, prefixes=PREFIXES), format

    async def health(self, _: Request) -> Response:
        """200 while there is a graph to ask, else 500."""
        return JSONResponse({"status": "ok", "graph": self.workers.folder().name})

    async def version(self, _: Request) -> Response:
        """Which sse-kg this is and which graph it reads."""
        return JSONResponse({"version": __version__, "graph": self.workers.folder().name})


def _limits(result: QueryResult) -> str:
    rows = max(len(result.triples), len(result.rows))
    return f"the limit of {MAX_ROWS:,} rows" if rows >= MAX_ROWS else f"the limit of {MAX_BYTES // 1_000_000} MB"


# ── requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _read(request: Request) -> Asked | None:
    """The query of a request, None when a GET has none; raises _Refused for what the protocol does not allow."""
    fields = _fields(request.url.query)
    if request.method != "POST":
        return _asked(fields) if fields else None
    kind, _, charset = request.headers.get("content-type", "").lower().partition(";")
    if "charset" in charset and "utf-8" not in charset:
        raise _Refused(415, "send the query in UTF-8")
    if "content-encoding" in request.headers:
        raise _Refused(415, "send the query without a Content-Encoding")
    if kind.strip() == _UPDATE:
        raise _Refused(403, "the graph is read-only; it takes queries, no updates")
    if kind.strip() not in (_FORM, _QUERY):
        raise _Refused(415, f"send a query as {_FORM} or {_QUERY}")
    body = await _body(request)
    return _asked([*fields, *(_fields(body) if kind.strip() == _FORM else [("query", body)])])


async def _body(request: Request) -> str:
    """The body of a request, as text; too long, too slow or no UTF-8 is refused."""
    size, pieces = 0, []
    try:
        with anyio.fail_after(_SEND):
            async for piece in request.stream():
                size += len(piece)
                if size > _READ_ON:
                    break
                if size <= LONGEST_BODY:
                    pieces.append(piece)
    except TimeoutError:
        raise _Refused(408, f"the request did not arrive within {_SEND:g} s", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise _Refused(400, "the connection was closed before the request was whole") from None
    if size > LONGEST_BODY:
        raise _Refused(413, f"the request is over the limit of {LONGEST_BODY:,} bytes; shorten the query")
    try:
        return b"".join(pieces).decode()
    except UnicodeDecodeError as error:
        raise _Refused(400, f"the request is not UTF-8 at byte {error.start + 1}") from None


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise _Refused(400, "a percent-encoded character is not UTF-8; encode the query as UTF-8") from None
    except ValueError as error:
        raise _Refused(400, f"the parameters cannot be read: {error}") from None


def _asked(fields: Sequence[tuple[str, str]]) -> Asked:
    named = {name: tuple(value for key, value in fields if key == name) for name, _ in fields}
    if "update" in named:
        raise _Refused(403, "the graph is read-only; it takes queries, no updates")
    queries = named.get("query", ())
    if len(queries) != 1:
        raise _Refused(400, f"give one query parameter; the request has {len(queries) or 'none'}")
    graphs = [named.get(f"{kind}-graph-uri", ()) for kind in ("default", "named")]
    for graph in (*graphs[0], *graphs[1]):
        if not graph.startswith(PROJECT) or set(graph) & set('<>"{}|\\^` \n\r\t'):
            raise _Refused(400, f"only graphs of this project can be read, <{PROJECT}graph/…>; leave the others out")
    return Asked(queries[0], *graphs)


# ── responses ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _negotiate(accept: str, formats: Sequence[str]) -> str:
    chosen = best_format(accept, {format: MEDIA_TYPES[format] for format in formats})
    if chosen is None:
        raise _Refused(
            406, f"this can be had as {', '.join(MEDIA_TYPES[format].partition(';')[0] for format in formats)}"
        )
    return chosen


def _respond(body: bytes, format: str) -> Response:
    headers = {"Content-Type": MEDIA_TYPES[format], "Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    return Response(body, headers=headers)


def _line(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    line = " ".join(text.split())
    common = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"}
    return Response(f"{line}\n", status, headers=common | (headers or {}))


def _failed(_: Request, error: SseKgError) -> Response:
    """A query that went wrong; of the server's own troubles the client learns that they are there, the log which."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    if status == 500:
        _log.error("%s", error)
        return _line(500, "the graph cannot be read; the log of the server says why")
    return _line(status, str(error), {"Retry-After": "2"} if isinstance(error, Busy) else None)


def _refused(_: Request, error: HTTPException) -> Response:
    detail = "there is nothing here; the endpoint is /sparql" if error.status_code == 404 else error.detail
    return _line(error.status_code, detail, dict(error.headers or {}))


def _broken(_: Request, error: Exception) -> Response:
    return _line(500, "this is a fault of sse-kg; the log of the server says more")
