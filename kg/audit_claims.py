"""Audit of statements: against each other, against the numbers of the tables, and what curators noted."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from kg.audit_book import HELD, Book, Fact, Finding, all_facts, claimed, say, say_places, simple_formula, usual
from kg.contradictions import Contradiction, are_opposite, find_contradictions, sides
from kg.model import Cell, Entity, Measurement, Statement
from kg.wording import say_measurement, say_statement

_DOUBT = re.compile(
    r"\bmeant\b|doubtful|misprint|garbled|unclear whether|does not say whether|likely meant|without mA|no such"
    r"|says the reverse|says that the same paper|suggests the reverse|hints at|not ohmic|exceeds|looks wrong|slip\b"
)
_WORST = 0.8
"""A value this much below the parent's is worse beyond the spread between laboratories that the tables show."""


def disputes(book: Book) -> Iterator[Finding]:
    """Sides of a contradiction that a curator marked."""
    marked: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in claimed(book.curated):
        for key, side in sides(fact.source):
            marked[key][side].append(fact)
    for key, by_side in marked.items():
        facts = [fact for group in by_side.values() for fact in group]
        where = "; ".join(f"{side}: {say_places(*group)}" for side, group in by_side.items())
        yield Finding("marked by a curator", f"{key} ({where})", book.curated.disputes.get(key, ""), tuple(facts))


def contradictions(book: Book) -> Iterator[Finding]:
    """Facts that cannot both hold, found by rule and not marked by a curator."""
    for found in find_contradictions(book.curated):
        if not found.key and not _marked_alike(found):
            what = f"{tell(book, found.first)}; but {tell(book, found.second)}"
            yield Finding(
                found.rule, what, "one of the two, or each under its own conditions", (found.first, found.second)
            )


def _marked_alike(found: Contradiction) -> bool:
    return bool(dict(sides(found.first.source)).keys() & dict(sides(found.second.source)).keys())


def tell(book: Book, fact: Fact) -> str:
    """A fact in words with its place."""
    if isinstance(fact, Cell):
        return f"{fact.label} ({say_places(fact)})"
    if isinstance(fact, Statement):
        return f"{say_statement(fact, book.words, book.name)} ({say_places(fact)})"
    return f"{say_measurement(fact, book.words, book.name)} ({say_places(fact)})"


def opposite_by_condition(book: Book) -> Iterator[Finding]:
    """Opposite verdicts, or two things each better than the other, that only their conditions tell apart."""
    by_pair: dict[tuple[frozenset[str] | tuple[str, str], str], list[Statement]] = defaultdict(list)
    for statement in book.curated.statements:
        if statement.source.stance in (*HELD, "denied"):
            pair = (statement.subject, statement.object)
            key = frozenset(pair) if statement.predicate == "outperforms" else pair
            by_pair[key, statement.aspect].append(statement)
    known = {frozenset((c.first, c.second)) for c in find_contradictions(book.curated)}
    for group in by_pair.values():
        for one, other in combinations(group, 2):
            reverse = one.predicate == other.predicate == "outperforms" and one.subject == other.object
            if say_places(one) and set(one.source.places) & set(other.source.places):
                continue  # one sentence tells the two apart
            if (reverse or (one.subject == other.subject and are_opposite(one, other))) and {one, other} not in known:
                what = f"{tell(book, one)}; but {tell(book, other)}"
                yield Finding(
                    "opposite by condition", what, "both may hold, each under its condition", (one, other), hint=True
                )


def member_against_class(book: Book) -> Iterator[Finding]:
    """A verdict on a thing and the opposite verdict on what it is a kind of."""
    by_object: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in book.curated.statements:
        if statement.source.stance in (*HELD, "denied"):
            by_object[statement.object, statement.aspect].append(statement)
    for group in by_object.values():
        for one, other in combinations(group, 2):
            if one.subject == other.subject or not are_opposite(one, other) or _share_dispute(one, other):
                continue
            if _speaks_for(book, other, one) or _speaks_for(book, one, other):
                what = f"{tell(book, one)}; but {tell(book, other)}"
                meant = "the member is an exception, or the general sentence claims too much"
                yield Finding("member against class", what, meant, (one, other), hint=True)


def _speaks_for(book: Book, general: Statement, member: Statement) -> bool:
    """Whether a statement on a class is meant of every member: not hedged, and under no condition that excepts some."""
    plain = general.source.stance == "denied" or (general.source.stance == "asserted" and not general.condition)
    return plain and general.predicate != "hasFeature" and general.subject in book.above(member.subject)


def _share_dispute(one: Statement, other: Statement) -> bool:
    return bool(dict(sides(one.source)).keys() & dict(sides(other.source)).keys())


def comparison_against_numbers(book: Book) -> Iterator[Finding]:
    """A thing said to be better than another, whose numbers say the reverse."""
    for (_, predicate), group in book.claims.items():
        for claim in group if predicate == "outperforms" else ():
            known = book.words.properties.get(claim.aspect)
            if known is None or known.better_when not in ("higher", "lower"):
                continue
            mine = [m for m in book.exact(claim.subject, claim.aspect) if not m.conditions]
            theirs = [m for m in book.exact(claim.object, claim.aspect) if not m.conditions]
            worse = [(m, t) for m in mine for t in theirs if _is_worse(book, m, t, known.better_when)]
            if worse and len(worse) == len(mine) * len(theirs):
                one, other = worse[0]
                what = f"{tell(book, claim)}; but {say(one)} against {say(other)}"
                yield Finding(
                    "comparison against numbers", what, "the comparison is the wrong way round", (claim, one, other)
                )


def _is_worse(book: Book, one: Measurement, other: Measurement, better_when: str) -> bool:
    mine, theirs = book.number(one), book.number(other)
    if mine is None or theirs is None or not mine or not theirs:
        return False
    return (mine / theirs if better_when == "higher" else theirs / mine) < _WORST


def doping_against_numbers(book: Book) -> Iterator[Finding]:
    """A doping said to better a property without condition, and doped compounds that are worse than their parent."""
    found: dict[tuple[Measurement, Measurement], list[Statement]] = defaultdict(list)
    for claim in book.curated.statements:
        known = book.words.properties.get(claim.object)
        if not known or claim.predicate != "improves" or claim.source.stance not in HELD or claim.condition:
            continue
        dopants = _dopants(book, claim.subject)
        for entity in book.materials if dopants and known.better_when in ("higher", "lower") else ():
            for parent in book.parents(entity):
                if not dopants & _substituted(entity, parent) or not _is_host(book, claim.subject, parent):
                    continue
                for mine in book.exact(entity.id, claim.object):
                    for theirs in book.exact(parent.id, claim.object):
                        if _is_worse(book, mine, theirs, known.better_when) and not _apart(mine, claim):
                            found[mine, theirs].append(claim)
    for (mine, theirs), claims in found.items():
        said = "; ".join(tell(book, claim) for claim in claims)
        mine_is, theirs_is = (f"{book.name(m.subject)} has {say(m)}" for m in (mine, theirs))
        what = f"{said}; but {mine_is}, its parent {theirs_is}"
        yield Finding(
            "doping against numbers", what, "the claim holds for some dopants and amounts only", (*claims, mine, theirs)
        )


def _apart(mine: Measurement, claim: Statement) -> bool:
    return bool(dict(sides(mine.source)).keys() & dict(sides(claim.source)).keys())


def _dopants(book: Book, strategy: str) -> set[str]:
    """Elements that a doping, or any kind of it, brings in."""
    kinds = {
        strategy,
        *(e.id for e in book.curated.entities.values() if e.kind == "strategies" and strategy in book.above(e.id)),
    }
    named = {s.object for kind in kinds for s in book.claims.get((kind, "hasDopant"), ())}
    return {book.curated.entities[name].element for name in named if name in book.curated.entities}


def _substituted(entity: Entity, parent: Entity) -> set[str]:
    formula, host = (simple_formula(e.likely or e.formula) for e in (entity, parent))
    if not formula or not host:
        return set()
    return {d.element for d in formula.dopants_against(host) if usual(d.element).states}


def _is_host(book: Book, strategy: str, parent: Entity) -> bool:
    """A doping of one named compound says nothing of others."""
    hosts = {s.object for s in book.claims.get((strategy, "appliesTo"), ())} & {e.id for e in book.materials}
    named = {h for h in hosts if book.curated.entities[h].formula}
    return not named or parent.id in named


def noted(book: Book) -> Iterator[Finding]:
    """What curators found doubtful in print and wrote into the note of a fact; equal notes are one finding."""
    by_note: dict[str, list[Fact]] = defaultdict(list)
    for fact in all_facts(book.curated):
        if _DOUBT.search(fact.source.note) and not fact.source.dispute:
            by_note[fact.source.note].append(fact)
    for note, facts in by_note.items():
        more = f" and {len(facts) - 1} more" if len(facts) > 1 else ""
        yield Finding("noted by a curator", f"{tell(book, facts[0])}{more}", note, tuple(facts))


def shared_names(book: Book) -> Iterator[Finding]:
    """One name that the review uses for two groups or for two materials."""
    holders: dict[tuple[str, str], dict[str, Entity]] = defaultdict(dict)
    for entity in book.curated.entities.values():
        for name in (entity.label, *entity.aliases) if entity.kind in ("groups", "materials") else ():
            plain = re.sub(r"'s (team|group)| et al\.?", "", name)
            if entity.kind == "materials" or "." not in plain:
                holders[entity.kind, plain][entity.id] = entity
    for (_, name), things in holders.items():
        # "W-doped Na3SbS4" describes its members; only a name proper or an abbreviation is taken for one thing.
        if len(things) > 1 and " " not in name:
            what = f"the name {name} stands for {', '.join(thing.label for thing in things.values())}"
            meant = "tell them apart by the reference that stands beside the name"
            yield Finding("one name, several things", what, meant, tuple(things.values()))


RULES = (
    disputes,
    contradictions,
    opposite_by_condition,
    member_against_class,
    comparison_against_numbers,
    doping_against_numbers,
    noted,
    shared_names,
)
