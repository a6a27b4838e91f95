"""The record of one thing: its names and kinds, its values, what is claimed of it, and what rests on it."""

from dataclasses import dataclass

from kg.elements import elements
from kg.evidence import Evidence, gather_evidence, rows_of
from kg.export_facts import UnknownThing, read_thing
from kg.lexicon import Lexicon
from kg.names import RDF, SSE, local, resource, term
from kg.naming import meanings
from kg.store import Store

_AT_ONCE = 300
_PARTS_OF_CELLS = frozenset({"hasCathode", "hasElectrolyte", "hasAnode", "hasInterlayer"})
_SOURCES = ("cites", "statedIn", "statedInTable", "reportedBy")


@dataclass(frozen=True)
class Record:
    """What the graph holds on one thing.

    `values` are measured on it, or of it where it is a property; `own` are claims that it is the subject of, `others`
    those that it is the object of; `resting` those that rest on it where it is a work, a section, a table or a group.
    """

    iri: str
    label: str
    classes: tuple[str, ...] = ()
    definition: str = ""
    aliases: tuple[str, ...] = ()
    values: tuple[Evidence, ...] = ()
    own: tuple[Evidence, ...] = ()
    others: tuple[Evidence, ...] = ()
    resting: tuple[Evidence, ...] = ()
    cells: tuple[Evidence, ...] = ()

    @property
    def claims(self) -> int:
        """How many claims speak of it or rest on it."""
        return sum(map(len, (self.values, self.own, self.others, self.resting, self.cells)))


def read_record(store: Store, lexicon: Lexicon, iri: str) -> Record:
    """The record of a thing; one that the graph does not hold has an empty one."""
    identifier = local(iri)
    thing, measurable = lexicon.things.get(identifier), lexicon.vocabulary.properties.get(identifier)
    known = thing or measurable
    found = _gathered(store, iri)
    values = [one for one in found if one.predicate == "hasMeasurement"]
    cells = [one for one in found if one.predicate in _PARTS_OF_CELLS and one.object == identifier]
    rest = [one for one in found if one not in values and one not in cells]
    return Record(
        iri,
        label_of_thing(identifier, lexicon),
        tuple(lexicon.label(name) for name in thing.classes) if thing else (),
        known.definition if known else "",
        tuple(dict.fromkeys(known.aliases)) if known else (),
        tuple(values),
        tuple(one for one in rest if one.subject == identifier),
        tuple(one for one in rest if one.subject != identifier and one.object == identifier),
        tuple(one for one in rest if identifier not in (one.subject, one.object)),
        tuple(cells),
    )


def find_iri(name: str, store: Store, lexicon: Lexicon) -> str:
    """The IRI of a thing from its id in tables or ontology, or from any name; raises NameNotFound."""
    if name in lexicon.vocabulary.properties:
        return term(name)
    try:
        read_thing(store, resource(name))
    except UnknownThing:
        return meanings(name, lexicon)[0].iri
    return resource(name)


def label_of_thing(identifier: str, lexicon: Lexicon) -> str:
    """The name of anything that has a record, works and places included; the lexicon names things only.

    >>> from kg.vocabulary import Vocabulary
    >>> label_of_thing("ref-53", Lexicon({}, {}, {}, Vocabulary({}, {}, {})))
    'reference 53'
    """
    kind, _, number = identifier.partition("-")
    match kind:
        case "ref":
            return f"reference {number}"
        case "section":
            return f"section {number}, {lexicon.sections.get(number, '')}".rstrip(", ")
        case "table" if number in lexicon.tables:
            return f"Table {number}, {lexicon.tables[number]}"
        case "element" if number in elements():
            return elements()[number].name
    return lexicon.label(identifier)


def _gathered(store: Store, iri: str) -> list[Evidence]:
    """The claims on a thing, on values of a property, and those that rest on a source; the doubtful ones last."""
    sources = " ".join(f"<{SSE}{name}>" for name in _SOURCES)
    query = f"""SELECT DISTINCT ?c WHERE {{
        {{ ?c <{RDF}subject> <{iri}> }} UNION {{ ?c <{RDF}object> <{iri}> }}
        UNION {{ ?m <{term("ofProperty")}> <{iri}> . ?c <{RDF}object> ?m }}
        UNION {{ VALUES ?p {{ {sources} }} ?c ?p <{iri}> ; <{RDF}subject> ?s }} }} ORDER BY ?c"""
    claims = [row["c"] for row in rows_of(store, query)]
    starts = range(0, len(claims), _AT_ONCE)
    found = [one for start in starts for one in gather_evidence(store, claims[start : start + _AT_ONCE])]
    return sorted(found, key=lambda one: (one.predicate, one.status == "inferred", one.statement))
