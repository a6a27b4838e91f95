"""Which claims a question speaks of: every claim is held against what the question names and the words it uses.

This stands in where no chain of relations joins what is named, and tells claims apart by words that are no names.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.grammar import is_function_word
from kg.ground import Grounded, Mention
from kg.lexicon import Lexicon
from kg.model import Curated
from kg.vocabulary import Vocabulary
from kg.wording import say_measurement, say_statement
from kg.words import fold, stem, tokenize

FILE = "recall.json"
_NAMED = 1.3


@dataclass(frozen=True)
class Told:
    """A claim as a bag of stems, with its ends."""

    claim: str
    subject: str
    predicate: str
    object: str
    aspect: str
    denied: bool
    stems: frozenset[str]

    @property
    def ends(self) -> tuple[str, str, str]:
        """What the claim is about."""
        return self.subject, self.object, self.aspect


@dataclass(frozen=True)
class Hit:
    """A claim that a question speaks of, and the share of the question that it covers."""

    told: Told
    coverage: float
    named: frozenset[str]


@dataclass(frozen=True)
class Recall:
    """All claims of a graph, ready to be held against questions."""

    told: tuple[Told, ...]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """Stem -> how telling it is: the rarer, the more."""
        counts = Counter(s for t in self.told for s in t.stems)
        return {s: log(1 + len(self.told) / n) for s, n in counts.items()}

    @cached_property
    def _by_end(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, told in enumerate(self.told):
            for end in filter(None, told.ends):
                found[end].append(place)
        return found

    def rarity(self, word: str) -> float:
        """How telling a stem is; one that no claim uses tells most."""
        return self._rarity.get(word, log(1 + len(self.told)))

    def knows(self, word: str) -> bool:
        """Whether any claim uses a word."""
        return stem(fold(word)) in self._rarity

    def tells(self, told: Told, unknown: Iterable[str]) -> bool:
        """Whether a claim reads at least half of the words that no name reads."""
        stems = [stem(fold(word)) for word in unknown]
        return sum(s in told.stems for s in stems) * 2 >= len(stems)

    def search(self, grounded: Grounded, lexicon: Lexicon, relations: Iterable[str]) -> list[Hit]:
        """Claims that name at least one of the things of the question, best covered first."""
        wanted = frozenset(relations)
        names = [_Name.of(mention, lexicon, self) for mention in grounded.mentions if mention.senses]
        names = [name for name in names if name.weight > 0]
        words = [s for s in _loose_stems(grounded) if s]
        total = sum(name.weight for name in names) + sum(map(self.rarity, words))
        if not total:
            return []
        places = {p for name in names for i in name.ids for p in self._by_end.get(i, ())}
        hits = [self._hit(self.told[p], names, words, wanted, total) for p in places]
        hits.sort(key=lambda hit: (-hit.coverage, hit.told.claim))
        return hits

    def _hit(self, told: Told, names: list["_Name"], words: list[str], wanted: frozenset[str], total: float) -> Hit:
        score = 0.0
        named: set[str] = set()
        for name in names:
            if name.ids.intersection(told.ends):
                score += name.weight
                named |= name.ids.intersection(told.ends)
            else:
                held = sum(self.rarity(s) for s in sorted(name.stems & told.stems))
                score += min(name.weight, held) * 0.7
        score += sum(self.rarity(s) for s in words if s in told.stems)
        score += 1.0 if told.predicate in wanted else 0.0
        return Hit(told, score / total, frozenset(named))


@dataclass(frozen=True)
class _Name:
    """What a mention may name, the stems it is written with, and its weight."""

    ids: frozenset[str]
    stems: frozenset[str]
    weight: float

    @classmethod
    def of(cls, mention: Mention, lexicon: Lexicon, recall: Recall) -> "_Name":
        ids: set[str] = set()
        for sense in mention.senses:
            if sense.kind == "thing":
                ids |= set(lexicon.with_narrower(sense.id))
            elif sense.kind in ("property", "high", "low", "more-high", "more-low"):
                ids.add(sense.id)
            elif sense.kind == "element":
                ids.add(f"dopant-{sense.id}")
        stems = frozenset(_stems(mention.text))
        kinds = {sense.kind for sense in mention.senses}
        if kinds & {"table", "unit", "section", "reference"} or not (ids or kinds & {"class"}):
            return cls(frozenset(), stems, 0.0)
        weight = sum(recall.rarity(s) for s in sorted(stems))
        return cls(frozenset(ids), stems, _NAMED * weight if ids else 0.3 * weight)


def _loose_stems(grounded: Grounded) -> list[str]:
    """Stems of the content words that no mention of a thing covers."""
    covered = [
        (m.start, m.end) for m in grounded.mentions if m.quantity or m.of("thing", "property", "class", "element")
    ]
    free = [t for t in grounded.tokens if not any(a <= t.start < b for a, b in covered)]
    return [stem(t.fold) for t in free if t.fold[0].isalpha() and not is_function_word(t.fold)]


def _stems(text: str) -> list[str]:
    return [stem(t.fold) for t in tokenize(text) if t.fold[0].isalnum() and not is_function_word(t.fold)]


def build_recall(curated: Curated, words: Vocabulary) -> Recall:
    """The claims of the tables as bags of stems."""
    from kg.graph import claim_id

    labels = {entity.id: entity.label for entity in curated.entities.values()}
    labels |= {cell.id: cell.label for cell in curated.cells}
    labels |= {name: prop.label for name, prop in words.properties.items()}

    def name(identifier: str) -> str:
        return labels.get(identifier, identifier)

    found = []
    for s in curated.statements:
        text = say_statement(s, words, name)
        denied = s.source.stance == "denied"
        found.append(Told(claim_id(s), s.subject, s.predicate, s.object, s.aspect, denied, frozenset(_stems(text))))
    for m in curated.measurements:
        text = say_measurement(m, words, name)
        found.append(Told(claim_id(m), m.subject, "hasMeasurement", m.property, "", False, frozenset(_stems(text))))
    return Recall(tuple(sorted(found, key=lambda told: told.claim)))


def write_recall(recall: Recall, folder: Path) -> None:
    """Write the index beside the store."""
    rows = [[t.claim, t.subject, t.predicate, t.object, t.aspect, t.denied, sorted(t.stems)] for t in recall.told]
    (folder / FILE).write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def load_recall(folder: Path) -> Recall:
    """Read the index of a store folder; raises StoreError when it is missing or broken."""
    try:
        rows: list[Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / FILE} cannot be read ({error}): run 'sse-kg build'") from error
    return Recall(tuple(Told(c, s, p, o, a, d, frozenset(stems)) for c, s, p, o, a, d, stems in rows))
