"""Words that say how something was measured -> conditions: "RT", "0.1C", "50th cycle", "after 20 cycles at 60 °C"."""

import re
from functools import cache

from extract.table_rules import ConditionRule, table_rules
from kg.errors import UnitError
from kg.lexicon import Lexicon
from kg.quantity import NUMBER, Quantity, number_of, unit_at
from kg.words import phrase_key

Conditions = tuple[tuple[str, str], ...]

_LINK = r"at|@|after|for|under|in|over|during|and|with|within|by|from|the|measured|tested|recorded|determined|cycled"
_LINKS = re.compile(rf"(?:^|(?<=[\s,;]))(?:{_LINK})(?=\s|$|\d)|@|[,;]", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d{1,5})\s?(?:st|nd|rd|th|\^\{\s?(?:st|nd|rd|th)\s?\})(?:\s?cycles?)?\Z", re.IGNORECASE)
_CYCLE = re.compile(r"cycles?\s?(?:no\.?|number|#)?\s?(\d{1,5})\Z", re.IGNORECASE)
_AMOUNT = re.compile(rf"-?{NUMBER}")


@cache
def same_kind(unit: str, other: str) -> bool:
    """Whether one unit can be converted into another.

    >>> same_kind("A/g", "mA/g"), same_kind("V", "mA/g")
    (True, False)
    """
    try:
        return bool(Quantity(1, unit).to(other).unit)
    except UnitError:
        return False


def fits(unit: str, name: str, lexicon: Lexicon) -> bool:
    """Whether a property is given in a unit of this kind."""
    known = lexicon.vocabulary.properties[name].units
    return any(same_kind(unit, other) for other in known)


def condition_of(unit: str, lexicon: Lexicon) -> ConditionRule | None:
    """The condition that is given in a unit."""
    return next((rule for rule in table_rules().conditions if fits(unit, rule.property, lexicon)), None)


def read_conditions(text: str, lexicon: Lexicon) -> Conditions | None:
    """The conditions that some words of a plain text name; None when some words are not understood.

    The text is free of markup, as `kg.notation.plain_text` makes it.
    """
    found: list[tuple[str, str]] = []
    for part in _LINKS.split(text):
        words = part.strip(" .:-()[]")
        if not words:
            continue
        pair = _condition(words, lexicon)
        if pair is None:
            return None
        found += [pair] if pair[0] else []
    return tuple(dict(found).items())


def _condition(words: str, lexicon: Lexicon) -> tuple[str, str] | None:
    if match := _ORDINAL.match(words) or _CYCLE.match(words):
        return "cycle", match[1]
    known = table_rules().qualifiers.get(" ".join(phrase_key(words)))
    if known:
        return known
    if (match := _AMOUNT.match(words)) is None:
        return None
    return _quantity(match, words, lexicon)


def _quantity(match: re.Match[str], words: str, lexicon: Lexicon) -> tuple[str, str] | None:
    rest = words[match.end() :]
    found = unit_at(rest.lstrip(" -"))
    if found is None or rest.lstrip(" -")[found[1] :].strip(" -") not in ("", "cycling"):
        return None
    rule = condition_of(found[0], lexicon)
    return (rule.key, condition_text(rule.key, number_of(match.group().strip()), found[0])) if rule else None


def condition_text(key: str, value: float, unit: str) -> str:
    """A condition as the tables of the graph write it.

    >>> condition_text("cycle", 50.0, "cycles"), condition_text("rate", 0.1, "C")
    ('50', '0.1 C')
    """
    return f"{value:g}" if key == "cycle" else f"{value:.10g} {unit}"
