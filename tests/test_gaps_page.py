"""The page of gaps without a browser: its fields, what is missing, the list, and what the address may hold."""

import pytest
from streamlit.testing.v1 import AppTest

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
