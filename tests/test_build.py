"""Tables and ontology become a published graph: the same for the same input, and never half."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from toy import FOLDER, add_rows, change_rows, toy_folder

from kg.build import EXTRA, build, data_folders, ready, stamp
from kg.errors import OntologyError, StoreError, TableError
from kg.names import resource, term
from kg.store import dump, live_folder, open_store

GRAPH = "import sys; from kg.build import ready; from test_build import digest; print(digest(ready()))"


def digest(folder: Path) -> str:
    """What a built graph holds, as one number: the store and the files beside it."""
    found = sha256(dump(open_store(folder)))
    sides = sorted(path for path in folder.iterdir() if path.is_file())
    assert {path.name for path in sides} >= {"lexicon.json", "sketch.json"}
    for path in sides:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


@pytest.mark.usefixtures("toy_home")
def test_a_build_is_published_and_tells_its_steps() -> None:
    told: list[str] = []
    folder = build((), told.append)
    assert folder == live_folder()
    assert [line.split()[0] for line in told] == ["reading", "reading", "making", "writing"]
    assert len(open_store(folder)) > 50_000


@pytest.mark.usefixtures("toy_home")
def test_a_second_build_gives_the_same_graph() -> None:
    one = build((FOLDER,))
    before = digest(one)
    other = build((FOLDER,))
    assert other != one, "no folder is written twice"
    assert digest(other) == before
    assert live_folder() == other


def test_the_seed_of_hashes_does_not_matter(tmp_path: Path, repository: Path) -> None:
    path = os.pathsep.join([str(repository), str(repository / "tests")])
    found = set()
    for seed in ("0", "1"):
        home = {"SSE_KG_HOME": str(tmp_path / seed), EXTRA: str(FOLDER)}
        env = {**os.environ, **home, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        run = subprocess.run(
            [sys.executable, "-c", GRAPH], env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert run.returncode == 0, run.stderr
        found.add(run.stdout)
    assert len(found) == 1


@pytest.mark.usefixtures("toy_home")
def test_ready_builds_once_and_again_when_its_input_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = toy_folder(tmp_path)
    monkeypatch.setenv(EXTRA, str(folder))
    first = ready()
    assert ready() == first
    change_rows(folder, "measurements", "value", "43")
    second = ready()
    assert second != first
    assert ready() == second
    ask = f"ASK {{ ?m <{term('ofProperty')}> <{term('Gloss')}> ; <{term('value')}> 43e0 }}"
    assert open_store(second).ask(ask)


@pytest.mark.usefixtures("toy_home")
def test_ready_builds_again_when_the_graph_was_removed() -> None:
    first = ready()
    first.rename(first.with_name("gone"))
    assert ready().is_dir()


@pytest.mark.usefixtures("toy_home")
@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("claims.tsv", "no header", TableError),
        ("own.ttl", "sse:Humming a owl:Class", OntologyError),
    ],
)
def test_a_build_that_fails_leaves_the_graph_of_before(
    name: str, content: str, error: type[Exception], tmp_path: Path
) -> None:
    before = build((FOLDER,))
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(error):
        build((tmp_path,))
    assert live_folder() == before
    assert open_store().ask(f"ASK {{ <{resource('pellet-humming')}> ?p ?o }}")


def test_the_stamp_changes_with_tables_and_ontology_only(tmp_path: Path) -> None:
    folder = toy_folder(tmp_path)
    stamps = [stamp((folder,))]
    (folder / "paper.txt").write_text("Nothing of this is read.", encoding="utf-8")
    assert stamp((folder,)) == stamps[0] == stamp((FOLDER,))
    add_rows(folder, "groups", {"id": "group-new", "label": "New group"})
    stamps.append(stamp((folder,)))
    with (folder / "toy.ttl").open("a", encoding="utf-8") as turtle:
        turtle.write("# a remark\n")
    stamps += [stamp((folder,)), stamp()]
    assert len(set(stamps)) == 4


def test_further_folders_are_named_as_in_a_path(
    toy_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(EXTRA, raising=False)
    assert data_folders() == ()
    monkeypatch.setenv(EXTRA, f"{tmp_path}{os.pathsep}{os.pathsep}{FOLDER}")
    assert data_folders() == (tmp_path, FOLDER)
    monkeypatch.setenv(EXTRA, str(tmp_path / "nowhere"))
    with pytest.raises(StoreError, match="nowhere', which is no folder: correct it or unset it"):
        data_folders()
