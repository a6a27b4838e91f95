"""What the guard lets through, and what it refuses before any parser sees it."""

import time

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryRefused
from kg.guard import QueryKind, check_query

SSE = "PREFIX sse: <https://w3id.org/sse-kg/ontology#> PREFIX sser: <https://w3id.org/sse-kg/resource/> "

ORDINARY = {
    "select": SSE + 'SELECT DISTINCT ?e (MAX(?v) AS ?best) WHERE { ?e a sse:SolidElectrolyte ; sse:label "NPS"@en . '
    "OPTIONAL { ?e sse:hasMeasurement [ sse:value ?v ] } FILTER(?v > 0.1 && ?v < 5) } GROUP BY ?e ORDER BY DESC(?v)",
    "path": SSE + "ASK { sser:NPS (sse:derivedFrom|^sse:forms)+/sse:mitigates* ?x }",
    "construct": SSE + "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5",
    "describe": "DESCRIBE <https://w3id.org/sse-kg/resource/NPS>",
    "word in a string": 'SELECT * { ?s ?p "SERVICE LOAD \\" DELETE" , """DROP "" SERVICE""" , \'SERVICE\' }',
    "word in a comment": "# SERVICE <http://x/> {}\nASK { # LOAD '\n ?s ?p ?o }",
    "word in an IRI": "ASK { ?s <http://example.org/service/load?x=(SERVICE)#SERVICE> ?o }",
    "word in a name": SSE + "ASK { ?service sse:service ?load ; sse:load ?insert . $delete a sse:Service }",
    "own graph": "SELECT * FROM <https://w3id.org/sse-kg/graph/curated> FROM NAMED <https://w3id.org/sse-kg/g> { }",
    "escape in a string": 'ASK { ?s ?p "Na\\u2083PS\\u2084" }',
    "formulae": 'ASK { ?s ?p "Na₃PS₄ 固体电解质" . ?réseau ?p <http://example.org/Na₃PS₄> }',
    "less than": "SELECT * { ?s ?p ?a FILTER(?a<5&&?a>1) FILTER(?a<?b&&?b>?a) FILTER(?a <= 3) }",
    "escaped name": SSE + "ASK { sser:Na2.88SbS4 sse:x sser:a\\'b\\(c }",
    "Windows lines": "SELECT *\r\n{ ?s ?p ?o }\r\n",
    "values": "SELECT * { VALUES (?a ?b) { (1 UNDEF) ('x' true) } } ",
    "nested functions": 'SELECT (REPLACE(SUBSTR(STR(?s), 1), "a", "b") AS ?x) { ?s ?p ?o FILTER(!REGEX(?o, "a")) }',
}

SERVICES = [
    "ASK { SERVICE <http://x/> {} }",
    "ASK { service silent <http://x/> {} }",
    "ASK{?s ?p trueSERVICE<http://x/>{}}",
    "ASK{?s ?p 1SERVICE<http://x/>{}}",
    "ASK{VALUES ?x {UNDEF}SERVICE<http://x/>{}}",
    "ASK{OPTIONAL{}SERVICE?x{}}",
    "ASK{FILTER(1<2)SERVICE#>\n<http://x/>{}}",
    "PREFIX : <http://x/> ASK{?s ?p 1 SERVICE:b{}}",
    "PREFIX e: <http://x/> ASK{?s ?p 1 SERVICEe:b{}}",
    "PREFIX e: <http://x/> ASK{?s ?p e:b.c.SERVICE<http://x/>{}}",
    "PREFIX a: <http://x:> ASK{?s ?p a:SERVICE<http://x/>{}}",
    "PREFIX a: <http://x:> PREFIX e: <http://x/> ASK{?s ?p a:SERVICEe:b{}}",
    "PREFIX z\ufffd: <http://x/> PREFIX e: <http://x/> ASK{?s ?p e:SERVICEz\ufffd:b{}}",
    "BASE <http://x/> ASK{ ?s <?b'> ?o . SERVICE <http://x/> {} ?x <?'> ?y }",
    "ASK { SERV\\u0049CE <http://x/> {} }",
    "ASK { SERV\\U00000049CE <http://x/> {} }",
    "ASK { # \\u000A SERVICE <http://x/> {}\n }",
    'ASK { ?s ?p "\\u0022 . SERVICE <http://x/> {} #" }',
    'ASK { VALUES ?x { """ \\q " } SERVICE <http://x/> {} #""" }',
    "ASK { # \r SERVICE <http://x/> {} }",
]

NASTY = [
    *SERVICES,
    "LOAD <http://x/>",
    "INSERT DATA { <a:a> <a:a> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT DEFAULT",
    "CREATE GRAPH <a:a>",
    "COPY DEFAULT TO <a:a>",
    "MOVE DEFAULT TO <a:a>",
    "ADD DEFAULT TO <a:a>",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://x/> { ?s ?p ?o }",
    "SELECT * FROMNAMED<http://x/> { ?s ?p ?o }",
    "PREFIX x: <http://x/> SELECT * FROM x:y { ?s ?p ?o }",
    "SELECT (" + "SUBSTR(" * 7 + "?s" + ",1)" * 7 + " AS ?x) {}",
    "SELECT (" + "SUBSTR # (\n (" * 26 + "?s" + ",1)" * 26 + " AS ?x) {}",
    "ASK { FILTER(" + "REPLACE(REGEX(" * 5 + "?s" + ',"a"),"a")' * 5 + ") }",
    "SELECT (" + "CONCAT(" * 900 + "1" + ")" * 900 + " AS ?x) {}",
    "ASK { FILTER" + "(" * 4600 + "1" + ")" * 4600 + "}",
    "ASK { ?s ?p " + "[ ?p " * 13 + "1" + "]" * 13 + "}",
    "ASK " + "{" * 14 + "}" * 14,
    "ASK " + "{[(" * 5 + ")]}" * 5,
    "ASK { FILTER(" + "!" * 15000 + "?s) }",
    "ASK { FILTER(" + "! # !\n" * 3000 + "?s) }",
    "ASK { ?s ?p " + "<< " * 20 + "}",
    "ASK { " + " . ".join(f"?s{i} ?p ?s{i + 1}" for i in range(101)) + " }",
    "ASK { " + " ".join("?s ?p ?o FILTER(1)" for _ in range(102)) + " }",
    "ASK { ?s ?p " + ",".join("1" for _ in range(102)) + " }",
    "ASK { ?s " + "/".join("<a:p>" for _ in range(52)) + " ?o }",
    "ASK { ?s (" + "|".join("<a:p>" for _ in range(52)) + ") ?o }",
    "ASK { ?s ?p ?o }" + " " * 20_000,
    "ASK { ?s ?p 'a\x00b' }",
    "ASK { ?s ?p 'a\x1bb' }",
    "ASK { ?s ?p 'a\u202eb' }",
    "ASK { ?s ?p 'a\ud800b' }",
    "\ufeffASK {}",
    "ASK\u00a0{}",
    "ASK { ?s ?p 'never closed }",
    'ASK { ?s ?p """never closed" }',
    "ASK { ?s <a:b'c> ?o }",
    "",
    "hello",
    "<" * 19_999,
    "<a" * 9_999,
    "a-" * 9_999,
    '"' * 19_999,
    "ASK" + "(" * 19_000,
    "#" * 19_999,
    "?" * 19_999,
]


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_queries_pass_and_parse(text: str) -> None:
    check_query(text)
    ox.Store().query(text)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:60]))
def test_nasty_queries_are_refused_at_once_in_one_line(text: str) -> None:
    began = time.process_time()
    with pytest.raises(QueryRefused) as refusal:
        check_query(text)
    assert time.process_time() - began < 0.05
    assert "\n" not in str(refusal.value)


def test_the_corpus_is_whole() -> None:
    assert (len(ORDINARY), len(SERVICES), len(NASTY)) == (16, 20, 69)


@pytest.mark.parametrize(("text", "kind"), [("SELECTDISTINCT ?s{}", "select"), ("ASKWHERE{}", "ask")])
def test_kinds_without_a_space(text: str, kind: str) -> None:
    assert check_query(text) is QueryKind(kind)


def test_a_refusal_names_line_and_limit() -> None:
    with pytest.raises(QueryRefused, match=r"^line 3: SERVICE is not allowed"):
        check_query("ASK {\n\n SERVICE <http://x/> {} }")
    with pytest.raises(QueryRefused, match="the limit is 20,000; split it"):
        check_query(" " * 30_000)


names = st.from_regex(r"[a-zA-Z][a-zA-Z0-9_]{0,12}", fullmatch=True)
variables = names.map(lambda name: "?" + name)
# One # at most: with two it is no IRI (RFC 3987) and no engine reads it.
iris = st.from_regex(
    r"https?://[a-z]{1,8}\.org/[A-Za-z0-9_./()'?=&-]{0,20}(#[A-Za-z0-9_./()'?=&-]{0,20})?", fullmatch=True
).map(lambda i: f"<{i}>")
strings = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\ufeff"), max_size=30)
literals = st.one_of(
    strings.filter(lambda text: not any("\u202a" <= char <= "\u2069" for char in text)).map(
        lambda t: str(ox.Literal(t))
    ),
    st.integers(-99, 99).map(str),
    st.sampled_from(["true", "1.5", "2e3", "'x'@en"]),
)
terms = st.one_of(variables, iris, names.map(lambda name: f"sse:{name}"), literals)
verbs = st.one_of(variables, iris, names.map(lambda name: f"sse:{name}"), st.just("a"))
patterns = st.tuples(st.one_of(variables, iris), verbs, terms).map(" ".join)
groups = st.recursive(
    st.lists(patterns, min_size=1, max_size=4).map(" . ".join),
    lambda inner: st.one_of(
        inner.map(lambda group: f"{{ {group} }}"),
        st.tuples(inner, inner).map(lambda pair: f"{{ {pair[0]} }} UNION {{ {pair[1]} }}"),
        inner.map(lambda group: f"OPTIONAL {{ {group} }}"),
        st.tuples(inner, variables).map(lambda pair: f"{{ {pair[0]} }} FILTER(?x < 5 && {pair[1]} > 3)"),
    ),
    max_leaves=6,
)


@given(groups, st.sampled_from(["SELECT * WHERE", "ASK", "CONSTRUCT { ?s ?p ?o } WHERE"]))
def test_any_ordinary_query_passes(group: str, form: str) -> None:
    text = f"PREFIX sse: <https://w3id.org/sse-kg/ontology#> {form} {{ {group} }}"
    assert check_query(text) == form.split(maxsplit=1)[0].lower()
    ox.Store().query(text)


PIECES = """SERVICE SILENT <http://127.0.0.1:1/> {} { } ( ) FILTER(1<2) FILTER(1< VALUES?x{1} ?x{""} UNDEF ?s<p:p>
    1 true a: a:b : :b e: e:b.c. . ; , ' " \'\'\' \"\"\" \\' \\" \\ # < > <?b'> << || | / ? ! BIND(1AS?z) OPTIONAL{
    UNION > <#> a:SERVICE e:SERVICE :SERVICE SERVICEe:b SERVICE<http://127.0.0.1:1/>{} trueSERVICE""".split()
HEADS = ["", "PREFIX a: <http://x:> PREFIX e: <http://e/> PREFIX : <http://127.0.0.1:1/> ", "BASE <http://x/> "]
ONE_TRIPLE = ox.Store()
ONE_TRIPLE.add(ox.Quad(ox.NamedNode("p:p"), ox.NamedNode("p:p"), ox.NamedNode("p:p")))


@given(st.sampled_from(HEADS), st.lists(st.sampled_from([*PIECES, " ", "\n"]), max_size=14))
def test_no_service_reaches_the_engine(head: str, pieces: list[str]) -> None:
    """What the guard lets through never makes the engine call another host (port 1 is refused without a packet)."""
    text = f"{head}ASK {{ {''.join(pieces)} }}"
    try:
        check_query(text)
        bool(ONE_TRIPLE.query(text))
    except (QueryRefused, SyntaxError, RuntimeError):
        pass  # an OSError is the call


def test_the_oracle_above_sees_a_call() -> None:
    with pytest.raises(OSError, match="port 1"):
        bool(ONE_TRIPLE.query("ASK { FILTER(1<2)SERVICE#>\n<http://127.0.0.1:1/>{} }"))


@given(strings)
def test_a_string_hides_its_words(text: str) -> None:
    query = f"ASK {{ ?s ?p {ox.Literal(text + ' SERVICE DROP')} }}"
    try:
        assert check_query(query) is QueryKind.ASK
    except QueryRefused as refusal:
        assert "control character" in str(refusal)
