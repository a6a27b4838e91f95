"""Questions from a JSONL file, one a line, and answers as JSON that any reader can take."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

LONGEST_LINE = 1_000_000  # bytes; a longer line is no question and is not kept in memory

# Characters some readers take for the end of a line, or a terminal for a command, though JSON allows them.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the file: a question with its id, or what is wrong with the line."""

    id: Any = None
    question: str = ""
    problem: str = ""


def read_batch(file: IO[bytes]) -> Iterator[Asked]:
    """The questions of a file in order; blank lines are passed over, a bad line yields its problem."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
            yield Asked(problem=f"line {number} is longer than {LONGEST_LINE:,} bytes; shorten it")
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield _read_line(line, number)


def _read_line(line: bytes, number: int) -> Asked:
    try:
        data = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        return Asked(problem=f"line {number} is not UTF-8 at byte {error.start + 1}; save the file as UTF-8")
    except RecursionError:
        return Asked(problem=f"line {number} is nested too deeply; write {_SHAPE}")
    except ValueError as error:
        return Asked(problem=f"line {number} is not JSON: {error}; write {_SHAPE}")
    if not isinstance(data, dict):
        return Asked(problem=f"line {number} is no object; write {_SHAPE}")
    if not isinstance(data.get("question"), str):
        return Asked(id=data.get("id"), problem=f"line {number} has no question; write {_SHAPE}")
    return Asked(data.get("id"), data["question"])


_SHAPE = '{"id": ..., "question": "..."}'


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def to_json(data: Any) -> bytes:
    """Data as one line of UTF-8 JSON, without any character that ends a line for some readers.

    >>> to_json({"question": "σ of Na₃PS₄?"}).decode()
    '{"question": "σ of Na₃PS₄?"}\\n'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:  # half a character in the id of a question, which is to come back as it was
        return f"{json.dumps(data, allow_nan=False)}\n".encode()
