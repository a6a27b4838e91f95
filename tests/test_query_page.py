"""The page that takes SPARQL without a browser: results, errors, limits, and text from outside."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from kg.sparql_help import Example, examples

LABEL = "SELECT ?l { sser:Na3PS4 rdfs:label ?l }"
HOSTILE = "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png)"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def app(session_home: None) -> AppTest:
    return AppTest.from_string("from ui.views import query\n\nquery.page()", default_timeout=60)


def asked(app: AppTest, query: str) -> AppTest:
    app.query_params["query"] = query
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.header, *app.error))


def run(app: AppTest, query: str) -> None:
    app.text_area(key="sparql").set_value(query)
    next(button for button in app.button if button.label == "Run").click().run()
    assert not app.exception


def test_a_link_runs_and_shows_its_rows(app: AppTest) -> None:
    asked(app, LABEL)
    assert app.text_area(key="sparql").value == LABEL
    assert app.header[0].value == "1 row"
    assert [list(frame.value["l"]) for frame in app.dataframe if "l" in frame.value] == [["Na3PS4"]]
    assert [button.label for button in app.get("download_button")] == [
        f"Download {name}" for name in ("JSON", "XML", "CSV", "TSV")
    ]


def test_what_is_run_stands_in_the_address(app: AppTest) -> None:
    app.run()
    run(app, "ASK { sser:Na3PS4 a sse:Solvent }")
    assert app.header[0].value == "No"
    assert app.query_params["query"] == "ASK { sser:Na3PS4 a sse:Solvent }"
    run(app, f"{LABEL} #{'x' * 10_000}")
    assert "query" not in app.query_params
    assert app.header[0].value == "1 row"


@pytest.mark.parametrize("example", [examples()[0], examples()[-3]], ids=lambda one: one.title)
def test_an_example_runs_at_once(app: AppTest, example: Example) -> None:
    app.run()
    app.selectbox(key="example").set_value(example.title).run()
    assert not app.exception
    assert app.text_area(key="sparql").value == example.text
    assert re.match(r"\d+ (rows|triples)", app.header[0].value)


@pytest.mark.parametrize("view", ["Table", "Plot"])
def test_numbers_can_be_plotted(app: AppTest, view: str) -> None:
    app.query_params["view"] = view
    asked(app, examples()[1].text)
    assert bool(app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")) == (view == "Plot")


def test_an_error_has_its_place(app: AppTest) -> None:
    asked(app, "SELECT ?l {\n  ?s rdfs:label }")
    assert "line 2, column 17" in app.error[0].value
    assert any(code.value.endswith("^") for code in app.code)


def test_what_is_refused_or_too_slow_is_one_sentence(app: AppTest) -> None:
    app.query_params["seconds"] = "2"
    asked(app, "DROP ALL")
    assert "DROP is not allowed" in app.error[0].value
    asked(app, ENDLESS)
    assert "longer than 2 s" in app.error[0].value
    asked(app, LABEL)
    assert app.header[0].value == "1 row"


def test_a_result_is_not_asked_for_twice(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(app, examples()[1].text)

    def fail(*_: object) -> None:
        raise AssertionError("it ran again")

    monkeypatch.setattr("ui.session.query", fail)
    app.segmented_control(key="view").set_value("Plot").run()
    assert not app.exception


def test_nothing_found_says_what_to_check(app: AppTest) -> None:
    asked(app, "SELECT * { sser:Na3PS4 sse:noSuchRelation ?x }")
    assert app.header[0].value == "0 rows"
    assert "Nothing in the graph fits" in words(app)


def test_hostile_text_stays_text(app: AppTest) -> None:
    asked(app, f"SELECT ('{HOSTILE}' AS ?x) ('=1+1' AS ?y) {{}}")
    assert not re.search(r"(?<!\\)<img|(?<!\\)!\[", words(app))
    asked(app, f"SELECT {HOSTILE}")
    assert not re.search(r"(?<!\\)<img|(?<!\\)!\[", words(app))
    asked(app, f"CONSTRUCT {{ <urn:a> <urn:b> '{HOSTILE}' }} {{}}")
    assert app.header[0].value == "1 triple"


def test_the_words_of_the_graph_are_found(app: AppTest) -> None:
    app.session_state["words"] = True  # opened
    app.run()
    app.selectbox(key="word-kind").set_value("Relations").run()
    app.text_input(key="word-find").set_value("mitig").run()
    assert "sse:mitigates" in list(app.dataframe[0].value["Name"])


def warnings(app: AppTest) -> list[str]:
    return [str(one.value) for one in app.warning]


def test_the_first_example_is_plotted_in_one_unit(app: AppTest) -> None:
    app.query_params["view"] = "Plot"
    asked(app, examples()[0].text)
    assert app.selectbox(key="plot-up").value == "conductivity"
    assert not warnings(app)


def test_numbers_of_several_units_are_not_plotted_together(app: AppTest) -> None:
    app.query_params["view"] = "Plot"
    asked(
        app, 'SELECT ?n ?value ?unit { VALUES (?n ?value ?unit) {("a" 1.5 "S/cm") ("b" 2.5 "mS/cm") ("c" 3.5 "S/cm")} }'
    )
    [warning] = warnings(app)
    assert "2 units" in warning
    units = app.button_group(key="plot-unit")
    assert units.value == "S/cm"
    units.set_value("mS/cm").run()
    assert not app.exception
    asked(app, f'SELECT ?n ?value ?unit {{ VALUES (?n ?value ?unit) {{("a" 1.5 "{HOSTILE}") ("b" 2.5 "V")}} }}')
    assert warnings(app)
