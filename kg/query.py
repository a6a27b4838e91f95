"""A small algebra of queries that one can print, and its translation to SPARQL.

A query is a set of patterns over variables. Facts are matched through their claims, so that every row brings its
evidence; denied claims match only where they are asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.errors import UnitError
from kg.names import resource, term
from kg.quantity import ROUNDED, Quantity, in_other_units

DENIED = "denied"


@dataclass(frozen=True)
class Var:
    """A variable."""

    name: str

    def __str__(self) -> str:
        return f"?{self.name}"


@dataclass(frozen=True)
class OneOf:
    """One of several known things or properties, by IRI."""

    iris: tuple[str, ...]

    def __str__(self) -> str:
        return "{" + ", ".join(iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for iri in self.iris) + "}"


Node = Var | OneOf


@dataclass(frozen=True)
class Kind:
    """The variable is of one of these classes."""

    var: Var
    classes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.var} is a {' or '.join(self.classes)}"


@dataclass(frozen=True)
class Same:
    """The variable is one of these things."""

    var: Var
    node: OneOf

    def __str__(self) -> str:
        return f"{self.var} in {self.node}"


@dataclass(frozen=True)
class Link:
    """A claimed relation between two nodes; `claim` names the variable of the claim."""

    subject: Node
    relations: tuple[str, ...]
    object: Node
    claim: str
    stance: str = "held"

    def __str__(self) -> str:
        how = "" if self.stance == "held" else f" ({self.stance})"
        return f"{self.subject} {'|'.join(self.relations)} {self.object}{how}"


@dataclass(frozen=True)
class Among:
    """The claim is one of these."""

    claim: str
    iris: tuple[str, ...]

    def __str__(self) -> str:
        return f"?{self.claim} is one of {len(self.iris)} claims that the question speaks of"


@dataclass(frozen=True)
class End:
    """The thing is the subject, the object or the aspect of the claim."""

    claim: str
    side: str
    var: Var

    def __str__(self) -> str:
        return f"{self.var} is the {self.side} of ?{self.claim}"


@dataclass(frozen=True)
class Credit:
    """A claim about the thing is credited to one of these groups."""

    thing: Node
    group: Node
    claim: str

    def __str__(self) -> str:
        return f"{self.thing} credited to {self.group}"


@dataclass(frozen=True)
class Plain:
    """A structural triple that needs no evidence: element, component, parent, membership."""

    subject: Node
    relations: tuple[str, ...]
    object: Node

    def __str__(self) -> str:
        return f"{self.subject} {'|'.join(self.relations)} {self.object}"


@dataclass(frozen=True)
class Value:
    """A measured value of one of the properties; `name` prefixes the variables of its parts."""

    bearer: Node
    properties: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        return f"{self.bearer} has {'|'.join(self.properties)} = ?{self.name}"


@dataclass(frozen=True)
class Compare:
    """A bound on a value in the base unit of its property."""

    name: str
    sign: str
    low: float
    high: float | None = None

    def __str__(self) -> str:
        return (
            f"{self.low} <= ?{self.name} <= {self.high}"
            if self.sign == "range"
            else f"?{self.name} {self.sign} {self.low}"
        )


@dataclass(frozen=True)
class Beyond:
    """One value lies above or below another of the same property."""

    name: str
    sign: str
    other: str

    def __str__(self) -> str:
        return f"?{self.name} {self.sign} ?{self.other}"


@dataclass(frozen=True)
class Under:
    """The value holds under a condition with this number and unit."""

    name: str
    number: float
    unit: str

    def __str__(self) -> str:
        return f"?{self.name} under {self.number:g} {self.unit}"


@dataclass(frozen=True)
class Circumstance:
    """The value holds under a condition given in words: "symmetric"."""

    name: str
    text: str

    def __str__(self) -> str:
        return f"?{self.name} under {self.text}"


@dataclass(frozen=True)
class Stated:
    """The claim stands in one of these tables or sections, cites one of these works or credits one of these groups."""

    claim: str
    relation: str
    iris: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"?{self.claim} {self.relation} {OneOf(self.iris) if self.iris else 'any'}"


@dataclass(frozen=True)
class Concerning:
    """The claim names none of the materials for which alone it holds, or one of these."""

    claim: str
    node: OneOf

    def __str__(self) -> str:
        return f"?{self.claim} holds for {self.node}"


@dataclass(frozen=True)
class Without:
    """No match of these patterns."""

    patterns: "tuple[Pattern, ...]"

    def __str__(self) -> str:
        return f"not ({'; '.join(map(str, self.patterns))})"


@dataclass(frozen=True)
class Either:
    """One of several sets of patterns."""

    branches: "tuple[tuple[Pattern, ...], ...]"

    def __str__(self) -> str:
        return " or ".join(f"({'; '.join(map(str, branch))})" for branch in self.branches)


Pattern = (
    Kind
    | Same
    | Among
    | End
    | Credit
    | Link
    | Plain
    | Value
    | Compare
    | Beyond
    | Under
    | Circumstance
    | Stated
    | Concerning
    | Without
    | Either
)


@dataclass(frozen=True)
class Query:
    """Patterns, the variables wanted, and what is done with the rows."""

    select: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    order: str = ""
    descending: bool = True
    top: int = 0
    aggregate: str = ""

    def __str__(self) -> str:
        lines = [f"find {', '.join('?' + name for name in self.select)} where", *(f"  {p}" for p in self.patterns)]
        if self.order:
            lines.append(f"order by ?{self.order} {'descending' if self.descending else 'ascending'}")
        if self.top:
            lines.append(f"keep the first {self.top} and ties")
        if self.aggregate:
            lines.append(f"then {self.aggregate}")
        return "\n".join(lines)

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """Variables that hold claims, in the order of the patterns."""
        return tuple(dict.fromkeys(_claims(self.patterns)))

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Names of the values that are bound."""
        return tuple(dict.fromkeys(_values_in(self.patterns)))


def _values_in(patterns: Iterable[Pattern]) -> Iterable[str]:
    for pattern in patterns:
        if isinstance(pattern, Value):
            yield pattern.name
        elif isinstance(pattern, Either):
            for branch in pattern.branches:
                yield from _values_in(branch)


def _claims(patterns: Iterable[Pattern]) -> Iterable[str]:
    for pattern in patterns:
        if isinstance(pattern, Link | Credit | Among):
            yield pattern.claim
        elif isinstance(pattern, Value):
            yield f"{pattern.name}_claim"
        elif isinstance(pattern, Either):
            for branch in pattern.branches:
                yield from _claims(branch)


def to_sparql(query: Query) -> str:
    """The query as SPARQL 1.1 with full IRIs; numbers and IRIs are ours, nothing typed by a person goes in."""
    names = [f"?{name}" for name in (*query.select, *query.claims)]
    for value in query.values:
        names += [f"?{value}", f"?{value}_property"]
    body = _Writer().write(query.patterns)
    order = ""
    if query.order:
        order = f"\nORDER BY {'DESC' if query.descending else 'ASC'}(?{query.order}_base)"
    return f"SELECT DISTINCT {' '.join(dict.fromkeys(names))} WHERE {{\n{body}\n}}{order}"


class _Writer:
    """Writes patterns line by line; every list of constants becomes a VALUES block of its own."""

    def __init__(self) -> None:
        self.count = 0

    def write(self, patterns: Iterable[Pattern], indent: str = "  ") -> str:
        return "\n".join(indent + line for pattern in patterns for line in self.lines(pattern))

    def lines(self, pattern: Pattern) -> list[str]:
        """The lines of one pattern."""
        match pattern:
            case Without(patterns):
                return ["FILTER NOT EXISTS {", self.write(_plainly(patterns), "    "), "}"]
            case Either(branches):
                # In a SELECT of its own, which the store evaluates first: joined as it stands it is 40 times slower.
                either = " UNION ".join("{\n" + self.write(branch, "    ") + "\n  }" for branch in branches)
                return ["{ SELECT * WHERE {", either, "} }"]
            case Link():
                return self._link(pattern)
            case Value():
                return self._value(pattern)
            case Under():
                return self._under(pattern)
            case Concerning(claim, node):
                return self._concerning(claim, node)
            case Circumstance(name, text):
                condition = self._fresh()
                found = f"?{name} <{term('hasCondition')}> {condition} ."
                return [found, f"{condition} <{term('conditionText')}> {_literal(text)} ."]
            case Compare():
                return self._compare(pattern)
            case Beyond(name, sign, other):
                return [f"FILTER(?{name}_base {sign} ?{other}_base)", self._is_closed(name, sign)]
            case _:
                return self._simple(pattern)

    def _simple(self, pattern: Kind | Same | Among | End | Credit | Plain | Stated) -> list[str]:
        match pattern:
            case Kind(var, classes):
                return self._triple(str(var), "a", OneOf(tuple(term(c) for c in classes)))
            case Same(var, node):
                return [_values(str(var), node.iris)]
            case Among(claim, iris):
                return [_values(f"?{claim}", iris)]
            case End(claim, side, var):
                part = f"<{term(side)}>" if side == "aspect" else f"rdf:{side}"
                return [_expand(f"?{claim} {part} {var} .")]
            case Credit(thing, group, claim):
                written, before = self._node(thing)
                credited = self._triple(f"?{claim}", f"<{term('reportedBy')}>", group)
                return [*before, _expand(f"?{claim} rdf:subject {written} ."), *credited]
            case Plain(subject, relations, obj):
                path = "|".join(f"<{term(r)}>" for r in relations)
                first, before = self._node(subject)
                return [*before, *self._triple(first, f"({path})" if "|" in path else path, obj)]
            case Stated(claim, relation, iris):
                return self._triple(f"?{claim}", f"<{term(relation)}>", OneOf(iris) if iris else self._fresh())

    def _compare(self, bound: Compare) -> list[str]:
        base = f"?{bound.name}_base"
        if bound.sign == "range":
            return [f"FILTER({base} >= {bound.low!r} && {base} <= {bound.high!r})"]
        return [f"FILTER({base} {bound.sign} {bound.low!r})", self._is_closed(bound.name, bound.sign)]

    def _is_closed(self, name: str, sign: str) -> str:
        """That a value is no bound from the other side: "less than 1000 mAh/g" is not known to be more than 300."""
        other_way, stated = {">": "<", "<": ">"}[sign[0]], self._fresh()
        open_ended = f'VALUES {stated} {{ "{other_way}" "{other_way}=" }}'
        return f"FILTER NOT EXISTS {{ {open_ended} ?{name} <{term('sign')}> {stated} }}"

    def _concerning(self, claim: str, node: OneOf) -> list[str]:
        concerns, other = f"?{claim} <{term('concerns')}>", self._fresh()
        named = f"{_values(str(other), node.iris)} {concerns} {other}"
        return [f"FILTER(NOT EXISTS {{ {concerns} {self._fresh()} }} || EXISTS {{ {named} }})"]

    def _fresh(self) -> Var:
        self.count += 1
        return Var(f"_{self.count}")

    def _node(self, node: Node) -> tuple[str, list[str]]:
        """How a node is written, and the VALUES block it needs first."""
        if isinstance(node, Var):
            return str(node), []
        if len(node.iris) == 1:
            return f"<{node.iris[0]}>", []
        fresh = self._fresh()
        return str(fresh), [_values(str(fresh), node.iris)]

    def _triple(self, subject: str, predicate: str, value: Node) -> list[str]:
        written, before = self._node(value)
        return [*before, f"{subject} {predicate} {written} ."]

    def _link(self, link: Link) -> list[str]:
        claim = f"?{link.claim}"
        subject, before = self._node(link.subject)
        relation = OneOf(tuple(term(r) for r in link.relations))
        lines = [*before, f"{claim} rdf:subject {subject} ."]
        lines += self._triple(claim, "rdf:predicate", relation)
        lines += self._triple(claim, "rdf:object", link.object)
        if link.stance == DENIED:
            lines.append(f'{claim} <{term("stance")}> "{DENIED}" .')
        elif link.stance == "held":
            lines.append(f'FILTER NOT EXISTS {{ {claim} <{term("stance")}> "{DENIED}" }}')
        return [_expand(line) for line in lines]

    def _value(self, value: Value) -> list[str]:
        name, claim = f"?{value.name}", f"?{value.name}_claim"
        subject, before = self._node(value.bearer)
        lines = [*before, f"{subject} <{term('hasMeasurement')}> {name} ."]
        lines += [f"{name} <{term('ofProperty')}> {name}_property ."]
        lines += [f"VALUES {name}_property {{ {' '.join(f'<{term(p)}>' for p in value.properties)} }}"]
        lines += [f"{name} <{term('baseValue')}> {name}_base .", f"{claim} rdf:object {name} ."]
        return [_expand(line) for line in lines]

    def _under(self, under: Under) -> list[str]:
        condition = self._fresh()
        number, unit = f"?{condition.name}v", f"?{condition.name}u"
        exact = under.number, under.number, under.unit
        rounded = ((q.value - abs(q.value) * ROUNDED, q.value + abs(q.value) * ROUNDED, q.unit) for q in _said(under))
        ways = " ".join(f"({low!r} {high!r} {_literal(unit)})" for low, high, unit in (exact, *rounded))
        return [
            f"?{under.name} <{term('hasCondition')}> {condition} .",
            f"{condition} <{term('value')}> {number} .",
            f"{condition} <{term('unit')}> {unit} .",
            f"VALUES ({number}l {number}h {unit}) {{ {ways} }}",
            f"FILTER({number} >= {number}l && {number} <= {number}h)",
        ]


def _said(under: Under) -> tuple[Quantity, ...]:
    """The quantity of a condition in other units; none for a unit that is not known."""
    try:
        return in_other_units(Quantity(under.number, under.unit))
    except UnitError:
        return ()


def _plainly(patterns: Iterable[Pattern]) -> list[Pattern]:
    """Links as the triples that stand for held claims, where nothing is said of the claims.

    That something is not so needs no claim, and the store finds claims within NOT EXISTS a thousand times too slowly.
    """
    kept = list(patterns)
    told = {claim for p in kept if isinstance(p, Among | End | Credit | Stated | Concerning) for claim in [p.claim]}
    return [
        Plain(p.subject, p.relations, p.object)
        if isinstance(p, Link) and p.stance == "held" and p.claim not in told
        else p
        for p in kept
    ]


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES {variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _literal(text: str) -> str:
    """A string literal of our own data, escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _expand(line: str) -> str:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return (
        line.replace("rdf:subject", f"<{rdf}subject>")
        .replace("rdf:predicate", f"<{rdf}predicate>")
        .replace("rdf:object", f"<{rdf}object>")
    )


def things(*ids: str) -> OneOf:
    """Known things by id."""
    return OneOf(tuple(resource(identifier) for identifier in ids))
