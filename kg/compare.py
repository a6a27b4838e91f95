"""Things side by side: their values, what they are made of and what is claimed of them, a row for each property.

The best value of a row is marked only among values that can be compared: numbers (not bounds or ranges) in one unit,
stated under the same conditions, that no other claim contradicts. Where nothing is marked, the row says why.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.errors import SseKgError, UnitError
from kg.evidence import Evidence, claims_about, gather_evidence, parts_of
from kg.lexicon import Lexicon
from kg.names import local, resource
from kg.naming import Found, meanings
from kg.quantity import Quantity
from kg.store import Store
from kg.wording import say_value

MOST = 8
_SURE = ("asserted", "hedged")
_EXACT = ("=", "~")
_MEASURED = ("ofProperty", "sign", "value", "upperValue", "unit", "conditionText")
_ENOUGH = 2  # things that a row needs to be a comparison


class TooMany(SseKgError):
    """More things than fit side by side."""


@dataclass(frozen=True)
class Item:
    """One value or claim in a field, in words, with its conditions and the claim behind it.

    A value also has its `sign` and `number`, of a range also `upper`, in the `unit` that its property is compared in.
    """

    text: str
    conditions: str = ""
    evidence: Evidence | None = None
    number: float | None = None
    unit: str = ""
    best: bool = False
    sign: str = "="
    upper: float | None = None

    @property
    def exact(self) -> float | None:
        """The number, where it is neither a bound nor a range."""
        return self.number if self.sign in _EXACT and self.upper is None else None

    @property
    def contradicted(self) -> bool:
        """Whether another claim of the graph says otherwise."""
        return self.evidence is not None and self.evidence.contradicted

    @property
    def cited(self) -> tuple[str, ...]:
        """The works and papers cited for it."""
        return self.evidence.cited if self.evidence else ()


@dataclass(frozen=True)
class Row:
    """A property, a relation or a description of all the things.

    A claim is on the thing itself, a mention is a claim on something else that names it. `note` says under which
    conditions the best value is the best, or why none is marked.
    """

    kind: Literal["description", "value", "claim", "mention"]
    label: str
    fields: tuple[tuple[Item, ...], ...]
    unit: str = ""
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether the things differ here."""
        return len({frozenset((item.text, item.conditions) for item in field) for field in self.fields}) > 1


@dataclass(frozen=True)
class Comparison:
    """Things and the rows in which at least one of them has something."""

    things: tuple[Found, ...]
    rows: tuple[Row, ...]


def compare(store: Store, lexicon: Lexicon, names: Iterable[str]) -> Comparison:
    """Things side by side, each given by any of its names; one that is named twice stands once.

    Raises NameNotFound for a name the graph does not know, TooMany for more than MOST things.
    """
    things = tuple(
        {found.iri: found for found in _alike([meanings(name, lexicon) for name in names], lexicon)}.values()
    )
    if len(things) > MOST:
        raise TooMany(f"{len(things)} things are too many side by side; choose at most {MOST}")
    told = [_Told(store, lexicon, thing) for thing in things]
    rows = [*_descriptions(store, lexicon, things), *_values(lexicon, told), *_claims(lexicon, told)]
    return Comparison(things, tuple(rows))


def _alike(found: Sequence[Sequence[Found]], lexicon: Lexicon) -> Iterator[Found]:
    """Of names with several meanings those that are most alike: beside strategies, "alucone film" is the strategy."""
    kinds = [[_kind(one, lexicon) for one in each] for each in found]
    usual = Counter(kind for each in kinds for kind in set(each))
    for each, own in zip(found, kinds, strict=True):
        yield each[max(range(len(each)), key=lambda place: (usual[own[place]], -place))]


def _kind(found: Found, lexicon: Lexicon) -> str:
    known = lexicon.things.get(local(found.iri))
    return known.kind if known else found.type


# ── what is told of one thing ────────────────────────────────────────────────────────────────────────────────────────


class _Told:
    """The claims on one thing, its values by property and the rest by relation."""

    def __init__(self, store: Store, lexicon: Lexicon, thing: Found) -> None:
        self.id = local(thing.iri)
        self.evidence = gather_evidence(store, claims_about(store, thing.iri))
        claims = [resource(one.claim) for one in self.evidence]
        values = [resource(one.object) for one in self.evidence if one.predicate == "hasMeasurement"]
        self._beside = parts_of(store, claims, ("aspect", "conditionText"))
        self._measured = parts_of(store, values, _MEASURED)
        self.lexicon = lexicon

    def values(self) -> Iterator[tuple[str, Item]]:
        """Property and value, for each value."""
        for one in self.evidence:
            parts = self._measured.get(resource(one.object), {})
            if one.predicate == "hasMeasurement" and one.subject == self.id and "value" in parts:
                measured = local(parts["ofProperty"][0])
                yield measured, _value(parts, one, self.lexicon.vocabulary.properties[measured].base_unit)

    def claims(self) -> Iterator[tuple[tuple[str, bool], Item]]:
        """Relation, whether the thing is its subject, and what stands at the other end."""
        for one in self.evidence:
            if one.predicate == "hasMeasurement":
                continue
            forward = one.subject == self.id
            said = self._beside.get(resource(one.claim), {})
            text = self.lexicon.label(one.object if forward else one.subject)
            if aspect := said.get("aspect"):
                text += f" in {self.lexicon.label(local(aspect[0]))}"
            yield (one.predicate, forward), Item(text, "; ".join(said.get("conditionText", ())), one)


def _value(parts: Mapping[str, list[str]], evidence: Evidence, base: str) -> Item:
    sign, stated = parts["sign"][0], parts["unit"][0]
    ends = [float(parts[name][0]) for name in ("value", "upperValue") if name in parts]
    converted = [_in_unit(end, stated, base) for end in ends]
    return Item(
        say_value(sign, ends[0], stated, ends[1] if len(ends) > 1 else None),
        "; ".join(parts.get("conditionText", ())),
        evidence,
        converted[0][0],
        converted[0][1],
        sign=sign,
        upper=converted[1][0] if len(ends) > 1 else None,
    )


def _in_unit(value: float, unit: str, base: str) -> tuple[float, str]:
    """A value in the unit in which its property is compared; as it stands where it cannot be converted."""
    try:
        return (Quantity(value, unit).to(base).value, base) if base else (value, unit)
    except UnitError:
        return value, unit


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _descriptions(store: Store, lexicon: Lexicon, things: Sequence[Found]) -> Iterator[Row]:
    said = parts_of(store, (thing.iri for thing in things), ("formula", "likelyFormula", "phase"))
    fields: dict[str, list[tuple[Item, ...]]] = defaultdict(list)
    for thing in things:
        known, own = lexicon.things.get(local(thing.iri)), said.get(thing.iri, {})
        classes = known.classes if known else (thing.type,)
        fields["kind"].append(tuple(Item(lexicon.label(name)) for name in classes if name))
        for label, name in (("formula", "formula"), ("formula likely meant", "likelyFormula"), ("form", "phase")):
            fields[label].append(tuple(map(Item, own.get(name, ()))))
        fields["definition"].append((Item(known.definition),) if known and known.definition else ())
    for label, each in fields.items():
        if any(each):
            yield Row("description", label, tuple(each))


def _values(lexicon: Lexicon, told: Sequence[_Told]) -> Iterator[Row]:
    fields: dict[str, list[list[Item]]] = defaultdict(lambda: [[] for _ in told])
    for place, thing in enumerate(told):
        for measured, item in thing.values():
            fields[measured][place].append(item)
    for name in sorted(fields, key=lambda name: (-_filled(fields[name]), lexicon.label(name))):
        known = lexicon.vocabulary.properties[name]
        row = Row("value", known.label, tuple(tuple(_in_order(field)) for field in fields[name]), known.base_unit)
        yield mark_best(row, known.better_when)


def _claims(lexicon: Lexicon, told: Sequence[_Told]) -> Iterator[Row]:
    fields: dict[tuple[str, bool], list[list[Item]]] = defaultdict(lambda: [[] for _ in told])
    for place, thing in enumerate(told):
        for said, item in thing.claims():
            fields[said][place].append(item)
    order = sorted(fields, key=lambda one: (not one[1], -_filled(fields[one]), -sum(map(len, fields[one])), one[0]))
    for name, forward in order:
        relation = lexicon.vocabulary.relations.get(name)
        label = lexicon.label(name)
        if not forward:
            label = relation.inverse_label if relation and relation.inverse_label else f"what {label} it"
        items = (tuple(sorted(field, key=lambda item: item.text.lower())) for field in fields[name, forward])
        yield Row("claim" if forward else "mention", label, tuple(items))


def _filled(fields: Iterable[Sequence[Item]]) -> int:
    return sum(map(bool, fields))


def _in_order(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.conditions, item.exact is None, item.exact or 0.0, item.text))


# ── the best ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def mark_best(row: Row, better: str) -> Row:
    """The row with its best values marked, or with a note that says why there are none.

    >>> low, high = (Item(f"{number} mS/cm", number=number, unit="mS/cm") for number in (0.2, 3.0))
    >>> [field[0].best for field in mark_best(Row("value", "conductivity", ((low,), (high,))), "higher").fields]
    [False, True]
    >>> mark_best(Row("value", "conductivity", ((low,), (replace(high, conditions="60 °C"),))), "higher").note
    'no two are stated under the same conditions'
    """
    if _filled(row.fields) < _ENOUGH:
        return row
    if better not in ("higher", "lower"):
        return replace(row, note="neither more nor less of it is better")
    groups = _comparable(row.fields)
    if not groups:
        return replace(row, note=_why_not(row.fields))
    best = {place for group in groups for place in _best_of(group, better)}
    fields = tuple(
        tuple(replace(item, best=(i, j) in best) for j, item in enumerate(field)) for i, field in enumerate(row.fields)
    )
    where = {conditions for group in groups for _, _, item in group if (conditions := item.conditions)}
    unsaid = any(not item.conditions for group in groups for _, _, item in group)
    said = ", ".join([*(["none stated"] if unsaid else []), *sorted(where)])
    left = "; what is contradicted is not ranked" if any(item.contradicted for f in fields for item in f) else ""
    return replace(row, fields=fields, note=f"best under like conditions: {said}{left}")


_Placed = tuple[int, int, Item]


def _comparable(fields: Sequence[Sequence[Item]]) -> list[list[_Placed]]:
    """Values of two things or more in one unit and under the same conditions."""
    groups: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for i, field in enumerate(fields):
        for j, item in enumerate(field):
            if item.exact is not None and not item.contradicted and _is_sure(item):
                groups[item.unit, item.conditions].append((i, j, item))
    return [group for group in groups.values() if len({i for i, _, _ in group}) >= _ENOUGH]


def _is_sure(item: Item) -> bool:
    return item.evidence is None or item.evidence.stance in _SURE


def _best_of(group: Iterable[_Placed], better: str) -> list[tuple[int, int]]:
    numbers = [(item.exact or 0.0, i, j) for i, j, item in group]
    best = (max if better == "higher" else min)(number for number, _, _ in numbers)
    ties = [(i, j) for number, i, j in numbers if number == best]
    return ties if len({i for i, _ in ties}) < len({i for _, i, _ in numbers}) else []


def _why_not(fields: Sequence[Sequence[Item]]) -> str:
    """Why no two values of a row can be compared."""
    items = [item for field in fields for item in field]
    exact = [field for field in fields if any(item.exact is not None for item in field)]
    if len(exact) < _ENOUGH:
        return "bounds and ranges have no best"
    sure = [field for field in exact if any(item.exact is not None and not item.contradicted for item in field)]
    if len(sure) < _ENOUGH:
        return "what is contradicted is not ranked"
    if len({item.unit for item in items if item.exact is not None}) > 1:
        return "the units cannot be converted into each other"
    return "no two are stated under the same conditions"
