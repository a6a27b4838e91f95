"""Yes-or-no questions are decided by claims and figures that account for everything named, sources are told as such,
and what the graph has nothing on is declined."""

import pytest

from kg.answer import Asker


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does the alucone film stabilise the sodium interface?", True),
        ("Does oxygen doping make Na3PS4 less air stable?", False),
        ("Does Na2S accumulation lower the diffusion resistance?", False),
        ("Is sulfur limited by the shuttle effect of polysulfides?", True),
        ("Does lattice softening raise the migration energy?", False),
        ("Does any electrolyte in Table 1 exceed 20 mS/cm?", True),
        ("Do P-O bonds help the crystallisation of NPS?", False),
        ("Does NYZC react with NaCrO2?", False),
        ("Do Ge and Se increase production costs?", True),
        ("Is it really true that NVP is a poor choice for high energy density?", True),
        ("Honestly, does shorter ball milling hurt crystallinity?", False),
        ("Is Na-beta''-alumina inert towards both sodium and Na3PS4?", True),
    ],
)
def test_claims_decide_by_their_effect(question: str, verdict: bool, asker: Asker) -> None:
    answer = asker.ask(question)
    assert (answer.status, answer.boolean) == ("answered", verdict)
    assert answer.evidence


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does metastable phase I of Na3NbS4 have a higher capacity than the amorphous form?", True),
        ("Na2TiS3: amorphous form lower capacity than cubic rocksalt form?", True),
        ("Does Na3BS3 conduct better than Na3InS3?", True),
        ("Does germanium-doped NSS give off more H2S than the undoped one?", False),
    ],
)
def test_both_sides_of_than_are_found(question: str, verdict: bool, asker: Asker) -> None:
    assert asker.ask(question).boolean is verdict


def test_a_counterexample_decides_on_all_cases(asker: Asker) -> None:
    assert asker.ask("Is longer ball milling always better for crystallinity?").boolean is False


@pytest.mark.parametrize(
    "question",
    [
        "Is Na3PS4 stable against carbon dioxide?",
        "Does Na3SbS4 ignite in air?",
        "Does faster cooling yield higher crystallinity?",
        "Does NaCl conduct sodium ions?",
        "Does swapping P for Sb shrink the lattice?",
        "Does PDMS improve the air stability of Na3PS4?",
    ],
)
def test_what_claims_leave_open_is_not_decided(question: str, asker: Asker) -> None:
    answer = asker.ask(question)
    assert (answer.status != "answered", answer.boolean) == (True, None)


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("paper behind the gas-phase synthesis of Li4SnS4", "[130]"),
        ("Reference for the CCD dependence on densification?", "[148]"),
        ("ref for 3.82 mS/cm", "[50]"),
        ("authors of the study on Na3P0.62As0.38S4", "[38]"),
        ("Who introduced the PPP triblock copolymer?", "Wang"),
    ],
)
def test_sources_are_told_by_what_a_question_opens_with(question: str, source: str, asker: Asker) -> None:
    results = asker.ask(question).results
    assert [r for r in results if source in r.label]


def test_who_can_ask_for_a_thing(asker: Asker) -> None:
    answer = asker.ask("who is the partner anode of NaCrO2 with Na3PS4?")
    assert not [r for r in answer.results if "group" in r.label]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("I forgot: what does CCD stand for?", "critical current density"),
        ("abbreviation SCL", "space charge layer"),
        ("ASEI full form?", "artificial SEI"),
        ("whats HSAB theory", "HSAB theory"),
        ("What is the definition of activation energy?", "activation energy"),
    ],
)
def test_definitions_are_asked_for_in_many_ways(question: str, label: str, asker: Asker) -> None:
    assert [r.label for r in asker.ask(question).results] == [label]


@pytest.mark.parametrize(
    "question",
    [
        "Effect of bismuth doping on Na3PS4",
        "How does cobalt doping affect Na11Sn2PS12?",
        "How does hard carbon perform as anode with Na3PS4?",
        "Dew point needed in a dry room to handle NSS powder",
        "Which space group does Na11Sn2PS12 crystallise in?",
        "Which machine learning model predicts the conductivity of sulfide electrolytes?",
        "Who holds the patent on Na3PS4?",
        "What happens when Na3PS4 is irradiated with gamma rays?",
        "how do I reset my router password",
        "cheapest mobile phone plan with unlimited data",
        "Is gold a better investment than silver?",
        "Which group won the song contest in 1974?",
    ],
)
def test_what_nothing_is_known_of_is_declined(question: str, asker: Asker) -> None:
    answer = asker.ask(question)
    assert answer.status != "answered"
    assert not answer.results


@pytest.mark.parametrize(
    "question",
    [
        "Out of sheer curiosity, which compound boasts the highest ionic conductivity in Table 1?",
        "Roughly how conductive is plain old Na3PS4 according to Table 1?",
        "In which section is the HSAB theory discussed?",
        "I'm a bit lost: what on earth is an all-in-one cathode?",
    ],
)
def test_ordinary_words_do_not_make_a_question_fail(question: str, asker: Asker) -> None:
    assert asker.ask(question).status == "answered"


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Going from Ge to Sn in Na10MP2S12, does the activation energy go up?", True),
        ("Going from S to Se in Na11Sn2SbS12, does the conductivity drop?", True),
        ("Does replacing Sn with Si in Na10SnP2S12 raise the activation energy?", False),
        ("Is the W-substituted Na3SbS4 more conductive than the Mo-substituted one?", True),
        ("Does substituting Se for S in Na3PS4 reduce the ionic conductivity?", False),
    ],
)
def test_compounds_that_differ_by_one_element_are_weighed(question: str, verdict: bool, asker: Asker) -> None:
    assert asker.ask(question).boolean is verdict


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Did Ma et al. find that the space charge layer hinders ion motion?", False),
        ("Is the P-O bond weaker than the P-S bond?", False),
        ("Does replacing P5+ with Sb5+ expand the lattice?", True),
        ("Are sulfide electrolytes sensitive to moisture?", True),
        ("Are liquid organic electrolytes flammable?", True),
        ("Does the amount of H2S grow with humidity?", True),
        ("Can sulfur cathodes reach an energy density above 500 Wh/kg?", True),
    ],
)
def test_what_is_told_in_other_words_decides(question: str, verdict: bool, asker: Asker) -> None:
    assert asker.ask(question).boolean is verdict


@pytest.mark.parametrize(
    "question",
    [
        "hard carbon as the negative electrode with Na11Sn2PS12: cycle life?",
        "specific surface area of CMK-3",
        "Which binder is used with graphite anodes?",
        "Does NPSF have a smaller change in resistance under pressure than NPS?",
        "Is the CPEO layer an electronic conductor?",
    ],
)
def test_what_is_narrowed_by_the_unknown_is_declined(question: str, asker: Asker) -> None:
    assert asker.ask(question).status != "answered"
