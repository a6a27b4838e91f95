"""The words of a cell -> the thing of the graph they name: formulae by composition, all else by its names."""

import re
from dataclasses import dataclass

from extract.candidate import Argument
from kg.elements import elements
from kg.errors import FormulaError
from kg.formula import Formula
from kg.formula_reader import read_formula
from kg.formula_search import find_formulas
from kg.lexicon import Lexicon
from kg.names import resource, term
from kg.notation import plain_text
from kg.words import phrase_key

_TYPES = {
    "materials": "Material",
    "dopants": "Dopant",
    "strategies": "Strategy",
    "failure_mechanisms": "FailureMechanism",
    "processes": "Method",
}
_LAYERS = re.compile(r"\s?(?:\|{1,2}|‖|//|\+|;|/|\band\b)\s?|,\s")
_TWO_HALVES = re.compile(r"[A-Z][\w().{}]*\d[\d.}]* (?=[A-Z][\w().{}]*\d)[\w().{}]+")
_WRITTEN_OUT = re.compile(r"([xyzδ])\s?=\s?(\d{1,2}(?:\.\d{1,3})?)\Z")
_LONGEST = 160


@dataclass(frozen=True)
class Named:
    """What a cell names: its words, its kind, its id in the graph if it is known, and its formula if it is one."""

    text: str
    type: str
    id: str = ""
    formula: Formula | None = None
    phase: str = ""

    @property
    def argument(self) -> Argument:
        """The same as the subject or object of a statement."""
        iri = term(self.id) if self.type == "Property" else resource(self.id)
        return Argument(self.text, self.type, iri if self.id else None)

    @property
    def name(self) -> str:
        """The id of the thing, or its words when it is unknown: how conditions name it."""
        return self.id or self.text


class Linker:
    """Links the words of cells to the graph; what was linked once is remembered."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._known: dict[tuple[str, str], Named | None] = {}

    def material(self, text: str, phase: str = "") -> Named | None:
        """The material that a text names, with the polymorph if the graph knows it; None when it names none.

        A polymorph that the graph does not know stays a phase of the compound.
        """
        if (text, phase) not in self._known:
            self._known[text, phase] = self._material(" ".join(text.split()), phase)
        return self._known[text, phase]

    def _material(self, text: str, phase: str) -> Named | None:
        if not re.search(r"[A-Za-z]", text) or len(text) > _LONGEST:
            return None
        formula = _formula(text)
        phase = phase or (formula.phase or "" if formula else "")
        written = formula.plain if formula else plain_text(text).text.replace("{", "").replace("}", "").replace("^", "")
        if phase and (polymorph := self._polymorph(written, formula, phase)):
            return Named(self.lexicon.things[polymorph].label, "Material", polymorph, formula)
        named = self._by_name(written, "materials") or self._by_name(text, "materials")
        found = named or (self._by_composition(formula) if formula else "")
        return Named(written, "Material", found, formula, phase)

    def _by_name(self, text: str, kind: str) -> str:
        """The thing of a kind that bears a name, if only one does or one is labelled so."""
        senses = [s for s in self.lexicon.phrases.get(" ".join(phrase_key(text)), ()) if s.kind == "thing"]
        alike = [sense for sense in senses if self.lexicon.things[sense.id].kind == kind]
        labelled = [sense for sense in alike if sense.how == "label"]
        found = alike if len(alike) == 1 else labelled
        return found[0].id if len(found) == 1 else ""

    def _by_composition(self, formula: Formula) -> str:
        found = self.lexicon.formulas.get(formula.composition, ())
        return found[0] if found else ""

    def _polymorph(self, written: str, formula: Formula | None, phase: str) -> str:
        """The material that is a compound in one of its phases, by name or by the words that its label adds."""
        for name in (f"{written} ({phase})", f"{phase} {written}"):
            if found := self._by_name(name, "materials"):
                return found
        words = {word for word in phrase_key(phase) if word not in ("phase", "type", "structure")}
        for thing in self.lexicon.formulas.get(formula.composition, ()) if formula else ():
            added = set(phrase_key(self.lexicon.things[thing].label)) - set(phrase_key(written)) - {"phase", "type"}
            if words and words == added:
                return thing
        return ""

    def materials(self, text: str) -> tuple[Named, ...]:
        """The materials of a cell: one, or the layers or parts of one that the graph knows only one by one."""
        whole = self.material(text)
        if whole is None or whole.id or (whole.formula and not whole.formula.components):
            return (whole,) if whole else ()
        parts = [self.material(part) for part in _LAYERS.split(text) if part.strip()]
        known = [part for part in parts if part and (part.id or part.formula)]
        return tuple(known) if len(known) == len(parts) > 1 else (whole,)

    def dopant(self, text: str) -> Named | None:
        """The element that a cell names as dopant: "W", "W6+", "tungsten"."""
        formula = _formula(text)
        symbol = next(iter(formula.elements), "") if formula and len(formula.elements) == 1 else ""
        for sense in self.lexicon.phrases.get(" ".join(phrase_key(text)), ()):
            symbol = symbol or (sense.id if sense.kind == "element" else "")
        symbol = symbol or next((e.symbol for e in elements().values() if e.name.lower() == text.strip().lower()), "")
        if not symbol:
            return None
        things = (self._by_name(name, "dopants") for name in (symbol, elements()[symbol].name))
        return Named(symbol, "Dopant", next(filter(None, things), ""))

    def doped(self, dopant: Named, parent: Named) -> Named:
        """A compound doped with an element, when the cell holds only its parent: with how much is not said."""
        if parent.formula and dopant.text in parent.formula.elements:
            return parent
        return Named(f"{dopant.text}-doped {parent.text}", "Material")

    def entity(self, text: str, kind: str = "") -> Named | None:
        """The thing or property that some words name; of the wanted kind when one is given, even if unknown there."""
        body = text.strip(" .;,")
        key = " ".join(phrase_key(body))
        if not key or len(body) > _LONGEST or not re.search(r"[A-Za-z]", body):
            return None
        for sense in self.lexicon.phrases.get(key, ()):
            named = self._sense(sense.kind, sense.id, body)
            if named and kind in ("", named.type):
                return named
        if kind in ("", "Material") and _formula(body):
            return self.material(body)
        return Named(body, kind) if kind in ("Strategy", "FailureMechanism", "Method", "Material") else None

    def _sense(self, kind: str, identifier: str, text: str) -> Named | None:
        if kind == "property":
            return Named(self.lexicon.label(identifier), "Property", identifier)
        if kind == "thing" and self.lexicon.things[identifier].kind in _TYPES:
            return Named(text, _TYPES[self.lexicon.things[identifier].kind], identifier)
        return None

    def series(self, text: str) -> Formula | None:
        """The one formula with a variable in a text, such as that of a series in a caption."""
        found = {one.formula.plain: one.formula for one in find_formulas(text) if one.formula.is_variable}
        return next(iter(found.values())) if len(found) == 1 else None

    def member(self, series: Formula, cell: str) -> Named | None:
        """The member of a series that a cell such as "x = 0.1" names."""
        match = _WRITTEN_OUT.fullmatch(cell.strip())
        return self.substituted(series, match[1], match[2]) if match else None

    def substituted(self, series: Formula, variable: str, value: str) -> Named | None:
        """The member of a series with a variable at some value; None when other variables stay open."""
        try:
            made = series.substitute(**{variable: value})
        except (FormulaError, ValueError):
            return None
        return None if made.is_variable else self.material(made.plain)

    def only_material(self, text: str) -> Named | None:
        """The one material that a caption names, if it names exactly one."""
        found = {one.formula.plain: self.material(one.formula.plain) for one in find_formulas(text)}
        words = plain_text(text).text.replace("{", "").replace("}", "").split()
        for size in (3, 2, 1):
            for at in range(len(words) - size + 1):
                named = self._by_name(" ".join(words[at : at + size]).strip(".,;:()"), "materials")
                if named and not self.lexicon.is_family(named):
                    found[self.lexicon.label(named)] = Named(self.lexicon.label(named), "Material", named)
        things = {named.name: named for named in found.values() if named}
        return next(iter(things.values())) if len(things) == 1 else None


def _broken(text: str) -> Formula | None:
    """The formula of which a narrow cell holds two halves, "Na11Sn2 Sb0.5Ti0.5S12"; two compounds are none."""
    if not _TWO_HALVES.fullmatch(text):
        return None
    try:
        halves = [read_formula(half) for half in text.split()]
        whole = read_formula(text.replace(" ", ""))
    except FormulaError:
        return None
    return None if whole.components or all(map(_is_compound, halves)) else whole


def _is_compound(formula: Formula) -> bool:
    """Whether a formula holds both what gives electrons and what takes them."""
    return {elements()[symbol].is_anion for symbol in formula.elements} == {True, False}


def _formula(text: str) -> Formula | None:
    """The formula that a text is, if need be one broken at the end of a line; the code of a sample, as S1, is none."""
    try:
        formula = read_formula(text)
    except FormulaError:
        return _broken(text)
    single = len(formula.elements) == 1 and not formula.components and not formula.charge
    return None if single and re.search(r"\d", text) and formula.text[-1:] == "1" else formula
