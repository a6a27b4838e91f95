"""A box that finds a thing by any of its names: what is chosen or typed goes on as the id of the thing.

It is a list of which one may be taken: unlike a select box, such a list puts what it knows before what is typed, so
that Enter takes the thing of exactly that name. What the list does not know is looked up; failing that, the nearest
names are offered.
"""

from collections.abc import Callable, Mapping
from hashlib import sha1

import streamlit as st

from kg.names import local
from kg.naming import NameNotFound
from ui.text import escape, say

Found = Callable[[str], None]


def search(
    label: str, names: Mapping[str, str], find: Callable[[str], str], found: Found, *, key: str, placeholder: str
) -> None:
    """Calls `found` with the id of the thing that a person chose from `names` or that `find` knows by what was typed.

    `find` gives the IRI of a name, or raises NameNotFound.
    """

    turn = st.session_state.get(f"{key}-turn", 0)
    box = f"{key}-{turn}"  # another box each time: it is empty, and its list is shut

    def chosen() -> None:
        if typed := st.session_state[box]:
            st.session_state[f"{key}-turn"] = turn + 1
            _go(str(typed[-1]).strip(), names, find, found, key)

    st.multiselect(
        label,
        list(names),
        key=box,
        placeholder=placeholder,
        accept_new_options=True,
        filter_mode="contains",
        select_all=False,
        on_change=chosen,
    )
    lost: NameNotFound | None = st.session_state.pop(_lost(key), None)
    if lost:
        tell_lost(lost, lambda name: _go(name, names, find, found, key))


def _go(name: str, names: Mapping[str, str], find: Callable[[str], str], found: Found, key: str) -> None:
    try:
        found(local(names[name] if name in names else find(name)))
    except NameNotFound as error:
        st.session_state[_lost(key)] = error


def _lost(key: str) -> str:
    return f"{key}-lost"


def tell_lost(error: NameNotFound, take: Found) -> None:
    """Says that nothing has a name; the nearest names can be taken."""
    st.warning(escape(f"{str(error)[:1].upper()}{str(error)[1:]}"), icon=":material/help:")
    if error.suggestions:
        sought = sha1(error.name.encode("utf-8", "replace")).hexdigest()[:8]
        with st.container(horizontal=True):
            for name in error.suggestions:
                st.button(f":blue[{say(name)}]", f"{sought}-{name}", on_click=take, args=(name,), type="tertiary")
