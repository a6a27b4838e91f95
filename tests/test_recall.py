"""Recall: every claim with its words and its kin, and how much of a question each accounts for."""

from pathlib import Path

import pytest
from toy import FOLDER

from kg.coverage import Coverage, Hit
from kg.curated import read_curated
from kg.errors import StoreError
from kg.graph import claim_id
from kg.ground import ground
from kg.lexicon import Lexicon, build_lexicon
from kg.model import Curated
from kg.recall import FILE, Recall, build_recall, load_recall, write_recall
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


def search(question: str, recall: Recall, lexicon: Lexicon) -> list[Hit]:
    grounded, coverage = ground(question, lexicon), Coverage(recall, lexicon)
    return coverage.hits(grounded, coverage.parts(grounded))


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


def test_a_thing_is_near_its_kind_its_parts_its_elements_and_what_it_acts_on(recall: Recall) -> None:
    compound = recall.kin["Na2.9Ga0.9Ge0.1S3"]
    assert compound["Na2.9Ga0.9Ge0.1S3"] == 1.0
    assert compound["Na2.9Ga0.9Ge0.1S3"] > compound["Na3GaS3"] > compound["element-Ge"] > 0
    assert "element-Xe" not in compound


def test_the_claim_spoken_of_comes_first(recall: Recall, lexicon: Lexicon) -> None:
    first, *_ = search("Does a beeswax film mitigate pellet humming?", recall, lexicon)
    told = first.told
    assert (told.subject, told.predicate, told.object) == ("beeswax-film", "mitigates", "pellet-humming")
    assert first.named == {0, 1}
    assert first.coverage > 0.9


def test_a_claim_that_names_both_covers_more_than_one_that_names_one(recall: Recall, lexicon: Lexicon) -> None:
    hits = search("beeswax film against pellet humming", recall, lexicon)
    both = [hit.coverage for hit in hits if {0, 1} <= hit.named]
    one = [hit.coverage for hit in hits if len(hit.named & {0, 1}) == 1]
    assert both
    assert one
    assert min(both) > max(one)


def test_words_that_are_no_names_tell_claims_apart(recall: Recall, lexicon: Lexicon) -> None:
    plain, *_ = search("beeswax film", recall, lexicon)
    told, *_ = search("beeswax film umbrella", recall, lexicon)
    assert plain.coverage > told.coverage > 0


def test_a_claim_of_another_table_is_no_hit(recall: Recall, lexicon: Lexicon) -> None:
    hits = search("ionic conductivity of Na3PS4 in Table 1", recall, lexicon)
    assert hits
    assert all("table-1" in hit.told.places for hit in hits)


def test_hits_come_best_first_and_the_same_every_time(recall: Recall, lexicon: Lexicon) -> None:
    hits = search("Which film of wax improves the ionic conductivity of Na3GaS3?", recall, lexicon)
    assert [hit.coverage for hit in hits] == sorted((hit.coverage for hit in hits), reverse=True)
    assert hits == search("Which film of wax improves the ionic conductivity of Na3GaS3?", recall, lexicon)


@pytest.mark.parametrize("question", ["", "umbrella", "What is on television?", "qwertz asdfgh"])
def test_nothing_accounts_for_what_no_claim_knows(question: str, recall: Recall, lexicon: Lexicon) -> None:
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
