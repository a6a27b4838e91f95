"""Papers in every format, and files that are none: the same sentences are found in each, or one line says why not."""

import gzip
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from time import process_time

import papers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extract.document import Document
from extract.html import read_html
from extract.mathml import say_math
from extract.pdf import read_pdf
from extract.reader import LARGEST_TEXT, read_document
from kg.errors import ReadError
from kg.fingerprint import fingerprint

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """The toy paper, read from each of its forms."""
    folder = tmp_path_factory.mktemp("papers")
    forms = {"paper.txt": papers.as_text(), "paper.md": papers.as_markdown(), "paper.html": papers.as_html()}
    for name, content in forms.items():
        (folder / name).write_text(content, encoding="utf-8")
    papers.write_pdf(folder / "paper.pdf")
    return {name: read_document(folder / name) for name in [*forms, "paper.pdf"]}


FORMS = ["paper.md", "paper.html", "paper.pdf"]


# ── the same paper in every form ─────────────────────────────────────────────────────────────────────────────────────


def test_the_toy_paper_is_read_from_text(printed: dict[str, Document]) -> None:
    sentences = printed["paper.txt"].sentences
    assert len(sentences) == 22
    assert [s.section for s in sentences] == ["1"] * 8 + ["2"] * 4 + ["2.1"] * 8 + ["3"] * 2
    assert sentences[0].references == (1, 2, 3)
    assert sentences[2].text.startswith("Toy et al. found in 2019")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_same_sentences(form: str, printed: dict[str, Document]) -> None:
    def told(document: Document) -> list[tuple[str, int, int, str, tuple[int, ...]]]:
        return [(s.section, s.number, s.paragraph, fingerprint(s.text), s.references) for s in document.sentences]

    assert told(printed[form]) == told(printed["paper.txt"])


@pytest.mark.parametrize("form", FORMS)
def test_formulae_and_units_keep_their_indices(form: str, printed: dict[str, Document]) -> None:
    text = " ".join(s.text for s in printed[form].sentences)
    marks = (
        ("_{3}", "cm^{−1}", "_{3}^{3−}") if form == "paper.md" else ("Na₃GaS₃", "cm⁻¹", "GaS₃³⁻", "Na_{2.9}Ga_{0.9}")
    )
    assert [mark for mark in marks if mark not in text] == []


@pytest.mark.parametrize("form", ["paper.txt", *FORMS])
def test_offsets_point_into_the_text_that_was_read(form: str, printed: dict[str, Document]) -> None:
    document = printed[form]
    for sentence in document.sentences:
        for piece in sentence.pieces:
            assert sentence.text[piece.at :].startswith(document.text[piece.start : piece.end])
        word = sentence.text.split()[-1]
        start, end = sentence.span(sentence.text.rindex(word), len(sentence.text))
        assert document.text[start:end] == word


@pytest.mark.parametrize("form", ["paper.html", "paper.pdf"])
def test_what_is_printed_around_a_paper_is_left_out(form: str, printed: dict[str, Document]) -> None:
    text = " ".join(s.text for s in printed[form].sentences)
    around = ["script", "All journals", "cookies", "also hummed", "©", "felt pad", "J. Toy", "sideways", "Boy and C"]
    assert [one for one in around if one in text] == []


@pytest.mark.parametrize("form", ["paper.html", "paper.pdf"])
def test_rows_of_tables_are_lines_with_tabs(form: str, printed: dict[str, Document]) -> None:
    assert "Table 1 Pellets of wax and their humming\n\nPellet\tσ (mS cm⁻¹)\tHum (dB)\nNa₃GaS₃\t0.7\t42\n" in (
        printed[form].text
    )


def test_a_long_paper_is_read_in_seconds(tmp_path: Path) -> None:
    path = papers.write_pdf(tmp_path / "long.pdf", copies=40)
    started = process_time()
    assert len(read_document(path).sentences) == 40 * 22
    assert process_time() - started < 20


def test_a_line_of_more_indices_than_letters_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    formula = "Na_{10.8}Sn_{1.9}P_{1.05}S_{11.8}Cl_{0.25}Br_{0.125}O_{0.0625}F_{0.03125}-Na_{10.8}Sn_{1.9}"
    text = f"The pellets of wax that hum were made by Toy et al. from {formula} and tin in many a day and night."
    monkeypatch.setattr(papers, "PAPER", [papers.Section("1 Wax", [text])])
    [sentence] = read_document(papers.write_pdf(tmp_path / "paper.pdf")).sentences
    assert formula in sentence.text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("shown", [0, 90])
def test_a_turned_page_is_read_upright(turn: int, shown: int, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "turned.pdf"), pagesize=(500, 500))
    canvas.setPageRotation(shown)
    canvas.translate(250, 250)
    canvas.rotate(turn)
    for number, line in enumerate(
        ["Pellets of wax hum when they are", "pressed. Tin has never been heard", "to do so."]
    ):
        canvas.drawString(-100, 20 - 14 * number, line)
    canvas.rotate(45)
    canvas.drawString(0, 100, "Askew.")
    canvas.save()
    sentences = read_document(tmp_path / "turned.pdf").sentences
    assert [s.text for s in sentences] == [
        "Pellets of wax hum when they are pressed.",
        "Tin has never been heard to do so.",
    ]


def test_a_name_says_nothing_of_what_a_file_holds(write: Write, tmp_path: Path) -> None:
    assert "Na₃GaS₃" in read_document(write("paper.txt", papers.as_html())).text
    assert len(read_document(papers.write_pdf(tmp_path / "paper.html")).sentences) == 22


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def page(body: str) -> str:
    return read_html(f"<html><body>{body}</body></html>".encode(), "utf-8", "page.html")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Tin<br>wets</p>", "Tin\n\nwets"),
        ("<p>S<sub>8</sub> at 10<sup>−3</sup> S cm<sup>−1</sup>.<sup>1,3–5</sup></p>", "S₈ at 10⁻³ S cm⁻¹.^{1,3–5}"),
        ("<p>4<sup>th</sup> wax<sup>[<a>7</a>]</sup></p>", "4th wax^{[7]}"),
        ("<p>Tin.<a class='ref' href='#ref5'>(5)</a> Wax</p>", "Tin.⁵ Wax"),
        ("<h3>2.1 Wax</h3><ul><li>Tin</li><li><p>Lead</p></li></ul>", "### 2.1 Wax\n\n- Tin\n\n- Lead"),
        ("<p>Tin <svg><text>x</text></svg><!-- y --><span hidden>z</span>wets</p>", "Tin wets"),
        ("<p>is <span style='display: none'>not </span>so</p>", "is so"),
        ("<p>a<figure><figcaption>Fig. 1</figcaption></figure>b</p>", "ab"),
        (
            "<p>x <span class='katex'><span class='katex-mathml'><math><mi>E</mi></math></span>"
            "<span class='katex-html' aria-hidden='true'>E</span></span></p>",
            "x E",
        ),
        (
            "<table><caption>Table 2 Wax</caption><tr><th>a<th>b<th>c<tr><td rowspan=2>1<td colspan=2>2<tr><td>3<td>4"
            "<tfoot><tr><td>a note</table>",
            "Table 2 Wax\n\na\tb\tc\n1\t2\t2\n1\t3\t4\n\na note",
        ),
        ("<table><tr><td>Tin wets.</td></tr></table>", "Tin wets."),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<script>alert(1)</script>"),
    ],
)
def test_what_a_page_says(body: str, text: str) -> None:
    assert page(body) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<msup><mi>cm</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup>", "cm⁻¹"),
        ("<msubsup><mi>PS</mi><mn>4</mn><mrow><mn>3</mn><mo>−</mo></mrow></msubsup>", "PS₄³⁻"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<semantics><mi>x</mi><annotation>y</annotation></semantics>", "x"),
        ("<msqrt><mi>x</mi></msqrt><mspace/><mover><mi>y</mi><mo>^</mo></mover>", "√(x) y"),
    ],
)
def test_formulae_of_pages(formula: str, text: str) -> None:
    assert say_math(etree.fromstring(f"<math>{formula}</math>")) == text


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_any_page_is_read_or_refused(body: str) -> None:
    try:
        page(body)
    except ReadError as error:
        assert "\n" not in str(error)


BOMBS = ["<div>", "<table>", "<sub>", "<b>", "<math>", "<ul><li>", "<table><tr><td rowspan=100 colspan=100>x", "<p>"]


@pytest.mark.parametrize("part", BOMBS)
def test_no_page_takes_long(part: str) -> None:
    started = process_time()
    try:
        page(part * 20_000 + "Tin wets.")
    except ReadError as error:
        assert "too deeply" in str(error)
    assert process_time() - started < 10


# ── files that are no papers ─────────────────────────────────────────────────────────────────────────────────────────

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\n", "is empty"),
        ("a.txt", "Na₃PS₄ à la".encode("latin-1", "replace"), "is not UTF-8 at byte 8"),
        ("a.txt", b"Tin\0wets", "is no text"),
        ("a.txt", bytes(range(256)) * 8, "is no text"),
        ("a.docx", b"PK\x03\x04....", "is a Word file"),
        ("a.png", PNG, "is a picture"),
        ("a.gz", gzip.compress(b"Tin wets."), "is a compressed file"),
        ("a.html", b"<html><meta charset='klingon'><p>Tin\xff", "'klingon', which is no known encoding"),
        ("a.html", b"<html><script>only()</script></html>", "holds no text"),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE article><article><p>Tin wets.</p></article>", "is XML"),
        ("a.xml", b"<svg width='1' xmlns='http://www.w3.org/2000/svg'/>", "is XML"),
        ("a.pdf", b"%PDF-1.7\nthis is all", "is a broken PDF"),
        ("a.pdf", b"%PDF-1.7\n" + zlib.compress(bytes(1000)), "is a broken PDF"),
    ],
)
def test_a_file_that_is_no_paper_gets_one_line(name: str, content: bytes, reason: str, write: Write) -> None:
    path = write(name, content)
    with pytest.raises(ReadError) as error:
        read_document(path)
    assert reason in str(error.value)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)


def test_missing_files_folders_and_huge_files_get_one_line(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_document(tmp_path / "missing.txt")
    with pytest.raises(ReadError, match="is a folder"):
        read_document(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ReadError, match="is no regular file"):
            read_document(tmp_path / "pipe")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.write(b"Tin wets.")
        file.truncate(LARGEST_TEXT + 1)
    with pytest.raises(ReadError, match=r"the limit for text is 20,000,000: split it"):
        read_document(tmp_path / "huge.txt")


def test_pages_and_texts_in_other_encodings(write: Write) -> None:
    latin = "<html><meta charset='iso-8859-1'><p>Tin à la mode wets.</p></html>".encode("latin-1")
    assert read_document(write("a.html", latin)).text == "Tin à la mode wets."
    assert read_document(write("a.txt", "Tin wets Na₃PS₄.".encode("utf-16"))).sentences[0].text == "Tin wets Na₃PS₄."
    marked = read_document(write("b.txt", b"\xef\xbb\xbfTin wets."))
    assert [(s.text, s.start) for s in marked.sentences] == [("Tin wets.", 1)]


def test_lines_that_end_as_on_windows(write: Write) -> None:
    document = read_document(write("a.txt", "1 Wax\r\n\r\nTin wets.\r\nWax hums.\r\n"))
    assert [(s.section, s.text, document.text[s.start : s.end]) for s in document.sentences] == [
        ("1", "Tin wets.", "Tin wets."),
        ("1", "Wax hums.", "Wax hums."),
    ]


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="is encrypted; save a copy without a password"):
        read_document(papers.write_pdf(tmp_path / "locked.pdf", encrypt="secret"))


def test_a_pdf_of_pictures_says_so(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(10, 10, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(ReadError, match=r"only pictures of pages; run it through text recognition"):
        read_document(tmp_path / "scan.pdf")


def bomb(path: Path) -> Path:
    """A PDF of a few kilobytes whose page unfolds to a gigabyte."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b"BT (a) Tj ET\n" * 100_000) for _ in range(800)) + packer.flush()
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n",
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (len(stream), stream),
    ]
    path.write_bytes(b"%PDF-1.4\n" + b"".join(parts) + b"trailer<</Root 1 0 R>>\n%%EOF")
    return path


def test_a_bomb_is_stopped(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb.pdf")
    assert path.stat().st_size < 5_000_000
    with pytest.raises(ReadError) as error:
        read_pdf(path, memory=600 << 20, seconds=5)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)
