"""The grammar of questions: who asks for what, how much, in which order, with what left out."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.grammar import Form, comparison_after, comparison_before, is_function_word, negations, read_form
from kg.words import folded


def form(question: str) -> Form:
    return read_form(folded(question))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What is the conductivity of Na3PS4?", "what"),
        ("Which cathodes were paired with it?", "which"),
        ("Who reported it?", "who"),
        ("By whom was it found?", "who"),
        ("Where in the review is it?", "where"),
        ("Why do dendrites grow?", "why"),
        ("How can I stop them?", "how"),
        ("Does alucone stop them?", "whether"),
        ("Is Na3PS4 stable?", "whether"),
        ("Can doping help?", "whether"),
        ("Could you list the cathodes?", "which"),
        ("List the cathodes", "which"),
        ("Please name every binder", "which"),
        ("Na3PS4 conductivity", "which"),
        ("", "which"),
    ],
)
def test_the_question_word_says_what_is_asked(question: str, asks: str) -> None:
    assert form(question).asks == asks


@pytest.mark.parametrize(
    ("question", "superlative", "top"),
    [
        ("Which has the highest conductivity?", "high", 1),
        ("the best electrolyte", "high", 1),
        ("the most conductive electrolyte", "high", 1),
        ("top 5 electrolytes", "high", 5),
        ("the three most conductive electrolytes", "high", 3),
        ("the 12 largest values", "high", 12),
        ("the lowest activation energy", "low", 1),
        ("the two lowest activation energies", "low", 2),
        ("the worst one", "low", 1),
        ("cells with at least 100 cycles", "", 0),
        ("at most 10 mS/cm", "", 0),
        ("the conductivity of Na3PS4", "", 0),
        ("almost all", "", 0),
    ],
)
def test_superlatives_and_how_many_are_wanted(question: str, superlative: str, top: int) -> None:
    assert (form(question).superlative, form(question).top) == (superlative, top)


@pytest.mark.parametrize(
    ("question", "ordered"),
    [
        ("rank the electrolytes by conductivity", "descending"),
        ("electrolytes sorted by conductivity, lowest first", "ascending"),
        ("order them from best to worst", "best"),
        ("list them from low to high", "ascending"),
        ("list the electrolytes", ""),
    ],
)
def test_the_order_wanted(question: str, ordered: str) -> None:
    assert form(question).ordered == ordered


@pytest.mark.parametrize(
    ("question", "aggregate"),
    [
        ("How many cathodes were paired with Na3PS4?", "count"),
        ("the number of strategies", "count"),
        ("the number of cycles", ""),
        ("the average conductivity in Table 1", "average"),
        ("the average voltage of the cell", ""),
        ("What is the difference in conductivity between A and B?", "difference"),
        ("By how much does it rise?", "difference"),
        ("By what factor is A more conductive than B?", "factor"),
        ("conductivity of Na3PS4", ""),
    ],
)
def test_what_is_to_be_worked_out(question: str, aggregate: str) -> None:
    assert form(question).aggregate == aggregate


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("a conductivity above", ">"),
        ("a conductivity greater than", ">"),
        ("cells that exceed", ">"),
        ("a conductivity below", "<"),
        ("fewer than", "<"),
        ("at least", ">="),
        ("no less than about", ">="),
        ("at most", "<="),
        ("up to", "<="),
        ("no more than", "<="),
        ("σ >", ">"),
        ("σ ≤", "<="),
        ("the conductivity of", ""),
        ("above all the conductivity of", ""),
    ],
)
def test_the_comparison_before_a_quantity(words: str, sign: str) -> None:
    assert comparison_before(folded(words)) == sign


@pytest.mark.parametrize(
    ("words", "sign"),
    [(" or more", ">="), (" or higher", ">="), (" and above", ">="), (" or less", "<="), (" at most", "<="), ("?", "")],
)
def test_the_comparison_after_a_quantity(words: str, sign: str) -> None:
    assert comparison_after(folded(words)) == sign


@pytest.mark.parametrize(
    ("question", "excluding"),
    [
        ("cathodes paired with it but not TiS2", ["not"]),
        ("strategies other than doping", ["other than"]),
        ("electrolytes without selenium", ["without"]),
        ("all cells except this one", ["except"]),
        ("nothing, not now, nor then", ["not", "nor"]),
        ("notable noble nodes", []),
    ],
)
def test_words_that_exclude(question: str, excluding: list[str]) -> None:
    assert [question[start:end] for start, end in negations(question)] == excluding


@pytest.mark.parametrize("word", "what which how is are does not the of in and three highest above average a".split())
def test_words_without_a_meaning_of_the_field(word: str) -> None:
    assert is_function_word(word)


@pytest.mark.parametrize("word", "conductivity dendrite electrolyte mitigate coating selenium na3ps4".split())
def test_words_with_a_meaning_of_the_field(word: str) -> None:
    assert not is_function_word(word)


@given(st.text())
@example("top " + "9" * 2000)
@example("the ٣ highest")
def test_any_words_have_a_form(text: str) -> None:
    found = form(text)
    assert found.asks in {"what", "which", "who", "where", "when", "why", "how", "whether"}
    assert found.superlative in {"high", "low"} or (found.superlative, found.top) == ("", 0)
    assert found.aggregate in {"", "count", "average", "factor", "difference"}
    assert found.ordered in {"", "ascending", "descending"}


@pytest.mark.parametrize(
    ("question", "aggregate"),
    [
        ("min and max conductivity", "extremes"),
        ("range of activation energies", "extremes"),
        ("difference between the highest and lowest voltage", "extremes difference"),
        ("median voltage", "median"),
        ("sum of the capacities", "sum"),
        ("how many times more conductive is it", "factor"),
        ("rank them from lowest to highest", ""),
    ],
)
def test_what_is_reckoned(question: str, aggregate: str) -> None:
    assert form(question).aggregate == aggregate


def test_an_order_to_list_in_is_no_superlative() -> None:
    assert form("rank them from best to worst").superlative == ""
    assert form("sort them lowest first").ordered == "ascending"
    assert form("bottom three (worst first)").top == 3


@pytest.mark.parametrize(
    ("folded", "asks", "superlative"),
    [
        ("does a or b have the higher voltage", "which", "high"),
        ("which conducts better , a or b", "which", "high"),
        ("which of a and b is the worse conductor", "which", "low"),
        ("is a better than b", "whether", ""),
    ],
)
def test_a_choice_between_two_asks_for_the_one(folded: str, asks: str, superlative: str) -> None:
    form = read_form(folded)
    assert (form.asks, form.superlative) == (asks, superlative)


def test_from_most_to_least_is_an_order_and_no_range() -> None:
    form = read_form("arrange them from most to least dense")
    assert (form.ordered, form.aggregate) == ("descending", "")
