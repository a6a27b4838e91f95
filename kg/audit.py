"""The audit of the review: where it contradicts itself or probably misprints, by general rules over the curated facts.

Every rule is a small function that names its idea; nothing about a single material, group or paper stands in the code.
What a rule finds is no mistake of the tables: they say what the review prints.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg import audit_cells, audit_claims, audit_formulas, audit_references, audit_values
from kg.audit_book import Book, Fact, Finding, Range
from kg.curated import data_folder
from kg.errors import TableError, UnitError
from kg.model import Curated
from kg.quantity import read_unit
from kg.vocabulary import Vocabulary

Rule = Callable[[Book], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    *audit_claims.RULES,
    *audit_values.RULES,
    *audit_cells.RULES,
    *audit_formulas.RULES,
    *audit_references.RULES,
)
_HEADER = ["property", "unit", "low", "high", "why"]


def audit(curated: Curated, words: Vocabulary, ranges: dict[str, Range] | None = None) -> list[Finding]:
    """Every finding, in the order of the rules, each once."""
    book = Book(curated, words, read_ranges(words) if ranges is None else ranges)
    found = dict.fromkeys(finding for rule in RULES for finding in rule(book))
    return [finding for finding in found if not _is_shown(finding, found)]


def _is_shown(finding: Finding, found: Iterable[Finding]) -> bool:
    """Whether a curator's note on facts adds nothing to what a rule found on those and the same works."""
    if finding.rule != "noted by a curator":
        return False
    return any(
        set(finding.about) <= set(other.about)
        or (other.rule == "credited to others" and _works(finding) == _works(other))
        for other in found
        if other is not finding
    )


def _works(finding: Finding) -> set[int]:
    """The works that the facts of a finding cite."""
    facts = (thing for thing in finding.about if isinstance(thing, Fact))
    return {number for fact in facts for number in fact.source.references}


def read_ranges(words: Vocabulary, folders: Iterable[Path] = ()) -> dict[str, Range]:
    """The physical range of each property from `ranges.tsv`; a later folder overrides. Raises TableError.

    >>> from kg.vocabulary import read_vocabulary
    >>> read_ranges(read_vocabulary())["SpecificCapacity"].high
    1675.0
    """
    found: dict[str, Range] = {}
    problems: list[str] = []
    for path in (folder / "ranges.tsv" for folder in (data_folder(), *folders)):
        if not path.exists():
            continue
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        if lines[0] != _HEADER:
            problems.append(f"{path}:1: columns are {lines[0]}: they must be {_HEADER}")
            continue
        for number, cells in enumerate(lines[1:], 2):
            try:
                name, unit, low, high, why = cells
                limits = Range(read_unit(unit), float(low), float(high), why)
            except (ValueError, UnitError) as error:
                problems.append(f"{path}:{number}: {error}: write property, unit, low, high and why")
                continue
            if name not in words.properties or not limits.low < limits.high or not why:
                problems.append(f"{path}:{number}: '{name}' must be a property, low below high, and why be filled")
            found[name] = limits
    if problems:
        raise TableError(problems)
    return found
