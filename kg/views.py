"""Views: a part of the graph as things and the typed edges between them, ready to draw, export or walk.

Claims are folded into the edges they are about (references, stance, status, sentence); conditions and places into the
details of what they qualify. A measured value stays a node, labelled as a chemist writes it ("32 mS/cm"), and its edge
carries the property ("ionic conductivity"): a reader sees `Na3SbS4 -ionic conductivity-> 1.1 mS/cm`, two values of one
property stay apart, and each keeps its own source.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.export_facts import (
    CLAIM_SUBJECT,
    LABEL,
    RECORDS,
    TYPE,
    Facts,
    Schema,
    Triple,
    claimed,
    label_of,
    name_of,
    read_facts,
    read_schema,
    read_thing,
    say_name,
    touching,
    triples,
    types_of,
)
from kg.model import Paper
from kg.names import SKOS, SSE, local, term
from kg.store import Store
from kg.wording import say_value

if TYPE_CHECKING:
    import networkx as nx

_ONLY_LINKED = frozenset({"Reference", "Property", "Unit"})
_UNSAID = frozenset(
    term(name)
    for name in ("fingerprint", "baseValue", "baseUpper", "sign", "minted", "highWord", "lowWord", "unitText")
) | {LABEL}
_DOUBT = ("asserted", "hedged", "speculated", "other-system", "denied")
_STATUS = ("curated", "extracted", "inferred")


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: `kind` is its class directly below Thing, `classes` all of them, the narrowest first."""

    iri: str
    label: str
    kind: str
    classes: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A triple between two things with the claims behind it; an edge without a status rests on no claim.

    `predicate` is the local name of a relation of the ontology, else a whole IRI. `stance` is that of the surest claim;
    `disputed` says that another claim denies the triple; `marks` cite the papers beside the review.
    """

    subject: str
    predicate: str
    label: str
    object: str
    references: tuple[int, ...] = ()
    stance: str = ""
    status: str = ""
    statements: tuple[str, ...] = ()
    disputed: bool = False
    marks: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """What is cited: numbers of the review's references, then the marks of other papers."""
        return (*map(str, self.references), *self.marks)


@dataclass(frozen=True, slots=True)
class View:
    """Nodes and edges in a fixed order, the RDF they come from, and how many more nodes there would have been."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    quads: tuple[ox.Quad, ...] = field(default=(), repr=False)
    title: str = ""
    left_out: int = 0


# ── making views ─────────────────────────────────────────────────────────────────────────────────────────────────────


def whole(store: Store) -> View:
    """All things and the edges between them; references, properties and units only where an edge reaches them."""
    facts: Facts = defaultdict(list)
    for quad in store.quads():
        facts[name_of(quad.subject)].append(quad)
    schema = read_schema(store)
    kinds = {iri: schema.kind(types_of(quads)) for iri, quads in facts.items()}
    edges = [
        triple
        for quads in facts.values()
        for triple in schema.edges(quads)
        if _is_thing(kinds.get(triple[0], "")) and _is_thing(kinds.get(triple[2], ""))
    ]
    linked = {end for subject, _, value in edges for end in (subject, value)}
    nodes = {iri for iri, kind in kinds.items() if _is_thing(kind) and (iri in linked or kind not in _ONLY_LINKED)}
    claims = [iri for iri, kind in kinds.items() if kind == "Claim"]
    return _Reading(store, schema, facts).view(nodes, edges, claims, title="The whole graph")


def neighbourhood(store: Store, iri: str, hops: int = 1, most: int = 300) -> View:
    """What lies within some hops of a thing, along the edges walked; a measured value brings what it belongs to.

    Of a reference, section, table or group: the facts that rest on it. At most `most` nodes stay, nearest first and
    among equals the better linked; `left_out` counts the rest. Raises UnknownThing.
    """
    schema = read_schema(store)
    about = read_thing(store, iri)
    edges: dict[Triple, None] = {}
    order: dict[str, int] = {iri: 0}
    frontier = [iri]
    if schema.kind(types_of(about)) in RECORDS | {"Reference", "ResearchGroup"}:
        edges |= dict.fromkeys(_claimed_on(store, iri))
    for hop in range(1, hops + 1):
        found = touching(store, schema, frontier)
        owners = [edge for edge in found if edge[1] == term("ofProperty")]
        values = sorted({subject for subject, _, _ in owners} - set(order))
        found += [edge for edge in triples(store, objects=values) if edge[1] == term("hasMeasurement")]
        edges |= dict.fromkeys(found)
        reached = sorted({end for subject, _, value in found for end in (subject, value)} - set(order))
        order |= dict.fromkeys(reached, hop)
        frontier = reached
    for subject, _, value in edges:
        order.setdefault(subject, 1)
        order.setdefault(value, 1)
    return _trimmed(store, schema, list(edges), order, most)


def of_triples(store: Store, given: Iterable[ox.Triple | Triple], title: str = "") -> View:
    """A view of given triples: of paths, of answers, of the result of a CONSTRUCT query.

    A predicate may be a local name of the ontology. Labels, classes and claims come from the store; a literal becomes
    a detail of its subject, `rdf:type` a class. A triple that is only denied keeps its edge, with stance "denied".
    """
    stated = [_as_triple(one) for one in given]
    edges = [
        (name_of(one.subject), one.predicate.value, name_of(one.object))
        for one in stated
        if not isinstance(one.object, ox.Literal) and one.predicate.value != TYPE
    ]
    nodes = {name_of(one.subject) for one in stated} | {end for edge in edges for end in (edge[0], edge[2])}
    facts = read_facts(store, nodes)
    for one in stated:
        if isinstance(one.object, ox.Literal) or one.predicate.value in (TYPE, LABEL):
            facts[name_of(one.subject)].append(ox.Quad(*one))
    own = [ox.Quad(*one) for one in stated]
    return _Reading(store, read_schema(store), facts).view(nodes, edges, title=title, own=own)


def to_networkx(view: View) -> "nx.MultiDiGraph[str]":
    """The view as a networkx graph; every attribute is a string, every edge key is unique."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=view.title)
    for node in view.nodes:
        details = "\n".join(f"{name}: {text}" for name, text in node.details)
        graph.add_node(node.iri, label=node.label, kind=node.kind, classes=", ".join(node.classes), details=details)
    for number, edge in enumerate(view.edges, start=1):
        graph.add_edge(edge.subject, edge.object, key=f"e{number}", **edge_texts(edge))
    return graph


def edge_texts(edge: Edge) -> dict[str, str]:
    """What an edge says, in strings.

    >>> edge_texts(Edge("a", "mitigates", "mitigates", "b", (53, 108), "asserted", "curated"))["references"]
    '53, 108'
    """
    return {
        "predicate": edge.predicate,
        "label": edge.label,
        "references": ", ".join(edge.cited),
        "stance": f"{edge.stance}, disputed" if edge.disputed else edge.stance,
        "status": edge.status,
        "statement": " | ".join(edge.statements),
    }


# ── putting a view together ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Reading:
    """Facts of a store on their way to becoming a view; what is missing is fetched."""

    store: Store
    schema: Schema
    facts: Facts

    def view(
        self,
        nodes: Iterable[str],
        edges: Iterable[Triple],
        claims: Iterable[str] | None = None,
        *,
        title: str = "",
        left_out: int = 0,
        own: Iterable[ox.Quad] = (),
    ) -> View:
        """The view of some things and edges; `claims` are the claims known, None has them looked up."""
        edges = sorted(set(edges))
        if claims is None:
            about = triples(self.store, predicate=CLAIM_SUBJECT, objects={subject for subject, _, _ in edges})
            claims = {claim for claim, _, _ in about}
            self.facts.update(read_facts(self.store, claims - self.facts.keys()))
        by_triple: dict[Triple, list[str]] = defaultdict(list)
        for claim in sorted(claims):
            by_triple[claimed(self.facts[claim])].append(claim)
        self._fetch(edges, {claim for edge in edges for claim in by_triple.get(edge, ())})
        drawn = tuple(self._edge(edge, by_triple.get(edge, [])) for edge in edges)
        wanted = sorted(set(nodes), key=lambda iri: (iri.lower(), iri))
        quads = set(own)
        for iri in wanted:
            quads.update(quad for quad in self.facts.get(iri, ()) if not self._leads_elsewhere(quad))
        for edge in edges:
            quads.update(q for q in self.facts.get(edge[0], ()) if (q.predicate.value, name_of(q.object)) == edge[1:])
            quads.update(quad for claim in by_triple.get(edge, ()) for quad in self.facts[claim])
        return View(tuple(map(self._node, wanted)), drawn, tuple(sorted(quads, key=str)), title, left_out)

    def _fetch(self, edges: Sequence[Triple], claims: set[str]) -> None:
        """Reads what labels need: properties of measured values, the works cited and the places named by claims."""
        wanted = {value for iri in {edge[2] for edge in edges} for value in self._values(iri, term("ofProperty"))}
        for relation in ("cites", "statedIn", "statedInTable", "statedInPaper"):
            wanted |= {value for claim in claims for value in self._values(claim, term(relation))}
        self.facts.update(read_facts(self.store, wanted - self.facts.keys()))

    def _values(self, iri: str, predicate: str) -> list[str]:
        return sorted({name_of(quad.object) for quad in self.facts.get(iri, ()) if quad.predicate.value == predicate})

    def _leads_elsewhere(self, quad: ox.Quad) -> bool:
        """Whether a quad of a thing is an edge or bookkeeping rather than a name, class or value of its own."""
        return isinstance(quad.object, ox.NamedNode) and quad.predicate.value.startswith(SSE)

    def _node(self, iri: str) -> Node:
        quads = self.facts.get(iri, [])
        types = types_of(quads)
        depth = self.schema.depths
        classes = sorted({local(name) for name in types}, key=lambda name: (-depth.get(term(name), 0), name))
        kind = self.schema.kind(types) or next(iter(classes), "Thing")
        label = self._measured(iri) if kind == "Measurement" else ""
        narrowest = self.schema.labels.get(term(classes[0]), "") if classes else ""
        details = ((("class", narrowest),) if narrowest else ()) + _details(quads)
        return Node(iri, label or label_of(quads) or local(iri), kind, tuple(classes), details)

    def _measured(self, iri: str) -> str:
        """A measured value as "32 mS/cm"."""
        texts = {quad.predicate.value: name_of(quad.object) for quad in self.facts.get(iri, ())}
        sign, value, unit, upper = (texts.get(term(name)) for name in ("sign", "value", "unit", "upperValue"))
        if value is None:
            return ""
        return say_value(sign or "=", float(value), unit or "1", None if upper is None else float(upper))

    def _edge(self, triple: Triple, claims: Sequence[str]) -> Edge:
        subject, predicate, value = triple
        stances = {claim: next(iter(self._values(claim, term("stance"))), "asserted") for claim in claims}
        held = [claim for claim in claims if stances[claim] != "denied"] or list(claims)
        stance = min((stances[claim] for claim in held), key=lambda name: (_rank(name, _DOUBT), name), default="")
        status = {text for claim in held for text in self._values(claim, term("status"))}
        cited = {ref for claim in held for ref in self._values(claim, term("cites"))}
        numbers = sorted(int(text) for ref in cited for text in self._values(ref, term("number")) if text.isdecimal())
        papers = {paper for claim in held for paper in self._values(claim, term("statedInPaper"))}
        names = {name for paper in papers for name in self._values(paper, f"{SKOS}altLabel")[:1] or [local(paper)]}
        said = dict.fromkeys(text for claim in held for text in self._values(claim, term("statement")))
        return Edge(
            subject=subject,
            predicate=local(predicate) if predicate.startswith(SSE) else predicate,
            label=("denied: " if stance == "denied" else "") + self._said(predicate, value),
            object=value,
            references=tuple(numbers),
            stance=stance,
            status=min(status, key=lambda name: (_rank(name, _STATUS), name), default=""),
            statements=tuple(said),
            disputed=len(held) < len(claims),
            marks=tuple(sorted(Paper(name, "").mark for name in names)),
        )

    def _said(self, predicate: str, value: str) -> str:
        """How a relation is said; of a measured value, the property."""
        measured = self._values(value, term("ofProperty")) if predicate == term("hasMeasurement") else []
        names = [label_of(self.facts.get(name, [])) for name in measured]
        return next(filter(None, names), "") or self.schema.labels.get(predicate, "") or say_name(local(predicate))


def _trimmed(store: Store, schema: Schema, edges: list[Triple], order: dict[str, int], most: int) -> View:
    """The view of the nearest things, without records."""
    facts = read_facts(store, order)
    centre = next(iter(order))
    things = {iri for iri in order if iri == centre or schema.kind(types_of(facts[iri])) not in RECORDS}
    edges = [edge for edge in edges if edge[0] in things and edge[2] in things]
    links: dict[str, int] = defaultdict(int)
    for subject, _, value in edges:
        links[subject] += 1
        links[value] += 1
    ranked = sorted(things, key=lambda iri: (order[iri], -links[iri], iri))
    kept = set(ranked[: max(most, 1)])
    edges = [edge for edge in edges if edge[0] in kept and edge[2] in kept]
    title = label_of(facts[centre]) or local(centre)
    return _Reading(store, schema, facts).view(kept, edges, title=title, left_out=len(ranked) - len(kept))


def _claimed_on(store: Store, iri: str) -> list[Triple]:
    """The triples whose claims cite a reference, stand in a section or table, or are credited to a group."""
    relations = {term(name) for name in ("cites", "statedIn", "statedInTable", "inSentence", "reportedBy")}
    records = {subject for subject, predicate, _ in triples(store, objects=[iri]) if predicate in relations}
    found = (claimed(quads) for quads in read_facts(store, records).values())
    return sorted(triple for triple in found if all(triple))


def _details(quads: Iterable[ox.Quad]) -> tuple[tuple[str, str], ...]:
    """The literals of a thing in words, one line for each predicate."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.object, ox.Literal) and quad.predicate.value not in _UNSAID:
            predicate = quad.predicate.value
            found["also called" if predicate == f"{SKOS}altLabel" else say_name(local(predicate))].add(
                quad.object.value
            )
    return tuple((name, "; ".join(sorted(texts))) for name, texts in sorted(found.items()))


def _is_thing(kind: str) -> bool:
    return bool(kind) and kind not in RECORDS


def _rank(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)


def _as_triple(one: ox.Triple | Triple) -> ox.Triple:
    if isinstance(one, ox.Triple):
        return one
    subject, predicate, value = one
    relation = predicate if ":" in predicate else term(predicate)
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(relation), ox.NamedNode(value))
