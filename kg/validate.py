"""Validation: what is wrong with the tables (violations, to mend) and what the review itself has wrong (findings).

A violation is a mistake of ours: a wrong cell, a dangling name, a sentence nobody read, a node against its SHACL shape.
A finding is a mistake of the review, or a suspicion of one, and the tables say what the review prints.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.audit import audit, read_ranges
from kg.audit_book import About, Finding, simple_formula
from kg.contradictions import sides
from kg.curated import ENTITY_TABLES, data_folder, read_curated
from kg.errors import OntologyError, TableError, UnitError
from kg.graph import build_quads, claim_id, measurement_id
from kg.model import Cell, Curated, Entity, Measurement, Reference, Sentence, Statement
from kg.names import RDF, RDFS, SSER, local
from kg.quantity import Quantity
from kg.vocabulary import Vocabulary, ontology_files, ontology_quads, read_vocabulary

if TYPE_CHECKING:
    import rdflib

_PROBLEM = re.compile(r"(?P<file>.+?\.(?:tsv|ttl)):(?P<line>\d+)(?::\d+)?: (?P<what>.+)", re.DOTALL)
_MATERIAL_KEYS = ("electrolyte", "cathode", "anode", "precursor")


@dataclass(frozen=True)
class Where:
    """A row of a table, with the places of the review that it speaks of, its claim node and its references."""

    file: str = ""
    line: int = 0
    places: tuple[str, ...] = ()
    claim: str = ""
    references: tuple[int, ...] = ()

    def __str__(self) -> str:
        parts = [f"{self.file}:{self.line}" if self.file else "", ", ".join(self.places)]
        parts.append(" ".join(f"[{number}]" for number in self.references))
        return " · ".join(filter(None, parts))


@dataclass(frozen=True)
class Item:
    """One violation or finding: the rule, what stands where, and what to do or what is likely meant."""

    rule: str
    what: str
    meant: str
    where: tuple[Where, ...] = ()
    hint: bool = False

    def to_dict(self) -> dict[str, object]:
        """The item for JSON."""
        where = [
            {
                "file": w.file,
                "line": w.line,
                "places": list(w.places),
                "claim": w.claim,
                "references": list(w.references),
            }
            for w in self.where
        ]
        return {"rule": self.rule, "what": self.what, "meant": self.meant, "hint": self.hint, "where": where}


@dataclass(frozen=True)
class Report:
    """Everything that validation found."""

    violations: tuple[Item, ...] = ()
    findings: tuple[Item, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.violations

    def to_dict(self) -> dict[str, object]:
        """The report for JSON, with the number of items of each rule."""
        return {
            "ok": self.ok,
            "violations": [item.to_dict() for item in self.violations],
            "findings": [item.to_dict() for item in self.findings],
            "counts": {
                "violations": dict(Counter(item.rule for item in self.violations)),
                "findings": dict(Counter(item.rule for item in self.findings)),
            },
        }


def validate(folders: Iterable[Path] = ()) -> Report:
    """Check the project's data together with further data folders; tables that cannot be read end the check there."""
    folders = tuple(folders)
    try:
        words = read_vocabulary(folders)
        curated = read_curated(*folders, vocabulary=words)
        ranges = read_ranges(words, folders)
    except TableError as error:
        return Report(violations=tuple(_problem("wrong cell", text) for text in error.problems))
    except OntologyError as error:
        return Report(violations=(_problem("broken ontology", str(error)),))
    index = _Index(curated, folders)
    ontology = list(ontology_quads(ontology_files(folders)))
    violations = [*check_tables(curated, words, index), *check_shapes(build_quads(curated, words, ontology), index)]
    findings = [index.item(finding) for finding in audit(curated, words, ranges)]
    return Report(tuple(violations), tuple(findings))


def say(report: Report) -> str:
    """The report for a person: violations first, then findings, grouped by rule and counted."""
    lines = [
        f"{_count(len(report.violations), 'violation')}: {'mend the tables' if not report.ok else 'nothing to mend'}"
    ]
    lines += _grouped(report.violations)
    lines += ["", f"{_count(len(report.findings), 'finding')} on the review itself (kept as printed)"]
    lines += _grouped(report.findings)
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _grouped(items: Iterable[Item]) -> Iterator[str]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.rule].append(item)
    for rule, group in groups.items():
        yield f"\n{rule} ({len(group)})"
        for item in group:
            yield f"  - {item.what}{' (hint)' if item.hint else ''}"
            yield f"    → {item.meant}"
            if item.where:
                more = f" and {len(item.where) - 3} more" if len(item.where) > 3 else ""
                yield f"    {'; '.join(map(str, item.where[:3]))}{more}"


def _problem(rule: str, text: str) -> Item:
    """One line of a TableError as an item."""
    match = _PROBLEM.fullmatch(text)
    if not match:
        return Item(rule, text, "mend it and run again")
    where = Where(_shown(Path(match["file"])), int(match["line"]))
    what, _, advice = match["what"].rpartition(": ")
    return Item(rule, what or match["what"], advice if what else "mend it and run again", (where,))


def _shown(path: Path) -> str:
    """A path as a person of this project writes it."""
    root = data_folder().parents[1]
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


class _Index:
    """Where each fact stands: the rows of a table are read in the order in which they became facts."""

    def __init__(self, curated: Curated, folders: tuple[Path, ...]) -> None:
        self.curated, self.folders = curated, (data_folder(), *folders)
        self.facts: dict[object, tuple[str, int]] = {}
        for table, facts in (
            ("claims", curated.statements),
            ("measurements", curated.measurements),
            ("cells", curated.cells),
            ("sentences", curated.sentences),
        ):
            for fact, place in zip(facts, self._lines(table), strict=True):
                self.facts.setdefault(fact, place[:2])
        self.keys = {key: (file, line) for table in _KEYED for file, line, key in self._lines(table)}
        self.references = {key: (file, line) for file, line, key in self._lines("references")}
        self.disputes = {key: (file, line) for file, line, key in self._lines("disputes")}

    def _lines(self, table: str) -> Iterator[tuple[str, int, str]]:
        """File, line and first cell of every row of a table."""
        for path in (folder / f"{table}.tsv" for folder in self.folders):
            if path.exists():
                for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                    if number > 1 and line.strip():
                        yield _shown(path), number, line.split("\t")[0].strip()

    def where(self, thing: About | Sentence) -> Where:
        """The row behind a fact, a thing, a work or a sentence."""
        if isinstance(thing, Entity):
            return Where(*self.keys.get(thing.id, ("", 0)))
        if isinstance(thing, Reference):
            return Where(*self.references.get(str(thing.number), ("", 0)), references=(thing.number,))
        if isinstance(thing, Sentence):
            return Where(*self.facts.get(thing, ("", 0)), places=(f"{thing.section}:{thing.number}",))
        claim = "" if isinstance(thing, Cell) else claim_id(thing)
        places = tuple(map(str, thing.source.places))
        return Where(*self.facts.get(thing, ("", 0)), places, claim, thing.source.references)

    def item(self, finding: Finding) -> Item:
        """A finding with its rows."""
        where = tuple(dict.fromkeys(self.where(thing) for thing in finding.about))
        return Item(finding.rule, finding.what, finding.meant, where, finding.hint)

    @cached_property
    def nodes(self) -> dict[str, Where]:
        """Local names of nodes of the graph -> rows."""
        found = {key: Where(*place) for key, place in self.keys.items()}
        for fact in (*self.curated.statements, *self.curated.measurements):
            found[claim_id(fact)] = self.where(fact)
            if isinstance(fact, Measurement):
                found[measurement_id(fact)] = self.where(fact)
        for sentence in self.curated.sentences:
            found[f"sentence-{sentence.section}-{sentence.number}"] = self.where(sentence)
        for reference in self.curated.references.values():
            found[f"ref-{reference.number}"] = self.where(reference)
        return found


_KEYED = (*ENTITY_TABLES, "cells")


# --- tables -------------------------------------------------------------------------------------------------------

Fact = Statement | Measurement | Cell
Check = Callable[[Curated, Vocabulary, _Index], Iterator[Item]]


def check_tables(curated: Curated, words: Vocabulary, index: _Index) -> list[Item]:
    """What no single cell shows: names, sentences, rows and disputes that do not hang together."""
    return [item for check in CHECKS for item in check(curated, words, index)]


def _all(curated: Curated) -> tuple[Fact, ...]:
    return (*curated.statements, *curated.measurements, *curated.cells)


def _places(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """Facts rest on sentences and tables that exist."""
    known = {f"{s.section}:{s.number}" for s in curated.sentences}
    for fact in _all(curated):
        for place in fact.source.places:
            if place.table and place.table not in curated.tables:
                yield Item(
                    "unknown place",
                    f"{place}: there is no Table {place.table}",
                    "correct the place",
                    (index.where(fact),),
                )
            elif not place.table and str(place) not in known:
                meant = "correct the place, or add the sentence to sentences.tsv"
                yield Item("unknown place", f"{place}: there is no such sentence", meant, (index.where(fact),))


def _sentences(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """Every sentence is cited by a fact, or says why it is not; its section exists."""
    cited = {str(place) for fact in _all(curated) for place in fact.source.places}
    for sentence in curated.sentences:
        name, where = f"{sentence.section}:{sentence.number}", (index.where(sentence),)
        if sentence.section not in curated.sections:
            yield Item(
                "unknown section", f"{name}: there is no section {sentence.section}", "add it to sections.tsv", where
            )
        if name not in cited and not sentence.skip:
            yield Item(
                "sentence not read",
                f"no fact rests on {name}",
                "add its facts, or say in skip why there are none",
                where,
            )
        if name in cited and sentence.skip:
            yield Item(
                "sentence skipped and cited", f"{name} is skipped ({sentence.skip}) and cited", "empty its skip", where
            )


def _rows(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """The rows of a table of the review are numbered without a gap, so that none was left out."""
    rows: dict[int, set[int]] = {number: set() for number in curated.tables}
    for fact in _all(curated):
        for place in fact.source.places:
            if place.table in rows:
                rows[place.table].add(place.row)
    for table, seen in rows.items():
        for row in sorted(set(range(1, max(seen, default=1) + 1)) - seen):
            yield Item("row left out", f"no fact rests on row {row} of Table {table}", "add its facts")


def _disputes(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """A dispute has a label, and facts on two sides."""
    marked: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in (*curated.statements, *curated.measurements):
        for key, side in sides(fact.source):
            marked[key][side].append(fact)
    for key, by_side in marked.items():
        where = tuple(index.where(fact) for facts in by_side.values() for fact in facts)
        if key not in curated.disputes:
            yield Item(
                "unknown dispute", f"'{key}' is not in disputes.tsv", "add it there, with what is likely meant", where
            )
        if len(by_side) < 2:
            yield Item(
                "dispute with one side",
                f"all facts of '{key}' are on the side '{next(iter(by_side))}'",
                "mark the other side",
                where,
            )
    for key in curated.disputes.keys() - marked.keys():
        yield Item(
            "dispute without facts",
            f"no fact is marked '{key}'",
            "mark both sides, or drop it",
            (Where(*index.disputes[key]),),
        )


def _unused(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """Everything that has a name is spoken of: in a fact, as a part, a parent or a dopant of a formula."""
    used = {name for s in curated.statements for name in (s.subject, s.object, s.aspect)}
    used |= {m.subject for m in curated.measurements}
    used |= {text for m in curated.measurements for _, text in m.conditions}
    used |= {n for c in curated.cells for n in (c.cathode, c.anode, *c.electrolyte, *c.interlayer)}
    used |= {name for fact in _all(curated) for name in fact.source.groups}
    used |= {name for entity in curated.entities.values() for name in (*entity.broader, *entity.components)}
    for entity in curated.entities.values():
        if entity.id not in used:
            yield Item(
                "never used", f"no fact speaks of '{entity.id}'", "add its facts, or drop it", (index.where(entity),)
            )


def _loops(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """Nothing is more general than itself."""
    for entity in curated.entities.values():
        seen, stack = set[str](), list(entity.broader)
        while stack:
            above = stack.pop()
            if above not in seen and above in curated.entities:
                seen.add(above)
                stack += curated.entities[above].broader
        if entity.id in seen:
            yield Item(
                "loop", f"'{entity.id}' is broader than itself", "correct broader or parent", (index.where(entity),)
            )


def _labels(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """Two things of one table do not share their label."""
    seen: dict[tuple[str, str], Entity] = {}
    for entity in curated.entities.values():
        other = seen.setdefault((entity.kind, entity.label.casefold()), entity)
        if other is not entity:
            what = f"'{entity.label}' is the label of '{other.id}' and of '{entity.id}'"
            yield Item(
                "label used twice", what, "tell them apart, or merge them", (index.where(other), index.where(entity))
            )


def _likely(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """The formula that is held to be meant is charge neutral itself."""
    for entity in curated.entities.values():
        formula = simple_formula(entity.likely) if entity.likely else None
        if formula and formula.charge_imbalance():
            what = f"{entity.likely}, likely meant by {entity.label}, is not charge neutral"
            yield Item("likely formula not neutral", what, "correct the column likely", (index.where(entity),))


def _values(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """Units fit their property, ranges have two ends in order, and conditions name materials that exist."""
    for fact in curated.measurements:
        known, where = words.properties[fact.property], (index.where(fact),)
        if not _fits(fact, (*known.units, known.base_unit)):
            what = f"{fact.property} of {fact.subject} is in {fact.unit}"
            yield Item("unit of another quantity", what, f"use {known.base_unit}, or another property", where)
        if (fact.sign == "range") != (fact.upper is not None) or (fact.upper is not None and fact.upper <= fact.value):
            what = f"{fact.property} of {fact.subject}: sign {fact.sign}, value {fact.value:g}, upper {fact.upper}"
            yield Item(
                "range without two ends", what, "a range has a lower and a higher value, and nothing else has", where
            )
        for key, text in fact.conditions:
            if key in _MATERIAL_KEYS and text not in curated.entities:
                yield Item("unknown thing in a condition", f"{key}={text}", "write the id of a material", where)


def _fits(fact: Measurement, units: tuple[str, ...]) -> bool:
    if fact.unit in units or not any(units):
        return True
    try:
        Quantity(fact.value, fact.unit).to(units[-1])
    except UnitError:
        return fact.unit == "1"
    return True


def _twice(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """No fact stands in two rows that differ in nothing but references, groups or notes."""
    seen: dict[str, Fact] = {}
    for fact in (*curated.statements, *curated.measurements):
        other = seen.setdefault(claim_id(fact), fact)
        if other is not fact:
            name = fact.predicate if isinstance(fact, Statement) else fact.property
            what = f"{fact.subject} {name}: two rows for one fact"
            yield Item("fact twice", what, "merge the rows", (index.where(other), index.where(fact)))


def _references(curated: Curated, words: Vocabulary, index: _Index) -> Iterator[Item]:
    """References are numbered without a gap, and the same work is named by its lower number."""
    numbers = curated.references
    for number in sorted(set(range(1, max(numbers, default=0) + 1)) - numbers.keys()):
        yield Item("reference left out", f"there is no reference {number}", "add it to references.tsv")
    for reference in numbers.values():
        same = reference.same_as
        if same is not None and (same not in numbers or same >= reference.number or numbers[same].same_as):
            what = f"reference {reference.number} is said to be the same as {same}"
            yield Item("wrong same_as", what, "name the lowest number of the same paper", (index.where(reference),))


CHECKS: tuple[Check, ...] = (
    _places,
    _sentences,
    _rows,
    _disputes,
    _unused,
    _loops,
    _labels,
    _likely,
    _values,
    _twice,
    _references,
)


# --- shapes -------------------------------------------------------------------------------------------------------


def shapes_file() -> Path:
    """The SHACL shapes of the project."""
    return Path(str(files("ontology").joinpath("shapes.ttl")))


def check_shapes(quads: Iterable[ox.Quad], index: _Index, shapes: Path | None = None) -> list[Item]:
    """SHACL over the named graphs read as one, without imports, inference or network.

    Only triples whose predicate a shape speaks of are handed over: rdflib needs most of the time to load them.
    """
    import rdflib
    from pyshacl import validate as shacl

    rules = rdflib.Graph().parse(shapes or shapes_file(), format="turtle")
    spoken = {str(node) for triple in rules for node in triple if isinstance(node, rdflib.URIRef)}
    spoken |= {f"{RDF}type", f"{RDFS}subClassOf"}
    triples = {ox.Triple(q.subject, q.predicate, q.object) for q in quads if q.predicate.value in spoken}
    data = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    conforms, results, _ = shacl(
        data, shacl_graph=rules, inference="none", do_owl_imports=False, meta_shacl=False, advanced=False, inplace=True
    )
    return [] if conforms else sorted(_results(results, index), key=lambda item: (item.rule, item.what))


def _results(results: "rdflib.Graph", index: _Index) -> Iterator[Item]:
    """One item for each validation result."""
    from rdflib import SH
    from rdflib.namespace import RDF as TYPE

    for result in results.subjects(TYPE.type, SH.ValidationResult):
        focus = str(results.value(result, SH.focusNode))
        path, value = results.value(result, SH.resultPath), results.value(result, SH.value)
        name = local(focus) if focus.startswith(SSER) else focus
        what = f"{name}{f', {local(str(path))}' if path else ''}{f': {local(str(value))}' if value is not None else ''}"
        where = index.nodes.get(name)
        yield Item("shape", what, str(results.value(result, SH.resultMessage)), (where,) if where else ())
