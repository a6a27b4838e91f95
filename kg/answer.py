"""A question -> an answer with its evidence: the graph is asked, never guessed for."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from kg.answerer import Answerer
from kg.clauses import pointed_at, split_clauses, topic_of
from kg.ground import Grounded, ground
from kg.lexicon import Lexicon, load_lexicon
from kg.offers import Offers
from kg.query import to_sparql
from kg.question import read_question
from kg.reading import Reading
from kg.recall import Recall, load_recall
from kg.reply import Answer, Result
from kg.sketch import Sketch, load_sketch
from kg.store import Store, open_store

__all__ = ["Answer", "Asker", "Result"]

MOST_CHARACTERS = 2_000
_SPARQL = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|WHERE)\b[^{}]*\{.*\?\w", re.DOTALL)
_MOST_READINGS = 24
#: How many things one clause of a question may find for the next to point back at.
_MOST_NAMED = 3


class Asker:
    """Answers questions on one graph; opening it is cheap, keeping it makes the next question cheaper."""

    def __init__(self, store: Store, lexicon: Lexicon, sketch: Sketch, recall: Recall) -> None:
        self.store, self.lexicon, self.sketch, self.recall = store, lexicon, sketch, recall
        self.answerer, self.offers = Answerer(store, lexicon), Offers(lexicon, sketch)

    @classmethod
    def open(cls, folder: Path) -> "Asker":
        """The asker of a built graph folder."""
        return cls(open_store(folder), load_lexicon(folder), load_sketch(folder), load_recall(folder))

    def ask(self, question: str, identifier: str | None = None, *, read_as: str = "") -> Answer:
        """The answer to a question in plain words; never raises for anything typed.

        `read_as` is one of its `other_readings`; one that is none of its readings is not heeded.
        """
        whole = self._ask(question, read_as)
        is_open = whole.status != "answered" and len(question) <= MOST_CHARACTERS
        clauses = split_clauses(question.strip()) if is_open else ()
        return replace(self._by_clauses(whole, clauses) if len(clauses) > 1 else whole, id=identifier)

    def _by_clauses(self, whole: Answer, clauses: tuple[str, ...]) -> Answer:
        """The answers to the clauses of a question that has none as a whole; the first has to have one."""
        first = self._ask(clauses[0])
        if first.status != "answered" or first.boolean is not None:
            return whole
        further = (self._ask(self._in_context(clause, clauses[0], first)) for clause in clauses[1:])
        return _together(whole.question, [first, *further])

    def _in_context(self, clause: str, before: str, answer: Answer) -> str:
        """A clause with what the clause before it was about, or with the answer to that."""
        if topic := topic_of(before):
            return f"{topic}: {clause}"
        labels = dict.fromkeys(r.label for r in answer.results if r.iri)
        return pointed_at(clause, " and ".join(labels)) if 0 < len(labels) <= _MOST_NAMED else f"{before}: {clause}"

    def _ask(self, question: str, read_as: str = "") -> Answer:
        """The answer to a question that is read as a whole."""
        started = time.perf_counter()
        text = question.strip()
        if not text:
            return Answer(
                question,
                "not_understood",
                answer="There is no question here.",
                suggestions=self.offers.suggest(None),
            )
        if len(text) > MOST_CHARACTERS:
            words = f"The question has {len(text)} characters; ask in at most {MOST_CHARACTERS}."
            return Answer(question[:200], "not_understood", answer=words, suggestions=self.offers.suggest(None))
        if _SPARQL.search(text):
            words = "That is SPARQL: run it with `sse-kg sparql` or on the page Query, or ask in plain words."
            return Answer(question, "not_understood", answer=words, suggestions=self.offers.suggest(None))
        grounded = ground(text, self.lexicon)
        grounding = time.perf_counter()
        readings = _Tried(self._readings(grounded, read_as))
        answer = self.offers.with_bearers(self._first_answer(text, grounded, readings), grounded)
        done = time.perf_counter()
        trace = {
            "mentions": [_say_mention(m) for m in grounded.mentions],
            "unknown": list(grounded.unknown),
            "readings": [reading.about for reading in readings.tried],
            "algebra": answer.trace.get("algebra", ""),
            "milliseconds": {
                "mentions": round(1e3 * (grounding - started), 2),
                "readings": round(1e3 * readings.seconds, 2),
                "queries and answer": round(1e3 * (done - grounding - readings.seconds), 2),
            },
        }
        return replace(answer, trace=trace)

    def _readings(self, grounded: Grounded, first: str = "") -> Iterator[Reading]:
        """The readings of a question, the likeliest first, before them the one that a person chose."""
        if first:
            yield from (one for one in islice(self._readings(grounded), _MOST_READINGS) if one.about == first)
        yield from read_question(grounded, self.lexicon, self.sketch, self.recall, self.answerer.look)

    def other_readings(self, question: str, most: int = 3) -> tuple[str, ...]:
        """How else a question may be read with another answer, in words that `ask` takes as `read_as`."""
        answers: dict[frozenset[str], str] = {}
        text = question.strip()
        if not text or len(text) > MOST_CHARACTERS:
            return ()
        for reading in islice(self._readings(ground(text, self.lexicon)), _MOST_READINGS):
            answer = self.answerer.answer(text, reading)
            if answer.status == "answered" and reading.about not in answers.values():
                answers.setdefault(frozenset(f"{r.iri} {r.label}" for r in answer.results), reading.about)
            if len(answers) > most:
                break
        return tuple(answers.values())[1:]

    def _first_answer(self, text: str, grounded: Grounded, readings: "_Tried") -> Answer:
        strange = [m.text for m in grounded.mentions if m.of("unknown")]
        if strange:
            words = f"The graph holds nothing on {', '.join(strange)}."
            return Answer(text, "empty", words, words, suggestions=self.offers.suggest(grounded))
        named = [word for word in grounded.unknown if word[0].isupper() and not grounded.text.startswith(word)]
        if named and grounded.mentions:
            words = f"The graph knows nothing called {', '.join(named)}."
            return Answer(text, "empty", words, words, suggestions=self.offers.suggest(grounded))
        if len(grounded.unknown) > 2 * sum(bool(m.senses) for m in grounded.mentions):
            return self._unread(text, grounded)
        for reading in islice(readings, _MOST_READINGS):
            answer = self.answerer.answer(text, reading)
            if answer.status == "answered":
                return answer
        if not readings.tried:
            return self._unread(text, grounded)
        first = readings.tried[0]
        words = f"The graph holds nothing on this: {first.about}."
        return Answer(
            text,
            "empty",
            first.about,
            words,
            sparql=to_sparql(first.query),
            suggestions=self.offers.suggest(grounded),
            trace={"algebra": str(first.query)},
        )

    def _unread(self, text: str, grounded: Grounded) -> Answer:
        """What to say when no reading was found: all words are known but nothing joins them, or some are not known."""
        named = [m.text for m in grounded.mentions if m.of("thing", "property")]
        suggestions = self.offers.suggest(grounded)
        if named and not grounded.unknown:
            what = f"that joins {' and '.join(named)}" if len(named) > 1 else f"on {named[0]}"
            words = f"The graph holds nothing {what} as asked."
            return Answer(text, "empty", words, words, suggestions=suggestions)
        words = "That is not a question on sulfide electrolytes that I can read."
        if named:
            words = f"I cannot read {', '.join(f'“{word}”' for word in grounded.unknown)} in this question."
        return Answer(text, "not_understood", "", words, suggestions=suggestions)


def _together(question: str, answers: list[Answer]) -> Answer:
    """Answers to the clauses of one question as one answer; what has none is said."""
    found = [answer for answer in answers if answer.status == "answered"]
    said = [answer.answer for answer in answers]
    return replace(
        found[0],
        question=question,
        interpretation="; then ".join(a.interpretation or a.question for a in answers),
        answer=" ".join(said),
        boolean=None,
        results=tuple(dict.fromkeys(r for a in found for r in a.results)),
        paths=tuple(path for a in found for path in a.paths),
        evidence=tuple({e.claim: e for a in found for e in a.evidence}.values()),
    )


def _say_mention(mention: Any) -> str:
    if mention.quantity:
        q = mention.quantity
        return f"'{mention.text}': quantity {q.sign} {q.low:g} {q.unit}"
    senses = ", ".join(f"{s.kind} {s.id} ({s.how})" for s in mention.senses[:4])
    return f"'{mention.text}': {senses} [{mention.reason}]" + (" excluded" if mention.negated else "")


class _Tried:
    """Readings that are made only as far as they are tried, with those tried and the time it took to make them."""

    def __init__(self, readings: Iterator[Reading]) -> None:
        self.tried: list[Reading] = []
        self.seconds = 0.0
        self._readings = readings

    def __iter__(self) -> "_Tried":
        return self

    def __next__(self) -> Reading:
        started = time.perf_counter()
        try:
            reading = next(self._readings)
        finally:
            self.seconds += time.perf_counter() - started
        self.tried.append(reading)
        return reading
