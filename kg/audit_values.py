"""Audit of numbers: physical ranges, columns of the tables, tables against text, conductivity against its barrier."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import log10
from statistics import median

from kg.audit_book import EXACT, Book, Finding, in_unit, say, say_figure, simple_formula
from kg.model import Measurement

_RT_LN10 = 5.708
"""kJ/mol at 25 °C."""
_OUTLIER = 3.5
"""Robust z-score beyond which a value is an outlier (Iglewicz and Hoaglin, 1993)."""
_APART = {"IonicConductivity": 10.0, "ActivationEnergy": 1.3}


def out_of_range(book: Book) -> Iterator[Finding]:
    """A value that its property cannot have, by the table of physical ranges."""
    for measurement in book.curated.measurements:
        limits = book.ranges.get(measurement.property)
        value = in_unit(measurement, limits.unit) if limits else None
        if limits is None or value is None:
            continue
        upper = value if measurement.upper is None else value * measurement.upper / (measurement.value or 1)
        if not limits.low <= value <= upper <= limits.high:
            name = book.name(measurement.property)
            what = f"{name} of {book.name(measurement.subject)}: {say(measurement)}"
            meant = f"outside {limits.low:g} to {limits.high:g} {limits.unit}: {limits.why}"
            yield Finding("out of range", what, meant, (measurement,))


def _columns(book: Book) -> dict[tuple[int, str], dict[int, list[Measurement]]]:
    """Measurements of the tables by table and property, then by row."""
    found: dict[tuple[int, str], dict[int, list[Measurement]]] = defaultdict(lambda: defaultdict(list))
    for measurement in book.curated.measurements:
        for place in measurement.source.places:
            if place.table:
                found[place.table, measurement.property][place.row].append(measurement)
    return found


def repeated_neighbour(book: Book) -> Iterator[Finding]:
    """The same figure, of three digits or more, in neighbouring rows that cite different works: a slip of the row."""
    for (table, name), rows in _columns(book).items():
        for row, following in pairwise(sorted(rows)):
            for one in rows[row]:
                for other in rows[following]:
                    if following == row + 1 and _is_copied(one, other):
                        what = (
                            f"Table {table} gives {book.name(one.subject)} and the next row {book.name(other.subject)} "
                            f"the same {book.name(name)}, {one.value:g} {one.unit}, from different works"
                        )
                        yield Finding("figure of the next row", what, _less_fitting(book, one, other), (one, other))


def _is_copied(one: Measurement, other: Measurement) -> bool:
    digits = f"{one.value:g}".replace(".", "").strip("0")
    apart = one.subject != other.subject and set(one.source.references).isdisjoint(other.source.references)
    return apart and len(digits) > 2 and (one.value, one.unit, one.upper) == (other.value, other.unit, other.upper)


def _less_fitting(book: Book, one: Measurement, other: Measurement) -> str:
    """Which of two equal figures is the slip: the one farther from that of its parent compound."""
    far = {m: _from_parent(book, m) for m in (one, other)}
    worst = max(far, key=lambda m: far[m])
    if far[worst] > 1.3:
        times = say_figure(far[worst])
        return f"that of {book.name(worst.subject)} is likely the slip: {times} times off the figure of its parent"
    return "one of the two was likely copied into the wrong row"


def _from_parent(book: Book, measurement: Measurement) -> float:
    entity = book.curated.entities.get(measurement.subject)
    values = [v for p in book.parents(entity) for v in book.exact(p.id, measurement.property)] if entity else []
    ratios = [
        v.value / measurement.value for v in values if v.unit == measurement.unit and v.value and measurement.value
    ]
    return max((max(r, 1 / r) for r in ratios), default=1.0)


def mixed_units(book: Book) -> Iterator[Finding]:
    """One column of a table that holds different kinds of quantity: its rows split between properties of one family.

    Such a column shows as properties of which each row of the table has exactly one; the commonest is the header.
    """
    columns = _columns(book)
    for table in sorted({table for table, _ in columns}):
        rows = {name: set(column) for (number, name), column in columns.items() if number == table}
        split = _one_each(rows)
        head = split[0] if split else ""
        for name in split[1:]:
            facts = [m for row in sorted(rows[name]) for m in columns[table, name][row]]
            units = " and ".join(sorted({m.unit for m in facts}))
            unit = Counter(m.unit for row in rows[head] for m in columns[table, head][row]).most_common(1)[0][0]
            held = sorted(rows[name])
            where = f"row {held[0]} holds" if len(held) == 1 else f"rows {', '.join(map(str, held))} hold"
            what = f"a column of Table {table} is {book.name(head)} in {unit}, but {where} {units}"
            meant = f"{book.name(name)}: not to be compared with the rest of the column"
            yield Finding("mixed units in a column", what, meant, tuple(facts))


def _one_each(rows: dict[str, set[int]]) -> list[str]:
    """Properties that share the rows of a table among them, the commonest first; empty when none do."""
    everything = set().union(*rows.values())
    chosen, taken = list[str](), set[int]()
    for name in sorted(rows, key=lambda name: (-len(rows[name]), name)):
        if rows[name] < everything and not rows[name] & taken:
            chosen.append(name)
            taken |= rows[name]
    return chosen if len(chosen) > 1 and taken == everything else []


def prefactors(book: Book) -> Iterator[Finding]:
    """Conductivity against activation energy (Arrhenius): log σ + Ea / (RT ln 10) is alike for all solid electrolytes.

    An outlier has a conductivity that its barrier cannot give, so that one of the two is off, often by a unit.
    """
    pairs = list(_arrhenius(book))
    if len(pairs) < 8:
        return
    middle = median(log for log, _, _ in pairs)
    spread = 1.4826 * median(abs(log - middle) for log, _, _ in pairs) or 1.0
    for log, sigma, energy in pairs:
        off = log - middle
        if abs(off) <= _OUTLIER * spread:
            continue
        what = (
            f"{book.name(sigma.subject)}: conductivity {say(sigma)} with activation energy {say(energy)} is "
            f"10^{abs(off):.1f} times {'more' if off > 0 else 'less'} than the other electrolytes show"
        )
        barrier = (in_unit(energy, "kJ/mol") or 0) - off * _RT_LN10
        meant = f"an activation energy near {barrier:.0f} kJ/mol would fit this conductivity"
        if 2.6 < abs(off) < 3.6:
            slipped = say_figure(sigma.value / 10 ** (3 if off > 0 else -3))
            meant += f"; so would {slipped} {sigma.unit} (a slip of the unit by 10^3)"
        yield Finding("conductivity against barrier", what, meant, (sigma, energy), hint=abs(off) < 2.9)


def _arrhenius(book: Book) -> Iterator[tuple[float, Measurement, Measurement]]:
    for (subject, name), values in book.values.items():
        if name != "IonicConductivity":
            continue
        for sigma in values:
            for energy in book.exact(subject, "ActivationEnergy"):
                conductivity, barrier = in_unit(sigma, "mS/cm"), in_unit(energy, "kJ/mol")
                if (
                    sigma.sign in EXACT
                    and sigma.conditions == energy.conditions
                    and (conductivity or 0) > 0
                    and barrier
                ):
                    yield log10(conductivity or 1) + barrier / _RT_LN10, sigma, energy


def against_parent(book: Book) -> Iterator[Finding]:
    """A substituted compound that conducts markedly better than its parent over a higher barrier, or the reverse."""
    for entity in book.materials:
        for parent in book.parents(entity):
            for sigma, energy, sigma0, energy0 in _quartets(book, entity.id, parent.id):
                better, higher = (_ratio(book, sigma, sigma0), _ratio(book, energy, energy0))
                if (better > 1.25 and higher > 1.25) or (better < 0.8 and higher < 0.8):
                    verb, level = ("better" if better > 1 else "worse"), ("higher" if higher > 1 else "lower")
                    what = (
                        f"{entity.label} conducts {verb} than {parent.label} ({say(sigma)} against {say(sigma0)}) "
                        f"over a {level} barrier ({say(energy)} against {say(energy0)})"
                    )
                    meant = "the two come from different works, or one figure is misprinted"
                    yield Finding(
                        "better over a higher barrier", what, meant, (sigma, energy, sigma0, energy0), hint=True
                    )


def _quartets(
    book: Book, child: str, parent: str
) -> Iterator[tuple[Measurement, Measurement, Measurement, Measurement]]:
    for sigma in book.exact(child, "IonicConductivity"):
        for energy in book.exact(child, "ActivationEnergy"):
            for sigma0 in book.exact(parent, "IonicConductivity"):
                for energy0 in book.exact(parent, "ActivationEnergy"):
                    if not (sigma.conditions or energy.conditions or sigma0.conditions or energy0.conditions):
                        yield sigma, energy, sigma0, energy0


def _ratio(book: Book, one: Measurement, other: Measurement) -> float:
    mine, theirs = book.number(one), book.number(other)
    return mine / theirs if mine and theirs else 1.0


def far_from_parent(book: Book) -> Iterator[Finding]:
    """A compound whose conductivity is a thousand times off its parent's while the barrier stays alike."""
    for entity in book.materials:
        for parent in book.parents(entity):
            for sigma, energy, sigma0, energy0 in _quartets(book, entity.id, parent.id):
                factor, shift = (
                    _ratio(book, sigma, sigma0),
                    (in_unit(energy0, "kJ/mol") or 0) - (in_unit(energy, "kJ/mol") or 0),
                )
                if abs(log10(factor) - shift / _RT_LN10) > 2.5 and abs(log10(factor)) > 2.5:
                    ours, theirs = (f"{e.label} has {say(m)}" for e, m in ((entity, sigma), (parent, sigma0)))
                    what = f"{ours}, {theirs}, at barriers {abs(shift):.1f} kJ/mol apart"
                    meant = "a slip of the unit by 10^3 in one of them"
                    yield Finding("a thousand times off its parent", what, meant, (sigma, energy, sigma0, energy0))


def table_against_text(book: Book) -> Iterator[Finding]:
    """One composition, one property: a table and a sentence far apart; the sentence may speak of another polymorph."""
    by_composition: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for (subject, name), values in book.values.items():
        entity = book.curated.entities.get(subject)
        formula = simple_formula(entity.formula) if entity else None
        if name in _APART and formula:
            by_composition[formula.composition, name] += [m for m in values if m.sign in EXACT]
    for (_, name), values in by_composition.items():
        tabled = [m for m in values if any(place.table for place in m.source.places)]
        told = [m for m in values if not any(place.table for place in m.source.places)]
        for one in tabled:
            for other in told:
                ratio = _ratio(book, other, one)
                if max(ratio, 1 / ratio) > _APART[name]:
                    what = (
                        f"{book.name(name)}: {book.name(one.subject)} has {say(one)}, and the text gives "
                        f"{book.name(other.subject)} {say(other)}, {say_figure(ratio)} times as much"
                    )
                    meant = "another polymorph or temperature, or the unit of the text is off"
                    yield Finding("table against text", what, meant, (one, other))


RULES = (
    out_of_range,
    repeated_neighbour,
    mixed_units,
    prefactors,
    against_parent,
    far_from_parent,
    table_against_text,
)
