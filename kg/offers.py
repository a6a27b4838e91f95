"""What else may be asked: questions near to one, and each bearer of a name that several things have."""

import re
from dataclasses import replace

from kg.ground import Grounded, Mention
from kg.lexicon import Lexicon
from kg.reply import Answer

_MOST_OFFERS = 6
#: What may follow the name of a group: its label says so already.
_OF_GROUP = re.compile(r"\.?(?:['’]s (?:group|team|lab)\b)?")


class Offers:
    """Makes offers from the names of one graph."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

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
        """Questions near to one that could not be answered, made from what it names."""
        names = [m.things()[0] for m in grounded.mentions if m.things()] if grounded else []
        found = []
        for name in names[:2]:
            thing = self.lexicon.things[name]
            if self.lexicon.is_a(name, "FailureMechanism"):
                found += [f"Which strategies mitigate {thing.label}?", f"What causes {thing.label}?"]
            elif self.lexicon.is_a(name, "Electrolyte"):
                found += [
                    f"What is the ionic conductivity of {thing.label}?",
                    f"Which cathodes were paired with {thing.label}?",
                ]
            else:
                found.append(f"What is known of {thing.label}?")
        general = (
            "Which strategies mitigate Na2S interphase formation?",
            "What are the five most conductive electrolytes in Table 1?",
            "Which cathodes were paired with Na3PS4?",
        )
        return tuple(dict.fromkeys((*found, *general)))[:3]
