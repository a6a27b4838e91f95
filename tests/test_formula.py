"""Formulae: every notation of the review, comparison with a parent and hostile input."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.elements import elements
from kg.errors import FormulaError
from kg.formula import is_same_composition
from kg.formula_reader import read_formula
from kg.formula_search import find_formulas

NEUTRAL = """
Na3PS4 Na3SbS4 Na3AsS4 Na3BS3 Na4SiS4 Na5AlS4 Na3InS3 Na4SnS4 Na4SnSe4 Na3PSe4 Na3P0.62As0.38S4 Na2.85P0.85W0.15S4
Na2.8PS3.8Cl0.2 Na2.8SbS3.8Cl0.2 Na2.85SbS3.85Br0.15 Na2.85SbS3.85I0.15 Na3.06Sb0.94Si0.06S4 Na3.06Sb0.94Ge0.06S4
Na3.06Sb0.94Sn0.06S4 Na2.88Sb0.88W0.12S4 Na2.88Sb0.88W0.12S3.8O0.2 Na4Sn0.67Si0.33S4 Na3.1Ge0.1Sb0.9S4
Na3PS3.85O0.15 Na3PS3.4O0.6 Na3.5SnS3.5Br0.5 Na3.6Sn0.8P0.2S3.8Cl0.2 Na3.8Sn0.9P0.1S3.9Br0.1 Na3.7SnS3.7Cl0.3
Na2.8Zn0.8Ga1.2S4 Na10SiP2S12 Na10GeP2S12 Na10SnP2S12 Na11Sn2PS12 Na10SnSb2S12 Na11Sn2AsS12 Na11Sn2SbS12
Na11Sn2SbS11Se Na11Sn2SbSe12 Na2.9Sb0.9W0.1S4 Na2.25Y0.25Zr0.75Cl6 Na3Zr2Si2PO12 Na3.4Zr2Si2.4P0.6O12
Na3V2(PO4)3 NaNi0.33Fe0.33Mn0.33O2 NaNi1/3Fe1/3Mn1/3O2 NaCrO2 NaCrS2 Na3PO4 Na3PSO3 Na2S Na2O NaF NaCl NaH NaI Na3P
Na3Sb Na15Sn4 Na3Sn FeS2 TiS2 MoS2 Ni0.7Fe0.3S2 Co0.1Fe0.9S2 Na2MoS4 Na3NbS4 Na2TiS3 Na2FeS2 NaFeCl4 Na6FeCl8
Na1.38Fe1.31Cl4 Na2FeCl4 Li4SnS4 Li10GeP2S12 Li2S P2S5 Sb2S3 H2S H2O CS2 C4H10O C3H6O Al2O3 ZrO2 Na3YCl6 Na2WS4
(NH4)2SO4
""".split()
MISPRINTED = {
    "Na3.06Sb0.88W0.12S4": "3/50",
    "Na3.06Sb0.88Mo0.12S4": "3/50",
    "Na11Sn2Sb0.5Ti0.5S12": "1/2",
    "Na10.8Sn1.9PS11.8": "1/5",
    "Na3TaCl6": "1",
}


@pytest.mark.parametrize("text", NEUTRAL)
def test_a_material_reads_prints_and_is_neutral(text: str) -> None:
    formula = read_formula(text)
    assert formula.plain == text
    assert formula.charge_imbalance() == 0
    assert is_same_composition(read_formula(formula.subscript), formula)
    assert [(f.start, f.end) for f in find_formulas(f"The {text}, which")] == [(4, 4 + len(text))]


@pytest.mark.parametrize(("text", "gap"), MISPRINTED.items())
def test_a_misprint_is_not_neutral(text: str, gap: str) -> None:
    assert read_formula(text).charge_imbalance() == Fraction(gap)


def test_the_table_of_materials_is_whole() -> None:
    assert len(NEUTRAL) == len(set(NEUTRAL)) == 88


@pytest.mark.parametrize(
    "text",
    [
        "Na3PS4",
        "Na₃PS₄",
        r"$\text{Na}_3\text{PS}_4$",
        r"\mathrm{Na_3PS_4}",
        r"$\mathrm{Na_{3}PS_{4}}$",
        r"\ce{Na3PS4}",
        "Na$_3$PS$_4$",
        "Na<sub>3</sub>PS<sub>4</sub>",
        'Na<SUB>3</SUB>PS<sub class="x">4</sub>',
        "Na_3PS_4",
        "Na_{3}PS_{4}",
        "Na _3 PS _4",
        "Na ₃ PS ₄",
        "Na _{3} PS _{4}",
        "Na3.0PS4",
        " Na3PS4\n",
        "γ-Na3PS4",
        "PNa3S4",
        "[PS4]Na3",
        "Na3\u200bPS4",
    ],
)
def test_every_notation_is_one_composition(text: str) -> None:
    assert read_formula(text).composition == read_formula("Na3PS4").composition


@pytest.mark.parametrize("minus", "-−–‐‑‒—﹣－")
def test_every_minus_is_read(minus: str) -> None:
    assert read_formula(f"Na_{{3{minus}x}}Sb_{{1{minus}x}}W_xS_4").plain == "Na3-xSb1-xWxS4"


@pytest.mark.parametrize(
    ("text", "plain", "charge"),
    [
        ("PS4^{3-}", "PS4^3-", -3),
        ("PS4^3-", "PS4^3-", -3),
        ("PS43-", "PS4^3-", -3),
        ("[PS4]3-", "[PS4]^3-", -3),
        ("SbS₄³⁻", "SbS4^3-", -3),
        ("P₂S₇⁴⁻", "P2S7^4-", -4),
        ("SbS_3^{3-}", "SbS3^3-", -3),
        ("PS_{4-x}O_x³⁻", "PS4-xOx^3-", -3),
        ("W6+", "W6+", 6),
        ("W⁶⁺", "W6+", 6),
        ("W^{+6}", "W6+", 6),
        ("Sb<sup>5+</sup>", "Sb5+", 5),
        ("HS-", "HS-", -1),
        ("HS^-", "HS-", -1),
        ("Na+", "Na+", 1),
        ("Na^+", "Na+", 1),
        ("S2-", "S2-", -2),
        ("NH4+", "NH4^+", 1),
    ],
)
def test_ions(text: str, plain: str, charge: int) -> None:
    ion = read_formula(text)
    assert (ion.plain, ion.charge) == (plain, charge)
    assert read_formula(plain).composition == read_formula(ion.subscript).composition == ion.composition


@pytest.mark.parametrize(
    "text", ["Na3SbS4·8H2O", "Na3SbS4.8H2O", "Na3SbS4*8H2O", "Na3SbS4•8H2O", "Na₃SbS₄ · 8 H₂O", "Na_3SbS_4\\cdot 8H_2O"]
)
def test_hydrates(text: str) -> None:
    hydrate = read_formula(text)
    assert (hydrate.plain, str(hydrate.water), "H" in hydrate.elements) == ("Na3SbS4·8H2O", "8", True)
    assert list(hydrate.amounts) == ["Na", "Sb", "S"]
    assert not is_same_composition(hydrate, read_formula("Na3SbS4"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Na2S/Na3PS4/CMK-3", ["Na2S", "Na3PS4", "CMK-3"]),
        ("Na ₂ S/Na ₃ PS ₄ /CMK-3", ["Na2S", "Na3PS4", "CMK-3"]),
        ("Na2S–NaI", ["Na2S", "NaI"]),
        ("Na_2S -NaI", ["Na2S", "NaI"]),
        ("S-KB-P₂S₅", ["S", "KB", "P2S5"]),
        ("NPS/Na₂S", ["NPS", "Na2S"]),
        ("Na-β'-Al₂O₃", ["Na", "Al2O3"]),
        ("Na-Sn", ["Na", "Sn"]),
    ],
)
def test_composites_keep_their_order(text: str, names: list[str]) -> None:
    composite = read_formula(text)
    assert [part if isinstance(part, str) else part.plain for part in composite.components] == names
    assert read_formula(composite.plain).composition == composite.composition


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("γ-Na3PS4", "γ"),
        ("gamma-Na3PS4", "γ"),
        (r"$\gamma$-Na$_3$PS$_4$", "γ"),
        ("γ -Na₃PS₄", "γ"),
        ("t-Na3PS4", "tetragonal"),
        ("cubic Na3PS4", "cubic"),
        ("Cubic phase Na3PS4", "cubic"),
        ("Na3NbS4 (metastable phase I)", "metastable phase I"),
        ("Na3NbS4 metastable phase I", "metastable phase I"),
        ("Na2FeS2 (cubic spinel-type)", "cubic spinel-type"),
        ("Na3NbS4, amorphous", "amorphous"),
        ("NaCl", None),
    ],
)
def test_phases(text: str, phase: str | None) -> None:
    assert read_formula(text).phase == phase


def test_polymorphs_share_a_composition_and_differ_in_phase() -> None:
    one, two = read_formula("t-Na3PS4"), read_formula("cubic Na3PS4")
    assert is_same_composition(one, two)
    assert one.phase != two.phase
    assert one != two


def test_variables() -> None:
    series = read_formula("Na3-xSb1-xWxS4")
    assert (series.is_variable, series.variables) == (True, ("x",))
    assert series.substitute(x=0.12).plain == "Na2.88Sb0.88W0.12S4"
    assert series.substitute(x=0).plain == "Na3SbS4"
    assert series.composition == read_formula("Na3-ySb1-yWyS4").composition
    assert read_formula("Fe1-xS").subscript == "Fe₁₋ₓS"
    assert read_formula("Na3-2xCaxPS4").substitute(x="0.25").plain == "Na2.5Ca0.25PS4"
    assert read_formula("Na3-xSb1-xWxS4 (x = 0.12)").plain == "Na2.88Sb0.88W0.12S4"
    assert read_formula("Na3-xSb1-xWxS4 (0 ≤ x ≤ 0.2)").ranges == (("x", Fraction(0), Fraction(1, 5)),)
    assert read_formula("Na_2S_{n+1}").substitute(n=4).plain == "Na2S5"
    assert read_formula("S_n").plain == "S_{n}"
    assert read_formula("N1P1S1").plain == "N1P1S1"
    assert read_formula("Na3-xPS4/Na2S").substitute(x=1).plain == "Na2PS4/Na2S"
    with pytest.raises(FormulaError, match="substitute"):
        series.charge_imbalance()
    with pytest.raises(FormulaError, match="becomes -1"):
        series.substitute(x=4)
    with pytest.raises(FormulaError, match="not linear"):
        read_formula("(NaxS)y")


@pytest.mark.parametrize(
    ("child", "parent", "expected"),
    [
        ("Na2.85P0.85W0.15S4", "Na3PS4", [("W", "0.15", "P")]),
        ("Na2.8PS3.8Cl0.2", "Na3PS4", [("Cl", "0.2", "S")]),
        ("Na3PSe4", "Na3PS4", [("Se", "4", "S")]),
        ("Na3.1Ge0.1Sb0.9S4", "Na3SbS4", [("Ge", "0.1", "Sb")]),
        ("Na2.88Sb0.88W0.12S3.8O0.2", "Na3SbS4", [("W", "0.12", "Sb"), ("O", "0.2", "S")]),
        ("Na3.6Sn0.8P0.2S3.8Cl0.2", "Na4SnS4", [("P", "0.2", "Sn"), ("Cl", "0.2", "S")]),
        ("Na3-xSb1-xWxS4", "Na3SbS4", [("W", "x", "Sb")]),
        ("Na2.8Ca0.1PS4", "Na3PS4", [("Ca", "0.1", "Na")]),
        ("Na3PS4Cl", "Na3PS4", [("Cl", "1", None)]),
        ("Na3PS4", "Na3PS4", []),
    ],
)
def test_dopants(child: str, parent: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = read_formula(child).dopants_against(read_formula(parent))
    assert [(d.element, str(d.amount), d.replaces) for d in found] == expected


def test_given_oxidation_states_win() -> None:
    assert read_formula("Na3PS4").charge_imbalance({"P": [3]}) == 2


HOSTILE = [
    *"No Pressing CASE 1e9 NSS NPS SSE CCD SOS PVDF-HFP CMK-3 Can Six He NaSICON SOs Na-ion 7 x Xx".split(),
    *"Na3(PS4 Na3PS4) Na[PS4) Na()2 ()Na Na{3 Na}3 Na0PS4 Na-1PS4 Na_{-1}S Na_{2.8-3}PS4 Na_{}S Na3PS4!".split(),
    *"Na1e9S Na_{3-x-}S Na3..5S amorphous Na_xMS_y mS/cm 2C 2Na2S".split(),
    *("", "   ", "(" * 400, "Na" * 400, "x" * 499, "Na3PS4 and Na2S", "Na3PS4\0", "metastable phase I"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_formula_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(FormulaError) as error:
        read_formula(text)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


def test_the_position_points_into_the_text_as_written() -> None:
    with pytest.raises(FormulaError, match="position 14"):
        read_formula("Na<sub>3</sub>Qq")


def test_the_table_of_elements() -> None:
    table = elements()
    assert [e.atomic_number for e in table.values()] == list(range(1, 119))
    assert len({e.name for e in table.values()}) == 118
    assert all(e.families for e in table.values())
    assert {"wolfram", "natrium", "sulphur", "aluminum"} <= {a for e in table.values() for a in e.aliases}
    assert {e.symbol for e in table.values() if e.is_anion} >= {"N", "O", "F", "S", "Cl", "Se", "Br", "Te", "I"}
    assert table["Fe"].states == (3, 2)
    assert table["Fe"].mixed_valence


# --- round trips --------------------------------------------------------------------------------------------------

_symbols = st.sampled_from(sorted(set(elements()) - {"No", "At", "Am", "He"}))
_indices = st.one_of(
    st.integers(2, 99).map(str),
    st.decimals("0.01", "20", places=2).map(lambda d: f"{d.normalize():f}").filter(lambda t: t != "1"),
    st.sampled_from(["x", "1-x", "3-x", "2x", "4-2x"]),
)
_atoms = st.lists(st.tuples(_symbols, _indices), min_size=2, max_size=6, unique_by=lambda atom: atom[0])


def _lowered(index: str) -> str:
    return index.translate(str.maketrans("0123456789-x", "₀₁₂₃₄₅₆₇₈₉₋ₓ"))


NOTATIONS: dict[str, Callable[[str, str], str]] = {
    "plain": lambda s, i: s + i,
    "unicode": lambda s, i: s + _lowered(i),
    "underscore": lambda s, i: f"{s}_{{{i}}}",
    "latex": lambda s, i: rf"\text{{{s}}}_{{{i}}}",
    "dollars": lambda s, i: f"{s}$_{{{i}}}$",
    "html": lambda s, i: f"{s}<sub>{i}</sub>",
    "pdf": lambda s, i: f"{s} _{{{i}}} ",
    "pdf unicode": lambda s, i: f"{s} {_lowered(i)} ",
}


@pytest.mark.parametrize("notation", NOTATIONS)
@given(atoms=_atoms)
def test_every_notation_gives_the_composition_back(notation: str, atoms: list[tuple[str, str]]) -> None:
    plain = read_formula("".join(s + i for s, i in atoms))
    text = "".join(NOTATIONS[notation](s, i) for s, i in atoms)
    read = read_formula(text)
    assert read.composition == plain.composition
    assert read.plain == plain.plain
    assert read_formula(read.subscript).composition == plain.composition


@given(atoms=_atoms, order=st.randoms())
def test_the_order_does_not_matter(atoms: list[tuple[str, str]], order: object) -> None:
    shuffled = sorted(atoms, key=lambda atom: hash((str(order), atom)))
    assert is_same_composition(*(read_formula("".join(s + i for s, i in a)) for a in (atoms, shuffled)))


@given(st.text(max_size=120))
def test_any_text_reads_or_is_refused(text: str) -> None:
    try:
        formula = read_formula(text)
    except FormulaError:
        return
    assert read_formula(formula.plain).composition == formula.composition
