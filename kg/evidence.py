"""Claims -> evidence: what an answer rests on, where the review states it and whom it cites."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.model import Paper
from kg.names import RDF, SSE, local
from kg.store import Store

_MOST = 400
_PARTS = (
    "statement",
    "statedIn",
    "statedInTable",
    "tableRow",
    "cites",
    "status",
    "confidence",
    "stance",
    "reportedBy",
    "note",
    "contradicts",
    "inferredFrom",
    "statedInPaper",
    "locator",
    "acceptedBy",
    "acceptedOn",
    "subject",
    "predicate",
    "object",
    "inSentence",
    "fingerprint",
)

_REIFIED = ("subject", "predicate", "object")


@dataclass(frozen=True)
class Evidence:
    """A claim that an answer rests on; `fingerprints` are those of the sentences that state it.

    `paper` is the title of the paper that states it, if that is not the review; `papers` are all those beside the
    review that it rests on, by what it follows from too.
    """

    statement: str
    section: str | None
    table: str | None
    references: tuple[int, ...]
    status: str = "curated"
    confidence: float = 1.0
    stance: str = "asserted"
    row: int | None = None
    claim: str = ""
    groups: tuple[str, ...] = ()
    note: str = ""
    contradicts: tuple[str, ...] = ()
    subject: str = ""
    predicate: str = ""
    object: str = ""
    premises: tuple[str, ...] = ()
    paper: str = ""
    locator: str = ""
    accepted_by: tuple[str, ...] = ()
    accepted_on: str = ""
    fingerprints: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """How the papers beside the review are cited."""
        return tuple(paper.mark for paper in self.papers)

    @property
    def cited(self) -> tuple[str, ...]:
        """What is cited: numbers of the review's references, then the marks of other papers."""
        return (*map(str, self.references), *self.marks)

    @property
    def acceptance(self) -> str:
        """Who accepted what was extracted, and on which day; nothing for what was curated."""
        names = " and ".join(self.accepted_by)
        return f"accepted by {names} on {self.accepted_on}" if names and self.status == "extracted" else ""

    @property
    def contradicted(self) -> bool:
        """Whether another claim of the graph says otherwise."""
        return bool(self.contradicts)


def rows_of(store: Store, query: str) -> list[dict[str, str]]:
    """The rows of one of our own queries as texts by variable; what is unbound is left out."""
    found = store.select(query)
    return [
        {name: getattr(term, "value", str(term)) for name, term in zip(found.variables, row, strict=True) if term}
        for row in found
    ]


def parts_of(store: Store, iris: Iterable[str], relations: Iterable[str] = ()) -> dict[str, dict[str, list[str]]]:
    """What the graph says of each IRI: local name of the relation -> values."""
    things = " ".join(f"<{iri}>" for iri in dict.fromkeys(iris))
    if not things:
        return {}
    wanted = ", ".join(f"<{RDF if name in _REIFIED else SSE}{name}>" for name in relations)
    only = f" FILTER(?p IN ({wanted}))" if wanted else ""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows_of(store, f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {things} }} ?s ?p ?o{only} }}"):
        found.setdefault(row["s"], {}).setdefault(local(row["p"]), []).append(row["o"])
    return found


def gather_evidence(store: Store, claims: Iterable[str]) -> tuple[Evidence, ...]:
    """The claims with where they stand and whom they cite, in the order given."""
    wanted = list(dict.fromkeys(claims))[:_MOST]
    parts = parts_of(store, wanted, _PARTS)
    stated_in = _stated_in(store, parts)
    papers = read_papers(store, {paper for some in stated_in.values() for paper in some})
    prints = _fingerprints(store, {sentence for one in parts.values() for sentence in one.get("inSentence", ())})
    return tuple(
        _evidence(iri, parts[iri], tuple(papers[paper] for paper in stated_in.get(iri, ()) if paper in papers), prints)
        for iri in wanted
        if "subject" in parts.get(iri, {})
    )


def papers_read(store: Store) -> tuple[Paper, ...]:
    """The papers other than the review from which statements were accepted, by their short names."""
    rows = rows_of(store, f"SELECT DISTINCT ?p {{ ?claim <{SSE}statedInPaper> ?p }}")
    return tuple(sorted(read_papers(store, {row["p"] for row in rows}).values(), key=lambda paper: paper.id))


def _stated_in(store: Store, parts: Mapping[str, Mapping[str, list[str]]]) -> dict[str, list[str]]:
    """The papers, other than the review, in which claims stand, or else what they follow from does."""
    found = {iri: list(one["statedInPaper"]) for iri, one in parts.items() if "statedInPaper" in one}
    followed = " ".join(f"<{iri}>" for iri, one in parts.items() if "inferredFrom" in one)
    query = f"SELECT ?c ?p {{ VALUES ?c {{ {followed} }} ?c <{SSE}inferredFrom>/<{SSE}statedInPaper> ?p }} ORDER BY ?p"
    for row in rows_of(store, query) if followed else ():
        if row["p"] not in found.setdefault(row["c"], []):
            found[row["c"]].append(row["p"])
    return found


def read_papers(store: Store, iris: set[str]) -> dict[str, Paper]:
    """Papers other than the review, by their IRIs."""
    said = parts_of(store, sorted(iris))
    return {iri: _paper(iri, said[iri]) for iri in iris if iri in said}


def _paper(iri: str, said: Mapping[str, list[str]]) -> Paper:
    name, title, doi, year = (min(said.get(part, [""])) for part in ("altLabel", "label", "doi", "year"))
    return Paper(name or local(iri), title or name, doi, int(year) if year else None)


def _fingerprints(store: Store, iris: set[str]) -> dict[str, str]:
    """The fingerprints of sentences."""
    values = " ".join(f"<{iri}>" for iri in sorted(iris))
    query = f"SELECT ?s ?f {{ VALUES ?s {{ {values} }} ?s <{SSE}fingerprint> ?f }}"
    return {row["s"]: row["f"] for row in rows_of(store, query)} if values else {}


def claims_about(store: Store, iri: str) -> list[str]:
    """The claims that a thing is the subject or the object of."""
    query = f"SELECT ?c WHERE {{ {{ ?c <{RDF}subject> <{iri}> }} UNION {{ ?c <{RDF}object> <{iri}> }} }} ORDER BY ?c"
    return [row["c"] for row in rows_of(store, query)]


def _natural(iri: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", local(iri))]


def _evidence(iri: str, parts: dict[str, list[str]], papers: tuple[Paper, ...], prints: dict[str, str]) -> Evidence:
    numbers = tuple(sorted({int(local(ref).removeprefix("ref-")) for ref in parts.get("cites", ())}))
    sections = sorted(local(s).removeprefix("section-") for s in parts.get("statedIn", ()))
    tables = sorted(local(t).removeprefix("table-") for t in parts.get("statedInTable", ()))
    rows = parts.get("tableRow", ())
    stated = sorted(parts.get("inSentence", ()), key=_natural)
    return Evidence(
        statement=next(iter(parts.get("statement", ())), ""),
        section=sections[0] if sections else None,
        table=f"Table {tables[0]}" if tables else None,
        references=numbers,
        status=next(iter(parts.get("status", ())), "curated"),
        confidence=float(next(iter(parts.get("confidence", ())), "1")),
        stance=next(iter(parts.get("stance", ())), "asserted"),
        row=int(rows[0]) if rows else None,
        claim=local(iri),
        groups=tuple(sorted(parts.get("reportedBy", ()))),
        note=" ".join(sorted(parts.get("note", ()))),
        contradicts=tuple(sorted(local(other) for other in parts.get("contradicts", ()))),
        subject=local(parts["subject"][0]),
        predicate=local(parts["predicate"][0]),
        object=local(parts["object"][0]),
        premises=tuple(sorted(local(premise) for premise in parts.get("inferredFrom", ()))),
        paper=papers[0].title if papers and "statedInPaper" in parts else "",
        locator=next(iter(parts.get("locator", ())), ""),
        accepted_by=tuple(sorted(parts.get("acceptedBy", ()))),
        accepted_on=max(parts.get("acceptedOn", ("",)))[:10],
        fingerprints=tuple(
            dict.fromkeys((*(prints[one] for one in stated if one in prints), *parts.get("fingerprint", ())))
        ),
        papers=papers,
    )
