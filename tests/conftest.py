"""What every test may ask for."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from extract.extractor import Extractor
from kg.answer import Asker
from kg.build import ready

# On CI the same examples each time: a red run says something about the change, not about luck.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared(repository: Path) -> Path:
    """The folder beside the checkout that holds the review and the golden questions; not everybody has it."""
    folder = repository.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared beside the checkout")
    return folder


@pytest.fixture
def toy_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for a graph, so that no test reads or writes a person's own."""
    home = tmp_path / "sse-kg-home"
    home.mkdir()
    monkeypatch.setenv("SSE_KG_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def asker(session_home: None) -> Asker:
    """The project's own graph, built once in the home of the session and open for questions."""
    return Asker.open(ready())


@pytest.fixture(scope="session")
def extractor(session_home: None) -> Extractor:
    """An extractor with the names of the project's own graph."""
    return Extractor.open(ready())


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """A page that is tested leaves its script, soon gone, as the main module, which new processes would then load."""
    known = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = known
