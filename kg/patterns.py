"""Ties, bounds and places -> patterns of a query."""

from kg.asked import Asked, is_lapse, tells_apart, worded_sign
from kg.errors import UnitError
from kg.ground import Grounded, Mention
from kg.join import Tie
from kg.names import resource, term
from kg.quantity import FoundQuantity, Quantity
from kg.query import Compare, Credit, Either, Kind, Link, Node, OneOf, Pattern, Plain, Same, Stated, Under, Value, Var
from kg.sketch import STRUCTURAL, Step
from kg.vocabulary import Vocabulary

_PLACES = (("table", "statedInTable", "table-"), ("section", "statedIn", "section-"), ("reference", "cites", "ref-"))


#: By how much a figure asked for may differ from the one that is meant.
_ROUNDED, _ABOUT = 0.005, 0.1


def _is_usual(quantity: FoundQuantity) -> bool:
    """Whether a temperature is that of a room, at which values are measured unless they say otherwise."""
    return quantity.unit == "°C" and quantity.low >= 18 and quantity.high <= 30


class Patterns:
    """Writes the patterns of one question; the same fact met twice gets the same claim variable."""

    def __init__(self, grounded: Grounded, words: Vocabulary, asked: Asked) -> None:
        self.grounded, self.words, self.asked = grounded, words, asked
        self.claims: dict[tuple[Node, str, Node], str] = {}

    def tie(self, tie: Tie, target: Var) -> list[Pattern]:
        """The relations of the chains, from the thing named to the target."""
        if not tie.chains:
            return []
        if not tie.chains[0]:
            return [Same(target, self.node(*tie.anchor.nodes))]
        lasts = tuple(dict.fromkeys(chain[-1] for chain in tie.chains))
        # Ties that end alike share the thing in the middle: it is one cell, one strategy that all of them speak of.
        middle = Var(f"via_{'_'.join(s.relation for s in lasts)}{int(lasts[0].forward)}"[:40])
        name = tie.anchor.class_name
        if len(tie.chains[0]) == 1 and tie.anchor.mention.quantity:
            # "What gave NaCrO2 200 mAh/g": the cell of the figure is the one that holds what else is named.
            return [Same(middle, self.node(*tie.anchor.nodes)), self.step(middle, lasts, target)]
        if len(tie.chains[0]) == 1:
            start: Node = middle if name else self.node(*tie.anchor.nodes)
            return [*([Kind(middle, (name,))] if name else []), self.step(start, lasts, target)]
        node: Node = Var(f"k{tie.anchor.mention.start}") if name else self.node(*tie.anchor.nodes)
        kinds: list[Pattern] = [Kind(node, (name,))] if isinstance(node, Var) else []
        firsts = tuple((self.step(node, (step,), middle),) for step in dict.fromkeys(c[0] for c in tie.chains))
        named: tuple[Pattern, ...] = firsts[0] if len(firsts) == 1 else (Either(firsts),)
        return [*kinds, *named, self.step(middle, lasts, target)]

    def step(self, node: Node, steps: tuple[Step, ...], after: Node) -> Pattern:
        """One step of a chain as a pattern."""
        subject, value = (node, after) if steps[0].forward else (after, node)
        relations = tuple(step.relation for step in steps)
        if relations == ("reportedBy",):
            return Credit(subject, value, self.claim_name(subject, "reportedBy", value))
        if STRUCTURAL.issuperset(relations):
            return Plain(subject, relations, value)
        return Link(subject, relations, value, self.claim_name(subject, "|".join(relations), value))

    def claim_name(self, subject: Node, relation: str, value: Node) -> str:
        """One variable for one claim: the same pattern met twice is the same claim."""
        key = (subject, relation, value)
        if key not in self.claims:
            self.claims[key] = f"c{len(self.claims) + 1}"
        return self.claims[key]

    def bound_on(self, mention: Mention, target: Var) -> list[Pattern]:
        """A quantity of the question: a bound on a property, or a condition of the value asked for."""
        quantity = mention.quantity
        if quantity is None:
            return []
        sign = self.sign(mention)
        near = [name for m, name in sorted(self.asked.judged, key=lambda pair: abs(pair[0].start - mention.start))]
        fits = [name for name in (*near, *self.asked.properties) if self.fits(quantity.unit, name)]
        if sign and fits:
            first = next(
                (
                    n
                    for m in self.asked.bounds
                    if m.quantity and self.sign(m)
                    for n in self.asked.properties
                    if self.fits(m.quantity.unit, n)
                ),
                "",
            )
            name = "v" if self.asked.kind == "values" and fits[0] == first else f"w{mention.start}"
            value = [] if name == "v" else [Value(target, (fits[0],), name), *self.stated(f"{name}_claim")]
            return [*value, *self.compare(name, fits[0], mention)]
        return [Under("v", quantity.low, quantity.unit)] if self.is_condition(mention) else []

    def is_condition(self, mention: Mention) -> bool:
        """Whether a quantity says under what the value asked for holds."""
        return self.asked.kind == "values" and self.is_circumstance(mention)

    def is_circumstance(self, mention: Mention) -> bool:
        """Whether a quantity says under what something was done, be it a value or a thing that is asked for."""
        quantity = mention.quantity
        if quantity is None or _is_usual(quantity):
            return False
        return not self.sign(mention) and not tells_apart(self.asked, self.grounded.text, mention)

    def compare(self, name: str, measured: str, mention: Mention) -> list[Pattern]:
        """A bound on the value called `name`, in the base unit of its property."""
        quantity, sign = mention.quantity, self.sign(mention)
        if quantity is None:
            return []
        base = self.words.properties[measured].base_unit
        low = Quantity(quantity.low, quantity.unit).to(base).value
        high = Quantity(quantity.high, quantity.unit).to(base).value if sign == "range" else None
        if mention in self.asked.exact and high is not None:
            # A figure is rounded when it is said again, and more so when it is said to be about that.
            apart = _ABOUT if quantity.sign == "~" else _ROUNDED
            low, high = low * (1 - apart), high * (1 + apart)
        return [Compare(name, sign, low, high)]

    def sign(self, mention: Mention) -> str:
        """How a quantity bounds: its own sign, or the words around it."""
        if mention in self.asked.exact:
            return "range"
        quantity, judged = mention.quantity, [name for _, name in self.asked.judged]
        is_lapse_of = bool(quantity and judged) and is_lapse(self.grounded.text, mention)
        if quantity and is_lapse_of and not any(self.fits(quantity.unit, name) for name in judged):
            return ""
        if quantity and quantity.sign in ("<", ">", "<=", ">=", "range"):
            return quantity.sign
        return worded_sign(self.grounded.text, mention)

    def fits(self, unit: str, name: str) -> bool:
        """Whether a property is measured in a unit."""
        base = self.words.properties[name].base_unit
        try:
            return bool(base) and bool(Quantity(1.0, unit).to(base))
        except UnitError:
            return False

    def stated(self, claim: str, places: tuple[Mention, ...] | None = None) -> list[Pattern]:
        """The tables, sections and references that a claim must come from: all named, or only those given."""
        found: list[Pattern] = []
        for mention in self.asked.places if places is None else places:
            for kind, relation, prefix in _PLACES:
                numbers = [s.id for s in mention.senses if s.kind == kind]
                if numbers:
                    iris = () if "any" in numbers else tuple(resource(prefix + n) for n in numbers)
                    found.append(Stated(claim, relation, iris))
        return found

    def node(self, *identifiers: str) -> OneOf:
        """Known things and properties by id."""
        properties = self.words.properties
        return OneOf(tuple(term(i) if i in properties else resource(i) for i in sorted(identifiers)))
