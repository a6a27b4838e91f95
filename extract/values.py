"""Figures of a sentence -> which property of what they are the value of."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from extract.arguments import VERBAL, clause_of, doers, inner, is_passive, passive_subjects, subjects
from extract.circumstances import conditions_of
from extract.compositions import doped_host
from extract.mention import Mention
from extract.relation import Relation
from extract.roles import role
from extract.rules import rows
from extract.scene import Scene
from extract.terms import Terms
from extract.triggers import noun_senses, verb_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONDITIONS = frozenset("at after under within during between from for when upon with".split())
_BOUNDS = frozenset("above over below beyond up to around of than about under".split())
_STAYING = frozenset("remain stay stand maintain retain keep stabilize hold".split())
_HANGING = frozenset("nummod compound conj appos npadvmod quantmod amod nmod dep punct".split())
_ADDING = ("add", "incorporate", "introduce", "insert", "mix", "blend", "infiltrate", "substitute", "dope")
_OWNERS = ("Material", "Strategy")
_OF_CELLS = ("capacity", "retention", "energy density", "efficiency", "cycle", "lifespan", "lifetime", "plateau")
_NEAR = 10
_BELOW_ZERO = ("V", "°C", "%")


class _Unit(NamedTuple):
    default: str
    verbs: frozenset[str]
    fits: tuple[str, ...]


@cache
def _units() -> dict[str, _Unit]:
    """What figures of a unit are values of: unsaid (with which verbs), and by which words it is said."""
    return {row["unit"]: _Unit(row["default"], _set(row["verbs"]), tuple(_set(row["fits"]))) for row in rows("units")}


def _set(cell: str) -> frozenset[str]:
    return frozenset(part for part in cell.split(" | ") if part)


def find_values(scene: Scene, terms: Terms) -> Iterator[Relation]:
    """Values that a sentence gives, each with the property and what it is a property of."""
    found = list(_values(scene, terms))
    values = [one.quantity for one in found if one.quantity is not None]
    for one in found:
        if one.quantity is not None:
            yield replace(one, conditions=conditions_of(scene, one.quantity, values, terms.lexicon))


def _values(scene: Scene, terms: Terms) -> Iterator[Relation]:
    for one in scene.mentions:
        figure = scene.tagged.words[one.first].quantity
        if figure is None or (figure.low < 0 and figure.unit not in _BELOW_ZERO):
            continue
        if one.type == "Quantity" and figure.unit in _units() and figure.sign != "range":
            found = _Value(scene, terms, one, figure.unit).read()
            if found is not None:
                yield found


class _Value:
    """Reads one figure of a sentence."""

    def __init__(self, scene: Scene, terms: Terms, quantity: Mention, unit: str) -> None:
        self.scene, self.terms, self.quantity, self.name = scene, terms, quantity, unit
        self.unit = _units()[unit]
        self.low = scene.tagged.low
        self.aside = scene.tagged.words[quantity.first].aside
        self.fitting = [one for one in scene.mentions if one.type == "Property" and self._fits(one)]

    def _fits(self, one: Mention) -> bool:
        words = " ".join(self.low[one.first : one.last + 1])
        return not self.scene.tagged.words[one.first].aside and any(word in words for word in self.unit.fits)

    def read(self) -> Relation | None:
        """The relation, if the figure has a property and an owner."""
        if self.aside:
            return self._in_brackets()
        token = self.scene.tokens.get(self.quantity.first)
        if token is None:
            return None
        if self._is_compared():
            return None
        tied = self._tied(token)
        if tied is not None:
            return self._relation(self._owner(tied, token), tied, "of")
        if self._is_condition(token):
            return None
        clause = clause_of(token)
        if clause is None:
            return None
        near = self._of_clause(clause)
        if near is not None:
            return self._relation(self._owner(near, token), near, "clause")
        if self.unit.default and self._goes_without_saying(clause):
            return self._relation(self._owner(None, token), None, "unsaid")
        return None

    def _relation(self, owner: tuple[Mention, str] | None, prop: Mention | None, how: str) -> Relation | None:
        if owner is None:
            return None
        label = "" if prop else self.unit.default
        host = None if self._is_of_cell(prop) else doped_host(self.scene, owner[0])
        whose = host or owner[0]
        return Relation(whose, "hasValue", prop, f"value {how} {owner[1]}", quantity=self.quantity, label=label)

    @property
    def _is_of_one_kind(self) -> bool:
        """Whether the unit alone tells the property: that of 1 mS/cm, not that of 5%, which takes a verb to tell."""
        return bool(self.unit.default) and not self.unit.verbs

    def _goes_without_saying(self, clause: "Token") -> bool:
        if self.unit.verbs:
            return clause.lemma_.lower() in self.unit.verbs
        return "have" in verb_senses(clause) and not self.fitting

    def _is_compared(self) -> bool:
        """Whether it is only what another figure is compared with."""
        before = self.low[max(0, self.quantity.first - _NEAR) : self.quantity.first]
        return "compared" in before or "versus" in before or ("from" in before and before[-1] == "from")

    # ── in brackets ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _in_brackets(self) -> Relation | None:
        """A figure in "ionic conductivity (1 mS/cm)", "Na3YCl6 (0.1 mS/cm)", "is conductive (1 mS/cm)"."""
        words = self.scene.tagged.words
        opening = next(at for at, word in enumerate(words) if word.aside == self.aside)
        if any(words[m.first].aside == self.aside and m.type == "Quantity" for m in self._before(self.quantity.first)):
            return None
        before = [m for m in self._before(opening) if m.type in ("Property", *_OWNERS) and not words[m.first].aside]
        last = before[-1] if before else None
        prop = next((m for m in reversed(before) if m in self.fitting), None)
        if last is not None and last.last == opening - 1 and last.type in _OWNERS and (prop or self._is_of_one_kind):
            return self._relation((last, "beside"), prop, "brackets")
        if prop is not None and opening - prop.last <= 4 and (token := self.scene.head(prop)) is not None:
            return self._relation(self._owner(prop, token), prop, "brackets")
        token = self.scene.tokens.get(opening - 1)
        if token is not None and token.pos_ == "ADJ" and self._is_of_one_kind and prop is None:
            return self._relation(self._owner(None, token), None, "brackets")
        return None

    def _before(self, at: int) -> list[Mention]:
        return [one for one in self.scene.mentions if one.last < at]

    # ── the property ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _tied(self, token: "Token") -> Mention | None:
        """The property in "a conductivity of 1 mS/cm", "1 mS/cm conductivity", "a conductivity above 1 mS/cm"."""
        above = token
        for _ in range(5):
            if above.head.i == above.i:
                return None
            above = above.head
            one = self.scene.mention(above)
            if one in self.fitting:
                return one
            if above.pos_ in VERBAL or (above.dep_ == "prep" and above.lower_ not in _BOUNDS):
                return None
            if one is not None and one.type not in ("Quantity", "Property"):
                return None
        return None

    def _is_condition(self, token: "Token") -> bool:
        """Whether a figure says under which conditions: "at 60 °C", "after 100 cycles"; "remain at" says how much."""
        above = token.head
        while above.dep_ in _HANGING and above.pos_ not in (*VERBAL, "ADP") and above.head.i != above.i:
            above = above.head
        while above.pos_ == "ADP" and above.lower_ in _BOUNDS and above.head.pos_ in ("ADP", "NUM", "ADV"):
            if (above.lower_, above.head.lower_) == ("to", "from"):
                return False
            above = above.head
        if above.pos_ not in ("ADP", "SCONJ") or above.lower_ not in _CONDITIONS:
            return above.pos_ in ("NOUN", "PROPN") and self.scene.mention(above) not in (
                None,
                *self.fitting,
                self.quantity,
            )
        verb = above.head
        if above.lower_ in ("at", "with") and verb.lemma_.lower() in _STAYING:
            return False
        return not (above.lower_ == "for" and verb.lemma_.lower() in self.unit.verbs)

    def _of_clause(self, clause: "Token") -> Mention | None:
        """The property that the clause is about, or the clause above it; else the nearest before."""
        verb: Token | None = clause
        for _ in range(3):
            if verb is None:
                break
            nouns = passive_subjects(verb) if is_passive(verb) else subjects(verb)
            nouns = nouns + [child for child in verb.children if child.dep_ in ("dobj", "attr")]
            for listed in (one for noun in nouns for one in (noun, *noun.conjuncts)):
                if (one := self.scene.mention(listed)) in self.fitting:
                    return one
            verb = verb.head if verb.dep_ in ("conj", "xcomp", "advcl", "relcl") and verb.head.i != verb.i else None
        near = [one for one in self.fitting if 0 < self.quantity.first - one.last <= _NEAR]
        return near[-1] if near else None

    # ── the owner ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _owner(self, prop: Mention | None, token: "Token") -> tuple[Mention, str] | None:
        """Whose property it is: what it is said to be of, whose subject it is, or the cathode of a cell."""
        of_that = self._of_that(token)
        if of_that is not None:
            return of_that, "that of"
        head = self.scene.head(prop) if prop else None
        own = self._own(head) if head is not None else None
        if own is not None:
            return own
        verb = clause_of(head if head is not None else token)
        if verb is not None and "give" in verb_senses(verb):
            found = self._owners([child for child in verb.children if child.dep_ in ("dobj", "dative")])
            if found:
                return found[0], "given"
        for _ in range(4):
            if verb is None:
                break
            nouns = passive_subjects(verb) if is_passive(verb) else subjects(verb)
            found = self._owners(nouns)
            if found:
                one = self._likeliest(found)
                return self._of_cell(one, prop) or (one, "subject")
            verb = verb.head if verb.head.i != verb.i and verb.head.pos_ in VERBAL else clause_of(verb)
        return self._around(prop, token)

    def _of_that(self, token: "Token") -> Mention | None:
        """The owner in "that of B is 0.26 eV"."""
        clause = clause_of(token)
        those = (
            []
            if clause is None
            else [c for c in clause.children if c.lower_ in ("that", "those") and c.dep_ == "nsubj"]
        )
        return next((one for noun in those for one in self._of(noun) if one.type in _OWNERS), None)

    def _own(self, head: "Token") -> tuple[Mention, str] | None:
        """Whose it is by the words right at the property or behind the figure: "of A", "A's", "for A"."""
        behind = self._behind()
        if behind is not None:
            return behind, "for"
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "for", "in") and (found := self._owners(inner(child))):
                return self._aligned(found), "of"
            if child.dep_ in ("poss", "compound", "nmod") and (found := self._owners([child])):
                return found[0], "own"
        if head.dep_ == "pobj" and head.head.lower_ == "with" and (found := self._owners([head.head.head])):
            return found[0], "with"
        return None

    def _behind(self) -> Mention | None:
        """What a figure is said to be for: "an activation energy of 0.3 eV for A"."""
        link = self.quantity.last + 1
        if self.low[link : link + 1] != ["for"]:
            return None
        return next((m for m in self.scene.mentions if m.type in _OWNERS and link < m.first <= link + 3), None)

    def _owners(self, nouns: list["Token"]) -> list[Mention]:
        """Materials and strategies that nouns stand for; what is added to a material changes the material."""
        found = [one for noun in nouns for one in self._owners_of(noun)]
        return list(dict.fromkeys(found))

    def _owners_of(self, noun: "Token") -> list[Mention]:
        ways = (self._hosts, self._cell_parts, self.scene.entities, self._of, self._parts)
        for way in ways:
            found = [one for one in way(noun) if one.type in _OWNERS]
            if found:
                return found
        return []

    def _cell_parts(self, noun: "Token") -> list[Mention]:
        return self._parts(noun) if "cell" in noun_senses(noun) else []

    def _of(self, noun: "Token") -> list[Mention]:
        return [m for prep in noun.children if prep.lower_ == "of" for n in inner(prep) for m in self.scene.entities(n)]

    def _hosts(self, noun: "Token") -> list[Mention]:
        """The host in "the addition of A to B", "Cl doping of B", "excess Cl in B"."""
        one = self.scene.mention(noun)
        adds = "transparent" in noun_senses(noun) or (one is not None and one.type in ("Dopant", "Strategy"))
        adds = adds or (noun.tag_ == "VBG" and noun.lemma_.lower() in _ADDING)
        behind = [n for prep in noun.children if adds and prep.lower_ in ("to", "into", "in") for n in inner(prep)]
        found = [m for n in behind for m in self.scene.entities(n)]
        return [one for one in found if one.type == "Material" and one.source != "element"]

    def _parts(self, noun: "Token") -> list[Mention]:
        """What a cell is made of, or has in it."""
        tokens = [one for one in noun.subtree if one.i != noun.i and self.scene.mention(one) is not None]
        found = [one for token in tokens if (one := self.scene.mention(token)) and one.type in _OWNERS]
        return list(dict.fromkeys(found)) if noun.pos_ in ("NOUN", "PROPN") else []

    def _likeliest(self, found: list[Mention]) -> Mention:
        """Of the parts of a cell its cathode; of a list, the one in the place of the figure."""
        cathodes = [one for one in found if role(self.scene, one, self.terms) == "cathode"]
        return cathodes[0] if cathodes and len(found) > 1 else self._aligned(found)

    def _aligned(self, found: list[Mention]) -> Mention:
        if len(found) < 2 or "respectively" not in self.low:
            return found[0]
        words = self.scene.tagged.words
        alike = [m for m in self.scene.mentions if (q := words[m.first].quantity) and q.unit == self.name]
        alike = [m for m in alike if m.first > found[0].last]
        if self.quantity in alike and len(alike) == len(found):
            return found[alike.index(self.quantity)]
        return found[0]

    def _of_cell(self, one: Mention, prop: Mention | None) -> tuple[Mention, str] | None:
        """The cathode that the sentence names, when something else is said to have what is a matter of the cell."""
        if not self._is_of_cell(prop) or role(self.scene, one, self.terms) not in ("anode", "electrolyte"):
            return None
        cathode = self._named_cathode()
        return (cathode, "cathode") if cathode is not None else None

    def _is_of_cell(self, prop: Mention | None) -> bool:
        words = " ".join(self.low[prop.first : prop.last + 1]) if prop else self.unit.default
        return any(word in words for word in _OF_CELLS)

    def _named_cathode(self) -> Mention | None:
        named = [one for one in self.scene.mentions if one.type == "Material"]
        return next((one for one in named if role(self.scene, one, self.terms) == "cathode"), None)

    def _around(self, prop: Mention | None, token: "Token") -> tuple[Mention, str] | None:
        """For what is a matter of the cell the cathode that the sentence names; else what is said to bring it about."""
        if self._is_of_cell(prop) and (cathode := self._named_cathode()) is not None:
            return cathode, "cathode"
        verb = clause_of(token)
        found = doers(self.scene, verb).mentions if verb is not None else []
        found = [one for one in found if one.type in _OWNERS]
        return (found[0], "doer") if found else None
