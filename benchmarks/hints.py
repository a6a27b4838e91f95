"""What words of questions hint at, learned from questions written for single claims; part of `benchmarks fit`.

`tests/golden/claim_questions.jsonl` holds them: a question, the relation of its claim, and the end it asks for.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import kg
from benchmarks.golden import SETS
from kg.ground import ground
from kg.hints import HINTS, Hints, features, likelihoods
from kg.lexicon import Lexicon

_FILE = Path(kg.__file__).parent / HINTS
_QUESTIONS = SETS / "claim_questions.jsonl"
#: Features and labels of fewer questions are left out.
_LEAST, _LEAST_OF_LABEL = 3, 8
_PENALTY, _STEPS, _RATE, _FOLDS = 2e-3, 300, 0.05, 5


@dataclass(frozen=True)
class Example:
    """The features of a question, and the label that is right."""

    features: tuple[str, ...]
    label: str


def read_examples(lexicon: Lexicon) -> list[Example]:
    """The questions of the file, read by the names of a graph."""
    rows = [json.loads(line) for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]
    found = [Example(features(ground(row["question"], lexicon)), f"{row['relation']}, {row['asked']}") for row in rows]
    often = Counter(one.label for one in found)
    return [one for one in found if often[one.label] >= _LEAST_OF_LABEL]


def learn(examples: Sequence[Example]) -> Hints:
    """The weights under which the right labels are likeliest; a penalty keeps them small."""
    often = Counter(one for example in examples for one in example.features)
    names = ["", *sorted(name for name, number in often.items() if number >= _LEAST)]
    labels = sorted({example.label for example in examples})
    column = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(examples), len(names)))
    for row, example in zip(table, examples, strict=True):
        row[[0, *(column[one] for one in example.features if one in column)]] = 1.0
    right = np.array([labels.index(example.label) for example in examples])
    weights = _climb(table, np.eye(len(labels))[right])
    return {
        label: {name: round(float(w), 2) for name, w in zip(names, weights[:, place], strict=True) if abs(w) >= 0.05}
        for place, label in enumerate(labels)
    }


def _climb(table: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights, features down and labels across, by gradient steps with momentum (Adam)."""
    weights = np.zeros((table.shape[1], wanted.shape[1]))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        sums = table @ weights
        likely = np.exp(sums - sums.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        gradient = table.T @ (wanted - likely) / len(table) - _PENALTY * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        weights += _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def across(examples: Sequence[Example]) -> tuple[float, float]:
    """How often the right label is the likeliest, and among the three likeliest, when learned from other questions."""
    first = third = 0
    for fold in range(_FOLDS):
        hints = learn([e for place, e in enumerate(examples) if place % _FOLDS != fold])
        for example in (e for place, e in enumerate(examples) if place % _FOLDS == fold):
            likely = likelihoods(example.features, hints)
            ranked = sorted(likely, key=lambda label: -likely[label])
            first += ranked[0] == example.label
            third += example.label in ranked[:3]
    return first / len(examples), third / len(examples)


def refit(lexicon: Lexicon) -> str:
    """Learn the hints anew, write them, and say how often they are right on other questions."""
    examples = read_examples(lexicon)
    hints = learn(examples)
    text = json.dumps(hints, ensure_ascii=False, indent=0, separators=(",", ":"))
    _FILE.write_text(text + "\n", encoding="utf-8")
    first, third = across(examples)
    return f"hints: of {len(examples)} questions {first:.2f} right at once, {third:.2f} among the first three"
