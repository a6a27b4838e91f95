"""The rules of extraction, as tables beside this file: read once, shared by all."""

from functools import cache
from importlib.resources import files


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The lines of a table of rules, by column.

    >>> rows("modifiers")[0].keys()
    dict_keys(['word', 'roles'])
    """
    lines = files(__name__).joinpath(f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    return tuple(dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:] if line)
