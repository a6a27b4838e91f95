"""Accepted facts that say what the graph says already: from the same place nothing new, from another one a support."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from kg.errors import UnitError
from kg.model import Acceptance, Confirmation, Measurement, Place, Source, Statement
from kg.quantity import Quantity

Fact = Statement | Measurement
F = TypeVar("F", Statement, Measurement)


def merge(curated: Iterable[F], accepted: Iterable[F]) -> tuple[tuple[F, ...], list[Confirmation]]:
    """The facts that differ, curated ones first, and which of them were found once more where they stand."""
    facts = list(curated)
    twins = Twins(facts)
    confirmed: list[Confirmation] = []
    for fact in accepted:
        twin = twins.find(fact)
        if twin is not None and fact.source.accepted and is_same_place(twin.source, fact.source):
            confirmed.append(Confirmation(twin, fact.source.accepted))
        else:
            facts.append(fact)
            twins.add(fact)
    return tuple(facts), confirmed


class Twins:
    """Finds, among facts, one that says the same as another fact."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._known: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Let a fact be found from now on."""
        self._known[_pair(fact)].append(fact)

    def find(self, fact: Fact) -> Fact | None:
        """A fact that says the same, at the same place if there is one; the first of several."""
        same = [one for one in self._known.get(_pair(fact), ()) if one is not fact and says_same(one, fact)]
        return next((one for one in same if is_same_place(one.source, fact.source)), same[0] if same else None)


def _pair(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, Measurement):
        return fact.subject, fact.property
    return fact.subject, fact.predicate, fact.object


def says_same(known: Fact, found: Fact) -> bool:
    """Whether two facts on one pair say the same; what one leaves unsaid (an aspect, a condition) is no difference."""
    here = is_same_place(known.source, found.source)
    if isinstance(known, Measurement) and isinstance(found, Measurement):
        mine, theirs = set(known.conditions), set(found.conditions)
        return same_value(known, found) and (here or mine <= theirs or theirs <= mine)
    if isinstance(known, Statement) and isinstance(found, Statement):
        denied = (known.source.stance == "denied") == (found.source.stance == "denied")
        aspect = known.aspect == found.aspect or not found.aspect
        return denied and aspect and (here or known.condition == found.condition or not found.condition)
    return False


def same_value(one: Measurement, other: Measurement) -> bool:
    """Whether two values are one number, whatever their units.

    >>> source = Source((Place("1", 1),))
    >>> one = Measurement("Na3PS4", "IonicConductivity", "=", 0.2, "mS/cm", source)
    >>> same_value(one, Measurement("Na3PS4", "IonicConductivity", "~", 2e-4, "S/cm", source))
    True
    """
    if _kind(one.sign) != _kind(other.sign) or (one.upper is None) != (other.upper is None):
        return False
    pairs = [(one.value, other.value), (one.upper or 0.0, other.upper or 0.0)]
    try:
        return all(_close(mine, Quantity(theirs, other.unit).to(one.unit).value) for mine, theirs in pairs)
    except UnitError:
        return one.unit == other.unit and one.value == other.value


def _kind(sign: str) -> str:
    return "=" if sign == "~" else sign[:1] if sign in ("<=", ">=") else sign


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other))


def is_same_place(one: Source, other: Source) -> bool:
    """Whether two facts stand in one sentence or row of one paper; a section is the place where no more is known."""
    if (one.accepted or other.accepted) and not (one.places and other.places):
        return bool(one.accepted and other.accepted) and _where(one.accepted) == _where(other.accepted)
    return any(_meets(mine, theirs) for mine in one.places for theirs in other.places)


def _where(accepted: Acceptance | None) -> tuple[str, str, int, int] | None:
    return (accepted.paper, accepted.fingerprint, accepted.table, accepted.row) if accepted else None


def _meets(one: Place, other: Place) -> bool:
    whole = not one.table and not other.table and 0 in (one.sentence, other.sentence)
    return one == other or (whole and one.section == other.section)
