"""That the cell of which parts are asked for was run under a condition: "the anode of the cell at 0.3 C"."""

from collections.abc import Iterable, Sequence

from kg.anchors import ROLES, role_of
from kg.ground import Mention
from kg.lexicon import Lexicon
from kg.query import Link, Node, OneOf, Pattern, Plain, Under, Var

#: The variables of the cell and of the value that was measured under the condition.
_CELL, _VALUE = Var("run"), Var("under")


def under_conditions(
    answer: Var, classes: tuple[str, ...], found: Sequence[Pattern], given: Sequence[Mention], lexicon: Lexicon
) -> list[Pattern]:
    """Patterns by which the cell of a join has a value under all conditions given; none where there is no cell.

    `found` are the patterns of the join, which leads to `answer`, a thing of `classes`.
    """
    quantities = [m.quantity for m in given if m.quantity]
    cell, links = _cell_of(answer, classes, found, lexicon)
    if not quantities or cell is None:
        return []
    value = Plain(cell, ("hasMeasurement",), _VALUE)
    return [*links, value, *(Under(_VALUE.name, q.low, q.unit) for q in quantities)]


def _cell_of(
    answer: Var, classes: tuple[str, ...], found: Iterable[Pattern], lexicon: Lexicon
) -> tuple[Node | None, list[Pattern]]:
    """The variable of the cell that a join goes through, else a cell of what it names and the part asked for."""
    roles = {role for name in classes if (role := role_of(name, lexicon))}
    if "Cell" in classes:
        return answer, []
    links = [p for p in found if isinstance(p, Link)]
    for link in links:
        if set(link.relations) <= set(ROLES.values()) and isinstance(link.subject, Var):
            return link.subject, []
    named = [link.object for link in links if isinstance(link.object, OneOf)]
    named += [link.subject for link in links if isinstance(link.subject, OneOf)]
    is_paired = any("pairedWith" in link.relations for link in links)
    if not roles or not is_paired:
        return None, []
    every = tuple(ROLES.values())
    own = Link(_CELL, tuple(sorted(roles)), answer, "run_claim")
    return _CELL, [own, *(Link(_CELL, every, node, f"run{place}_claim") for place, node in enumerate(named))]
