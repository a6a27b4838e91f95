"""Verbs, nouns and adjectives of effect -> what mitigates, causes, improves, worsens or forms what."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.arguments import by_clause, clause_of, doers, is_passive, named, objects, passive_subjects, subjects
from extract.mention import Mention
from extract.relation import Relation
from extract.scene import Scene
from extract.terms import Terms
from extract.triggers import adjective_senses, noun_senses, polarity, verb_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_HEDGES = frozenset("may might could possibly potentially probably presumably likely perhaps expected supposed".split())
_NEGATIONS = frozenset("not n't never hardly barely no neither nor cannot unable fail fails failed without".split())
_DOERS = ("Material", "Strategy", "Dopant", "FailureMechanism", "Method")
_DEEPEST = 6


def find_effects(scene: Scene, terms: Terms) -> Iterator[Relation]:
    """Relations that a sentence states by a word of effect."""
    reader = _Reader(scene, terms)
    for token in scene.doc:
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ == "ROOT"):
            yield from reader.of_verb(token)
        elif token.pos_ == "ADJ":
            yield from reader.of_adjective(token)
        elif token.pos_ == "NOUN":
            yield from reader.of_noun(token)


class _Reader:
    """Reads the effects of one sentence."""

    def __init__(self, scene: Scene, terms: Terms) -> None:
        self.scene, self.terms = scene, terms

    # ── verbs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def of_verb(self, verb: "Token") -> Iterator[Relation]:
        """"A suppresses B", "B is suppressed by A", "A leads to a decrease in B"."""
        senses = verb_senses(verb)
        if not senses:
            return
        if "source" in senses:
            yield from self._of_source(verb)
            return
        nouns = objects(verb) or self._changing(verb, senses)
        affected = [pair for noun in nouns for pair in self._affected(noun, senses)]
        if not affected:
            return
        who, how = doers(self.scene, verb) if objects(verb) else by_clause(self.scene, verb)
        negated, hedged = is_negated(verb), is_hedged(verb)
        for one, sense in affected:
            yield from self._states(who, sense, one, f"verb {sense} {how}", negated, hedged)

    def _changing(self, verb: "Token", senses: frozenset[str]) -> list["Token"]:
        """What changes by itself: "with A, the resistance falls"."""
        nouns = [child for child in verb.children if child.dep_ == "nsubj"] if senses & {"up", "down", "good", "bad"} else []
        return [noun for noun in nouns if (one := self.scene.mention(noun)) and one.type == "Property"]

    def _affected(self, noun: "Token", senses: frozenset[str], depth: int = 0) -> Iterator[tuple[Mention, str]]:
        """What a verb affects and in which sense: "a decrease in B" turns what is said of B."""
        for one in [noun, *noun.conjuncts] if depth == 0 else [noun]:
            if one.dep_ == "conj" and one.pos_ == "VERB":
                continue
            mention = self.scene.mention(one, tentative=bool(senses & {"avoid", "down"}))
            if mention is not None:
                yield from ((mention, sense) for sense in self._said(one, mention, senses))
            elif depth < _DEEPEST:
                yield from self._through(one, senses, depth)

    def _through(self, noun: "Token", senses: frozenset[str], depth: int) -> Iterator[tuple[Mention, str]]:
        nominal = noun_senses(noun) - {"transparent"}
        turned = nominal if nominal and senses & {"cause", "offer", "have", "form", "up"} else senses
        if nominal and senses & {"avoid", "down"} and not senses & {"cause", "offer", "up"}:
            turned = frozenset({"up"}) if "down" in nominal else senses
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "in", "on", "to", "between", "for"):
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        yield from self._each(inner, turned, depth + 1)
        for child in noun.children:
            if child.dep_ in ("compound", "amod", "nmod") and (mention := self.scene.mention(child)):
                yield from ((mention, sense) for sense in turned)

    def _each(self, noun: "Token", senses: frozenset[str], depth: int) -> Iterator[tuple[Mention, str]]:
        for one in (noun, *noun.conjuncts):
            yield from self._affected(one, senses, depth)

    def _said(self, noun: "Token", mention: Mention, senses: frozenset[str]) -> frozenset[str]:
        """The senses as they bear on a property: to cause a limited efficiency is to lower it."""
        if not senses & {"cause", "offer"} or mention.type != "Property":
            return senses
        said = [adjective_senses(child) for child in self._describing(noun, mention)]
        if "offer" in senses and not any("changed" in one for one in said):
            return frozenset({"gives"}) if any("more" in one or "less" in one for one in said) else frozenset()
        return frozenset({"more": "up", "less": "down"}[s] for one in said for s in one if s in ("more", "less")) or senses

    def _describing(self, noun: "Token", mention: Mention) -> list["Token"]:
        """Adjectives before a mention that are no part of it."""
        at, found = mention.first - 1, []
        while at in self.scene.tagged.tokens and self.scene.tagged.tokens[at].pos_ in ("ADJ", "ADV", "VERB"):
            found.append(self.scene.tagged.tokens[at])
            at -= 1
        return found + [child for child in noun.children if child.dep_ == "amod" and child not in found and not mention.holds(self.scene.word(child))]

    def _of_source(self, verb: "Token") -> Iterator[Relation]:
        """"B arises from A", "B is attributed to A"."""
        effects = passive_subjects(verb) if is_passive(verb) else subjects(verb)
        preps = [c for c in verb.children if c.dep_ in ("prep", "agent")]
        causes = [n for prep in preps for n in prep.children if n.dep_ == "pobj"]
        who = [one for noun in causes for one in self.scene.entities(noun) if one.type in _DOERS]
        for noun in effects:
            for one, sense in self._affected(noun, frozenset({"cause"})):
                yield from self._states(who, sense, one, "verb source", is_negated(verb), is_hedged(verb))

    # ── adjectives and nouns ─────────────────────────────────────────────────────────────────────────────────────────

    def of_adjective(self, adjective: "Token") -> Iterator[Relation]:
        """"A is detrimental to B", "A is effective in suppressing B"."""
        senses = adjective_senses(adjective) & {"good", "bad"}
        if not senses or adjective.dep_ not in ("acomp", "xcomp", "oprd", "conj", "amod", "advcl", "ROOT", "ccomp"):
            return
        verb = adjective.head
        nouns = subjects(verb) if verb.pos_ in ("VERB", "AUX") else [verb]
        who = [one for noun in nouns for one in self.scene.entities(noun) if one.type in _DOERS]
        for prep in adjective.children:
            if prep.dep_ == "prep" and prep.lower_ in ("to", "for", "in", "against"):
                for noun in prep.children:
                    if noun.dep_ == "pobj":
                        for one, sense in self._affected(noun, senses):
                            yield from self._states(who, sense, one, "adjective", is_negated(verb), is_hedged(verb))

    def of_noun(self, noun: "Token") -> Iterator[Relation]:
        """"A has a positive effect on B", "the improvement of B by A"."""
        if noun.lemma_.lower() in ("effect", "impact", "influence", "role") and noun.dep_ in ("dobj", "attr"):
            senses = {s for c in noun.children if c.dep_ == "amod" for s in _VALENCE.get(c.lower_, ())}
            who, _ = doers(self.scene, noun.head)
            for prep in noun.children:
                if senses and prep.dep_ == "prep" and prep.lower_ in ("on", "in", "for"):
                    for inner in prep.children:
                        if inner.dep_ == "pobj":
                            for one, sense in self._affected(inner, frozenset(senses)):
                                yield from self._states(who, sense, one, "noun effect", is_negated(noun.head), is_hedged(noun.head))
        if "origin" in noun_senses(noun):
            yield from self._of_origin(noun)
        if "expense" in noun_senses(noun) and noun.head.lower_ == "at" and (verb := clause_of(noun)):
            for one, sense in self._affected_behind(noun, frozenset({"bad"})):
                yield from self._states(doers(self.scene, verb).mentions, sense, one, "noun expense", False, False)
        nominal = noun_senses(noun) & {"up", "down"}
        if nominal:
            yield from self._of_change(noun, nominal)

    def _affected_behind(self, noun: "Token", senses: frozenset[str]) -> Iterator[tuple[Mention, str]]:
        for prep in noun.children:
            if prep.dep_ == "prep" and prep.lower_ == "of":
                for inner in prep.children:
                    yield from self._each(inner, senses, 1)

    def _of_origin(self, noun: "Token") -> Iterator[Relation]:
        """"A is the origin of B", "A is regarded as a cause of B"."""
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else noun.head
        if above.pos_ not in ("VERB", "AUX") or noun.dep_ not in ("attr", "pobj"):
            return
        who = named(self.scene, passive_subjects(above) if is_passive(above) else subjects(above))
        for one, sense in self._affected_behind(noun, frozenset({"cause"})):
            yield from self._states(who, sense, one, "noun origin", is_negated(above), is_hedged(above))

    def _of_change(self, noun: "Token", nominal: frozenset[str]) -> Iterator[Relation]:
        """"The increase of B by A", "a decrease in B due to A"."""
        preps = [c for c in noun.children if c.dep_ in ("prep", "agent")]
        by = [n for prep in preps if prep.lower_ in ("by", "via", "through", "due", "upon") for n in _inner_objects(prep)]
        who = [one for n in by for one in self.scene.entities(n) if one.type in _DOERS]
        if who:
            for one, sense in self._affected(noun, frozenset({"cause"})):
                yield from self._states(who, sense, one, "noun change", False, is_hedged(noun.head))

    # ── what it comes to ─────────────────────────────────────────────────────────────────────────────────────────────

    def _states(
        self, who: list[Mention], sense: str, what: Mention, rule: str, negated: bool, hedged: bool
    ) -> Iterator[Relation]:
        predicate = self._predicate(sense, what)
        for one in who:
            if predicate == "forms" and one.type != "Material":
                continue
            if sense == "gives" and one.type == "Strategy":
                predicate = "improves"
            if predicate and one != what and one.type in _DOERS and not _same_words(self.scene, one, what):
                yield Relation(one, predicate, what, rule, negated, hedged)

    def _predicate(self, sense: str, what: Mention) -> str | None:
        if what.type == "FailureMechanism":
            return _ON_FAILURE.get(sense)
        if sense == "hinder":
            sense = "bad"
        if what.type == "Property":
            better = self._polarity(what)
            if sense in ("good", "bad"):
                return {"good": "improves", "bad": "worsens"}[sense]
            if sense in ("up", "down") and better:
                return "improves" if (sense == "up") == (better > 0) else "worsens"
            if sense == "avoid" and better < 0:
                return "improves"
            return None
        if what.type == "Material" and sense in ("form", "cause"):
            return "forms"
        return None

    def _polarity(self, what: Mention) -> int:
        start, end = what.first, what.last + 1
        name = " ".join(self.scene.tagged.low[start:end])
        for iri in what.iris:
            known = self.terms.lexicon.vocabulary.properties.get(iri.rsplit("#", 1)[-1])
            if known is not None and known.better_when:
                return 1 if known.better_when == "higher" else -1
        return polarity(name)


_ON_FAILURE = {
    "avoid": "mitigates",
    "hinder": "mitigates",
    "down": "mitigates",
    "good": "mitigates",
    "up": "causes",
    "cause": "causes",
    "bad": "causes",
    "form": "causes",
}
_VALENCE = {
    **dict.fromkeys(("positive", "beneficial", "favorable", "favourable", "important", "significant", "vital"), ("good",)),
    **dict.fromkeys(("negative", "adverse", "detrimental", "harmful", "deleterious"), ("bad",)),
}


def _inner_objects(prep: "Token") -> Iterator["Token"]:
    for child in prep.children:
        if child.dep_ in ("pobj", "pcomp"):
            yield child
        elif child.dep_ == "prep":
            yield from _inner_objects(child)


def _same_words(scene: Scene, one: Mention, other: Mention) -> bool:
    low = scene.tagged.low
    return low[one.first : one.last + 1] == low[other.first : other.last + 1]


def is_negated(verb: "Token", depth: int = 0) -> bool:
    """Whether a verb, or the one it hangs on, is denied; "not only" denies nothing."""
    for child in verb.children:
        if child.dep_ == "neg" or (child.lower_ in ("hardly", "barely", "never") and child.dep_ == "advmod"):
            after = verb.doc[child.i + 1].lower_ if child.i + 1 < len(verb.doc) else ""
            if after not in ("only", "just", "merely"):
                return True
    if any(word.lower_ in ("neither", "no") for child in verb.children if child.dep_ in ("nsubj", "nsubjpass") for word in child.children):
        return True
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        return True
    if verb.dep_ in ("xcomp", "pcomp") and depth < 2:
        above = verb.head if verb.dep_ == "xcomp" else verb.head.head
        if above.lemma_.lower() in ("fail", "unable", "insufficient", "incapable", "difficult", "unstable"):
            return True
        return above.lemma_.lower() in ("be", "help", "seem", "appear", "able", "tend") and is_negated(above, depth + 1)
    return False


def is_hedged(verb: "Token") -> bool:
    """Whether a verb says only what may be so."""
    return any(child.lower_ in _HEDGES for child in verb.children) or verb.head.lower_ in ("expected", "supposed", "believed")
