"""Files and folders -> the papers in them, read one after the other; one that cannot be read says why."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from extract.document import Document
from extract.reader import read_document
from kg.errors import ReadError, SseKgError

PAPERS = frozenset((".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf"))


@dataclass(frozen=True)
class Outcome:
    """A file with the paper in it, or with why there is none."""

    path: Path
    document: Document | None = None
    problem: str = ""


def find_papers(paths: Iterable[Path]) -> list[Path]:
    """The files named, and all papers in the folders named, each once; hidden files are passed over."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in PAPERS and one.is_file())
            found |= {one: None for one in inside if not _is_hidden(one.relative_to(path))}
        else:
            found[path] = None
    return list(found)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read_papers(paths: Iterable[Path], jobs: int = 1) -> Iterator[Outcome]:
    """The files in order; with several jobs the next few are read while the first is worked on."""
    if jobs == 1:
        yield from map(_read, paths)
        return
    rest = iter(paths)
    pool = ThreadPoolExecutor(jobs)
    try:
        ahead: deque[Future[Outcome]] = deque(pool.submit(_read, path) for path in islice(rest, 2 * jobs))
        while ahead:
            done = ahead.popleft().result()
            ahead.extend(pool.submit(_read, path) for path in islice(rest, 1))
            yield done
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read(path: Path) -> Outcome:
    try:
        return Outcome(path, read_document(path))
    except SseKgError as error:
        return Outcome(path, problem=str(error))
    except Exception as error:  # also a fault of ours: the other papers are still to be read
        return Outcome(path, problem=str(ReadError(f"{path} cannot be read: {type(error).__name__}: {error}")))
