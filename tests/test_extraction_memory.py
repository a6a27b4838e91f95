"""What a document brought is forgotten with it: memory does not grow with the number of documents."""

from extract.extractor import Extractor
from extract.language import pipeline
from extract.text import read_text


def test_new_words_are_forgotten(extractor: Extractor) -> None:
    extractor.extract(read_text("first", "A film slows dendrites."))
    before = len(pipeline().vocab.strings)
    for number in range(3):
        extractor.extract(read_text(str(number), f"A film of wobblium{number * 'x'} slows flurbling{number * 'x'}."))
    assert len(pipeline().vocab.strings) == before
