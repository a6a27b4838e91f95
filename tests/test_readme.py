"""The README's example runs, and what it links to is there."""

import doctest
import re
from pathlib import Path


def test_example_runs(repository: Path) -> None:
    failed, tried = doctest.testfile(str(repository / "README.md"), module_relative=False)
    assert tried >= 2
    assert failed == 0


def test_links_lead_somewhere(repository: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", (repository / "README.md").read_text(encoding="utf-8"))
    assert len(links) >= 5
    assert [link for link in links if not (repository / link).exists()] == []
