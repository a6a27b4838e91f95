"""The words of a cell on effects -> what gets better or worse: "raises conductivity", "dendrites ↓"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.candidate import PREDICATES
from extract.table_links import Linker, Named
from extract.table_rules import table_rules
from kg.lexicon import Sense
from kg.words import phrase_key

_DIVIDER = re.compile(r"[;\n•]|,\s|\band\b")
_ARROWS = {"↑": "rising", "⇑": "rising", "↗": "rising", "↓": "falling", "⇓": "falling", "↘": "falling"}
_ARROW = re.compile("[" + "".join(_ARROWS) + "]")


@dataclass(frozen=True)
class Effect:
    """A relation to a property, failure or material that a cell states."""

    predicate: str
    object: Named


def read_effects(text: str, linker: Linker) -> tuple[Effect, ...] | None:
    """The effects of a cell; None when one of them is not understood."""
    found: list[Effect] = []
    said: Sense | None = None
    for part in _DIVIDER.split(text):
        if not part.strip():
            continue
        effect, said = _effect(part.strip(" ."), said, linker)
        if effect is None:
            return None
        found.append(effect)
    return tuple(found) if found else None


def _effect(text: str, said: Sense | None, linker: Linker) -> tuple[Effect | None, Sense | None]:
    """One effect and its verb, which holds for what follows: "raises conductivity and stability"."""
    arrow = _ARROW.search(text)
    if arrow:
        sense = Sense("relation", "improves", _ARROWS[arrow.group()])
        return _made(sense, _ARROW.sub("", text), linker), None
    words = text.split()
    for verbs, rest in _verbs(words):
        for sense in _senses(verbs, linker):
            if sense.kind == "relation" and sense.id in PREDICATES and (effect := _made(sense, rest, linker)):
                return effect, sense
    return (_made(said, text, linker), said) if said else (None, None)


def _senses(words: str, linker: Linker) -> Iterator[Sense]:
    """What some words say of an object: an adjective, or a verb of the ontology."""
    key = " ".join(phrase_key(words))
    if key in table_rules().adjectives:
        predicate, how = table_rules().adjectives[key]
        yield Sense("relation", predicate, how)
    yield from linker.lexicon.phrases.get(key, ())


def _verbs(words: list[str]) -> Iterator[tuple[str, str]]:
    """The words of a verb at the start or at the end, longest first, and the rest."""
    for size in range(min(4, len(words) - 1), 0, -1):
        yield " ".join(words[:size]), " ".join(words[size:])
        yield " ".join(words[-size:]), " ".join(words[:-size])


def _made(sense: Sense, text: str, linker: Linker) -> Effect | None:
    """The relation that a verb says of an object: what lowers a barrier improves it, since less is better."""
    named = linker.entity(re.sub(r"^(?:the|an?|its)\s", "", text.strip()))
    if named is None or named.type not in ("Property", "FailureMechanism", "Material"):
        return None
    if named.type == "Property":
        return _of_property(sense, named, linker)
    if named.type == "FailureMechanism" and (sense.how == "falling" or sense.id == "mitigates"):
        return Effect("mitigates", named)
    if sense.how == "rising":
        return Effect("causes", named) if named.type == "FailureMechanism" else None
    return Effect(sense.id, named) if sense.id in ("causes", "forms", "mitigates", "stableAgainst") else None


def _of_property(sense: Sense, named: Named, linker: Linker) -> Effect | None:
    lower_is_better = linker.lexicon.vocabulary.properties[named.id].better_when == "lower"
    if sense.how in ("rising", "falling"):
        better = (sense.how == "falling") == lower_is_better
        return Effect("improves" if better else "worsens", named)
    return Effect(sense.id, named) if sense.id in ("improves", "worsens") else None
