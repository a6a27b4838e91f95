"""Tables and ontology -> a published store: validated on the way, the same for the same input, all or nothing."""

import os
from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from kg import __version__
from kg.errors import StoreError
from kg.store import home, live_folder, publish, write_store

EXTRA = "SSE_KG_DATA"
REVIEWED = "SSE_KG_REVIEWED"
#: Decisions that change nothing in the graph.
_WITHOUT_EFFECT = frozenset({"rejected", "undecided"})
#: Raised whenever the quads or the files beside the store change their form.
FORMAT = 6

Progress = Callable[[str], None]


def reviewed_folder() -> Path:
    """Where a person's decisions on candidates are kept: SSE_KG_REVIEWED, else `reviewed` in the home of the graph."""
    named = os.environ.get(REVIEWED)
    return Path(named) if named else home() / "reviewed"


def data_folders() -> tuple[Path, ...]:
    """Further data folders of the user: those in SSE_KG_DATA, separated as in PATH, and that of their decisions."""
    named = [Path(part) for part in os.environ.get(EXTRA, "").split(os.pathsep) if part]
    for folder in named:
        if not folder.is_dir():
            raise StoreError(f"{EXTRA} names '{folder}', which is no folder: correct it or unset it")
    reviewed = reviewed_folder()
    return (*named, reviewed) if reviewed.is_dir() else tuple(named)


def stamp(folders: tuple[Path, ...] = ()) -> str:
    """A name for the input: version, ontology, tables and lists of words; it changes when any of them does."""
    digest = sha256(f"{__version__} {FORMAT}".encode())
    own = Path(str(files("kg").joinpath("data")))
    ontology = Path(str(files("ontology").joinpath("sse.ttl")))
    places = (own, own / "reviewed", *folders)
    tables = [*sorted(own.glob("*.txt")), *(path for folder in places for path in sorted(folder.glob("*.t[ts][lv]")))]
    for path in (ontology, *(table for table in tables if table.stem not in _WITHOUT_EFFECT)):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def build(folders: tuple[Path, ...] | None = None, progress: Progress = lambda text: None) -> Path:
    """Build and publish the graph; returns its folder.

    Raises TableError for wrong cells, OntologyError for broken Turtle, StoreError when it cannot be written. Until the
    last moment the graph of before stays the live one.
    """
    from kg.curated import read_curated
    from kg.graph import build_quads
    from kg.lexicon import build_lexicon, write_lexicon
    from kg.recall import build_recall, write_recall
    from kg.sketch import build_sketch, write_sketch
    from kg.vocabulary import ontology_files, ontology_quads, read_vocabulary

    folders = data_folders() if folders is None else folders
    progress("reading the ontology")
    words = read_vocabulary(folders)
    progress("reading and checking the tables")
    curated = read_curated(*folders, vocabulary=words)
    progress(f"making quads from {len(curated.statements)} claims and {len(curated.measurements)} values")
    quads = build_quads(curated, words, ontology_quads(ontology_files(folders)))
    lexicon = build_lexicon(curated, words)
    sketch = build_sketch(curated, words)
    recall = build_recall(curated, words)

    def fill(folder: Path) -> None:
        progress(f"writing {len(quads)} quads")
        write_store(folder, quads)
        write_lexicon(lexicon, folder)
        write_sketch(sketch, folder)
        write_recall(recall, folder)

    return publish(stamp(folders), fill)


def ready(progress: Progress = lambda text: None) -> Path:
    """The folder of the live graph, built first when there is none or when its input has changed."""
    folders = data_folders()
    if (home() / "current").exists():
        folder = live_folder()
        if folder.name.removeprefix("graph-").split(".")[0] == stamp(folders) and folder.is_dir():
            return folder
    return build(folders, progress)
