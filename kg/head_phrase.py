"""The phrase of a question that says what is asked for: "which cathodes", "the capacity and the voltage of …"."""

import re

from kg.cues import IMPERATIVE, NO_HEAD, OPENING, PHRASE_END
from kg.grammar import Form, is_superlative
from kg.ground import HOLDING, Grounded, Mention
from kg.lexicon import Sense

#: What joins two things that are both asked for: "and", "and after how many", "; with what".
_JOINING = re.compile(
    r"(?:[,;] ?)?(?:and|or|and/or|&|\+|/)(?: (?:the|its|their|also))*(?: (?:at|after|for|over|with|in|under))?"
    r"(?: (?:the|its|which|what|how many|how much))?(?: (?:kind|type|sort) of)?",
    re.IGNORECASE,
)
#: What leads from a property to the condition it is asked for under.
_UNDER = re.compile(r"(?:after|at|in|over|for|under|on)(?: (?:the|its))?", re.IGNORECASE)


def is_verb(mention: Mention, text: str) -> bool:
    """Whether a mention names a relation and nothing that could be asked for; what follows a hyphen is no verb."""
    if not mention.senses or text[mention.start - 1 : mention.start] == "-":
        return False
    kinds = {sense.kind for sense in mention.senses}
    nouns = {"class", "property", "noun", "inverse-noun", "thing"}
    return bool(kinds & {"relation", "inverse"}) and not kinds & nouns


def is_figure(mention: Mention) -> bool:
    """Whether a word says no more than that values are wanted: "conductivity figures"."""
    return _is_of_class(mention, "Measurement")


def _is_of_class(mention: Mention, name: str) -> bool:
    sense = mention.of("class")
    return sense is not None and sense.id == name


class HeadPhrase:
    """Finds what one question asks for among its mentions."""

    def __init__(self, grounded: Grounded, mentions: list[Mention], form: Form) -> None:
        self.grounded, self.mentions, self.form = grounded, mentions, form

    def find(self) -> tuple[Mention, ...]:
        """The mentions that end the first noun phrase after the question word, or the first one of all."""
        words = self.grounded.tokens
        start = self._after_question_word()
        if start < 0:
            return ()
        found: list[Mention] = []
        for before, token in zip([None, *words], words, strict=False):
            if token.start < start:
                continue
            mention = next((m for m in self.mentions if m.start <= token.start < m.end), None)
            if mention is None:
                if found and token.fold in ("what", "which", "how") and self._is_chosen_by(found[-1], token.start):
                    break
                if before and before.fold in ("and", "or", "&") and token.fold in ("what", "which"):
                    continue  # "which anode and which electrolyte"
                # A bare "of" after a word that is no target goes on: "the list of electrolytes".
                ended = found and token.fold in PHRASE_END and any(self.sense(m) for m in found)
                if ended and not (self._adds(found[-1]) or self._is_listed(found[-1])):
                    break
                skipped = ("the", "of", "is", "are", "in", ",", ":", "(")
                ends = token.fold in PHRASE_END and token.fold not in skipped
                if not found and ends and token.start >= OPENING:
                    break
                continue
            if self._is_participle(mention):
                continue
            if (
                is_verb(mention, self.grounded.text) or self._asks_by_verb(mention, start, found)
            ) and mention not in found[-1:]:
                break
            if not found or mention is not found[-1]:
                found.append(mention)
        return self._heads_of(found)

    def _is_chosen_by(self, mention: Mention, end: int) -> bool:
        """Whether a superlative stands between a property and the next question: "conducts best and what …"."""
        between = (t.fold for t in self.grounded.tokens if mention.end <= t.start < end)
        return mention.of("property") is not None and any(map(is_superlative, between))

    def _is_participle(self, mention: Mention) -> bool:
        """Whether a verb between an element and a class describes the class: "selenium containing electrolytes"."""
        before = next((m for m in self.mentions if m.end + 1 == mention.start), None)
        after = next((m for m in self.mentions if m.start == mention.end + 1), None)
        held = before is not None and before.of("element", "family") and HOLDING.match(self.grounded.text, before.end)
        return bool(held) and after is not None and after.of("class") is not None

    def _asks_by_verb(self, mention: Mention, start: int, found: list[Mention]) -> bool:
        """Whether a word right after the question word is its verb: "what causes …"."""
        if found or not start or self.grounded.text[start : mention.start].strip():
            return False
        return mention.of("relation", "inverse") is not None and mention.of("class", "property", "thing") is None

    def _after_question_word(self) -> int:
        text = self.grounded.text
        if start := self._after_place():
            return start
        if self.form.asks == "why" or re.match(NO_HEAD, self.grounded.folded):
            return -1
        match = re.search(r"\b(?:what|which|how many|how)\b", text, re.IGNORECASE)
        if (
            match is None
            or IMPERATIVE.match(text)
            or any(m.end + 1 >= match.start() > m.start and m.of("class") for m in self.mentions)
        ):
            return self._after_colon()
        if re.match(r"\s+(?:has|have|had|shows?)\b", text[match.end() :]):
            return -1
        # "Starting capacity and how much is lost" after a colon asks for both.
        if (first := self._joined_before(match.start())) is not None:
            return first.start
        colon = text.rfind(":", 0, match.start()) + 1
        return (
            colon
            if colon and any(colon < m.end <= match.start() and m.of("property") for m in self.mentions)
            else match.end()
        )

    def _joined_before(self, start: int) -> Mention | None:
        """The property to which "and after how many …" adds another one; none where nothing is added."""
        before = [m for m in self.mentions if m.end <= start and m.of("property")]
        return before[-1] if before and self._adds(before[-1]) else None

    def _adds(self, mention: Mention) -> bool:
        """Whether "and", ", and after" or the like joins a property to another one, a condition between them or not."""
        after = [m for m in self.mentions if m.start >= mention.end]
        is_under = bool(after and after[0].quantity and mention.of("property"))
        if is_under and _UNDER.fullmatch(self.grounded.text[mention.end : after[0].start].strip()):
            mention, *after = after
        elif not mention.of("property"):
            return False
        joined = after and after[0].of("property")
        return bool(joined and _JOINING.fullmatch(self.grounded.text[mention.end : after[0].start].strip()))

    def _is_listed(self, mention: Mention) -> bool:
        """Whether a class begins a list of classes: "cathode, electrolyte and anode"."""
        after = [m for m in self.mentions if m.start >= mention.end][:2]
        if len(after) < 2 or not all(m.of("class") for m in (mention, *after)):
            return False
        text = self.grounded.text
        listed = text[mention.end : after[0].start].strip() == ","
        return listed and bool(_JOINING.fullmatch(text[after[0].end : after[1].start].strip()))

    def chosen_from(self) -> Mention | None:
        """The class in "of the sulfide cells, which …": things of it are asked for."""
        match = re.match(
            r"\s*(?:of|among|amongst|out of|from)\b[^,:?]*[,:]\s*(?:which|what)\b", self.grounded.text, re.IGNORECASE
        )
        named = [m for m in self.mentions if match and m.end <= match.end() and m.of("class")]
        return named[-1] if named else None

    def _after_place(self) -> int:
        """Where "what does Table 4 give as" ends, after which what is asked for stands; 0 for another question."""
        asks = re.match(r"\s*what (?:do|does|did)\b", self.grounded.text, re.IGNORECASE)
        first = next((m for m in self.mentions if asks and m.end > asks.end()), None)
        if not asks or first is None or not first.of("table", "section"):
            return 0
        told = re.compile(r"\s*[a-z]+\s+(?:as|for|about|on|of)\b", re.IGNORECASE).match(self.grounded.text, first.end)
        return told.end() if told else first.end

    def _after_colon(self) -> int:
        """In "this cell: capacity and cycles?" what is asked for stands after the colon, or after a dash."""
        at = max(self.grounded.text.find(mark) for mark in (":", " - ", " – ", " — "))
        after = [m for m in self.mentions if m.start > at and not _is_of_class(m, "Review")]
        if at <= 0 or not after:
            return 0
        asks = any(m.of("property") for m in after) or all(m.of("class", "inverse-noun", "unit") for m in after)
        return at + 1 if asks else 0

    def _heads_of(self, found: list[Mention]) -> tuple[Mention, ...]:
        """The last mention that can be asked for, with those joined to it by "and": "capacity at 1 C and voltage"."""
        heads: list[Mention] = []
        condition: Mention | None = None
        for mention in reversed(found):
            following = condition or (heads[-1] if heads else None)
            between = self.grounded.text[mention.end : following.start].strip() if following else ""
            if condition:
                is_under = mention.of("property") and _UNDER.fullmatch(between)
                if not is_under:
                    break
            elif self.sense(mention) is None:
                if heads and not (mention.quantity and _JOINING.fullmatch(between)):
                    break
                condition = mention if heads else None
                continue
            elif heads and not (_JOINING.fullmatch(between) or (between == "," and len(heads) > 1)):
                break
            heads.append(mention)
            condition = None
        return tuple(reversed(heads))

    def strange_modifier(self, head: tuple[Mention, ...]) -> str:
        """A word that nothing is known of right before what is asked for ("thermal conductivity")."""
        for mention in head:
            before = [t for t in self.grounded.tokens if t.end <= mention.start and mention.start - t.end <= 1]
            if before and before[-1].text in self.grounded.unknown:
                return before[-1].text
        return ""

    def sense(self, mention: Mention) -> Sense | None:
        """How a mention can be asked for."""
        if mention.quantity or mention.negated:
            return None
        if is_figure(mention) and any(m.of("property") for m in self.mentions):
            return None
        for kind in ("property", "class", "inverse-noun", "noun"):
            if sense := mention.of(kind):
                thing = mention.of("thing")
                is_thing = thing is not None and thing.how == "label" and sense.how != "label"
                is_one = kind == "class" and is_thing and not mention.text.rstrip().endswith("s")
                return None if is_one else sense
        return None
