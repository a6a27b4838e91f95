"""The tables of decisions in a folder: accepted, rejected and undecided candidates, who decided and when.

Every change is made under a lock, on what the files hold at that moment, and each file is replaced as a whole: two
people may decide at once, and whoever is cut off has lost nothing. A thing that a decision brings stands in its table
before the fact that names it does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.curated_check import ENTITY_TABLES, VERDICTS
from kg.dictionary import column_dictionary, data_folder
from kg.errors import StoreError, TableError
from kg.tables import read_table, write_table

Cells = Mapping[str, str]
_WAIT = 30.0  # seconds for another's decision to be written


@dataclass(frozen=True)
class Decision:
    """A verdict on a candidate, as the cells of its row, and the things and papers that it brings along.

    `things` are (table, cells) for the graph's tables of things; `paper` are the cells of a row of `papers`.
    """

    verdict: str
    cells: Cells
    things: tuple[tuple[str, Cells], ...] = ()
    paper: Cells | None = None

    @property
    def key(self) -> str:
        """The key of the candidate."""
        return self.cells["candidate"]


class Decided(StoreError):
    """A candidate that somebody has decided already; `decision` is theirs."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        cells = decision.cells
        super().__init__(
            f"candidate {decision.key} was {decision.verdict} by {cells['by']} on {cells['on'][:10]}: "
            "take that back first to decide it anew"
        )


class Decisions:
    """The decisions of one folder, beside those of the project, which count as decided too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self) -> dict[str, Decision]:
        """All decisions by the key of their candidate; raises TableError where a table cannot be read."""
        found: dict[str, Decision] = {}
        for folder in _folders(self.folder):
            for decision in _read(folder):
                known = found.setdefault(decision.key, decision)
                if known.verdict == "undecided":
                    found[decision.key] = decision
        return found

    def own(self) -> list[Decision]:
        """The decisions of this folder, the latest first."""
        return sorted(_read(self.folder), key=lambda one: (one.cells["on"], one.key), reverse=True)

    def paper_of(self, keys: Iterable[str]) -> Cells | None:
        """The row of the one paper that the decided ones of some candidates are credited to."""
        wanted = set(keys)
        credited = {one.cells["paper"] for one in self.own() if one.key in wanted}
        rows = {row["id"]: row for folder in _folders(self.folder) for row in _rows(folder, "papers")}
        return rows.get(credited.pop()) if len(credited) == 1 else None

    def record(self, decisions: Sequence[Decision]) -> None:
        """Write decisions, all or none; raises Decided where somebody else was faster with another one."""
        with self._locked():
            standing = self.read()
            for one in decisions:
                before = standing.get(one.key)
                if before is not None and before.verdict != "undecided":
                    raise Decided(before)
            self._bring(decisions)
            self._change({one.key: one for one in decisions})

    def take_back(self, keys: Iterable[str]) -> list[Decision]:
        """Remove decisions, and the things that only they brought into the folder; returns those that were there."""
        with self._locked():
            wanted = set(keys)
            gone = [one for one in _read(self.folder) if one.key in wanted]
            if gone:
                self._change(dict.fromkeys(wanted))
                self._remove_unused({one.cells[side] for one in gone for side in ("subject", "object")})
            return gone

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # 60 ms, and only a decision needs it

        self.folder.mkdir(parents=True, exist_ok=True)
        lock = self.folder / ".lock"
        try:
            with FileLock(lock, timeout=_WAIT):
                yield
        except Timeout:
            raise StoreError(f"another program has held {lock} for {_WAIT:g} s; wait for it or end it") from None

    def _bring(self, decisions: Sequence[Decision]) -> None:
        """Put papers and things into their tables, unless they are there."""
        brought: dict[str, list[Cells]] = {}
        for one in decisions:
            for table, cells in [*([("papers", one.paper)] if one.paper else []), *one.things]:
                brought.setdefault(table, []).append(cells)
        for table, new in brought.items():
            known = {row["id"] for folder in _folders(self.folder) for row in _rows(folder, table)}
            fresh = {cells["id"]: cells for cells in new if cells["id"] not in known}
            if fresh:
                self._write(table, [*_rows(self.folder, table), *fresh.values()])

    def _change(self, changes: Mapping[str, Decision | None]) -> None:
        """Give candidates their new verdict (None: none), writing to the new table before removing from the old."""
        before = {verdict: _rows(self.folder, verdict) for verdict in VERDICTS}
        after = {verdict: [row for row in rows if row["candidate"] not in changes] for verdict, rows in before.items()}
        for one in changes.values():
            if one is not None:
                after[one.verdict].append(one.cells)
        grown = [verdict for verdict in VERDICTS if len(after[verdict]) > len(before[verdict])]
        for verdict in dict.fromkeys([*grown, *VERDICTS]):
            if after[verdict] != before[verdict]:
                self._write(verdict, after[verdict])

    def _remove_unused(self, names: set[str]) -> None:
        used = {
            value
            for table in column_dictionary()
            for row in _rows(self.folder, table)
            for column, cell in row.items()
            for value in (part.strip() for part in cell.split("|"))
            if column != "id" and value != row.get("id")
        }
        for table in ENTITY_TABLES:
            rows = _rows(self.folder, table)
            kept = [row for row in rows if row["id"] not in names or row["id"] in used]
            if len(kept) < len(rows):
                self._write(table, kept)

    def _write(self, table: str, rows: Sequence[Cells]) -> None:
        path = self.folder / f"{table}.tsv"
        if rows or path.exists():
            write_table(path, table, rows)


def _folders(folder: Path) -> list[Path]:
    """A folder and that of the project's own decisions, each once."""
    return list({path.resolve(): path for path in (folder, data_folder() / "reviewed", data_folder())}.values())


def _rows(folder: Path, table: str) -> list[Cells]:
    """The rows of a table that is to be written again: one that cannot be read is never replaced."""
    problems: list[str] = []
    rows = [row.cells for row in read_table(folder, table, column_dictionary()[table], problems)]
    if problems:
        raise TableError(problems)
    return list(rows)


def _read(folder: Path) -> Iterator[Decision]:
    """Decisions of a folder; of a candidate that a broken-off change left in two tables, the first."""
    seen: set[str] = set()
    for verdict in VERDICTS:
        for cells in _rows(folder, verdict):
            if cells["candidate"] not in seen:
                seen.add(cells["candidate"])
                yield Decision(verdict, cells)
