"""A reading -> its answer: the rows of its query, their evidence, the path that explains each, and the words."""

from collections.abc import Iterable
from dataclasses import replace

from kg.answer_results import Results, claims_of, sources_of
from kg.decide import decide
from kg.evidence import Evidence, claims_about, gather_evidence, rows_of
from kg.lexicon import Lexicon
from kg.names import local, resource, term
from kg.phrase import say_answer, say_facts
from kg.query import Query, to_sparql
from kg.reading import Reading
from kg.reckon import reckon
from kg.reply import Answer, Result
from kg.store import Store

_MOST_PATHS = 24
_MOST_OTHER_SIDES = 8


class Answerer:
    """Answers readings from one graph."""

    def __init__(self, store: Store, lexicon: Lexicon) -> None:
        self.store, self.lexicon = store, lexicon
        self.results = Results(store, lexicon)

    def answer(self, text: str, reading: Reading) -> Answer:
        """What one reading of a question answers; `empty` when the graph has nothing for it."""
        if reading.kind == "definition":
            return self._define(text, reading)
        rows = _first_ranked(self._rows(reading), reading)
        claims = list(dict.fromkeys(row[name] for row in rows for name in reading.claims if row.get(name)))
        evidence = gather_evidence(self.store, claims)
        own = {e.claim for e in evidence}
        others = dict.fromkeys(resource(c) for e in evidence for c in e.contradicts if c not in own)
        evidence += gather_evidence(self.store, list(others)[:_MOST_OTHER_SIDES])
        against = {e.claim for e in evidence} - own
        by_claim = {e.claim: e for e in evidence}
        boolean: bool | None = None
        if reading.kind == "whether":
            deciding = [e for e in evidence if e.claim in own]
            boolean = _verdict(deciding, reading)
            results = [Result(e.statement, resource(e.claim), "Claim", **sources_of([e])) for e in deciding]
        elif reading.kind in ("values", "compare"):
            results = self.results.values(rows, reading, by_claim)
            rows, evidence = _of_results(results, rows, evidence, reading)
            boolean = decide(results, reading.test) if reading.test else None
            if reading.test and boolean is None:
                return Answer(text, "empty", reading.about)
        elif reading.kind == "sources":
            if reading.query.order:
                chosen = self.results.values(rows, reading, by_claim)
                rows, evidence = _of_results(chosen, rows, evidence, reading)
            own = {local(row[name]) for row in rows for name in reading.claims if row.get(name)}
            results = self.results.sources((e for e in evidence if e.claim in own), reading)
        else:
            results, standing = self.results.things(rows, reading, by_claim)
            evidence += standing
        if not results:
            return Answer(text, "empty", reading.about)
        results = reckon(results, reading.form.aggregate) if reading.form.aggregate else results
        # Who said something is known, whatever others say of the same.
        told = () if reading.kind == "sources" else evidence
        return Answer(
            text,
            "answered",
            interpretation=_with_left_out(reading),
            answer=say_answer(results, told, boolean, reading.form, [e for e in told if e.claim in against]),
            boolean=boolean,
            results=tuple(results),
            paths=self._paths(rows, reading, by_claim),
            evidence=evidence,
            sparql=to_sparql(reading.query),
            trace={"algebra": str(reading.query)},
        )

    def _paths(
        self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]
    ) -> tuple[tuple[dict[str, str], ...], ...]:
        """For every row the steps that explain it; a step that was inferred is shown by what it follows from."""
        found: dict[tuple[str, ...], tuple[dict[str, str], ...]] = {}
        known = self._premises(by_claim.values())
        for row in rows:
            claims = claims_of(row, reading, by_claim)
            steps = [s for c in claims for s in ([known[p] for p in c.premises if p in known] or [c])]
            result = local(row.get(reading.query.select[0], "") if reading.query.select else "")
            steps.sort(key=lambda step: step.subject != result)
            key = tuple(dict.fromkeys(step.claim for step in steps))
            if key and len(found) < _MOST_PATHS:
                found[key] = tuple(self._step({s.claim: s for s in steps}[claim]) for claim in key)
        return tuple(found.values())

    def _premises(self, claims: Iterable[Evidence]) -> dict[str, Evidence]:
        """The claims that inferred ones follow from, by name."""
        names = dict.fromkeys(resource(premise) for claim in claims for premise in claim.premises)
        return {e.claim: e for e in gather_evidence(self.store, names)}

    def _step(self, claim: Evidence) -> dict[str, str]:
        value = claim.statement if claim.predicate == "hasMeasurement" else self.lexicon.label(claim.object)
        return {"subject": self.lexicon.label(claim.subject), "predicate": claim.predicate, "object": value}

    def _rows(self, reading: Reading) -> list[dict[str, str]]:
        return [row for query in (reading.query, *reading.also) for row in self.look(query)]

    def look(self, query: Query) -> list[dict[str, str]]:
        """The rows that a query finds."""
        return rows_of(self.store, to_sparql(query))

    def _define(self, text: str, reading: Reading) -> Answer:
        subject = reading.subject[0]
        thing = self.lexicon.things.get(subject)
        vocabulary = self.lexicon.vocabulary
        known = thing or vocabulary.classes.get(subject) or vocabulary.properties.get(subject)
        if known is None:
            return Answer(text, "empty", reading.about)
        iri = resource(subject) if thing else term(subject)
        evidence = gather_evidence(self.store, claims_about(self.store, iri))[:12]
        result = Result(known.label, iri, thing.classes[0] if thing else "Term", known.aliases)
        result = replace(result, **sources_of(evidence))
        kinds = [self.lexicon.label(name) for name in (thing.classes if thing else ())]
        words = f"{known.label}: {known.definition or f'{kinds[0]}.' if kinds else known.definition}"
        own = sorted(evidence, key=lambda e: (e.subject != subject, e.predicate == "hasMeasurement", e.stance))
        words += say_facts(own[:5])
        return Answer(text, "answered", reading.about, words, None, (result,), (), evidence)


def _verdict(evidence: Iterable[Evidence], reading: Reading) -> bool:
    """Yes when most of the deciding claims hold, no when they are denied or say the opposite."""
    if reading.subject[0] in ("true", "false"):
        return reading.subject == ("true",)
    held = [e.stance != "denied" for e in evidence]
    yes = sum(held) * 2 > len(held)
    return yes if reading.subject == ("yes",) else not yes


def _first_ranked(rows: list[dict[str, str]], reading: Reading) -> list[dict[str, str]]:
    """Of rows ranked by the value of another thing than the answer those of the first few values."""
    name = reading.query.order
    if name != "w" or not reading.query.top:
        return rows
    first = list(dict.fromkeys(row[name] for row in rows))[: reading.query.top]
    return [row for row in rows if row[name] in first]


def _of_results(
    results: list[Result], rows: list[dict[str, str]], evidence: tuple[Evidence, ...], reading: Reading
) -> tuple[list[dict[str, str]], tuple[Evidence, ...]]:
    """What stands behind the first few of a ranking, without what stands behind the rest."""
    if not (reading.query.top or reading.form.rank or reading.form.aggregate.startswith("extremes")):
        return rows, evidence
    shown = {result.iri for result in results}
    rows = [row for row in rows if shown.intersection(row.values())]
    claims = {local(row[name]) for row in rows for name in reading.claims if name in row}
    return rows, tuple(e for e in evidence if e.claim in claims or claims.intersection(e.contradicts))


def _with_left_out(reading: Reading) -> str:
    """How the question was read, and what of it was not used."""
    unused = f" (not used: {', '.join(reading.left_out)})" if reading.left_out else ""
    return reading.about + unused
