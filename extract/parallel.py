"""Documents read by several processes at once, in order, holding only as many as are being read."""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

from extract.document import Document
from kg.lexicon import Lexicon

if TYPE_CHECKING:
    from extract.extractor import Extraction, Extractor

_LEXICON: list[Lexicon] = []


def in_parallel(lexicon: Lexicon, documents: Iterable[Document], processes: int) -> "Iterator[Extraction]":
    """The extraction of each document, in order."""
    waiting: deque[Future[Extraction]] = deque()
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_start, initargs=(lexicon,))
    try:
        for document in documents:
            waiting.append(pool.submit(_extract, document))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _start(lexicon: Lexicon) -> None:
    """Make a process ready; Ctrl-C is for the one that waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _LEXICON.append(lexicon)


@cache
def _extractor() -> "Extractor":
    from extract.extractor import Extractor

    return Extractor(_LEXICON[0])


def _extract(document: Document) -> "Extraction":
    return _extractor().extract(document)
