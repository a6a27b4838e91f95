"""A line of a paper's text -> the heading it is, if it is one: numbered, marked as in Markdown, known, or only short.

`data/headings.tsv` lists the titles that papers use, and which of them head what a paper says.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5}(?=\.))"
_NUMBERED = re.compile(rf"{_NUMBER}\.?\s+(?P<title>[^\W\d_a-z(][^\t\n]{{1,118}})$")
_RUN_IN = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){2,4})\.?\s+(?P<title>.{3,120}?)\.\s+(?=[A-Z])", re.DOTALL)
_MARKED = re.compile(r"#{1,6}\s+(?P<title>[^\n]{1,300}?)\s*#*$")
_BOLD = re.compile(r"(?:\*\*|__)(?P<title>[^*_\n]{2,120})(?:\*\*|__)[.:]?$")
_UNDERLINED = re.compile(r"(?P<title>[^\n]{2,120})\n(?:={3,}|-{3,})$")
_PREFIX = re.compile(rf"{_NUMBER}\.?\s+(?=\S)")
_ADDRESS = re.compile(
    r"Universit|Institut|Department|Laborator|School of|College|Academy|Cent(?:er|re) (?:of|for)|@|E-?mail",
    re.IGNORECASE,
)
_EQUATION = re.compile(r"→|⇌|\s=\s|\s\+\s.*\s(?:=|→)")
_LONGEST_WEAK, _MOST_WORDS_WEAK = 90, 11


@dataclass(frozen=True)
class Heading:
    """A heading: its number and title, and where the line goes on after it.

    `weak` is one that only looks like it; `sure` one that is marked as such or has a title that papers use; `top` one
    of a high level, as the title of a paper is. What stands under one that is `left_out` is no part of the paper.
    """

    number: str
    title: str
    end: int
    weak: bool = False
    sure: bool = False
    left_out: bool = False
    top: bool = False


def read_heading(text: str, start: int, end: int) -> Heading | None:
    """The heading that `text[start:end]` is or begins with.

    >>> read_heading("2.1. Crystal structure", 0, 22)
    Heading(number='2.1', title='Crystal structure', end=22, weak=False, sure=False, left_out=False, top=False)
    >>> read_heading("## Results", 0, 10).title, read_heading("It wets tin.", 0, 12)
    ('Results', None)
    """
    line = text[start:end]
    if marked := _MARKED.match(line) or _UNDERLINED.match(line) or _BOLD.match(line):
        heading = _named(marked["title"].strip(), end, sure=True)
        is_top = line.startswith(("# ", "## ")) and not (heading.number or heading.left_out or _is_known(heading.title))
        return replace(heading, top=is_top)
    if (run_in := _RUN_IN.match(line)) and "\t" not in line:
        return Heading(run_in["number"], run_in["title"].strip("*_ "), start + run_in.end())
    if line.rstrip().endswith((".", ";", ",")):
        return None
    if _is_known(line):
        return _named(line, end, sure=True)
    if (numbered := _NUMBERED.match(line)) and _may_be_title(numbered["title"]):
        return _named(line, end)
    return Heading("", _short(line), end, weak=True) if _is_short_title(line) else None


def _named(line: str, end: int, sure: bool = False) -> Heading:
    """A heading with its number taken off its title."""
    line = line.strip().strip("*_").strip()
    prefix = _PREFIX.match(line)
    number, title = (prefix["number"], line[prefix.end() :]) if prefix else ("", line)
    return Heading(number, _short(title.strip(" *_")), end, sure=sure, left_out=_kind(title) == "left out")


def _is_known(line: str) -> bool:
    return len(line) < 80 and bool(_kind(_PREFIX.sub("", line.strip().strip("*_■●▪ "), count=1)))


def _kind(title: str) -> str:
    """Whether papers use a title for what is `read` or for what is `left out`; empty for any other title."""
    plain = title.lower().replace("&", "and").replace("’", "'").replace(".", "").strip(" :*_")
    return _titles().get(plain, "")


@cache
def _titles() -> dict[str, str]:
    lines = files("extract").joinpath("data/headings.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


def _may_be_title(title: str) -> bool:
    return not (_ADDRESS.search(title) or _EQUATION.search(title) or title.count(",") > 4)


def _is_short_title(line: str) -> bool:
    """Whether a line without any mark still reads like a heading: short, with a capital, without a full stop."""
    if not 3 <= len(line) <= _LONGEST_WEAK or "\n" in line or "\t" in line or not line[0].isupper():
        return False
    return (
        line[-1] not in ".;,:!?–-" and len(line.split()) <= _MOST_WORDS_WEAK and _may_be_title(line) and "^" not in line
    )


def _short(title: str) -> str:
    return " ".join(title.split())[:120]
