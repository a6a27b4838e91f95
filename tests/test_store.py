"""The store: both backends give the same answers, and a build that is killed leaves the old graph or the new one."""

import random
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from filelock import FileLock

from kg.errors import ResultTooLarge, StoreError
from kg.store import GraphStore, RemoteStore, Rows, Store, dump, home, live_folder, open_store, publish, with_terms
from kg.store import write_store as write

XSD = "http://www.w3.org/2001/XMLSchema#"


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://w3id.org/sse-kg/resource/{name}")


NPS, NAS, LABEL, FORMS, SIGMA = map(iri, ["NPS", "Na2S", "label", "forms", "conductivity"])
CURATED, EXTRACTED = (ox.NamedNode(f"https://w3id.org/sse-kg/graph/{name}") for name in ("curated", "extracted"))
QUADS = [
    ox.Quad(NPS, LABEL, ox.Literal('Na₃PS₄ «"\\\n»', language="en"), CURATED),
    ox.Quad(NPS, FORMS, NAS, CURATED),
    ox.Quad(NPS, SIGMA, ox.Literal("0.2", datatype=ox.NamedNode(f"{XSD}decimal")), CURATED),
    ox.Quad(NAS, LABEL, ox.Literal("sulfure de sodium", language="fr"), CURATED),
    ox.Quad(NAS, LABEL, ox.Literal("?s SERVICE"), CURATED),
    ox.Quad(ox.BlankNode("x"), FORMS, NPS, EXTRACTED),
]


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL 1.1 endpoint in twenty lines; the path picks a way to misbehave."""

    data: ox.Store

    def do_POST(self) -> None:
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        if self.path == "/html":
            return self.reply(200, b"<html>a web page</html>")
        if self.path == "/slow":
            self.server.released.wait(10)  # type: ignore[attr-defined]
        if self.path == "/large":
            return self.reply(200, b" " * 2_000)
        try:
            results = self.data.query(form["query"][0], **self.graphs(form))  # type: ignore[arg-type]
        except SyntaxError as error:
            return self.reply(400, str(error).encode())
        if isinstance(results, ox.QueryTriples):
            return self.reply(200, results.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
        assert self.headers["Accept"] == "application/sparql-results+json"
        return self.reply(200, results.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    def graphs(self, form: dict[str, list[str]]) -> dict[str, object]:
        if self.path != "/plain":
            return {"use_default_graph_as_union": "FROM" not in form["query"][0]}
        graphs = {kind: [*map(ox.NamedNode, form.get(f"{kind}-graph-uri", []))] for kind in ("default", "named")}
        return {"default_graph": graphs["default"], "named_graphs": graphs["named"]}

    def reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # the client did not wait
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    Endpoint.data = ox.Store()
    Endpoint.data.extend(QUADS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.released = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.released.set()  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["embedded", "remote", "remote with named graphs"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "remote":
        return RemoteStore(request.getfixturevalue("endpoint") + "/sparql")
    if request.param == "remote with named graphs":
        graphs = [CURATED.value, EXTRACTED.value]
        return RemoteStore(request.getfixturevalue("endpoint") + "/plain", graphs=graphs)
    write(tmp_path, QUADS)
    return open_store(tmp_path)


# ── what every backend must do ───────────────────────────────────────────────────────────────────────────────────────


def test_select_gives_terms(store: Store) -> None:
    rows = store.select(f"SELECT ?p ?o ?none {{ {NPS} ?p ?o }} ORDER BY ?p")
    assert rows == Rows(
        ("p", "o", "none"),
        ((SIGMA, QUADS[2].object, None), (FORMS, NAS, None), (LABEL, QUADS[0].object, None)),
    )
    assert len(rows) == len(list(rows)) == 3


def test_select_of_nothing(store: Store) -> None:
    assert store.select("SELECT ?s { ?s ?p 'no such label' }") == Rows(("s",), ())


@pytest.mark.parametrize("label", ['Na₃PS₄ «"\\\n»', "x"])
def test_a_literal_as_parameter(store: Store, label: str) -> None:
    found = store.select(f"SELECT ?s ?l {{ ?s {LABEL} ?l }}", {"l": ox.Literal(label, language="en")})
    assert found.rows == (((NPS, ox.Literal(label, language="en")),) if label != "x" else ())


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?o { { SELECT ?s (MIN(?l) AS ?o) { ?s LABEL ?l FILTER(LANG(?l) = 'fr') } GROUP BY ?s } }",
        "SELECT ?s ?o { ?s LABEL ?o FILTER(LANG(?o) = 'fr') }",
        "SELECT ?s ?o { { ?s LABEL ?o } FILTER(LANG(?o) = 'fr') }",
        "SELECT * { ?s LABEL ?o FILTER(LANG(?o) = 'fr') }",
        "SELECT ?s (MIN(?l) AS ?o) { ?s LABEL ?l FILTER(LANG(?l) = 'fr') } GROUP BY ?s",
        "SELECT ?s ?o { ?x LABEL ?o FILTER(?x = ?s && LANG(?o) = 'fr') }",
        "# ?s\nSELECT ?s ?o { ?s LABEL ?o FILTER(?o != '?s' && LANG(?o) = 'fr') } ORDER BY ?s",
    ],
)
def test_an_iri_as_parameter(store: Store, query: str) -> None:
    rows = store.select(query.replace("LABEL", str(LABEL)), {"s": NAS})
    cells = [dict(zip(rows.variables, row, strict=True)) for row in rows]
    assert [cell["s"] for cell in cells] == [NAS]
    assert [cell["o"] for cell in cells] == [ox.Literal("sulfure de sodium", language="fr")]


def test_a_parameter_is_never_read_as_query_text(store: Store) -> None:
    hostile = ox.Literal("x' } DROP ALL # \" ?s <>")
    assert store.select("SELECT ?s ?o { ?s ?p ?o }", {"o": hostile}).rows == ()
    assert len(store) == 6


def test_ask(store: Store) -> None:
    assert store.ask(f"ASK {{ ?s {FORMS} ?o }}", {"s": NPS}) is True
    assert store.ask(f"ASK {{ ?s {FORMS} ?o }}", {"s": NAS}) is False


def test_construct_and_describe(store: Store) -> None:
    triple = ox.Triple(NPS, FORMS, NAS)
    assert store.construct(f"CONSTRUCT {{ ?s {FORMS} ?o }} WHERE {{ ?s {FORMS} ?o }}", {"s": NPS}) == (triple,)
    assert triple in store.construct("DESCRIBE ?s", {"s": NPS})


def test_all_graphs_are_read_as_one(store: Store) -> None:
    assert len(store.select(f"SELECT * {{ ?s {FORMS} ?o }}")) == 2
    assert len(store.select(f"SELECT * {{ GRAPH {CURATED} {{ ?s {FORMS} ?o }} }}")) == 1


def test_from_chooses_a_graph(tmp_path: Path, endpoint: str) -> None:
    write(tmp_path, QUADS)
    for store in (open_store(tmp_path), RemoteStore(f"{endpoint}/sparql")):
        assert len(store.select(f"SELECT * FROM {CURATED} {{ ?s {FORMS} ?o }}")) == 1


def test_quads(store: Store) -> None:
    assert len(list(store.quads())) == len(store) == 6
    assert list(store.quads(NPS, FORMS, NAS)) == [QUADS[1]]
    assert [quad.graph_name for quad in store.quads(None, FORMS)].count(CURATED) == 1
    assert list(store.quads(graph=ox.DefaultGraph())) == []
    assert [quad.predicate for quad in store.quads(graph=EXTRACTED)] == [FORMS]
    assert list(store.quads(object=ox.Literal("?s SERVICE"))) == [QUADS[4]]


def test_equal_graphs_dump_to_equal_bytes(store: Store) -> None:
    other = ox.Store()
    other.extend([*reversed(QUADS[:-1]), ox.Quad(ox.BlankNode(), FORMS, NPS, EXTRACTED)])
    assert dump(store) == dump(GraphStore(other))
    lines = dump(store).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 6


@pytest.mark.parametrize("query", ["SELECT * {", "ASK {}", "SELECT * { ?s ?p }"])
def test_a_wrong_query_is_a_store_error(store: Store, query: str) -> None:
    with pytest.raises(StoreError):
        store.select(query)
    with pytest.raises(StoreError):
        store.ask("SELECT * {}")
    with pytest.raises(StoreError):
        store.construct("CONSTRUCT {")


# ── the remote store alone ───────────────────────────────────────────────────────────────────────────────────────────


def test_remote_errors_say_what_to_do(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="begins with http"):
        RemoteStore("file:///etc/passwd")
    with pytest.raises(StoreError, match="is it running"):
        len(RemoteStore("http://127.0.0.1:9/", timeout=5))
    with pytest.raises(StoreError, match="HTTP 400: error at 1:7"):
        RemoteStore(endpoint).select("SELECT")
    with pytest.raises(StoreError, match="is it a SPARQL endpoint"):
        RemoteStore(f"{endpoint}/html").ask("ASK {}")
    with pytest.raises(StoreError, match="is it a SPARQL endpoint"):
        RemoteStore(f"{endpoint}/html").construct("DESCRIBE <a:a>")
    with pytest.raises(StoreError, match=r"within 0\.05 s"):
        RemoteStore(f"{endpoint}/slow", timeout=0.05).ask("ASK {}")
    monkeypatch.setattr("kg.store._LARGEST_REPLY", 1_000)
    with pytest.raises(ResultTooLarge, match="add a LIMIT"):
        RemoteStore(f"{endpoint}/large").ask("ASK {}")
    with pytest.raises(StoreError, match="blank node"):
        RemoteStore(endpoint).select("SELECT ?s { ?s ?p ?o }", {"s": ox.BlankNode("x")})


def test_terms_go_only_where_variables_stand() -> None:
    query = "SELECT ?s (?s AS ?x) { ?s ?sp '?s', <x://?s> . # ?s\n { SELECT ?s { ?s ?p $s } GROUP BY ?s } }"
    assert with_terms(query, {"s": ox.Literal("'")}) == (
        "SELECT ?s (?s AS ?x) { VALUES ?s { \"'\" } \"'\" ?sp '?s', <x://?s> . # ?s\n "
        '{ SELECT ?s { VALUES ?s { "\'" } "\'" ?p "\'" } GROUP BY ?s } }'
    )


# ── publishing ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSE_KG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def generation(count: int) -> Iterator[ox.Quad]:
    return (ox.Quad(iri(f"m{n}"), LABEL, ox.Literal(f"{count}")) for n in range(count))


def fill_with(count: int):  # type: ignore[no-untyped-def]
    def fill(folder: Path) -> None:
        write(folder, generation(count))
        (folder / "lexicon.json").write_text(str(count))

    return fill


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir())


def test_publish_switches_and_keeps_one_generation(root: Path) -> None:
    with pytest.raises(StoreError, match="run `sse-kg build`"):
        open_store()
    assert publish("a", fill_with(1)) == live_folder() == root / "graph-a"
    reader = open_store()
    publish("b", fill_with(2))
    assert (len(reader), len(open_store())) == (1, 2)
    assert folders(root) == ["graph-a", "graph-b"]
    publish("b", fill_with(3))
    assert len(open_store()) == 3
    assert folders(root) == ["graph-b", "graph-b.1"]
    assert len(list(reader.quads())) == 1  # its files are gone by name, not for those who hold them


def test_a_build_that_fails_changes_nothing(root: Path) -> None:
    publish("a", fill_with(1))

    def fail(folder: Path) -> None:
        write(folder, generation(5))
        raise ValueError("a wrong table")

    with pytest.raises(ValueError, match="a wrong table"):
        publish("b", fail)
    assert (folders(root), len(open_store())) == (["graph-a"], 1)


def test_a_second_build_waits_and_then_says_who_holds_it(root: Path) -> None:
    root.mkdir()
    with FileLock(root / "build.lock"), pytest.raises(StoreError, match=r"another build has held .*build\.lock"):
        publish("a", fill_with(1), wait=0.01)


def test_two_builds_at_once_take_turns(root: Path) -> None:
    threads = [threading.Thread(target=publish, args=("x", fill_with(n))) for n in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(open_store()) == int((live_folder() / "lexicon.json").read_text())
    assert len(folders(root)) == 2


def test_what_killed_builds_left_is_removed(root: Path) -> None:
    (root / "building-1-x").mkdir(parents=True)
    (root / "graph-never-live").mkdir()
    publish("a", fill_with(1))
    assert folders(root) == ["graph-a"]


def test_refusals(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="cannot name a graph"):
        publish("../x", fill_with(1))
    with pytest.raises(StoreError, match="holds no graph"):
        open_store(tmp_path)
    (tmp_path / "rdf").mkdir()
    with pytest.raises(StoreError, match="cannot open the graph"):
        open_store(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot write a store"):
        write(tmp_path / "file", [])
    monkeypatch.delenv("SSE_KG_HOME")
    assert home().name == "sse-kg"


BUILDER = """
import sys
from test_store import fill_with, publish
print("ready", flush=True)
for count in map(int, sys.argv[1:]):
    publish(f"g{count}", fill_with(count))
print("done", flush=True)
"""


def test_killed_at_any_moment_leaves_the_old_graph_or_the_new(root: Path) -> None:
    def build(count: int) -> subprocess.Popen[bytes]:
        builder = [sys.executable, "-c", BUILDER, str(count)]
        paths = {"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[1]}", "SSE_KG_HOME": str(root)}
        process = subprocess.Popen(builder, stdout=subprocess.PIPE, env=paths)
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        return process

    with build(20_000) as process:
        began = time.perf_counter()
        process.wait()
    duration, live, killed, new = time.perf_counter() - began, 20_000, 0, 20_000
    while killed < 16:
        new += 1
        with build(new) as process:
            try:
                process.wait(random.uniform(0, duration))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
        found = len(open_store())
        assert found in (live, new)
        assert found == int((live_folder() / "lexicon.json").read_text())
        assert {quad.object.value for quad in open_store().quads(None, LABEL)} == {str(found)}  # type: ignore[union-attr]
        live = found
    publish("last", fill_with(1))
    assert len(folders(root)) <= 2
    assert len(open_store()) == 1
