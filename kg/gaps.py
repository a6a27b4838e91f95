"""Gaps: which pairs of things the graph has claims on, and which it has none on; what a next experiment may try.

A matrix has things of one kind as rows and of another as columns, folded by their classes. A spot counts the claims
that join its row with its column. Where there is none, the graph holds none: nobody may have tried it, or it stands in
a work that the graph does not know.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kg.errors import SseKgError
from kg.evidence import rows_of
from kg.lexicon import Lexicon
from kg.names import RDF, local, term
from kg.store import Store

State = Literal["none", "inferred", "stated", "opposed", "contradicted"]
DIRECT = "."  # what a class name ends in that stands for the things right in it


@dataclass(frozen=True)
class Plan:
    """How a matrix is made: the class of its rows and columns and the relations that join them.

    `against` are relations of harm; `parts` are two relations from a cell, to the row and to the column; `opened` are
    classes that say too little while they are folded.
    """

    rows: str
    columns: str
    joins: tuple[str, ...]
    against: tuple[str, ...] = ()
    parts: tuple[str, str] | None = None
    opened: tuple[str, ...] = ()


PLANS: Mapping[tuple[str, str], Plan] = {
    ("strategy", "failure"): Plan("Strategy", "FailureMechanism", ("mitigates",), ("causes", "worsens", "enables")),
    ("cathode", "electrolyte"): Plan(
        "CathodeMaterial",
        "Electrolyte",
        ("pairedWith", "stableAgainst", "suitableFor", "combinedWith"),
        ("reactsWith",),
        ("hasCathode", "hasElectrolyte"),
        ("SolidElectrolyte", "SulfideElectrolyte"),
    ),
}
"""The matrices there are, by what stands in rows and columns."""


class NoSuchMatrix(SseKgError):
    """A pair of kinds for which there is no matrix."""


@dataclass(frozen=True)
class Line:
    """A row or column: a class with all its members, or a single thing. `depth` counts the opened classes above it."""

    id: str
    label: str
    members: frozenset[str]
    depth: int = 0
    opens: bool = False

    @property
    def title(self) -> str:
        """The label; of a class, that all its things are meant."""
        return f"{self.label} (all)" if self.opens else self.label


@dataclass(frozen=True)
class Join:
    """A claim that joins a row with a column."""

    claim: str
    row: str
    column: str
    against: bool
    denied: bool
    inferred: bool
    contradicted: bool


@dataclass(frozen=True)
class Spot:
    """Where a row and a column meet, with the claims that join them; inferred ones are counted apart."""

    row: Line
    column: Line
    joins: tuple[Join, ...] = ()

    @cached_property
    def stated(self) -> tuple[Join, ...]:
        """The joins that are stated, not inferred."""
        return tuple(join for join in self.joins if not join.inferred)

    @property
    def count(self) -> int:
        """How many stated claims there are."""
        return len({join.claim for join in self.stated})

    @property
    def opposing(self) -> int:
        """How many of them speak against: harm instead of help, or a denial."""
        return len({join.claim for join in self.stated if join.against or join.denied})

    @property
    def contradicted(self) -> int:
        """How many of them another claim of the graph contradicts."""
        return len({join.claim for join in self.stated if join.contradicted})

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims, what is contradicted first, then what speaks against, what is inferred last."""
        order = sorted(self.joins, key=lambda j: (j.inferred, not j.contradicted, not (j.against or j.denied), j.claim))
        return tuple(dict.fromkeys(join.claim for join in order))

    @property
    def state(self) -> State:
        """What is known here, in one word."""
        if not self.stated:
            return "inferred" if self.joins else "none"
        if self.contradicted:
            return "contradicted"
        return "opposed" if self.opposing else "stated"


@dataclass(frozen=True)
class Matrix:
    """Rows, columns and a spot for each pair of them."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    spots: tuple[Spot, ...]
    foldable: tuple[tuple[Line, ...], tuple[Line, ...]]

    def spot(self, row: str, column: str) -> Spot | None:
        """The spot of two lines by their ids, None when there is no such line."""
        return next((spot for spot in self.spots if (spot.row.id, spot.column.id) == (row, column)), None)

    def known_beside(self, spot: Spot) -> tuple[list[Spot], list[Spot]]:
        """What else is known of the row, and of the column, the most claims first."""
        row = [one for one in self.spots if one.row == spot.row and one.count and one.column != spot.column]
        column = [one for one in self.spots if one.column == spot.column and one.count and one.row != spot.row]
        return sorted(row, key=lambda one: -one.count), sorted(column, key=lambda one: -one.count)


def find_gaps(store: Store, lexicon: Lexicon, rows: str, columns: str, opened: Collection[str] | None = None) -> Matrix:
    """The matrix of two kinds; classes named in `opened` show what is in them. Raises NoSuchMatrix."""
    plan = PLANS.get((rows, columns))
    if plan is None:
        pairs = ", ".join(f"{row} and {column}" for row, column in PLANS)
        raise NoSuchMatrix(f"there is no matrix of {rows} and {columns}; choose {pairs}")
    shown_open = frozenset(plan.opened if opened is None else opened)
    lines = [_Axis(lexicon, name, shown_open) for name in (plan.rows, plan.columns)]
    joins = list(_joins(store, lexicon, plan))
    by_pair: dict[tuple[str, str], list[Join]] = defaultdict(list)
    for join in joins:
        by_pair[join.row, join.column].append(join)
    shown = [axis.lines() for axis in lines]
    spots = tuple(Spot(row, column, tuple(_within(by_pair, row, column))) for row in shown[0] for column in shown[1])
    return Matrix(shown[0], shown[1], spots, (lines[0].foldable(), lines[1].foldable()))


def _within(by_pair: Mapping[tuple[str, str], list[Join]], row: Line, column: Line) -> Iterator[Join]:
    for (one, other), joins in by_pair.items():
        if one in row.members and other in column.members:
            yield from joins


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Axis:
    """The lines of one side: the classes right below its own, each followed by what is in it where it is opened."""

    def __init__(self, lexicon: Lexicon, root: str, opened: frozenset[str]) -> None:
        self.lexicon, self.root, self.opened = lexicon, root, opened

    def lines(self) -> tuple[Line, ...]:
        """All lines in the order in which they are shown; a thing of two classes stands in the first."""
        return self._once(self._below(self.root, 0, lambda line: line.id in self.opened))

    def foldable(self) -> tuple[Line, ...]:
        """Every line that can be opened."""
        return tuple(line for line in self._once(self._below(self.root, 0, lambda line: True)) if line.opens)

    @staticmethod
    def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
        first: dict[str, Line] = {}
        for line in lines:
            first.setdefault(line.id, line)
        return tuple(first.values())

    def _below(self, name: str, depth: int, is_open: Callable[[Line], bool]) -> Iterator[Line]:
        for line in self._children(name, depth):
            yield line
            if line.opens and is_open(line):
                if line.id.endswith(DIRECT):
                    yield from self._things(line.members, depth + 1)
                else:
                    yield from self._below(line.id, depth + 1, is_open)

    def _children(self, name: str, depth: int) -> Iterator[Line]:
        classes = self.lexicon.vocabulary.classes
        for one in sorted(classes.values(), key=lambda one: one.label):
            if name in one.parents and (members := self.lexicon.members((one.name,))):
                yield Line(one.name, one.label, members, depth, True)
        direct = frozenset(thing.id for thing in self.lexicon.things.values() if name in thing.classes)
        if direct and name == self.root:
            yield Line(f"{name}{DIRECT}", f"other {classes[name].label}", direct, depth, True)
        else:
            yield from self._things(direct, depth)

    def _things(self, names: Iterable[str], depth: int) -> Iterator[Line]:
        for name in sorted(names, key=lambda name: (self.lexicon.label(name).lower(), name)):
            # What is said of sulfide electrolytes at large stands beside the class of them, not for it.
            at_large = ", unspecified" if self.lexicon.is_family(name) else ""
            yield Line(name, f"{self.lexicon.label(name)}{at_large}", frozenset((name,)), depth)


# ── claims ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _joins(store: Store, lexicon: Lexicon, plan: Plan) -> Iterator[Join]:
    """The claims that join the two kinds, in either direction, and those of cells that hold one of each."""
    rows, columns = lexicon.members((plan.rows,)), lexicon.members((plan.columns,))
    for claim in _claims(store, (*plan.joins, *plan.against)):
        for row, column in ((claim["s"], claim["o"]), (claim["o"], claim["s"])):
            if row in rows and column in columns:
                yield _join(claim, row, column, plan)
    if plan.parts is None:
        return
    parts: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for claim in _claims(store, plan.parts):
        parts[claim["s"]][claim["p"]].append(claim)
    for part in parts.values():
        for one in part[plan.parts[0]]:
            for other in part[plan.parts[1]]:
                if one["o"] in rows and other["o"] in columns:
                    yield _join(other, one["o"], other["o"], plan)


def _claims(store: Store, relations: Iterable[str]) -> Iterator[dict[str, str]]:
    values = " ".join(f"<{term(name)}>" for name in relations)
    query = f"""SELECT DISTINCT ?c ?s ?p ?o ?status ?stance ?other WHERE {{ VALUES ?p {{ {values} }}
        ?c <{RDF}predicate> ?p ; <{RDF}subject> ?s ; <{RDF}object> ?o ; <{term("status")}> ?status ;
        <{term("stance")}> ?stance . OPTIONAL {{ ?c <{term("contradicts")}> ?other }} }} ORDER BY ?c"""
    for row in rows_of(store, query):
        yield row | {name: local(row[name]) for name in "spo"}


def _join(claim: Mapping[str, str], row: str, column: str, plan: Plan) -> Join:
    return Join(
        claim["c"],
        row,
        column,
        against=claim["p"] in plan.against,
        denied=claim["stance"] == "denied",
        inferred=claim["status"] == "inferred",
        contradicted="other" in claim,
    )
