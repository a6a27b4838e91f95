"""A formula that the graph does not hold gets a likely class and, where it is doped, its parent."""

import pytest

from kg.curated import read_curated
from kg.formula_reader import read_formula
from kg.new_materials import likely_class, likely_parent
from kg.new_things import propose_thing
from kg.proposals import Named


@pytest.mark.parametrize(
    ("formula", "parent", "name"),
    [
        ("Na2.9Sb0.9Hf0.1S4", "Na3SbS4", "NaxMSyElectrolyte"),
        ("Na2.85P0.85Mo0.15S4", "Na3PS4", "NaxMSyElectrolyte"),
        ("Na3SbS3.8Te0.2", "Na3SbS4", "NaxMSyElectrolyte"),
        ("Na3AsS4", None, "NaxMSyElectrolyte"),
        ("Na11Ge2SbS12", None, "NazM2PS12Electrolyte"),
        ("Li6PS5Cl", None, "SulfideElectrolyte"),
        ("Li5.5PS4.5Cl1.5", None, "SulfideElectrolyte"),
        ("Li3-xPS4-xClx", None, "SulfideElectrolyte"),
        ("Na2.5Hf0.5Ta0.5Cl6", None, "HalideElectrolyte"),
        ("Li7La3Zr2O12", None, "OxideElectrolyte"),
        ("NaCrO2", None, "OxideCathode"),
        ("Na4Fe3(PO4)2(P2O7)", None, "PolyanionCathode"),
        ("CuS", None, "ConversionCathode"),
        ("Na15Pb4", None, "AlloyAnode"),
        ("Li-In", None, "AlloyAnode"),
        ("SiO2", None, "Material"),
    ],
)
def test_class_and_parent(formula: str, parent: str | None, name: str) -> None:
    read = read_formula(formula)
    found = likely_parent(read, read_curated())
    assert (found.id if found else None, likely_class(read, found)) == (parent, name)


def test_what_something_turns_into_is_a_product() -> None:
    _, row = propose_thing(Named("Na3.1PS3.9", "Material"), read_curated(), is_product=True)
    assert row["class"] == "DecompositionProduct"
    assert "parent" not in row


def test_a_new_material_in_any_notation_is_proposed_with_its_composition() -> None:
    table, row = propose_thing(Named(r"$\mathrm{Na_{2.9}Sb_{0.9}Hf_{0.1}S_4}$", "Material"), read_curated())
    assert table == "materials"
    assert row == {
        "id": "Na2.9Sb0.9Hf0.1S4",
        "label": "Na2.9Sb0.9Hf0.1S4",
        "class": "NaxMSyElectrolyte",
        "formula": "Na2.9Sb0.9Hf0.1S4",
        "parent": "Na3SbS4",
        "aliases": r"$\mathrm{Na_{2.9}Sb_{0.9}Hf_{0.1}S_4}$",
    }
