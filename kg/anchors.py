"""Mentions -> anchors: what a question names as nodes of the graph, how much each matters, and what the words wish."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from kg.asked import Asked, tells_apart
from kg.elements import elements
from kg.errors import UnitError
from kg.ground import HOLDING, Grounded, Mention
from kg.join import Anchor, Wish
from kg.lexicon import Lexicon, Sense
from kg.quantity import FoundQuantity, Quantity
from kg.sketch import Sketch, Step
from kg.words import folded

#: The role that a material of a class plays in a cell.
ROLES = {
    "CathodeMaterial": "hasCathode",
    "Electrolyte": "hasElectrolyte",
    "AnodeMaterial": "hasAnode",
    "InterlayerMaterial": "hasInterlayer",
}
#: Weight of what is named by its own name, and not by that of its family.
OWN_NAME = 2.4
#: What leads to what something is made of.
_CONTAINS = re.compile(r"\b(?:contain|contains|containing|comprise|comprises|comprising|consists? of|hold|holds)\s+$")
_LISTING = frozenset(
    (",", "or", ", or", "/", "and", ", and", "vs", "vs.", "versus", "nor", "&", "+", "and/or", "or the", "and the")
)
#: What stands between two things of which a difference is wanted.
_AGAINST = frozenset(
    ("than", "than with", "than for", "and with", "and for", "versus with", "compared with", "than in")
)
#: What a kind of failure weighs that is named beside something else: it is no mere setting.
_POINT = 2.0
#: By how much a figure may differ from the one that is meant.
_ROUNDED = 0.005
_FAILURE = "FailureMechanism"
_DOPING = ("dop", "substitut", "replac", "swap", "site", "exchang", "put on", "introduc")


def role_of(name: str, lexicon: Lexicon) -> str:
    """The role that members of a class play in a cell; empty for none."""
    above = lexicon.ancestors.get(name, frozenset())
    return next((role for top, role in ROLES.items() if top in above), "")


class Anchors:
    """Makes the anchors of one question."""

    def __init__(self, grounded: Grounded, lexicon: Lexicon, sketch: Sketch, asked: Asked) -> None:
        self.grounded, self.lexicon, self.sketch, self.asked = grounded, lexicon, sketch, asked

    def anchors(self, mentions: Iterable[Mention] | None = None) -> list[Anchor]:
        """Anchors of the things and classes named; of the mentions given when only those are wanted."""
        measured = {m for m, name in self.asked.judged if name in self.asked.properties}
        found = [
            self.anchor(m)
            for m in (self.asked.anchors if mentions is None else mentions)
            if m not in measured and not self._says_nothing(m) and not self._is_use(m)
        ]
        if mentions is None:
            for mention, name in self.asked.context:
                if mention.negated:
                    continue
                members = frozenset(i for i in self.lexicon.things if self.lexicon.is_a(i, name))
                is_point = "FailureMechanism" in self.lexicon.ancestors[name] and name != "FailureMechanism"
                found.append(Anchor(mention, members, _POINT if is_point else 0.3, class_name=name))
            found = [*self._compounded(self._without_descriptions(found)), *self._figures()]
        return [self._as_part(anchor) for anchor in found if anchor.nodes]

    def _figures(self) -> list[Anchor]:
        """Things told apart by a figure of theirs: the cell in "the electrolyte of the 390 mAh/g cell"."""
        words = self.lexicon.vocabulary.properties
        units = {unit for name in self.asked.properties for unit in words[name].units}
        tops = {top for name in self.asked.classes for top in self.lexicon.ancestors[name]}
        of_cells = self.asked.kind == "things" and tops.intersection((*ROLES, "Cell", "Dopant", "Element"))
        if self.asked.kind != "values" and not of_cells:
            return []
        told = [
            m
            for m in self.asked.bounds
            if m.quantity and m.quantity.unit not in units and tells_apart(self.asked, self.grounded.text, m)
        ]
        return [Anchor(m, self._bearing(m.quantity), 3.0, needed=True) for m in told if m.quantity]

    def _bearing(self, quantity: FoundQuantity) -> frozenset[str]:
        """The things with a value that is this figure but for rounding."""
        wanted = Quantity(quantity.low, quantity.unit)
        found = set()
        for point in self.sketch.points:
            try:
                value = Quantity(point.value, point.unit).to(wanted.unit).value
            except UnitError:
                continue
            if abs(value - wanted.value) <= _ROUNDED * abs(wanted.value):
                found.add(point.bearer)
        return frozenset(found)

    def _as_part(self, anchor: Anchor) -> Anchor:
        """A special kind of another part of the cell than the one asked for ("sulfur cathodes") means its members."""
        sense = anchor.mention.of("class")
        above = self.lexicon.ancestors.get(sense.id, frozenset()) if sense else frozenset()
        asked = {top for name in self.asked.classes for top in self.lexicon.ancestors[name]}
        tops = {top for top in ROLES if top in above and sense and top != sense.id}
        if sense is None or not tops or tops & asked or not asked.intersection((*ROLES, "Cell")):
            return anchor
        members = frozenset(i for i in self.lexicon.things if self.lexicon.is_a(i, sense.id))
        return replace(anchor, nodes=anchor.nodes | members, class_name="", needed=True, weight=max(anchor.weight, 1.5))

    def _without_descriptions(self, anchors: list[Anchor]) -> list[Anchor]:
        """Words that merely describe the compound they stand before are no anchors: "the antimony sulfide Na3SbS4"."""
        kept: list[Anchor] = []
        start, whole = -1, None
        for anchor in sorted(anchors, key=lambda a: -a.mention.start):
            between = self.grounded.text[anchor.mention.end : start] if start >= 0 else "|"
            describes = not between.strip() or HOLDING.fullmatch(between.rstrip())
            if (
                whole is not None
                and describes
                and self._elements(anchor)
                and self._elements(anchor) <= self._elements(whole)
            ):
                start = anchor.mention.start
                continue
            kept.append(anchor)
            is_formula = anchor.mention.reason == "formula" or any(c.isdigit() for c in anchor.mention.text)
            start, whole = (anchor.mention.start, anchor) if is_formula and anchor.mention.of("thing") else (-1, None)
        return kept[::-1]

    def _elements(self, anchor: Anchor) -> frozenset[str]:
        """The elements that an anchor is or is made of."""
        own = {n for n in anchor.nodes if n.startswith("element-")}
        ids = {s.id for s in anchor.mention.senses if s.kind == "thing"}
        held = (
            self.sketch.reach(frozenset(ids), 1).get((Step("containsElement", True),), set())
            if ids and not own
            else set()
        )
        return frozenset(own | held)

    def _compounded(self, anchors: list[Anchor]) -> list[Anchor]:
        """An element before a class that is not asked for narrows it: "Sb-based electrolytes" are those with Sb."""
        found = {anchor.mention: anchor for anchor in anchors}
        for anchor in anchors:
            element = next((a for a in anchors if self._is_held(a, anchor)), None)
            if element is None:
                continue
            holding = self.sketch.reach(element.nodes, 1).get((Step("containsElement", False),), set())
            mention = replace(anchor.mention, text=f"{element.mention.text} {anchor.mention.text}")
            found[anchor.mention] = Anchor(mention, anchor.nodes & frozenset(holding), 2.5, needed=True)
            found.pop(element.mention, None)
        return list(found.values())

    def _is_held(self, element: Anchor, whole: Anchor) -> bool:
        """Whether an element is said to be in the members of a class that follows it."""
        between = self.grounded.text[element.mention.end : whole.mention.start]
        is_element = bool(element.mention.of("element", "family")) and not element.class_name
        held = HOLDING.match(between)
        return bool(whole.class_name) and is_element and held is not None and not between[held.end() :].strip()

    def judged(self) -> list[Anchor]:
        """Properties and adjectives that the question does not ask for but turns on."""
        heads = {*self.asked.head, *self.asked.anchors}
        found = [Anchor(m, frozenset({name}), 2.0) for m, name in self.asked.judged if m not in heads]
        for mention, sense in self.asked.adjectives:
            last = mention.text.split(" ")[-1].lower()
            named = {s.id for s in self.lexicon.phrases.get(last, ()) if s.kind == "thing"}
            weight = 2.0 if sense.kind.startswith("more") else 0.5
            found.append(Anchor(mention, frozenset({sense.id, *named}), weight))
        return found

    def anchor(self, mention: Mention) -> Anchor:
        """The nodes a mention may stand for, and its weight."""
        nodes: list[str] = []
        weight = 2.5
        if mention.of("class") and not mention.of("thing"):
            weight = 1.0
        for sense in mention.senses:
            if sense.kind == "thing":
                nodes += self.lexicon.with_narrower(sense.id)
                if HOLDING.match(self.grounded.text, mention.end):
                    nodes += sorted(self.sketch.reach(frozenset({sense.id}), 1).get((Step("hasComponent", False),), ()))
                weight = self._weight(sense.id) if len(nodes) == 1 else weight
                if mention.of("class") and sense.how != "label":
                    weight = 1.0
            elif sense.kind == "element":
                nodes += [f"element-{sense.id}", f"dopant-{sense.id}"]
            elif sense.kind == "property" and nodes:
                nodes.append(sense.id)
            elif sense.kind == "family":
                members = [s for s, e in elements().items() if sense.id in e.families]
                nodes += [prefix + s for s in members for prefix in ("element-", "dopant-")]
        return Anchor(mention, frozenset(nodes), weight)

    def _weight(self, identifier: str) -> float:
        """Families and bare metals are often only the setting of a question; compounds and failures are its point."""
        if self.lexicon.is_family(identifier):
            return 0.7
        return 0.8 if identifier in elements() else 3.0

    def _says_nothing(self, mention: Mention) -> bool:
        """An element before a class whose members nearly all hold it: "Na sulfide electrolytes"."""
        element, after = mention.of("element"), [m for m in self.grounded.mentions if m.start == mention.end + 1]
        name = after[0].of("class") if after else None
        if element is None or name is None:
            return False
        members = [i for i in self.lexicon.things if self.lexicon.is_a(i, name.id)]
        holding = self.sketch.reach(frozenset({f"element-{element.id}"}), 1).get(
            (Step("containsElement", False),), set()
        )
        return len(holding.intersection(members)) * 2 > len(members)

    def _is_use(self, mention: Mention) -> bool:
        """Whether a thing only says what another is used in: "drawbacks of liquid electrolytes for SMBs"."""
        things = [m for m in self.asked.anchors if m.things() and not self._is_application(m)]
        follows = self.asked.kind in ("outcome", "harm", "good", "cause")
        return follows and bool(things) and self._is_application(mention)

    def _is_application(self, mention: Mention) -> bool:
        return any(self.lexicon.is_a(i, "Application") for i in mention.things() if i in self.lexicon.things)

    def wishes(self) -> list[Wish]:
        """Relations named in the question, and on which side of them the anchors stand."""
        found = []
        measured = (m for m, name in self.asked.judged if m not in self.asked.head and not m.of("thing"))
        ends = (*self.asked.anchors, *measured)
        better = self._better
        # With a property "reduces" and the like say in which direction it moves, and mitigate nothing.
        moving = {m for m, s in self.asked.relations if s.how in ("rising", "falling") and better}
        moving |= {m for m, s in self.asked.relations if s.id == "limits" and better == {"higher"}}
        for mention, sense in self.asked.relations:
            if mention in moving and sense.how == "verb" and sense.id != "limits":
                continue
            after = [m for m in ends if m.start >= mention.end]
            before = [m for m in ends if m.end <= mention.start]
            forward: bool | None = None
            if sense.kind in ("relation", "inverse") and bool(after) != bool(before):
                forward = bool(before) == (sense.kind == "relation")
            elif sense.kind in ("noun", "inverse-noun"):
                forward = sense.kind == "inverse-noun"
            found.append(Wish(self._good_or_bad(sense), forward))
        named = {wish.relation for wish in found}
        # "What limits the capacity" wants no remedy, "what limits the resistance" does.
        if "mitigates" in named and better and not ("limits" in named and better == {"higher"}):
            found.append(Wish("improves", False))
        if any(wish.relation == "pairedWith" for wish in found):
            found += [Wish(role) for role in ROLES.values()]
        return found

    @cached_property
    def _better(self) -> set[str]:
        """When the properties named are better: higher, lower or empty for neither."""
        return {self.lexicon.vocabulary.properties[name].better_when for _, name in self.asked.judged}

    @cached_property
    def _names_failures(self) -> bool:
        """Whether failures are all that a question names."""
        named = [i for m in self.asked.anchors for i in m.things() if i in self.lexicon.things]
        classes = [name for _, name in self.asked.context]
        are = [self.lexicon.is_a(i, _FAILURE) for i in named]
        are += [_FAILURE in self.lexicon.ancestors[name] for name in classes]
        return bool(are) and all(are)

    def _good_or_bad(self, sense: Sense) -> str:
        """More of what is better lower is worse: "increases the activation energy" is `worsens`, not `improves`."""
        if sense.how == "rising" and not self.asked.judged and self._names_failures:
            return "causes"  # more of a failure is its cause
        flips = sense.how in ("rising", "falling") and self._better == {"lower"}
        return self.lexicon.vocabulary.relations[sense.id].opposite if flips else sense.id

    def cues(self) -> dict[str, float]:
        """What the words next to an element say: doped with it, or merely holding it."""
        near = " ".join(folded(self.grounded.text[max(0, m.start - 16) : m.end + 18]) for m in self.asked.anchors)
        if any(cue in near for cue in ("dop", "substitut", "replac", "swap")):
            return {"^containsElement": 2.0, "^hasDopant": -0.4, "^replaces": -0.2}
        words = self.grounded.folded
        holding = 0.0 if any(cue in words for cue in ("contain", "based", "with ", "rich", "hold", "bearing")) else 0.8
        return {"^hasDopant": 0.3, "^hasComponent": 0.4, "^containsElement": holding}

    def merged(self, anchors: list[Anchor], *, joined: bool = True) -> list[Anchor]:
        """Anchors listed as alternatives ("A, B or C") become one; with `joined` false all materials do."""
        groups: list[list[Anchor]] = []
        ordered = sorted(anchors, key=lambda a: a.mention.start)
        for anchor in ordered if joined else sorted(ordered, key=self.sort):
            if groups and self._alternative(groups[-1][-1], anchor, joined):
                groups[-1].append(anchor)
            else:
                groups.append([anchor])
        return [self._union(group) for group in groups]

    def _alternative(self, one: Anchor, other: Anchor, joined: bool) -> bool:
        if one.class_name or other.class_name or self.sort(one) != self.sort(other):
            return False
        if self._role(one) != self._role(other):
            return False
        if not joined:
            return True
        between = self.grounded.text[one.mention.end : other.mention.start].lower().strip(" $()")
        if self._both() or (between == "and" and self._are_contained(one, other)):
            return False
        if self.asked.form.aggregate in ("difference", "factor") and between in _AGAINST:
            return True
        return between in _LISTING

    def _are_contained(self, one: Anchor, other: Anchor) -> bool:
        """Whether two elements are what something contains: "electrolytes that contain Sn and P"."""
        text = self.grounded.text[: one.mention.start].lower()
        return bool(one.mention.of("element") and other.mention.of("element") and _CONTAINS.search(text))

    def _role(self, anchor: Anchor) -> str:
        """The part of a cell that a material named makes: a cathode and an electrolyte are no alternatives."""
        named = anchor.mention.things()
        made = anchor.nodes - {*named} if self._are_strategies(named) else named
        classes = (c for i in sorted(made) if i in self.lexicon.things for c in self.lexicon.things[i].classes)
        return next(filter(None, (role_of(name, self.lexicon) for name in classes)), "")

    def _are_strategies(self, named: tuple[str, ...]) -> bool:
        things = self.lexicon.things
        return any(i in things and things[i].kind == "strategies" for i in named)

    def sort(self, anchor: Anchor) -> str:
        """What sort of thing an anchor is: the table it comes from, or element."""
        kinds = sorted(
            self.lexicon.things[n].kind
            for n in anchor.nodes
            if n in self.lexicon.things and not n.startswith("dopant-")
        )
        return kinds[0] if kinds else "dopants" if any(n in self.lexicon.things for n in anchor.nodes) else "element"

    def _union(self, group: list[Anchor]) -> Anchor:
        if len(group) == 1:
            return group[0]
        nodes = frozenset(n for a in group for n in a.nodes)
        first = group[0].mention
        mention = replace(
            first,
            text=", ".join(a.mention.text for a in group),
            senses=tuple(s for a in group for s in a.mention.senses),
        )
        needed = any(a.needed for a in group)
        return Anchor(mention, nodes, max(a.weight for a in group), needed, members=tuple(a.nodes for a in group))

    def described(self, anchors: list[Anchor]) -> list[Anchor]:
        """Elements that together describe a doping ("W6+ on the Sb5+ site") become the strategies that do just that."""
        parts = [a for a in anchors if self.sort(a) in ("element", "dopants")]
        if not parts or not (self._tells_of_doping() or self.asked.kind == "outcome"):
            return anchors
        fitting: set[str] | None = None
        for part in parts:
            dopants = {n for n in part.nodes if n.startswith("dopant-")}
            users = {
                s for s, r, o, held in self.sketch.edges if held and r in ("hasDopant", "replaces") and o in dopants
            }
            fitting = users if fitting is None else fitting & users
        hosts = [a for a in anchors if self.sort(a) == "materials" and a.weight > 2]
        for host in hosts:
            near = {
                s
                for s, r, o, _ in self.sketch.edges
                if r in ("appliesTo", "usesMaterial", "derivedFrom") and o in host.nodes
            }
            fitting = (fitting or set()) & near or fitting
        strategies = frozenset(i for i in fitting or () if self.lexicon.is_a(i, "Strategy"))
        if not strategies:
            return anchors
        mention = replace(parts[0].mention, text=" / ".join(p.mention.text for p in parts))
        rest = [a for a in anchors if a not in parts and a not in hosts]
        return [Anchor(mention, strategies, 3.0), *rest]

    def touching(self, anchors: list[Anchor]) -> list[Anchor]:
        """Materials that together make a known contact ("Na", "Na3PS4") become that contact."""
        contacts: dict[str, set[str]] = defaultdict(set)
        for subject, relation, value, held in self.sketch.edges:
            if held and relation == "partOf" and self.lexicon.is_a(value, "Interface"):
                contacts[value].add(subject)
        for contact, parts in sorted(contacts.items()):
            sides = [next((a for a in anchors if part in a.nodes and not a.class_name), None) for part in sorted(parts)]
            named = [side for side in sides if side is not None]
            if len(named) == len(sides) > 1 and len({id(side) for side in named}) == len(sides):
                mention = replace(named[0].mention, text=" and ".join(side.mention.text for side in named))
                rest = [a for a in anchors if a not in named and not a.mention.of("class")]
                return [Anchor(mention, frozenset(self.lexicon.with_narrower(contact)), 3.0), *rest]
        return anchors

    def _tells_of_doping(self) -> bool:
        return any(cue in self.grounded.folded for cue in _DOPING)

    def is_point(self, anchor: Anchor) -> bool:
        """Compounds and failures named by their own name are what a question is about: none is left out."""
        if anchor.class_name or anchor.mention.of("class") or anchor.weight < 3.0:
            return False
        return self.sort(anchor) in ("materials", "failure_mechanisms")

    def is_needed(self, anchor: Anchor) -> bool:
        """Compounds, elements and cells are never left out of a question on values."""
        if anchor.mention.of("class") or anchor.class_name or anchor.weight < 2.5:
            return False
        return self.sort(anchor) in ("materials", "element", "cells", "dopants")

    def _both(self) -> bool:
        """Whether the question asks for what holds of all things listed, not of any of them."""
        if self.asked.form.aggregate not in ("", "count"):
            return False
        words = f" {self.grounded.folded} "
        return any(f" {word} " in words for word in ("both", "as well as", "together", "between", "at once"))
