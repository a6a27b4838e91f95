"""Questions that teach what can be asked, from `examples.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Group:
    """Questions of one kind; `icon` is the name of a Material symbol."""

    title: str
    icon: str
    questions: tuple[str, ...]


@cache
def groups() -> tuple[Group, ...]:
    """All groups in the order of the file."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(Group(one["title"], one["icon"], tuple(one["questions"])) for one in data["group"])
