"""What the Curate page remembers of a session: the review, the decisions taken in it, the paper that is being read."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from extract.job import Job
from extract.runs import keep_run, read_run, runs, runs_folder
from kg.proposals import Proposal
from kg.review import Review
from kg.reviewed import Cells, Decision

_CANDIDATES = b"{"


def run_named(name: str) -> Path | None:
    """The run of this name; nothing where there is none, so that no address leads out of the folder of runs."""
    return next((path for path in runs() if path.stem == name), None)


def take_in(name: str, data: bytes) -> Path | None:
    """Keep an uploaded file of candidates as a run, or begin to read an uploaded paper, which takes a while."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_CANDIDATES):
        return keep_run(name, data)
    if job := current_job():
        job.stop()
    st.session_state["job"] = Job(name, data)
    return None


def current_job() -> Job | None:
    """The paper that is being read in this session."""
    job = st.session_state.get("job")
    return job if isinstance(job, Job) else None


def forget_job() -> None:
    """Stop reading."""
    if job := current_job():
        job.stop()
    st.session_state["job"] = None


def review_of(run: Path, by: str, paper: Mapping[str, str]) -> Review:
    """The review of a run by a person; begun anew when either, or what is said of the paper, has changed."""
    key = (str(runs_folder()), run.name, run.stat().st_mtime_ns, by, tuple(sorted(paper.items())))
    if st.session_state.get("review-of") != key:
        credit: Cells | None = paper if paper.get("id") else None
        st.session_state["review"] = Review(read_run(run), by, paper=credit)
        st.session_state["review-of"] = key
        st.session_state["done"] = []
    review = st.session_state["review"]
    assert isinstance(review, Review)
    return review


def remember(proposal: Proposal) -> None:
    """Note a decision, so that it can be undone."""
    st.session_state["done"] = [*st.session_state.get("done", []), proposal.key]


def undo_last(review: Review) -> list[Decision]:
    """Take the last decision of this session back."""
    done: list[str] = st.session_state.get("done", [])
    if not done:
        return []
    st.session_state["done"] = done[:-1]
    return review.take_back(done[-1])
