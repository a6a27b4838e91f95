"""A person's own copies of papers: their sentences by fingerprint, in the home folder, so that evidence shows them.

The graph holds no sentence, only fingerprints. Who has the paper registers it once (`sse-kg text add`).
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.errors import StoreError
from kg.evidence import rows_of
from kg.names import DCTERMS, RDFS, term
from kg.notation import plain_text
from kg.store import Store, home

_FOLDER = "texts"
_RAISED = re.compile(r"\^\{([^{}]*)\}")
_LOWERED = re.compile(r"\{([^{}]*)\}")
_HIGH = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_LOW = str.maketrans("0123456789+-−–x", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋ₓ")


@dataclass(frozen=True)
class Copy:
    """A registered copy: the name it goes by, its file, when it was added, and its sentences by fingerprint.

    It is one of `paper`; `found` of the `wanted` sentences of that paper, on which facts rest, were in it.
    """

    name: str
    source: str
    added: str
    paper: str
    found: int
    wanted: int
    sentences: Mapping[str, str] = field(default_factory=dict)


def copies() -> list[Copy]:
    """All copies, by name."""
    return [_load(path, path.stat().st_mtime_ns) for path in _files()]


def known_sentences(store: Store) -> dict[str, frozenset[str]]:
    """The fingerprints of the sentences that facts rest on, by the name of their paper."""
    paths = (f"<{DCTERMS}isPartOf> ?section . ?section <{DCTERMS}isPartOf>", f"<{term('statedInPaper')}>")
    found: dict[str, set[str]] = {}
    for path in paths:
        for row in rows_of(store, f"SELECT ?paper ?print {{ ?s <{term('fingerprint')}> ?print ; {path} ?paper }}"):
            found.setdefault(row["paper"], set()).add(row["print"])
    values = " ".join(f"<{iri}>" for iri in found)
    names = {
        row["p"]: row["l"] for row in rows_of(store, f"SELECT ?p ?l {{ VALUES ?p {{ {values} }} ?p <{RDFS}label> ?l }}")
    }
    return {names.get(paper, paper): frozenset(prints) for paper, prints in found.items()}


def keep_copy(copy: Copy) -> None:
    """Register a copy; one of the same name is replaced, in a single step."""
    folder = home() / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{copy.name}.json"
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.write_text(json.dumps(asdict(copy), ensure_ascii=False), encoding="utf-8")
    new.replace(path)


def remove_copy(name: str) -> None:
    """Forget a copy; raises StoreError when there is none of that name."""
    path = next((path for path in _files() if path.stem == name), None)
    if path is None:
        known = ", ".join(path.stem for path in _files()) or "none is registered"
        raise StoreError(f"there is no copy '{name}'; known: {known}")
    path.unlink()


def sentence_of(fingerprints: Iterable[str]) -> str:
    """The sentences behind fingerprints, for a person to read; empty when no copy holds them."""
    held = copies() if (prints := tuple(fingerprints)) else []
    found = (next((c.sentences[one] for c in held if one in c.sentences), "") for one in prints)
    return " … ".join(readable(sentence) for sentence in found if sentence)


@lru_cache(maxsize=1024)
def readable(sentence: str) -> str:
    r"""A sentence as it is printed, whatever markup its copy has.

    >>> readable(r"$\text{Na}_3\text{PS}_4$ has 10^{-3} S cm^{−1}, Na_{2.88}SbS_4 more.^{12–14}")
    'Na₃PS₄ has 10⁻³ S cm⁻¹, Na₂.₈₈SbS₄ more.¹²⁻¹⁴'
    """
    plain = plain_text(sentence).text.replace("\0", "")
    raised = _RAISED.sub(lambda match: match[1].translate(_HIGH), plain)
    return " ".join(_LOWERED.sub(lambda match: match[1].translate(_LOW), raised).split())


def _files() -> list[Path]:
    return sorted((home() / _FOLDER).glob("*.json"))


@lru_cache(maxsize=32)
def _load(path: Path, changed: int) -> Copy:
    """A copy as it was kept; read again only after it has changed."""
    try:
        return Copy(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise StoreError(f"{path} is broken; remove it, and add the copy again") from error
