"""The committed tables: complete, in canonical order, and nothing in them that the review does not have."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import FOLDER, rows_of

from extract.text import read_text
from kg.curated import column_dictionary, data_folder, dictionary_markdown, read_curated, write_table
from kg.curated_check import VERDICTS
from kg.fingerprint import fingerprint
from kg.model import Cell, Curated, Measurement, Statement

ROWS = {1: 33, 2: 11, 3: 8, 4: 15}
TWICE = {59: 37, 97: 58, 126: 123, 127: 124, 128: 125, 129: 121, 135: 36}
REVIEWED = data_folder() / "reviewed"
TABLES = [(folder, table) for folder in (data_folder(), REVIEWED, FOLDER) for table in column_dictionary()]
TABLES = [(folder, table) for folder, table in TABLES if (folder / f"{table}.tsv").exists()]
MEND_README = (
    '.venv/bin/python -c "from kg.curated import data_folder, dictionary_markdown; '
    "(data_folder() / 'README.md').write_text(dictionary_markdown(), encoding='utf-8')\""
)
MEND_TABLE = (
    '.venv/bin/python -c "from pathlib import Path; from kg.curated import column_dictionary, write_table; '
    "from kg.tables import read_table; folder, name = Path('{folder}'), '{table}'; "
    "rows = list(read_table(folder, name, column_dictionary()[name], [])); "
    "write_table(folder / f'{{name}}.tsv', name, [row.cells for row in rows])\""
)
GROUP = ("id", "label", "members", "aliases")
CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@pytest.fixture(scope="module")
def curated() -> Curated:
    return read_curated()


def facts_of(curated: Curated) -> list[Statement | Measurement | Cell]:
    return [*curated.statements, *curated.measurements, *curated.cells]


# the tables as text


def test_every_table_is_found() -> None:
    own = [table for folder, table in TABLES if folder == data_folder()]
    assert own == [table for table in column_dictionary() if table not in ("papers", *VERDICTS)]
    assert ("papers" in {table for folder, table in TABLES if folder == REVIEWED}) and len(own) == 15
    assert len([table for folder, table in TABLES if folder == FOLDER]) == 11


@pytest.mark.parametrize(("folder", "table"), TABLES)
def test_read_then_written_a_table_keeps_its_bytes(folder: Path, table: str, tmp_path: Path) -> None:
    write_table(tmp_path / "again.tsv", table, rows_of(folder, table))
    same = (tmp_path / "again.tsv").read_bytes() == (folder / f"{table}.tsv").read_bytes()
    assert same, f"{table}.tsv is not in canonical order; run: {MEND_TABLE.format(folder=folder, table=table)}"


@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(GROUP, CELLS))))
def test_any_text_survives_a_round_trip(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("round")
    write_table(folder / "groups.tsv", "groups", rows)
    once = (folder / "groups.tsv").read_bytes()
    write_table(folder / "groups.tsv", "groups", reversed(rows_of(folder, "groups")))
    assert (folder / "groups.tsv").read_bytes() == once
    said = {tuple(" ".join(row[name].split()) for name in GROUP) for row in rows} - {("",) * 4}
    assert {tuple(row.values()) for row in rows_of(folder, "groups")} == said


def test_lines_stand_in_natural_order_whatever_order_they_come_in(tmp_path: Path) -> None:
    numbers = ["4.10", "4.2", "4.2.1", "10", "4²2", "04.2"]
    for order in (numbers, numbers[::-1]):
        write_table(tmp_path / "sections.tsv", "sections", [{"number": n, "label": "x"} for n in order])
        lines = [row["number"] for row in rows_of(tmp_path, "sections")]
        assert lines == ["04.2", "4.2", "4.2.1", "4.10", "4²2", "10"]


def test_readme_is_the_column_dictionary() -> None:
    readme = (data_folder() / "README.md").read_text(encoding="utf-8")
    assert readme == dictionary_markdown(), f"run: {MEND_README}"


def test_readme_speaks_of_every_file_and_column() -> None:
    readme = dictionary_markdown()
    names = {path.name for path in data_folder().glob("*.tsv")}
    assert len(names) == 18
    assert [name for name in sorted(names) if name not in readme] == []
    lines = [line for line in readme.splitlines() if line.startswith("| `")]
    assert len(lines) == sum(map(len, column_dictionary().values()))
    assert {line.replace("\\|", "").count("|") for line in lines} == {5}


def test_every_column_says_what_it_holds() -> None:
    columns = [column for columns in column_dictionary().values() for column in columns]
    assert [column.name for column in columns if not column.meaning.endswith(".")] == []
    kinds = Counter(column.kind.partition(":")[0] for column in columns)
    assert kinds["conditions"] == 2
    assert len(kinds) == 24


# what the review has


@pytest.mark.parametrize(("table", "count"), ROWS.items())
def test_every_row_of_the_reviews_tables_has_values(table: int, count: int, curated: Curated) -> None:
    rows = {p.row for m in curated.measurements for p in m.source.places if p.table == table}
    assert rows == set(range(1, count + 1))


def test_every_row_of_table_4_is_a_cell(curated: Curated) -> None:
    rows = [p.row for cell in curated.cells for p in cell.source.places if p.table == 4]
    assert sorted(rows) == list(range(1, ROWS[4] + 1))


def test_conductors_of_tables_1_and_2_have_conductivity_and_barrier(curated: Curated) -> None:
    for table in (1, 2):
        have = {(p.row, m.property) for m in curated.measurements for p in m.source.places if p.table == table}
        wanted = {"IonicConductivity", "ActivationEnergy"}
        assert have >= {(row, name) for row in range(1, ROWS[table] + 1) for name in wanted}


def test_every_reference_is_listed_and_works_listed_twice_are_marked(curated: Curated) -> None:
    assert list(curated.references) == list(range(1, 169))
    assert {n: r.same_as for n, r in curated.references.items() if r.same_as} == TWICE
    for number, same in TWICE.items():
        one, other = curated.references[number], curated.references[same]
        assert (one.year, one.authors[-1]) == (other.year, other.authors[-1])


def test_every_fact_stands_somewhere_that_exists(curated: Curated) -> None:
    sentences = {(s.section, s.number) for s in curated.sentences}
    facts = facts_of(curated)
    assert len(facts) > 2600
    assert [fact for fact in facts if not (fact.source.places or fact.source.accepted)] == []
    lost = [
        str(place)
        for fact in facts
        for place in fact.source.places
        if (place.section, place.sentence) not in {*sentences, (place.section, 0)}
        and not 1 <= place.row <= ROWS.get(place.table, 0)
    ]
    assert lost == []


def test_every_sentence_is_read_or_says_why_not(curated: Curated) -> None:
    read = [fact for fact in facts_of(curated) if not fact.source.accepted]
    cited = {(p.section, p.sentence) for fact in read for p in fact.source.places}
    assert len(curated.sentences) == 461
    assert [s for s in curated.sentences if ((s.section, s.number) in cited) == bool(s.skip)] == []


def test_sentences_are_numbered_without_a_gap(curated: Curated) -> None:
    numbers: dict[str, list[int]] = {}
    for sentence in curated.sentences:
        numbers.setdefault(sentence.section, []).append(sentence.number)
    assert numbers.keys() <= curated.sections.keys()
    assert [section for section, found in numbers.items() if found != list(range(1, len(found) + 1))] == []


def test_fingerprints_are_those_of_the_review(curated: Curated, shared: Path) -> None:
    read = read_text("review.txt", (shared / "review.txt").read_text(encoding="utf-8")).sentences
    found = [(s.section, s.number, s.paragraph, fingerprint(s.text)) for s in read if s.section]
    assert found == [(s.section, s.number, s.paragraph, s.fingerprint) for s in curated.sentences]


def test_fingerprints_of_the_toy_paper_are_those_of_its_sentences() -> None:
    read = read_text("paper.txt", (FOLDER / "paper.txt").read_text(encoding="utf-8")).sentences
    kept = read_curated(FOLDER).sentences[-7:]
    assert [(s.section, s.number, s.paragraph, fingerprint(s.text)) for s in read] == [
        (s.section, s.number, s.paragraph, s.fingerprint) for s in kept
    ]
