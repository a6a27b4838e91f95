"""`sse-kg text`: a person's own copies of papers, and what the reader makes of a file."""

import re
import sys
import unicodedata
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import emit
from kg.cli_say import clean
from kg.errors import ReadError

text_app = typer.Typer(rich_markup_mode=None)

Paper = Annotated[Path, typer.Argument(metavar="FILE", help="A paper: .txt, .md, .html or .pdf.")]


@text_app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Show evidence with sentences of your own papers."""
    if context.invoked_subcommand is None:
        emit(f"{context.get_help()}\n".encode())


@text_app.command()
def add(file: Paper) -> None:
    """Register your copy of a paper.

    Its sentences are found by their fingerprints, so any copy will do: the PDF, the publisher's page, plain text.
    Evidence shows them from then on. They stay on this machine, in the folder of the graph.
    """
    from datetime import datetime

    from extract.copies import find_sentences
    from extract.reader import read_document
    from kg.build import ready
    from kg.copies import Copy, keep_copy, known_sentences
    from kg.store import open_store

    known = known_sentences(open_store(ready()))
    sentences = find_sentences(read_document(file), frozenset().union(*known.values()))
    paper = max(known, key=lambda one: len(known[one] & sentences.keys()))
    found, wanted = len(known[paper] & sentences.keys()), len(known[paper])
    if not found:
        raise ReadError(f"{file} holds no sentence that facts of the graph rest on; it is another paper")
    name = re.sub(r"[^\w.-]+", "-", file.name).strip("-.") or "copy"
    added = datetime.now().astimezone().isoformat(timespec="seconds")
    keep_copy(Copy(name, str(file.absolute()), added, paper, found, wanted, sentences))
    _say(f"{name}: {found} of {wanted} sentences of {paper} found ({100 * found / wanted:.3g} %)")


@text_app.command("list")
def list_() -> None:
    """List the copies that are registered."""
    from kg.copies import copies

    for copy in copies():
        share = f"{copy.found} of {copy.wanted} sentences of {copy.paper}"
        _say("\t".join((copy.name, share, f"added {copy.added[:10]}", copy.source)))


@text_app.command()
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="A name that 'text list' prints.")]) -> None:
    """Forget a copy; your file stays where it is."""
    from kg.copies import remove_copy

    remove_copy(name)
    _say(f"{name} is forgotten")


@text_app.command()
def show(file: Paper) -> None:
    """Print the text of a paper as it is read.

    Offsets of 'sse-kg extract' count the characters of this text.
    """
    from extract.reader import read_document

    text = read_document(file).text
    is_seen = sys.stdout is not None and sys.stdout.isatty()
    emit(("".join(map(_visible, text)) if is_seen else text).encode("utf-8", "replace"))


def _visible(char: str) -> str:
    """A character that steers no terminal."""
    return char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co") else " "


def _say(line: str) -> None:
    emit("\t".join(map(clean, line.split("\t"))).encode("utf-8", "replace") + b"\n")
