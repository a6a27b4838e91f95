"""What follows from the curated facts: chains of relations, pairs in a cell, dopants read off formulae."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.formula import Formula
from kg.formula_reader import read_formula
from kg.model import Curated, Entity, Source, Statement
from kg.vocabulary import Vocabulary


@dataclass(frozen=True)
class Inferred:
    """A statement that follows from others; `premises` are the facts it rests on."""

    statement: Statement
    premises: tuple[object, ...]


def infer(curated: Curated, words: Vocabulary) -> list[Inferred]:
    """Every statement that follows and is not stated itself, in a fixed order, each once."""
    own = (s for s in curated.statements if s.source.stance != "denied" and not s.source.accepted)
    stated = {(s.subject, s.predicate, s.object) for s in own}
    found: dict[tuple[str, str, str], Inferred] = {}
    for inferred in (*_by_chains(curated, words), *_by_parents(curated, words), *_pairs(curated), *_dopants(curated)):
        s = inferred.statement
        key = (s.subject, s.predicate, s.object)
        if key not in stated and s.subject != s.object:
            found.setdefault(key, inferred)
    return [found[key] for key in sorted(found)]


def _merge(*sources: Source) -> Source:
    """One source from several: all places, references and groups; as sure as the least sure."""
    stances = [source.stance for source in sources if source.stance != "asserted"]
    first = sources[0]
    return Source(
        accepted=first.accepted,
        places=tuple(dict.fromkeys(place for source in sources for place in source.places)),
        references=tuple(dict.fromkeys(number for source in sources for number in source.references)),
        groups=tuple(dict.fromkeys(group for source in sources for group in source.groups)),
        stance=stances[0] if stances else "asserted",
    )


def _by_chains(curated: Curated, words: Vocabulary) -> Iterator[Inferred]:
    """Property chains of the ontology: A mitigates B, B manifests as C, so A mitigates C."""
    for relation, first, second in words.chains:
        by_subject: dict[str, list[Statement]] = defaultdict(list)
        for statement in _held(curated, second):
            by_subject[statement.subject].append(statement)
        for one in _held(curated, first):
            for two in by_subject[one.object]:
                # The evidence is that of the first statement: the chain itself is general knowledge of the graph.
                source = replace(one.source, stance=_merge(one.source, two.source).stance)
                yield Inferred(Statement(one.subject, relation, two.object, source), (one, two))


def _by_parents(curated: Curated, words: Vocabulary) -> Iterator[Inferred]:
    """A relation implies the more general one above it."""
    for statement in curated.statements:
        if statement.source.stance == "denied":
            continue
        for parent in words.relations[statement.predicate].parents:
            yield Inferred(Statement(statement.subject, parent, statement.object, statement.source), (statement,))


def _held(curated: Curated, predicate: str) -> Iterable[Statement]:
    return (s for s in curated.statements if s.predicate == predicate and s.source.stance != "denied")


def _pairs(curated: Curated) -> Iterator[Inferred]:
    """Cathode and electrolyte of one cell are paired."""
    for cell in curated.cells:
        for electrolyte in cell.electrolyte:
            if cell.cathode:
                yield Inferred(Statement(cell.cathode, "pairedWith", electrolyte, cell.source), (cell,))


def _dopants(curated: Curated) -> Iterator[Inferred]:
    """What a material holds in place of elements of its parent, read off the two formulae."""
    sources = _sources(curated)
    dopants = {entity.element: entity.id for entity in curated.entities.values() if entity.kind == "dopants"}
    for entity in curated.entities.values():
        source = sources.get(entity.id, Source(places=()))
        for element, replaced in substitutions_of(entity, curated.entities):
            for relation, symbol in (("hasDopant", element), ("replaces", replaced)):
                if symbol in dopants:
                    yield Inferred(Statement(entity.id, relation, dopants[symbol], source), ())


def _sources(curated: Curated) -> dict[str, Source]:
    """Where the review gives values of a thing, or builds a cell with it: the evidence for its formula."""
    found: dict[str, Source] = {}
    uses = [(m.subject, m.source) for m in curated.measurements]
    uses += [(part, cell.source) for cell in curated.cells for part in (cell.cathode, *cell.electrolyte, cell.anode)]
    uses += [(part, s.source) for s in curated.statements for part in (s.subject, s.object)]
    for subject, used in uses:
        # What is denied of a thing says nothing against its formula.
        source = replace(used, stance="asserted") if used.stance == "denied" else used
        known = found.get(subject)
        if known is None or known.places == source.places:
            found[subject] = _merge(known, source) if known else source
    return found


def formula_of(entity: Entity) -> Formula | None:
    """The formula to reckon with: the likely one where the printed one cannot be right."""
    text = entity.likely or entity.formula
    return read_formula(text) if text else None


def elements_of(entity: Entity, entities: dict[str, Entity]) -> list[str]:
    """Symbols of the elements in a thing's formula or in its components, or the element of a dopant."""
    if entity.element:
        return [entity.element]
    formula = formula_of(entity)
    if formula:
        return sorted(formula.elements)
    return sorted({symbol for part in entity.components for symbol in elements_of(entities[part], entities)})


def substitutions_of(entity: Entity, entities: dict[str, Entity]) -> list[tuple[str, str]]:
    """(element, element of the parent it stands in for) for a material that is derived from another."""
    own = formula_of(entity) if entity.kind == "materials" else None
    found: set[tuple[str, str]] = set()
    for parent in entity.broader if own else ():
        host = formula_of(entities[parent])
        if own and host and not own.components and not host.components:
            found |= {(d.element, d.replaces or "") for d in own.dopants_against(host)}
    return sorted(found)
