"""The app: one router; `ui/pages.py` lists the pages. Start it with `sse-kg ui`."""

import logging
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from kg.errors import SseKgError
from ui.pages import PAGES, page_of
from ui.text import escape

HERE = Path(__file__).parent
_log = logging.getLogger("ui")


def main() -> None:
    """Set the page up and run the one that was asked for."""
    st.set_page_config("Sulfide electrolytes for sodium batteries", str(HERE / "icon.svg"), "wide")
    st.html(HERE / "style.css")
    pages = [page_of(entry.name) for entry in PAGES]
    page = st.navigation(pages, position="top")
    # On a narrow screen Streamlit's menu is a drawer that stays open over the page that is chosen; these links are not.
    with st.container(horizontal=True, key="narrow-menu"):
        for one in pages:
            st.page_link(one)
    guarded(page.run)


def guarded(show: Callable[[], None]) -> None:
    """Shows a page; what goes wrong in it becomes one sentence."""
    try:
        show()
    except SseKgError as error:
        _tell(str(error).splitlines()[0])
    except Exception:
        _tell("Something went wrong in the program, not in your question; the log of the server says what.")


def _tell(sentence: str) -> None:
    """One sentence for the person, the rest for the log."""
    _log.exception("a page could not be shown")
    st.error(escape(sentence), icon=":material/error:")


if __name__ == "__main__":
    main()
