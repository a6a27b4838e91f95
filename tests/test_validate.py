"""Validation: each check fires on a mistake and is silent on the clean twin; the project's own data are clean."""

import json
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import audit_tables as tables
from kg.audit_book import Finding
from kg.curated import data_folder, read_curated
from kg.graph import build_quads, claim_id
from kg.model import Curated, Entity, Measurement, Place, Reference, Sentence, Source, Statement
from kg.names import XSD, resource, term
from kg.validate import Report, Where, _Index, check_shapes, say, validate
from kg.vocabulary import ontology_files, ontology_quads, read_vocabulary

WORDS = read_vocabulary()


def source(section: str = "1", number: int = 1, **more: object) -> Source:
    return Source((Place(section, number),), **more)  # type: ignore[arg-type]


A = Entity("a", "A", ("NaxMSyElectrolyte",), kind="materials", formula="Na3PS4")
B = Entity("b", "B", ("NaxMSyElectrolyte",), kind="materials")
SAID = Statement("a", "reactsWith", "b", source())
VALUE = Measurement("a", "IonicConductivity", "=", 0.2, "mS/cm", Source((Place("1", 1), Place(table=1, row=1))))
CLEAN = Curated(
    entities={"a": A, "b": B},
    statements=(SAID,),
    measurements=(VALUE,),
    references={1: Reference(1, ("C. Yu",), "Small", 2020)},
    sections={"1": "Introduction"},
    tables={1: "Conductivity"},
    sentences=(Sentence("1", 1, 1, "0" * 12), Sentence("1", 2, 1, "1" * 12, "a heading")),
)


def value(**more: object) -> Curated:
    return replace(CLEAN, measurements=(replace(VALUE, **more),))  # type: ignore[arg-type]


def marked(*disputes: str, label: str = "k") -> Curated:
    facts = tuple(replace(SAID, condition=mark, source=source(dispute=mark)) for mark in disputes)
    return replace(CLEAN, statements=(SAID, *facts), disputes={label: "?"} if label else {})


GAP = replace(CLEAN, statements=(SAID, replace(SAID, source=Source((Place(table=1, row=3),)))))
MISTAKES: tuple[tuple[tables.Check, str, Curated], ...] = (
    (tables.places, "unknown place", replace(CLEAN, statements=(SAID, replace(SAID, source=source("1", 7))))),
    (tables.places, "unknown place", replace(GAP, tables={})),
    (
        tables.sentences,
        "sentence not read",
        replace(CLEAN, sentences=(*CLEAN.sentences, Sentence("1", 3, 1, "2" * 12))),
    ),
    (tables.sentences, "sentence skipped and cited", replace(CLEAN, sentences=(Sentence("1", 1, 1, "0" * 12, "why"),))),
    (tables.sentences, "unknown section", replace(CLEAN, sections={})),
    (tables.rows, "row left out", GAP),
    (tables.disputes, "unknown dispute", marked("k:yes", "k:no", label="")),
    (tables.disputes, "dispute with one side", marked("k:yes")),
    (tables.disputes, "dispute without facts", marked("k:yes", "k:no", label="other")),
    (tables.unused, "never used", replace(CLEAN, entities={**CLEAN.entities, "c": replace(A, id="c", label="C")})),
    (tables.loops, "loop", replace(CLEAN, entities={"a": replace(A, broader=("b",)), "b": replace(B, broader=("a",))})),
    (tables.labels, "label used twice", replace(CLEAN, entities={"a": A, "b": replace(B, label="a")})),
    (
        tables.likely_formulas,
        "likely formula not neutral",
        replace(CLEAN, entities={"a": replace(A, likely="Na4PS4"), "b": B}),
    ),
    (tables.values, "unit of another quantity", value(unit="V")),
    (tables.values, "range without two ends", value(sign="range")),
    (tables.values, "range without two ends", value(upper=0.3)),
    (tables.values, "range without two ends", value(sign="range", upper=0.1)),
    (tables.values, "unknown thing in a condition", value(conditions=(("electrolyte", "nothing"),))),
    (tables.twice, "fact twice", replace(CLEAN, statements=(SAID, replace(SAID, source=source(references=(1,)))))),
    (tables.references, "reference left out", replace(CLEAN, references={2: Reference(2, ("C. Yu",), "Small", 2020)})),
    (
        tables.references,
        "unknown reference",
        replace(CLEAN, statements=(replace(SAID, source=source(references=(9,))),)),
    ),
    (tables.references, "wrong same_as", replace(CLEAN, references={1: replace(CLEAN.references[1], same_as=1)})),
)


@pytest.mark.parametrize(("check", "rule", "wrong"), MISTAKES)
def test_check_fires_on_the_mistake(check: tables.Check, rule: str, wrong: Curated) -> None:
    assert rule in {finding.rule for finding in check(wrong, WORDS)}


@pytest.mark.parametrize("check", tables.CHECKS)
def test_check_is_silent_on_clean_tables(check: tables.Check) -> None:
    assert not list(check(CLEAN, WORDS))
    assert not list(check(marked("k:yes", "k:no"), WORDS))
    assert not list(check(value(sign="range", upper=0.3, conditions=(("electrolyte", "b"),)), WORDS))


def test_every_check_has_a_mistake() -> None:
    assert {check for check, _, _ in MISTAKES} == set(tables.CHECKS)
    assert all(check.__doc__ for check in tables.CHECKS)


@cache
def real() -> tuple[Report, float]:
    start = time.perf_counter()
    return validate(), time.perf_counter() - start


def test_project_data_are_clean() -> None:
    report, seconds = real()
    assert report.ok, say(Report(report.violations))
    assert seconds < 20


def test_every_finding_says_where() -> None:
    for item in real()[0].findings:
        assert item.what
        assert item.meant
        assert item.where, item
        assert all(where.file.startswith("kg/data/") and where.line > 1 for where in item.where), item


def test_where_is_the_row_of_the_fact() -> None:
    curated = read_curated(vocabulary=WORDS)
    index = _Index(curated, ())
    own = [statement for statement in curated.statements if not statement.source.accepted]
    for fact in (own[0], own[-1], curated.measurements[5]):
        where = index.where(fact)
        cells = (
            (data_folder().parents[1] / where.file).read_text(encoding="utf-8").splitlines()[where.line - 1].split("\t")
        )
        assert cells[0] == fact.subject
        assert where.claim == claim_id(fact)
        assert all(place in "\t".join(cells) for place in where.places)


def test_report_for_machines_and_people() -> None:
    report, _ = real()
    data = json.loads(json.dumps(report.to_dict()))
    assert data["ok"] == report.ok
    assert len(data["findings"]) == sum(data["counts"]["findings"].values()) == len(report.findings)
    assert set(data["findings"][0]) == {"rule", "what", "meant", "hint", "where"}
    assert set(data["findings"][0]["where"][0]) == {"file", "line", "places", "claim", "references"}
    text = say(report)
    for rule, count in Counter(item.rule for item in report.findings).items():
        assert f"\n{rule} ({count})\n" in text


def test_say_counts_and_shortens() -> None:
    assert say(Report()).startswith("0 violations: nothing to mend")
    assert str(Where("claims.tsv", 7, ("4.1:2",), "", (52,))) == "claims.tsv:7 · 4.1:2 · [52]"


def test_wrong_cell_is_one_violation_with_file_and_line(tmp_path: Path) -> None:
    header = (data_folder() / "claims.tsv").read_text(encoding="utf-8").splitlines()[0]
    row = ["nothing", "reactsWith", "Na", "", "", "asserted", "", "1:1", "", "", ""]
    (tmp_path / "claims.tsv").write_text(header + "\n" + "\t".join(row) + "\n", encoding="utf-8")
    report = validate([tmp_path])
    assert [(item.rule, item.where[0].line) for item in report.violations] == [("wrong cell", 2)]
    assert "nothing is called 'nothing'" in report.violations[0].what
    assert "claims.tsv:2" in say(report)
    assert not report.findings


def test_broken_ontology_and_ranges_are_violations(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text("this is no Turtle", encoding="utf-8")
    assert [item.rule for item in validate([tmp_path]).violations] == ["broken ontology"]
    (tmp_path / "more.ttl").unlink()
    (tmp_path / "ranges.tsv").write_text("property\n", encoding="utf-8")
    assert [item.rule for item in validate([tmp_path]).violations] == ["wrong cell"]


def test_user_folder_is_named_in_full(tmp_path: Path) -> None:
    header = (data_folder() / "claims.tsv").read_text(encoding="utf-8").splitlines()[0]
    row = ["Na3PS4", "reactsWith", "Na", "", "mine", "asserted", "", "9:1", "", "", ""]
    (tmp_path / "claims.tsv").write_text(header + "\n\n" + "\t".join(row) + "\n", encoding="utf-8")
    found = [item for item in validate([tmp_path]).violations if item.rule == "unknown place"]
    assert [(item.where[0].file, item.where[0].line) for item in found] == [(str(tmp_path / "claims.tsv"), 3)]


@cache
def graph() -> tuple[list[ox.Quad], _Index]:
    curated = read_curated(vocabulary=WORDS)
    return build_quads(curated, WORDS, ontology_quads(ontology_files())), _Index(curated, ())


def test_shapes_find_a_broken_node_and_its_row() -> None:
    """A claim without its stance and a measurement with a text for a value, each with file and line."""
    quads, index = graph()
    fact = index.curated.measurements[0]
    claim = ox.NamedNode(resource(claim_id(fact)))
    stance = ox.NamedNode(term("stance"))
    double = ox.NamedNode(f"{XSD}double")
    broken = [q for q in quads if not (q.subject == claim and q.predicate == stance)]
    found = check_shapes(broken, index)
    assert [item.where[0].line for item in found if "stance" in item.what] == [index.where(fact).line]
    values = [q for q in quads if q.predicate == ox.NamedNode(term("value")) and q.object.datatype == double]  # type: ignore[union-attr]
    worse = [
        *(q for q in broken if q not in values[:1]),
        ox.Quad(values[0].subject, values[0].predicate, ox.Literal("two")),
    ]
    assert len(check_shapes(worse, index)) > len(found)


def test_missing_or_broken_shapes_are_a_violation(tmp_path: Path) -> None:
    _, index = graph()
    assert [item.rule for item in check_shapes([], index, tmp_path / "none.ttl")] == ["broken shapes"]
    (tmp_path / "bad.ttl").write_text("this is no Turtle", encoding="utf-8")
    assert [item.rule for item in check_shapes([], index, tmp_path / "bad.ttl")] == ["broken shapes"]


def test_findings_without_rows_are_told_too() -> None:
    _, index = graph()
    assert index.item(Finding("row left out", "row 3", "add it", ())).where == ()
