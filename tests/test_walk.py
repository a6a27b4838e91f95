"""A walk through a hand-made graph: handfuls of neighbours, what is hidden, what a thing's record holds."""

from itertools import combinations

import pytest

from kg.drawing import layout, size_of, wrapped
from kg.layouts import LAYOUTS
from kg.views import Edge, Node, View
from kg.walk import FOLD, HANDFUL, Map, with_folds


def material(name: str) -> Node:
    return Node(name, name, "Material")


def hub(leaves: int = 60) -> Map:
    """An electrolyte to which many coatings apply, with one value and one failure; the value has a property."""
    nodes = [material("Na3PS4"), Node("growth", "dendrite growth", "FailureMechanism")]
    nodes += [Node("value", "0.2 mS/cm", "Measurement"), Node("sigma", "ionic conductivity", "Property")]
    nodes += [Node(f"coating-{n:02}", f"coating {n:02}", "Strategy") for n in range(leaves)]
    edges = [Edge(f"coating-{n:02}", "appliesTo", "applies to", "Na3PS4") for n in range(leaves)]
    edges += [Edge("coating-00", "mitigates", "mitigates", "growth"), Edge("Na3PS4", "causes", "causes", "growth")]
    edges += [Edge("Na3PS4", "hasMeasurement", "ionic conductivity", "value")]
    edges += [Edge("value", "ofProperty", "of property", "sigma")]
    return Map(View(tuple(nodes), tuple(edges)))


def names(view: View) -> set[str]:
    return {node.iri for node in view.nodes}


def test_opening_shows_a_handful_of_each_relation_and_counts_the_rest() -> None:
    walked = hub().walk(["Na3PS4"])
    assert len(walked.view.nodes) == 1 + HANDFUL
    assert {"growth", "value", "coating-00"} <= names(walked.view)
    assert walked.more == {"Na3PS4": 62 - HANDFUL}
    assert ("coating-00", "growth") in {(edge.subject, edge.object) for edge in walked.view.edges}


def test_opening_again_shows_more_until_all_are_there() -> None:
    walked = hub().walk(["Na3PS4"] * 2)
    assert walked.more == {"Na3PS4": 62 - 2 * HANDFUL}
    assert hub().walk(["Na3PS4"] * 3).more == {}


def test_what_is_shown_keeps_its_order_when_another_thing_is_opened() -> None:
    before = [node.iri for node in hub().walk(["Na3PS4"]).view.nodes]
    after = [node.iri for node in hub().walk(["Na3PS4", "value"]).view.nodes]
    assert after[: len(before)] == before
    assert after[-1] == "sigma"


def test_a_value_of_an_opened_property_brings_what_it_was_measured_on() -> None:
    assert names(hub().walk(["sigma"]).view) == {"sigma", "value", "Na3PS4"}


def test_hidden_kinds_and_relations_are_left_out_and_opened_things_stay() -> None:
    walked = hub().walk(["Na3PS4"], without_kinds=["Strategy", "Material"], without_relations=["causes"])
    assert names(walked.view) == {"Na3PS4", "value"}
    assert walked.more == {}


def test_no_more_things_than_allowed_and_what_is_beside_among_them() -> None:
    walked = hub().walk(["Na3PS4"], beside=["sigma", "nothing"], most=10)
    assert len(walked.view.nodes) == 10
    assert {"Na3PS4", "sigma"} <= names(walked.view)


def test_a_walk_begins_where_many_facts_meet() -> None:
    assert [node.iri for node in hub().busiest("Strategy", 1)] == ["coating-00"]
    assert hub().walk([]).view.nodes == ()


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_places_every_node_apart(name: str) -> None:
    view = with_folds(hub().walk(["Na3PS4"]))
    places = LAYOUTS[name](view, None)
    assert set(places) == names(view)
    assert f"{FOLD}Na3PS4" in places
    assert len(set(places.values())) == len(places)
    assert LAYOUTS[name](View((), ()), None) == {}


def test_a_growing_drawing_keeps_its_shape() -> None:
    small, large = hub().walk(["Na3PS4"]).view, hub().walk(["Na3PS4"] * 2).view
    before = layout(small)
    after = layout(large, before)
    moved = [abs(after[i][0] - after["Na3PS4"][0] - before[i][0] + before["Na3PS4"][0]) for i in before]
    afresh = layout(large)
    anew = [abs(afresh[i][0] - afresh["Na3PS4"][0] - before[i][0] + before["Na3PS4"][0]) for i in before]
    assert sum(moved) < sum(anew) / 2


def test_a_crowded_kind_takes_several_columns_and_no_label_lies_on_another() -> None:
    kinds = {"Material": 30, "Strategy": 5, "Property": 2}
    nodes = tuple(
        Node(f"{kind}{n}", f"a {kind} of a rather long name, number {n}", kind)
        for kind, many in kinds.items()
        for n in range(many)
    )
    places = LAYOUTS["columns"](View(nodes, ()), None)
    boxes = [(*places[node.iri], *size_of(wrapped(node.label))) for node in nodes]
    for (x, y, wide, high), (left, down, broad, tall) in combinations(boxes, 2):
        assert abs(x - left) >= (wide + broad) / 2 or abs(y - down) >= (high + tall) / 2
    of = {kind: sorted({places[f"{kind}{n}"][0] for n in range(many)}) for kind, many in kinds.items()}
    assert len(of["Material"]) >= 3
    assert of["Material"][0] < of["Strategy"][0] <= of["Property"][0]
    wide, high = (max(axis) - min(axis) for axis in zip(*places.values(), strict=True))
    assert wide < 9
    assert 0.5 < wide / high < 2.5
    assert LAYOUTS["columns"](View((), ()), None) == {}
