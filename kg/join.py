"""The smallest typed graph that joins what a question asks for with what it names: a search over chains."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.ground import Mention
from kg.sketch import Chain, Sketch, Step

_KEEP = 8
_WIDTH = 400
_MOST = 12
#: Relations by which a thing names a strategy, a cell, a contact or a kin: the first step of a longer chain.
_NAMING = frozenset(
    {
        Step("hasDopant", False),
        Step("replaces", False),
        Step("usesMaterial", False),
        Step("appliesTo", False),
        Step("hasComponent", False),
        Step("hasCathode", False),
        Step("hasElectrolyte", False),
        Step("hasAnode", False),
        Step("hasInterlayer", False),
        Step("derivedFrom", False),
        Step("partOf", True),
        Step("ofElement", False),
        Step("reportedBy", False),
        Step("broader", True),
        Step("hasDopant", True),
        Step("forms", True),
        Step("causes", True),
    }
)
_WEAK = frozenset(
    {"appliesTo", "partOf", "hasFeature", "broader", "combinedWith", "affects", "requires", "reportedBy", "hasStep"}
)


@dataclass(frozen=True)
class Anchor:
    """What a question names: the things it may be, how much it matters, and whether it may be left out."""

    mention: Mention
    nodes: frozenset[str]
    weight: float
    needed: bool = False
    class_name: str = ""
    members: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Tie:
    """An anchor with the chains that join it to the target, all alike in the last step; none: it is left out."""

    anchor: Anchor
    chains: tuple[Chain, ...]

    @property
    def last(self) -> Step | None:
        """The step next to the target; none when the anchor is the target itself."""
        return self.chains[0][-1] if self.chains and self.chains[0] else None


@dataclass(frozen=True)
class Join:
    """Ties for all anchors, what they leave of the candidates, and the cost."""

    ties: tuple[Tie, ...]
    targets: frozenset[str]
    cost: float


@dataclass(frozen=True)
class Wish:
    """A relation the words ask for, with the direction they suggest (True: the anchor is the subject; None: either)."""

    relation: str
    forward: bool | None = None


@dataclass(frozen=True)
class Rules:
    """What a search may use: relations next to the target, whether an anchor may be the target, costs of relations.

    `cues` adds to the cost of a step, by its name ("derivedFrom" from the thing named on, "^derivedFrom" back); with
    `together` chains count as alike whatever their last relation is.
    """

    last: frozenset[str] | None = None
    forward: bool | None = None
    identity: bool = False
    cues: Mapping[str, float] | None = None
    together: bool = False


Option = tuple[float, tuple[Chain, ...], frozenset[str]]


def find_joins(
    sketch: Sketch, anchors: Iterable[Anchor], candidates: frozenset[str], wishes: Iterable[Wish], rules: Rules
) -> list[Join]:
    """The cheapest ways to tie the anchors to common targets among the candidates, best first."""
    wanted = tuple(wishes)
    rising = sorted(anchors, key=lambda anchor: (anchor.needed, anchor.weight))
    once = {(anchor.nodes, anchor.class_name): anchor for anchor in rising}  # what is named twice is meant once
    ordered = sorted(once.values(), key=lambda anchor: -anchor.weight)
    options = [(anchor, _options(sketch, anchor, candidates, wanted, rules)) for anchor in ordered]
    found = _search(options, candidates, wanted)
    found.sort(key=lambda join: (join.cost, -len(join.targets)))
    return found[:_MOST]


def _options(
    sketch: Sketch, anchor: Anchor, candidates: frozenset[str], wishes: tuple[Wish, ...], rules: Rules
) -> list[Option]:
    """Ways to tie one anchor, cheapest first; chains that differ only in how the middle is named are one way."""
    groups: dict[tuple[int, object], list[Option]] = defaultdict(list)
    for chain, ends in sketch.reach(anchor.nodes).items():
        hit = candidates & ends
        if not hit or not _allowed(chain, rules):
            continue
        if any(not candidates & sketch.reach(member).get(chain, set()) for member in anchor.members):
            continue
        cost = chain_cost(chain, wishes, rules.cues or {})
        if chain and chain[-1].relation == "containsElement" and len(hit) * 2 > len(candidates):
            cost += 1.5
        alike = None if not chain else chain[-1].forward if rules.together else chain[-1]
        groups[(len(chain), alike)].append((cost, (chain,), hit))
    merged = [option for group in groups.values() for option in _merge(group)]
    merged.sort(key=lambda option: (option[0], len(option[1]), str(option[1])))
    return merged[:_KEEP]


def _allowed(chain: Chain, rules: Rules) -> bool:
    if not chain:
        return rules.identity
    fits = rules.last is None or chain[-1].relation in rules.last
    return fits and rules.forward in (None, chain[-1].forward)


def _merge(group: list[Option]) -> Iterable[Option]:
    """Chains that end alike and differ in how the middle is named: the cheap ones together, each dear one by itself."""
    group.sort(key=lambda option: option[0])
    best = group[0][0]
    alike = [o for o in group if o[0] <= best + 0.7 and all(step in _NAMING for step in o[1][0][:-1])]
    if len(alike) > 1:
        yield best, tuple(chain for o in alike for chain in o[1]), frozenset().union(*(o[2] for o in alike))
        group = [o for o in group if o not in alike]
    yield from group


def _search(
    options: list[tuple[Anchor, list[Option]]], candidates: frozenset[str], wishes: tuple[Wish, ...]
) -> list[Join]:
    """All ways to choose one option for each anchor, or to leave it out, that keep at least one candidate."""
    partial: list[Join] = [Join((), candidates, 0.0)]
    for anchor, ways in options:
        following: list[Join] = []
        for join in partial:
            for price, chains, hit in ways:
                if left := join.targets & hit:
                    following.append(Join((*join.ties, Tie(anchor, chains)), left, join.cost + price))
            if not anchor.needed:
                following.append(Join((*join.ties, Tie(anchor, ())), join.targets, join.cost + anchor.weight))
        partial = sorted(following, key=lambda join: join.cost)[:_WIDTH]
    tied = (join for join in partial if any(tie.chains for tie in join.ties))
    return [Join(join.ties, join.targets, join.cost + _unmet(join.ties, wishes)) for join in tied]


def _unmet(ties: tuple[Tie, ...], wishes: tuple[Wish, ...]) -> float:
    """A price when none of the relations that the words ask for is on any chain; a small one for split middles."""
    lasts = {tie.last for tie in ties if tie.chains and len(tie.chains[0]) > 1}
    split = 0.3 * max(0, len(lasts) - 1)
    if not wishes:
        return split
    used = {step.relation for tie in ties for chain in tie.chains for step in chain}
    return split + (0.0 if any(wish.relation in used for wish in wishes) else 2.0)


def chain_cost(chain: Chain, wishes: tuple[Wish, ...], cues: Mapping[str, float]) -> float:
    """One for each step; less for a relation that is asked for or that names, more for one that says little."""
    cost = 0.0
    for place, step in enumerate(chain):
        naming = place < len(chain) - 1 and step in _NAMING
        cost += _step_cost(step, wishes, naming, len(chain) > 1 and place == 0) + cues.get(str(step), 0.0)
    if len(chain) == 2 and chain[0].relation == chain[1].relation and chain[0].forward != chain[1].forward:
        # Two things that merely share a third say little of each other, unless it is the dopant that defines them.
        cost += 0.0 if chain[0] == Step("hasDopant", True) else 1.5
    return cost


def _step_cost(step: Step, wishes: tuple[Wish, ...], naming: bool, opens: bool) -> float:
    fits = [wish for wish in wishes if wish.relation == step.relation]
    if any(wish.forward in (None, step.forward) for wish in fits):
        return 0.3
    if fits:
        return 0.9
    if naming:
        return 0.6
    return (1.4 if step.relation in _WEAK else 1.0) + (1.0 if opens else 0.0)
