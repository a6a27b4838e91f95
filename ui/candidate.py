"""One candidate on the page: its sentence with the words marked, what it and the graph say, a form to edit it."""

import re
from collections.abc import Callable
from html import escape as escape_html

import streamlit as st

from kg.curated_check import HAS_VALUE
from kg.dictionary import SIGNS, STANCES
from kg.errors import SseKgError
from kg.new_things import classes_for, propose_thing
from kg.proposals import Named, Proposal
from kg.review import Review
from kg.reviewed import Cells, Decision
from kg.spans import parts
from kg.wording import negate, say_value
from ui import curation
from ui.text import escape, plain, say

_STANDING = {
    "same": ("The graph says this already", "check_circle", "green"),
    "opposite": ("The graph says the opposite", "compare_arrows", "red"),
    "reverse": ("The graph says it the other way round", "swap_horiz", "orange"),
    "other value": ("The graph has another value", "difference", "orange"),
    "related": ("The graph relates the two otherwise", "info", "blue"),
    "new": ("New to the graph", "fiber_new", "blue"),
}
_MOST_FACTS = 6
_HIGH, _LOW = re.compile(r"\^\{([^{}]*)\}"), re.compile(r"\{([^{}]*)\}")
_FIELDS = {
    "materials": ("id", "label", "class", "formula", "parent", "aliases"),
    "dopants": ("id", "label", "element", "aliases"),
}
_OTHER_FIELDS = ("id", "label", "class", "aliases", "definition")
_ABOUT = {
    "id": "Id",
    "label": "Name",
    "class": "Kind",
    "formula": "Formula",
    "parent": "Derived from",
    "aliases": "Other names, by |",
    "element": "Element",
    "definition": "In your own words",
}


def show_candidate(review: Review, proposal: Proposal) -> None:
    """The candidate, its sentence, and what the graph says of the two."""
    with st.container(border=True, key="candidate"):
        st.caption(_place(review, proposal))
        st.html(f'<p class="sentence">{marked(proposal)}</p>')
        st.markdown(said(review, proposal))
        st.caption(f"Confidence {proposal.confidence:.0%}, found by the rule {escape(proposal.rule)}")
        facts = review.known.facts(proposal)
        words, icon, colour = _STANDING[facts[0].standing if facts else "new"]
        st.markdown(f":{colour}-badge[:material/{icon}: {words}]")
        if facts:
            st.markdown("\n".join(f"- {say(fact.words)} :gray[({escape(fact.place)})]" for fact in facts[:_MOST_FACTS]))


def marked(proposal: Proposal) -> str:
    """The sentence as HTML in which all words are text; those of the candidate are marked, and named by the style."""
    shown = ((role, _html(text)) for role, text in parts(proposal))
    return "".join(f"<mark class='{role}'>{html}</mark>" if role else html for role, html in shown)


def _html(text: str) -> str:
    """Plain notation as HTML, with the blanks at its ends."""
    before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() and text.strip() else "")
    html = _HIGH.sub(r"<sup>\1</sup>", escape_html(plain(text, most=len(text) + 1)))
    html = _LOW.sub(r"<sub>\1</sub>", html)
    return f"{before}{html}{after}"


def said(review: Review, proposal: Proposal) -> str:
    """What the candidate says, in Markdown."""
    verb = escape(_relation_words(review, proposal.predicate, proposal.negated))
    verb = f"**{verb}**" if proposal.negated else verb
    parts = [_name(review, proposal.subject), verb, _name(review, proposal.object)]
    if proposal.value is not None:
        parts.append(f"**{say(say_value(proposal.sign, proposal.value, proposal.unit, proposal.upper))}**")
    parts += [f":gray[{say(f'{key} {text}')}]" for key, text in proposal.conditions]
    return " ".join(parts)


def _relation_words(review: Review, predicate: str, denied: bool = False) -> str:
    if predicate == HAS_VALUE:
        return "does not have a value of" if denied else "has a value of"
    known = review.words.relations.get(predicate)
    if known is None:
        return f"not {predicate}" if denied else predicate
    return negate(known.label, next(iter(known.verbs), known.label)) if denied else known.label


def _name(review: Review, named: Named) -> str:
    known = review.known.has(named.id)
    name = say(review.known.label(named.id) if known else named.text)
    return f"**{name}**" if known else f"**{name}** :orange-badge[:material/add: not in the graph]"


def _place(review: Review, proposal: Proposal) -> str:
    parts = [review.paper(proposal)["title"]]
    parts += [f"section {proposal.section}"] if proposal.section else []
    parts += [f"Table {proposal.table}, row {proposal.row or '?'}"] if proposal.table else []
    return escape(", ".join(parts))


def decided_words(review: Review, one: Decision) -> str:
    """A decision in a line of Markdown."""
    cells, label = one.cells, review.known.label
    relation = _relation_words(review, cells["predicate"], cells["stance"] == "denied")
    words = filter(None, (label(cells["subject"]), relation, label(cells["object"]), _stated(cells)))
    return f"{say(' '.join(words))} :gray[{one.verdict}, {escape(cells['by'])}, {escape(cells['on'][:10])}]"


def _stated(cells: Cells) -> str:
    """The value of a row as a person writes it; as it stands where that is no number."""
    try:
        upper = float(cells["upper"]) if cells["upper"] else None
        return say_value(cells["sign"] or "=", float(cells["value"]), cells["unit"] or "1", upper)
    except ValueError:
        return " ".join(filter(None, (cells["value"], cells["unit"])))


# ── the form ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def show_form(review: Review, proposal: Proposal) -> None:
    """The candidate as cells to correct, and the rows of what is new in it; accepting keeps both."""
    cells = review.cells(proposal)
    edits: dict[str, str] = {}
    things: dict[str, tuple[str, Cells]] = {}
    with st.container(border=True, key="edit"):
        st.info("Not kept yet: check the cells, then “Accept so” below or Ctrl+Enter.", icon=":material/edit:")
        for side in ("subject", "object"):
            edits[side] = _thing(review, side, proposal, cells[side], things)
        edits |= _relation_fields(review, proposal, cells)
        with st.container(horizontal=True):
            key = proposal.key
            accepted = st.button(
                "Accept so", key=f"save-{key}", type="primary", icon=":material/check:", shortcut="Ctrl+Enter"
            )
            st.button("Back", key=f"close-{key}", icon=":material/arrow_back:", shortcut="Escape", on_click=_close)
        if accepted:
            _save(review, proposal, edits, list(things.values()))


def _thing(review: Review, side: str, proposal: Proposal, cell: str, things: dict[str, tuple[str, Cells]]) -> str:
    """The id of subject or object; a name that the graph does not know opens the row of a new thing."""
    key = f"{side}-{proposal.key}"
    name = st.text_input(f"The {side}, by any of its names", value=plain(cell), key=key, max_chars=300)
    found = review.resolve(name)
    if found:
        st.caption(f"{say(review.known.label(found))} ({escape(found)})")
        return found
    type_ = (proposal.subject if side == "subject" else proposal.object).type
    try:
        table, row = propose_thing(Named(name, type_), review.curated, is_product=proposal.is_product(side))
    except SseKgError as error:
        st.caption(escape(str(error)))
        return name
    _offer_similar(review, name, key)
    st.caption(f"The graph does not know it: this becomes a new line of the table {escape(table)}. Check every cell.")
    with st.container(horizontal=True):
        for field in _FIELDS.get(table, _OTHER_FIELDS):
            row[field] = _field(review, table, field, row.get(field, ""), f"{key}-{name}-{field}")
    things[side] = (table, row)
    return row["id"]


def _offer_similar(review: Review, name: str, key: str) -> None:
    """Buttons for things that are called much alike, which may be meant."""
    similar = review.similar(name)
    if similar:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption("Or is it one of these?", width="content")
            for one in similar:
                label = say(review.known.label(one))
                st.button(label, key=f"{key}-is-{one}", type="tertiary", on_click=_put, args=(key, one))


def _put(key: str, identifier: str) -> None:
    st.session_state[key] = identifier


def _field(review: Review, table: str, field: str, value: str, key: str) -> str:
    if field == "class":
        classes, named = classes_for(table, review.words), review.words.classes
        return _select(_ABOUT[field], classes, value, key, lambda name: named[name].label)
    text = _text_field(_ABOUT[field], plain(value), key)
    return review.resolve(text) or text if field == "parent" else text


def _relation_fields(review: Review, proposal: Proposal, cells: Cells) -> dict[str, str]:
    key = proposal.key
    predicates = sorted({*review.words.relations, HAS_VALUE, cells["predicate"]})
    with st.container(horizontal=True):
        predicate = _select(
            "Relation", predicates, cells["predicate"], f"predicate-{key}", lambda name: _relation_words(review, name)
        )
        found = {
            "predicate": predicate,
            "stance": _select("How it is meant", list(STANCES), cells["stance"], f"stance-{key}"),
            "conditions": _text_field(
                "Conditions, as temperature=25 °C | cycle=50", cells["conditions"], f"conditions-{key}"
            ),
        }
    if predicate != HAS_VALUE:
        found |= dict.fromkeys(("sign", "value", "upper", "unit"), "")
    else:
        with st.container(horizontal=True):
            found["sign"] = _select("Sign", list(SIGNS), cells["sign"] or "=", f"sign-{key}")
            for field, label in (("value", "Value"), ("upper", "Up to"), ("unit", "Unit")):
                found[field] = _text_field(label, cells[field], f"{field}-{key}")
    found["note"] = _text_field("A remark", cells["note"], f"note-{key}")
    return found


def _select(label: str, options: list[str], value: str, key: str, say_it: Callable[[str], str] = str) -> str:
    at = options.index(value) if value in options else 0
    return str(st.selectbox(label, options, index=at, key=key, format_func=lambda name: plain(say_it(name))))


def _text_field(label: str, value: str, key: str) -> str:
    return str(st.text_input(label, value, key=key, max_chars=500)).strip()


def _save(review: Review, proposal: Proposal, edits: dict[str, str], things: list[tuple[str, Cells]]) -> None:
    try:
        review.decide(proposal, "accepted", edits, things)
    except SseKgError as error:
        for line in str(error).splitlines():
            st.error(escape(line), icon=":material/error:")
        return
    curation.remember(proposal)
    _close()
    st.rerun()


def _close() -> None:
    st.session_state["editing"] = None
