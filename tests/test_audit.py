"""The audit: every rule fires on a toy with one mistake in it, and is silent on the twin without."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kg import audit_cells as cells
from kg import audit_claims as claims
from kg import audit_formulas as formulas
from kg import audit_references as references
from kg import audit_values as values
from kg.audit import RULES, Rule, audit, read_ranges
from kg.audit_book import Book, Finding
from kg.curated import read_curated, read_place
from kg.errors import TableError
from kg.model import Cell, Curated, Entity, Measurement, Reference, Source, Statement
from kg.vocabulary import read_vocabulary

Fact = Entity | Statement | Measurement | Cell | Reference
WORDS = read_vocabulary()
RANGES = read_ranges(WORDS)


def source(where: str = "1:1", refs: tuple[int, ...] = (), **more: object) -> Source:
    return Source(tuple(read_place(text) for text in where.split()), refs, **more)  # type: ignore[arg-type]


def material(formula: str, cls: str = "NaxMSyElectrolyte", **more: object) -> Entity:
    given: dict[str, object] = {"id": formula, "label": formula, "formula": formula, "kind": "materials"} | more
    return Entity(classes=(cls,), **given)  # type: ignore[arg-type]


def thing(name: str, kind: str = "strategies", **more: object) -> Entity:
    given: dict[str, object] = {"label": name, "classes": ("Strategy",)} | more
    return Entity(id=name, kind=kind, **given)  # type: ignore[arg-type]


def claim(text: str, where: str = "1:1", refs: tuple[int, ...] = (), condition: str = "", **more: object) -> Statement:
    subject, predicate, value, *aspect = text.split()
    return Statement(subject, predicate, value, source(where, refs, **more), aspect[0] if aspect else "", condition)


def value(
    subject: str,
    name: str,
    amount: float,
    unit: str,
    where: str = "1:1",
    *,
    refs: tuple[int, ...] = (),
    **conditions: str,
) -> Measurement:
    sign, upper = conditions.pop("sign", "="), conditions.pop("upper", None)
    pairs = tuple(conditions.items())
    end = float(upper) if upper else None
    return Measurement(subject, name, sign, amount, unit, source(where, refs), end, pairs)


def sigma(
    subject: str, amount: float, where: str = "T1:1", refs: tuple[int, ...] = (), **conditions: str
) -> Measurement:
    return value(subject, "IonicConductivity", amount, "mS/cm", where, refs=refs, **conditions)


def barrier(subject: str, amount: float, where: str = "T1:1", refs: tuple[int, ...] = (), **more: str) -> Measurement:
    return value(subject, "ActivationEnergy", amount, "kJ/mol", where, refs=refs, **more)


def capacity(subject: str, amount: float, cycle: str = "1") -> Measurement:
    return value(subject, "SpecificCapacity", amount, "mAh/g", cycle=cycle)


def cell(name: str, cathode: str, electrolyte: str = "Na3PS4", anode: str = "Na", **more: object) -> Cell:
    return Cell(name, name, cathode, (electrolyte,), (), anode, source(**more))  # type: ignore[arg-type]


def work(number: int, *authors: str, **more: object) -> Reference:
    given: dict[str, object] = {"journal": "J", "year": 2020, "volume": "10", "pages": f"{number}0-{number}9"} | more
    return Reference(number, authors or ("A. Author",), **given)  # type: ignore[arg-type]


def facts(*given: Fact, **more: object) -> Curated:
    kinds: dict[type, list[Fact]] = {Statement: [], Measurement: [], Cell: []}
    for fact in given:
        kinds.get(type(fact), []).append(fact)
    return Curated(
        entities={fact.id: fact for fact in given if isinstance(fact, Entity)},
        statements=tuple(kinds[Statement]),  # type: ignore[arg-type]
        measurements=tuple(kinds[Measurement]),  # type: ignore[arg-type]
        cells=tuple(kinds[Cell]),  # type: ignore[arg-type]
        references={fact.number: fact for fact in given if isinstance(fact, Reference)},
        **more,  # type: ignore[arg-type]
    )


NPS, NSS = material("Na3PS4"), material("Na3SbS4")
DOPED = material("Na2.8PS3.8Cl0.2", broader=("Na3PS4",))
SULFUR = material("S", "SulfurCathode")
NA2S = material("Na2S", "SulfurCathode")
OXIDE = material("NaCrO2", "OxideCathode")
CHLORINE = thing("dopant-Cl", "dopants", element="Cl", classes=("Dopant",))
HAYASHI = thing("group-hayashi", "groups", classes=("ResearchGroup",), aliases=("Hayashi", "A. Hayashi"))
CRYSTALS = [s.replace("-", "") for s in "A-B-C-D-E-F-G-H-I".split("-")]
ORDINARY = [f for n, s in enumerate(CRYSTALS) for f in (sigma(s, 10**-n), barrier(s, 25 + 5.708 * n + (n % 3) / 10))]

Case = tuple[Rule, Curated, Curated]
CASES: tuple[Case, ...] = (
    # statements
    (
        claims.disputes,
        facts(
            claim("a improves Safety", dispute="k:yes"), claim("a worsens Safety", dispute="k:no"), disputes={"k": "?"}
        ),
        facts(claim("a improves Safety")),
    ),
    (
        claims.contradictions,
        facts(claim("a improves Safety"), claim("a worsens Safety", "1:2")),
        facts(claim("a improves Safety"), claim("a worsens Durability", "1:2")),
    ),
    (
        claims.opposite_by_condition,
        facts(claim("a improves Safety", condition="hot"), claim("a worsens Safety", "1:2", condition="cold")),
        facts(claim("a improves Safety", condition="hot"), claim("a worsens Safety", condition="cold")),
    ),
    (
        claims.member_against_class,
        facts(
            thing("a", broader=("b",)),
            thing("b"),
            claim("a worsens Safety", condition="hot"),
            claim("b improves Safety"),
        ),
        facts(thing("a"), thing("b"), claim("a worsens Safety", condition="hot"), claim("b improves Safety")),
    ),
    (
        claims.comparison_against_numbers,
        facts(
            NPS, NSS, claim("Na3PS4 outperforms Na3SbS4 IonicConductivity"), sigma("Na3PS4", 0.2), sigma("Na3SbS4", 0.4)
        ),
        facts(
            NPS, NSS, claim("Na3SbS4 outperforms Na3PS4 IonicConductivity"), sigma("Na3PS4", 0.2), sigma("Na3SbS4", 0.4)
        ),
    ),
    (
        claims.doping_against_numbers,
        facts(
            *(NPS, DOPED, CHLORINE, thing("doping"), claim("doping hasDopant dopant-Cl")),
            *(claim("doping improves IonicConductivity"), sigma("Na3PS4", 0.2), sigma("Na2.8PS3.8Cl0.2", 0.09)),
        ),
        facts(
            *(NPS, DOPED, CHLORINE, thing("doping"), claim("doping hasDopant dopant-Cl")),
            *(claim("doping improves IonicConductivity"), sigma("Na3PS4", 0.2), sigma("Na2.8PS3.8Cl0.2", 0.9)),
        ),
    ),
    (
        claims.noted,
        facts(claim("a improves Safety", note="NSP is printed; NPS is meant")),
        facts(claim("a improves Safety", note="the same figure as in the table")),
    ),
    (
        claims.shared_names,
        facts(thing("yao-y", "groups", aliases=("Yao et al.",)), thing("yao-x", "groups", aliases=("Yao's team",))),
        facts(thing("yao", "groups", aliases=("Yao et al.", "Yao's team")), thing("wang", "groups", aliases=("Wang",))),
    ),
    # numbers
    (values.out_of_range, facts(barrier("a", 95.63)), facts(barrier("a", 25.63))),
    (
        values.repeated_neighbour,
        facts(barrier("a", 20.27, "T1:9", (43,)), barrier("b", 20.27, "T1:10", (44,))),
        facts(
            *(barrier("a", 20.27, "T1:9", (43,)), barrier("b", 20.27, "T1:10", (43,))),
            *(
                barrier("c", 0.01, "T1:11", (44,)),
                barrier("d", 0.01, "T1:12", (45,)),
                barrier("e", 20.27, "T1:14", (46,)),
            ),
        ),
    ),
    (
        values.mixed_units,
        facts(
            *(value(f"c{row}", "CurrentDensity", 0.1, "mA/cm2", f"T4:{row}") for row in (1, 2)),
            *(value(f"c{row}", "SpecificCurrent", 50, "mA/g", f"T4:{row}") for row in (3,)),
            *(value(f"c{row}", "SpecificCapacity", 50, "mAh/g", f"T4:{row}") for row in (1, 2, 3)),
        ),
        facts(
            *(value(f"c{row}", "CurrentDensity", 0.1, "mA/cm2", f"T4:{row}") for row in (1, 2, 3)),
            *(value(f"c{row}", "SpecificCapacity", 50, "mAh/g", f"T4:{row}") for row in (1, 2, 3)),
        ),
    ),
    (
        values.prefactors,
        facts(*ORDINARY, sigma("odd", 2.2e-5), barrier("odd", 20.27)),
        facts(*ORDINARY, sigma("odd", 2.2e-5), barrier("odd", 52)),
    ),
    (
        values.against_parent,
        facts(
            NPS,
            DOPED,
            *(f for n, s in ((0.2, NPS), (0.4, DOPED)) for f in (sigma(s.id, n), barrier(s.id, 20 + 40 * n))),
        ),
        facts(
            NPS,
            DOPED,
            *(f for n, s in ((0.2, NPS), (0.4, DOPED)) for f in (sigma(s.id, n), barrier(s.id, 40 - 40 * n))),
        ),
    ),
    (
        values.far_from_parent,
        facts(NPS, DOPED, *(f for n, s in ((2e-4, NPS), (0.4, DOPED)) for f in (sigma(s.id, n), barrier(s.id, 30)))),
        facts(
            *(NPS, DOPED, sigma("Na3PS4", 2e-4), barrier("Na3PS4", 49)),
            *(sigma("Na2.8PS3.8Cl0.2", 0.4), barrier("Na2.8PS3.8Cl0.2", 30)),
        ),
    ),
    (
        values.table_against_text,
        facts(NPS, material("Na3PS4", id="cubic"), sigma("Na3PS4", 0.2), sigma("cubic", 15.5, "3.1:23")),
        facts(NPS, material("Na3PS4", id="cubic"), sigma("Na3PS4", 0.2), sigma("cubic", 0.5, "3.1:23")),
    ),
    # cells
    (
        cells.above_theory,
        facts(NA2S, cell("c", "Na2S"), capacity("c", 810)),
        facts(NA2S, SULFUR, cell("c", "Na2S"), capacity("c", 680), cell("d", "S"), capacity("d", 1600)),
    ),
    (
        cells.stated_theory,
        facts(NA2S, value("Na2S", "TheoreticalCapacity", 867, "mAh/g")),
        facts(NA2S, value("Na2S", "TheoreticalCapacity", 687, "mAh/g")),
    ),
    (
        cells.capacity_that_does_not_fade,
        facts(cell("c", "S"), capacity("c", 600), capacity("c", 800, "50")),
        facts(cell("c", "S"), capacity("c", 810), capacity("c", 650, "50")),
    ),
    (
        cells.retention,
        facts(
            cell("c", "S"),
            capacity("c", 200),
            capacity("c", 200, "20"),
            value("c", "CapacityRetention", 85, "%", cycle="20"),
        ),
        facts(
            cell("c", "S"),
            capacity("c", 200),
            capacity("c", 171, "20"),
            value("c", "CapacityRetention", 85, "%", cycle="20"),
        ),
    ),
    (
        cells.stable_by_word,
        facts(cell("c", "S"), capacity("c", 1976), capacity("c", 1295, "140"), claim("c hasFeature CyclingStability")),
        facts(cell("c", "S"), capacity("c", 1976), capacity("c", 1895, "140"), claim("c hasFeature CyclingStability")),
    ),
    (
        cells.voltage_of_pair,
        facts(
            *(
                f
                for n, u in ((1, 2.9), (2, 1.7))
                for f in (cell(f"c{n}", "S"), value(f"c{n}", "AverageVoltage", u, "V"))
            )
        ),
        facts(
            *(
                f
                for n, u in ((1, 2.9), (2, 2.7))
                for f in (cell(f"c{n}", "S"), value(f"c{n}", "AverageVoltage", u, "V"))
            )
        ),
    ),
    (
        cells.voltage_over_stability,
        facts(
            cell("c", "S"),
            value("c", "AverageVoltage", 2.9, "V"),
            value("Na3PS4", "OxidativeStability", 2.5, "V", sign="<="),
        ),
        facts(
            cell("c", "S"),
            value("c", "AverageVoltage", 2.1, "V"),
            value("Na3PS4", "OxidativeStability", 2.5, "V", sign="<="),
        ),
    ),
    (
        cells.plateau_outside_window,
        facts(value("c", "VoltageWindow", 0.8, "V", sign="range", upper="3.2"), value("c", "VoltagePlateau", 3.4, "V")),
        facts(value("c", "VoltageWindow", 0.8, "V", sign="range", upper="3.2"), value("c", "VoltagePlateau", 1.7, "V")),
    ),
    (
        cells.modified_below_bare,
        facts(
            *(cell("c", "Ni0.7Fe0.3S2"), cell("d", "FeS2"), claim("Ni0.7Fe0.3S2 derivedFrom FeS2")),
            *(capacity("c", 160, "100"), capacity("d", 287, "100")),
        ),
        facts(
            *(cell("c", "Ni0.7Fe0.3S2"), cell("d", "FeS2"), claim("Ni0.7Fe0.3S2 derivedFrom FeS2")),
            *(capacity("c", 390, "100"), capacity("d", 287, "100"), capacity("d", 500, "3"), capacity("c", 20, "5")),
        ),
    ),
    (
        cells.two_cells_of_one_work,
        facts(cell("c", "S", where="T4:1", refs=(7,)), cell("d", "S", anode="Na3Sn", where="6:1", refs=(7,))),
        facts(cell("c", "S", where="T4:1", refs=(7,)), cell("d", "S", anode="Na3Sn", where="6:1", refs=(8,))),
    ),
    # formulae
    (
        formulas.charge,
        facts(material("Na3.06Sb0.88W0.12S4"), material("Na3TaCl6", "HalideElectrolyte")),
        facts(
            *(material("Na2.88Sb0.88W0.12S4"), material("Na15Sn4", "AlloyAnode"), material("Mo6S8", "CathodeMaterial")),
            *(
                material("Fe1-xS"),
                material("C4H10O", "Solvent"),
                material("PS4^3-", "Material"),
                material("S/C", id="c"),
            ),
        ),
    ),
    (
        formulas.sites,
        facts(NSS, material("Na3SbP0.16S3.6O0.4", broader=("Na3SbS4",))),
        facts(
            NSS,
            material("Na3Sb0.84P0.16S3.6O0.4", broader=("Na3SbS4",)),
            material("Na3SbS4·8H2O", broader=("Na3SbS4",)),
        ),
    ),
    (
        formulas.likely_formulas,
        facts(material("", id="NPSO1", label="NPSO1", likely="Na3PS3O", definition="by its name")),
        facts(material("", id="NPSO1", label="NPSO1"), material("Na3TaCl6", "HalideElectrolyte", likely="NaTaCl6")),
    ),
    (
        formulas.family_indices,
        facts(material("Na10SnP2S12", "NazM2PS12Electrolyte"), sections={"2": "NazM2PS12 (z = 11 or 12; M = Si, Sn)"}),
        facts(material("Na11Sn2PS12", "NazM2PS12Electrolyte"), sections={"2": "NazM2PS12 (z = 11 or 12; M = Si, Sn)"}),
    ),
    (
        formulas.missing_dopants,
        facts(NPS, CHLORINE, thing("doping"), claim("doping hasDopant dopant-Cl"), claim("doping forms Na3PS4")),
        facts(
            DOPED, CHLORINE, thing("doping"), claim("doping hasDopant dopant-Cl"), claim("doping forms Na2.8PS3.8Cl0.2")
        ),
    ),
    (
        formulas.abbreviations,
        facts(replace(NSS, aliases=("NSS", "NAS"))),
        facts(replace(NSS, aliases=("NSS", "thioantimonate")), material("Na2S", aliases=("NS", "NAS"))),
    ),
    # references
    (
        references.listed_twice,
        facts(work(1, pages="87-93"), work(2, pages="87-93")),
        facts(work(1, pages="87-93"), work(2, pages="94-99"), work(3, pages="87-93", volume="11")),
    ),
    (references.never_cited, facts(work(1)), facts(work(1), claim("a improves Safety", refs=(1,)))),
    (
        references.wrong_credit,
        facts(HAYASHI, work(1, "C. Yu"), claim("a improves Safety", refs=(1,), groups=("group-hayashi",))),
        facts(
            HAYASHI, work(1, "C. Yu", "A. Hayashi"), claim("a improves Safety", refs=(1,), groups=("group-hayashi",))
        ),
    ),
    (
        references.group_names,
        facts(replace(HAYASHI, aliases=("Hayashi", "Hayasi's team")), work(1, "A. Hayashi")),
        facts(HAYASHI, work(1, "A. Hayashi")),
    ),
    (
        references.author_names,
        facts(
            work(1, "J. Mwirerwa", "X. Yao", "H. Wan"),
            work(2, "J. Mwizerwa", "X. Yao", "H. Wan"),
            work(3, "J. Mwizerwa"),
        ),
        facts(
            work(1, "J. Mwirerwa", "X. Yao"),
            work(2, "J. Mwizerwa", "H. Wan"),
            work(3, "J. Mwizerwa", "X. Yao", "H. Wan"),
        ),
    ),
    (
        references.volume_and_year,
        facts(*(work(n, year=2020 + n, volume=str(10 + n)) for n in range(4)), work(9, year=2025, volume="16")),
        facts(*(work(n, year=2020 + n, volume=str(10 + n)) for n in range(4)), work(9, year=2025, volume="15")),
    ),
    (
        references.pages,
        facts(work(1, pages="2296-2646"), work(2, pages="2600-2609", volume="")),
        facts(work(1, pages="2296-2346"), work(2, pages="e17806", volume="")),
    ),
    (
        references.noted,
        facts(work(1, note="author printed M. Atsunori, probably A. Matsuda")),
        facts(work(1, note="advance article"), work(2, note="probably the ISSN", pages="2296-2646")),
    ),
)


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES, ids=[case[0].__name__ for case in CASES])
def test_rule_fires_on_the_mistake_and_is_silent_on_its_twin(rule: Rule, wrong: Curated, right: Curated) -> None:
    found = list(rule(Book(wrong, WORDS, RANGES)))
    assert found
    assert all(finding.what and finding.meant and finding.about for finding in found)
    assert not list(rule(Book(right, WORDS, RANGES)))


def test_every_rule_has_a_toy() -> None:
    assert Counter(case[0] for case in CASES) == Counter(RULES)
    assert all(rule.__doc__ for rule in RULES)


def what(rule: Callable[[Book], Iterator[Finding]], *given: Fact) -> list[str]:
    return [f"{finding.what}: {finding.meant}" for finding in rule(Book(facts(*given), WORDS, RANGES))]


def test_charge_says_which_index_balances() -> None:
    assert what(formulas.charge, material("Na2.895W0.3Sb0.7S4"))[0].endswith(
        "Na2.7 instead of Na2.895 would balance it: check the source"
    )
    assert (
        "NaTaCl6 is likely meant"
        in what(formulas.charge, material("Na3TaCl6", "HalideElectrolyte", likely="NaTaCl6"))[0]
    )
    assert "misprinted" in what(formulas.charge, material("Sb2S4"))[0]


def test_slip_of_the_row_is_where_the_parent_disagrees() -> None:
    parent, child = material("Na4SnS4"), material("Na4SnSe4", broader=("Na4SnS4",))
    given = (
        barrier("Na4SnS4", 52.19),
        barrier("Na4SnSe4", 20.27, "T1:9", (43,)),
        barrier("Na3PSe4", 20.27, "T1:10", (44,)),
    )
    assert "that of Na4SnSe4 is likely the slip" in what(values.repeated_neighbour, parent, child, *given)[0]


def test_slip_of_the_unit_is_named() -> None:
    told = what(values.prefactors, *ORDINARY, sigma("odd", 15.5), barrier("odd", 38.6))
    assert "0.0155 mS/cm (a slip of the unit by 10^3)" in told[0]


@pytest.mark.parametrize(("formula", "expected"), [("S", 1672), ("Na2S", 687), ("NaCrO2", 250), ("Na3V2(PO4)3", 176)])
def test_theoretical_capacity(formula: str, expected: float) -> None:
    assert cells.theory(material(formula, "CathodeMaterial")) == pytest.approx(expected, abs=1)


def test_theory_is_silent_where_nothing_can_be_reckoned() -> None:
    assert cells.theory(material("Fe1-xS", "CathodeMaterial")) is None
    assert cells.theory(material("Uuo", "CathodeMaterial")) is None
    assert cells.theory(material("Fe3Sn", "CathodeMaterial")) is None


def test_misattributed_work_is_looked_for_among_those_never_cited() -> None:
    credited = claim("a improves Safety", refs=(74,), groups=("group-hayashi",))
    given = (
        HAYASHI,
        work(74, "C. Yu"),
        work(72, "A. Hayashi"),
        work(71, "A. Hayashi"),
        claim("b improves Safety", refs=(72,)),
    )
    assert "[71] A. Hayashi" in what(references.wrong_credit, credited, *given)[0]


def test_given_name_for_a_group() -> None:
    group = replace(HAYASHI, label="Masquelier's group", aliases=("Christian's team", "Christian Masquelier"))
    assert any("a given name" in text for text in what(references.group_names, group))


def test_year_as_volume_is_a_hint() -> None:
    found = list(references.volume_and_year(Book(facts(work(1, year=2022, volume="2022")), WORDS, RANGES)))
    assert [finding.hint for finding in found] == [True]


def test_notes_that_a_rule_covers_are_not_told_twice() -> None:
    credited = claim("a improves Safety", refs=(74,), groups=("group-hayashi",), note="71 is meant")
    found = audit(facts(HAYASHI, work(74, "C. Yu"), credited), WORDS)
    assert [finding.rule for finding in found] == ["credited to others"]


def test_ranges_refuse_wrong_rows(tmp_path: Path) -> None:
    table = tmp_path / "ranges.tsv"
    table.write_text("property\tunit\tlow\thigh\twhy\nNoSuch\tV\t0\t5\tx\nPressure\tMPa\tx\t5\ty\n", encoding="utf-8")
    with pytest.raises(TableError) as raised:
        read_ranges(WORDS, [tmp_path])
    assert [":2:" in raised.value.problems[0], ":3:" in raised.value.problems[1]] == [True, True]
    table.write_text("property\tunit\n", encoding="utf-8")
    with pytest.raises(TableError, match="columns are"):
        read_ranges(WORDS, [tmp_path])
    table.write_text("property\tunit\tlow\thigh\twhy\nPressure\tMPa\t1\t2\tbecause\n", encoding="utf-8")
    assert read_ranges(WORDS, [tmp_path])["Pressure"].high == 2


@cache
def real() -> tuple[Finding, ...]:
    return tuple(audit(read_curated(vocabulary=WORDS), WORDS))


#: At least so many findings of each rule in the review; the tables may grow.
EXPECTED = {
    "marked by a curator": 15,
    "noted by a curator": 8,
    "doping against numbers": 4,
    "comparison against numbers": 1,
    "one name, several things": 2,
    "out of range": 4,
    "figure of the next row": 1,
    "mixed units in a column": 2,
    "conductivity against barrier": 4,
    "a thousand times off its parent": 1,
    "table against text": 3,
    "above theoretical capacity": 2,
    "capacity that does not fade": 2,
    "retention that does not follow": 1,
    "stable by word only": 1,
    "one pair, two voltages": 1,
    "charge balance": 8,
    "site balance": 3,
    "member outside its family": 4,
    "several abbreviations": 2,
    "listed twice": 7,
    "never cited": 1,
    "credited to others": 1,
    "called by a given name": 2,
    "name spelled in two ways": 2,
    "volume and year": 2,
    "odd pages": 2,
    "noted in the list": 3,
}


@pytest.mark.parametrize("rule", EXPECTED)
def test_review_has_findings(rule: str) -> None:
    assert sum(finding.rule == rule for finding in real()) >= EXPECTED[rule]


def test_review_findings_are_told_once() -> None:
    assert len({(finding.rule, finding.what) for finding in real()}) == len(real()) >= 100


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("figure of the next row", "Na4SnSe4"),
        ("out of range", "95.63 kJ/mol"),
        ("out of range", "0.02 mA/g"),
        ("charge balance", "Na3.06Sb0.88W0.12S4"),
        ("credited to others", "[74]"),
        ("listed twice", "[121]"),
        ("mixed units in a column", "rows 3, 4, 10, 12, 15 hold mA/g"),
        ("several abbreviations", "NAS"),
    ],
)
def test_review_has_what_its_readers_found(rule: str, words: str) -> None:
    assert any(finding.rule == rule and words in finding.what for finding in real())
