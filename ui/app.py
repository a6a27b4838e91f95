"""The app: one router, one page each in `ui/views`. Start it with `sse-kg ui`."""

from pathlib import Path

import streamlit as st

from ui.views import ask

HERE = Path(__file__).parent


def main() -> None:
    """Set the page up and run the one that was asked for."""
    st.set_page_config("Sulfide electrolytes for sodium batteries", str(HERE / "icon.svg"), "wide")
    st.html(HERE / "style.css")
    st.navigation([st.Page(ask.page, title="Ask", icon=":material/search:", default=True)], position="top").run()


if __name__ == "__main__":
    main()
