"""`sse-kg serve`: the SPARQL endpoint as a command."""

from math import isnan
from typing import Annotated

import typer


def add_commands(app: typer.Typer) -> None:
    """Give the command of this file to the command line."""
    app.command()(serve)


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 is any free one.")] = 7878,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    timeout: Annotated[float, typer.Option(min=0.1, max=3600, help="Seconds a query may take.")] = 10,
    origin: Annotated[
        list[str] | None, typer.Option(help="A web page that may read it, as https://example.org; repeatable.")
    ] = None,
) -> None:
    """Answer SPARQL queries over HTTP.

    It reads the graph only, listens on this machine only unless told otherwise, and ends with Ctrl-C.
    """
    from kg.cli import UsageError, emit, open_graph
    from kg.serve import serve as answer

    if isnan(timeout):
        raise UsageError("serve", "--timeout is no number of seconds.")
    with open_graph() as graph:
        folder = graph.folder
    answer(
        folder,
        host=host,
        port=port,
        timeout=timeout,
        origins=origin or (),
        started=lambda address: emit(f"SPARQL endpoint at {address}; Ctrl-C ends it\n".encode()),
    )
