"""A person's own copy of a paper: registered in any form, its sentences stand beside the facts that rest on them."""

import json
from collections.abc import Callable
from pathlib import Path

import papers
import pytest
from toy import FOLDER

from extract.cli import main
from extract.copies import find_sentences
from extract.reader import read_document
from extract.text import read_text
from kg.answer import Answer, Asker
from kg.build import build
from kg.cli_say import say
from kg.copies import Copy, copies, keep_copy, readable, remove_copy, sentence_of
from kg.errors import StoreError
from kg.evidence import Evidence
from kg.fingerprint import fingerprint
from kg.store import home

Run = Callable[..., tuple[int, str, str]]
QUIETS = "A film of beeswax quiets the humming."


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str | Path) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return status, out, err

    return command


@pytest.fixture
def toy_graph(toy_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The graph with the facts of the toy paper, in a home of its own."""
    monkeypatch.setenv("SSE_KG_DATA", str(FOLDER))
    return build((FOLDER,))


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["html", "pdf", "md"])
def test_nearly_all_sentences_are_found_in_every_form(form: str, tmp_path: Path) -> None:
    wanted = {fingerprint(sentence.text) for sentence in read_text("paper.txt", papers.as_text()).sentences}
    path = tmp_path / f"paper.{form}"
    if form == "pdf":
        papers.write_pdf(path)
    else:
        path.write_text(papers.as_html() if form == "html" else papers.as_markdown(), encoding="utf-8")
    found = find_sentences(read_document(path), wanted)
    assert len(wanted & found.keys()) >= 0.95 * len(wanted)


def test_a_sentence_that_another_copy_cuts_elsewhere_is_found() -> None:
    document = read_text("a.txt", "Tin wets. So does lead; iron rests. Wax hums.")
    whole = {fingerprint("Tin wets. So does lead;"): "Tin wets. So does lead;"}
    assert find_sentences(document, whole.keys()).items() >= whole.items()


def test_the_review_is_found_whole(shared: Path, asker: Asker, run: Run, toy_home: Path) -> None:
    status, out, _ = run("text", "add", shared / "review.txt")
    assert (status, out) == (0, "review.txt: 461 of 461 sentences of Chen et al., Chem. Sci. 2026 found (100 %)\n")
    evidence = asker.ask("strategies mitigating Na2S interphase").evidence
    assert all(sentence_of(one.fingerprints) for one in evidence if one.section)


# ── from a file to the evidence ──────────────────────────────────────────────────────────────────────────────────────


def test_evidence_shows_the_sentence_once_the_paper_is_there(toy_graph: Path, run: Run) -> None:
    asked = ("ask", "What mitigates pellet humming?")
    assert QUIETS not in run(*asked)[1]
    assert [one["sentence"] for one in json.loads(run(*asked, "--json")[1])["evidence"]] == [None]

    status, out, _ = run("text", "add", FOLDER / "paper.txt")
    assert status == 0
    assert out.startswith("paper.txt: 7 of ")
    assert f"“{QUIETS}¹⁶⁹”" in run(*asked)[1]
    [evidence] = json.loads(run(*asked, "--json")[1])["evidence"]
    assert evidence["sentence"] == f"{QUIETS}¹⁶⁹"
    assert evidence["fingerprints"] == [fingerprint(QUIETS)]

    assert run("text", "list")[1].startswith("paper.txt\t7 of ")
    assert run("text", "remove", "paper.txt")[0] == 0
    assert QUIETS not in run(*asked)[1]
    assert run("text", "list")[1] == ""


def test_a_paper_of_which_nothing_is_known_is_not_kept(toy_graph: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "other.txt").write_text("Nothing of this is known.", encoding="utf-8")
    status, out, err = run("text", "add", tmp_path / "other.txt")
    assert (status, out) == (1, "")
    assert "it is another paper" in err
    assert copies() == []


def test_a_broken_file_is_one_line(toy_home: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    for command in ("add", "show"):
        status, _, err = run("text", command, tmp_path / "a.pdf")
        assert status == 1
        assert "is a broken PDF" in err
        assert len(err.splitlines()) == 1


def test_show_prints_the_text_that_offsets_count(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.html").write_text(papers.as_html(), encoding="utf-8")
    assert run("text", "show", tmp_path / "a.html")[1] == read_document(tmp_path / "a.html").text


def test_text_alone_shows_help(run: Run) -> None:
    status, out, err = run("text")
    assert (status, err) == (0, "")
    assert "list    List the copies" in out


# ── keeping ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def copy_of(name: str, **sentences: str) -> Copy:
    return Copy(name, f"/somewhere/{name}", "2026-11-22T00:00:00+00:00", "Toy 2026", 1, 2, sentences)


def test_a_copy_is_kept_replaced_and_removed(toy_home: Path) -> None:
    assert copies() == []
    keep_copy(copy_of("a", one="Wax hums."))
    keep_copy(copy_of("b", two="Tin wets."))
    keep_copy(copy_of("a", one="Wax hums on."))
    assert [copy.name for copy in copies()] == ["a", "b"]
    assert sentence_of(["one", "three", "two"]) == "Wax hums on. … Tin wets."
    assert list((home() / "texts").glob("*.new")) == []
    remove_copy("a")
    assert sentence_of(["one"]) == ""
    with pytest.raises(StoreError, match="there is no copy 'a'; known: b"):
        remove_copy("a")


def test_a_broken_copy_says_what_to_do(toy_home: Path) -> None:
    (home() / "texts").mkdir()
    (home() / "texts" / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=r"a\.json is broken; remove it"):
        sentence_of(["one"])


def test_no_name_leads_out_of_the_home(toy_home: Path) -> None:
    keep_copy(copy_of("a"))
    for name in ("../a", "/etc/passwd", "", "a/../a"):
        with pytest.raises(StoreError):
            remove_copy(name)
    assert len(copies()) == 1


def test_a_hostile_sentence_stays_text(toy_home: Path) -> None:
    keep_copy(copy_of("a", one="Wax\x1b[2J ![x](http://evil.example) <b>"))
    evidence = Evidence("Wax hums", "1", None, (), fingerprints=("one",))
    told = say(Answer("?", "answered", evidence=(evidence,)))
    assert "\x1b" not in told
    assert "“Wax [2J ![x]" in told


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (r"It is $\text{Na}_3\text{SbS}_4$ at $10^{-3}\text{ S cm}^{-1}$.", "It is Na₃SbS₄ at 10⁻³ S cm⁻¹."),
        ("Na<sub>3</sub>PS<sub>4</sub> by <em>it</em>", "Na₃PS₄ by <em>it</em>"),
        ("S²⁻ and S^{2-}.¹², ^{13–15}", "S²⁻ and S²⁻.¹², ¹³⁻¹⁵"),
    ],
)
def test_a_sentence_is_shown_as_it_is_printed(sentence: str, shown: str) -> None:
    assert readable(sentence) == shown
