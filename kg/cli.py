"""The command line: one short function for each command, the verbs of `kg.api`.

Exit status: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C. A failure is one line on stderr. What is imported
here is paid by every command, so libraries are imported where they are used.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import isnan
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, Literal

import typer

from kg import __version__, cli_serve
from kg.errors import QueryError, SseKgError

if TYPE_CHECKING:
    from kg.answer import Answer
    from kg.api import Graph
    from kg.build import Progress

app = typer.Typer(
    name="sse-kg",
    help="Ask a knowledge graph of sulfide solid electrolytes for sodium batteries.",
    epilog="The first command builds the graph, in a second or two. SSE_KG_HOME says where it is kept.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
ResultFormat = Literal["table", "json", "csv", "tsv", "xml", "turtle"]
ExportFormat = Literal[
    "turtle", "nquads", "trig", "jsonld", "rdfxml", "graphml", "gexf", "cytoscape", "csv", "html", "svg", "png"
]


class UsageError(typer.TyperException):
    """Options or arguments that do not go together."""

    exit_code = 2

    def __init__(self, command: str, message: str) -> None:
        self.command_path = f"sse-kg {command}"
        super().__init__(message)


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit status; whatever goes wrong is one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = app(sys.argv[1:] if argv is None else argv, prog_name="sse-kg", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except typer.TyperException as error:
        command = getattr(getattr(error, "ctx", None) or error, "command_path", "sse-kg")
        return _fail(f"{error.format_message()} See '{command} --help'.", error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except _PipeClosed:
        _silence_stdout()
        return 141
    except SseKgError as error:
        return _fail(str(error))
    except OSError as error:
        _silence_stdout()
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
    except Exception as error:
        if os.environ.get("SSE_KG_DEBUG"):
            raise
        return _fail(f"this is a fault of sse-kg, {type(error).__name__}: {error}; SSE_KG_DEBUG=1 shows where")


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """Ask a knowledge graph of sulfide solid electrolytes for sodium batteries."""
    if version:
        emit(f"sse-kg {__version__}\n".encode())
    elif context.invoked_subcommand is None:
        emit(f"{context.get_help()}\n".encode())


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(metavar="QUESTION", help="A question in plain words.")] = None,
    as_json: Json = False,
    batch: Annotated[
        Path | None,
        typer.Option(help='A file with {"id": ..., "question": ...} on each line; - is stdin.', metavar="FILE"),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the question was read and asked.")] = False,
) -> None:
    """Answer a question in plain words.

    The answer comes with its evidence in the review. Where the graph holds nothing, it says so.
    """
    words = " ".join(question or ())
    if batch and question:
        raise UsageError("ask", "Give either a question or --batch, not both.")
    if not (batch or words.strip() or as_json):
        raise UsageError("ask", "There is no question; type one in quotes.")
    if batch is None:
        with open_graph() as graph:
            emit(_written(graph.ask(words), as_json, explain))
        return
    with _open(batch) as file, open_graph() as graph:
        for answer in _answers(graph, file, as_json, explain):
            emit(answer)


@app.command()
def path(
    a: Annotated[str, typer.Argument(metavar="A", help="A thing: a material, strategy, mechanism, property.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another thing.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many paths.")] = 5,
    as_json: Json = False,
) -> None:
    """Explain how two things hang together.

    Each path is a chain of stated facts with their references, the best path first.
    """
    with open_graph() as graph:
        answer = graph.path(a, b, k)
    if answer.status == "not_understood" and not as_json:
        raise SseKgError(answer.answer)
    emit(_written(answer, as_json))


@app.command()
def sparql(
    query: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="A SPARQL 1.1 query; sse:, sser:, rdfs: are known.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A file with the query; - is stdin.", metavar="F.rq")] = None,
    format: Annotated[ResultFormat, typer.Option(help="How the result is written.")] = "table",
    timeout: Annotated[float, typer.Option(min=0.1, max=3600, help="Seconds the query may take.")] = 10,
    rows: Annotated[int, typer.Option(min=1, max=1_000_000, help="Rows to print at most.")] = 10_000,
) -> None:
    """Run a SPARQL query.

    It runs within limits of time and memory and cannot change the graph.
    """
    from kg.guard import check_query
    from kg.names import PREFIXES
    from kg.results import write

    if (query is None) == (file is None):
        raise UsageError("sparql", "Give either a query or --file, and only one of them.")
    if isnan(timeout):
        raise UsageError("sparql", "--timeout is no number of seconds.")
    text = query if file is None else _read_query(file)
    assert text is not None
    fitting = ("table", "turtle") if check_query(text) in ("construct", "describe") else ("table", *_TABULAR)
    if format not in fitting:
        raise UsageError("sparql", f"The result of this query has no {format} form; choose {', '.join(fitting)}.")
    with open_graph() as graph:
        result = graph.query(text, timeout=timeout, max_rows=rows)
    emit(write(result, format, prefixes=PREFIXES))
    if result.truncated and format != "table":
        _note(f"only the first {len(result.rows) or len(result.triples)} rows are here; --rows asks for more")


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing has changed.")] = False,
) -> None:
    """Build the graph from its tables.

    Nothing is done when nothing has changed. The old graph stays in use until the new one is whole.
    """
    from kg.build import build, ready
    from kg.store import open_store

    with _progress(always=True) as progress:
        folder = build(progress=progress) if force else ready(progress)
    emit(f"{len(open_store(folder))} quads in {folder}\n".encode())


@app.command()
def validate(as_json: Json = False) -> None:
    """Check the tables and the graph.

    Violations are mistakes of ours and make the exit status 1. Findings are misprints and contradictions of the
    review, and do not.
    """
    from kg.api import Graph
    from kg.cli_batch import to_json
    from kg.validate import say

    report = Graph.validate()
    emit(to_json(report.to_dict()) if as_json else _printable(say(report)))
    if not report.ok:
        raise SseKgError(f"violations: {len(report.violations)}; mend the tables named above")


@app.command()
def export(
    format: Annotated[ExportFormat, typer.Option(help="The format of the file.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where it is written.")],
    view: Annotated[
        str, typer.Option(help="whole, thing:NAME, answer:QUESTION, path:A..B or construct:QUERY.")
    ] = "whole",
) -> None:
    """Write the graph, or a part of it, to a file.

    The csv format makes two files, for nodes and for edges.
    """
    with open_graph() as graph:
        written = graph.export(view, format, output)
    for file in written:
        _note(f"wrote {file}")


@app.command()
def ui(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port; by default the first free one.")] = None,
) -> None:
    """Open the app in the browser.

    It listens on this machine only and ends with Ctrl-C.
    """
    from kg.cli_ui import run_app

    with open_graph():
        pass
    raise typer.Exit(run_app(port))


cli_serve.add_commands(app)


# ── what commands share ──────────────────────────────────────────────────────────────────────────────────────────────

_TABULAR = ("json", "csv", "tsv", "xml")


class _PipeClosed(Exception):
    """Nobody reads our output any more."""


def emit(data: bytes) -> None:
    """Writes bytes to stdout at once."""
    if sys.stdout is None:
        raise OSError("there is no stdout to write to")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise _PipeClosed from None


def _silence_stdout() -> None:
    """Sends what is still unwritten to nowhere, or Python complains of it when it ends."""
    with suppress(OSError, AttributeError):  # there may be no stdout, or one that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, status: int = 1) -> int:
    lines = message.splitlines() or ["it failed without a reason"]
    more = f" (and {len(lines) - 1} more lines like this)" if len(lines) > 1 else ""
    _note(f"{lines[0][:1000]}{more}")
    return status


def _note(text: str) -> None:
    from kg.cli_say import clean

    if sys.stderr is not None:
        print(f"sse-kg: {clean(text)}", file=sys.stderr)


def _printable(text: str) -> bytes:
    """Lines of text without anything that steers a terminal; indents stay."""
    from kg.cli_say import clean

    lines = text.splitlines()
    return "".join(f"{line[: len(line) - len(line.lstrip(' '))]}{clean(line)}\n" for line in lines).encode()


def _terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def open_graph() -> "Iterator[Graph]":
    """The graph, built first when there is none or its tables have changed."""
    from kg.api import Graph

    with _progress() as progress:
        graph = Graph.open(progress=progress)
    with graph:
        yield graph


@contextmanager
def _progress(always: bool = False) -> "Iterator[Progress]":
    """Steps of a build on stderr: a line that changes on a terminal, else a line for each, or one for all."""
    if sys.stderr is not None and sys.stderr.isatty():
        with _live_progress() as progress:
            yield progress
        return
    said: list[str] = []

    def progress_line(text: str) -> None:
        if always:
            _note(text)
        elif not said:
            _note("building the graph first, which takes a few seconds")
        said.append(text)

    yield progress_line


@contextmanager
def _live_progress() -> "Iterator[Progress]":
    """Progress that costs nothing until something is built."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        status: list[Any] = []

        def progress(text: str) -> None:
            if not status:
                from rich.console import Console

                status.append(stack.enter_context(Console(stderr=True).status("")))
            status[0].update(f"Building the graph: {text}")

        yield progress


def _answers(graph: "Graph", file: IO[bytes], as_json: bool, explain: bool) -> Iterator[bytes]:
    """The answer to each line of a batch; one that fails says so, and the next is asked."""
    from kg.answer import Answer
    from kg.cli_batch import read_batch

    for line in read_batch(file):
        try:
            if line.problem:
                raise SseKgError(line.problem)
            written = _written(graph.ask(line.question), as_json, explain, id=line.id)
        except Exception as error:  # also a fault of ours: the other questions are still to be answered
            reason = str(error) if isinstance(error, SseKgError) else f"{type(error).__name__}: {error}"
            failed = Answer(line.question, "error", answer=reason)
            written = _written(failed, as_json, explain, id=line.id)
        yield written if as_json else written + b"\n"


def _written(answer: "Answer", as_json: bool, explain: bool = False, id: Any = None) -> bytes:
    if as_json:
        from kg.cli_batch import to_json

        return to_json({"id": id} | answer.to_dict(explain))
    from kg.cli_say import say

    return say(answer, explain=explain, terminal=_terminal()).encode("utf-8", "replace")


@contextmanager
def _open(file: Path) -> Iterator[IO[bytes]]:
    """A file, or stdin for -, as bytes."""
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    with file.open("rb") as stream:
        yield stream


def _read_query(file: Path) -> str:
    """The text of a query file, no longer than the guard would let through anyway."""
    from kg.guard import MAX_BYTES

    with _open(file) as stream:
        data = stream.read(MAX_BYTES + 1)
    try:
        return data.decode("utf-8-sig", "strict" if len(data) <= MAX_BYTES else "replace")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file} is not UTF-8 at byte {error.start + 1}; save it as UTF-8") from error
