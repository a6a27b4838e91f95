"""`sse-kg extract` on files and folders: what a person or a program gets, and what is kept when it is stopped."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import papers
import pytest

from extract.batch import find_papers, read_papers
from extract.candidate import Argument, Candidate, Entity
from extract.cli import main
from extract.document import Document
from extract.extractor import Extraction, Extractor
from extract.results_file import ResultsFile
from extract.say import say_unread
from extract.table_statements import UnreadCell
from kg.errors import SseKgError

Run = Callable[..., tuple[int, str, list[str]]]


def echo(document: Document) -> Extraction:
    """A stand-in for the extractor: the first word of each sentence is a material, and it mitigates the last."""
    entities, candidates = [], []
    for sentence in document.sentences:
        words = sentence.text.split()
        start, end = sentence.span(0, len(words[0]))
        entities.append(Entity(document.text[start:end], "Material", start, end))
        told = (Argument(words[0], "Material"), "mitigates", Argument(words[-1], "FailureMechanism"))
        place = (document.source, sentence.section, sentence.start, sentence.end, sentence.text, 0.8, "echo")
        candidates.append(Candidate(*told, *place))
    return Extraction(document, tuple(entities), tuple(candidates))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(Extractor, "open", lambda folder: Extractor.__new__(Extractor))
    monkeypatch.setattr(Extractor, "extract_many", lambda self, documents, processes=1: map(echo, documents))

    def command(*words: str | Path) -> tuple[int, str, list[str]]:
        status = main(["extract", *map(str, words)])
        out, err = capsys.readouterr()
        return status, out, err.splitlines()

    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with four papers, one of them broken, one in a folder of its own, and what is none."""
    place = tmp_path / "papers"
    (place / "more").mkdir(parents=True)
    (place / ".hidden").mkdir()
    (place / "a.txt").write_text("Wax wets tin. Tin sings.", encoding="utf-8")
    (place / "b.md").write_text("# Title\n\n*Lead* rests.\n", encoding="utf-8")
    (place / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    (place / "more" / "d.html").write_text("<html><p>Iron<sub>2</sub> rusts.</p></html>", encoding="utf-8")
    (place / "notes.json").write_text("{}", encoding="utf-8")
    (place / ".hidden" / "e.txt").write_text("Not this.", encoding="utf-8")
    return place


def sentences(out: str) -> list[str]:
    return [json.loads(line)["sentence"] for line in out.splitlines()]


ALL = ["Wax wets tin.", "Tin sings.", "Lead rests.", "Iron₂ rusts."]


# ── what comes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_candidates_as_lines_of_json(run: Run, folder: Path) -> None:
    status, out, err = run(folder / "a.txt", "--format", "jsonl")
    assert (status, err) == (0, [])
    first = json.loads(out.splitlines()[0])
    assert first["subject"] == {"text": "Wax", "type": "Material", "iri": None}
    assert (first["source"], first["start"], first["end"]) == (str(folder / "a.txt"), 0, 13)
    assert {"predicate", "object", "value", "unit", "section", "references", "negated", "confidence", "rule"} <= set(
        first
    )


def test_mentions_as_lines_of_json(run: Run, folder: Path) -> None:
    _, out, _ = run(folder / "b.md", "--entities")
    [mention] = map(json.loads, out.splitlines())
    text = (folder / "b.md").read_text(encoding="utf-8")
    assert text[mention["start"] : mention["end"]] == mention["text"] == "Lead"
    assert set(mention) == {"text", "type", "start", "end", "iri", "source"}


def test_lines_to_read_hold_nothing_that_steers_a_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("Wax\u202e wets \u2066tin. \x9bLead rests.", encoding="utf-8")
    status, out, _ = run(path)
    assert status == 0
    assert "– mitigates – rests." in out
    assert not {"\x1b", "\x9b", "\u202e", "\u2066"} & set(out)


def test_mentions_to_read(run: Run, folder: Path) -> None:
    _, out, _ = run(folder / "a.txt", "--entities", "--format", "text")
    assert "0–3  Material  Wax  (new)" in out


def test_a_folder_is_read_and_a_bad_file_is_named_while_the_others_run(run: Run, folder: Path) -> None:
    status, out, err = run(folder, "--format", "jsonl")
    assert status == 1
    assert sentences(out) == ALL
    assert err == [f"sse-kg: {folder / 'c.pdf'} is a broken PDF; fetch it again"]


@pytest.mark.parametrize("jobs", [1, 3])
def test_papers_come_in_order_however_many_are_read_at_once(jobs: int, folder: Path) -> None:
    found = find_papers([folder / "b.md", folder, folder / "missing.txt"])
    assert [path.name for path in found] == ["b.md", "a.txt", "c.pdf", "d.html", "missing.txt"]
    told = [(one.path.name, one.document is not None) for one in read_papers(found, jobs)]
    assert told == [("b.md", True), ("a.txt", True), ("c.pdf", False), ("d.html", True), ("missing.txt", False)]


def test_papers_are_read_only_as_they_are_needed(folder: Path) -> None:
    def named() -> Iterator[Path]:
        yield folder / "a.txt"
        raise AssertionError("the second paper was asked for too early")

    assert next(read_papers(named())).document is not None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere/"], "no such file"),
        (["--resume", "a.txt"], "--resume needs the -o"),
        (["a.txt", "-o", "a.txt"], "is one of the papers"),
        (["."], "no paper is in"),
        ([], "Missing argument"),
    ],
)
def test_wrong_use_gets_one_line(
    words: list[str], reason: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if "a.txt" in words:
        (tmp_path / "a.txt").write_text("Tin wets.", encoding="utf-8")
    status, out, err = run(*words)
    assert status in (1, 2)
    assert out == ""
    assert reason in err[0]
    assert len(err) == 1


# ── stopping and going on ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def many(tmp_path: Path) -> Path:
    place = tmp_path / "many"
    place.mkdir()
    for number in range(6):
        (place / f"{number}.txt").write_text(f"Paper{number} wets tin.", encoding="utf-8")
    return place


def stop_at(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a paper is worked on."""

    def interrupted(self: Extractor, documents: Iterator[Document], processes: int = 1) -> Iterator[Extraction]:
        for document in documents:
            if Path(document.source).name == name:
                raise KeyboardInterrupt
            yield echo(document)

    monkeypatch.setattr(Extractor, "extract_many", interrupted)


def test_ctrl_c_keeps_what_is_done_and_resume_goes_on(
    run: Run, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        stop_at("3.txt", patch)
        status, _, err = run(many, "-o", out)
    assert status == 130
    assert err == [f"sse-kg: stopped; 3 of 6 papers are in {out}, --resume goes on"]
    assert len(sentences(out.read_text(encoding="utf-8"))) == 3

    status, _, err = run(many, "-o", out)
    assert status == 1
    assert "is unfinished; add --resume" in err[0]

    assert run(many, "-o", out, "--resume")[0] == 0
    assert sentences(out.read_text(encoding="utf-8")) == [f"Paper{number} wets tin." for number in range(6)]
    assert [path.name for path in tmp_path.glob("out*")] == ["out.jsonl"]

    assert run(many, "-o", out, "--resume") == (0, "", [f"sse-kg: {out} is finished; there is nothing to resume"])


def test_half_a_paper_that_a_crash_left_is_written_again(run: Run, many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(OSError, match="the power goes"), ResultsFile(out, "jsonl of candidates", resume=False) as file:
        file.add(str(many / "0.txt"), b'{"sentence": "kept"}\n')
        file.file.write(b'{"sentence": "ha')
        raise OSError("the power goes")
    assert run(many, "-o", out, "--resume")[0] == 0
    assert sentences(out.read_text(encoding="utf-8")) == [
        "kept",
        *(f"Paper{number} wets tin." for number in range(1, 6)),
    ]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("{", "is broken; remove it"),
        ('{"kind": "jsonl of mentions", "bytes": 0, "done": []}', "holds jsonl of mentions, not jsonl of candidates"),
        ('{"kind": "jsonl of candidates", "bytes": 99, "done": []}', "is shorter than"),
    ],
)
def test_a_note_that_does_not_fit_is_refused(state: str, reason: str, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"kept")
    out.with_name("out.jsonl.state").write_text(state, encoding="utf-8")
    with pytest.raises(SseKgError, match=reason):
        ResultsFile(out, "jsonl of candidates", resume=True)
    assert out.read_bytes() == b"kept"


def test_bad_papers_are_tried_again_when_resumed(
    run: Run, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (many / "1.txt").write_bytes(b"\xff\xff")
    out = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        stop_at("4.txt", patch)
        run(many, "-o", out)
    (many / "1.txt").write_text("Mended wets tin.", encoding="utf-8")
    status, _, err = run(many, "-o", out, "--resume", "--jobs", "2")
    assert (status, err) == (0, [])
    assert sorted(sentences(out.read_text(encoding="utf-8")))[0] == "Mended wets tin."
    assert len(sentences(out.read_text(encoding="utf-8"))) == 6


def test_a_full_disk_is_one_line(run: Run, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        patch.setattr("extract.results_file.os.fsync", full)
        status, _, err = run(many, "-o", out)
    assert (status, err) == (1, ["sse-kg: No space left on device"])
    assert "is no file" in run(many, "-o", "/dev/null")[2][0]


def test_the_review_is_read_as_it_stands(shared: Path) -> None:
    [outcome] = read_papers([shared / "review.txt"])
    assert outcome.document
    assert len([s for s in outcome.document.sentences if s.section[:1].isdigit()]) == 461


def test_a_toy_paper_in_every_form_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(papers.as_text(), encoding="utf-8")
    (tmp_path / "b.html").write_text(papers.as_html(), encoding="utf-8")
    papers.write_pdf(tmp_path / "c.pdf")
    status, out, _ = run(tmp_path, "--format", "jsonl", "-j", "2")
    assert status == 0
    assert len(out.splitlines()) == 3 * 22


def test_two_processes_find_what_one_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("An alucone film suppresses sodium dendrites.\n", encoding="utf-8")
    told = []
    for jobs in ("1", "2"):
        assert main(["extract", str(tmp_path), "--entities", "--jobs", jobs]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert len(told[0].splitlines()) >= 2


def test_cells_that_gave_nothing_are_told() -> None:
    cells = [UnreadCell(2, row, "σ (mS/cm)", f"{row}?") for row in range(1, 8)]
    told = say_unread(Extraction(Document("a.txt", "", (), ()), (), (), tuple(cells)))
    assert told.startswith("a.txt: not understood in tables: Table 2 row 1: 1?; Table 2 row 2: 2?")
    assert told.endswith("and 2 more")
    assert not say_unread(Extraction(Document("a.txt", "", (), ()), (), ()))
