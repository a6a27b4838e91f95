"""What the Curate page remembers of a session: the review, the decisions taken in it, the paper that is being read."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from extract.job import Job
from extract.runs import front_of, keep_run, read_run, run_for, runs, runs_folder
from kg.build import reviewed_folder
from kg.proposals import Proposal
from kg.review import Review
from kg.reviewed import Cells, Decision, Decisions

_CANDIDATES = b"{"
_LOST = "The paper of this address is not being read any more, and nothing of it was kept: upload it again."


def run_named(name: str) -> Path | None:
    """The run of this name; nothing where there is none, so that no address leads out of the folder of runs."""
    return next((path for path in runs() if path.stem == name), None)


def take_in(name: str, data: bytes) -> Path | None:
    """Keep an uploaded file of candidates as a run, or begin to read an uploaded paper, which takes a while."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_CANDIDATES):
        return keep_run(name, data)
    key = run_for(name, data).stem
    jobs = reading()
    if (job := current_job()) and st.query_params["reading"] != key:
        job.stop()
    if key not in jobs or jobs[key].poll().ended:
        jobs[key] = Job(name, data)
    st.query_params["reading"] = key
    return None


@st.cache_resource(show_spinner=False)
def reading() -> dict[str, Job]:
    """The papers that are being read, by the name of the run to come: reading goes on while a page is loaded anew."""
    return {}


def current_job() -> Job | None:
    """The paper that is being read for this page, which stands in the address as `?reading=`."""
    return reading().get(st.query_params.get("reading", ""))


def close_job() -> str:
    """Forget the paper that was read, goes on to the run it became; returns what went wrong, if anything did."""
    key = st.query_params.pop("reading")
    job = reading().pop(key, None)
    if run_named(key):
        st.query_params["run"] = key
        return ""
    return f"{job.name} was not read: {job.poll().problem}" if job else _LOST


def paper_known(run: Path) -> dict[str, str]:
    """What is kept of the paper that decisions on a run were credited to, or else what the paper says of itself."""
    proposals = read_run(run)
    if len({one.source for one in proposals}) > 1:
        return {}
    return dict(Decisions(reviewed_folder()).paper_of(one.key for one in proposals) or front_of(run))


def title_of(run: Path) -> str:
    """How a run is told from others: the title of its paper and the name of its file."""
    title = front_of(run).get("title", "")
    return f"{title} ({run.stem})" if title else run.stem


def review_of(run: Path, by: str, paper: Mapping[str, str]) -> Review:
    """The review of a run by a person; begun anew when either, or what is said of the paper, has changed."""
    key = (str(runs_folder()), run.name, run.stat().st_mtime_ns, by, tuple(sorted(paper.items())))
    if st.session_state.get("review-of") != key:
        credit: Cells | None = paper if any(paper.values()) else None
        st.session_state["review"] = Review(read_run(run), by, paper=credit)
        st.session_state["review-of"] = key
        st.session_state["done"] = []
    review = st.session_state["review"]
    assert isinstance(review, Review)
    return review


def remember(proposal: Proposal) -> None:
    """Note a decision, so that it can be undone."""
    earlier = (key for key in st.session_state.get("done", []) if key != proposal.key)
    st.session_state["done"] = [*earlier, proposal.key]


def undo_last(review: Review) -> list[Decision]:
    """Take the last decision of this session back."""
    done: list[str] = st.session_state.get("done", [])
    if not done:
        return []
    st.session_state["done"] = done[:-1]
    return review.take_back(done[-1])
