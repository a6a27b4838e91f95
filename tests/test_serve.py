"""The SPARQL endpoint: the protocol, its limits, and the same answers as the library and the command line give."""

import json
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest

from kg import __version__
from kg.api import Graph
from kg.cli import main
from kg.errors import StoreError
from kg.names import CURATED, INFERRED, PREFIXES, SERVICE_DESCRIPTION
from kg.results import GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS, write
from kg.serve import allowed_hosts, application, http_server, listen
from kg.store import RemoteStore, write_store
from kg.workers import Busy, Workers

ROWS = "SELECT ?e ?l { ?e a sse:SulfideElectrolyte ; rdfs:label ?l } ORDER BY ?l ?e LIMIT 40"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
SLOW_PARSE = "ASK { FILTER(" + "SUBSTR(" * 24 + "'x'" + ",1)" * 24 + " = 'x') }"
HOSTILE = [
    SLOW_PARSE,
    "ASK { FILTER" + "(" * 5_000 + "true" + ")" * 5_000 + " }",
    "ASK { FILTER(" + "CONCAT(" * 900 + "'x'" + ")" * 900 + " = 'x') }",
    "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "ASK FROM <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "DROP ALL",
    "\x00\x1b[31m",
    "",
]


class Reply:
    """What came back for a request."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def media(self) -> str:
        return self.headers["content-type"]

    @property
    def line(self) -> str:
        """The one line of an error."""
        assert self.media == "text/plain; charset=utf-8"
        assert self.body.count(b"\n") == self.body.endswith(b"\n") == 1
        return self.body.decode().strip()


def fetch(address: str, data: bytes | None = None, *, method: str | None = None, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, data, named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return Reply(reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())


def get(address: str, query: str, accept: str = "*/*", **more: str) -> Reply:
    return fetch(f"{address}?{urlencode({'query': query, **more})}", Accept=accept)


def post(address: str, body: bytes, kind: str = QUERY, **headers: str) -> Reply:
    return fetch(address, body, Content_Type=kind, **headers)


@contextmanager
def served(workers: Workers, **options: list[str]) -> Iterator[str]:
    """An endpoint in this process, for as long as the block lasts."""
    listening = listen("127.0.0.1", 0)
    server = http_server(application(workers, **options))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def workers_on(folder: Path, count: int = 2, timeout: float = 20.0, max_bytes: int = 64_000_000) -> Workers:
    return Workers(lambda: folder, count, timeout=timeout, max_bytes=max_bytes, prefixes=PREFIXES)


@pytest.fixture(scope="module")
def graph(session_home: None) -> Iterator[Graph]:
    with Graph.open() as graph:
        yield graph


@pytest.fixture(scope="module")
def address(graph: Graph) -> Iterator[str]:
    with served(workers_on(graph.folder), hosts=allowed_hosts("127.0.0.1")) as address:
        yield address


# ── one answer, whoever asks ─────────────────────────────────────────────────────────────────────────────────────────

ALIKE = [
    *((ROWS, format) for format in ROW_FORMATS),
    ("ASK { sser:Na3PS4 a sse:SolidElectrolyte }", "json"),
    ("ASK { sser:Na3PS4 a sse:Solvent }", "xml"),
    ("SELECT ?v ?none { ?m sse:value ?v } ORDER BY ?v LIMIT 30", "csv"),
    ("SELECT (COUNT(*) AS ?n) { ?c a sse:Claim }", "tsv"),
    ("SELECT ?s { ?s rdfs:label 'no such thing' }", "json"),
    ("CONSTRUCT { ?s sse:mitigates sser:dendrite-growth } { ?s sse:mitigates sser:dendrite-growth }", "turtle"),
    ("DESCRIBE sser:Na3PS4", "turtle"),
]


@pytest.mark.parametrize(("query", "format"), ALIKE)
def test_library_command_line_and_endpoint_agree(
    graph: Graph, address: str, query: str, format: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    by_library = write(graph.query(query), format, prefixes=PREFIXES)
    assert main(["sparql", query, "--format", format]) == 0
    by_command = capfdbinary.readouterr().out
    accept = MEDIA_TYPES[format]
    over_http = [get(address, query, accept), post(address, query.encode(), Accept=accept)]
    over_http.append(post(address, urlencode({"query": query}).encode(), FORM, Accept=accept))
    assert {reply.status for reply in over_http} == {200}
    assert {reply.media for reply in over_http} == {accept}
    bodies = [by_library, by_command, *(reply.body for reply in over_http)]
    if format == "turtle":  # triples come in no order
        assert len({frozenset(ox.parse(body, ox.RdfFormat.TURTLE)) for body in bodies}) == 1
    else:
        assert len(set(bodies)) == 1


def test_the_remote_store_reads_what_the_embedded_one_reads(graph: Graph, address: str) -> None:
    here, there = graph.store, RemoteStore(address)
    query = "SELECT ?e ?l { ?e <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?l ?e LIMIT 500"
    assert there.select(query) == here.select(query)
    thing = {"s": ox.NamedNode(PREFIXES["sser"] + "Na3PS4")}
    assert there.ask("ASK { ?s ?p ?o }", thing) is here.ask("ASK { ?s ?p ?o }", thing) is True
    assert set(there.construct("DESCRIBE ?s", thing)) == set(here.construct("DESCRIBE ?s", thing))
    assert len(there) == len(here)
    assert set(there.quads(thing["s"])) == set(here.quads(thing["s"]))


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_every_rdf_format_says_the_same(graph: Graph, address: str, format: str) -> None:
    query = "DESCRIBE sser:Na3PS4"
    reply = get(address, query, MEDIA_TYPES[format])
    kind = ox.RdfFormat.from_media_type(reply.media.partition(";")[0])
    assert {quad.triple for quad in ox.parse(reply.body, kind)} == set(graph.query(query).triples)


def test_a_request_may_choose_graphs(address: str) -> None:
    def count(pattern: str, **graphs: str) -> int:
        reply = get(address, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", "text/csv", **graphs)
        return int(reply.body.split()[1])

    default, named = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"
    inferred = count(default, **{"default-graph-uri": INFERRED})
    assert 0 < inferred < count(default)
    assert count(named, **{"named-graph-uri": INFERRED}) == inferred
    assert count(default, **{"named-graph-uri": INFERRED}) == count(named, **{"default-graph-uri": CURATED}) == 0
    refused = get(address, "ASK {}", **{"default-graph-uri": "file:///etc/passwd"})
    assert (refused.status, "only graphs of this project" in refused.line) == (400, True)


# ── the protocol ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_query_it_describes_itself(address: str) -> None:
    reply = fetch(address)
    triples = {quad.triple for quad in ox.parse(reply.body, ox.RdfFormat.TURTLE)}
    endpoints = [t.object for t in triples if t.predicate.value == f"{SERVICE_DESCRIPTION}endpoint"]
    assert endpoints == [ox.NamedNode(address)]
    assert fetch(address, Accept="application/rdf+xml").media == "application/rdf+xml"


def test_health_and_version(address: str, graph: Graph) -> None:
    base = address.removesuffix("/sparql")
    assert json.loads(fetch(f"{base}/health").body) == {"status": "ok", "graph": graph.folder.name}
    assert json.loads(fetch(f"{base}/version").body) == {"version": __version__, "graph": graph.folder.name}
    assert fetch(f"{base}/health", method="HEAD").status == 200
    assert (fetch(base).status, "/sparql" in fetch(base).line) == (404, True)


@pytest.mark.parametrize(
    ("send", "status", "said"),
    [
        (lambda a: get(a, "SELECT * {"), 400, "line 1, column 11"),
        (lambda a: get(a, "ASK {}", "image/png"), 406, "text/csv"),
        (lambda a: get(a, "DESCRIBE <a:a>", "text/csv"), 406, "text/turtle"),
        (lambda a: fetch(f"{a}?other=1"), 400, "one query parameter"),
        (lambda a: fetch(f"{a}?query=ASK{{}}&query=ASK{{}}"), 400, "has 2"),
        (lambda a: fetch(f"{a}?query=%ff"), 400, "not UTF-8"),
        (lambda a: fetch(f"{a}?{'a=1&' * 101}"), 400, "parameters cannot be read"),
        (lambda a: post(a, b"\xff\xfe"), 400, "not UTF-8 at byte 1"),
        (lambda a: post(a, b"ASK {}", "text/html"), 415, "send a query as"),
        (lambda a: post(a, b"ASK {}", f"{QUERY}; charset=latin-1"), 415, "UTF-8"),
        (lambda a: post(a, b"ASK {}", Content_Encoding="gzip"), 415, "Content-Encoding"),
        (lambda a: post(a, b"DROP ALL", "application/sparql-update"), 403, "read-only"),
        (lambda a: post(a, b"update=DROP+ALL", FORM), 403, "read-only"),
        (lambda a: post(a, b"x" * 10_000_000), 413, "over the limit"),
        (lambda a: post(a, urlencode({"query": "ASK {} #" + "x" * 20_000}).encode(), FORM), 400, "20,000"),
        (lambda a: fetch(a, b"", method="PUT"), 405, "Method"),
    ],
)
def test_a_wrong_request_gets_one_line(address: str, send: Callable[[str], Reply], status: int, said: str) -> None:
    reply = send(address)
    assert (reply.status, said in reply.line) == (status, True), reply.body


def test_a_name_of_another_host_leads_nowhere(address: str) -> None:
    assert fetch(address, Host="evil.example").status == 400
    assert fetch(address, Host="localhost").status == 200


def test_web_pages_read_it_only_when_named(graph: Graph, address: str) -> None:
    allow = "access-control-allow-origin"
    assert allow not in fetch(address, Origin="https://example.org").headers
    with served(workers_on(graph.folder), origins=["https://example.org"]) as open_to_one:
        assert fetch(open_to_one, Origin="https://example.org").headers[allow] == "https://example.org"
        assert allow not in fetch(open_to_one, Origin="https://evil.example").headers


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_are_refused_at_once(address: str, query: str) -> None:
    reply = get(address, query)
    assert reply.status == 400
    assert reply.line
    assert get(address, "ASK {}").status == 200


def test_fifty_at_once_are_all_answered(address: str) -> None:
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(lambda n: get(address, f"SELECT ({n} AS ?n) {{}}", "text/csv"), range(50)))
    assert [reply.body.split()[1] for reply in replies] == [str(n).encode() for n in range(50)]


def test_a_long_query_is_stopped_and_others_are_answered_meanwhile(graph: Graph) -> None:
    with served(workers_on(graph.folder, timeout=1.0)) as address, ThreadPoolExecutor(1) as pool:
        slow = pool.submit(get, address, ENDLESS)
        assert get(address, "ASK {}").status == 200
        assert not slow.done()
        assert (slow.result().status, "longer than 1 s" in slow.result().line) == (503, True)
        assert get(address, ROWS).status == 200


def test_when_all_are_busy_it_says_so(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serve._WAIT", 0.01)
    workers = workers_on(graph.folder, count=1)
    with served(workers) as address:
        with workers.lease(1):
            reply = get(address, "ASK {}")
        assert (reply.status, reply.headers["retry-after"], "ask again" in reply.line) == (503, "2", True)
        assert get(address, "ASK {}").status == 200


def test_a_result_is_whole_or_an_error(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serve.MAX_ROWS", 3)
    with served(workers_on(graph.folder)) as address:
        assert get(address, "SELECT * { ?s ?p ?o } LIMIT 3").status == 200
        assert "limit of 3 rows" in get(address, "SELECT * { ?s ?p ?o } LIMIT 4").line
        assert "limit of 3 rows" in get(address, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 4").line
    monkeypatch.setattr("kg.serve.MAX_ROWS", 1_000)
    with served(workers_on(graph.folder, max_bytes=2_000)) as address:
        assert "MB" in get(address, "SELECT * { ?s ?p ?o }").line


def test_a_slow_or_vanishing_client_stops_nobody(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serve._SEND", 0.2)
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {QUERY}\r\nContent-Length: 100\r\n\r\nASK"
    with served(workers_on(graph.folder)) as address:
        place = ("127.0.0.1", urlsplit(address).port)
        slow = [socket.create_connection(place) for _ in range(20)]
        for one in slow:
            one.sendall(head.encode())
        with socket.create_connection(place) as gone:
            gone.sendall(head.encode())
        assert get(address, "ASK {}").status == 200
        for one in slow:
            with one:
                assert one.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_query_may_be_as_long_as_the_guard_allows(address: str) -> None:
    assert get(address, "ASK {} #" + "x" * 19_000).status == 200
    assert post(address, urlencode({"query": "ASK {} #" + "é" * 9_900}).encode(), FORM).status == 200


# ── the graph behind it ──────────────────────────────────────────────────────────────────────────────────────────────


def graph_at(folder: Path, label: str) -> Path:
    folder.mkdir()
    write_store(folder, [ox.Quad(ox.NamedNode("urn:NPS"), ox.NamedNode("urn:label"), ox.Literal(label))])
    return folder


def test_a_new_graph_is_taken_up_at_once(tmp_path: Path) -> None:
    live = [graph_at(tmp_path / "graph-1", "old")]
    workers = Workers(lambda: live[-1], 1, timeout=20, max_bytes=1_000, prefixes={})
    query = "SELECT ?l { ?s <urn:label> ?l }"
    with served(workers) as address:
        assert b"old" in get(address, query).body
        live.append(graph_at(tmp_path / "graph-2", "new"))
        assert b"new" in get(address, query).body


def test_without_a_graph_the_client_learns_no_path(tmp_path: Path) -> None:
    def missing() -> Path:
        raise StoreError(f"there is no graph in {tmp_path} yet")

    with served(Workers(missing, 1, timeout=1, max_bytes=1_000, prefixes={})) as address:
        for reply in (get(address, "ASK {}"), fetch(address.replace("/sparql", "/health"))):
            assert reply.status == 500
            assert str(tmp_path) not in reply.line


def test_workers_end_when_they_are_closed_at_work(tmp_path: Path) -> None:
    workers = workers_on(graph_at(tmp_path / "graph-1", "x"), count=1)
    with workers.lease(1) as worker:
        assert worker.run("ASK {}").boolean
        with pytest.raises(Busy, match="busy"), workers.lease(0.01):
            pass
        workers.close()
    assert worker._child is None


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_says_where_it_listens_and_ends_when_told(session_home: None, repository: Path) -> None:
    command = [sys.executable, "-m", "extract.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.readline()
        assert said.startswith("SPARQL endpoint at http://127.0.0.1:")
        assert get(said.split()[3].rstrip(";"), "ASK {}").status == 200
        process.terminate()
        process.wait(30)


def test_an_address_in_use_is_one_line(session_home: None, capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in capsys.readouterr().err
    assert main(["serve", "--host", "no such host"]) == 1
    assert "choose another --port or --host" in capsys.readouterr().err
