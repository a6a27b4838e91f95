"""Who may know what. The import directions themselves are contracts in pyproject.toml, checked by `make lint`."""

import ast
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("kg", "extract", "ui")
DATA = {".tsv", ".json", ".js"}
OUR_IRIS = "https://w3id.org/sse-kg"
SPARQL = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE|WHERE)\b[^{}]*\{|\bPREFIX\s+\w*:\s*<")
HEAVY = {"spacy", "rdflib", "pandas", "networkx", "streamlit"}


def sources(repository: Path, package: str) -> list[Path]:
    found = sorted((repository / package).rglob("*.py"))
    assert found, f"{package} holds no Python file"
    return found


def texts_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each string that the program uses; docstrings are prose and left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


@pytest.mark.parametrize("package", PACKAGES)
def test_only_names_spells_iris(repository: Path, package: str) -> None:
    spelled = [
        f"{path.relative_to(repository)}:{line}"
        for path in sources(repository, package)
        if path != repository / "kg" / "names.py"
        for line, text in texts_of_code(path)
        if OUR_IRIS in text
    ]
    spelled += [
        str(path.relative_to(repository))
        for path in (repository / package).rglob("*")
        if path.suffix in DATA and OUR_IRIS in path.read_text(encoding="utf-8")
    ]
    assert not spelled, "make these IRIs with kg.names: " + ", ".join(spelled)


def test_views_hold_no_sparql(repository: Path) -> None:
    queries = [
        f"{path.relative_to(repository)}:{line}"
        for path in sources(repository, "ui")
        for line, text in texts_of_code(path)
        if SPARQL.search(text)
    ]
    assert not queries, "a view draws an answer, kg asks for it: " + ", ".join(queries)


@pytest.mark.parametrize("module", ["kg.answer", "kg.question"])
def test_a_question_starts_without_heavy_libraries(repository: Path, module: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not there yet")
    script = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=repository, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    loaded = HEAVY & set(json.loads(run.stdout))
    assert not loaded, (
        f"import {module} loads {', '.join(sorted(loaded))}: see python -X importtime -c 'import {module}'"
    )
