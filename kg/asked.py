"""What a question asks for: a value, a thing of some class, the far end of a relation, a source, a yes or no."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kg.cues import (
    BESIDE,
    DEFINE,
    DELIVERED,
    DIFFER,
    EFFECT_ON,
    FIGURE_OF,
    HAS_FIGURE,
    KINDS,
    LASTING,
    MEANING,
    NEAR_KINDS,
    PAST_EXCEPTION,
    RELATIVE,
    RESULTS,
    SECOND_CLAUSE,
    SIZE,
    SOURCES,
    TELLING,
    WHO_IS,
)
from kg.errors import UnitError
from kg.grammar import (
    EXCEPTIONS,
    Form,
    comparison_after,
    comparison_before,
    is_function_word,
    is_superlative,
    negations,
    read_aim,
    read_form,
)
from kg.ground import LACKING, Grounded, Mention
from kg.head_phrase import HeadPhrase, is_figure, is_verb
from kg.lexicon import RELATION_KINDS, Lexicon, Sense
from kg.quantity import Quantity
from kg.words import folded

#: Class of a source -> the relation from a claim to it.
SOURCE_CLASSES = {"Reference": "cites", "ResearchGroup": "reportedBy", "Section": "statedIn"}
#: Relations of what happens: a figure beside them is a circumstance.
_HAPPENING = frozenset("causes forms improves worsens mitigates reactsWith limits transformsInto".split())


#: What is said to deliver something.
_DELIVERING = ("Cell", "CathodeMaterial", "CompositeCathode", "AllInOneCathode")
#: What denies the verb behind it.
_NOT = frozenset({"not", "t", "cannot", "never"})


@dataclass(frozen=True)
class Asked:
    """The target of a question with the mentions sorted by the part they play.

    `kind` is values, things, outcome, harm, good, cause, sources, whether or definition; `classes` and
    `properties` say of what, `family` is a thing whose kinds are asked for. `denied` is whether the question is
    for what does not do something; `chosen_by` is the property by which a thing is picked
    whose other property is asked for ("which one conducts best, and what is its density"); `exact` are figures by which
    things are looked for ("which cathode gave 287 mAh/g").
    """

    kind: str
    form: Form
    classes: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    relations: tuple[tuple[Mention, Sense], ...] = ()
    anchors: tuple[Mention, ...] = ()
    excluded: tuple[Mention, ...] = ()
    context: tuple[tuple[Mention, str], ...] = ()
    bounds: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    adjectives: tuple[tuple[Mention, Sense], ...] = ()
    judged: tuple[tuple[Mention, str], ...] = ()
    source: tuple[str, ...] = ()
    unit: str = ""
    strange: str = ""
    denied: bool = False
    exact: tuple[Mention, ...] = ()
    head: tuple[Mention, ...] = field(default=())
    chosen_by: str = ""
    family: Mention | None = None

    @property
    def verbs(self) -> tuple[tuple[Mention, Sense], ...]:
        """The relations named by a verb that names nothing else: "doping" in "does Cl doping improve it" is none."""
        named = (pair for pair in self.relations if pair[1].kind in ("relation", "inverse"))
        return tuple((m, s) for m, s in named if not m.of("thing", "class"))

    @property
    def tables(self) -> frozenset[str]:
        """The numbers of the tables named, "any" for all of them."""
        return frozenset(s.id for m in self.places for s in m.senses if s.kind == "table")

    @property
    def left_out(self) -> tuple[Mention, ...]:
        """The things and the classes that are not wanted."""
        return (*self.excluded, *(m for m, _ in self.context if m.negated))


def read_asked(
    grounded: Grounded, lexicon: Lexicon, known: Callable[[str], int], usual: Callable[[tuple[str, ...]], str]
) -> Asked:
    """Sort the mentions of a question and find its target; `known` counts the values of a property in
    the graph, `usual` is the property that members of classes are mostly measured by."""
    return _Sorter(grounded, lexicon, known, usual).asked()


def tells_apart(asked: Asked, text: str, mention: Mention) -> bool:
    """Whether a figure only says which thing is meant ("the electrolyte of the 390 mAh/g cell"): it is a result, and
    neither a condition nor a bound."""
    quantity = mention.quantity
    if quantity is None or quantity.unit not in RESULTS or (asked.kind == "things" and not asked.classes):
        return False
    return quantity.sign in ("=", "~") and mention not in asked.exact and not worded_sign(text, mention)


def is_lapse(text: str, mention: Mention) -> bool:
    """Whether "over" leads to the time in which something happens: "how much is lost over 50 cycles"."""
    unit = mention.quantity.unit if mention.quantity else ""
    return unit in LASTING and folded(text[: mention.start]).endswith((" over", " over the", " over the first"))


def worded_sign(text: str, mention: Mention) -> str:
    """How the words around a quantity bound it: > < >= <= or empty."""
    after = comparison_after(folded(text[mention.end : mention.end + 24]))
    return after or comparison_before(folded(text[max(0, mention.start - 60) : mention.start]))


class _Sorter:
    def __init__(
        self, grounded: Grounded, lexicon: Lexicon, known: Callable[[str], int], usual: Callable[[tuple[str, ...]], str]
    ) -> None:
        self.grounded, self.lexicon, self.known, self.usual = grounded, lexicon, known, usual
        self.form = self._form()
        spans = list(self._negated_spans())
        self.mentions = [
            replace(m, negated=any(a <= m.start < b for a, b in spans))
            for m in grounded.mentions
            if (m.senses or m.quantity) and not self._is_what(m)
        ]
        self.phrase = HeadPhrase(grounded, self.mentions, self.form)

    def _is_what(self, mention: Mention) -> bool:
        """Whether "who" asks for a thing: "who is the partner anode"."""
        if mention.text.lower() != "who":
            return False
        match = WHO_IS.match(self.grounded.text, mention.start)
        near = [m for m in self.grounded.mentions if match and mention.end < m.start <= match.end()]
        kinds = [s.id for m in near for s in m.senses if s.kind == "class"]
        return bool(kinds) and "ResearchGroup" not in kinds

    def _source(self) -> tuple[str, ...]:
        """The kinds of source asked for, by question words or as what the question opens with: "paper behind …"."""
        folded_text = self.grounded.folded
        cues = [name for name, cue in SOURCES.items() if re.search(cue, folded_text)]
        if "reportedBy" in cues and any(self._is_what(m) for m in self.grounded.mentions):
            cues.remove("reportedBy")
        if not cues and self.form.asks not in ("whether", "why", "how") and (name := self._opening_source()):
            return (name,)
        return tuple(cues)

    def _opening_source(self) -> str:
        """The source that a question opens with; "source of" is one of a figure only."""
        first = next(iter(self.mentions), None)
        sense = first.of("class") if first else None
        if first is None or sense is None or sense.id not in SOURCE_CLASSES:
            return ""
        opening = [t.fold for t in self.grounded.tokens if t.end <= first.start]
        follows = re.match(r"\s*(?:number )?(for|behind|on|of|about|that|where|in which|with|reporting|describing)\b",
                           self.grounded.text[first.end :], re.IGNORECASE)  # fmt: skip
        of_thing = first.text.lower().startswith("source") and follows is not None and follows.group(1).lower() == "of"
        if not follows or not all(is_function_word(w) for w in opening):
            return ""
        return "" if of_thing and not any(m.quantity for m in self.mentions) else SOURCE_CLASSES[sense.id]

    def _form(self) -> Form:
        """The grammar of the question; "how many cycles" and "donor number" ask for a value, not for a count."""
        form = read_form(self.grounded.folded)
        number = re.search(r"\bhow many\b|\bnumber of\b", self.grounded.text, re.IGNORECASE)
        properties = [m for m in self.grounded.mentions if m.of("property")]
        is_value = any(
            number is None or 0 <= m.start - number.end() <= 1 or m.start <= number.start() < m.end for m in properties
        )
        units = [m for m in self.grounded.mentions if m.of("unit")]
        is_value = is_value or any(number and m.start - number.end() == 1 for m in units)
        every = bool(re.search(r"\b(?:all|every|each)\b", self.grounded.folded))
        form = replace(form, every=every and any(map(is_figure, self.grounded.mentions)))
        return replace(form, aggregate="") if form.aggregate == "count" and is_value else form

    def _negated_spans(self) -> list[tuple[int, int]]:
        """Stretches of the text that are excluded: from a negation to the end of its clause."""
        text = self.grounded.text.lower()
        found = []
        for start, after in negations(text):
            if text[:start].strip() == "" or re.match(r"\s*(?:only|just|all)\b", text[after:]):
                continue
            ends = [text.find(s, after) for s in (",", ";", ":", " but ", "?", " nor ")]
            if text[start:after] in EXCEPTIONS:
                ends += [after + m.start() for m in PAST_EXCEPTION.finditer(text[after:]) if self._names(after, m)]
                ends += [m.start for m in self.grounded.mentions if m.start > after and is_verb(m, self.grounded.text)]
            ends += [m.start() for m in RELATIVE.finditer(text, after) if self._follows_a_name(after, m.start())]
            found.append((after, min((i for i in ends if i > 0), default=len(text))))
        for mention in self.grounded.mentions:
            if mention.of("element", "family") and LACKING.search(mention.text):
                found.append((mention.start, mention.end))
        return found

    def _follows_a_name(self, after: int, at: int) -> bool:
        """Whether "that" cannot tell more of what is negated, since that is a name: "without P that contain Sn"."""
        named = [m for m in self.grounded.mentions if after <= m.start and m.end <= at]
        return bool(named) and named[-1].of("thing", "element") is not None and named[-1].of("class") is None

    def _names(self, after: int, match: re.Match[str]) -> bool:
        """Whether something is named between an exception and what follows it."""
        return any(m.senses and after <= m.start < after + match.start() for m in self.grounded.mentions)

    def _is_denied(self, verb: Mention) -> bool:
        """Whether "not" stands before a verb, with nothing but function words between."""
        before = [t.fold for t in self.grounded.tokens if t.end <= verb.start]
        while before and before[-1] not in _NOT and is_function_word(before[-1]):
            before.pop()
        return verb.negated and bool(before) and before[-1] in _NOT

    # ------------------------------------------------------------ target

    def asked(self) -> Asked:
        whole = self._sorted(())
        if self.form.asks == "whether":
            return replace(whole, kind="whether")
        source = self._source()
        if source and (whole.anchors or whole.bounds or whole.judged or whole.adjectives):
            return replace(whole, kind="sources", source=source)
        is_meant = re.search(MEANING, self.grounded.folded) and (whole.anchors or whole.judged or whole.context)
        if is_meant or self._is_definition(whole):
            return replace(whole, kind="definition")
        return self._of_head(self.phrase.find(), whole)

    def _of_head(self, head: tuple[Mention, ...], whole: Asked) -> Asked:
        """What the phrase asked for and the aim of the question make of it."""
        base = self._sorted(head)
        heads = [(m, self.phrase.sense(m)) for m in head]
        if strange := self.phrase.strange_modifier(head):
            base = replace(base, strange=strange)
        measured = [m for m, s in heads if s and s.kind == "property"]
        properties = tuple(dict.fromkeys(s.id for m in measured for s in m.senses if s.kind == "property"))
        properties = properties or self._sized(base) or self._counted(base) or self._delivered(base)
        classes = tuple(dict.fromkeys(s.id for _, s in heads if s and s.kind == "class"))
        if not heads and (chosen := self.phrase.chosen_from()):
            head, classes = (chosen,), (chosen.of("class").id,)  # type: ignore[union-attr]
            base = self._sorted(head)
        nouns = [s for _, s in heads if s and s.kind in ("noun", "inverse-noun")]
        if not classes:
            classes = tuple(dict.fromkeys(name for s in nouns if (name := self._class_of_noun(s)) != "Thing"))
        if moved := self._moved(base):
            return replace(base, kind="values", properties=moved, head=head)
        if aimed := self._aimed(base, head, nouns, bool(properties or classes)):
            return aimed
        chooses = classes and not properties
        follows = self._follow_up(head) if chooses or self._chooses_by(head) else None
        if follows:
            return self._followed(base, follows, classes)
        if properties or self._measures(base, classes):
            properties = properties or self._implied(base, classes or self._classes_of(base))
            return replace(base, kind="values", properties=properties, classes=classes, head=head)
        if not classes and (family := self._family(head)):
            rest = tuple(anchor for anchor in base.anchors if anchor is not family)
            return replace(base, kind="things", anchors=rest, head=head, family=family)
        wanted = classes or base.relations or base.judged or base.adjectives or base.context or base.excluded
        if not wanted and len(base.anchors) == 1 and not self.grounded.unknown and not base.places:
            return replace(whole, kind="definition")
        return replace(base, kind="things", classes=classes, head=head)

    def _follow_up(self, head: tuple[Mention, ...]) -> Mention | None:
        """The property of a second clause: "which cathode was used, and how much capacity is left"."""
        for mention in self.mentions:
            if not mention.of("property") or not head or mention.start < head[-1].end:
                continue
            clause = SECOND_CLAUSE.search(self.grounded.text, head[-1].end, mention.end)
            between = [m for m in self.mentions if clause and clause.end() <= m.start < mention.start]
            if clause and not between:
                return mention
        return None

    def _chooses_by(self, head: tuple[Mention, ...]) -> bool:
        """Whether the head is a property by which one thing is chosen: "which one conducts best"."""
        after = folded(self.grounded.text[head[-1].end :]).split(" ") if head else []
        return self.form.asks == "which" and any(is_superlative(word) for word in after[:1])

    def _followed(self, base: Asked, follows: Mention, classes: tuple[str, ...]) -> Asked:
        """Values of the second clause for things that the first clause chooses."""
        asked = self._sorted((follows,))
        properties = tuple(s.id for s in follows.senses if s.kind == "property")
        context = tuple((m, name) for m, name in asked.context if name not in classes)
        rest = replace(base, judged=tuple((m, n) for m, n in base.judged if m is not follows))
        ranked = self.form.superlative or any(s.kind.startswith("most") for _, s in base.adjectives)
        implied = self._implied(rest, classes)
        chosen = implied[:1] if ranked else ()
        bounding = tuple((m, n) for m in asked.bounds if self._is_bound(m) for n in implied)
        return replace(
            asked, kind="values", properties=properties, classes=classes, head=(follows,), context=context,
            judged=(*asked.judged, *bounding), chosen_by="".join(chosen),
        )  # fmt: skip

    def _aimed(self, base: Asked, head: tuple[Mention, ...], nouns: list[Sense], has_head: bool) -> Asked | None:
        """What is asked by its aim: an outcome, a cause, or a remedy when no noun says what kind of thing."""
        if outcome := self._outcome([s for m in head if (s := m.of("inverse-noun"))]):
            return replace(base, kind=outcome, head=head)
        aim = read_aim(self.grounded.folded)
        if aim == "cause" or any(s.id == "causes" and s.kind == "noun" for s in nouns):
            return replace(base, kind="cause", head=head)
        return replace(base, classes=("Strategy",), head=head) if aim == "remedy" and not has_head else None

    def _family(self, head: tuple[Mention, ...]) -> Mention | None:
        """The thing whose kinds are asked for: "which hard acids …", "types of isostatic pressing"."""
        cue = re.search(KINDS, self.grounded.text, re.IGNORECASE)
        if head or cue is None:
            return None
        first = next((m for m in self.mentions if m.start >= cue.end()), None)
        near = first is not None and first.of("thing") and first.start - cue.end() <= NEAR_KINDS
        return first if near else None

    def _class_of_noun(self, sense: Sense) -> str:
        """What a noun of a relation stands for: "product" for what is formed, "remedy" for what mitigates."""
        relation = self.lexicon.vocabulary.relations[sense.id]
        return relation.range if sense.kind == "inverse-noun" else relation.domain

    def _is_definition(self, base: Asked) -> bool:
        cue = re.search(DEFINE, self.grounded.folded)
        named = {*base.anchors, *(m for m, _ in base.context), *(m for m, _ in base.judged)}
        rest = (
            base.relations
            or base.bounds
            or base.places
            or base.adjectives
            or self.form.superlative
            or self.form.aggregate
        )
        return bool(cue) and len(named) == 1 and not rest and not self.grounded.unknown

    def _outcome(self, nouns: list[Sense]) -> str:
        """Whether it is asked what follows from a thing: anything, harm ("drawbacks") or good ("merits")."""
        for kind, relations in (("outcome", ("causes",)), ("harm", ("worsens",)), ("good", ("improves", "hasFeature"))):
            if any(s.id in relations and s.kind == "inverse-noun" for s in nouns):
                return kind
        asks = (
            r"\bwhat (?:happens|happened|occurs|becomes|changes|changed|(?:goes|went|can go) wrong)\b"
            r"|\bwhat (?:does|do|did) .* do\b"
        )
        return "outcome" if re.search(asks, self.grounded.folded) else ""

    def _sized(self, base: Asked) -> tuple[str, ...]:
        """Properties named whose size is asked for in other words: "how large is it", "how do they differ"."""
        several = len([m for m in base.anchors if m.reason == "formula" or m.of("thing")]) > 1
        folded_text = self.grounded.folded
        asks = bool(re.search(SIZE, folded_text) or (several and re.search(DIFFER, folded_text)))
        return tuple(dict.fromkeys(name for _, name in base.judged)) if asks else ()

    def _moved(self, base: Asked) -> tuple[str, ...]:
        """The property that an element is asked to have an effect on: "effect of Cl doping on the conductivity"."""
        named = [name for m, name in base.judged if self.known(name) and m not in base.anchors]
        things = self.lexicon.things
        dopings = [
            i for m in base.anchors for i in m.things() if i in things and self.lexicon.is_a(i, "ElementalDoping")
        ]
        elements = [m for m in base.anchors if m.of("element", "family")]
        return (
            tuple(dict.fromkeys(named)) if (elements or dopings) and re.search(EFFECT_ON, self.grounded.folded) else ()
        )

    def _counted(self, base: Asked) -> tuple[str, ...]:
        """The property mostly measured in a unit that is asked for by itself: "how many mAh/g does it give"."""
        if not base.unit or base.judged or base.adjectives:
            return ()
        fits = (p.name for p in self.lexicon.vocabulary.properties.values() if base.unit in p.units)
        best = max(fits, key=self.known, default="")
        return (best,) if best else ()

    def _delivered(self, base: Asked) -> tuple[str, ...]:
        """What cathodes are mostly measured by, where it is asked how much one, or its cell, delivers."""
        parts = [m for m in base.anchors if any(self.lexicon.is_a(i, *_DELIVERING) for i in m.things())]
        verbs = [m for m, s in base.relations if s.id == "hasMeasurement" and s.kind == "relation"]
        asks = bool(re.search(DELIVERED, self.grounded.folded))
        if not (asks and parts and verbs) or base.judged or base.adjectives or verbs[0].start < parts[0].end:
            return ()
        return tuple(filter(None, (self.usual(("CathodeMaterial",)),)))

    def _classes_of(self, base: Asked) -> tuple[str, ...]:
        """The classes of the compounds that are listed to be ranked."""
        listed = [self.lexicon.things[m.things()[0]] for m in base.anchors if m.things()]
        ranks = len(listed) > 1 and (self.form.judges or self.form.ordered)
        return tuple(dict.fromkeys(c for thing in listed for c in thing.classes)) if ranks else ()

    def _is_judged(self, classes: tuple[str, ...]) -> bool:
        """Whether things of a class are called best or worst: by the property that they are mostly measured by."""
        name = self.usual(classes) if self.form.judges or self.form.ordered else ""
        if not all(self.lexicon.ancestors[c] & {"Material", "Cell"} for c in classes):
            return False
        return bool(name) and bool(self.lexicon.vocabulary.properties[name].better_when)

    def _measures(self, base: Asked, classes: tuple[str, ...]) -> bool:
        """Whether things are asked for by the size of a property: a superlative, a bound, an adjective."""
        weighed = self.form.asks in ("how", "which", "what") and len(base.anchors) > 1
        measured = [
            s
            for _, s in base.adjectives
            if s.kind.startswith("most") or self.form.asks == "how" or (weighed and s.kind.startswith("more"))
        ]
        ranked = self.form.superlative or self.form.ordered or measured
        named = base.judged or base.adjectives or base.bounds or self._is_judged(classes or self._classes_of(base))
        bounded = any(self._is_bound(m) for m in base.bounds)
        return bool((ranked and named) or bounded or (self.form.aggregate not in ("", "count") and named))

    def _is_exact(self, mention: Mention) -> bool:
        """Whether things are looked for by a figure: "an activation energy of 22 kJ/mol", "gave 287 mAh/g"."""
        quantity = mention.quantity
        if self.form.asks not in ("which", "what") or re.search(r"\b(?:reason|why|cause[sd]?)\b", self.grounded.folded):
            return False
        others = [m for m in self.mentions if not m.end <= mention.start <= m.end + BESIDE]
        told = {s.id for m in others for s in m.senses if s.kind in ("relation", "inverse")}
        if told & _HAPPENING:
            return False
        if quantity is None or quantity.sign not in ("=", "~") or worded_sign(self.grounded.text, mention):
            return False
        if any(self.phrase.sense(m) and m.of("property") for m in self.phrase.find()):
            return False
        before = self.grounded.text[: mention.start]
        named = [m for m in self.mentions if m.end <= mention.start and m.of("property")]
        if any(self._is_measured_in(s.id, quantity.unit) for m in named[-1:] for s in m.senses if s.kind == "property"):
            return bool(FIGURE_OF.fullmatch(before[named[-1].end :]))
        return bool(HAS_FIGURE.search(before)) and quantity.unit in TELLING

    def _is_bound(self, mention: Mention) -> bool:
        """Whether a quantity bounds what is asked for, and is not just a condition."""
        sign, unit = (mention.quantity.sign, mention.quantity.unit) if mention.quantity else ("=", "")
        measured = [s.id for m in self.mentions if (s := m.of("property"))]
        if is_lapse(self.grounded.text, mention) and measured:
            return any(self._is_measured_in(name, unit) for name in measured)
        if self._is_exact(mention):
            return True
        return sign != "=" or bool(worded_sign(self.grounded.text, mention))

    def _is_measured_in(self, name: str, unit: str) -> bool:
        """Whether a unit can be converted to that of a property."""
        base = self.lexicon.vocabulary.properties[name].base_unit
        try:
            return bool(base) and bool(Quantity(1.0, unit).to(base))
        except UnitError:
            return False

    def _implied(self, base: Asked, classes: tuple[str, ...]) -> tuple[str, ...]:
        """Properties meant by adjectives, named elsewhere in the question, or measured in the unit of a bound."""
        named = [name for _, name in base.judged] or [sense.id for _, sense in base.adjectives]
        unread = [m.quantity.unit for m in base.bounds if m.quantity and self._is_bound(m)]
        unread = [unit for unit in unread if not any(self._is_measured_in(name, unit) for name in named)]
        if named and not unread:
            return tuple(dict.fromkeys(named))
        if not base.bounds:
            return tuple(name for name in (self.usual(classes),) if name)
        units = unread or [m.quantity.unit for m in base.bounds if m.quantity]
        properties = self.lexicon.vocabulary.properties.values()
        fits = (max((p.name for p in properties if unit in p.units), key=self.known, default="") for unit in units)
        return tuple(dict.fromkeys(name for name in fits if name))

    # ------------------------------------------------------------ the rest

    def _relation_kinds(self, mention: Mention) -> tuple[str, ...]:
        """How a mention can name a relation; after "what does …" a word that can be a verb is one."""
        is_verb = re.match(r"what (?:do|does|did)\b", self.grounded.folded) and mention.of("relation", "inverse")
        return ("relation", "inverse") if is_verb else RELATION_KINDS

    def _can_take(self, sense: Sense, verb: Mention) -> bool:
        """Whether what follows a verb can be the object of a relation that it means.

        "What limits oxide electrolytes" does not ask for what mitigates them: only failures are mitigated.
        """
        reach = self.lexicon.vocabulary.relations[sense.id].range
        if sense.kind != "relation" or reach != "FailureMechanism":
            return True
        following = next((m for m in self.mentions if m.start >= verb.end and m.of("thing", "property")), None)
        if following is None or following.of("element"):
            return True
        if known := following.of("property"):
            return self.lexicon.vocabulary.properties[known.id].better_when != "higher"
        return any(self.lexicon.is_a(i, reach, "Phenomenon") for i in following.things())

    def _sorted(self, head: tuple[Mention, ...]) -> Asked:
        anchors: list[Mention] = []
        excluded: list[Mention] = []
        bounds: list[Mention] = []
        places: list[Mention] = []
        relations: list[tuple[Mention, Sense]] = []
        context: list[tuple[Mention, str]] = []
        adjectives: list[tuple[Mention, Sense]] = []
        judged: list[tuple[Mention, str]] = []
        unit = ""
        for mention in self.mentions:
            if mention.quantity:
                bounds.append(mention)
            elif mention.of("table", "reference") or (mention.of("section") and not mention.of("thing")):
                places.append(mention)
            elif mention.of("unit"):
                unit = mention.senses[0].id or unit
            meant = [s for s in mention.senses if s.kind in self._relation_kinds(mention)]
            relations += [(mention, s) for s in meant if len(meant) == 1 or self._can_take(s, mention)]
            adjectives += [(mention, s) for s in mention.senses if s.kind.endswith(("high", "low"))]
            if mention.of("property"):
                judged.append((mention, mention.of("property").id))  # type: ignore[union-attr]
            if mention in head or mention.quantity:
                continue
            if mention.of("thing", "element", "family"):
                (excluded if mention.negated else anchors).append(mention)
            elif sense := mention.of("class"):
                context.append((mention, sense.id))
        return Asked(
            kind="things",
            form=self.form,
            relations=tuple(relations),
            anchors=tuple(anchors),
            excluded=tuple(excluded),
            context=tuple(context),
            bounds=tuple(bounds),
            places=tuple(places),
            adjectives=tuple(adjectives),
            judged=tuple(judged),
            unit=unit,
            exact=tuple(m for m in bounds if self._is_exact(m)),
            denied=any(self._is_denied(m) for m, s in relations if s.kind in ("relation", "inverse")),
        )
