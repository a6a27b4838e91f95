"""Extraction against annotated sentences: our own, and those beside the checkout where they are."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.golden import SETS
from extract.evaluate import judge
from extract.extractor import Extractor
from extract.figures import report
from extract.gold import read_gold

SHARED = Path(__file__).parents[2] / "shared"


def sets() -> Iterator[Path]:
    """The files of annotated sentences."""
    yield SETS / "extraction_learn.jsonl"
    yield SETS / "extraction_report.jsonl"
    development = SHARED / "extraction" / "dev.jsonl"
    if development.exists():
        yield development


def report_all(extractor: Extractor) -> str:
    """The figures of every set."""
    return "\n\n".join(f"{path.stem}\n{report(judge(extractor, read_gold(path)))}" for path in sets())
