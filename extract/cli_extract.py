"""`sse-kg extract` and `sse-kg text`: papers -> candidate statements and mentions; a person's own copies of papers."""

import typer


def add_commands(app: typer.Typer) -> None:
    """Give the commands of this file to the command line."""
