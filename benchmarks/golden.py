"""Answers against gold questions: F1 of the items of each, by category, and how often an answer is wholly wrong.

A question scores 2PR/(P+R): R is the share of its gold items that the answer names (with the right value, within 1 %
after conversion, where one is given), P the share of the answer's entries that match a gold item, those allowed as
extras left out. A yes-or-no question scores 1 for the right verdict. One that must be declined scores 1 when nothing is
answered. "Silently wrong" is answered with a score of 0.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.answer import Answer, Asker, Result
from kg.errors import UnitError
from kg.quantity import Quantity

SETS = Path(__file__).parents[1] / "tests" / "golden"
_FORMULA = re.compile(r"(?=.*\d)[A-Z][A-Za-z0-9.()\[\]+\-/·]*")


@dataclass(frozen=True)
class Score:
    """The score of one question."""

    id: str
    category: str
    question: str
    f1: float
    answered: bool
    cited: bool | None


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Gold questions, one JSON object per line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score_all(asker: Asker, gold: Iterable[dict[str, Any]]) -> list[Score]:
    """Ask every question and score its answer."""
    return [score(g, asker.ask(g["question"])) for g in gold]


def score(gold: dict[str, Any], answer: Answer) -> Score:
    """The score of one answer.

    >>> gold = {"id": "q", "question": "?", "category": "property", "status": "empty", "items": []}
    >>> score(gold, Answer("?", "empty")).f1
    1.0
    """
    answered = answer.status == "answered"
    named = {n for e in answer.evidence for n in e.references} | {n for r in answer.results for n in r.references}
    cited = bool(named & set(gold["refs"])) if gold.get("refs") and answered else None
    return Score(gold["id"], gold["category"], gold["question"], _f1(gold, answer), answered, cited)


def _f1(gold: dict[str, Any], answer: Answer) -> float:
    if gold["status"] != "answered":
        return float(answer.status != "answered")
    if answer.status != "answered":
        return 0.0
    if gold.get("boolean") is not None:
        return float(answer.boolean is gold["boolean"])
    matches = [[i for i, r in enumerate(answer.results) if _matches(item, r)] for item in gold["items"]]
    used = {i for hits in matches for i in hits}
    allowed = [{"any": names} for names in gold.get("ok", [])]
    extra = [r for i, r in enumerate(answer.results) if i not in used and not any(_matches(a, r) for a in allowed)]
    recall = sum(map(bool, matches)) / len(matches) if matches else 1.0
    precision = len(used) / (len(used) + len(extra)) if used else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    order = [hits[0] for hits in matches if hits]
    return f1 * 0.5 if gold.get("ordered") and order != sorted(order) else f1


def _matches(item: dict[str, Any], result: Result) -> bool:
    return _value_fits(item, result) and (not item.get("any") or any(_named(name, result) for name in item["any"]))


def _named(name: str, result: Result) -> bool:
    """A formula must equal a label or alias; other names must stand in one as whole words."""
    wanted, have = _plain(name), [_plain(n) for n in (result.label, *result.aliases)]
    have += [re.sub(r"\s*\([^)]*\)", "", n).strip() for n in have] + [
        b for n in have for b in re.findall(r"\(([^()]*)\)", n)
    ]
    if _FORMULA.fullmatch(wanted):
        return wanted in have
    return any(re.search(rf"(?<!\w){re.escape(wanted.lower())}(?!\w)", n.lower()) for n in have)


def _plain(text: str) -> str:
    folded = re.sub(r"[‐-―−]", "-", unicodedata.normalize("NFKC", text).replace("μ", "µ"))
    return " ".join(re.sub(r"[_{}$\\]|mathrm|text", "", folded).split())


def _value_fits(item: dict[str, Any], result: Result) -> bool:
    wanted = item.get("value")
    if wanted is None:
        return True
    if result.value is None:
        return False
    got = result.value
    if item.get("unit"):
        try:
            got = Quantity(got, result.unit or "").to(item["unit"]).value
        except UnitError:
            return False
    return bool(abs(wanted - got) <= max(0.01 * abs(wanted), 1e-12))


def report(scores: list[Score]) -> str:
    """The figures by category and in all."""
    by: dict[str, list[float]] = defaultdict(list)
    for s in scores:
        by[s.category].append(s.f1)
    lines = [f"{category:14s} {sum(f) / len(f):.3f}  n={len(f)}" for category, f in sorted(by.items())]
    wrong = sum(s.answered and not s.f1 for s in scores)
    cited = [s.cited for s in scores if s.cited is not None]
    mean = sum(s.f1 for s in scores) / len(scores)
    share = f"{sum(cited) / len(cited):.3f}" if cited else "n/a"
    lines.append(f"mean F1 {mean:.3f}  silently wrong {wrong}/{len(scores)}  rightly cited {share}  n={len(scores)}")
    return "\n".join(lines)
