"""Tables in plain text and Markdown: where they are, what they are called, and which cells belong together."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Sentence, Table
from extract.tables import find_tables, read_caption, with_sections

HEAD = "Glass\tσ (mS/cm)\tRef.\n"


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (table.header, *table.rows)]


def only(text: str) -> Table:
    tables = find_tables(text)
    assert len(tables) == 1
    return tables[0]


def test_tabs_divide_cells_and_the_caption_stands_above() -> None:
    text = f"Before.\n\nTable 3 Two glasses\nof a toy\n\n{HEAD}Na ₃ PS ₄\t0.2\t7\r\nNa3SbS4\t 1.1 \t8\n\nAfter."
    table = only(text)
    assert (table.number, table.caption) == (3, "Two glasses of a toy")
    assert cells(table)[1:] == [["Na ₃ PS ₄", "0.2", "7"], ["Na3SbS4", "1.1", "8"]]
    for row in (table.header, *table.rows):
        assert [text[cell.start : cell.end] for cell in row] == [cell.text for cell in row]


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("Table 1 Toy glasses", 1, "Toy glasses"),
        ("**Table 12.** Toy glasses", 12, "Toy glasses"),
        ("TABLE IV: Toy glasses", 4, "Toy glasses"),
        ("Table S2 | Toy glasses", 0, "Toy glasses"),
        ("Supplementary Table 5. Toy glasses", 5, "Toy glasses"),
        ("Table: Toy glasses", 0, "Toy glasses"),
    ],
)
def test_captions(line: str, number: int, title: str) -> None:
    caption = read_caption(line)
    assert caption is not None
    assert (caption.number, caption.title) == (number, title)


@pytest.mark.parametrize("line", ["Table 1 shows glasses.", "Tables are long.", "The Table 1", "Table 2 and Table 3"])
def test_what_speaks_of_a_table_is_no_caption(line: str) -> None:
    assert read_caption(line) is None


def test_a_caption_may_stand_below_every_table() -> None:
    body = HEAD + "Na3PS4\t0.2\t7\n\n"
    tables = find_tables(f"{body}Table 1. One\n\n{body}Table 2. Two\n")
    assert [(table.number, table.caption) for table in tables] == [(1, "One"), (2, "Two")]


def test_markdown() -> None:
    text = "| Glass | **σ** (mS/cm) |\n|:--|--:|\n| `Na3PS4` | 0.2<br>0.4 |\n| a \\| b | |\n\n| no | table |\n"
    assert cells(only(text)) == [["Glass", "σ (mS/cm)"], ["Na3PS4", "0.2; 0.4"], ["a | b", ""]]


def test_cells_that_line_up_below_a_caption() -> None:
    text = (
        "Table 7  Lined up\n\n"
        "Glass          Conductivity   Ref.\n"
        "               (mS/cm)\n"
        "Na3PS4         0.2            7\n"
        "Na3SbS4                       8\n"
        "a long name x  1.1            9\n\n"
        "Text that follows   is not a part of it, however it may be set.\n"
    )
    assert cells(only(text)) == [
        ["Glass", "Conductivity (mS/cm)", "Ref."],
        ["Na3PS4", "0.2", "7"],
        ["Na3SbS4", "", "8"],
        ["a long name x", "1.1", "9"],
    ]


def test_lined_up_words_without_a_caption_are_none() -> None:
    assert find_tables("Glass   σ\nNa3PS4   0.2\nNa3SbS4   1.1\n") == []


def test_a_table_goes_on_after_a_page_break() -> None:
    first, again = "Table 1 Long\n\n" + HEAD + "A\t1\t2\n", HEAD + "B\t3\t4\n"
    for between in ("\n7 | Toy J., 2020\n\f\n", "\nTable 1 (continued)\n\n"):
        table = only(first + between + again)
        assert cells(table)[1:] == [["A", "1", "2"], ["B", "3", "4"]]
    assert len(find_tables(first + "\nTable 2 Short\n\n" + again)) == 2


def test_what_spans_is_repeated() -> None:
    text = "Cathode\tForm\tQ (mAh/g)\nTiS2\tflat\t200\n\tround\t210\nWith sodium\t\t\nFeS2\tflat\t300\n"
    assert cells(only(text))[1:] == [
        ["TiS2", "flat", "200"],
        ["TiS2", "round", "210"],
        ["With sodium"] * 3,
        ["FeS2", "flat", "300"],
    ]


def test_a_row_goes_on_in_the_next_line() -> None:
    text = "Glass\tσ (mS/cm)\tMade by\tRef.\nNa3PS4\t0.2\tmilling, then\t7\n\t\theating\t\nNa3SbS4\t1\twishing\t8\n"
    assert cells(only(text))[1:] == [["Na3PS4", "0.2", "milling, then heating", "7"], ["Na3SbS4", "1", "wishing", "8"]]


def test_a_header_of_several_rows_becomes_one() -> None:
    text = "Glass\tConductivity\t\tEa\n\t25 °C\t60 °C\t\n\tmS/cm\tmS/cm\teV\nNa3PS4\t0.2\t0.9\t0.3\n"
    assert cells(only(text))[0] == ["Glass", "Conductivity 25 °C (mS/cm)", "Conductivity 60 °C (mS/cm)", "Ea (eV)"]
    spans = "Glass\tσ\tσ\nGlass\t25 °C\t60 °C\nNa3PS4\t0.2\t0.9\n"
    assert cells(only(spans)) == [["Glass", "σ 25 °C", "σ 60 °C"], ["Na3PS4", "0.2", "0.9"]]


def test_footnotes_by_their_marks() -> None:
    text = HEAD + "Na3PS4*\t0.2ᵃ\t7\nNa3SbS4\t1.1 b\t8\n* Wet. ᵃ At 60 °C.\nb) By eye.\n\nA glass is no metal.\n"
    assert only(text).notes == (("*", "Wet."), ("a", "At 60 °C."), ("b", "By eye."))


def test_a_table_stands_in_the_section_of_the_sentence_before_it() -> None:
    text = "Tin wets.\n\n" + HEAD + "Na3PS4\t0.2\t7\n"
    sentence = Sentence("2.1", 1, 1, 0, 9, "Tin wets.")
    assert [table.section for table in with_sections(find_tables(text), [sentence])] == ["2.1"]


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\t|\n- \f"), max_size=300))
def test_any_text_is_read_and_cells_stand_where_they_say(text: str) -> None:
    for table in find_tables("Table 1 x\n" + text):
        for row in (table.header, *table.rows):
            assert len(row) == len(table.header)
            assert all(0 <= cell.start <= cell.end <= len(text) + 10 for cell in row)


@pytest.mark.parametrize(
    "text",
    [
        "a\tb" * 3_000_000,
        "\t".join(["x"] * 100_000) + "\n" + "\t".join(["1"] * 100_000),
        "\t".join(["x"] * 200) + "\n" + "a\tb\n" * 100_000,
        "Table 1 x\n\n" + ("a   " * 4000 + "\n") * 100,
        "|" * 1_000_000,
        "Table 1 x\n" * 100_000,
    ],
    ids=["one line", "many columns", "rows that would swell", "many aligned cells", "bars", "captions"],
)
def test_hostile_texts_are_no_tables_and_cost_little(text: str) -> None:
    begin = time.process_time()
    assert find_tables(text) == []
    assert time.process_time() - begin < 10
