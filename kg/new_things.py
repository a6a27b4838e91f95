"""Words that the graph does not know -> the row of a table of things as it may look, for a person to check."""

from kg.curated_check import ENTITY_TABLES
from kg.elements import elements
from kg.errors import FormulaError, SseKgError
from kg.formula_reader import read_formula
from kg.model import Curated
from kg.new_materials import likely_class, likely_parent
from kg.proposals import Named, one_line
from kg.vocabulary import Vocabulary

#: The table for things of a type, and the class to begin with.
_TABLES = {
    "Material": ("materials", "Material"),
    "Strategy": ("strategies", "Strategy"),
    "FailureMechanism": ("failure_mechanisms", "FailureMechanism"),
    "Method": ("processes", "CharacterisationMethod"),
    "Dopant": ("dopants", ""),
}
#: Types of what the ontology holds, or of what is no thing: nothing new of these is added in a review.
_FIXED = ("Property", "Quantity")
_ROOTS = {"materials": "Material", "strategies": "Strategy", "failure_mechanisms": "FailureMechanism"}
_ROOTS |= {"processes": "Process", "concepts": "Concept"}
_ASCII = str.maketrans({"(": "-", ")": "-", "/": "-", "·": "-", " ": "-"})


def propose_thing(named: Named, curated: Curated, *, is_product: bool = False) -> tuple[str, dict[str, str]]:
    """The table and the row for something new: with its composition, likely class and parent where it has a formula.

    `is_product` says that something turns into it, so that it is no part of a cell by its own right.
    Raises SseKgError for what cannot be new, as properties are those of the ontology.

    >>> from kg.curated import read_curated
    >>> table, row = propose_thing(Named("Na₂.₉PS₃.₉Br₀.₁", "Material"), read_curated())
    >>> table, row["id"], row["class"], row["parent"]
    ('materials', 'Na2.9PS3.9Br0.1', 'NaxMSyElectrolyte', 'Na3PS4')
    """
    text = one_line(named.text)
    if named.type in _FIXED:
        raise SseKgError(f"the graph knows no {named.type.lower()} called '{text}': name one that it knows")
    table, name = _TABLES.get(named.type, ("concepts", "Concept"))
    if table == "dopants":
        return table, _dopant(text)
    row = {"id": _id(text), "label": text, "class": name}
    formula = _formula(text) if table == "materials" else ""
    if formula:
        row |= {"id": formula.translate(_ASCII).strip("-."), "label": formula, "formula": formula}
        parent = None if is_product else likely_parent(read_formula(formula), curated)
        row["class"] = likely_class(read_formula(formula), parent, is_product=is_product)
        row |= {"parent": parent.id} if parent else {}
        if text != formula:
            row["aliases"] = text
    return table, row


def tables_of_things() -> tuple[str, ...]:
    """The tables that a new thing may go to."""
    return tuple(table for table in ENTITY_TABLES if table != "groups")


def classes_for(table: str, words: Vocabulary) -> list[str]:
    """The classes that things of a table may have; none where all have the same."""
    root = _ROOTS.get(table)
    return sorted(name for name in words.classes if root in words.ancestors(name)) if root else []


def _formula(text: str) -> str:
    """The formula as plain text with explicit indices; nothing where the words are no formula."""
    try:
        formula = read_formula(text)
    except FormulaError:
        return ""
    return formula.plain if len(formula.elements) > 1 else ""


def _id(text: str) -> str:
    kept = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "-" for char in text)
    return "-".join(part for part in kept.split("-") if part).strip("._-")[:60] or "thing"


def _dopant(text: str) -> dict[str, str]:
    letters = "".join(char for char in text if char.isalpha())
    names = {element.name.casefold(): symbol for symbol, element in elements().items()}
    symbol = letters if letters in elements() else names.get(letters.casefold(), "")
    return {"id": f"dopant-{symbol or letters}", "label": text, "element": symbol}
