"""Mentions that only describe a name beside them: "its selenide counterpart Na4SnSe4", "on the Sb site of NSS"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.ground import Mention

#: What leads from one thing to another that is described before it is named.
_DESCRIBED = re.compile(r"(?:\b(?:and|or|versus|vs\.?|with|than|of)|,) (?:its|their) (?:[\w-]+ ){1,3}$", re.IGNORECASE)
_SITE = re.compile(r"\s(?:site|sublattice|position)s?\b", re.IGNORECASE)
_ON = re.compile(r"\b(?:on|at|onto|into|in) (?:the |an? )?$", re.IGNORECASE)
_ASIDE = "said of what stands beside it"


def without_asides(mentions: Iterable["Mention"], text: str) -> Iterator["Mention"]:
    """The mentions of a question, those that only describe what is named beside them without any sense."""
    taken = list(mentions)
    spans = [
        (match.start(), m.start) for m in taken if _is_compound(m) and (match := _DESCRIBED.search(text[: m.start]))
    ]
    for mention in taken:
        within = any(start < mention.start and mention.end <= end for start, end in spans)
        is_site = mention.of("element") and _SITE.match(text, mention.end) and _ON.search(text[: mention.start])
        yield replace(mention, senses=(), reason=_ASIDE) if within or is_site else mention


def _is_compound(mention: "Mention") -> bool:
    return mention.of("thing") is not None and any(c.isdigit() for c in mention.text)
