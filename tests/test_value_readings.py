"""Questions answered by values and tables: each way of asking is tried on facts of the real graph."""

import pytest

from kg.answer import Answer, Asker
from kg.reckon import reckon
from kg.reply import Result


def named(answer: Answer) -> list[str]:
    return [result.label for result in answer.results]


def figures(answer: Answer) -> list[float]:
    return [round(result.value, 4) for result in answer.results if result.value is not None]


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("bottom 2 activation energies in Table 1", ["Na3.1Ge0.1Sb0.9S4", "Na3.06Sb0.88W0.12S4"]),
        ("Worst conductor in Table 2", ["Na11Sn2AsS12"]),
        ("best electrolyte of Table 1", ["Na3.06Sb0.88W0.12S4"]),
        ("Rank Na2.8PS3.8Cl0.2, Na3PSe4, Na3BS3 from worst to best", ["Na3BS3", "Na2.8PS3.8Cl0.2", "Na3PSe4"]),
        ("Sort Na3SbS4, Na3PSe4 and Na3BS3 by conductivity, lowest first", ["Na3BS3", "Na3SbS4", "Na3PSe4"]),
        ("min and max conductivity in Table 1", ["Na4SnS4", "Na3.06Sb0.88W0.12S4"]),
        ("second-best conductor in Table 1", ["Na2.85P0.85W0.15S4"]),
        ("Which three electrolytes in Table 2 conduct best?", ["Na10SiP2S12", "Na10GeP2S12", "Na11Sn2PS12"]),
        ("Which cathode gave 287 mAh/g?", ["FeS2"]),
        ("electrolyte with 1.46 mS/cm", ["Na3P0.62As0.38S4"]),
        ("Which of Na3SbS4, Na3PS4 and Na4SnS4 conducts best?", ["Na3SbS4"]),
        ("Which is higher, the activation energy of Na3PS4 or of Na3SbS4?", ["Na3PS4"]),
    ],
)
def test_things_are_ranked(asker: Asker, question: str, labels: list[str]) -> None:
    assert named(asker.ask(question)) == labels


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("RT conductivity of Na3SbS4?", 0.44),
        ("conductivity of NSS at room temperature pls", 0.44),
        ("conductivity of Na3SbS4 at 25 °C", 0.44),
        ("conductivty of NSS", 0.44),
        ("theoretical gravimetric capacity of sodium", 1165.0),
        ("initial capacity of the Na2S-NaI cell", 670.0),
        ("What does the cell table give as capacity for FeS2?", 287.0),
        ("By how many kJ/mol does the activation energy of Na3SbS4 differ from Na3PS4?", 2.12),
        ("How many times more conductive is Na3SbS4 than Na3PS4?", 2.2),
        ("difference between the highest and lowest conductivity in Table 2", 10.17),
        ("difference in voltage between NaCrO2 with NPS and with NSS", 1.2),
        ("How long did the symmetric cell last with CPEO?", 800.0),
        ("conductivity of tungsten-doped Na3PS4", 8.8),
    ],
)
def test_one_figure_is_told(asker: Asker, question: str, figure: float) -> None:
    assert figures(asker.ask(question)) == [figure]


@pytest.mark.parametrize(
    "question",
    [
        "theoretical capacity of FeS2",  # that of its anode is known
        "conductivity of Na2.9PS3.95Se0.05",  # that of other compounds with selenium is
        "milling speed for Na3PS4",
        "conductivity of Na3PS4 at 300 °C",
        "capacity of the symmetric TiS2 cell",
        "Which cathodes were paired with electrolytes above 20 mS/cm?",
        "electrolytes with conductivity above 1 mS/cm used with sulfur cathodes",
        "electrolytes in Table 1 without an activation energy",
    ],
)
def test_what_is_not_known_is_not_told_of_something_else(asker: Asker, question: str) -> None:
    assert asker.ask(question).status == "empty"


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("Which anode was used with the most conductive electrolyte of Table 4 cells?", {"Na15Sn4"}),
        ("Which sulfur cathodes were used with electrolytes over 0.4 mS/cm?", {"S/Na3SbS4", "S/Na3SbS4/MSP20"}),
        ("Which cathode sits in the cell with the least conductive electrolyte in Table 4?", {"Na3V2(PO4)3"}),
        ("Cathodes run with Sn-containing electrolytes", {"Co0.1Fe0.9S2"}),
        ("TiS2 in Table 4: electrolyte and anode?", {"Na3PS4", "Na-Sn"}),
        ("list the anodes of the full-cell table", {"Na", "Na-Sn", "Na15Sn4", "Na3Sn"}),
        ("anodes used with sulfur cathodes in Table 4", {"Na15Sn4", "Na3Sn"}),
        ("who is the cathode partner of Na2.8PS3.8Cl0.2?", {"Na3V2(PO4)3"}),
        ("list the bromine containing electrolytes in Table 1", None),
    ],
)
def test_tables_are_joined(asker: Asker, question: str, labels: set[str] | None) -> None:
    found = set(named(asker.ask(question)))
    assert found == labels if labels else found and all("Br" in label for label in found)


def test_a_bound_is_on_what_is_measured_in_its_unit(asker: Asker) -> None:
    answer = asker.ask("cells lasting more than 200 cycles")
    assert {result.unit for result in answer.results} == {"cycles"}
    assert min(figures(answer)) > 200
    assert figures(asker.ask("cathodes above three volts")) == figures(asker.ask("cathodes above 3 V"))
    assert figures(asker.ask("Which electrolytes reach 10 mS/cm?"))[-1] >= 10


def test_a_condition_binds_the_property_it_is_said_of(asker: Asker) -> None:
    answer = asker.ask("FeS2 cell: voltage and capacity after 100 cycles")
    assert {result.unit: result.value for result in answer.results} == {"V": 1.9, "mAh/g": 287.0}


def test_a_member_names_its_family(asker: Asker) -> None:
    family = asker.ask("two least conductive Na11Sn2PS12-type electrolytes")
    assert figures(family) == figures(asker.ask("two least conductive electrolytes of Table 2"))


def test_all_figures_of_a_compound_are_those_of_its_polymorphs_too(asker: Asker) -> None:
    assert len(figures(asker.ask("all conductivity values for Na3PS4"))) > len(figures(asker.ask("NPS conductivity")))
    assert asker.ask("conductivity of a-Na3PS4").status == "empty"
    assert figures(asker.ask("conductivity of a Na3PS4 pellet")) == [0.2]


def test_values_are_reckoned_by_themselves_for_each_property(asker: Asker) -> None:
    averages = asker.ask("average conductivity and activation energy of Table 2").results
    assert {result.unit for result in averages} == {"mS/cm", "kJ/mol"}
    ones = [Result("a", "a", value=1.0, unit="eV"), Result("b", "b", value=96.485, unit="kJ/mol")]
    assert reckon(ones, "average") == [Result("average", value=1.0, unit="eV")]
    assert reckon(ones, "count")[0].value == 2
    assert [r.value for r in reckon([*ones, Result("c", "c", value=3.0, unit="eV")], "median")] == [1.0]
    assert reckon(ones[:1], "difference") == ones[:1]


@pytest.mark.parametrize(
    ("question", "labels", "found"),
    [
        ("Which electrolyte in Table 2 has the lowest conductivity, and what is its Ea?", ["Na11Sn2AsS12"], [39.56]),
        ("Which cathode is used with Na3PS3.85O0.15 and what capacity does it keep?", ["S/Na3PS3.85O0.15"], [1200.0]),
        ("Does Na3SbS4 or Na3AsS4 have the higher activation energy?", ["Na3AsS4"], [32.91]),
        ("What was the electrolyte in the 390 mAh/g cell?", ["Na3PS4"], []),
        ("Which halogen-free electrolytes of Table 1 have an Ea under 16 kJ/mol?", ["Na3.1Ge0.1Sb0.9S4"], [15.05]),
        ("mS/cm of Na2.8SbS3.8Cl0.2?", ["Na2.8SbS3.8Cl0.2"], [2.17]),
        ("How many materials in Table 1 contain tungsten?", ["count"], [3.0]),
        ("conductivity of Na2S before and after blending with NaI, mS/cm", ["Na2S", "Na2S-NaI"], [0.0, 0.0]),
    ],
)
def test_each_clause_and_figure_is_accounted_for(
    asker: Asker, question: str, labels: list[str], found: list[float]
) -> None:
    answer = asker.ask(question)
    assert (sorted(named(answer)), figures(answer)) == (sorted(labels), found)


def test_what_a_remedy_is_made_of_lends_it_no_values(asker: Asker) -> None:
    assert not asker.ask("What is the thickness of the PPP coating?").results
