"""Sketch, anchors and join: the smallest typed graph between what is named and what is asked for."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import FOLDER

from kg.anchors import Anchors
from kg.answer import Asker
from kg.asked import read_asked
from kg.curated import read_curated
from kg.errors import StoreError
from kg.ground import Mention, ground
from kg.join import Anchor, Join, Rules, Wish, find_joins
from kg.sketch import FILE, Chain, Point, Sketch, Step, build_sketch, load_sketch, write_sketch
from kg.vocabulary import read_vocabulary

EDGES = (
    ("film", "mitigates", "dendrites", True),
    ("press", "mitigates", "cracks", True),
    ("film", "appliesTo", "sodium", True),
    ("sodium", "causes", "dendrites", True),
    ("wax", "mitigates", "dendrites", False),
    ("cell", "hasCathode", "TiS2", True),
    ("cell", "hasElectrolyte", "NPS", True),
    ("cell2", "hasCathode", "NaCrO2", True),
    ("cell2", "hasElectrolyte", "NSS", True),
)
SKETCH = Sketch(EDGES, (Point("m1", "NPS", "Sigma", (1,)), Point("m2", "cell", "Capacity", (4,), ("NPS",))))
STRATEGIES = frozenset({"film", "press", "wax"})


def anchor(*nodes: str, weight: float = 3.0, needed: bool = False) -> Anchor:
    return Anchor(Mention(0, 1, nodes[0]), frozenset(nodes), weight, needed)


def joins(
    anchors: list[Anchor], candidates: set[str] | frozenset[str], *wishes: Wish, rules: Rules | None = None
) -> list[Join]:
    return find_joins(SKETCH, anchors, frozenset(candidates), wishes, rules or Rules())


# ── sketch ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_chains_from_a_thing_and_where_they_end() -> None:
    found = SKETCH.reach(frozenset({"dendrites"}))
    assert found[()] == {"dendrites"}
    assert found[(Step("mitigates", False),)] == {"film"}
    assert found[(Step("mitigates", False), Step("appliesTo", True))] == {"sodium"}


def test_what_is_denied_joins_nothing_but_is_found_between_its_ends() -> None:
    assert not any("wax" in ends for ends in SKETCH.reach(frozenset({"dendrites"}), 3).values())
    assert SKETCH.between(["wax"], ["dendrites"]) == [("wax", "mitigates", "dendrites", False)]
    assert SKETCH.between(["dendrites"], ["wax"]) == []


def test_who_has_a_value() -> None:
    assert SKETCH.bearers["Sigma"] == {"NPS"}
    assert "Gloss" not in SKETCH.bearers


def test_the_sketch_of_the_toy_tables(tmp_path: Path) -> None:
    words = read_vocabulary((FOLDER,))
    curated = read_curated(FOLDER, vocabulary=words)
    sketch = build_sketch(curated, words)
    edges = set(sketch.edges)
    assert ("beeswax-film", "mitigates", "pellet-humming", True) in edges
    assert ("beeswax-film", "mitigates", "dendrite-growth", False) in edges
    assert ("pellet-humming", "broader", "acoustic-trouble", True) in edges
    assert ("Na2.9Ga0.9Ge0.1S3", "derivedFrom", "Na3GaS3", True) in edges
    assert ("Na3GaS3", "containsElement", "element-Ga", True) in edges
    assert ("toy-cell", "hasCathode", "NaCrO2", True) in edges
    assert ("beeswax-film", "reportedBy", "group-toy", True) in edges
    assert sketch.bearers["Gloss"] == {"Na2.9Ga0.9Ge0.1S3"}
    assert len(sketch.points) == len(curated.measurements)
    write_sketch(sketch, tmp_path)
    first = (tmp_path / FILE).read_bytes()
    assert load_sketch(tmp_path) == sketch
    write_sketch(load_sketch(tmp_path), tmp_path)
    assert (tmp_path / FILE).read_bytes() == first


@pytest.mark.parametrize("content", [None, "", "["])
def test_a_broken_sketch_says_what_to_do(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_text(content)
    with pytest.raises(StoreError, match=r"sketch\.json cannot be read .*: run 'sse-kg build'"):
        load_sketch(tmp_path)


# ── join ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_mitigates_dendrites() -> None:
    best, *_ = joins([anchor("dendrites")], STRATEGIES, Wish("mitigates"))
    assert best.targets == {"film"}
    assert [tie.chains for tie in best.ties] == [((Step("mitigates", False),),)]


def test_the_relation_that_is_asked_for_comes_first() -> None:
    things = frozenset({"film", "sodium"})
    assert joins([anchor("dendrites")], things, Wish("mitigates"))[0].targets == {"film"}
    assert joins([anchor("dendrites")], things, Wish("causes"))[0].targets == {"sodium"}


def test_a_cell_joins_a_cathode_with_its_electrolyte() -> None:
    best, *_ = joins([anchor("NPS")], {"TiS2", "NaCrO2"}, Wish("hasCathode"), Wish("hasElectrolyte"))
    assert best.targets == {"TiS2"}
    assert best.ties[0].chains == ((Step("hasElectrolyte", False), Step("hasCathode", True)),)


def test_two_things_named_must_both_be_joined() -> None:
    best, *_ = joins([anchor("dendrites"), anchor("sodium")], STRATEGIES, Wish("mitigates"))
    assert best.targets == {"film"}
    assert all(tie.chains for tie in best.ties)


def test_what_fits_nothing_is_left_out_unless_it_is_needed() -> None:
    loose = joins([anchor("dendrites"), anchor("NSS", weight=0.5)], STRATEGIES, Wish("mitigates"))
    assert [tie.last is None for tie in sorted(loose[0].ties, key=lambda tie: tie.anchor.weight)] == [True, False]
    assert joins([anchor("dendrites"), anchor("NSS", needed=True)], STRATEGIES, Wish("mitigates")) == []


def test_nothing_is_joined_with_nothing() -> None:
    assert joins([], STRATEGIES) == []
    assert joins([anchor("no such thing")], STRATEGIES) == []
    assert joins([anchor("dendrites")], set()) == []


def test_rules_on_the_last_step() -> None:
    things = frozenset({"film", "sodium", "dendrites"})
    only = Rules(last=frozenset({"causes"}))
    assert {t for join in joins([anchor("dendrites")], things, rules=only) for t in join.targets} == {"sodium"}
    forward = Rules(forward=True)
    assert all(tie.last and tie.last.forward for j in joins([anchor("film")], things, rules=forward) for tie in j.ties)


def test_a_thing_is_its_own_answer_only_where_that_is_allowed() -> None:
    assert joins([anchor("film")], STRATEGIES, rules=Rules(identity=True))[0].targets == {"film"}
    assert all("film" not in join.targets for join in joins([anchor("film")], STRATEGIES))


names = st.sampled_from("abcdefgh")
relations = st.sampled_from(["mitigates", "causes", "hasCathode", "derivedFrom", "appliesTo"])
graphs = st.lists(st.tuples(names, relations, names, st.booleans()), max_size=20, unique=True)
anchor_sets = st.lists(
    st.builds(anchor, names, weight=st.sampled_from([0.3, 1.0, 3.0]), needed=st.booleans()), max_size=3
)


@given(
    graphs,
    anchor_sets,
    st.frozensets(names, max_size=6),
    st.lists(st.builds(Wish, relations, st.sampled_from([True, False, None])), max_size=2),
)
def test_every_join_is_one(
    edges: list[tuple[str, str, str, bool]], anchors: list[Anchor], candidates: frozenset[str], wishes: list[Wish]
) -> None:
    sketch = Sketch(tuple(edges), ())
    found = find_joins(sketch, anchors, candidates, wishes, Rules(identity=True))
    for join in found:
        assert join.targets
        assert join.targets <= candidates
        assert len(join.ties) == len({a.nodes for a in anchors})
        assert any(tie.chains for tie in join.ties)
        assert all(tie.chains for tie in join.ties if tie.anchor.needed)
        assert all(join.targets <= ends(tie.anchor.nodes, tie.chains, edges) for tie in join.ties if tie.chains)
    assert all(one.cost <= other.cost for one, other in pairwise(found))


def ends(start: frozenset[str], chains: tuple[Chain, ...], edges: list[tuple[str, str, str, bool]]) -> set[str]:
    """Where chains lead, walked by hand over what holds."""
    found: set[str] = set()
    for chain in chains:
        nodes = set(start)
        for step in chain:
            pairs = [(s, o) if step.forward else (o, s) for s, r, o, held in edges if held and r == step.relation]
            nodes = {other for one, other in pairs if one in nodes}
        found |= nodes
    return found


# ── anchors ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def anchors_of(question: str, asker: Asker) -> Anchors:
    grounded = ground(question, asker.lexicon)
    asked = read_asked(grounded, asker.lexicon, lambda name: 1, lambda classes: "")
    return Anchors(grounded, asker.lexicon, asker.sketch, asked)


def test_an_anchor_stands_for_a_thing_and_its_kinds(asker: Asker) -> None:
    [found] = anchors_of("What is the ionic conductivity of Na3PS4?", asker).anchors()
    assert "Na3PS4" in found.nodes
    assert "Na3SbS4" not in found.nodes


def test_an_element_is_what_holds_it_and_what_is_doped_with_it(asker: Asker) -> None:
    found = [a for a in anchors_of("Which electrolytes contain tungsten?", asker).anchors() if not a.class_name]
    assert [{"element-W", "dopant-W"} <= a.nodes for a in found] == [True]


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("ionic conductivity of Na3PS4 or Na3SbS4", 1),
        ("ionic conductivity of Na3PS4, Na3SbS4 and Na11Sn2PS12", 1),
        ("cathodes paired with both Na3PS4 and Na3SbS4", 2),
        ("ionic conductivity of Na3PS4", 1),
    ],
)
def test_alternatives_become_one_anchor(question: str, groups: int, asker: Asker) -> None:
    maker = anchors_of(question, asker)
    things = [a for a in maker.anchors() if not a.class_name]
    merged = maker.merged(things)
    assert len(merged) == groups
    assert frozenset().union(*(a.nodes for a in merged)) == frozenset().union(*(a.nodes for a in things))


def test_a_compound_is_needed_a_class_is_not(asker: Asker) -> None:
    maker = anchors_of("ionic conductivity of Na3PS4 among electrolytes", asker)
    needed = {a.mention.text: maker.is_needed(a) for a in maker.anchors()}
    assert needed["Na3PS4"]
    assert not needed.get("electrolytes", False)


@pytest.mark.parametrize(
    ("question", "wish"),
    [
        ("Which strategies mitigate dendrite growth?", Wish("mitigates", False)),
        ("What does the alucone film mitigate?", Wish("mitigates", True)),
        ("What is mitigated by the alucone film?", Wish("mitigates", True)),
    ],
)
def test_on_which_side_of_a_relation_a_thing_stands(question: str, wish: Wish, asker: Asker) -> None:
    found = [w for w in anchors_of(question, asker).wishes() if w.relation == wish.relation]
    assert found
    assert all(w.forward in (wish.forward, None) for w in found)
