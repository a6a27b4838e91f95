"""`sse-kg extract` and `sse-kg text`: papers -> candidate statements and mentions; a person's own copies of papers."""

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extract.cli_text import text_app
from kg.cli import UsageError, emit
from kg.cli_say import clean
from kg.errors import SseKgError

if TYPE_CHECKING:
    from extract.batch import Outcome
    from extract.document import Document
    from extract.extractor import Extraction
    from extract.results_file import ResultsFile

Format = Literal["text", "jsonl"]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Papers: .txt, .md, .html, .pdf, or folders.")]
Advance = Callable[["Extraction | None"], None]


def add_commands(app: typer.Typer) -> None:
    """Give the commands of this file to the command line."""
    app.command()(extract)
    app.add_typer(text_app, name="text")


def extract(
    files: Files,
    *,
    entities: Annotated[bool, typer.Option("--entities", help="Print what is mentioned, not what is stated.")] = False,
    format: Annotated[Format | None, typer.Option(help="By default text to read; jsonl with --entities or -o.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run with the same -o ended.")] = False,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, max=64, help="How many papers at once.")] = 1,
) -> None:
    """Find candidate statements in papers.

    Each comes with its sentence, its place and how sure it is. Offsets count characters of the file as it is; those of
    HTML and PDF point into the text that 'sse-kg text show' prints. A file that cannot be read is named on stderr, and
    the others still run. What a run ended by Ctrl-C has done is kept with -o, and --resume goes on from there.
    """
    from extract.batch import find_papers
    from extract.results_file import ResultsFile

    if resume and output is None:
        raise UsageError("extract", "--resume needs the -o of the run that it goes on with.")
    papers = find_papers(files)
    if not papers:
        raise SseKgError(f"no paper is in {', '.join(map(str, files))}; give .txt, .md, .html or .pdf files")
    chosen = format or ("jsonl" if entities or output else "text")
    if output is None:
        bad = _run(papers, jobs, _writer(entities, chosen), lambda paper, data: emit(data))
    else:
        if output.resolve() in {paper.resolve() for paper in papers}:
            raise UsageError("extract", f"{output} is one of the papers; choose another name for the results.")
        with ResultsFile(output, f"{chosen} of {'mentions' if entities else 'candidates'}", resume) as results:
            bad = _run_into(results, papers, jobs, _writer(entities, chosen))
    if bad:
        raise typer.Exit(1)


def _run_into(results: "ResultsFile", papers: list[Path], jobs: int, write: "Callable[[Extraction], bytes]") -> int:
    """Work on the papers that a file of results does not have yet; how many of them could not be read."""
    if results.finished:
        _tell(f"{results.path} is finished; there is nothing to resume")
        return 0
    left = [paper for paper in papers if str(paper) not in results.done]
    try:
        return _run(left, jobs, write, results.add)
    except KeyboardInterrupt:
        _tell(f"stopped; {len(results.done)} of {len(papers)} papers are in {results.path}, --resume goes on")
        raise


def _run(
    papers: list[Path], jobs: int, write: "Callable[[Extraction], bytes]", keep: Callable[[str, bytes], None]
) -> int:
    """Read the papers and keep what is written of each; how many of them could not be read."""
    from extract.batch import read_papers
    from extract.extractor import Extractor
    from extract.say import say_unread
    from kg.build import ready

    extractor = Extractor.open(ready())
    bad: list[Outcome] = []
    under_way: deque[Path] = deque()

    def documents() -> "Iterator[Document]":
        for outcome in read_papers(papers, jobs):
            if outcome.document is None:
                bad.append(outcome)
                _tell(outcome.problem)
                advance(None)
            else:
                under_way.append(outcome.path)
                yield outcome.document

    with _progress(len(papers)) as advance:
        for extraction in extractor.extract_many(documents(), jobs):
            keep(str(under_way.popleft()), write(extraction))
            _tell(say_unread(extraction))
            advance(extraction)
    return len(bad)


def _writer(entities: bool, format: Format) -> "Callable[[Extraction], bytes]":
    """What makes the lines of a paper."""
    from extract.say import say_candidates, say_entities
    from kg.cli_batch import to_json

    def as_json(one: "Extraction") -> bytes:
        source = one.document.source
        rows = (
            (entity.to_dict(source) for entity in one.entities) if entities else (c.to_dict() for c in one.candidates)
        )
        return b"".join(map(to_json, rows))

    def as_text(one: "Extraction") -> bytes:
        return (say_entities(one) if entities else say_candidates(one)).encode("utf-8", "replace")

    return as_json if format == "jsonl" else as_text


def _tell(line: str) -> None:
    if line and sys.stderr is not None:
        print(f"sse-kg: {clean(line)}", file=sys.stderr)


@contextmanager
def _progress(total: int) -> Iterator[Advance]:
    """A bar with rate and time left where a person looks on; nothing elsewhere."""
    if total < 2 or sys.stderr is None or not sys.stderr.isatty():
        yield lambda extraction: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("papers  {task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total, rate="")
        words = 0

        def advance(extraction: "Extraction | None") -> None:
            nonlocal words
            words += len(extraction.document.text.split()) if extraction else 0
            seconds = bar.tasks[0].elapsed or 0
            bar.update(task, advance=1, rate=f"{words / seconds:,.0f} words/s" if seconds else "")

        yield advance
