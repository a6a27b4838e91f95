"""What all sessions share of the whole graph: its map, its names, the records of its things, what it holds."""

from typing import TYPE_CHECKING

import streamlit as st

from kg.answer import Asker
from kg.build import data_folders
from kg.choices import names_to_choose
from kg.record import Record, read_record
from kg.views import neighbourhood, whole
from kg.walk import Map

if TYPE_CHECKING:
    from kg.validate import Report


@st.cache_resource(max_entries=2, show_spinner=False)
def map_of(graph: str, _one: Asker) -> Map:
    """The whole graph for walking, read once."""
    return Map(whole(_one.store))


@st.cache_resource(max_entries=2, show_spinner=False)
def names(graph: str, _one: Asker) -> dict[str, str]:
    """Every name a person may choose, with the thing it names."""
    return names_to_choose(_one.lexicon)


@st.cache_resource(max_entries=256, show_spinner=False)
def record(graph: str, iri: str, _one: Asker) -> Record:
    """What the graph holds on one thing."""
    return read_record(_one.store, _one.lexicon, iri)


@st.cache_resource(max_entries=64, show_spinner=False)
def near(graph: str, iri: str, _one: Asker) -> tuple[str, ...]:
    """The things that facts resting on a source speak of."""
    return tuple(node.iri for node in neighbourhood(_one.store, iri).nodes)


@st.cache_resource(max_entries=2, show_spinner="Counting what the graph holds")
def survey(graph: str) -> "Report":
    """What the tables behind the graph hold, and what the review has wrong."""
    from kg.validate import survey as take

    return take(data_folders())
