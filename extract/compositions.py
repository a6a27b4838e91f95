"""What is put into what: dopants of a compound, materials of a strategy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.arguments import passive_subjects
from extract.dopants import doping_words
from extract.mention import Mention
from extract.relation import Relation
from extract.scene import Scene
from extract.substances import symbol_at
from extract.tagged import JOINING, Tagged
from extract.triggers import verb_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_INTO = ("in", "into", "of", "to", "on", "for")
_MADE_OF = ("of", "from", "with")
_FARTHEST = 14


def find_compositions(scene: Scene) -> Iterator[Relation]:
    """Which compounds hold which dopants, and which strategies use which materials."""
    yield from _dopants(scene)
    yield from _materials(scene)


# ── dopants ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _dopants(scene: Scene) -> Iterator[Relation]:
    """ "Cl-doped A", "doping A with W", "replacing P with Sb in A", "the addition of oxygen to A"."""
    tagged = scene.tagged
    for one in scene.mentions:
        if one.type == "Dopant":
            host = _hyphenated(scene, one) or _host_behind(scene, one) or _host_before(scene, one)
            if host:
                yield Relation(host[0], "hasDopant", one, f"dopant {host[1]}")
        elif one.type == "Strategy" and (host := _host_behind(scene, one)):
            yield from (Relation(host[0], "hasDopant", part, "dopant strategy") for part in _put_in(tagged, one))


def doped_host(scene: Scene, strategy: Mention) -> Mention | None:
    """The compound that a strategy puts something into, where the words behind it name it."""
    if strategy.type != "Strategy" or not any(_put_in(scene.tagged, strategy)):
        return None
    host = _host_behind(scene, strategy)
    return host[0] if host else None


def _put_in(tagged: Tagged, strategy: Mention) -> Iterator[Mention]:
    """The elements and ions that a strategy puts in: "replacing P with Sb", "Y3+ and F- co-doping"."""
    words = range(strategy.first, strategy.last + 1)
    link = next((at for at in words if tagged.low[at] in ("with", "by")), None)
    if link is None and not any(tagged.low[at] in doping_words("doping") for at in words):
        return
    for at in words:
        if (link is None or at > link) and symbol_at(tagged, at):
            yield Mention(at, at, "Dopant", "phrase")


def _hyphenated(scene: Scene, dopant: Mention) -> tuple[Mention, str] | None:
    """The compound in "germanium-doped A"."""
    tagged, at = scene.tagged, dopant.last + 1
    if tagged.after(dopant.last) not in JOINING or tagged.low[at + 1 : at + 2] == []:
        return None
    if tagged.low[at + 1] not in doping_words("doped") | doping_words("holding"):
        return None
    behind = [m for m in scene.mentions if m.type == "Material" and at + 1 < m.first <= at + 5]
    behind = [m for m in behind if m.source in ("formula", "name", "code", "abbreviation") or m.size > 1]
    formulas = [m for m in behind if m.source == "formula"]
    return ((formulas or behind)[0], "hyphen") if behind else None


def _host_behind(scene: Scene, mention: Mention) -> tuple[Mention, str] | None:
    """The compound behind "in", "into" or "of" that follows."""
    tagged = scene.tagged
    for one in scene.mentions:
        if one.type != "Material" or not mention.last < one.first <= mention.last + _FARTHEST:
            continue
        if one.source == "element" or tagged.words[one.first].aside != tagged.words[mention.first].aside:
            continue
        between = tagged.low[mention.last + 1 : one.first]
        if any(word in (".", ";", ":", ",") and word != "," for word in between):
            return None
        if any(word in _INTO for word in between):
            return one, "into"
    return None


def _host_before(scene: Scene, mention: Mention) -> tuple[Mention, str] | None:
    """The compound in "A doped with W", "A was substituted by W"."""
    tagged = scene.tagged
    doped = doping_words("doped") | doping_words("host")
    for one in reversed(scene.mentions):
        if one.type == "Material" and one.last < mention.first <= one.last + _FARTHEST and one.source != "element":
            between = tagged.low[one.last + 1 : mention.first]
            if any(word in doped for word in between) and any(word in ("with", "by") for word in between):
                return one, "with"
    return None


# ── materials of strategies ──────────────────────────────────────────────────────────────────────────────────────────


def _materials(scene: Scene) -> Iterator[Relation]:
    """ "A as a buffer layer", "an interlayer made of A", "an A interlayer"."""
    for token in scene.doc:
        one = scene.mention(token)
        if one is None or one.type != "Strategy" or scene.head(one) != token:
            continue
        for material, rule in (*_used_as(scene, token), *_made_of(scene, token), *_named_by(scene, one)):
            if material.type == "Material":
                yield Relation(one, "usesMaterial", material, f"material {rule}")


def _used_as(scene: Scene, strategy: "Token") -> Iterator[tuple[Mention, str]]:
    if strategy.dep_ != "pobj" or strategy.head.lower_ != "as":
        return
    above = strategy.head.head
    if above.pos_ == "VERB":
        nouns = [child for child in above.children if child.dep_ in ("dobj", "nsubjpass")] or passive_subjects(above)
        if not nouns and "use" in verb_senses(above):
            nouns = [child for child in above.children if child.dep_ == "nsubj"]
    else:
        nouns = [above]
    yield from ((one, "as") for noun in nouns for one in scene.entities(noun))


def _made_of(scene: Scene, strategy: "Token") -> Iterator[tuple[Mention, str]]:
    for child in strategy.children:
        if child.dep_ in ("acl", "relcl") and "consist" in verb_senses(child):
            nouns = [
                n
                for prep in child.children
                if prep.lower_ in (*_MADE_OF, "on", "by")
                for n in prep.children
                if n.dep_ == "pobj"
            ]
            nouns += [n for n in child.children if n.dep_ == "dobj"]
            yield from ((one, "made of") for noun in nouns for one in scene.entities(noun))
        elif child.dep_ == "prep" and child.lower_ in ("of", "with"):
            nouns = [n for n in child.children if n.dep_ == "pobj"]
            yield from ((one, "of") for noun in nouns if scene.mention(noun) for one in scene.entities(noun))


def _named_by(scene: Scene, strategy: Mention) -> Iterator[tuple[Mention, str]]:
    """The material that stands before the noun: "a cellulose (CPEO) interlayer"."""
    before = [one for one in scene.mentions if one.last < strategy.first]
    tagged = scene.tagged
    if before and before[-1].type == "Material":
        one = before[-1]
        if tagged.words[one.first].aside and len(before) > 1 and before[-2].type == "Material":
            one = before[-2] if before[-2].last >= one.first - 2 else one
        between = range(before[-1].last + 1, strategy.first)
        if all(tagged.words[at].aside or tagged.low[at] in JOINING or tagged.low[at] == "based" for at in between):
            yield one, "before"
