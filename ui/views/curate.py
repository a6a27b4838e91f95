"""The page on which candidates from papers become facts: a paper to read, then one decision a screen."""

from pathlib import Path

import streamlit as st

from extract.job import STEPS
from extract.runs import runs
from kg.errors import SseKgError
from kg.paper_details import plain_doi, what_is_wrong_with_paper
from kg.proposals import one_line
from kg.review import Review, reviewer
from kg.reviewed import Decided, Decision
from ui import curation
from ui.candidate import decided_words, show_candidate, show_form
from ui.pages import page_of
from ui.text import escape, plain, say

_KINDS = ["txt", "md", "html", "htm", "xml", "pdf", "jsonl"]
_DONE = {"accepted": ":material/check:", "rejected": ":material/close:", "undecided": ":material/schedule:"}
_HISTORY = 10
_PAPER = {"id": "Short name, as doe-2027", "title": "Title", "doi": "DOI", "year": "Year"}


def page() -> None:
    """The whole page; the run that is reviewed stands in the address as `?run=`."""
    st.title("Read papers, decide what goes into the graph", anchor=False)
    _close_job()
    _notice()
    run = curation.run_named(st.query_params.get("run", ""))
    with st.expander("Papers", icon=":material/upload_file:", expanded=run is None or "reading" in st.query_params):
        _upload()
        _reading()
        _choose(run.stem if run else "")
    if run is None:
        st.markdown(
            "Upload a paper (PDF, HTML, Markdown or text; it stays on this machine) or the candidates that "
            "`sse-kg extract` printed. Every statement found is shown with its sentence; what you accept becomes part "
            "of the graph with your name, what you reject is not asked again."
        )
        return
    by, paper, is_right = _credits(run)
    if not by:
        st.info("Say who decides: every decision is kept with a name.", icon=":material/person:")
        return
    if not is_right:
        st.info("Correct what is said of the paper first.", icon=":material/edit:")
        return
    _decide(curation.review_of(run, by, paper))


def _notice() -> None:
    """What the person has to know; it stands until they do something else."""
    if told := st.session_state.get("curate-notice"):
        st.warning(escape(told), icon=":material/warning:")


def _warn(text: str) -> None:
    st.session_state["curate-notice"] = text


# ── papers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _upload() -> None:
    with st.form("upload", border=False, clear_on_submit=True):
        file = st.file_uploader("A paper, or candidates as JSON lines", type=_KINDS, key="paper-file")
        sent = st.form_submit_button("Read it", icon=":material/menu_book:", on_click=_warn, args=("",))
    if sent and file is None:
        st.error("No file is here yet: choose one, or wait until it is uploaded.", icon=":material/error:")
    elif sent and file is not None:
        try:
            kept = curation.take_in(file.name, file.getvalue())
        except SseKgError as error:
            st.error(escape(str(error).splitlines()[0]), icon=":material/error:")
            return
        if kept:
            st.query_params["run"] = kept.stem
            st.rerun()


@st.fragment(run_every=0.5)
def _reading() -> None:
    """How far the paper is that is being read; the whole page goes on when that has ended."""
    job = curation.current_job()
    if job is None:
        return
    progress = job.poll()
    if progress.ended:
        st.rerun(scope="app")
    words = f"{say(job.name)}: step {progress.done + 1} of {len(STEPS)}, {progress.step}"
    st.progress(progress.done / len(STEPS), text=words)
    if st.button("Cancel", key="cancel-job", icon=":material/cancel:"):
        job.stop()
        st.rerun(scope="app")


def _close_job() -> None:
    """Go on from a paper that was read, here because what a fragment puts into the address is lost."""
    if "reading" in st.query_params:
        job = curation.current_job()
        if job is None or job.poll().ended:
            _warn(curation.close_job())


def _choose(chosen: str) -> None:
    titles = {path.stem: curation.title_of(path) for path in runs()}
    names = list(titles)
    if not names:
        return
    picked = st.selectbox(
        "Papers read before",
        names,
        index=names.index(chosen) if chosen in names else None,
        placeholder="choose one",
        key=f"run-{chosen}",
        format_func=lambda name: plain(titles[name]),
    )
    if picked and picked != chosen:
        _warn("")
        st.query_params["run"] = picked
        st.rerun()


def _credits(run: Path) -> tuple[str, dict[str, str], bool]:
    """Who decides, what is said of the paper, and whether all of that can be kept."""
    if "by" not in st.session_state:
        st.session_state["by"] = st.session_state.get("reviewer") or reviewer()
    # Open for who has no name yet, and then left as it is: a name alone does not end the filling in.
    is_open = st.session_state.setdefault("ask-who", not st.session_state["by"])
    with st.expander("Who decides, and which paper this is", icon=":material/badge:", expanded=is_open):
        by = st.text_input("Your name, kept with every decision", key="by", max_chars=100)
        st.session_state["reviewer"] = by
        st.caption("A paper that is new is credited as you say here, or else by the name of its file.")
        paper, is_right = _paper_fields(run)
    return by.strip(), paper, is_right


def _paper_fields(run: Path) -> tuple[dict[str, str], bool]:
    """What a person says of the paper, at first what is kept of it; what is wrong is said at its field."""
    keys = {name: f"paper-{name}-{run.stem}" for name in _PAPER}
    if any(key not in st.session_state for key in keys.values()):
        kept = curation.paper_known(run)
        st.session_state.update({key: kept.get(name, "") for name, key in keys.items()})
    paper, problems = {}, 0
    for column, (name, label) in zip(st.columns([2, 4, 3, 1]), _PAPER.items(), strict=True):
        paper[name] = one_line(column.text_input(label, key=keys[name], max_chars=300))
        if problem := what_is_wrong_with_paper(name, paper[name]):
            column.error(escape(problem))
            problems += 1
    return paper | {"doi": plain_doi(paper["doi"])}, not problems


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _decide(review: Review) -> None:
    if not review.proposals:
        st.info("Nothing that the graph could hold was found in this paper.", icon=":material/search_off:")
        return
    pending = review.pending()
    total = len(review.proposals)
    put_off = review.put_off()
    words = f"{total - len(pending)} of {total} decided" + (f", {put_off} put off" if put_off else "")
    st.progress((total - len(pending)) / total, text=words)
    if pending:
        proposal = review.linked(pending[0])
        show_candidate(review, proposal)
        if st.session_state.get("editing") == proposal.key:
            show_form(review, proposal)
        else:
            _buttons(review)
            paper = review.paper(proposal)
            named = ", ".join(filter(None, (paper["title"], paper.get("doi"))))
            st.caption(f"You decide as {escape(review.by)} on {say(named)}; both can be corrected above.")
    else:
        st.success("Everything in this paper is decided.", icon=":material/done_all:")
        _undo_button(review)
    _now_in_graph(review)
    _history(review)


def _buttons(review: Review) -> None:
    proposal = review.linked(review.pending()[0])
    with st.container(key="decide", horizontal=True, gap="small"):
        for label, shortcut, icon, action, about in (
            ("Accept", "a", "check", "accepted", "The sentence says so. Keeps it and shows the next."),
            ("Edit", "e", "edit", "edit", "Correct it, then accept it."),
            ("Reject", "x", "close", "rejected", "The sentence does not say so. It is not asked again."),
            ("Later", "space", "schedule", "undecided", "I cannot tell now. It comes again at the end."),
        ):
            st.button(
                label,
                key=f"{action}-{proposal.key}",  # another button for each candidate, so that none keeps the focus
                shortcut=shortcut,
                icon=f":material/{icon}:",
                help=about,
                type="primary" if action == "accepted" else "secondary",
                on_click=_act,
                args=(review, proposal.key, action),
            )
        _undo_button(review)


def _undo_button(review: Review) -> None:
    st.button(
        "Undo", key=f"undo-{len(st.session_state.get('done', []))}", shortcut="u", icon=":material/undo:",
        help="Take the last decision back.", disabled=not st.session_state.get("done"), on_click=_undo, args=(review,),
    )  # fmt: skip


def _act(review: Review, key: str, action: str) -> None:
    """Keep a decision; what is new to the graph, or wrong, opens the form."""
    _warn("")
    proposal = review.linked(review.proposals[key])
    known = all(review.known.has(named.id) for named in (proposal.subject, proposal.object))
    if action == "edit" or (action == "accepted" and not known):
        st.session_state["editing"] = key
        return
    try:
        review.decide(proposal, action)
        curation.remember(proposal)
    except Decided as error:
        _warn(str(error))
    except SseKgError as error:
        _warn("; ".join(str(error).splitlines()))
        st.session_state["editing"] = key


def _undo(review: Review) -> None:
    _warn("")
    st.session_state["editing"] = None
    if not curation.undo_last(review):
        _warn("There was nothing to undo.")


def _now_in_graph(review: Review) -> None:
    """That what was accepted is live, and the way to the last of it."""
    last = next((one for one in review.decisions.own() if one.verdict == "accepted"), None)
    if last is None:
        return
    with st.container(key="live", horizontal=True, vertical_alignment="center"):
        st.caption(
            "Accepted statements join the graph with the next page or question that is opened on this machine, "
            "by anybody. Take one back, and it leaves the graph in the same way.",
            width="stretch",
        )
        label, place = "See it in the graph now", {"thing": last.cells["subject"]}
        st.page_link(page_of("explore"), label=label, icon=":material/hub:", query_params=place)


def _history(review: Review) -> None:
    latest = review.decisions.own()[:_HISTORY]
    if not latest:
        return
    with st.expander("The last decisions", icon=":material/history:"), st.container(key="decided"):
        for one in latest:
            _line(review, one)


def _line(review: Review, one: Decision) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{_DONE[one.verdict]} {decided_words(review, one)}")
        st.button(
            "Take back", key=f"back-{one.key}", type="tertiary", on_click=_take_back, args=(review, one.key),
            help="The candidate is asked again.",
        )  # fmt: skip


def _take_back(review: Review, key: str) -> None:
    review.take_back(key)
    st.session_state["done"] = [one for one in st.session_state.get("done", []) if one != key]
