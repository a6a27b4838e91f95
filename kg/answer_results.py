"""Rows of a query -> the results of an answer: things, values with units and conditions, sources."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict

from kg.errors import UnitError
from kg.evidence import Evidence, gather_evidence, parts_of, rows_of
from kg.lexicon import Lexicon
from kg.names import RDF, SSE, SSER, local, resource, term
from kg.quads import paper_iri
from kg.quantity import Quantity
from kg.query import End, Under
from kg.reading import Reading
from kg.reckon import rounded
from kg.reply import Result
from kg.store import Store


class Results:
    """Makes results of rows, with the labels and kinds of one graph."""

    def __init__(self, store: Store, lexicon: Lexicon) -> None:
        self.store, self.lexicon = store, lexicon

    def things(
        self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]
    ) -> tuple[list[Result], tuple[Evidence, ...]]:
        """The things that rows name, and claims that show where the review speaks of those without references."""
        results = self._specific(self._thing_results(rows, reading, by_claim))
        # What is said of an aspect rests on its own claim alone.
        of_aspects = any(isinstance(p, End) and p.side == "aspect" for p in reading.query.patterns)
        bare = [r for r in results if not (r.references or r.papers or of_aspects)]
        standing = self._standing(bare)
        known = (*by_claim.values(), *standing)
        return [self._with_references(r, known) if r in bare else r for r in results], standing

    def _thing_results(
        self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]
    ) -> list[Result]:
        found: dict[tuple[str, str], list[Evidence]] = {}
        name = reading.query.select[0] if reading.query.select else "x"
        for row in rows:
            iri = row.get(name) or row.get("x", "")
            # Of an aspect it is told what is better in it.
            told = f"{self._label(row['better'])} better" if "better" in row else ""
            found.setdefault((iri, told), []).extend(claims_of(row, reading, by_claim))
        results = [replace(self._result(i, claims), conditions=told) for (i, told), claims in found.items() if i]
        iris = {iri for iri, _ in found}
        return sorted(results, key=lambda r: (r.conditions, self._is_general(r, iris), not r.references, r.label))

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
        own = [e for e in evidence if e.subject == local(result.iri)]
        return replace(result, **sources_of(own, result.papers))

    def _specific(self, results: list[Result]) -> list[Result]:
        """Without the families ("sulfide solid electrolyte") when members of them are among the results."""
        families = {r.iri for r in results if self.lexicon.is_family(local(r.iri))}
        return [r for r in results if r.iri not in families] if len(families) < len(results) else results

    def _result(self, iri: str, evidence: Iterable[Evidence]) -> Result:
        identifier = local(iri)
        thing = self.lexicon.things.get(identifier)
        measurable = self.lexicon.vocabulary.properties.get(identifier)
        known = thing or measurable
        if known is None:
            return Result(self._label(iri), iri, "", (), **sources_of(evidence))
        kind = thing.classes[0] if thing else "Property"
        return Result(known.label, iri, kind, known.aliases, **sources_of(evidence))

    def _label(self, iri: str) -> str:
        names = parts_of(self.store, [iri]).get(iri, {}).get("label", [])
        return names[0] if names else local(iri)

    def values(self, rows: list[dict[str, str]], reading: Reading, by_claim: dict[str, Evidence]) -> list[Result]:
        """The values that rows name, in the unit that the reading wants, each with what bears it."""
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
                found[row["v"], bearer] = replace(known, **sources_of([claim], known.papers, known.references))
        return _keep_top(_plain_first(_once(found.values()), reading), reading)

    def _value_result(self, bearer: str, parts: dict[str, str], reading: Reading, claim: Evidence | None) -> Result:
        base = self._result(bearer, [claim] if claim else [])
        value, unit = float(parts["value"]), parts["unit"]
        upper = float(parts["upperValue"]) if "upperValue" in parts else None
        if reading.unit and reading.unit != unit:
            value, unit, upper = _converted(value, unit, upper, reading.unit)
        # Of a dopant or a part of a cell it is told in what the value was measured.
        inside = "" if bearer == parts["bearer"] else f"in {self._label(parts['bearer'])}"
        told = filter(None, (inside, parts.get("conditionText", "")))
        return replace(
            base, value=value, unit=None if unit == "1" else unit, upper=upper, sign=parts["sign"],
            conditions=", ".join(told), property=local(parts["ofProperty"]),
            contradicted=claim is not None and claim.contradicted,
        )  # fmt: skip

    def _measurements(self, iris: list[str]) -> dict[str, dict[str, str]]:
        found = {iri: {k: v[0] for k, v in parts.items()} for iri, parts in parts_of(self.store, iris).items()}
        values = " ".join(f"<{iri}>" for iri in found)
        for row in rows_of(
            self.store, f"SELECT ?b ?m WHERE {{ VALUES ?m {{ {values} }} ?b <{SSE}hasMeasurement> ?m }}"
        ):
            found[row["m"]]["bearer"] = row["b"]
        return found

    def sources(self, evidence: Iterable[Evidence], reading: Reading) -> list[Result]:
        """The groups, works or sections that stand behind evidence."""
        found: dict[str, list[Evidence]] = {}
        for wanted in reading.subject:
            for one in evidence:
                for iri in _sources_of(one, wanted):
                    found.setdefault(iri, []).append(one)
        return [self._result(iri, claims) for iri, claims in found.items()]


class Sources(TypedDict):
    """What a result cites: references of the review, and the marks of other papers."""

    references: tuple[int, ...]
    papers: tuple[str, ...]


def sources_of(evidence: Iterable[Evidence], papers: Iterable[str] = (), references: Iterable[int] = ()) -> Sources:
    """What a result cites that rests on some claims, added to what it cites already."""
    claims = list(evidence)
    return {
        "references": tuple(sorted({*references, *(n for e in claims for n in e.references)})),
        "papers": tuple(sorted({*papers, *(mark for e in claims for mark in e.marks)})),
    }


def claims_of(row: dict[str, str], reading: Reading, by_claim: dict[str, Evidence]) -> list[Evidence]:
    """The claims that a row rests on."""
    return [by_claim[local(row[c])] for c in reading.claims if c in row and local(row[c]) in by_claim]


def _sources_of(one: Evidence, wanted: str) -> tuple[str, ...]:
    if wanted == "reportedBy":
        return one.groups
    if wanted == "cites":
        return (*(f"{SSER}ref-{number}" for number in one.references), *(paper_iri(p).value for p in one.papers))
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
    if top and reading.query.order == "v":
        # "Less than 1000 mAh/g" is not the highest value known, and "more than" not the lowest.
        open_ended = ("<", "<=") if reading.query.descending else (">", ">=")
        results = [r for r in results if r.sign not in open_ended] or results
    if reading.form.aggregate.startswith("extremes"):
        return [r for r in results if _is_extreme(r, results)]
    if reading.form.rank and reading.query.order:
        values = list(dict.fromkeys(r.value for r in results))
        return [r for r in results if values.index(r.value) == reading.form.rank - 1]
    if not top or len(results) <= top or reading.query.order in ("", "w"):
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
