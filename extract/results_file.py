"""A file of results that grows paper by paper, with a note beside it of how far it has come.

After Ctrl-C, a crash or a power cut the file holds whole papers only, and writing goes on after the last of them.
"""

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import SseKgError

_EVERY = 2.0  # seconds between two notes


class ResultsFile:
    """The file at `path`; `kind` says what its lines are, so that only the same kind is ever added to it."""

    def __init__(self, path: Path, kind: str, resume: bool) -> None:
        self.path, self.kind = path, kind
        self.state = path.with_name(path.name + ".state")
        self.done: dict[str, int] = {}  # paper -> where its results end
        if path.exists() and not path.is_file():
            raise SseKgError(f"{path} is no file that can be gone on with; leave -o out to print the results")
        known = self._state()
        if known and not resume:
            raise SseKgError(f"{path} is unfinished; add --resume to go on, or remove {self.state} to begin again")
        if known and known["kind"] != kind:
            raise SseKgError(f"{path} holds {known['kind']}, not {kind}; use the options of the run that began it")
        self.finished = resume and not known and path.exists()
        self._begin(known)

    def _state(self) -> dict[str, Any]:
        try:
            known = json.loads(self.state.read_text(encoding="utf-8"))
            return {
                "kind": str(known["kind"]),
                "bytes": int(known["bytes"]),
                "done": [str(one) for one in known["done"]],
            }
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError):
            raise SseKgError(f"{self.state} is broken; remove it to begin again") from None

    def _begin(self, known: dict[str, Any]) -> None:
        if self.finished:
            return
        size = known.get("bytes", 0)
        if known and (not self.path.exists() or self.path.stat().st_size < size):
            raise SseKgError(f"{self.path} is shorter than {self.state} says; remove both to begin again")
        self.done = dict.fromkeys(known.get("done", ()), size)
        self.file = self.path.open("r+b" if known else "wb")
        self.file.truncate(size)
        self.file.seek(size)
        try:
            self._save()
        except BaseException:
            self.file.close()
            raise

    def add(self, paper: str, data: bytes) -> None:
        """The results of one more paper."""
        self.file.write(data)
        self.done[paper] = self.file.tell()
        if time.monotonic() - self.saved > _EVERY:
            self._save()

    def _save(self) -> None:
        """Write down how far the file has come; the note is the old one or the new one, never half."""
        self.file.flush()
        os.fsync(self.file.fileno())
        new = self.state.with_name(self.state.name + ".new")
        done = dict(self.done)
        note = {"kind": self.kind, "bytes": max(done.values(), default=0), "done": list(done)}
        new.write_text(json.dumps(note), encoding="utf-8")
        new.replace(self.state)
        self.saved = time.monotonic()

    def __enter__(self) -> "ResultsFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.finished:
            return
        try:
            self._save()
        finally:
            with suppress(OSError):  # a full disk, of which the line above has told
                self.file.close()
        if kind is None:
            self.state.unlink()
