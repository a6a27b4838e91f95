"""Explore, About and the ways between pages as a person meets them: in a real Chromium, nothing asked of others."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from test_browser import HERE, HOSTILE, QUESTION, Visit, address, browser, pytestmark, served, sync_api, visit
from toy import change_rows, rows_of, toy_folder

__all__ = ["address", "browser", "pytestmark", "visit"]

CHART = "[class*=st-key-walk-] [data-testid=stEChartsChart][aria-busy=false]"
#: The first spot of a drawing, below its legend, where a click would mean something; from the middle outwards.
POINTER = "e => getComputedStyle(e).cursor === 'pointer' || e.firstElementChild.style.cursor === 'pointer'"


def go(visit: Visit, page: str) -> None:
    visit.page.goto(f"{visit.address}/{page}")
    visit.settle()
    sync_api.expect(visit.page.locator("h1")).to_be_visible()
    visit.settle()


def address_of(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query)


def spots(visit: Visit) -> Iterator[tuple[float, float]]:
    """Spots of the drawing at which the pointer shows that there is something to click."""
    chart = visit.page.locator(CHART)
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    for down in range(70, int(box["height"]) - 20, 14):
        for right in range(20, int(box["width"]) - 20, 14):
            visit.page.mouse.move(box["x"] + right, box["y"] + down)
            if chart.evaluate(POINTER):
                yield box["x"] + right, box["y"] + down


def click_a_thing(visit: Visit) -> str:
    """Click in the drawing until another thing is opened; its name."""
    for x, y in spots(visit):
        visit.page.mouse.click(x, y)
        try:
            visit.page.wait_for_url(re.compile("open="), timeout=6_000)
        except sync_api.TimeoutError:
            continue  # that was a line
        visit.settle()
        return address_of(visit)["thing"][0]
    raise AssertionError("nothing in the drawing can be clicked")


def test_a_click_opens_a_thing_and_a_path_leads_back_to_a_picture(visit: Visit) -> None:
    go(visit, "explore?thing=NaF-ASEI")
    sync_api.expect(visit.page.locator(CHART)).to_be_visible()
    name = click_a_thing(visit)
    assert name != "NaF-ASEI"
    assert address_of(visit)["open"] == ["NaF-ASEI", name]
    sync_api.expect(visit.page.locator(".st-key-card h2")).not_to_contain_text("NaF-rich artificial SEI on Na")
    visit.page.get_by_role("button", name="Path to ").click()
    sync_api.expect(visit.page.locator(".st-key-path")).to_contain_text("hang together")
    assert address_of(visit)["to"] == ["NaF-ASEI"]
    visit.page.reload()
    sync_api.expect(visit.page.locator(".st-key-path")).to_contain_text("hang together")
    picture = saved(visit, "Picture (PNG)")
    assert picture.startswith(b"\x89PNG")
    assert spread(picture) > 10


def saved(visit: Visit, button: str) -> bytes:
    visit.settle()
    if not visit.page.get_by_role("button", name=button).is_visible():
        visit.page.get_by_role("button", name="Download").first.click()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def spread(picture: bytes) -> float:
    """How much the colours of a picture differ; nothing in a blank one."""
    from matplotlib.image import imread

    return float(255 * imread(io.BytesIO(picture)).std())


def test_what_is_shown_goes_to_other_programs(visit: Visit) -> None:
    go(visit, "explore?thing=Na11Sn2PS12")
    things = json.loads(saved(visit, "Cytoscape JSON"))["elements"]["nodes"]
    assert "Na11Sn2PS12" in {one["data"]["label"] for one in things}
    assert not [one for one in things if "more" in one["data"]["label"]]
    assert b"<graphml" in saved(visit, "GraphML")
    assert b"<svg" in saved(visit, "Drawing (SVG)")


def test_a_thing_is_found_by_a_nickname_and_by_a_formula_in_any_notation(visit: Visit) -> None:
    go(visit, "explore")
    box = visit.page.get_by_label("Find a thing by any of its names")
    box.fill("NPS")
    visit.page.get_by_role("option", name="NPS (Na₃PS₄)", exact=True).click()
    sync_api.expect(visit.page.get_by_role("heading", name="Na₃PS₄")).to_be_visible()
    assert address_of(visit) == {"thing": ["Na3PS4"]}
    box.fill("Na₃SbS₄")
    box.press("Enter")
    sync_api.expect(visit.page.get_by_role("heading", name="Na₃SbS₄")).to_be_visible()


def test_the_walk_needs_no_picture_and_no_mouse(visit: Visit) -> None:
    go(visit, "explore?thing=Na11Sn2PS12")
    visit.page.locator("summary", has_text="What is drawn, as a table").press("Enter")
    chosen = visit.page.get_by_label("Go to a thing in the picture")
    chosen.press_sequentially("1.4 mS")
    sync_api.expect(visit.page.get_by_role("option", name="1.4 mS/cm")).to_be_visible()
    chosen.press("ArrowDown")
    chosen.press("Enter")
    sync_api.expect(visit.page.get_by_role("heading", name="1.4 mS/cm")).to_be_visible()
    assert address_of(visit)["open"] == ["Na11Sn2PS12", *address_of(visit)["thing"]]


def test_filter_and_layout_stand_in_the_link(visit: Visit) -> None:
    go(visit, "explore?thing=Na3PS4")
    visit.page.get_by_text("Rings", exact=True).click()
    visit.page.get_by_role("button", name=re.compile("Filter")).click()
    box = visit.page.get_by_label("Leave out these kinds")
    box.fill("strategy")
    box.press("Enter")
    sync_api.expect(visit.page.get_by_role("dialog", name="Filter (3 hidden)")).to_be_visible()
    visit.settle()
    link = visit.page.url
    assert "layout=Rings" in link
    visit.page.goto(link)
    sync_api.expect(visit.page.get_by_role("button", name="Filter (3 hidden)")).to_be_visible()
    sync_api.expect(visit.page.locator(CHART)).to_be_visible()


def test_an_answer_leads_to_its_things_and_back(visit: Visit) -> None:
    visit.open(QUESTION)
    visit.page.locator(".st-key-things a").first.click()
    sync_api.expect(visit.page.locator(".st-key-card h2")).to_be_visible()
    assert urlsplit(visit.page.url).path == "/explore"
    visit.page.get_by_role("link", name="Ask", exact=True).click()
    sync_api.expect(visit.answer).to_contain_text(re.compile(r"\[\d+"))
    assert visit.page.get_by_label("Your question").input_value() == QUESTION


def test_another_reading_is_one_click_away(visit: Visit) -> None:
    visit.open("What causes dendrites?")
    visit.page.locator("summary", has_text="Not what you meant?").press("Enter")
    visit.page.get_by_role("button", name="what causes uneven sodium deposition").click()
    sync_api.expect(visit.page.get_by_text("I read it as: what causes uneven sodium deposition")).to_be_visible()
    visit.page.reload()
    sync_api.expect(visit.page.get_by_text("I read it as: what causes uneven sodium deposition")).to_be_visible()


def test_what_is_doubtful_is_found_by_a_formula(visit: Visit) -> None:
    go(visit, "about")
    visit.page.get_by_label("Show only those with").fill("na3sbs4")
    sync_api.expect(visit.page.locator(".st-key-findings")).to_contain_text("Na₃SbS₄")


@pytest.mark.parametrize("visit", [{"width": 400, "height": 800}, {"width": 640, "height": 450}], indirect=True)
@pytest.mark.parametrize("page", ["explore", "explore?thing=Na3PS4&to=Na2S", "about"])
def test_a_phone_and_a_zoomed_page_scroll_down_only(visit: Visit, page: str) -> None:
    go(visit, page)
    assert visit.sideways() <= 0


def test_two_sessions_walk_apart(visit: Visit, browser: "sync_api.Browser") -> None:
    other = Visit(browser.new_page(), visit.address)
    go(visit, "explore?thing=Na3PS4")
    go(other, "explore?thing=Na2S")
    visit.page.get_by_text("Rings", exact=True).click()
    visit.settle()
    sync_api.expect(other.page.get_by_role("heading", name="Na₂S", exact=True)).to_be_visible()
    sync_api.expect(visit.page.get_by_role("heading", name="Na₃PS₄", exact=True)).to_be_visible()
    assert "layout" not in address_of(other)
    other.page.close()
    assert other.hosts <= HERE


@pytest.fixture(scope="module")
def hostile(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The app on a graph one of whose things bears a name that would run; its address and the id of the thing."""
    folder = toy_folder(tmp_path_factory.mktemp("hostile"))
    [thing, *_] = rows_of(folder, "failure_mechanisms")
    change_rows(folder, "failure_mechanisms", "label", f"{HOSTILE} ![x](http://evil.example/x.png)")
    home = str(tmp_path_factory.mktemp("hostile-home"))
    with served(repository, SSE_KG_DATA=str(folder), SSE_KG_HOME=home) as one:
        yield one, thing["id"]


def test_a_hostile_name_is_shown_as_text(visit: Visit, hostile: tuple[str, str]) -> None:
    visit.address, name = hostile
    go(visit, f"explore?thing={name}")
    sync_api.expect(visit.page.locator(".st-key-card h2")).to_contain_text("<img src=x onerror=alert(1)>")
    for x, y in spots(visit):
        visit.page.mouse.move(x, y)  # the words beside a thing or line
        break
    visit.page.locator("summary", has_text="What is drawn, as a table").press("Enter")
    sync_api.expect(visit.page.get_by_label("Go to a thing in the picture")).to_be_visible()
    assert b"onerror" in saved(visit, "Drawing (SVG)")
    assert visit.page.locator("img[src*=evil], img[src=x]").count() == 0
