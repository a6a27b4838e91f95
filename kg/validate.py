"""Validation: what is wrong with the tables (violations, to mend) and what the review itself has wrong (findings).

A violation is a mistake of ours: a wrong cell, a dangling name, a sentence nobody read, a node against its SHACL shape.
A finding is a mistake of the review, or a suspicion of one, and the tables say what the review prints.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.audit import audit, read_ranges
from kg.audit_book import About, Finding, all_facts
from kg.audit_tables import check_tables
from kg.contents import Contents, count_contents, say_contents
from kg.curated import ENTITY_TABLES, column_dictionary, data_folder, read_curated, table_folders
from kg.errors import OntologyError, TableError
from kg.graph import build_quads, claim_id, measurement_id
from kg.model import Cell, Curated, Entity, Measurement, Reference, Sentence, Statement
from kg.names import RDF, RDFS, SSER, local
from kg.vocabulary import ontology_files, ontology_quads, read_vocabulary

if TYPE_CHECKING:
    import rdflib

_PROBLEM = re.compile(r"(?P<file>.+?\.(?:tsv|ttl)):(?P<line>\d+)(?::\d+)?: (?P<what>.+)", re.DOTALL)
_KEYED = (*ENTITY_TABLES, "cells")


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
    """Everything that validation found, and what the tables hold when they can be read."""

    violations: tuple[Item, ...] = ()
    findings: tuple[Item, ...] = ()
    contents: Contents | None = None

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
            "contents": self.contents.to_dict() if self.contents else None,
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
    broken = [index.item(finding) for finding in check_tables(curated, words)]
    violations = [*broken, *check_shapes(build_quads(curated, words, ontology), index)]
    findings = [index.item(finding) for finding in audit(curated, words, ranges)]
    return Report(tuple(violations), tuple(findings), count_contents(curated))


def survey(folders: Iterable[Path] = ()) -> Report:
    """What the tables hold and what the review has wrong, for tables known to be right; raises TableError otherwise."""
    folders = tuple(folders)
    words = read_vocabulary(folders)
    curated = read_curated(*folders, vocabulary=words)
    index = _Index(curated, folders)
    findings = [index.item(finding) for finding in audit(curated, words, read_ranges(words, folders))]
    return Report(findings=tuple(findings), contents=count_contents(curated))


def say(report: Report) -> str:
    """The report for a person: violations first, then findings, grouped by rule and counted."""
    lines = [
        f"{_count(len(report.violations), 'violation')}: {'mend the tables' if not report.ok else 'nothing to mend'}"
    ]
    lines += _grouped(report.violations)
    if report.contents:
        lines += ["", *say_contents(report.contents)]
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
        self.curated, self.folders = curated, table_folders(folders)
        self.facts: dict[object, tuple[str, int]] = {}
        for table, facts in (
            ("claims", [fact for fact in curated.statements if not fact.source.accepted]),
            ("measurements", [fact for fact in curated.measurements if not fact.source.accepted]),
            ("cells", curated.cells),
            ("sentences", curated.sentences),
        ):
            for fact, place in zip(facts, self._lines(table), strict=True):
                self.facts.setdefault(fact, place[:2])
        accepted = {key: (file, line) for file, line, key in self._lines("accepted", "candidate")}
        told: tuple[Statement | Measurement, ...] = (*curated.statements, *curated.measurements)
        for found in told:
            if found.source.accepted:
                self.facts[found] = accepted[found.source.accepted.candidate]
        self.keys = {key: (file, line) for table in _KEYED for file, line, key in self._lines(table)}
        self.references = {key: (file, line) for file, line, key in self._lines("references")}

    def _lines(self, table: str, column: str = "") -> Iterator[tuple[str, int, str]]:
        """File, line and one cell, by default the first, of every row of a table."""
        names = [one.name for one in column_dictionary()[table]]
        at = names.index(column) if column else 0
        for path in (folder / f"{table}.tsv" for folder in self.folders):
            if path.exists():
                for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                    if number > 1 and line.strip():
                        yield _shown(path), number, line.split("\t")[at].strip()

    def where(self, thing: About) -> Where:
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
        for fact in all_facts(self.curated):
            if not isinstance(fact, Cell):
                found[claim_id(fact)] = self.where(fact)
            if isinstance(fact, Measurement):
                found[measurement_id(fact)] = self.where(fact)
        for sentence in self.curated.sentences:
            found[f"sentence-{sentence.section}-{sentence.number}"] = self.where(sentence)
        for reference in self.curated.references.values():
            found[f"ref-{reference.number}"] = self.where(reference)
        return found


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

    path = shapes or shapes_file()
    try:
        rules = rdflib.Graph().parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        why = str(error).splitlines()[0]
        return [Item("broken shapes", f"{_shown(path)}: {why}", "mend the Turtle, or install sse-kg anew")]
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
