"""`python -m kg` is `sse-kg` without the commands that read papers."""

import sys

from kg.cli import main

if __name__ == "__main__":
    sys.exit(main())
