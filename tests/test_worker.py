"""Queries of a person, in a process of their own: answers, limits, crashes, and the W3C formats of the answers."""

import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, QueryRefused, QueryTimeout, ResultTooLarge, StoreError
from kg.guard import QueryKind
from kg.results import MEDIA_TYPES, QueryResult, read_results, write
from kg.store import write_store
from kg.worker import QueryWorker, _answer, main, run_query

PREFIXES = {"sser": "https://w3id.org/sse-kg/resource/"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BOMB = (
    'SELECT (STRLEN(?z40) AS ?n) { BIND("0123456789" AS ?z0) '
    + " ".join(f"BIND(CONCAT(?z{n}, ?z{n}) AS ?z{n + 1})" for n in range(40))
    + "}"
)


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sser"] + name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph")
    label = iri("label")
    quads = [ox.Quad(iri(f"m{n}"), label, ox.Literal(f"Na₃PS₄ no. {n}")) for n in range(2_000)]
    quads += [
        ox.Quad(iri("NPS"), iri("name"), ox.Literal('a "b",\n\t电解质', language="en")),
        ox.Quad(iri("NPS"), iri("sigma"), ox.Literal(0.5)),
        ox.Quad(ox.BlankNode("x"), iri("sigma"), ox.Literal(7)),
        ox.Quad(iri("NPS"), iri("forms"), iri("Na2S"), ox.NamedNode("https://w3id.org/sse-kg/graph/curated")),
    ]
    write_store(path, quads)
    return path


@pytest.fixture(scope="module")
def worker(folder: Path) -> Iterator[QueryWorker]:
    with QueryWorker(folder, prefixes=PREFIXES) as worker:
        yield worker


def test_select(worker: QueryWorker) -> None:
    result = worker.run("SELECT ?o ?none { sser:m7 sser:label ?o }")
    assert result == QueryResult(QueryKind.SELECT, ("o", "none"), ((ox.Literal("Na₃PS₄ no. 7"), None),))


def test_ask(worker: QueryWorker) -> None:
    assert worker.run("ASK { ?s sser:label 'Na₃PS₄ no. 7' }") == QueryResult(QueryKind.ASK, boolean=True)
    assert worker.run("ASK { ?s sser:label 'water' }").boolean is False


def test_all_graphs_are_read_as_one_unless_named(worker: QueryWorker) -> None:
    curated = "https://w3id.org/sse-kg/graph/curated"
    assert worker.run("ASK { ?s sser:forms ?o }").boolean
    assert worker.run(f"ASK FROM <{curated}> {{ ?s sser:forms ?o }}").boolean
    assert not worker.run(f"ASK FROM <{curated}2> {{ ?s sser:forms ?o }}").boolean


def test_construct_and_describe(worker: QueryWorker) -> None:
    triple = ox.Triple(iri("m7"), iri("label"), ox.Literal("Na₃PS₄ no. 7"))
    assert worker.run("DESCRIBE sser:m7") == QueryResult(QueryKind.DESCRIBE, triples=(triple,))
    query = "CONSTRUCT { sser:m7 sser:label ?o } { { sser:m7 sser:label ?o } UNION { sser:m7 sser:label ?o } }"
    assert worker.run(query) == QueryResult(QueryKind.CONSTRUCT, triples=(triple,))


def test_rows_over_the_limit_are_cut_off(worker: QueryWorker, folder: Path) -> None:
    every = "SELECT * { ?s sser:label ?o }"
    assert (len(worker.run(every).rows), worker.run(every).truncated) == (2_000, False)
    exact, fewer = worker.run(every, max_rows=2_000), worker.run(every, max_rows=1_999)
    assert (len(exact.rows), exact.truncated, len(fewer.rows), fewer.truncated) == (2_000, False, 1_999, True)
    graph = worker.run("CONSTRUCT WHERE { ?s sser:label ?o }", max_rows=10)
    assert (len(graph.triples), graph.truncated) == (10, True)
    with QueryWorker(folder, prefixes=PREFIXES, max_bytes=1_000) as narrow:
        result = narrow.run(every)
        assert result.truncated
        assert 1 < len(result.rows) < 20
        assert len(write(result, "json")) < 1_100
        with pytest.raises(ResultTooLarge, match="the limit of 1,000 bytes"):
            narrow.run("SELECT (GROUP_CONCAT(?o) AS ?all) { ?s sser:label ?o }")


def test_a_syntax_error_has_line_and_column(worker: QueryWorker) -> None:
    with pytest.raises(QueryError, match="does not parse at line 2, column 9") as error:
        worker.run("SELECT * {\n ?s ?p }")
    assert (error.value.line, error.value.column) == (2, 9)
    with pytest.raises(QueryError, match="custom function"):
        worker.run("SELECT (<http://x/f>(1) AS ?x) {}")


def test_the_guard_stands_before_the_worker(folder: Path) -> None:
    with QueryWorker(folder) as worker:
        with pytest.raises(QueryRefused):
            worker.run("ASK { SERVICE <http://x/> {} }")
        assert worker._child is None


def test_a_long_query_is_stopped_and_the_next_one_answered(worker: QueryWorker) -> None:
    began = time.perf_counter()
    with pytest.raises(QueryTimeout, match=r"longer than 0\.2 s"):
        worker.run(ENDLESS, timeout=0.2)
    assert time.perf_counter() - began < 2
    assert worker.run("ASK {}").boolean


def test_run_query_takes_limits(folder: Path) -> None:
    assert len(run_query(folder, "SELECT * { ?s ?p ?o }", timeout=5, max_rows=3).rows) == 3
    with pytest.raises(QueryTimeout):
        run_query(folder, ENDLESS, timeout=0.2)


def test_a_memory_bomb_ends_only_the_worker(folder: Path) -> None:
    with QueryWorker(folder, memory=1 << 30) as worker:
        with pytest.raises(QueryError, match=r"needs more than 1\.0 GiB of memory"):
            worker.run(BOMB)
        assert worker.run("ASK {}").boolean


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.worker.check_query", lambda text: QueryKind.SELECT)


@pytest.mark.usefixtures("unguarded")
def test_a_crash_of_the_engine_ends_only_the_worker(folder: Path) -> None:
    with QueryWorker(folder) as worker:
        with pytest.raises(QueryError, match="crashed the engine"):
            worker.run("ASK { FILTER(" + "!" * 100_000 + "?s) }")
        assert worker.run("ASK {}").boolean


@pytest.mark.usefixtures("unguarded")
def test_past_the_guard_there_is_still_no_network(folder: Path) -> None:
    with QueryWorker(folder) as worker, pytest.raises(QueryError, match="Too many open files"):
        worker.run("ASK { SERVICE <http://127.0.0.1:9999/> {} }")


def test_a_worker_that_died_in_its_sleep_is_replaced(worker: QueryWorker) -> None:
    worker.run("ASK {}")
    assert worker._child
    worker._child.process.kill()
    worker._child.process.wait()
    assert worker.run("ASK {}").boolean


def test_the_signal_of_the_processor_limit_is_a_timeout(worker: QueryWorker) -> None:
    worker.run("ASK {}")
    assert worker._child
    timer = threading.Timer(0.1, worker._child.process.send_signal, [signal.SIGXCPU])
    timer.start()
    with pytest.raises(QueryTimeout):
        worker.run(ENDLESS)
    timer.join()


def test_an_interrupted_query_leaves_no_answer_behind(worker: QueryWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.run("ASK {}")

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(worker._child, "_read", interrupt)
    with pytest.raises(KeyboardInterrupt):
        worker.run("ASK {}")
    assert len(worker.run("SELECT * { ?s sser:label ?o }", max_rows=2).rows) == 2


def test_threads_take_turns(worker: QueryWorker) -> None:
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        for n in range(number, 60, 4):
            found[n] = worker.run(f"SELECT ?o {{ sser:m{n} sser:label ?o }}").rows

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: ((ox.Literal(f"Na₃PS₄ no. {n}"),),) for n in range(60)}


def test_a_missing_graph_is_a_store_error(tmp_path: Path) -> None:
    with QueryWorker(tmp_path) as worker, pytest.raises(StoreError, match="run `sse-kg build`"):
        worker.run("ASK {}")


def test_a_worker_that_cannot_start_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with QueryWorker(folder) as worker, pytest.raises(QueryError, match="exit status 1"):
        worker.run("ASK {}")


# ── the child, in this process ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def evaluate() -> Callable[..., tuple[dict[str, object], bytes]]:
    data = ox.Store()
    data.add(ox.Quad(iri("a"), iri("p"), ox.Triple(iri("a"), iri("p"), iri("a"))))
    rtl = ox.BaseDirection.RTL
    data.add(ox.Quad(iri("b"), iri("p"), ox.Literal("x", language="ar", direction=rtl)))

    def run(query: str, **limits: int) -> tuple[dict[str, object], bytes]:
        asked = {"query": query, "union": True, "graphs": [[], []], "prefixes": PREFIXES}
        return _answer(data, {**asked, "max_rows": 9, "max_bytes": 999, **limits})

    return run


def test_the_child_answers(evaluate: Callable[..., tuple[dict[str, object], bytes]]) -> None:
    assert evaluate("ASK {}") == ({"boolean": True}, b"")
    head, body = evaluate("SELECT ?o { ?s ?p ?o } ORDER BY ?s")
    assert head == {"rows": True, "truncated": False}
    read = read_results(body)
    assert read == (("o",), ((ox.Triple(iri("a"), iri("p"), iri("a")),), (read[1][1][0],)))  # type: ignore[index]
    assert b'"its:dir":"rtl"' in body
    assert evaluate("CONSTRUCT WHERE { ?s ?p ?o }", max_rows=0) == ({"rows": False, "truncated": True}, b"")
    assert evaluate("SELECT * { ?s ?p ?o }", max_bytes=9)[0]["error"] == "large"
    assert evaluate("SELECT")[0]["column"] == 7
    assert evaluate("SELECT (<x:f>(1) AS ?z) {}")[0]["error"] == "query"


def test_the_child_without_a_graph(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.worker._limit_memory", lambda size: None)
    before = signal.getsignal(signal.SIGINT)
    main("/nowhere", 0)
    signal.signal(signal.SIGINT, before)
    assert json.loads(capfdbinary.readouterr().out)["error"] == "store"


# ── formats ──────────────────────────────────────────────────────────────────────────────────────────────────────────

SOLUTIONS = "SELECT ?s ?name ?sigma { ?s sser:sigma ?sigma OPTIONAL { ?s sser:name ?name } } ORDER BY ?sigma"


@pytest.fixture(scope="module")
def solutions(worker: QueryWorker) -> QueryResult:
    return worker.run(SOLUTIONS)


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "xml"])
def test_formats_equal_those_of_the_engine(solutions: QueryResult, folder: Path, format: str) -> None:
    engine = ox.Store.read_only(str(folder / "rdf")).query(SOLUTIONS, prefixes=PREFIXES)
    kind = ox.QueryResultsFormat.from_extension({"json": "srj", "xml": "srx"}.get(format, format))
    assert isinstance(engine, ox.QuerySolutions)
    expected, found = engine.serialize(format=kind), write(solutions, format)
    assert expected
    assert json.loads(found) == json.loads(expected) if format == "json" else found == expected


def test_csv_and_tsv_are_those_of_the_w3c(solutions: QueryResult) -> None:
    nps = PREFIXES["sser"] + "NPS"
    csv, tsv = write(solutions, "csv").decode(), write(solutions, "tsv").decode()
    assert csv.startswith(f's,name,sigma\r\n{nps},"a ""b"",\n\t电解质",0.5\r\n_:')
    assert csv.endswith(",,7\r\n")
    assert tsv.startswith(f'?s\t?name\t?sigma\n<{nps}>\t"a ' + '\\"b\\",\\n\\t电解质"@en\t')
    assert tsv.endswith("\t\t7\n")


def test_yes_and_no(worker: QueryWorker) -> None:
    result = worker.run("ASK {}")
    assert json.loads(write(result, "json")) == {"head": {}, "boolean": True}
    assert b"<boolean>true</boolean>" in write(result, "xml")
    assert (write(result, "csv"), write(result, "table")) == (b"true", b"yes\n")


def test_turtle_is_for_triples(worker: QueryWorker, solutions: QueryResult) -> None:
    graph = worker.run("DESCRIBE sser:m7")
    assert write(graph, "turtle", prefixes=PREFIXES).splitlines()[-1].decode() == 'sser:m7 sser:label "Na₃PS₄ no. 7" .'
    assert b"sser:m7  sser:label  Na" in write(graph, "table", prefixes=PREFIXES)
    with pytest.raises(QueryError, match="a select query has no turtle form; choose json"):
        write(solutions, "turtle")
    with pytest.raises(QueryError, match="a describe query has no csv form; choose turtle"):
        write(graph, "csv")
    with pytest.raises(QueryError, match=f"unknown result format 'pdf'; choose one of {', '.join(MEDIA_TYPES)}"):
        write(graph, "pdf")


def test_a_table_is_aligned_cut_and_free_of_control_characters() -> None:
    rows = (
        (ox.Literal("电解质"), iri("NPS")),
        (ox.Literal("x\x1b[31m\nend"), None),
        (ox.Literal("电" * 100), ox.BlankNode("b")),
    )
    result = QueryResult(QueryKind.SELECT, ("name", "thing"), rows, truncated=True)
    lines = write(result, "table", prefixes=PREFIXES).decode().splitlines()
    assert lines[0] == "name" + " " * 57 + "thing"
    assert lines[2] == "电解质" + " " * 55 + "sser:NPS"
    assert lines[3] == "x [31m end"
    assert lines[4] == "电" * 29 + "…" + " " * 2 + "_:b"
    assert lines[5] == "3 rows, more were cut off"


def test_an_unknown_prefix_is_named(worker: QueryWorker) -> None:
    with pytest.raises(QueryError, match=r"the prefix foo: is not known; declare it with PREFIX, or use one of .*sse"):
        worker.run("SELECT ?x WHERE { foo:bar ?p ?x }")
