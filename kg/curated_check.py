"""Rows of the curated tables -> what is wrong with their cells, each with file, line and column."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable

from kg.dictionary import CONDITION_KEYS, MATERIAL_KEYS, SIGNS, STANCES, column_dictionary, data_folder
from kg.elements import elements
from kg.errors import FormulaError, TableError, UnitError
from kg.formula_reader import read_formula
from kg.names import REVIEW_DOI
from kg.quantity import Quantity, read_unit
from kg.tables import Row, read_place
from kg.vocabulary import Vocabulary

ENTITY_TABLES = ("materials", "strategies", "failure_mechanisms", "concepts", "processes", "dopants", "groups")
_DIMENSIONLESS = "1"
VERDICTS = ("accepted", "rejected", "undecided")
"""Tables of reviewed candidates, all of one shape."""
HAS_VALUE = "hasValue"
"""The predicate of an accepted row that is a value of a property, not a relation."""
_MEASURED = {"measurements", *VERDICTS}
_KEYS = {
    "references": ("number",),
    "sections": ("number",),
    "tables": ("number",),
    "sentences": ("section", "number"),
    "disputes": ("key",),
    "papers": ("id",),
}
"""What names a line of a table that holds no things."""
_FIXED_CLASSES = {"dopants": ("Dopant",), "groups": ("ResearchGroup",), "cells": ("Cell",)}
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[1-9][0-9]*")
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")
_MOMENT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")


def check_rows(rows: dict[str, list[Row]], words: Vocabulary) -> list[str]:
    """One line for each wrong cell of all tables, in their order; none when all is well."""
    checker = _Checker(rows, words)
    for table, columns in column_dictionary().items():
        for row in rows[table]:
            for column in columns:
                checker.check(row, column.name, column.kind, column.required)
            if table == "claims":
                checker.check_range(row)
            elif table == "measurements":
                checker.check_unit(row, row["property"])
            elif table == "accepted":
                checker.check_accepted(row)
    checker.check_loops(row for table in ENTITY_TABLES for row in rows[table])
    return checker.problems


def classes_of(row: Row) -> tuple[str, ...]:
    """The classes of a thing: those of its cell, or the one that all things of its table have."""
    return _FIXED_CLASSES.get(row.table) or row.texts("class")


def what_is_wrong_with_id(text: str) -> str:
    """Why a text cannot be an id; nothing where it can.

    >>> what_is_wrong_with_id("Na3PS4"), what_is_wrong_with_id("Na3 PS4")
    ('', "'Na3 PS4' is no id: use letters, digits, '.', '_' and '-'")
    """
    return "" if _ID.fullmatch(text) else f"'{text}' is no id: use letters, digits, '.', '_' and '-'"


class _Checker:
    """Checks cells against the ontology and against the rows of all tables; gathers what is wrong in `problems`."""

    def __init__(self, rows: dict[str, list[Row]], words: Vocabulary) -> None:
        self.words = words
        self.problems: list[str] = []
        self.tables: dict[str, str] = {}
        self.classes: dict[str, tuple[str, ...]] = {}
        things = [row for table in (*ENTITY_TABLES, "cells") for row in rows[table]]
        things.sort(key=lambda row: row.path.parent != data_folder())  # of twins, blame a person's own
        for row in things:
            if row["id"] in self.tables:
                self._refuse(row, "id", f"'{row['id']}' is already in table {self.tables[row['id']]}: keep one row")
            self.tables.setdefault(row["id"], row.table)
            self.classes.setdefault(row["id"], classes_of(row))
        self.references = {row["number"] for row in rows["references"]}
        self.sections = {row["number"] for row in rows["sections"]}
        self.papers = {row["id"]: row["doi"] for row in rows["papers"]}
        self._refuse_twins(rows)
        self._refuse_twin_papers(rows["papers"])

    def _refuse_twins(self, rows: dict[str, list[Row]]) -> None:
        for table, columns in _KEYS.items():
            seen: set[tuple[str, ...]] = set()
            for row in rows[table]:
                key = tuple(row[column] for column in columns)
                if key in seen:
                    self._refuse(row, columns[-1], f"'{':'.join(key)}' is already in table {table}: keep one row")
                seen.add(key)

    def _refuse_twin_papers(self, rows: Iterable[Row]) -> None:
        seen: dict[str, str] = {}
        for row in rows:
            first = seen.setdefault(row["doi"].casefold(), row["id"]) if row["doi"] else row["id"]
            if first != row["id"]:
                self._refuse(row, "doi", f"'{row['doi']}' is the DOI of '{first}': keep one row")

    def _refuse(self, row: Row, column: str, complaint: str) -> None:
        self.problems.append(f"{row.where(column)}: {complaint}")

    def check(self, row: Row, column: str, kind: str, required: bool) -> None:
        """Refuse a cell that is not of its kind."""
        name, _, argument = kind.partition(":")
        if name == "number" and row.table not in _MEASURED:
            name = "whole"  # elsewhere numbers count or name things
        values = row.texts(column) if name in _MANY else tuple(filter(None, (row[column],)))
        if values:
            complaint = _CHECKS[name](self, values, argument)
        else:
            complaint = "the cell is empty: it must be filled" if required else ""
        if complaint:
            self._refuse(row, column, complaint)

    def check_range(self, row: Row) -> None:
        """Refuse a claim whose subject or object is not of the kind that its relation wants."""
        relation = self.words.relations.get(row["predicate"])
        if relation is None:
            return
        for side, wanted in (("subject", relation.domain), ("object", relation.range)):
            have = self.classes.get(row[side], ("Property",) if row[side] in self.words.properties else ())
            known = [name for name in have if name in self.words.classes]
            if have and wanted and not any(wanted in self.words.ancestors(name) for name in known):
                self._refuse(row, side, f"'{row[side]}' is a {', '.join(have)}: {relation.name} wants a {wanted} here")

    def check_accepted(self, row: Row) -> None:
        """Refuse an accepted fact that is half a value, half a relation, or that stands nowhere in its paper."""
        measuring = ("sign", "value", "unit")
        if row["predicate"] == HAS_VALUE:
            for column in measuring:
                if not row[column]:
                    self._refuse(row, column, "the cell is empty: a value needs sign, value and unit")
            if row["object"] in self.tables:
                self._refuse(row, "object", f"'{row['object']}' is no property: {HAS_VALUE} wants the property here")
            elif row["unit"]:
                self.check_unit(row, row["object"])
        else:
            for column in (*measuring, "upper"):
                if row[column]:
                    self._refuse(row, column, f"'{row['predicate']}' has no value: use {HAS_VALUE} or empty the cell")
            self.check_range(row)
        if bool(row["upper"]) != (row["sign"] == "range"):
            self._refuse(row, "upper", "a range has an upper end and the sign range, and nothing else has")
        self._check_materials(row)
        if self.papers.get(row["paper"]) == REVIEW_DOI:
            self._check_in_review(row)

    def _check_materials(self, row: Row) -> None:
        for condition in row.texts("conditions"):
            key, _, text = condition.partition("=")
            if key in MATERIAL_KEYS and text and self.tables.get(text) != "materials":
                self._refuse(row, "conditions", f"no material has the id '{text}': correct it or drop this condition")

    def _check_in_review(self, row: Row) -> None:
        if complaint := self.numbers(row.texts("refs"), ""):
            self._refuse(row, "refs", complaint)
        if row["section"] and row["section"] not in self.sections:
            self._refuse(row, "section", f"the review has no section '{row['section']}'")
        if not row["section"] and not row["table"]:
            self._refuse(row, "section", "the cell is empty: say in which section or table of the review it stands")

    def check_unit(self, row: Row, name: str) -> None:
        """Refuse a value whose unit is of another quantity than its property is measured in."""
        measured = self.words.properties.get(name)
        if measured is None or row["unit"] in measured.units or not measured.base_unit:
            return
        if self.unit((row["unit"],), ""):
            return  # said already
        try:
            Quantity(1.0, row["unit"]).to(measured.base_unit)
        except UnitError:
            wanted = ", ".join(measured.units)
            self._refuse(row, "unit", f"'{row['unit']}' does not measure {measured.label}: use one of {wanted}")

    def check_loops(self, rows: Iterable[Row]) -> None:
        """Refuse a thing that stands above itself."""
        above = {row["id"]: (row, row.texts("broader") or row.texts("parent")) for row in rows}
        for name, (row, _) in above.items():
            seen: set[str] = set()
            stack = list(above[name][1])
            while stack:
                current = stack.pop()
                if current == name:
                    self._refuse(row, "parent" if row["parent"] else "broader", f"'{name}' stands above itself")
                    break
                if current not in seen and current in above:
                    seen.add(current)
                    stack.extend(above[current][1])

    # one kind of cell each: what is wrong with its values, or nothing

    def text(self, values: tuple[str, ...], argument: str) -> str:
        bad = next((c for value in values for c in value if unicodedata.category(c) == "Cc"), "")
        return f"there is a control character {bad!r}: remove it" if bad else ""

    def identifier(self, values: tuple[str, ...], argument: str) -> str:
        if argument:
            return self.of_table(values, argument)
        if values[0] in self.words.properties:
            return f"'{values[0]}' is a property of the ontology: choose another id"
        return what_is_wrong_with_id(values[0])

    def thing(self, values: tuple[str, ...], argument: str) -> str:
        unknown = [v for v in values if v not in self.tables and v not in self.words.properties]
        return f"nothing is called '{unknown[0]}': add it to its table or correct the id" if unknown else ""

    def of_table(self, values: tuple[str, ...], argument: str) -> str:
        unknown = [v for v in values if self.tables.get(v) != argument]
        return f"'{unknown[0]}' is not in table {argument}: add it there or correct the id" if unknown else ""

    def class_name(self, values: tuple[str, ...], argument: str) -> str:
        for value in values:
            if value not in self.words.classes:
                return f"the ontology has no class '{value}'"
            if argument not in self.words.ancestors(value):
                return f"'{value}' is no kind of {argument}"
        return ""

    def relation(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in self.words.relations else f"the ontology has no relation '{values[0]}'"

    def property(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in self.words.properties else f"the ontology has no property '{values[0]}'"

    def formula(self, values: tuple[str, ...], argument: str) -> str:
        try:
            read_formula(values[0])
        except FormulaError as error:
            return str(error)
        return ""

    def element(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in elements() else f"'{values[0]}' is no element symbol"

    def unit(self, values: tuple[str, ...], argument: str) -> str:
        if values[0] == _DIMENSIONLESS:
            return ""
        if any(values[0] in measured.units for measured in self.words.properties.values()):
            return ""  # a unit that the ontology names, known to us or not
        try:
            canonical = read_unit(values[0])
        except UnitError as error:
            return str(error)
        return "" if canonical == values[0] else f"write the unit as '{canonical}'"

    def number(self, values: tuple[str, ...], argument: str) -> str:
        fits = _NUMBER.fullmatch(values[0]) and math.isfinite(float(values[0]))
        return "" if fits else f"'{values[0]}' is no number: write it as 0.5 or 1.4e-5"

    def whole(self, values: tuple[str, ...], argument: str) -> str:
        return "" if _WHOLE.fullmatch(values[0]) else f"'{values[0]}' is no whole number from 1 on"

    def numbers(self, values: tuple[str, ...], argument: str) -> str:
        unknown = [v for v in values if v not in self.references]
        return f"there is no reference {unknown[0]}" if unknown else ""

    def places(self, values: tuple[str, ...], argument: str) -> str:
        try:
            for value in values:
                read_place(value)
        except TableError as error:
            return str(error)
        return ""

    def stance(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in STANCES else f"'{values[0]}' is no stance: use one of {', '.join(STANCES)}"

    def sign(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in SIGNS else f"'{values[0]}' is no sign: use one of {' '.join(SIGNS)}"

    def dispute(self, values: tuple[str, ...], argument: str) -> str:
        bad = [v for v in values if not all(v.partition(":"))]
        return f"'{bad[0]}' must be KEY:SIDE" if bad else ""

    def predicate(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] == HAS_VALUE else self.relation(values, argument)

    def paper(self, values: tuple[str, ...], argument: str) -> str:
        return "" if values[0] in self.papers else f"'{values[0]}' is not in table papers: add it there"

    def fingerprint(self, values: tuple[str, ...], argument: str) -> str:
        fits = _FINGERPRINT.fullmatch(values[0])
        return "" if fits else f"'{values[0]}' is no fingerprint: it has twelve hexadecimal digits"

    def share(self, values: tuple[str, ...], argument: str) -> str:
        fits = _NUMBER.fullmatch(values[0]) and 0 <= float(values[0]) <= 1
        return "" if fits else f"'{values[0]}' is no number from 0 to 1"

    def moment(self, values: tuple[str, ...], argument: str) -> str:
        fits = _MOMENT.fullmatch(values[0])
        return "" if fits else f"'{values[0]}' is no time: write it as 2026-11-22T09:30:00Z"

    def conditions(self, values: tuple[str, ...], argument: str) -> str:
        for value in values:
            key, _, text = value.partition("=")
            if not text or key not in CONDITION_KEYS:
                return f"'{value}' is no condition: write key=value with a key of {', '.join(CONDITION_KEYS)}"
        return ""


_CHECKS: dict[str, Callable[[_Checker, tuple[str, ...], str], str]] = {
    "text": _Checker.text,
    "texts": _Checker.text,
    "id": _Checker.identifier,
    "ids": _Checker.of_table,
    "thing": _Checker.thing,
    "class": _Checker.class_name,
    "relation": _Checker.relation,
    "property": _Checker.property,
    "formula": _Checker.formula,
    "element": _Checker.element,
    "unit": _Checker.unit,
    "number": _Checker.number,
    "whole": _Checker.whole,
    "numbers": _Checker.numbers,
    "places": _Checker.places,
    "stance": _Checker.stance,
    "sign": _Checker.sign,
    "dispute": _Checker.dispute,
    "conditions": _Checker.conditions,
    "predicate": _Checker.predicate,
    "paper": _Checker.paper,
    "fingerprint": _Checker.fingerprint,
    "share": _Checker.share,
    "moment": _Checker.moment,
}
_MANY = {"texts", "ids", "class", "numbers", "places", "dispute", "conditions"}
