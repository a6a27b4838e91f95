"""The words by which questions ask: for a definition, a source, kinds of a thing, a size, a second property.

They are of no field; words of the field come from the ontology and the data.
"""

import re

PHRASE_END = frozenset(
    """
    of for in on at with without that which who whose to by from between when where is are was were do does did can
    could should would has have had give gives gave show shows showed keep keeps kept get gets got let lets make makes
    yield yields use uses used using reported made given against under above below over than
    according as , ; : ? ( )
    """.split()
)
#: Characters within which a question may still open with words like "of the".
OPENING = 12
IMPERATIVE = re.compile(r"\s*(?:please\s+)?(?:list|show|give|name|tell|compare|rank|find|sort|order)\b", re.IGNORECASE)
DEFINE = (
    r"(?:^|[,:;] )(?:what (?:on earth |exactly |actually |precisely )?(?:is|are|s|does|counts as)|whats|define|explain"
    r"|definition of|what is meant by)\b"
)
#: Words that ask for a definition whatever else a question says.
MEANING = (
    r"\bstands? for\b|\bmeaning\b|\bmeant by\b|\bcounts? as\b"
    r"|(?<!that )(?<!which )\bdefin(?:e|es|ed|ition)\b|\babbreviat|\bacronym\b"
    r"|\bfull (?:form|name)\b|\bshort for\b|\bunderstand by\b|= \?$"
)
#: Words that ask for the kinds of what they stand before, and how near to it they stand.
KINDS = (
    r"\bwhich(?: of the)?\b|^\s*(?:list|name|show|give)(?: me)?(?: all| the)*\b"
    r"|\b(?:kind|type|sort|form|grade|variant|variety|categor(?:y|ie)|class(?:e)?)s? of\b|^(?=.*\bwhich ones\b)"
)
NEAR_KINDS = 12
#: Questions whose first words ask for no noun: "how can …", "what does … cause".
NO_HEAD = r"how (?:can|could|do|does|did|to|is|are|was|were|should|would)\b|what (?:do|does|did)\b"
SIZE = (
    r"\bhow (?:large|high|big|low|small|great|long|much|strong) (?:is|are|was|were) (?:it|that|this|they|these|those)\b"
    r"|\bhow (?:long|much|often|many \w+) (?:do|does|did|has|have|can|could) (?:it|they|each|that|this|these|those)\b"
)
DELIVERED = r"\b(?:how much|what) (?:do|does|did|can|could)\b"
DIFFER = (
    r"^(?:please )?compar\w+\b|\b(?:versus|vs)\b"
    r"|\bhow (?:do|does|did|is|are) .*\b(?:differ|differs|compare|compares|different)\b"
)
EFFECT_ON = (
    r"\b(?:effect|influence|impact)s? of\b.* on\b"
    r"|\bhow (?:do|does|did|is|are|was|were) .*\b(?:affect|influence|change|alter|impact)(?:s|ed)?\b"
)
WHO = (
    r"\bwho\b|\bwhose (?:work|group|team|result|idea)\b|\bby whom\b"
    r"|\bwhich (?:research )?(?:group|team|author|researcher)s?\b"
)
WHICH_WORK = (
    r"\bsources? (?:of|for) (?:the|this|that) (?:work|study|claim|data|values?|statement)\b|"
    r"\bwhich (?:reference|paper|ref|citation|publication|work)s?\b|\breference numbers?\b|^(?:please )?cite\b"
    r"|\bwhat (?:reference|paper)s?\b"
    r"|[,?;:(] (?:(?:and|please|give|add|name|with|the|a|its) )*(?:ref|reference|citation|paper|cite)s?"
    r"(?: (?:it|them))?(?: [?)])*$"
)
AUTHORS = r"[,?;:(] (?:(?:and|please|give|name|the|its) )*(?:author|group|team)s?(?: [?)])*$"
#: "Who is the partner anode": what is asked for is a thing, not a person.
WHO_IS = re.compile(r"\bwho(?:'s| is| are| was| were)(?: the| its| their| a)?(?: \w+)? (?=\w)", re.IGNORECASE)
WHERE = r"\b(?:which|what) (?:\w+ )?sections?\b|\bwhere in the (?:review|article|paper)\b"
#: Relation from a claim to its source -> the words that ask for it.
SOURCES = {"reportedBy": rf"{WHO}|{AUTHORS}", "cites": WHICH_WORK, "statedIn": WHERE}


#: Between a property and its figure; verbs that lead to the figure of what is looked for.
FIGURE_OF = re.compile(
    r"\s*(?:of|is|was|=|:|at|equal to|similar to|close to|near)?\s*(?:about|around|roughly|exactly|just|only|~|≈)?\s*"
)
HAS_FIGURE = re.compile(
    r"\b(?:gave|gives?|deliver(?:s|ed)?|show(?:s|ed)?|has|have|had|with|provides?|yield(?:s|ed)?|reported|offers?)"
    r"\s+(?:about|around|roughly|exactly|just|only|an?|~|≈)?\s*$",
    re.IGNORECASE,
)
#: Characters between a verb and the figure it leads to ("gave about 60 mAh/g").
BESIDE = 9
#: Where a second clause asks for more: ", and what is its …", "; give the …".
SECOND_CLAUSE = re.compile(
    r"(?:\band\b|[,;:?]|\s[-–—])\s*(?:and\s+)?(?:(?:at|with|to|for|by|in)\s+)?(?:what|which|how|its|their|give|state)\b",
    re.IGNORECASE,
)
#: Units of figures that are never conditions.
RESULTS = ("mS/cm", "S/cm", "kJ/mol", "eV", "meV", "mAh/g", "Wh/kg", "kcal/mol")
#: Units of figures that tell what is measured; a voltage can be a condition too.
TELLING = (*RESULTS, "V")
LASTING = ("cycles", "h", "min", "days")
#: What begins a clause that tells more of a thing.
RELATIVE = re.compile(r"\b(?:that|which|whose)\b")
#: Where what is excepted ends: "instead of NPS as electrolyte", "alternatives to NPS with a higher conductivity".
PAST_EXCEPTION = re.compile(r"\b(?:as|for|with an?|having|that|which)\b")
