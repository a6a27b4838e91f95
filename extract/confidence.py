"""How sure a candidate is: the share of right ones among those its rule found in annotated sentences.

The shares stand in `rules/confidence.tsv`, made by `python -m benchmarks.confidence` from sentences annotated by hand;
a rule that was seen seldom is drawn towards the share of all.
"""

from functools import cache

from extract.relation import Relation
from extract.rules import rows

_UNSEEN = 0.5
_HEDGED = 0.85


@cache
def _shares() -> dict[str, float]:
    return {row["rule"]: float(row["share"]) for row in rows("confidence")}


def confidence(relation: Relation) -> float:
    """How likely a relation is right, from 0 to 1; what is only said to be possible is less sure."""
    share = _shares().get(f"{relation.predicate} {relation.rule}", _shares().get(relation.rule, _UNSEEN))
    return round(share * (_HEDGED if relation.hedged else 1), 3)
