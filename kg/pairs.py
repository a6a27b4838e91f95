"""Two properties of a thing as points: conductivity and activation energy of a sample, capacity and cycles of a cell.

Two values belong together when they stand in the same table row or sentence, or when the thing has one of each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from kg.errors import UnitError
from kg.evidence import parts_of, read_papers, rows_of
from kg.lexicon import Lexicon
from kg.names import RDF, local, term
from kg.quantity import Quantity
from kg.store import Store
from kg.wording import say_value

_SURE = ("asserted", "hedged")
_PLACES = ("statedInTable", "tableRow", "inSentence", "fingerprint")


@dataclass(frozen=True)
class Value:
    """A measured value of a thing in the unit its property is compared in, and where it is stated."""

    thing: str
    number: float
    unit: str
    stated: str
    sign: str
    conditions: str
    places: frozenset[str]
    cited: tuple[str, ...]
    contradicted: bool


@dataclass(frozen=True)
class Point:
    """Two values of one thing; `family` is its kind, of a cell that of its cathode."""

    thing: str
    label: str
    family: str
    x: float
    y: float
    x_stated: str
    y_stated: str
    conditions: str
    cited: tuple[str, ...]
    contradicted: bool
    x_sign: str = "="
    y_sign: str = "="


def paired_values(store: Store, lexicon: Lexicon, x: str, y: str | Sequence[str]) -> list[Point]:
    """The points of two properties, by thing; of several properties for y, a thing is shown with the first it has.

    Units are those in which the properties are compared (`Measurable.base_unit`); ranges are left out.
    """
    across = _by_thing(_values(store, lexicon, x))
    up: dict[str, list[Value]] = {}
    for name in (y,) if isinstance(y, str) else y:
        up = _by_thing(_values(store, lexicon, name)) | up
    cathodes = {row["s"]: row["o"] for row in _pairs(store, "hasCathode")}
    points = []
    for thing in sorted(across.keys() & up.keys(), key=lambda name: lexicon.label(name).lower()):
        family = _family(lexicon, cathodes.get(thing, thing))
        points += [_point(lexicon, family, one, other) for one, other in _together(across[thing], up[thing])]
    return list(dict.fromkeys(points))


def _together(xs: Sequence[Value], ys: Sequence[Value]) -> Iterator[tuple[Value, Value]]:
    found = [(x, y) for x in xs for y in ys if x.places & y.places]
    yield from found or ([(xs[0], ys[0])] if len(xs) == len(ys) == 1 else [])


def _point(lexicon: Lexicon, family: str, x: Value, y: Value) -> Point:
    conditions = "; ".join(dict.fromkeys(filter(None, (x.conditions, y.conditions))))
    return Point(
        x.thing,
        lexicon.label(x.thing),
        family,
        x.number,
        y.number,
        x.stated,
        y.stated,
        conditions,
        tuple(sorted({*x.cited, *y.cited}, key=lambda mark: (int(mark) if mark.isdecimal() else inf, mark))),
        x.contradicted or y.contradicted,
        x.sign,
        y.sign,
    )


def _family(lexicon: Lexicon, thing: str) -> str:
    known = lexicon.things.get(thing)
    return lexicon.label(known.classes[0]) if known else "other"


def _by_thing(values: Iterable[Value]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        found[value.thing].append(value)
    return dict(found)


def _values(store: Store, lexicon: Lexicon, measured: str) -> Iterator[Value]:
    base = lexicon.vocabulary.properties[measured].base_unit
    query = f"""SELECT ?c ?s ?m WHERE {{ ?m <{term("ofProperty")}> <{term(measured)}> .
        ?c <{RDF}object> ?m ; <{RDF}subject> ?s ; <{term("stance")}> ?stance .
        FILTER (?stance IN ({", ".join(f'"{stance}"' for stance in _SURE)})) }} ORDER BY ?s ?c"""
    rows = rows_of(store, query)
    claims = parts_of(store, (row["c"] for row in rows), (*_PLACES, "cites", "contradicts", "statedInPaper"))
    papers = read_papers(store, {paper for claim in claims.values() for paper in claim.get("statedInPaper", ())})
    nodes = parts_of(store, (row["m"] for row in rows), ("sign", "value", "upperValue", "unit", "conditionText"))
    for row in rows:
        claim, node = claims.get(row["c"], {}), nodes[row["m"]]
        if "upperValue" in node:
            continue
        sign, unit, value = node["sign"][0], node["unit"][0], float(node["value"][0])
        number = _converted(value, unit, base)
        if number is not None:
            yield Value(
                local(row["s"]),
                number,
                base or unit,
                say_value(sign, value, unit),
                sign,
                "; ".join(node.get("conditionText", ())),
                frozenset(_places(claim)),
                (
                    *(local(ref).removeprefix("ref-") for ref in claim.get("cites", ())),
                    *(papers[paper].mark for paper in claim.get("statedInPaper", ())),
                ),
                "contradicts" in claim,
            )


def _converted(value: float, unit: str, base: str) -> float | None:
    try:
        return Quantity(value, unit).to(base).value if base else value
    except UnitError:
        return None


def _places(claim: dict[str, list[str]]) -> Iterator[str]:
    yield from (*claim.get("inSentence", ()), *claim.get("fingerprint", ()))
    tables = claim.get("statedInTable", ())
    if len(tables) == 1:
        yield from (f"{tables[0]}:{row}" for row in claim.get("tableRow", ()))


def _pairs(store: Store, relation: str) -> Iterator[dict[str, str]]:
    for row in rows_of(store, f"SELECT ?s ?o WHERE {{ ?s <{term(relation)}> ?o }}"):
        yield {name: local(value) for name, value in row.items()}
