"""A paper read in a process of its own, which tells how far it is and can be stopped: upload -> kept run of candidates.

Whoever starts a job asks `poll()` now and then. The run is written as a whole at the end; a job that was stopped, or
that failed, leaves nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from extract.runs import keep_front, run_for
from kg.errors import SseKgError
from kg.proposals import one_line

STEPS = ("reading the paper", "opening the graph", "finding statements", "keeping them")
_PACKAGES = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Progress:
    """How far a job is: steps done, what it does now, and, at the end, the run it made or what went wrong."""

    done: int
    step: str
    run: Path | None = None
    problem: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more is to come."""
        return bool(self.run or self.problem)


class Job:
    """A paper that is being read."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = one_line(name.replace("\\", "/").rsplit("/", 1)[-1]) or "paper"
        self._folder = tempfile.TemporaryDirectory(prefix="sse-kg-")
        paper = Path(self._folder.name) / "paper"
        paper.write_bytes(data)
        run = run_for(self.name, data)
        self._last = Progress(0, STEPS[0])
        paths = filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "extract.job", str(paper), self.name, str(run)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def poll(self) -> Progress:
        """How far it is."""
        return self._last

    def wait(self) -> Progress:
        """How it ended."""
        self._listener.join()
        return self._last

    def stop(self) -> None:
        """End it at once; nothing is kept."""
        if not self._last.ended:
            self._last = Progress(self._last.done, self._last.step, problem="it was stopped")
        with suppress(OSError):
            self._process.kill()
        self.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._hear(json.loads(line))
        self._process.wait()
        if not self._last.ended:
            self._last = Progress(self._last.done, self._last.step, problem="the program that reads papers ended early")
        self._folder.cleanup()

    def _hear(self, said: dict[str, str | int]) -> None:
        if self._last.ended:
            return
        run = Path(str(said["run"])) if "run" in said else None
        done = int(said.get("done", self._last.done))
        self._last = Progress(done, STEPS[min(done, len(STEPS) - 1)], run, str(said.get("problem", "")))


def main(paper: Path, name: str, run: Path) -> None:
    """Read a paper and keep its candidates; tells each step as a line of JSON."""
    try:
        _read(paper, name, run)
    except SseKgError as error:
        _tell(problem=str(error).splitlines()[0].replace(str(paper), name))
    except Exception as error:  # whoever waits must hear of it
        _tell(problem=f"this is a fault of sse-kg, {type(error).__name__}: {error}".splitlines()[0])


def _read(paper: Path, name: str, run: Path) -> None:
    from extract.front import read_front
    from extract.reader import read_document

    document = read_document(paper)
    front = read_front(paper.read_bytes(), document.text)
    _tell(done=1)
    from extract.extractor import Extractor
    from kg.build import ready

    extractor = Extractor.open(ready())
    _tell(done=2)
    candidates = extractor.extract(document).candidates
    _tell(done=3)
    run.parent.mkdir(parents=True, exist_ok=True)
    new = run.with_suffix(".new")
    lines = (json.dumps(one.to_dict() | {"source": name}, ensure_ascii=False) for one in candidates)
    new.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    keep_front(run, front)
    new.replace(run)
    _tell(done=len(STEPS), run=str(run))


def _tell(**said: str | int) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
