"""Markup to plain notation: `{...}` is a subscript, `^{...}` a superscript, and every place knows its source.

LaTeX, HTML, Unicode and underscores are read in one pass; formulae and quantities are then looked for in one notation.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNS = {
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η"},
    **{"cdot": "·", "bullet": "·", "times": "×", "mu": "µ", "circ": "°", "degree": "°", "sim": "~", "approx": "≈"},
    **{"le": "≤", "leq": "≤", "leqslant": "≤", "lt": "<", "ge": "≥", "geq": "≥", "geqslant": "≥", "gt": ">"},
    **{"pm": "±", "quad": " ", "Omega": "Ω", "prime": "'", "left": "", "right": "", "(": "", ")": "", "\\": " "},
    **{"$": "$", "%": "%", "_": "_", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "textendash": "-"},
}
_SIMPLE = {
    "cash": "$",
    "dollar": "",
    "minus": "-",
    "dot": "·",
    "nothing": "",
    "micro": "µ",
    "space": " ",
    "degree": "°",
    "bare": "",
}
_MARKUP = re.compile(
    r"""(?P<bare>\\(?:text|math|ce|rm|bf|it|up)[a-z]{0,8}\s?\{|\{)
      | (?P<degree>\^\s?(?:\{\s?\\circ\s?\}|\\circ(?![a-zA-Z]))|[℃º˚])
      | \\(?P<command>[a-zA-Z]{1,20}|.)
      | (?P<opened>[_^]\s?\{) | (?P<closed>\})
      | _(?P<low>\d{1,9}(?:\.\d{1,9})?|[a-zδ](?![a-z]))
      | \^(?P<high>[+\-−–]\d{1,3}|\d?[+\-−–](?!\d)|\d{1,3})
      | <(?P<tag>/?[sS][uU][bBpP])(?:\s[^<>]{0,80})?>
      | (?P<lows>[₀-₉₊₋ₓₙₘₖ](?:[₀-₉₊₋ₓₙₘₖ]|\.(?=[₀-₉])|[−–-](?=[₀-₉ₓ])|/(?=[₀-₉])|(?<=[₀-₉₊₋])[yzδ](?![a-z]))*)
      | (?P<highs>[⁰¹²³⁴-⁹⁺⁻]+)
      | (?P<cash>(?<=US)\$|\$(?=\s?(?:/\s?k|per\s))) | (?P<dollar>\$)
      | (?P<minus>[‐-―−﹣－]) | (?P<dot>[•∙⋅‧・]) | (?P<micro>μ)
      | (?P<nothing>[\u00ad\u200b-\u200d\u2060\ufeff]) | (?P<space>[\u00a0\u2000-\u200a\u202f\u3000])""",
    re.VERBOSE,
)
_FLAT = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋₊ₓₙₘₖ⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−–", "0123456789-+xnmk0123456789-+--")
_OPENER = re.compile(r"(?:\\[a-zA-Z]{1,12}\s?)?\{\Z")


@dataclass(frozen=True)
class PlainText:
    """A text freed of markup: `{...}` is a subscript, `^{...}` a superscript, and every place knows its source.

    >>> plain_text(r"Na$_3$PS₄³⁻ has $10^{-3}\\text{ S cm}^{-1}$").text
    'Na{3}PS{4}^{3-} has 10^{-3} S cm^{-1}'
    """

    source: str
    text: str
    marks: tuple[tuple[int, int, int, int], ...]

    def _mark(self, at: int) -> tuple[int, int, int, int]:
        near = bisect_right(self.marks, at, key=lambda mark: mark[0]) - 1
        return self.marks[near] if near >= 0 else (0, 0, 0, 0)

    def place(self, at: int) -> int:
        """Where the character `text[at]` begins in the source."""
        start, end, source_start, source_end = self._mark(at)
        return source_start if start <= at < end else source_end + at - end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source behind `text[start:end]`, with the markup that opens and closes around it."""
        _, mark_end, _, source_end = self._mark(end - 1)
        first, last, source = self.place(start), source_end + max(0, end - mark_end), self.source
        while True:
            opener, closes = _OPENER.search(source, max(0, first - 20), first), source[last : last + 1] == "}"
            depth = source.count("{", first, last) - source.count("}", first, last)
            if opener and (depth < 0 or (depth == 0 and closes)):
                first = opener.start()
            elif closes and depth > 0:
                last += 1
            else:
                break
        odd, before, after = source.count("$", first, last) % 2, source[:first][-1:], source[last : last + 1]
        return first - (before == after == "$" and not odd), last + (after == "$" and bool(odd or before == "$"))


def plain_text(source: str) -> PlainText:
    """Read LaTeX, HTML, Unicode and underscore markup in one pass.

    >>> plain_text("γ-Na<sub>3</sub>PS_4").text
    'γ-Na{3}PS{4}'
    """
    out: list[str] = []
    marks: list[tuple[int, int, int, int]] = []
    length, at = 0, 0
    for piece, match in _pieces(source):
        start, end = match.span()
        out += [source[at:start], piece]
        length += start - at
        marks.append((length, length + len(piece), start, end))
        length, at = length + len(piece), end
    return PlainText(source, "".join([*out, source[at:]]), tuple(marks))


def _pieces(source: str) -> Iterator[tuple[str, re.Match[str]]]:
    closers: list[str] = []
    for match in _MARKUP.finditer(source):
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if kind in ("bare", "opened"):
            closers.append("}" if kind == "opened" else "")
        if kind == "opened":
            piece = "{" if text[0] == "_" else "^{"
        elif kind == "closed":
            piece = closers.pop() if closers else "\0"
        elif kind == "command":
            piece = _SIGNS.get(text, "\0")
        elif kind == "tag":
            piece = "}" if text[0] == "/" else "{" if text[-1] in "bB" else "^{"
        elif kind in ("low", "lows", "high", "highs"):
            piece = ("{" if kind.startswith("low") else "^{") + text.translate(_FLAT) + "}"
        else:
            piece = "°C" if text == "℃" else _SIMPLE.get(kind, "")
        yield piece, match
