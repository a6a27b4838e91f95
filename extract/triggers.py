"""Words that state an effect: verbs, nouns and adjectives, with what they say of whatever they are said of."""

from functools import cache
from typing import TYPE_CHECKING

from extract.rules import rows
from kg.words import verb_forms

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTICLES = ("prt", "prep", "agent", "advmod", "dative")


@cache
def _senses(pos: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("triggers"):
        if row["pos"] == pos:
            found.setdefault(row["word"], set()).add(row["sense"])
    return {word: frozenset(senses) for word, senses in found.items()}


def verb_senses(token: "Token") -> frozenset[str]:
    """What a verb with its particle says: `up`, `down`, `good`, `bad`, `cause`, `avoid`, `form` and so on.

    "Give rise to" and "lead to" count as one word each.
    """
    table = _senses("verb")
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in _PARTICLES and f"{lemma} {child.lower_}" in table:
            return table[f"{lemma} {child.lower_}"]
        if child.dep_ == "dobj" and f"{lemma} {child.lower_} to" in table:
            return table[f"{lemma} {child.lower_} to"]
    return table.get(lemma, frozenset())


@cache
def third_persons() -> frozenset[str]:
    """Verbs of effect as they stand behind a singular: "suppresses", "forms"."""
    forms = (form for verb in _senses("verb") if " " not in verb for form in verb_forms(verb))
    return frozenset(form for form in forms if form.endswith("s"))


def is_phrasal(verb: "Token", word: "Token", then: str = "") -> bool:
    """Whether a verb and a word behind it are one word of effect, as "lead to" and "give rise to"."""
    return f"{verb.lemma_.lower()} {word.lower_} {then}".strip() in _senses("verb")


def noun_senses(token: "Token") -> frozenset[str]:
    """What a noun says of what stands behind its "of" or "in"; `transparent` ones stand for it."""
    return _senses("noun").get(token.lemma_.lower(), frozenset())


def adjective_senses(token: "Token") -> frozenset[str]:
    """What an adjective says."""
    return _senses("adj").get(token.lower_, frozenset())


def effect_of(adjective: "Token") -> frozenset[str]:
    """Whether an adjective before "effect" or "role" makes it good or bad."""
    senses = adjective_senses(adjective)
    return frozenset(said for name, said in (("positive", "good"), ("negative", "bad")) if name in senses)


@cache
def polarity(name: str) -> int:
    """Whether more of a property is better (1), worse (-1) or neither (0), by the words of its name.

    >>> polarity("interfacial resistance"), polarity("ionic conductivity"), polarity("lattice volume")
    (-1, 1, 0)
    """
    words = f" {name.casefold()} "
    for row in rows("polarity"):
        if f" {row['property']} " in words or f" {row['property']}s " in words:
            return -1 if row["better"] == "lower" else 0
    return 1
