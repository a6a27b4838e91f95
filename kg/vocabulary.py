"""The ontology as the program reads it: classes, relations and properties with the words people use for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.names import ONTOLOGY, OWL, RDF, RDFS, SKOS, SSE, local

_CHAIN = f"{OWL}propertyChainAxiom"


@dataclass(frozen=True)
class Term:
    """A class of the ontology with its names and the classes directly above it."""

    name: str
    label: str
    aliases: tuple[str, ...]
    definition: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """A relation between things and how it is said, from subject to object and back."""

    name: str
    label: str
    definition: str
    domain: str
    range: str
    inverse: str = ""
    inverse_label: str = ""
    verbs: tuple[str, ...] = ()
    inverse_verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    inverse_nouns: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    symmetric: bool = False
    opposite: str = ""
    rising_verbs: tuple[str, ...] = ()
    falling_verbs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measurable:
    """A property that can be measured or judged: units (the first is that of the tables), direction, adjectives."""

    name: str
    label: str
    aliases: tuple[str, ...]
    definition: str
    symbols: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    base_unit: str = ""
    better_when: str = ""
    high_words: tuple[str, ...] = ()
    low_words: tuple[str, ...] = ()
    broader: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Everything the ontology says, by local name."""

    classes: dict[str, Term]
    relations: dict[str, Relation]
    properties: dict[str, Measurable]
    chains: tuple[tuple[str, str, str], ...] = field(default=())

    @cached_property
    def inverses(self) -> dict[str, str]:
        """Inverse relation name -> relation name."""
        return {relation.inverse: relation.name for relation in self.relations.values() if relation.inverse}

    @cached_property
    def _children(self) -> dict[str, set[str]]:
        children: dict[str, set[str]] = defaultdict(set)
        for term in self.classes.values():
            for parent in term.parents:
                children[parent].add(term.name)
        return children

    def ancestors(self, name: str) -> set[str]:
        """The class itself and every class above it."""
        found, stack = set(), [name]
        while stack:
            current = stack.pop()
            if current not in found:
                found.add(current)
                stack.extend(self.classes[current].parents)
        return found

    def descendants(self, name: str) -> set[str]:
        """The class itself and every class below it."""
        found, stack = set(), [name]
        while stack:
            current = stack.pop()
            if current not in found:
                found.add(current)
                stack.extend(self._children[current])
        return found


def ontology_files(folders: Iterable[Path] = ()) -> list[Path]:
    """The project's own ontology, then every `.ttl` file of further data folders."""
    own = Path(str(files("ontology").joinpath("sse.ttl")))
    return [own, *(path for folder in folders for path in sorted(folder.glob("*.ttl")))]


def ontology_quads(paths: Iterable[Path]) -> Iterator[ox.Quad]:
    """The quads of ontology files; raises OntologyError with file and line when one does not parse."""
    for path in paths:
        try:
            yield from ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=ONTOLOGY)
        except SyntaxError as error:
            raise OntologyError(f"{path}:{error.lineno}:{error.offset}: not valid Turtle: {error.msg}") from error


def read_vocabulary(folders: Iterable[Path] = ()) -> Vocabulary:
    """Classes, relations and properties of the ontology and of the `.ttl` files in further data folders.

    Raises OntologyError for a file that does not parse and for a term placed under one that does not exist.
    """
    paths = ontology_files(folders)
    return _vocabulary(tuple(paths), tuple(path.stat().st_mtime_ns for path in paths))


@lru_cache(maxsize=4)
def _vocabulary(paths: tuple[Path, ...], changed: tuple[int, ...]) -> Vocabulary:
    """Kept until a file changes: an app that runs for days sees what a person edits meanwhile."""
    items, chains = _read(paths)
    classes = {n: items.term(n) for n in items.of_type(f"{OWL}Class")}
    relations = {n: items.relation(n) for n in items.of_type(f"{OWL}ObjectProperty") if items.has(n, f"{RDFS}domain")}
    properties = {n: items.measurable(n) for n in items.of_type(f"{SSE}Property")}
    _refuse_strange_parents("class", classes)
    _refuse_strange_parents("relation", relations)
    return Vocabulary(classes, relations, properties, chains)


def _refuse_strange_parents(kind: str, terms: Mapping[str, Term | Relation]) -> None:
    for term in terms.values():
        for parent in term.parents:
            if parent not in terms:
                raise OntologyError(
                    f"{kind} {term.name} stands under '{parent}', which is no {kind}: add or correct it"
                )


def _read(paths: tuple[Path, ...]) -> tuple["_Items", tuple[tuple[str, str, str], ...]]:
    """What the files say of our terms, and the property chains among them."""
    facts: dict[str, dict[str, list[ox.NamedNode | ox.Literal | ox.BlankNode]]] = defaultdict(lambda: defaultdict(list))
    first: dict[str, str] = {}
    rest: dict[str, str] = {}
    for quad in ontology_quads(paths):
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if isinstance(value, ox.Triple) or isinstance(subject, ox.Triple):
            continue
        if predicate == f"{RDF}first":
            first[subject.value] = value.value
        elif predicate == f"{RDF}rest":
            rest[subject.value] = value.value
        elif isinstance(subject, ox.NamedNode) and subject.value.startswith(SSE):
            facts[local(subject.value)][predicate].append(value)
    items = _Items(facts)
    return items, tuple(_chains(items, first, rest))


def _chains(items: "_Items", first: dict[str, str], rest: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Property chains of two steps as (relation, first step, second step)."""
    for name in items.names:
        for head in items.values(name, _CHAIN):
            second = rest.get(head, "")
            if head not in first or second not in first or rest.get(second) != f"{RDF}nil":
                raise OntologyError(f"the property chain of {name} has not two steps: write ( sse:first sse:second )")
            yield name, local(first[head]), local(first[second])


class _Items:
    """Small reader over the gathered facts, by local name."""

    def __init__(self, facts: dict[str, dict[str, list[ox.NamedNode | ox.Literal | ox.BlankNode]]]) -> None:
        self._facts = facts
        self.names = sorted(facts)

    def values(self, name: str, predicate: str) -> tuple[str, ...]:
        return tuple(value.value for value in self._facts[name].get(predicate, ()))

    def has(self, name: str, predicate: str) -> bool:
        return predicate in self._facts[name]

    def one(self, name: str, predicate: str) -> str:
        return next(iter(self.values(name, predicate)), "")

    def locals(self, name: str, predicate: str) -> tuple[str, ...]:
        return tuple(local(value) for value in self.values(name, predicate) if value.startswith(SSE))

    def of_type(self, kind: str) -> list[str]:
        return [name for name in self.names if kind in self.values(name, f"{RDF}type")]

    def term(self, name: str) -> Term:
        return Term(
            name,
            self.one(name, f"{RDFS}label") or name,
            self.values(name, f"{SKOS}altLabel"),
            self.one(name, f"{SKOS}definition"),
            self.locals(name, f"{RDFS}subClassOf"),
        )

    def relation(self, name: str) -> Relation:
        inverse = next(iter(self.locals(name, f"{OWL}inverseOf")), "")
        return Relation(
            name=name,
            label=self.one(name, f"{RDFS}label") or name,
            definition=self.one(name, f"{SKOS}definition"),
            domain=local(self.one(name, f"{RDFS}domain")),
            range=local(self.one(name, f"{RDFS}range")),
            inverse=inverse,
            inverse_label=self.one(inverse, f"{RDFS}label") if inverse else "",
            verbs=self.values(name, f"{SSE}verb"),
            inverse_verbs=self.values(name, f"{SSE}inverseVerb"),
            nouns=self.values(name, f"{SSE}noun"),
            inverse_nouns=self.values(name, f"{SSE}inverseNoun"),
            parents=self.locals(name, f"{RDFS}subPropertyOf"),
            rising_verbs=self.values(name, f"{SSE}risingVerb"),
            falling_verbs=self.values(name, f"{SSE}fallingVerb"),
            opposite=next(iter(self.locals(name, f"{SSE}oppositeOf")), ""),
            symmetric=f"{OWL}SymmetricProperty" in self.values(name, f"{RDF}type"),
        )

    def measurable(self, name: str) -> Measurable:
        return Measurable(
            name=name,
            label=self.one(name, f"{RDFS}label") or name,
            aliases=self.values(name, f"{SKOS}altLabel"),
            definition=self.one(name, f"{SKOS}definition"),
            symbols=self.values(name, f"{SSE}symbol"),
            units=self.values(name, f"{SSE}unitText"),
            base_unit=self.one(name, f"{SSE}baseUnit"),
            better_when=self.one(name, f"{SSE}betterWhen"),
            high_words=self.values(name, f"{SSE}highWord"),
            low_words=self.values(name, f"{SSE}lowWord"),
            broader=next(iter(self.locals(name, f"{SKOS}broader")), ""),
        )
