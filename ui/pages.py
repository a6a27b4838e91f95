"""The pages of the app in the order of the menu, links between them, and what the address says of each.

A page is a file `ui/views/NAME.py` with a function `page()`. Its state stands in the address: widgets that hold it have
`bind="query-params"`; where that does not suffice, a page reads and sets `st.query_params`.
"""

from dataclasses import dataclass
from importlib import import_module

import streamlit as st

Address = dict[str, list[str]]


@dataclass(frozen=True)
class Entry:
    """A page of the menu: its file and its place in the address, its title, and the name of a Material symbol."""

    name: str
    title: str
    icon: str


PAGES = (
    Entry("ask", "Ask", "search"),
    Entry("explore", "Explore", "hub"),
    Entry("compare", "Compare", "compare_arrows"),
    Entry("gaps", "Gaps", "grid_on"),
    Entry("query", "Query", "code"),
    Entry("curate", "Curate", "fact_check"),
    Entry("about", "About", "info"),
)
HOME = PAGES[0]


def page_of(name: str) -> st.Page:
    """The page as Streamlit knows it, for the menu and for `st.page_link`; its file is imported when it is shown."""
    entry = next(one for one in PAGES if one.name == name)
    return st.Page(
        lambda: _show(entry),
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.name,
        default=entry is HOME,
    )


def _show(entry: Entry) -> None:
    _come_back(entry)
    try:
        import_module(f"ui.views.{entry.name}").page()
    finally:
        st.session_state["addresses"] = _addresses() | {entry.name: _address()}


def _come_back(entry: Entry) -> None:
    """A page chosen from the menu comes back as it was left in this session."""
    before, st.session_state["shown"] = st.session_state.get("shown"), entry.name
    left = _addresses().get(entry.name)
    if before not in (None, entry.name) and left and not st.query_params:
        st.switch_page(page_of(entry.name), query_params=left)


def _address() -> Address:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _addresses() -> dict[str, Address]:
    return dict(st.session_state.get("addresses", {}))
