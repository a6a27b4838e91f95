"""Questions that ask for two things at once: "which strategies suppress dendrites and improve the contact"."""

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.ground import Mention
from kg.names import local
from kg.query import Link, OneOf, Pattern
from kg.reading import Context, X

_AND = re.compile(r"\b(?:and|but|as well as|while|yet)\b")
#: Relations that help and that harm: what does the one to a thing does not do the other.
HELPING, _HARMING = frozenset({"mitigates", "improves"}), frozenset({"causes", "worsens", "limits"})


@dataclass(frozen=True)
class Demand:
    """What the answers must do: one of the relations that a verb means, to what follows it."""

    relations: frozenset[str]
    object: Mention


def read_demands(context: Context) -> tuple[Demand, ...]:
    """The demands of a question with a verb and an object for each, joined by "and"; none for any other question."""
    asked = context.asked
    means: dict[Mention, set[str]] = {}
    for mention, sense in asked.verbs:
        if sense.kind == "relation":
            means.setdefault(mention, set()).add(sense.id)
    verbs = sorted(means, key=lambda m: m.start)
    objects = sorted({*(m for m, _ in asked.judged), *asked.anchors}, key=lambda m: m.start)
    found: list[Demand] = []
    for place, verb in enumerate(verbs):
        end = verbs[place + 1].start if place + 1 < len(verbs) else len(context.grounded.text)
        own = [m for m in objects if verb.end <= m.start < end]
        if not own:
            return ()
        found += [Demand(frozenset(means[verb]), m) for m in (_listed(own, context) if len(verbs) == 1 else own[:1])]
    between = [context.grounded.text[a.end : b.start].lower() for a, b in pairwise(verbs)]
    return tuple(found) if len(found) > 1 and all(_AND.search(text) for text in between) else ()


def _listed(objects: list[Mention], context: Context) -> list[Mention]:
    """The first object of a verb, with those joined to it by nothing but "and": "improve the contact and the rate"."""
    found = objects[:1]
    for mention in objects[1:]:
        between = context.grounded.text[found[-1].end : mention.start].lower().split()
        if not between or between[0] not in ("and", "&") or not set(between[1:]) <= {"the", "its", "their"}:
            break
        found.append(mention)
    return found


def is_contrary(demand: Demand, patterns: tuple[Pattern, ...], context: Context) -> bool:
    """Whether a query asks for what harms what should be helped, or helps what should be harmed."""
    named = set(demand.object.things()) | {s.id for s in demand.object.senses if s.kind == "property"}
    nodes = {i for name in named for i in context.lexicon.with_narrower(name)}
    against = _HARMING if demand.relations <= HELPING else HELPING if demand.relations <= _HARMING else frozenset()
    return any(
        isinstance(p, Link)
        and p.subject == X
        and isinstance(p.object, OneOf)
        and bool(nodes.intersection(map(local, p.object.iris)))
        and against.issuperset(p.relations)
        for p in patterns
    )
