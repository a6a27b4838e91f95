"""Facts said in words, from labels alone: the sentences of evidence, paths and answers."""

from collections.abc import Callable

from kg.model import Measurement, Statement
from kg.vocabulary import Vocabulary

_HEDGES = {
    "hedged": "possibly",
    "speculated": "as the review's authors suspect",
    "other-system": "in another material system",
}
_SIGN_WORDS = {"=": "", "~": "about ", "<": "less than ", ">": "more than ", "<=": "at most ", ">=": "at least "}


def say_number(value: float) -> str:
    """A number as a person writes it, with every digit that it has.

    >>> say_number(32.0), say_number(0.000014), say_number(1.7e-08)
    ('32', '1.4×10⁻⁵', '1.7×10⁻⁸')
    """
    if value and (abs(value) < 1e-3 or abs(value) >= 1e6):
        mantissa, exponent = f"{value:.6e}".split("e")
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        digits = mantissa.rstrip("0").rstrip(".")
        return f"10{raised}" if digits == "1" else f"{digits}×10{raised}"
    return f"{value:.10g}"


def say_value(sign: str, value: float, unit: str, upper: float | None = None) -> str:
    """A value with bound and unit.

    >>> say_value("<", 0.04, "mS/cm"), say_value("range", 0.8, "V", 3.2)
    ('less than 0.04 mS/cm', '0.8 to 3.2 V')
    """
    number = say_number(value) if upper is None else f"{say_number(value)} to {say_number(upper)}"
    shown = number if unit == "1" else f"{number} {unit}"
    return _SIGN_WORDS.get(sign, "") + shown


def say_conditions(conditions: tuple[tuple[str, str], ...]) -> str:
    """Conditions in words, in the order of the table.

    >>> say_conditions((("cycle", "50"), ("temperature", "60 °C")))
    'cycle 50, temperature 60 °C'
    """
    return ", ".join(f"{key.replace('_', ' ')} {text}" for key, text in conditions)


def negate(label: str, verb: str) -> str:
    """The relation denied.

    >>> negate("mitigates", "mitigate"), negate("is stable against", "be stable against")
    ('does not mitigate', 'is not stable against')
    >>> negate("has dopant", "be doped with")
    'is not doped with'
    """
    if label.startswith("is "):
        return f"is not {label.removeprefix('is ')}"
    return f"is not {verb.removeprefix('be ')}" if verb.startswith("be ") else f"does not {verb}"


def say_statement(statement: Statement, words: Vocabulary, name: Callable[[str], str]) -> str:
    """A statement as a sentence without its full stop; `name` gives the label of an id."""
    relation = words.relations[statement.predicate]
    verb = relation.label
    if statement.source.stance == "denied":
        verb = negate(verb, relation.verbs[0] if relation.verbs else verb)
    text = f"{name(statement.subject)} {verb} {name(statement.object)}"
    if statement.aspect:
        text += f" in {name(statement.aspect)}"
    if statement.condition:
        text += f" ({statement.condition})"
    hedge = _HEDGES.get(statement.source.stance)
    return f"{text}, {hedge}" if hedge else text


def say_measurement(measurement: Measurement, words: Vocabulary, name: Callable[[str], str]) -> str:
    """A measurement as a sentence without its full stop."""
    value = say_value(measurement.sign, measurement.value, measurement.unit, measurement.upper)
    where = say_conditions(measurement.conditions)
    text = f"{name(measurement.subject)}: {words.properties[measurement.property].label} {value}"
    return f"{text} ({where})" if where else text
