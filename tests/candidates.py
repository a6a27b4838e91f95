"""Candidate statements in our own words, as `sse-kg extract` prints them."""

import json
from pathlib import Path
from typing import Any

from kg.names import resource, term

BROMIDE = "Na2.9PS3.9Br0.1"


def thing(identifier: str, text: str = "", type: str = "Material") -> dict[str, str | None]:
    """A thing that the graph knows."""
    return {"text": text or identifier, "type": type, "iri": resource(identifier)}


def unknown(text: str, type: str = "Material") -> dict[str, str | None]:
    """A thing that the graph does not know."""
    return {"text": text, "type": type, "iri": None}


def measured(name: str, text: str = "conductivity") -> dict[str, str | None]:
    """A property of the ontology."""
    return {"text": text, "type": "Property", "iri": term(name)}


DENDRITES = thing("dendrite-growth", "dendrites", "FailureMechanism")


def candidate(**changes: Any) -> dict[str, Any]:
    """A statement on dendrites, with changes."""
    return {
        "subject": thing("Na3PS4"), "predicate": "causes", "object": DENDRITES, "value": None, "unit": None,
        "source": "doe.txt", "section": "2", "start": 0, "end": 32, "sentence": "Bare Na3PS4 lets dendrites grow.",
        "references": [3], "negated": False, "confidence": 0.7, "rule": "toy-verb",
    } | changes  # fmt: skip


def bromide(**changes: Any) -> dict[str, Any]:
    """A value of an electrolyte that is new."""
    value = {
        "subject": unknown(BROMIDE), "predicate": "hasValue", "object": measured("IonicConductivity"), "value": 0.9,
        "unit": "mS/cm", "sign": "=", "conditions": {"temperature": "25 °C"}, "section": "3", "confidence": 0.92,
        "sentence": f"Pellets of {BROMIDE} reach a conductivity of 0.9 mS/cm at 25 °C.", "rule": "toy-value",
    }  # fmt: skip
    return candidate(**(value | changes))


def denial(**changes: Any) -> dict[str, Any]:
    """What the paper says is not so."""
    said = {
        "subject": unknown(BROMIDE), "negated": True, "section": "4", "confidence": 0.6,
        "sentence": f"With {BROMIDE} no dendrites were seen.",
    }  # fmt: skip
    return candidate(**(said | changes))


def write_run(path: Path, *candidates: dict[str, Any]) -> Path:
    """A file of candidates."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in candidates), encoding="utf-8")
    return path
