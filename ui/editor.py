"""The editor of queries: a plain box, which every keyboard and screen reader knows, and the same text in colour.

Editors that colour what is typed are hard on screen readers and phones, and those for Streamlit load code from
elsewhere; so the box stays plain and the coloured text stands beside it, with its lines numbered.
"""

from collections.abc import Callable

import streamlit as st

_HEIGHT = 290


def editor(key: str, label: str, on_run: Callable[[], None]) -> None:
    """An editor whose text is the session's `key`; Ctrl+Enter and its button call `on_run`."""
    text = str(st.session_state.get(key) or "")
    left, right = st.columns(2) if text else (st.container(), None)
    left.text_area(label, key=key, height=_HEIGHT, placeholder="write a query, or begin with an example")
    if right:
        right.caption("In colour")
        right.code(text, language="sparql", line_numbers=True, wrap_lines=True, height=_HEIGHT)
    st.button("Run", type="primary", icon=":material/play_arrow:", on_click=on_run, shortcut="Ctrl+Enter")
