"""Audit of formulae: charge, sites, families, dopants and names that do not fit what is printed."""

import re
from collections.abc import Iterator
from fractions import Fraction

from kg.audit_book import Book, Finding, say_figure, simple_formula, usual
from kg.formula import Formula
from kg.model import Entity

_ALKALI = "alkali metal"
_FAMILY = re.compile(r"(\w+) \((.+)\)")
_SHORT = re.compile(r"[A-Z][A-Za-z]{1,4}\d?")


def charge(book: Book) -> Iterator[Finding]:
    """Charge balance: the usual oxidation states of a compound add up to its charge.

    Left out: alloys (no anion), composites and series (no single sum), organics (carbon has no fixed state), and
    cathodes whose transition metal can make up the balance, since changing its valence is what a cathode works by.
    """
    for entity in book.materials:
        formula = simple_formula(entity.formula)
        if formula is None or "C" in formula.amounts or not formula.charge_imbalance():
            continue
        if book.is_a(entity, "CathodeMaterial") and _metal_can_balance(formula):
            continue
        off = say_figure(float(formula.charge_imbalance()))
        what = f"{entity.label} is not charge neutral: usual oxidation states leave {off} of a charge"
        yield Finding("charge balance", what, _neutral(entity, formula), (entity,))


def _metal_can_balance(formula: Formula) -> bool:
    metals = [s for s in formula.amounts if "transition metal" in usual(s).families]
    rest = sum(n.value * usual(s).states[0] for s, n in formula.amounts.items() if s not in metals)
    most = sum(formula.amounts[s].value * max(usual(s).states) for s in metals)
    return bool(metals) and 0 < formula.charge - rest <= most


def _neutral(entity: Entity, formula: Formula) -> str:
    if entity.likely:
        return f"{entity.likely} is likely meant"
    for symbol, amount in formula.amounts.items():
        if _ALKALI in usual(symbol).families:
            rest = sum(n.value * usual(s).states[0] for s, n in formula.amounts.items() if s != symbol)
            needed = formula.charge - rest
            if needed > 0 and needed != amount.value:
                right = f"{symbol}{say_figure(float(needed))}"
                return f"{right} instead of {symbol}{amount} would balance it: check the source"
    return "one of the indices is misprinted: check the source"


def sites(book: Book) -> Iterator[Finding]:
    """Site balance: a substituted electrolyte has as many framework cations and anions as its parent."""
    for entity in book.materials:
        formula = simple_formula(entity.formula)
        if formula is None or not book.is_a(entity, "SolidElectrolyte"):
            continue
        for parent in book.parents(entity):
            host = simple_formula(parent.formula)
            if host is None or not (formula.dopants_against(host) or formula.amounts.keys() == host.amounts.keys()):
                continue
            off = [
                f"{float(mine):.4g} {kind} where {parent.label} has {float(theirs):.4g}"
                for kind, mine, theirs in _sites(formula, host)
                if mine != theirs
            ]
            meant = "an index is misprinted, or sites are empty"
            if entity.likely:
                meant = f"{entity.likely} is likely meant: {entity.definition}"
            if off:
                yield Finding("site balance", f"{entity.label} has {' and '.join(off)}", meant, (entity, parent))


def _sites(formula: Formula, host: Formula) -> Iterator[tuple[str, Fraction, Fraction]]:
    for kind, anion in (("framework cations", False), ("anions", True)):
        mine, theirs = (
            sum(
                (n.value for s, n in f.amounts.items() if usual(s).is_anion == anion and not _is_alkali(s)), Fraction(0)
            )
            for f in (formula, host)
        )
        yield kind, mine, theirs


def _is_alkali(symbol: str) -> bool:
    return _ALKALI in usual(symbol).families


def likely_formulas(book: Book) -> Iterator[Finding]:
    """A curator holds another formula to be meant, for a reason that no sum shows."""
    shown = {finding.about[0] for finding in (*charge(book), *sites(book))}
    for entity in book.materials:
        if entity.likely and entity.likely != entity.formula and entity not in shown:
            printed = f"the name of {entity.label}" if not entity.formula else entity.formula
            what = f"{printed} cannot be taken as printed"
            yield Finding("doubtful formula", what, f"{entity.likely} is likely meant: {entity.definition}", (entity,))


def family_indices(book: Book) -> Iterator[Finding]:
    """A section defines a family by a formula and its indices; members that are listed with other indices."""
    for label in book.curated.sections.values():
        match = _FAMILY.fullmatch(label)
        if not match:
            continue
        template, given = match.groups()
        allowed = {s: n for s, n in _indices(template, given) if n}
        for entity in book.materials:
            formula = simple_formula(entity.formula)
            if not formula or not any(cls.startswith(template) for cls in entity.classes):
                continue
            if any(amount.value.denominator != 1 for amount in formula.amounts.values()):
                continue
            for symbol, numbers in allowed.items():
                amount = formula.amounts.get(symbol)
                if amount is not None and amount.value not in numbers:
                    meant = ", ".join(map(str, sorted(numbers)))
                    yield Finding(
                        "member outside its family",
                        f"{entity.label} stands among {template} ({given}), but has {symbol}{amount}",
                        f"the family is meant wider than {meant}, or the compound belongs elsewhere",
                        (entity,),
                    )


def _indices(template: str, given: str) -> Iterator[tuple[str, set[int]]]:
    for part in given.split(";"):
        variable, _, values = (text.strip() for text in part.partition("="))
        place = re.search(rf"([A-Z][a-z]?){re.escape(variable)}(?![a-z])", template) if variable else None
        if place:
            yield place[1], {int(number) for number in re.findall(r"\b\d+\b", values)}


def missing_dopants(book: Book) -> Iterator[Finding]:
    """A doping that is said to give a compound whose formula does not hold the dopant."""
    for (subject, predicate), made in book.claims.items():
        if predicate != "forms" or not (dopings := book.claims.get((subject, "hasDopant"))):
            continue
        symbols = {book.curated.entities[s.object].element for s in dopings if s.object in book.curated.entities}
        for statement in made:
            entity = book.curated.entities.get(statement.object)
            formula = simple_formula(entity.likely or entity.formula) if entity else None
            if entity and formula and symbols.isdisjoint(formula.elements) and len(formula.elements) > 1:
                missing = " or ".join(sorted(symbols))
                what = f"{book.name(subject)} is said to give {entity.label}, which holds no {missing}"
                yield Finding("dopant not in the formula", what, "formula or dopant is misprinted", (statement, entity))


def abbreviations(book: Book) -> Iterator[Finding]:
    """One compound under several abbreviations of its own elements, as NSS, NSbS and NAS for Na3SbS4."""
    for entity in book.materials:
        formula = simple_formula(entity.formula)
        if formula is None or len(formula.elements) < 3 or formula.charge:
            continue
        short = [name for name in entity.aliases if _SHORT.fullmatch(name) and _is_initials(name, formula)]
        if len(short) > 1:
            what = f"{entity.label} is abbreviated in {len(short)} ways: {', '.join(short)}"
            yield Finding("several abbreviations", what, f"all mean {entity.label}", (entity,))


def _is_initials(name: str, formula: Formula) -> bool:
    """Whether each capital begins an element of the formula, by symbol or English name, and there are three or more."""
    capitals = [letter for letter in name if letter.isupper()]
    starts = {text[0].upper() for s in formula.elements for text in (s, usual(s).name)}
    return len(capitals) > 2 and set(capitals) <= starts


RULES = (
    charge,
    sites,
    likely_formulas,
    family_indices,
    missing_dopants,
    abbreviations,
)
