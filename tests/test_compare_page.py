"""The page of comparisons without a browser: the table, its files, the plots, and what the address may hold."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from kg.compare import Comparison, Item, Row
from kg.evidence import Evidence
from kg.naming import Found
from kg.pairs import Point
from ui.comparison import LONG, as_latex, as_markdown, in_numbers, shown, taken, turned
from ui.scatter import PLOTS, scatter, tell_points
from ui.share import as_csv

HOSTILE = "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png)"


@pytest.fixture
def app(session_home: None) -> AppTest:
    return AppTest.from_string("from ui.views import compare\n\ncompare.page()", default_timeout=60)


def test_names_in_the_address_are_compared(app: AppTest) -> None:
    app.query_params["things"] = ["NSS", "Na₃PS₄"]
    app.run()
    assert not app.exception
    frame = app.table[0].value
    assert list(frame.columns) == ["**Na₃SbS₄**", "**Na₃PS₄**"]
    sigma = next(row for name, row in frame.iterrows() if "ionic conductivity" in str(name))
    assert "≠ contradicted" in sigma.iloc[1]


def test_without_things_it_offers_some(app: AppTest) -> None:
    app.run()
    assert len(app.table) == 0
    next(button for button in app.button if button.label == "Two sulfur cells").click().run()
    assert not app.exception
    assert app.table[0].value.shape[1] == 2


def test_rows_can_be_chosen_and_turned(app: AppTest) -> None:
    app.query_params["things"] = ["Na3PS4", "Na3SbS4"]
    app.run()
    rows = len(app.table[0].value)
    app.toggle(key="differing").set_value(True).run()
    assert len(app.table[0].value) < rows
    app.toggle(key="turned").set_value(True).run()
    assert list(app.table[0].value.index) == ["**Na₃PS₄**", "**Na₃SbS₄**"]


def test_a_strange_name_is_said_and_the_rest_compared(app: AppTest) -> None:
    app.query_params["things"] = ["Na3PS4", HOSTILE]
    app.run()
    assert not app.exception
    assert app.table[0].value.shape[1] == 1
    [warning] = app.warning
    assert "knows nothing called" in warning.value
    assert not re.search(r"(?<!\\)<img|(?<!\\)!\[", warning.value)


def test_whatever_name_is_chosen_the_thing_is_compared(app: AppTest) -> None:
    app.run()
    names = app.multiselect(key="things").options
    assert next(name for name in names if "na3sbs4" in name.lower()) == "Na3SbS4"
    app.multiselect(key="things").set_value(["NSS (Na₃SbS₄)", "Na3SbS4", "Na3PS4"]).run()
    assert not app.exception
    assert app.multiselect(key="things").value == ["Na3SbS4", "Na3PS4"]


def test_the_points_are_numbers_in_one_unit(app: AppTest) -> None:
    app.run()
    points = app.dataframe[0].value
    assert {"Activation energy (kJ/mol)", "Ionic conductivity (mS/cm)"} < set(points.columns)
    for column in ("Activation energy (kJ/mol)", "Ionic conductivity (mS/cm)"):
        assert points[column].dtype == "float64"
    electronvolts = points[points["As stated"].str.contains(" eV;")]
    assert (electronvolts["Activation energy (kJ/mol)"] > 5).all()


@pytest.mark.parametrize("title", PLOTS)
def test_each_plot_has_its_points_in_a_table(app: AppTest, title: str) -> None:
    app.query_params["plot"] = title
    app.run()
    assert not app.exception
    assert len(app.dataframe[0].value) >= 8


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def hostile_comparison() -> Comparison:
    disputed = Evidence("x", None, None, (53,), stance="hedged", contradicts=("claim-x",))
    fields = (
        (Item(f"=1+1 {HOSTILE}", "a|b & 50%", disputed), Item("2")),
        (Item("32 mS/cm", number=32, unit="mS/cm", best=True),),
    )
    things = (Found("a:a", HOSTILE, "Material", "label"), Found("a:b", "Na2.88W0.12S4", "Material", "label"))
    return Comparison(things, (Row("value", "σ_x", fields, "mS/cm2", HOSTILE),))


def test_hostile_labels_are_text_in_the_table() -> None:
    compared = hostile_comparison()
    head, cells = shown(compared.rows, [thing.label for thing in compared.things], every=True)
    for cell in [*head, *cells[0]]:
        assert not re.search(r"(?<!\\)<img|(?<!\\)!\[|http://", cell)
    assert "≠ contradicted" in cells[0][1]
    assert "best" in cells[0][2]


def test_files_hold_values_conditions_works_and_marks() -> None:
    compared = hostile_comparison()
    table = taken(compared, compared.rows)
    assert table[1][0][3] == "32 mS/cm (best)"
    assert "(a|b & 50%; hedged, contradicted) [53]; 2" in table[1][0][2]
    csv = as_csv(*table).decode("utf-8-sig")
    assert "'=1+1" in csv
    markdown = as_markdown(table)
    assert markdown.count("\n") == 2
    assert not re.search(r"(?<!\\)<img|(?<!\\)!\[", markdown)
    latex = as_latex(table)
    assert r"Na$_{2.88}$W$_{0.12}$S$_{4}$" in latex
    assert r"a|b \& 50\%" in latex
    assert latex.count("&") - latex.count(r"\&") == 2 * (len(table[0]) - 1)


def test_a_spreadsheet_gets_numbers() -> None:
    above = Item("over 0.4 S/cm", "25 °C", number=400.0, unit="mS/cm", sign=">")
    between = Item("1 to 2 mS/cm", number=1.0, unit="mS/cm", upper=2.0)
    row = Row("value", "ionic conductivity", ((above,), (between, Item("5 mS/cm", number=5.0, unit="mS/cm"))), "mS/cm")
    things = (Found("a:a", "Na3PS4", "Material", "label"), Found("a:b", "Na3SbS4", "Material", "label"))
    head, lines = in_numbers(Comparison(things, (row,)), [row])
    assert head == LONG
    assert [line[:8] for line in lines] == [
        ["Na3PS4", "ionic conductivity", "mS/cm", ">", 400.0, None, "over 0.4 S/cm", "25 °C"],
        ["Na3SbS4", "ionic conductivity", "mS/cm", "range", 1.0, 2.0, "1 to 2 mS/cm", ""],
        ["Na3SbS4", "ionic conductivity", "mS/cm", "=", 5.0, None, "5 mS/cm", ""],
    ]
    written = as_csv(*in_numbers(hostile_comparison(), hostile_comparison().rows)).decode("utf-8-sig")
    assert "'=1+1" in written


def test_a_turned_table_turns_back() -> None:
    table = (["", "a"], [["x", "1"], ["y", "2"]])
    assert turned(turned(table)) == table


def test_a_plot_tells_families_by_shape_and_names_what_is_compared() -> None:
    points = [
        Point(f"t{n}", f"Na{n}", f"family {n}", n + 1, n + 1, "1 V", "2 V", "", (str(n),), n == 0) for n in range(9)
    ]
    plot = next(iter(PLOTS.values()))
    drawn = scatter(plot, points, {"Na₃"}, dark=True).to_dict()
    [data] = drawn["datasets"].values()
    assert len({one["family"] for one in data}) == 7
    assert [one["name"] for one in data if one["marked"]] == ["Na₃"]
    assert tell_points(plot, points).startswith("Ionic conductivity (mS/cm) against")


def test_the_words_at_a_mark_name_what_is_measured_and_leave_out_what_is_empty() -> None:
    point = Point("t", "Na3PS4", "f", 29.9, 0.2, "0.31 eV", "0.2 mS/cm", "", ("7",), False)
    plot = next(iter(PLOTS.values()))
    drawn = scatter(plot, [point], set(), dark=False).to_dict()
    [data] = drawn["datasets"].values()
    assert (data[0]["Activation energy"], data[0]["Ionic conductivity"]) == ("0.31 eV", "0.2 mS/cm")
    assert 'datum["Note"] ? {"Note": datum["Note"]} : {}' in drawn["layer"][0]["mark"]["tooltip"]["expr"]
