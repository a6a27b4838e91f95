"""What a sentence mentions: some of its words and what they stand for."""

from dataclasses import dataclass

from extract.candidate import EntityType


@dataclass(frozen=True)
class Mention:
    """Words `first` to `last` of a sentence that mention something.

    `iris` are the things it may name, likeliest first; `source` says what found it: quantity, formula, element, ion,
    name, head, phrase, abbreviation, or tentative, which stands only where something is said to prevent it. A `pronoun`
    stands for a thing named in a sentence before, as it is written there in `stands_for`.
    """

    first: int
    last: int
    type: EntityType
    source: str
    iris: tuple[str, ...] = ()
    stands_for: str = ""

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.last - self.first + 1

    def holds(self, at: int) -> bool:
        """Whether a word belongs to it."""
        return self.first <= at <= self.last
