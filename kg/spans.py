"""Where the words of a proposal stand in its sentence, to be marked for the person who decides."""

import re
from dataclasses import dataclass

from kg.notation import plain_text
from kg.proposals import Proposal
from kg.wording import say_number


@dataclass(frozen=True)
class Span:
    """A part of a sentence and what it is to the proposal: subject, object or value."""

    start: int
    end: int
    role: str


def find_spans(proposal: Proposal) -> list[Span]:
    """The parts of the sentence that name subject, object and value, in order and without overlap."""
    wanted = [("subject", proposal.subject.text), ("object", proposal.object.text)]
    if proposal.value is not None:
        wanted += [("value", text) for text in dict.fromkeys((f"{proposal.value:g}", say_number(proposal.value)))]
    found: list[Span] = []
    for role, words in sorted(wanted, key=lambda pair: -len(pair[1])):
        if any(span.role == role for span in found):
            continue
        for match in _matches(words, proposal.sentence):
            if all(match.end() <= span.start or match.start() >= span.end for span in found):
                found.append(Span(match.start(), match.end(), role))
                break
    return sorted(found, key=lambda span: span.start)


def parts(proposal: Proposal, most: int = 4_000) -> list[tuple[str, str]]:
    """The sentence in parts, each with its role ("" for what is between), free of markup.

    `{...}` is a subscript and `^{...}` a superscript, as `kg.notation` writes them.
    """
    sentence, done, found = proposal.sentence[:most], 0, []
    for span in find_spans(proposal):
        found += [("", sentence[done : span.start]), (span.role, sentence[span.start : span.end])]
        done = span.end
    return [(role, plain_text(text).text) for role, text in (*found, ("", sentence[done:])) if text]


def _matches(words: str, sentence: str) -> list[re.Match[str]]:
    """Where words stand, whatever white space is between them; within a longer word or number only if nowhere else."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    text = r"\s+".join(parts)
    whole = list(re.finditer(rf"(?<![\w.]){text}(?!\w|\.\d)", sentence, re.IGNORECASE))
    return whole or list(re.finditer(text, sentence, re.IGNORECASE))
