"""A relation between two mentions of a sentence."""

from dataclasses import dataclass

from extract.mention import Mention


@dataclass(frozen=True)
class Relation:
    """What one mention is said to be to another, and which rule says so.

    For `hasValue`, `quantity` is the mention of the figure and `object` may be None: the property is then `label`.
    """

    subject: Mention
    predicate: str
    object: Mention | None
    rule: str
    negated: bool = False
    hedged: bool = False
    quantity: Mention | None = None
    label: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
