"""`sse-kg review`: candidate statements -> facts that a person accepted, in the terminal or from a sheet."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli import UsageError, emit
from kg.errors import SseKgError, TableError
from kg.proposals import Proposal

if TYPE_CHECKING:
    from kg.review import Review

Order = Literal["reading", "confidence"]


def add_commands(app: typer.Typer) -> None:
    """Give the commands of this file to the command line."""
    app.command()(review)


def review(
    file: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="JSON lines of 'sse-kg extract'; by default all that the app has read."),
    ] = None,
    *,
    by: Annotated[str, typer.Option(help="Who decides; by default the user.name of git.", metavar="NAME")] = "",
    only: Annotated[
        str, typer.Option(help="Only candidates of this predicate, or of this section and those below it.")
    ] = "",
    order: Annotated[Order, typer.Option(help="As they stand in the file, or the surest first.")] = "reading",
    paper: Annotated[
        str, typer.Option(help="Id of the paper, made from the name of its file unless you describe it.", metavar="ID")
    ] = "",
    title: Annotated[str, typer.Option(help="Title of a paper that is new.")] = "",
    doi: Annotated[str, typer.Option(help="DOI of a paper that is new.")] = "",
    year: Annotated[int | None, typer.Option(help="Year of a paper that is new.", min=1800, max=2100)] = None,
    as_list: Annotated[
        bool, typer.Option("--list", help="Print what is still to decide as a sheet (TSV) to fill in.")
    ] = False,
    decisions: Annotated[
        Path | None,
        typer.Option(help="Read decisions from such a sheet: accept, reject or later.", metavar="SHEET.tsv"),
    ] = None,
) -> None:
    """Accept, edit or reject candidate statements.

    Every decision is kept at once, with who took it and when, and nobody is asked for it again; 'sse-kg build' puts
    what was accepted into the graph. Decisions go to the folder that SSE_KG_REVIEWED names, or else to 'reviewed' in
    the home of the graph. Whoever works on the project's own says SSE_KG_REVIEWED=kg/data/reviewed in its checkout.
    """
    from extract.runs import read_runs, runs
    from kg.paper_details import plain_doi
    from kg.review import Review, reviewer

    if as_list and decisions:
        raise UsageError("review", "Give either --list or --decisions, not both.")
    if (title or doi or year) and not paper:
        raise UsageError("review", "--title, --doi and --year describe a paper: name it with --paper.")
    files = file or runs()
    if not files:
        raise SseKgError("there are no candidates to review; make some with 'sse-kg extract PAPER > FILE.jsonl'")
    credit = {"id": paper, "title": title, "doi": plain_doi(doi), "year": str(year or "")}
    name = by or reviewer() or ("nobody" if as_list else "")
    if not name:
        raise UsageError("review", "Say who decides with --by NAME, or set user.name in git.")
    session = Review(read_runs(files), name, paper=credit if paper else None)
    if decisions:
        _decide_all(session, decisions)
        return
    wanted = _wanted(session.pending(), only, order)
    if as_list:
        from kg.review_sheet import write_sheet

        emit("".join(f"{line}\n" for line in write_sheet(session, wanted)).encode("utf-8", "replace"))
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise SseKgError("a review needs a terminal to ask in; without one use --list and --decisions")
    from extract.review_terminal import run

    run(session, wanted)


def _decide_all(session: "Review", sheet: Path) -> None:
    from kg.review_sheet import read_sheet

    found = read_sheet(sheet, session)
    try:
        session.decisions.record(found)
    except TableError as error:
        first, *more = str(error).splitlines()
        others = f", and {len(more)} more such lines" if more else ""
        raise SseKgError(
            f"{first}{others}; nothing was saved. What the graph does not know yet is added as a row of its table in "
            f"{session.folder}, or in 'sse-kg review' without --decisions, which asks what it is"
        ) from error
    counts = {
        verdict: sum(one.verdict == verdict for one in found) for verdict in ("accepted", "rejected", "undecided")
    }
    said = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    emit(f"{said}; {len(session.pending())} still to decide; the tables are in {session.folder}\n".encode())


def _wanted(pending: list[Proposal], only: str, order: Order) -> list[Proposal]:
    """Some of what is pending, in the order that was asked for."""
    if only:
        pending = [one for one in pending if only == one.predicate or f"{one.section}.".startswith(f"{only}.")]
    return sorted(pending, key=lambda one: -one.confidence) if order == "confidence" else pending
