"""Raised and lowered text -> the notation of plain text: `Na₃PS₄`, `Na_{2.88}`, `S²⁻`, `^{12–15}`."""

_LOW = str.maketrans("0123456789+-−–", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋")
_HIGH = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "®", "™", "©", "°", "º"))


def low(text: str) -> str:
    """A subscript.

    >>> low("3"), low("2.88"), low("3−x")
    ('₃', '_{2.88}', '_{3−x}')
    """
    inner = " ".join(text.split())
    if not inner:
        return ""
    return inner.translate(_LOW) if inner.isdecimal() else f"_{{{inner}}}"


def high(text: str) -> str:
    """A superscript; ranges and lists keep their commas and dashes.

    >>> high("2−"), high("−1"), high("12–15"), high("3"), high("th")
    ('²⁻', '⁻¹', '^{12–15}', '³', 'th')
    """
    inner = " ".join(text.split())
    if not inner or inner in _ORDINALS:
        return "°" if inner == "º" else inner
    is_charge = inner.strip("+-−–").isdecimal() or inner in ("+", "-", "−", "–")
    return inner.translate(_HIGH) if is_charge and len(inner) <= 6 else f"^{{{inner}}}"
