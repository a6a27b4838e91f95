"""A paper that does not exist, printed in every form that papers come in: the same sentences, other bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TITLE = "Humming and what quiets it in pellets of sodium wax"
AUTHORS = "A. Toy, B. Boy and C. Coy"


@dataclass
class Section:
    """A section: its heading, paragraphs, and a caption or a table that stands in its midst."""

    heading: str
    paragraphs: list[str]
    caption: str = ""
    table: list[list[str]] = field(default_factory=list)


#: In the notation of plain text: `_{3}` is lowered, `^{12}` is raised.
PAPER = [
    Section(
        "1 Introduction",
        [
            "Pressed pellets of Na_{3}GaS_{3} carry sodium ions with 0.7 mS cm^{−1} at room temperature.^{1–3} "
            "The efficiency of such a film is limited by the humming that arises at its interfaces, e.g. at the "
            "anode, where Na_{2}S and NaH are formed side by side.^{4,5} Toy et al. found in 2019 that germanium in "
            "Na_{2.9}Ga_{0.9}Ge_{0.1}S_{3} lifts the conductivity to 1.9 mS cm^{−1} (Fig. 1a).^{6} Nobody had "
            "expected so large an effect from so small an amount.",
            "However, the humming of a pellet is not understood in the least. Some authors hold that it stems from "
            "the vibration of GaS_{3}^{3−} units in the lattice, which is excited when the ions hurry through.^{7} "
            "Others have put it down to the friction of the grains on one another, and to the insufficient density "
            "of the pressed powder. It is difficult to say which of them is right, because the two effects appear "
            "under the same conditions, i.e. at 2 mA cm^{−2} and above.^{8–10}",
        ],
        "Fig. 1 A pellet on a felt pad. Nothing is heard here.",
    ),
    Section(
        "2 Results and discussion",
        [
            "The pellets were pressed at 300 MPa and annealed at 250 °C for 12 h. Table 1 lists what came of it. "
            "After annealing, the density rises from 84% to 97% of that of a single crystal, and the activation "
            "energy falls to 0.21 eV. This agrees with what Boy's group reported for the related Na_{11}Sn_{2}PS_{12} "
            "glass-ceramics in ref. 11.",
        ],
        "Table 1 Pellets of wax and their humming",
        [["Pellet", "σ (mS cm^{−1})", "Hum (dB)"], ["Na_{3}GaS_{3}", "0.7", "42"], ["Na_{3}GaSe_{3}", "1.1", "17"]],
    ),
    Section(
        "2.1 A film of beeswax",
        [
            "A film of beeswax quiets the humming altogether.^{12} It does so by filling the voids between the "
            "grains, as is seen in the cross-section of a pellet that was cut after a hundred cycles. The film does "
            "nothing against dendrites, though: cells short-circuit after 60 h, with wax or without it. Whether it "
            "slows the ions is a matter of dispute, since cold wax may do so while warm wax speeds them up. Similar "
            "films of paraffin, of soap and of resin were tried as well, but none of them stays on the sulfide for "
            "longer than a day, after which the solid-state cell hums as before.^{13}",
            "In a symmetric cell the overpotential stays at 30 mV for 500 h when the film is 2 µm thick. A thicker "
            "film raises it; a thinner one cracks. We conclude that the thickness of the wax must be chosen with "
            "care, and that it depends on the roughness of the pellet underneath.",
        ],
    ),
    Section(
        "3 Conclusions",
        [
            "Humming of sodium wax can be quieted by a film of beeswax without any loss of conductivity. What "
            "remains to be found is a remedy for the dendrites.",
        ],
    ),
]
REFERENCES = [
    f"{number} A. Toy and B. Boy, J. Toy Mater., 20{number:02}, {number}, 1{number}." for number in range(1, 14)
]


def as_text() -> str:
    """The paper as plain text, a paragraph a line."""
    lines = [TITLE, AUTHORS]
    for section in PAPER:
        lines += [section.heading, *section.paragraphs, section.caption]
        lines.append("\n".join("\t".join(row) for row in section.table))
    return "\n\n".join(filter(None, [*lines, "References", *REFERENCES])) + "\n"


def as_markdown() -> str:
    """The paper in Markdown, lines broken to a width."""
    lines = [f"# {TITLE}", f"*{AUTHORS}*"]
    for section in PAPER:
        lines += [f"## {section.heading}", *map(_wrapped, section.paragraphs), section.caption]
        if section.table:
            head, *rows = ["| " + " | ".join(row) + " |" for row in section.table]
            lines.append("\n".join([head, "|---|---|---|", *rows]))
    return "\n\n".join(filter(None, [*lines, "## References", "\n".join(f"- {one}" for one in REFERENCES)]))


def _wrapped(text: str) -> str:
    import textwrap

    return textwrap.fill(text, 88, break_long_words=False, break_on_hyphens=False)


def as_html() -> str:
    """The paper as a publisher's page, with all that publishers put around a paper."""
    body = "".join(_section_html(section) for section in PAPER)
    references = "".join(f'<li id="cit{number}">{one}</li>' for number, one in enumerate(REFERENCES, start=1))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>
<script>document.write("This sentence is written by a script.");</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">All journals of this house are listed here.</a></li></ul></nav>
<div class="cookie-banner">We bake cookies and would like you to eat them.</div>
<div class="article-with-references"><article><h1>{TITLE}</h1><div class="author-list">{AUTHORS}</div>
{body}
<section><h2>References</h2><ol class="references">{references}</ol></section></article>
<aside class="related">Readers of this paper also hummed.</aside></div>
<footer>© 2020 The Toy Society. All rights are kept.</footer></body></html>"""


def _section_html(section: Section) -> str:
    level = 3 if "." in section.heading.split()[0] else 2
    first, *others = [_inline_html(paragraph) for paragraph in section.paragraphs]
    aside = ""
    if section.table:
        head, *rows = [[_inline_html(cell) for cell in row] for row in section.table]
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        aside = f'<div class="table_caption"><b>Table 1</b> {section.caption[8:]}</div><div class="rtable__wrapper">'
        aside += f"<table><tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr>{body}</table></div>"
    elif section.caption:
        aside = f'<figure><img src="https://example.org/1.png"><figcaption>{section.caption}</figcaption></figure>'
    paragraphs = "".join(f"<p>{one}</p>" for one in others)
    return f"<h{level}><span>{section.heading}</span></h{level}><p>{first}</p>{aside}{paragraphs}"


def _inline_html(text: str) -> str:
    text = (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("e.g.", "<i>e.g.</i>")
        .replace("et al.", "<em>et al.</em>")
    )
    text = re.sub(
        r"\^\{([\d–,]+)\}", r'<a href="#cit1" title="Select to navigate to references"><sup>\1</sup></a>', text
    )
    text = re.sub(r"\^\{([^}]*)\}", r"<small><sup>\1</sup></small>", text)
    return re.sub(r"_\{([^}]*)\}", r"<small><sub>\1</sub></small>", text)


# ── two columns on paper ─────────────────────────────────────────────────────────────────────────────────────────────

_SIZE, _LEADING, _WIDTH, _GAP = 9.5, 11.5, 235, 20
_TOP, _BOTTOM, _LEFT = 770, 70, 52
_PART = re.compile(r"([_^])\{([^}]*)\}|([^_^]+)")
_LIGATURES = [("ffi", "\ufb03"), ("ffl", "\ufb04"), ("fi", "\ufb01"), ("fl", "\ufb02"), ("ff", "\ufb00")]


def write_pdf(path: Path, copies: int = 1, **options: Any) -> Path:
    """The paper in two columns with running heads, page numbers, ligatures and divided words; `copies` of its body."""
    from matplotlib import get_data_path
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    fonts = Path(get_data_path(), "fonts", "ttf")
    for name, file in (("Serif", "DejaVuSerif.ttf"), ("SerifBold", "DejaVuSerif-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, fonts / file))
    canvas = Canvas(str(path), pagesize=(595, 842), pageCompression=1, **options)
    setter = _Setter(canvas)
    setter.head(TITLE, AUTHORS)
    for _ in range(copies):
        for section in PAPER:
            setter.section(section)
    setter.line("References", "SerifBold", 11)
    for one in REFERENCES:
        setter.paragraph(one, 7.5)
    setter.finish()
    return path


class _Setter:
    """Sets type on a canvas, column by column."""

    def __init__(self, canvas: Any) -> None:
        self.canvas, self.column, self.y, self.page = canvas, 0, float(_TOP), 1

    def head(self, title: str, authors: str) -> None:
        self.canvas.setFont("SerifBold", 17)
        self.canvas.drawString(_LEFT, _TOP - 20, title)
        self.canvas.setFont("Serif", 11)
        self.canvas.drawString(_LEFT, _TOP - 45, authors)
        self.top = self.y = _TOP - 80.0

    def section(self, section: Section) -> None:
        self.y -= 8
        self.line(section.heading, "SerifBold", 11)
        first, *others = section.paragraphs
        if section.caption and not section.table:
            self._caption_in(first, section.caption)
        else:
            self.paragraph(first)
        if section.table:
            self._table(section)
        for paragraph in others:
            self.paragraph(paragraph, indent=10)

    def _caption_in(self, text: str, caption: str) -> None:
        """A paragraph that a figure cuts in two."""
        lines = list(_broken(self.canvas, text, _SIZE, 0))
        half = len(lines) // 2
        for number, line in enumerate(lines):
            if number == half:
                self.y -= 60
                self.paragraph(caption, 7.5)
                self.y -= 14
            self._set(line, _SIZE, 0, justify=number not in (len(lines) - 1, half - 1))

    def _table(self, section: Section) -> None:
        self.y -= 10
        self.paragraph(section.caption, 7.5)
        for row in section.table:
            for place, cell in enumerate(row):
                self._draw(cell, _LEFT + self.column * (_WIDTH + _GAP) + place * 85, self.y, 7.5)
            self.y -= 10
        self.y -= 14

    def line(self, text: str, font: str, size: float) -> None:
        self._room()
        self.canvas.setFont(font, size)
        self.canvas.drawString(_LEFT + self.column * (_WIDTH + _GAP), self.y, text)
        self.y -= size * 1.5

    def paragraph(self, text: str, size: float = _SIZE, indent: float = 0) -> None:
        lines = list(_broken(self.canvas, text, size, indent))
        for number, line in enumerate(lines):
            self._set(line, size, indent if number == 0 else 0, justify=number < len(lines) - 1)

    def _set(self, words: list[str], size: float, indent: float, justify: bool) -> None:
        self._room()
        left = _LEFT + self.column * (_WIDTH + _GAP) + indent
        widths = [_measure(self.canvas, word, size) for word in words]
        blank = self.canvas.stringWidth(" ", "Serif", size)
        if justify and len(words) > 1:
            blank = (_WIDTH - indent - sum(widths)) / (len(words) - 1)
        for word, width in zip(words, widths, strict=True):
            self._draw(word, left, self.y, size)
            left += width + blank
        self.y -= _LEADING * size / _SIZE

    def _draw(self, word: str, left: float, y: float, size: float) -> None:
        for kind, inner, plain in _PART.findall(word):
            text = plain or inner
            small = size * 0.62 if kind else size
            for letters, ligature in _LIGATURES if not kind else ():
                text = text.replace(letters, ligature)
            self.canvas.setFont("Serif", small)
            self.canvas.drawString(left, y + {"^": 0.36, "_": -0.18, "": 0}[kind] * size, text)
            left += self.canvas.stringWidth(text, "Serif", small)

    def _room(self) -> None:
        if self.y > _BOTTOM:
            return
        self.column += 1
        if self.column == 2:
            self._turn()
            self.column, self.top = 0, float(_TOP)
        self.y = self.top

    def _turn(self) -> None:
        self.canvas.setFont("Serif", 7)
        self.canvas.drawString(_LEFT, 800, f"Journal of Toys, 2020, {self.page}")
        self.canvas.drawString(290, 40, str(self.page))
        self.canvas.saveState()
        self.canvas.rotate(90)
        self.canvas.drawString(200, -20, "This notice in the margin is printed sideways on every page.")
        self.canvas.restoreState()
        self.canvas.showPage()
        self.page += 1

    def finish(self) -> None:
        self._turn()
        self.canvas.save()


def _measure(canvas: Any, word: str, size: float) -> float:
    width = 0.0
    for kind, inner, plain in _PART.findall(word):
        text = plain or inner
        for letters, ligature in _LIGATURES if not kind else ():
            text = text.replace(letters, ligature)
        width += canvas.stringWidth(text, "Serif", size * 0.62 if kind else size)
    return width


def _broken(canvas: Any, text: str, size: float, indent: float) -> Iterator[list[str]]:
    """Words line by line; a long word that does not fit is divided."""
    line: list[str] = []
    room = _WIDTH - indent
    blank = canvas.stringWidth(" ", "Serif", size)
    for whole in text.split():
        word = whole
        width = _measure(canvas, word, size)
        if line and width > room:
            if word.isalpha() and len(word) > 7 and _measure(canvas, word[:4] + "-", size) <= room:
                line.append(word[:4] + "-")
                word = word[4:]
                width = _measure(canvas, word, size)
            yield line
            line, room = [], float(_WIDTH)
        line.append(word)
        room -= width + blank
    yield line
