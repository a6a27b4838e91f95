"""The page of gaps without a browser: its fields, what is missing, the list, and what the address may hold."""

import pytest
from streamlit.testing.v1 import AppTest

from kg.gaps import Line, Matrix, Spot
from ui.heat import heat_map

HOSTILE = "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png)"


@pytest.fixture
def app(session_home: None) -> AppTest:
    return AppTest.from_string("from ui.views import gaps\n\ngaps.page()", default_timeout=60)


def words(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.header))


def choose(app: AppTest, row: str, column: str) -> None:
    app.selectbox(key="row").set_value(row)
    app.selectbox(key="column").set_value(column).run()
    assert not app.exception


def test_a_field_tells_its_claims_with_their_places(app: AppTest) -> None:
    app.run()
    choose(app, "bulk modification (all)", "air instability (all)")
    assert "claims**, stated." in words(app)
    assert "Section " in words(app)
    choose(app, "interface engineering (all)", "interfacial failure (all)")
    assert "stated and contradicted" in words(app)


def test_an_empty_field_says_what_is_missing_and_what_is_near(app: AppTest) -> None:
    app.run()
    choose(app, "anode-free design (all)", "air instability (all)")
    assert "**No claim in this graph** joins the two" in words(app)
    assert "With anode-free design the graph has: " in words(app)


def test_an_opened_class_shows_what_is_in_it(app: AppTest) -> None:
    app.run()
    app.multiselect(key="strategy-rows").set_value(["anode-free design"]).run()
    assert {"anode-free design (all)", "anode-free cell"} <= set(app.selectbox(key="row").options)


def test_the_address_chooses_matrix_and_field(app: AppTest) -> None:
    app.query_params["matrix"] = "Cathodes with electrolytes"
    app.query_params["row"] = "conversion cathode (all)"
    app.query_params["column"] = "sulfide electrolyte (all)"
    app.run()
    assert not app.exception
    assert "claims**" in words(app)


def test_the_list_can_be_held_to_gaps(app: AppTest) -> None:
    app.run()
    every = len(app.dataframe[0].value)
    app.toggle(key="untried").set_value(True).run()
    shown = app.dataframe[0].value
    assert 0 < len(shown) < every
    assert set(shown["What is known"]) == {"no claim in this graph"}


def test_a_hostile_address_is_ignored(app: AppTest) -> None:
    for name in ("matrix", "row", "column", "strategy-rows", "untried"):
        app.query_params[name] = HOSTILE
    app.run()
    assert not app.exception
    assert "evil" not in words(app)


def test_the_other_matrix_begins_without_a_field(app: AppTest) -> None:
    app.run()
    choose(app, "bulk modification (all)", "air instability (all)")
    assert {"row", "column"} <= app.query_params.keys()
    app.radio(key="matrix").set_value("Cathodes with electrolytes").run()
    assert not app.exception
    assert app.selectbox(key="row").value is None
    assert app.selectbox(key="column").value is None
    assert not {"row", "column"} & app.query_params.keys()
    assert "claims**" not in words(app)


def test_a_link_to_a_field_of_the_other_matrix_loses_the_field(app: AppTest) -> None:
    app.query_params["matrix"] = "Cathodes with electrolytes"
    app.query_params["row"] = "bulk modification (all)"
    app.run()
    assert not app.exception
    assert "row" not in app.query_params


def test_rows_and_columns_are_found_by_any_name(app: AppTest) -> None:
    app.query_params["matrix"] = "Cathodes with electrolytes"
    app.run()
    app.multiselect(key="cathode-columns").set_value(app.multiselect(key="cathode-columns").options).run()
    assert {"NSS (Na₃SbS₄)", "Na₃SbS₄"} <= set(app.selectbox(key="column").options)
    app.selectbox(key="column").set_value("NSS (Na₃SbS₄)").run()
    assert not app.exception
    assert app.selectbox(key="column").value == app.query_params["column"] == "Na3SbS4"


def test_the_frame_is_around_the_chosen_field_and_no_other() -> None:
    lines = [Line(name, name, frozenset([name])) for name in ("a", "b")]
    matrix = Matrix(tuple(lines), tuple(lines), tuple(Spot(row, column) for row in lines for column in lines), ((), ()))
    for chosen, framed in ((("b", "a"), [("b", "a")]), (("b", None), []), ((None, None), [])):
        [data] = heat_map(matrix, chosen, dark=False).to_dict()["datasets"].values()
        assert [(one["row"], one["column"]) for one in data if one["chosen"]] == framed
