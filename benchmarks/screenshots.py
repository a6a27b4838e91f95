"""Pictures of the app in a real Chromium, at desktop and phone width, light and dark.

Run `python -m benchmarks.screenshots FOLDER`.
"""

import argparse
from pathlib import Path
from urllib.parse import quote

from benchmarks.browser import browser, served, settle

SIZES = {"desktop": (1280, 900), "phone": (400, 860)}
QUESTIONS = {
    "strategies": "strategies mitigating Na2S interphase",
    "ranking": "What are the five most conductive electrolytes in Table 1?",
    "values": "What is the ionic conductivity of Na3PS4?",
    "yes-no": "Is Na3PS4 stable against sodium metal?",
    "declined": "conductivity of Na3XeS9",
}
PAGES = {
    "welcome": "",
    **{name: f"?q={quote(question)}" for name, question in QUESTIONS.items()},
    "explore": "explore",
    "thing": "explore?thing=Na3SbS4",
    "walk": "explore?thing=dendrite-growth&open=Na3SbS4&open=dendrite-growth&layout=Rings",
    "path": "explore?thing=alucone-film&to=dendrite-growth",
    "work": "explore?thing=ref-53",
    "compare": "compare?things=Na3PS4&things=NSS",
    "gaps": "gaps",
    "query": "query",
    "curate": "curate",
    "about": "about",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address", help="of a running app; by default one is started")
    parser.add_argument("--only", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument("--question", help="a question of your own instead of the usual pages")
    parser.add_argument("--whole", action="store_true", help="the whole page, not only what fits on the screen")
    parser.add_argument("--height", type=int, help="of the window, instead of the usual ones")
    given = parser.parse_args()
    if given.height:
        SIZES.update({name: (width, given.height) for name, (width, _) in SIZES.items()})
    pages = (
        {"question": f"?q={quote(given.question)}"} if given.question else {name: PAGES[name] for name in given.only}
    )
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.address:
        shoot(given.address, given.folder, pages, given.whole)
        return
    with served() as address:
        shoot(address, given.folder, pages, given.whole)


def shoot(address: str, folder: Path, pages: dict[str, str], whole: bool) -> None:
    with browser() as chromium:
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                for name, place in pages.items():
                    page.goto(f"{address}/{place}")
                    settle(page)
                    page.wait_for_load_state("networkidle")
                    tall = page.locator(".stMainBlockContainer").bounding_box() if whole else None
                    page.set_viewport_size({"width": width, "height": int(tall["height"]) + 20 if tall else height})
                    page.wait_for_timeout(1200)
                    page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
                    page.set_viewport_size({"width": width, "height": height})
                page.close()


if __name__ == "__main__":
    main()
