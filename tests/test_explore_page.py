"""The Explore and About pages without a browser: links, cards, filters, paths, files, hostile addresses."""

import re

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect

from ui.trail import Trail

HOSTILE = "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png)"
SCRIPT = """
import streamlit as st
from ui import app, pages
from ui.views import {page}
st.navigation([pages.page_of(entry.name) for entry in pages.PAGES], position="hidden")
app.guarded({page}.page)
"""


def opened(page: str, **address: str | list[str]) -> AppTest:
    app = AppTest.from_string(SCRIPT.format(page=page), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.header, *app.error, *app.metric))


def test_a_walk_begins_at_things_many_facts_speak_of(session_home: None) -> None:
    app = opened("explore")
    button = next(button for button in app.button if "Na₃PS₄" in button.label)
    button.click().run()
    assert app.query_params["thing"] == "Na3PS4"
    assert "NaxMSy" in words(app)


def test_a_link_to_a_thing_shows_its_names_and_claims_with_their_places(session_home: None) -> None:
    app = opened("explore", thing="Na3PS4")
    assert app.header[0].value == "Na₃PS₄"
    assert "sodium thiophosphate" in words(app)
    assert [tab.label.split(" (")[0] for tab in app.tabs] == ["Values", "It does", "Said of it", "Cells"]
    assert "Table 1, row 1" in words(app)
    assert re.search(r"25 things, \d+ relations; \d+ neighbours folded away", words(app))


@pytest.mark.parametrize("name", ["Na₃SbS₄", "NSS", "IonicConductivity", "ref-53", "section-3.2", "element-P", "T4-01"])
def test_anything_can_be_linked_by_id_or_name(session_home: None, name: str) -> None:
    app = opened("explore", thing=name)
    assert not app.error
    assert app.header


def test_a_work_is_told_with_what_rests_on_it(session_home: None) -> None:
    app = opened("explore", thing="ref-53")
    assert re.search(r"\b(19|20)\d\d\b", "\n".join(str(one.value) for one in app.text))
    assert any(tab.label.startswith("Rests on it") for tab in app.tabs)


@pytest.mark.parametrize("name", ["xyzzy", HOSTILE, "../../etc/passwd", "\x00", "x" * 5_000])
def test_a_name_of_nothing_is_one_sentence(session_home: None, name: str) -> None:
    app = opened("explore", thing=name)
    [warning] = app.warning
    assert not re.search(r"(?<!\\)<[a-z]|(?<!\\)!\[", warning.value)
    assert box(app, "Find a thing by any of its names")


@pytest.mark.parametrize("name", ["NSS", "Na₃SbS₄", "$Na_3SbS_4$", "sodium thioantimonate"])
def test_whatever_the_address_calls_a_thing_it_is_that_thing(session_home: None, name: str) -> None:
    app = opened("explore", thing=name)
    assert app.query_params["thing"] == "Na3SbS4"
    assert app.header[0].value == "Na₃SbS₄"
    buttons = [button.label for button in app.button]
    assert not {"Path to Na₃SbS₄", "Show neighbours", "Only this"} & set(buttons)
    assert buttons == [button.label for button in opened("explore", thing="Na3SbS4").button]


def test_there_is_no_path_from_a_thing_to_itself(session_home: None) -> None:
    app = opened("explore", thing="Na3SbS4", to="NSS")
    assert "to" not in app.query_params
    assert "No path" not in words(app)


def box(app: AppTest, label: str) -> Multiselect:
    return next(one for one in app.multiselect if one.label == label)


def test_a_search_goes_to_the_thing_of_that_name(session_home: None) -> None:
    app = opened("explore")
    for typed, thing in (("NSS", "Na3SbS4"), ("NPS (Na₃PS₄)", "Na3PS4"), ("$Na_3SbS_4$", "Na3SbS4")):
        box(app, "Find a thing by any of its names").set_value([typed]).run()
        assert not app.exception
        assert app.query_params["thing"] == thing
        assert box(app, "Find a thing by any of its names").value == []
    box(app, "Path from here to").set_value(["sodium sulfide"]).run()
    assert app.query_params["to"] == "Na2S"
    assert "hang together" in words(app)


def test_a_search_for_nothing_keeps_the_walk_and_offers_the_nearest(session_home: None) -> None:
    app = opened("explore", thing="Na3PS4")
    box(app, "Find a thing by any of its names").set_value(["dendrite gro"]).run()
    assert not app.exception
    assert app.query_params["thing"] == "Na3PS4"
    assert "knows nothing called" in app.warning[0].value
    near = next(button for button in app.button if "dendrite growth" in button.label)
    near.click().run()
    assert app.query_params["thing"] == "dendrite-growth"
    assert not app.warning


def test_hidden_kinds_leave_the_picture(session_home: None) -> None:
    app = opened("explore", thing="Na3PS4")
    before = re.search(r"(\d+) neighbours", words(app))
    app.multiselect(key="no-kinds").set_value(["Material", "Measurement"]).run()
    assert before
    assert f"{before[1]} neighbours" not in words(app)


def test_a_path_between_two_things_is_told_with_its_works(session_home: None) -> None:
    app = opened("explore", thing="alucone-film", to="dendrite-growth")
    assert re.search(r"1\. alucone film.* mitigates sodium dendrite growth \\\[108", words(app))
    next(button for button in app.button if button.label == "Forget the path").click().run()
    assert "to" not in app.query_params


def test_about_counts_and_lists_what_is_doubtful(session_home: None) -> None:
    app = opened("about")
    counts = {one.label: one.value for one in app.metric}
    assert counts["Works cited"] == "168"
    assert counts["Sentences read"] == "461"
    assert any("misprint" in str(one.value) for one in app.header)
    app.text_input(key="finding").set_value("na2h1").run()
    app.text_input(key="finding").set_value("no such words").run()
    assert "None has these words." in words(app)
    assert any("@article" in str(one.value) for one in app.code)


def test_a_trail_opens_and_closes() -> None:
    trail = Trail("Na3PS4", ("Na3PS4",)).pick("Na2S").open("Na2S").open("Na3PS4")
    assert trail.opened == ("Na3PS4", "Na2S", "Na3PS4")
    assert trail.close("Na3PS4").opened == ("Na2S",)
    assert Trail("Na", ("Na",), to="Na2S").pick("Na2S").to == ""
