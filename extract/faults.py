"""What went wrong in a sentence, each fault by its kind: missed, spurious, or right but for its type or value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from extract.agreement import matched, overlaps
from extract.candidate import Entity
from extract.evaluate import Judgement
from extract.gold import Statement

A = TypeVar("A", Entity, Statement)


@dataclass(frozen=True)
class Fault:
    """One fault: `gold` is what is annotated and `found` what was found, each empty where there is nothing."""

    kind: str
    gold: str
    found: str


def entity_faults(one: Judgement) -> list[Fault]:
    """The entities of a sentence that are not as annotated."""
    gold, found = one.gold.entities, one.entities
    faults = [
        Fault("wrong span", _said(gold[at]), _said(found[to]))
        for at, to in one.relaxed.items()
        if one.strict.get(at) != to
    ]
    kinds = (("wrong type", _is_same_place), ("wrong type and span", overlaps))
    return [*faults, *_faults(gold, found, one.relaxed, kinds)]


def relation_faults(one: Judgement) -> list[Fault]:
    """The statements of a sentence that are not as annotated.

    A candidate that would be right if it were denied is of wrong negation, and so on; the first kind that fits counts.
    """

    def but_for(name: str) -> Callable[[Statement, Statement], bool]:
        return lambda gold, found: one.is_same_statement(replace(gold, **{name: getattr(found, name)}), found)

    def turned(gold: Statement, found: Statement) -> bool:
        return one.is_same_statement(replace(gold, subject=gold.object, object=gold.subject), found)

    def of_value(gold: Statement, found: Statement) -> bool:
        return one.is_same_statement(replace(gold, value=found.value, unit=found.unit), found)

    kinds = (
        ("wrong negation", but_for("negated")),
        ("wrong direction", turned),
        ("wrong unit", but_for("unit")),
        ("wrong value", of_value),
        ("wrong predicate", but_for("predicate")),
        ("wrong subject", but_for("subject")),
        ("wrong object", but_for("object")),
    )
    return _faults(one.gold.statements, one.found, one.relations, kinds)


def _is_same_place(gold: Entity, found: Entity) -> bool:
    return (gold.start, gold.end) == (found.start, found.end)


def _faults(
    gold: Sequence[A],
    found: Sequence[A],
    right: dict[int, int],
    kinds: Sequence[tuple[str, Callable[[A, A], bool]]],
) -> list[Fault]:
    """The faults of what is left over, each kind in turn taking its share."""
    gold = [one for at, one in enumerate(gold) if at not in right]
    found = [one for at, one in enumerate(found) if at not in right.values()]
    faults = []
    for kind, test in kinds:
        pairs = matched(gold, found, test)
        faults += [Fault(kind, _said(gold[at]), _said(found[to])) for at, to in pairs.items()]
        gold = [one for at, one in enumerate(gold) if at not in pairs]
        found = [one for at, one in enumerate(found) if at not in pairs.values()]
    faults += [Fault("missed", _said(one), "") for one in gold]
    return faults + [Fault("spurious", "", _said(one)) for one in found]


def _said(one: Entity | Statement) -> str:
    return f"[{one.type}] {one.text}" if isinstance(one, Entity) else str(one)
