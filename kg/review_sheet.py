"""Proposals as a sheet (tab-separated), to be filled in with decisions by hand or by program and read back.

Each line is a proposal with its key; whoever writes `accept`, `reject` or `later` into `decision` decides it. Changed
cells are edits, an empty cell changes nothing, `-` empties it.
"""

from collections.abc import Iterator
from pathlib import Path

from kg.export import safe_cell
from kg.proposals import Proposal, one_line
from kg.review import EDITABLE, DecisionError, Review
from kg.reviewed import Decided, Decision

_VERDICTS = {
    "accept": "accepted", "accepted": "accepted", "reject": "rejected", "rejected": "rejected",
    "later": "undecided", "undecided": "undecided",
}  # fmt: skip
COLUMNS = (
    "candidate", "decision", "graph", "subject", "subject_text", "predicate", "object", "object_text", "aspect",
    "sign", "value", "upper", "unit", "conditions", "stance", "confidence", "rule", "section", "table", "row", "refs",
    "note", "sentence",
)  # fmt: skip
_EMPTY = "-"
#: Columns with words of a paper, in which a spreadsheet must not find a formula.
_FOREIGN = ("subject", "subject_text", "object", "object_text", "conditions", "rule", "section", "sentence")


def write_sheet(review: Review, proposals: list[Proposal]) -> Iterator[str]:
    """The lines of a sheet, header first. `graph` says how each proposal stands to what the graph holds."""
    yield "\t".join(COLUMNS)
    for one in proposals:
        cells = _cells(review, one) | {"graph": review.known.standing(review.linked(one))}
        yield "\t".join(cells.get(name, "") for name in COLUMNS)


def _cells(review: Review, proposal: Proposal) -> dict[str, str]:
    """The cells of a line as they are written."""
    cells = review.cells(proposal) | {
        "subject_text": one_line(proposal.subject.text),
        "object_text": one_line(proposal.object.text),
        "sentence": " ".join(one_line(word) for word in proposal.sentence.split()),
    }
    return cells | {name: safe_cell(cells[name]) for name in _FOREIGN}


def read_sheet(path: Path, review: Review) -> list[Decision]:
    """The decisions of a filled-in sheet; raises DecisionError with a line for each that cannot be written.

    What was decided in the same way before is left out, so that a sheet may be read twice.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DecisionError([f"{path}: not UTF-8 text at byte {error.start}: save the sheet as UTF-8"]) from None
    names = lines[0].split("\t") if lines else []
    _refuse_header(path, names)
    problems: list[str] = []
    found: dict[str, tuple[int, Decision]] = {}
    standing = review.decisions.read()
    for number, line in enumerate(lines[1:], 2):
        try:
            one = _decision(line, names, review)
        except DecisionError as error:
            problems.append(f"{path}:{number}: {error}")
            continue
        before = standing.get(one.key) if one else None
        if one is None or (before and before.verdict == one.verdict):
            continue
        if before and before.verdict != "undecided":
            problems.append(f"{path}:{number}: {Decided(before)}")
        elif one.key in found:
            problems.append(f"{path}:{number}: candidate {one.key} stands in line {found[one.key][0]} already")
        found.setdefault(one.key, (number, one))
    at = {one.key: number for number, one in found.values()}
    decisions = [one for _, one in found.values()]
    problems += [f"{path}:{at[one.key]}: {text}" for one, text in review.check(decisions)]
    if problems:
        raise DecisionError(problems)
    return decisions


def _refuse_header(path: Path, names: list[str]) -> None:
    for wanted in ("candidate", "decision"):
        if wanted not in names:
            raise DecisionError([f"{path}:1: there is no column {wanted}: write the sheet with --list"])
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise DecisionError([f"{path}:1: there is no column '{unknown[0]}': use {', '.join(COLUMNS)}"])


def _decision(line: str, names: list[str], review: Review) -> Decision | None:
    """The decision of a line; nothing where none was made."""
    values = [cell.strip() for cell in line.split("\t")]
    if len(values) > len(names):
        raise DecisionError([f"{len(values)} cells instead of {len(names)}: check the tabs of this line"])
    cells = dict(zip(names, values, strict=False))
    if not cells.get("decision"):
        return None
    verdict = _VERDICTS.get(cells["decision"].casefold())
    if verdict is None:
        raise DecisionError([f"column decision: '{cells['decision']}' is none: write accept, reject or later"])
    proposal = review.proposals.get(cells.get("candidate", ""))
    if proposal is None:
        raise DecisionError([f"column candidate: the file of candidates has none of key '{cells.get('candidate')}'"])
    written = _cells(review, proposal)
    changed = {name: text for name, text in cells.items() if name in EDITABLE and text not in ("", written.get(name))}
    edits = {name: "" if text == _EMPTY else text for name, text in changed.items()}
    for side in ("subject", "object", "aspect"):
        if verdict == "accepted" and edits.get(side):
            edits[side] = review.resolve(edits[side]) or edits[side]
    return review.decision(proposal, verdict, edits)
