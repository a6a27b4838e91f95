"""The names to choose a thing by: whoever types one of them finds its thing on top of the list."""

from kg.answer import Asker
from kg.build import ready
from kg.choices import names_to_choose
from kg.lexicon import Lexicon, Thing
from kg.names import local
from kg.vocabulary import Vocabulary


def lexicon_of(*things: tuple[str, tuple[str, ...]]) -> Lexicon:
    known = {label: Thing(label, label, "materials", (), aliases) for label, aliases in things}
    return Lexicon({}, {}, known, Vocabulary({}, {}, {}))


def held(choices: dict[str, str], typed: str) -> list[str]:
    """The options that a list shows when this is typed."""
    return [option for option in choices if typed.casefold() in option.casefold()]


def test_a_formula_stands_before_those_that_contain_it() -> None:
    choices = names_to_choose(lexicon_of(("2Na3SbS4-Na2WS4", ()), ("Na3SbS4", ("NSS",)), ("NSS film", ())))
    assert held(choices, "Na3SbS4")[0] == "Na3SbS4"
    assert held(choices, "nss")[0] == "NSS (Na₃SbS₄)"
    assert held(choices, "Na₃SbS₄")[0] in ("NSS (Na₃SbS₄)", "Na₃SbS₄")


def test_the_label_is_left_out_where_it_would_hide_another_name() -> None:
    choices = names_to_choose(lexicon_of(("wax film", ()), ("soft wax film on glass", ("SW",)), ("SW glue", ())))
    assert held(choices, "wax film")[0] == "wax film"
    assert held(choices, "SW")[0] == "SW"


def test_every_name_in_the_graph_leads_to_a_thing_of_that_name(session_home: None) -> None:
    lexicon = Asker.open(ready()).lexicon
    choices = names_to_choose(lexicon)
    options = [option.casefold() for option in choices]
    iris = list(choices.values())
    names: dict[str, set[str]] = {}
    for thing in lexicon.things.values():
        for name in (thing.label, *thing.aliases):
            names.setdefault(name.casefold(), set()).add(thing.id)
    for name, measured in lexicon.vocabulary.properties.items():
        for word in (measured.label, *measured.aliases):
            names.setdefault(word.casefold(), set()).add(name)
    assert len(names) > 3_000
    for name, bearers in names.items():
        first = next(place for place, option in enumerate(options) if name in option)
        assert local(iris[first]) in bearers, (name, bearers)
