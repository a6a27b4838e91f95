"""Verbs, nouns and adjectives of effect -> what mitigates, causes, improves or worsens what."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from extract.arguments import (
    DOERS,
    VERBAL,
    by_clause,
    causes_of,
    clause_of,
    doers,
    inner,
    is_passive,
    named,
    objects,
    passive_subjects,
    subjects,
)
from extract.certainty import is_hedged, is_negated
from extract.mention import Mention
from extract.relation import Relation
from extract.scene import Scene
from extract.terms import Terms
from extract.triggers import adjective_senses, effect_of, noun_senses, polarity, verb_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_THROUGH = ("of", "in", "on", "to", "between", "for")
_DEEPEST = 6


class Affected(NamedTuple):
    """A mention that something bears on, and in which sense: up, down, good, bad, cause, avoid, hinder, give."""

    mention: Mention
    sense: str


def find_effects(scene: Scene, terms: Terms) -> Iterator[Relation]:
    """Relations that a sentence states by a word of effect."""
    reader = Effects(scene, terms)
    for token in scene.doc:
        if token.pos_ in VERBAL and token.dep_ != "prep":
            yield from reader.of_verb(token)
        elif token.pos_ == "ADJ":
            yield from reader.of_adjective(token)
        elif token.pos_ == "NOUN":
            yield from reader.of_noun(token)


class Effects:
    """Reads the effects of one sentence."""

    def __init__(self, scene: Scene, terms: Terms) -> None:
        self.scene, self.terms = scene, terms

    # ── verbs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def of_verb(self, verb: "Token") -> Iterator[Relation]:
        """Read "A suppresses B", "B is suppressed by A", "A leads to a decrease in B", "with A, B falls"."""
        senses = verb_senses(verb)
        if "occur" in senses:
            yield from self._of_occurrence(verb)
        if "source" in senses and verb.dep_ != "advcl":
            yield from self._of_source(verb)
        elif senses:
            nouns = objects(verb)
            affected = [one for noun in nouns or self._changing(verb, senses) for one in self._affected(noun, senses)]
            if affected:
                who, how = doers(self.scene, verb) if nouns else by_clause(self.scene, verb)
                for one in affected:
                    yield from self.states(who, one, f"verb {one.sense} {how}", verb)

    def _changing(self, verb: "Token", senses: frozenset[str]) -> list["Token"]:
        """What changes by itself."""
        if not senses & {"up", "down", "good", "bad"}:
            return []
        nouns = [child for child in verb.children if child.dep_ == "nsubj"]
        return [noun for noun in nouns if (one := self.scene.mention(noun)) and one.type == "Property"]

    def _of_source(self, verb: "Token") -> Iterator[Relation]:
        """Read "B arises from A", "B is attributed to A"."""
        effects = passive_subjects(verb) if is_passive(verb) else subjects(verb)
        causes = [noun for prep in verb.children if prep.dep_ in ("prep", "agent") for noun in inner(prep)]
        for noun in effects:
            for one in self._affected(noun, frozenset({"cause"})):
                yield from self.states(named(self.scene, causes), one, "verb source", verb)

    def _of_occurrence(self, verb: "Token") -> Iterator[Relation]:
        """Read "B occurs due to A", "the particles undergo B as a result of A"."""
        causes = named(self.scene, causes_of(verb))
        nouns = passive_subjects(verb) if is_passive(verb) else [*subjects(verb), *objects(verb)]
        for noun in nouns if causes else ():
            for one in self._affected(noun, frozenset({"cause"})):
                if one.mention.type == "FailureMechanism":
                    yield from self.states(causes, one, "verb occur", verb)

    # ── adjectives and nouns ─────────────────────────────────────────────────────────────────────────────────────────

    def of_adjective(self, adjective: "Token") -> Iterator[Relation]:
        """Read "A is detrimental to B", "A is effective against B"."""
        senses = adjective_senses(adjective) & {"good", "bad", "cause"}
        if not senses or adjective.dep_ == "amod":
            return
        verb = adjective.head
        who = named(self.scene, subjects(verb) if verb.pos_ in VERBAL else [verb])
        for noun in _behind(adjective, ("to", "for", "in", "against")):
            for one in self._each(noun, senses):
                yield from self.states(who, one, "adjective", verb)

    def of_noun(self, noun: "Token") -> Iterator[Relation]:
        """Read "A has a positive effect on B", "A is the origin of B", "the improvement of B by A"."""
        senses = noun_senses(noun)
        if "effect" in senses and noun.dep_ in ("dobj", "attr"):
            valence = frozenset(s for c in noun.children if c.dep_ == "amod" for s in effect_of(c))
            yield from self._said_of(noun, doers(self.scene, noun.head).mentions, valence, ("on", "in", "for"))
        if "origin" in senses:
            above = noun.head.head if noun.head.lower_ == "as" else noun.head
            if above.pos_ in VERBAL and noun.dep_ in ("attr", "pobj"):
                who = named(self.scene, passive_subjects(above) if is_passive(above) else subjects(above))
                yield from self._said_of(noun, who, frozenset({"cause"}), ("of", "for"))
        if "expense" in senses and noun.head.lower_ == "at" and (verb := clause_of(noun)):
            yield from self._said_of(noun, doers(self.scene, verb).mentions, frozenset({"bad"}), ("of",))
        if senses & {"up", "down", "good"}:
            causes = _behind(noun, ("by", "via", "through", "due", "upon", "with"))
            for one in self._affected(noun, frozenset({"cause"})) if causes else ():
                yield from self.states(named(self.scene, causes), one, "noun change", noun)

    def _said_of(
        self, noun: "Token", who: list[Mention], senses: frozenset[str], prepositions: tuple[str, ...]
    ) -> Iterator[Relation]:
        said = clause_of(noun) or noun
        for what in _behind(noun, prepositions) if senses else ():
            for one in self._each(what, senses):
                yield from self.states(who, one, "noun effect", said)

    # ── what is affected ─────────────────────────────────────────────────────────────────────────────────────────────

    def _each(self, noun: "Token", senses: frozenset[str], depth: int = 0) -> Iterator[Affected]:
        for one in (noun, *noun.conjuncts):
            yield from self._affected(one, senses, depth + 1)

    def _affected(self, noun: "Token", senses: frozenset[str], depth: int = 0) -> Iterator[Affected]:
        """What is said to be affected, and how: to cause a decrease in B is to lower it."""
        if noun.pos_ == "VERB" and noun.dep_ == "conj":
            return
        if depth == 0 and noun.conjuncts:
            yield from self._each(noun, senses)
            return
        mention = self.scene.mention(noun, tentative=bool(senses & {"avoid", "down"}))
        if mention is not None and mention.type != "Quantity":
            yield from (Affected(mention, sense) for sense in self._said(noun, mention, senses))
        elif depth < _DEEPEST:
            yield from self._through(noun, senses, depth)

    def _through(self, noun: "Token", senses: frozenset[str], depth: int) -> Iterator[Affected]:
        """What stands behind a noun that names no thing itself; "no increase in B" says nothing of B."""
        if any(child.lower_ == "no" for child in noun.children):
            return
        turned = _turned(noun_senses(noun) & {"up", "down", "good"}, senses)
        for child in noun.children:
            if child.dep_ in ("compound", "amod", "nmod") and (mention := self.scene.mention(child)):
                yield from (Affected(mention, sense) for sense in turned)
        for what in _behind(noun, _THROUGH):
            yield from self._each(what, turned, depth)

    def _said(self, noun: "Token", mention: Mention, senses: frozenset[str]) -> frozenset[str]:
        """The senses as they bear on a property: to cause a limited efficiency is to lower it."""
        if mention.type != "Property":
            return senses
        if self._is_compared(mention):
            return frozenset()
        if not senses & {"cause", "offer"}:
            return senses
        said = [adjective_senses(child) for child in self._describing(noun, mention)]
        turned = {"up" if "more" in one else "down" for one in said if one & {"more", "less"}}
        if "offer" in senses and not any("changed" in one for one in said):
            return frozenset({"show"}) if turned else frozenset()
        return frozenset(turned) or senses

    def _is_compared(self, mention: Mention) -> bool:
        """Whether it is only compared: "a better conductivity than B"."""
        tagged = self.scene.tagged
        return (
            tagged.tags[mention.first - 1 : mention.first] == ["JJR"] and "than" in tagged.low[mention.last + 1 :][:3]
        )

    def _describing(self, noun: "Token", mention: Mention) -> list["Token"]:
        """Adjectives before a mention that are no part of it."""
        tokens, found = self.scene.tokens, []
        at = mention.first - 1
        while at in tokens and tokens[at].pos_ in ("ADJ", "ADV", "VERB"):
            found.append(tokens[at])
            at -= 1
        outside = [child for child in noun.children if not mention.holds(self.scene.word(child))]
        return found + [child for child in outside if child.dep_ == "amod" and child not in found]

    # ── what it comes to ─────────────────────────────────────────────────────────────────────────────────────────────

    def states(
        self, who: Iterable[Mention], what: Affected, rule: str, said: "Token | None" = None
    ) -> Iterator[Relation]:
        """What it comes to that mentions bear on another in some sense; `said` is the word that says so."""
        for one in who:
            predicate = self._predicate(one, what)
            if predicate and one.type in DOERS and not self._same(one, what.mention):
                negated, hedged = (is_negated(said), is_hedged(said)) if said is not None else (False, False)
                yield Relation(one, predicate, what.mention, rule, negated, hedged)

    def _predicate(self, one: Mention, what: Affected) -> str | None:
        if what.mention.type == "FailureMechanism":
            return _ON_FAILURE.get(what.sense)
        if what.mention.type != "Property":
            return None
        if what.sense in _ON_PROPERTY:
            return _ON_PROPERTY[what.sense]
        if what.sense == "show":
            return "improves" if one.type == "Strategy" else None
        better = self._polarity(what.mention)
        if what.sense in ("up", "down", "avoid") and better:
            return "improves" if (what.sense == "up") == (better > 0) else "worsens"
        return None

    def _polarity(self, what: Mention) -> int:
        for iri in what.iris:
            known = self.terms.lexicon.vocabulary.properties.get(iri.rsplit("#", 1)[-1])
            if known is not None and known.better_when:
                return 1 if known.better_when == "higher" else -1
        return polarity(" ".join(self.scene.tagged.low[what.first : what.last + 1]))

    def _same(self, one: Mention, other: Mention) -> bool:
        low = self.scene.tagged.low
        return low[one.first : one.last + 1] == low[other.first : other.last + 1]


_ON_FAILURE = {
    **dict.fromkeys(("avoid", "hinder", "down", "good"), "mitigates"),
    **dict.fromkeys(("up", "cause", "bad", "form"), "causes"),
}
_ON_PROPERTY = {"good": "improves", "give": "improves", "bad": "worsens", "hinder": "worsens"}


def _turned(nominal: frozenset[str], senses: frozenset[str]) -> frozenset[str]:
    """What a verb says of that whose rise or fall it acts on: to prevent a decrease does good."""
    if not nominal:
        return senses
    if senses & {"avoid", "hinder", "down"}:
        return frozenset({"good"}) if "down" in nominal else frozenset({"bad"})
    return nominal


def _behind(token: "Token", prepositions: tuple[str, ...]) -> list["Token"]:
    """Nouns behind some of the prepositions of a word: "due to" counts as "due"."""
    return [
        noun
        for prep in token.children
        if prep.dep_ in ("prep", "agent", "amod", "acomp") and prep.lower_ in prepositions
        for part in (prep, *prep.children)
        for noun in inner(part)
    ]
