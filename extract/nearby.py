"""Effects by the order of words, for sentences whose grammar the parser mistakes: A ... suppresses ... B.

A mention that can do something, behind it a verb of effect that the parser took for something else, and behind that
what it bears on, with nothing between that could be meant instead. Used only for what the grammar leaves unexplained.
"""

from collections.abc import Iterator
from functools import cache

from extract.arguments import DOERS
from extract.effects import Affected, Effects
from extract.mention import Mention
from extract.relation import Relation
from extract.rules import rows
from extract.scene import Scene
from extract.terms import Terms
from kg.words import verb_forms

_EFFECTS = frozenset({"up", "down", "good", "bad", "cause", "avoid", "hinder", "give"})
_STOPS = frozenset("; : . whereas while although but which that when if than because".split())
_GAP = 7
_REACH = 16


def find_nearby(scene: Scene, terms: Terms, explained: set[Mention]) -> Iterator[Relation]:
    """Effects on mentions that no other rule explains."""
    effects = Effects(scene, terms)
    for what in scene.mentions:
        if what.type in ("FailureMechanism", "Property") and what not in explained and what.source != "tentative":
            at = _trigger_before(scene, what.first)
            if at is not None:
                who = _doer_before(scene, at)
                for sense in sorted(_forms()[scene.tagged.low[at]]):
                    yield from effects.states(who, Affected(what, sense), f"order {sense}")


@cache
def _forms() -> dict[str, frozenset[str]]:
    """Every form of a verb of effect -> its senses."""
    found: dict[str, set[str]] = {}
    for row in rows("triggers"):
        if row["pos"] == "verb" and row["sense"] in _EFFECTS and " " not in row["word"]:
            for form in verb_forms(row["word"]):
                found.setdefault(form, set()).add(row["sense"])
    return {form: frozenset(senses) for form, senses in found.items() if len(senses) == 1}


def _trigger_before(scene: Scene, at: int) -> int | None:
    """The nearest word of effect before a mention, with no other mention but its like between."""
    low = scene.tagged.low
    for place in range(at - 1, max(-1, at - _GAP - 1), -1):
        if low[place] in _STOPS or scene.tagged.words[place].quantity:
            return None
        token = scene.tokens.get(place)
        if low[place] in _forms() and token is not None and token.pos_ in ("NOUN", "PROPN"):
            return None if any(one.holds(place) for one in scene.mentions) else place
        if any(one.holds(place) and one.type in ("Material", "Strategy", "Dopant", "Method") for one in scene.mentions):
            return None
    return None


def _doer_before(scene: Scene, at: int) -> list[Mention]:
    """The nearest mention before a word of effect that can do something, if there is one."""
    low = scene.tagged.low
    before = [one for one in scene.mentions if one.last < at and one.source != "tentative"]
    for one in reversed(before):
        if at - one.last > _REACH or any(low[place] in (";", ".", ":") for place in range(one.last + 1, at)):
            return []
        if one.type in DOERS and not scene.tagged.words[one.first].aside:
            return [one]
    return []
