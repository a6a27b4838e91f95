"""A parsed sentence with its mentions: which of them a word of the sentence stands for."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from extract.language import Parsed
from extract.mention import Mention
from extract.tagged import Tagged
from extract.triggers import noun_senses

if TYPE_CHECKING:
    from spacy.tokens import Token

_INTO = ("in", "between", "with", "for", "to", "on", "from", "by", "at", "within", "into")
_EXAMPLES = ("as", "like", "including")
_PRONOUNS = ("it", "they", "its", "their", "them", "whose")
_DEEPEST = 6


class Scene:
    """The words, the parse and the mentions of one sentence."""

    def __init__(self, tagged: Tagged, mentions: list[Mention], parsed: Parsed) -> None:
        self.tagged = tagged
        self.mentions = mentions
        self.doc, self.places = parsed

    @cached_property
    def tokens(self) -> "dict[int, Token]":
        """Word -> its token; words in brackets, and those of a mention but its last, have none."""
        return dict(zip(self.places, self.doc, strict=True))

    @cached_property
    def _by_word(self) -> dict[int, Mention]:
        return {at: one for one in self.mentions for at in range(one.first, one.last + 1)}

    def mention(self, token: "Token", *, tentative: bool = False) -> Mention | None:
        """The mention a token belongs to; a tentative one only where it is asked for."""
        found = self._by_word.get(self.places[token.i])
        return None if found and found.source == "tentative" and not tentative else found

    def word(self, token: "Token") -> int:
        """The word behind a token."""
        return self.places[token.i]

    def head(self, mention: Mention) -> "Token | None":
        """The token of a mention that governs its others; none for one in brackets."""
        tokens = [self.tokens[at] for at in range(mention.first, mention.last + 1) if at in self.tokens]
        inside = {token.i for token in tokens}
        return next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), None)

    def text(self, mention: Mention) -> tuple[int, int]:
        """Where a mention stands in the text of its sentence."""
        return self.tagged.words[mention.first].start, self.tagged.words[mention.last].end

    def behind(self, token: "Token") -> list[Mention]:
        """Mentions in the brackets that follow a word."""
        at = self.word(token) + 1
        number = self.tagged.words[at].aside if at < len(self.tagged.words) else 0
        return [one for one in self._firm if number and self.tagged.words[one.first].aside == number]

    @property
    def _firm(self) -> list[Mention]:
        return [one for one in self.mentions if one.source != "tentative"]

    def entities(self, token: "Token", depth: int = 0) -> list[Mention]:
        """The mentions a noun stands for: itself, what it is a matter of, and what is listed with it."""
        if depth > _DEEPEST:
            return []
        listed = [one for child in token.children if child.dep_ == "conj" for one in self.entities(child, depth)]
        return list(dict.fromkeys([*self._own(token, depth), *listed]))

    def _own(self, token: "Token", depth: int) -> Iterator[Mention]:
        examples = [m for noun in _examples(token) for m in self.entities(noun, depth + 1)]
        one = self.mention(token)
        yield from examples
        if examples and one is None:
            return
        if one is not None and one.type != "Quantity":
            yield from self._specific(one, token) or [one]
            yield from self._within(one, token, depth)
            return
        found = False
        for child in self._inner(token):
            for mention in self.entities(child, depth + 1):
                found = True
                yield mention
            if found and "transparent" in noun_senses(token):
                return
        if not found:
            yield from self.behind(token) or self._named_before(token) or self._before(token, depth)

    def _specific(self, one: Mention, token: "Token") -> list[Mention]:
        """The materials before a noun that only says of which kind they are: "NPS electrolytes"."""
        if one.type != "Material" or one.source != "head":
            return []
        inner = (self.mention(child) for child in token.children if child.dep_ in ("compound", "nmod"))
        return [other for other in inner if other is not None and other.type == "Material"]

    def _named_before(self, noun: "Token") -> list[Mention]:
        """What a noun only describes: in "Na3PS4, an electrolyte whose ..." the compound."""
        one = self.mention(noun.head) if noun.dep_ == "appos" else None
        return [one] if one is not None else []

    def _before(self, pronoun: "Token", depth: int) -> list[Mention]:
        """What a pronoun stands for: the last subject before it that names something which can act."""
        if pronoun.lower_ not in _PRONOUNS or pronoun.pos_ not in ("PRON", "DET"):
            return []
        if pronoun.lower_ == "whose":
            clause = pronoun.head.head
            return self.entities(clause.head, depth + 1) if clause.dep_ == "relcl" else []
        if pronoun.lower_ == "its":
            at = self.word(pronoun)
            return [one for one in self._firm if one.type == "Material" and one.last < at][-1:]
        nouns = [token for token in self.doc[: pronoun.i] if token.dep_ in ("nsubj", "nsubjpass")]
        for noun in reversed(nouns):
            found = [one for one in self.entities(noun, depth + 1) if one.type in ("Material", "Strategy", "Dopant")]
            if found:
                return found
        return []

    def _within(self, one: Mention, token: "Token", depth: int) -> Iterator[Mention]:
        """What is listed inside a mention that holds several words."""
        for child in token.children:
            if (child.dep_ == "conj" and self.mention(child) is one) or (
                child.dep_ == "appos" and self.mention(child) not in (None, one)
            ):
                yield from self.entities(child, depth + 1)

    def _inner(self, token: "Token") -> Iterator["Token"]:
        """Nouns that a noun is a matter of, the closest kin first."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                yield from (noun for noun in child.children if noun.dep_ in ("pobj", "pcomp"))
        yield from (
            child for child in token.children if child.dep_ in ("compound", "nmod", "amod", "npadvmod", "poss", "dobj")
        )
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in _INTO and noun_senses(token) & {"transparent", "meeting"}:
                yield from (noun for noun in child.children if noun.dep_ in ("pobj", "pcomp"))
        yield from (child for child in token.children if child.dep_ == "appos")


def _examples(token: "Token") -> Iterator["Token"]:
    """The nouns listed behind "such as"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in _EXAMPLES and (child.lower_ != "as" or _is_such(child)):
            yield from (noun for noun in child.children if noun.dep_ == "pobj")


def _is_such(prep: "Token") -> bool:
    return any(one.lower_ == "such" for one in (*prep.children, prep.nbor(-1)))
