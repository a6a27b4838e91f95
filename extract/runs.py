"""The candidates of papers that were read: a file for each run, in the home of the graph or wherever a person says."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from kg.errors import SseKgError
from kg.paper_details import paper_id
from kg.proposals import Proposal, read_proposals
from kg.store import home

LARGEST = 100_000_000
"""No file of candidates is read that is longer than this many bytes."""


def runs_folder() -> Path:
    """Where runs are kept; they hold sentences of papers and stay on the person's machine."""
    return home() / "candidates"


def runs() -> list[Path]:
    """The runs that were kept, the latest first."""
    return sorted(runs_folder().glob("*.jsonl"), key=lambda path: (-path.stat().st_mtime, path.name))


def read_run(path: Path) -> list[Proposal]:
    """The proposals of a run; raises SseKgError with one line for what is no file of candidates."""
    try:
        if path.stat().st_size > LARGEST:
            raise SseKgError(f"{path}: larger than {LARGEST // 1_000_000} MB: review it in parts")
        with path.open(encoding="utf-8-sig") as lines:
            return read_proposals(lines, str(path))
    except UnicodeDecodeError as error:
        raise SseKgError(
            f"{path}: not UTF-8 text at byte {error.start}: give the JSON lines that 'sse-kg extract' prints"
        ) from None


def read_runs(paths: Iterable[Path]) -> list[Proposal]:
    """The proposals of several runs, each once."""
    return list({one.key: one for path in paths for one in read_run(path)}.values())


def keep_run(name: str, data: bytes) -> Path:
    """Keep candidates that were found elsewhere; raises SseKgError for what is no file of candidates."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SseKgError(
            f"{name}: not UTF-8 text at byte {error.start}: give the JSON lines of 'sse-kg extract'"
        ) from None
    if not read_proposals(text.split("\n"), name):
        raise SseKgError(f"{name} holds no candidates")
    run = run_for(name, data)
    run.parent.mkdir(parents=True, exist_ok=True)
    new = run.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(run)
    return run


def keep_front(run: Path, front: Mapping[str, str]) -> None:
    """Keep what the paper of a run says of itself: title, DOI, year."""
    run.with_suffix(".json").write_text(json.dumps(front, ensure_ascii=False), encoding="utf-8")


def front_of(run: Path) -> dict[str, str]:
    """What the paper of a run says of itself; nothing where none was kept, as for candidates found elsewhere."""
    try:
        kept = json.loads(run.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(text) for name, text in kept.items()} if isinstance(kept, dict) else {}


def run_for(name: str, data: bytes) -> Path:
    """Where the run of an uploaded file is kept: one for each content, under a name that is safe."""
    stem = Path(name.replace("\\", "/")).stem
    return runs_folder() / f"{paper_id(stem)}-{sha256(data).hexdigest()[:8]}.jsonl"
