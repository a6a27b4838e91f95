"""What the tables hold, counted: things by class, claims by relation, stance and section, sentences with facts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Curated, Measurement, Statement


@dataclass(frozen=True)
class SectionCounts:
    """How the sentences of a section are accounted for: by facts that rest on them, or by a reason why none does."""

    section: str
    sentences: int
    with_facts: int
    skipped: int
    facts: int


@dataclass(frozen=True)
class Contents:
    """Counts of things, claims and values; `text` of the facts rest on running text, not on tables alone.

    `accepted` of the facts came by extraction; `confirmed` of the others were found by it as well.
    """

    claims: int
    values: int
    cells: int
    references: int
    text: int
    classes: dict[str, int]
    relations: dict[str, int]
    properties: dict[str, int]
    stances: dict[str, int]
    sections: tuple[SectionCounts, ...]
    tables: dict[int, int]
    accepted: int = 0
    confirmed: int = 0

    def to_dict(self) -> dict[str, object]:
        """The counts for JSON."""
        sections = {
            c.section: {"sentences": c.sentences, "with_facts": c.with_facts, "skipped": c.skipped, "facts": c.facts}
            for c in self.sections
        }
        return {
            "claims": self.claims, "values": self.values, "cells": self.cells, "references": self.references,
            "accepted": self.accepted, "confirmed": self.confirmed,
            "facts_from_text": self.text, "classes": self.classes, "relations": self.relations,
            "properties": self.properties, "stances": self.stances, "sections": sections,
            "tables": {str(number): count for number, count in self.tables.items()},
        }  # fmt: skip


def count_contents(curated: Curated) -> Contents:
    """Count what the tables hold; a thing of two classes counts in both."""
    facts: tuple[Statement | Measurement, ...] = (*curated.statements, *curated.measurements)
    places = [{(p.section, p.sentence) for p in fact.source.places if p.section} for fact in facts]
    tables = Counter(number for fact in facts for number in {p.table for p in fact.source.places if p.table})
    return Contents(
        claims=len(curated.statements),
        values=len(curated.measurements),
        cells=len(curated.cells),
        references=len(curated.references),
        text=sum(bool(sentences) for sentences in places),
        classes=_most_first(name for entity in curated.entities.values() for name in entity.classes),
        relations=_most_first(statement.predicate for statement in curated.statements),
        properties=_most_first(measurement.property for measurement in curated.measurements),
        stances=_most_first(fact.source.stance for fact in facts),
        sections=tuple(_coverage(curated, places)),
        tables={number: tables[number] for number in sorted(tables)},
        accepted=sum(bool(fact.source.accepted) for fact in facts),
        confirmed=len(curated.confirmed),
    )


def _most_first(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))


def _coverage(curated: Curated, places: list[set[tuple[str, int]]]) -> Iterator[SectionCounts]:
    told = {place for sentences in places for place in sentences}
    told |= {(p.section, p.sentence) for cell in curated.cells for p in cell.source.places if p.section}
    for section in curated.sections:
        own = [sentence for sentence in curated.sentences if sentence.section == section]
        if own:
            yield SectionCounts(
                section,
                len(own),
                sum((section, sentence.number) in told for sentence in own),
                sum(bool(sentence.skip) for sentence in own),
                sum(any(where == section for where, _ in sentences) for sentences in places),
            )


def say_contents(contents: Contents) -> Iterator[str]:
    """The counts in lines of text.

    >>> lines = list(say_contents(Contents(2, 1, 0, 5, 3, {"Solvent": 1}, {"causes": 2}, {}, {"asserted": 3}, (), {})))
    >>> lines[0], lines[2]
    ('2 claims and 1 values, 3 of them from running text; 0 cells, 5 references', 'by relation: causes 2')
    """
    told = f"{contents.text} of them from running text; {contents.cells} cells, {contents.references} references"
    yield f"{contents.claims} claims and {contents.values} values, {told}"
    if contents.accepted or contents.confirmed:
        yield f"extracted and accepted: {contents.accepted} of these; {contents.confirmed} others were found too"
    for title, counts in (
        ("things by class", contents.classes),
        ("by relation", contents.relations),
        ("by property", contents.properties),
        ("by stance", contents.stances),
        ("by table", {f"Table {number}": count for number, count in contents.tables.items()}),
    ):
        yield f"{title}: {', '.join(f'{name} {count}' for name, count in counts.items())}"
    if contents.sections:
        yield "by section: facts, and sentences with facts + sentences with none to tell / all sentences"
    for c in contents.sections:
        missing = c.sentences - c.with_facts - c.skipped
        gap = f", {missing} unread" if missing else ""
        yield f"  {c.section:<6} {c.facts:>4} facts   {c.with_facts} + {c.skipped} / {c.sentences} sentences{gap}"
