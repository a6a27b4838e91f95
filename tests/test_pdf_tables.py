"""Tables on the pages of PDFs: ruled, lined up, over one column or two, with cells that span and words that wrap."""

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from extract.reader import read_document
from extract.table_statements import read_tables
from kg.build import ready
from kg.lexicon import load_lexicon

ROWS = [
    ["Cathode", "Electrolyte", "Capacity (mAh g<sup>−1</sup>)", "Voltage range (V)", "Made by", "Ref."],
    ["TiS<sub>2</sub>", "Na<sub>3</sub>PS<sub>4</sub>", "200", "0.8–3.2", "milling", "11"],
    [
        "",
        "Na<sub>2.8</sub>PS<sub>3.8</sub>Cl<sub>0.2</sub>",
        "210",
        "",
        "heating for a long time and then milling",
        "12",
    ],
    ["FeS<sub>2</sub>", "", "", "0.5–2.5", "", "13"],
    ["NaCrO<sub>2</sub>", "Na<sub>3</sub>SbS<sub>4</sub>", "~120", "", "wishing", ""],
]
EXPECTED = [
    ["Cathode", "Electrolyte", "Capacity (mAh g⁻¹)", "Voltage range (V)", "Made by", "Ref."],
    ["TiS₂", "Na₃PS₄", "200", "0.8–3.2", "milling", "11"],
    ["TiS₂", "Na_{2.8}PS_{3.8}Cl_{0.2}", "210", "", "heating for a long time and then milling", "12"],
    ["FeS₂", "", "", "0.5–2.5", "", "13"],
    ["NaCrO₂", "Na₃SbS₄", "~120", "", "wishing", ""],
]
RULED = [
    ("LINEABOVE", (0, 0), (-1, 0), 0.7, colors.black),
    ("LINEBELOW", (0, 0), (-1, 0), 0.4, colors.black),
    ("LINEBELOW", (0, -1), (-1, -1), 0.7, colors.black),
]
GRID = [("GRID", (0, 0), (-1, -1), 0.4, colors.black)]
PROSE = "The pellets of this toy were pressed and heated, and then cycled until they were quite tired of it. "
WIDE = [82, 92, 80, 80, 90, 40]
NARROW = [82, 60, 80]


def style(size: float) -> ParagraphStyle:
    return ParagraphStyle("toy", fontName="Toy", fontSize=size, leading=1.2 * size)


def printed(rows: list[list[str]], widths: list[float], rules: list[Any]) -> Table:
    cells = [[Paragraph(text, style(7)) for text in row] for row in rows]
    padding = [(side, (0, 0), (-1, -1), 2) for side in ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")]
    return Table(cells, widths, style=TableStyle([*rules, *padding, ("VALIGN", (0, 0), (-1, -1), "TOP")]))


@pytest.fixture(scope="module", autouse=True)
def font() -> None:
    from matplotlib import get_data_path

    pdfmetrics.registerFont(TTFont("Toy", Path(get_data_path(), "fonts", "ttf", "DejaVuSerif.ttf")))


def write(path: Path, frames: list[Frame], story: list[Flowable]) -> Path:
    document = BaseDocTemplate(str(path), pagesize=(595, 842))
    document.addPageTemplates(PageTemplate("toy", frames))
    document.build(story)
    return path


def cells(path: Path) -> list[list[list[str]]]:
    tables = read_document(path).tables
    return [[[cell.text for cell in row] for row in (table.header, *table.rows)] for table in tables]


def caption() -> Paragraph:
    return Paragraph("Table 1 Cathodes of a toy", style(8))


@pytest.mark.parametrize("rules", [RULED, GRID, []], ids=["ruled", "grid", "lined up"])
def test_a_table_in_one_column(tmp_path: Path, rules: list[Any]) -> None:
    story = [Paragraph("1 Introduction", style(10)), Paragraph(PROSE * 3, style(9)), Spacer(1, 12), caption()]
    story += [Spacer(1, 4), printed(ROWS, WIDE, rules), Spacer(1, 14), Paragraph(PROSE * 3, style(9))]
    path = write(tmp_path / "toy.pdf", [Frame(50, 60, 495, 720)], story)
    assert cells(path) == [EXPECTED]
    assert [sentence.text for sentence in read_document(path).sentences] == [PROSE.strip()] * 6


@pytest.mark.parametrize("rules", [RULED, []], ids=["ruled", "lined up"])
def test_a_table_over_both_columns_of_a_page(tmp_path: Path, rules: list[Any]) -> None:
    frames = [Frame(50, 660, 495, 120), Frame(50, 60, 240, 600), Frame(305, 60, 240, 600)]
    story = [caption(), Spacer(1, 4), printed(ROWS, WIDE, rules), FrameBreak(), Paragraph(PROSE * 60, style(9))]
    assert cells(write(tmp_path / "toy.pdf", frames, story)) == [EXPECTED]


@pytest.mark.parametrize("rules", [RULED, []], ids=["ruled", "lined up"])
def test_a_table_in_one_of_two_columns(tmp_path: Path, rules: list[Any]) -> None:
    rows = [[row[0], row[5], row[2]] for row in ROWS]
    frames = [Frame(50, 60, 240, 720), Frame(305, 60, 240, 720)]
    story = [Paragraph(PROSE * 6, style(9)), Spacer(1, 12), caption(), Spacer(1, 4), printed(rows, NARROW, rules)]
    story += [Spacer(1, 14), Paragraph(PROSE * 40, style(9))]
    path = write(tmp_path / "toy.pdf", frames, story)
    assert cells(path) == [[[row[0], row[5], row[2]] for row in EXPECTED]]


def test_its_statements_stand_in_the_text_of_the_paper(tmp_path: Path, session_home: None) -> None:
    story = [caption(), Spacer(1, 4), printed(ROWS, WIDE, RULED), Spacer(1, 9), Paragraph(PROSE * 3, style(9))]
    document = read_document(write(tmp_path / "toy.pdf", [Frame(50, 60, 495, 720)], story))
    found = [one for one in read_tables(document, load_lexicon(ready())).candidates if one.unit == "mAh/g"]
    assert [(one.subject.text, one.sign, one.value, one.references) for one in found] == [
        ("TiS2", "=", 200, (11,)),
        ("TiS2", "=", 210, (12,)),
        ("NaCrO2", "~", 120, ()),
    ]
    assert document.text[found[1].start : found[1].end].startswith("Na_{2.8}PS_{3.8}Cl_{0.2}\t210")
