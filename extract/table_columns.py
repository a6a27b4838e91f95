"""The words above a column -> what it holds: a material, a property with its unit, a condition, the references."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.candidate import PREDICATES
from extract.table_conditions import Conditions, fits, read_conditions
from extract.table_rules import Role, table_rules
from kg.errors import UnitError
from kg.grammar import is_function_word
from kg.lexicon import RELATION_KINDS, Lexicon
from kg.notation import plain_text
from kg.quantity import number_of, read_unit
from kg.words import phrase_key

_BRACKET = re.compile(r"\s?[(\[]([^()\[\]]{0,80})[)\]]")
_SCALE = re.compile(r"\s?[×x·*]?\s?(?<![\d.])(10\s?(?:\^\{\s?[+-]?\d{1,2}\s?\}|-\d{1,2}))\s?[·×*]?\s?")
_VERSUS = re.compile(r"\s?,?\s?(?:vs\.?|versus)\s.*$", re.IGNORECASE)
_AT = re.compile(r"\s(?:at|after|@|for|under|over|in)\s|@|\s(?=\d)|(?=\b\d+(?:st|nd|rd|th)\b)")
_DIVIDER = re.compile(r"\s?[/;|@]\s?|,\s|\s(?:and|after|at|&)\s|\n")
_INDEX = re.compile(r"(?<=[A-Za-zσ])\{([^{}]{1,12})\}")
_UNDERSCORE = re.compile(r"_(\w{1,6}(?:\s?°C)?)")
_VARIABLE = re.compile(r"[xyzδ](?:\s?value)?\Z")
#: No header is longer than this.
_LONGEST = 300


@dataclass(frozen=True)
class Field:
    """What a column, or one of the several parts of its cells, holds.

    For the kind `value` the `names` are the properties that may be meant; the unit of a cell decides among them.
    """

    kind: str
    of: str = ""
    names: tuple[str, ...] = ()
    unit: str = ""
    factor: float = 1.0
    conditions: Conditions = ()


UNREAD = Field("unread")


def read_header(text: str, lexicon: Lexicon) -> tuple[Field, ...]:
    """What the cells below a header hold, part by part; one field of the kind `unread` when it is not understood.

    An instance: "Capacity (mAh g⁻¹)/cycles" stands above cells such as 60/15.
    """
    plain = _UNDERSCORE.sub(r"{\1}", plain_text(text[:_LONGEST]).text).strip(" :;.")
    if not plain or len(text) > _LONGEST:
        return (UNREAD,)
    whole = _read(plain, lexicon)
    if whole:
        return (whole,)
    for parts in _divided(plain):
        fields = [_read(part, lexicon) for part in parts]
        if all(fields):
            return tuple(field for field in fields if field)
    return (UNREAD,)


def _divided(text: str) -> Iterator[list[str]]:
    """The parts of a header that names several things: at its dividers, or what stands in brackets at its end."""
    outside = _BRACKET.sub(lambda match: "\0" * len(match.group()), text)
    places = [(0, 0), *(match.span() for match in _DIVIDER.finditer(outside)), (len(text), len(text))]
    parts = [text[one[1] : other[0]].strip() for one, other in pairwise(places)]
    if 1 < len(parts) <= 4:
        yield parts
    bracket = list(_BRACKET.finditer(text))
    if bracket and bracket[-1].end() == len(text):
        yield [text[: bracket[-1].start()], bracket[-1][1]]


def _read(text: str, lexicon: Lexicon) -> Field | None:
    """What one name with its unit and conditions stands for."""
    head = _Head(text, lexicon)
    return head.field() if head.take_brackets() and head.take_unit() else None


class _Head:
    """A header from which unit, scale and conditions are taken until the name is left."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.text = text
        self.unit = ""
        self.factor = 1.0
        self.conditions: Conditions = ()
        self.symbols: list[str] = []

    def take_brackets(self) -> bool:
        """Read what stands in brackets: unit, scale, conditions, the symbol of the property."""
        inside = [match[1] for match in _BRACKET.finditer(self.text)]
        self.text = _BRACKET.sub(" ", self.text).strip(" :;.")
        return all(self._take(part) for text in inside for part in re.split(r"[;,]\s|\sat\s|@", text) if part.strip())

    def _take(self, part: str) -> bool:
        return self._take_unit_text(part) or self._take_conditions(part) or self._take_symbol(part)

    def _take_symbol(self, part: str) -> bool:
        self.symbols.append(part)
        return _named(_INDEX.sub(r"\1", part), self.lexicon) is not None

    def _take_unit_text(self, text: str) -> bool:
        text = re.sub(r"^(?:in|as|unit:?)\s", "", _VERSUS.sub("", text).strip())
        scale = _SCALE.match(text)
        body = text[scale.end() :] if scale else text
        if self.unit and body:
            return False
        try:
            unit = read_unit(body) if body else self.unit
        except UnitError:
            return body.strip() in ("-", "1") and not scale
        self.unit, self.factor = unit, self.factor * (number_of(scale[1]) if scale else 1.0)
        return True

    def _take_conditions(self, text: str) -> bool:
        found = read_conditions(text, self.lexicon)
        self.conditions += found or ()
        return found is not None

    def take_unit(self) -> bool:
        """Read a unit that stands behind a slash, a comma or the name, and a scale of the printed numbers."""
        self.text = _VERSUS.sub("", self.text)
        for match in (*re.finditer(r"\s?[/,]\s?|\sin\s", self.text), *re.finditer(r"\s", self.text)):
            name, rest = self.text[: match.start()], self.text[match.end() :]
            if not self.unit and self._is_unit_of(name, rest) and self._take_unit_text(rest):
                self.text = name
                break
        if scale := _SCALE.search(self.text):
            # A figure printed below "σ × 10^4" is ten thousand times the conductivity.
            self.factor /= number_of(scale[1])
            self.text = self.text[: scale.start()].strip()
        return True

    def _is_unit_of(self, name: str, rest: str) -> bool:
        """Whether a name is that of properties, of which one is given in the unit that follows it."""
        try:
            unit = read_unit(_SCALE.sub("", rest))
        except UnitError:
            return False
        named = _Head(name, self.lexicon).name()
        return bool(named and named.names and resolve(named.names, unit, self.lexicon))

    def field(self) -> Field | None:
        """What is left when unit and conditions are taken."""
        named = self.name()
        if named is None or (named.kind not in ("value", "condition") and (self.unit or self.factor != 1.0)):
            return None
        if not all(self._means(symbol, named) for symbol in self.symbols):
            return None
        names = resolve(named.names, self.unit, self.lexicon) if self.unit else named.names
        if named.kind == "value" and not names:
            return None
        conditions = tuple((dict(named.conditions) | dict(self.conditions)).items())
        return replace(named, names=names, unit=self.unit, factor=self.factor, conditions=conditions)

    def _means(self, symbol: str, named: Field) -> bool:
        """Whether a symbol in brackets stands for the same as the name."""
        other = _named(_INDEX.sub(r"\1", symbol), self.lexicon)
        return other is not None and (other.kind, bool(set(other.names) & set(named.names))) == (
            named.kind,
            bool(named.names),
        )

    def name(self) -> Field | None:
        """The role of the name, after the words for conditions around it."""
        if _VARIABLE.fullmatch(self.text.strip("{} ")):
            return Field("variable", self.text.strip("{} ")[0])
        name, *rest = [part for part in _AT.split(self.text, maxsplit=1) if part.strip()] or [""]
        for index in _INDEX.findall(name):
            if read_conditions(index, self.lexicon):
                rest, name = [*rest, index], name.replace(f"{{{index}}}", "")
        conditions = read_conditions(", ".join(rest), self.lexicon)
        if conditions is None:
            return None
        plain = re.sub(r"\^\{.*?\}", "", name)
        for spelling in dict.fromkeys((_INDEX.sub(r"\1", name), _INDEX.sub(r" \1 ", name), plain)):
            found = _named(spelling, self.lexicon)
            if found:
                return replace(found, conditions=tuple((dict(found.conditions) | dict(conditions)).items()))
        return None


def _named(text: str, lexicon: Lexicon) -> Field | None:
    """The role of some words: the longest run of them that has one, if all others are qualifiers."""
    words = list(phrase_key(text))
    qualifiers = table_rules().qualifiers
    for size in range(min(len(words), 8), 0, -1):
        for at in range(len(words) - size + 1):
            rest = _qualified([*words[:at], "", *words[at + size :]], qualifiers)
            field = _role(" ".join(words[at : at + size]), lexicon) if rest is not None else None
            if field and rest is not None:
                told = _qualified(words[at : at + size], qualifiers, strict=False) or ()
                return replace(field, conditions=tuple((dict(told) | dict(rest)).items()))
    return None


def _qualified(words: list[str], qualifiers: dict[str, tuple[str, str]], *, strict: bool = True) -> Conditions | None:
    """The conditions that qualifying words name; None when one is no qualifier and that matters."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        size = next((n for n in (3, 2, 1) if " ".join(words[at : at + n]) in qualifiers), 0)
        if size:
            found.append(qualifiers[" ".join(words[at : at + size])])
        elif strict and words[at] and not is_function_word(words[at]):
            return None
        at += size or 1
    return tuple((key, text) for key, text in found if key)


def _role(phrase: str, lexicon: Lexicon) -> Field | None:
    """The role of a phrase: from the rules, else as property, kind or relation of the ontology."""
    rules = table_rules()
    if known := rules.words.get(phrase):
        return Field("value", phrase, (known.of,)) if known.kind == "value" else Field(*known)
    names = _properties(phrase, lexicon)
    if names:
        return Field("value", phrase, names)
    for sense in lexicon.phrases.get(phrase, ()):
        if sense.kind == "class" and (role := _class_role(sense.id, lexicon)):
            return Field(*role)
    for sense in lexicon.phrases.get(phrase, ()):
        if sense.kind in RELATION_KINDS and sense.id in PREDICATES:
            return Field("relation", sense.id, (sense.kind,))
    return None


def _class_role(name: str, lexicon: Lexicon) -> Role | None:
    """The role of a class, or of the nearest class above it that has one."""
    classes, level = table_rules().classes, [name]
    while level:
        for one in level:
            if one in classes:
                return classes[one]
        level = [parent for one in level for parent in lexicon.vocabulary.classes[one].parents]
    return None


def _properties(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    phrase = " ".join(phrase_key(_INDEX.sub(r"\1", text)))
    return tuple(sense.id for sense in lexicon.phrases.get(phrase, ()) if sense.kind == "property")


def resolve(names: tuple[str, ...], unit: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The properties that may be meant, now that the unit is known.

    "Rate" in mA cm⁻² is a current density, "capacity" in mAh cm⁻² an areal one: with a unit that the named property
    cannot have, a condition of the same sort is meant, or the one property whose name ends alike.
    """
    properties = lexicon.vocabulary.properties
    fitting = tuple(name for name in names if fits(unit, name, lexicon) or not properties[name].units)
    if fitting or not names:
        return fitting
    rules = [rule for rule in table_rules().conditions if rule.applies_to]
    sorts = {rule.applies_to for rule in rules if rule.property in names}
    alike = [rule.property for rule in rules if rule.applies_to in sorts]
    heads = {properties[name].label.split()[-1] for name in names}
    alike += [name for name, known in properties.items() if known.label.split()[-1] in heads]
    found = tuple(dict.fromkeys(name for name in alike if fits(unit, name, lexicon)))
    return found if len(found) == 1 else ()
