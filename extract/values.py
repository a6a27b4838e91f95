"""Figures of a sentence -> which property of what they are the value of."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from extract.arguments import clause_of, is_passive, passive_subjects, subjects
from extract.mention import Mention
from extract.relation import Relation
from extract.rules import rows
from extract.scene import Scene
from extract.triggers import verb_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONDITION = (
    "at",
    "after",
    "under",
    "within",
    "over",
    "for",
    "during",
    "between",
    "up",
    "above",
    "below",
    "from",
    "beyond",
    "around",
    "until",
    "when",
)
_OWNERS = ("Material", "Strategy")


def find_values(scene: Scene) -> Iterator[Relation]:
    """Values that a sentence gives, each with the property and what it is a property of."""
    reader = _Values(scene)
    for one in scene.mentions:
        if one.type == "Quantity" and (found := reader.read(one)):
            yield found


@cache
def _properties() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Unit -> what a figure of this unit is a value of when nothing says so, and the words of properties it fits."""
    return {row["unit"]: (row["default"], tuple(row["fits"].split(" | "))) for row in rows("units")}


class _Values:
    """Reads the figures of one sentence."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.low = scene.tagged.low

    def read(self, quantity: Mention) -> Relation | None:
        word = self.scene.tagged.words[quantity.first]
        figure = word.quantity
        if figure is None or figure.unit not in _properties() or figure.sign == "range":
            return None
        if word.aside:
            return self._in_brackets(quantity, word.aside)
        token = self.scene.tagged.tokens.get(quantity.first)
        if token is None:
            return None
        found = self._property(quantity, token)
        if found is None:
            return None
        prop, how = found
        owner = self._owner(quantity, token, prop)
        if owner is None:
            return None
        return self._relation(owner[0], prop, quantity, f"value {how} {owner[1]}")

    def _relation(self, owner: Mention, prop: Mention | None, quantity: Mention, rule: str) -> Relation:
        figure = self.scene.tagged.words[quantity.first].quantity
        default = _properties()[figure.unit][0] if figure else ""
        return Relation(owner, "hasValue", prop, rule, quantity=quantity, label="" if prop else default)

    def _fits(self, prop: Mention, quantity: Mention) -> bool:
        figure = self.scene.tagged.words[quantity.first].quantity
        words = " ".join(self.low[prop.first : prop.last + 1])
        return figure is not None and any(fit in words for fit in _properties()[figure.unit][1])

    # ── in brackets ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _in_brackets(self, quantity: Mention, aside: int) -> Relation | None:
        """ "ionic conductivity (1 mS/cm)", "Na3YCl6 (0.1 mS/cm)"."""
        opening = next(at for at, word in enumerate(self.scene.tagged.words) if word.aside == aside)
        if any(
            self.scene.tagged.words[m.first].aside == aside and m.type == "Quantity" and m.first < quantity.first
            for m in self.scene.mentions
        ):
            return None
        before = [m for m in self.scene.mentions if m.last < opening and m.type in ("Property", "Material", "Strategy")]
        if not before or before[-1].last < opening - 3:
            return None
        last = before[-1]
        if last.type == "Property" and self._fits(last, quantity):
            token = self.scene.head(last)
            owner = self._owner(quantity, token, last) if token is not None else None
            return self._relation(owner[0], last, quantity, f"value brackets {owner[1]}") if owner else None
        if last.type in _OWNERS and last.last == opening - 1 and _properties()[self._unit(quantity)][0]:
            prop = next((m for m in reversed(before) if m.type == "Property" and self._fits(m, quantity)), None)
            return self._relation(last, prop, quantity, "value brackets owner")
        return None

    def _unit(self, quantity: Mention) -> str:
        figure = self.scene.tagged.words[quantity.first].quantity
        return figure.unit if figure else ""

    # ── the property ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _property(self, quantity: Mention, token: "Token") -> tuple[Mention | None, str] | None:
        """The property a figure is a value of, and how it is tied to it; None for a mere condition."""
        fitting = [
            m
            for m in self.scene.mentions
            if m.type == "Property" and self._fits(m, quantity) and not self.scene.tagged.words[m.first].aside
        ]
        tied = self._tied(token, fitting)
        if tied is not None:
            return tied, "of"
        if self._is_condition(token):
            return None
        clause = clause_of(token)
        if clause is None:
            return None
        near = self._of_clause(clause, fitting, quantity)
        if near is not None:
            return near, "clause"
        if "have" in verb_senses(clause) and _properties()[self._unit(quantity)][0] and not fitting:
            return None, "default"
        return None

    def _tied(self, token: "Token", fitting: list[Mention]) -> Mention | None:
        """The property in "a conductivity of 1 mS/cm", "1 mS/cm conductivity", "as high as 1 mS/cm"."""
        above = token
        for _ in range(4):
            above = above.head
            one = self.scene.mention(above)
            if one in fitting:
                return one
            if above.pos_ == "VERB" or (above.dep_ == "prep" and above.lower_ in _CONDITION):
                return None
        return None

    def _is_condition(self, token: "Token") -> bool:
        """Whether a figure says under which conditions: "at 60 °C", "after 100 cycles"; "remain at" says how much."""
        above = token.head
        while (
            above.pos_ in ("NUM", "NOUN", "SYM")
            and above.head.i != above.i
            and above.dep_ in ("nummod", "compound", "conj", "appos", "npadvmod", "quantmod")
        ):
            above = above.head
        if above.dep_ not in ("prep", "mark") or above.lower_ not in _CONDITION:
            return False
        verb = above.head
        if above.lower_ == "at" and verb.lemma_.lower() in ("remain", "stay", "stand", "maintain", "retain", "keep"):
            return False
        return not (
            above.lower_ in ("above", "over", "below", "beyond", "up", "for", "around", "from")
            and verb.lemma_.lower()
            in ("be", "reach", "remain", "exceed", "extend", "last", "stay", "cycle", "lie", "to")
        )

    def _of_clause(self, clause: "Token", fitting: list[Mention], quantity: Mention) -> Mention | None:
        """The property that the clause is about: its subject, else its object, else the nearest before."""
        verb: Token | None = clause
        for _ in range(3):
            if verb is None:
                break
            nouns = passive_subjects(verb) if is_passive(verb) else subjects(verb)
            nouns += [child for child in verb.children if child.dep_ in ("dobj", "attr")]
            for noun in nouns:
                for one in (noun, *noun.conjuncts):
                    if self.scene.mention(one) in fitting:
                        return self.scene.mention(one)
            verb = verb.head if verb.dep_ in ("conj", "xcomp", "advcl", "relcl") and verb.head.i != verb.i else None
        before = [m for m in fitting if m.last < quantity.first and quantity.first - m.last < 8]
        return before[-1] if before else None

    # ── the owner ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _owner(self, quantity: Mention, token: "Token", prop: Mention | None) -> tuple[Mention, str] | None:
        """Whose property it is."""
        head = self.scene.head(prop) if prop else None
        if head is not None:
            for child in head.children:
                if child.dep_ == "prep" and child.lower_ in ("of", "for", "in"):
                    found = [m for noun in child.children for m in self._owners(noun)]
                    if found:
                        return self._aligned(found, quantity), "of"
                if child.dep_ in ("poss", "compound", "nmod") and (found := self._owners(child)):
                    return found[0], "own"
        verb = clause_of(head if head is not None else token)
        for _ in range(4):
            if verb is None:
                break
            nouns = passive_subjects(verb) if is_passive(verb) else subjects(verb)
            found = [m for noun in nouns for m in self._owners(noun)]
            if found:
                return self._cathode(found) or found[0], "subject"
            verb = verb.head if verb.head.i != verb.i and verb.head.pos_ in ("VERB", "AUX") else clause_of(verb)
        return self._around(quantity, prop)

    def _owners(self, noun: "Token") -> list[Mention]:
        return [one for one in self.scene.entities(noun) if one.type in _OWNERS]

    def _aligned(self, found: list[Mention], quantity: Mention) -> Mention:
        """Of "A and B ... x and y, respectively" the one that stands in the same place of its list."""
        if len(found) < 2 or "respectively" not in self.low:
            return found[0]
        unit = self._unit(quantity)
        alike = [
            m
            for m in self.scene.mentions
            if m.type == "Quantity" and self._unit(m) == unit and m.first > found[-1].last
        ]
        return found[alike.index(quantity)] if quantity in alike and len(alike) == len(found) else found[0]

    def _cathode(self, found: list[Mention]) -> Mention | None:
        return next(
            (one for one in found if self.low[one.last + 1 : one.last + 2] in (["cathode"], ["cathodes"])), None
        )

    def _around(self, quantity: Mention, prop: Mention | None) -> tuple[Mention, str] | None:
        """The cathode that the sentence names, for what is a matter of the cell."""
        words = " ".join(self.low[prop.first : prop.last + 1]) if prop else _properties()[self._unit(quantity)][0]
        if not any(word in words for word in ("capacity", "retention", "energy density", "lifespan", "efficiency")):
            return None
        materials = [m for m in self.scene.mentions if m.type == "Material" and m.first < quantity.first]
        cathode = self._cathode(materials)
        if cathode:
            return cathode, "cathode"
        return None
