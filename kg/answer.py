"""A question -> an answer with its evidence: the graph is asked, never guessed for."""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.grammar import Form
from kg.ground import Grounded, ground
from kg.lexicon import Lexicon, load_lexicon
from kg.names import SSE, SSER, local, resource, term
from kg.phrase import say_answer
from kg.quantity import Quantity
from kg.query import to_sparql
from kg.question import Reading, read_question
from kg.sketch import Sketch, load_sketch
from kg.store import Store, open_store

MOST_CHARACTERS = 2_000


@dataclass(frozen=True)
class Result:
    """One thing, value or row of an answer."""

    label: str
    iri: str = ""
    type: str = ""
    aliases: tuple[str, ...] = ()
    value: float | None = None
    unit: str | None = None
    references: tuple[int, ...] = ()
    conditions: str = ""
    sign: str = "="
    property: str = ""
    upper: float | None = None


@dataclass(frozen=True)
class Evidence:
    """A claim that an answer rests on."""

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
    contradicted: bool = False


@dataclass(frozen=True)
class Answer:
    """The answer object of the contract, with how it was reached."""

    question: str
    status: str
    interpretation: str = ""
    answer: str = ""
    boolean: bool | None = None
    results: tuple[Result, ...] = ()
    paths: tuple[tuple[dict[str, str], ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sparql: str = ""
    suggestions: tuple[str, ...] = ()
    id: str | None = None
    trace: dict[str, Any] = field(default_factory=dict)

    def to_dict(self, explain: bool = False) -> dict[str, Any]:
        """Plain data as in the contract; with `explain`, the trace of every step too."""
        data = asdict(self)
        trace = data.pop("trace")
        if self.id is None:
            data.pop("id")
        else:
            data = {"id": data.pop("id"), **data}
        return {**data, "trace": trace} if explain else data


class Asker:
    """Answers questions on one graph; opening it is cheap, keeping it makes the next question cheaper."""

    def __init__(self, store: Store, lexicon: Lexicon, sketch: Sketch) -> None:
        self.store, self.lexicon, self.sketch = store, lexicon, sketch

    @classmethod
    def open(cls, folder: Path) -> "Asker":
        """The asker of a built graph folder."""
        return cls(open_store(folder), load_lexicon(folder), load_sketch(folder))

    def ask(self, question: str, identifier: str | None = None) -> Answer:
        """The answer to a question in plain words; never raises for anything typed."""
        started = time.perf_counter()
        text = question.strip()
        if not text:
            return Answer(
                question,
                "not_understood",
                answer="There is no question here.",
                suggestions=self.suggest(None),
                id=identifier,
            )
        if len(text) > MOST_CHARACTERS:
            words = f"The question has {len(text)} characters; ask in at most {MOST_CHARACTERS}."
            return Answer(question[:200], "not_understood", answer=words, suggestions=self.suggest(None), id=identifier)
        grounded = ground(text, self.lexicon)
        grounding = time.perf_counter()
        readings = read_question(grounded, self.lexicon, self.sketch)
        reading_done = time.perf_counter()
        answer = self._first_answer(text, grounded, readings)
        done = time.perf_counter()
        trace = {
            "mentions": [_say_mention(m) for m in grounded.mentions],
            "unknown": list(grounded.unknown),
            "readings": [reading.about for reading in readings],
            "algebra": answer.trace.get("algebra", ""),
            "milliseconds": {
                "mentions": round(1e3 * (grounding - started), 2),
                "readings": round(1e3 * (reading_done - grounding), 2),
                "queries and answer": round(1e3 * (done - reading_done), 2),
            },
        }
        return replace(answer, id=identifier, trace=trace)

    def _first_answer(self, text: str, grounded: Grounded, readings: list[Reading]) -> Answer:
        strange = [m.text for m in grounded.mentions if m.of("unknown")]
        if strange:
            words = f"The graph holds nothing on {', '.join(strange)}."
            return Answer(text, "empty", words, words, suggestions=self.suggest(grounded))
        named = [word for word in grounded.unknown if word[0].isupper() and not grounded.text.startswith(word)]
        if named and grounded.mentions:
            words = f"The graph knows nothing called {', '.join(named)}."
            return Answer(text, "empty", words, words, suggestions=self.suggest(grounded))
        if not readings or len(grounded.unknown) > 2 * sum(bool(m.senses) for m in grounded.mentions):
            words = "That is not a question on sulfide electrolytes that I can read."
            return Answer(text, "not_understood", "", words, suggestions=self.suggest(grounded))
        for reading in readings:
            answer = self._answer(text, reading)
            if answer.status == "answered":
                return answer
        first = readings[0]
        words = f"The graph holds nothing on this: {first.about}."
        return Answer(
            text,
            "empty",
            first.about,
            words,
            sparql=_sparql(first),
            suggestions=self.suggest(grounded),
            trace={"algebra": str(first.query)},
        )

    def _answer(self, text: str, reading: Reading) -> Answer:
        if reading.kind == "definition":
            return self._define(text, reading)
        rows = self._rows(reading)
        claims = list(dict.fromkeys(row[name] for row in rows for name in reading.query.claims if row.get(name)))
        evidence = self.evidence(claims)
        by_claim = {e.claim: e for e in evidence}
        boolean: bool | None = None
        if reading.kind == "whether":
            boolean = _verdict(evidence, reading)
            results = [Result(e.statement, resource(e.claim), "Claim", references=e.references) for e in evidence]
        elif reading.kind == "values":
            results = self._value_results(rows, reading, by_claim)
        elif reading.kind == "sources":
            results = self._source_results(evidence, reading)
        else:
            results = self._specific(self._thing_results(rows, reading, by_claim))
        if not results:
            return Answer(text, "empty", reading.about)
        results = _aggregate(results, reading.form)
        words = say_answer(reading.about, results, list(evidence), boolean, reading.form)
        return Answer(
            text, "answered", reading.about, words, boolean, tuple(results), (), tuple(evidence), _sparql(reading),
            trace={"algebra": str(reading.query)},
        )  # fmt: skip

    def _rows(self, reading: Reading) -> list[dict[str, str]]:
        return [
            {name: cell.value for name, cell in zip(found.variables, row, strict=True) if cell is not None}
            for query in (reading.query, *reading.also)
            for found in [self.store.select(to_sparql(query))]
            for row in found
        ]

    def _define(self, text: str, reading: Reading) -> Answer:
        subject = reading.subject[0]
        thing = self.lexicon.things.get(subject)
        vocabulary = self.lexicon.vocabulary
        known = thing or vocabulary.classes.get(subject) or vocabulary.properties.get(subject)
        if known is None:
            return Answer(text, "empty", reading.about)
        iri = resource(subject) if thing else term(subject)
        evidence = self.evidence(self._claims_about(iri))[:12]
        result = Result(known.label, iri, thing.classes[0] if thing else "Term", known.aliases)
        result = replace(result, references=tuple(dict.fromkeys(n for e in evidence for n in e.references)))
        words = f"{known.label}: {known.definition}"
        facts = [e.statement for e in evidence[:5]]
        words += f" The review says: {'; '.join(facts)}." if facts else ""
        return Answer(text, "answered", reading.about, words, None, (result,), (), evidence)

    def _claims_about(self, iri: str) -> list[str]:
        rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        query = (
            f"SELECT ?c WHERE {{ {{ ?c <{rdf}subject> <{iri}> }} UNION {{ ?c <{rdf}object> <{iri}> }} }} ORDER BY ?c"
        )
        return [row[0].value for row in self.store.select(query) if row[0] is not None]

    def evidence(self, claims: Iterable[str]) -> tuple[Evidence, ...]:
        """The claims with where they stand and whom they cite, in the order given."""
        wanted = list(claims)[:400]
        if not wanted:
            return ()
        values = " ".join(f"<{iri}>" for iri in wanted)
        query = f"""SELECT ?c ?p ?o WHERE {{ VALUES ?c {{ {values} }} VALUES ?p {{ {" ".join(f"<{SSE}{p}>" for p in _PARTS)} }} ?c ?p ?o }}"""
        parts: dict[str, dict[str, list[str]]] = {}
        for claim, predicate, value in self.store.select(query):
            if claim is not None and predicate is not None and value is not None:
                parts.setdefault(claim.value, {}).setdefault(local(predicate.value), []).append(value.value)
        return tuple(_evidence(iri, parts[iri]) for iri in wanted if iri in parts)

    def _thing_results(
        self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]
    ) -> list[Result]:
        found: dict[str, list[Evidence]] = {}
        name = reading.query.select[0] if reading.query.select else "x"
        for row in rows:
            iri = row.get(name) or row.get("x", "")
            claims = [by_claim[local(row[c])] for c in reading.query.claims if c in row and local(row[c]) in by_claim]
            found.setdefault(iri, []).extend(claims)
        return [self._result(iri, evidence) for iri, evidence in found.items() if iri]

    def _specific(self, results: list[Result]) -> list[Result]:
        """Without the families ("sulfide solid electrolyte") when members of them are among the results."""
        families = {r.iri for r in results if self.lexicon.is_family(local(r.iri))}
        return [r for r in results if r.iri not in families] if len(families) < len(results) else results

    def _result(self, iri: str, evidence: Iterable[Evidence]) -> Result:
        identifier = local(iri)
        thing = self.lexicon.things.get(identifier)
        measurable = self.lexicon.vocabulary.properties.get(identifier)
        known = thing or measurable
        refs = tuple(sorted({n for e in evidence for n in e.references}))
        if known is None:
            return Result(self._label(iri), iri, "", (), references=refs)
        kind = thing.classes[0] if thing else "Property"
        return Result(known.label, iri, kind, known.aliases, references=refs)

    def _label(self, iri: str) -> str:
        query = f"SELECT ?l WHERE {{ <{iri}> <http://www.w3.org/2000/01/rdf-schema#label> ?l }}"
        return next((row[0].value for row in self.store.select(query) if row[0] is not None), local(iri))

    def _value_results(
        self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]
    ) -> list[Result]:
        measurements = self._measurements([row[v] for row in rows for v in reading.query.values if v in row])
        found: dict[tuple[str, str], Result] = {}
        for row in rows:
            for name in reading.query.values:
                if name not in row:
                    continue
                parts = measurements[row[name]]
                claim = by_claim.get(local(row.get(f"{name}_claim", "")))
                bearer = row.get("part") or parts["bearer"]
                key = (row[name], bearer)
                if key not in found:
                    found[key] = self._value_result(bearer, parts, reading, claim)
        return _keep_top(list(found.values()), reading)

    def _value_result(self, bearer: str, parts: dict[str, str], reading: Reading, claim: Evidence | None) -> Result:
        base = self._result(bearer, [claim] if claim else [])
        value, unit = float(parts["value"]), parts["unit"]
        upper = float(parts["upperValue"]) if "upperValue" in parts else None
        if reading.unit and reading.unit != unit:
            try:
                value = Quantity(value, unit).to(reading.unit).value
                upper = Quantity(upper, unit).to(reading.unit).value if upper is not None else None
                unit = reading.unit
            except Exception:
                pass
        return replace(
            base, value=value, unit=None if unit == "1" else unit, upper=upper, sign=parts["sign"],
            conditions=parts.get("conditionText", ""), property=local(parts["ofProperty"]),
        )  # fmt: skip

    def _measurements(self, iris: list[str]) -> dict[str, dict[str, str]]:
        if not iris:
            return {}
        values = " ".join(f"<{iri}>" for iri in dict.fromkeys(iris))
        query = f"""SELECT ?m ?p ?o WHERE {{ VALUES ?m {{ {values} }} ?m ?p ?o }}"""
        found: dict[str, dict[str, str]] = {}
        for measurement, predicate, value in self.store.select(query):
            if measurement is not None and predicate is not None and value is not None:
                found.setdefault(measurement.value, {})[local(predicate.value)] = value.value
        bearers = f"SELECT ?b ?m WHERE {{ VALUES ?m {{ {values} }} ?b <{SSE}hasMeasurement> ?m }}"
        for bearer, measurement in self.store.select(bearers):
            if bearer is not None and measurement is not None:
                found[measurement.value]["bearer"] = bearer.value
        return found

    def _source_results(self, evidence: Iterable[Evidence], reading: Reading) -> list[Result]:
        found: dict[str, list[Evidence]] = {}
        for wanted in reading.subject:
            for one in evidence:
                for iri in _sources_of(one, wanted):
                    found.setdefault(iri, []).append(one)
        return [self._result(iri, claims) for iri, claims in found.items()]

    def suggest(self, grounded: Grounded | None) -> tuple[str, ...]:
        """Questions near to one that could not be answered, made from what it names."""
        names = [m.things()[0] for m in grounded.mentions if m.things()] if grounded else []
        found = []
        for name in names[:2]:
            thing = self.lexicon.things[name]
            if self.lexicon.is_a(name, "FailureMechanism"):
                found += [f"Which strategies mitigate {thing.label}?", f"What causes {thing.label}?"]
            elif self.lexicon.is_a(name, "Electrolyte"):
                found += [
                    f"What is the ionic conductivity of {thing.label}?",
                    f"Which cathodes were paired with {thing.label}?",
                ]
            else:
                found.append(f"What is known of {thing.label}?")
        general = (
            "Which strategies mitigate Na2S interphase formation?",
            "What are the five most conductive electrolytes in Table 1?",
            "Which cathodes were paired with Na3PS4?",
        )
        return tuple(dict.fromkeys((*found, *general)))[:3]


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
)


def _evidence(iri: str, parts: dict[str, list[str]]) -> Evidence:
    numbers = tuple(sorted(int(local(ref).removeprefix("ref-")) for ref in parts.get("cites", ())))
    sections = sorted(local(s).removeprefix("section-") for s in parts.get("statedIn", ()))
    tables = sorted(local(t).removeprefix("table-") for t in parts.get("statedInTable", ()))
    rows = parts.get("tableRow", ())
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
        contradicted="contradicts" in parts,
    )


def _verdict(evidence: Iterable[Evidence], reading: Reading) -> bool:
    """Yes when most of the deciding claims hold, no when they are denied or say the opposite."""
    held = [e.stance != "denied" for e in evidence]
    yes = sum(held) * 2 > len(held)
    return yes if reading.subject == ("yes",) else not yes


def _sources_of(one: Evidence, wanted: str) -> tuple[str, ...]:
    if wanted == "reportedBy":
        return one.groups
    if wanted == "cites":
        return tuple(f"{SSER}ref-{number}" for number in one.references)
    return (f"{SSER}section-{one.section}",) if one.section else ()


def _keep_top(results: list[Result], reading: Reading) -> list[Result]:
    """The first `top` results and those tied with the last of them."""
    top = reading.query.top
    if not top or len(results) <= top or not reading.query.order:
        return results
    last = results[top - 1].value
    return [r for place, r in enumerate(results) if place < top or r.value == last]


def _aggregate(results: list[Result], form: Form) -> list[Result]:
    """Counts, averages, differences and factors over the results."""
    values = [r.value for r in results if r.value is not None]
    refs = tuple(sorted({n for r in results for n in r.references}))
    if form.aggregate == "count":
        return [Result("count", value=float(len(results)), references=refs)]
    if form.aggregate == "average" and values:
        return [Result("average", value=sum(values) / len(values), unit=results[0].unit, references=refs)]
    if form.aggregate in ("difference", "factor") and len(values) == 2:
        low, high = sorted(values)
        value = high - low if form.aggregate == "difference" else high / low
        unit = results[0].unit if form.aggregate == "difference" else None
        return [Result(form.aggregate, value=round(value, 10), unit=unit, references=refs)]
    return results


def _sparql(reading: Reading) -> str:
    return to_sparql(reading.query)


def _say_mention(mention: Any) -> str:
    if mention.quantity:
        q = mention.quantity
        return f"'{mention.text}': quantity {q.sign} {q.low:g} {q.unit}"
    senses = ", ".join(f"{s.kind} {s.id} ({s.how})" for s in mention.senses[:4])
    return f"'{mention.text}': {senses} [{mention.reason}]" + (" excluded" if mention.negated else "")
