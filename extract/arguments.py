"""Who does what to what: logical subjects and objects of a verb, through passives, relative clauses and participles."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from extract.mention import Mention
from extract.scene import Scene
from extract.triggers import is_phrasal, noun_senses, verb_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = ("dobj", "obj", "attr")
_RELATIVE = ("which", "that", "who")
_PRONOUNS = ("it", "they", "this", "these", "them", "its", "their")
VERBAL = ("VERB", "AUX")
_AGENTS = ("by", "via", "through")
_FRONTED = ("with", "by", "upon", "after", "owing", "due", "through", "via", "thanks", "because", "on", "using", "from")
DOERS = ("Material", "Strategy", "Dopant", "FailureMechanism", "Method")
_THUS = ("thus", "therefore", "hence", "thereby", "consequently", "accordingly", "so")
_CAUSAL = ("due", "because", "owing", "thanks", "from", "through", "upon", "under")
_REASONS = ("result", "account", "virtue", "consequence")
_DEEPEST = 8


class Doers(NamedTuple):
    """The mentions that do what a verb says, and how they were found: by grammar, use, clause or context."""

    mentions: list[Mention]
    how: str


def is_passive(verb: "Token") -> bool:
    """Whether a verb says what is done to its subject."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl"):
        return True
    return verb.tag_ == "VBN" and verb.dep_ == "conj" and verb.head.pos_ in VERBAL and is_passive(verb.head)


def objects(verb: "Token") -> list["Token"]:
    """What a verb is done to, through its particle or preposition; of a passive, its subject."""
    found = [child for child in verb.children if child.dep_ in _OBJECTS]
    for child in verb.children:
        if child.dep_ in ("prep", "prt", "dative") and is_phrasal(verb, child):
            found += inner(child)
        elif child.dep_ == "dobj" and is_phrasal(verb, child, "to"):
            found = [noun for prep in (*child.children, *verb.children) if prep.lower_ == "to" for noun in inner(prep)]
    return found + (passive_subjects(verb) if is_passive(verb) else [])


def inner(prep: "Token") -> list["Token"]:
    """What a preposition governs."""
    return [noun for noun in prep.children if noun.dep_ in ("pobj", "pcomp")]


def passive_subjects(verb: "Token", depth: int = 0) -> list["Token"]:
    """What a passive verb is done to."""
    own = [child for child in verb.children if child.dep_ == "nsubjpass"]
    if own:
        return [noun for one in own for noun in _referents(one, verb)]
    if verb.dep_ in ("acl", "amod", "relcl"):
        return [verb.head]
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp") and depth < _DEEPEST and verb.head.pos_ in VERBAL:
        above = verb.head
        return passive_subjects(above, depth + 1) if is_passive(above) else subjects(above, depth + 1)
    return []


def subjects(verb: "Token", depth: int = 0) -> list["Token"]:
    """Who or what does what a verb says, where it says so or where the clause above it does."""
    if depth > _DEEPEST:
        return []
    own = [child for child in verb.children if child.dep_ in ("nsubj", "csubj")]
    if own:
        return [noun for one in own for noun in _referents(one, verb)]
    if is_passive(verb):
        return list(_agents(verb))
    above = verb.head
    if verb.dep_ in ("acl", "relcl", "amod"):
        return _of_noun(above, depth)
    if verb.dep_ == "pcomp":
        return _of_preposition(verb, depth)
    if above.i == verb.i or verb.dep_ not in (
        "conj",
        "xcomp",
        "advcl",
        "ccomp",
        "acomp",
        "dep",
        "prep",
        "attr",
        "oprd",
    ):
        return []
    return _of_above(above, depth)


def _of_above(above: "Token", depth: int) -> list["Token"]:
    """The subject that a clause takes from the word it hangs on."""
    if above.pos_ not in (*VERBAL, "ADJ"):
        return _of_noun(above, depth)
    if above.pos_ in VERBAL and is_passive(above):
        return list(_agents(above)) or passive_subjects(above, depth + 1)
    return subjects(above, depth + 1)


def _of_noun(noun: "Token", depth: int) -> list["Token"]:
    """A noun, or what it is said of: "A is an effective approach to improve B" is said of A."""
    if "predicate" not in noun_senses(noun):
        return [noun]
    above = noun.head
    if noun.dep_ in (*_OBJECTS, "oprd") and above.pos_ in VERBAL:
        return subjects(above, depth + 1) or [noun]
    if noun.dep_ == "pobj" and above.head.pos_ in VERBAL and above.lower_ in ("as", "for"):
        verb = above.head
        return (passive_subjects(verb, depth + 1) if is_passive(verb) else subjects(verb, depth + 1)) or [noun]
    return [noun]


def _of_preposition(verb: "Token", depth: int) -> list["Token"]:
    """Who does it in "by adding", "need for reducing", "effective in suppressing"."""
    prep, above = verb.head, verb.head.head
    if above.pos_ in (*VERBAL, "ADJ"):
        if above.pos_ in VERBAL and is_passive(above) and prep.lower_ not in _AGENTS:
            return passive_subjects(above, depth + 1)
        return subjects(above, depth + 1)
    if above.dep_ in _OBJECTS and above.head.pos_ in VERBAL:
        return subjects(above.head, depth + 1)
    return _of_noun(above, depth)


def _agents(verb: "Token") -> Iterator["Token"]:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in _AGENTS):
            yield from (one for noun in inner(child) for one in _referents(noun, verb))


def causes_of(verb: "Token") -> list["Token"]:
    """What stands behind "due to", "because of", "as a result of" at a verb."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _CAUSAL:
            found += [noun for part in (child, *child.children) for noun in inner(part)]
        elif child.dep_ == "prep":
            found += [
                noun
                for reason in inner(child)
                if reason.lower_ in _REASONS
                for prep in reason.children
                if prep.lower_ == "of"
                for noun in inner(prep)
            ]
    return [noun for noun in found if noun.lower_ != "of"]


def _referents(noun: "Token", verb: "Token") -> list["Token"]:
    """The noun itself, or what "which" and "that" stand for."""
    inside = [one for prep in noun.children if prep.lower_ == "of" for one in inner(prep)]
    if noun.lower_ not in _RELATIVE and not any(one.lower_ == "which" for one in inside):
        return [noun]
    clause = verb
    while clause.dep_ == "conj":
        clause = clause.head
    if clause.dep_ not in ("relcl", "acl"):
        return [noun]
    named = clause.head
    is_plural = bool(inside) or (verb.tag_ in ("VBP", "VB") and named.tag_ in ("NNS", "NNP", "NN") and named.conjuncts)
    if noun.lower_ == "which" and verb.tag_ == "VBZ" and named.tag_ == "NNS":
        return _whole_clause(named)
    if noun.lower_ == "which" and named.dep_ in ("pobj", "conj") and clause.left_edge.i and _is_aside(clause):
        governing = _governing(named)
        return [governing] if governing is not None else _whole_clause(named)
    return [named, *named.conjuncts] if is_plural else [named]


def _is_aside(clause: "Token") -> bool:
    """Whether a relative clause stands behind a comma, and so may be on more than the word before it."""
    return clause.doc[clause.left_edge.i - 1].text == ","


def _governing(noun: "Token") -> "Token | None":
    """The noun that "the contact between A and B" is about; none where a verb governs the phrase."""
    first = noun.head if noun.dep_ == "conj" else noun
    if first.dep_ != "pobj" or first.head.lower_ not in ("between", "with", "on", "of"):
        return noun
    above = first.head.head
    return above if above.pos_ in ("NOUN", "PROPN") else None


def _whole_clause(noun: "Token") -> list["Token"]:
    """The subject of the clause a noun stands in, for a "which" that stands for all of it."""
    verb = clause_of(noun)
    return (passive_subjects(verb) if is_passive(verb) else subjects(verb)) if verb is not None else []


def clause_of(token: "Token") -> "Token | None":
    """The verb of the clause a word stands in."""
    for above in token.ancestors:
        if above.pos_ in VERBAL:
            return above
    return None


# ── mentions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def doers(scene: Scene, verb: "Token") -> Doers:
    """The mentions that do what a verb says."""
    used = _used(scene, verb)
    if used and any(one.type == "Strategy" for one in used):
        return Doers(used, "use")
    nouns = subjects(verb)
    found = named(scene, nouns)
    if found:
        return Doers(found, "grammar")
    if used:
        return Doers(used, "use")
    return by_clause(scene, verb)


def named(scene: Scene, nouns: Iterable["Token"]) -> list[Mention]:
    """The mentions that nouns stand for, where these can do something."""
    nouns = [noun for noun in nouns if scene.mention(noun) or "meeting" not in noun_senses(noun)]
    found = list(dict.fromkeys(one for noun in nouns for one in scene.entities(noun)))
    found = [one for one in found if one.type in DOERS]
    strategies = [one for one in found if one.type == "Strategy"]
    return found if all(scene.mention(noun) for noun in nouns) else strategies or found


def _used(scene: Scene, verb: "Token") -> list[Mention]:
    """What is used to do it: "X employed A as a buffer layer to avoid B" says it of the layer."""
    above = verb
    for _ in range(_DEEPEST):
        if (
            above.dep_ not in ("advcl", "xcomp", "conj", "acl", "relcl", "pcomp", "prep", "ccomp")
            or above.i == above.head.i
        ):
            return []
        above = above.head
        if above.pos_ == "VERB" and "use" in verb_senses(above):
            nouns = [child for child in above.children if child.dep_ in ("dobj", "nsubjpass")]
            nouns += list(_role(above)) + [role for noun in nouns for role in _role(noun)]
            nouns += passive_subjects(above) if is_passive(above) else []
            found = [one for one in named(scene, nouns) if one.type in ("Strategy", "Material", "Dopant")]
            if found:
                return found
    return []


def _role(token: "Token") -> Iterator["Token"]:
    """What something is used as."""
    for child in token.children:
        if child.lower_ == "as":
            yield from inner(child)


def by_clause(scene: Scene, verb: "Token") -> Doers:
    """Who does it by what stands around: the clause that "which" sums up, or what the sentence opens with."""
    if any(child.dep_ == "nsubjpass" for child in verb.children) and not _follows(verb):
        return Doers(_fronted(scene, verb), "context")
    clause = verb
    while clause.dep_ in ("conj", "relcl", "advcl", "ccomp", "parataxis", "acl") and clause.head.i != clause.i:
        above = clause.head if clause.head.pos_ in VERBAL else clause_of(clause.head)
        fronted = _fronted(scene, clause)
        if fronted:
            return Doers(fronted, "context")
        if above is None or above.i == clause.i:
            break
        found = named(scene, passive_subjects(above) if is_passive(above) else subjects(above))
        if found:
            return Doers(found, "clause")
        clause = above
    return Doers(_fronted(scene, clause), "context")


def _follows(verb: "Token") -> bool:
    """Whether a clause says that it follows from the one before it: "thus, B is enhanced", "so that B is enhanced"."""
    if verb.dep_ == "acl" and verb.head.lower_ == "result":
        return True
    return any(child.lower_ in _THUS for child in verb.children)


def _fronted(scene: Scene, verb: "Token") -> list[Mention]:
    """What a sentence says first: "with the addition of A, ...", "when employing A, ..."."""
    for child in verb.children:
        if child.i > verb.i and child.lower_ not in ("with", "upon", "by"):
            continue
        if child.dep_ == "prep" and child.lower_ in _FRONTED:
            nouns = [noun for prep in (child, *child.children) for noun in inner(prep)] + causes_of(verb)
        elif child.dep_ == "advcl" and child.tag_ in ("VBG", "VBN", "VBZ") and child.i < verb.i:
            nouns = objects(child)
        else:
            continue
        found = [one for one in named(scene, nouns) if one.type != "FailureMechanism"]
        if found:
            return found
    return []
