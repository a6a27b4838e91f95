"""What the audit rules share: a finding, and the curated facts indexed the way the rules ask for them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.elements import Element, elements
from kg.errors import FormulaError, UnitError
from kg.formula import Formula
from kg.formula_reader import read_formula
from kg.model import Cell, Curated, Entity, Measurement, Reference, Sentence, Statement
from kg.quantity import Quantity
from kg.vocabulary import Vocabulary
from kg.wording import say_number, say_value

Fact = Statement | Measurement | Cell
About = Fact | Entity | Reference | Sentence
HELD = ("asserted", "hedged")
EXACT = ("=", "~")


@dataclass(frozen=True)
class Finding:
    """What the review itself contradicts or probably misprints: what stands there, and what is likely meant.

    `about` holds the facts it rests on. A `hint` may have a good reason: it is worth a look, not a mistake for sure.
    """

    rule: str
    what: str
    meant: str
    about: tuple[About, ...]
    hint: bool = False


@dataclass(frozen=True)
class Range:
    """What values of a property can be, in one unit, and why."""

    unit: str
    low: float
    high: float
    why: str


@dataclass(frozen=True)
class Book:
    """The curated facts, the words of the ontology and the physical ranges, with the look-ups that rules need."""

    curated: Curated
    words: Vocabulary
    ranges: dict[str, Range] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[tuple[str, str], list[Measurement]]:
        """Measurements that are held, by thing and property."""
        found: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
        for measurement in self.curated.measurements:
            if measurement.source.stance in HELD:
                found[measurement.subject, measurement.property].append(measurement)
        return found

    def exact(self, subject: str, name: str) -> list[Measurement]:
        """Values that are no bounds."""
        return [m for m in self.values.get((subject, name), ()) if m.sign in EXACT]

    @cached_property
    def claims(self) -> dict[tuple[str, str], list[Statement]]:
        """Statements that are held, by subject and predicate."""
        found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in self.curated.statements:
            if statement.source.stance in HELD:
                found[statement.subject, statement.predicate].append(statement)
        return found

    def number(self, measurement: Measurement) -> float | None:
        """The value in the base unit of its property; None where it does not convert."""
        base = self.words.properties[measurement.property].base_unit or measurement.unit
        return in_unit(measurement, base)

    def name(self, identifier: str) -> str:
        """The label of a thing or a property."""
        if identifier in self.curated.entities:
            return self.curated.entities[identifier].label
        known = self.words.properties.get(identifier)
        return known.label if known else self._cells.get(identifier, identifier)

    @cached_property
    def _cells(self) -> dict[str, str]:
        return {cell.id: f"{cell.label} ({cell.id})" for cell in self.curated.cells}

    @cached_property
    def materials(self) -> list[Entity]:
        """All materials, in order."""
        return [entity for entity in self.curated.entities.values() if entity.kind == "materials"]

    def is_a(self, entity: Entity, name: str) -> bool:
        """Whether a thing belongs to a class or one below it."""
        return any(name in self.words.ancestors(cls) for cls in entity.classes if cls in self.words.classes)

    def parents(self, entity: Entity) -> Iterator[Entity]:
        """The compounds that a material is derived from."""
        return (self.curated.entities[name] for name in entity.broader if name in self.curated.entities)

    def above(self, identifier: str) -> set[str]:
        """Everything more general: broader things, and families that a thing is part of."""
        found, stack = set[str](), [identifier]
        while stack:
            current = stack.pop()
            entity = self.curated.entities.get(current)
            more = list(entity.broader) if entity and entity.kind != "materials" else []
            more += [s.object for s in self.claims.get((current, "partOf"), ()) if s.object in self.curated.entities]
            stack += [name for name in more if name not in found]
            found.update(more)
        return found - {identifier}


def claimed(curated: Curated) -> tuple[Statement | Measurement, ...]:
    """Statements and values: what has a claim of its own."""
    return (*curated.statements, *curated.measurements)


def all_facts(curated: Curated) -> tuple[Fact, ...]:
    """Statements, values and cells: what rests on places of the review."""
    return (*curated.statements, *curated.measurements, *curated.cells)


def in_unit(measurement: Measurement, unit: str) -> float | None:
    """The value in a unit, or None where it cannot become one."""
    try:
        return Quantity(measurement.value, measurement.unit).to(unit).value
    except UnitError:
        return None


def simple_formula(text: str) -> Formula | None:
    """A formula of one compound with numbers for indices: no composite, no series such as Fe1-xS, no bare element."""
    try:
        formula = read_formula(text)
    except FormulaError:
        return None
    return None if formula.components or formula.is_variable or not formula.amounts else formula


def usual(symbol: str) -> Element:
    """An element with its usual oxidation states."""
    return elements()[symbol]


def say(measurement: Measurement) -> str:
    """A value with its sign, unit, conditions and place, as a finding quotes it."""
    value = say_value(measurement.sign, measurement.value, measurement.unit, measurement.upper)
    conditions = ", ".join(f"{key.replace('_', ' ')} {text}" for key, text in measurement.conditions)
    return f"{value}{f' at {conditions}' if conditions else ''} ({say_places(measurement)})"


def say_places(*facts: Statement | Measurement | Cell) -> str:
    """Where facts stand in the review."""
    return ", ".join(dict.fromkeys(str(place) for fact in facts for place in fact.source.places))


def say_figure(value: float) -> str:
    """A reckoned number to three digits."""
    return say_number(float(f"{value:.3g}"))
