"""The review in a terminal: one candidate a screen, its sentence marked, what the graph says, one key a decision."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from kg.cli_say import clean
from kg.errors import SseKgError
from kg.new_things import classes_for, propose_thing
from kg.proposals import Named, Proposal
from kg.review import Review
from kg.reviewed import Cells, Decided
from kg.spans import parts
from kg.wording import say_value

if TYPE_CHECKING:
    from kg.known import Standing

_KEYS = "a accept   e edit   x reject (it is wrong)   space later (cannot tell)   u undo   q quit"
_STYLES = {"subject": "bold cyan", "object": "bold magenta", "value": "bold yellow"}
_SAID: "dict[Standing, str]" = {
    "same": "the graph has it",
    "opposite": "the graph has the opposite",
    "reverse": "the graph has it the other way round",
    "other value": "the graph has another value",
    "related": "the graph has another relation between the two",
    "new": "new to the graph",
}
_ASKED = ("subject", "predicate", "object", "sign", "value", "upper", "unit", "conditions", "stance", "note")
_VALUES = {"sign", "value", "upper", "unit"}
_BRACES = re.compile(r"\{([^{}]*)\}")
Things = list[tuple[str, Cells]]


def run(review: Review, proposals: Sequence[Proposal]) -> None:
    """Ask for each proposal until none is left or the person quits; every answer is kept before the next is asked."""
    _Screen(review, list(proposals)).run()


class _Screen:
    def __init__(self, review: Review, proposals: list[Proposal]) -> None:
        self.review, self.proposals = review, proposals
        self.console = Console(highlight=False)
        self.at = 0
        self.done: list[int] = []

    def run(self) -> None:
        while self.at < len(self.proposals):
            proposal = self.review.linked(self.proposals[self.at])
            self._show(proposal)
            if not self._answer(proposal):
                break
        left = len(self.review.pending())
        self.console.print(f"{len(self.done)} decided now, {left} still to decide. Accepted ones are in the graph now.")

    def _answer(self, proposal: Proposal) -> bool:
        """Ask for one key and do what it says; False ends the review."""
        key = _read_key() or "q"
        actions = {"a": self._accept, "e": self._edit, "x": self._reject, " ": self._later, "u": self._undo}
        if key in ("q", "\x03", "\x04", "\x1b"):
            return False
        if key in actions:
            try:
                actions[key](proposal)
            except EOFError:
                return False
            except Decided as error:
                self._complain(str(error))
                self._next()
            except SseKgError as error:
                self._complain(*str(error).splitlines())
        return True

    # ── the keys ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _accept(self, proposal: Proposal) -> None:
        edits: dict[str, str] = {}
        things = self._name_unknown(proposal, {"subject": proposal.subject, "object": proposal.object}, edits)
        self._keep(proposal, "accepted", edits, things)

    def _reject(self, proposal: Proposal) -> None:
        self._keep(proposal, "rejected")

    def _later(self, proposal: Proposal) -> None:
        self._keep(proposal, "undecided")

    def _edit(self, proposal: Proposal) -> None:
        """Ask for each cell, Enter keeping what stands; then accept."""
        self.console.print("Enter keeps what stands in brackets, - empties it.", style="dim")
        before = self.review.cells(proposal)
        edits: dict[str, str] = {}
        for name in _ASKED:
            if name in _VALUES and edits.get("predicate", before["predicate"]) != "hasValue":
                continue
            text = self._ask(name, before[name])
            if name in ("subject", "object"):
                text = self.review.resolve(text) or text
            if text != before[name]:
                edits[name] = text
        sides = ("subject", "object")
        words = {
            side: Named(name := edits.get(side, before[side]), getattr(proposal, side).type, name) for side in sides
        }
        things = self._name_unknown(proposal, words, edits)
        self._keep(proposal, "accepted", edits, things)

    def _undo(self, proposal: Proposal) -> None:
        if not self.done:
            self._complain("nothing was decided in this session that could be undone")
            return
        self.at = self.done.pop()
        self.review.take_back(self.proposals[self.at].key)

    def _keep(
        self, proposal: Proposal, verdict: str, edits: dict[str, str] | None = None, things: Things | None = None
    ) -> None:
        self.review.decide(proposal, verdict, edits, things or ())
        self.done.append(self.at)
        self._next()

    def _next(self) -> None:
        self.at += 1

    # ── what is new ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _name_unknown(self, proposal: Proposal, sides: Mapping[str, Named], edits: dict[str, str]) -> Things:
        """Put the ids of what the graph does not know by these words into `edits`; returns the rows of what is new."""
        things: Things = []
        for side, named in sides.items():
            if self.review.known.has(named.id):
                continue
            edits[side] = self._ask_known(named.text)
            if not edits[side]:
                table, cells = self._ask_thing(named, is_product=proposal.is_product(side))
                edits[side] = cells["id"]
                things.append((table, cells))
        return things

    def _ask_known(self, text: str) -> str:
        """The id of what words name, if the person says that the graph knows it under another name."""
        similar = "; ".join(self.review.known.label(one) for one in self.review.similar(text))
        self.console.print(f"The graph knows nothing called “{clean(text)}”.", style="yellow", markup=False)
        if similar:
            self.console.print(f"Names like it: {clean(similar)}", style="dim", markup=False)
        likely = self.review.resolve(text)
        while name := self._ask("Which thing is it, by its name or id? - for a new one", likely):
            if found := self.review.resolve(name):
                return found
            self._complain(f"the graph knows nothing called '{name}' either")
        return ""

    def _ask_thing(self, named: Named, *, is_product: bool) -> tuple[str, dict[str, str]]:
        table, cells = propose_thing(named, self.review.curated, is_product=is_product)
        self.console.print(f"A new line of {table}:", style="yellow")
        columns = {
            "materials": ("id", "label", "class", "formula", "parent", "aliases"),
            "dopants": ("id", "label", "element", "aliases"),
        }
        for name in columns.get(table, ("id", "label", "class", "aliases", "definition")):
            if name == "class":
                self.console.print(f"classes: {', '.join(classes_for(table, self.review.words))}", style="dim")
            cells[name] = self._ask(name, cells.get(name, ""))
        return table, cells

    def _ask(self, name: str, before: str) -> str:
        text = self.console.input(Text(f"{name} [{clean(before)}]: ")).strip()
        return before if not text else "" if text == "-" else text

    # ── the screen ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self, proposal: Proposal) -> None:
        paper = self.review.paper(proposal)
        section = f", section {clean(proposal.section)}" if proposal.section else ""
        row = f", Table {proposal.table} row {proposal.row or '?'}" if proposal.table else ""
        self.console.rule(style="dim")
        self.console.print(
            f"{self.at + 1} of {len(self.proposals)}   {clean(paper['title'])}{section}{row}", style="dim", markup=False
        )
        self.console.print(_marked(proposal))
        self.console.print()
        self.console.print(self._said(proposal))
        how = f"confidence {proposal.confidence:.2f}, rule {clean(proposal.rule)}"
        self.console.print(how, style="dim", markup=False)
        facts = self.review.known.facts(proposal)
        self.console.print(_SAID[facts[0].standing if facts else "new"], style="green", markup=False)
        for fact in facts[:6]:
            self.console.print(f"  {clean(fact.words)} ({fact.place})", markup=False)
        self.console.print(_KEYS, style="dim", markup=False)

    def _said(self, proposal: Proposal) -> Text:
        text = Text()
        text.append(self._name(proposal.subject), _STYLES["subject"])
        text.append(f"  {'NOT ' if proposal.negated else ''}{clean(proposal.predicate)}  ")
        text.append(self._name(proposal.object), _STYLES["object"])
        if proposal.value is not None:
            value = say_value(proposal.sign, proposal.value, proposal.unit, proposal.upper)
            text.append(f"  {clean(value)}", _STYLES["value"])
        for key, condition in proposal.conditions:
            text.append(f"  {clean(key)} {clean(condition)}")
        return text

    def _name(self, named: Named) -> str:
        known = self.review.known.has(named.id)
        return clean(f"{self.review.known.label(named.id)} ({named.id})" if known else f"{named.text} (new)")

    def _complain(self, *lines: str) -> None:
        for line in lines:
            self.console.print(clean(line), style="red", markup=False)


def _read_key() -> str:
    """One key, also one that was typed ahead; nothing when there is no more input."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return typer.getchar()
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)
        return os.read(terminal, 1).decode("utf-8", "replace")
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _marked(proposal: Proposal) -> Text:
    """The sentence with subject, object and value marked; what would steer the terminal is left out."""
    text = Text()
    for role, words in parts(proposal):
        text.append(_shown(_BRACES.sub(r"\1", words)), f"{_STYLES[role]} underline" if role else "")
    return text


def _shown(part: str) -> str:
    """A part of a sentence for the terminal, with the blanks at its ends."""
    inner = clean(part)
    before = " " if part[:1].isspace() and inner else ""
    after = " " if part[-1:].isspace() else ""
    return f"{before}{inner.strip()}{after}"
