"""Answers and paths in words for a terminal: plain when piped, coloured when a person looks."""

import unicodedata
from io import StringIO
from typing import TYPE_CHECKING

from kg.copies import sentence_of
from kg.wording import say_value

if TYPE_CHECKING:
    from rich.console import Console

    from kg.answer import Answer, Result
    from kg.evidence import Evidence
    from kg.model import Paper

_MOST_EVIDENCE = 12
_ENDLESS = 100_000  # columns of a page that is not looked at but read by a program
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def clean(text: str) -> str:
    """Text without anything that steers a terminal: no escapes, no line ends, no change of writing direction.

    >>> clean("Na3PS4\\x1b[2J\\u202e")
    'Na3PS4 [2J'
    """
    return "".join(" " if unicodedata.category(char) in _HIDDEN else char for char in text).strip()


def say(answer: "Answer", *, explain: bool = False, terminal: bool = False) -> str:
    """An answer as text: the sentence, a table of results, the evidence, how the question was read."""
    from rich.console import Console

    page = StringIO()
    width = None if terminal else _ENDLESS
    console = Console(file=page, force_terminal=terminal, width=width, markup=False, highlight=False, emoji=False)
    _print(console, answer.answer, style="bold")
    _table(console, answer.results)
    for number, path in enumerate(answer.paths, start=1):
        steps = "; ".join(f"{step['subject']} {step['predicate']} {step['object']}" for step in path)
        _print(console, f"  {number}. {steps}")
    _evidence(console, answer.evidence, explain)
    _papers(console, answer.papers)
    if answer.interpretation:
        _title(console, f"Read as: {answer.interpretation}")
    if answer.suggestions:
        _title(console, "You may ask:")
        _print(console, *(f"  {suggestion}" for suggestion in answer.suggestions))
    if explain:
        _explain(console, answer)
    return "".join(f"{line.rstrip(' ')}\n" for line in page.getvalue().splitlines())


def _print(console: "Console", *lines: str, style: str = "") -> None:
    """Prints lines of data with their indent."""
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip(" ")))
        console.print(indent + clean(line), style=style or None)


def _title(console: "Console", text: str) -> None:
    console.print()
    _print(console, text, style="dim")


def _table(console: "Console", results: "tuple[Result, ...]") -> None:
    """The results, with a column for everything that at least one of them has."""
    rows = [_row(result) for result in results if result.type != "Claim"]
    if not rows or (len(rows) == 1 and not any(rows[0][1:3])):
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="underline")
    shown = [place for place in range(len(_HEADS)) if any(row[place] for row in rows)]
    for place in shown:
        table.add_column(_HEADS[place], overflow="fold", no_wrap=_HEADS[place] == "value")
    for row in rows:
        table.add_row(*(Text(clean(row[place])) for place in shown))
    console.print()
    console.print(table)


_HEADS = ("result", "value", "conditions", "kind", "references")


def _row(result: "Result") -> tuple[str, ...]:
    references = ", ".join((*map(str, result.references), *result.papers))
    return result.label, _amount(result), result.conditions, result.type, references


def _amount(result: "Result") -> str:
    if result.value is None:
        return ""
    return say_value(result.sign, result.value, result.unit or "1", result.upper)


def _evidence(console: "Console", evidence: "tuple[Evidence, ...]", everything: bool) -> None:
    if not evidence:
        return
    _title(console, "Evidence:")
    shown = evidence if everything else evidence[:_MOST_EVIDENCE]
    for one in shown:
        _print(console, f"  {say_evidence(one)}")
        if sentence := sentence_of(one.fingerprints):
            _print(console, f"      “{sentence}”", style="dim")
    if len(evidence) > len(shown):
        _print(console, f"  and {len(evidence) - len(shown)} more; --explain shows all", style="dim")


def _papers(console: "Console", papers: "tuple[Paper, ...]") -> None:
    """The papers beside the review that are cited, with their DOIs."""
    if papers:
        _title(console, "Papers beside the review:")
    for one in papers:
        _print(console, f"  [{one.mark}] {', '.join(filter(None, (one.citation, one.address)))}")


def say_evidence(one: "Evidence") -> str:
    """A claim with its place and references, then what is to be known before trusting it."""
    from kg.phrase import cite

    places = [one.paper, one.locator, f"section {one.section}" if one.section else "", _table_row(one)]
    place = " / ".join(filter(None, places)) or "no place"
    doubts = [
        ", ".join(filter(None, (one.status if one.status != "curated" else "", one.acceptance))),
        f"confidence {one.confidence:g}" if one.confidence < 1 else "",
        one.stance if one.stance not in ("asserted", "") else "",
        "contradicted elsewhere" if one.contradicted else "",
    ]
    doubt = "; ".join(filter(None, doubts))
    note = f" ({one.note})" if one.note else ""
    return f"{place}{cite(one)}: {one.statement}{f' ({doubt})' if doubt else ''}{note}"


def _table_row(one: "Evidence") -> str:
    if not one.table:
        return ""
    return f"{one.table} row {one.row}" if one.row is not None else one.table


def _explain(console: "Console", answer: "Answer") -> None:
    """What was recognised, the query it became, and the time each step took."""
    trace = answer.trace
    parts = {
        "Mentions": trace.get("mentions", ()),
        "Unknown words": trace.get("unknown", ()),
        "Readings": trace.get("readings", ()),
        "Algebra": str(trace.get("algebra", "")).splitlines(),
        "SPARQL": answer.sparql.splitlines(),
        "Milliseconds": [f"{name}: {time:g}" for name, time in trace.get("milliseconds", {}).items()],
    }
    for title, lines in parts.items():
        if lines:
            _title(console, f"{title}:")
            _print(console, *(f"  {line}" for line in lines))
