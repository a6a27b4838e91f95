"""Toy tables in many layouts -> candidate statements. Materials are real or not, the numbers are invented."""

from pathlib import Path

import pytest

from extract.candidate import PREDICATES, Candidate
from extract.document import Document
from extract.reader import read_document
from extract.table_cells import is_empty, read_amounts
from extract.table_columns import read_header
from extract.table_rules import table_rules
from extract.table_statements import TableReading, read_tables
from extract.tables import find_tables
from kg.build import ready
from kg.dictionary import CONDITION_KEYS
from kg.lexicon import Lexicon, load_lexicon
from kg.names import local


@pytest.fixture(scope="module")
def lexicon(session_home: None) -> Lexicon:
    return load_lexicon(ready())


def read(text: str, lexicon: Lexicon) -> TableReading:
    return read_tables(Document("toy.txt", text, (), tuple(find_tables(text))), lexicon)


def say(candidate: Candidate) -> str:
    """A candidate on one line: known things by id, unknown ones in quotes."""
    subject = local(candidate.subject.iri) if candidate.subject.iri else f"'{candidate.subject.text}'"
    thing = local(candidate.object.iri) if candidate.object.iri else f"'{candidate.object.text}'"
    value = "" if candidate.value is None else f" {candidate.sign} {candidate.value:g} {candidate.unit}"
    told = "".join(f" {key}={text}" for key, text in sorted(candidate.conditions))
    cited = f" {list(candidate.references)}" if candidate.references else ""
    verb = "" if candidate.predicate == "hasValue" else f" {candidate.predicate}"
    return f"{candidate.row}: {subject}{verb} {thing}{value}{told}{cited}"


def said(text: str, lexicon: Lexicon) -> list[str]:
    return [say(candidate) for candidate in read(text, lexicon).candidates]


def unread(text: str, lexicon: Lexicon) -> list[tuple[int, str, str]]:
    return [(cell.row, cell.column, cell.text) for cell in read(text, lexicon).unread]


# layouts


def test_lithium_sulfides_in_markdown(lexicon: Lexicon) -> None:
    text = """Table 1. Argyrodites of a toy

| Electrolyte | σ_RT / mS cm⁻¹ | E_a / eV | Ref. |
|:--|--:|--:|---|
| Li6PS5Cl | 1.9 | 0.33 | [4] |
| Li₅.₅PS₄.₅Cl₁.₅ | 9.4 × 10^0 | 0.29(1) | [5, 7–9] |
| **LPSBr** | ~0.7 | — | this work |
"""
    assert said(text, lexicon) == [
        "1: 'Li6PS5Cl' IonicConductivity = 1.9 mS/cm temperature=room temperature [4]",
        "1: 'Li6PS5Cl' ActivationEnergy = 0.33 eV [4]",
        "2: 'Li5.5PS4.5Cl1.5' IonicConductivity = 9.4 mS/cm temperature=room temperature [5, 7, 8, 9]",
        "2: 'Li5.5PS4.5Cl1.5' ActivationEnergy = 0.29 eV [5, 7, 8, 9]",
        "3: 'LPSBr' IonicConductivity ~ 0.7 mS/cm temperature=room temperature",
    ]


def test_properties_as_rows(lexicon: Lexicon) -> None:
    text = """Table 2 Side by side

Property\tUnit\tNa$_3$PS$_4$\tLi7P3S11
Ionic conductivity at 60 °C\tmS/cm\t1.3\t17
Activation energy\tkJ/mol\t28\tn.a.
Mood\t\tgood\tbad
"""
    assert said(text, lexicon) == [
        "1: Na3PS4 IonicConductivity = 1.3 mS/cm temperature=60 °C",
        "2: Na3PS4 ActivationEnergy = 28 kJ/mol",
        "1: 'Li7P3S11' IonicConductivity = 17 mS/cm temperature=60 °C",
    ]
    assert [(row, words) for row, _, words in unread(text, lexicon)] == [(3, "good"), (3, "bad")]


def test_cells_with_conditions_in_their_figures(lexicon: Lexicon) -> None:
    text = """Table 3 Nobody built these

Cathode\tElectrolyte\tAnode\tCapacity (mAh g−1)\tRetention\tRef.
TiS2\tNa3PS4\tNa\t231 (1st), 187 (40th)\t81% after 40 cycles at 0.2C\t11
FeS2\tNSS\tNa15Sn4\t305 at 0.1C after 30 cycles\t—\t12
NaCrO2\tLi6PS5Cl\tLi–In\t1,105 (RT) and 1340 (60 °C)\t≥92% (100 cycles, 1C)\t13
"""
    cell = "anode=Na cycle={} electrolyte=Na3PS4"
    assert said(text, lexicon) == [
        f"1: TiS2 SpecificCapacity = 231 mAh/g {cell.format(1)} [11]",
        f"1: TiS2 SpecificCapacity = 187 mAh/g {cell.format(40)} [11]",
        f"1: TiS2 CapacityRetention = 81 % {cell.format(40)} rate=0.2 C [11]",
        "1: TiS2 pairedWith Na3PS4 [11]",
        "2: FeS2 SpecificCapacity = 305 mAh/g anode=Na15Sn4 cycle=30 electrolyte=Na3SbS4 rate=0.1 C [12]",
        "2: FeS2 pairedWith Na3SbS4 [12]",
        "3: NaCrO2 SpecificCapacity = 1105 mAh/g anode=Li-In electrolyte=Li6PS5Cl temperature=room temperature [13]",
        "3: NaCrO2 SpecificCapacity = 1340 mAh/g anode=Li-In electrolyte=Li6PS5Cl temperature=60 °C [13]",
        "3: NaCrO2 CapacityRetention >= 92 % anode=Li-In cycle=100 electrolyte=Li6PS5Cl rate=1 C [13]",
        "3: NaCrO2 pairedWith 'Li6PS5Cl' [13]",
    ]


def test_two_properties_in_one_column(lexicon: Lexicon) -> None:
    text = """Table 4 Both at once

Cathode\tRate (mA cm⁻²)\tCapacity (mAh/g)/cycles\tCapacity retention (cycles)
TiS2\t0.1\t200/50\t85% (20)
FeS2\t60 mA g⁻¹\t300/10\t~90% (10)
S\t0.3C\tsome\t70%
"""
    assert said(text, lexicon) == [
        "1: TiS2 CurrentDensity = 0.1 mA/cm2",
        "1: TiS2 SpecificCapacity = 200 mAh/g current_density=0.1 mA/cm2 cycle=50",
        "1: TiS2 CycleNumber = 50 cycles current_density=0.1 mA/cm2",
        "1: TiS2 CapacityRetention = 85 % current_density=0.1 mA/cm2 cycle=20",
        "1: TiS2 CycleNumber = 20 cycles current_density=0.1 mA/cm2",
        "2: FeS2 SpecificCurrent = 60 mA/g",
        "2: FeS2 SpecificCapacity = 300 mAh/g current_density=60 mA/g cycle=10",
        "2: FeS2 CycleNumber = 10 cycles current_density=60 mA/g",
        "2: FeS2 CapacityRetention ~ 90 % current_density=60 mA/g cycle=10",
        "3: S CRate = 0.3 C",
        "3: S CapacityRetention = 70 % rate=0.3 C",
    ]
    assert unread(text, lexicon) == [(3, "Capacity (mAh/g)/cycles", "some")]


def test_footnotes_give_conditions(lexicon: Lexicon) -> None:
    text = """Table 5 Pellets

Material\tConductivity (S cm−1)ᵃ\tActivation energy (eV)
Na3PS4\t1.1 × 10−4\t0.31
Na3SbS4\t2.2e-3ᵇ\t0.22
ᵃ At 25 °C. ᵇ Measured at 60 °C.
"""
    assert said(text, lexicon) == [
        "1: Na3PS4 IonicConductivity = 0.00011 S/cm temperature=25 °C",
        "1: Na3PS4 ActivationEnergy = 0.31 eV",
        "2: Na3SbS4 IonicConductivity = 0.0022 S/cm temperature=60 °C",
        "2: Na3SbS4 ActivationEnergy = 0.22 eV",
    ]


def test_a_heading_over_rows_gives_their_conditions(lexicon: Lexicon) -> None:
    text = """Table 6

Compound\tσ\tEa
\tS/cm\tkJ/mol
Na3PS4\t10^-4\t<30
At 80 °C
Na3PS4\t1.5·10⁻³\t>20
"""
    assert said(text, lexicon) == [
        "1: Na3PS4 IonicConductivity = 0.0001 S/cm",
        "1: Na3PS4 ActivationEnergy < 30 kJ/mol",
        "3: Na3PS4 IonicConductivity = 0.0015 S/cm temperature=80 °C",
        "3: Na3PS4 ActivationEnergy > 20 kJ/mol temperature=80 °C",
    ]


def test_strategies_problems_and_effects(lexicon: Lexicon) -> None:
    text = """Table 7 What helps against what

| Strategy | Problem addressed | Interlayer | Effect |
|---|---|---|---|
| doping | H2S release | – | improves air stability and ionic conductivity |
| humming coating | contact loss; Na2S interphase | CPEO | interfacial resistance ↓ |
| alloy anode | dendrites | – | makes it purple |
"""
    assert said(text, lexicon) == [
        "1: elemental-doping mitigates H2S-release",
        "1: elemental-doping improves AirStability",
        "1: elemental-doping improves IonicConductivity",
        "2: 'humming coating' mitigates contact-loss",
        "2: 'humming coating' mitigates Na2S-interphase",
        "2: 'humming coating' usesMaterial CPEO",
        "2: 'humming coating' improves InterfacialResistance",
        "3: alloy-anode-design mitigates dendrite-growth",
    ]
    assert unread(text, lexicon) == [(3, "Effect", "makes it purple")]


def test_relations_in_the_header(lexicon: Lexicon) -> None:
    text = """Table 8 Cause and remedy

Failure mechanism\tMitigated by\tCauses
dendrites\tCPEO\tbattery failure
volume change\tn/a\tcontact loss
"""
    found = said(text, lexicon)
    assert "2: volume-change causes contact-loss" in found
    assert "1: CPEO mitigates dendrite-growth" in found


def test_dopants_of_the_compound_in_the_caption(lexicon: Lexicon) -> None:
    text = """Table 9 Dopants in Na3SbS4

Dopant\tConductivity (mS/cm)
W6+\t21
tungsten and sun\t1
—\t0.9
"""
    assert said(text, lexicon) == [
        "1: 'W-doped Na3SbS4' IonicConductivity = 21 mS/cm",
        "3: Na3SbS4 IonicConductivity = 0.9 mS/cm",
    ]
    assert (2, "Conductivity (mS/cm)", "1") in unread(text, lexicon)


def test_dopants_beside_their_compounds(lexicon: Lexicon) -> None:
    text = "Sample\tDopant\tσ (mS/cm)\nNa2.95Sb0.95W0.05S4\tW\t30\nNa3PS4\tCl\t1\n"
    assert said(text, lexicon) == [
        "1: 'Na2.95Sb0.95W0.05S4' IonicConductivity = 30 mS/cm",
        "1: 'Na2.95Sb0.95W0.05S4' hasDopant dopant-W",
        "2: 'Cl-doped Na3PS4' IonicConductivity = 1 mS/cm",
        "2: 'Cl-doped Na3PS4' hasDopant dopant-Cl",
    ]


def test_hosts_dopants_amounts_and_what_they_do(lexicon: Lexicon) -> None:
    text = """Table 16 Doping

Host\tDopant\tx\tσ at 25 °C (S cm−1)\tEffect of doping
Na3SbS4\tW\t0.12\t3.2e-2\thigher ionic conductivity
Na3PS4\tCl\t0.0625\t1.1e-3\treduces activation energy, worsens air stability
"""
    assert said(text, lexicon) == [
        "1: 'W-doped Na3SbS4' IonicConductivity = 0.032 S/cm content=x = 0.12 temperature=25 °C",
        "1: 'W-doped Na3SbS4' hasDopant dopant-W",
        "1: dopant-W improves IonicConductivity",
        "2: 'Cl-doped Na3PS4' IonicConductivity = 0.0011 S/cm content=x = 0.0625 temperature=25 °C",
        "2: 'Cl-doped Na3PS4' hasDopant dopant-Cl",
        "2: dopant-Cl improves ActivationEnergy",
        "2: dopant-Cl worsens AirStability",
    ]


def test_how_cells_were_run_in_one_column(lexicon: Lexicon) -> None:
    text = """Table 17 Coatings

Coating material\tCurrent density (mA cm–2)/capacity (mAh cm–2)\tLifespan (h)\tCycling performance
alucone\t0.5 / 0.25\t475 h\t100 cycles, 85%
bare\t0.1/0.1\t40\tstable
"""
    assert said(text, lexicon) == [
        "1: alucone CurrentDensity = 0.5 mA/cm2",
        "1: alucone Lifespan = 475 h areal_capacity=0.25 mAh/cm2 current_density=0.5 mA/cm2",
    ]
    assert len(unread(text, lexicon)) == 4


def test_the_members_of_a_series(lexicon: Lexicon) -> None:
    text = """Table 10 The series Na₃₋ₓPS₄₋ₓClₓ

x\tσ (mS/cm)
0\t0.2
0.1\t0.9
0.2\tabout 1.2
"""
    assert said(text, lexicon) == [
        "1: Na3PS4 IonicConductivity = 0.2 mS/cm",
        "2: 'Na2.9PS3.9Cl0.1' IonicConductivity = 0.9 mS/cm",
        "3: Na2.8PS3.8Cl0.2 IonicConductivity ~ 1.2 mS/cm",
    ]


def test_property_value_and_unit_in_columns_of_their_own(lexicon: Lexicon) -> None:
    text = """Table 11 Measured

Sample\tQuantity\tValue\tUnit
Na3PS4\tIonic conductivity\t0.4\tmS/cm
Na3PS4\tActivation energy\t0.3\teV
Na3PS4\tmood\t7\t
"""
    assert said(text, lexicon) == [
        "1: Na3PS4 IonicConductivity = 0.4 mS/cm",
        "2: Na3PS4 ActivationEnergy = 0.3 eV",
    ]
    assert unread(text, lexicon) == [(3, "Value", "7")]


def test_whole_cells_in_one_column(lexicon: Lexicon) -> None:
    text = """Table 12 Whole cells

Cell\tCurrent density\tCycle number\tCapacity (mAh/g)
TiS2 | Na3PS4 | Na15Sn4\t0.1 mA/cm2\t100\t140
Na ‖ Na3SbS4 ‖ FeS2\t50 mA g−1\t20\t310
Na | Na3SbS4 | Na\t0.2 mA/cm2\t\t
Na3PS4 | air\t1 mA/cm2\t5\t7
"""
    assert said(text, lexicon) == [
        "1: TiS2 CurrentDensity = 0.1 mA/cm2 anode=Na15Sn4 electrolyte=Na3PS4",
        "1: TiS2 CycleNumber = 100 cycles anode=Na15Sn4 current_density=0.1 mA/cm2 electrolyte=Na3PS4",
        "1: TiS2 SpecificCapacity = 140 mAh/g anode=Na15Sn4 current_density=0.1 mA/cm2 cycle=100 electrolyte=Na3PS4",
        "1: TiS2 pairedWith Na3PS4",
        "2: FeS2 SpecificCurrent = 50 mA/g anode=Na electrolyte=Na3SbS4",
        "2: FeS2 CycleNumber = 20 cycles anode=Na current_density=50 mA/g electrolyte=Na3SbS4",
        "2: FeS2 SpecificCapacity = 310 mAh/g anode=Na current_density=50 mA/g cycle=20 electrolyte=Na3SbS4",
        "2: FeS2 pairedWith Na3SbS4",
        "3: Na3SbS4 CurrentDensity = 0.2 mA/cm2 anode=Na cell_type=symmetric",
    ]
    assert (4, "Capacity (mAh/g)", "7") in unread(text, lexicon)


def test_interlayers_and_their_absence(lexicon: Lexicon) -> None:
    text = """Table 13 Symmetric cells

Electrolyte\tInterlayer\tAnode\tCCD (mA cm⁻²)\tLifespan (h)
Na3SbS4\t—\tNa\t0.4\t100
Na3SbS4\tCPEO\tNa\t1.2\t>800
"""
    assert said(text, lexicon) == [
        "1: Na3SbS4 CriticalCurrentDensity = 0.4 mA/cm2 anode=Na",
        "1: Na3SbS4 Lifespan = 100 h anode=Na",
        "2: Na3SbS4 CriticalCurrentDensity = 1.2 mA/cm2 anode=Na with=CPEO",
        "2: CPEO Lifespan > 800 h anode=Na electrolyte=Na3SbS4",
    ]


def test_polymorphs_and_scaled_numbers(lexicon: Lexicon) -> None:
    text = """Table 14 Scaled

Phase\tComposition\tσ × 10³ (S/cm)\tσ (10⁻⁵ S cm⁻¹)
cubic\tNa3PS4\t0.4\t41
Wobbly\tNa3PS4\t0.2\t21
"""
    assert said(text, lexicon) == [
        "1: Na3PS4-cubic IonicConductivity = 0.0004 S/cm",
        "1: Na3PS4-cubic IonicConductivity = 0.00041 S/cm",
        "2: Na3PS4 IonicConductivity = 0.0002 S/cm phase=wobbly",
        "2: Na3PS4 IonicConductivity = 0.00021 S/cm phase=wobbly",
    ]


def test_what_is_not_understood_gives_nothing_and_is_counted(lexicon: Lexicon) -> None:
    text = """Table 15 Nasty things

Electrolyte\tIonic conductivity (arb. units)\tIonic conductivity\tlog σ (S/cm)\tCapacity (mAh/g)
Na3PS4\t0.4\t0.4\t-3\t0,20
Na3SbS4\t=1+1\t0.4 mS/cm\t-4\t12a
<script>alert(1)</script>\t1\tgood\t3\t200, 210
\x01\x07\t1\t5 mS/cm\t3\t5 to
"""
    assert said(text, lexicon) == ["2: Na3SbS4 IonicConductivity = 0.4 mS/cm"]
    reading = read(text, lexicon)
    assert reading.cells == 20
    assert len(reading.unread) == 16


def test_layers_of_electrolytes_and_composites(lexicon: Lexicon) -> None:
    text = "Cathode\tElectrolyte\tCapacity (mAh/g)\nS/Na3PS4\tLi6PS5Cl / Li3InCl6\t900\n"
    assert said(text, lexicon) == [
        "1: S-Na3PS4 SpecificCapacity = 900 mAh/g electrolyte=Li6PS5Cl | Li3InCl6",
        "1: S-Na3PS4 pairedWith 'Li6PS5Cl'",
        "1: S-Na3PS4 pairedWith 'Li3InCl6'",
    ]


def test_ranges_give_both_ends_and_volts_need_no_unit(lexicon: Lexicon) -> None:
    text = "Cathode\tVoltage range\tVoltage plateau\nTiS2\t0.8–3.2\t1700\nFeS2\t0.5 V to 2.5 V\t1.9\n"
    assert said(text, lexicon) == [
        "1: TiS2 VoltageWindow >= 0.8 V",
        "1: TiS2 VoltageWindow <= 3.2 V",
        "2: FeS2 VoltageWindow >= 0.5 V",
        "2: FeS2 VoltageWindow <= 2.5 V",
        "2: FeS2 VoltagePlateau = 1.9 V",
    ]
    assert unread(text, lexicon) == [(1, "Voltage plateau", "1700")]


def test_a_candidate_says_where_it_stands(lexicon: Lexicon) -> None:
    text = "Table 2 Toy\n\nCathode\tForm\tCapacity (mAh/g)\nTiS2\tflat\t200\n\tround\t210\n"
    found = read_tables(Document("toy.txt", text, (), tuple(find_tables(text))), lexicon).candidates[-1]
    assert (found.table, found.row, found.source) == (2, 2, "toy.txt")
    assert text[found.start : found.end] == "round\t210"
    assert found.sentence == "TiS2 | round | 210"
    assert 0 < found.confidence < 1


def test_a_publishers_page_with_cells_that_span(tmp_path: Path, lexicon: Lexicon) -> None:
    page = tmp_path / "toy.html"
    page.write_text(
        """<!DOCTYPE html><html><body><article><h2>1 Toy</h2><p>Cells were built of it.</p>
<div><p><b>Table 2</b> Cathodes</p><table>
<tr><th rowspan="2">Cathode</th><th colspan="2">Capacity (mAh g<sup>−1</sup>)</th><th rowspan="2">Ref.</th></tr>
<tr><th>1st cycle</th><th>50th cycle</th></tr>
<tr><td rowspan="2">TiS<sub>2</sub></td><td>220</td><td>180<sup>a</sup></td><td><a href="#r1">11</a></td></tr>
<tr><td>230</td><td>—</td><td>12,13</td></tr>
<tr><td colspan="4">At 60 °C</td></tr>
<tr><td>FeS<sub>2</sub></td><td>1.2 × 10<sup>2</sup></td><td>&lt;90</td><td></td></tr>
<tfoot><tr><td colspan="4"><sup>a</sup> At 0.1C.</td></tr></tfoot></table></div></article></body></html>""",
        encoding="utf-8",
    )
    document = read_document(page)
    assert [table.section for table in document.tables] == ["1"]
    assert [say(candidate) for candidate in read_tables(document, lexicon).candidates] == [
        "1: TiS2 SpecificCapacity = 220 mAh/g cycle=1 [11]",
        "1: TiS2 SpecificCapacity = 180 mAh/g cycle=50 rate=0.1 C [11]",
        "2: TiS2 SpecificCapacity = 230 mAh/g cycle=1 [12, 13]",
        "4: FeS2 SpecificCapacity = 120 mAh/g cycle=1 temperature=60 °C",
        "4: FeS2 SpecificCapacity < 90 mAh/g cycle=50 temperature=60 °C",
    ]


# rules


def test_rules_name_what_there_is(lexicon: Lexicon) -> None:
    rules, words = table_rules(), lexicon.vocabulary
    named = {rule.property for rule in rules.conditions} | {
        name for rule in rules.conditions for name in rule.applies_to
    }
    assert (named | set(rules.owners) | set(rules.units)) - set(words.properties) == set()
    assert {rule.key for rule in rules.conditions} | {key for key, _ in rules.qualifiers.values() if key} <= set(
        CONDITION_KEYS
    )
    assert set(rules.classes) <= set(words.classes)
    assert set(rules.relations.values()) | {one for one, _ in rules.adjectives.values()} <= set(PREDICATES)
    assert set(rules.signs.values()) == {"=", "<", ">", "<=", ">=", "~"}
    assert all(0 < share < 1 for share in rules.confidence.values())


# headers and cells


@pytest.mark.parametrize(
    ("header", "names", "unit", "factor"),
    [
        ("Ionic conductivity (mS cm ⁻¹)", ("IonicConductivity",), "mS/cm", 1),
        ("Conductivity [S/m]", ("IonicConductivity",), "S/m", 1),
        ("σ$_{25}$ (10⁻⁴ S cm⁻¹)", (), "", 1),
        ("σ_RT / mS cm⁻¹", ("IonicConductivity",), "mS/cm", 1),
        ("Li⁺ conductivity, mS/cm", ("IonicConductivity",), "mS/cm", 1),
        ("σ (10⁻⁴ S cm⁻¹)", ("IonicConductivity",), "S/cm", 1e-4),
        ("σ × 10⁴ (S cm⁻¹)", ("IonicConductivity",), "S/cm", 1e-4),
        ("Activation energy (E_a, eV)", ("ActivationEnergy",), "eV", 1),
        ("Capacity (mAh cm⁻²)", ("ArealCapacity",), "mAh/cm2", 1),
        ("Energy density (Wh/L)", ("VolumetricEnergyDensity",), "Wh/L", 1),
        ("Current density (mA/g)", ("SpecificCurrent",), "mA/g", 1),
        ("Rate (mA cm⁻²)", ("CurrentDensity",), "mA/cm2", 1),
        ("Voltage (V vs. Na/Na⁺)", ("AverageVoltage",), "V", 1),
        ("Grain boundary conductivity (mS/cm)", (), "", 1),
        ("Conductivity (kg)", (), "", 1),
        ("−log σ (S/cm)", (), "", 1),
    ],
)
def test_headers(header: str, names: tuple[str, ...], unit: str, factor: float, lexicon: Lexicon) -> None:
    field = read_header(header, lexicon)[0]
    assert (field.names, field.unit, field.factor) == (names, unit, factor)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("~0.1–1", (0.1, 1, "~", "")),
        ("10^-3", (1e-3, None, "=", "")),
        ("1.4 × 10^-5", (1.4e-5, None, "=", "")),
        ("1.4E−5", (1.4e-5, None, "=", "")),
        ("(1.4 ± 0.2) × 10⁻³", (1.4e-3, None, "=", "")),
        ("<2.5 V", (2.5, None, "<", "V")),
        ("2.5 V–4.2 V vs. Na/Na⁺", (2.5, 4.2, "=", "V")),
        ("up to 3.5", (3.5, None, "<=", "")),
        ("1.25(3)", (1.25, None, "=", "")),
        ("1,200", (1200, None, "=", "")),
        ("−0.5 V", (-0.5, None, "=", "V")),
    ],
)
def test_figures(cell: str, expected: tuple[object, ...], lexicon: Lexicon) -> None:
    found = read_amounts(cell, lexicon, lambda unit: unit == "V")
    assert found is not None
    assert [(one.low, one.high, one.sign, one.unit) for one in found] == [expected]


@pytest.mark.parametrize("cell", ["0,20", "12a", "885(140)", "200, 210", "1:2", "yes", "~", "5 kg", "3 to", "1 (wet)"])
def test_figures_in_doubt_are_none(cell: str, lexicon: Lexicon) -> None:
    assert read_amounts(cell, lexicon, lambda unit: unit == "V") is None


@pytest.mark.parametrize("cell", ["", "—", "-", "N/A", "n.d.", "not reported", "..."])
def test_empty_cells(cell: str) -> None:
    assert is_empty(cell)
