"""The closed-class words of a question: who asks for what, how much, in which order, with what left out.

Nothing here is about batteries: words of the field come from the ontology and the data.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_NUMBERS = {
    **_NUMBER, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}  # fmt: skip
#: Numbers written out, as alternatives of a pattern.
NUMBER_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_FUNCTION_WORDS = frozenset(files("kg").joinpath("data/function_words.txt").read_text(encoding="utf-8").split())
_WH = {
    "what": "what", "which": "which", "who": "who", "whom": "who", "whose": "who", "where": "where", "when": "when",
    "why": "why", "how": "how",
}  # fmt: skip
_YES_NO = frozenset("is are was were does do did can could may might will would should has have had must".split())
_BASE_VERB_AFTER = frozenset("do does did can could may might will would should must".split())
_MORE = (
    r"(?:above|over|exceed(?:s|ing|ed)?|beyond"
    r"|(?:more|greater|higher|larger|better|bigger|longer|wider|thicker|faster|stronger|hotter)(?: \w+){0,3} th[ae]n"
    r"|surpass(?:es|ing)?|>)"
)
_LESS = (
    r"(?:below|under|beneath|<"
    r"|(?:less|lower|smaller|fewer|shorter|narrower|thinner|slower|weaker|colder)(?: \w+){0,3} th[ae]n)"
)
_AT_LEAST = (
    r"(?:at least|no less than|not less than|minimum of|not below|≥|> ?=|reach(?:es|ed|ing)?|attain(?:s|ed|ing)?)"
)
_AT_MOST = r"(?:at most|up to|no more than|not more than|not above|not exceed(?:ing)?|≤|< ?=)"
#: Words that leave out the things right after them, while the verb of the question goes on to hold.
EXCEPTIONS = (
    "excluding",
    "except",
    "other than",
    "rather than",
    "instead of",
    "apart from",
    "besides",
    "alternatives to",
    "alternative to",
    "different from",
)
_NEGATION = re.compile(
    rf"\b(?:(?<!or )(?:can)?not|never|\w+n['’]t|neither|nor|without|w ?/ ?o|{'|'.join(EXCEPTIONS)}|but no|no)\b"
)
_AIMS = {
    "cause": (
        r"why|how come|what makes|where does .* come from"
        r"|^(?:what (?:is|are|s) )?(?:the )?(?:\w+ )?reasons?(?! to\b)"
    ),
    "remedy": (
        r"how (?:can|could|to|do(?:es)? (?:one|people|you|we)|would (?:one|you)|should)|ways? (?:to|of|around)"
        r"|(?:keep|prevent|stop|protect|save)\w* .* from|what (?:works|helps|can be done|could be done)"
        r"|how (?:is|are|was|were) .* (?:avoided|prevented|solved)|what (?:is|was|has been) done (?:about|against)"
    ),
    "outcome": (
        r"what (?:happens|happened|occurs|becomes|follows|changes|improves|suffers|is gained)"
        r"|what (?:does|do|did) .* (?:do|lead to)|what (?:goes|is|s) wrong"
        r"|(?:effects?|consequences?|impact|influence) (?:of|on)"
    ),
}
_HIGHEST = (
    r"highest|largest|greatest|maximum|maximal|max|biggest|most|best|top|longest|record|leading|superior|steepest"
)
_LOWEST = r"lowest|smallest|least|minimum|minimal|min|worst|poorest|weakest|shortest|slowest|bottom"
_HIGHER, _LOWER = "higher|larger|greater|better|bigger|longer", "lower|smaller|worse|shorter|less"
_CHOOSES = r"(?:is|are|does|do|has|did|was|can)|(?:of|between) .* which"
_WEIGHED = rf"(?:(?P<high>{_HIGHER})|(?:{_LOWER}|poorer))\b"
_GETS = "deliver|give|get|have|reach|show|provide|yield|achieve|offer"
#: A choice between things: "does A or B have the higher …", "which conducts better, A or B".
_CHOICES = (
    re.compile(
        rf"^(?!.* than )(?:(?=.* (?:or|and) .* (?:{_HIGHER}|{_LOWER}|poorer)\b)(?:{_CHOOSES}) .*\b(?:the|a|is|shows?) "
        rf"|(?:which|what|who)\b(?:(?=.* or )(?: \w+){{0,2}}"
        rf"| of (?:the )?(?:\w+ ){{1,3}}(?:and|or) (?:\w+ ){{1,3}}(?:is|has|had|shows|gives)) (?:the )?){_WEIGHED}"
    ),
    re.compile(rf"^(?!.* than )(?:which|what|who)\b(?=.*[,:;] [^,:;]* or )[^,:;]* (?:the|an?) {_WEIGHED}"),
    re.compile(
        rf"^(?!.* than )(?:does|do|did|can) [^,]*\b(?:{_GETS}) (?:the |an? )?(?:(?P<high>{_HIGHER}|more)|{_LOWER}|"
        rf"fewer)\b[^,]* or (?!not\b)"
    ),
)
#: Superlatives that judge things as a whole, without naming what they are measured by.
_JUDGING = r"best|worst|top|bottom|poorest|superior"
_FROM_BEST, _FROM_WORST = (
    r"\b(?:from )?(?:the )?best to (?:the )?worst\b",
    r"\b(?:from )?(?:the )?worst to (?:the )?best\b",
)
_FALLING = (
    r"\bhigh(?:est)? to (?:the )?low(?:est)?\b|\blargest to smallest\b|\b(?:high|larg|great)est first\b"
    r"|\bmost to (?:the )?least\b|\bmost \w+ first\b"
    r"|\bdescending\b|\bdecreasing\b"
)
_RISING = (
    r"\blow(?:est)? to (?:the )?high(?:est)?\b|\bsmallest to largest\b|\b(?:low|small)est first\b"
    r"|\bleast to (?:the )?most\b|\bleast \w+ first\b"
    r"|\bascending\b|\bincreasing\b|\bfrom low\b"
)
_ORDERS = {
    "best": rf"{_FROM_BEST}|\bbest first\b",
    "worst": rf"{_FROM_WORST}|\bworst first\b",
    "descending": _FALLING,
    "ascending": _RISING,
}
_SORTS = r"\b(?:rank|ranked|sort|sorted|order|ordered|ordering|ranking|arrange|arranged)\b"
#: "List the cells by capacity"; what is "limited by conductivity" is not listed by it.
_LISTS_BY = re.compile(r"^(?:please )?(?:list|show|give|name)\b.*(?<!ed)(?<!en) by (?!\w+ing\b)")
_EXTREMES = (
    rf"\b(?:{_LOWEST}) ?(?:and|to|/|&|or|-|vs) (?:the )?(?:{_HIGHEST})\b"
    rf"|\b(?:{_HIGHEST}) ?(?:and|to|/|&|or|-|vs) (?:the )?(?:{_LOWEST})\b"
    r"|\b(?:range|spread|span|extremes) (?:of|in)\b"
)


@dataclass(frozen=True)
class Form:
    """What the grammar of a question says about the answer wanted.

    `ordered` is descending, ascending, best or worst (first); `judges` is whether things are called best or worst as
    a whole, `every` whether all values are wanted, those under special conditions too.
    """

    asks: str
    superlative: str = ""
    top: int = 0
    ordered: str = ""
    aggregate: str = ""
    rank: int = 0
    judges: bool = False
    every: bool = False


@lru_cache(maxsize=1 << 15)
def is_function_word(fold: str) -> bool:
    """Whether a word carries no meaning of the field by itself."""
    if fold in _NUMBER or is_superlative(fold) or fold in _MEASURING:
        return True
    return fold in _FUNCTION_WORDS or fold in _WH or fold in _YES_NO or (len(fold) == 1 and fold not in "ʃ")


_MEASURING = frozenset({"average", "mean", "above", "below", "under", "over"})
_DESCRIBING = ("ly", "ing", "ed", "en", "ic", "ical", "ous", "ive", "able", "ible", "ful", "less")
_LISTS = r"(?:please )?(?:list|show|give|name|compare|rank|sort|find)\b"


def is_described(fold: str) -> bool:
    """Whether a word looks like an adjective, an adverb or a participle, which name nothing by themselves.

    >>> is_described("metallic"), is_described("quickly"), is_described("bismuth")
    (True, True, False)
    """
    return fold.endswith(_DESCRIBING)


def read_form(folded: str) -> Form:
    """The grammar of a question, from its folded words joined by blanks.

    >>> read_form("top 5 most conductive electrolytes in table 1")
    Form(asks='which', superlative='high', top=5, ordered='', aggregate='', rank=0, judges=True, every=False)
    >>> read_form("how many of the cells use it").aggregate
    'count'
    """
    superlative, top = _superlative(_without_order(folded))
    judges = bool(re.search(rf"\b(?:{_JUDGING})\b", folded)) or _chooses_better(folded)
    return Form(_asks(folded), superlative, top, _ordering(folded), _aggregate(folded), _rank(folded), judges)


def _chooses_better(folded: str) -> bool:
    """Whether one of two is to be chosen by being better, without a word on what is measured."""
    choice = _choice(folded)
    return bool(choice) and folded[: choice.end()].endswith(("better", "worse", "poorer"))  # type: ignore[union-attr]


def _choice(folded: str) -> re.Match[str] | None:
    """The words by which one of several things named is to be chosen; none where nothing is."""
    return next((match for choice in _CHOICES if (match := choice.search(folded))), None)


def _without_order(folded: str) -> str:
    """The words without those that say in which order to list: in "from best to worst" nothing is the best."""
    return re.sub("|".join(_ORDERS.values()), "", folded)


#: "Better conductors than Na3SbS4" names nothing that could be so or not; it looks for things.
_SEEKS = re.compile(
    rf"^(?:any |some |all )?(?:(?:more|less) \w+|{_HIGHER}|{_LOWER}) (?!.*\b(?:or|and)\b)(?:[\w-]+ ){{1,3}}"
    r"than (?!in\b|for\b|with\b|of\b|at\b|on\b)"
)


def _asks(folded: str) -> str:
    first = folded.split(" ", 1)[0] if folded else ""
    late = _opens_late(folded)
    if late and _choice(re.split(r" [,:;] ", folded)[-1]):
        return "which"
    if re.search(r"\byes or no\b", folded) or late:
        return "whether"
    told = re.split(r"\b(?:that|with|having)\b", folded)[0]
    if _SEEKS.match(folded):
        return "which"
    if not re.search(r"\b(?:what|which|who|whom|whose|where|when|why|how)\b", folded) and read_comparison(told):
        return "whether"
    if first in _YES_NO and _choice(folded):
        return "which"
    if first in _YES_NO and not re.match(r"(?:can|could|would|will) you\b", folded):
        return "whether"
    if re.match(_LISTS, folded):
        return "which"
    found = re.search(r"\b(?:what|which|who|whom|whose|where|when|why|how)\b", folded)
    return _WH[found.group()] if found else "which"


def _opens_late(folded: str) -> bool:
    """Whether a yes-or-no question follows some opening words: "in humid air: does it …"."""
    asks = rf"[,:;] (?:{'|'.join(sorted(_YES_NO))}) (?!(?:you|also|be|been|not)\b)"
    late = re.search(asks, folded)
    folded = re.sub(r"^when (?=.*,)", "", folded)
    return bool(late) and not re.search(rf"\b(?:{'|'.join(_WH)})\b|^{_LISTS}", folded)


def _superlative(folded: str) -> tuple[str, int]:
    number = rf"(?:(?P<n>\d+|{'|'.join(_NUMBER)})\b)?"
    for direction, pattern in (("low", _LOWEST), ("high", _HIGHEST)):
        match = re.search(rf"\b(?:{pattern})\b ?{number}", folded)
        if match and not re.search(r"\b(?:at (?:least|most))\b", folded[max(0, match.start() - 3) : match.end()]):
            count = match.group("n")
            if count:
                return direction, int(_NUMBER.get(count, count))
            return direction, number_at_end(folded[: match.start()]) or _number_asked(folded) or 1
    # "Which is higher, A or B" and "does A or B have the higher …" want one of the two.
    if choice := _choice(folded):
        return ("high" if choice.group("high") else "low"), 1
    match = re.search(
        rf"\bwhich(?: one)? (?:is|has|had|was|shows) (?:the |a )?(?:(?P<high>{_HIGHER})|{_LOWER})\b.* or ", folded
    )
    return ("high" if match.group("high") else "low", 1) if match and " than " not in folded else ("", 0)


def _number_asked(folded: str) -> int:
    """How many things are asked for: 3 for "which three electrolytes"; 0 when it is not said."""
    asks = r"\b(?:which|what|name|list|give|find|show)(?: me)?(?: the)? "
    match = re.search(rf"{asks}(?P<n>\d+|{'|'.join(_NUMBER)}) [a-z]{{4,}}", folded)
    return int(_NUMBER.get(match.group("n"), match.group("n"))) if match and match.group("n") != "one" else 0


def number_at_end(folded: str) -> int:
    """The number that some words end in; 0 for none.

    >>> number_at_end("the four "), number_at_end("the")
    (4, 0)
    """
    match = re.search(rf"\b([0-9]{{1,4}}|{'|'.join(_NUMBER)}) ?$", folded)
    return int(_NUMBER.get(match.group(1), match.group(1))) if match else 0


def read_number(words: str) -> int:
    """A number written out.

    >>> read_number("two hundred and fifty"), read_number("a thousand"), read_number("three")
    (250, 1000, 3)
    """
    total, part = 0, 0
    for word in re.findall(NUMBER_WORDS, words.lower()):
        number = _NUMBERS[word]
        if number < 100:
            part += number
        elif number == 100:
            part = (part or 1) * 100
        else:
            total, part = total + (part or 1) * number, 0
    return total + part


def _rank(folded: str) -> int:
    """The place asked for: 2 for "second highest", 0 for none."""
    places = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
    match = re.search(rf"\b({'|'.join(places)}) (?:- )?(?:{_HIGHEST}|{_LOWEST})\b", folded)
    return places[match.group(1)] if match else 0


def _ordering(folded: str) -> str:
    """In which order things are listed; empty when the question does not say that they are.

    >>> _ordering("rank them from best to worst"), _ordering("sort them lowest first"), _ordering("rank them")
    ('best', 'ascending', 'descending')
    """
    # "Increasing conductivity" orders only what is to be sorted.
    sorts = re.search(_SORTS, folded) or _LISTS_BY.match(folded)
    found = next((order for order, cue in _ORDERS.items() if re.search(cue, folded)), "")
    if sorts:
        return found or "descending"
    explicit = re.search(
        r"\b(?:\w+est|worst|(?:most|least) \w+) first\b|\b(?:most|least|best) to|"
        r"\bworst to|\blow(?:est)? to|\bhigh(?:est)? to",
        folded,
    )
    return found if explicit else ""


def _aggregate(folded: str) -> str:
    if re.search(_EXTREMES, _without_order(folded)):
        apart = re.search(r"\b(difference|factor|ratio)\b", folded)
        return f"extremes {'difference' if apart.group() == 'difference' else 'factor'}" if apart else "extremes"
    if re.search(r"\bby how many\b.*\bdiffer", folded):
        return "difference"
    if re.search(r"\bhow many times\b", folded):
        return "factor"
    if re.search(r"\bmedian\b", folded):
        return "median"
    if re.search(r"\bsum of\b", folded):
        return "sum"
    if re.search(r"\bhow many\b|(?<!reference )\bnumber of\b(?! cycles)|\bcount\b", folded):
        return "count"
    if re.search(
        r"\baverage\b(?! (?:discharge |cell |operating )?voltage)"
        r"|\bmean\b(?= (?!(?:discharge |cell |operating |working )?voltage|by\b))",
        folded,
    ):
        return "average"
    if re.search(r"\bfactor\b|\bhow many times\b|\btimes (?:higher|larger|more|better)\b|\bratio\b", folded):
        return "factor"
    if re.search(
        r"\bby how much\b|\bdifference (?:in|between|of)\b|\bhow much (?:higher|lower|more|less|larger|smaller)", folded
    ):
        return "difference"
    return ""


def read_aim(folded: str) -> str:
    """What a question is after when it asks for no noun: cause, remedy or outcome; empty for anything else.

    >>> read_aim("how can one keep it dry"), read_aim("it cracks how come"), read_aim("what happens in air")
    ('remedy', 'cause', 'outcome')
    """
    for aim, pattern in _AIMS.items():
        if re.search(rf"\b(?:{pattern})\b", folded):
            return aim
    return ""


def is_superlative(fold: str) -> bool:
    """Whether a word is a superlative."""
    return bool(re.fullmatch(f"{_HIGHEST}|{_LOWEST}", fold))


def read_comparison(folded: str) -> str:
    """Whether a question weighs one thing against another: higher, lower or empty.

    >>> read_comparison("is nss more conductive than nps"), read_comparison("does it cycle less than that")
    ('higher', 'lower')
    """
    if re.search(r"\b(?:lower|less|smaller|fewer|shorter|worse|poorer|weaker|slower)\b.* th[ae]n (?![\d.])", folded):
        return "lower"
    weighs = r"\b(?:(?!(?:oth|rath)er\b)\w+er|more|better)\b.* th[ae]n (?![\d.])|\b(?:exceed|outperform|beat|surpass)"
    if re.search(weighs, folded):
        return "higher"
    return ""


def sets_apart(folded: str) -> bool:
    """Whether a thing by itself is set against what was made of it.

    >>> sets_apart("on its own and as a blend"), sets_apart("before and after mixing"), sets_apart("as a blend")
    (True, True, False)
    """
    return bool(
        re.search(r"\b(?:on (?:its|their) own|by (?:it|them)sel(?:f|ves)|alone|before and after|before)\b", folded)
    )


def comparison_before(folded: str) -> str:
    """The comparison that a stretch of words before a quantity ends in: > < >= <= or empty.

    >>> comparison_before("whose conductivity is above"), comparison_before("of at least")
    ('>', '>=')
    """
    for sign, pattern in ((">=", _AT_LEAST), ("<=", _AT_MOST), (">", _MORE), ("<", _LESS)):
        if re.search(rf"{pattern}(?: (?:a|an|the|of|about|around))*\s*$", folded):
            return sign
    return ""


def comparison_after(folded: str) -> str:
    """The comparison that follows a quantity: "100 cycles or more"."""
    if re.match(r"\s*(?:or|and) (?:more|higher|above|over|longer|greater)|\s*(?:minimum|upwards|\+)", folded):
        return ">="
    if re.match(r"\s*(?:or|and) (?:less|lower|below|under|fewer|shorter)|\s*(?:maximum|at most)", folded):
        return "<="
    return ""


def negations(folded: str) -> list[tuple[int, int]]:
    """Character spans of the words that exclude what follows them."""
    return [match.span() for match in _NEGATION.finditer(folded)]


_UP = (
    r"(?:more|higher|greater|larger|bigger|increased|raised|elevated|high|large|wider|longer|faster|much|strong"
    r"|go(?:es)? up|rises?|climbs?|grows?)"
)
_DOWN = (
    r"(?:less|lower|smaller|reduced|decreased|fewer|low|little|narrower|shorter|slower"
    r"|go(?:es)? down|falls?|sinks?)"
)
_LACK = "low|lower|lowered|smaller|poor|limited|insufficient|reduced|inferior|loss|lack|decline|blocking|insulating"
_BETTER, _WORSE = "(?:better|best|superior)", "(?:worse|poorer)"
_BASELINE = r"(?:undoped|untreated|uncoated|unmodified|bare|pristine|pure|parent|without|before|original|unsubstituted)"


def read_direction(folded: str) -> tuple[int, int]:
    """Whether a question speaks of more (1) or less (-1) of something, and of better (1) or worse (-1).

    >>> read_direction("does it give a lower capacity"), read_direction("is it better in air")
    ((-1, 0), (0, 1))
    """
    up, down = (bool(re.search(rf"\b{words}\b", folded)) for words in (_UP, _DOWN))
    better, worse = (bool(re.search(rf"\b{words}\b", folded)) for words in (_BETTER, _WORSE))
    return int(up) - int(down), int(better) - int(worse)


def read_lack(folded: str) -> int:
    """-1 for the name of a lack ("low ionic conductivity"), 1 for any other.

    >>> read_lack("low ionic conductivity"), read_lack("cycling stability")
    (-1, 1)
    """
    return -1 if re.search(rf"\b(?:{_LACK})\b", folded) else 1


def split_comparison(folded: str) -> tuple[str, str, bool] | None:
    """The two sides of "than", and whether the second is only the first without what was done to it.

    >>> split_comparison("does coated a last longer than the uncoated one")
    ('does coated a last longer', 'the uncoated one', True)
    """
    if not read_comparison(folded) or " than " not in folded:
        return None
    first, _, second = folded.partition(" than ")
    return first, second, bool(re.match(rf"(?:the |its )?{_BASELINE}\b", second))


def takes_base_verb(folded: str) -> bool:
    """Whether the verb of a yes-or-no question stands in its base form: after "does", "can" and the like.

    >>> takes_base_verb("does it help"), takes_base_verb("is it helped")
    (True, False)
    """
    first = re.search(rf"\b(?:{'|'.join(sorted(_YES_NO))})\b", folded)
    return first is not None and first.group() in _BASE_VERB_AFTER


def is_universal(folded: str) -> bool:
    """Whether a question is on all cases, so that one counterexample answers it.

    >>> is_universal("do all dopants help"), is_universal("is it always better"), is_universal("do dopants help")
    (True, True, False)
    """
    return bool(re.search(r"\b(?:all|every|always|each|invariably|any kind of|without exception)\b", folded))


def is_existential(folded: str) -> bool:
    """Whether a question is on any one case, so that one example answers it.

    >>> is_existential("does any electrolyte exceed it"), is_existential("do the electrolytes exceed it")
    (True, False)
    """
    return bool(re.search(r"\b(?:any|some|at least one|is there|are there|a single)\b", folded))


def negates_a_choice(folded: str) -> bool:
    """Whether a yes-or-no question is put the other way round: "is it a poor choice", "does it not react".

    >>> negates_a_choice("is it a poor choice"), negates_a_choice("isn't it stable"), negates_a_choice("is it or not")
    (True, False, False)
    """
    bad = r"\b(?:poor|bad|wrong|unsuitable|lousy|ill|weak) (?:choice|pick|option|candidate|idea|fit|suited|match)\b"
    denies = r"\w.*\b(?:(?<!or )not|never|unable|fails? to|cannot|unsuitable|unsuited|inapplicable)\b"
    return bool(re.search(bad, folded)) != bool(re.match(denies, folded))
