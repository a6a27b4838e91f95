"""Words of a question: tokens with offsets, spellings folded together, inflections of nouns, verbs and adjectives."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_TOKEN = re.compile(r"[^\W_]+(?:_\{?[^\W_]+\}?|[.,]\d+[^\W_]*)*|[<>≤≥=+\-/&?,;:()]")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta",
    "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ω": "omega",
}  # fmt: skip
_SPELLINGS = (
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"aluminium"), "aluminum"),
    (re.compile(r"(?<=[a-z]{2})isation"), "ization"),
    (re.compile(r"(?<=[a-z]{3})is(e|ed|es|ing|er|ers)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})our(?=s?$|ed|ing|able)"), "or"),
    (re.compile(r"(?<=[a-z]{2})tre(?=s?$)"), "ter"),
    (re.compile(r"ageing"), "aging"),
)
_LATEX = re.compile(r"\\(?:text|mathrm|mathit|rm|ce)\b|[${}\\]")
_IRREGULAR = {
    base: tuple(forms)
    for base, *forms in map(
        str.split, files("kg").joinpath("data/irregular_verbs.txt").read_text(encoding="utf-8").splitlines()
    )
}


@dataclass(frozen=True)
class Token:
    """A word of the question: as typed, folded for comparison, and where it stands."""

    text: str
    fold: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Tokens with offsets into the text.

    >>> [token.fold for token in tokenize("In-situ SULPHIDE of Na₃PS₃.₈₅O₀.₁₅")]
    ['in', '-', 'situ', 'sulfide', 'of', 'na3ps3.85o0.15']
    """
    return [Token(m.group(), fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(_level(text))]


def _level(text: str) -> str:
    """The text with one character for each of the original, so that offsets hold."""
    return "".join(_level_character(c) for c in text)


def _level_character(character: str) -> str:
    if unicodedata.category(character) == "Pd" or character == "−":
        return "-"
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def folded(text: str) -> str:
    """The folded words of a text, joined by blanks.

    >>> folded("Above 3 mS/cm")
    'above 3 ms / cm'
    """
    return " ".join(token.fold for token in tokenize(text))


def fold(word: str) -> str:
    """One spelling for a word: lower case, no accents, Greek letters by name, American endings.

    >>> fold("Sulphides"), fold("γ"), fold("stabilising"), fold("₃")
    ('sulfides', 'gamma', 'stabilizing', '3')
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word)).casefold()
    plain = "".join(_GREEK.get(c, c) for c in plain if not unicodedata.combining(c) and c not in "_{}")
    for pattern, replacement in _SPELLINGS:
        plain = pattern.sub(replacement, plain)
    return plain


def phrase_key(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, punctuation left out: what the lexicon is keyed by.

    >>> phrase_key("Na-β'-Al2O3 buffer layer")
    ('na', 'beta', 'al2o3', 'buffer', 'layer')
    """
    return tuple(t.fold for t in tokenize(_LATEX.sub("", phrase)) if t.fold[0].isalnum())


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """A folded word without its ending, so that coated, coating and coats meet.

    >>> [stem(word) for word in ("coated", "coatings", "hydration", "sticks", "annealing")]
    ['coat', 'coat', 'hydrat', 'stick', 'anneal']
    """
    if not word.isalpha() or len(word) < 5:
        return word
    for ending in ("ings", "ions", "ing", "ion", "ers", "ed", "er", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            cut = word[: -len(ending)]
            return cut[:-1] if ending in ("ing", "ed", "ings") and cut[-1] == cut[-2] and cut[-1] not in "ls" else cut
    return word


def noun_forms(phrase: str) -> set[str]:
    """A noun phrase in singular and plural of its last word.

    >>> sorted(noun_forms("remedy")), sorted(noun_forms("solid electrolytes"))
    (['remedies', 'remedy'], ['solid electrolyte', 'solid electrolytes'])
    """
    head, _, last = phrase.rpartition(" ")
    joined = (lambda word: f"{head} {word}") if head else (lambda word: word)
    forms = {phrase}
    if not last.isalpha() or not last.islower() or len(last) < 3:
        return forms
    if re.search(r"(?:s|x|z|ch|sh)$", last):
        if last.endswith("ies") and len(last) > 4:
            forms.add(joined(last[:-3] + "y"))
        elif last.endswith("s") and not re.search(r"(?:ss|us|is)$", last):
            forms.add(joined(last[:-1]))
        else:
            forms.add(joined(last + "es"))
    elif re.search(r"[^aeiou]y$", last):
        forms.add(joined(last[:-1] + "ies"))
    else:
        forms.add(joined(last + "s"))
    return forms


def verb_forms(phrase: str) -> set[str]:
    """A verb phrase in all forms of its first word; "be paired with" also gives "paired with".

    >>> sorted(verb_forms("mitigate")), sorted(verb_forms("cut down"))
    (['mitigate', 'mitigated', 'mitigates', 'mitigating'], ['cut down', 'cuts down', 'cutting down'])
    """
    first, _, rest = phrase.partition(" ")
    if first == "be" and rest:
        return {rest} | {f"{form} {rest}" for form in (*_IRREGULAR["be"], "be")}
    tail = f" {rest}" if rest else ""
    return {form + tail for form in (first, *_verb(first))}


def _verb(base: str) -> tuple[str, ...]:
    if base in _IRREGULAR:
        return _IRREGULAR[base]
    if base.endswith("e"):
        return base + "s", base + "d", (base[:-1] if not base.endswith("ee") else base) + "ing"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    if re.search(r"(?:s|x|z|ch|sh)$", base):
        return base + "es", base + "ed", base + "ing"
    if re.fullmatch(r"(?:[^aeiou]*[aeiou][bdgmnprt]|.*(?:mit|fer|cur|pel|hibit(?!))|.*[^aeiou]op)", base):
        return base + "s", base + base[-1] + "ed", base + base[-1] + "ing"
    return base + "s", base + "ed", base + "ing"


def comparison_forms(adjective: str) -> tuple[set[str], set[str]]:
    """Comparatives and superlatives of an adjective.

    >>> comparison_forms("thick")
    ({'thicker'}, {'thickest'})
    """
    if " " in adjective or (len(adjective) > 7 and not adjective.endswith("y")):
        return {f"more {adjective}"}, {f"most {adjective}"}
    if adjective.endswith("e"):
        stem = adjective[:-1]
    elif re.search(r"[^aeiou]y$", adjective):
        stem = adjective[:-1] + "i"
    elif re.fullmatch(r"[^aeiou]*[aeiou][bdgmnpt]", adjective):
        stem = adjective + adjective[-1]
    else:
        stem = adjective
    return {stem + "er"}, {stem + "est"}
