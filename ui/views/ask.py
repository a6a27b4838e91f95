"""The page that answers a question: the box, the answer with its evidence, and what else could be asked."""

from html import escape

import streamlit as st

from kg.answer import MOST_CHARACTERS, Answer, Asker
from ui import examples, session
from ui.cards import show_answer, show_declined, show_how
from ui.text import plain, say

_MOST_REMEMBERED = 30


def page() -> None:
    """The whole page; the question stands in the address as `?q=`."""
    question = st.query_params.get("q", "")
    st.title("Ask what is known of sulfide electrolytes", anchor=False)
    _box(question)
    if notice := st.session_state.get("notice"):
        st.warning(notice, icon=":material/warning:")
    one, graph = _asker()
    if question:
        read_as = st.query_params.get("as", "")
        given = session.answer(question, one, graph, read_as)
        _announce(given)
        _show(given, one, graph, read_as)
        _remember(question)
        _other_questions(question)
    else:
        _welcome(len(session.papers(one, graph)))


def _announce(given: Answer) -> None:
    """The question in the title of the window, and the answer to those who hear the page."""
    st.set_page_config(plain(given.question, most=80) or None)
    st.html(f'<p class="spoken" role="alert">{escape(plain(given.answer, most=300))}</p>')


def _asker() -> tuple[Asker, str]:
    with st.spinner("Opening the graph; the first time it is built, which takes a few seconds", show_time=False):
        return session.asker()


def ask(question: str, read_as: str = "") -> None:
    """Put a question into the address, which answers it; for the callbacks of buttons."""
    st.session_state["notice"] = ""
    for name, value in (("q", question), ("as", read_as)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def _submit() -> None:
    question = str(st.session_state["box"]).strip()
    if len(question) > MOST_CHARACTERS:
        st.session_state["box"] = question[:MOST_CHARACTERS]
        st.session_state["notice"] = (
            f"The question has {len(question):,} characters; ask in at most {MOST_CHARACTERS:,}. It was cut, not asked."
        )
    else:
        ask(question)


def _box(question: str) -> None:
    # A link, an example or the back button brought another question, or another page was shown meanwhile.
    if st.session_state.get("asked") != question or "box" not in st.session_state:
        st.session_state["box"] = st.session_state["asked"] = question
    with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            "Your question, in your own words",
            key="box",
            type="search",
            placeholder="for example: strategies mitigating Na2S interphase",
        )
        st.form_submit_button("Ask", type="primary", icon=":material/search:", on_click=_submit)


def _welcome(papers: int) -> None:
    others = (
        ""
        if not papers
        else " and accepted from another paper"
        if papers == 1
        else f" and accepted from {papers} other papers"
    )
    st.markdown(
        "Every answer comes from a graph of facts curated from a review of the field "
        f"(Chen et al., *Chem. Sci.* 2026){others}, and shows the works it rests on. "
        "What the graph does not hold, it says so."
    )
    _examples("What you can ask")
    _history("")


def _examples(title: str) -> None:
    st.header(title, anchor=False)
    groups = examples.groups()
    with st.container(key="examples"):
        for start in range(0, len(groups), 3):
            for column, group in zip(st.columns(3), groups[start : start + 3], strict=False):
                with column:
                    st.markdown(f":material/{group.icon}: **{group.title}**")
                    _buttons(group.questions, f"example-{group.title}")


def _buttons(questions: tuple[str, ...], key: str) -> None:
    for place, question in enumerate(questions):
        st.button(
            f":blue[{say(question)}]",
            key=f"{key}-{place}",
            on_click=ask,
            args=(question,),
            type="tertiary",
            width="stretch",
        )


def _show(given: Answer, one: Asker, graph: str, read_as: str) -> None:
    if given.status == "answered":
        show_answer(given, one, graph, read_as)
        return
    show_declined(given)
    if given.suggestions:
        st.markdown("**You could ask**")
        with st.container(key="suggestions"):
            _buttons(given.suggestions, "suggestion")
    show_how(given)


def _remember(question: str) -> None:
    earlier = [old for old in st.session_state.get("history", []) if old != question]
    st.session_state["history"] = [question, *earlier][:_MOST_REMEMBERED]


def _history(question: str) -> None:
    earlier = tuple(old for old in st.session_state.get("history", ()) if old != question)
    if earlier:
        fold = st.expander(f"Asked before in this session ({len(earlier)})", icon=":material/history:")
        with fold, st.container(key="history"):
            _buttons(earlier, "history")


def _other_questions(question: str) -> None:
    _history(question)
    with st.expander("What else you can ask", icon=":material/lightbulb:"):
        _examples("Kinds of questions")
