"""Words: whatever is typed, tokens stand where they say, and spellings of one word meet."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.words import comparison_forms, fold, folded, noun_forms, phrase_key, stem, tokenize, verb_forms

ODD = "ﹰ ﾞ ǅ İı ẞß ﬃ ᾳ ͺ 𝐍𝐚 ₃ ٣ Ⅻ ㎖ \x00 \u200b \u202e \ud800 가 σς"


@given(st.text())
@example(ODD)
@example("Na_{2.88}Sb_{0.88}W_{0.12}S_4, γ–Na₃PS₄ (≥ 1 mS cm−1)?")
def test_tokens_stand_where_they_say_and_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert all(token.fold for token in tokens)
    assert all(len(token.text) == token.end - token.start for token in tokens)
    edges = [edge for token in tokens for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_a_token_of_plain_text_is_its_stretch_of_the_text(text: str) -> None:
    assert all(token.text == text[token.start : token.end] for token in tokenize(text))


@given(st.text())
@example(ODD)
@example("sulphisation coloured ageing metres Aluminium stabilisers")
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_no_character_folds_to_nothing() -> None:
    """Grounding looks at the first character of every folded token."""
    assert not [hex(code) for code in range(0x20000) for token in tokenize(chr(code)) if not token.fold]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sulphide", "sulfide"),
        ("sulphur", "Sulfur"),
        ("aluminium", "aluminum"),
        ("stabilised", "stabilized"),
        ("crystallisation", "crystallization"),
        ("colour", "color"),
        ("colours", "colors"),
        ("metres", "meters"),
        ("ageing", "aging"),
        ("σ", "sigma"),
        ("Γ", "gamma"),
        ("Jänner", "Janner"),
        ("Na₃PS₄", "Na3PS4"),
        ("Na_3PS_4", "Na3PS4"),
        ("Na_{3}PS_{4}", "NA3PS4"),
        ("ﬁlm", "film"),
        ("ｆｉｌｍ", "film"),
        ("µ", "μ"),
    ],
)
def test_two_spellings_are_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["raise", "four", "hour", "is", "tree", "rise", "wise", "our"])
def test_short_words_that_only_look_british_stay(word: str) -> None:
    assert fold(word) == word


@pytest.mark.parametrize(
    "spelling", ["In-situ SEI", "in situ sei", "IN–SITU SEI", "in‑situ  SEI", "in situ (SEI)", "in\u2212situ\nSEI"]
)
def test_dashes_blanks_and_brackets_do_not_matter_to_a_phrase(spelling: str) -> None:
    assert phrase_key(spelling) == ("in", "situ", "sei")


def test_latex_does_not_matter_to_a_phrase() -> None:
    assert phrase_key(r"$\mathrm{Na}_3\mathrm{PS}_4$ film") == phrase_key("Na3PS4 film")


def test_folded_joins_words_by_one_blank() -> None:
    assert folded("  More\tthan\n10 mS/cm,please ") == "more than 10 ms / cm , please"
    assert folded("") == ""


@pytest.mark.parametrize(
    "family",
    [
        ("coat", "coated", "coating", "coatings", "coats"),
        ("dendrite", "dendrites"),
        ("hydrate", "hydrated", "hydrates", "hydration"),
        ("anneal", "annealed", "annealing", "anneals"),
        ("stick", "sticks", "sticking"),
    ],
)
def test_a_family_of_words_has_one_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@given(st.text())
def test_a_stem_is_the_beginning_of_its_word_and_not_too_short(word: str) -> None:
    assert word.startswith(stem(word))
    assert stem(word) == word or len(stem(word)) >= 3


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("dendrite", "dendrites"),
        ("remedy", "remedies"),
        ("alloy", "alloys"),
        ("process", "processes"),
        ("approach", "approaches"),
        ("solid electrolyte", "solid electrolytes"),
        ("buffer layer", "buffer layers"),
        ("artificial interphase", "artificial interphases"),
    ],
)
def test_a_noun_is_known_in_singular_and_plural(singular: str, plural: str) -> None:
    assert {singular, plural} <= noun_forms(singular)
    assert plural in noun_forms(plural)


@pytest.mark.parametrize("name", ["Na3PS4", "NPS", "σ", "H2S", "of", ""])
def test_a_formula_or_abbreviation_has_no_plural(name: str) -> None:
    assert noun_forms(name) == {name}


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("mitigate", "mitigate mitigates mitigated mitigating"),
        ("improve", "improve improves improved improving"),
        ("carry", "carry carries carried carrying"),
        ("reach", "reach reaches reached reaching"),
        ("stop", "stop stops stopped stopping"),
        ("inhibit", "inhibit inhibits inhibited inhibiting"),
        ("withstand", "withstand withstands withstood withstanding"),
        ("give", "give gives gave given giving"),
    ],
)
def test_a_verb_is_known_in_all_its_forms(verb: str, forms: str) -> None:
    assert set(forms.split()) <= verb_forms(verb)


def test_the_rest_of_a_verb_phrase_stays() -> None:
    assert {"lead to", "leads to", "led to", "leading to"} <= verb_forms("lead to")
    assert {"paired with", "is paired with", "were paired with", "been paired with"} <= verb_forms("be paired with")


@pytest.mark.parametrize(
    ("adjective", "comparative", "superlative"),
    [
        ("thick", "thicker", "thickest"),
        ("stable", "stabler", "stablest"),
        ("thin", "thinner", "thinnest"),
        ("glossy", "glossier", "glossiest"),
        ("conductive", "more conductive", "most conductive"),
        ("air stable", "more air stable", "most air stable"),
    ],
)
def test_adjectives_compare(adjective: str, comparative: str, superlative: str) -> None:
    assert comparison_forms(adjective) == ({comparative}, {superlative})


@given(st.from_regex(re.compile(r"[a-z]{1,12}( [a-z]{1,8})?"), fullmatch=True))
def test_every_word_has_itself_among_its_forms(phrase: str) -> None:
    assert phrase in noun_forms(phrase)
    assert phrase in verb_forms(phrase) or phrase.startswith("be ")
    assert all(form.strip() for form in verb_forms(phrase) | noun_forms(phrase))
