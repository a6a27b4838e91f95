"""A sentence with its mentions -> what it says of them, each relation once."""

from extract.compositions import find_compositions
from extract.contacts import find_contacts
from extract.effects import find_effects
from extract.relation import Relation
from extract.scene import Scene
from extract.terms import Terms
from extract.values import find_values


def find_relations(scene: Scene, terms: Terms) -> list[Relation]:
    """Relations of a sentence in the order of their subjects."""
    found = [*find_contacts(scene, terms), *find_effects(scene, terms)]
    found += [*find_compositions(scene), *find_values(scene, terms)]
    kept: dict[tuple[object, ...], Relation] = {}
    for one in found:
        if one.subject != one.object:
            kept.setdefault((one.subject, one.predicate, one.object, one.quantity), one)
    return sorted(kept.values(), key=lambda one: (one.subject.first, one.object.first if one.object else 0))
