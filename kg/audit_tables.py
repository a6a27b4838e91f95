"""What no single cell of the curated tables shows: names, sentences, rows and disputes that do not hang together.

Unlike the findings of the audit these are mistakes of ours, to be mended.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from kg.audit_book import Fact, Finding, all_facts, claimed, simple_formula
from kg.contradictions import sides
from kg.dictionary import MATERIAL_KEYS
from kg.errors import UnitError
from kg.graph import claim_id
from kg.model import Curated, Entity, Measurement, Statement
from kg.quantity import Quantity
from kg.vocabulary import Vocabulary

Check = Callable[[Curated, Vocabulary], Iterator[Finding]]


def check_tables(curated: Curated, words: Vocabulary) -> list[Finding]:
    """Every violation, in the order of the checks."""
    return [finding for check in CHECKS for finding in check(curated, words)]


def places(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """Facts rest on sentences and tables that exist."""
    known = {f"{s.section}:{s.number}" for s in curated.sentences}
    for fact in all_facts(curated):
        for place in fact.source.places:
            if place.table and place.table not in curated.tables:
                yield Finding(
                    "unknown place", f"{place}: there is no Table {place.table}", "correct the place", (fact,)
                )
            elif place.sentence and str(place) not in known:
                meant = "correct the place, or add the sentence to sentences.tsv"
                yield Finding("unknown place", f"{place}: there is no such sentence", meant, (fact,))


def sentences(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """Every sentence is cited by a curated fact, or says why it is not; its section exists."""
    read = [fact for fact in all_facts(curated) if not fact.source.accepted]
    cited = {str(place) for fact in read for place in fact.source.places}
    for sentence in curated.sentences:
        name = f"{sentence.section}:{sentence.number}"
        if sentence.section not in curated.sections:
            what = f"{name}: there is no section {sentence.section}"
            yield Finding("unknown section", what, "add it to sections.tsv", (sentence,))
        if name not in cited and not sentence.skip:
            meant = "add its facts, or say in skip why there are none"
            yield Finding("sentence not read", f"no fact rests on {name}", meant, (sentence,))
        if name in cited and sentence.skip:
            what = f"{name} is skipped ({sentence.skip}) and cited"
            yield Finding("sentence skipped and cited", what, "empty its skip", (sentence,))


def rows(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """The rows of a table of the review are numbered without a gap, so that none was left out."""
    seen: dict[int, set[int]] = {number: set() for number in curated.tables}
    for fact in all_facts(curated):
        for place in fact.source.places:
            if place.table in seen:
                seen[place.table].add(place.row)
    for table, numbers in seen.items():
        for row in sorted(set(range(1, max(numbers, default=1) + 1)) - numbers):
            yield Finding("row left out", f"no fact rests on row {row} of Table {table}", "add its facts", ())


def disputes(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """A dispute has a label, and facts on two sides."""
    marked: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in claimed(curated):
        for key, side in sides(fact.source):
            marked[key][side].append(fact)
    for key, by_side in marked.items():
        facts = tuple(fact for group in by_side.values() for fact in group)
        if key not in curated.disputes:
            meant = "add it there, with what is likely meant"
            yield Finding("unknown dispute", f"'{key}' is not in disputes.tsv", meant, facts)
        if len(by_side) < 2:
            what = f"all facts of '{key}' are on the side '{next(iter(by_side))}'"
            yield Finding("dispute with one side", what, "mark the other side", facts)
    for key in sorted(curated.disputes.keys() - marked.keys()):
        meant = "mark both sides, or drop it from disputes.tsv"
        yield Finding("dispute without facts", f"no fact is marked '{key}'", meant, ())


def unused(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """Everything that has a name is spoken of: in a fact, in a condition, or as a part or parent of another thing."""
    used = {name for s in curated.statements for name in (s.subject, s.object, s.aspect)}
    used |= {m.subject for m in curated.measurements}
    used |= {text for m in curated.measurements for _, text in m.conditions}
    used |= {name for c in curated.cells for name in (c.cathode, c.anode, *c.electrolyte, *c.interlayer)}
    used |= {name for fact in all_facts(curated) for name in fact.source.groups}
    used |= {name for e in curated.entities.values() for name in (*e.broader, *e.components) if name != e.id}
    for entity in curated.entities.values():
        if entity.id not in used:
            yield Finding("never used", f"no fact speaks of '{entity.id}'", "add its facts, or drop it", (entity,))


def loops(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """Nothing is more general than itself, or derived from itself."""
    for entity in curated.entities.values():
        seen, stack = set[str](), list(entity.broader)
        while stack:
            above = stack.pop()
            if above not in seen and above in curated.entities:
                seen.add(above)
                stack += curated.entities[above].broader
        if entity.id in seen:
            what = f"'{entity.id}' is above itself"
            yield Finding("loop", what, "correct broader or parent", (entity,))


def labels(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """Two things of one table do not share their label."""
    seen: dict[tuple[str, str], Entity] = {}
    for entity in curated.entities.values():
        other = seen.setdefault((entity.kind, entity.label.casefold()), entity)
        if other is not entity:
            what = f"'{entity.label}' is the label of '{other.id}' and of '{entity.id}'"
            yield Finding("label used twice", what, "tell them apart, or merge them", (other, entity))


def likely_formulas(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """The formula that is held to be meant is charge neutral itself."""
    for entity in curated.entities.values():
        formula = simple_formula(entity.likely) if entity.likely else None
        if formula and formula.charge_imbalance():
            what = f"{entity.likely}, likely meant by {entity.label}, is not charge neutral"
            yield Finding("likely formula not neutral", what, "correct the column likely", (entity,))


def values(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """Units fit their property, ranges have two ends in order, and conditions name materials that exist."""
    for fact in curated.measurements:
        known = words.properties[fact.property]
        if not _fits(fact, (*known.units, known.base_unit)):
            what = f"{fact.property} of {fact.subject} is in {fact.unit}"
            meant = f"use {known.base_unit} or what converts to it, or another property"
            yield Finding("unit of another quantity", what, meant, (fact,))
        is_range = fact.upper is not None and fact.upper > fact.value
        if is_range != (fact.sign == "range") or (fact.upper is not None and not is_range):
            what = f"{fact.property} of {fact.subject}: sign {fact.sign}, value {fact.value:g}, upper {fact.upper}"
            meant = "a range has a lower and a higher value, and nothing else has"
            yield Finding("range without two ends", what, meant, (fact,))
        for key, text in fact.conditions:
            if key in MATERIAL_KEYS and text not in curated.entities:
                yield Finding("unknown thing in a condition", f"{key}={text}", "write the id of a material", (fact,))


def _fits(fact: Measurement, units: tuple[str, ...]) -> bool:
    """Whether a unit is one of a property, or converts to its base; a bare number may be a ratio."""
    if fact.unit in units or fact.unit == "1" or not any(units):
        return True
    try:
        Quantity(fact.value, fact.unit).to(units[-1])
    except UnitError:
        return False
    return True


def twice(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """No fact stands in two rows that differ in nothing but references, groups or notes."""
    seen: dict[str, Statement | Measurement] = {}
    for fact in claimed(curated):
        other = seen.setdefault(claim_id(fact), fact)
        if other is not fact:
            name = fact.predicate if isinstance(fact, Statement) else fact.property
            what = f"{fact.subject} {name}: two rows for one fact"
            yield Finding("fact twice", what, "merge the rows", (other, fact))


def references(curated: Curated, words: Vocabulary) -> Iterator[Finding]:
    """Cited works are listed, numbered without a gap, and the same work is named by its lowest number."""
    numbers = curated.references
    for number in sorted(set(range(1, max(numbers, default=0) + 1)) - numbers.keys()):
        yield Finding("reference left out", f"there is no reference {number}", "add it to references.tsv", ())
    for fact in all_facts(curated):
        for number in fact.source.references:
            if number not in numbers:
                yield Finding("unknown reference", f"there is no reference {number}", "correct the number", (fact,))
    for reference in numbers.values():
        same = reference.same_as
        if same is not None and (same not in numbers or same >= reference.number or numbers[same].same_as):
            what = f"reference {reference.number} is said to be the same as {same}"
            yield Finding("wrong same_as", what, "name the lowest number of the same paper", (reference,))


CHECKS: tuple[Check, ...] = (
    places,
    sentences,
    rows,
    disputes,
    unused,
    loops,
    labels,
    likely_formulas,
    values,
    twice,
    references,
)
