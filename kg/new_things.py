"""Words that the graph does not know -> the row of a table of things as it may look, for a person to check."""

from collections import Counter

from kg.curated_check import ENTITY_TABLES
from kg.elements import elements
from kg.errors import FormulaError, SseKgError
from kg.formula_reader import read_formula
from kg.inference import formula_of
from kg.model import Curated
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


def propose_thing(named: Named, curated: Curated) -> tuple[str, dict[str, str]]:
    """The table and the row for something new: with its composition and likely class where it has a formula.

    Raises SseKgError for what cannot be new, as properties are those of the ontology.

    >>> from kg.curated import read_curated
    >>> table, row = propose_thing(Named("Na₂.₉PS₃.₉Br₀.₁", "Material"), read_curated())
    >>> table, row["id"], row["class"], row["formula"]
    ('materials', 'Na2.9PS3.9Br0.1', 'NaxMSyElectrolyte', 'Na2.9PS3.9Br0.1')
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
        row["class"] = likely_class(formula, curated)
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


def likely_class(formula: str, curated: Curated) -> str:
    """The class of most of the known materials whose elements are the same, or else differ in the fewest."""
    own = set(read_formula(formula).elements)
    distances: Counter[tuple[int, str]] = Counter()
    for entity in curated.entities.values():
        known = formula_of(entity) if entity.kind == "materials" else None
        if known:
            distances[len(own ^ set(known.elements)), entity.classes[0]] += 1
    nearest = min((distance for distance, _ in distances), default=0)
    counts = {name: count for (distance, name), count in distances.items() if distance == nearest}
    return max(sorted(counts), key=lambda name: counts[name]) if counts else "Material"


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
