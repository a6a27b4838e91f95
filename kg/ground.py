"""Words of a question -> mentions: what each stretch of text may mean in this graph, and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

from kg.asides import without_asides
from kg.coordination import shared_name, without_suspended
from kg.elements import elements
from kg.errors import UnitError
from kg.formula_search import find_formulas
from kg.grammar import NUMBER_WORDS, comparison_before, is_function_word, read_number
from kg.lexicon import Lexicon, Sense
from kg.quantity import FoundQuantity, find_quantities, read_unit
from kg.table_names import find_tables
from kg.words import Token, folded, stem, tokenize

_TABLE = re.compile(r"\btab(?:les?|s?\.|s?)\s*((?:[0-9]+\s*(?:,|and|\+|&|or|/|-)?\s*)+)", re.IGNORECASE)
_ANY_TABLE = re.compile(r"\b(?:tabulated|(?:in |from |listed in |does |say )?the tables?)\b", re.IGNORECASE)
#: "what the text and the table say" is about both and narrows nothing.
_TEXT_AND_TABLE = re.compile(r"\btext (?:and|vs\.?|versus|or|against) (?:the )?tables?\b", re.IGNORECASE)
#: What every value is measured at unless it says otherwise.
_USUAL = re.compile(r"\b(?:at |under )?(?:RT|[Rr]oom[- ]?[Tt]emp(?:erature|\.)?|[Aa]mbient temperature)(?!\w)")
#: "In terms of" and the like only lead to what is asked for.
_LEADING = re.compile(
    r"\b(?:in (?:terms|respect|(?:what|which) (?:way|respect)s?) (?:of|is|are|do|does)"
    r"|with (?:respect|regard) to|as regards)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"\b((?:a |{NUMBER_WORDS})(?:[ -](?:and )?(?:{NUMBER_WORDS}))*)[ -](?!{NUMBER_WORDS})([^\s,;?()]+)", re.IGNORECASE
)
_FAMILY = re.compile(r"[- ](?:types?|famil(?:y|ies)|class)(?:[- ]famil(?:y|ies))?\b", re.IGNORECASE)
#: A unit after a number written out is itself a word or has a slash: "three C" may be three carbons.
_UNIT_IN_WORDS = 4
#: What makes an element a property of a compound: "Sb-based", "selenium containing".
HOLDING = re.compile(r"[- ](?:based|containing|bearing|rich|holding)\b", re.IGNORECASE)
#: What tells that an element is not in a compound: "Sn-free", "free of Sn".
LACKING = re.compile(r"[- ]free\b(?! (?:of|from)\b)|\b(?:free (?:of|from)|devoid of|lacking) (?:any )?", re.IGNORECASE)
_FREE_OF = re.compile(r"\bfree (?:of|from)\b", re.IGNORECASE)
_SECTION = re.compile(r"(?:\b(?:section|sec\.|chapter)|§)\s*([0-9](?:\.[0-9]+)*)", re.IGNORECASE)
_UNIT = re.compile(r"(?:\(?\bin\s+|\((?!in\b))((?:[^\s()?,;]+)(?: [^\s()?,;]+){0,2})")
#: A compound unit by itself asks for values: "mAh/g after 140 cycles".
_BARE_UNIT = re.compile(
    r"(?<![\w./^{}-])(?<!\d )(?<!er )(?<!more )(?<!less )([mkMWµ]{0,2}[A-Z]\w{0,2}/(?:cm2|cm²|cm|mol|kg|g|m))(?![\w/])"
)
_LAST_UNIT = re.compile(r"[,;]\s*((?:[^\s()?,;]+)(?: [^\s()?,;]+)?)\s*\?*\s*$")
_TIMES_MORE = re.compile(
    r"\bhow many times(?= (?:more|higher|larger|better|greater|lower|less|smaller))", re.IGNORECASE
)
_FIRST_CYCLE = re.compile(
    r"\b(?:(?:in|on|at|during|for) (?:its |the )?)?(?:first|1st|initial)(?: (?:dis)?charge)? cycle\b"
    r"|\b(?:initial|starting|first(?:-cycle)?|1st)"
    r"(?= (?:discharge |specific |reversible |charge |gravimetric )*capacit)",
    re.IGNORECASE,
)
#: "How many volts"; a noun behind a unit says that it is none ("how many S atoms").
_HOW_MANY = re.compile(
    r"\bhow many (?!cycles|times)([^\s,?;()]+(?: (?:per|C|Celsius) ?\S*)?)"
    r"(?=\s*(?:[,?;.]|$)|\s(?:is|are|was|were|do|does|did|can|could|has|have|would|in|at|for|with|of|after|under|per)\b)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b([0-9][0-9,]{0,15})\s+times\b(?! (?:higher|larger|more|better|greater))")
#: Words shorter than this are not corrected: one slip makes another word of them ("bread", "broad").
_CORRECTED = 6
#: Ordinary words that stand near to a name and are no misspelling of it: "patent" is not "parent".
_REAL_WORDS = frozenset(files("kg").joinpath("data/real_words.txt").read_text(encoding="utf-8").split())
_AUXILIARIES = frozenset(
    """
    is are was were be been being have has had do does did show shown shows give given gives keep get
    report reported reports for of in to by from with
    """.split()
)
_SERIES = re.compile(r"(?<![\w=])([A-Z])\s*=\s*((?:[A-Z][a-z]?\b(?:\s*(?:,|or|and|/)\s*)*){2,})")
#: One cycle told by its number: "at cycle 50", "in the 50th cycle".
_ONE_CYCLE = re.compile(
    r"\bcycle (?:no\.? |number |#)?(?P<a>[0-9]{1,5})\b|\b(?P<b>[0-9]{1,5})(?:st|nd|rd|th)(?: \w+)? cycles?\b",
    re.IGNORECASE,
)
#: What joins two bounds, right before the second: ", but less than".
_JOINED = re.compile(r"\s*,?\s*\b(?:and|but|yet)\s+([^\d,;?]{1,30})$")
#: Two elements that make an alloy or an anode together.
_ALLOY = re.compile(r"\b(?P<name>[A-Z][a-z]?[-–—][A-Z][a-z]?)(?= (?:alloys?|anodes?|metal|electrodes?)\b)")
_REFERENCE = re.compile(
    r"\b(?:refs?\.?|references?(?:\s+number)?|citations?)\s*\[?([0-9]{1,3})\]?|\[([0-9]{1,3})\]", re.IGNORECASE
)


_REORDERED = "words in another order"
_DETERMINERS = frozenset({"the", "its", "their"})


@dataclass(frozen=True)
class Mention:
    """A stretch of the question (characters `start` to `end`) with its possible senses, the likeliest first."""

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...] = ()
    quantity: FoundQuantity | None = None
    reason: str = "exact"
    negated: bool = False

    def of(self, *kinds: str) -> Sense | None:
        """The first sense of one of these kinds."""
        return next((sense for sense in self.senses if sense.kind in kinds), None)

    def things(self) -> tuple[str, ...]:
        """Ids of the things it may name."""
        return tuple(sense.id for sense in self.senses if sense.kind == "thing")


@dataclass(frozen=True)
class Grounded:
    """A question with its mentions in order and the content words that nothing is known of."""

    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    unknown: tuple[str, ...]

    @property
    def folded(self) -> str:
        """The folded words of the question, joined by blanks."""
        return " ".join(token.fold for token in self.tokens)


def ground(text: str, lexicon: Lexicon) -> Grounded:
    """Find every mention in a question; a formula is compared as a composition, a misspelt word with near ones."""
    tokens = tokenize(text)
    fixed = [*_places(text), *_tables(tokens, lexicon), *_units(text), *_counts(text), *_series(text, lexicon)]
    formulas = _formulas(text, lexicon)
    measured = find_quantities(text)
    quantities = [
        Mention(q.start, q.end, text[q.start : q.end], quantity=q) for q in (*_lent(text, measured), *measured)
    ]
    taken = _choose(fixed, quantities, formulas, _phrases(tokens, lexicon, _covered(tokens, fixed)))
    taken = _loosely_named(tokens, lexicon, taken)
    spelled = _respelt(tokens, lexicon, taken)
    if spelled != tokens:
        repaired = {t.start for t, old in zip(spelled, tokens, strict=True) if t != old}
        again = _choose(fixed, quantities, formulas, _phrases(spelled, lexicon, _covered(tokens, fixed)))
        taken = [replace(m, reason="spelling") if any(m.start <= s < m.end for s in repaired) else m for m in again]
        taken = _loosely_named(spelled, lexicon, taken)
    taken = [m for m in taken if not _is_pronoun(m, taken, text)]
    taken = [_as_held(_of_family(m, text, lexicon), text) for m in _qualified(spelled, lexicon, taken)]
    taken = sorted([*_without_strange_alloys(taken, text), *_strange_elements(tokens, lexicon, taken)], key=_start)
    taken = list(without_asides(taken, text))
    unknown = [t.text for t, c in zip(tokens, _covered(tokens, taken), strict=True) if not c and _is_content(t)]
    return Grounded(text, tuple(tokens), tuple(taken), tuple(unknown))


def _qualified(tokens: list[Token], lexicon: Lexicon, taken: list[Mention]) -> list[Mention]:
    """A property whose name is torn, as "theoretical gravimetric capacity": an unread word and its last name it."""
    return [_with_word_before(mention, tokens, lexicon, taken) for mention in taken]


def _with_word_before(mention: Mention, tokens: list[Token], lexicon: Lexicon, taken: list[Mention]) -> Mention:
    before = [t for t in tokens if t.end <= mention.start][-1:]
    last = [t for t in tokens if mention.start <= t.start < mention.end][-1:]
    if not before or not last or not mention.of("property") or any(m.start <= before[0].start < m.end for m in taken):
        return mention
    senses = lexicon.phrases.get(f"{before[0].fold} {last[0].fold}", ())
    named = tuple(s for s in senses if s.kind == "property")
    if not named or is_function_word(before[0].fold):
        return mention
    return Mention(before[0].start, mention.end, f"{before[0].text} {mention.text}", named, reason="qualified")


def _of_family(mention: Mention, text: str, lexicon: Lexicon) -> Mention:
    """A compound that names its family ("Na11Sn2PS12-type electrolytes") stands for all members of its class."""
    after = _FAMILY.match(text, mention.end)
    things = [lexicon.things[i] for i in mention.things()]
    if not after or not things or things[0].kind != "materials" or mention.of("class"):
        return mention
    members = (i for i, thing in lexicon.things.items() if set(thing.classes) & set(things[0].classes))
    senses = tuple(Sense("thing", i, "family", lexicon.things[i].label) for i in members)
    return replace(mention, end=after.end(), text=text[mention.start : after.end()], senses=senses, reason="family")


def _as_held(mention: Mention, text: str) -> Mention:
    """What stands before "-containing" names elements ("halide-containing"), else the word is a material."""
    elements = tuple(s for s in mention.senses if s.kind in ("element", "family"))
    if elements and (lacks := LACKING.match(text, mention.end)):
        return replace(mention, end=lacks.end(), text=text[mention.start : lacks.end()], senses=elements)
    if elements and (lacks := LACKING.search(text, 0, mention.start)) and lacks.end() == mention.start:
        return replace(mention, start=lacks.start(), text=text[lacks.start() : mention.end], senses=elements)
    if elements and HOLDING.match(text, mention.end):
        return replace(mention, senses=elements)
    if mention.of("thing") and mention.of("family"):
        return replace(mention, senses=tuple(s for s in mention.senses if s.kind != "family"))
    return mention


def _begins(text: str, start: int) -> bool:
    return start == 0 or bool(re.search(r"[.?!:]\s*$", text[:start]))


def _is_pronoun(mention: Mention, taken: list[Mention], text: str) -> bool:
    """Whether a symbol is but an ordinary word: I for the speaker, In or As where a sentence begins; no other element,
    no doping next to it."""
    begins = mention.of("element") and is_function_word(mention.text.lower()) and _begins(text, mention.start)
    if mention.text != "I" and not begins:
        return False
    listed = any(m.of("element") and m is not mention and abs(m.start - mention.start) < 8 for m in taken)
    return not listed and not re.match(r"[-\s]*(?:dop|substitut|contain|-)", text[mention.end :])


def _strange_elements(tokens: list[Token], lexicon: Lexicon, taken: list[Mention]) -> Iterator[Mention]:
    """Elements named that nothing in the graph holds: "bismuth doping"."""
    names = {name: e for e in elements().values() for name in (e.name, *e.aliases) if name not in lexicon.words}
    for token, covered in zip(tokens, _covered(tokens, taken), strict=True):
        if not covered and token.fold in names:
            sense = Sense("unknown", names[token.fold].symbol, "element")
            yield Mention(token.start, token.end, token.text, (sense,), reason="element")


def _without_strange_alloys(taken: list[Mention], text: str) -> list[Mention]:
    """An alloy that the graph does not know is none of its elements: "Na-K alloys"."""
    for match in _ALLOY.finditer(text):
        inside = [m for m in taken if m.start < match.end("name") and match.start() < m.end]
        known = [m for m in inside if m.start <= match.start() and m.end >= match.end("name")]
        if not any(m.reason != _REORDERED for m in known):
            sense = Sense("unknown", match["name"], "alloy")
            alloy = Mention(match.start(), match.end("name"), match["name"], (sense,), reason="alloy")
            taken = [*(m for m in taken if m not in inside), alloy]
    return taken


def _start(mention: Mention) -> int:
    return mention.start


def _is_content(token: Token) -> bool:
    return token.fold[0].isalpha() and not is_function_word(token.fold)


def _covered(tokens: list[Token], mentions: list[Mention]) -> list[bool]:
    return [any(m.start < t.end and t.start < m.end for m in mentions) for t in tokens]


def _choose(places: list[Mention], *layers: list[Mention]) -> list[Mention]:
    """Mentions that do not overlap: places first, then the longest; a phrase beats a formula of its own length."""
    chosen: list[Mention] = []
    for place in sorted(places, key=lambda m: (m.start - m.end, m.start)):
        if not any(m.start < place.end and place.start < m.end for m in chosen):
            chosen.append(place)
    ranked = sorted(
        ((mention, layer) for layer, mentions in enumerate(layers) for mention in mentions),
        key=lambda pair: (-(pair[0].end - pair[0].start), -pair[1], pair[0].start),
    )
    for mention, _ in ranked:
        twin = next((m for m in chosen if (m.start, m.end) == (mention.start, mention.end)), None)
        if twin and twin.senses and mention.senses:
            if twin.of("thing"):
                continue
            chosen[chosen.index(twin)] = replace(twin, senses=_united(twin.senses, mention.senses))
        elif not any(m.start < mention.end and mention.start < m.end for m in chosen):
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.start)


def _united(first: tuple[Sense, ...], second: tuple[Sense, ...]) -> tuple[Sense, ...]:
    known = {(s.kind, s.id) for s in first}
    return (*first, *(s for s in second if (s.kind, s.id) not in known))


def _places(text: str) -> Iterator[Mention]:
    """Tables, sections and references named by number; words that narrow nothing."""
    for match in _TABLE.finditer(text):
        numbers = tuple(Sense("table", n, "number") for n in re.findall("[0-9]+", match.group(1)))
        end = match.start(1) + len(match.group(1).rstrip(" ,+&/-"))
        yield Mention(match.start(), end, text[match.start() : end], numbers)
    for match in (
        *_TEXT_AND_TABLE.finditer(text),
        *_USUAL.finditer(text),
        *_LEADING.finditer(text),
        *_TIMES_MORE.finditer(text),
        *_FREE_OF.finditer(text),
    ):
        yield Mention(match.start(), match.end(), match.group(), (Sense("unit", "", "usual"),))
    for match in _ANY_TABLE.finditer(text):
        if not _TABLE.match(text, match.end() - 6) and not re.match(r"\s*\d", text[match.end() :]):
            yield Mention(match.start(), match.end(), match.group(), (Sense("table", "any", "word"),))
    for match in _SECTION.finditer(text):
        yield Mention(match.start(), match.end(), match.group(), (Sense("section", match.group(1), "number"),))
    for match in _REFERENCE.finditer(text):
        number = match.group(1) or match.group(2)
        yield Mention(match.start(), match.end(), match.group(), (Sense("reference", number, "number"),))


def _units(text: str) -> Iterator[Mention]:
    """Units in which the answer is wanted: "in eV", "(S/cm)"."""
    for match in (
        *_UNIT.finditer(text),
        *_LAST_UNIT.finditer(text),
        *_HOW_MANY.finditer(text),
        *_BARE_UNIT.finditer(text),
    ):
        words = match.group(1).split(" ")
        for length in range(len(words), 0, -1):
            written = re.sub(r"(?: please)?[?.!,;: ]*$", "", " ".join(words[:length]))
            try:
                unit = read_unit(written)
            except UnitError:
                continue
            yield Mention(match.start(1), match.start(1) + len(written), written, (Sense("unit", unit, "unit"),))
            break


def _counts(text: str) -> Iterator[Mention]:
    """A number of times is a number of cycles; an amount can be written out ("two hundred hours")."""
    for match in _TIMES.finditer(text):
        number = float(match.group(1).replace(",", ""))
        quantity = FoundQuantity(match.start(), match.end(), number, number, "=", "cycles")
        yield Mention(match.start(), match.end(), match.group(), quantity=quantity)
    for match in _FIRST_CYCLE.finditer(text):
        quantity = FoundQuantity(match.start(), match.end(), 1.0, 1.0, "=", "cycles")
        yield Mention(match.start(), match.end(), match.group(), quantity=quantity)
    for match in _ONE_CYCLE.finditer(text):
        number = float(match.group("a") or match.group("b"))
        quantity = FoundQuantity(match.start(), match.end(), number, number, "=", "cycles")
        yield Mention(match.start(), match.end(), match.group(), quantity=quantity)
    for match in _AMOUNT.finditer(text):
        amount = float(read_number(match.group(1)))
        try:
            unit = read_unit(match.group(2).rstrip("."))
        except UnitError:
            continue
        if len(match.group(2)) < _UNIT_IN_WORDS:
            continue
        quantity = FoundQuantity(match.start(), match.end(), amount, amount, "=", unit)
        yield Mention(match.start(), match.end(), match.group(), quantity=quantity)


def _lent(text: str, measured: list[FoundQuantity]) -> Iterator[FoundQuantity]:
    """A bound that has its unit from the next one: "more than 0.5 but less than 1 mS/cm"."""
    for quantity in measured:
        joined = _JOINED.search(text, 0, quantity.start)
        if joined and comparison_before(folded(joined.group(1))):
            bare = text[: joined.start()]
            for found in find_quantities(f"{bare} {quantity.unit}")[-1:]:
                if found.end > len(bare) and comparison_before(folded(bare[: found.start])):
                    yield replace(found, end=len(bare))


def _tables(tokens: list[Token], lexicon: Lexicon) -> Iterator[Mention]:
    """Tables named by what they list: "the table of full cells"."""
    for start, end, numbers in find_tables(tokens, lexicon.tables):
        text = " ".join(t.text for t in tokens if start <= t.start < end)
        yield Mention(start, end, text, tuple(Sense("table", number, "title") for number in numbers))


def _series(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """A series of compounds written with a letter for an element: "Na10MP2S12 (M = Si, Ge, Sn)"."""
    for match in _SERIES.finditer(text):
        letter, symbols = match.group(1), re.findall(r"[A-Z][a-z]?", match.group(2))
        name = re.search(rf"\b(?=\w*{letter})(?=\w*\d)[A-Z]\w+", text)
        if not name:
            continue
        hits = (find_formulas(name.group().replace(letter, symbol)) for symbol in symbols)
        ids = [i for hit in hits if hit for i in _by_composition(hit[0].formula.composition, lexicon)]
        senses = tuple(Sense("thing", i, "series", lexicon.things[i].label) for i in ids)
        if senses:
            yield Mention(name.start(), name.end(), name.group(), senses, reason="formula")
            yield Mention(match.start(1), match.end(), match.group(), (Sense("unit", "", "series"),))


def _formulas(text: str, lexicon: Lexicon) -> list[Mention]:
    """Formulae in any notation, linked by composition; one that is not in the graph is an unknown material."""
    found: list[Mention] = []
    for hit in find_formulas(without_suspended(text)):
        formula, (start, end) = hit.formula, _trim(text, hit.start, hit.end)
        ids = _by_composition(formula.composition, lexicon)
        if formula.components and not ids:
            found += _components(text, start, end, lexicon)
            continue
        if formula.phase:
            ids = tuple(i for i in ids if formula.phase.split(" ")[0].lower() in lexicon.things[i].label.lower()) or ids
        senses = tuple(Sense("thing", identifier, "same formula", formula.plain) for identifier in ids)
        if len(formula.elements) == 1 and not senses:
            senses = tuple(Sense("element", symbol, "formula", symbol) for symbol in formula.elements)
        found.append(
            Mention(
                start, end, text[start:end], senses or (Sense("unknown", formula.plain, "formula"),), reason="formula"
            )
        )
    return found


def _components(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Mention]:
    """A composite written with other names or in another order; else its components, each by itself."""
    parts = [(m.start(), m.end()) for m in re.finditer(r"[^\s/|–-]+(?:-\d+)?", text[start:end])]
    named = [(a, b, _named(text[start + a : start + b], lexicon)) for a, b in parts]
    ids = frozenset(i for _, _, found in named for i in found[:1])
    whole = [t.id for t in lexicon.things.values() if t.components and frozenset(t.components) == ids]
    if whole and all(found for _, _, found in named):
        yield Mention(
            start, end, text[start:end], tuple(Sense("thing", i, "components", text) for i in whole), reason="formula"
        )
        return
    for a, b, found in named:
        piece = text[start + a : start + b]
        senses = tuple(Sense("thing", i, "component", piece) for i in found) or (Sense("unknown", piece, "formula"),)
        yield Mention(start + a, start + b, piece, senses, reason="formula")


def _named(piece: str, lexicon: Lexicon) -> list[str]:
    hits = [i for hit in find_formulas(piece) for i in _by_composition(hit.formula.composition, lexicon)]
    senses = lexicon.phrases.get(" ".join(token.fold for token in tokenize(piece) if token.fold[0].isalnum()), ())
    return hits or [sense.id for sense in senses if sense.kind == "thing"]


def _by_composition(composition: str, lexicon: Lexicon) -> tuple[str, ...]:
    ids = lexicon.formulas.get(composition, ())
    return ids[:1] if ids and composition else ids


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " .,;:":
        end -= 1
    return start, end


def _phrases(tokens: list[Token], lexicon: Lexicon, covered: list[bool]) -> list[Mention]:
    """The longest phrases of the lexicon, from left to right; punctuation between words does not count."""
    words = [(i, t) for i, t in enumerate(tokens) if t.fold[0].isalnum() and not covered[i]]
    kept = [i for i, t in enumerate(tokens) if t.fold in (",", "/") or t.fold[0].isalnum()]
    listed, place = [tokens[i] for i in kept], {i: number for number, i in enumerate(kept)}
    found, at = [], 0
    while at < len(words):
        halved, senses = shared_name(listed[place[words[at][0]] :], lexicon)
        if halved:
            found.append(_mention([token for _, token in words[at : at + halved]], senses, "name shared"))
            at += halved
            continue
        for length in range(min(lexicon.longest, len(words) - at), 0, -1):
            stretch = [token for _, token in words[at : at + length]]
            if _breaks(stretch, tokens, words[at : at + length]):
                continue
            follows = words[at + length][1].fold if at + length < len(words) else ""
            senses = _senses(stretch, lexicon, follows)
            if senses and not _is_article(stretch, tokens):
                found.append(_mention(stretch, _with_last_property(stretch, senses, lexicon), "exact"))
                at += length - 1
                break
        at += 1
    return found


def _is_article(stretch: list[Token], tokens: list[Token]) -> bool:
    """Whether a name of several words begins with the article "a": "a Na3PS4" is not amorphous Na3PS4."""
    return len(stretch) > 1 and stretch[0].text == "a" and tokens[tokens.index(stretch[0]) + 1] is stretch[1]


def _with_last_property(stretch: list[Token], senses: tuple[Sense, ...], lexicon: Lexicon) -> tuple[Sense, ...]:
    """A thing whose name ends in a property ("annealing temperature") can be asked for as that property."""
    if len(stretch) < 2 or any(s.kind == "property" for s in senses):
        return senses
    for start in range(1, len(stretch)):
        tail = lexicon.phrases.get(" ".join(token.fold for token in stretch[start:]), ())
        properties = tuple(sense for sense in tail if sense.kind == "property" and sense.how != "symbol")
        if properties:
            return (*senses, *properties)
    return senses


def _breaks(stretch: list[Token], tokens: list[Token], placed: list[tuple[int, Token]]) -> bool:
    """Whether a comma, bracket or the like stands inside a stretch."""
    first, last = placed[0][0], placed[-1][0]
    return any(t.fold in ",;:()?&=+<>≤≥" for t in tokens[first:last]) and len(stretch) > 1


def _mention(stretch: list[Token], senses: tuple[Sense, ...], reason: str) -> Mention:
    text = " ".join(token.text for token in stretch)
    return Mention(stretch[0].start, stretch[-1].end, text, senses, reason=reason)


def _senses(stretch: list[Token], lexicon: Lexicon, follows: str) -> tuple[Sense, ...]:
    """The senses of a stretch; a function word is no verb, unless a noun follows ("dopants lower the barrier")."""
    senses = lexicon.phrases.get(" ".join(token.fold for token in stretch), ())
    if len(stretch) == 1:
        senses = tuple(sense for sense in senses if _case_fits(stretch[0], sense))
    if all(token.fold in _AUXILIARIES for token in stretch) or (
        len(stretch) == 1 and is_function_word(stretch[0].fold) and follows not in _DETERMINERS
    ):
        senses = tuple(sense for sense in senses if sense.kind not in ("relation", "inverse"))
    return senses


def _case_fits(token: Token, sense: Sense) -> bool:
    """Symbols and short abbreviations must be typed as they are written: MA is a solvent, ma is not."""
    surface = sense.surface
    if len(surface) > 3 or surface.islower() or not surface.isascii():
        return True
    return token.text == surface or (
        len(surface) == 3 and token.text.isalpha() and token.text.lower() not in ("can", "was")
    )


def _is_asked_for(mention: Mention, tokens: list[Token]) -> bool:
    """Whether a class stands right behind the question word: "which conversion cathodes"."""
    before = [t.fold for t in tokens if t.end <= mention.start]
    return mention.of("class") is not None and before[-1:] in (["which"], ["what"])


def _is_subject(mention: Mention, chosen: list[Token], tokens: list[Token]) -> bool:
    """Whether a form of "be" stands between a mention and another word chosen: "which cathodes were coated"."""
    following = next((t.start for t in chosen if t.start >= mention.end), mention.end)
    return any(t.fold in ("is", "are", "was", "were", "been") for t in tokens if mention.end <= t.start < following)


def _is_within(mention: Mention, chosen: list[Token], tokens: list[Token]) -> bool:
    """Whether every word of a mention is among those chosen."""
    own = [t for t in tokens if mention.start <= t.start < mention.end]
    return all(t in chosen or is_function_word(t.fold) or not t.fold[0].isalnum() for t in own)


def _loosely_named(tokens: list[Token], lexicon: Lexicon, taken: list[Mention]) -> list[Mention]:
    """Names said in another order or form ("sodium sticks" for sodium sticking), where a word is unread."""
    words = [t for t in tokens if t.fold[0].isalnum() and not is_function_word(t.fold)]
    covered = _covered(words, taken)
    stems = [stem(t.fold) for t in words]
    found: dict[tuple[int, ...], list[Sense]] = {}
    for at, token in enumerate(words):
        if covered[at] or not token.fold.isalpha():
            continue
        for bag, sense in lexicon.bags.get(stems[at], ()):
            places = _window(bag, stems, at)
            if (
                places
                and not _skips_unread(places, covered)
                and words[places[-1]].start - words[places[0]].start <= 14 * len(bag) + 6
                and _loose(sense, lexicon)
            ):
                found.setdefault(places, []).append(sense)
    if not found:
        return taken
    places = max(found, key=lambda p: (len(p), -(p[-1] - p[0])))
    chosen = [words[i] for i in places]
    swallowed = [m for m in taken if m.start < chosen[-1].end and chosen[0].start < m.end]
    senses = tuple(dict.fromkeys(found[places]))
    if any(m.quantity or m.of("property") for m in swallowed) or not all(_may_swallow(m, senses) for m in swallowed):
        return taken
    if any(m.of("thing", "element") and not any(m.start <= t.start < m.end for t in chosen) for m in swallowed):
        return taken  # another thing stands between the words
    asked_for = [m for m in swallowed if _is_asked_for(m, tokens)]
    if any(not _is_within(m, chosen, tokens) or _is_subject(m, chosen, tokens) for m in asked_for):
        return taken  # the class that is asked for is neither torn apart nor part of what is said of it
    text = " ".join(t.text for t in chosen)
    new = Mention(chosen[0].start, chosen[-1].end, text, senses, reason=_REORDERED)
    return sorted([*(m for m in taken if m not in swallowed), new], key=lambda m: m.start)


def _skips_unread(places: tuple[int, ...], covered: list[bool]) -> bool:
    """Whether a word that is unread itself stands between the words of a name said loosely."""
    return any(not covered[i] for i in range(places[0], places[-1]) if i not in places)


def _loose(sense: Sense, lexicon: Lexicon) -> bool:
    """Whether a sense may be named loosely: concepts are too many and too near to each other."""
    return sense.kind == "class" or lexicon.things[sense.id].kind not in ("concepts", "cells", "groups")


def _may_swallow(mention: Mention, senses: tuple[Sense, ...]) -> bool:
    """A name said loosely may take in the name of a thing; the name of a class only when it names a class itself."""
    return bool(mention.of("thing")) or any(sense.kind == "class" for sense in senses)


def _window(bag: frozenset[str], stems: list[str], at: int) -> tuple[int, ...]:
    """Places of all words of a bag around a place, close together; empty when one is missing."""
    reach = 2 * len(bag) + 1
    places = []
    for word in bag:
        near = [i for i in range(max(0, at - reach), min(len(stems), at + reach + 1)) if stems[i] == word]
        if not near:
            return ()
        places.append(min(near, key=lambda i: abs(i - at)))
    return tuple(sorted(set(places)))


def _respelt(tokens: list[Token], lexicon: Lexicon, taken: list[Mention]) -> list[Token]:
    """The tokens with words that match nothing put as the nearest word of the lexicon."""
    covered = _covered(tokens, taken)
    wrong = {t.start for t, c in zip(tokens, covered, strict=True) if not c and _may_be_misspelt(t)}
    spelled = [replace(t, fold=word) if t.start in wrong and (word := _nearest(t.fold, lexicon)) else t for t in tokens]
    # Then what makes a name with its neighbour, which may have been misspelt itself.
    return [
        replace(t, fold=word) if t.start in wrong and t in tokens and (word := _fitting(t, spelled, lexicon)) else t
        for t in spelled
    ]


def _may_be_misspelt(token: Token) -> bool:
    return len(token.fold) >= 4 and token.fold.isalpha() and _is_content(token) and not token.text.isupper()


def _fitting(token: Token, tokens: list[Token], lexicon: Lexicon) -> str:
    """The word one slip away that makes a name with a word next to it ("activation enrgy")."""
    from rapidfuzz.distance import OSA

    at = tokens.index(token)
    beside = [t.fold for t in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
    near = sorted({word for fold in beside for word in lexicon.neighbours.get(fold, ())})
    if token.fold in lexicon.words:
        return ""
    return next((word for word in near if len(word) > 4 and OSA.distance(word, token.fold) == 1), "")


def _nearest(word: str, lexicon: Lexicon) -> str:
    """The word of the lexicon one slip away (two for a long word); empty when there is none or it is a known word."""
    if word in lexicon.words or word in _REAL_WORDS or len(word) < _CORRECTED:
        return ""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = 2 if len(word) >= 8 else 1
    pool = [known for known in lexicon.nouns if known[:1] == word[:1] and abs(len(known) - len(word)) <= allowed]
    if len(word) <= 6:
        pool = [known for known in pool if known in lexicon.phrases]
    pool = [known for known in pool if not known.startswith(word) and not word.startswith(known)]
    if word.endswith(("er", "ers", "or", "ors")):
        # A router is no slip of the pen for routes, though both come from one word.
        pool = [known for known in pool if stem(known) != stem(word)]
    best = process.extractOne(word, sorted(pool), scorer=OSA.distance, score_cutoff=allowed)
    return str(best[0]) if best else ""
