"""The card of one thing: its names and kinds, and every claim on it with its source."""

from collections.abc import Sequence

import streamlit as st

from kg.answer import Asker
from kg.evidence import Evidence
from kg.record import Record
from ui import session
from ui.cards import tell_claim
from ui.text import escape, say

_FIRST = 12
_MOST_NAMES = 12


def show_names(record: Record, label: str, kind: str) -> None:
    """What the thing is called and what it is."""
    st.header(say(label), anchor=False)
    st.caption(say(", ".join(record.classes)) or escape(kind))
    if record.definition:
        st.markdown(say(record.definition))
    if record.aliases:
        shown = ", ".join(record.aliases[:_MOST_NAMES])
        more = f" and {len(record.aliases) - _MOST_NAMES} more names" if len(record.aliases) > _MOST_NAMES else ""
        st.caption(f"Also called {say(shown)}{more}")


def show_claims(record: Record, one: Asker) -> None:
    """Every claim on the thing by its part in it, with place, references, stance and what contradicts it."""
    parts = {
        "Values": record.values,
        "It does": record.own,
        "Said of it": record.others,
        "Rests on it": record.resting,
        "Cells": record.cells,
    }
    filled = {title: claims for title, claims in parts.items() if claims}
    if not filled:
        st.caption("No claim of the graph speaks of it.")
        return
    for tab, (title, claims) in zip(
        st.tabs([f"{t} ({len(c)})" for t, c in filled.items()]), filled.items(), strict=True
    ):
        with tab:
            _list(claims, f"{title}-{record.iri}", one)


def _list(claims: Sequence[Evidence], key: str, one: Asker) -> None:
    """Claims in Markdown, what is contradicted first; the rest behind a switch."""
    ordered = sorted(claims, key=lambda each: not each.contradicted)
    shown = ordered if st.session_state.get(key) else ordered[:_FIRST]
    behind = session.premises(one, shown)
    st.markdown("\n".join(f"1. {tell_claim(each, behind, one.lexicon.sections)}" for each in shown))
    if len(ordered) > _FIRST:
        st.toggle(f"Show all {len(ordered)}", key=key)
