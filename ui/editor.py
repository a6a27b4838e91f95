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
    # Two columns from the start: a box that moves to another place is made anew, and the cursor in it is lost.
    left, right = st.columns(2)
    left.text_area(label, key=key, height=_HEIGHT, placeholder="write a query, or begin with an example")
    right.caption("In colour")
    if text:
        right.code(text, language="sparql", line_numbers=True, wrap_lines=True, height=_HEIGHT)
    else:
        right.caption("The same text stands here, with its lines numbered, once it was run.")
    st.button("Run", type="primary", icon=":material/play_arrow:", on_click=on_run, shortcut="Ctrl+Enter")
