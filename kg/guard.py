"""The guard: reads a SPARQL text a person typed and refuses it before any parser sees it.

A query from outside is hostile until shown otherwise: SERVICE makes the engine call other hosts, a hundred bytes of
nested SUBSTR keep its parser busy for half a minute, deep brackets overflow its stack.

The engine's parser knows no word boundaries: it reads `trueSERVICE<x>{}` as `true SERVICE <x> {}`, and splits the
name `a:SERVICE` when the whole is no valid IRI. So the guard looks for SERVICE inside words and not for the word,
and wherever two readings of a text are possible it refuses the text rather than choose one.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kg.errors import QueryRefused
from kg.names import PROJECT

MAX_BYTES = 20_000
MAX_DEPTH = 12
MAX_PATTERNS = 100
MAX_PATH_STEPS = 50
MAX_SLOW_NESTING = 6  # parse time doubles with each level: 0.4 ms at 6, 10 ms at 12, 34 s at 24
MAX_NEGATIONS = 12

UPDATES = frozenset({"insert", "delete", "load", "clear", "drop", "create", "copy", "move", "add", "with", "using"})
SLOW = ("substr", "replace", "regex")

_W = r"[\w\u00b7\u0300-\u036f\u200c\u200d\u203f\u2040]"
_ESCAPE = r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
# Every repetition is possessive (*+, ++): nothing is ever read twice, so time is linear in the length of the text.
_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]++ | \#[^\n]*+)
    | (?P<string>\"\"\"(?:[^"\\]++|{_ESCAPE}|"(?!""))*+\"\"\" | '''(?:[^'\\]++|{_ESCAPE}|'(?!''))*+'''
        | (?!\"\"\")"(?:[^"\\\r\n]++|{_ESCAPE})*+" | (?!''')'(?:[^'\\\r\n]++|{_ESCAPE})*+')
    | (?P<variable>[?$]{_W}++)
    | (?P<name>(?:{_W}++(?:[.-]++{_W}++)*+)?+:(?:{_W}|[:%-]|\\[_~.\-!$&'()*+,;=/?\#@%])*+)
    | (?P<word>{_W}++(?:[.-]++{_W}++)*+)
    | (?P<iri><[^\x00-\x20<>"{{}}|^`]*+>)
    | (?P<mark>\|\||&&|\^\^|!=|<=|>=|<<|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_SURE_IRI = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*+://|[A-Za-z0-9_.:/@%~+-]*+>)")
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*+:")
_STRAY = frozenset({'"', "'", "\\", "<<"})
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_:-]*+")
_UNSEEN = re.compile(r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")


class QueryKind(StrEnum):
    """What a query yields: rows (select), yes or no (ask), triples (construct, describe)."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"


_KINDS = tuple(QueryKind)


class Token(NamedTuple):
    """A piece of a SPARQL text: `kind` is string, variable, name, word, iri or mark; `start` is its offset."""

    kind: str
    text: str
    start: int


def check_query(text: str) -> QueryKind:
    """Says what kind of query a text is, or refuses it with the limit it breaks.

    >>> check_query("SELECT ?e WHERE { ?e a <https://w3id.org/sse-kg/ontology#SolidElectrolyte> }")
    <QueryKind.SELECT: 'select'>
    >>> check_query("ASK { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.QueryRefused: line 1: SERVICE is not allowed, queries read this graph only; remove it
    """
    _check_text(text)
    check = _Check(text)
    for token in tokens(text):
        check.see(token)
    return check.verdict()


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a SPARQL text without spaces and comments, in linear time.

    >>> [token.text for token in tokens("ASK { ?s sse:forms <urn:x> } # SERVICE")]
    ['ASK', '{', '?s', 'sse:forms', '<urn:x>', '}']
    """
    base = False
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match and match.lastgroup  # the last alternative takes any character
        kind, piece = match.lastgroup, match.group()
        if kind == "iri" and not _SURE_IRI.match(piece):
            if base or _SCHEME.match(piece) or "\\" in piece:
                raise _refusal(text, position, f"{piece[:40]} may be an IRI or a comparison; put spaces around < and >")
            kind, piece = "mark", "<"  # without BASE no engine can read it as an IRI
        if kind == "mark" and (piece in _STRAY or piece > "\x7f"):
            raise _refusal(text, position, _stray(piece))
        base = base or (kind == "word" and "base" in piece.lower())
        if kind != "space":
            yield Token(kind, piece, position)
        position += len(piece)


def unknown_prefix(text: str, known: Collection[str]) -> str:
    """The first prefix of a SPARQL text that is neither known nor declared in it; empty when there is none.

    >>> unknown_prefix("PREFIX a: <urn:a> ASK { a:b sse:forms foo:bar }", {"sse"})
    'foo'
    """
    declared = set(known)
    before = ""
    for token in tokens(text):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "prefix":
                declared.add(prefix)
            elif prefix not in declared and prefix != "_":
                return prefix
        before = token.text.lower()
    return ""


def names_graphs(text: str) -> bool:
    """Whether a query chooses its graphs with FROM; the engine must not widen it to all graphs then.

    >>> names_graphs("ASK FROM <https://w3id.org/sse-kg/graph/curated> {}"), names_graphs("ASK { ?s ?p 'from' }")
    (True, False)
    """
    if "from" not in text.lower():
        return False
    return any(token.kind == "word" and token.text.lower() in ("from", "fromnamed") for token in tokens(text))


def _check_text(text: str) -> None:
    """Refuses what is wrong with a text whatever it says: its size, characters that cannot be seen, escapes."""
    size = len(text.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise QueryRefused(f"the query is {size:,} bytes long, the limit is {MAX_BYTES:,}; split it")
    if unseen := _UNSEEN.search(text):
        raise _refusal(text, unseen.start(), f"the control character U+{ord(unseen.group()):04X}; remove it")
    for match in _CODE_POINT.finditer(text):
        point = int(match[1] or match[2], 16)
        if point > 0x10FFFF or 0xD800 <= point < 0xE000 or (point < 0x80 and not chr(point).isalnum()):
            raise _refusal(text, match.start(), f"the escape {match.group()}; write the character itself")


def _stray(mark: str) -> str:
    """Why a mark cannot stand outside strings, IRIs and names."""
    if mark in ('"', "'"):
        return "a string is not closed or holds a wrong \\ escape; close it, or write \\\\"
    if mark == "\\":
        return "a \\ escape outside strings; write the character itself"
    if mark == "<<":
        return "<< is not SPARQL 1.1; for 'less than' put a space after <"
    return f"the character {mark} outside strings; remove it or put it in quotes"


def _refusal(text: str, start: int, reason: str) -> QueryRefused:
    return QueryRefused(f"line {text.count(chr(10), 0, start) + 1}: {reason}")


@dataclass
class _Check:
    """What has been seen of a query so far, token by token."""

    text: str
    kind: QueryKind | None = None
    open: list[str] = field(default_factory=list)  # the open brackets; "slow(" is that of a SUBSTR, REPLACE or REGEX
    last: str = ""
    terms: int = 0  # since the last separator of triple patterns
    patterns: int = 0
    path_steps: int = 0
    negations: int = 0  # in a row
    graph_next: bool = False  # after FROM
    open_prefix: bool = False  # a PREFIX whose IRI ends in neither / nor #
    service_name: Token | None = None  # where a prefixed name holds the word service

    def see(self, token: Token) -> None:
        self._see_graph(token)
        match token.kind:
            case "word":
                self._see_word(token)
            case "name":
                self._see_name(token)
            case "mark":
                self._see_mark(token)
            case _:
                self.terms += 1
        if token.kind == "iri" and self.last.endswith(":") and not token.text.endswith(("/>", "#>")):
            self.open_prefix = True
        self.negations = self.negations + 1 if token.text == "!" else 0
        if self.negations > MAX_NEGATIONS:
            raise self.refusal(token, f"more than {MAX_NEGATIONS} negations in a row; remove pairs of !")
        self.last = token.text.lower()

    def verdict(self) -> QueryKind:
        if self.service_name is not None and self.open_prefix:
            reason = "a prefixed name holds the word service; write its IRI in full, or end each PREFIX in / or #"
            raise self.refusal(self.service_name, reason)
        if self.kind is None:
            raise QueryRefused("no SELECT, ASK, CONSTRUCT or DESCRIBE in the query; begin with one of them")
        return self.kind

    def refusal(self, token: Token, reason: str) -> QueryRefused:
        return _refusal(self.text, token.start, reason)

    def _see_word(self, token: Token) -> None:
        word = token.text.lower()
        if "service" in word:
            raise self.refusal(token, "SERVICE is not allowed, queries read this graph only; remove it")
        pieces = word.replace("-", ".").split(".")
        for update in UPDATES.intersection(pieces):
            raise self.refusal(token, f"{update.upper()} is not allowed, the graph is read-only; use SELECT")
        if self.kind is None and not self.open and word.startswith(_KINDS):
            self.kind = next(kind for kind in QueryKind if word.startswith(kind))
        if word.endswith(("filter", "bind")):
            self._end_pattern(token, at_least=2)
        elif word[0].isdigit() or word in ("true", "false"):
            self.terms += 1
        self.graph_next = self.graph_next or pieces[-1] in ("from", "fromnamed")

    def _see_name(self, token: Token) -> None:
        prefix, _, local = token.text.partition(":")
        self.terms += 1
        if "service" in prefix.lower():
            raise self.refusal(token, f"the prefix {prefix}: holds the word SERVICE; rename the prefix")
        if "service" in local.lower():
            self.service_name = token
            self.open_prefix = self.open_prefix or not _PLAIN_LOCAL.fullmatch(local)

    def _see_mark(self, token: Token) -> None:
        mark = token.text
        if mark in ("(", "[", "{"):
            self._open_bracket(token)
        elif mark in (")", "]", "}"):
            if mark != ")":
                self._end_pattern(token)
            if self.open:
                self.open.pop()
        elif mark in (".", ";") or (mark == "," and self.open and not self.open[-1].endswith("(")):
            self._end_pattern(token)
        elif mark in ("/", "|", "^", "*", "+", "?"):
            self.path_steps += 1
            if self.path_steps > MAX_PATH_STEPS:
                raise self.refusal(token, f"more than {MAX_PATH_STEPS} path steps; split the query")

    def _open_bracket(self, token: Token) -> None:
        if token.text == "{":
            self._end_pattern(token, at_least=2)
        self.open.append("slow(" if token.text == "(" and self.last.endswith(SLOW) else token.text)
        if len(self.open) > MAX_DEPTH:
            raise self.refusal(token, f"brackets are nested deeper than {MAX_DEPTH}; use BIND or flatten them")
        if self.open.count("slow(") > MAX_SLOW_NESTING:
            reason = f"SUBSTR, REPLACE and REGEX are nested deeper than {MAX_SLOW_NESTING}; BIND the inner ones first"
            raise self.refusal(token, reason)

    def _end_pattern(self, token: Token, at_least: int = 1) -> None:
        self.patterns += self.terms >= at_least
        self.terms = 0
        if self.patterns > MAX_PATTERNS:
            raise self.refusal(token, f"more than {MAX_PATTERNS} triple patterns; ask in several queries")

    def _see_graph(self, token: Token) -> None:
        """Holds FROM and FROM NAMED to the project's own graphs."""
        if not self.graph_next or token.text.lower() == "named":
            return
        self.graph_next = False
        if not token.text.startswith(f"<{PROJECT}"):
            raise self.refusal(token, f"FROM {token.text[:60]}; only <{PROJECT}…> is allowed, in full")
