"""Every claim with the words it is told in and the things it has to do with: what a question can be held against."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path
from typing import Any

from kg.concerned import concerned, materials_by_name
from kg.errors import StoreError
from kg.grammar import is_function_word
from kg.inference import elements_of
from kg.model import Curated, Measurement, Statement
from kg.vocabulary import Vocabulary
from kg.wording import say_measurement, say_statement
from kg.words import fold, stem, tokenize

FILE = "recall.json"
#: How near a thing stands to what it is a kind of, is made of, holds, or acts on and has as its parts: 1 is itself.
_KIND, _PART, _ELEMENT, _ACTED_ON = 0.8, 0.7, 0.5, 0.7
#: A doped compound is no kind of its parent.
_PARENT = 0.75
#: How well a word tells a thing that has it in one of its names, or in its definition or the name of its kind.
_ALIAS, _DEFINITION = 0.9, 0.4
#: Letters that words of one root share at least: "interface", "interfacial".
_ROOT = 6
_ACTS_ON = frozenset({"usesMaterial", "appliesTo", "hasDopant", "replaces", "forms", "hasFeature"})
_RAREST = 6.0


@dataclass(frozen=True)
class Told:
    """A claim: its ends, the stems it is told in, and what else it has to do with (groups, materials of conditions)."""

    claim: str
    subject: str
    predicate: str
    object: str
    aspect: str
    denied: bool
    stems: frozenset[str]
    also: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    @property
    def ends(self) -> tuple[str, str, str]:
        """What the claim is about."""
        return self.subject, self.object, self.aspect


@dataclass(frozen=True)
class Recall:
    """All claims of a graph.

    `kin` says how near things are to each other, `said` which stems tell of a thing, `names` which its name is of.
    """

    told: tuple[Told, ...]
    kin: dict[str, dict[str, float]]
    said: dict[str, dict[str, float]]
    counts: dict[str, int]
    names: dict[str, list[str]]

    def rarity(self, word: str) -> float:
        """How telling a stem is: the fewer claims use it, the more."""
        return min(log(1 + len(self.told) / self.counts.get(word, 1)), _RAREST)

    def knows(self, word: str) -> bool:
        """Whether any claim uses a word."""
        return stem(fold(word)) in self.counts

    def stems_of_names(self, thing: str) -> frozenset[str]:
        """The stems that tell of a thing by its names, not by its definition."""
        return frozenset(stem for stem, level in self.said.get(thing, {}).items() if level >= _ALIAS)

    @cached_property
    def by_claim(self) -> dict[str, Told]:
        """Every claim by its name."""
        return {told.claim: told for told in self.told}

    @cached_property
    def by_end(self) -> dict[str, list[tuple[int, int]]]:
        """Thing -> the claims about it, with the end it stands at: subject, object, aspect, or 3 for what is beside."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, told in enumerate(self.told):
            for side, end in enumerate((*told.ends, *sorted(told.also))):
                if end:
                    found[end].append((place, min(side, 3)))
        return found

    @cached_property
    def by_stem(self) -> dict[str, list[int]]:
        """Stem -> the claims that are told in it."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, told in enumerate(self.told):
            for word in told.stems:
                found[word].append(place)
        return found

    @cached_property
    def by_relation(self) -> dict[str, list[int]]:
        """Relation -> the claims of it."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, told in enumerate(self.told):
            found[told.predicate].append(place)
        return found

    @cached_property
    def near(self) -> dict[str, list[tuple[str, float]]]:
        """Thing -> the things it is near to, and how near."""
        return _inverted(self.kin)

    @cached_property
    def telling(self) -> dict[str, list[tuple[str, float]]]:
        """Stem -> the things it tells of, and how well."""
        return _inverted(self.said)


def _inverted(table: dict[str, dict[str, float]]) -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for thing, others in table.items():
        for other, strength in others.items():
            found[other].append((thing, strength))
    return found


def stems_of(text: str) -> list[str]:
    """The stems of the words of a text that carry meaning."""
    return [stem(t.fold) for t in tokenize(text) if t.fold[0].isalnum() and not is_function_word(t.fold)]


def akin(name: set[str], stems: set[str]) -> set[str]:
    """The stems of a name that are among others, in any form of their root.

    >>> akin({"interfaci", "area"}, {"interfac"})
    {'interfaci'}
    """
    roots = {stem[:_ROOT] for stem in stems if len(stem) >= _ROOT}
    return {stem for stem in name if stem in stems or stem[:_ROOT] in roots}


def build_recall(curated: Curated, words: Vocabulary) -> Recall:
    """The claims of the tables, with the words and the kin of what they are about."""
    labels = _labels(curated, words)
    told = tuple(sorted(_tell(curated, words, labels), key=lambda claim: claim.claim))
    kin = _Kin(curated)
    ends = sorted({end for claim in told for end in (*claim.ends, *claim.also) if end})
    said = {end: _said(end, curated, words) for end in ends}
    counts: Counter[str] = Counter()
    for claim in told:
        by_name = {s for end in claim.ends for s, level in said.get(end, {}).items() if level >= _ALIAS}
        counts.update(claim.stems | by_name)
    names = {end: stems_of(labels.get(end, end)) for end in ends}
    return Recall(told, {end: kin.of(end) for end in ends}, said, dict(sorted(counts.items())), names)


def _labels(curated: Curated, words: Vocabulary) -> dict[str, str]:
    """The labels of things, cells and properties by id."""
    labels = {entity.id: entity.label for entity in curated.entities.values()}
    labels |= {cell.id: cell.label for cell in curated.cells}
    return labels | {name: prop.label for name, prop in words.properties.items()}


def _tell(curated: Curated, words: Vocabulary, labels: dict[str, str]) -> Iterator[Told]:
    from kg.graph import claim_id

    def name(identifier: str) -> str:
        return labels.get(identifier, identifier)

    def place_ids(fact: Statement | Measurement) -> frozenset[str]:
        tables = {f"table-{p.table}" for p in fact.source.places if p.table}
        sections = {f"section-{p.section}" for p in fact.source.places if p.section}
        return frozenset(tables | sections | {f"reference-{n}" for n in fact.source.references})

    materials = materials_by_name(curated)
    for s in curated.statements:
        stems = frozenset(stems_of(say_statement(s, words, name)))
        is_denied = s.source.stance == "denied"
        yield Told(
            claim_id(s), s.subject, s.predicate, s.object, s.aspect, is_denied, stems,
            frozenset({*s.source.groups, *concerned(s.condition, materials)}), place_ids(s),
        )  # fmt: skip
    for m in curated.measurements:
        stems = frozenset(stems_of(say_measurement(m, words, name)))
        also = {text for _, text in m.conditions if text in curated.entities}
        yield Told(
            claim_id(m), m.subject, "hasMeasurement", m.property, "", False, stems,
            frozenset({*m.source.groups, *also}), place_ids(m),
        )  # fmt: skip


def _said(identifier: str, curated: Curated, words: Vocabulary) -> dict[str, float]:
    """Stems that tell of a thing: of its names most, of its definition and its kinds less."""
    known = curated.entities.get(identifier) or words.properties.get(identifier)
    if known is None:
        return {}
    kinds = [curated.entities[k].label for k in getattr(known, "broader", ()) if k in curated.entities]
    found: dict[str, float] = {}
    for level, texts in ((_ALIAS, (known.label, *known.aliases)), (_DEFINITION, (known.definition, *kinds))):
        for word in (s for text in texts for s in stems_of(text)):
            found.setdefault(word, level)
    return dict(sorted(found.items()))


class _Kin:
    """How near every other thing stands to one."""

    def __init__(self, curated: Curated) -> None:
        self.curated = curated
        self.cells = {cell.id: cell for cell in curated.cells}
        self.acted_on: dict[str, list[str]] = defaultdict(list)
        for s in curated.statements:
            if s.source.stance != "denied" and s.predicate in _ACTS_ON:
                self.acted_on[s.subject].append(s.object)
            elif s.source.stance != "denied" and s.predicate == "partOf":
                self.acted_on[s.object].append(s.subject)
        self._known: dict[str, dict[str, float]] = {}

    def of(self, identifier: str) -> dict[str, float]:
        if identifier not in self._known:
            found: dict[str, float] = {}
            for other, strength in self._all(identifier):
                found[other] = max(strength, found.get(other, 0.0))
            self._known[identifier] = dict(sorted(found.items()))
        return self._known[identifier]

    def _all(self, identifier: str) -> Iterator[tuple[str, float]]:
        yield identifier, 1.0
        yield from self._kinds(identifier, _KIND)
        entity, cell = self.curated.entities.get(identifier), self.cells.get(identifier)
        if entity:
            for part in entity.components:
                yield part, _PART
                yield from self._kinds(part, _ELEMENT)
            held = 0.9 if entity.kind == "dopants" else _ELEMENT
            yield from ((f"element-{symbol}", held) for symbol in elements_of(entity, self.curated.entities))
        if cell:
            for part in filter(None, (cell.cathode, *cell.electrolyte, *cell.interlayer, cell.anode)):
                yield from ((other, 0.85 * strength) for other, strength in self.of(part).items())
        for other in self.acted_on.get(identifier, ()) if entity else ():
            yield other, _ACTED_ON
            if other.startswith("dopant-"):
                yield f"element-{self.curated.entities[other].element}", _ACTED_ON

    def _kinds(self, identifier: str, strength: float) -> Iterator[tuple[str, float]]:
        entity = self.curated.entities.get(identifier)
        if entity and entity.kind == "materials":
            strength *= _PARENT
        for kind in entity.broader if entity else ():
            yield kind, strength
            yield from self._kinds(kind, strength * 0.85)


def write_recall(recall: Recall, folder: Path) -> None:
    """Write the index beside the store."""
    rows = [
        [t.claim, t.subject, t.predicate, t.object, t.aspect, t.denied, *map(sorted, (t.stems, t.also, t.places))]
        for t in recall.told
    ]
    data = {"told": rows, "kin": recall.kin, "said": recall.said, "counts": recall.counts, "names": recall.names}
    (folder / FILE).write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def load_recall(folder: Path) -> Recall:
    """Read the index of a store folder; raises StoreError when it is missing or broken."""
    try:
        data: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / FILE} cannot be read ({error}): run 'sse-kg build'") from error
    told = (Told(*row[:6], *map(frozenset, row[6:])) for row in data["told"])
    return Recall(tuple(told), data["kin"], data["said"], data["counts"], data["names"])
