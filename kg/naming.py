"""A name as a person types it -> the things it may stand for, each with the reason, the likeliest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import SseKgError
from kg.grammar import is_function_word
from kg.ground import Mention, ground
from kg.lexicon import Lexicon, Sense
from kg.names import PREFIXES, SSE, SSER, local, resource, term

MOST = 8
_SURE = 90.0  # likeness in per cent from which a name counts as misspelt
_ALIKE = 70.0
_VAGUE = frozenset({"Class", "Element"})


class NameNotFound(SseKgError):
    """A name that stands for nothing in the graph; `suggestions` holds the nearest names that do."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        self.name, self.suggestions = name, suggestions
        shown = name if len(name) <= 80 else name[:79] + "…"
        if not shown.strip():
            text = "the name is empty; type that of a material, strategy, mechanism or property"
        elif suggestions:
            text = f"the graph knows nothing called '{shown}'; did you mean {_either(suggestions)}?"
        else:
            text = f"the graph knows nothing called '{shown}'; check how it is spelled"
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that a name may stand for. `reason` says why; `sure` is false for a name that is only similar."""

    iri: str
    label: str
    type: str
    reason: str
    sure: bool = True


def find(name: str, lexicon: Lexicon, most: int = MOST) -> list[Found]:
    """The things a name may stand for, the likeliest first; formulae are compared as compositions."""
    text = " ".join(name.split())
    if not text:
        return []
    found = {one.iri: one for one in [*_by_id(text, lexicon), *_by_words(text, lexicon)]}
    if not found:
        found = {one.iri: one for one in _similar(text, lexicon, most)}
    return list(found.values())[:most]


def resolve(name: str, lexicon: Lexicon) -> Found:
    """The one thing a name stands for; raises NameNotFound with the nearest names when there is none."""
    return meanings(name, lexicon)[0]


def meanings(name: str, lexicon: Lexicon, most: int = 2) -> list[Found]:
    """The few things a name may well stand for, at least one; raises NameNotFound when there is none.

    "alucone film" is a strategy and the material it uses.
    """
    found = find(name, lexicon)
    sure = [one for one in found if one.sure]
    if sure:
        things = [one for one in sure if one.type not in _VAGUE] or sure
        return things[: 1 if sure[0].reason == "spelling" else most]
    raise NameNotFound(name, tuple(dict.fromkeys(one.label for one in found))[:3])


def _by_id(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """A whole IRI, a prefixed name such as sser:Na3PS4, or the id used in the tables."""
    iri = text.removeprefix("<").removesuffix(">")
    prefix, colon, rest = iri.partition(":")
    if colon and prefix in PREFIXES:
        iri = PREFIXES[prefix] + rest
    if iri.startswith((SSE, SSER)):
        identifier = local(iri)
        yield Found(iri, lexicon.label(identifier), _type(identifier, lexicon), "IRI")
    elif text in lexicon.things:
        yield Found(resource(text), lexicon.label(text), _type(text, lexicon), "id")


def _by_words(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """What the whole of a text means by the lexicon, by composition, or after a misspelt word is put right.

    A class beside a thing that belongs to it says nothing new: "Na3PS4 electrolyte" is Na3PS4.
    """
    grounded = ground(text, lexicon)
    if grounded.unknown or not grounded.mentions:
        return
    first, *others = sorted(grounded.mentions, key=lambda m: m.of("thing", "property", "element") is None)
    things, classes = first.things(), [m.of("class") for m in others]
    if any(c is None or not any(lexicon.is_a(thing, c.id) for thing in things) for c in classes):
        return
    covered = [range(m.start, m.end) for m in grounded.mentions]
    rest = [token for token in grounded.tokens if not any(token.start in span for span in covered)]
    if any(token.fold[0].isalnum() and not is_function_word(token.fold) for token in rest):
        return
    found = [one for sense in first.senses if (one := _meant(sense, first, lexicon))]
    yield from sorted(found, key=lambda one: (one.type in _VAGUE, one.reason != "label"))


def _meant(sense: Sense, mention: Mention, lexicon: Lexicon) -> Found | None:
    reason = sense.how if mention.reason in ("exact", "formula") else mention.reason
    match sense.kind:
        case "thing" | "property":
            identifier = sense.id
            iri = resource(identifier) if sense.kind == "thing" else term(identifier)
            return Found(iri, lexicon.label(identifier), _type(identifier, lexicon), reason)
        case "class":
            return Found(term(sense.id), lexicon.label(sense.id), "Class", reason)
        case "element":
            return Found(resource(f"element-{sense.id}"), sense.surface or sense.id, "Element", reason)
        case "reference":
            return Found(resource(f"ref-{sense.id}"), f"reference {sense.id}", "Reference", reason)
        case "section":
            return Found(resource(f"section-{sense.id}"), f"section {sense.id}", "Section", reason)
        case "table" if sense.id.isdecimal():
            return Found(resource(f"table-{sense.id}"), f"Table {sense.id}", "SourceTable", reason)
    return None


def _similar(text: str, lexicon: Lexicon, most: int) -> Iterator[Found]:
    """Things with a name like the text; a difference of a letter or two counts as misspelt."""
    from rapidfuzz import fuzz, utils

    wanted = utils.default_process(text[:200])
    names = {(alias, thing.id) for thing in lexicon.things.values() for alias in (thing.label, *thing.aliases)}
    names |= {(measurable.label, name) for name, measurable in lexicon.vocabulary.properties.items()}
    likeness: dict[str, float] = {}
    for alias, identifier in sorted(names):
        known = utils.default_process(alias)
        ratio = fuzz.ratio(wanted, known)
        shared = 0.85 * fuzz.token_set_ratio(wanted, known) if len(known) > 3 else 0.0
        misspelt = ratio >= _SURE and known[:1] == wanted[:1] and not any(c.isdigit() for c in wanted + known)
        score = ratio + 100 if misspelt else max(ratio, shared)
        likeness[identifier] = max(score, likeness.get(identifier, 0.0))
    for identifier in sorted(likeness, key=lambda name: (-likeness[name], name))[:most]:
        if likeness[identifier] >= _ALIKE:
            sure = likeness[identifier] > 100
            iri = resource(identifier) if identifier in lexicon.things else term(identifier)
            reason = "spelling" if sure else "similar name"
            yield Found(iri, lexicon.label(identifier), _type(identifier, lexicon), reason, sure)


def _type(identifier: str, lexicon: Lexicon) -> str:
    if identifier in lexicon.things:
        return lexicon.things[identifier].classes[0]
    if identifier in lexicon.vocabulary.properties:
        return "Property"
    return "Class" if identifier in lexicon.vocabulary.classes else ""


def _either(names: tuple[str, ...]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
