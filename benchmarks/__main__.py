"""Print the figures of the README: `python -m benchmarks` (all), or with `golden` or `speed` one of them."""

import sys

from benchmarks import golden, speed
from kg.answer import Asker
from kg.build import ready


def main(wanted: list[str]) -> None:
    """Measure and print."""
    asker = Asker.open(ready())
    if not wanted or "golden" in wanted:
        for name in ("learn", "report"):
            scores = golden.score_all(asker, golden.read_gold(golden.SETS / f"{name}.jsonl"))
            print(f"{name} set\n{golden.report(scores)}\n")
    if not wanted or "speed" in wanted:
        print(speed.report(asker))


if __name__ == "__main__":
    main(sys.argv[1:])
