"""An answer to take away: a table for a spreadsheet, Markdown, a citation, a link."""

import csv
import io
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

from kg import __version__
from kg.answer import Answer
from kg.export import safe_cell
from kg.model import Paper
from kg.names import REVIEW_DOI
from ui.session import Work
from ui.text import plain, pretty, say_place

_REVIEW = f"Chen et al., Chem. Sci. 2026, https://doi.org/{REVIEW_DOI}"
Cell = str | float | None


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A table as CSV that a spreadsheet reads as UTF-8 and in which it finds nothing to run; a number stays a number.

    >>> as_csv(["Name", "Value"], [["Na3PS4", 0.2]]).decode("utf-8-sig")
    'Name,Value\\r\\nNa3PS4,0.2\\r\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe_cell(plain(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def link(here: str, question: str, read_as: str = "") -> str:
    """The address of a question in this app, read in the way that a person chose.

    >>> link("http://localhost:8501?q=old", "σ of Na3PS4?")
    'http://localhost:8501/?q=%CF%83%20of%20Na3PS4%3F'
    """
    parts = urlsplit(here)
    chosen = f"&as={quote(read_as, safe='')}" if read_as else ""
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}?q={quote(question, safe='')}{chosen}"


def doi_search(work: Work | Paper) -> str:
    """Where a person may look for the DOI of a work; nothing is fetched from there."""
    words = work.citation if isinstance(work, Paper) else f"{work.authors.split(';')[0]} {work.where}"
    return f"https://search.crossref.org/?q={quote(words, safe='')}"


def as_markdown(answer: Answer, works: Mapping[int, Work], address: str) -> str:
    """Question, answer and the works cited, as Markdown without anything that could be run."""
    lines = [f"**{_quiet(answer.question)}**", "", _quiet(pretty(answer.answer)), ""]
    lines += [f"- {_quiet(work.short)}" for work in works.values()]
    lines += [f"- {_quiet(say_paper(paper))}" for paper in answer.papers]
    return "\n".join([*lines, "", f"Source: {_REVIEW}", f"Asked at <{address}>"])


def _quiet(text: str) -> str:
    r"""Text whose tags, links, images and code stay text.

    >>> _quiet("<b> ![x](y) [53]")
    '\\<b> \\![x]\\(y) [53]'
    """
    return plain(text).replace("<", r"\<").replace("![", r"\![").replace("`", r"\`").replace("](", r"]\(")


def as_citation(answer: Answer, sections: Mapping[str, str], graph: str) -> str:
    """One line that says what the answer rests on and on which graph it was found."""
    own = [evidence for evidence in answer.evidence if not evidence.paper]
    places = dict.fromkeys(place for evidence in own if (place := say_place(evidence, sections)))
    shown = "; ".join(list(places)[:6]) + (" and others" if len(places) > 6 else "")
    sources = [f"{_REVIEW}, {shown}"] if places or not answer.papers else []
    sources += [plain(say_paper(paper)) for paper in answer.papers]
    return f"{'; '.join(sources)}. Found with sse-kg ({graph}) by asking: “{plain(answer.question)}”"


def say_paper(paper: Paper) -> str:
    """A paper beside the review as one cites it, with the mark that stands for it.

    >>> say_paper(Paper("doe-2027", "Doe et al., J. Toy 2027", "10.1000/toy"))
    '[doe-2027] Doe et al., J. Toy 2027, https://doi.org/10.1000/toy'
    """
    return f"[{paper.mark}] {', '.join(filter(None, (paper.citation, paper.address)))}"


def bibtex(graph: str) -> str:
    """Entries for the review and for this program with its graph.

    >>> print(bibtex("graph-1").splitlines()[0])
    @article{chen2026sulfide,
    """
    return f"""@article{{chen2026sulfide,
  author  = {{Chen, Kaizhi and Jiang, Haohua and Li, Hongyu and Huang, Xiang-Long and Zhu, Kunjie and Yao, Long and
             Lai, Weihong and Wang, Yun-Xiao}},
  title   = {{Challenges and advances of sulfide solid electrolytes for high-energy-density sodium metal batteries}},
  journal = {{Chemical Science}},
  year    = {{2026}},
  doi     = {{{REVIEW_DOI}}}
}}

@software{{ssekg,
  author  = {{{{the sse-kg authors}}}},
  title   = {{sse-kg: a knowledge graph of sulfide solid electrolytes for sodium batteries}},
  version = {{{__version__}}},
  note    = {{{graph}}}
}}"""
