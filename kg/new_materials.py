"""A formula that the graph does not hold -> the class it likely belongs to, and the known compound it is doped from."""

from fractions import Fraction

from kg.elements import elements
from kg.formula import Formula
from kg.inference import formula_of
from kg.model import Curated, Entity

_ALKALI = frozenset({"Li", "Na", "K"})
_HALOGENS = frozenset({"F", "Cl", "Br", "I"})
_REDOX = frozenset({"Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Mo"})
#: What holds the anions of an electrolyte together.
_CENTRES = frozenset({"P", "Sb", "As", "Si", "Ge", "Sn", "Ga", "In", "Al", "B", "W", "Ta", "Zr", "Y", "Sc", "Hf"})
#: How much of an element of the parent may be gone, as a share.
_MOST_LOST = Fraction(1, 2)


def likely_parent(formula: Formula, curated: Curated) -> Entity | None:
    """The known compound that differs by a dopant: the one of the fewest elements, then of the nearest amounts.

    >>> from kg.curated import read_curated
    >>> from kg.formula_reader import read_formula
    >>> likely_parent(read_formula("Na2.9Sb0.9Hf0.1S4"), read_curated()).id
    'Na3SbS4'
    """
    found = []
    for entity in curated.entities.values():
        known = formula_of(entity) if entity.kind == "materials" else None
        if known and (distance := _distance(formula, known)) is not None:
            found.append((len(known.elements), distance, entity.id))
    return curated.entities[min(found)[2]] if found else None


def _distance(formula: Formula, known: Formula) -> Fraction | None:
    """By how much the amounts of the parent's elements differ; None where it can be no parent."""
    if formula.is_variable or known.is_variable or formula.components or known.components or known.charge:
        return None
    new = formula.elements - known.elements
    if not new or len(new) > 2 or not known.elements < formula.elements or len(known.elements) < 3:
        return None
    mine = {symbol: amount.value for symbol, amount in formula.amounts.items()}
    theirs = {symbol: amount.value for symbol, amount in known.amounts.items()}
    lost = {symbol: abs(amount - mine[symbol]) for symbol, amount in theirs.items()}
    if any(gone > _MOST_LOST * theirs[symbol] for symbol, gone in lost.items()):
        return None
    dopants = formula.dopants_against(known)
    if any(one.replaces is None or mine[one.element] >= theirs[one.replaces] for one in dopants):
        return None
    return sum(lost.values(), Fraction(0))


def likely_class(formula: Formula, parent: Entity | None, *, is_product: bool = False) -> str:
    """The class by what a material is doped from, by how it comes about, or else by what it is made of.

    >>> from kg.formula_reader import read_formula
    >>> [likely_class(read_formula(one), None) for one in ("Li6PS5Cl", "Na2ZrCl6", "NaCrO2", "Na15Sn4")]
    ['SulfideElectrolyte', 'HalideElectrolyte', 'OxideCathode', 'AlloyAnode']
    """
    if is_product:
        return "DecompositionProduct"
    if formula.components and any(elements()[symbol].is_anion for symbol in formula.elements):
        return "Material" if formula.elements & _REDOX else "CompositeElectrolyte"
    return parent.classes[0] if parent else _by_elements(formula)


def _by_elements(formula: Formula) -> str:
    held = formula.elements
    anions = {symbol for symbol in held if elements()[symbol].is_anion}
    if not anions and held <= set(elements()) - {"C", "H", "B", "P", "Si"}:
        return "AlloyAnode" if len(held) > 1 else "MetalAnode"
    if held & _REDOX and anions & {"O", "S", "Se", "F"} and not _is_dopant(formula):
        return _cathode(held, anions)
    return _electrolyte(formula, anions) if held & _ALKALI and held & _CENTRES else "Material"


def _is_dopant(formula: Formula) -> bool:
    """Whether the redox metals of a sulfide are only a dopant among the centres of an electrolyte."""
    if not formula.elements & {"S", "Se"} or formula.is_variable:
        return False
    amounts = {symbol: amount.value for symbol, amount in formula.amounts.items()}
    redox, centres = (sum(n for symbol, n in amounts.items() if symbol in group) for group in (_REDOX, _CENTRES))
    return "O" not in amounts and redox < centres


def _cathode(held: frozenset[str], anions: set[str]) -> str:
    if "O" in anions:
        return "PolyanionCathode" if held & {"P", "S", "Si"} else "OxideCathode"
    return "CathodeMaterial" if held & _ALKALI else "ConversionCathode"


def _electrolyte(formula: Formula, anions: set[str]) -> str:
    """By its anion; a chalcogenide of sodium is of one of its structural types where the amounts say so."""
    if anions & {"S", "Se"}:
        return _structure(formula) or ("SulfideElectrolyte" if "S" in anions else "SelenideElectrolyte")
    if anions & _HALOGENS:
        return "HalideElectrolyte"
    return "OxideElectrolyte" if "O" in anions else "Material"


def _structure(formula: Formula) -> str:
    if "Na" not in formula.elements or formula.is_variable:
        return ""
    amounts = {symbol: amount.value for symbol, amount in formula.amounts.items()}
    centres = sum(amount for symbol, amount in amounts.items() if symbol in _CENTRES)
    chalcogens = amounts.get("S", 0) + amounts.get("Se", 0)
    if (centres, chalcogens) == (3, 12):
        return "NazM2PS12Electrolyte"
    return "NaxMSyElectrolyte" if centres == 1 and 3 <= chalcogens <= 4 else ""
