"""Speed as ratios within one run: an answer against the store's own part of it, a cold start against a bare import."""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median, quantiles

from benchmarks.golden import SETS, read_gold
from kg.answer import Asker
from kg.build import build


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def command(*arguments: str, runs: int = 7) -> float:
    """Median wall time of a whole process, in seconds, after one run that does not count."""
    times = [seconds(partial(subprocess.run, arguments, capture_output=True, check=True)) for _ in range(runs + 1)]
    return median(times[1:])


def report(asker: Asker) -> str:
    """The figures as lines of text."""
    questions = [gold["question"] for gold in read_gold(SETS / "learn.jsonl")]
    asker.ask(questions[0])
    whole = [seconds(partial(asker.ask, q)) for q in questions]
    store = [_store_time(asker, q) for q in questions]
    bare = command(sys.executable, "-c", "import pyoxigraph")
    cold = command(sys.executable, "-m", "kg", "ask", "strategies mitigating Na2S interphase", "--json")
    built = seconds(lambda: build(()))
    slow = quantiles(whole, n=20)[-1]
    return "\n".join(
        (
            f"warm answer: median {1e3 * median(whole):.1f} ms, 95th percentile {1e3 * slow:.1f} ms",
            f"share of the store's queries: {sum(store) / sum(whole):.0%}",
            f"cold command: {cold:.2f} s, {cold / bare:.1f} times a bare `import pyoxigraph`",
            f"build: {built:.1f} s",
        )
    )


def _store_time(asker: Asker, question: str) -> float:
    """Time that the query of an answer takes in the store by itself."""
    sparql = asker.ask(question).sparql
    return seconds(lambda: asker.store.select(sparql)) if sparql else 0.0
