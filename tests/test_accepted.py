"""What was accepted from another paper than the review: every page says where it is from."""

from collections.abc import Callable
from pathlib import Path

import pytest
from candidates import bromide, candidate, thing
from streamlit.testing.v1 import AppTest

from kg.proposals import read_proposal
from kg.review import Review

PAPER = {"id": "doe-2027", "title": "Doe <b> et al., J. Toy", "doi": "10.1000/toy", "year": "2027"}
QUESTION = "ionic conductivity of Na3SbS4"


@pytest.fixture
def page(toy_home: Path) -> Callable[[str], AppTest]:
    """Pages of the app on a graph to which a value from another paper was accepted."""
    value = bromide(subject=thing("Na3SbS4"), value=1.05, conditions={})
    review = Review([read_proposal(value), read_proposal(candidate())], "A. Toy", paper=PAPER)
    for one in review.pending():
        review.decide(one, "accepted")

    def opened(name: str = "ask", question: str = "") -> AppTest:
        test = AppTest.from_string(f"from ui.views import {name}\n\n{name}.page()", default_timeout=60)
        if question:
            test.query_params["q"] = question
        return test.run()

    return opened


def texts(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(str(one.value) for one in [*page.markdown, *page.caption])


def test_the_first_page_says_that_not_all_is_from_the_review(page: Callable[..., AppTest]) -> None:
    assert "and accepted from another paper, and shows the works" in texts(page())


def test_an_answer_cites_the_paper_in_sentence_table_and_references(page: Callable[..., AppTest]) -> None:
    there = page(question=QUESTION)
    assert '[doe-2027](#ref-doe-2027 "doe-2027 Doe b et al., J. Toy, 2027")' in texts(there)
    assert list(there.dataframe[0].value["References"]) == ["[39]", "[doe-2027]"]
    [entries] = [str(one.value) for one in there.get("html") if "class='references'" in str(one.value)]
    assert "[doe-2027] Doe &lt;b&gt; et al., J. Toy, 2027 <a href='https://doi.org/10.1000/toy'" in entries


def test_about_lists_the_papers(page: Callable[..., AppTest]) -> None:
    cited = "Doe \\<b\\> et al., J. Toy, 2027 [10\\.1000/toy](https://doi.org/10.1000/toy)."
    assert f"people accepted from {cited}" in texts(page("about"))


@pytest.mark.parametrize("name", ["ask", "about"])
def test_without_such_papers_nothing_is_said_of_them(name: str) -> None:
    there = AppTest.from_string(f"from ui.views import {name}\n\n{name}.page()", default_timeout=60).run()
    assert "accepted from" not in texts(there)


def test_what_is_taken_away_names_the_paper(page: Callable[..., AppTest]) -> None:
    there = page(question=QUESTION)
    cited, markdown = [str(code.value) for code in there.code if "Chen et al., Chem. Sci." in str(code.value)]
    assert "[doe-2027] Doe <b> et al., J. Toy, 2027, https://doi.org/10.1000/toy" in cited
    assert "- [doe-2027] Doe \\<b> et al., J. Toy, 2027, https://doi.org/10.1000/toy" in markdown
