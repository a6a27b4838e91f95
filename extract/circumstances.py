"""Figures that say how another was measured -> its conditions: "120 mAh/g at 0.1 C after 50 cycles"."""

from extract.mention import Mention
from extract.scene import Scene
from extract.table_conditions import Conditions, condition_of, condition_text
from kg.lexicon import Lexicon

_ORDINALS = {"first": "1", "second": "2", "third": "3", "1st": "1", "2nd": "2", "3rd": "3"}


def conditions_of(scene: Scene, value: Mention, values: list[Mention], lexicon: Lexicon) -> Conditions:
    """The conditions of a value: the figures around it that are no values themselves, up to the next value.

    What stands before the first value of a sentence holds for it, and for those after it that name no other.
    """
    before = max((one.last for one in values if one.last < value.first), default=-1)
    after = min((one.first for one in values if one.first > value.last), default=len(scene.tagged.words))
    common = _stated(scene, -1, min(one.first for one in values), values, lexicon)
    own = _stated(scene, value.last if before >= 0 else -1, after, values, lexicon)
    if "respectively" in scene.tagged.low:
        common |= _stated(scene, max(one.last for one in values), len(scene.tagged.words), values, lexicon)
    return tuple(sorted((common | own).items()))


def _stated(scene: Scene, start: int, end: int, values: list[Mention], lexicon: Lexicon) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in scene.mentions:
        figure = scene.tagged.words[one.first].quantity
        if figure is None or one in values or not start < one.first < end or figure.sign == "range":
            continue
        rule = condition_of(figure.unit, lexicon)
        if rule is not None:
            found.setdefault(rule.key, condition_text(rule.key, figure.high, figure.unit))
    for at in range(max(start + 1, 0), end):
        if scene.tagged.low[at] in _ORDINALS and "cycle" in scene.tagged.low[at + 1 : at + 3]:
            found.setdefault("cycle", _ORDINALS[scene.tagged.low[at]])
    return found
