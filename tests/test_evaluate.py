"""Measuring extraction: when what is found agrees with what is annotated, what the figures say, bad files of gold."""

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import confidence
from benchmarks.confidence import table
from extract.agreement import is_same_name, is_same_statement, matched, other_names
from extract.candidate import Argument, Candidate, Entity
from extract.cli import main
from extract.evaluate import Judgement, Tally, entity_tallies, judge, relation_tallies, reliability, trusted
from extract.extractor import Extractor
from extract.faults import entity_faults, relation_faults
from extract.figures import figures, misses, report
from extract.gold import GoldError, GoldSentence, Statement, read_gold

TEXT = "Na3PS4 (NPS) slows dendrites."
NPS = Entity("NPS", "Material", 8, 11)
NA3PS4 = Entity("Na3PS4", "Material", 0, 6)
DENDRITES = Entity("dendrites", "FailureMechanism", 19, 28)
SLOWS = Statement("Na3PS4", "mitigates", "dendrites")
VALUE = Statement("Na3PS4", "hasValue", "ionic conductivity", 0.2, "mS/cm")


def candidate(says: Statement, confidence: float = 0.9) -> Candidate:
    return Candidate(
        subject=Argument(says.subject, "Material"),
        predicate=says.predicate,
        object=Argument(says.object, "FailureMechanism"),
        source="toy.txt",
        section="",
        start=0,
        end=len(TEXT),
        sentence=TEXT,
        confidence=confidence,
        rule="toy",
        value=says.value,
        unit=says.unit,
        negated=says.negated,
    )


def judged(*found: Entity | Statement, gold: tuple[Entity | Statement, ...] = (NA3PS4, DENDRITES, SLOWS)) -> Judgement:
    def entities(items: tuple[Entity | Statement, ...]) -> tuple[Entity, ...]:
        return tuple(one for one in items if isinstance(one, Entity))

    def statements(items: tuple[Entity | Statement, ...]) -> tuple[Statement, ...]:
        return tuple(one for one in items if isinstance(one, Statement))

    sentence = GoldSentence("toy", TEXT, entities(gold), statements(gold))
    return Judgement(sentence, entities(found), tuple(map(candidate, statements(found))))


# ── when two agree ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (r"$\text{Na}_3\text{PS}_4$", "Na₃PS₄", True),
        ("Na3−xPS4", "Na3-xPS4", True),
        ("dense Na3PS4 pellet", "Na3PS4", True),
        ("the dendrites", "Dendrite", True),
        ("“glassy” film,", "glassy film", True),
        ("glass film", "glassy film", False),
        ("conductivity of ions", "ionic conductivity", False),
        ("Na3PS4", "Na3PSe4", False),
        ("…", "Na3PS4", False),
    ],
)
def test_names_agree(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is is_same_name(other, one) is same


def test_an_abbreviation_stands_for_the_name_before_its_brackets() -> None:
    names = other_names((NA3PS4, NPS, DENDRITES), TEXT)
    assert is_same_statement(SLOWS, Statement("NPS", "mitigates", "dendrites"), names)
    assert not is_same_statement(SLOWS, Statement("NPS", "mitigates", "dendrites"), {})


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        (SLOWS, SLOWS, True),
        (SLOWS, Statement("dendrites", "mitigates", "Na3PS4"), False),
        (SLOWS, Statement("Na3PS4", "mitigates", "dendrites", negated=True), False),
        (Statement("Sn", "pairedWith", "NPS"), Statement("NPS", "pairedWith", "Sn"), True),
        (Statement("Sn", "stableAgainst", "NPS"), Statement("NPS", "stableAgainst", "Sn"), True),
        (Statement("Sn", "forms", "Na2S"), Statement("Na2S", "forms", "Sn"), False),
        (VALUE, Statement("Na3PS4", "hasValue", "conductivity", 0.2015, "mS/cm"), True),
        (VALUE, Statement("Na3PS4", "hasValue", "bulk conductivity", 0.2, "mS/cm"), True),
        (VALUE, Statement("Na3PS4", "hasValue", "conductivity", 0.21, "mS/cm"), False),
        (VALUE, Statement("Na3PS4", "hasValue", "conductivity", 0.2, "S/cm"), False),
        (VALUE, Statement("Na3PS4", "hasValue", "activation energy", 0.2, "mS/cm"), False),
        (VALUE, Statement("Na3PS4", "hasValue", "conductivity", None, "mS/cm"), False),
    ],
)
def test_statements_agree(gold: Statement, found: Statement, same: bool) -> None:
    assert is_same_statement(gold, found, {}) is same


def test_each_is_matched_once_and_the_surest_first() -> None:
    def begins_alike(one: str, other: str) -> bool:
        return one[0] == other[0]

    assert matched(["ab", "ac"], ["ac", "ad"], str.__eq__, begins_alike) == {1: 0, 0: 1}
    assert matched(["ab", "ab"], ["ab"], str.__eq__) == {0: 0}


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_place_counts_without_the_signs_around_it() -> None:
    text = "$Na3PS4$ glows"
    gold = GoldSentence("toy", text, (Entity("$Na3PS4$", "Material", 0, 8),), ())
    one = Judgement(gold, (Entity("Na3PS4", "Material", 1, 7),), ())
    assert entity_tallies([one], relaxed=False)["all"] == Tally(1, 1, 1)


def test_strict_wants_the_place_and_relaxed_a_part_of_it() -> None:
    one = judged(Entity("slows dendrites", "FailureMechanism", 13, 28), Entity("NPS", "Dopant", 8, 11))
    assert entity_tallies([one], relaxed=False)["all"] == Tally(2, 2, 0)
    assert entity_tallies([one], relaxed=True) == {
        "Dopant": Tally(0, 1, 0),
        "FailureMechanism": Tally(1, 1, 1),
        "Material": Tally(1, 0, 0),
        "all": Tally(2, 2, 1),
    }


def test_nothing_found_is_no_precision() -> None:
    tally = relation_tallies([judged()])["all"]
    assert (tally.precision, tally.recall, tally.f1) == (0, 0, 0)
    assert (Tally(0, 0, 0).recall, Tally(0, 0, 0).f1) == (0, 0)


def test_reliability_by_confidence() -> None:
    wrong = candidate(Statement("NPS", "causes", "dendrites"), 0.95)
    gold = GoldSentence("toy", TEXT, (), (SLOWS,))
    ones = [Judgement(gold, (), (candidate(SLOWS, 1.0), wrong)), Judgement(gold, (), (candidate(SLOWS, 0.3),))]
    low, high = reliability(ones)
    assert (low.start, low.end, low.found, low.confidence, low.right) == (0.0, 0.5, 1, 0.3, 1.0)
    assert (high.start, high.end, high.found, high.right) == (0.9, 1.0, 2, 0.5)
    assert high.confidence == pytest.approx(0.975)
    assert trusted(ones) == Tally(2, 2, 1)


# ── errors by kind ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        ((NA3PS4, DENDRITES), []),
        ((NA3PS4,), ["missed"]),
        ((NA3PS4, DENDRITES, NPS), ["spurious"]),
        ((NA3PS4, Entity("slows dendrites", "FailureMechanism", 13, 28)), ["wrong span"]),
        ((NA3PS4, Entity("dendrites", "Property", 19, 28)), ["wrong type"]),
        ((NA3PS4, Entity("slows dendrites", "Property", 13, 28)), ["wrong type and span"]),
    ],
)
def test_errors_of_entities(found: tuple[Entity, ...], kinds: list[str]) -> None:
    assert [fault.kind for fault in entity_faults(judged(*found))] == kinds


@pytest.mark.parametrize(
    ("gold", "found", "kinds"),
    [
        (SLOWS, SLOWS, []),
        (SLOWS, Statement("Na3PS4", "mitigates", "dendrites", negated=True), ["wrong negation"]),
        (SLOWS, Statement("dendrites", "mitigates", "Na3PS4"), ["wrong direction"]),
        (SLOWS, Statement("Na3PS4", "causes", "dendrites"), ["wrong predicate"]),
        (SLOWS, Statement("tin", "mitigates", "dendrites"), ["wrong subject"]),
        (SLOWS, Statement("Na3PS4", "mitigates", "cracks"), ["wrong object"]),
        (SLOWS, Statement("tin", "causes", "cracks"), ["missed", "spurious"]),
        (VALUE, Statement("Na3PS4", "hasValue", "ionic conductivity", 0.2, "S/cm"), ["wrong unit"]),
        (VALUE, Statement("Na3PS4", "hasValue", "ionic conductivity", 2.0, "mS/cm"), ["wrong value"]),
        (VALUE, Statement("Na3PS4", "hasValue", "activation energy", 0.2, "eV"), ["missed", "spurious"]),
        (VALUE, Statement("NPS", "hasValue", "ionic conductivity", 0.2, "mS/cm"), ["wrong subject"]),
        (VALUE, Statement("Na3PS4", "hasValue", "activation energy", 0.2, "mS/cm"), ["wrong object"]),
    ],
)
def test_errors_of_relations(gold: Statement, found: Statement, kinds: list[str]) -> None:
    assert [fault.kind for fault in relation_faults(judged(found, gold=(gold,)))] == kinds


def test_an_error_says_what_was_annotated_and_what_was_found() -> None:
    [fault] = relation_faults(judged(Statement("tin", "mitigates", "dendrites", negated=True), gold=(SLOWS,)))[:1]
    assert (fault.kind, fault.gold, fault.found) == ("missed", "Na3PS4 mitigates dendrites", "")
    assert str(VALUE) == "Na3PS4 hasValue ionic conductivity = 0.2 mS/cm"


def test_the_report_counts_errors() -> None:
    text = report([judged(NA3PS4, Statement("dendrites", "mitigates", "Na3PS4"))])
    assert text.startswith("sentences: 1\n")
    assert "wrong direction" in [line.split("  ")[0] for line in text.splitlines()]
    assert "0.9 to 1.0                    1   0.900   0.000" in text


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def line(**changes: object) -> str:
    entity = {"text": "Na3PS4", "type": "Material", "start": 0, "end": 6}
    relation = {"subject": "Na3PS4", "predicate": "mitigates", "object": "dendrites"}
    fields = {"id": "a", "text": TEXT, "entities": [entity], "relations": [relation]}
    return json.dumps({**fields, **changes})


def relation(**changes: object) -> list[dict[str, object]]:
    return [{"subject": "Na3PS4", "predicate": "hasValue", "object": "energy", "value": 1, "unit": "eV", **changes}]


def test_gold_is_read_and_blank_lines_are_none(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(f"\ufeff{line()}\n\n{line(id='b', relations=relation())}\n", encoding="utf-8")
    one, other = read_gold(file)
    assert one == GoldSentence("a", TEXT, (NA3PS4,), (SLOWS,))
    assert other.statements == (Statement("Na3PS4", "hasValue", "energy", 1.0, "eV"),)


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("{", ":2: this line is no JSON"),
        ("[1]", ":2: this line is no JSON object"),
        ("[" * 100_000, ":2: this line is no JSON"),
        (line(), ":2: the id 'a' is taken by an earlier line"),
        (line(id=7), ":2: 'id' is no text"),
        (line(id="b", text=None), ":2: there is no text 'text'"),
        (line(id="b", entities=None), ":2: 'entities' is no list of JSON objects"),
        (line(id="b", relations=[1]), ":2: 'relations' is no list of JSON objects"),
        (
            line(id="b", entities=[{"text": "NPS", "type": "Material", "start": 0, "end": 3}]),
            ":2: entity 'NPS' does not stand at 0 to 3 of the text",
        ),
        (
            line(id="b", entities=[{"text": "Na3PS4", "type": "Salt", "start": 0, "end": 6}]),
            ":2: entity 'Na3PS4': 'Salt' is no type: use one of Material, ",
        ),
        (
            line(id="b", entities=[{"text": "Na3PS4", "type": "Material", "start": False, "end": 6}]),
            ":2: entity 'Na3PS4' does not stand at False to 6 of the text",
        ),
        (line(id="b", relations=relation(predicate="likes")), ":2: relation of 'Na3PS4': 'likes' is no predicate"),
        (line(id="b", relations=relation(value=None)), ":2: relation of 'Na3PS4': hasValue without a number as value"),
        (line(id="b", relations=relation(value=float("nan"))), "hasValue without a number as value"),
        (line(id="b", relations=relation(value=True)), "hasValue without a number as value"),
        (line(id="b", relations=relation(unit=None)), ":2: relation of 'Na3PS4': hasValue without a text as unit"),
        (line(id="b", relations=relation(negated="no")), ":2: relation of 'Na3PS4': negated is neither true nor false"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str, complaint: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(f"{line()}\n{bad}\n", encoding="utf-8")
    with pytest.raises(GoldError) as error:
        read_gold(file)
    assert f"{file}:2:" in str(error.value)
    assert complaint in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "complaint"), [(b"\n \n", "there are no annotated sentences in it"), (b"\xff\xfe", "not UTF-8 text")]
)
def test_a_bad_file_is_named(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_bytes(content)
    with pytest.raises(GoldError, match=complaint):
        read_gold(file)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    def run(*words: str | Path) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    text = "The Na3PS4 film \x1b[2Jsuppresses dendrites."
    entities = [{"text": "film", "type": "Quantity", "start": 11, "end": 15}]
    file = tmp_path / "gold.jsonl"
    file.write_text(line(text=text, entities=entities) + "\n", encoding="utf-8")
    return file


def test_the_command_prints_tables(run: Callable[..., tuple[int, str, str]], gold: Path) -> None:
    status, out, err = run("evaluate", "extraction", gold)
    assert (status, err) == (0, "")
    assert all(title in out for title in ("entities, strict", "entities, relaxed", "relations", "confidence"))
    assert "wrong subject" not in out or "errors of relations" in out


def test_misses_are_listed_by_sentence_without_what_steers_a_terminal(
    run: Callable[..., tuple[int, str, str]], gold: Path
) -> None:
    out = run("evaluate", "extraction", gold, "--misses")[1]
    assert out.startswith("a: The Na3PS4 film  [2Jsuppresses dendrites.\n    ")
    assert "missed: [Quantity] film" in out or "wrong type" in out
    assert "\x1b" not in out


def test_figures_for_programs(run: Callable[..., tuple[int, str, str]], gold: Path) -> None:
    plain = json.loads(run("evaluate", "extraction", gold, "--json")[1])
    assert list(plain) == ["sentences", "entities", "relations", "errors", "reliability", "trusted"]
    assert plain["entities"]["strict"]["Quantity"] == {
        "gold": 1, "found": 0, "right": 0, "precision": 0, "recall": 0, "f1": 0,
    }  # fmt: skip
    [missed] = json.loads(run("evaluate", "extraction", gold, "--json", "--misses")[1])["misses"]
    assert missed["id"] == "a"
    assert {"kind", "gold", "found"} == set(missed["entities"][0])


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (("evaluate",), 2, "Missing command."),
        (("evaluate", "extraction"), 2, "Missing argument 'GOLD.jsonl'."),
        (("evaluate", "extraction", "nowhere.jsonl"), 1, "nowhere.jsonl: No such file or directory"),
        (("evaluate", "extraction", "."), 1, "Is a directory"),
    ],
)
def test_wrong_use_gets_one_line(
    run: Callable[..., tuple[int, str, str]], words: tuple[str, ...], status: int, complaint: str
) -> None:
    found, out, err = run(*words)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert complaint in err


# ── the same figures as those who annotated the review ───────────────────────────────────────────────────────────────


def test_the_figures_are_those_of_the_scorer_beside_the_checkout(
    shared: Path,
    extractor: Extractor,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gold = shared / "extraction" / "dev.jsonl"
    judgements = judge(extractor, read_gold(gold))
    found = tmp_path / "found.jsonl"
    found.write_text("".join(f"{json.dumps(as_found(one))}\n" for one in judgements), encoding="utf-8")
    scorer = loaded(shared / "extraction" / "score.py")
    monkeypatch.setattr(sys, "argv", ["score.py", str(gold), str(found)])
    scorer.main()
    theirs = capsys.readouterr().out.replace("micro", "all")
    ours = [
        f"{name:<24}{one.gold:>6}{one.found:>6}{one.precision:>8.3f}{one.recall:>8.3f}{one.f1:>8.3f}"
        for tallies in (
            entity_tallies(judgements, relaxed=False),
            entity_tallies(judgements, relaxed=True),
            relation_tallies(judgements),
        )
        for name, one in tallies.items()
    ]
    tables = [row.split() for row in theirs.splitlines() if row and row.split()[-1].replace(".", "").isdigit()]
    assert len(ours) > 20
    assert tables == [row.split() for row in ours]


def as_found(one: Judgement) -> dict[str, Any]:
    return {
        "id": one.gold.id,
        "entities": [entity.to_dict("") for entity in one.entities],
        "relations": [candidate.to_dict() for candidate in one.candidates],
    }


def loaded(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures_and_misses_hold_plain_json() -> None:
    one = judged(NA3PS4, Statement("dendrites", "mitigates", "Na3PS4"))
    assert json.loads(json.dumps(figures([one]))) == figures([one])
    assert [fault["kind"] for fault in misses([one])[0]["relations"]] == ["wrong direction"]


# ── confidence ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_share_of_a_rule_and_of_a_predicate_with_a_rule_seen_often() -> None:
    judged = [("improves", "verb up", True)] * 7 + [("improves", "verb up", False), ("worsens", "verb up", False)]
    assert table(judged) == [
        ("rule", "share", "found"),
        ("improves verb up", "0.74", "8"),
        ("verb up", "0.65", "9"),
    ]


def test_confidence_is_fitted_on_files_that_are_named(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(confidence, "TABLE", tmp_path / "confidence.tsv")
    confidence.main([str(gold)])
    assert "candidates" in capsys.readouterr().out
    assert (tmp_path / "confidence.tsv").read_text(encoding="utf-8").startswith("rule\tshare\tfound\n")
    with pytest.raises(SystemExit, match="give files of annotated sentences"):
        confidence.main([])
    with pytest.raises(SystemExit, match="No such file"):
        confidence.main(["nowhere.jsonl"])
