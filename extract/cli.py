"""The whole command line: the commands of the graph, and those that read papers, one file for each group of them."""

import sys

from extract import cli_evaluate, cli_extract, cli_review
from kg.cli import app, main

__all__ = ["app", "main"]

cli_extract.add_commands(app)
cli_review.add_commands(app)
cli_evaluate.add_commands(app)

if __name__ == "__main__":
    sys.exit(main())
