"""A paper as sentences, and fingerprints that know a sentence again in another copy of its paper."""

from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from toy import FOLDER

from extract.citations import cited
from extract.document import Piece, Sentence
from extract.text import read_text
from kg.fingerprint import fingerprint, letters

PAPER = (FOLDER / "paper.txt").read_text(encoding="utf-8")
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
WORDS = st.lists(WORD, min_size=1, max_size=12)
CITATION = st.sampled_from(["", "^{12}", "^{12,13}", "¹²", "¹²⁻¹⁴", " ^{7}", "[12]"])


def read_sentences(text: str) -> tuple[Sentence, ...]:
    return read_text("paper.txt", text).sentences


def said(text: str) -> list[str]:
    return [sentence.text for sentence in read_sentences(text)]


def paper(body: str) -> str:
    return f"1 A toy section\n\n{body}\n"


def assert_places(sentence: Sentence, text: str) -> None:
    """Every run of a sentence stands in the text where it is said to stand."""
    for piece in sentence.pieces:
        run = sentence.text[piece.at : piece.at + piece.end - piece.start]
        assert run == text[piece.start : piece.end] or "\ufb00" <= text[piece.start] <= "\ufb06"
    for at in range(len(sentence.text)):
        start, end = sentence.span(at, at + 1)
        assert sentence.start <= start < end <= sentence.end


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
    assert sentence == Sentence("1", 1, 1, 17, 32, "Na₃GaS₃ 🐝 hums.", (Piece(0, 17, 32),))


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
        ("Found by Toy *et al.*⁷⁴ For wax it hums.", ["Found by Toy et al.⁷⁴", "For wax it hums."]),
        ("No full stop here", ["No full stop here"]),
        ("  Wax   hums.  ", ["Wax hums."]),
        (
            "It died at 5 A. Then V. Toy spoke. By A. B. Toy it was.",
            ["It died at 5 A.", "Then V. Toy spoke.", "By A. B. Toy it was."],
        ),
        ("Made of Na, Co, etc. The rest is tin.", ["Made of Na, Co, etc.", "The rest is tin."]),
        ("Its size (Fig. 2. The inset shows wax) fell.", ["Its size (Fig. 2. The inset shows wax) fell."]),
        ("Found by Toy et al. [12] in wax. [13] Tin rests.", ["Found by Toy et al. [12] in wax. [13]", "Tin rests."]),
        ("It rests.12,13 So does α-tin. β-Tin melts.", ["It rests.12,13", "So does α-tin.", "β-Tin melts."]),
        ("“Wax hums.” Tin (at last.) Lead.", ["“Wax hums.”", "Tin (at last.)", "Lead."]),
        ("Wax hums.^{12}Tin rests.", ["Wax hums.^{12}", "Tin rests."]),
        ("Wax hums. ¹² Tin rests. ³¹P does.", ["Wax hums. ¹²", "Tin rests.", "³¹P does."]),
        ("It is bad. x = 0.1 is best.", ["It is bad.", "x = 0.1 is best."]),
        ("In J. Wax Mater. and Chem. Soc. Rev. it was.", ["In J. Wax Mater. and Chem. Soc. Rev. it was."]),
        (
            "See No. 5 of Vol. 3, pp. 2 to 4, ca. 3 nm, Eqs. 2 and 3.",
            ["See No. 5 of Vol. 3, pp. 2 to 4, ca. 3 nm, Eqs. 2 and 3."],
        ),
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


@pytest.mark.parametrize(
    "text", ["", "\n\n", "1 Only a heading", "12\n\n—\n", "Fig. 1 Wax. It hums.\n", "```\nTin wets.\n```"]
)
def test_a_text_without_running_text_has_no_sentences(text: str) -> None:
    assert said(text) == []


@given(st.text(max_size=200))
def test_any_text_is_read_with_offsets_in_order(text: str) -> None:
    body = paper(text)
    end = 0
    for sentence in read_sentences(body):
        assert end <= sentence.start < sentence.end <= len(body)
        assert body[sentence.start : sentence.end].strip() == body[sentence.start : sentence.end]
        assert_places(sentence, body)
        end = sentence.end


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_sentences_that_were_written_are_those_that_are_read(sentences: list[list[str]]) -> None:
    written = [f"Now {' '.join(words)} hums." for words in sentences]
    assert said(paper(" ".join(written))) == written


# the forms that texts come in


def test_a_bare_sentence_a_line() -> None:
    text = "Na3PS4 mitigates nothing\nWax hums. Tin too.\n3 cells rested\n"
    assert [(s.section, s.number, s.paragraph, s.text) for s in read_sentences(text)] == [
        ("", 1, 1, "Na3PS4 mitigates nothing"),
        ("", 2, 2, "Wax hums."),
        ("", 3, 2, "Tin too."),
        ("", 4, 3, "3 cells rested"),
    ]


ARTICLE = """A study of wax and of what makes it hum

A. Toy,^{a} B. Boy^{b*} and C. Coy^{a}

^{a} Institute of Wax, Toytown

Abstract

We report on wax.

1. Introduction

Wax is old [3,5–7].

2. Results and discussion

2.1. Pellets

Table 2 lists pellets.

Figure 3. Pellets of tin. Scale bar 2 µm.

Tin wets wax.

Conclusions

Wax hums.

References

1. A. Toy, J. Toy 2020, 1, 1
2 B. Boy and C. Coy, J. Boy 2021

Methods

We pressed wax.
"""


def test_an_article_is_read_by_its_headings() -> None:
    assert [(s.section, s.number, s.text) for s in read_sentences(ARTICLE)] == [
        ("Abstract", 1, "We report on wax."),
        ("1", 1, "Wax is old [3,5–7]."),
        ("2.1", 1, "Table 2 lists pellets."),
        ("2.1", 2, "Tin wets wax."),
        ("Conclusions", 1, "Wax hums."),
        ("Methods", 1, "We pressed wax."),
    ]


def test_two_papers_in_one_file_are_both_read() -> None:
    again = [s.text for s in read_sentences(f"{ARTICLE}\n{ARTICLE}")]
    assert again.count("Tin wets wax.") == again.count("Wax is old [3,5–7].") == 2


def test_markdown_is_read_without_its_marks() -> None:
    text = """---
title: Wax
---
# On wax

Some **bold** and [linked](https://example.org/a_(b)) *in situ* wax.
It is cited [12](#r12).

## 2 Results

- Tin wets.
- [x] Lead rests.

> Iron is quoted.

| a | b |
|---|---|
| 1 | 2 |

```
Code is not read.
```

Na<sub>3</sub>PS<sub>4</sub> hums.<sup>12,13</sup> <!-- not this --> End.
"""
    assert [(s.section, s.text, s.references) for s in read_sentences(text)] == [
        ("", "Some bold and linked in situ wax.", ()),
        ("", "It is cited [12].", (12,)),
        ("2", "Tin wets.", ()),
        ("2", "Lead rests.", ()),
        ("2", "Iron is quoted.", ()),
        ("2", "Na<sub>3</sub>PS<sub>4</sub> hums.<sup>12,13</sup>", (12, 13)),
        ("2", "End.", ()),
    ]


WRAPPED = """The pellets of wax begin to hum when the current that runs through them is
above 0.2 mA per square centimetre, since inter-
faces open and close as ions pass. Nobody has found a solid-
state cell that hums louder, however long it was looked for in the whole
of the wide land of toys. It is no solid
state of affairs.
"""


def test_lines_broken_to_a_width_are_one_paragraph_and_divided_words_are_whole() -> None:
    sentences = read_sentences(WRAPPED)
    assert {s.paragraph for s in sentences} == {1}
    assert "since interfaces open" in sentences[0].text
    assert "a solid-state cell" in sentences[1].text
    for sentence in sentences:
        assert_places(sentence, WRAPPED)
    start, end = sentences[0].span(sentences[0].text.index("faces"), sentences[0].text.index("faces") + 5)
    assert WRAPPED[start:end] == "faces"


def test_ligatures_and_soft_hyphens_are_letters_again() -> None:
    text = "The e\ufb03ciency of a so\xadlid \ufb01lm."
    [sentence] = read_sentences(text)
    assert sentence.text == "The efficiency of a solid film."
    assert_places(sentence, text)


@pytest.mark.parametrize(
    ("sentence", "references"),
    [
        ("Tin wets.^{12–15}", (12, 13, 14, 15)),
        ("Tin,¹²,¹³ lead³⁻⁵ and wax.⁷", (3, 4, 5, 7, 12, 13)),
        ("Tin [12,13] and lead [3-5; 9].", (3, 4, 5, 9, 12, 13)),
        ("Tin (ref. 155), lead (refs 12 and 13), wax (Refs. [3], reference 8).", (3, 8, 12, 13, 155)),
        ("Tin.<sup>3, 4</sup>", (3, 4)),
        ("By Na₃PS₄^{12} and $\\text{NSS}^{134,135}$ and Na3PS4³⁴.", (12, 34, 134, 135)),
        ("Toy et al.12 found wax.", (12,)),
        ("A current of 10^{6} A m^{2} or 10⁶ cm² by S^{2-}, W⁶⁺ and 5 S cm⁻¹, cm^{−1}, x².", ()),
        ("The [010] plane, the [110] direction, ³¹P and ^{23}Na, Fig. 3 and Table 4.", ()),
        ("Wax at 0.5 mS cm⁻¹.³⁶", (36,)),
        ("From 2 × 10⁻¹³ to 10⁻⁸ S cm⁻¹ and 10¹² Hz.", ()),
        ("Wax.^{9–1000}", (9, 1000)),
    ],
)
def test_works_that_a_sentence_cites(sentence: str, references: tuple[int, ...]) -> None:
    assert cited(sentence) == references


HOSTILE = ["(", "^{", "[a](", "<!--", " ", "A. ", "a-\n", "a\n", "[1,", "`", "1.", "# ", "$$\n", "*a", "A, ^{a*},"]


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_takes_long(part: str) -> None:
    started = process_time()
    read_text("hostile.txt", part * (100_000 // len(part)))
    assert process_time() - started < 5


@pytest.mark.parametrize(
    ("line", "is_read"),
    [
        ("Received 3rd May 2020, Accepted 9th March 2026", False),
        ("Published reports of 2019 speak of wax.", True),
        ("First published as an Advance Article", False),
        ("Figure 2. Pellets of wax.", False),
        ("Figure 2 shows pellets of wax.", True),
        ("Fig. 5a and b compare wax with tin.", True),
        ("Table S3 Pellets of wax", False),
        ("Department of Wax, University of Toytown, 12345 Toytown, Toyland", False),
        ("The University of Toytown owns a pellet.", True),
        ("A. Toy,^{a} B. Boy^{b*} and C. Coy^{†}", False),
        ("[12] A. Toy, B. Boy, J. Toy 2020, 1, 1.", False),
        ("Keywords: wax, tin", False),
        ("Wax   0.5   1.2   tin", False),
        ("https://example.org/wax", False),
    ],
)
def test_which_lines_are_running_text(line: str, is_read: bool) -> None:
    assert said(paper(f"Tin wets.\n\n{line}\n\nLead rests.")) == [
        "Tin wets.",
        *([line] if is_read else []),
        "Lead rests.",
    ]


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
    sentences = [sentence for sentence in read_sentences(text) if sentence.section]
    assert len(sentences) == 461
    exact = [s for s in sentences if " ".join(text[s.start : s.end].split()) == s.text]
    assert len(exact) > 400
    for sentence in sentences:
        assert_places(sentence, text)
