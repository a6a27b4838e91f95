"""Words on screen: formulae with subscripts, and text from outside that stays text whatever it holds."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from kg.drawing import lowered
from kg.evidence import Evidence

LONGEST = 2_000
"""No text from outside is shown longer than this many characters."""

_POWER = re.compile(r"(?<=\bcm|\bkm|.\bm)([23])\b")
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~$!&^=])")
_LINE_START = re.compile(r"^(\s*(?:\d+)?)([-+.)])", re.MULTILINE)
_JOINER = "\u2060"  # shows nothing, and keeps what it parts from being read as a link, an icon or an arrow
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)|(?<=:)(?=[\w+-])|(?<=[-<>])(?=[->])", re.IGNORECASE)
_CITED = re.compile(r"\[([\w.-]+(?:, [\w.-]+)*)\]", re.ASCII)


def plain(text: str, most: int = LONGEST) -> str:
    """A text on one line, without characters that steer a terminal, hide, or turn the direction of what follows.

    >>> plain("Na3\\x00PS4\\u202e evil\\n"), plain("x" * 30, most=10)
    ('Na3 PS4 evil', 'xxxxxxxxx…')
    """
    kept = (_visible(char) for char in text[: 2 * most])
    line = " ".join("".join(kept).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _visible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Cs", "Co", "Cn") else char


def pretty(text: str) -> str:
    """A text as a chemist prints it.

    >>> pretty("W6+ in Na2.88Sb0.88W0.12S4 at 0.1 mA/cm2")
    'W⁶⁺ in Na₂.₈₈Sb₀.₈₈W₀.₁₂S₄ at 0.1 mA/cm²'
    >>> pretty("Na-β'-Al2O3 on CMK-3")
    "Na-β'-Al₂O₃ on CMK-3"
    """
    return _POWER.sub(lambda match: "²³"[int(match[1]) - 2], lowered(plain(text)))


def findable(text: str) -> str:
    """A text as one searches it: small letters, formulae without subscripts.

    >>> findable("W⁶⁺ in γ-Na₃PS₄") == findable("w6+ IN γ-Na3PS4")
    True
    """
    return unicodedata.normalize("NFKC", plain(text)).casefold()


def escape(text: str) -> str:
    r"""A text that Markdown shows as it is: no tag, link, image, icon, formula or list comes of it.

    >>> escape("![x](http://evil/x.png) <b>")
    '\\!\\[x\\]\\(http:\u2060//evil/x.png\\) \\<b\\>'
    """
    parted = _LINKS.sub(_JOINER, plain(text))
    return _LINE_START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", parted))


def say(text: str) -> str:
    """A text from the graph for a Markdown place, formulae with subscripts.

    >>> say("*Na3PS4*")
    '\\\\*Na₃PS₄\\\\*'
    """
    return escape(pretty(text))


def with_citations(text: str, titles: Mapping[str, str]) -> str:
    r"""An answer as Markdown; each citation leads to its entry among the references and tells the work when pointed at.

    `titles` are those of the works by number, or of papers beside the review by the mark that stands for them.

    >>> with_citations("Na3PS4 [38]", {"38": "[38] A. Author, J. Something 2020"})
    'Na₃PS₄ \\[[38](#ref-38 "38 A. Author, J. Something 2020")\\]'
    """
    parts, done = [], 0
    text = plain(text)
    for found in _CITED.finditer(text):
        marks = found[1].split(", ")
        if all(mark in titles or mark.isdecimal() for mark in marks):
            parts += [_say_part(text[done : found.start()]), _citation(marks, titles)]
            done = found.end()
    return "".join([*parts, _say_part(text[done:])])


def _say_part(text: str) -> str:
    """Like `say`, keeping the spaces at both ends."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text.split(inner, 1)
    return f"{before}{say(inner)}{after}"


def _citation(marks: Iterable[str], titles: Mapping[str, str]) -> str:
    shown = []
    for mark in marks:
        title = re.sub(r'[\[\]"\\<>&()]', "", plain(titles.get(mark, "")))
        shown.append(f'[{escape(mark)}](#{anchor(mark)} "{title}")' if title else escape(mark))
    return f"\\[{', '.join(shown)}\\]"


def anchor(mark: str) -> str:
    """The place on a page of the reference that a mark stands for.

    >>> anchor("53"), anchor("doe-2027")
    ('ref-53', 'ref-doe-2027')
    """
    return f"ref-{re.sub(r'[^A-Za-z0-9._-]', '', mark)}"


def cite(references: Iterable[int | str]) -> str:
    """References, or the marks of papers beside the review, as plain text.

    >>> cite((53, 107))
    '[53, 107]'
    """
    numbers = ", ".join(map(str, references))
    return f"[{numbers}]" if numbers else ""


def say_place(evidence: Evidence, sections: Mapping[str, str]) -> str:
    """Where the review states a claim, as plain text.

    >>> say_place(Evidence("x", "2.1", None, ()), {"2.1": "Crystal structure"})
    'section 2.1, Crystal structure'
    >>> say_place(Evidence("x", None, "Table 1", (), row=5), {})
    'Table 1, row 5'
    """
    places = [place for place in (evidence.paper, evidence.locator) if place]
    if evidence.table:
        places.append(evidence.table + (f", row {evidence.row}" if evidence.row is not None else ""))
    if evidence.section:
        title = sections.get(evidence.section, "")
        places.append(f"section {evidence.section}" + (f", {title}" if title else ""))
    return plain("; ".join(places))
