"""The editor of queries: a box to write in, and the same text coloured, with its lines numbered."""

from collections.abc import Callable

import streamlit as st


def editor(key: str, label: str, on_run: Callable[[], None]) -> None:
    """An editor whose text is the session's `key`; Ctrl+Enter and its button call `on_run`."""
    st.text_area(label, key=key, height=260, placeholder="write a query, or begin with an example")
    st.button("Run", type="primary", icon=":material/play_arrow:", on_click=on_run, shortcut="Ctrl+Enter")
    with st.expander("In colour, with numbered lines", icon=":material/code:", key=f"{key}-colours"):
        st.code(str(st.session_state.get(key) or ""), language="sparql", line_numbers=True)
