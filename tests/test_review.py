"""From candidates to facts: decisions are kept at once, asked for once, and what was accepted is answered from."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from candidates import BROMIDE, DENDRITES, bromide, candidate, denial, measured, thing, unknown, write_run
from toy import rows_of

from kg import reviewed
from kg.answer import Asker
from kg.build import build, data_folders, ready, reviewed_folder, stamp
from kg.cli_say import say
from kg.compare import compare
from kg.curated import read_curated
from kg.errors import SseKgError, TableError
from kg.evidence import papers_read
from kg.lexicon import load_lexicon
from kg.model import Paper
from kg.names import CURATED, EXTRACTED, RDF, resource, term
from kg.new_things import propose_thing
from kg.pairs import paired_values
from kg.paper_details import paper_id
from kg.paths import find_paths
from kg.paths import say as say_path
from kg.proposals import CandidateError, Named, Proposal, read_proposal, read_proposals
from kg.review import DecisionError, Review
from kg.review_sheet import read_sheet, write_sheet
from kg.reviewed import Decided, Decision, Decisions
from kg.spans import find_spans
from kg.store import open_store
from kg.validate import validate
from kg.views import edge_texts

MORNING = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAPER = {"id": "doe-2027", "title": "Doe et al., J. Toy 2027", "doi": "10.1000/toy", "year": "2027"}


@pytest.fixture
def folder(toy_home: Path) -> Path:
    """The folder of a person's decisions, still empty."""
    return toy_home / "reviewed"


def review(*candidates: dict[str, Any], by: str = "A. Toy", **paper: str) -> Review:
    proposals = [read_proposal(one) for one in candidates]
    return Review(proposals, by, paper=PAPER | paper, clock=lambda: MORNING)


def keys(session: Review) -> list[str]:
    return [one.key for one in session.pending()]


def accept(session: Review, proposal: Proposal, **edits: str) -> Decision:
    """Accept a proposal with what is new in it, as a person would who takes the row as it is offered."""
    proposal, things = session.linked(proposal), []
    for side, named in (("subject", proposal.subject), ("object", proposal.object)):
        if not session.known.has(named.id):
            table, cells = propose_thing(named, session.curated)
            things.append((table, {**cells, "parent": "Na3PS4"}))
            edits[side] = cells["id"]
    return session.decide(proposal, "accepted", edits, things)


# ── candidates ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_candidate_of_another_run_has_the_same_key() -> None:
    one = read_proposal(candidate())
    again = read_proposal(candidate(rule="other", confidence=0.4, start=9, end=99, source="doe.pdf", references=[]))
    assert one.key == again.key
    broken = read_proposal(candidate(sentence="Bare Na3PS4 lets den-\ndrites  grow.^{3}"))
    assert broken.key == one.key


@pytest.mark.parametrize(
    "changes",
    [
        {"negated": True},
        {"predicate": "mitigates"},
        {"subject": thing("Na3SbS4")},
        {"sentence": "Na3PS4 lets dendrites pass."},
        {"subject": unknown("Na3PS4 film")},
    ],
)
def test_another_statement_has_another_key(changes: dict[str, Any]) -> None:
    assert read_proposal(candidate(**changes)).key != read_proposal(candidate()).key


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("no JSON", "toy:2: this is no candidate statement: it is no JSON; write the file with 'sse-kg extract'"),
        ("[1]", "it is no JSON object"),
        ("{}", "its predicate is no text"),
        ("[" * 100_000, "it is no JSON"),
        ('{"predicate": "' + "x" * 200_000 + '"}', "it is longer than 200,000 characters"),
    ],
)
def test_what_is_no_candidate_is_refused_with_its_line(line: str, complaint: str) -> None:
    with pytest.raises(CandidateError) as caught:
        read_proposals(["", line], "toy")
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"value": "0.9"}, "its value is no number"),
        ({"value": None}, "hasValue has no value"),
        ({"sign": "≈"}, "'≈' is no sign"),
        ({"confidence": 2}, "its confidence is no number from 0 to 1"),
        ({"subject": "Na3PS4"}, "its subject are no JSON object"),
        ({"subject": unknown("\t\n")}, "its subject"),
        ({"references": ["3"]}, "its references are no list of whole numbers"),
        ({"row": -1}, "its row is no whole number"),
        ({"sentence": 5}, "its sentence is no text"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(CandidateError, match=complaint):
        read_proposal(bromide(**changes))


def test_subject_object_and_value_are_marked_in_the_sentence() -> None:
    proposal = read_proposal(bromide())
    marked = {span.role: proposal.sentence[span.start : span.end] for span in find_spans(proposal)}
    assert marked == {"subject": BROMIDE, "object": "conductivity", "value": "0.9"}


def test_a_value_is_not_marked_within_a_formula() -> None:
    proposal = read_proposal(bromide(value=2.9, sentence=f"{BROMIDE} has a conductivity of 2.9 mS/cm."))
    assert [span.start for span in find_spans(proposal)] == [0, 22, 38]


# ── what is new ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "type", "table", "row"),
    [
        ("Na₂.₉PS₃.₉Br₀.₁", "Material", "materials", {"id": BROMIDE, "class": "NaxMSyElectrolyte"}),
        ("Li6PS5Cl", "Material", "materials", {"formula": "Li6PS5Cl", "label": "Li6PS5Cl"}),
        ("beeswax", "Material", "materials", {"id": "beeswax", "class": "Material"}),
        ("wax / felt film", "Strategy", "strategies", {"id": "wax-felt-film", "class": "Strategy"}),
        ("humming", "FailureMechanism", "failure_mechanisms", {"label": "humming"}),
        ("lutetium", "Dopant", "dopants", {"id": "dopant-Lu", "element": "Lu"}),
        ("Lu3+", "Dopant", "dopants", {"id": "dopant-Lu", "element": "Lu"}),
    ],
)  # fmt: skip
def test_a_new_thing_is_proposed_with_what_can_be_told(text: str, type: str, table: str, row: dict[str, str]) -> None:
    found, cells = propose_thing(Named(text, type), read_curated())
    assert found == table
    assert row.items() <= cells.items()


def test_a_property_cannot_be_new() -> None:
    with pytest.raises(SseKgError, match="the graph knows no property called 'zest': name one that it knows"):
        propose_thing(Named("zest", "Property"), read_curated())


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_decided_is_not_asked_again_and_what_is_put_off_comes_last(folder: Path) -> None:
    session = review(candidate(), bromide(), denial())
    first, second, third = session.pending()
    session.decide(first, "undecided")
    session.decide(second, "rejected", note="a typing error")
    assert keys(session) == [third.key, first.key]
    again = review(candidate(rule="newer", confidence=0.9), bromide(source="copy.pdf"), denial())
    assert keys(again) == [third.key, first.key]
    [row] = rows_of(folder, "rejected")
    assert (row["subject"], row["by"], row["on"], row["note"]) == (
        BROMIDE,
        "A. Toy",
        "2026-11-22T09:30:00Z",
        "a typing error",
    )


def test_no_sentence_is_kept(folder: Path) -> None:
    session = review(candidate(), bromide())
    for one in session.pending():
        accept(session, one) if one.is_value else session.decide(one, "rejected")
    kept = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.tsv"))
    assert "lets dendrites grow" not in kept
    assert "Pellets of" not in kept


def test_an_accepted_fact_is_not_asked_for_under_another_name(folder: Path) -> None:
    session = review(candidate(subject=unknown("bare sulfide")))
    [one] = session.pending()
    session.decide(one, "accepted", {"subject": "Na3PS4"})
    assert keys(review(candidate())) == []


def test_tables_are_canonical_whatever_the_order_of_decisions(tmp_path: Path, folder: Path) -> None:
    session = review(candidate(), denial(), bromide())
    for one in reversed(session.pending()):
        session.decide(one, "rejected")
    once = (folder / "rejected.tsv").read_bytes()
    other = Decisions(tmp_path)
    for decision in Decisions(folder).own():
        other.record([decision])
    assert (tmp_path / "rejected.tsv").read_bytes() == once


def test_undo_takes_back_the_fact_and_what_only_it_brought(folder: Path) -> None:
    session = review(bromide(), denial())
    first, second = session.pending()
    accept(session, first)
    assert session.linked(second).subject.id == BROMIDE, "what was added is known at once"
    accept(session, second)
    session.take_back(first.key)
    assert [row["id"] for row in rows_of(folder, "materials")] == [BROMIDE], "the second fact still needs it"
    session.take_back(second.key)
    assert rows_of(folder, "materials") == []
    assert keys(session) == [first.key, second.key]
    assert session.take_back(second.key) == []


def test_a_wrong_fact_is_refused_and_nothing_is_written(folder: Path) -> None:
    session = review(bromide())
    [one] = session.pending()
    with pytest.raises(DecisionError, match=f"column subject: nothing is called '{BROMIDE}'"):
        session.decide(one, "accepted")
    with pytest.raises(DecisionError, match="column unit: 'nm' does not measure ionic conductivity"):
        accept(session, one, unit="nm")
    assert not folder.exists()


def test_no_decision_makes_a_table_unreadable(folder: Path) -> None:
    session = review(candidate(rule="\x01"), candidate(predicate="forms"), year="20x7")
    for one, complaint in zip(session.pending(), ("column rule: the cell is empty", "column year"), strict=True):
        with pytest.raises(DecisionError, match=complaint):
            session.decide(one, "rejected")
    assert not folder.exists()


def test_nobody_is_no_reviewer(toy_home: Path) -> None:
    with pytest.raises(DecisionError, match="give a name with --by"):
        review(candidate(), by=" ")


def test_names_are_resolved(folder: Path) -> None:
    session = review(candidate())
    named = {
        name: session.resolve(name) for name in ("NPS", "Na₃PS₄", "dendrites", "IonicConductivity", "no such thing")
    }
    assert named == {
        "NPS": "Na3PS4", "Na₃PS₄": "Na3PS4", "dendrites": "dendrite-growth",
        "IonicConductivity": "IonicConductivity", "no such thing": "",
    }  # fmt: skip


def test_the_review_is_known_by_its_sentences_and_another_paper_by_its_file(toy_home: Path) -> None:
    sentence = read_curated().sentences[0]
    own = Proposal(
        "a" * 12, Named("x", ""), "causes", Named("y", ""), "copy.pdf", "…", sentence.fingerprint, 0.9, "toy"
    )
    other = read_proposal(candidate(source="some/where/Doe 2027 (final).txt"))
    session = Review([own, other], "A. Toy")
    assert session.paper(own)["id"] == "chen-2026"
    assert session.cells(own)["section"] == sentence.section
    named = Review([other], "A. Toy", paper=PAPER | {"doi": "10.1039/D5SC10189A"})
    assert named.paper(other)["id"] == "chen-2026", "a DOI says which paper it is, whatever it is called"
    assert session.paper(other)["id"] == paper_id("Doe 2027 (final)") == "doe-2027-final"


# ── two people, and crashes ──────────────────────────────────────────────────────────────────────────────────────────

REJECT_ALL = """
import sys
from pathlib import Path
from extract.runs import read_run
from kg.review import Review
from kg.reviewed import Decided
session = Review(read_run(Path(sys.argv[1])), sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for one in session.pending():
    try:
        session.decide(one, "rejected")
        print(one.key, flush=True)
    except Decided:
        pass
"""


def start(run: Path, by: str, repository: Path) -> "subprocess.Popen[str]":
    env = {**os.environ, "PYTHONPATH": str(repository)}
    person = subprocess.Popen(
        [sys.executable, "-c", REJECT_ALL, str(run), by],
        env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert person.stdout is not None
    assert person.stdout.readline() == "ready\n"
    return person


def go(person: "subprocess.Popen[str]") -> None:
    assert person.stdin is not None
    person.stdin.write("\n")
    person.stdin.flush()


def test_two_people_at_once_lose_nothing(folder: Path, tmp_path: Path, repository: Path) -> None:
    run = write_run(tmp_path / "run.jsonl", *(candidate(subject=unknown(f"film {n}")) for n in range(40)))
    people = [start(run, by, repository) for by in ("A. Toy", "B. Brick")]
    for person in people:
        go(person)
    done = [person.communicate(timeout=120)[0].split() for person in people]
    assert [person.returncode for person in people] == [0, 0]
    assert sorted(done[0] + done[1]) == sorted(row["candidate"] for row in rows_of(folder, "rejected"))
    assert len(done[0] + done[1]) == 40, "each was decided once"


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_a_killed_review_has_kept_what_was_decided(folder: Path, tmp_path: Path, repository: Path) -> None:
    run = write_run(tmp_path / "run.jsonl", *(candidate(subject=unknown(f"film {n}")) for n in range(40)))
    person = start(run, "A. Toy", repository)
    go(person)
    assert person.stdout is not None
    told = [person.stdout.readline().strip() for _ in range(5)]
    person.send_signal(signal.SIGKILL)
    told += person.communicate(timeout=60)[0].split()
    kept = {row["candidate"] for row in rows_of(folder, "rejected")}
    assert kept >= set(told)
    assert len(keys(Review(read_run_of(run), "A. Toy"))) == 40 - len(kept)


def read_run_of(run: Path) -> list[Proposal]:
    with run.open(encoding="utf-8") as lines:
        return read_proposals(lines, "run")


def test_a_change_that_is_broken_off_leaves_the_candidate_in_one_state(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = review(candidate())
    [one] = session.pending()
    session.decide(one, "undecided")
    write = reviewed.write_table

    def break_off(path: Path, table: str, rows: Any) -> None:
        if table == "undecided":
            raise KeyboardInterrupt
        write(path, table, rows)

    with monkeypatch.context() as patch:
        patch.setattr(reviewed, "write_table", break_off)
        with pytest.raises(KeyboardInterrupt):
            session.decide(one, "accepted")
    assert Decisions(folder).read()[one.key].verdict == "accepted"
    assert keys(session) == []
    session.take_back(one.key)
    assert rows_of(folder, "undecided") == rows_of(folder, "accepted") == []


def test_somebody_elses_decision_stands(folder: Path) -> None:
    mine, theirs = review(candidate()), review(candidate(), by="B. Brick")
    [one] = mine.pending()
    theirs.decide(one, "rejected")
    with pytest.raises(Decided, match=f"candidate {one.key} was rejected by B. Brick on 2026-11-22"):
        mine.decide(one, "accepted")
    assert rows_of(folder, "accepted") == []


def test_a_table_that_cannot_be_read_is_never_replaced(folder: Path) -> None:
    folder.mkdir()
    (folder / "rejected.tsv").write_text("somebody's notes\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"rejected\.tsv:1: columns are"):
        review(candidate())
    with pytest.raises(TableError):
        Decisions(folder).record([Decision("rejected", dict.fromkeys(("candidate", "by", "on"), "x"))])
    assert (folder / "rejected.tsv").read_text(encoding="utf-8") == "somebody's notes\n"


# ── from decision to answer ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_accepted_new_electrolyte_is_answered_from(folder: Path) -> None:
    before = ready()
    session = review(bromide(), candidate(), denial())
    for one in session.pending():
        accept(session, one)
    after = ready()
    assert after != before, "the next command builds the graph anew"
    asker = Asker.open(after)
    answer = asker.ask(f"What is the ionic conductivity of {BROMIDE}?")
    assert [(result.label, result.value, result.unit) for result in answer.results] == [(BROMIDE, 0.9, "mS/cm")]
    [evidence] = answer.evidence
    assert (evidence.status, evidence.confidence, evidence.paper) == ("extracted", 0.92, PAPER["title"])
    assert (evidence.acceptance, evidence.locator) == ("accepted by A. Toy on 2026-11-22", "section 3")
    assert asker.ask("Does Na3PS4 cause dendrites?").boolean is True
    assert asker.ask(f"Does {BROMIDE} cause dendrites?").boolean is False
    store = open_store(after)
    triple = f"<{resource('Na3PS4')}> <{term('causes')}> <{resource('dendrite-growth')}>"
    assert store.ask(f"ASK {{ GRAPH <{EXTRACTED}> {{ {triple} }} }}")
    assert not store.ask(f"ASK {{ GRAPH <{CURATED}> {{ {triple} }} }}")
    report = validate(data_folders())
    assert report.ok, report.violations


def test_what_rests_on_another_paper_cites_it_and_not_the_review(folder: Path) -> None:
    session = review(bromide(subject=thing("Na3SbS4"), value=1.05, conditions={}), bromide(), candidate(), denial())
    for one in session.pending():
        accept(session, one)
    graph = ready()
    asker = Asker.open(graph)
    both = asker.ask("ionic conductivity of Na3SbS4")
    assert both.answer.startswith("Na3SbS4: 0.44 mS/cm [39]; Na3SbS4: 1.05 mS/cm [doe-2027].")
    assert [(one.references, one.papers) for one in both.results] == [((39,), ()), ((), ("doe-2027",))]
    assert both.papers == (Paper("doe-2027", PAPER["title"], PAPER["doi"], 2027),)
    assert "[doe-2027] Doe et al., J. Toy 2027, https://doi.org/10.1000/toy" in say(both)
    assert "doe-2027" not in say(asker.ask("ionic conductivity of Na3PS4"))
    assert asker.ask("Does Na3PS4 cause dendrites?").answer == "Yes: Na3PS4 causes sodium dendrite growth [doe-2027]."
    assert "Na3PS4 [doe-2027]" in asker.ask("What causes dendrites?").answer
    assert asker.ask("average ionic conductivity of Na3SbS4").results[0].papers == ("doe-2027",)
    defined = asker.ask(f"What is {BROMIDE}?")
    assert "The review says" not in defined.answer
    assert f"{BROMIDE} replaces S2- [doe-2027]" in defined.answer, "a denial says nothing against its formula"
    doped = asker.ask(f"What is the dopant of {BROMIDE}?")
    assert [(one.label, one.papers) for one in doped.results] == [("Br-", ("doe-2027",))]
    assert papers_read(open_store(graph)) == both.papers


def test_paths_pictures_comparisons_and_plots_cite_other_papers_too(folder: Path) -> None:
    session = review(
        bromide(subject=thing("Na3SbS4"), value=1.05, conditions={}),
        bromide(subject=thing("Na3SbS4"), object=measured("ActivationEnergy"), value=0.31, unit="eV", conditions={}),
        candidate(),
    )
    for one in session.pending():
        accept(session, one)
    store, lexicon = open_store(ready()), load_lexicon(ready())
    [path] = find_paths(store, resource("Na3PS4"), resource("dendrite-growth"), k=1)
    assert say_path(path).endswith("causes sodium dendrite growth [doe-2027]")
    [edge] = [edge_texts(step.edge) for step in path.steps]
    assert edge["references"] == "doe-2027"
    compared = compare(store, lexicon, ["Na3SbS4"])
    assert ("doe-2027",) in [item.cited for row in compared.rows for field in row.fields for item in field]
    plotted = paired_values(store, lexicon, "ActivationEnergy", "IonicConductivity")
    assert ("doe-2027",) in [point.cited for point in plotted if point.thing == "Na3SbS4"]


def test_the_paper_that_reports_a_value_is_a_source(folder: Path) -> None:
    session = review(bromide(subject=thing("Na3SbS4"), value=1.05, conditions={}))
    accept(session, session.pending()[0])
    found = Asker.open(ready()).ask("Which reference reports the ionic conductivity of Na3SbS4?")
    assert PAPER["title"] in [one.label for one in found.results]


def test_decisions_without_effect_build_nothing_anew(folder: Path) -> None:
    session = review(candidate(), bromide())
    first, second = session.pending()
    session.decide(first, "accepted")
    before = stamp(data_folders())
    session.decide(second, "rejected")
    assert stamp(data_folders()) == before


def test_what_the_graph_says_already_is_supported_not_doubled(folder: Path) -> None:
    value = bromide(subject=thing("Na3PS4"), value=2e-4, unit="S/cm", conditions={}, sentence="It conducts 2e-4 S/cm.")
    session = review(value)
    [one] = session.pending()
    assert session.known.standing(one) == "same"
    session.decide(one, "accepted")
    store = open_store(build((folder,)))
    bearer = f"<{resource('Na3PS4')}> <{term('hasMeasurement')}> ?m . ?m <{term('value')}>"
    assert store.ask(f"ASK {{ {bearer} 0.2e0 }}")
    assert not store.ask(f"ASK {{ {bearer} 2e-4 }}"), "one value, claimed twice"
    new = f"?new <{term('acceptedBy')}> 'A. Toy' ; <{term('supports')}> ?old ; <{RDF}object> ?m"
    assert len(store.select(f"SELECT ?new {{ {new} . ?old <{RDF}object> ?m }}")) == 1
    assert validate((folder,)).ok


def test_a_fact_found_again_in_its_own_sentence_confirms_the_curated_claim(folder: Path) -> None:
    curated = read_curated()
    fact = next(s for s in curated.statements if s.predicate == "mitigates" and s.source.places[0].sentence)
    place = fact.source.places[0]
    sentence = next(s for s in curated.sentences if (s.section, s.number) == (place.section, place.sentence))
    session = review(candidate(), id="chen-2026")
    found = {"subject": fact.subject, "predicate": fact.predicate, "object": fact.object}
    where = {"section": place.section, "fingerprint": sentence.fingerprint, "refs": ""}
    [one] = session.pending()
    session.decide(one, "accepted", {**found, **where})
    again = read_curated(folder)
    assert again.statements == curated.statements
    assert {confirmed.fact for confirmed in set(again.confirmed) - set(curated.confirmed)} == {fact}
    store = open_store(build((folder,)))
    confirmed = (
        f"?claim <{term('status')}> 'curated' ; <{term('acceptedBy')}> 'A. Toy' ; <{term('foundBy')}> 'toy-verb'"
    )
    assert store.ask(f"ASK {{ {confirmed} }}")
    assert validate((folder,)).ok


def test_a_contrary_fact_is_told_as_a_contradiction(folder: Path) -> None:
    curated = read_curated()
    fact = next(s for s in curated.statements if s.predicate == "mitigates" and not s.condition and not s.aspect)
    session = review(candidate(subject=thing(fact.subject), object=thing(fact.object), predicate="causes"))
    [one] = session.pending()
    assert session.known.standing(one) == "opposite"
    session.decide(one, "accepted")
    store = open_store(build((folder,)))
    contradicting = (
        f"?new <{term('status')}> 'extracted' ; <{term('contradicts')}> ?old . ?old <{term('status')}> 'curated'"
    )
    assert store.ask(f"ASK {{ {contradicting} }}")
    assert validate((folder,)).ok


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({}, "new"),
        ({"subject": unknown("felt")}, "new"),
        (
            {"predicate": "hasValue", "object": measured("IonicConductivity"), "value": 7, "unit": "mS/cm"},
            "other value",
        ),
    ],
)
def test_what_the_graph_says_of_the_pair(changes: dict[str, Any], standing: str, toy_home: Path) -> None:
    session = review(candidate(**changes))
    assert session.known.standing(session.pending()[0]) == standing


def test_the_other_direction_is_told(toy_home: Path) -> None:
    fact = next(s for s in read_curated().statements if s.predicate == "causes" and s.source.stance == "asserted")
    session = review(candidate(subject=thing(fact.object), object=thing(fact.subject)))
    assert session.known.standing(session.pending()[0]) in ("reverse", "same")


def test_hostile_words_stay_words(folder: Path) -> None:
    bad = "=cmd|'/c calc'!A1\t<script>alert(1)</script>\x1b[2J\u202e"
    session = review(candidate(subject=unknown(bad), rule=bad, sentence=f"{bad} lets dendrites grow."), title=bad)
    [one] = session.pending()
    session.decide(one, "rejected", note=bad)
    [row] = rows_of(folder, "rejected")
    assert "\t" not in "".join(row.values())
    assert "\x1b" not in "".join(row.values())
    assert keys(review(candidate(subject=unknown(bad), sentence=f"{bad} lets dendrites grow."))) == []


# ── sheets ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def filled(session: Review, path: Path, **cells: str) -> Path:
    """A sheet of all that is pending, with some cells filled in on each line."""
    header, *lines = [line.split("\t") for line in write_sheet(session, session.pending())]
    for line in lines:
        for name, text in cells.items():
            line[header.index(name)] = text
    path.write_text("\n".join("\t".join(line) for line in [header, *lines]) + "\n", encoding="utf-8")
    return path


def test_a_sheet_is_read_back_as_decisions(folder: Path, tmp_path: Path) -> None:
    session = review(candidate(), denial(subject=thing("Na3SbS4")))
    sheet = filled(
        session, tmp_path / "sheet.tsv", decision="accept", object="sodium dendrites", stance="hedged", refs="-"
    )
    session.decisions.record(read_sheet(sheet, session))
    assert {(row["object"], row["stance"], row["refs"]) for row in rows_of(folder, "accepted")} == {
        ("dendrite-growth", "hedged", "")
    }
    assert read_sheet(sheet, session) == [], "what is decided already is left out"
    assert keys(session) == []


def test_a_spreadsheet_finds_no_formula_in_a_sheet(folder: Path, tmp_path: Path) -> None:
    session = review(candidate(subject=unknown("=cmd|x"), sentence="=1+1 lets dendrites grow.", rule="@sum"))
    sheet = filled(session, tmp_path / "sheet.tsv", decision="reject")
    cells = sheet.read_text(encoding="utf-8").splitlines()[1].split("\t")
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    session.decisions.record(read_sheet(sheet, session))
    assert rows_of(folder, "rejected")[0]["subject"] == "=cmd/x"


def test_an_undecided_line_of_a_sheet_decides_nothing(folder: Path, tmp_path: Path) -> None:
    session = review(candidate())
    assert read_sheet(filled(session, tmp_path / "sheet.tsv"), session) == []


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"decision": "perhaps"}, "sheet.tsv:2: column decision: 'perhaps' is none: write accept, reject or later"),
        (
            {"decision": "accept", "candidate": "x"},
            "sheet.tsv:2: column candidate: the file of candidates has none of key 'x'",
        ),
        (
            {"decision": "accept", "object": "no such thing"},
            "sheet.tsv:2: column object: nothing is called 'no such thing'",
        ),
        ({"decision": "accept", "note": "a\tb"}, "sheet.tsv:2: 24 cells instead of 23: check the tabs of this line"),
    ],
)
def test_a_wrong_line_of_a_sheet_is_named_and_nothing_is_written(
    cells: dict[str, str], complaint: str, folder: Path, tmp_path: Path
) -> None:
    session = review(candidate())
    with pytest.raises(DecisionError) as caught:
        read_sheet(filled(session, tmp_path / "sheet.tsv", **cells), session)
    assert complaint in str(caught.value)
    assert not folder.exists()


def test_a_sheet_that_contradicts_a_decision_is_refused(folder: Path, tmp_path: Path) -> None:
    session = review(candidate())
    sheet = filled(session, tmp_path / "sheet.tsv", decision="accept")
    session.decide(session.pending()[0], "rejected")
    with pytest.raises(DecisionError, match=r"was rejected by A\. Toy on 2026-11-22: take that back first"):
        read_sheet(sheet, session)


def test_the_folder_of_decisions_can_be_named(toy_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reviewed_folder() == toy_home / "reviewed"
    monkeypatch.setenv("SSE_KG_REVIEWED", str(tmp_path / "ours"))
    assert reviewed_folder() == tmp_path / "ours"
    session = review(candidate())
    session.decide(session.pending()[0], "accepted")
    assert data_folders() == (tmp_path / "ours",)
    assert DENDRITES["iri"] in {
        q.object.value for q in open_store(ready()).quads(predicate=None) if hasattr(q.object, "value")
    }
