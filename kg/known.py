"""What the graph says already of the pair that a proposal is about: the same, the opposite, something else, nothing."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kg.contradictions import OPPOSITES
from kg.inference import infer
from kg.model import Curated, Measurement, Source, Statement
from kg.proposals import Proposal
from kg.twins import same_value
from kg.vocabulary import Vocabulary
from kg.wording import say_measurement, say_statement

Standing = Literal["same", "opposite", "reverse", "other value", "related", "new"]
_ORDER: tuple[Standing, ...] = ("same", "opposite", "reverse", "other value", "related")


@dataclass(frozen=True)
class Fact:
    """A fact of the graph on the pair of a proposal: in words, where it stands, and how it relates to the proposal."""

    words: str
    place: str
    standing: Standing


class Known:
    """The facts of a graph by the pairs that they are about."""

    def __init__(self, curated: Curated, words: Vocabulary) -> None:
        self.curated, self.words = curated, words
        self._labels = {entity.id: entity.label for entity in curated.entities.values()}
        self._labels |= {cell.id: cell.label for cell in curated.cells}
        self._labels |= {name: measured.label for name, measured in words.properties.items()}
        self._statements: dict[frozenset[str], list[Statement]] = defaultdict(list)
        self._values: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
        for statement in (*curated.statements, *(one.statement for one in infer(curated, words))):
            self._statements[frozenset((statement.subject, statement.object))].append(statement)
        for measurement in curated.measurements:
            self._values[measurement.subject, measurement.property].append(measurement)

    @property
    def label(self) -> Callable[[str], str]:
        """The name of a thing or property by its id; an id without one is its own name."""
        return lambda identifier: self._labels.get(identifier, identifier)

    def has(self, identifier: str) -> bool:
        """Whether the graph has a thing or a property of this id."""
        return identifier in self._labels

    def facts(self, proposal: Proposal) -> list[Fact]:
        """What the graph says of the two, what bears most on the proposal first."""
        if not (self.has(proposal.subject.id) and self.has(proposal.object.id)):
            return []
        found = list(self._of_value(proposal) if proposal.is_value else self._of_pair(proposal))
        return sorted(found, key=lambda fact: _ORDER.index(fact.standing))

    def standing(self, proposal: Proposal) -> Standing:
        """How the proposal stands to the graph."""
        return next((fact.standing for fact in self.facts(proposal)), "new")

    def _of_value(self, proposal: Proposal) -> list[Fact]:
        assert proposal.value is not None
        mine = Measurement(
            proposal.subject.id,
            proposal.object.id,
            proposal.sign,
            proposal.value,
            proposal.unit,
            Source(()),
            proposal.upper,
        )
        return [
            Fact(
                say_measurement(one, self.words, self.label),
                self._place(one.source),
                "same" if same_value(one, mine) else "other value",
            )
            for one in self._values[mine.subject, mine.property]
        ]

    def _of_pair(self, proposal: Proposal) -> list[Fact]:
        return [
            Fact(say_statement(one, self.words, self.label), self._place(one.source), _compare(one, proposal))
            for one in self._statements[frozenset((proposal.subject.id, proposal.object.id))]
        ]

    def _place(self, source: Source) -> str:
        places = [str(place) for place in source.places]
        if source.accepted and source.accepted.paper:
            paper = self.curated.papers[source.accepted.paper].title
            places.append(", ".join(filter(None, (paper, source.accepted.locator))))
        return "; ".join(places)


def _compare(known: Statement, proposal: Proposal) -> Standing:
    denied = known.source.stance == "denied"
    if known.subject != proposal.subject.id:
        alike = known.predicate == proposal.predicate
        return "reverse" if alike else "related"
    if known.predicate == proposal.predicate:
        return "same" if denied == proposal.negated else "opposite"
    opposed = {known.predicate, proposal.predicate} in OPPOSITES
    return "opposite" if opposed and not denied and not proposal.negated else "related"
