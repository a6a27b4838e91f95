"""Compare, Gaps and Query as a person meets them: in a real Chromium, with nothing asked of other machines."""

import json
import re
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from test_browser import HOSTILE, Visit, address, browser, pytestmark, sync_api, visit

from kg.sparql_help import examples

__all__ = ["address", "browser", "pytestmark", "visit"]

PAGES = ["compare?things=Na3PS4&things=NSS", "gaps", f"query?query={quote(examples()[0].text)}"]
ALL_PAGES = pytest.mark.parametrize("page", PAGES, ids=[page.partition("?")[0] for page in PAGES])

#: Buttons, fields and links that a screen reader could not name.
NAMELESS = """() => [...document.querySelectorAll('.stMain button, .stMain input, .stMain textarea, .stMain a')]
    .filter(e => e.offsetParent && !e.ariaHidden && e.tabIndex >= 0)
    .filter(e => !(e.ariaLabel || e.innerText || e.title || (e.labels && e.labels.length)))
    .map(e => e.outerHTML.slice(0, 200))"""


def go(visit: Visit, page: str) -> None:
    visit.page.goto(f"{visit.address}/{page}")
    visit.settle()
    sync_api.expect(visit.page.locator("h1")).to_be_visible()
    visit.settle()


def saved(visit: Visit, button: str) -> str:
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


def address_of(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query)


def test_a_comparison_goes_to_a_spreadsheet(visit: Visit) -> None:
    go(visit, "compare?things=Na3PS4")
    box = visit.page.get_by_label("Materials, strategies or cells")
    box.fill("NGPS")
    box.press("Enter")
    sync_api.expect(visit.page.locator("th", has_text="Na₁₀GeP₂S₁₂")).to_be_visible()
    assert address_of(visit)["things"] == ["Na3PS4", "Na10GeP2S12"]
    visit.page.keyboard.press("Escape")  # closes the list of names, over which nothing can be clicked
    lines = saved(visit, "Download CSV").splitlines()
    assert lines[0].startswith("Thing,Property or relation,Unit,Sign,Value,")
    sigma = [line for line in lines if line.startswith("Na3PS4,ionic conductivity,mS/cm,")]
    assert any("contradicted" in line for line in sigma)
    assert r"Na$_{3}$PS$_{4}$" in saved(visit, "Download LaTeX")


def test_points_that_are_clicked_are_compared(visit: Visit) -> None:
    go(visit, "compare?things=Na11Sn2PS12&plot=Capacity+against+cycles")
    marks = visit.page.locator("[data-testid=stVegaLiteChart] .mark-symbol.role-mark path")
    sync_api.expect(marks).to_have_count(23)
    marks.first.hover(force=True)  # marks may lie on one another
    sync_api.expect(visit.page.locator("#vg-tooltip-element")).to_contain_text("mAh/g")
    marks.first.click(force=True)
    again = visit.page.get_by_role("button", name=re.compile("Add .* to the comparison"))
    again.click()
    sync_api.expect(visit.page.locator("table th", has_text="|").first).to_be_visible()
    assert address_of(visit)["things"][0] == "Na11Sn2PS12"
    assert len(address_of(visit)["things"]) == 2


def test_a_field_of_the_gaps_tells_its_claims(visit: Visit) -> None:
    go(visit, "gaps")
    fields = visit.page.locator("[data-testid=stVegaLiteChart] .mark-text.role-mark")
    fields.get_by_text("50 ≠").click()
    told = visit.page.locator(".st-key-spot")
    sync_api.expect(told).to_contain_text("interface engineering and interfacial failure")
    sync_api.expect(told).to_contain_text("contradicted")
    assert address_of(visit)["row"] == ["interface engineering (all)"]
    fields = visit.page.locator("[data-testid=stVegaLiteChart] .mark-rect.role-mark").first
    fields.locator("path").last.click()
    sync_api.expect(told).to_contain_text("No claim in this graph")
    link = visit.page.url
    go(visit, link.removeprefix(f"{visit.address}/"))
    sync_api.expect(told).to_contain_text("No claim in this graph")
    lines = saved(visit, "Download the matrix").splitlines()
    assert lines[0].startswith("Row,Column,What is known,Claims")
    assert any("no claim in this graph" in line for line in lines)


def test_a_query_is_run_and_fails_and_is_mended(visit: Visit) -> None:
    go(visit, "query")
    editor = visit.page.get_by_label("Your query")
    editor.fill("SELECT ?l {\n  sser:Na3PS4 rdfs:label }")
    editor.press("Control+Enter")
    sync_api.expect(visit.page.get_by_role("alert")).to_contain_text("line 2, column 26")
    editor.fill("SELECT ?l {\n  sser:Na3PS4 rdfs:label ?l }")
    editor.press("Control+Enter")
    sync_api.expect(visit.page.get_by_role("heading", name="1 row")).to_be_visible()
    assert json.loads(saved(visit, "Download JSON"))["results"]["bindings"][0]["l"]["value"] == "Na3PS4"
    visit.page.get_by_role("link", name="Gaps").click()
    sync_api.expect(visit.page.get_by_role("heading", name="What has been tried")).to_be_visible()
    visit.page.get_by_role("link", name="Query").click()
    sync_api.expect(editor).to_have_value("SELECT ?l {\n  sser:Na3PS4 rdfs:label ?l }")


def test_a_word_of_the_graph_goes_into_the_query_beside_what_was_typed(visit: Visit) -> None:
    go(visit, "query")
    editor = visit.page.get_by_label("Your query")
    editor.fill("SELECT * { ?a sse:forms ?b }")
    visit.page.get_by_text("The words of the graph").click()
    table = visit.page.locator("[data-testid=stDataFrame]").first
    table.click(position={"x": 15, "y": 52})
    visit.page.get_by_role("button", name="into the query").click()
    sync_api.expect(editor).to_have_value(re.compile(r"\?a sse:forms \?b \.\n  \?\w+ a sse:\w+ \.\n\}"))


@pytest.mark.parametrize(
    "page",
    [
        f"compare?things={quote(HOSTILE)}&things={quote('![x](http://evil.example/x.png)')}&plot={quote(HOSTILE)}",
        f"gaps?row={quote(HOSTILE)}&matrix={quote(HOSTILE)}",
        "query?view=Table&query=" + quote(f"SELECT ('{HOSTILE}' AS ?x) {{}}"),
        "query?view=Graph&query=" + quote(f"CONSTRUCT {{ <urn:a> rdfs:label '{HOSTILE}' ; <urn:b> <urn:c> }} {{}}"),
        "query?query=" + quote(f"SELECT {HOSTILE}"),
    ],
)
def test_hostile_addresses_stay_text(visit: Visit, page: str) -> None:
    go(visit, page)
    assert visit.page.locator("img[src*=evil], img[src=x]").count() == 0


@pytest.mark.parametrize("visit", [{"width": 400, "height": 800}, {"width": 640, "height": 450}], indirect=True)
def test_a_page_chosen_on_a_narrow_screen_is_not_covered_by_the_menu(visit: Visit) -> None:
    go(visit, "")
    sync_api.expect(visit.page.get_by_role("link", name="Gaps")).to_have_count(1)  # and none in a drawer
    for name, told in (("Gaps", "What has been tried"), ("Query", "Your query"), ("About", "What is in it")):
        visit.page.get_by_role("link", name=name, exact=True).click()
        shown = visit.page.get_by_text(told).first
        sync_api.expect(shown).to_be_visible()
        visit.settle()
        shown.click(trial=True)  # nothing lies over it


@pytest.mark.parametrize("visit", [{"width": 400, "height": 800}, {"width": 640, "height": 450}], indirect=True)
@ALL_PAGES
def test_small_windows_scroll_down_only(visit: Visit, page: str) -> None:
    go(visit, page)
    assert visit.sideways() <= 0


@ALL_PAGES
def test_everything_has_a_name_and_headings_leave_out_no_level(visit: Visit, page: str) -> None:
    go(visit, page)
    assert visit.page.evaluate(NAMELESS) == []
    levels = visit.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert set(levels[1:]) <= {2}


#: Of each word of the coloured query and of the chosen segment: its colour and that of its ground, in red, green, blue.
COLOURS = """() => {
    const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const rgb = layers => {
        layers.forEach(colour => { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); });
        return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const ground = at => at ? [...ground(at.parentElement), getComputedStyle(at).backgroundColor] : [];
    const words = [...document.querySelectorAll(".stCode .token, .stButtonGroup [data-selected=true]")];
    return words.map(at => [rgb([...ground(at), getComputedStyle(at).color]), rgb(ground(at))]);
}"""


def contrast(pair: list[list[int]]) -> float:
    """The contrast of two colours after WCAG 2, from 1 to 21."""

    def light(colour: list[int]) -> float:
        parts = [part / 255 for part in colour]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted(map(light, pair))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_and_what_is_chosen_can_be_read(
    address: str, browser: "sync_api.Browser", scheme: Literal["light", "dark"]
) -> None:
    one = Visit(browser.new_page(color_scheme=scheme), address)
    query = 'SELECT ?l { ?a rdfs:label ?l FILTER(?l = "Na3PS4" || 1 < 2) } # all'
    go(one, f"query?query={quote(query)}")
    first = one.page.locator(".stCode .token").first
    sync_api.expect(first).not_to_have_css("color", "rgb(28, 131, 225)")  # that is before our style is there
    pairs = one.page.evaluate(COLOURS)
    assert len(pairs) > 10
    assert min(map(contrast, pairs)) >= 4.5, pairs
    one.page.close()
