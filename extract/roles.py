"""Which part of a cell a material is: cathode, electrolyte or anode."""

from functools import cache
from typing import Literal

from extract.mention import Mention
from extract.rules import rows
from extract.scene import Scene
from extract.terms import Terms
from kg.elements import elements
from kg.names import local

Role = Literal["cathode", "electrolyte", "anode"]

_REDOX = frozenset("Co Ni Mn Fe Cr Ti V Mo Nb Cu".split())
_CHALCOGENS = frozenset("S Se".split())
_IONS = frozenset("Li Na K".split())


@cache
def _words() -> dict[str, Role]:
    return {row["word"]: row["role"] for row in rows("roles")}  # type: ignore[misc]


def role(scene: Scene, one: Mention, terms: Terms) -> Role | None:
    """The part a material plays, by the word behind it, by what the graph knows of it, by its name or its elements."""
    low = scene.tagged.low
    for at in range(one.last, min(one.last + 3, len(low))):
        if low[at] in _words():
            return _words()[low[at]]
        if at > one.last and not scene.tagged.is_noun(at):
            break
    return _by_graph(one, terms) or _by_name(scene, one) or _by_elements(scene, one)


def _by_graph(one: Mention, terms: Terms) -> Role | None:
    for iri in one.iris:
        for name, found in _words().items():
            if name[0].isupper() and name in terms.lexicon.ancestors and terms.lexicon.is_a(local(iri), name):
                return found
    return None


def _by_name(scene: Scene, one: Mention) -> Role | None:
    texts = [scene.tagged.words[at].text for at in range(one.first, one.last + 1)]
    return next((_words()[key] for text in texts for key in (text, text.rstrip("0123456789")) if key in _words()), None)


def _by_elements(scene: Scene, one: Mention) -> Role | None:
    """By composition: a chalcogenide or oxide of a redox metal is a cathode, a metal an anode, other salts conduct."""
    formula = scene.tagged.words[one.first].formula
    if one.source == "code" and one.size > 1:
        return "anode"
    if formula is None:
        return "cathode" if scene.tagged.words[one.first].text in _CHALCOGENS else None
    held = formula.elements
    if held & _REDOX and held & ({"O", "F"} | _CHALCOGENS):
        return "cathode"
    if held <= _IONS | _CHALCOGENS and held & _CHALCOGENS:
        return "cathode"
    if held & _IONS and held & (_CHALCOGENS | {"Cl", "Br", "I", "O"}):
        return "electrolyte"
    return "anode" if not any(elements()[symbol].is_anion for symbol in held) else None
