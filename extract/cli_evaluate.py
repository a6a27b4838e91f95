"""`sse-kg evaluate extraction`: annotated sentences -> how good extraction is, with its errors by kind."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import Json, emit

_group = typer.Typer(help="Measure how good the readings of papers are.")


def add_commands(app: typer.Typer) -> None:
    """Give the commands of this file to the command line."""
    app.add_typer(_group, name="evaluate")


@_group.callback()
def evaluate() -> None:
    """Measure how good the readings of papers are."""


@_group.command()
def extraction(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD.jsonl", help="Annotated sentences, one JSON object a line.", show_default=False),
    ],
    *,
    as_json: Json = False,
    misses: Annotated[bool, typer.Option("--misses", help="List what is wrong, sentence by sentence.")] = False,
) -> None:
    """Extract annotated sentences anew and say how much was found and how much of it is right.

    Entities count strictly (same place and type) and relaxed (places overlap); relations by what they say. Below stand
    the errors by kind, and how often candidates of a confidence are right. tests/golden/README.md describes the format.
    """
    from extract import figures
    from extract.evaluate import judge
    from extract.extractor import Extractor
    from extract.gold import read_gold
    from kg.build import ready

    sentences = read_gold(gold)
    judgements = judge(Extractor.open(ready()), sentences)
    if as_json:
        found = figures.figures(judgements) | ({"misses": figures.misses(judgements)} if misses else {})
        emit(f"{json.dumps(found, ensure_ascii=False)}\n".encode("utf-8", "replace"))
        return
    listed = f"{figures.misses_report(judgements)}\n\n" if misses else ""
    emit(f"{listed}{figures.report(judgements)}\n".encode("utf-8", "replace"))
