"""Relations that a row of a table states: what is paired, doped, mitigated or bettered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.table_effects import read_effects
from extract.table_links import Linker, Named
from extract.table_reading import Part, Reading
from extract.table_rules import table_rules

_DIVIDER = re.compile(r"[;\n•]|,\s|\band\b")
_RANGES = {
    "mitigates": "FailureMechanism",
    "causes": "FailureMechanism",
    "forms": "Material",
    "usesMaterial": "Material",
    "pairedWith": "Material",
    "stableAgainst": "Material",
}
_KINDS = {"strategy": "Strategy", "failure": "FailureMechanism"}


@dataclass(frozen=True)
class Stated:
    """A relation that a row states, and the rule that found it."""

    subject: Named
    predicate: str
    object: Named
    rule: str


def read_relations(reading: Reading, linker: Linker) -> Iterator[Stated]:
    """The relations of one record; cells of which something is not understood are put to its unread ones."""
    yield from _pairs(reading)
    yield from _doping(reading, linker)
    things = _things(reading, linker)
    # What a row says of a doped compound it says of the dopant: the undoped one is what it is compared with.
    main = reading.dopant or next((named for many in things.values() for named in many), None)
    yield from _between_columns(things)
    for part in reading.parts:
        if part.field.kind == "relation":
            yield from _of_header(part, main, reading, linker)
        elif part.field.kind == "effect":
            yield from _effects(part, main, reading, linker)


def _pairs(reading: Reading) -> Iterator[Stated]:
    for cathode in reading.materials.get("cathode", ())[:1]:
        for electrolyte in reading.materials.get("electrolyte", ()):
            yield Stated(cathode, "pairedWith", electrolyte, "table-pair")


def _doping(reading: Reading, linker: Linker) -> Iterator[Stated]:
    host = doped(reading, linker)
    if reading.dopant and host:
        yield Stated(host, "hasDopant", reading.dopant, "table-dopant")


def doped(reading: Reading, linker: Linker) -> Named | None:
    """What a dopant stands in: the compound of the row, or the doped form of the parent that it names."""
    parents = reading.materials.get("sample", ()) + reading.materials.get("electrolyte", ())
    return linker.doped(reading.dopant, parents[0]) if reading.dopant and parents else None


def _things(reading: Reading, linker: Linker) -> dict[str, list[Named]]:
    """The things of a row by kind, in the order of its columns."""
    found: dict[str, list[Named]] = {}
    for part in reading.parts:
        kind = part.field.kind
        if kind in _KINDS:
            names = [linker.entity(text, _KINDS[kind]) for text in _texts(part.text, linker, kind)]
            if not all(names):
                reading.unread.append(part.entry)
            found.setdefault(kind, []).extend(name for name in names if name)
        elif kind == "material":
            found.setdefault(part.field.of, []).extend(reading.materials.get(part.field.of, ()))
    return found


def _texts(text: str, linker: Linker, kind: str = "") -> list[str]:
    """What a cell lists, unless the whole of it is a name."""
    whole = linker.entity(text, _KINDS.get(kind, ""))
    if (whole and whole.id) or kind == "strategy":
        return [text]
    return [part.strip() for part in _DIVIDER.split(text) if part.strip()]


def _between_columns(things: dict[str, list[Named]]) -> Iterator[Stated]:
    told: set[str] = set()
    for (one, other), predicate in table_rules().relations.items():
        if other in told or not (things.get(one) and things.get(other)):
            continue
        told.add(other)
        for subject in things[one]:
            for thing in things[other]:
                yield Stated(subject, predicate, thing, "table-columns")


def _of_header(part: Part, main: Named | None, reading: Reading, linker: Linker) -> Iterator[Stated]:
    """What a column headed by a relation says of the thing of the row: "Mitigates", "Cause", "Products"."""
    predicate, kind = part.field.of, part.field.names[0]
    forward = kind in ("relation", "inverse-noun")
    wanted = _RANGES.get(predicate, "") if forward else ""
    names = [linker.entity(text, wanted) for text in _texts(part.text, linker)]
    if main is None or not names or not all(names):
        reading.unread.append(part.entry)
        return
    for named in filter(None, names):
        subject, thing = (main, named) if forward else (named, main)
        yield Stated(subject, predicate, thing, "table-relation")


def _effects(part: Part, main: Named | None, reading: Reading, linker: Linker) -> Iterator[Stated]:
    effects = read_effects(part.text, linker) if main else None
    if effects is None:
        reading.unread.append(part.entry)
    for effect in effects or ():
        if main:
            yield Stated(main, effect.predicate, effect.object, "table-effect")
