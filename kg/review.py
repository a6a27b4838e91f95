"""Proposals of the extraction -> decisions of a person: what is still to decide, and each decision, written at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kg.build import data_folders, reviewed_folder
from kg.curated import read_curated, read_rows
from kg.curated_check import VERDICTS, check_rows, what_is_wrong_with_id
from kg.dictionary import MATERIAL_KEYS
from kg.errors import FormulaError, SseKgError
from kg.formula_reader import read_formula
from kg.known import Known
from kg.lexicon import Lexicon, build_lexicon
from kg.names import REVIEW_DOI, local
from kg.naming import find
from kg.paper_details import paper_id
from kg.proposals import Named, Proposal, one_line
from kg.reviewed import Cells, Decision, Decisions
from kg.tables import Row
from kg.vocabulary import Vocabulary, read_vocabulary

#: What a person may change of a proposal before accepting it.
EDITABLE = (
    "subject", "predicate", "object", "aspect", "sign", "value", "upper", "unit", "conditions", "stance",
    "section", "table", "row", "refs", "note",
)  # fmt: skip
#: What makes two rows say the same of one sentence.
_SAID = ("fingerprint", "subject", "predicate", "object", "value", "upper", "unit")
_HERE = Path("the candidate")


class DecisionError(SseKgError):
    """A decision that cannot be written; `problems` holds a line for each wrong cell, beginning with its column."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class Review:
    """One person's review of proposals. Decisions go to the person's folder, at once and one by one."""

    def __init__(
        self,
        proposals: Iterable[Proposal],
        by: str,
        *,
        paper: Cells | None = None,
        folder: Path | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.by = one_line(by)
        if not self.by:
            raise DecisionError(["nobody is named as the one who decides: give a name with --by"])
        self.folder = folder or reviewed_folder()
        self.decisions = Decisions(self.folder)
        self.proposals = {one.key: one for one in proposals}
        self._clock = clock
        self._put_off: list[str] = []
        self.reload()
        self._papers = self._credit(paper)

    def reload(self) -> None:
        """Read the tables of the graph anew, after things were added to them."""
        self.words: Vocabulary = read_vocabulary(self._folders())
        self.curated = read_curated(*self._folders(), vocabulary=self.words)
        self.known = Known(self.curated, self.words)
        self._built: Lexicon | None = None
        self._names: dict[str, str] = {}
        for entity in self.curated.entities.values():
            for name in {*entity.aliases, entity.label, entity.formula} - {""}:
                self._names[name] = "" if name in self._names else entity.id  # what two things bear names neither

    def _folders(self) -> tuple[Path, ...]:
        """The folders that the graph is built from, with the one that is written to."""
        return (*data_folders(), self.folder)

    # ── papers ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def paper(self, proposal: Proposal) -> Cells:
        """The row of the paper that a proposal is from."""
        return self._papers[proposal.source]

    def _credit(self, paper: Cells | None) -> dict[str, Cells]:
        by_source: dict[str, list[Proposal]] = {}
        for one in self.proposals.values():
            by_source.setdefault(one.source, []).append(one)
        return {source: self._paper(paper, source, found) for source, found in by_source.items()}

    def _paper(self, named: Cells | None, source: str, proposals: Sequence[Proposal]) -> Cells:
        """The paper that was named, or the review if half of the sentences are its own, or one called as its file."""
        ours = {sentence.fingerprint for sentence in self.curated.sentences}
        told = [one for one in proposals if not one.table]
        is_review = told and 2 * sum(one.fingerprint in ours for one in told) >= len(told)
        review = next((one.id for one in self.curated.papers.values() if one.doi == REVIEW_DOI), "")
        stem = Path(source.replace("\\", "/")).stem
        identifier = (named or {}).get("id") or (review if is_review else paper_id(stem))
        if complaint := what_is_wrong_with_id(identifier):
            raise DecisionError([complaint])
        doi = (named or {}).get("doi", "").casefold()
        same = (one for one in self.curated.papers.values() if doi and one.doi.casefold() == doi)
        known = next(same, None) or self.curated.papers.get(identifier)
        if known:
            return {"id": known.id, "title": known.title, "doi": known.doi, "year": str(known.year or "")}
        cells = {name: one_line(text) for name, text in (named or {}).items()}
        return {**cells, "id": identifier, "title": cells.get("title") or one_line(stem) or identifier}

    # ── what is to decide ────────────────────────────────────────────────────────────────────────────────────────────

    def pending(self) -> list[Proposal]:
        """What nobody has accepted or rejected, in the order given; what was put off comes last, in that order."""
        decided = self.decisions.read()
        settled = {_said(one.cells) for one in decided.values() if one.verdict != "undecided"}
        open_ = [
            one
            for one in self.proposals.values()
            if getattr(decided.get(one.key), "verdict", "undecided") == "undecided"
            and _said(self.cells(one)) not in settled
        ]
        since = {key: place for place, key in enumerate(self._put_off)}
        put_off = {key: (one.cells["on"], since.get(key, -1)) for key, one in decided.items()}
        return sorted(open_, key=lambda one: put_off.get(one.key, ("", -1)))

    def put_off(self) -> int:
        """How many are put off."""
        decided = self.decisions.read()
        return sum(key in decided and decided[key].verdict == "undecided" for key in self.proposals)

    def cells(self, proposal: Proposal, edits: Mapping[str, str] | None = None, note: str = "") -> dict[str, str]:
        """The row of a proposal, with what the person changed and without who decides and when."""
        paper, proposal = self.paper(proposal), self.linked(proposal)
        cells = {
            "subject": proposal.subject.cell,
            "predicate": one_line(proposal.predicate),
            "object": proposal.object.cell,
            "sign": proposal.sign,
            "value": _number(proposal.value),
            "upper": _number(proposal.upper),
            "unit": one_line(proposal.unit),
            "conditions": " | ".join(f"{key}={self._condition(key, text)}" for key, text in proposal.conditions),
            "stance": "denied" if proposal.negated else "asserted",
            "paper": paper["id"],
            "section": self._section(proposal, paper),
            "table": str(proposal.table or ""),
            "row": str(proposal.row or ""),
            "refs": " | ".join(map(str, proposal.references)),
            "fingerprint": proposal.fingerprint,
            "confidence": _number(proposal.confidence),
            "rule": one_line(proposal.rule),
            "candidate": proposal.key,
            "note": one_line(note),
        }
        cells.update({name: " ".join(text.split()) for name, text in (edits or {}).items()})
        return cells

    def _condition(self, key: str, text: str) -> str:
        """A condition as the tables write it: materials by their ids."""
        if key not in MATERIAL_KEYS or self.known.has(text):
            return text
        return self._names.get(text) or text

    def _section(self, proposal: Proposal, paper: Cells) -> str:
        """The section as the paper numbers it; for the review, that of the sentence with this fingerprint."""
        named = one_line(proposal.section)
        if paper.get("doi") != REVIEW_DOI or named in self.curated.sections:
            return named
        same = (one.section for one in self.curated.sentences if one.fingerprint == proposal.fingerprint)
        return next(same, "")

    def resolve(self, name: str) -> str:
        """The id of what a person names, by id, name or formula; nothing where the graph knows no such thing."""
        text = " ".join(name.split())
        if self.known.has(text):
            return text
        if self._names.get(text):
            return self._names[text]
        found = (local(one.iri) for one in find(text, self._lexicon()) if one.sure)
        return next((identifier for identifier in found if self.known.has(identifier)), "")

    def linked(self, proposal: Proposal) -> Proposal:
        """A proposal whose unknown words are looked up once more: what they name may have been added meanwhile."""
        subject, object_ = self._link(proposal.subject), self._link(proposal.object)
        return replace(proposal, subject=subject, object=object_)

    def _link(self, named: Named) -> Named:
        """What has an id that the graph knows, else bears just this name, else has just this formula."""
        if self.known.has(named.id):
            return named
        name = " ".join(named.text.split())
        if self.known.has(name):
            return replace(named, id=name)
        if name not in self._names and name[1:2].islower() and len(name) > 3:
            name = f"{name[0].lower()}{name[1:]}"  # as a sentence begins
        if name not in self._names:
            with suppress(FormulaError):
                name = read_formula(name).plain
        return replace(named, id=self._names.get(name, ""))

    def similar(self, name: str) -> tuple[str, ...]:
        """Ids of things that are called much like a name, for a person to choose from."""
        found = (local(one.iri) for one in find(name, self._lexicon(), most=12))
        return tuple(identifier for identifier in found if self.known.has(identifier))[:5]

    def _lexicon(self) -> Lexicon:
        if self._built is None:
            self._built = build_lexicon(self.curated, self.words)
        return self._built

    # ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def decision(
        self,
        proposal: Proposal,
        verdict: str,
        edits: Mapping[str, str] | None = None,
        things: Sequence[tuple[str, Cells]] = (),
        note: str = "",
    ) -> Decision:
        """A decision as it would be written."""
        assert verdict in VERDICTS
        moment = self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        cells = {**self.cells(proposal, edits, note), "by": self.by, "on": moment}
        return Decision(verdict, cells, tuple(things), self.paper(proposal))

    def decide(
        self,
        proposal: Proposal,
        verdict: str,
        edits: Mapping[str, str] | None = None,
        things: Sequence[tuple[str, Cells]] = (),
        note: str = "",
    ) -> Decision:
        """Check a decision and write it; raises DecisionError for wrong cells, Decided where somebody was faster."""
        one = self.decision(proposal, verdict, edits, things, note)
        if problems := [text for _, text in self.check([one])]:
            raise DecisionError(problems)
        self.decisions.record([one])
        self._put_off = [*(key for key in self._put_off if key != one.key), one.key]
        if verdict == "accepted":
            self.reload()
        return one

    def check(self, decisions: Sequence[Decision]) -> list[tuple[Decision, str]]:
        """What is wrong with decisions: as the tables are checked when they are read, so that they stay readable."""
        problems: list[str] = []
        rows = read_rows(self._folders(), problems)
        files = {_HERE / str(number): one for number, one in enumerate(decisions)}
        papers = {row["id"] for row in rows["papers"]}
        for path, one in files.items():
            if one.paper and one.paper["id"] not in papers:
                papers.add(one.paper["id"])
                rows["papers"].append(Row("papers", path, 1, dict(one.paper)))
            for table, cells in (*one.things, (one.verdict, one.cells)):
                rows[table].append(Row(table, path, 1, dict(cells)))
        if problems:
            raise DecisionError(problems)
        return [
            (one, text.removeprefix(f"{path}:1: "))
            for text in check_rows(rows, self.words)
            for path, one in files.items()
            if text.startswith(f"{path}:")
        ]

    def take_back(self, key: str) -> list[Decision]:
        """Undo a decision of this folder, and remove the things that only it brought."""
        gone = self.decisions.take_back([key])
        if any(one.verdict == "accepted" for one in gone):
            self.reload()
        return gone


def _said(cells: Cells) -> tuple[str, ...]:
    return (*(cells.get(name, "") for name in _SAID), "denied" if cells.get("stance") == "denied" else "")


def _number(value: float | None) -> str:
    """A number as a table holds it.

    >>> _number(32.0), _number(1.4e-05), _number(None)
    ('32', '1.4e-05', '')
    """
    if value is None:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def reviewer() -> str:
    """The name that git knows the person by; nothing where there is none."""
    import subprocess

    try:
        done = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return one_line(done.stdout)
