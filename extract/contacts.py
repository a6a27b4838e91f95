"""What meets what: materials paired in a cell, stable against each other, or turning into products."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from extract.arguments import clause_of, inner, is_passive, named, passive_subjects, subjects
from extract.certainty import is_hedged, is_negated
from extract.mention import Mention
from extract.relation import Relation
from extract.roles import role
from extract.scene import Scene
from extract.terms import Terms
from extract.triggers import adjective_senses, is_phrasal, noun_senses, verb_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_WITH = ("with", "to", "against", "toward", "towards", "and", "versus", "in")
_BARS = ("|", "‖", "/")


def find_contacts(scene: Scene, terms: Terms) -> Iterator[Relation]:
    """Pairings, stabilities and reactions that a sentence states."""
    for token in scene.doc:
        if token.pos_ == "VERB" or token.lemma_.lower() in ("couple", "coupling", "pairing"):
            yield from _paired(scene, token)
        if token.pos_ == "VERB":
            yield from _stable_verb(scene, token)
            yield from _reacting(scene, token)
        elif token.pos_ == "ADJ":
            yield from _stable(scene, token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() == "combination":
            yield from _combined(scene, token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in ("partner", "match", "counterpart"):
            yield from _partner(scene, token)
        if "cell" in noun_senses(token):
            yield from _assembled(scene, token, terms)


def _materials(mentions: Iterable[Mention]) -> list[Mention]:
    return [one for one in mentions if one.type == "Material"]


def _behind(token: "Token", prepositions: Iterable[str]) -> list["Token"]:
    return [
        noun for prep in token.children if prep.lower_ in prepositions for noun in prep.children if noun.dep_ == "pobj"
    ]


# ── pairs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _paired(scene: Scene, verb: "Token") -> Iterator[Relation]:
    """ "A was coupled with B", "selected A as the cathode to couple with B", "when paired with B, ... of A"."""
    together = [child for child in verb.children if child.lower_ in ("together", "alongside")]
    senses = verb_senses(verb)
    if "pair" not in senses and not (together and "use" in senses):
        return
    partners = [noun for word in (verb, *together) for noun in _behind(word, ("with", "to", "against"))]
    others = _materials(one for noun in partners for one in scene.entities(noun))
    nouns = [child for child in verb.children if child.dep_ == "dobj"]
    nouns += passive_subjects(verb) if is_passive(verb) else subjects(verb)
    ones = _materials(named(scene, nouns)) or _materials(_object_above(scene, verb))
    yield from _pairs(scene, ones, others, "pair verb", is_negated(verb))


def _object_above(scene: Scene, verb: "Token") -> list[Mention]:
    """What the clause above is done to."""
    above = clause_of(verb)
    nouns = [] if above is None else [child for child in above.children if child.dep_ in ("dobj", "nsubjpass")]
    return [one for noun in nouns for one in scene.entities(noun)]


def _combined(scene: Scene, noun: "Token") -> Iterator[Relation]:
    """ "The combination of A and B", "A in combination with B"."""
    listed = _materials(one for inner in _behind(noun, ("of",)) for one in scene.entities(inner))
    partners = _materials(one for inner in _behind(noun, ("with",)) for one in scene.entities(inner))
    if not listed and noun.dep_ == "pobj":
        listed = _materials(scene.entities(noun.head.head)) if noun.head.head.pos_ in ("NOUN", "PROPN") else []
    if partners:
        yield from _pairs(scene, listed, partners, "pair noun", False)
    elif len(listed) == 2:
        yield from _pairs(scene, listed[:1], listed[1:], "pair noun", False)


def _partner(scene: Scene, noun: "Token") -> Iterator[Relation]:
    """ "A is a fitting partner for B", "A as a partner of B"."""
    above = noun.head.head if noun.head.lower_ == "as" else noun.head
    nouns = [above] if above.pos_ in ("NOUN", "PROPN") else subjects(above)
    others = _materials(one for inner in _behind(noun, ("for", "of", "to")) for one in scene.entities(inner))
    yield from _pairs(scene, _materials(named(scene, nouns)), others, "pair noun", is_negated(above))


def _assembled(scene: Scene, cell: "Token", terms: Terms) -> Iterator[Relation]:
    """A cell's electrolyte with its cathode and its anode: "with an A cathode, a B electrolyte", "A|B|C"."""
    within = {scene.mention(token) for token in cell.subtree} | set(_barred(scene, scene.word(cell)))
    clause = clause_of(cell)
    if clause is not None and verb_senses(clause) & {"pair", "use"}:
        within |= {scene.mention(token) for token in clause.subtree}
    parts: dict[str, list[Mention]] = {}
    for one in sorted((m for m in within if m is not None and m.type == "Material"), key=lambda m: m.first):
        part = role(scene, one, terms)
        if part is not None:
            parts.setdefault(part, []).append(one)
    for electrolyte in parts.get("electrolyte", [])[:1]:
        for other in (*parts.get("cathode", [])[:1], *parts.get("anode", [])[:1]):
            yield Relation(other, "pairedWith", electrolyte, "pair cell")


def _barred(scene: Scene, at: int) -> Iterator[Mention]:
    """The materials divided by bars before "cell"."""
    for one in reversed(scene.mentions):
        if one.last >= at:
            continue
        between = scene.tagged.low[one.last + 1 : at]
        if not all(
            word in (*_BARS, "-", "symmetric", "full", "half", "all", "solid", "state", "alloy") for word in between
        ):
            return
        if one.type == "Material":
            yield one
        at = one.first


def _pairs(scene: Scene, ones: list[Mention], others: list[Mention], rule: str, negated: bool) -> Iterator[Relation]:
    for one in ones:
        for other in others:
            if one != other:
                yield Relation(one, "pairedWith", other, rule, negated)


# ── stability ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _stable(scene: Scene, adjective: "Token") -> Iterator[Relation]:
    """ "A is stable against B", "the interface between A and B is not stable"."""
    senses = adjective_senses(adjective) & {"stable", "unstable"}
    if not senses:
        return
    verb = adjective.head
    nouns = subjects(verb) if verb.pos_ in ("VERB", "AUX") else [verb]
    ones = _materials(named(scene, nouns))
    behind = [*_behind(adjective, _WITH), *_met(adjective), *_met(verb)]
    others = _materials(one for noun in behind for one in scene.entities(noun))
    negated = is_negated(verb) != ("unstable" in senses)
    if others:
        yield from (
            Relation(a, "stableAgainst", b, "stable", negated, is_hedged(verb)) for a in ones for b in others if a != b
        )
    elif len(ones) == 2 and any(noun.lemma_.lower() == "interface" for noun in nouns):
        yield Relation(ones[0], "stableAgainst", ones[1], "stable interface", negated, is_hedged(verb))


def _met(token: "Token") -> list["Token"]:
    """What stands behind "in contact with" at a word."""
    contacts = [noun for noun in _behind(token, ("in", "upon", "on", "when")) if noun.lower_ == "contact"]
    return [noun for contact in contacts for noun in _behind(contact, ("with",))]


def _stable_verb(scene: Scene, verb: "Token") -> Iterator[Relation]:
    """ "A does not react with B", "A tolerates B"."""
    senses = verb_senses(verb)
    reacts = "react" in senses and verb.lemma_.lower() == "react" and is_negated(verb)
    if not (reacts or "stable" in senses):
        return
    ones = _materials(named(scene, subjects(verb)))
    nouns = (
        _behind(verb, ("with", "to", "towards", "toward")) if reacts else [c for c in verb.children if c.dep_ == "dobj"]
    )
    others = _materials(one for noun in nouns for one in scene.entities(noun))
    for one in ones:
        for other in others:
            yield Relation(one, "stableAgainst", other, "stable verb", not reacts and is_negated(verb), is_hedged(verb))


# ── reactions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _reacting(scene: Scene, verb: "Token") -> Iterator[Relation]:
    """ "A reacts with B to form C", "C is generated from the contact between A and B", "A decomposes into C"."""
    if is_negated(verb):
        return
    senses = verb_senses(verb)
    into = [noun for prep in verb.children if prep.dep_ == "prep" and is_phrasal(verb, prep) for noun in inner(prep)]
    if into and "form" in senses:
        products, reactants = _products(scene, into), [*_reactants(scene, verb), *_touching(scene, verb)]
    elif "form" in senses or "cause" in senses:
        products, reactants = _made(scene, verb)
    elif "react" in senses:
        products = _products(scene, [noun for word in verb.subtree for noun in _into(word, verb)])
        reactants = _reactants(scene, verb)
    else:
        return
    for one in reactants:
        for product in products:
            if one != product:
                yield Relation(one, "forms", product, "reaction", False, is_hedged(verb))


def _touching(scene: Scene, verb: "Token") -> list[Mention]:
    """What it is in contact with: "upon contact with sodium, A is reduced to B"."""
    preps = [child for child in verb.children if child.dep_ == "prep"]
    nouns = [noun for prep in preps for noun in inner(prep) if "meeting" in noun_senses(noun)]
    for clause in verb.children:
        if clause.dep_ == "advcl" and clause.lemma_.lower() in ("touch", "contact", "meet"):
            nouns += [child for child in clause.children if child.dep_ == "dobj"]
    return _meeting(scene, nouns)


def _into(word: "Token", verb: "Token") -> list["Token"]:
    """What stands behind "to" or "into", wherever the parser hangs it in the clause of a verb."""
    if word.dep_ not in ("prep", "aux") or word.lower_ not in ("to", "into") or word.i < verb.i:
        return []
    return [noun for noun in word.children if noun.dep_ == "pobj"]


def _made(scene: Scene, verb: "Token") -> tuple[list[Mention], list[Mention]]:
    """Products and reactants of "form", "generate", "yield" and the like."""
    if is_passive(verb):
        products = _products(scene, passive_subjects(verb))
        sources = [n for child in verb.children if child.dep_ in ("prep", "agent") for n in _behind_all(child)]
        return products, _meeting(scene, sources)
    objects = [child for child in verb.children if child.dep_ in ("dobj", "attr")]
    if verb.lemma_.lower() == "form" and not objects:
        return _products(scene, subjects(verb)), _meeting(scene, _behind(verb, ("on", "at", "between", "from")))
    objects += [
        n for child in verb.children if child.lower_ in ("to", "in", "into") for n in child.children if n.dep_ == "pobj"
    ]
    above = verb.head
    who = subjects(verb)
    reactants = _meeting(scene, who)
    if not reactants and (clause := clause_of(verb)) is not None:
        reactants = _reactants(scene, clause)
    if verb.dep_ in ("xcomp", "advcl") and above.pos_ == "VERB":
        reactants = list(dict.fromkeys([*reactants, *_reactants(scene, above)]))
    return _products(scene, objects), reactants


def _behind_all(prep: "Token") -> list["Token"]:
    found = [child for child in prep.children if child.dep_ in ("pobj", "pcomp")]
    return found + [noun for child in prep.children if child.dep_ == "prep" for noun in _behind_all(child)]


def _products(scene: Scene, nouns: Iterable["Token"]) -> list[Mention]:
    """Materials that are made; the formation of X is X."""
    found = []
    for noun in nouns:
        if "meeting" in noun_senses(noun) and not scene.mention(noun):
            continue
        if scene.mention(noun) or noun_senses(noun) & {"transparent"} or scene.behind(noun) or noun.pos_ == "NOUN":
            found += scene.entities(noun)
    return _materials(found)


def _reactants(scene: Scene, verb: "Token") -> list[Mention]:
    """Who reacts, and with what."""
    nouns = passive_subjects(verb) if is_passive(verb) else subjects(verb)
    partners = _behind(verb, ("with", "by"))
    return _meeting(scene, [*nouns, *partners])


def _meeting(scene: Scene, nouns: Iterable["Token"]) -> list[Mention]:
    """Materials that react or meet: "the contact between A and B" is both."""
    return list(dict.fromkeys(_materials(one for noun in nouns for one in scene.entities(noun))))
