"""Where the review disagrees with itself: found by rule, or marked by a curator with a dispute key."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.errors import UnitError
from kg.model import Curated, Measurement, Source, Statement
from kg.quantity import Quantity

Fact = Statement | Measurement
OPPOSITES = (
    {"improves", "worsens"},
    {"mitigates", "causes"},
    {"stableAgainst", "reactsWith"},
    {"enables", "limits"},
)
_OFTEN_UNSAID = frozenset(
    "current_density rate temperature areal_capacity cell_type electrolyte cathode anode with".split()
)
"""Conditions of a test that a sentence leaves out where a table gives them."""
_ELSEWHERE = ("other-system", "speculated")


@dataclass(frozen=True)
class Contradiction:
    """Two facts that cannot both hold, and by which rule that was found."""

    first: Fact
    second: Fact
    rule: str
    key: str = ""


def find_contradictions(curated: Curated) -> list[Contradiction]:
    """Every contradiction among the curated facts, each pair once."""
    found: dict[frozenset[Fact], Contradiction] = {}
    for contradiction in (*_disputes(curated), *_verdicts(curated), *_comparisons(curated), *_values(curated)):
        found.setdefault(frozenset((contradiction.first, contradiction.second)), contradiction)
    return list(found.values())


def sides(source: Source) -> Iterator[tuple[str, str]]:
    """The (key, side) marks of a fact: `Ge-NSS-conductivity:raises`."""
    for mark in filter(None, (part.strip() for part in source.dispute.split("|"))):
        key, _, side = mark.partition(":")
        yield key, side


def are_opposite(one: Statement, other: Statement) -> str:
    """How two statements on one subject and object oppose each other; empty where they do not."""
    denied = one.source.stance == "denied", other.source.stance == "denied"
    if one.predicate == other.predicate and denied[0] != denied[1]:
        return "stated and denied"
    if {one.predicate, other.predicate} in OPPOSITES and not any(denied):
        return "opposite verdicts"
    return ""


def _disputes(curated: Curated) -> Iterator[Contradiction]:
    """Facts of one dispute key that stand on different sides."""
    by_key: dict[str, list[tuple[str, Fact]]] = defaultdict(list)
    facts: tuple[Fact, ...] = (*curated.statements, *curated.measurements)
    for fact in facts:
        for key, side in sides(fact.source):
            by_key[key].append((side, fact))
    for key, marked in by_key.items():
        for (side, one), (other_side, other) in combinations(marked, 2):
            if side != other_side and one != other:
                yield Contradiction(one, other, "marked by a curator", key)


def _said_here(curated: Curated) -> Iterator[Statement]:
    """Statements on the subject itself: neither guesses of the authors nor findings in another system."""
    return (statement for statement in curated.statements if statement.source.stance not in _ELSEWHERE)


def _overlap(one: Statement, other: Statement) -> bool:
    """Whether one circumstance is meant, as far as is said: the same one, or one of them always."""
    return one.condition == other.condition or not one.condition or not other.condition


def _verdicts(curated: Curated) -> Iterator[Contradiction]:
    """One thing that both improves and worsens another, or a statement both made and denied, alike in condition."""
    by_pair: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in _said_here(curated):
        by_pair[statement.subject, statement.object, statement.aspect].append(statement)
    for group in by_pair.values():
        for one, other in combinations(group, 2):
            if (how := are_opposite(one, other)) and _overlap(one, other):
                yield Contradiction(one, other, how)


def _comparisons(curated: Curated) -> Iterator[Contradiction]:
    """One thing said to be better than another, and the other way round, in the same respect."""
    better: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in _said_here(curated):
        if statement.predicate == "outperforms" and statement.source.stance != "denied":
            for reverse in better[statement.object, statement.subject, statement.aspect]:
                if _overlap(reverse, statement):
                    yield Contradiction(reverse, statement, "better both ways")
            better[statement.subject, statement.object, statement.aspect].append(statement)


def _values(curated: Curated) -> Iterator[Contradiction]:
    """One thing, one property, comparable conditions, two values."""
    groups: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for measurement in curated.measurements:
        if measurement.sign != "range" and measurement.source.stance in ("asserted", "hedged"):
            groups[measurement.subject, measurement.property].append(measurement)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if are_comparable(one, other) and not _agree(one, other) and not _alternatives(one.source, other.source):
                yield Contradiction(one, other, "two values under the same conditions")


def are_comparable(one: Measurement, other: Measurement) -> bool:
    """Whether two values were measured alike: what both say agrees, and one adds only what is often left unsaid.

    A cell after 140 cycles in the text and one after 140 cycles at 0.127 mA/cm2 in a table are comparable; the first
    cycle and the hundredth are not, nor is a value under a condition and a value under none.
    """
    mine, theirs = set(one.conditions), set(other.conditions)
    if mine == theirs:
        return True
    extra = {key for key, _ in mine ^ theirs}
    clash = {key for key, _ in mine - theirs} & {key for key, _ in theirs - mine}
    return bool(mine & theirs) and not clash and extra <= _OFTEN_UNSAID


def _agree(one: Measurement, other: Measurement) -> bool:
    """Whether two values, or a value and a bound, can both hold."""
    try:
        theirs = Quantity(other.value, other.unit).to(one.unit).value
    except UnitError:
        return one.unit != other.unit or one.value == other.value
    if abs(one.value - theirs) <= 0.02 * max(abs(one.value), abs(theirs)):
        return True
    if one.sign in "=~" and other.sign in "=~":
        return False
    return not (
        _lies_beyond(one.sign, one.value, other.sign, theirs) or _lies_beyond(other.sign, theirs, one.sign, one.value)
    )


def _lies_beyond(bound: str, limit: float, sign: str, value: float) -> bool:
    """Whether a value, or all that another bound allows, lies beyond a bound."""
    if bound in ("<", "<="):
        return value > limit and sign not in ("<", "<=")
    return bound in (">", ">=") and value < limit and sign not in (">", ">=")


def _alternatives(one: Source, other: Source) -> bool:
    """Two numbers of one sentence are a list, not a contradiction."""
    return bool({str(p) for p in one.places} & {str(p) for p in other.places})
