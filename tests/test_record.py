"""The record of a thing in the project's own graph."""

from kg.answer import Asker
from kg.names import resource, term
from kg.record import label_of_thing, read_record


def test_a_material_has_values_claims_and_cells(asker: Asker) -> None:
    record = read_record(asker.store, asker.lexicon, resource("Na3PS4"))
    assert "sodium thiophosphate" in record.aliases
    assert any("ionic conductivity" in one.statement for one in record.values)
    assert {one.subject for one in record.own} == {"Na3PS4"}
    assert {one.object for one in record.others} == {"Na3PS4"}
    assert {one.predicate for one in record.cells} <= {"hasCathode", "hasElectrolyte", "hasAnode", "hasInterlayer"}
    assert record.claims == len(record.values) + len(record.own) + len(record.others) + len(record.cells)
    assert all(one.references or one.section or one.table for one in record.own if one.status == "curated")


def test_a_property_has_the_values_of_all_things(asker: Asker) -> None:
    record = read_record(asker.store, asker.lexicon, term("IonicConductivity"))
    assert record.definition
    assert len({one.subject for one in record.values}) > 20


def test_a_work_has_the_claims_that_cite_it(asker: Asker) -> None:
    record = read_record(asker.store, asker.lexicon, resource("ref-53"))
    assert record.label == "reference 53"
    assert record.resting
    assert all(53 in one.references for one in (*record.resting, *record.values))


def test_places_have_names(asker: Asker) -> None:
    assert label_of_thing("section-3.2", asker.lexicon).startswith("section 3.2, ")
    assert label_of_thing("table-1", asker.lexicon).startswith("Table 1, ")
    assert label_of_thing("element-P", asker.lexicon) == "phosphorus"
    assert read_record(asker.store, asker.lexicon, resource("no-such-thing")).claims == 0
