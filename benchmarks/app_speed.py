"""Speed of the app in a real Chromium: the first paint, and Enter to the answer against the same call in Python.

Run `python -m benchmarks.app_speed`.
"""

import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.browser import browser, served, settle
from benchmarks.speed import seconds
from kg.answer import Asker
from kg.build import ready
from ui.examples import groups

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: From the key that is pressed to the first frame in which another answer stands on the page.
_ENTER_TO_ANSWER = """() => new Promise(done => {
    const text = () => document.querySelector('.st-key-answer')?.innerText ?? '';
    const before = text();
    let started = 0;
    addEventListener('keydown', event => { started = event.timeStamp; }, {once: true, capture: true});
    const look = () => started && text() && text() !== before
        ? requestAnimationFrame(now => done(now - started)) : setTimeout(look, 4);
    window.answered = undefined;
    look();
}).then(taken => { window.answered = taken; })"""
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def main() -> None:
    questions = [question for group in groups() for question in group.questions]
    asker = Asker.open(ready())
    asker.ask(questions[0])
    called = [seconds(partial(asker.ask, question)) for question in questions]
    with served() as address, browser() as chromium:
        for visit in ("first", "next"):
            page = chromium.new_page()
            painted, useful = _opened(page, address)
            print(f"{visit} visit: first paint {painted:.2f} s, question box {useful:.2f} s")
        shown = [_shown(page, question) for question in questions]
    ratio = median(one / other for one, other in zip(shown, called, strict=True))
    print(f"Enter to answer: median {median(shown):.2f} s, longest {max(shown):.2f} s ({len(questions)} questions)")
    print(f"the same call in Python: median {median(called):.3f} s; the app takes {ratio:.0f} times as long")


def _opened(page: "Page", address: str) -> tuple[float, float]:
    """Seconds until the first paint of the page, and until a question can be typed."""
    started = time.perf_counter()
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    useful = time.perf_counter() - started
    settle(page)
    return page.evaluate(_FIRST_PAINT) / 1000, useful


def _shown(page: "Page", question: str) -> float:
    """Seconds from Enter to the answer on the page."""
    page.get_by_label("Your question").fill(question)
    page.evaluate(f"() => {{ ({_ENTER_TO_ANSWER})() }}")
    page.get_by_label("Your question").press("Enter")
    page.wait_for_function("window.answered !== undefined")
    settle(page)
    return float(page.evaluate("window.answered")) / 1000


if __name__ == "__main__":
    main()
