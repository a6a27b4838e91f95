"""A question of several clauses -> questions of one each: "which film is used, and what does it prevent?"."""

import re

_ASKS = r"(?:what|which|how|who|whose|where|why|when)"
#: A question word that takes up the one before it, with no verb of its own: "and how much with Na3SbS4".
_TAKES_UP = r"(?:what|how (?:much|many|long|high|large)) (?:in|at|with|for|by|from|under|on|after|when)\b"
_LEADS = r"(?:in|at|with|to|for|by|from|of|under|on)"
#: Where a further clause begins: after a comma, a semicolon, a dash, a question mark or "and".
_BREAK = re.compile(
    rf"(?:\s*[,;?]\s*(?:(?:and|then|so)\s+)?|\s+[-–—]\s+(?:and\s+)?|\s+and\s+)(?!{_TAKES_UP})(?={_LEADS}?\s*{_ASKS}\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(rf"\b{_ASKS}\b", re.IGNORECASE)
#: Words by which a clause points back at the answer of the clause before it.
_OWN = re.compile(r"\b(?:its|their)\b(?! own)", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|they|them|that one|this one|that|those|this)\b(?!\s+\w+(?:ed|s)\b\s+\w)", re.IGNORECASE)
#: Clauses of a question at most, and words of one at least.
_MOST, _LEAST = 3, 3


def split_clauses(text: str) -> tuple[str, ...]:
    """The clauses of a question that each ask for something; the whole question when it asks once.

    >>> split_clauses("Which film is used, and what does it prevent?")
    ('Which film is used', 'what does it prevent?')
    >>> split_clauses("Na2S on sodium: what forms?")
    ('Na2S on sodium: what forms?',)
    """
    parts: list[str] = []
    start = 0
    for found in _BREAK.finditer(text):
        clause = text[start : found.start()]
        if _ASKING.search(clause) and len(parts) + 1 < _MOST and len(clause.split()) >= _LEAST:
            parts.append(clause.strip())
            start = found.end()
    return (*parts, text[start:].strip())


def topic_of(clause: str) -> str:
    """What a clause is about, when it says so before it asks.

    >>> topic_of("Na3SbS4 on sodium: what forms"), topic_of("What forms on sodium")
    ('Na3SbS4 on sodium', '')
    """
    found = re.match(rf"(.*\S)\s*(?:[:,;]|\s[-–—])\s+(?={_LEADS}?\s*{_ASKS}\b)", clause, re.IGNORECASE)
    return found.group(1) if found and not _ASKING.search(found.group(1)) else ""


def pointed_at(clause: str, answer: str) -> str:
    """A clause with what points back replaced by an answer, which is named beside it when nothing points back.

    >>> pointed_at("what does it prevent?", "NaF")
    'what does NaF prevent?'
    >>> pointed_at("what is its density", "NaF"), pointed_at("which anode was coated?", "NaF")
    ('what is the NaF density', 'which anode was coated with NaF?')
    """
    if _OWN.search(clause):
        return _OWN.sub(lambda _: f"the {answer}", clause)
    if _BACK.search(clause):
        return _BACK.sub(lambda _: answer, clause, count=1)
    bare = clause.rstrip(" ?.")
    return f"{bare} with {answer}{clause[len(bare) :]}"
