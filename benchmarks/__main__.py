"""Print the figures of the README: `python -m benchmarks` (all), or some: `golden`, `speed`, `extraction`.

`python -m benchmarks fit` learns the weights of candidate answers anew.
"""

import subprocess
import sys

from benchmarks import extraction, fit, golden, speed
from extract.extractor import Extractor
from kg.answer import Asker
from kg.build import ready


def main(wanted: list[str]) -> None:
    """Measure and print."""
    asker = Asker.open(ready())
    if "fit" in wanted:
        print(fit.refit(asker))
    if not wanted or "golden" in wanted:
        for name in ("learn", "report"):
            scores = golden.score_all(asker, golden.read_gold(golden.SETS / f"{name}.jsonl"))
            print(f"{name} set\n{golden.report(scores)}\n")
    if not wanted or "speed" in wanted:
        print(f"{speed.report(asker)}\n")
    if not wanted or "extraction" in wanted:
        print(extraction.report_all(Extractor.open(ready())), flush=True)
        # In a process of its own, which holds nothing yet and computes with one thread.
        subprocess.run([sys.executable, "-m", "benchmarks.extraction_speed"], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
