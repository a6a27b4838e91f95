"""The materials that the condition of a claim names: what it says holds for them."""

import re
from collections.abc import Mapping

from kg.model import Curated

_WORD = re.compile(r"[^\s,;:()]+")


def materials_by_name(curated: Curated) -> dict[str, str]:
    """Label -> id of every material that is named by one word, such as a formula."""
    materials = (entity for entity in curated.entities.values() if entity.kind == "materials")
    return {entity.label: entity.id for entity in materials if not _WORD.sub("", entity.label)}


def concerned(condition: str, named: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the materials in a condition, in reading order, each once.

    >>> concerned("in Na4SnS4, as Na3.7SnS3.7Cl0.3", {"Na4SnS4": "Na4SnS4", "Na3.7SnS3.7Cl0.3": "Cl-Na4SnS4"})
    ('Na4SnS4', 'Cl-Na4SnS4')
    """
    return tuple(dict.fromkeys(named[word] for word in _WORD.findall(condition) if word in named))
