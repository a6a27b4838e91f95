"""The weights by which candidate answers are chosen, learned from gold questions: `python -m benchmarks fit`.

Each question gives a choice: its candidates and silence. The weights make the good candidates likely, a good one being
the likelier the higher it scores; a penalty keeps them small. How well that carries over to other questions is measured
by learning from four fifths of them and answering the last, in turns.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import kg
from benchmarks.golden import SETS, read_gold, score
from kg.answer import Asker
from kg.ground import ground
from kg.question import Reader
from kg.reading import Context
from kg.suitability import WEIGHTS, Figures

Numbers = NDArray[np.float64]
_FILE = Path(kg.__file__).parent / WEIGHTS
_PENALTY, _STEPS, _RATE, _SHARPNESS, _FOLDS = 0.05, 400, 0.05, 20.0, 5
#: What a wholly wrong answer costs, against an F1 of 1 for a right one; figures told by fewer candidates are left out.
_WRONG, _LEAST = 0.3, 30
#: The sets that are learned from, and how much one question of each counts.
_SETS = {"learn": 1.0, "fitting": 0.25}


@dataclass(frozen=True)
class Choice:
    """A question with the figures of its candidates, silence last, their scores, and whether it must be declined.

    `weight` is how much it counts.
    """

    id: str
    category: str
    figures: tuple[Figures, ...]
    scores: tuple[float, ...]
    declined: bool
    weight: float = 1.0


def read_choice(asker: Asker, gold: dict[str, Any], weight: float = 1.0) -> Choice | None:
    """The choice that a gold question is; none when its candidates are not weighed."""
    grounded = ground(gold["question"], asker.lexicon)
    reader = Reader(Context(grounded, asker.lexicon, asker.sketch, asker.recall), asker.answerer.look)
    if any(m.of("unknown") for m in grounded.mentions) or reader.gates.is_shut or not reader.weighs_things:
        return None
    silence, measured = reader.measured()
    form = reader.context.asked.form
    answers = [asker.answerer.answer(gold["question"], replace(c.reading, form=form)) for c, _ in measured]
    scores = [score(gold, answer).f1 if gold["status"] == "answered" else 0.0 for answer in answers]
    declined = gold["status"] != "answered"
    figures = (*(figures for _, figures in measured), silence)
    return Choice(gold["id"], gold["category"], figures, (*scores, float(declined)), declined, weight)


def learn(choices: Sequence[Choice]) -> Figures:
    """The weights that choices teach."""
    names = _names(choices)
    tables = [_table(choice, names) for choice in choices]
    spread = np.vstack(tables).std(axis=0)
    spread[spread == 0] = 1.0
    goods = [np.exp(_SHARPNESS * (worth - worth.max())) for worth in map(_worth, choices)]
    weights = _climb([table / spread for table in tables], goods, [choice.weight for choice in choices])
    return {name: round(float(w), 3) for name, w in zip(names, weights / spread, strict=True)}


def _names(choices: Sequence[Choice]) -> list[str]:
    """The figures that enough candidates have, and those of silence."""
    told: dict[str, int] = {}
    for choice in choices:
        for figures in choice.figures[:-1]:
            for name, figure in figures.items():
                told[name] = told.get(name, 0) + bool(figure)
    silent = {name for choice in choices for name in choice.figures[-1]}
    return sorted(silent | {name for name, number in told.items() if number >= _LEAST})


def _table(choice: Choice, names: Sequence[str]) -> Numbers:
    return np.array([[figures.get(name, 0.0) for name in names] for figures in choice.figures])


def _worth(choice: Choice) -> Numbers:
    """What each candidate is worth: its score; a wrong one less than silence, which answers nothing."""
    scores = np.array(choice.scores)
    if choice.declined:
        return scores
    worth = np.where(scores == 0, -_WRONG, scores)
    worth[-1] = 0.0
    return worth


def _climb(tables: Sequence[Numbers], goods: Sequence[Numbers], counts: Sequence[float]) -> Numbers:
    """The weights under which good candidates are likeliest, by gradient steps with momentum (Adam)."""
    weights = np.zeros(tables[0].shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        gradient = -_PENALTY * weights
        for table, good, count in zip(tables, goods, counts, strict=True):
            likely = _likelihood(table @ weights)
            wanted = likely * good
            gradient += table.T @ (wanted / wanted.sum() - likely) * count / sum(counts)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        weights += _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def _likelihood(sums: Numbers) -> Numbers:
    powers = np.exp(sums - sums.max())
    return np.asarray(powers / powers.sum())


def choose(choice: Choice, weights: Figures) -> int:
    """The place of the candidate that is chosen; the last one is silence."""
    sums = [sum(weights.get(n, 0.0) * f for n, f in figures.items()) for figures in choice.figures]
    return int(np.argmax(sums))


def across(choices: Sequence[Choice]) -> list[tuple[Choice, int]]:
    """What is chosen for each question by weights learned from other questions."""
    found = []
    for fold in range(_FOLDS):
        weights = learn([c for place, c in enumerate(choices) if place % _FOLDS != fold])
        found += [(c, choose(c, weights)) for place, c in enumerate(choices) if place % _FOLDS == fold]
    return found


def report(chosen: Sequence[tuple[Choice, int]]) -> str:
    """Mean score and how many are answered wholly wrong, by category and in all."""
    lines = []
    for category in sorted({c.category for c, _ in chosen}):
        own = [(c, place) for c, place in chosen if c.category == category]
        lines.append(f"{category:14s} {_line(own)}")
    return "\n".join((*lines, f"{'all':14s} {_line(chosen)}"))


def _line(chosen: Sequence[tuple[Choice, int]]) -> str:
    mean = sum(c.scores[place] for c, place in chosen) / len(chosen)
    best = sum(max(c.scores) for c, _ in chosen) / len(chosen)
    wrong = sum(c.scores[place] == 0 and place < len(c.scores) - 1 for c, place in chosen)
    return f"{mean:.3f}  at best {best:.3f}  wrong {wrong}  n={len(chosen)}"


def refit(asker: Asker) -> str:
    """Learn the weights anew, write them, and say how they do on the questions and across them."""
    sets = [(gold, weight) for name, weight in _SETS.items() for gold in read_gold(SETS / f"{name}.jsonl")]
    choices = [choice for gold, weight in sets if (choice := read_choice(asker, gold, weight))]
    weights = learn(choices)
    _FILE.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    own = [(choice, choose(choice, weights)) for choice in choices]
    return f"on questions not learned from\n{report(across(choices))}\non those learned from\n{report(own)}"
