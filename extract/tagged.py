"""A parsed sentence with a tag for every word, also for those in brackets that the parser does not see."""

from functools import cached_property
from typing import TYPE_CHECKING

from extract.language import Parsed
from extract.surface import Word
from kg.grammar import is_function_word

if TYPE_CHECKING:
    from spacy.tokens import Token

NOUNS = ("NN", "NNS", "NNP", "NNPS")
JOINING = ("-", "–", "/", "'s", "’s")
BREAKS = frozenset(",.;:()[]?!|‖")
_ADJECTIVES = ("JJ", "JJR", "JJS", "AFX")
_ATTRIBUTIVE = ("amod", "compound", "nmod")


class Tagged:
    """The words of a parsed sentence with what the parser says of each."""

    def __init__(self, parsed: Parsed) -> None:
        self.words = parsed.words
        self.doc = parsed.doc
        self.places = parsed.places

    @cached_property
    def tokens(self) -> "dict[int, Token]":
        """Word -> its token; words in brackets have none."""
        return dict(zip(self.places, self.doc, strict=True))

    @cached_property
    def tags(self) -> list[str]:
        """The tag of each word; one in brackets is taken for a noun."""
        return [self.tokens[at].tag_ if at in self.tokens else _guess(word) for at, word in enumerate(self.words)]

    @cached_property
    def low(self) -> list[str]:
        """The words in small letters."""
        return [word.text.casefold() for word in self.words]

    @cached_property
    def flat(self) -> list[tuple[str, int]]:
        """Folded words, as names are looked up by, each with the word it belongs to."""
        return [(part, at) for at, word in enumerate(self.words) for part in word.key]

    def is_noun(self, at: int) -> bool:
        """Whether a word is tagged as a noun."""
        return self.tags[at] in NOUNS

    def is_modifier(self, at: int) -> bool:
        """Whether a word may stand before a noun as part of its name."""
        if self.words[at].quantity or self.words[at].text in BREAKS:
            return False
        if self.tags[at] in ("VBN", "VBG"):
            return at not in self.tokens or self.tokens[at].dep_ in _ATTRIBUTIVE
        return self.tags[at] in (*_ADJECTIVES, *NOUNS) or self.low[at] in JOINING

    def is_together(self, one: int, other: int) -> bool:
        """Whether two words stand in the same brackets, or both in none."""
        return self.words[one].aside == self.words[other].aside

    def after(self, at: int) -> str:
        """The word behind a word, in small letters; nothing at the end."""
        return self.low[at + 1] if at + 1 < len(self.low) else ""

    def before(self, at: int) -> str:
        """The word before a word, in small letters; nothing at the beginning."""
        return self.low[at - 1] if at else ""


def _guess(word: Word) -> str:
    if word.quantity:
        return "CD"
    if is_function_word(word.text):
        return "IN"
    return "NN" if word.text[:1].isalpha() else "SYM"
