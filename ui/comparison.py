"""A comparison as a table: on the page, and to take away as CSV, Markdown or LaTeX."""

import re
from collections.abc import Sequence

from kg.compare import Comparison, Item, Row
from ui.text import cite, plain, pretty, say

Table = tuple[list[str], list[list[str]]]
_MOST_ITEMS = 5
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|])")
_SUBSCRIPT = re.compile("[₀-₉₊₋](?:[₀-₉₊₋.]*[₀-₉₊₋])?")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹⁺⁻]+")
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_LATEX |= {mark: f"\\{mark}" for mark in "&%$#_{}"}
_LATEX |= {
    "≠": r"$\neq$",
    "✓": r"\checkmark{}",
    "σ": r"$\sigma$",
    "µ": r"\textmu{}",
    "°": r"\textdegree{}",
    "→": r"$\to$",
}


def shown(rows: Sequence[Row], things: Sequence[str], every: bool) -> Table:
    """The table for the page, in Markdown; long fields are cut unless `every` item is wanted."""
    cells = [[_heading(row), *(_field(field, every) for field in row.fields)] for row in rows]
    return ["", *(f"**{say(thing)}**" for thing in things)], cells


def taken(comparison: Comparison, rows: Sequence[Row]) -> Table:
    """The table to take away, in plain letters: every value with its conditions, works and marks."""
    head = ["Property", "Unit", *(plain(thing.label) for thing in comparison.things), "Remark"]
    cells = [[plain(r.label), plain(r.unit), *(_plain_field(field) for field in r.fields), plain(r.note)] for r in rows]
    return head, cells


LONG = [
    "Thing",
    "Property or relation",
    "Unit",
    "Sign",
    "Value",
    "Upper value",
    "As stated",
    "Conditions",
    "References",
    "Marks",
]


def in_numbers(comparison: Comparison, rows: Sequence[Row]) -> tuple[list[str], list[list[str | float | None]]]:
    """The same as a long table to reckon with: a line for each value or claim, all values of a property in one unit."""
    lines: list[list[str | float | None]] = []
    for row in rows:
        for thing, field in zip(comparison.things, row.fields, strict=True):
            for item in field:
                has_number = item.number is not None
                sign = ("range" if item.upper is not None else item.sign) if has_number else ""
                said = [item.text, item.conditions, cite(item.cited), ", ".join(_marks(item))]
                lines.append([thing.label, row.label, item.unit, sign, item.number, item.upper, *said])
    return LONG, lines


def turned(table: Table) -> Table:
    """Rows as columns and columns as rows.

    >>> turned((["", "a", "b"], [["x", "1", "2"]]))
    (['', 'x'], [['a', '1'], ['b', '2']])
    """
    first, *others = zip(table[0], *table[1], strict=True)
    return list(first), [list(column) for column in others]


def as_markdown(table: Table) -> str:
    r"""A table as Markdown in which nothing runs.

    >>> print(as_markdown((["a"], [["x|y"]])))
    | a |
    | --- |
    | x\|y |
    """
    head, rows = table
    quiet = [[_MARKDOWN.sub(r"\\\1", pretty(cell)) for cell in row] for row in (head, *rows)]
    lines = [quiet[0], ["---"] * len(head), *quiet[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_latex(table: Table) -> str:
    r"""A table as LaTeX (booktabs), formulae with real subscripts.

    >>> print(as_latex((["a"], [["50% Na3PS4"]])).splitlines()[4])
    50\% Na$_{3}$PS$_{4}$ \\
    """
    head, rows = table
    lines = [r"\begin{tabular}{" + "l" * len(head) + "}", r"\toprule"]
    lines += [" & ".join(map(_latex, head)) + r" \\", r"\midrule"]
    lines += [" & ".join(map(_latex, row)) + r" \\" for row in rows]
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}"])


def _latex(text: str) -> str:
    said = "".join(_LATEX.get(char, char) for char in pretty(text))
    said = _SUBSCRIPT.sub(lambda found: f"$_{{{found.group().translate(_LOWERED)}}}$", said)
    return _SUPERSCRIPT.sub(lambda found: f"$^{{{found.group().translate(_RAISED)}}}$", said)


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _heading(row: Row) -> str:
    """What a row is, that the things differ in it, and why no value is marked."""
    differ = " :gray-badge[Δ]" if row.differs and row.kind != "description" else ""
    note = f"  \n:gray[:small[{say(row.note)}]]" if row.note else ""
    return f"**{say(row.label)}**{differ}{note}"


def _field(items: Sequence[Item], every: bool) -> str:
    lines = [_item(item) for item in (items if every else items[:_MOST_ITEMS])]
    if len(items) > len(lines):
        lines.append(f":gray[and {len(items) - len(lines)} more]")
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)


def _item(item: Item) -> str:
    """One value or claim with what it holds under, the works and its marks."""
    parts = [f"**{say(item.text)}** :green-badge[:material/star: best]" if item.best else say(item.text)]
    parts += [f":gray[({say(item.conditions)})]"] if item.conditions else []
    parts += [say(cite(item.cited))] if item.cited else []
    evidence = item.evidence
    if evidence and evidence.stance != "asserted":
        parts.append(f":gray-badge[{say(evidence.stance)}]" if evidence.stance != "denied" else ":red-badge[denied]")
    parts += [":orange-badge[inferred]"] if evidence and evidence.status == "inferred" else []
    parts += [":red-badge[≠ contradicted]"] if item.contradicted else []
    return " ".join(parts)


def _plain_field(items: Sequence[Item]) -> str:
    return "; ".join(_plain_item(item) for item in items)


def _plain_item(item: Item) -> str:
    beside = "; ".join(filter(None, (item.conditions, ", ".join(_marks(item)))))
    return " ".join(filter(None, (plain(item.text), f"({plain(beside)})" if beside else "", cite(item.cited))))


def _marks(item: Item) -> list[str]:
    evidence = item.evidence
    marks = ["best"] if item.best else []
    marks += [evidence.stance] if evidence and evidence.stance != "asserted" else []
    marks += ["inferred"] if evidence and evidence.status == "inferred" else []
    return [*marks, *(["contradicted"] if item.contradicted else [])]
