"""Candidates and mentions of a paper as lines that a person reads."""

from extract.candidate import Candidate, Entity
from extract.extractor import Extraction
from kg.cli_say import clean

_MOST_CELLS = 5


def say_candidates(one: Extraction) -> str:
    """What a paper may state: under each sentence the statements found in it."""
    lines = [clean(one.document.source)]
    said = ""
    for candidate in one.candidates:
        if candidate.sentence != said:
            place = candidate.section if candidate.table is None else f"{_table(candidate.table)} row {candidate.row}"
            lines += ["", clean(f"  {place}  {candidate.sentence}" if place else f"  {candidate.sentence}")]
            said = candidate.sentence
        lines.append(f"    {clean(say_candidate(candidate))}")
    lines += [] if one.candidates else ["  nothing found"]
    return "\n".join(lines) + "\n\n"


def say_unread(one: Extraction) -> str:
    """Which cells of its tables gave no statement, as one line; nothing if there are none."""
    if not one.unread:
        return ""
    cells = [f"{_table(cell.table)} row {cell.row}: {cell.text}" for cell in one.unread]
    more = f" and {len(cells) - _MOST_CELLS} more" if len(cells) > _MOST_CELLS else ""
    return f"{one.document.source}: not understood in tables: {'; '.join(cells[:_MOST_CELLS])}{more}"


def _table(number: int) -> str:
    """A table as it is cited; 0 is one without a number."""
    return f"Table {number}" if number else "a table"


def say_candidate(one: Candidate) -> str:
    """A candidate on one line.

    >>> from extract.candidate import Argument
    >>> film, hum = Argument("wax film", "Material"), Argument("humming", "FailureMechanism")
    >>> say_candidate(Candidate(film, "mitigates", hum, "a.txt", "2", 0, 9, "", 0.825, "verb", references=(12,)))
    'wax film – mitigates – humming [12] (confidence 0.82, verb)'
    """
    words = "not " if one.negated else ""
    value = f" {one.sign} {one.value:g} {one.unit or ''}".rstrip() if one.value is not None else ""
    conditions = f" ({', '.join(f'{key} {text}' for key, text in one.conditions)})" if one.conditions else ""
    cited = f" [{', '.join(map(str, one.references))}]" if one.references else ""
    stated = f"{one.subject.text} – {words}{one.predicate} – {one.object.text}{value}{conditions}{cited}"
    return f"{stated} (confidence {one.confidence:.2f}, {one.rule})"


def say_entities(one: Extraction) -> str:
    """What a paper mentions, a mention a line."""
    lines = [clean(one.document.source), *(f"  {clean(_say_entity(entity))}" for entity in one.entities)]
    return "\n".join(lines) + "\n\n"


def _say_entity(one: Entity) -> str:
    return f"{one.start}–{one.end}  {one.type}  {one.text}{f'  <{one.iri}>' if one.iri else '  (new)'}"
