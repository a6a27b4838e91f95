"""Answers and paths in words for a terminal: plain when piped, coloured when a person looks."""

import unicodedata
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from kg.wording import say_value

if TYPE_CHECKING:
    from rich.console import Console

    from kg.answer import Answer, Evidence, Result

_MOST_EVIDENCE = 12
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def clean(text: str) -> str:
    """Text without anything that steers a terminal: no escapes, no line ends, no change of writing direction.

    >>> clean("Na3PS4\\x1b[2J\\u202e")
    'Na3PS4 [2J'
    """
    return "".join(" " if unicodedata.category(char) in _HIDDEN else char for char in text).strip()


def say(answer: "Answer", *, explain: bool = False, colour: bool = False) -> str:
    """An answer as text: the sentence, a table of results, the evidence, how the question was read."""
    console, page = _page(colour)
    _print(console, answer.answer, "bold")
    if answer.results and not (len(answer.results) == 1 and answer.results[0].type == "Claim"):
        _table(console, answer.results)
    _paths(console, answer.paths)
    _evidence(console, answer.evidence, explain)
    if answer.interpretation:
        _print(console, f"\nRead as: {answer.interpretation}", "dim")
    if answer.suggestions:
        _print(console, "\nYou may ask:", "dim")
        for suggestion in answer.suggestions:
            _print(console, f"  {suggestion}")
    if explain:
        _explain(console, answer)
    return page.getvalue()


def _page(colour: bool) -> "tuple[Console, StringIO]":
    from rich.console import Console

    page = StringIO()
    width = None if colour else 100
    return Console(
        file=page, force_terminal=colour, width=width, markup=False, highlight=False, emoji=False, soft_wrap=not colour
    ), page


def _print(console: "Console", text: str, style: str = "") -> None:
    """Prints a line of data; line ends at its start stay."""
    lead = len(text) - len(text.lstrip("\n "))
    console.print(text[:lead] + clean(text[lead:]), style=style or None)


def _table(console: "Console", results: "tuple[Result, ...]") -> None:
    """The results, with a column for everything that at least one of them has."""
    rows = [
        (
            clean(result.label),
            _amount(result),
            clean(result.conditions),
            clean(result.type),
            ", ".join(map(str, result.references)),
        )
        for result in results
    ]
    if not any(any(row[1:3]) for row in rows) and len(rows) == 1:
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    heads = ("result", "value", "conditions", "kind", "references")
    shown = [place for place, _ in enumerate(heads) if any(row[place] for row in rows)]
    for place in shown:
        table.add_column(heads[place], header_style="underline", overflow="fold", no_wrap=heads[place] == "value")
    for row in rows:
        table.add_row(*(Text(row[place]) for place in shown))
    console.print()
    for line in _lines(console, table):
        console.print(line, end="\n")


def _lines(console: "Console", table: object) -> Iterable[object]:
    yield table


def _amount(result: "Result") -> str:
    if result.value is None:
        return ""
    return clean(say_value(result.sign, result.value, result.unit or "1", result.upper))


def _paths(console: "Console", paths: tuple[tuple[dict[str, str], ...], ...]) -> None:
    for number, path in enumerate(paths, start=1):
        steps = "; ".join(f"{step['subject']} {step['predicate']} {step['object']}" for step in path)
        _print(console, f"\n{number}. {steps}" if number == 1 else f"{number}. {steps}")


def _evidence(console: "Console", evidence: "tuple[Evidence, ...]", everything: bool) -> None:
    if not evidence:
        return
    _print(console, "\nEvidence:", "dim")
    shown = evidence if everything else evidence[:_MOST_EVIDENCE]
    for one in shown:
        _print(console, f"  {say_evidence(one)}")
    if len(evidence) > len(shown):
        _print(console, f"  and {len(evidence) - len(shown)} more; --explain shows all", "dim")


def say_evidence(one: "Evidence") -> str:
    """A claim with its place and references, then what is to be known before trusting it."""
    places = [f"section {one.section}" if one.section else "", _table_row(one)]
    place = " / ".join(filter(None, places)) or "no place"
    cited = f" [{', '.join(map(str, one.references))}]" if one.references else ""
    doubts = [
        f"{one.status}, confidence {one.confidence:g}" if one.status != "curated" else "",
        one.stance if one.stance not in ("asserted", "") else "",
        "contradicted elsewhere" if one.contradicted else "",
    ]
    doubt = "; ".join(filter(None, doubts))
    note = f" ({one.note})" if one.note else ""
    return f"{place}{cited}: {one.statement}{f' ({doubt})' if doubt else ''}{note}"


def _table_row(one: "Evidence") -> str:
    if not one.table:
        return ""
    return f"{one.table} row {one.row}" if one.row is not None else one.table


def _explain(console: "Console", answer: "Answer") -> None:
    """What was recognised, the query it became, and the time each step took."""
    trace = answer.trace
    for title, key in (("Mentions", "mentions"), ("Unknown words", "unknown"), ("Readings", "readings")):
        if trace.get(key):
            _print(console, f"\n{title}:", "dim")
            for line in trace[key]:
                _print(console, f"  {line}")
    for title, text in (("Algebra", str(trace.get("algebra", ""))), ("SPARQL", answer.sparql)):
        if text:
            _print(console, f"\n{title}:", "dim")
            for line in text.splitlines():
                _print(console, f"  {line}")
    times = trace.get("milliseconds", {})
    if times:
        _print(console, "\nMilliseconds: " + ", ".join(f"{name} {time:g}" for name, time in times.items()), "dim")
