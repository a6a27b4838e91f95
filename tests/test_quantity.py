"""Quantities: every spelling of a unit, conversions there and back, running text and hostile input."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnitError
from kg.quantity import CONTRACT, UNITS, Quantity, find_quantities, format_quantity, read_unit

SPELLINGS = {
    "mS/cm": [
        "mS cm⁻¹",
        "mS cm^-1",
        "mS·cm-1",
        "mS cm^{−1}",
        r"$\text{ mS cm}^{-1}$",
        "mS cm ⁻¹",
        "(mS cm⁻¹)",
        "10^-3 S/cm",
    ],
    "S/cm": ["S cm^{−1}", "S cm-1", "siemens per cm"],
    "S/m": ["S m⁻¹", "S/m"],
    "kJ/mol": ["kJ mol^{-1}", "kJ mol⁻¹", "KJ/mol", "kJ per mole"],
    "kcal/mol": [r"\text{ kcal mol}^{-1}", "kcal mol−1"],
    "eV": ["electronvolt", "ev", "electron volts"],
    "meV": ["meV"],
    "mAh/g": ["mAh g-1", "mA h/g", "mAh g⁻¹", "mA h g^{-1}", "mah/g"],
    "mA/cm2": ["mA cm−2", "mA cm⁻²", "mA/cm²", "mA cm^{-2}", "mA cm<sup>-2</sup>"],
    "mAh/cm2": ["mAh cm⁻²", "mA h cm-2"],
    "mA/g": ["mA g⁻¹", "mA g ⁻¹", "A kg-1"],
    "A/g": ["A g-1"],
    "V": ["volts", "volt"],
    "mV": ["mV"],
    "C": ["C-rate"],
    "cycles": ["cycle"],
    "h": ["hours", "hour", "hr", "hrs"],
    "min": ["minutes"],
    "s": ["seconds"],
    "days": ["day"],
    "°C": ["degC", "° C", "deg C", "℃", "ºC", r"^\circ\text{C}", "degrees Celsius"],
    "K": ["kelvin"],
    "MPa": ["MPa", "mpa"],
    "rpm": ["revolutions per minute", "r/min", "RPM"],
    "Wh/kg": ["Wh kg⁻¹", "W h kg-1"],
    "Wh/L": ["Wh L-1"],
    "kWh/kg": ["kWh kg⁻¹"],
    "%": ["percent", "per cent", r"\%", "wt%"],
    "µm": ["micron", "um", "μm", "microns", r"$\mu$m", "micrometers"],
    "nm": ["nanometres"],
    "mm": ["mm"],
    "m": ["metres"],
    "$/kg": ["$ per kg", "$/kg", "USD/kg", r"\$50 per kg", "US$/kg", "dollars per kilogram", "$ kg^{-1}"],
    "Ω cm2": ["Ω cm²", "ohm cm^2", r"$\Omega$ cm$^2$"],
    "g/cm3": ["g cm⁻³"],
    "mg/cm2": ["mg cm-2"],
}
CASES = [(text, unit) for unit, texts in SPELLINGS.items() for text in (unit, *texts)]


def test_the_cases_cover_the_contract() -> None:
    assert set(CONTRACT) <= set(SPELLINGS)
    assert len(CASES) == 129


@pytest.mark.parametrize(("text", "unit"), CASES)
def test_every_spelling_of_a_unit(text: str, unit: str) -> None:
    assert read_unit(text) == unit


@pytest.mark.parametrize(
    "text", ["furlong", "", "mS", "1/s", "S cm", "10^-5 S/cm", "x" * 1000, "$", "%%", "\0", "mS//cm"]
)
def test_an_unknown_unit_names_near_ones(text: str) -> None:
    with pytest.raises(UnitError) as error:
        read_unit(text)
    assert len(str(error.value)) < 200


def test_near_units_are_listed() -> None:
    with pytest.raises(UnitError, match="mAh/g"):
        read_unit("mAhh/g")


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        (0.25, "eV", "kJ/mol", 24.12125),
        (24.12125, "kJ/mol", "eV", 0.25),
        (96.485, "kJ/mol", "meV", 1000),
        (16.3, "kcal/mol", "kJ/mol", 68.1992),
        (0.032, "S/cm", "mS/cm", 32),
        (32, "mS/cm", "S/m", 3.2),
        (25, "°C", "K", 298.15),
        (298.15, "K", "°C", 25),
        (1.675, "A/g", "mA/g", 1675),
        (90, "min", "h", 1.5),
        (0.1, "GPa", "MPa", 100),
        (50, "µm", "nm", 50000),
        (0.2, "kWh/kg", "Wh/kg", 200),
        (2, "days", "h", 48),
    ],
)
def test_conversions_are_exact(value: float, unit: str, target: str, expected: float) -> None:
    assert Quantity(value, unit).to(target) == Quantity(expected, target)


def test_dimensions_are_checked() -> None:
    with pytest.raises(UnitError, match="cannot become V"):
        Quantity(1, "mS/cm").to("V")
    with pytest.raises(UnitError, match="finite"):
        Quantity(float("nan"), "V")
    assert Quantity(1, "mS cm⁻¹").unit == "mS/cm"


def _pairs() -> list[tuple[str, str]]:
    pairs = []
    for one in UNITS:
        for two in UNITS:
            try:
                Quantity(1, one).to(two)
            except UnitError:
                continue
            pairs.append((one, two))
    return pairs


@given(value=st.floats(1e-9, 1e9), pair=st.sampled_from(_pairs()))
def test_there_and_back(value: float, pair: tuple[str, str]) -> None:
    there = Quantity(value, pair[0]).to(pair[1])
    assert there.to(pair[0]).value == pytest.approx(value, rel=1e-10, abs=1e-8 if "K" in pair else 0)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.000014, "mS/cm", "1.4×10⁻⁵ mS/cm"),
        (2.5e-13, "S/cm", "2.5×10⁻¹³ S/cm"),
        (32.0, "mS/cm", "32 mS/cm"),
        (0.044, "V", "0.044 V"),
        (86.0, "%", "86%"),
        (0.3, "C", "0.3C"),
        (-20, "°C", "−20 °C"),
        (1000, "cycles", "1000 cycles"),
        (123456, "cycles", "123456 cycles"),
        (0, "V", "0 V"),
        (1e7, "Pa", "1×10⁷ Pa"),
        (1 / 3, "V", "0.333333 V"),
    ],
)
def test_a_person_reads_sensible_digits(value: float, unit: str, text: str) -> None:
    assert format_quantity(Quantity(value, unit)) == text


TEXTS = [
    ("32 mS cm^{-1}", "32 mS cm^{-1}", "=", 32, 32, "mS/cm"),
    ("(10^{−3} S cm^{−1})", "10^{−3} S cm^{−1}", "=", 1e-3, 1e-3, "S/cm"),
    (
        r"of $2.5 \times 10^{-13} \text{ S cm}^{-1}$ to",
        r"$2.5 \times 10^{-13} \text{ S cm}^{-1}$",
        "=",
        2.5e-13,
        2.5e-13,
        "S/cm",
    ),
    ("1e-6 S/cm", "1e-6 S/cm", "=", 1e-6, 1e-6, "S/cm"),
    ("3 × 10−4 S cm−1", "3 × 10−4 S cm−1", "=", 3e-4, 3e-4, "S/cm"),
    ("10−3 S cm−1", "10−3 S cm−1", "=", 1e-3, 1e-3, "S/cm"),
    ("between 1 and 2 mS/cm", "1 and 2 mS/cm", "range", 1, 2, "mS/cm"),
    ("1 and 2 mS/cm", "2 mS/cm", "=", 2, 2, "mS/cm"),
    ("0.8–3.2 V", "0.8–3.2 V", "range", 0.8, 3.2, "V"),
    ("from 1 to 2 V", "1 to 2 V", "range", 1, 2, "V"),
    ("merely 5–6%, which", "5–6%", "range", 5, 6, "%"),
    ("≤50 µm", "50 µm", "<=", 50, 50, "µm"),
    ("(< 250 °C)", "250 °C", "<", 250, 250, "°C"),
    (r"($<100 \text{ }^\circ\text{C}$)", r"100 \text{ }^\circ\text{C}", "<", 100, 100, "°C"),
    (r"$250 \text{ }^\circ\text{C}$", r"$250 \text{ }^\circ\text{C}$", "=", 250, 250, "°C"),
    ("less than 0.04 mS cm⁻¹ .", "0.04 mS cm⁻¹", "<", 0.04, 0.04, "mS/cm"),
    ("more than 50% higher", "50%", ">", 50, 50, "%"),
    ("exceeding 500 Wh kg⁻¹", "500 Wh kg⁻¹", ">", 500, 500, "Wh/kg"),
    ("at least 100 cycles", "100 cycles", ">=", 100, 100, "cycles"),
    ("not less than 4 h", "4 h", ">=", 4, 4, "h"),
    ("100 cycles or more", "100 cycles", ">=", 100, 100, "cycles"),
    ("4 h or less", "4 h", "<=", 4, 4, "h"),
    ("up to $50 per kg", "$50 per kg", "<=", 50, 50, "$/kg"),
    (r"should not exceed \$50 per kg.^{69}", r"\$50 per kg", "<=", 50, 50, "$/kg"),
    ("costs 50 USD/kg", "50 USD/kg", "=", 50, 50, "$/kg"),
    ("costs 50 $/kg", "50 $/kg", "=", 50, 50, "$/kg"),
    ("$50–60/kg", "$50–60/kg", "range", 50, 60, "$/kg"),
    ("nearly 86%", "86%", "~", 86, 86, "%"),
    ("about 5%", "5%", "~", 5, 5, "%"),
    ("~5%", "5%", "~", 5, 5, "%"),
    ("a high rate (2C) and", "2C", "=", 2, 2, "C"),
    ("at 0.3 C and", "0.3 C", "=", 0.3, 0.3, "C"),
    ("1,000 cycles", "1,000 cycles", "=", 1000, 1000, "cycles"),
    ("1165 mAh g^{−1},^{7–11} SMBs", "1165 mAh g^{−1}", "=", 1165, 1165, "mAh/g"),
    ("0.02 mA g ⁻¹\t36/5", "0.02 mA g ⁻¹", "=", 0.02, 0.02, "mA/g"),
    ("at −20 °C", "−20 °C", "=", -20, -20, "°C"),
    ("-20 to 60 °C", "-20 to 60 °C", "range", -20, 60, "°C"),
    ("5.0 ± 0.2 mS/cm", "5.0 ± 0.2 mS/cm", "=", 5, 5, "mS/cm"),
    ("95%¹² of", "95%", "=", 95, 95, "%"),
    ("a 5-µm-thick film", "5-µm", "=", 5, 5, "µm"),
]


@pytest.mark.parametrize(("text", "span", "expected"), [(row[0], row[1], row[2:]) for row in TEXTS])
def test_a_quantity_is_found(text: str, span: str, expected: tuple[str, float, float, str]) -> None:
    (found,) = find_quantities(text)
    assert text[found.start : found.end] == span
    assert (found.sign, found.low, found.high, found.unit) == expected


def test_a_slash_parts_two_quantities() -> None:
    found = find_quantities("0.1 mA cm⁻²/0.05 mAh cm⁻²")
    assert [(q.low, q.unit) for q in found] == [(0.1, "mA/cm2"), (0.05, "mAh/cm2")]


@pytest.mark.parametrize(
    "text",
    [
        "0.8–3.2 and 240, 10 and 20; refs 7–11",
        "Na3V2(PO4)3 Na₃V₂(PO₄)₃ CMK-3 Sb0.3Sb",
        "Fig. 2C shows (Figure 3C) 12 C atoms, 400 C",
        "2D and 3D, 0.064 cm^{-2}, 2021, 7, 2312",
        "- 94 K. Denoue, D. Le Coq",
        "1e999 V and $5 only",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    "noise", ["1", "1 ", "1,", "5 mA ", "10^{", "5-6 to ", "$", "less than ", "$5 per ", "× 10", "5 ± "]
)
def test_noise_takes_linear_time(noise: str) -> None:
    text = noise * (1_000_000 // len(noise))
    begun = time.perf_counter()
    find_quantities(text)
    assert time.perf_counter() - begun < 20


@given(st.text(alphabet="0123456789 .,-–×^{}$%°CVmSAhgcm/kto±eE\\⁻¹", max_size=60))
def test_any_text_gives_sound_spans(text: str) -> None:
    for found in find_quantities(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.low <= found.high
        assert found.unit in UNITS


@given(value=st.decimals("0.001", "99999", places=3), unit=st.sampled_from([u for u in UNITS if u != "C"]))
def test_what_is_printed_is_found_again(value: object, unit: str) -> None:
    quantity = Quantity(float(f"{float(str(value)):.6g}"), unit)
    text = f"It has {format_quantity(quantity)}, once."
    (found,) = find_quantities(text)
    assert (found.low, found.unit) == (quantity.value, unit)
