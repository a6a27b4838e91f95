"""Formulae in MathML -> the notation of plain text."""

from collections.abc import Callable
from typing import Any

from lxml import etree

from extract.scripts import high, low

MATH = frozenset(("math", "m:math", "mml:math"))
_SILENT = frozenset(("annotation", "annotation-xml", "mphantom", "maligngroup", "malignmark"))


def _with_scripts(parts: list[str]) -> str:
    base, below, above = [*parts, "", "", ""][:3]
    return base + low(below) + high(above)


_SAID: dict[str, Callable[[list[str]], str]] = {
    "msub": lambda parts: _with_scripts(parts[:2]),
    "msup": lambda parts: parts[0] + high("".join(parts[1:])) if parts else "",
    "msubsup": _with_scripts,
    "munder": lambda parts: "".join(parts[:1]),
    "mover": lambda parts: "".join(parts[:1]),
    "munderover": lambda parts: "".join(parts[:1]),
    "mfrac": lambda parts: "/".join(part if len(part) == 1 or part.isalnum() else f"({part})" for part in parts),
    "msqrt": lambda parts: f"√({''.join(parts)})",
    "mroot": lambda parts: f"√({''.join(parts[:1])})",
    "mspace": lambda parts: " ",
    "mtd": lambda parts: "".join(parts) + " ",
    "semantics": lambda parts: "".join(parts[:1]),
}


def say_math(element: Any) -> str:
    """A formula on one line.

    >>> say_math(etree.fromstring("<math><msub><mi>Na</mi><mn>3</mn></msub><mi>PS</mi></math>"))
    'Na₃PS'
    """
    parts: list[list[str]] = [[]]
    for event, one in etree.iterwalk(element, events=("start", "end")):
        tag = str(one.tag).rpartition("}")[2].rpartition(":")[2].lower()
        if event == "start":
            parts.append([] if len(one) else [" ".join((one.text or "").split())])
        else:
            inner = parts.pop()
            say = _SAID.get(tag, "".join)
            parts[-1].append("" if tag in _SILENT else say(inner))
    return "".join(parts[0])
