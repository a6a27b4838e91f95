"""A paper that does not exist, followed from its lines to an answer: a new material, a new failure, a new property.

Nothing of this needs a change of code: `tests/toy/` is a data folder like one that a person may keep.
"""

from pathlib import Path

import pytest
from toy import FOLDER, add_rows, toy_folder

from extract.text import read_text
from kg.answer import Answer, Asker
from kg.build import EXTRA, build, ready
from kg.curated import read_curated
from kg.fingerprint import fingerprint
from kg.graph import build_quads, claim_id
from kg.names import RDF, resource, term
from kg.store import open_store
from kg.vocabulary import ontology_files, ontology_quads, read_vocabulary

CURE = ("beeswax-film", "mitigates", "pellet-humming")


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """The graph of the project's tables and the toy ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSE_KG_HOME", str(tmp_path_factory.mktemp("toy-home")))
        return Asker.open(build((FOLDER,)))


def labels(answer: Answer) -> list[str]:
    return [result.label for result in answer.results]


def test_from_a_sentence_to_an_answer(asker: Asker) -> None:
    # The paper says it in one sentence,
    document = read_text("paper.txt", (FOLDER / "paper.txt").read_text(encoding="utf-8"))
    [sentence] = [s for s in document.sentences if "quiets" in s.text]
    assert (sentence.section, sentence.number) == ("9.2", 1)

    # a person puts it into a line of a table,
    curated = read_curated(FOLDER)
    [fact] = [s for s in curated.statements if (s.subject, s.predicate, s.object) == CURE]
    assert str(fact.source.places[0]) == "9.2:1"
    kept = next(s for s in curated.sentences if (s.section, s.number) == ("9.2", 1))
    assert kept.fingerprint == fingerprint(sentence.text)

    # the line becomes a triple and a claim about it,
    words = read_vocabulary((FOLDER,))
    quads = build_quads(curated, words, ontology_quads(ontology_files((FOLDER,))))
    triple = (resource(CURE[0]), term(CURE[1]), resource(CURE[2]))
    assert triple in {(q.subject.value, q.predicate.value, getattr(q.object, "value", "")) for q in quads}
    about = {
        q.predicate.value: getattr(q.object, "value", "") for q in quads if q.subject.value == resource(claim_id(fact))
    }
    assert tuple(about[f"{RDF}{part}"] for part in ("subject", "predicate", "object")) == triple

    # and the question is answered with that claim.
    answer = asker.ask("What mitigates pellet humming?")
    assert (answer.status, labels(answer)) == ("answered", ["beeswax film on pellets"])
    assert answer.results[0].references == (169,)
    [evidence] = [e for e in answer.evidence if e.claim == claim_id(fact)]
    assert (evidence.section, evidence.references, evidence.status) == ("9.2", (169,), "curated")
    assert evidence.statement == "beeswax film on pellets mitigates pellet humming"


@pytest.mark.parametrize(
    ("question", "found", "value"),
    [
        ("What is the gloss of Na2.9Ga0.9Ge0.1S3?", ["Na2.9Ga0.9Ge0.1S3"], 42.0),
        ("Which electrolyte is the glossiest?", ["Na2.9Ga0.9Ge0.1S3"], 42.0),
        ("What is the conductivity of Na₃GaS₃?", ["Na3GaS3"], 0.7),
        ("conductivity of NGaS", ["Na3GaS3"], 0.7),
        ("Which strategies mitigate humming?", ["beeswax film on pellets"], None),
        ("Which strategies mitigate acoustic failures?", ["beeswax film on pellets"], None),
        ("What reduces dust shedding?", ["beeswax film on pellets"], None),
        ("Which cathodes were paired with Na3GaS3?", ["NaCrO2"], None),
        ("What causes pellet humming?", ["Na2.9Ga0.9Ge0.1S3"], None),
    ],
)
def test_questions_on_what_is_new(asker: Asker, question: str, found: list[str], value: float | None) -> None:
    answer = asker.ask(question)
    assert (answer.status, labels(answer)) == ("answered", found), answer.answer
    assert [result.value for result in answer.results] == [value]
    assert answer.evidence


def test_what_is_denied_is_answered_with_no(asker: Asker) -> None:
    answer = asker.ask("Does a beeswax film suppress dendrites?")
    assert (answer.status, answer.boolean) == ("answered", False)
    assert asker.ask("Does a beeswax film mitigate pellet humming?").boolean is True


def test_both_sides_of_a_contradiction_are_in_the_evidence(asker: Asker) -> None:
    answer = asker.ask("Does a beeswax film improve ionic conductivity?")
    assert answer.status == "answered"
    assert any(e.contradicted and "warm wax" in e.note for e in answer.evidence)


@pytest.mark.usefixtures("toy_home")
def test_the_project_alone_knows_nothing_of_it() -> None:
    folder = build(())
    assert Asker.open(folder).ask("What mitigates pellet humming?").status != "answered"
    assert not open_store(folder).ask(f"ASK {{ <{resource('pellet-humming')}> ?p ?o }}")


@pytest.mark.usefixtures("toy_home")
def test_a_line_more_is_a_question_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = toy_folder(tmp_path)
    monkeypatch.setenv(EXTRA, str(folder))
    assert labels(Asker.open(ready()).ask("What mitigates pellet humming?")) == ["beeswax film on pellets"]
    add_rows(
        folder,
        "strategies",
        {
            "id": "felt-pad",
            "label": "felt pad",
            "class": "BufferLayer",
            "definition": "A pad of felt below the pellet.",
        },
    )
    add_rows(
        folder,
        "claims",
        {
            "subject": "felt-pad",
            "predicate": "mitigates",
            "object": "pellet-humming",
            "stance": "asserted",
            "where": "9.1:3",
            "refs": "169",
        },
    )
    answer = Asker.open(ready()).ask("What mitigates pellet humming?")
    assert sorted(labels(answer)) == ["beeswax film on pellets", "felt pad"]
