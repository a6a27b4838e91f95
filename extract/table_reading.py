"""One record of a table, read: its materials, phase, references, numbers and the conditions they share."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extract.table_cells import Amount, is_empty, read_amounts
from extract.table_columns import Field, resolve
from extract.table_conditions import Conditions, condition_text, read_conditions
from extract.table_links import Linker, Named
from extract.table_notes import without_marks
from extract.table_records import Entry, Record
from extract.table_rules import ConditionRule, table_rules
from kg.audit_book import Range
from kg.formula import Formula
from kg.lexicon import Lexicon
from kg.notation import plain_text

_NUMBERS = re.compile(r"\d{1,4}(?:\s?[-–—−]\s?\d{1,4})?")
_CITED = re.compile(r"\s?(?:\[(\d[\d,\s–-]{0,30})\]|\^\{(\d[\d,\s-]{0,30})\})$")
_BARE_REFERENCE = re.compile(r"[\s\d,;–—−\[\]().-]*(?:refs?\.?)?[\s\d,;–—−\[\]().-]*", re.IGNORECASE)
_DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,5})?")
_OWN_WORK = re.compile(r"(?:this|our|present|the present) (?:work|study|paper)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(.+?)\s?[(\[]([^()\[\]]+)[)\]]")
_DIVIDERS = (r"/", r";", r"\|", r"@", r",\s", r"\s(?:after|at)\s")
_OWNERS = ("material", "cell", "dopant", "variable")
_THINGS = (*_OWNERS, "strategy", "failure", "relation", "effect")
_ELECTRODES = re.compile(r"\s?\|{1,3}\s?|\s?‖\s?|\s?//\s?")


@dataclass(frozen=True)
class Part:
    """One of the things that a cell holds, with the conditions that its footnotes name."""

    field: Field
    text: str
    entry: Entry
    conditions: Conditions = ()


@dataclass(frozen=True)
class Value:
    """A number of a cell with the property and unit it is given in; the unit may be printed nowhere."""

    part: Part
    property: str
    amount: Amount
    unit: str
    is_unit_assumed: bool = False


class Shared(NamedTuple):
    """A condition that stands in a cell, and how it bears on other values of the record."""

    part: Part
    rule: ConditionRule | None
    key: str
    text: str


@dataclass
class Reading:
    """What a record was read as; `unread` are the cells of which something was not understood."""

    parts: list[Part] = field(default_factory=list)
    materials: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    dopant: Named | None = None
    values: list[Value] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)
    conditions: Conditions = ()
    references: tuple[int, ...] = ()
    unread: list[Entry] = field(default_factory=list)

    @property
    def row(self) -> int:
        """The row in which its things stand."""
        return max((part.entry.row for part in self.parts if part.field.kind in _THINGS), default=0)

    @property
    def is_known(self) -> bool:
        """Whether everything was understood that says what the values of the record belong to."""
        return not any(field.kind in _OWNERS for entry in self.unread for field in entry.fields)


def read_references(text: str) -> tuple[int, ...] | None:
    """The numbers of the works that a cell cites; None when it cites in words.

    >>> read_references("[12, 15–17]"), read_references("this work"), read_references("Toy et al.")
    ((12, 15, 16, 17), (), None)
    """
    if _OWN_WORK.fullmatch(text.strip(" .*")):
        return ()
    plain = plain_text(text).text.replace("^{", " ").replace("}", " ")
    bracket = _CITED.search(plain)
    if not _BARE_REFERENCE.fullmatch(plain):
        return read_references(bracket[1]) if bracket and bracket[1] else None
    found: list[int] = []
    for match in _NUMBERS.finditer(plain):
        first, *last = (int(number) for number in re.findall(r"\d+", match.group()))
        end = last[0] if last else first
        if not first <= end <= first + 50:
            return None
        found += range(first, end + 1)
    return tuple(dict.fromkeys(found))


class Reader:
    """Reads the records of one table."""

    def __init__(
        self, linker: Linker, ranges: dict[str, Range], notes: Sequence[tuple[str, str]], series: Formula | None
    ) -> None:
        self.linker = linker
        self.lexicon: Lexicon = linker.lexicon
        self.ranges = ranges
        self.notes = notes
        self.series = series
        self.rules = table_rules()

    def read(self, record: Record) -> Reading:
        """Everything that a record says of its things, before it is known which value belongs to which."""
        reading = Reading(conditions=record.conditions)
        for entry in record.entries:
            self._divide(entry, reading)
        for part in reading.parts:
            if part.field.kind == "reference":
                self._reference(part, reading)
        self._materials(reading)
        for part in reading.parts:
            if part.field.kind in ("value", "condition", "text", "variable"):
                self._number(part, reading)
        return reading

    # --- cells --------------------------------------------------------------------------------------------------

    def _divide(self, entry: Entry, reading: Reading) -> None:
        """The parts of a cell, as many as its header names."""
        text, notes = without_marks(entry.cell.text, self.notes)
        told = tuple(pair for note in notes for pair in read_conditions(plain_text(note).text, self.lexicon) or ())
        if is_empty(text) or entry.fields[0].kind == "other":
            return
        texts = [text] if entry.is_one else _divided(text, len(entry.fields))
        if entry.fields[0].kind == "unread" or not texts:
            # What two headers promise, "85% after 100 cycles" may also say in words.
            if len(entry.fields) == 1 or entry.fields[0].kind != "value":
                reading.unread.append(entry)
                return
            texts = [text]
        pairs = zip(entry.fields, texts, strict=False)
        reading.parts += [Part(one, words, entry, told) for one, words in pairs if not is_empty(words)]

    def _reference(self, part: Part, reading: Reading) -> None:
        numbers = read_references(part.text)
        if numbers is None:
            reading.unread.append(part.entry)
        reading.references += numbers or ()

    # --- materials ----------------------------------------------------------------------------------------------

    def _materials(self, reading: Reading) -> None:
        phase = next((part.text for part in reading.parts if part.field.kind == "phase"), "")
        for part in reading.parts:
            kind = part.field.kind
            if kind == "material":
                self._material(part, reading, phase if not reading.materials else "")
            elif kind == "cell":
                self._cell(part, reading)
            elif kind == "dopant":
                reading.dopant = self.linker.dopant(part.text)
                if reading.dopant is None:
                    reading.unread.append(part.entry)

    def _material(self, part: Part, reading: Reading, phase: str) -> None:
        text = part.text
        if cited := _CITED.search(plain_text(text).text):
            reading.references += read_references(cited.group().strip(" ^{}[]")) or ()
            text = plain_text(text).text[: cited.start()]
        named = self.linker.member(self.series, text) if self.series else None
        found = (named,) if named else self._phased(text, phase)
        if not found:
            reading.unread.append(part.entry)
            return
        reading.materials[part.field.of] = reading.materials.get(part.field.of, ()) + found
        if found[0].phase:
            reading.conditions += (("phase", found[0].phase[:1].lower() + found[0].phase[1:]),)

    def _phased(self, text: str, phase: str) -> tuple[Named, ...]:
        named = self.linker.material(text, phase) if phase else None
        return (named,) if named else self.linker.materials(text)

    def _cell(self, part: Part, reading: Reading) -> None:
        """Cathode, electrolyte and anode written as one: "NaCrO2 | Na3PS4 | Na15Sn4", from either end."""
        texts = [text.strip() for text in _ELECTRODES.split(part.text)]
        texts = texts if len(texts) > 1 else [text.strip() for text in part.text.split("/")]
        parts = [self.linker.materials(text) for text in texts]
        if len(texts) != 3 or not all(parts):
            reading.unread.append(part.entry)
            return
        ends = [self.lexicon.is_a(parts[at][0].id, "AnodeMaterial") for at in (0, 2)]
        if texts[0] == texts[2]:
            reading.conditions += (("cell_type", "symmetric"),)
            reading.materials |= {"electrolyte": parts[1], "anode": parts[0]}
        elif ends[0] != ends[1]:
            anode, cathode = (parts[0], parts[2]) if ends[0] else (parts[2], parts[0])
            reading.materials |= {"cathode": cathode, "electrolyte": parts[1], "anode": anode}
        else:
            reading.unread.append(part.entry)

    # --- numbers ------------------------------------------------------------------------------------------------

    def _number(self, part: Part, reading: Reading) -> None:
        if part.field.kind == "text":
            reading.shared.append(Shared(part, None, part.field.of, part.text))
            return
        if part.field.kind == "variable":
            self._variable(part, reading)
            return
        amounts = self._amounts(part)
        if amounts is None:
            told = read_conditions(plain_text(part.text).text, self.lexicon)
            if not told or not self._rules_of(part):
                reading.unread.append(part.entry)
            reading.shared += [Shared(part, rule, *pair) for rule in self._rules_of(part)[:1] for pair in told or ()]
            return
        values = [self._value(part, amount) for amount in amounts]
        if part.field.kind == "condition":
            unit = amounts[0].unit or part.field.unit
            reading.shared.append(Shared(part, None, part.field.of, _range_text(part.field.of, amounts[0], unit)))
        elif not all(values):
            reading.unread.append(part.entry)
        for value in filter(None, values):
            self._take(value, reading, only=len(values) == 1)

    def _rules_of(self, part: Part) -> list[ConditionRule]:
        """How the property of a column is a condition of others, if it is."""
        known = not part.entry.is_one and _is_setting(part.entry)
        rules = (rule for rule in self.rules.conditions if known or rule.stated != "in cell")
        return [rule for rule in rules if rule.property in part.field.names]

    def _take(self, value: Value, reading: Reading, *, only: bool) -> None:
        rule = next((one for one in self._rules_of(value.part) if one.property == value.property), None)
        if rule is None:
            rule = next((r for r in self.rules.conditions if r.property == value.property and r.stated == "yes"), None)
        if rule and only:
            reading.shared.append(Shared(value.part, rule, rule.key, _range_text(rule.key, value.amount, value.unit)))
        if rule is None or rule.stated == "yes":
            reading.values.append(value)

    def _variable(self, part: Part, reading: Reading) -> None:
        """The x of a series whose formula stands in the row or in the caption."""
        named = next((one for many in reading.materials.values() for one in many if one.formula), None)
        series = named.formula if named and named.formula and named.formula.is_variable else self.series
        member = self.linker.substituted(series, part.field.of, part.text.strip()) if series else None
        if member is None and reading.dopant and _DECIMAL.fullmatch(part.text.strip()):
            reading.shared.append(Shared(part, None, "content", f"{part.field.of} = {part.text.strip()}"))
            return
        if member is None:
            reading.unread.append(part.entry)
            return
        place = next((name for name, many in reading.materials.items() if named in many), "sample")
        reading.materials[place] = (member,)

    def _amounts(self, part: Part) -> tuple[Amount, ...] | None:
        if part.field.kind == "condition":
            return read_amounts(part.text, self.lexicon, lambda unit: True)
        return read_amounts(part.text, self.lexicon, lambda unit: self._belongs(part.field, unit))

    def _belongs(self, head: Field, unit: str) -> bool:
        """Whether a cell may be given in a unit; one that is only judged has the unit of its header, if any."""
        known = self.lexicon.vocabulary.properties
        return unit == head.unit or any(known[name].units for name in self._resolved(head, unit))

    def _resolved(self, field: Field, unit: str) -> tuple[str, ...]:
        return resolve(field.names, unit, self.lexicon)

    def _value(self, part: Part, amount: Amount) -> Value | None:
        """An amount with its property and unit, or None when either is open."""
        head, factor = part.field, 1.0 if amount.unit else part.field.factor
        unit = amount.unit or head.unit
        names = self._resolved(head, unit) if unit else head.names
        if len(names) != 1:
            return None
        made = _times(amount, factor)
        told = tuple((dict(head.conditions) | dict(part.conditions) | dict(amount.conditions)).items())
        made = replace(made, conditions=told)
        if unit:
            return Value(part, names[0], made, unit)
        usual = self.rules.units.get(names[0], "")
        if not usual or not self._is_possible(names[0], made, usual):
            return None
        # A count needs no unit in print.
        return Value(part, names[0], made, usual, is_unit_assumed=usual not in ("cycles", "1"))

    def _is_possible(self, name: str, amount: Amount, unit: str) -> bool:
        limits = self.ranges.get(name)
        ends = (amount.low, amount.low if amount.high is None else amount.high)
        return limits is None or (limits.unit == unit and all(limits.low <= end <= limits.high for end in ends))


def _times(amount: Amount, factor: float) -> Amount:
    if factor == 1.0:
        return amount
    low, high = (None if end is None else float(f"{end * factor:.12g}") for end in (amount.low, amount.high))
    return replace(amount, low=low or 0.0, high=high)


def _range_text(key: str, amount: Amount, unit: str) -> str:
    text = condition_text(key, amount.low, unit)
    return text if amount.high is None else f"{amount.low:g}-{condition_text(key, amount.high, unit)}"


def _divided(text: str, count: int) -> list[str]:
    """The parts of a cell at the first divider that gives as many as its header names; none when none does."""
    for divider in _DIVIDERS:
        parts = [part.strip() for part in re.split(divider, text)]
        if len(parts) == count and all(parts):
            return parts
    match = _IN_BRACKETS.fullmatch(text) if count == 2 else None
    return [match[1], match[2]] if match else []


def each_value(reading: Reading) -> Iterator[tuple[Value, Conditions]]:
    """Every value with all its conditions: those of the row as far as they bear on it, of the heading, and its own."""
    for value in reading.values:
        shared = {one.key: one.text for one in reading.shared if _bears_on(one, value)}
        yield value, tuple((shared | dict(reading.conditions) | dict(value.amount.conditions)).items())


def _bears_on(shared: Shared, value: Value) -> bool:
    """Whether a condition holds for a value: one that shares its cell with a result is of that result only."""
    if not (shared.part.entry.is_one or _is_setting(shared.part.entry) or shared.part.entry == value.part.entry):
        return False
    return shared.rule is None or _is_of(shared.rule, value.property)


def _is_setting(entry: Entry) -> bool:
    """Whether all that a cell holds is how cells were run, such as a current density with the capacity per cycle."""
    settings = {rule.property for rule in table_rules().conditions}
    return all(field.names and settings.issuperset(field.names) for field in entry.fields)


def _is_of(rule: ConditionRule, name: str) -> bool:
    """Whether a condition is one of a property; how a cell is run has no conditions itself."""
    if rule.applies_to:
        return name != rule.property and name in rule.applies_to
    return all(name != other.property for other in table_rules().conditions if other.stated == "yes")
