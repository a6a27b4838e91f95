"""Every name in the graph -> what it may mean, made once with the store and read back in milliseconds."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from kg.elements import elements
from kg.errors import StoreError
from kg.formula_reader import read_formula
from kg.grammar import is_function_word
from kg.inference import elements_of
from kg.model import Curated, Entity
from kg.vocabulary import Measurable, Relation, Term, Vocabulary
from kg.words import comparison_forms, noun_forms, phrase_key, stem, verb_forms

FILE = "lexicon.json"
#: Kinds of sense by which a word names a relation.
RELATION_KINDS = ("relation", "inverse", "noun", "inverse-noun")
#: Conditions that people name by the words of the tables ("symmetric").
_CONDITIONS = frozenset({"cell_type", "atmosphere"})
_ABBREVIATION = re.compile("[A-Z]{3,4}")


class Sense(NamedTuple):
    """One meaning of a phrase: what kind of word it is, what it names, and by which name.

    `kind` is one of thing, class, property, relation, inverse, noun, inverse-noun, high, low, element, family,
    condition, section.
    """

    kind: str
    id: str
    how: str
    surface: str = ""


@dataclass(frozen=True)
class Thing:
    """What the question layer needs to know of a thing without asking the store."""

    id: str
    label: str
    kind: str
    classes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    definition: str = ""
    components: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """Phrases, formulae and things of one graph."""

    phrases: dict[str, tuple[Sense, ...]]
    formulas: dict[str, tuple[str, ...]]
    things: dict[str, Thing]
    vocabulary: Vocabulary
    sections: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)

    @cached_property
    def longest(self) -> int:
        """Words in the longest phrase."""
        return max((key.count(" ") + 1 for key in self.phrases), default=1)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every single word that occurs in a phrase."""
        return frozenset(word for key in self.phrases for word in key.split(" "))

    @cached_property
    def nouns(self) -> frozenset[str]:
        """Words of names, and verbs of eight letters or more: what a misspelt word may be read as."""
        naming = ("thing", "class", "property", "element", "noun", "inverse-noun")
        found = {
            w for key, senses in self.phrases.items() if any(s.kind in naming for s in senses) for w in key.split(" ")
        }
        return frozenset(found | {word for word in self.words if len(word) >= 8})

    @cached_property
    def neighbours(self) -> dict[str, frozenset[str]]:
        """Word -> words that stand next to it in the names of properties, things and classes."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, senses in self.phrases.items():
            words = key.split(" ")
            if len(words) > 1 and any(s.kind in ("thing", "class", "property") for s in senses):
                for one, other in pairwise(words):
                    found[one].add(other)
                    found[other].add(one)
        return {word: frozenset(others) for word, others in found.items()}

    @cached_property
    def bags(self) -> dict[str, list[tuple[frozenset[str], Sense]]]:
        """Stem -> names of several words that hold it, as bags of stems, for names said in another order."""
        found: dict[str, list[tuple[frozenset[str], Sense]]] = defaultdict(list)
        for key, senses in self.phrases.items():
            naming = [sense for sense in senses if sense.kind in ("thing", "class")]
            if not naming or " " not in key:
                continue
            bag = frozenset(stem(word) for word in key.split(" ") if not is_function_word(word))
            for word in bag if len(bag) > 1 else ():
                found[word] += ((bag, sense) for sense in naming)
        return found

    @cached_property
    def ancestors(self) -> dict[str, frozenset[str]]:
        """Class -> the class and all above it."""
        return {name: frozenset(self.vocabulary.ancestors(name)) for name in self.vocabulary.classes}

    def is_a(self, thing: str, *classes: str) -> bool:
        """Whether a thing belongs to one of the classes."""
        known = self.things.get(thing)
        return bool(known) and any(wanted in self.ancestors[c] for c in known.classes for wanted in classes)  # type: ignore[union-attr]

    def members(self, classes: tuple[str, ...]) -> frozenset[str]:
        """The things that belong to one of some classes."""
        if classes not in self._members:
            self._members[classes] = frozenset(thing for thing in self.things if self.is_a(thing, *classes))
        return self._members[classes]

    @cached_property
    def _members(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    def is_family(self, identifier: str) -> bool:
        """Whether a material is named like a class of materials, as "sulfide solid electrolyte" is."""
        thing = self.things.get(identifier)
        if thing is None or thing.kind != "materials":
            return False
        return any(sense.kind == "class" for sense in self.phrases.get(" ".join(phrase_key(thing.label)), ()))

    def with_narrower(self, thing: str) -> tuple[str, ...]:
        """A thing and everything that is a kind of it."""
        return (thing, *(self.things[thing].narrower if thing in self.things else ()))

    def label(self, identifier: str) -> str:
        """The name of a thing, property, class or relation on screen."""
        for names in (self.things, self.vocabulary.properties, self.vocabulary.classes, self.vocabulary.relations):
            if identifier in names:
                return str(names[identifier].label)
        return identifier

    def names(self, identifier: str) -> tuple[str, ...]:
        """The label and the other names of a thing or a property; none for anything else."""
        known = self.things.get(identifier) or self.vocabulary.properties.get(identifier)
        return (known.label, *known.aliases) if known else ()


def build_lexicon(curated: Curated, words: Vocabulary) -> Lexicon:
    """The lexicon of a graph from its tables and its ontology: there is no other source of words."""
    gather = _Gather()
    for term in words.classes.values():
        gather.add_nouns((term.label, *term.aliases), "class", term.name)
    for relation in words.relations.values():
        gather.add_relation(relation)
    for measurable in words.properties.values():
        gather.add_property(measurable)
    for entity in curated.entities.values():
        gather.add_entity(entity)
    for entity in curated.entities.values():
        names = (name for name in _abbreviated(entity, curated) if " ".join(phrase_key(name)) not in gather.phrases)
        gather.add_nouns(names, "thing", entity.id)
    for cell in curated.cells:
        gather.add((cell.label,), "thing", cell.id)
    for symbol in sorted({s for entity in curated.entities.values() for s in elements_of(entity, curated.entities)}):
        element = elements()[symbol]
        gather.add((element.name, *element.aliases), "element", symbol)
        gather.add((symbol,), "element", symbol)
    for family in sorted({f for element in elements().values() for f in element.families}):
        gather.add_nouns((family,), "family", family)
    for key, text in sorted({c for m in curated.measurements for c in m.conditions if c[0] in _CONDITIONS}):
        gather.add((text,), "condition", text, key)
    for number, title in curated.sections.items():
        gather.add((title,), "section", number)
    return Lexicon(
        {key: tuple(senses) for key, senses in gather.phrases.items()},
        {key: tuple(ids) for key, ids in gather.formulas.items()},
        _things(curated),
        words,
        dict(curated.sections),
        {str(number): title for number, title in curated.tables.items()},
    )


def _abbreviated(entity: Entity, curated: Curated) -> list[str]:
    """The names of a doped compound with the abbreviations of what it is derived from: "Ge-doped NSS"."""
    found = []
    for parent in (curated.entities[name] for name in entity.broader if entity.kind == "materials"):
        if parent.formula == entity.formula:
            continue  # a polymorph
        whole = re.compile(rf"(?<![\w-]){re.escape(parent.label)}(?![\w-])")
        named = [name for name in entity.aliases if name != parent.label and whole.search(name)]
        short = [name for name in parent.aliases if _ABBREVIATION.fullmatch(name)]
        found += [whole.sub(abbreviation, name) for name in named for abbreviation in short]
    return found


class _Gather:
    """Collects phrases; the first name of a sense is kept as its surface."""

    def __init__(self) -> None:
        self.phrases: dict[str, list[Sense]] = defaultdict(list)
        self.formulas: dict[str, list[str]] = defaultdict(list)

    def add(self, names: Iterable[str], kind: str, identifier: str, how: str = "label") -> None:
        for name in names:
            key = " ".join(phrase_key(name))
            if key and all((s.kind, s.id) != (kind, identifier) for s in self.phrases[key]):
                self.phrases[key].append(Sense(kind, identifier, how, name))
            how = "alias"

    def add_nouns(self, names: Iterable[str], kind: str, identifier: str) -> None:
        for place, name in enumerate(names):
            self.add(
                sorted(noun_forms(name), key=lambda form: form != name), kind, identifier, "alias" if place else "label"
            )

    def add_relation(self, relation: Relation) -> None:
        for kind, phrases in (("relation", relation.verbs), ("inverse", relation.inverse_verbs)):
            for phrase in phrases:
                rises, falls = phrase in relation.rising_verbs, phrase in relation.falling_verbs
                how = "rising" if rises else "falling" if falls else "verb"
                for form in sorted(verb_forms(phrase)):
                    self.add((form,), kind, relation.name, how)
        for kind, nouns in (("noun", relation.nouns), ("inverse-noun", relation.inverse_nouns)):
            for noun in nouns:
                self.add(sorted(noun_forms(noun)), kind, relation.name, "noun")

    def add_property(self, measurable: Measurable) -> None:
        self.add_nouns((measurable.label, *measurable.aliases), "property", measurable.name)
        self.add(measurable.symbols, "property", measurable.name, "symbol")
        for kind, adjectives in (("high", measurable.high_words), ("low", measurable.low_words)):
            for adjective in adjectives:
                comparatives, superlatives = comparison_forms(adjective)
                self.add((adjective,), kind, measurable.name, "adjective")
                self.add(sorted(comparatives), f"more-{kind}", measurable.name, "comparative")
                self.add(sorted(superlatives), f"most-{kind}", measurable.name, "superlative")

    def add_entity(self, entity: Entity) -> None:
        self.add_nouns((entity.label, *entity.aliases), "thing", entity.id)
        for text in filter(None, (entity.formula, entity.likely)):
            composition = read_formula(text).composition
            if entity.id not in self.formulas[composition]:
                # The compound itself comes before its polymorphs and its grades.
                self.formulas[composition].insert(
                    0 if entity.label == text else len(self.formulas[composition]), entity.id
                )


def _things(curated: Curated) -> dict[str, Thing]:
    below: dict[str, list[str]] = defaultdict(list)
    for entity in curated.entities.values():
        seen: set[str] = set()
        stack = list(entity.broader)
        while stack:
            above = stack.pop()
            if above not in seen and above in curated.entities:
                seen.add(above)
                below[above].append(entity.id)
                stack.extend(curated.entities[above].broader)
    things = {}
    for entity in curated.entities.values():
        lower = tuple(below[entity.id])
        is_material = entity.kind == "materials"
        things[entity.id] = Thing(
            id=entity.id,
            label=entity.label,
            kind=entity.kind,
            classes=entity.classes,
            aliases=(*entity.aliases, *filter(None, (entity.likely,))),
            narrower=() if is_material else lower,
            derived=lower if is_material else (),
            definition=entity.definition,
            components=entity.components,
        )
    for cell in curated.cells:
        parts = [part for part in (cell.cathode, *cell.electrolyte, cell.anode) if part]
        names = [curated.entities[part].label for part in parts]
        things[cell.id] = Thing(cell.id, cell.label, "cells", ("Cell",), tuple(names[:1]))
    return things


def write_lexicon(lexicon: Lexicon, folder: Path) -> None:
    """Write the lexicon beside the store."""
    words = lexicon.vocabulary
    data = {
        "phrases": {key: [[s.kind, s.id, s.how, s.surface] for s in senses] for key, senses in lexicon.phrases.items()},
        "formulas": lexicon.formulas,
        "things": [list(asdict(thing).values()) for thing in lexicon.things.values()],
        "sections": lexicon.sections,
        "tables": lexicon.tables,
        "classes": [list(asdict(term).values()) for term in words.classes.values()],
        "relations": [list(asdict(relation).values()) for relation in words.relations.values()],
        "properties": [list(asdict(measurable).values()) for measurable in words.properties.values()],
    }
    (folder / FILE).write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def load_lexicon(folder: Path) -> Lexicon:
    """Read the lexicon of a store folder; raises StoreError when it is missing or broken."""
    try:
        data: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / FILE} cannot be read ({error}): run 'sse-kg build'") from error
    vocabulary = Vocabulary(
        {row[0]: Term(*_frozen(row)) for row in data["classes"]},
        {row[0]: Relation(*_frozen(row)) for row in data["relations"]},
        {row[0]: Measurable(*_frozen(row)) for row in data["properties"]},
    )
    return Lexicon(
        {key: tuple(Sense(*sense) for sense in senses) for key, senses in data["phrases"].items()},
        {key: tuple(ids) for key, ids in data["formulas"].items()},
        {row[0]: Thing(*_frozen(row)) for row in data["things"]},
        vocabulary,
        data["sections"],
        data["tables"],
    )


def _frozen(row: list[Any]) -> list[Any]:
    return [tuple(cell) if isinstance(cell, list) else cell for cell in row]
