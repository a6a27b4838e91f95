"""A sentence with a tag for every word, also for those in brackets that the tagger does not see."""

from collections.abc import Sequence
from functools import cached_property

from extract.language import Parsed
from extract.surface import Word
from kg.grammar import is_function_word

NOUNS = ("NN", "NNS", "NNP", "NNPS")
JOINING = ("-", "–", "/", "'s", "’s")
BREAKS = frozenset(",.;:()[]?!|‖")
_ADJECTIVES = ("JJ", "JJR", "JJS", "AFX")


class Tagged:
    """The words of a sentence, each with the tag of its part of speech."""

    def __init__(self, words: Sequence[Word], parsed: Parsed) -> None:
        self.words = tuple(words)
        known = {at: token.tag_ for at, token in zip(parsed.places, parsed.doc, strict=True)}
        #: The tag of each word; one in brackets is taken for a noun.
        self.tags = [known.get(at) or _guess(word) for at, word in enumerate(self.words)]

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
            return self._is_attributive(at)
        return self.tags[at] in (*_ADJECTIVES, *NOUNS) or self.low[at] in JOINING

    def _is_attributive(self, at: int) -> bool:
        """Whether a participle stands before its noun, as in "a doped glass", and is no verb of its clause."""
        if at + 1 >= len(self.tags) or self.tags[at + 1] not in (*NOUNS, *_ADJECTIVES, "HYPH", ":"):
            return False
        before = self.tags[at - 1] if at else ""
        if before in ("DT", "PRP$", "JJ", "POS", "CD", *NOUNS, "HYPH"):
            return self.tags[at] == "VBG" or before not in NOUNS
        return self.tags[at] == "VBN" and before in ("IN", "CC", ",", "VBZ", "VBP", "VBD", "VB", "VBG", "")

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
