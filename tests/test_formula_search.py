"""Formulae in running text: exact offsets, words left alone, and noise read in linear time."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import FormulaError
from kg.formula_reader import read_formula
from kg.formula_search import FoundFormula, find_formulas
from kg.notation import plain_text


@pytest.mark.parametrize(
    "text",
    [
        "In this work, As shown, I think. No. Can He be At it? SOS, NSS, NPS, SSE, CCD, PVDF-HFP, CMK-3, KB, KOH, UV.",
        "BASIC PHYSICS OF CONICS; NPSO1, NPSO25, COVID19, CR2032, PC, VOCs and SOs, NaSICON and NaFSI, NaN.",
        "Six Boys, Pb-free and Li-ion or Na-S batteries; P–O bonds; P2-type and O3-type; Na_xMS_y; (Fig. S2) Table S3.",
        "at 2C, 0.3 C, 60 °C, 3 V vs Na/Na; Sn-based, Na- and K-based; NaClean; 10.1039/D5SC10189A",
    ],
)
def test_words_and_abbreviations_are_not_found(text: str) -> None:
    assert find_formulas(text) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("of $\\text{Na}_3\\text{PS}_4$, a", ["$\\text{Na}_3\\text{PS}_4$"]),
        ("the \\mathrm{Na_{2.88}Sb_{0.88}W_{0.12}S_4} one", ["\\mathrm{Na_{2.88}Sb_{0.88}W_{0.12}S_4}"]),
        ("Na$_3$PS$_4$ and Na<sub>3</sub>SbS<sub>4</sub>.", ["Na$_3$PS$_4$", "Na<sub>3</sub>SbS<sub>4</sub>"]),
        ("x\tNa ₁₁ Sn ₂ SbS ₁₁ Se\t0.34", ["Na ₁₁ Sn ₂ SbS ₁₁ Se"]),
        ("Na _2 S and Na _3 PS _4 In the", ["Na _2 S", "Na _3 PS _4"]),
        ("in Na₃PS₄.¹⁰⁷ But Na₃Sb¹²", ["Na₃PS₄", "Na₃Sb"]),
        ("[SbS_4] and (Na₃PO₄, NaCrS₂)", ["SbS_4", "Na₃PO₄", "NaCrS₂"]),
        ("γ -Na₃PS₄) t-Na3PS4-based", ["γ -Na₃PS₄", "t-Na3PS4"]),
        ("Na₂S, S²⁻ (H⁺), Sb⁵⁺.⁶⁴ W6+", ["Na₂S", "S²⁻", "H⁺", "Sb⁵⁺", "W6+"]),
        ("$\\text{Na}_2\\text{S-c}$ lies", ["$\\text{Na}_2\\text{S-c}$"]),
        ("S/Na ₃ PS _{3.85} O _{0.15}\tNa", ["S/Na ₃ PS _{3.85} O _{0.15}"]),
        ("Na_2S /NPS/CMK-3 . NaCl, NaF; MoS", ["Na_2S /NPS/CMK-3", "NaCl", "NaF", "MoS"]),
        ("Na3V2(PO4)3(s) (NH4)2SO4", ["Na3V2(PO4)3", "(NH4)2SO4"]),
        ("3Na2S + P2S5 → 2Na3PS4", ["Na2S", "P2S5", "Na3PS4"]),
        ("Na3SbS4·8H2O. Next", ["Na3SbS4·8H2O"]),
        ("strength of $Na_3PS_{4-x}O_x$.", ["$Na_3PS_{4-x}O_x$"]),
    ],
)
def test_formulae_are_found_with_exact_offsets(text: str, spans: list[str]) -> None:
    found = find_formulas(text)
    assert [text[f.start : f.end] for f in found] == spans
    assert [f.formula.text for f in found] == spans


def test_found_formulae_do_not_overlap_and_are_in_order() -> None:
    found: list[FoundFormula] = find_formulas("Na2S/Na3PS4 Na2S-NaI, Na3V2(PO4)3/Na " * 20)
    assert len(found) == 60
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "noise",
    [*"Na/ Na( ( NaNa _{ } $ Na3PS4 1 ^{ \\text{ Na- A- γ- ₃ Na3·".split(), "Na _3 ", "<sub ", "\0"],
)
def test_noise_takes_linear_time(noise: str) -> None:
    text = noise * (200_000 // len(noise))
    begun = time.perf_counter()
    find_formulas(text)
    assert time.perf_counter() - begun < 10
    with pytest.raises(FormulaError, match="too many"):
        read_formula(text)


@given(st.text(alphabet="NaPS34_{}^$()[]-–/ .·x₃⁺³⁻<sub>\\text1Cl", max_size=80))
def test_markup_noise_reads_or_is_refused(text: str) -> None:
    for found in find_formulas(text):
        assert 0 <= found.start < found.end <= len(text)
    marked = plain_text(text)
    assert all(0 <= marked.place(at) <= len(text) for at in range(len(marked.text)))
    try:
        formula = read_formula(text)
    except FormulaError:
        return
    assert read_formula(formula.plain).composition == formula.composition
