"""Readings in which a relation holds otherwise than as a chain from what is named to what is asked for.

Things set against each other ("NSS vs NPS"), what a relation is denied of ("which do not improve it"), and effects on a
compound as a whole ("which dopants improve NSS").
"""

import re
from collections.abc import Iterator

from kg.lexicon import Sense
from kg.query import Either, Kind, Link, OneOf, Pattern, Query, Same, Stated, Value, Var
from kg.reading import Context, Reading, X

#: What "is not air stable" denies.
_IS_SO = Sense("relation", "hasFeature", "verb")
#: Effects that a compound as a whole may suffer.
_EFFECTS = frozenset({"improves", "worsens"})
#: Words that set two things side by side.
_SIDE_BY_SIDE = re.compile(r"\b(?:compar\w+|versus|vs|differ\w*|contrast\w*)\b")


class Contrasts:
    """Makes the contrasting readings of one question."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def side_by_side(self) -> Iterator[Reading]:
        """The values that several things have of the same properties, where no property is named."""
        asked, bearers = self.context.asked, self.context.sketch.bearers
        if not _SIDE_BY_SIDE.search(self.context.grounded.folded) or asked.judged or asked.adjectives or asked.bounds:
            return
        things = list(dict.fromkeys(m.things()[0] for m in asked.anchors if m.things()))
        shared = tuple(name for name, known in bearers.items() if known.issuperset(things))
        if len(things) < 2 or not shared:
            return
        patterns: list[Pattern] = [Same(X, self.context.patterns.node(*things)), Value(X, shared, "v")]
        patterns += self.context.patterns.stated("v_claim")
        names = ", ".join(self.context.lexicon.label(name) for name in shared)
        about = f"{names} of {' and '.join(map(self.context.lexicon.label, things))}"
        yield Reading("values", Query(("x",), tuple(patterns)), about)

    def denied(self) -> Iterator[Reading]:
        """What is said not to stand in the relation asked for, or to stand in the opposite of it."""
        asked = self.context.asked
        anchors = self.context.anchors
        named = [*anchors.anchors(), *anchors.judged(), *map(anchors.anchor, asked.excluded)]
        own = [anchor for anchor in named if not anchor.class_name and anchor.nodes]
        if len(own) != 1:
            return
        node = self.context.patterns.node(*own[0].nodes)
        for sense in [s for _, s in asked.verbs][:1] or [_IS_SO]:
            opposite = self.context.words.relations[sense.id].opposite
            branches = [(self._link(sense.id, sense.kind == "relation", node, "denied", "c1"),)]
            if opposite:
                branches.append((self._link(opposite, sense.kind == "relation", node, "held", "c2"),))
            kinds = (Kind(X, asked.classes),) if asked.classes else ()
            label = self.context.words.relations[sense.id].label
            about = f"{', '.join(map(self.context.lexicon.label, asked.classes)) or 'anything'} of which it is denied"
            about += f" that it {label} {own[0].mention.text}" + (", or said the opposite" if opposite else "")
            yield Reading("things", Query(("x",), (*kinds, Either(tuple(branches)))), about)

    def effects(self) -> Iterator[Reading]:
        """What has an effect on anything of a compound: claims that concern it, or on what is applied to it."""
        asked, compounds = self.context.asked, self.context.compounds
        hosts = [m.things()[0] for m in asked.anchors if m.things() and m.things()[0] in compounds]
        wanted = [s.id for _, s in asked.verbs if s.kind == "relation" and s.id in _EFFECTS]
        others = (*asked.judged, *asked.adjectives, *asked.context, *asked.bounds)
        if not (asked.classes and wanted) or len(hosts) != len(asked.anchors) or len(hosts) != 1 or others:
            return
        node = self.context.patterns.node(*self.context.lexicon.with_narrower(hosts[0]))
        effect = Link(X, tuple(dict.fromkeys(wanted)), Var("on"), "c1")
        applied = Link(X, ("appliesTo", "usesMaterial"), node, "c2")
        where = Either(((Stated("c1", "concerns", node.iris),), (applied,)))
        classes = ", ".join(map(self.context.lexicon.label, asked.classes))
        verb = self.context.words.relations[wanted[0]].label
        about = f"{classes} that {verb} anything of {self.context.lexicon.label(hosts[0])}"
        yield Reading("things", Query(("x",), (Kind(X, asked.classes), effect, where)), about)

    def _link(self, relation: str, forward: bool, node: OneOf, stance: str, claim: str) -> Link:
        subject, value = (X, node) if forward else (node, X)
        return Link(subject, (relation,), value, claim, stance)
