"""Answers in words: a sentence a colleague would say, with figures, units and citations."""

from collections.abc import Sequence

from kg.evidence import Evidence
from kg.grammar import Form
from kg.reply import Result
from kg.wording import say_value

_MOST = 12
_MOST_AGAINST = 3
_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def cite(source: Result | Evidence) -> str:
    """Citations in brackets: numbers of the review's references, then the marks of other papers.

    >>> cite(Result("Na3PS4", references=(53, 107), papers=("doe-2027",)))
    ' [53, 107, doe-2027]'
    """
    marks = source.papers if isinstance(source, Result) else source.marks
    cited = ", ".join((*map(str, source.references), *marks))
    return f" [{cited}]" if cited else ""


def say_answer(
    results: Sequence[Result],
    evidence: Sequence[Evidence],
    boolean: bool | None,
    form: Form,
    otherwise: Sequence[Evidence] = (),
) -> str:
    """The answer in words; `otherwise` is that part of the evidence which contradicts the rest."""
    if boolean is not None:
        deciding = next((e for e in evidence if (e.stance == "denied") != boolean), next(iter(evidence), None))
        if results and results[0].value is not None:
            figures = "; ".join(f"{r.label} {_amount(r)}{_under(r)}{cite(r)}" for r in results[:_MOST])
            return f"{'Yes' if boolean else 'No'}: {figures}."
        because = f": {deciding.statement}{cite(deciding)}" if deciding else ""
        words = f"{'Yes' if boolean else 'No'}{because}."
    elif form.aggregate and len(results) == 1:
        one = results[0]
        words = f"The {one.label} is {_amount(one)}{cite(one)}."
    elif results and results[0].value is not None:
        marked = len({r.contradicted for r in results}) > 1
        words = (
            "; ".join(f"{r.label}: {_amount(r)}{_under(r, marked)}{cite(r)}" for r in results[:_MOST])
            + _more(results)
            + "."
        )
    else:
        count = _COUNTS[len(results)] if len(results) < len(_COUNTS) else str(len(results))
        listed = "; ".join(f"{r.label}{_under(r)}{cite(r)}" for r in results[:_MOST])
        words = f"{listed}." if len(results) == 1 else f"{count} found: {listed}{_more(results)}."
    words += _contradicted(evidence, otherwise)
    # A formula keeps its first letter as it is: γ is not Γ.
    first = words.split(" ", 1)[0]
    return words[:1].upper() + words[1:] if first.isascii() and first.isalpha() else words


def say_facts(facts: Sequence[Evidence]) -> str:
    """What is said of a thing, by whom: the review, or another paper by its mark.

    >>> from kg.model import Paper
    >>> say_facts([Evidence("a wets b", "2", None, ()), Evidence("b lasts", None, None, (), papers=(Paper("x", "X"),))])
    ' The review says: a wets b. Another paper says: b lasts [x].'
    """
    by_review = "; ".join(e.statement for e in facts if not e.papers)
    by_others = "; ".join(f"{e.statement}{cite(e)}" for e in facts if e.papers)
    words = f" The review says: {by_review}." if by_review else ""
    return f"{words} Another paper says: {by_others}." if by_others else words


def _contradicted(evidence: Sequence[Evidence], otherwise: Sequence[Evidence]) -> str:
    """What is said against an answer, or that it holds both sides itself."""
    known = {e.claim for e in evidence}
    if otherwise:
        told = dict.fromkeys(f"{e.statement}{cite(e)}" for e in otherwise)
        more = f"; and {len(told) - _MOST_AGAINST} more" if len(told) > _MOST_AGAINST else ""
        return f" Contradicted by: {'; '.join(list(told)[:_MOST_AGAINST])}{more}."
    if any(known.intersection(e.contradicts) for e in evidence):
        return " Sources contradict each other here; both sides are in the evidence."
    return ""


def _amount(result: Result) -> str:
    return say_value(result.sign, result.value or 0.0, result.unit or "1", result.upper)


def _under(result: Result, marked: bool = False) -> str:
    """Conditions in brackets; where it is `marked` which values are contradicted, that too."""
    told = [result.conditions] if result.conditions else []
    told += ["contradicted"] if result.contradicted and marked else []
    return f" ({', '.join(told)})" if told else ""


def _more(results: Sequence[Result]) -> str:
    return f"; and {len(results) - _MOST} more" if len(results) > _MOST else ""
