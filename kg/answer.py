"""A question -> an answer with its evidence: the graph is asked, never guessed for."""

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from kg.clauses import pointed_at, split_clauses, topic_of
from kg.decide import decide
from kg.errors import UnitError
from kg.evidence import Evidence, claims_about, gather_evidence, parts_of, rows_of
from kg.ground import Grounded, Mention, ground
from kg.lexicon import Lexicon, load_lexicon
from kg.names import RDF, SSE, SSER, local, resource, term
from kg.phrase import say_answer
from kg.quantity import Quantity
from kg.query import Query, Under, to_sparql
from kg.question import read_question
from kg.reading import Reading
from kg.recall import Recall, load_recall
from kg.reckon import reckon, rounded
from kg.reply import Answer, Result
from kg.sketch import Sketch, load_sketch
from kg.store import Store, open_store

__all__ = ["Answer", "Asker", "Result"]

MOST_CHARACTERS = 2_000
_MOST_PATHS = 24
_MOST_READINGS = 24
_MOST_OTHER_SIDES = 8
_MOST_OFFERS = 6
#: How many things one clause of a question may find for the next to point back at.
_MOST_NAMED = 3
#: What may follow the name of a group: its label says so already.
_OF_GROUP = re.compile(r"\.?(?:['’]s (?:group|team|lab)\b)?")


class Asker:
    """Answers questions on one graph; opening it is cheap, keeping it makes the next question cheaper."""

    def __init__(self, store: Store, lexicon: Lexicon, sketch: Sketch, recall: Recall) -> None:
        self.store, self.lexicon, self.sketch, self.recall = store, lexicon, sketch, recall

    @classmethod
    def open(cls, folder: Path) -> "Asker":
        """The asker of a built graph folder."""
        return cls(open_store(folder), load_lexicon(folder), load_sketch(folder), load_recall(folder))

    def ask(self, question: str, identifier: str | None = None, *, read_as: str = "") -> Answer:
        """The answer to a question in plain words; never raises for anything typed.

        `read_as` is one of its `other_readings`; one that is none of its readings is not heeded.
        """
        whole = self._ask(question, read_as)
        is_open = whole.status != "answered" and len(question) <= MOST_CHARACTERS
        clauses = split_clauses(question.strip()) if is_open else ()
        return replace(self._by_clauses(whole, clauses) if len(clauses) > 1 else whole, id=identifier)

    def _by_clauses(self, whole: Answer, clauses: tuple[str, ...]) -> Answer:
        """The answers to the clauses of a question that has none as a whole; the first has to have one."""
        first = self._ask(clauses[0])
        if first.status != "answered" or first.boolean is not None:
            return whole
        further = (self._ask(self._in_context(clause, clauses[0], first)) for clause in clauses[1:])
        return _together(whole.question, [first, *further])

    def _in_context(self, clause: str, before: str, answer: Answer) -> str:
        """A clause with what the clause before it was about, or with the answer to that."""
        if topic := topic_of(before):
            return f"{topic}: {clause}"
        labels = dict.fromkeys(r.label for r in answer.results if r.iri)
        return pointed_at(clause, " and ".join(labels)) if 0 < len(labels) <= _MOST_NAMED else f"{before}: {clause}"

    def _ask(self, question: str, read_as: str = "") -> Answer:
        """The answer to a question that is read as a whole."""
        started = time.perf_counter()
        text = question.strip()
        if not text:
            return Answer(
                question,
                "not_understood",
                answer="There is no question here.",
                suggestions=self.suggest(None),
            )
        if len(text) > MOST_CHARACTERS:
            words = f"The question has {len(text)} characters; ask in at most {MOST_CHARACTERS}."
            return Answer(question[:200], "not_understood", answer=words, suggestions=self.suggest(None))
        grounded = ground(text, self.lexicon)
        grounding = time.perf_counter()
        readings = _Tried(self._readings(grounded, read_as))
        answer = self._with_others_named(self._first_answer(text, grounded, readings), grounded)
        done = time.perf_counter()
        trace = {
            "mentions": [_say_mention(m) for m in grounded.mentions],
            "unknown": list(grounded.unknown),
            "readings": [reading.about for reading in readings.tried],
            "algebra": answer.trace.get("algebra", ""),
            "milliseconds": {
                "mentions": round(1e3 * (grounding - started), 2),
                "readings": round(1e3 * readings.seconds, 2),
                "queries and answer": round(1e3 * (done - grounding - readings.seconds), 2),
            },
        }
        return replace(answer, trace=trace)

    def _readings(self, grounded: Grounded, first: str = "") -> Iterator[Reading]:
        """The readings of a question, the likeliest first, before them the one that a person chose."""
        if first:
            yield from (one for one in islice(self._readings(grounded), _MOST_READINGS) if one.about == first)
        yield from read_question(grounded, self.lexicon, self.sketch, self.recall, self.look)

    def other_readings(self, question: str, most: int = 3) -> tuple[str, ...]:
        """How else a question may be read with another answer, in words that `ask` takes as `read_as`."""
        answers: dict[frozenset[str], str] = {}
        text = question.strip()
        if not text or len(text) > MOST_CHARACTERS:
            return ()
        for reading in islice(self._readings(ground(text, self.lexicon)), _MOST_READINGS):
            answer = self._answer(text, reading)
            if answer.status == "answered" and reading.about not in answers.values():
                answers.setdefault(frozenset(f"{r.iri} {r.label}" for r in answer.results), reading.about)
            if len(answers) > most:
                break
        return tuple(answers.values())[1:]

    def _first_answer(self, text: str, grounded: Grounded, readings: "_Tried") -> Answer:
        strange = [m.text for m in grounded.mentions if m.of("unknown")]
        if strange:
            words = f"The graph holds nothing on {', '.join(strange)}."
            return Answer(text, "empty", words, words, suggestions=self.suggest(grounded))
        named = [word for word in grounded.unknown if word[0].isupper() and not grounded.text.startswith(word)]
        if named and grounded.mentions:
            words = f"The graph knows nothing called {', '.join(named)}."
            return Answer(text, "empty", words, words, suggestions=self.suggest(grounded))
        if len(grounded.unknown) > 2 * sum(bool(m.senses) for m in grounded.mentions):
            return self._unread(text, grounded)
        for reading in islice(readings, _MOST_READINGS):
            answer = self._answer(text, reading)
            if answer.status == "answered":
                return answer
        if not readings.tried:
            return self._unread(text, grounded)
        first = readings.tried[0]
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

    def _with_others_named(self, answer: Answer, grounded: Grounded) -> Answer:
        """An answer that says which of its names are borne by several things, and offers to ask for each."""
        if answer.status != "answered":
            return answer
        several = [(m, labels) for m in grounded.mentions if len(labels := self._bearers(m)) > 1]
        said = [f"“{m.text}” names {', '.join(labels[:-1])} and {labels[-1]}" for m, labels in several]
        text = grounded.text
        ends = {m: m.end + len(_OF_GROUP.match(text, m.end).group()) for m, _ in several}  # type: ignore[union-attr]
        offers = [f"{text[: m.start]}{label}{text[ends[m] :]}" for m, labels in several for label in labels]
        about = "; ".join([answer.interpretation, *said])
        return replace(answer, interpretation=about, suggestions=tuple(offers[:_MOST_OFFERS])) if several else answer

    def _bearers(self, mention: Mention) -> list[str]:
        """The labels of the things that bear one name and are neither kinds nor forms of each other."""
        things = [self.lexicon.things[i] for i in mention.things() if i in self.lexicon.things]
        if mention.reason != "exact" or mention.of("class", "property", "element"):
            return []
        below = {i for thing in things for i in (*thing.narrower, *thing.derived, *thing.components)}
        kinds = {thing.kind for thing in things}
        apart = [thing.label for thing in things if thing.id not in below]
        return list(dict.fromkeys(apart)) if len(kinds) == 1 and mention.text not in apart else []

    def _unread(self, text: str, grounded: Grounded) -> Answer:
        """What to say when no reading was found: all words are known but nothing joins them, or some are not known."""
        named = [m.text for m in grounded.mentions if m.of("thing", "property")]
        suggestions = self.suggest(grounded)
        if named and not grounded.unknown:
            what = f"that joins {' and '.join(named)}" if len(named) > 1 else f"on {named[0]}"
            words = f"The graph holds nothing {what} as asked."
            return Answer(text, "empty", words, words, suggestions=suggestions)
        words = "That is not a question on sulfide electrolytes that I can read."
        if named:
            words = f"I cannot read {', '.join(f'“{word}”' for word in grounded.unknown)} in this question."
        return Answer(text, "not_understood", "", words, suggestions=suggestions)

    def _answer(self, text: str, reading: Reading) -> Answer:
        if reading.kind == "definition":
            return self._define(text, reading)
        rows = _first_ranked(self._rows(reading), reading)
        claims = list(dict.fromkeys(row[name] for row in rows for name in reading.query.claims if row.get(name)))
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
            results = [Result(e.statement, resource(e.claim), "Claim", references=e.references) for e in deciding]
        elif reading.kind in ("values", "compare"):
            results = self._value_results(rows, reading, by_claim)
            rows, evidence = _of_results(results, rows, evidence, reading)
            boolean = decide(results, reading.test) if reading.test else None
            if reading.test and boolean is None:
                return Answer(text, "empty", reading.about)
        elif reading.kind == "sources":
            results = self._source_results(evidence, reading)
        else:
            results = self._specific(self._thing_results(rows, reading, by_claim))
            evidence += self._standing(r for r in results if not r.references)
            results = [self._with_references(r, evidence) for r in results]
        if not results:
            return Answer(text, "empty", reading.about)
        results = reckon(results, reading.form.aggregate) if reading.form.aggregate else results
        return Answer(
            text,
            "answered",
            interpretation=_with_left_out(reading),
            answer=say_answer(results, evidence, boolean, reading.form, [e for e in evidence if e.claim in against]),
            boolean=boolean,
            results=tuple(results),
            paths=self._paths(rows, reading, by_claim),
            evidence=evidence,
            sparql=_sparql(reading),
            trace={"algebra": str(reading.query)},
        )

    def _paths(
        self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]
    ) -> tuple[tuple[dict[str, str], ...], ...]:
        """For every row the steps that explain it; a step that was inferred is shown by what it follows from."""
        found: dict[tuple[str, ...], tuple[dict[str, str], ...]] = {}
        known = self._premises(by_claim.values())
        for row in rows:
            claims = _claims_of(row, reading, by_claim)
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

    def answer_reading(self, text: str, reading: Reading) -> Answer:
        """What one reading of a question answers."""
        return self._answer(text, reading)

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
        result = replace(result, references=tuple(dict.fromkeys(n for e in evidence for n in e.references)))
        kinds = [self.lexicon.label(name) for name in (thing.classes if thing else ())]
        words = f"{known.label}: {known.definition or f'{kinds[0]}.' if kinds else known.definition}"
        own = sorted(evidence, key=lambda e: (e.subject != subject, e.predicate == "hasMeasurement", e.stance))
        facts = [e.statement for e in own[:5]]
        words += f" The review says: {'; '.join(facts)}." if facts else ""
        return Answer(text, "answered", reading.about, words, None, (result,), (), evidence)

    def _thing_results(
        self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]
    ) -> list[Result]:
        found: dict[str, list[Evidence]] = {}
        name = reading.query.select[0] if reading.query.select else "x"
        for row in rows:
            iri = row.get(name) or row.get("x", "")
            found.setdefault(iri, []).extend(_claims_of(row, reading, by_claim))
        results = [self._result(iri, evidence) for iri, evidence in found.items() if iri]
        return sorted(results, key=lambda r: (self._is_general(r, found), not r.references, r.label))

    def _is_general(self, result: Result, found: Iterable[str]) -> bool:
        """Whether more special kinds of a thing stand among the results."""
        kinds = self.lexicon.with_narrower(local(result.iri))[1:]
        return any(resource(kind) in found for kind in kinds)

    def _standing(self, results: Iterable[Result]) -> tuple[Evidence, ...]:
        """Claims that show where the review speaks of things which were found by what they are made of."""
        things = " ".join(f"<{r.iri}>" for r in results)
        if not things:
            return ()
        query = (
            f"SELECT ?x (MIN(?c) AS ?claim) WHERE {{ VALUES ?x {{ {things} }} "
            f"?c <{RDF}subject> ?x ; <{term('cites')}> ?r }} GROUP BY ?x ORDER BY ?x"
        )
        return gather_evidence(self.store, [row["claim"] for row in rows_of(self.store, query) if "claim" in row])

    def _with_references(self, result: Result, evidence: Iterable[Evidence]) -> Result:
        if result.references:
            return result
        own = {n for e in evidence if e.subject == local(result.iri) for n in e.references}
        return replace(result, references=tuple(sorted(own)))

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
        names = parts_of(self.store, [iri]).get(iri, {}).get("label", [])
        return names[0] if names else local(iri)

    def _value_results(
        self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]
    ) -> list[Result]:
        rows = [row for row in rows if "v" in row]
        measurements = self._measurements([row["v"] for row in rows])
        found: dict[tuple[str, str], Result] = {}
        for row in rows:
            parts = measurements[row["v"]]
            bearer = row.get("part") or parts["bearer"]
            claim = by_claim.get(local(row.get("v_claim", "")))
            known = found.get((row["v"], bearer))
            if known is None:
                found[row["v"], bearer] = self._value_result(bearer, parts, reading, claim)
            elif claim:  # a value that is stated more than once
                references = tuple(sorted({*known.references, *claim.references}))
                found[row["v"], bearer] = replace(known, references=references)
        return _keep_top(_plain_first(_once(found.values()), reading), reading)

    def _value_result(self, bearer: str, parts: dict[str, str], reading: Reading, claim: Evidence | None) -> Result:
        base = self._result(bearer, [claim] if claim else [])
        value, unit = float(parts["value"]), parts["unit"]
        upper = float(parts["upperValue"]) if "upperValue" in parts else None
        if reading.unit and reading.unit != unit:
            value, unit, upper = _converted(value, unit, upper, reading.unit)
        return replace(
            base, value=value, unit=None if unit == "1" else unit, upper=upper, sign=parts["sign"],
            conditions=parts.get("conditionText", ""), property=local(parts["ofProperty"]),
        )  # fmt: skip

    def _measurements(self, iris: list[str]) -> dict[str, dict[str, str]]:
        found = {iri: {k: v[0] for k, v in parts.items()} for iri, parts in parts_of(self.store, iris).items()}
        values = " ".join(f"<{iri}>" for iri in found)
        for row in rows_of(
            self.store, f"SELECT ?b ?m WHERE {{ VALUES ?m {{ {values} }} ?b <{SSE}hasMeasurement> ?m }}"
        ):
            found[row["m"]]["bearer"] = row["b"]
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


def _together(question: str, answers: list[Answer]) -> Answer:
    """Answers to the clauses of one question as one answer; what has none is said."""
    found = [answer for answer in answers if answer.status == "answered"]
    said = [answer.answer for answer in answers]
    return replace(
        found[0],
        question=question,
        interpretation="; then ".join(a.interpretation or a.question for a in answers),
        answer=" ".join(said),
        boolean=None,
        results=tuple(dict.fromkeys(r for a in found for r in a.results)),
        paths=tuple(path for a in found for path in a.paths),
        evidence=tuple({e.claim: e for a in found for e in a.evidence}.values()),
    )


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


def _claims_of(row: dict[str, str], reading: Reading, by_claim: dict[str, Evidence]) -> list[Evidence]:
    """The claims that a row rests on."""
    return [by_claim[local(row[c])] for c in reading.query.claims if c in row and local(row[c]) in by_claim]


def _of_results(
    results: list[Result], rows: list[dict[str, str]], evidence: tuple[Evidence, ...], reading: Reading
) -> tuple[list[dict[str, str]], tuple[Evidence, ...]]:
    """What stands behind the first few of a ranking, without what stands behind the rest."""
    if not (reading.query.top or reading.form.rank or reading.form.aggregate.startswith("extremes")):
        return rows, evidence
    shown = {result.iri for result in results}
    rows = [row for row in rows if shown.intersection(row.values())]
    claims = {local(row[name]) for row in rows for name in reading.query.claims if name in row}
    return rows, tuple(e for e in evidence if e.claim in claims or claims.intersection(e.contradicts))


def _sources_of(one: Evidence, wanted: str) -> tuple[str, ...]:
    if wanted == "reportedBy":
        return one.groups
    if wanted == "cites":
        return tuple(f"{SSER}ref-{number}" for number in one.references)
    return (f"{SSER}section-{one.section}",) if one.section else ()


def _converted(value: float, unit: str, upper: float | None, wanted: str) -> tuple[float, str, float | None]:
    """The value in the unit asked for; as it stands when that is the unit of something else in the question."""
    try:
        top = Quantity(upper, unit).to(wanted).value if upper is not None else None
        return rounded(Quantity(value, unit).to(wanted).value), wanted, top
    except UnitError:
        return value, unit, upper


def _once(results: Iterable[Result]) -> list[Result]:
    """Without values that are given again under a narrower property."""
    found: dict[tuple[object, ...], Result] = {}
    for r in results:
        found.setdefault((r.iri, r.value, r.upper, r.unit, r.sign, r.conditions), r)
    return list(found.values())


def _plain_first(results: list[Result], reading: Reading) -> list[Result]:
    """Of several values of one thing those without special conditions, unless the question speaks of conditions."""
    is_picked = reading.query.order and not reading.form.ordered
    if reading.form.every or is_picked or any(isinstance(p, Under) for p in reading.query.patterns):
        return results
    plain = {(r.iri, r.property) for r in results if not r.conditions and r.sign == "="}
    return [r for r in results if (r.iri, r.property) not in plain or not r.conditions]


def _keep_top(results: list[Result], reading: Reading) -> list[Result]:
    """The first `top` results and those tied with the last of them."""
    top = reading.query.top
    if reading.form.aggregate.startswith("extremes"):
        return [r for r in results if _is_extreme(r, results)]
    if reading.form.rank and reading.query.order:
        values = list(dict.fromkeys(r.value for r in results))
        return [r for r in results if values.index(r.value) == reading.form.rank - 1]
    if not top or len(results) <= top or not reading.query.order:
        return results
    if reading.query.order == "r":
        # Ranked by another property: all values of the first `top` things.
        first = list(dict.fromkeys(r.iri for r in results))[:top]
        return [r for r in results if r.iri in first]
    last = results[top - 1].value
    return [r for place, r in enumerate(results) if place < top or r.value == last]


def _is_extreme(result: Result, results: list[Result]) -> bool:
    """Whether a value is the lowest or the highest of those in its unit."""
    values = [r.value for r in results if r.unit == result.unit and r.value is not None]
    return result.value in (min(values), max(values))


def _with_left_out(reading: Reading) -> str:
    """How the question was read, and what of it was not used."""
    unused = f" (not used: {', '.join(reading.left_out)})" if reading.left_out else ""
    return reading.about + unused


def _sparql(reading: Reading) -> str:
    return to_sparql(reading.query)


def _say_mention(mention: Any) -> str:
    if mention.quantity:
        q = mention.quantity
        return f"'{mention.text}': quantity {q.sign} {q.low:g} {q.unit}"
    senses = ", ".join(f"{s.kind} {s.id} ({s.how})" for s in mention.senses[:4])
    return f"'{mention.text}': {senses} [{mention.reason}]" + (" excluded" if mention.negated else "")


class _Tried:
    """Readings that are made only as far as they are tried, with those tried and the time it took to make them."""

    def __init__(self, readings: Iterator[Reading]) -> None:
        self.tried: list[Reading] = []
        self.seconds = 0.0
        self._readings = readings

    def __iter__(self) -> "_Tried":
        return self

    def __next__(self) -> Reading:
        started = time.perf_counter()
        try:
            reading = next(self._readings)
        finally:
            self.seconds += time.perf_counter() - started
        self.tried.append(reading)
        return reading
