"""Names of the graph and head nouns of the field -> the types of mention they stand for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from extract.candidate import EntityType
from extract.rules import rows
from kg.lexicon import Lexicon
from kg.names import resource, term
from kg.words import noun_forms, phrase_key

_TYPES: tuple[tuple[str, EntityType], ...] = (
    ("Material", "Material"),
    ("Dopant", "Dopant"),
    ("FailureMechanism", "FailureMechanism"),
    ("Strategy", "Strategy"),
    ("Process", "Method"),
)


class Name(NamedTuple):
    """What a name of the graph stands for; `text` is the name as the graph writes it, `exact` no mere alias."""

    type: EntityType
    iri: str
    text: str
    exact: bool


class Head(NamedTuple):
    """A noun that makes a phrase a mention.

    `when` says under which condition: `always`; `bare`, always and by itself; `kind`, with a word before it that says
    of which kind; `bad`, with a word before it that says it is bad; `of`, with one of the words of `takes` behind "of";
    `method`, behind a method; `avoided`, where something is said to prevent it. `takes` is `material` where a material
    before it belongs to it.
    """

    type: EntityType
    when: str
    takes: str


@dataclass(frozen=True)
class Terms:
    """Names and heads by the folded words they are looked up by, joined by blanks."""

    lexicon: Lexicon

    @cached_property
    def names(self) -> dict[str, tuple[Name, ...]]:
        """Names of things, classes and properties of the graph."""
        found: dict[str, list[Name]] = defaultdict(list)
        for key, senses in self.lexicon.phrases.items():
            for sense in senses:
                found[key] += self._name(sense.kind, sense.id, sense.surface, sense.how != "alias")
        return {key: tuple(names) for key, names in found.items() if names}

    def _name(self, kind: str, identifier: str, text: str, exact: bool) -> Iterable[Name]:
        if kind == "property":
            yield Name("Property", term(identifier), text, exact)
        elif kind == "class" and identifier != "Dopant":
            yield from (Name(t, term(identifier), text, exact) for t in self._types((identifier,)))
        elif kind == "thing" and identifier in self.lexicon.things:
            classes = self.lexicon.things[identifier].classes
            yield from (Name(t, resource(identifier), text, exact) for t in self._types(classes))

    def _types(self, classes: Iterable[str]) -> list[EntityType]:
        above = {one for name in classes for one in self.lexicon.ancestors.get(name, ())}
        return [mention for name, mention in _TYPES if name in above][:1]

    def named(self, text: str, kind: EntityType) -> str | None:
        """The thing of a type that a name stands for, if there is one."""
        names = self.names.get(" ".join(phrase_key(text)), ())
        return next((name.iri for name in names if name.type == kind), None)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first words of names and heads, one, two and so on: where no name can begin, none is looked for."""
        found: set[str] = set()
        for key in (*self.names, *heads()):
            words = key.split(" ")
            found.update(" ".join(words[:size]) for size in range(1, len(words) + 1))
        return frozenset(found)

    def compounds(self, composition: str) -> tuple[str, ...]:
        """The materials of a composition, the likeliest first."""
        return tuple(map(resource, self.lexicon.formulas.get(composition, ())))

    def dopant(self, symbol: str) -> tuple[str, ...]:
        """The dopant of an element, if the graph knows it."""
        return (resource(f"dopant-{symbol}"),) if f"dopant-{symbol}" in self.lexicon.things else ()


@cache
def heads() -> dict[str, tuple[Head, ...]]:
    """Head nouns in singular and plural."""
    found: dict[str, list[Head]] = defaultdict(list)
    for row in rows("heads"):
        head = Head(row["type"], row["when"], row["takes"])  # type: ignore[arg-type]
        for key in _forms(row["head"]):
            found[key].append(head)
    return {key: tuple(dict.fromkeys(heads)) for key, heads in found.items()}


@cache
def modifiers(role: str) -> frozenset[str]:
    """The words before a noun that have a role: `drop` says nothing of its own, `bad` makes a failure of it."""
    return frozenset(row["word"].casefold() for row in rows("modifiers") if role in row["roles"].split(" | "))


@cache
def silent(where: str) -> frozenset[str]:
    """Nouns that mention nothing when they stand `alone`, and those that silence what stands `before` them."""
    found = (_forms(row["words"]) for row in rows("silent") if row["where"] == where)
    return frozenset(key for keys in found for key in keys)


def _forms(name: str) -> set[str]:
    """A name in singular and plural, folded; an abbreviation as it is."""
    forms = noun_forms(name) if len(name) > 4 else {name}
    return {" ".join(phrase_key(form)) for form in forms}
