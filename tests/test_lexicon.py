"""The lexicon: every name that tables and ontology have, in every form, and nothing else."""

import json
from pathlib import Path

import pytest
from toy import FOLDER

from kg.answer import Asker
from kg.curated import read_curated
from kg.errors import FormulaError, StoreError
from kg.formula_reader import read_formula
from kg.lexicon import FILE, Lexicon, build_lexicon, load_lexicon, write_lexicon
from kg.vocabulary import read_vocabulary
from kg.words import phrase_key


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The words of the project's tables and ontology and of the toy ones."""
    words = read_vocabulary((FOLDER,))
    return build_lexicon(read_curated(FOLDER, vocabulary=words), words)


def senses(lexicon: Lexicon, phrase: str) -> set[tuple[str, str]]:
    return {(s.kind, s.id) for s in lexicon.phrases.get(" ".join(phrase_key(phrase)), ())}


@pytest.mark.parametrize(
    ("phrase", "kind", "identifier"),
    [
        ("pellet humming", "thing", "pellet-humming"),
        ("Humming", "thing", "pellet-humming"),
        ("noise of pellets", "thing", "acoustic-trouble"),
        ("beeswax films", "thing", "beeswax-film"),
        ("Na3GaS3", "thing", "Na3GaS3"),
        ("NGaS", "thing", "Na3GaS3"),
        ("Toy et al.", "thing", "group-toy"),
        ("NaCrO2 | Na3GaS3 | Na", "thing", "toy-cell"),
        ("acoustic failures", "class", "AcousticFailure"),
        ("strategies", "class", "Strategy"),
        ("gloss", "property", "Gloss"),
        ("shininess", "property", "Gloss"),
        ("glossy", "high", "Gloss"),
        ("glossier", "more-high", "Gloss"),
        ("glossiest", "most-high", "Gloss"),
        ("dull", "low", "Gloss"),
        ("mitigating", "relation", "mitigates"),
        ("is mitigated by", "inverse", "mitigates"),
        ("gallium", "element", "Ga"),
        ("Ga", "element", "Ga"),
        ("Pellets and their humming", "section", "9.1"),
    ],
)
def test_what_tables_and_ontology_name_is_known(lexicon: Lexicon, phrase: str, kind: str, identifier: str) -> None:
    assert (kind, identifier) in senses(lexicon, phrase)


@pytest.mark.parametrize("phrase", ["quiet", "humming pellets in the rain", "Na3TlS3", ""])
def test_what_nothing_names_is_not_known(lexicon: Lexicon, phrase: str) -> None:
    assert not senses(lexicon, phrase)


def test_the_project_alone_has_no_toy_words(asker: Asker) -> None:
    assert not senses(asker.lexicon, "gloss")
    assert "pellet-humming" not in asker.lexicon.things


def test_every_label_and_alias_names_its_thing(lexicon: Lexicon) -> None:
    names = [(name, thing.id) for thing in lexicon.things.values() for name in (thing.label, *thing.aliases)]
    names = [(name, i) for name, i in names if phrase_key(name) and lexicon.things[i].kind != "cells"]
    lost = [(n, i) for n, i in names if ("thing", i) not in senses(lexicon, n) and i not in as_formula(lexicon, n)]
    assert len(names) > 500
    assert not lost


def as_formula(lexicon: Lexicon, name: str) -> tuple[str, ...]:
    """The things whose composition a name writes."""
    try:
        return lexicon.formulas.get(read_formula(name).composition, ())
    except FormulaError:
        return ()


def test_every_word_of_the_ontology_is_known(lexicon: Lexicon) -> None:
    words = lexicon.vocabulary
    for kind, terms in (("class", words.classes), ("property", words.properties)):
        assert all((kind, name) in senses(lexicon, term.label) for name, term in terms.items())
    for name, relation in words.relations.items():
        assert all(("relation", name) in senses(lexicon, verb) for verb in relation.verbs if not verb.startswith("be "))
        assert all(("noun", name) in senses(lexicon, noun) for noun in relation.nouns)


def test_every_sense_leads_somewhere(lexicon: Lexicon) -> None:
    words = lexicon.vocabulary
    homes = {
        "thing": lexicon.things,
        "class": words.classes,
        "property": words.properties,
        "relation": words.relations,
        "inverse": words.relations,
        "noun": words.relations,
        "inverse-noun": words.relations,
        "section": lexicon.sections,
        **{f"{degree}{side}": words.properties for degree in ("", "more-", "most-") for side in ("high", "low")},
    }
    found = [
        s
        for all_senses in lexicon.phrases.values()
        for s in all_senses
        if s.kind not in ("element", "family", "condition")
    ]
    assert {s.kind for s in found} <= set(homes)
    assert not [s for s in found if s.id not in homes[s.kind]]


@pytest.mark.parametrize("written", ["Na3GaS3", "Na₃GaS₃", "S3GaNa3", "Na_{3}GaS_{3}"])
def test_a_formula_is_found_by_what_it_is_made_of(lexicon: Lexicon, written: str) -> None:
    assert lexicon.formulas[read_formula(written).composition][0] == "Na3GaS3"


def test_a_thing_is_of_its_class_and_of_all_above(lexicon: Lexicon) -> None:
    assert lexicon.is_a("pellet-humming", "AcousticFailure")
    assert lexicon.is_a("pellet-humming", "Strategy", "FailureMechanism")
    assert not lexicon.is_a("pellet-humming", "Strategy")
    assert not lexicon.is_a("no-such-thing", "Strategy")
    assert all(lexicon.is_a(i, c) for i, thing in lexicon.things.items() for c in thing.classes)


def test_kinds_of_a_thing_and_what_is_derived_from_a_material(lexicon: Lexicon) -> None:
    assert lexicon.with_narrower("acoustic-trouble") == ("acoustic-trouble", "pellet-humming")
    assert lexicon.with_narrower("Na3GaS3") == ("Na3GaS3",)
    assert lexicon.things["Na3GaS3"].derived == ("Na2.9Ga0.9Ge0.1S3",)
    assert lexicon.with_narrower("no-such-thing") == ("no-such-thing",)


def test_a_family_of_materials_is_named_like_a_class(lexicon: Lexicon) -> None:
    assert lexicon.is_family("sulfide-electrolyte")
    assert not lexicon.is_family("Na3GaS3")
    assert not lexicon.is_family("pellet-humming")


@pytest.mark.parametrize(
    ("identifier", "label"),
    [
        ("pellet-humming", "pellet humming"),
        ("Gloss", "gloss"),
        ("AcousticFailure", "acoustic failure"),
        ("mitigates", "mitigates"),
        ("no-such-thing", "no-such-thing"),
    ],
)
def test_everything_has_a_label(lexicon: Lexicon, identifier: str, label: str) -> None:
    assert lexicon.label(identifier) == label


def test_what_is_written_is_read_back(lexicon: Lexicon, tmp_path: Path) -> None:
    write_lexicon(lexicon, tmp_path)
    first = (tmp_path / FILE).read_bytes()
    back = load_lexicon(tmp_path)
    assert back.phrases == lexicon.phrases
    assert back.things == lexicon.things
    assert (back.formulas, back.sections) == (lexicon.formulas, lexicon.sections)
    assert back.vocabulary.relations == lexicon.vocabulary.relations
    assert back.vocabulary.properties == lexicon.vocabulary.properties
    assert back.vocabulary.classes == lexicon.vocabulary.classes
    write_lexicon(back, tmp_path)
    assert (tmp_path / FILE).read_bytes() == first


@pytest.mark.parametrize("content", [None, "", "{", '{"phrases":'])
def test_a_broken_lexicon_says_what_to_do(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_text(content)
    with pytest.raises(StoreError, match=r"lexicon\.json cannot be read .*: run 'sse-kg build'"):
        load_lexicon(tmp_path)


def test_the_file_is_plain_json(lexicon: Lexicon, tmp_path: Path) -> None:
    write_lexicon(lexicon, tmp_path)
    assert "phrases" in json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
