"""Audit of cells: capacities against theory and against each other, voltages against electrodes and electrolytes."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from kg.audit_book import EXACT, Book, Finding, in_unit, say, say_figure, say_places, simple_formula, usual
from kg.model import Cell, Entity, Measurement, Statement

_FARADAY = 26801.0
"""Charge of a mole of electrons in mAh."""
_MASSES = {
    symbol: float(mass)
    for symbol, mass in re.findall(
        r"([A-Z][a-z]?) ([\d.]+)",
        "H 1.008, Li 6.94, B 10.81, C 12.011, N 14.007, O 15.999, F 18.998, Na 22.990, Al 26.982, Si 28.085, P 30.974, "
        "S 32.06, Cl 35.45, K 39.098, Ti 47.867, V 50.942, Cr 51.996, Mn 54.938, Fe 55.845, Co 58.933, Ni 58.693, "
        "Cu 63.546, Zn 65.38, Se 78.971, Br 79.904, Nb 92.906, Mo 95.95, Sn 118.71, Sb 121.76, W 183.84",
    )
}
"""Atomic masses of what cathodes are made of."""
_STABLE = ("CyclingStability", "capacity-fade")
_FADED = 75.0
"""Per cent of the first capacity; what is left below this is no stable capacity."""


def theory(entity: Entity) -> float | None:
    """The most that a cathode can hold in mAh/g: all its sodium, or full reduction of its anions where it has none.

    Sulfur takes two electrons (1672 mAh/g), Na2S gives two (687), NaCrO2 one.
    """
    formula = simple_formula(entity.likely or entity.formula)
    if formula is None or formula.charge or not formula.elements <= _MASSES.keys():
        return None
    mass = sum(float(n) * _MASSES[s] for s, n in formula.amounts.items())
    sodium = float(formula.amounts["Na"]) if "Na" in formula.amounts else 0.0
    anions = sum(float(n) * -min(usual(s).states) for s, n in formula.amounts.items() if usual(s).is_anion)
    electrons = sodium or anions
    return electrons * _FARADAY / mass if electrons else None


def _limit(book: Book, entity: Entity) -> tuple[float, Entity] | None:
    """The highest theoretical capacity among a cathode's active components, stated or reckoned."""
    parts = [book.curated.entities[name] for name in entity.components if name in book.curated.entities] or [entity]
    known = []
    for part in parts:
        if not book.is_a(part, "CathodeMaterial"):
            continue
        stated = [book.number(m) or 0.0 for m in book.exact(part.id, "TheoreticalCapacity")]
        value = max(stated, default=None) or theory(part)
        if value is None:
            return None
        known.append((value, part))
    return max(known, key=lambda pair: pair[0], default=None)


def _capacities(book: Book, subject: str) -> list[Measurement]:
    return [m for m in book.exact(subject, "SpecificCapacity") if m.unit == "mAh/g"]


def above_theory(book: Book) -> Iterator[Finding]:
    """A capacity above what the cathode's active material can hold."""
    holders = [(cell.id, cell.cathode) for cell in book.curated.cells] + [(e.id, e.id) for e in book.materials]
    for subject, cathode in holders:
        entity = book.curated.entities.get(cathode)
        limit = _limit(book, entity) if entity else None
        for measurement in _capacities(book, subject) if limit else ():
            value, part = limit or (0.0, None)
            if part and measurement.value > 1.02 * value:
                most = f"{value:.0f} mAh/g of {part.label}"
                what = f"{book.name(subject)}: capacity {say(measurement)} against at most {most}"
                meant = "another component gives charge as well, the mass is counted otherwise, or the figure is off"
                yield Finding("above theoretical capacity", what, meant, (measurement, part))


def stated_theory(book: Book) -> Iterator[Finding]:
    """A stated theoretical capacity that does not follow from the formula."""
    for entity in book.materials:
        formula = simple_formula(entity.formula)
        reckoned = theory(entity) if formula else None
        for measurement in book.exact(entity.id, "TheoreticalCapacity"):
            value = in_unit(measurement, "mAh/g")
            if reckoned and value and abs(value - reckoned) > 0.03 * reckoned:
                what = f"theoretical capacity of {entity.label} is given as {say(measurement)}"
                yield Finding(
                    "theory against formula", what, f"its formula gives {reckoned:.0f} mAh/g", (measurement, entity)
                )


def _cycle(measurement: Measurement) -> float | None:
    text = dict(measurement.conditions).get("cycle", "")
    return float(text) if text.isdigit() else None


def capacity_that_does_not_fade(book: Book) -> Iterator[Finding]:
    """A later capacity that is as high as the first, or higher."""
    for cell in book.curated.cells:
        timed = [(c, m) for m in _capacities(book, cell.id) if (c := _cycle(m)) is not None]
        for (early, one), (late, other) in combinations(sorted(timed, key=lambda pair: pair[0]), 2):
            if late > early and early <= 2 and other.value >= one.value:
                what = f"{book.name(cell.id)}: {say(one)} at first and {say(other)} later"
                meant = "the later figure is likely a first or highest capacity, or the first one is misprinted"
                yield Finding("capacity that does not fade", what, meant, (one, other))


def _first_and_later(book: Book, cell: str) -> Iterator[tuple[float, Measurement, Measurement]]:
    """(cycle, capacity of the first cycle, capacity of that cycle) for every later cycle."""
    timed = [(c, m) for m in _capacities(book, cell) if (c := _cycle(m)) is not None]
    return ((c, start, end) for first, start in timed for c, end in timed if first == 1 < c)


def retention(book: Book) -> Iterator[Finding]:
    """A stated retention that two stated capacities do not give."""
    for cell in book.curated.cells:
        for count, start, end in _first_and_later(book, cell.id):
            kept = 100 * end.value / start.value
            for share in _kept(book, cell.id, count):
                given = share.value if share.property == "CapacityRetention" else 100 - share.value
                if abs(given - kept) > 3:
                    stated = f"{given:g}% is given ({say_places(share)})"
                    what = f"{book.name(cell.id)}: {say(start)} and {say(end)} leave {kept:.0f}%, but {stated}"
                    meant = f"{say_figure(start.value * given / 100)} mAh/g would be left"
                    yield Finding("retention that does not follow", what, meant, (start, end, share))


def stable_by_word(book: Book) -> Iterator[Finding]:
    """A cell that is called stable and loses a quarter of its capacity."""
    for cell in book.curated.cells:
        pairs = [(end.value / start.value, start, end) for _, start, end in _first_and_later(book, cell.id)]
        kept, start, end = min(pairs, key=lambda pair: pair[0], default=(1.0, None, None))
        claims = _called_stable(book, cell.id) if 100 * kept < _FADED else ()
        for claim in claims:
            if start and end:
                left = f"{say(start)} and {say(end)} leave {100 * kept:.0f}%"
                what = f"{book.name(cell.id)} is called stable ({say_places(claim)}), yet {left}"
                yield Finding("stable by word only", what, "a marked decline", (start, end, claim))


def _kept(book: Book, cell: str, count: float) -> list[Measurement]:
    values = [*book.exact(cell, "CapacityRetention"), *book.exact(cell, "CapacityDecline")]
    return [m for m in values if _cycle(m) == count]


def _called_stable(book: Book, cell: str) -> Iterator[Statement]:
    subjects = [cell, *(s.subject for s in book.curated.statements if s.predicate == "partOf" and s.object == cell)]
    for subject in subjects:
        for predicate in ("hasFeature", "improves", "mitigates"):
            for claim in book.claims.get((subject, predicate), ()):
                if claim.object in _STABLE:
                    yield claim


def voltage_of_pair(book: Book) -> Iterator[Finding]:
    """One cathode against one anode at average voltages half a volt apart: the electrolyte sets no voltage."""
    alike: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in book.curated.cells:
        if cell.cathode and cell.anode:
            alike[cell.cathode, cell.anode].append(cell)
    for cells in alike.values():
        for one, other in combinations(cells, 2):
            for mine in book.exact(one.id, "AverageVoltage"):
                for theirs in book.exact(other.id, "AverageVoltage"):
                    if abs(mine.value - theirs.value) > 0.5 and mine.unit == theirs.unit:
                        what = f"{book.name(one.id)} runs at {say(mine)}, {book.name(other.id)} at {say(theirs)}"
                        meant = "electrodes alone set the voltage: one figure is off, or another reaction takes part"
                        yield Finding("one pair, two voltages", what, meant, (mine, theirs))


def voltage_over_stability(book: Book) -> Iterator[Finding]:
    """A cell that runs above the voltage at which the review says that its electrolyte decomposes."""
    for cell in book.curated.cells:
        layers = cell.electrolyte if len(cell.electrolyte) == 1 else ()
        limits = [m for layer in layers for m in book.values.get((layer, "OxidativeStability"), ())]
        for voltage in book.exact(cell.id, "AverageVoltage"):
            for limit in limits:
                if limit.sign in (*EXACT, "<", "<=") and voltage.unit == limit.unit and voltage.value > limit.value:
                    broken = f"above {say(limit)} at which {book.name(limit.subject)} decomposes"
                    what = f"{book.name(cell.id)} runs at {say(voltage)}, {broken}"
                    meant = "it decomposes in this cell, or the limit holds against another electrode"
                    yield Finding("above the limit of the electrolyte", what, meant, (voltage, limit), hint=True)


def plateau_outside_window(book: Book) -> Iterator[Finding]:
    """A plateau or average voltage outside the window in which the same thing was cycled."""
    for (subject, name), windows in book.values.items():
        if name != "VoltageWindow":
            continue
        for window in windows:
            for kind in ("VoltagePlateau", "AverageVoltage"):
                for voltage in book.exact(subject, kind):
                    if window.upper is not None and not window.value <= voltage.value <= window.upper:
                        what = (
                            f"{book.name(subject)}: {book.name(kind)} {say(voltage)} outside the window {say(window)}"
                        )
                        yield Finding(
                            "voltage outside its window", what, "one of the figures is misprinted", (voltage, window)
                        )


def modified_below_bare(book: Book) -> Iterator[Finding]:
    """A modified cathode that keeps less than the bare one after as many cycles."""
    by_cathode: dict[str, list[Cell]] = defaultdict(list)
    for cell in book.curated.cells:
        by_cathode[cell.cathode].append(cell)
    for cell in book.curated.cells:
        claims = book.claims.get((cell.cathode, "derivedFrom"), ())
        bare = {claim.object for claim in claims}
        for mine in _capacities(book, cell.id):
            for parent in (p for name in sorted(bare) for p in by_cathode[name]):
                for theirs in _capacities(book, parent.id):
                    if (count := _cycle(mine)) and count == _cycle(theirs) and mine.value < 0.8 * theirs.value:
                        bare_one = f"the unmodified cathode ({book.name(parent.id)}) {say(theirs)}"
                        what = f"{book.name(cell.id)} keeps {say(mine)}, and {bare_one}"
                        meant = "the modification gains nothing here, or the cells are not to be compared"
                        yield Finding("modified below unmodified", what, meant, (mine, theirs), hint=True)


def two_cells_of_one_work(book: Book) -> Iterator[Finding]:
    """One cathode of one work that a table and the text put against different anodes or electrolytes."""
    for one, other in combinations(book.curated.cells, 2):
        works = one.source.references
        if not one.cathode or not works or works != other.source.references or one.cathode != other.cathode:
            continue
        if _is_tabled(one) == _is_tabled(other):
            continue
        for part, mine, theirs in (
            ("anode", {one.anode} - {""}, {other.anode} - {""}),
            ("electrolyte", set(one.electrolyte), set(other.electrolyte)),
        ):
            if mine and theirs and mine != theirs:
                names = [" and ".join(book.name(name) for name in sorted(group)) for group in (mine, theirs)]
                both = f"{names[0]} ({say_places(one)}) and {names[1]} ({say_places(other)})"
                what = f"{book.name(one.cathode)} of [{works[0]}] has the {part} {both}"
                yield Finding(
                    "one cell, two make-ups", what, "likely one cell named in two ways", (one, other), hint=True
                )


def _is_tabled(cell: Cell) -> bool:
    return any(place.table for place in cell.source.places)


RULES = (
    above_theory,
    stated_theory,
    capacity_that_does_not_fade,
    retention,
    stable_by_word,
    voltage_of_pair,
    voltage_over_stability,
    plateau_outside_window,
    modified_below_bare,
    two_cells_of_one_work,
)
