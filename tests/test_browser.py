"""The app as a person meets it: a real server, a real Chromium, and no request that leaves this machine."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from candidates import BROMIDE, bromide, candidate, denial, write_run

from kg.drawing import lowered

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")

sync_api.expect.set_options(timeout=20_000)  # a busy machine is no mistake
QUESTION = "strategies mitigating Na2S interphase"
HOSTILE = "<img src=x onerror=alert(1)>"
IODIDE = "Na2.9PS3.9I0.1"
PAPER = f"""# A soft sodium conductor

## 1 Results

The pellets were pressed by hand. {IODIDE} shows an ionic conductivity of 1.7 mS/cm.
"""
HERE = {"127.0.0.1", "localhost", ""}
#: Git knows no name on any machine, so that the app has to ask who decides.
_NAMELESS = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": ""}


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(repository: Path, **environment: str) -> Iterator[str]:
    """The app on a free port; yields its address."""
    command = [sys.executable, "-m", "streamlit", "run", "ui/app.py", "--server.headless=true"]
    server = subprocess.Popen(
        [*command, f"--server.port={free_port()}"],
        cwd=repository,
        env=os.environ | _NAMELESS | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert server.stdout is not None
    said = []
    try:
        for line in server.stdout:
            said.append(line)
            if "URL:" in line:
                break
        else:
            pytest.fail("the server ended: " + "".join(said))
        yield line.split("URL:")[1].strip()
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()


@pytest.fixture(scope="module")
def address(repository: Path, session_home: None) -> Iterator[str]:
    with served(repository) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> "Iterator[sync_api.Browser]":
    with sync_api.sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


class Visit:
    """A page with what it asked of the network and what went wrong in it."""

    def __init__(self, page: "sync_api.Page", address: str) -> None:
        self.page, self.address = page, address
        self.hosts: set[str] = set()
        self.dialogs: list[str] = []
        page.set_default_timeout(30_000)
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))
        page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).hostname or ""))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: "sync_api.Dialog") -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, question: str = "") -> None:
        self.page.goto(f"{self.address}/?q={quote(question)}" if question else self.address)
        self.settle()

    def settle(self) -> None:
        """Wait until the script of the page has run."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    def still(self) -> None:
        """Wait until the page has run and its tables and charts no longer push what stands below them."""
        self.settle()
        self.page.wait_for_function("""() => {
            const height = document.querySelector('.stMain').scrollHeight, now = performance.now();
            if (window.stood?.height !== height) window.stood = {height, since: now};
            return now - window.stood.since > 600;
        }""")

    def ask(self, question: str) -> None:
        box = self.page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")

    def press(self, key: str) -> None:
        """Press a key when the page is ready for it."""
        self.settle()
        self.page.keyboard.press(key)

    def upload(self, path: Path) -> None:
        """Choose a file, and wait until it has arrived."""
        self.page.locator("input[type=file]").set_input_files(path)
        sync_api.expect(self.page.get_by_text(path.name)).to_be_visible()

    @property
    def answer(self) -> "sync_api.Locator":
        return self.page.locator(".st-key-answer")

    def sideways(self) -> int:
        """Pixels by which the page is wider than the window, once its charts have taken their size."""
        excess = "document.querySelector('.stMain').scrollWidth - document.documentElement.clientWidth"
        with suppress(sync_api.TimeoutError):
            self.page.wait_for_function(f"() => {excess} <= 0", timeout=10_000)
        return int(self.page.evaluate(f"() => {excess}"))


@pytest.fixture
def visit(browser: "sync_api.Browser", address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    size = getattr(request, "param", {"width": 1280, "height": 900})
    page = browser.new_page(viewport=size)
    one = Visit(page, address)
    yield one
    page.close()
    assert one.hosts <= HERE, f"requests left this machine: {one.hosts - HERE}"
    assert not one.dialogs


def test_enter_answers_and_the_address_holds_the_question(visit: Visit) -> None:
    visit.open()
    visit.ask(QUESTION)
    sync_api.expect(visit.answer).to_contain_text(re.compile(r"\[\d+"))
    assert urlsplit(visit.page.url).query == "q=strategies+mitigating+Na2S+interphase"


@pytest.mark.parametrize("visit", [{"width": 1280, "height": 900}, {"width": 400, "height": 800}], indirect=True)
def test_a_citation_tells_its_work_and_leads_to_it_by_the_keyboard_too(visit: Visit) -> None:
    visit.open(QUESTION)
    sync_api.expect(visit.page.locator(".references li").first).to_be_visible()
    visit.still()
    cited = visit.answer.get_by_role("link").last
    number = re.sub(r"\D", "", cited.inner_text())
    assert re.match(rf"{number} .+ (19|20)\d\d", cited.get_attribute("title") or "")
    cited.press("Enter")
    entry = visit.page.locator(f"#ref-{number}")
    sync_api.expect(entry).to_be_in_viewport()
    sync_api.expect(entry).to_contain_text(re.compile(rf"^\[{number}\] .*(19|20)\d\d"))
    sync_api.expect(entry).to_contain_text("section")
    visit.page.keyboard.press("Tab")
    sync_api.expect(entry.get_by_role("link", name="find its DOI")).to_be_focused()
    assert visit.page.evaluate("() => document.activeElement.target") == "_blank"
    visit.page.go_back()
    sync_api.expect(visit.answer).to_contain_text(re.compile(r"\[\d+"))


def test_a_link_gives_the_same_answer_and_back_works(visit: Visit) -> None:
    visit.open()
    visit.ask(QUESTION)
    sync_api.expect(visit.answer).to_contain_text(re.compile(r"\[\d+"))
    visit.still()  # until then parts of the page before may still stand there
    first = visit.answer.inner_text()
    visit.page.reload()
    sync_api.expect(visit.answer).to_have_text(first)
    visit.ask("What is the ionic conductivity of Na3PS4?")
    sync_api.expect(visit.answer).to_contain_text("mS/cm")
    visit.page.go_back()
    sync_api.expect(visit.answer).to_have_text(first)
    sync_api.expect(visit.page.get_by_label("Your question")).to_have_value(QUESTION)


def test_an_example_answers(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_role("button", name="What is the ionic conductivity of Na₃PS₄?").click()
    sync_api.expect(visit.answer).to_contain_text("mS/cm")


def test_a_declined_question_offers_one_that_is_answered(visit: Visit) -> None:
    visit.open("conductivity of Na3XeS9")
    sync_api.expect(visit.answer).to_contain_text("Na₃XeS₉")
    visit.page.locator(".st-key-suggestions button").first.click()
    sync_api.expect(visit.answer).not_to_contain_text("Na₃XeS₉")
    assert "Na3XeS9" not in visit.page.url


def test_hostile_text_stays_text(visit: Visit) -> None:
    visit.open()
    visit.ask(HOSTILE)
    sync_api.expect(visit.answer).to_be_visible()
    visit.open(f"![x](http://evil.example/x.png) {HOSTILE} \u202eNa3PS4")
    sync_api.expect(visit.answer).to_be_visible()
    visit.ask(QUESTION)
    sync_api.expect(visit.answer).to_contain_text(re.compile(r"\[\d+"))
    visit.page.get_by_text("Asked before in this session").click()
    sync_api.expect(visit.page.locator(".st-key-history")).to_contain_text(HOSTILE)
    assert visit.page.locator("img[src*=evil], img[src=x]").count() == 0


def test_figures_are_drawn_and_named(visit: Visit) -> None:
    visit.open("strategies mitigating Na2S interphase")
    canvas = visit.page.locator("[data-testid=stEChartsChart] canvas")
    sync_api.expect(canvas).to_be_visible()
    drawn = "c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    assert canvas.evaluate(drawn) > 10
    assert visit.page.locator("[aria-label*='Graph of the things in the answer']").count() >= 1


def test_the_table_goes_to_a_spreadsheet_safely(visit: Visit) -> None:
    visit.open(QUESTION)
    table = visit.page.locator("[data-testid=stDataFrame]")
    table.hover()
    sync_api.expect(table.get_by_role("button", name=re.compile("download", re.IGNORECASE))).to_have_count(0)
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download the table").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Name,")
    assert len(lines) > 3
    assert not re.search("[₀-₉]", "".join(lines))


def test_rows_are_found_by_a_formula_in_plain_letters(visit: Visit) -> None:
    visit.open(QUESTION)
    visit.page.get_by_label("Show only rows with").fill("na3sbs4")
    few = re.compile(r"Table of [1-9] results")
    sync_api.expect(visit.page.get_by_role("region", name=few)).to_be_visible()


def test_the_answer_is_heard_and_names_the_window(visit: Visit) -> None:
    visit.open()
    visit.ask(QUESTION)
    sync_api.expect(visit.page.get_by_role("alert")).to_contain_text("found: ")
    sync_api.expect(visit.page).to_have_title(QUESTION)
    visit.ask(f"{HOSTILE}</p>")
    sync_api.expect(visit.page).to_have_title(f"{HOSTILE}</p>")
    visit.ask("")
    sync_api.expect(visit.page).to_have_title("Sulfide electrolytes for sodium batteries")


def test_what_to_take_away_is_reached_with_the_keyboard(visit: Visit) -> None:
    visit.open(QUESTION)
    sync_api.expect(visit.page.get_by_text("References", exact=True)).to_be_visible()
    visit.page.locator("summary", has_text="Copy, cite or link").press("Enter")
    sync_api.expect(visit.page.get_by_text(f"{visit.address}/?q={quote(QUESTION)}", exact=True)).to_be_visible()
    visit.page.keyboard.press("Tab")  # onto the text, which brings its button
    copy = visit.page.get_by_role("button", name="Copy to clipboard").first
    sync_api.expect(copy).to_be_visible()
    visit.page.keyboard.press("Tab")
    sync_api.expect(copy).to_be_focused()


def test_headings_leave_out_no_level(visit: Visit) -> None:
    visit.open(QUESTION)
    sync_api.expect(visit.page.get_by_text("References", exact=True)).to_be_visible()
    levels = visit.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


@pytest.mark.parametrize("visit", [{"width": 400, "height": 800}, {"width": 640, "height": 450}], indirect=True)
@pytest.mark.parametrize("question", ["", QUESTION, "What are the five most conductive electrolytes in Table 1?"])
def test_a_phone_and_a_zoomed_page_scroll_down_only(visit: Visit, question: str) -> None:
    visit.open(question)
    sync_api.expect(visit.page.get_by_label("Your question")).to_be_visible()
    if question:
        sync_api.expect(visit.page.get_by_text("References", exact=True)).to_be_visible()
    assert visit.sideways() <= 0


def test_every_button_and_field_has_a_name(visit: Visit) -> None:
    visit.open(QUESTION)
    sync_api.expect(visit.page.get_by_text("References", exact=True)).to_be_visible()
    script = """() => [...document.querySelectorAll('.stMain button, .stMain input, .stMain a')]
        .filter(e => e.offsetParent && !e.ariaHidden && e.tabIndex >= 0)
        .filter(e => !(e.ariaLabel || e.innerText || e.title || (e.labels && e.labels.length)))
        .map(e => e.outerHTML.slice(0, 200))"""
    assert visit.page.evaluate(script) == []


def test_an_uploaded_candidate_is_accepted_by_keys_built_and_asked_for(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    run = write_run(tmp_path / f"{HOSTILE[:4]}.jsonl", bromide(rule=HOSTILE), candidate(section=HOSTILE), denial())
    page.goto(f"{visit.address}/curate")
    visit.settle()
    visit.upload(run)
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Your name").fill("A. Toy")
    page.get_by_label("Your name").press("Enter")
    sync_api.expect(page.locator(".sentence mark.subject")).to_contain_text(BROMIDE)
    page.locator("h1").click()  # keys are for the page when no field has the focus
    visit.press("a")
    page.get_by_role("button", name="Accept so").click()
    sync_api.expect(page.get_by_text("1 of 3 decided")).to_be_visible()
    sync_api.expect(page.locator(".sentence")).to_contain_text("Bare Na3PS4")
    visit.press("x")
    sync_api.expect(page.locator(".sentence")).to_contain_text("no dendrites were seen.")
    visit.press("u")
    sync_api.expect(page.locator(".sentence")).to_contain_text("Bare Na3PS4")
    visit.press("Space")
    sync_api.expect(page.locator(".sentence")).to_contain_text("no dendrites were seen.")
    visit.settle()
    page.get_by_role("link", name="See it in the graph now").click()
    sync_api.expect(page.get_by_role("heading", name=lowered(BROMIDE))).to_be_visible(timeout=60_000)
    visit.open(f"What is the ionic conductivity of {BROMIDE}?")
    sync_api.expect(visit.answer).to_contain_text("0.9 mS/cm")
    sync_api.expect(page.get_by_text("accepted by A. Toy on")).to_be_visible()


def test_an_uploaded_paper_is_read_its_new_electrolyte_accepted_and_asked_for(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    paper = tmp_path / "soft conductor.md"
    paper.write_text(PAPER, encoding="utf-8")
    page.goto(f"{visit.address}/curate")
    visit.settle()
    visit.upload(paper)
    page.get_by_role("button", name="Read it").click()
    sync_api.expect(page.get_by_text("soft conductor.md: step")).to_be_visible()
    page.reload()  # reading goes on meanwhile
    sync_api.expect(page.get_by_label("Your name")).to_be_visible(timeout=120_000)
    page.get_by_label("Your name").fill("A. Toy")
    page.get_by_label("Your name").press("Enter")
    sync_api.expect(page.get_by_text("0 of 1 decided")).to_be_visible()
    sync_api.expect(page.locator(".sentence mark.value")).to_contain_text("1.7")
    page.get_by_label("Title").fill("Doe et al., J. Toy 2027")
    page.get_by_label("Short name").fill("doe-2027")
    page.get_by_label("Short name").press("Enter")
    sync_api.expect(page.get_by_text("Doe et al., J. Toy 2027, section")).to_be_visible()
    page.locator("h1").click()
    visit.press("a")
    sync_api.expect(page.get_by_label("Formula")).to_have_value(IODIDE)
    page.get_by_role("button", name="Accept so").click()
    sync_api.expect(page.get_by_text("Everything in this paper is decided.")).to_be_visible()
    visit.settle()
    page.get_by_role("link", name="See it in the graph now").click()
    sync_api.expect(page.get_by_role("heading", name=lowered(IODIDE))).to_be_visible(timeout=60_000)
    visit.open(f"How conductive is {IODIDE}?")
    sync_api.expect(visit.answer).to_contain_text("1.7 mS/cm")
    told = page.get_by_role("listitem").filter(has_text="accepted by A. Toy on")
    sync_api.expect(told).to_contain_text("Doe et al., J. Toy 2027")


@pytest.mark.parametrize("visit", [{"width": 400, "height": 800}], indirect=True)
def test_a_paper_that_is_none_is_told_in_a_sentence(visit: Visit, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7 broken")
    visit.page.goto(f"{visit.address}/curate")
    visit.settle()
    visit.upload(paper)
    visit.page.get_by_role("button", name="Read it").click()
    sync_api.expect(visit.page.get_by_role("alert")).to_contain_text("paper.pdf was not read", timeout=30_000)
    assert visit.sideways() <= 0
