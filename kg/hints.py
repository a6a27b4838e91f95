"""What the words of a question hint at: the relation it asks about, and which end of it.

The hints are learned from questions written for single claims (`python -m benchmarks fit`): a multinomial logistic
model over the words and pairs of words of a question, in which what is named of the field stands as a mere `X`, so
that "what eats X" and "X eats what" differ whatever X is.
"""

import json
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp

from kg.ground import Grounded
from kg.words import stem

HINTS = "data/hints.json"
#: What stands for names of things, for classes and for figures.
_NAME, _CLASS, _FIGURE = "X", "C", "N"
_START, _END = "<", ">"
#: Label, as "causes, object" -> feature -> weight.
Hints = dict[str, dict[str, float]]


def features(grounded: Grounded) -> tuple[str, ...]:
    """The words of a question and their pairs, names put as letters, each once.

    "What causes dendrites?" has `what`, `caus`, `X`, `< what`, `what caus`, `caus X` and `X >`.
    """
    words = [_START]
    for token in grounded.tokens:
        held = next((m for m in grounded.mentions if m.start <= token.start < m.end), None)
        if held is not None and held.quantity:
            word = _FIGURE
        elif held is not None and held.of("thing", "property", "element"):
            word = _NAME
        elif held is not None and held.of("class"):
            word = _CLASS
        else:
            word = stem(token.fold)
        if word != words[-1] or word not in (_NAME, _CLASS, _FIGURE):
            words.append(word)
    words.append(_END)
    return tuple(dict.fromkeys((*words[1:-1], *(f"{one} {other}" for one, other in pairwise(words)))))


def likelihoods(found: tuple[str, ...], hints: Hints) -> dict[str, float]:
    """How likely each relation and end is asked for; the sum is 1.

    >>> likelihoods(("eat X",), {"worsens, subject": {"eat X": 1.1}, "improves, subject": {}})
    {'worsens, subject': 0.7502601055951177, 'improves, subject': 0.24973989440488234}
    """
    powers = {label: exp(sum(weights.get(one, 0.0) for one in ("", *found))) for label, weights in hints.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


@cache
def load_hints() -> Hints:
    """The learned hints."""
    found: Hints = json.loads(files("kg").joinpath(HINTS).read_text(encoding="utf-8"))
    return found
