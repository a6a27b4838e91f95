"""Candidates are weighed against each other and against answering nothing."""

import pytest

from benchmarks.fit import Choice, choose, learn
from kg.answer import Asker
from kg.ground import ground
from kg.question import Reader
from kg.reading import Context
from kg.suitability import load_weights, weigh


def reader(question: str, asker: Asker) -> Reader:
    grounded = ground(question, asker.lexicon)
    return Reader(Context(grounded, asker.lexicon, asker.sketch, asker.recall), asker.answerer.look)


def test_candidates_come_from_joins_and_from_claims(asker: Asker) -> None:
    found = reader("Which strategies mitigate sodium dendrite growth?", asker).candidates
    assert {"joined", "told"} <= {candidate.origin for candidate in found}
    assert all(candidate.answers and 0 <= candidate.coverage <= 1 for candidate in found)


def test_what_is_to_be_counted_is_not_taken_from_single_claims(asker: Asker) -> None:
    found = reader("How many strategies mitigate sodium dendrite growth?", asker).candidates
    assert {candidate.origin for candidate in found} == {"joined"}


@pytest.mark.parametrize("question", ["What process avoids toxic waste gas?", "What remedy prevents dendrites?"])
def test_what_does_harm_is_no_candidate_for_a_remedy(question: str, asker: Asker) -> None:
    told = [{b.hit.told.predicate for b in c.backing if b.side >= 0} for c in reader(question, asker).candidates]
    assert not [relations for relations in told if relations and relations <= {"causes", "worsens"}]


def test_every_candidate_has_figures_that_the_weights_know(asker: Asker) -> None:
    silence, measured = reader("What suppresses sodium dendrite growth?", asker).measured()
    weights = load_weights()
    assert silence.keys() <= weights.keys()
    best = max(measured, key=lambda pair: weigh(pair[1], weights))
    assert weigh(best[1], weights) > weigh(silence, weights)


def test_weights_are_learned_from_what_scores() -> None:
    good, bad, silence = {"fits": 1.0}, {"fits": 0.0, "odd": 1.0}, {"silence": 1.0}
    choices = [Choice(str(n), "cause", (bad, good, silence), (0.0, 1.0, 0.0), declined=False) for n in range(40)]
    weights = learn(choices)
    assert weights["fits"] > 0 > weights["odd"]
    assert [choose(choice, weights) for choice in choices] == [1] * 40
