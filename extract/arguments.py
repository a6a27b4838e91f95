"""Who does what to what: the logical subjects and objects of a verb, through passives, relative clauses and participles."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.mention import Mention
from extract.scene import Scene
from extract.triggers import verb_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = ("dobj", "obj", "dative", "attr")
_OBJECT_PREPOSITIONS = ("to", "in", "about", "into", "from", "against", "with", "for", "on", "of", "as")
_RELATIVE = ("which", "that", "who")
_PRONOUNS = ("it", "they", "this", "these", "that", "those")
_DEEPEST = 8


def is_passive(verb: "Token") -> bool:
    """Whether a verb says what is done to its subject."""
    return any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl")
    )


def objects(verb: "Token") -> list["Token"]:
    """What a verb is done to, its particle or preposition included; of a passive, its subject."""
    found = [child for child in verb.children if child.dep_ in _OBJECTS]
    if not found or verb_senses(verb) and any(child.dep_ == "prt" for child in verb.children):
        for child in verb.children:
            if child.dep_ in ("prep", "prt") and f"{verb.lemma_.lower()} {child.lower_}" in _phrasal():
                found += [noun for noun in child.children if noun.dep_ in ("pobj", "pcomp")]
    for child in verb.children:
        if child.dep_ == "dobj" and f"{verb.lemma_.lower()} {child.lower_} to" in _phrasal():
            found = [noun for prep in child.children for noun in prep.children if noun.dep_ == "pobj"]
            found += [n for prep in verb.children if prep.dep_ in ("prep", "dative") for n in prep.children if n.dep_ == "pobj"]
    if is_passive(verb):
        found += passive_subjects(verb)
    return found


def _phrasal() -> frozenset[str]:
    from extract.rules import rows

    return frozenset(row["word"] for row in rows("triggers") if " " in row["word"])


def passive_subjects(verb: "Token", depth: int = 0) -> list["Token"]:
    """What a passive verb is done to."""
    own = [child for child in verb.children if child.dep_ == "nsubjpass"]
    if own:
        return [_antecedent(one, verb) or one for one in own]
    if verb.dep_ in ("acl", "amod", "relcl"):
        return [verb.head]
    if verb.dep_ == "conj" and depth < _DEEPEST:
        return passive_subjects(verb.head, depth + 1) if is_passive(verb.head) else subjects(verb.head, depth + 1)
    if verb.dep_ in ("advcl", "xcomp", "ccomp") and depth < _DEEPEST and not own:
        return subjects(verb.head, depth + 1)
    return []


def subjects(verb: "Token", depth: int = 0) -> list["Token"]:
    """Who or what does what a verb says, where it says so or where the clause above it does."""
    if depth > _DEEPEST:
        return []
    own = [child for child in verb.children if child.dep_ in ("nsubj", "csubj")]
    if own:
        return [_antecedent(one, verb) or one for one in own]
    if is_passive(verb):
        return list(_agents(verb))
    return _inherited(verb, depth)


def _inherited(verb: "Token", depth: int) -> list["Token"]:
    above = verb.head
    if verb.dep_ in ("acl", "relcl", "amod"):
        return [above]
    if verb.dep_ == "pcomp":
        return _of_preposition(verb, depth)
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "acomp", "dep", "prep") and above.i != verb.i:
        if above.pos_ in ("VERB", "AUX", "ADJ"):
            if is_passive(above):
                return list(_agents(above)) or passive_subjects(above, depth + 1)
            return subjects(above, depth + 1)
        return [above]
    return []


def _of_preposition(verb: "Token", depth: int) -> list["Token"]:
    """ "By adding", "for reducing", "effective in suppressing": the subject of what the preposition belongs to."""
    above = verb.head.head
    if above.pos_ in ("VERB", "AUX", "ADJ"):
        return passive_subjects(above) if is_passive(above) and verb.head.lower_ != "by" else subjects(above, depth + 1)
    if above.dep_ in (*_OBJECTS, "pobj") and above.head.pos_ in ("VERB", "AUX", "ADP"):
        verb_above = above.head if above.head.pos_ != "ADP" else above.head.head
        return subjects(verb_above, depth + 1) if verb_above.pos_ in ("VERB", "AUX") else [above]
    return [above]


def _agents(verb: "Token") -> Iterator["Token"]:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in ("by", "via", "through", "with", "upon")):
            yield from (noun for noun in child.children if noun.dep_ in ("pobj", "pcomp"))


def _antecedent(pronoun: "Token", verb: "Token") -> "Token | None":
    """The noun that "which" or "that" stands for."""
    if pronoun.lower_ in _RELATIVE and verb.dep_ in ("relcl", "acl"):
        return verb.head
    if pronoun.lower_ in _RELATIVE:
        above = verb
        while above.dep_ == "conj":
            above = above.head
        return above.head if above.dep_ == "relcl" else None
    return None


def is_pronoun(token: "Token") -> bool:
    """Whether a word stands for something named before."""
    return token.lower_ in _PRONOUNS and token.pos_ == "PRON"


def doers(scene: Scene, verb: "Token") -> tuple[list[Mention], str]:
    """The mentions that do what a verb says, and how they were found: by grammar, by use, or by place."""
    nouns = subjects(verb)
    found = [one for noun in nouns for one in scene.entities(noun)]
    found = [one for one in found if one.type not in ("Quantity", "Property")]
    if found:
        return _main(scene, found, nouns), "grammar"
    used = _used(scene, verb)
    if used:
        return used, "use"
    return [], ""


def _main(scene: Scene, found: list[Mention], nouns: list["Token"]) -> list[Mention]:
    """Of "the addition of NaF to Na3PS4" the first; of a list, all."""
    direct = [one for noun in nouns if (one := scene.mention(noun)) in found and one]
    if direct:
        listed = [m for n in nouns for c in n.subtree if c.dep_ == "conj" and c.head in (n, *n.conjuncts) and (m := scene.mention(c))]
        return list(dict.fromkeys(direct + [m for m in listed if m in found]))
    strategies = [one for one in found if one.type == "Strategy"]
    return strategies or found


def _used(scene: Scene, verb: "Token") -> list[Mention]:
    """What is used to do it: "X employed A as a buffer layer to avoid B" says it of the layer."""
    above = verb
    for _ in range(_DEEPEST):
        above = above.head
        if above.pos_ == "VERB" and "use" in verb_senses(above):
            nouns = [child for child in above.children if child.dep_ in ("dobj", "nsubjpass")]
            nouns += [n for child in above.children if child.lower_ == "as" for n in child.children if n.dep_ == "pobj"]
            nouns += [n for noun in nouns for c in noun.children if c.lower_ == "as" for n in c.children if n.dep_ == "pobj"]
            found = [one for noun in nouns for one in scene.entities(noun)]
            return [one for one in found if one.type == "Strategy"] or [one for one in found if one.type in ("Material", "Dopant")]
        if above.i == above.head.i:
            break
    return []
