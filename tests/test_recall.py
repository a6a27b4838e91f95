"""Recall: every claim as a bag of stems, held against the words of a question."""

from pathlib import Path

import pytest
from toy import FOLDER

from kg.curated import read_curated
from kg.errors import StoreError
from kg.graph import claim_id
from kg.ground import ground
from kg.lexicon import Lexicon, build_lexicon
from kg.model import Curated
from kg.recall import FILE, Hit, Recall, build_recall, load_recall, write_recall
from kg.vocabulary import read_vocabulary

WORDS = read_vocabulary((FOLDER,))


@pytest.fixture(scope="module")
def curated() -> Curated:
    return read_curated(FOLDER, vocabulary=WORDS)


@pytest.fixture(scope="module")
def lexicon(curated: Curated) -> Lexicon:
    return build_lexicon(curated, WORDS)


@pytest.fixture(scope="module")
def recall(curated: Curated) -> Recall:
    return build_recall(curated, WORDS)


def search(question: str, recall: Recall, lexicon: Lexicon, *relations: str) -> list[Hit]:
    return recall.search(ground(question, lexicon), lexicon, relations)


def test_every_claim_is_recalled_once(curated: Curated, recall: Recall) -> None:
    facts = {claim_id(fact) for fact in (*curated.statements, *curated.measurements)}
    assert [told.claim for told in recall.told] == sorted(facts)


def test_a_claim_knows_its_ends_and_whether_it_is_denied(recall: Recall) -> None:
    by_ends = {(t.subject, t.predicate, t.object): t for t in recall.told}
    held = by_ends["beeswax-film", "mitigates", "pellet-humming"]
    assert held.ends == ("beeswax-film", "pellet-humming", "")
    assert not held.denied
    assert by_ends["beeswax-film", "mitigates", "dendrite-growth"].denied
    assert ("Na2.9Ga0.9Ge0.1S3", "hasMeasurement", "Gloss") in by_ends


def test_the_claim_spoken_of_comes_first(recall: Recall, lexicon: Lexicon) -> None:
    first, *_ = search("Does a beeswax film mitigate pellet humming?", recall, lexicon, "mitigates")
    told = first.told
    assert (told.subject, told.predicate, told.object) == ("beeswax-film", "mitigates", "pellet-humming")
    assert first.named == {"beeswax-film", "pellet-humming"}


def test_a_claim_that_names_both_covers_more_than_one_that_names_one(recall: Recall, lexicon: Lexicon) -> None:
    hits = search("beeswax film against pellet humming", recall, lexicon)
    both = [hit.coverage for hit in hits if len(hit.named) == 2]
    one = [hit.coverage for hit in hits if len(hit.named) == 1]
    assert both
    assert one
    assert min(both) > max(one)


def test_hits_come_best_first_and_name_something(recall: Recall, lexicon: Lexicon) -> None:
    hits = search("Which film of wax improves the ionic conductivity of Na3GaS3?", recall, lexicon)
    assert [hit.coverage for hit in hits] == sorted((hit.coverage for hit in hits), reverse=True)
    assert all(hit.named for hit in hits)
    assert hits == search("Which film of wax improves the ionic conductivity of Na3GaS3?", recall, lexicon)


@pytest.mark.parametrize("question", ["", "Who won the world cup?", "umbrella", "in Table 1", "S/cm"])
def test_nothing_is_recalled_where_nothing_is_named(question: str, recall: Recall, lexicon: Lexicon) -> None:
    assert search(question, recall, lexicon) == []


def test_words_that_claims_use(recall: Recall) -> None:
    assert recall.knows("humming")
    assert recall.knows("Hum")
    assert not recall.knows("umbrella")


def test_the_rarer_a_word_the_more_it_tells(recall: Recall) -> None:
    assert recall.rarity("umbrella") >= recall.rarity("wax") > recall.rarity("conductiv") > 0


def test_what_is_written_is_read_back(recall: Recall, tmp_path: Path) -> None:
    write_recall(recall, tmp_path)
    first = (tmp_path / FILE).read_bytes()
    assert load_recall(tmp_path) == recall
    write_recall(load_recall(tmp_path), tmp_path)
    assert (tmp_path / FILE).read_bytes() == first


@pytest.mark.parametrize("content", [None, "", "["])
def test_a_broken_index_says_what_to_do(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_text(content)
    with pytest.raises(StoreError, match=r"recall\.json cannot be read .*: run 'sse-kg build'"):
        load_recall(tmp_path)
