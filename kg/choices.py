"""The names to choose a thing by, in such an order that a list held to what is typed begins with that very name."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.drawing import lowered
from kg.lexicon import Lexicon, Thing
from kg.names import resource, term


@dataclass(frozen=True)
class _Name:
    """One name of a thing; `text` is how it stands in the list, `place` how far down."""

    name: str
    iri: str
    text: str
    place: int
    is_label: bool = False

    @property
    def order(self) -> tuple[int, bool, str]:
        """The shortest first: no shorter name can hold what is typed whole; a label before other names."""
        return self.place, not self.is_label, self.text


_ByLength = Mapping[int, Sequence[tuple[str, str]]]


def names_to_choose(lexicon: Lexicon, wanted: Callable[[Thing], bool] | None = None) -> dict[str, str]:
    """Every name of every thing as an option of a search box, with the IRI it stands for; labels in two notations.

    Where a list is held to the options that contain what is typed, the first one is the thing of exactly that name.
    Other names are said with the label, unless this would set them behind, or before, the name of another thing.

    >>> from kg.vocabulary import Vocabulary
    >>> things = {"Na3PS4": Thing("Na3PS4", "Na3PS4", "materials", (), ("NPS",))}
    >>> list(names_to_choose(Lexicon({}, {}, things, Vocabulary({}, {}, {}))))
    ['NPS (Na₃PS₄)', 'Na3PS4', 'Na₃PS₄']
    """
    named = list(_named(lexicon, wanted))
    above: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for iri, label, aliases in named:
        for word in (label, *aliases):
            above[len(word)].append((word.casefold(), iri))
    names = [name for iri, label, aliases in named for name in _of_formula(iri, label, aliases, above)]
    for name in names:
        above[name.place].append((name.text.casefold(), name.iri))
    names += [name for iri, label, aliases in named for name in _of_words(iri, label, aliases, above)]
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: name.order):
        found.setdefault(name.text, name.iri)
    return found


def _named(lexicon: Lexicon, wanted: Callable[[Thing], bool] | None) -> Iterator[tuple[str, str, Iterable[str]]]:
    for thing in lexicon.things.values():
        if wanted is None or wanted(thing):
            yield resource(thing.id), thing.label, [alias for alias in thing.aliases if alias != thing.label]
    for one in lexicon.vocabulary.properties.values() if wanted is None else ():
        yield term(one.name), one.label, [alias for alias in one.aliases if alias != one.label]


def _of_formula(iri: str, label: str, aliases: Iterable[str], above: _ByLength) -> Iterator[_Name]:
    """The names of a thing labelled by a formula, which is lowered beside an alias so that it is not found there."""
    shown = lowered(label)
    if shown == label:
        return
    yield _Name(label, iri, label, len(label), is_label=True)
    yield _Name(shown, iri, shown, len(shown))
    said = shown.casefold()
    longest = max(
        (len(name) for one in above.values() for name, other in one if other != iri and name in said), default=0
    )
    for alias in aliases:
        yield _Name(alias, iri, f"{alias} ({shown})" if len(alias) > longest else alias, len(alias))


def _of_words(iri: str, label: str, aliases: Iterable[str], above: _ByLength) -> Iterator[_Name]:
    """The names of a thing labelled in words: an alias stands below these, or without them if that is too far down."""
    if lowered(label) != label:
        return
    yield _Name(label, iri, label, len(label), is_label=True)
    for alias in aliases:
        place, wanted = max(len(alias), len(label)), alias.casefold()
        before = (one for length in range(len(alias), place + 1) for one in above.get(length, ()))
        if any(wanted in name and wanted != name and iri != other for name, other in before):
            yield _Name(alias, iri, alias, len(alias))
        else:
            yield _Name(alias, iri, f"{alias} ({label})", place)
