"""What else may be asked: questions near to one, and each bearer of a name that several things have."""

import re
from dataclasses import replace
from itertools import zip_longest

from kg.ground import Grounded, Mention
from kg.lexicon import Lexicon
from kg.reply import Answer
from kg.sketch import Sketch
from kg.words import folded

_MOST_OFFERS = 6
_MOST_SUGGESTIONS, _MOST_NAMED, _MOST_VALUES = 3, 2, 2
#: Relation and the end of it at which a thing stands (True: its subject) -> a question on that thing.
_ON_RELATIONS = (
    (("mitigates", False), "What mitigates {}?"),
    (("causes", False), "What causes {}?"),
    (("pairedWith", False), "Which cathodes were paired with {}?"),
    (("mitigates", True), "What does {} mitigate?"),
    (("improves", True), "What does {} improve?"),
    (("causes", True), "What does {} cause?"),
)
_GENERAL = (
    "Which strategies mitigate Na2S interphase formation?",
    "What are the five most conductive electrolytes in Table 1?",
    "Which cathodes were paired with Na3PS4?",
)
#: What may follow the name of a group: its label says so already.
_OF_GROUP = re.compile(r"\.?(?:['’]s (?:group|team|lab)\b)?")


class Offers:
    """Makes offers from the names of one graph, and from what it holds."""

    def __init__(self, lexicon: Lexicon, sketch: Sketch) -> None:
        self.lexicon, self.sketch = lexicon, sketch

    def with_bearers(self, answer: Answer, grounded: Grounded) -> Answer:
        """An answer that says which of its names are borne by several things, and offers to ask for each."""
        if answer.status != "answered":
            return answer
        several = [(m, labels) for m in grounded.mentions if len(labels := self._bearers(m)) > 1]
        said = [f"“{m.text}” names {', '.join(labels[:-1])} and {labels[-1]}" for m, labels in several]
        text = grounded.text
        ends = {m: m.end + len(_OF_GROUP.match(text, m.end).group()) for m, _ in several}  # type: ignore[union-attr]
        offers = [f"{text[: m.start]}{label}{text[ends[m] :]}" for m, labels in several for label in labels]
        about = "; ".join([answer.interpretation, *said])
        return replace(answer, interpretation=about, suggestions=tuple(offers[:_MOST_OFFERS])) if several else answer

    def _bearers(self, mention: Mention) -> list[str]:
        """The labels of the things that bear one name and are neither kinds nor forms of each other."""
        things = [self.lexicon.things[i] for i in mention.things() if i in self.lexicon.things]
        if mention.reason != "exact" or mention.of("class", "property", "element"):
            return []
        below = {i for thing in things for i in (*thing.narrower, *thing.derived, *thing.components)}
        kinds = {thing.kind for thing in things}
        apart = [thing.label for thing in things if thing.id not in below]
        return list(dict.fromkeys(apart)) if len(kinds) == 1 and mention.text not in apart else []

    def suggest(self, grounded: Grounded | None) -> tuple[str, ...]:
        """Questions near to one that could not be answered, of what the graph holds on the things that it names."""
        mentions = grounded.mentions if grounded else ()
        names = list(dict.fromkeys(m.things()[0] for m in mentions if m.things()))
        measured = [m.of("property").id for m in mentions if m.of("property")]  # type: ignore[union-attr]
        # One question on each thing, then the next on each.
        rounds = zip_longest(*(self._on(name) for name in names[:_MOST_NAMED]))
        near = [question for questions in rounds for question in questions if question]
        found = [*near, *self._on_properties(measured), *_GENERAL]
        asked = grounded.folded if grounded else ""
        return tuple(q for q in dict.fromkeys(found) if folded(q) != asked)[:_MOST_SUGGESTIONS]

    def _on(self, name: str) -> list[str]:
        """Questions on one thing that the graph has an answer to."""
        label = self.lexicon.label(name)
        own = {(step.relation, step.forward) for chain in self.sketch.reach(frozenset({name}), 1) for step in chain}
        values = [p for p, bearers in self.sketch.bearers.items() if name in bearers]
        values.sort(key=lambda p: -len(self.sketch.bearers[p]))
        found = [f"What is the {self.lexicon.label(p)} of {label}?" for p in values[:_MOST_VALUES]]
        found += [pattern.format(label) for end, pattern in _ON_RELATIONS if end in own]
        return found or [f"What is known of {label}?"]

    def _on_properties(self, names: list[str]) -> list[str]:
        measured = [name for name in names if self.sketch.bearers.get(name)]
        return [f"Which electrolyte has the highest {self.lexicon.label(name)}?" for name in measured[:1]]
