"""Speed of extraction against bare `en_core_web_sm` over the same text: `python -m benchmarks.extraction_speed`.

One core each: processor time of one thread, which a busy machine does not change, in rounds by turns. Two processes
are compared with one by the clock, from the first document to the last.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is loaded

import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.extraction import SHARED
from benchmarks.golden import SETS
from extract.document import Document
from extract.extractor import Extractor
from extract.gold import read_gold
from extract.language import MODELS
from extract.text import read_text
from kg.build import ready

if TYPE_CHECKING:
    from spacy.language import Language

ROUNDS = 3
DOCUMENTS = 12
_LONG_WORD = re.compile(r"\b[a-z]{6,}\b")


def main() -> None:
    """Measure and print."""
    extractor, model = Extractor.open(ready()), bare_model()
    text = paper()
    words = len(text.split())
    paragraphs = [line for line in text.splitlines() if line.strip()]
    print(f"text: {words:,} words")
    # Before anything larger is read: what counts is the most memory held so far.
    print(f"memory: {growth(extractor, text):+.1f} MB from document 10 to document 40, each with words of its own")
    ours, bare = by_turns(lambda: extractor.extract(read_text("paper", text)), lambda: list(model.pipe(paragraphs)))
    print(
        f"extraction on one core: {words / ours:,.0f} words/s, bare model {words / bare:,.0f}, ratio {bare / ours:.2f}"
    )
    one, two = (throughput(extractor, text, processes) for processes in (1, 2))
    print(f"{DOCUMENTS} such documents: one process {one:,.0f} words/s, two {two:,.0f}, ratio {two / one:.2f}")


def bare_model() -> "Language":
    """The pretrained pipeline as it is loaded by default."""
    name = next(name for name in MODELS if find_spec(name) is not None)
    model: Language = import_module(name).load()
    return model


def paper() -> str:
    """The review where it lies beside the checkout, else our annotated sentences, three times over."""
    review = SHARED / "review.txt"
    if review.exists():
        return review.read_text(encoding="utf-8")
    return "\n\n".join([one.text for one in read_gold(SETS / "extraction_learn.jsonl")] * 3)


def by_turns(*actions: Callable[[], object]) -> list[float]:
    """Median processor time of each action, in seconds, in rounds by turns after one that does not count."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS + 1):
        for action, taken in zip(actions, times, strict=True):
            started = time.process_time()
            action()
            taken.append(time.process_time() - started)
    return [median(taken[1:]) for taken in times]


def throughput(extractor: Extractor, text: str, processes: int) -> float:
    """Words a second over many documents, once the processes have started."""
    documents = [read_text(str(number), text) for number in range(DOCUMENTS)]
    found = extractor.extract_many(documents, processes)
    done = len(list(islice(found, 2 * processes)))
    started = time.perf_counter()
    rest = len(list(found))
    return rest * len(text.split()) / (time.perf_counter() - started) if done else 0.0


def growth(extractor: Extractor, text: str) -> float:
    """By how many megabytes the process grows while it reads thirty documents."""
    sizes = [memory() for _ in extractor.extract_many(strange(text, 40))]
    return sizes[-1] - sizes[9]


def strange(text: str, count: int) -> Iterator[Document]:
    """Documents of a thousand words, one long word in ten of which is in no other."""
    chance = random.Random(1)
    lines = text.splitlines()

    def changed(match: re.Match[str]) -> str:
        tail = "".join(chance.choices("aeiourlnst", k=6)) if chance.random() < 0.1 else ""
        return match.group() + tail

    for number in range(count):
        some = "\n".join(chance.sample(lines, len(lines) // 10))
        yield read_text(str(number), _LONG_WORD.sub(changed, some))


def memory() -> float:
    """The most memory that this process has held so far, in megabytes."""
    import resource

    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
