"""The figures of a measured extraction, as a table for a person and as JSON for programs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from extract.evaluate import TRUSTED, Judgement, Tally, entity_tallies, relation_tallies, reliability, trusted
from extract.faults import Fault, entity_faults, relation_faults
from kg.cli_say import clean


def figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """The figures as JSON holds them."""
    sure = trusted(judgements)
    return {
        "sentences": len(judgements),
        "entities": {
            "strict": _tallies(entity_tallies(judgements, relaxed=False)),
            "relaxed": _tallies(entity_tallies(judgements, relaxed=True)),
        },
        "relations": _tallies(relation_tallies(judgements)),
        "errors": {"entities": _kinds(_entity_faults(judgements)), "relations": _kinds(_relation_faults(judgements))},
        "reliability": [
            {"from": one.start, "to": one.end, "found": one.found, "confidence": one.confidence, "right": one.right}
            for one in reliability(judgements)
        ],
        "trusted": {"from": TRUSTED, **_tally(sure)},
    }


def misses(judgements: Sequence[Judgement]) -> list[dict[str, Any]]:
    """The faults of each sentence that has any, as JSON holds them."""
    return [
        {
            "id": one.gold.id,
            "text": one.gold.text,
            "entities": [vars(fault) for fault in entity_faults(one)],
            "relations": [vars(fault) for fault in relation_faults(one)],
        }
        for one in judgements
        if entity_faults(one) or relation_faults(one)
    ]


def report(judgements: Sequence[Judgement]) -> str:
    """The figures as tables of text."""
    sure = trusted(judgements)
    lines = [f"sentences: {len(judgements)}"]
    lines += _table("entities, strict", entity_tallies(judgements, relaxed=False))
    lines += _table("entities, relaxed", entity_tallies(judgements, relaxed=True))
    lines += _table("relations", relation_tallies(judgements))
    lines += _counts("errors of entities", _kinds(_entity_faults(judgements)))
    lines += _counts("errors of relations", _kinds(_relation_faults(judgements)))
    lines += ["", f"{'confidence':<24}{'found':>7}{'mean':>8}{'right':>8}"]
    for one in reliability(judgements):
        lines.append(f"{f'{one.start:.1f} to {one.end:.1f}':<24}{one.found:>7}{one.confidence:>8.3f}{one.right:>8.3f}")
    lines.append(f"{f'{TRUSTED} and more':<24}{sure.found:>7}{'':>8}{sure.precision:>8.3f}")
    return "\n".join(lines)


def misses_report(judgements: Sequence[Judgement]) -> str:
    """The faults of each sentence that has any, as text."""
    lines = []
    for one in judgements:
        faults = [*entity_faults(one), *relation_faults(one)]
        if faults:
            lines.append(f"{clean(one.gold.id)}: {clean(one.gold.text)}")
            lines += [f"    {_said(fault)}" for fault in faults]
    return "\n".join(lines)


def _said(fault: Fault) -> str:
    both = " → " if fault.gold and fault.found else ""
    return f"{fault.kind}: {clean(fault.gold)}{both}{clean(fault.found)}"


def _table(title: str, tallies: dict[str, Tally]) -> list[str]:
    lines = ["", f"{title:<24}{'gold':>7}{'found':>7}{'right':>7}{'P':>8}{'R':>8}{'F1':>8}"]
    for name, one in tallies.items():
        counts = f"{one.gold:>7}{one.found:>7}{one.right:>7}"
        lines.append(f"{name:<24}{counts}{one.precision:>8.3f}{one.recall:>8.3f}{one.f1:>8.3f}")
    return lines


def _counts(title: str, kinds: dict[str, int]) -> list[str]:
    return ["", title, *(f"{kind:<24}{count:>7}" for kind, count in kinds.items())]


def _entity_faults(judgements: Sequence[Judgement]) -> list[Fault]:
    return [fault for one in judgements for fault in entity_faults(one)]


def _relation_faults(judgements: Sequence[Judgement]) -> list[Fault]:
    return [fault for one in judgements for fault in relation_faults(one)]


def _kinds(faults: Sequence[Fault]) -> dict[str, int]:
    """How many faults there are of each kind, the most frequent first."""
    return dict(Counter(fault.kind for fault in faults).most_common())


def _tallies(tallies: dict[str, Tally]) -> dict[str, dict[str, float]]:
    return {name: _tally(one) for name, one in tallies.items()}


def _tally(one: Tally) -> dict[str, float]:
    return {**vars(one), "precision": one.precision, "recall": one.recall, "f1": one.f1}
