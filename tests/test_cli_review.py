"""`sse-kg review` as a person types it: sheets without a terminal, keys with one."""

import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from candidates import BROMIDE, bromide, candidate, unknown, write_run
from toy import rows_of

from extract.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command: its status, what it printed, what it complained of."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


@pytest.fixture
def file(tmp_path: Path, toy_home: Path) -> Path:
    return write_run(tmp_path / "toy.jsonl", candidate(), bromide(), candidate(predicate="forms", section="2.1"))


def test_a_list_is_a_sheet_of_what_is_still_to_decide(run: Run, file: Path) -> None:
    status, out, _ = run("review", file, "--list")
    header, *lines = out.splitlines()
    assert (status, len(lines)) == (0, 3)
    assert header.startswith("candidate\tdecision\tgraph\tsubject")
    assert lines[0].endswith("Bare Na3PS4 lets dendrites grow.")


@pytest.mark.parametrize(("only", "count"), [("forms", 1), ("2", 2), ("2.1", 1), ("9", 0)])
def test_a_list_of_some(run: Run, file: Path, only: str, count: int) -> None:
    assert len(run("review", file, "--list", "--only", only)[1].splitlines()) == 1 + count


def test_the_surest_first(run: Run, file: Path) -> None:
    lines = run("review", file, "--list", "--order", "confidence")[1].splitlines()
    assert lines[1].split("\t")[3] == BROMIDE


def test_decisions_of_a_sheet_are_kept_and_counted(run: Run, file: Path, tmp_path: Path, toy_home: Path) -> None:
    header, first, *others = run("review", file, "--list")[1].splitlines()
    lines = [header, first.replace("\t\t", "\taccept\t", 1), *(one.replace("\t\t", "\treject\t", 1) for one in others)]
    sheet = tmp_path / "sheet.tsv"
    sheet.write_text("\n".join(lines), encoding="utf-8")
    paper = ("--paper", "doe-2027", "--title", "Doe et al., J. Toy 2027", "--doi", "https://doi.org/10.1000/toy")
    status, out, _ = run("review", file, "--decisions", sheet, "--by", "A. Toy", *paper, "--year", "2027")
    reviewed = toy_home / "reviewed"
    assert (status, out) == (
        0,
        f"1 accepted, 2 rejected, 0 undecided; 0 still to decide; the tables are in {reviewed}\n",
    )
    [row] = rows_of(reviewed, "papers")
    assert list(row.values()) == ["doe-2027", "Doe et al., J. Toy 2027", "10.1000/toy", "2027", ""]
    assert len(run("review", file, "--list")[1].splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (("--list", "--decisions", "x.tsv"), 2, "Give either --list or --decisions, not both."),
        (("--doi", "10.1000/toy"), 2, "--title, --doi and --year describe a paper: name it with --paper."),
        (("--by", "A. Toy"), 1, "a review needs a terminal to ask in; without one use --list and --decisions"),
        (("--by", "A. Toy", "--decisions", "nowhere.tsv"), 1, "nowhere.tsv: No such file or directory"),
        (("--list", "--paper", "no id!"), 1, "'no id!' is no id: use letters, digits, '.', '_' and '-'"),
    ],
)
def test_wrong_use_gets_one_line(run: Run, file: Path, words: tuple[str, ...], status: int, complaint: str) -> None:
    found, out, err = run("review", file, *words)
    assert (found, out) == (status, "")
    assert complaint in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"%PDF-1.7\nnot text", "toy.jsonl:1: this is no candidate statement: it is no JSON"),
        (b"\xff\xfe", "toy.jsonl: not UTF-8 text at byte 0"),
    ],
)
def test_what_is_no_file_of_candidates_gets_one_line(run: Run, file: Path, content: bytes, complaint: str) -> None:
    file.write_bytes(content)
    status, _, err = run("review", file, "--list")
    assert status == 1
    assert complaint in err


def test_without_candidates_it_says_how_to_make_some(run: Run, toy_home: Path) -> None:
    status, _, err = run("review", "--list")
    assert status == 1
    assert "make some with 'sse-kg extract PAPER > FILE.jsonl'" in err


def test_what_the_app_has_read_is_reviewed_by_default(run: Run, toy_home: Path) -> None:
    (toy_home / "candidates").mkdir()
    write_run(toy_home / "candidates" / "doe.jsonl", candidate())
    assert len(run("review", "--list")[1].splitlines()) == 2


# ── the terminal ─────────────────────────────────────────────────────────────────────────────────────────────────────

pty = pytest.importorskip("pty", reason="pseudo-terminals are of POSIX")


def typed(file: Path, keys: list[tuple[str, str]], home: Path, repository: Path) -> str:
    """What the terminal shows when keys are typed, each after a text has been shown."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(repository), "SSE_KG_HOME": str(home), "TERM": "xterm", "COLUMNS": "200"}
    person = subprocess.Popen(
        [sys.executable, "-m", "extract.cli", "review", str(file), "--by", "A. Toy"],
        stdin=theirs, stdout=theirs, stderr=theirs, env=env,
    )  # fmt: skip
    os.close(theirs)
    shown, seen = "", 0
    for text, key in [*keys, ("in the graph now", "")]:
        while text not in shown[seen:]:
            assert select.select([ours], [], [], 60)[0], f"waited for {text!r} after {shown[seen:]!r}"
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end is closed
                data = b""
            assert data, f"waited for {text!r} after {shown[seen:]!r}"
            shown += data.decode("utf-8", "replace")
        seen = shown.index(text, seen) + len(text)
        os.write(ours, key.encode())
    person.wait(timeout=60)
    os.close(ours)
    return shown


def test_keys_decide_and_undo(file: Path, toy_home: Path, repository: Path) -> None:
    asked = "q quit"
    new = [
        ("- for a new one [", "\n"),
        ("id [", "\n"),
        ("label [", "\n"),
        ("class [", "\n"),
        ("formula [", "\n"),
        ("parent [", "Na3PS4\n"),
        ("aliases [", "\n"),
    ]
    shown = typed(
        file, [(asked, "x"), (asked, "u"), (asked, "a"), (asked, "a"), *new, (asked, " ")], toy_home, repository
    )
    assert "new to the graph" in shown
    assert f"The graph knows nothing called “{BROMIDE}”." in shown
    reviewed = toy_home / "reviewed"
    assert [row["subject"] for row in rows_of(reviewed, "accepted")] == [BROMIDE, "Na3PS4"]
    assert [row["parent"] for row in rows_of(reviewed, "materials")] == ["Na3PS4"]
    assert rows_of(reviewed, "rejected") == []
    assert len(rows_of(reviewed, "undecided")) == 1


def test_a_fact_is_edited_before_it_is_accepted(tmp_path: Path, toy_home: Path, repository: Path) -> None:
    file = write_run(tmp_path / "toy.jsonl", bromide(sentence="\x1b]0;evil\x07NPS reaches 0.9 mS/cm."))
    answers = {"subject": "NPS", "value": "1.1", "conditions": "-", "stance": "hedged"}
    names = ("subject", "predicate", "object", "sign", "value", "upper", "unit", "conditions", "stance", "note")
    keys = [(f"{name} [", f"{answers.get(name, '')}\n") for name in names]
    shown = typed(file, [("q quit", "e"), *keys], toy_home, repository)
    assert "\x1b]0;evil" not in shown
    [row] = rows_of(toy_home / "reviewed", "accepted")
    said = {name: row[name] for name in ("subject", "value", "unit", "conditions", "stance")}
    assert said == {"subject": "Na3PS4", "value": "1.1", "unit": "mS/cm", "conditions": "", "stance": "hedged"}


def test_what_has_another_name_is_named_and_not_new(tmp_path: Path, toy_home: Path, repository: Path) -> None:
    file = write_run(tmp_path / "toy.jsonl", bromide(subject=unknown("sulfide A")))
    known = "- for a new one ["
    typed(file, [("q quit", "a"), (known, "nonsuch thing\n"), ("either", ""), (known, "NPS\n")], toy_home, repository)
    assert [row["subject"] for row in rows_of(toy_home / "reviewed", "accepted")] == ["Na3PS4"]
    assert not (toy_home / "reviewed" / "materials.tsv").exists()


def test_q_leaves_at_once_and_keeps_what_was_decided(file: Path, toy_home: Path, repository: Path) -> None:
    shown = typed(file, [("q quit", "x"), ("q quit", "q")], toy_home, repository)
    assert "1 decided now, 2 still to decide" in shown
    assert len(rows_of(toy_home / "reviewed", "rejected")) == 1
