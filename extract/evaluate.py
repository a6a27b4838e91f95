"""Annotated sentences and an extractor -> how much of it was found, how much of what was found is right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extract.agreement import is_said_alike, is_same_entity, is_same_statement, matched, other_names, overlaps
from extract.candidate import Candidate, Entity
from extract.extractor import Extractor
from extract.gold import GoldSentence, Statement
from extract.text import read_text

#: The bins of the reliability table begin here; the last ends with 1.
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
#: From this confidence on a candidate is meant to be trusted.
TRUSTED = 0.8


@dataclass(frozen=True)
class Judgement:
    """One sentence: what was found in it, and which of what is annotated is which of that, by their places."""

    gold: GoldSentence
    entities: tuple[Entity, ...]
    candidates: tuple[Candidate, ...]

    @cached_property
    def strict(self) -> dict[int, int]:
        """Entities of the same type at the same place."""
        return matched(self.gold.entities, self.entities, self._is_same_entity)

    @cached_property
    def relaxed(self) -> dict[int, int]:
        """Entities of the same type at places that overlap."""
        return matched(self.gold.entities, self.entities, self._is_same_entity, _is_alike)

    @cached_property
    def relations(self) -> dict[int, int]:
        """Statements and candidates that say the same."""
        return matched(self.gold.statements, self.found, self._is_said_alike, self.is_same_statement)

    @cached_property
    def found(self) -> tuple[Statement, ...]:
        """What the candidates say."""
        return tuple(map(Statement.of, self.candidates))

    def _is_same_entity(self, gold: Entity, found: Entity) -> bool:
        return is_same_entity(gold, found, self.gold.text)

    def _is_said_alike(self, gold: Statement, found: Statement) -> bool:
        return is_said_alike(gold, found, self._names)

    def is_same_statement(self, gold: Statement, found: Statement) -> bool:
        """Whether both say the same."""
        return is_same_statement(gold, found, self._names)

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        return dict(other_names(self.gold.entities, self.gold.text))

    @property
    def judged(self) -> Iterator[tuple[Candidate, bool]]:
        """Each candidate, and whether it is right."""
        right = set(self.relations.values())
        yield from ((one, at in right) for at, one in enumerate(self.candidates))


def _is_alike(gold: Entity, found: Entity) -> bool:
    return gold.type == found.type and overlaps(gold, found)


def judge(extractor: Extractor, gold: Sequence[GoldSentence]) -> list[Judgement]:
    """Extract each sentence by itself and compare; raises ModelMissing without an English pipeline."""
    documents = (read_text(one.id, one.text) for one in gold)
    return [
        Judgement(one, found.entities, found.candidates)
        for one, found in zip(gold, extractor.extract_many(documents), strict=True)
    ]


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tally:
    """How many are annotated, were found, and are right.

    >>> tally = Tally(gold=10, found=8, right=6)
    >>> tally.precision, tally.recall, round(tally.f1, 3)
    (0.75, 0.6, 0.667)
    """

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of right ones among those found; 0 where none was."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of those annotated that was found; 0 where none is."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.gold + self.found
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True)
class Bin:
    """Candidates with a confidence from `start` to `end`: how many, how sure on average, which share is right."""

    start: float
    end: float
    found: int
    confidence: float
    right: float


def entity_tallies(judgements: Sequence[Judgement], *, relaxed: bool) -> dict[str, Tally]:
    """The tally of each type of entity, and of "all"."""
    return _tallies(
        [one.type for judgement in judgements for one in judgement.gold.entities],
        [one.type for judgement in judgements for one in judgement.entities],
        [
            judgement.gold.entities[at].type
            for judgement in judgements
            for at in (judgement.relaxed if relaxed else judgement.strict)
        ],
    )


def relation_tallies(judgements: Sequence[Judgement]) -> dict[str, Tally]:
    """The tally of each predicate, and of "all"."""
    return _tallies(
        [one.predicate for judgement in judgements for one in judgement.gold.statements],
        [one.predicate for judgement in judgements for one in judgement.candidates],
        [judgement.gold.statements[at].predicate for judgement in judgements for at in judgement.relations],
    )


def _tallies(gold: list[str], found: list[str], right: list[str]) -> dict[str, Tally]:
    names = sorted({*gold, *found})
    tallies = {name: Tally(gold.count(name), found.count(name), right.count(name)) for name in names}
    return {**tallies, "all": Tally(len(gold), len(found), len(right))}


def reliability(judgements: Iterable[Judgement]) -> list[Bin]:
    """How often candidates of a confidence are right; bins that nothing falls into are left out."""
    bins: dict[float, list[tuple[float, bool]]] = {}
    for candidate, right in (one for judgement in judgements for one in judgement.judged):
        start = max(edge for edge in BINS[:-1] if edge <= candidate.confidence)
        bins.setdefault(start, []).append((candidate.confidence, right))
    return [_bin(start, end, bins[start]) for start, end in pairwise(BINS) if start in bins]


def _bin(start: float, end: float, inside: Sequence[tuple[float, bool]]) -> Bin:
    size = len(inside)
    return Bin(start, end, size, sum(one for one, _ in inside) / size, sum(right for _, right in inside) / size)


def trusted(judgements: Sequence[Judgement]) -> Tally:
    """The tally of the candidates that are meant to be trusted, among all that is annotated."""
    rights = [right for judgement in judgements for one, right in judgement.judged if one.confidence >= TRUSTED]
    return Tally(sum(len(one.gold.statements) for one in judgements), len(rights), sum(rights))
