"""Facts: what a store holds about things, read in batches, and what its ontology says of classes and relations."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import SseKgError
from kg.names import RDF, RDFS, SSE, local, term
from kg.store import Store

Facts = dict[str, list[ox.Quad]]
Triple = tuple[str, str, str]

RECORDS = frozenset({"Claim", "Condition", "Section", "Sentence", "SourceTable", "Review"})
"""Classes of the bookkeeping around facts; they are no things of chemistry and no nodes of a view."""

TYPE, LABEL = f"{RDF}type", f"{RDFS}label"
CLAIM_SUBJECT, CLAIM_PREDICATE, CLAIM_OBJECT = f"{RDF}subject", f"{RDF}predicate", f"{RDF}object"
_BATCH = 100


class UnknownThing(SseKgError):
    """An IRI that stands for nothing in the graph."""


def triples(
    store: Store, *, subjects: Iterable[str] | None = None, predicate: str = "", objects: Iterable[str] | None = None
) -> list[Triple]:
    """Triples between IRIs that have one of some subjects, or one of some objects, and a predicate if one is given."""
    if subjects is not None:
        quads = _quads(store, "s", subjects, predicate)
    elif objects is not None:
        quads = _quads(store, "o", objects, predicate)
    else:
        quads = _quads(store, "", (), predicate)
    return [(name_of(q.subject), q.predicate.value, name_of(q.object)) for q in quads if _joins(q)]


def read_facts(store: Store, iris: Iterable[str]) -> Facts:
    """Every quad that has one of the IRIs as its subject, by subject."""
    facts: Facts = defaultdict(list)
    for quad in _quads(store, "s", iris):
        facts[name_of(quad.subject)].append(quad)
    return facts


def read_thing(store: Store, iri: str) -> list[ox.Quad]:
    """The quads about a thing; raises UnknownThing when there are none."""
    try:
        found = read_facts(store, [ox.NamedNode(iri).value])[iri]
    except ValueError:
        found = []
    if not found:
        raise UnknownThing(f"the graph has nothing called <{iri}>; check how it is spelled")
    return found


def touching(store: Store, schema: "Schema", iris: Sequence[str]) -> list[Triple]:
    """The edges that begin or end at one of the things, sorted."""
    found = {*triples(store, subjects=iris), *triples(store, objects=iris)} if iris else set()
    return sorted(edge for edge in found if schema.is_edge(edge[1]))


def count_incoming(store: Store, iris: Iterable[str]) -> dict[str, int]:
    """How many things and claims point at each thing."""
    counts: dict[str, int] = {}
    for values in _batches(iris, "o"):
        where = f"{{ {values} ?s ?p ?o }} UNION {{ {values} GRAPH ?g {{ ?s ?p ?o }} }}"
        query = f"SELECT ?o (COUNT(DISTINCT ?s) AS ?n) {{ {where} }} GROUP BY ?o"
        counts |= {name_of(iri): int(name_of(number)) for iri, number in store.select(query)}
    return counts


def read_claims(store: Store, subjects: Iterable[str]) -> dict[Triple, list[tuple[str, str]]]:
    """Stance and status of every claim about the things, by the triple claimed; a claim's quads share one graph."""
    parts = zip((CLAIM_SUBJECT, CLAIM_PREDICATE, CLAIM_OBJECT, term("stance"), term("status")), "spoav", strict=True)
    pattern = " ; ".join(f"<{predicate}> ?{variable}" for predicate, variable in parts)
    found: dict[Triple, list[tuple[str, str]]] = defaultdict(list)
    for values in _batches(subjects, "s"):
        query = (
            f"SELECT ?s ?p ?o ?a ?v {{ {{ {values} ?c {pattern} }} UNION {{ {values} GRAPH ?g {{ ?c {pattern} }} }} }}"
        )
        for row in store.select(query):
            subject, predicate, value, stance, status = map(name_of, row)
            found[subject, predicate, value].append((stance, status))
    return found


def _batches(iris: Iterable[str], variable: str) -> Iterator[str]:
    """VALUES blocks for IRIs, each short enough for any engine's limit on a query."""
    wanted = sorted(str(ox.NamedNode(iri)) for iri in set(iris) if not iri.startswith("_:"))
    for start in range(0, len(wanted), _BATCH):
        yield f"VALUES ?{variable} {{ {' '.join(wanted[start : start + _BATCH])} }}"


def _quads(store: Store, variable: str, iris: Iterable[str] = (), predicate: str = "") -> Iterator[ox.Quad]:
    """Quads of all graphs that have one of the IRIs in the place of a variable; all quads where none is named."""
    pattern = f"?s {ox.NamedNode(predicate)} ?o" if predicate else "?s ?p ?o"
    for values in _batches(iris, variable) if variable else [""]:
        query = f"SELECT ?s ?p ?o ?g {{ {{ {values} {pattern} }} UNION {{ {values} GRAPH ?g {{ {pattern} }} }} }}"
        rows = store.select(query).rows
        named = {row[:3] for row in rows if row[3] is not None}
        for s, p, o, g in rows:
            if g is not None or (s, p, o) not in named:  # some stores show named graphs in the default graph too
                yield ox.Quad(s, p or ox.NamedNode(predicate), o, g)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Schema:
    """What the ontology in the store says of classes and relations, by IRI."""

    labels: dict[str, str]
    depths: dict[str, int]
    records: frozenset[str]

    def kind(self, types: Iterable[str]) -> str:
        """The class directly below Thing, as a local name; "" for what has none."""
        return min((local(name) for name in types if self.depths.get(name) == 1), default="")

    def is_edge(self, predicate: str) -> bool:
        """Whether a relation holds between things, not between records."""
        return predicate.startswith(SSE) and predicate not in self.records

    def edges(self, quads: Iterable[ox.Quad]) -> Iterator[Triple]:
        """The triples of some quads that are edges between things."""
        for quad in quads:
            if isinstance(quad.object, ox.NamedNode) and self.is_edge(quad.predicate.value):
                yield name_of(quad.subject), quad.predicate.value, quad.object.value


def read_schema(store: Store) -> Schema:
    """Classes and relations of the ontology as the store holds it."""
    parents: dict[str, list[str]] = defaultdict(list)
    for child, _, parent in triples(store, predicate=f"{RDFS}subClassOf"):
        parents[child].append(parent)
    depths = {term("Thing"): 0}

    def depth(name: str) -> int:
        if name not in depths:
            depths[name] = 99  # a circle ends here
            depths[name] = 1 + min((depth(parent) for parent in parents[name]), default=98)
        return depths[name]

    for name in sorted(parents):
        depth(name)
    ends = [*triples(store, predicate=f"{RDFS}domain"), *triples(store, predicate=f"{RDFS}range")]
    records = frozenset(relation for relation, _, end in ends if local(end) in RECORDS)
    named = _quads(store, "s", {*depths, *(relation for relation, _, _ in ends)}, LABEL)
    return Schema({name_of(quad.subject): name_of(quad.object) for quad in named}, depths, records)


def claimed_triples(store: Store, claims: Iterable[str]) -> list[Triple]:
    """The triples that some claims, given by IRI, are about; each once, in the order given."""
    wanted = list(claims)
    facts = read_facts(store, wanted)
    return list(dict.fromkeys(claimed(facts[claim]) for claim in wanted if claim in facts))


def claimed(quads: Iterable[ox.Quad]) -> Triple:
    """The triple that a claim is about, from the quads of the claim; empty strings where these are of no claim."""
    parts = {quad.predicate.value: name_of(quad.object) for quad in quads}
    return parts.get(CLAIM_SUBJECT, ""), parts.get(CLAIM_PREDICATE, ""), parts.get(CLAIM_OBJECT, "")


def label_of(quads: Iterable[ox.Quad]) -> str:
    """The label among the quads of a thing, "" without one."""
    labels = {q.object.value for q in quads if q.predicate.value == LABEL and isinstance(q.object, ox.Literal)}
    return min(labels, default="")


def types_of(quads: Iterable[ox.Quad]) -> list[str]:
    """The classes among the quads of a thing."""
    return [name_of(quad.object) for quad in quads if quad.predicate.value == TYPE]


def name_of(node: object) -> str:
    """A term as text: the IRI, the literal's value, `_:id` of a blank node."""
    return node.value if isinstance(node, ox.NamedNode | ox.Literal) else str(node)


def _joins(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)


def say_name(name: str) -> str:
    """A name of the ontology in words.

    >>> say_name("FailureMechanism"), say_name("hasDopant")
    ('failure mechanism', 'has dopant')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
