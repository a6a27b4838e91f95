"""Several query workers that many callers share: each query has one for itself, or is told that all are busy."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kg.errors import SseKgError
from kg.worker import QueryWorker


class Busy(SseKgError):
    """No worker was free in time."""


class Workers:
    """A few query workers on the live graph; `live` says which folder that is, and a new one is taken up at once.

    Safe to share between threads.
    """

    def __init__(
        self, live: Callable[[], Path], count: int, *, timeout: float, max_bytes: int, prefixes: Mapping[str, str]
    ) -> None:
        self._live, self._timeout, self._max_bytes, self._prefixes = live, timeout, max_bytes, prefixes
        self.count = count
        self._idle: list[QueryWorker] = []
        self._free = threading.BoundedSemaphore(count)
        self._lock = threading.Lock()
        self._closed = False

    def folder(self) -> Path:
        """The folder of the live graph; raises StoreError when there is none."""
        return self._live()

    @contextmanager
    def lease(self, wait: float) -> Iterator[QueryWorker]:
        """A worker for oneself; raises Busy when none is free within some seconds."""
        if not self._free.acquire(timeout=wait):
            raise Busy(f"all {self.count} query processes have been busy for {wait:g} s; ask again in a moment")
        try:
            worker = self._take()
            try:
                yield worker
            finally:
                self._give_back(worker)
        finally:
            self._free.release()

    def close(self) -> None:
        """End the idle workers, and those at work as soon as they have answered."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def _take(self) -> QueryWorker:
        folder = self._live()
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker and worker.folder == folder:
            return worker
        if worker:
            worker.close()
        return QueryWorker(folder, timeout=self._timeout, max_bytes=self._max_bytes, prefixes=self._prefixes)

    def _give_back(self, worker: QueryWorker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.close()
