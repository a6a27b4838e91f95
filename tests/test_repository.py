"""The repository as a whole: what a person installs, and what must not stand in any file."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

PACKAGES = {"kg", "extract", "ui", "ontology"}
NEEDED = {
    "ontology/sse.ttl",
    "ontology/shapes.ttl",
    "kg/data/columns.tsv",
    "kg/data/sections.tsv",
    "kg/data/tables.tsv",
}
DATA = {".tsv", ".ttl", ".json", ".js", ".css"}
QUESTION = "strategies mitigating Na2S interphase"

# Spelled in parts, so that this file passes its own test.
MACHINE_PATH = re.compile(r"(?<![\w.-])/(?:work|root)/")
REGISTRIES = tuple(
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("anaconda", "org"),
    ]
)


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """What a command prints; a test that calls it fails with what the command complained of."""
    done = subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as a release would have it, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, repository, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment that holds the wheel and borrows the libraries of this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(home), "platbase": str(home)})
    python = Path(paths["scripts"], "python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=home)
    here = sysconfig.get_paths()
    borrowed = dict.fromkeys([here["purelib"], here["platlib"]])
    Path(paths["purelib"], "borrowed.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    return python.parent


def tracked(repository: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each file under version control."""
    if not (repository / ".git").exists():
        pytest.skip("not a git checkout")
    names = run("git", "ls-files", "-z", cwd=repository).split("\0")
    for name in filter(None, names):
        if (repository / name).is_file():
            yield name, (repository / name).read_text(encoding="utf-8", errors="replace")


def test_wheel_holds_four_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES
    assert len(tops) == len(PACKAGES) + 1


def test_wheel_holds_every_module_and_data_file(wheel: Path, repository: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    there = {
        path.relative_to(repository).as_posix()
        for package in PACKAGES
        for path in (repository / package).rglob("*")
        if path.suffix in DATA | {".py"}
    }
    assert not (there | NEEDED) - names


def test_wheel_carries_the_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE", "LICENSE-DATA", "NOTICE"}


def test_installed_wheel_answers_from_anywhere(installed: Path, repository: Path, tmp_path: Path) -> None:
    if not (repository / "kg" / "cli.py").exists():
        pytest.skip("kg/cli.py is not there yet")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    env["SSE_KG_HOME"] = str(tmp_path / "home")
    where = run(installed / "python", "-c", "import kg; print(kg.__file__)", cwd=tmp_path, env=env)
    assert Path(where.strip()).is_relative_to(installed.parent)
    assert kg.__version__ in run(installed / "sse-kg", "--version", cwd=tmp_path, env=env)
    run(installed / "sse-kg", "build", cwd=tmp_path, env=env)
    answer = json.loads(run(installed / "sse-kg", "ask", QUESTION, "--json", cwd=tmp_path, env=env))
    assert answer["status"] == "answered"
    assert answer["results"]


def test_changelog_knows_this_version(repository: Path) -> None:
    assert f"\n## [{kg.__version__}]" in (repository / "CHANGELOG.md").read_text(encoding="utf-8")


def test_citation_names_this_version(repository: Path) -> None:
    assert f"\nversion: {kg.__version__}\n" in (repository / "CITATION.cff").read_text(encoding="utf-8")


def test_no_sentence_of_the_review_is_copied(repository: Path, shared: Path) -> None:
    """Rows of formulae stand in any table of the same cells and are facts; the tool takes their symbols for words."""
    tool = shared / "tools" / "copied_text.py"
    done = subprocess.run(
        [sys.executable, tool, repository], capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    *runs, summary = done.stdout.splitlines()
    assert re.fullmatch(rf"{len(runs)} runs of \d+ words from the review in .*", summary), done.stderr
    table = (repository / "kg" / "data" / "elements.tsv").read_text(encoding="utf-8").splitlines()[1:]
    symbols = {line.split("\t")[0].lower() for line in table}
    assert not [run for run in runs if not set(run.split(": ", 1)[1].removesuffix(" ...").split()) <= symbols]


def test_no_file_names_a_path_of_one_machine(repository: Path) -> None:
    found = [name for name, text in tracked(repository) if MACHINE_PATH.search(text) or f"{repository}/" in text]
    assert not found


def test_no_file_names_a_package_registry(repository: Path) -> None:
    found = [f"{name}: {host}" for name, text in tracked(repository) for host in REGISTRIES if host in text]
    assert not found
