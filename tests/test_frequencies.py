"""Parts of cells by how often they are used, listings by a property, and what limits something."""

import pytest

from kg.answer import Asker


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Which anode is used most often?", "Na"),
        ("Which electrolyte is used most often in Table 4?", "Na3PS4"),
        ("Which anode is most commonly paired with Na3PS4?", "Na15Sn4"),
    ],
)
def test_the_part_that_most_cells_have(asker: Asker, question: str, part: str) -> None:
    answer = asker.ask(question)
    assert [r.label for r in answer.results] == [part]
    assert "in most cells" in answer.interpretation


def test_only_the_cells_counted_are_cited(asker: Asker) -> None:
    whole = asker.ask("Which electrolyte is used most often?").results[0].references
    table = asker.ask("Which electrolyte is used most often in Table 4?").results[0].references
    assert set(table) < set(whole)


def test_a_list_by_a_property_is_ordered_by_it(asker: Asker) -> None:
    values = [r.value for r in asker.ask("List the electrolytes of Table 2 by conductivity").results]
    assert values == sorted(values, key=lambda value: -(value or 0.0))
    assert values[0] == 10.28
    assert asker.ask("List what is caused by moisture").results[0].value is None


def test_what_limits_a_thing_is_not_what_helps_it(asker: Asker) -> None:
    limits = {r.label for r in asker.ask("what limits the capacity of sulfur cathodes").results}
    assert "polysulfide shuttle" in limits
    shuttle = asker.ask("What limits the polysulfide shuttle?")
    assert "mitigates" in shuttle.interpretation
    assert "mitigates" not in asker.ask("What limits the use of oxide electrolytes?").interpretation
