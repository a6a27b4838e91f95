"""The command line: what the contract promises of it, run in this process, or as a command where only that can tell."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import rdflib
from typer.testing import CliRunner

import kg
from extract.cli import app, main
from kg import cli_ui
from kg.api import Graph
from kg.cli_batch import LONGEST_LINE, read_batch, to_json
from kg.cli_say import clean

COMMANDS = [
    "ask",
    "path",
    "sparql",
    "build",
    "validate",
    "export",
    "ui",
    "serve",
    "extract",
    "text",
    "review",
    "evaluate",
]
QUESTION = "strategies mitigating Na2S interphase"
NUMBER = (int, float)
KEYS: dict[str, type | tuple[type, ...]] = {
    "question": str,
    "status": str,
    "interpretation": str,
    "answer": str,
    "boolean": (bool, type(None)),
    "results": list,
    "paths": list,
    "evidence": list,
    "sparql": str,
    "suggestions": list,
}
RESULT: dict[str, type | tuple[type, ...]] = {
    "label": str,
    "iri": str,
    "type": str,
    "aliases": list,
    "value": (*NUMBER, type(None)),
    "unit": (str, type(None)),
    "references": list,
}
EVIDENCE: dict[str, type | tuple[type, ...]] = {
    "statement": str,
    "section": (str, type(None)),
    "table": (str, type(None)),
    "references": list,
    "status": str,
    "confidence": NUMBER,
}


@dataclass(frozen=True)
class Done:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaint(self) -> str:
        """The one line on stderr of a command that failed."""
        assert self.status not in (0, None)
        [line] = self.err.splitlines()
        assert line.startswith("sse-kg: ")
        assert "Traceback" not in line
        return line


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""
    Graph.open()  # so that no command has to build first

    def command(*words: str | Path) -> Done:
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Done(status, out, err)

    return command


def real(*words: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command as a person starts it."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *words], capture_output=True, timeout=120, check=False, **options
    )


def assert_shape(answer: dict[str, Any]) -> None:
    """An answer object as in the contract."""
    for entry, keys in [(answer, KEYS)] + [(r, RESULT) for r in answer["results"]]:
        for key, kind in keys.items():
            assert isinstance(entry[key], kind), key
    for entry in answer["evidence"]:
        for key, kind in EVIDENCE.items():
            assert isinstance(entry[key], kind), key
    assert answer["status"] in ("answered", "empty", "not_understood", "error")
    for entry in (*answer["results"], *answer["evidence"]):
        assert all(isinstance(number, int) for number in entry["references"])
    for path in answer["paths"]:
        assert all({"subject", "predicate", "object"} <= set(step) for step in path)
    assert next(iter(answer)) == "id"


# ── help and usage ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_command_is_in_the_help() -> None:
    text = CliRunner().invoke(app, ["--help"]).output
    assert sorted(re.findall(r"^  (\w+)  +\S", text.split("Commands:")[1], re.MULTILINE)) == sorted(COMMANDS)
    assert "..." not in text.split("Commands:")[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "--help" in result.output
    options = re.findall(r"^  (-.*)$", result.output, re.MULTILINE)
    assert options
    assert all(re.search(r" {2,}\S", option) or len(option) > 20 for option in options)


def test_no_command_shows_help(run: Run) -> None:
    done = run()
    assert done.status == 0
    assert done.out == run("--help").out


def test_version(run: Run) -> None:
    assert run("--version").out == f"sse-kg {kg.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["aks"],
        ["ask"],
        ["ask", ""],
        ["ask", " \t"],
        ["ask", "--jsno"],
        ["ask", "a question", "--batch", "file"],
        ["path", "alucone"],
        ["path", "alucone", "dendrites", "-k", "0"],
        ["path", "alucone", "dendrites", "-k", "x"],
        ["sparql"],
        ["sparql", "ASK {}", "--file", "q.rq"],
        ["sparql", "ASK {}", "--format", "pdf"],
        ["sparql", "ASK {}", "--format", "turtle"],
        ["sparql", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"],
        ["sparql", "ASK {}", "--timeout", "nan"],
        ["sparql", "ASK {}", "--timeout", "-1"],
        ["sparql", "ASK {}", "--rows", "0"],
        ["export", "--format", "turtle"],
        ["export", "--format", "docx", "-o", "x"],
        ["ui", "--port", "99999999"],
        ["serve", "--timeout", "nan"],
        ["serve", "--port", "99999"],
        ["publish"],
    ],
)
def test_wrong_usage(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert done.status == 2
    assert done.out == ""
    assert "--help'" in done.complaint


# ── ask ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "status"),
    [
        (QUESTION, "answered"),
        ("What is the ionic conductivity of Na3SbS4?", "answered"),
        ("Is Na3PS4 stable against Na?", "answered"),
        ("How many cells use Na3PS4?", None),
        ("conductivity of Na₃PS₄ – «σ» in S/cm ☃ 電解質", None),
        ("What is the ionic conductivity of Na9Xe2S4?", "empty"),
        ("Who won the cup?", "not_understood"),
        ("", "not_understood"),
        ("\x00\x1b[2J", "not_understood"),
        ("a" * 10_000, "not_understood"),
    ],
)
def test_ask_json(run: Run, question: str, status: str | None) -> None:
    done = run("ask", question, "--json")
    assert done.status == 0
    [answer] = done.lines
    assert_shape(answer)
    assert answer["status"] == (status or answer["status"])
    assert answer["id"] is None
    assert (answer["status"] == "answered") == bool(answer["results"])
    assert done.err == ""


def test_ask_json_is_not_escaped(run: Run) -> None:
    assert "Na₃PS₄" in run("ask", "Which cathodes were paired with Na₃PS₄?", "--json").out


def test_ask_words_without_quotes(run: Run) -> None:
    [answer] = run("ask", *QUESTION.split(), "--json").lines
    assert answer["question"] == QUESTION


def test_ask_explain_json(run: Run) -> None:
    [answer] = run("ask", QUESTION, "--json", "--explain").lines
    assert {"mentions", "algebra", "milliseconds"} <= set(answer["trace"])


def test_ask_for_a_person(run: Run) -> None:
    done = run("ask", "What is the ionic conductivity of Na3SbS4?")
    assert done.status == 0
    sentence, _, rest = done.out.partition("\n")
    assert sentence.endswith(".")
    assert re.search(r"^Na3SbS4 +[\d.]+ mS/cm", rest, re.MULTILINE)
    assert re.search(r"^  Table 1 row \d+ \[\d+", rest, re.MULTILINE)
    assert "Read as:" in rest
    assert "\x1b" not in done.out
    assert "SELECT" not in done.out


def test_ask_explain_for_a_person(run: Run) -> None:
    out = run("ask", QUESTION, "--explain").out
    for title in ("Mentions:", "Algebra:", "SPARQL:", "Milliseconds:"):
        assert f"\n{title}\n" in out


def test_ask_for_a_person_in_vain(run: Run) -> None:
    done = run("ask", "Who won the cup?")
    assert done.status == 0
    assert "You may ask:\n  " in done.out


def test_terminal_commands_are_stripped(run: Run) -> None:
    out = run("ask", "\x1b]0;evil\x07Na3PS4 \u202eevil\x9b2J").out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)
    assert clean("a\nb\x85c\u2028d\u200be\ud800") == "a b c d e"


def test_colour_only_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cli._terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1m" in run("ask", QUESTION).out


# ── batch ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def batch(run: Run, tmp_path: Path) -> Callable[..., list[Any]]:
    """The answers to a batch file of these bytes."""

    def answers(data: bytes) -> list[Any]:
        file = tmp_path / "questions.jsonl"
        file.write_bytes(data)
        done = run("ask", "--batch", file, "--json")
        assert done.status == 0
        assert done.err == ""
        for answer in done.lines:
            assert_shape(answer)
        return done.lines

    return answers


def test_batch_keeps_order_and_ids(batch: Callable[..., list[Any]]) -> None:
    ids = ["q2", 7, None, "q₁", [1, {"a": 2.5}], "q2", "\ud800"]
    lines = [json.dumps({"id": one, "question": QUESTION}) for one in ids]
    answers = batch("\n".join(lines).encode())
    assert [answer["id"] for answer in answers] == ids
    assert {answer["status"] for answer in answers} == {"answered"}


BAD_LINES = [
    b"nonsense",
    b"[1, 2]",
    b'"text"',
    b'{"id": "x"}',
    b'{"id": "x", "question": 5}',
    b'{"id": "x", "question": null}',
    b'{"id": NaN, "question": "?"}',
    b'{"id": ' + b"9" * 5000 + b', "question": "?"}',
    b'{"id": "x", "question": "\xff\xfe"}',
    b"[" * 100_000,
    b'{"id": 1, "question": "' + b"a" * LONGEST_LINE + b'"}',
    b'{"question": "a\x00b"}',
]


@pytest.mark.parametrize("line", BAD_LINES, ids=[str(line[:24]) for line in BAD_LINES])
def test_batch_goes_on_after_a_bad_line(batch: Callable[..., list[Any]], line: bytes) -> None:
    good = json.dumps({"id": "good", "question": QUESTION}).encode()
    bad, answer = batch(line + b"\n" + good + b"\n")
    assert bad["status"] == "error"
    assert bad["answer"].startswith("line 1 ")
    assert len(bad["answer"]) < 500
    assert bad["id"] == ("x" if line.startswith(b'{"id": "x"') and b"\xff" not in line else None)
    assert (answer["id"], answer["status"]) == ("good", "answered")


def test_batch_of_questions_that_are_no_questions(batch: Callable[..., list[Any]]) -> None:
    questions = ["", " ", "\u0000", "\ud800", "x" * 100_000, "\u2028\u0085\u202e", "\x1b[2J"]
    answers = batch("\r\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(questions)).encode())
    assert [answer["id"] for answer in answers] == list(range(len(questions)))
    assert {answer["status"] for answer in answers} <= {"not_understood", "empty"}


def test_batch_of_nothing(batch: Callable[..., list[Any]]) -> None:
    assert batch(b"") == batch(b"\n \r\n\n") == []


def test_batch_with_a_mark_of_byte_order(batch: Callable[..., list[Any]]) -> None:
    [answer] = batch(b'\xef\xbb\xbf{"id": 1, "question": "Which cathodes were paired with Na3PS4?"}')
    assert answer["id"] == 1


def test_batch_survives_a_fault_of_ours(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Graph.ask

    def faulty(self: Graph, question: str) -> Any:
        return ask(self, question) if question != "boom" else 1 / 0

    monkeypatch.setattr(Graph, "ask", faulty)
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "question": "boom"}\n{"id": 2, "question": "Which cathodes were paired with Na3PS4?"}\n')
    first, second = run("ask", "--batch", file, "--json").lines
    assert (first["id"], first["status"], first["question"]) == (1, "error", "boom")
    assert (second["id"], second["status"]) == (2, "answered")


def test_batch_for_a_person(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "question": "Which cathodes were paired with Na3PS4?"}\nnonsense\n')
    out = run("ask", "--batch", file).out
    assert "Na3PS4" in out
    assert "line 2 is not JSON" in out


def test_batch_file_is_missing(run: Run, tmp_path: Path) -> None:
    assert "No such file" in run("ask", "--batch", tmp_path / "none.jsonl", "--json").complaint
    assert "directory" in run("ask", "--batch", tmp_path, "--json").complaint


def test_long_lines_are_not_kept() -> None:
    lines = list(
        read_batch(io.BytesIO(b"x" * (3 * LONGEST_LINE) + b'\n{"question": "a"}\n' + b"y" * (2 * LONGEST_LINE)))
    )
    assert [line.question for line in lines] == ["", "a", ""]
    assert "line 1 is longer" in lines[0].problem
    assert "line 3 is longer" in lines[2].problem


def test_json_line_has_one_line_for_every_reader() -> None:
    text = to_json({"a": "\x85\u2028\u2029\x7f\n"}).decode()
    assert len(text.splitlines()) == 1
    assert json.loads(text) == {"a": "\x85\u2028\u2029\x7f\n"}


# ── path ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_path_json(run: Run) -> None:
    done = run("path", "alucone film", "sodium dendrits", "-k", "2", "--json")
    [answer] = done.lines
    assert_shape(answer)
    assert answer["status"] == "answered"
    assert len(answer["paths"]) == 2
    assert answer["evidence"]


def test_path_for_a_person(run: Run) -> None:
    out = run("path", "alucone film", "dendrites").out
    assert re.search(r"^  1\. alucone.* mitigates sodium dendrite growth$", out, re.MULTILINE)
    assert "[108]" in out


def test_path_of_unknown_names(run: Run) -> None:
    assert "did you mean 'alucone'" in run("path", "alucone on moon", "dendrites").complaint
    [answer] = run("path", "alucone on moon", "dendrites", "--json").lines
    assert_shape(answer)
    assert answer["status"] == "not_understood"
    assert "alucone" in answer["suggestions"]


def test_path_between_one_thing(run: Run) -> None:
    assert "same thing" in run("path", "Na3PS4", "Na₃PS₄").complaint


# ── sparql ───────────────────────────────────────────────────────────────────────────────────────────────────────────

SELECT = "SELECT ?s ?label { ?s a sse:SolidElectrolyte ; rdfs:label ?label } ORDER BY ?s LIMIT 7"


def test_sparql_formats_agree(run: Run) -> None:
    rows = [
        (row["s"]["value"], row["label"]["value"])
        for row in json.loads(run("sparql", SELECT, "--format", "json").out)["results"]["bindings"]
    ]
    assert len(rows) == 7
    written = run("sparql", SELECT, "--format", "csv").out
    assert [tuple(row) for row in csv.reader(io.StringIO(written))][1:] == rows
    tsv = run("sparql", SELECT, "--format", "tsv").out.splitlines()
    assert tsv[0] == "?s\t?label"
    assert [line.split("\t")[0] for line in tsv[1:]] == [f"<{iri}>" for iri, _ in rows]
    xml = ElementTree.fromstring(run("sparql", SELECT, "--format", "xml").out)
    assert [node.text for node in xml.iter("{http://www.w3.org/2005/sparql-results#}uri")] == [iri for iri, _ in rows]
    assert "7 rows" in run("sparql", SELECT).out


def test_sparql_turtle(run: Run) -> None:
    query = "CONSTRUCT { ?s sse:mitigates ?o } WHERE { ?s sse:mitigates ?o } LIMIT 9"
    graph = rdflib.Graph().parse(data=run("sparql", query, "--format", "turtle").out, format="turtle")
    assert len(graph) == 9


def test_sparql_yes_or_no(run: Run) -> None:
    assert run("sparql", "ASK { sser:Na3PS4 a sse:SolidElectrolyte }").out == "yes\n"
    assert json.loads(run("sparql", "ASK { sser:Na3PS4 a sse:Cell }", "--format", "json").out)["boolean"] is False


def test_sparql_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("\ufeff# Na₃PS₄\n" + SELECT, encoding="utf-8")
    assert run("sparql", "--file", file).out == run("sparql", SELECT).out
    file.write_bytes(b"ASK {} # \xff")
    assert "not UTF-8" in run("sparql", "--file", file).complaint
    file.write_bytes(b"ASK {} # " + b"x" * 50_000_000)
    assert run("sparql", "--file", file).complaint
    assert "No such file" in run("sparql", "--file", tmp_path / "none.rq").complaint


def test_sparql_says_that_rows_are_missing(run: Run) -> None:
    done = run("sparql", "SELECT * { ?s ?p ?o }", "--rows", "2", "--format", "csv")
    assert len(done.out.splitlines()) == 3
    assert "only the first 2 rows" in done.err


def test_sparql_reads_all_graphs_or_the_named(run: Run) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    every = int(run("sparql", count.format(""), "--format", "csv").out.split()[1])
    one = int(
        run("sparql", count.format("FROM <https://w3id.org/sse-kg/graph/ontology>"), "--format", "csv").out.split()[1]
    )
    assert 0 < one < every


@pytest.mark.parametrize(
    "query",
    [
        "",
        "nonsense",
        "SELECT",
        "SELECT * {",
        "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * { FILTER(" + "SUBSTR(" * 30 + '"a"' + ", 1)" * 30 + ") }",
        "ASK {" + "(" * 5000,
        "SELECT * { ?s ?p ?o } # " + "x" * 30_000,
        "\x00\x1b[2J",
        "SELECT (\ud800 AS ?x) {}",
    ],
)
def test_hostile_queries_are_refused(run: Run, query: str) -> None:
    done = run("sparql", query)
    assert done.status in (1, 2)
    assert done.out == ""
    assert len(done.complaint) < 1200


def test_slow_query_is_stopped(run: Run) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "longer than 0.3 s" in run("sparql", query, "--timeout", "0.3").complaint


# ── build, validate, export, ui ──────────────────────────────────────────────────────────────────────────────────────


def test_build_again_changes_nothing(run: Run) -> None:
    first, second = run("build"), run("build")
    assert first.status == second.status == 0
    assert first.out == second.out
    assert second.err == ""


def test_build_by_force(toy_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    first = capsys.readouterr()
    assert first.err.count("\n") > 2
    assert main(["build", "--force"]) == 0
    assert capsys.readouterr().out != first.out
    assert str(toy_home) in first.out


def test_first_question_builds(toy_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION, "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["status"] == "answered"
    assert "building the graph" in err
    assert len(err.splitlines()) == 1


def test_build_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SSE_KG_HOME", str(tmp_path / "file"))
    assert main(["ask", QUESTION]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_wrong_cells_are_one_line(toy_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "claims.tsv").write_text("nonsense\n1\n2\n")
    monkeypatch.setenv("SSE_KG_DATA", str(folder))
    done = run("build")
    assert "claims.tsv" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err
    monkeypatch.setenv("SSE_KG_DATA", str(tmp_path / "none"))
    assert "is no folder" in run("ask", QUESTION).complaint


def test_validate(run: Run) -> None:
    done = run("validate", "--json")
    [report] = done.lines
    assert done.status == (0 if report["ok"] else 1)
    assert report["findings"]
    assert report["ok"] == (report["violations"] == [])


def test_validate_for_a_person(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.validate import Item, Report

    monkeypatch.setattr(Graph, "validate", lambda: Report(findings=(Item("misprint", "Na\x1b[2J", "Na"),)))
    done = run("validate")
    assert done.status == 0
    assert "misprint" in done.out
    assert "\x1b" not in done.out
    monkeypatch.setattr(Graph, "validate", lambda: Report(violations=(Item("unit", "eV", "use V"),)))
    assert "violations: 1" in run("validate").complaint
    assert run("validate", "--json").lines[0]["ok"] is False


@pytest.mark.parametrize("format", ["turtle", "graphml", "cytoscape", "csv"])
def test_export(run: Run, tmp_path: Path, format: str) -> None:
    done = run("export", "--format", format, "--view", "path:alucone..dendrites", "-o", tmp_path / "view")
    assert done.status == 0
    assert done.out == ""
    assert len(list(tmp_path.iterdir())) == (2 if format == "csv" else 1)
    assert all(str(file) in done.err for file in tmp_path.iterdir())


@pytest.mark.parametrize("view", ["nonsense", "thing:qqqqqq", "path:alucone", "construct:ASK {}", "construct:LOAD <x>"])
def test_export_of_nothing(run: Run, tmp_path: Path, view: str) -> None:
    done = run("export", "--format", "turtle", "--view", view, "-o", tmp_path / "view")
    assert done.status == 1
    assert done.complaint
    assert not list(tmp_path.iterdir())


def test_ui_has_the_settings_of_the_checkout(repository: Path) -> None:
    def flat(table: dict[str, Any], above: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in table.items():
            found |= flat(value, f"{above}{name}.") if isinstance(value, dict) else {f"{above}{name}": value}
        return found

    config = tomllib.loads((repository / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert flat(config) == cli_ui.SETTINGS


def test_ui_settings_are_known_to_streamlit(tmp_path: Path) -> None:
    command = cli_ui.app_command(Path("app.py"), 8600)
    place = command.index("run")
    show = [*command[:place], "config", "show", *command[place + 2 :]]
    done = subprocess.run(show, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    shown = tomllib.loads(done.stdout[done.stdout.index("\n[") :])
    assert shown["server"]["address"] == "127.0.0.1"
    assert shown["server"]["port"] == 8600
    assert shown["server"]["allowedHosts"] == ["127.0.0.1", "localhost"]
    assert shown["browser"]["gatherUsageStats"] is False
    assert json.loads(shown["theme"]["chartCategoricalColors"]) == cli_ui.SETTINGS["theme.chartCategoricalColors"]


def test_ui_becomes_the_app(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ui" / "app.py"
    started: list[list[str]] = []
    monkeypatch.setattr(cli_ui, "app_file", lambda: file)
    monkeypatch.setattr(os, "execve", lambda path, command, environment: started.append(command))
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 3))
    assert run("ui", "--port", "8600").status == 3
    assert str(file) in started[0]
    assert "--server.port=8600" in started[0]


def test_ui_without_an_app(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cli_ui, "__file__", str(tmp_path / "kg" / "cli_ui.py"))
    assert "the app is not installed" in run("ui").complaint


# ── as a process ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_fault_of_ours_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Graph, "ask", lambda self, question: 1 / 0)
    assert "this is a fault of sse-kg, ZeroDivisionError" in run("ask", QUESTION).complaint
    monkeypatch.setenv("SSE_KG_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("ask", QUESTION)


def test_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Graph, "ask", stop)
    assert run("ask", QUESTION).status == 130


def test_cold_question_loads_nothing_heavy() -> None:
    script = (
        "import sys; from kg.cli import main; main(['ask', 'strategies mitigating Na2S interphase', '--json']);"
        "print(*sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)"
    )
    Graph.open()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    heavy = {"spacy", "rdflib", "pandas", "networkx", "streamlit", "rich", "numpy", "matplotlib", "platformdirs"}
    assert not heavy & set(done.stderr.split())
    assert json.loads(done.stdout)["status"] == "answered"


@pytest.mark.skipif(os.name != "posix", reason="time of children is known on POSIX")
def test_cold_question_is_fast() -> None:
    import resource

    def used() -> float:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        return spent.ru_utime + spent.ru_stime

    Graph.open()
    before = used()
    for _ in range(3):
        assert real("ask", QUESTION, "--json").returncode == 0
    assert (used() - before) / 3 < 1.0  # 0.3 s of an idle processor; a second says that something heavy is loaded


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    done = real("ask", "Which cathodes were paired with Na₃PS₄?", "--json", env=environment)
    assert json.loads(done.stdout.decode("utf-8"))["status"] == "answered"


def test_question_in_broken_utf8() -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"kg", b"ask", b"Which cathodes were paired with Na3PS4\xff?", b"--json"],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert_shape(json.loads(done.stdout.decode("utf-8")))


def test_batch_from_stdin() -> None:
    done = real(
        "ask", "--batch", "-", "--json", input=b'{"id": 1, "question": "Which cathodes were paired with Na3PS4?"}'
    )
    assert json.loads(done.stdout)["id"] == 1


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_closed_pipe_is_silent() -> None:
    command = [sys.executable, "-m", "kg", "sparql", "SELECT * { ?s ?p ?o }", "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 128 + signal.SIGPIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
def test_full_disk_is_one_line() -> None:
    command = [sys.executable, "-m", "kg", "ask", QUESTION, "--json"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == b"sse-kg: No space left on device\n"
