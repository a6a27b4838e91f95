"""The query algebra: every pattern is SPARQL that the engine reads, and finds what it says on a graph of few facts."""

import re
import typing
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.answer import Asker
from kg.evidence import rows_of
from kg.ground import ground
from kg.names import RDF, SSE, SSER, local, resource, term
from kg.query import (
    Among,
    Beyond,
    Circumstance,
    Compare,
    Concerning,
    Credit,
    Either,
    End,
    Kind,
    Link,
    OneOf,
    Pattern,
    Plain,
    Query,
    Same,
    Stated,
    Under,
    Value,
    Var,
    Without,
    things,
    to_sparql,
)
from kg.question import read_question
from kg.store import GraphStore

X, Y = Var("x"), Var("y")
HOSTILE = "\"} ; DROP ALL ; # <urn:x> \\ ' ?s \n { } \t Na₃PS₄ \u202e"


def _quads() -> Iterator[tuple[str, str, str | float]]:
    """A film against dendrites, a wax that does nothing, a press; two electrolytes with values; one cell."""
    for name, kind in (
        ("film", "Strategy"),
        ("wax", "Strategy"),
        ("press", "Strategy"),
        ("NPS", "SolidElectrolyte"),
        ("NSS", "SolidElectrolyte"),
        ("TiS2", "CathodeMaterial"),
        ("cell", "Cell"),
    ):
        yield resource(name), f"{RDF}type", term(kind)
    yield from _claim(
        "c-film", "film", "mitigates", "dendrites", section="section-4.3", ref="ref-108", group="group-sun"
    )
    yield from _claim("c-wax", "wax", "mitigates", "dendrites", stance="denied")
    yield from _claim("c-press", "press", "improves", "dendrites")
    yield resource("c-press"), term("concerns"), resource("NPS")
    yield from _claim("c-cathode", "cell", "hasCathode", "TiS2")
    yield from _claim("c-electrolyte", "cell", "hasElectrolyte", "NPS")
    yield resource("NPS"), term("containsElement"), resource("element-P")
    yield resource("NSS"), term("containsElement"), resource("element-Sb")
    yield from _value("v-NPS", "NPS", 0.2, "T1")
    yield from _value("v-NSS", "NSS", 0.44, "T2")
    yield from _value("v-NCS", "NCS", 0.9, "T3", sign="<")
    yield resource("v-NSS"), term("hasCondition"), resource("at-60")
    yield resource("at-60"), term("value"), 60.0
    yield resource("at-60"), term("unit"), "°C"
    yield resource("at-60"), term("conditionText"), HOSTILE


def _claim(
    name: str, subject: str, predicate: str, value: str, *, stance: str = "asserted", **source: str
) -> Iterator[tuple[str, str, str]]:
    yield resource(name), f"{RDF}subject", resource(subject)
    yield resource(name), f"{RDF}predicate", term(predicate)
    yield resource(name), f"{RDF}object", resource(value)
    yield resource(name), term("stance"), stance
    if stance != "denied":
        yield resource(subject), term(predicate), resource(value)
    places = {"section": "statedIn", "ref": "cites", "group": "reportedBy", "table": "statedInTable"}
    for kind, identifier in source.items():
        yield resource(name), term(places[kind]), resource(identifier)


def _value(
    name: str, bearer: str, number: float, table: str, sign: str = "="
) -> Iterator[tuple[str, str, str | float]]:
    yield resource(bearer), term("hasMeasurement"), resource(name)
    yield resource(name), term("ofProperty"), term("IonicConductivity")
    yield resource(name), term("baseValue"), number
    yield resource(name), term("sign"), sign
    yield from _claim(f"c-{name}", bearer, "hasMeasurement", name, table=table)


@pytest.fixture(scope="module")
def store() -> GraphStore:
    data = ox.Store()
    for subject, predicate, value in _quads():
        is_iri = isinstance(value, str) and value.startswith("https://")
        node = ox.NamedNode(value) if is_iri else ox.Literal(value)
        data.add(ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), node))
    return GraphStore(data)


def found(store: GraphStore, *patterns: Pattern, name: str = "x", **rest: typing.Any) -> list[str]:
    """Local names of what a query finds, in its order."""
    rows = rows_of(store, to_sparql(Query((name,), patterns, **rest)))
    return list(dict.fromkeys(local(row[name]) for row in rows if name in row))


SIGMA = Value(X, ("IonicConductivity",), "v")
CASES: list[tuple[tuple[Pattern, ...], set[str]]] = [
    ((Kind(X, ("Strategy",)),), {"film", "wax", "press"}),
    ((Kind(X, ("CathodeMaterial", "Cell")),), {"TiS2", "cell"}),
    ((Same(X, things("film")),), {"film"}),
    ((Same(X, things("film", "NPS")), Kind(X, ("Strategy",))), {"film"}),
    ((Link(X, ("mitigates",), things("dendrites"), "c"),), {"film"}),
    ((Link(X, ("mitigates", "improves"), things("dendrites"), "c"),), {"film", "press"}),
    ((Link(X, ("mitigates",), things("dendrites"), "c", stance="denied"),), {"wax"}),
    ((Link(X, ("mitigates",), things("dendrites"), "c", stance="any"),), {"film", "wax"}),
    ((Link(things("film", "press"), ("mitigates", "improves"), X, "c"),), {"dendrites"}),
    ((Link(Y, ("hasElectrolyte",), things("NPS"), "c"), Link(Y, ("hasCathode",), X, "d")), {"TiS2"}),
    ((Among("c", (resource("c-film"),)), End("c", "subject", X)), {"film"}),
    ((Among("c", (resource("c-film"), resource("c-wax"))), End("c", "subject", X)), {"film", "wax"}),
    ((Among("c", (resource("c-film"),)), End("c", "object", X)), {"dendrites"}),
    ((Credit(X, things("group-sun"), "c"),), {"film"}),
    ((Credit(things("film"), X, "c"),), {"group-sun"}),
    ((Plain(X, ("containsElement",), things("element-P")),), {"NPS"}),
    ((Plain(X, ("containsElement", "ofElement"), things("element-P", "element-Sb")),), {"NPS", "NSS"}),
    ((SIGMA,), {"NPS", "NSS", "NCS"}),
    ((SIGMA, Compare("v", ">", 0.3)), {"NSS"}),
    ((SIGMA, Compare("v", "<", 1.0)), {"NPS", "NSS", "NCS"}),
    ((SIGMA, Compare("v", ">=", 0.44)), {"NSS"}),
    ((SIGMA, Compare("v", ">", 0.44)), set()),
    ((SIGMA, Compare("v", "<", 0.44)), {"NPS"}),
    ((SIGMA, Compare("v", "<=", 1e30)), {"NPS", "NSS", "NCS"}),
    ((SIGMA, Value(things("NPS"), ("IonicConductivity",), "w"), Beyond("v", ">", "w")), {"NSS"}),
    ((SIGMA, Value(things("NSS"), ("IonicConductivity",), "w"), Beyond("v", "<", "w")), {"NPS"}),
    ((SIGMA, Compare("v", "range", 0.1, 0.3)), {"NPS"}),
    ((SIGMA, Under("v", 60.0, "°C")), {"NSS"}),
    ((SIGMA, Under("v", 25.0, "°C")), set()),
    ((SIGMA, Under("v", 60.0, "h")), set()),
    ((SIGMA, Circumstance("v", HOSTILE)), {"NSS"}),
    ((SIGMA, Circumstance("v", "symmetric")), set()),
    ((SIGMA, Stated("v_claim", "statedInTable", (resource("T1"),))), {"NPS"}),
    ((SIGMA, Stated("v_claim", "statedInTable", (resource("T1"), resource("T2")))), {"NPS", "NSS"}),
    ((SIGMA, Stated("v_claim", "statedInTable")), {"NPS", "NSS", "NCS"}),
    ((Link(X, ("mitigates",), Y, "c"), Stated("c", "cites", (resource("ref-108"),))), {"film"}),
    ((Link(X, ("mitigates",), Y, "c"), Stated("c", "cites", (resource("ref-1"),))), set()),
    ((Link(X, ("mitigates", "improves"), Y, "c"), Concerning("c", things("NPS"))), {"film", "press"}),
    ((Link(X, ("mitigates", "improves"), Y, "c"), Concerning("c", things("NSS"))), {"film"}),
    ((Kind(X, ("Strategy",)), Without((Link(X, ("mitigates",), things("dendrites"), "n"),))), {"wax", "press"}),
    ((SIGMA, Without((Plain(X, ("containsElement",), things("element-P")),))), {"NSS", "NCS"}),
    ((Either(((Same(X, things("film")),), (Same(X, things("NPS")), SIGMA))),), {"film", "NPS"}),
    ((Either(((Kind(X, ("Cell",)),), (Link(X, ("mitigates",), Y, "c"),))),), {"cell", "film"}),
]


@pytest.mark.parametrize(("patterns", "expected"), CASES, ids=lambda case: "; ".join(map(str, case))[:80])
def test_a_pattern_finds_what_it_says(store: GraphStore, patterns: tuple[Pattern, ...], expected: set[str]) -> None:
    assert set(found(store, *patterns)) == expected


def test_every_pattern_has_a_case() -> None:
    used = {type(pattern) for patterns, _ in CASES for pattern in patterns}
    assert used == set(typing.get_args(Pattern))
    assert len(CASES) == 43


def test_every_row_brings_the_claim_it_rests_on(store: GraphStore) -> None:
    query = Query(("x",), (SIGMA, Link(Y, ("hasElectrolyte",), X, "c1")))
    assert query.claims == ("v_claim", "c1")
    assert query.values == ("v",)
    [row] = rows_of(store, to_sparql(query))
    assert {name: local(value) for name, value in row.items()} == {
        "x": "NPS",
        "v": "v-NPS",
        "v_property": "IonicConductivity",
        "v_claim": "c-v-NPS",
        "c1": "c-electrolyte",
    }


def test_claims_within_branches_are_claims_of_the_query() -> None:
    either = Either(((Link(X, ("causes",), Y, "a"),), (Credit(X, Y, "b"), Value(X, ("Cost",), "w"))))
    assert Query((), (either, Among("c", ()))).claims == ("a", "b", "w_claim", "c")


def test_a_ranking_is_ordered_by_the_base_value(store: GraphStore) -> None:
    assert found(store, SIGMA, order="v") == ["NCS", "NSS", "NPS"]
    assert found(store, SIGMA, order="v", descending=False) == ["NPS", "NSS", "NCS"]


def test_a_query_can_be_read_by_a_person() -> None:
    query = Query(("x",), (Kind(X, ("Strategy",)), SIGMA), order="v", top=3, aggregate="average")
    assert str(query).splitlines() == [
        "find ?x where",
        "  ?x is a Strategy",
        "  ?x has IonicConductivity = ?v",
        "order by ?v descending",
        "keep the first 3 and ties",
        "then average",
    ]


@pytest.mark.parametrize(
    "pattern", [pattern for patterns, _ in CASES for pattern in patterns], ids=lambda p: str(p)[:60]
)
def test_every_pattern_can_be_said(pattern: Pattern) -> None:
    assert str(pattern)
    assert "object at 0x" not in str(pattern)


# ── nothing that a person types enters the SPARQL ────────────────────────────────────────────────────────────────────


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example(HOSTILE)
def test_texts_of_our_own_are_literals_whatever_they_hold(text: str) -> None:
    data = ox.Store()
    for unit in ("?c", text):
        condition = ox.NamedNode(resource(f"k{len(data)}"))
        data.add(ox.Quad(ox.NamedNode(resource("v")), ox.NamedNode(term("hasCondition")), condition))
        data.add(ox.Quad(condition, ox.NamedNode(term("value")), ox.Literal(1.0)))
        data.add(ox.Quad(condition, ox.NamedNode(term("unit")), ox.Literal(unit)))
    query = to_sparql(Query(("v",), (Same(Var("v"), things("v")), Under("v", 1.0, text))))
    assert len(rows_of(GraphStore(data), query)) == 1


SYNTAX = re.compile(
    r"SELECT|DISTINCT|WHERE|VALUES|FILTER|NOT|EXISTS|UNION|ORDER|BY|DESC|ASC|\ba\b|\?\w+|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
    r"|&&|[<>]=?|=|[{}().|\s]",
    re.ASCII,
)
NUMBERED = re.compile(r"(?:table|section|ref)-[\d.]+", re.ASCII)
UNITS = {
    "mS/cm",
    "S/cm",
    "kJ/mol",
    "eV",
    "mAh/g",
    "V",
    "mA/cm2",
    "mA/g",
    "C",
    "cycles",
    "h",
    "°C",
    "MPa",
    "rpm",
    "A/g",
    "A/cm2",
    "µA/cm2",
    "K",
    "S/m",
    "µS/cm",
    "s",
    "min",
    "days",
}
ATTACKS = [
    'conductivity of Na3PS4" . ?s ?p ?o } #',
    "conductivity of Na3PS4 } ; DROP ALL ; SELECT * WHERE { ?s ?p ?o",
    "Which strategies mitigate dendrite growth> . <urn:evil> <urn:p> <urn:o",
    "<script>alert(1)</script> Which cathodes were paired with Na3PS4?",
    "electrolytes with a conductivity above 1 mS/cm || true",
    "conductivity of Na3PS4 under 'annealed\\' FILTER(1=1)",
    "SERVICE <http://evil.example/> { ?s ?p ?o } conductivity of Na3SbS4",
    "Who reported the alucone film /* zqxjk */ -- LOAD <http://evil.example/>?",
    "cells with more than 500 cycles at 60 °C in Table 4 [108] section 4.3 zqxjk}",
    "Does the alucone film\" mitigate dendrite growth' ?x?",
    "average conductivity in Table 1; top 5; in S/cm; highest; BIND(1 AS ?zqxjk)",
]


def sparql_of(question: str, asker: Asker) -> list[str]:
    """The SPARQL of every reading of a question."""
    grounded, look = ground(question, asker.lexicon), asker.answerer.look
    readings = read_question(grounded, asker.lexicon, asker.sketch, asker.recall, look)
    return [to_sparql(query) for reading in readings for query in (reading.query, *reading.also)]


def foreign(sparql: str, asker: Asker) -> str:
    """What of a query is neither its syntax nor a name of the graph nor a unit."""
    words = asker.lexicon.vocabulary
    known = {*words.classes, *words.relations, *words.properties, "hasMeasurement", "ofProperty", "baseValue"}
    known |= {"statedIn", "statedInTable", "cites", "reportedBy", "stance", "hasCondition", "conditionText", "value"}
    known |= {"unit", "sign", "containsElement", "ofElement"}
    claims = {told.claim for told in asker.recall.told}

    def strange(match: re.Match[str]) -> str:
        iri = match.group(1)
        name = local(iri)
        if iri.startswith(RDF) or (iri.startswith(SSE) and name in known):
            return ""
        thing = name in asker.lexicon.things or name in claims or name.startswith("element-")
        return "" if iri.startswith(SSER) and (thing or NUMBERED.fullmatch(name)) else iri

    rest = re.sub(r"<(https?:[^<> ]*)>", strange, sparql)
    rest = re.sub(
        r'"([^"]*)"', lambda m: "" if m.group(1) in {*UNITS, "denied", "<", "<=", ">", ">="} else m.group(), rest
    )
    return SYNTAX.sub("", rest)


@pytest.mark.parametrize("question", ATTACKS)
def test_nothing_typed_enters_the_sparql(question: str, asker: Asker) -> None:
    for sparql in sparql_of(question, asker):
        assert foreign(sparql, asker) == ""
        asker.store.select(sparql)


def test_most_attacks_are_read_as_questions(asker: Asker) -> None:
    """Else the test above would say nothing."""
    assert sum(bool(sparql_of(question, asker)) for question in ATTACKS) >= 7


def test_digits_of_other_scripts_do_not_enter_either(asker: Asker) -> None:
    assert not any(foreign(sparql, asker) for sparql in sparql_of("ionic conductivity in Table ٣", asker))
    assert not asker.ask("ionic conductivity in Table ٣").results


def test_the_check_itself_sees_what_is_typed(asker: Asker) -> None:
    sparql = to_sparql(Query(("x",), (Same(X, OneOf(("https://evil.example/",))), Under("v", 1.0, "zqxjk"))))
    assert "evil" in foreign(sparql, asker)
    assert "zqxjk" in foreign(sparql, asker)
