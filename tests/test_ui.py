"""The app without a browser: what stands on the page for a question, a link, a hostile text."""

import re
from dataclasses import astuple
from pathlib import Path
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from kg.answer import Answer, Asker, Result
from kg.build import ready
from kg.copies import Copy, keep_copy, remove_copy
from kg.drawing import OTHER, STYLES
from kg.evidence import Evidence
from kg.grammar import Form
from kg.phrase import say_answer
from kg.views import Edge, Node, View
from ui import examples
from ui.draw import comparable, dot_plot, graph_options, tell_dots
from ui.session import Work
from ui.share import as_citation, as_csv, as_markdown, doi_search
from ui.text import escape, plain, pretty, say_place, with_citations

QUESTION = "strategies mitigating Na2S interphase"
STRANGE = "conductivity of Na3XeS9"
SEVERAL = "What does Wang's group report?"
IMAGE = "![x](http://evil.example/x.png)"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    IMAGE,
    "[click](javascript:alert(1)) <b>bold</b> $x^2$ :material/home: :red[x] www.evil.example a@evil.example",
    "Na3PS4\x00\x1b[31m \u202egnp.exe\u2066 \u200f",
    "# title\n- list\n1. number\n> quote\n```\ncode",
    "x" * 5_000,
]


@pytest.fixture
def app(repository: Path) -> AppTest:
    return AppTest.from_file(repository / "ui" / "app.py", default_timeout=60)


def asked(app: AppTest, question: str) -> AppTest:
    app.query_params["q"] = question
    return app.run()


def words(app: AppTest) -> str:
    """Everything in Markdown places, where text from outside would do harm."""
    elements = [*app.markdown, *app.caption, *app.error, *app.warning, *app.title, *app.header]
    return "\n".join([*(str(one.value) for one in elements), *(button.label for button in app.button)])


def answer_of(app: AppTest) -> str:
    return next(str(one.value) for one in app.markdown if "](#ref-" in str(one.value))


def test_first_page_teaches_what_to_ask(app: AppTest) -> None:
    app.run()
    assert not app.exception
    labels = [button.label for button in app.button]
    assert len(labels) == 1 + sum(len(group.questions) for group in examples.groups())
    assert any("Na₂S interphase" in label for label in labels)


def test_an_answer_has_words_citations_table_evidence_and_query(app: AppTest) -> None:
    asked(app, QUESTION)
    assert not app.exception
    assert re.search(r"\[\d+\]\(#ref-\d+", answer_of(app))
    assert len(app.dataframe[0].value) >= 3
    assert any("section" in str(one.value).lower() and "badge[" in str(one.value) for one in app.markdown)
    assert any(code.language == "sparql" for code in app.code)
    assert {"Evidence", "References"} <= {str(one.value).split(" (")[0] for one in app.header}


def test_enter_answers_and_puts_the_question_into_the_address(app: AppTest) -> None:
    app.run()
    app.text_input(key="box").set_value(QUESTION)
    app.button[0].click().run()
    assert app.query_params["q"] == QUESTION
    assert answer_of(app)


def test_a_link_answers_at_once_and_another_link_changes_the_box(app: AppTest) -> None:
    asked(app, QUESTION)
    first = answer_of(app)
    asked(app, "What is the ionic conductivity of Na3PS4?")
    assert app.text_input(key="box").value == "What is the ionic conductivity of Na3PS4?"
    asked(app, QUESTION)
    assert answer_of(app) == first


def test_an_example_is_a_question(app: AppTest) -> None:
    app.run()
    next(button for button in app.button if "strategies mitigating" in button.label).click().run()
    assert app.query_params["q"] == QUESTION
    assert answer_of(app)


def test_a_link_may_hold_the_reading(app: AppTest) -> None:
    app.query_params["as"] = "what causes uneven sodium deposition (100% of the question)"
    asked(app, "What causes dendrites?")
    assert any("I read it as: what causes uneven sodium deposition" in str(one.value) for one in app.caption)
    assert any("&as=what%20causes" in str(one.value) for one in app.code)


def test_a_name_borne_by_several_things_is_offered_for_each(app: AppTest) -> None:
    asked(app, SEVERAL)
    buttons = [button for button in app.button if str(button.key).startswith("bearer")]
    assert len(buttons) > 1
    buttons[0].click().run()
    assert app.query_params["q"] != SEVERAL


def test_earlier_questions_are_remembered(app: AppTest) -> None:
    asked(app, QUESTION)
    asked(app, STRANGE)
    button = next(button for button in app.button if str(button.key).startswith("history"))
    button.click().run()
    assert app.query_params["q"] == QUESTION


def test_a_declined_question_says_why_and_suggests(app: AppTest) -> None:
    asked(app, STRANGE)
    assert "Na₃XeS₉" in words(app)
    suggestions = [button for button in app.button if str(button.key).startswith("suggestion")]
    assert suggestions
    suggestions[0].click().run()
    assert not app.exception
    assert app.query_params["q"] != STRANGE


def test_evidence_shows_the_sentence_of_a_registered_copy_as_text(app: AppTest, asker: Asker) -> None:
    [first, *_] = [one for one in asker.ask(QUESTION).evidence if one.fingerprints]
    asked(app, QUESTION)
    before = words(app)
    keep_copy(Copy("own", "own.pdf", "", "Toy 2026", 1, 1, {first.fingerprints[0]: f"Wax hums. {HOSTILE[1]} <b>"}))
    try:
        asked(app, QUESTION)  # the answer is a remembered one, its sentence is not
        assert "Wax hums" in words(app)
        assert "Wax hums" not in before
        assert not re.search(r"(?<!\\)!\[|(?<!\\)<b", words(app))
    finally:
        remove_copy("own")


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_questions_stay_text(app: AppTest, question: str) -> None:
    asked(app, question)
    asked(app, QUESTION)  # now the first stands in the history
    assert not app.exception
    shown = words(app)
    assert not re.search(r"(?<!\\)!\[", shown)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert not re.search(r"(?<!\\)<[a-z]", shown)


def test_a_question_that_is_too_long_is_not_asked(app: AppTest) -> None:
    app.run()
    app.text_input(key="box").set_value("x" * 10_000_000)
    app.button[0].click().run()
    assert not app.exception
    assert "10,000,000 characters" in app.warning[0].value
    assert "q" not in app.query_params
    assert len(app.text_input(key="box").value or "") <= 2_000


def test_an_error_is_one_sentence(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSE_KG_DATA", str(tmp_path / "missing"))
    asked(app, QUESTION)
    assert not app.exception
    [error] = app.error
    assert "missing" in error.value
    assert "Traceback" not in error.value


def test_a_failing_program_is_one_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Answer:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("kg.answer.Asker.ask", fail)
    asked(app, "a question that nobody has asked before")
    [error] = app.error
    assert "secret" not in error.value


def test_every_example_is_answered() -> None:
    asker = Asker.open(ready())
    questions = [question for group in examples.groups() for question in group.questions]
    assert len(questions) >= 20
    assert not [question for question in questions if asker.ask(question).status != "answered"]


# ── helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_escaped_text_has_no_markdown_left(text: str) -> None:
    shown = escape(text)
    assert re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "") == plain(text)
    assert not re.search(r"(?<!\\)[\\`*_{}\[\]()<>#|~$!&^]", re.sub(r"\\.", "", shown))
    assert "://" not in shown
    assert "www." not in shown
    assert not re.search(r":[a-z]", shown)


def test_pretty_keeps_words() -> None:
    assert pretty("in situ CMK-3 at 60 °C, P2-type") == "in situ CMK-3 at 60 °C, P2-type"


def test_citations_lead_to_their_references() -> None:
    works = {"53": 'X. "Chi" <b>', "107": "", "doe-2027": "Doe"}
    assert with_citations("a [53, 107].", works) == 'a \\[[53](#ref-53 "X. Chi b"), 107\\]\\.'
    told = '\\[Mo₆S₈\\] \\[[53](#ref-53 "X. Chi b"), [doe-2027](#ref-doe-2027 "Doe")\\]'
    assert with_citations("[Mo6S8] [53, doe-2027]", works) == told


def test_every_kind_has_a_marker_of_its_own() -> None:
    for markers in list(zip(*map(astuple, [*STYLES.values(), OTHER]), strict=True))[1:]:
        assert len(set(markers)) == len(markers)


@pytest.mark.parametrize("dark", [False, True])
def test_a_graph_has_words_on_lines_where_there_is_room(dark: bool) -> None:
    nodes = tuple(Node(name, name, "Strategy") for name in "abc")
    view = View(nodes, (Edge("a", "mitigates", "mitigates", "b"), Edge("b", "manifestsAs", "manifests as", "c")))
    options = graph_options(view, dark)
    [wide], [narrow] = options["baseOption"]["series"], options["media"][0]["option"]["series"]
    assert [link["label"]["show"] for link in wide["links"]] == [False, True]
    assert not any(link["label"]["show"] for link in narrow["links"])
    assert "labelLayout" not in wide, "ECharts then puts words on lines in the wrong place"


def test_place_names_row_and_section() -> None:
    evidence = Evidence("x", "4.3", "Table 1", (), row=2)
    assert say_place(evidence, {"4.3": "Anodes"}) == "Table 1, row 2; section 4.3, Anodes"


def test_a_spreadsheet_runs_no_cell() -> None:
    rows = [["=1+1", -1.0], ["@x", None], ["+cmd", 2.0]]
    lines = as_csv(["Name", "Value"], rows).decode("utf-8-sig").splitlines()
    assert lines == ["Name,Value", "'=1+1,-1.0", "'@x,", "'+cmd,2.0"]


def test_markdown_to_take_away_is_harmless() -> None:
    answer = Answer(f"{IMAGE} <script>", "answered", answer="Na3PS4 [38]", evidence=(Evidence("x", "2", None, (38,)),))
    works = {38: Work(38, "A. One; B. Two", "J. X", "2020", "1", "2", "3")}
    taken = as_markdown(answer, works, "http://127.0.0.1/?q=x")
    assert "![" not in taken.replace("\\![", "")
    assert "\\<script" in taken
    assert "- [38] A. One et al., J. X 2020, 1 (2), 3" in taken
    assert "section 2" in as_citation(answer, {}, "graph-1")
    assert "A. One J. X 2020" in unquote(doi_search(works[38]))


def test_values_of_one_unit_are_compared() -> None:
    results = tuple(
        Result(name, value=value, unit="mS/cm", property="sigma", sign=sign, upper=upper, references=(1,))
        for name, value, sign, upper in [("a", 1.0, "=", None), ("b", 400.0, "<", None), ("c", 2.0, "range", 3.0)]
    )
    scale = comparable((*results, Result("d", value=5.0, unit="V", property="voltage")))
    assert scale is not None
    assert [dot.name for dot in scale.dots] == ["b", "c", "a"]
    assert scale.is_log
    drawn = dot_plot(scale, "ionic conductivity", dark=False).to_dict()
    assert "ionic conductivity (mS/cm)" in str(drawn)
    told = tell_dots(scale, "ionic conductivity")
    assert told.startswith("3 values of ionic conductivity from 1 mS/cm (a) to less than 400 mS/cm (b)")


def test_a_contradicted_value_has_a_mark_of_its_own() -> None:
    results = [Result(name, value=1.0, unit="V", property="voltage", contradicted=name == "b") for name in "abc"]
    scale = comparable(results)
    assert scale is not None
    assert [(dot.name, dot.bound) for dot in scale.dots] == [
        ("a", "as stated"), ("b", "contradicted"), ("c", "as stated"),
    ]  # fmt: skip
    assert "1 V (contradicted)" in say_answer(results, (), None, Form("which"))


def test_few_values_are_not_drawn() -> None:
    assert comparable((Result("a", value=1.0, unit="V"), Result("b", value=2.0, unit="V"))) is None
