"""A home for the graph of its own, so that neither tests nor examples in docstrings touch a person's."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """SSE_KG_HOME for the session; the first test that opens the graph builds it there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSE_KG_HOME", str(tmp_path_factory.mktemp("sse-kg-home")))
        patch.delenv("SSE_KG_DATA", raising=False)
        patch.delenv("SSE_KG_REVIEWED", raising=False)
        yield
