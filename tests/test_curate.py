"""The Curate page without a browser: one decision a screen, kept at once; and papers read by a process of their own."""

from pathlib import Path
from typing import Any

import pytest
from candidates import BROMIDE, bromide, candidate, unknown, write_run
from streamlit.testing.v1 import AppTest
from toy import FOLDER, rows_of

from extract.front import read_front
from extract.job import Job
from extract.runs import keep_run, read_run, run_for, runs
from kg.answer import Asker
from kg.build import ready
from kg.errors import SseKgError
from kg.proposals import read_proposal
from ui import curation
from ui.candidate import marked

HOSTILE = "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png) </mark>"


@pytest.fixture
def page(repository: Path, toy_home: Path) -> AppTest:
    """The page with a run of two candidates, opened by A. Toy."""
    (toy_home / "candidates").mkdir()
    write_run(toy_home / "candidates" / "doe.jsonl", candidate(), bromide())
    return opened(repository)


def opened(repository: Path, run: str = "doe", by: str = "A. Toy", reading: str = "") -> AppTest:
    def app() -> None:
        from ui.views.curate import page

        page()

    test = AppTest.from_function(app, default_timeout=60)
    test.session_state["by"] = by
    test.query_params["run"] = run
    if reading:
        test.query_params["reading"] = reading
    return test.run()


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def shown(page: AppTest) -> str:
    elements = [*page.markdown, *page.caption, *page.warning, *page.error, *page.success, *page.info]
    return "\n".join(str(one.value) for one in elements)


def upload(page: AppTest, name: str, data: bytes) -> AppTest:
    page.get("file_uploader")[0].set_value((name, data, "text/plain"))
    return press(page, "Read it")


def progress_of(page: AppTest) -> str:
    return "\n".join(str(one.proto.text) for one in page.get("progress"))


def wait_for_jobs() -> None:
    for job in curation.reading().values():
        job.wait()


def sentence(page: AppTest) -> str:
    return next(str(one.value) for one in page.get("html") if 'class="sentence"' in str(one.value))


def test_a_candidate_is_shown_with_its_sentence_and_what_the_graph_says(page: AppTest) -> None:
    assert "**Na₃PS₄** causes **sodium dendrite growth**" in shown(page)
    assert "New to the graph" in shown(page)
    assert "doe, section 2" in shown(page)
    assert [b.label for b in page.button if b.label in ("Accept", "Edit", "Reject", "Later", "Undo")] == [
        "Accept", "Edit", "Reject", "Later", "Undo",
    ]  # fmt: skip


def test_accept_keeps_and_shows_the_next(page: AppTest, toy_home: Path) -> None:
    press(page, "Accept")
    [row] = rows_of(toy_home / "reviewed", "accepted")
    assert (row["subject"], row["by"], row["paper"]) == ("Na3PS4", "A. Toy", "doe")
    assert "not in the graph" in shown(page)
    press(page, "Undo")
    assert rows_of(toy_home / "reviewed", "accepted") == []
    assert "sodium dendrite growth" in shown(page)


def test_what_is_rejected_is_not_asked_again_and_later_comes_last(
    page: AppTest, toy_home: Path, repository: Path
) -> None:
    press(page, "Later")
    press(page, "Reject")
    again = opened(repository)
    assert "**Na₃PS₄** causes" in shown(again)
    assert len(rows_of(toy_home / "reviewed", "rejected")) == 1
    press(again, "Reject")
    assert "Everything in this paper is decided." in shown(again)
    press(again, "Take back")
    assert "Everything in this paper is decided." not in shown(again)


def test_later_goes_round_all_that_are_left(page: AppTest, toy_home: Path) -> None:
    third = candidate(sentence="Bare Na3PS4 lets dendrites thrive.", predicate="worsens")
    write_run(toy_home / "candidates" / "doe.jsonl", candidate(), bromide(), third)
    page.run()
    seen = []
    for _ in range(7):
        seen.append(next(word for word in ("grow", "reach", "thrive") if word in sentence(page)))
        press(page, "Later")
    assert seen == ["grow", "reach", "thrive"] * 2 + ["grow"]
    assert "0 of 3 decided, 3 put off" in progress_of(page)
    press(page, "Undo")
    assert "grow" in sentence(page), "what is undone is asked for next"


def test_earlier_decisions_are_told_in_words(page: AppTest) -> None:
    press(page, "Reject")
    press(page, "Reject")
    told = shown(page)
    assert "has a value of ionic conductivity 0.9 mS/cm" in told
    assert "hasValue" not in told


# ── the paper ────────────────────────────────────────────────────────────────────────────────────────────────────────


def field(page: AppTest, label: str) -> Any:
    return next(one for one in page.text_input if one.label.startswith(label))


@pytest.mark.parametrize(
    ("label", "text", "complaint"),
    [
        ("Year", "20x6", "'20x6' is no year: write four digits"),
        ("DOI", "see page 3", "'see page 3' is no DOI"),
        ("Short name", "Doe 2027", "'Doe 2027' is no id"),
    ],
)
def test_a_wrong_detail_is_said_at_its_field(page: AppTest, label: str, text: str, complaint: str) -> None:
    field(page, label).set_value(text).run()
    assert complaint in page.error[0].value.replace("\\", "")
    assert not any(button.label == "Accept" for button in page.button)
    field(page, label).set_value("").run()
    assert any(button.label == "Accept" for button in page.button)


def test_what_is_kept_of_the_paper_stands_in_the_fields_of_a_new_session(
    page: AppTest, toy_home: Path, repository: Path
) -> None:
    told = {"Short name": "doe-2027", "Title": "Doe et al.", "DOI": "https://doi.org/10.1000/toy", "Year": "2027"}
    for label, text in told.items():
        field(page, label).set_value(text).run()
    press(page, "Accept")
    [row] = rows_of(toy_home / "reviewed", "papers")
    assert (row["id"], row["title"], row["doi"], row["year"]) == ("doe-2027", "Doe et al.", "10.1000/toy", "2027")
    again = opened(repository)
    assert [field(again, label).value for label in told] == ["doe-2027", "Doe et al.", "10.1000/toy", "2027"]


def test_a_title_alone_is_kept_under_the_name_of_the_file(page: AppTest, toy_home: Path) -> None:
    field(page, "Title").set_value("Doe et al.").run()
    press(page, "Accept")
    [row] = rows_of(toy_home / "reviewed", "papers")
    assert (row["id"], row["title"]) == ("doe", "Doe et al.")


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_electrolyte_is_accepted_with_its_row_built_and_asked_for(page: AppTest, toy_home: Path) -> None:
    press(page, "Later")
    press(page, "Accept")
    fields = {field.label: field for field in page.text_input}
    assert fields["Formula"].value == BROMIDE
    fields["Derived from"].set_value("NPS")
    press(page, "Accept so")
    [row] = rows_of(toy_home / "reviewed", "materials")
    assert (row["id"], row["class"], row["parent"]) == (BROMIDE, "NaxMSyElectrolyte", "Na3PS4")
    assert "Accepted statements join the graph with the next page" in shown(page)
    [link] = [one for one in page.get("page_link") if one.proto.label == "See it in the graph now"]
    assert BROMIDE in link.proto.query_string
    answer = Asker.open(ready()).ask(f"What is the ionic conductivity of {BROMIDE}?")
    assert answer.results[0].value == 0.9


def test_what_has_another_name_is_chosen_instead_of_added(page: AppTest, toy_home: Path, repository: Path) -> None:
    write_run(toy_home / "candidates" / "doe.jsonl", bromide(subject=unknown("bromine doping of something")))
    there = press(opened(repository), "Accept")
    offered = next(button for button in there.button if "-is-" in str(button.key))
    offered.click().run()
    press(there, "Accept so")
    [row] = rows_of(toy_home / "reviewed", "accepted")
    assert row["subject"] == str(offered.key).split("-is-")[1]
    assert not (toy_home / "reviewed" / "materials.tsv").exists()


def test_a_wrong_value_is_told_in_the_form(page: AppTest, toy_home: Path) -> None:
    press(page, "Later")
    press(page, "Edit")
    next(field for field in page.text_input if field.label == "Unit").set_value("furlong")
    press(page, "Accept so")
    assert "furlong" in shown(page)
    assert rows_of(toy_home / "reviewed", "accepted") == []


def test_without_a_name_nothing_is_decided(page: AppTest, repository: Path) -> None:
    nameless = opened(repository, by="")
    assert "Say who decides" in shown(nameless)
    assert not any(button.label == "Accept" for button in nameless.button)


@pytest.mark.parametrize("run", ["../../etc/passwd", "nowhere", "", "doe.jsonl", "\x00"])
def test_an_address_does_not_lead_out_of_the_folder_of_runs(page: AppTest, repository: Path, run: str) -> None:
    there = opened(repository, run=run)
    assert not there.exception
    assert "Upload a paper" in shown(there)


def test_hostile_words_are_text(repository: Path, page: AppTest, toy_home: Path) -> None:
    one = candidate(subject=unknown(HOSTILE), sentence=f"{HOSTILE} lets dendrites grow.", rule=HOSTILE, section=HOSTILE)
    write_run(toy_home / "candidates" / "doe.jsonl", one)
    there = opened(repository)
    assert not there.exception
    assert "<img" not in shown(there).replace("\\<img", "")
    html = marked(read_proposal(one))
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert html.count("<mark") == html.count("</mark>") == 2


def test_subject_object_and_value_are_marked_and_named() -> None:
    html = marked(read_proposal(bromide()))
    assert f"<mark class='subject'>{BROMIDE}</mark>" in html
    assert "<mark class='value'>0.9</mark> mS/cm" in html


def test_formulae_of_the_sentence_are_printed_as_formulae() -> None:
    html = marked(read_proposal(candidate(sentence=r"Bare $\text{Na}_3\text{PS}_4$ lets dendrites grow.^{12} {<b>}")))
    assert html.startswith(
        "Bare Na<sub>3</sub>PS<sub>4</sub> lets <mark class='object'>dendrites</mark> grow.<sup>12</sup>"
    )
    assert "&lt;b&gt;" in html


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_is_read_in_a_process_of_its_own_and_kept_as_a_run(toy_home: Path) -> None:
    data = (FOLDER / "paper.txt").read_bytes()
    ended = Job("some/where/Toy paper.txt", data).wait()
    assert ended.problem == ""
    assert ended.run == run_for("Toy paper.txt", data)
    assert runs() == [ended.run]
    assert {one.source for one in read_run(ended.run)} <= {"Toy paper.txt"}


PAGE = """<html><head><title>Toy Letters</title><meta name="citation_title" content="Beeswax on &lt;b&gt; pellets">
<meta name="citation_doi" content="https://doi.org/10.1000/toy">
<meta name="citation_publication_date" content="2027/02">
</head><body><h2>1 Results</h2><p>The ionic conductivity of Na3PS4 is 0.31 mS/cm.</p></body></html>"""


def test_what_a_page_says_of_itself_is_filled_in_and_can_be_corrected(toy_home: Path, repository: Path) -> None:
    page = opened(repository, run="")
    upload(page, "10.1000.html", PAGE.encode())
    wait_for_jobs()
    page.run()
    fields = {one.label: one for one in page.text_input}
    assert (fields["Title"].value, fields["DOI"].value, fields["Year"].value) == (
        "Beeswax on <b> pellets", "10.1000/toy", "2027",
    )  # fmt: skip
    [choice] = [one for one in page.selectbox if one.label == "Papers read before"]
    assert choice.options[0].startswith("Beeswax on")
    fields["Your name, kept with every decision"].set_value("A. Toy")
    fields["Title"].set_value("Beeswax")
    page.run()
    assert "on Beeswax, 10.1000/toy" in shown(page)
    press(page, "Accept")
    [paper] = rows_of(toy_home / "reviewed", "papers")
    assert (paper["title"], paper["doi"], paper["year"]) == ("Beeswax", "10.1000/toy", "2027")


@pytest.mark.parametrize(
    ("data", "text", "front"),
    [
        (b"", "# A toy\n\ndoi: 10.1000/toy.1, read 2027.", {"title": "A toy", "doi": "10.1000/toy.1"}),
        (b"", "No heading here.\n" + "It hums. " * 400 + "doi: 10.1000/cited", {}),
        ("<head><title>Bl\u00e4tter </title>".encode(), "x", {"title": "Bl\u00e4tter"}),
        (b'<head><meta name="citation_year" content="soon"><meta name="citation_doi" content="none">', "x", {}),
        (b"<head>" + b"<" * 5000, "x", {}),
    ],
)
def test_only_what_can_be_so_is_taken_from_a_paper(data: bytes, text: str, front: dict[str, str]) -> None:
    assert read_front(data, text) == front


def test_reading_goes_on_while_the_page_is_loaded_anew(toy_home: Path, repository: Path) -> None:
    data = (FOLDER / "paper.txt").read_bytes()
    page = opened(repository, run="")
    upload(page, "Toy paper.txt", data)
    assert "Toy paper.txt: step" in progress_of(page)
    again = opened(repository, run="", reading=page.query_params["reading"])
    assert "Toy paper.txt: step" in progress_of(again)
    wait_for_jobs()
    again.run()
    assert again.query_params["run"] == run_for("Toy paper.txt", data).stem
    assert "reading" not in again.query_params
    page.run()
    assert page.query_params["run"] == again.query_params["run"], "so does the page that began it"


def test_a_paper_in_which_nothing_is_found_is_told(toy_home: Path, repository: Path) -> None:
    page = opened(repository, run="")
    upload(page, "song.txt", b"Row, row, row your boat.")
    wait_for_jobs()
    page.run()
    next(one for one in page.text_input if one.label.startswith("Your name")).set_value("A. Toy").run()
    assert "Nothing that the graph could hold was found in this paper." in shown(page)
    assert "decided" not in progress_of(page)


def test_a_paper_that_nobody_reads_any_more_is_told(toy_home: Path, repository: Path) -> None:
    page = opened(repository, run="", reading="gone-12345678")
    assert "is not being read any more" in page.warning[0].value
    assert "reading" not in page.query_params


def test_a_complaint_of_one_paper_ends_with_the_next(toy_home: Path, repository: Path) -> None:
    page = opened(repository, run="")
    upload(page, "empty.txt", b"")
    wait_for_jobs()
    page.run()
    assert "empty.txt was not read" in page.warning[0].value
    upload(page, "Toy paper.txt", (FOLDER / "paper.txt").read_bytes())
    assert not page.warning
    press(page, "Cancel")
    page.run()
    assert "Toy paper.txt was not read: it was stopped" in page.warning[0].value
    assert runs() == []


def test_without_a_file_it_is_asked_for(toy_home: Path, repository: Path) -> None:
    assert "No file is here yet" in shown(press(opened(repository, run=""), "Read it"))


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"", "paper.pdf is empty"), (b"PK\x03\x04zip", "paper.pdf is a Word file, an e-book or an archive")],
)
def test_what_is_no_paper_is_told_by_its_own_name(data: bytes, problem: str, toy_home: Path) -> None:
    ended = Job("paper.pdf", data).wait()
    assert ended.problem.startswith(problem)
    assert runs() == []


def test_a_job_that_is_stopped_keeps_nothing(toy_home: Path) -> None:
    job = Job("paper.txt", (FOLDER / "paper.txt").read_bytes())
    job.stop()
    assert job.poll().problem == "it was stopped"
    assert runs() == []


def test_candidates_from_elsewhere_are_kept_under_a_safe_name(toy_home: Path, tmp_path: Path) -> None:
    data = write_run(tmp_path / "x.jsonl", candidate()).read_bytes()
    kept = keep_run("../../evil/Näme <b>.jsonl", data)
    assert kept.parent == toy_home / "candidates"
    assert kept.name.startswith("n-me-b-")
    with pytest.raises(SseKgError, match="holds no candidates"):
        keep_run("x.jsonl", b"\n")
    with pytest.raises(SseKgError, match="not UTF-8 text at byte 0"):
        keep_run("x.jsonl", b"\xff")
