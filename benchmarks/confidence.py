"""How sure each rule of extraction is, from annotated sentences: `python -m benchmarks.confidence GOLD...`.

Writes `extract/rules/confidence.tsv`. Fit it on sentences to learn from only, or the reliability that the others show
says nothing.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from extract.evaluate import judge
from extract.extractor import Extractor
from extract.gold import read_gold
from kg.build import ready
from kg.errors import SseKgError

TABLE = Path(__file__).parents[1] / "extract" / "rules" / "confidence.tsv"
_DRAWN = 2
_ENOUGH = 8


def main(paths: Sequence[str]) -> None:
    """Fit on annotated sentences and write the table."""
    if not paths:
        sys.exit("confidence: give files of annotated sentences, such as tests/golden/extraction_learn.jsonl")
    try:
        gold = [one for path in paths for one in read_gold(Path(path))]
    except (SseKgError, OSError) as error:
        sys.exit(f"confidence: {error}")
    judged = [
        (one.predicate, one.rule, right)
        for judgement in judge(Extractor.open(ready()), gold)
        for one, right in judgement.judged
    ]
    lines = ("\t".join(row) for row in table(judged))
    TABLE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(judged)} candidates, {sum(right for *_, right in judged)} right: {TABLE}")


def table(judged: Iterable[tuple[str, str, bool]]) -> list[tuple[str, str, str]]:
    """Rows of rules, and of predicates with rules seen often enough: the share that is right, and how many were found.

    A rule seen seldom is drawn towards the share of all, and less sure.

    >>> table([("improves", "verb up", True)] * 2 + [("worsens", "verb down", False)] * 2)
    [('rule', 'share', 'found'), ('verb down', '0.03', '2'), ('verb up', '0.53', '2')]
    """
    by_rule: dict[str, list[bool]] = defaultdict(list)
    by_both: dict[str, list[bool]] = defaultdict(list)
    for predicate, rule, right in judged:
        by_rule[rule].append(right)
        by_both[f"{predicate} {rule}"].append(right)
    often = {name: rights for name, rights in by_both.items() if len(rights) >= _ENOUGH}
    every = [right for rights in by_rule.values() for right in rights]
    overall = sum(every) / len(every) if every else 0.0
    rows = ((name, _share(rights, overall), str(len(rights))) for name, rights in sorted({**by_rule, **often}.items()))
    return [("rule", "share", "found"), *rows]


def _share(rights: Sequence[bool], overall: float) -> str:
    """The share that is right, less one standard error: rules are made on the sentences they are judged by."""
    mean = (sum(rights) + _DRAWN * overall) / (len(rights) + _DRAWN)
    return f"{mean - (mean * (1 - mean) / (len(rights) + _DRAWN)) ** 0.5:.2f}"


if __name__ == "__main__":
    main(sys.argv[1:])
