"""Document -> what it mentions and what it may state: the one door to reading papers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.abbreviations import introduced, with_abbreviations
from extract.candidate import Argument, Candidate, Entity
from extract.confidence import confidence
from extract.document import Document, Sentence
from extract.mention import Mention
from extract.pronouns import Read, with_pronouns
from extract.relation import Relation
from extract.surface import read_words
from extract.table_statements import UnreadCell, read_tables
from extract.terms import Terms
from kg.lexicon import Lexicon, load_lexicon

if TYPE_CHECKING:
    from extract.scene import Scene


_LONGEST = 5_000
"""What is longer than this many characters without a stop is no sentence, and is not parsed."""


@dataclass(frozen=True)
class Extraction:
    """What one document mentions and what it may state, in reading order; `unread` are cells of its tables."""

    document: Document
    entities: tuple[Entity, ...]
    candidates: tuple[Candidate, ...]
    unread: tuple[UnreadCell, ...] = ()


class Extractor:
    """Reads documents by the names of one graph."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.terms = Terms(lexicon)

    @classmethod
    def open(cls, folder: Path) -> "Extractor":
        """An extractor with the names of a built graph, such as `kg.build.ready()` gives."""
        return cls(load_lexicon(folder))

    def extract(self, document: Document) -> Extraction:
        """Mentions and candidate statements of a document; raises ModelMissing without an English pipeline."""
        from extract.language import pipeline
        from extract.relations import find_relations

        entities: list[Entity] = []
        candidates: list[Candidate] = []
        with pipeline().memory_zone():  # spaCy would remember every new word of every document
            for sentence, scene in zip(document.sentences, self._scenes(document.sentences), strict=True):
                relations = find_relations(scene, self.terms)
                stated = {one for relation in relations for one in (relation.subject, relation.object)}
                shown = [one for one in scene.mentions if _is_shown(one, one in stated)]
                entities += [_entity(one, scene, sentence, document) for one in shown]
                candidates += [_candidate(one, scene, sentence, document, self.terms) for one in relations]
        tables = read_tables(document, self.terms.lexicon)
        candidates += tables.candidates
        in_order = tuple(sorted(candidates, key=lambda one: one.start))
        return Extraction(document, tuple(entities), in_order, tables.unread)

    def _scenes(self, sentences: Sequence[Sentence]) -> "Iterator[Scene]":
        """The sentences with their mentions and grammar; abbreviations hold in the whole document."""
        from extract.language import parse, tag
        from extract.mentions import find_mentions
        from extract.scene import Scene
        from extract.tagged import Tagged

        words = [read_words(sentence.text) if len(sentence.text) <= _LONGEST else [] for sentence in sentences]
        found = [Tagged(*pair) for pair in zip(words, tag(words), strict=True)]
        mentions = [find_mentions(tagged, self.terms) for tagged in found]
        known: dict[str, Mention] = {}
        for tagged, ones in zip(found, mentions, strict=True):
            for abbreviation, one in introduced(tagged, ones):
                known.setdefault(abbreviation, one)
        whole = [with_abbreviations(*pair, known) for pair in zip(found, mentions, strict=True)]
        whole = with_pronouns(Read(*one) for one in zip(sentences, found, whole, strict=True))
        for tagged, ones, parsed in zip(found, whole, parse(zip(words, whole, strict=True)), strict=True):
            yield Scene(tagged, ones, parsed)

    def extract_many(self, documents: Iterable[Document], processes: int = 1) -> Iterator[Extraction]:
        """Mentions and candidates of each document, in order; memory does not grow with their number."""
        if processes == 1:
            yield from map(self.extract, documents)
            return
        from extract.parallel import in_parallel

        yield from in_parallel(self.terms.lexicon, documents, processes)


def _is_shown(mention: Mention, is_stated: bool) -> bool:
    """Whether a mention is one by itself: a tentative one is if something is stated of it, a pronoun never."""
    return mention.source != "pronoun" and (mention.source != "tentative" or is_stated)


def _entity(mention: Mention, scene: "Scene", sentence: Sentence, document: Document) -> Entity:
    start, end = sentence.span(*scene.text(mention))
    iri = mention.iris[0] if mention.iris else None
    return Entity(document.text[start:end], mention.type, start, end, iri)


def _candidate(relation: Relation, scene: "Scene", sentence: Sentence, document: Document, terms: Terms) -> Candidate:
    figure = scene.tagged.words[relation.quantity.first].quantity if relation.quantity else None
    if relation.object is None:
        known = terms.named(relation.label, "Property")
        target = Argument(relation.label, "Property", known)
    else:
        target = _argument(relation.object, scene, sentence)
    return Candidate(
        subject=_argument(relation.subject, scene, sentence),
        predicate=relation.predicate,
        object=target,
        source=document.source,
        section=sentence.section,
        start=sentence.start,
        end=sentence.end,
        sentence=sentence.text,
        confidence=confidence(relation, scene.tagged.low),
        rule=relation.rule,
        value=figure.high if figure else None,
        unit=figure.unit if figure else None,
        sign=figure.sign if figure else "=",
        conditions=relation.conditions,
        references=sentence.references,
        negated=relation.negated,
    )


def _argument(mention: Mention, scene: "Scene", sentence: Sentence) -> Argument:
    start, end = scene.text(mention)
    return Argument(
        mention.stands_for or sentence.text[start:end], mention.type, mention.iris[0] if mention.iris else None
    )
