"""Where the review disagrees with itself: found by rule, or marked by a curator with a dispute key."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.model import Curated, Measurement, Source, Statement

Fact = Statement | Measurement
_OPPOSITE = {"improves": "worsens"}


@dataclass(frozen=True)
class Contradiction:
    """Two facts that cannot both hold, and by which rule that was found."""

    first: Fact
    second: Fact
    rule: str
    key: str = ""


def find_contradictions(curated: Curated) -> list[Contradiction]:
    """Every contradiction among the curated facts, each pair once."""
    found: dict[tuple[Fact, Fact], Contradiction] = {}
    for contradiction in (*_disputes(curated), *_verdicts(curated), *_values(curated)):
        found.setdefault((contradiction.first, contradiction.second), contradiction)
    return list(found.values())


def _disputes(curated: Curated) -> Iterator[Contradiction]:
    """Facts of one dispute key that stand on different sides."""
    by_key: dict[str, list[tuple[str, Fact]]] = defaultdict(list)
    for fact in (*curated.statements, *curated.measurements):
        for mark in filter(None, (part.strip() for part in fact.source.dispute.split("|"))):
            key, _, side = mark.partition(":")
            by_key[key].append((side, fact))
    for key, marked in by_key.items():
        for (side, one), (other_side, other) in combinations(marked, 2):
            if side != other_side:
                yield Contradiction(one, other, "marked by a curator", key)


def _verdicts(curated: Curated) -> Iterator[Contradiction]:
    """One thing that both improves and worsens another, or a statement both made and denied, alike in condition."""
    by_pair: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for statement in curated.statements:
        by_pair[(statement.subject, statement.object, statement.aspect, statement.condition)].append(statement)
    for group in by_pair.values():
        for one, other in combinations(group, 2):
            if {one.predicate, other.predicate} in ({a, b} for a, b in _OPPOSITE.items()):
                if "denied" not in (one.source.stance, other.source.stance):
                    yield Contradiction(one, other, "opposite verdicts")
            elif one.predicate == other.predicate and (one.source.stance == "denied") != (
                other.source.stance == "denied"
            ):
                yield Contradiction(one, other, "stated and denied")


def _values(curated: Curated) -> Iterator[Contradiction]:
    """One thing, one property, the same conditions, two values."""
    groups: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[Measurement]] = defaultdict(list)
    for measurement in curated.measurements:
        if measurement.sign in ("=", "~") and measurement.source.stance in ("asserted", "hedged"):
            groups[(measurement.subject, measurement.property, measurement.conditions)].append(measurement)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if not _agree(one, other) and not _alternatives(one.source, other.source):
                yield Contradiction(one, other, "two values under the same conditions")


def _agree(one: Measurement, other: Measurement) -> bool:
    from kg.quantity import Quantity

    converted = Quantity(other.value, other.unit).to(one.unit).value
    return abs(one.value - converted) <= 0.02 * max(abs(one.value), abs(converted))


def _alternatives(one: Source, other: Source) -> bool:
    """Two numbers of one sentence are a list, not a contradiction."""
    return bool({str(p) for p in one.places} & {str(p) for p in other.places})
