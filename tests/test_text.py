"""A paper as sentences, and fingerprints that know a sentence again in another copy of its paper."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from toy import FOLDER

from extract.text import Sentence, read_sentences
from kg.fingerprint import fingerprint, letters

PAPER = (FOLDER / "paper.txt").read_text(encoding="utf-8")
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
WORDS = st.lists(WORD, min_size=1, max_size=12)
CITATION = st.sampled_from(["", "^{12}", "^{12,13}", "¹²", "¹²⁻¹⁴", " ^{7}", "[12]"])


def said(text: str) -> list[str]:
    return [sentence.text for sentence in read_sentences(text)]


def paper(body: str) -> str:
    return f"1 A toy section\n\n{body}\n"


# sentences of the toy paper


def test_the_toy_paper_is_read_sentence_by_sentence() -> None:
    assert [
        (s.section, s.number, s.paragraph, s.text.split()[0], s.text.split()[-1]) for s in read_sentences(PAPER)
    ] == [
        ("9.1", 1, 1, "Pressed", "temperature.^{169}"),
        ("9.1", 2, 1, "Germanium", "42%.^{169}"),
        ("9.1", 3, 1, "Such", "Toy."),
        ("9.1", 4, 1, "Humming", "floor.¹⁶⁹"),
        ("9.2", 1, 1, "A", "humming.^{169}"),
        ("9.2", 2, 1, "It", "dendrites."),
        ("9.2", 3, 1, "Whether", "up.^{169}"),
    ]


def test_a_caption_does_not_cut_a_sentence() -> None:
    cut = read_sentences(PAPER)[2]
    assert cut.text == (
        "Such a pellet, however, starts to hum under the ions that hurry through it, "
        "e.g. at 2 mA cm⁻² in the work of A. Toy."
    )
    assert "Fig. 1" in PAPER[cut.start : cut.end]


def test_a_page_break_does_not_cut_a_sentence() -> None:
    last = read_sentences(PAPER)[-1]
    assert "a matter of dispute: cold wax" in last.text
    assert "\f" in PAPER[last.start : last.end]


def test_captions_tables_titles_and_references_are_left_out() -> None:
    text = " ".join(said(PAPER))
    assert [gone for gone in ("Notes on", "Nothing hums", "Element", "soft", "not read") if gone in text] == []


def test_offsets_hold_exactly_the_sentence() -> None:
    sentences = read_sentences(PAPER)
    whole = [s for s in sentences if "Fig." not in PAPER[s.start : s.end] and "\f" not in PAPER[s.start : s.end]]
    assert len(whole) == 5
    assert [PAPER[s.start : s.end] for s in whole] == [s.text for s in whole]
    for one, other in pairwise(sentences):
        assert one.end <= other.start


def test_offsets_count_characters_not_bytes() -> None:
    [sentence] = read_sentences(paper("Na₃GaS₃ 🐝 hums."))
    assert sentence == Sentence("1", 1, 1, 17, 32, "Na₃GaS₃ 🐝 hums.")


# where a sentence ends


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        ("Wax hums. Tin sings.", ["Wax hums.", "Tin sings."]),
        ("Wax hums.^{1,2} Tin sings.³⁴ Lead rests.", ["Wax hums.^{1,2}", "Tin sings.³⁴", "Lead rests."]),
        ("Does wax hum? It does.", ["Does wax hum?", "It does."]),
        ("See Fig. 2 and ref. 3 by A. Toy et al. on wax.", ["See Fig. 2 and ref. 3 by A. Toy et al. on wax."]),
        ("Salts, e.g. NaCl, i.e. Salt, vs. Tin hum.", ["Salts, e.g. NaCl, i.e. Salt, vs. Tin hum."]),
        ("Wax hums at 0.5 mS. 3 cells rest.", ["Wax hums at 0.5 mS.", "3 cells rest."]),
        ("It is $\\text{NaCl}$. $\\text{Na}$ hums.", ["It is $\\text{NaCl}$.", "$\\text{Na}$ hums."]),
        ("Wax hums. and rests.", ["Wax hums. and rests."]),
        ("It rose to 450 °C. The ions S²⁻.⁴ Tin rests.", ["It rose to 450 °C.", "The ions S²⁻.⁴", "Tin rests."]),
        ("By Na and S. The wax and S. Moreover it hums.", ["By Na and S.", "The wax and S.", "Moreover it hums."]),
        ("Found by Toy *et al.*⁷⁴ For wax it hums.", ["Found by Toy *et al.*⁷⁴", "For wax it hums."]),
        ("No full stop here", ["No full stop here"]),
        ("  Wax   hums.  ", ["Wax hums."]),
    ],
)
def test_where_a_sentence_ends(body: str, sentences: list[str]) -> None:
    assert said(paper(body)) == sentences


def test_paragraphs_and_sections_are_counted_each_from_one() -> None:
    one = "1 One thing\nWax hums. Tin sings.\nLead rests.\n"
    text = f"{one}\n2 Another thing\nIron too.\n2.1.1 Run-in words. Gold as well.\n"
    found = [(s.section, s.number, s.paragraph, s.text) for s in read_sentences(text)]
    assert found == [
        ("1", 1, 1, "Wax hums."),
        ("1", 2, 1, "Tin sings."),
        ("1", 3, 2, "Lead rests."),
        ("2", 1, 1, "Iron too."),
        ("2.1.1", 1, 1, "Gold as well."),
    ]


def test_a_section_that_ends_without_a_full_stop_does_not_flow_into_the_next() -> None:
    assert said("1 One thing\nWax hums\n2 Another thing\nTin sings.\n") == ["Wax hums", "Tin sings."]


@pytest.mark.parametrize("text", ["", "\n\n", "No section is numbered here. Nothing is read.", "1 Only a heading"])
def test_a_text_without_numbered_sections_has_no_sentences(text: str) -> None:
    assert said(text) == []


@given(st.text(max_size=200))
def test_any_text_is_read_with_offsets_in_order(text: str) -> None:
    body = paper(text)
    end = 0
    for sentence in read_sentences(body):
        assert end <= sentence.start < sentence.end <= len(body)
        assert body[sentence.start : sentence.end].strip() == body[sentence.start : sentence.end]
        end = sentence.end


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_sentences_that_were_written_are_those_that_are_read(sentences: list[list[str]]) -> None:
    written = [f"Now {' '.join(words)} hums." for words in sentences]
    assert said(paper(" ".join(written))) == written


# fingerprints


@given(words=WORDS, data=st.data())
def test_another_copy_has_the_same_fingerprint(words: list[str], data: st.DataObject) -> None:
    copied = []
    for word in words:
        cut = data.draw(st.integers(0, len(word)))
        hyphen = data.draw(st.sampled_from(["", "-\n", "\xad", "-", "‐\n"]))
        copied.append(word[:cut] + hyphen + word[cut:] + data.draw(CITATION))
    blank = data.draw(st.sampled_from([" ", "\n", "  ", "\xa0", " \n\f"]))
    copy = blank.join(copied) + data.draw(st.sampled_from(["", ".", ".^{3}", ".⁵⁶"]))
    assert fingerprint(copy) == fingerprint(" ".join(words))


@given(words=WORDS)
def test_ligatures_and_case_do_not_matter(words: list[str]) -> None:
    plain = " ".join([*words, "efficient", "flow", "office", "first"])
    bound = plain.replace("ffi", "\ufb03").replace("fi", "\ufb01").replace("fl", "\ufb02").replace("ff", "\ufb00")
    assert bound != plain
    assert fingerprint(bound) == fingerprint(plain) == fingerprint(plain.upper())


@pytest.mark.parametrize("formula", ["Na3PS4", "Na₃PS₄", "Na_3PS_4", "$\\text{Na}_3\\text{PS}_4$", "Na 3 PS 4"])
def test_every_notation_of_a_formula_has_the_same_fingerprint(formula: str) -> None:
    assert fingerprint(f"It is {formula}.") == fingerprint("It is Na3PS4.")


@given(words=WORDS, other=WORD, place=st.integers(0, 11))
def test_a_changed_word_changes_the_fingerprint(words: list[str], other: str, place: int) -> None:
    changed = list(words)
    changed[place % len(words)] = other
    assume("".join(changed) != "".join(words))
    assert fingerprint(" ".join(changed)) != fingerprint(" ".join(words))


def test_a_fingerprint_is_twelve_hexadecimal_digits_and_stays() -> None:
    assert fingerprint("Sodium wets tin.") == "0fb052e3db42"
    assert letters("Sodium wets tin.^{12}") == "sodiumwetstin"


def test_fingerprints_of_one_paper_differ() -> None:
    prints = [fingerprint(sentence.text) for sentence in read_sentences(PAPER)]
    assert len(set(prints)) == len(prints)


def test_every_sentence_of_the_review_has_offsets_that_hold_it(shared: Path) -> None:
    text = (shared / "review.txt").read_text(encoding="utf-8")
    sentences = read_sentences(text)
    assert len(sentences) == 461
    exact = [s for s in sentences if " ".join(text[s.start : s.end].split()) == s.text]
    assert len(exact) > 430
    for sentence in sentences:
        first, last = sentence.text.split()[0], sentence.text.split()[-1]
        assert text[sentence.start : sentence.end].startswith(first)
        assert text[sentence.start : sentence.end].endswith(last)
