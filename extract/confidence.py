"""How sure a candidate is: the share of right ones among those its rule found in annotated sentences.

The shares stand in `rules/confidence.tsv`, made by `python -m benchmarks.confidence` from sentences annotated by hand;
a rule that was seen seldom is drawn towards the share of all.
"""

from collections.abc import Sequence
from functools import cache

from extract.relation import Relation
from extract.rules import rows

_UNSEEN = 0.5
_HEDGED = 0.85
_PER_WORD = 0.985
_NEAR = 4
_ACROSS_COMMA = 0.94
_BY_PRONOUN = 0.85


@cache
def _shares() -> dict[str, float]:
    return {row["rule"]: float(row["share"]) for row in rows("confidence")}


def confidence(relation: Relation, words: Sequence[str]) -> float:
    """How likely a relation is right, from 0 to 1.

    It is less sure the more of the `words` of the sentence stand between its two mentions, across a comma, and where it
    is only said to be possible.
    """
    share = _shares().get(f"{relation.predicate} {relation.rule}", _shares().get(relation.rule, _UNSEEN))
    other = relation.object or relation.quantity or relation.subject
    first, last = sorted((relation.subject, other), key=lambda one: one.first)
    between = words[first.last + 1 : last.first]
    share *= _PER_WORD ** max(0, len(between) - _NEAR)
    share *= _ACROSS_COMMA if "," in between else 1
    share *= _BY_PRONOUN if relation.subject.source == "pronoun" else 1
    return round(share * (_HEDGED if relation.hedged else 1), 3)
