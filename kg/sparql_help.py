"""Help with writing SPARQL: examples, the words of the graph with a pattern for each, and the prefixes of a query."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.guard import tokens
from kg.names import PREFIXES
from kg.vocabulary import Vocabulary


@dataclass(frozen=True)
class Example:
    """A query to begin with."""

    title: str
    text: str


@dataclass(frozen=True)
class Word:
    """A term of the ontology, what it means, and the pattern by which a query uses it."""

    kind: str
    name: str
    label: str
    definition: str
    pattern: str


@cache
def examples() -> tuple[Example, ...]:
    """The examples in the order of their file."""
    data = tomllib.loads(Path(__file__).with_name("example_queries.toml").read_text(encoding="utf-8"))
    return tuple(Example(one["title"], one["text"].strip()) for one in data["query"])


def words_of(vocabulary: Vocabulary) -> list[Word]:
    """Every class, relation and property, by kind and label."""
    found = [
        Word("class", f"sse:{one.name}", one.label, one.definition, f"?{_variable(one.name)} a sse:{one.name} .")
        for one in vocabulary.classes.values()
    ]
    for relation in vocabulary.relations.values():
        ends = [_variable(name) or "thing" for name in (relation.domain, relation.range)]
        subject, value = ends if ends[0] != ends[1] else (ends[0], f"other{ends[1].capitalize()}")
        pattern = f"?{subject} sse:{relation.name} ?{value} ."
        found.append(Word("relation", f"sse:{relation.name}", relation.label, relation.definition, pattern))
    for measured in vocabulary.properties.values():
        pattern = (
            f"?thing sse:hasMeasurement ?measured . "
            f"?measured sse:ofProperty sse:{measured.name} ; sse:value ?value ; sse:unit ?unit ."
        )
        found.append(Word("property", f"sse:{measured.name}", measured.label, measured.definition, pattern))
    return sorted(found, key=lambda word: (word.kind, word.label.lower()))


def insert(query: str, pattern: str) -> str:
    """A query with one more pattern at the end of its last group; an empty one is begun.

    >>> print(insert("SELECT * WHERE { ?a a sse:Solvent }", "?a sse:forms ?b ."))
    SELECT * WHERE { ?a a sse:Solvent .
      ?a sse:forms ?b .
    }
    >>> print(insert("", "?a a sse:Solvent ."))
    SELECT *
    WHERE {
      ?a a sse:Solvent .
    }
    LIMIT 100
    """
    if not query.strip():
        return f"SELECT *\nWHERE {{\n  {pattern}\n}}\nLIMIT 100"
    before, brace, after = query.rpartition("}")
    if not brace:
        return f"{query.rstrip()}\n{pattern}"
    stopped = before.rstrip()
    stopped += "" if stopped.endswith((".", ";", ",", "{", "}")) else " ."
    return f"{stopped}\n  {pattern}\n}}{after}"


def with_prefixes(query: str, known: Mapping[str, str] = PREFIXES) -> str:
    """A query with a PREFIX line for each known prefix it uses and does not declare, for use elsewhere.

    >>> print(with_prefixes("ASK { sser:Na3PS4 a sse:Material }"))
    PREFIX sse: <https://w3id.org/sse-kg/ontology#>
    PREFIX sser: <https://w3id.org/sse-kg/resource/>
    ASK { sser:Na3PS4 a sse:Material }
    """
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for token in tokens(query):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            (declared if before == "prefix" else used).add(prefix)
        before = token.text.lower()
    lines = [f"PREFIX {name}: <{known[name]}>\n" for name in known if name in used - declared]
    return f"{''.join(lines)}{query}"


def pointed(query: str, line: int, column: int | None = None) -> str:
    """The lines of a query around a place, numbered, with a mark under the place.

    >>> print(pointed("SELECT *\\nWHERE {\\n  ?s ?p", 3, 8))
    1  SELECT *
    2  WHERE {
    3    ?s ?p
              ^
    """
    shown = []
    lines = query.split("\n")
    for number in range(max(1, line - 2), min(len(lines), line + 1) + 1):
        shown.append(f"{number:<2} {lines[number - 1]}".rstrip())
        if number == line and column:
            shown.append(" " * (2 + column) + "^")
    return "\n".join(shown)


def _variable(name: str) -> str:
    """A class as the name of a variable.

    >>> _variable("SolidElectrolyte")
    'solidElectrolyte'
    """
    letters = re.sub(r"\W", "", name)
    return letters[:1].lower() + letters[1:]
