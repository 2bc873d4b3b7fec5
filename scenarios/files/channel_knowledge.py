"""What a firm knows of a channel, told as the channel's numbers: peak rate and half saturation under which the mean
field of the first year has as many customers more as the firm says, at the spend at which it says so.

The market is that of the file that says it; files that extend it take over the numbers. Half saturation is relative to
the exposure at that spend (channel_kinds.yaml), where the file does not state it. How sure the numbers are, and what
they are tied to, is worked out by channel_beliefs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from scenarios.files.channel_kinds import CHANNELS, catalogue
from scenarios.parameter import Parameter
from scenarios.tree.layers import replaced
from scenarios.tree.reading import at
from scenarios.tree.source import Node, planted
from sim.problems import Problem

if TYPE_CHECKING:
    from scenarios.files.channel_beliefs import Spread
    from scenarios.lowering.brought import Curve
    from scenarios.market.media import Known
    from scenarios.scenario import Scenario

YEAR = 365
WEEK = 7.0
FULL = 0.95
"""Of the most that a channel can bring in the market: beyond it the peak rate hardly matters."""
HALF, PEAK = "half_saturation", "peak_rate"
EXPERIMENT = "customers_per_unit"


class Wanted(NamedTuple):
    """What a channel is to bring in a year at ``spend`` a week, currency: ``won`` customers, ``low`` and ``high`` at
    the 5 % and 95 % points; ``said``: by whom."""

    spend: float
    won: float
    low: float
    high: float
    said: str


@dataclass(frozen=True)
class Case:
    """A first year of usual spend, and what channels are to bring in it; equal where ``sha256`` is."""

    sha256: str
    usual: Scenario = field(compare=False)
    wanted: Mapping[str, Wanted] = field(compare=False)

    @property
    def curves(self) -> dict[str, Curve]:
        """Peak rates and half saturations as they stand, by channel."""
        from scenarios.lowering.brought import Curve

        every = {one.name: Curve(one.peak_rate.value, one.half_saturation.value) for one in self.usual.market.channels}
        return {name: every[name] for name in self.wanted}


def known_told(tree: Node, layer: Node, whole: Callable[[Node], Scenario | None]) -> tuple[Node, list[Problem]]:
    """``tree``, of all files up to ``layer``, with the numbers that follow in the place of what ``layer``, as it was
    written, says is known of channels; and where that cannot be. ``whole``: the scenario of a tree. Where there is none
    nothing is worked out, as the tree is refused for other faults."""
    said = at(layer, CHANNELS)
    items = said.value if said is not None and isinstance(said.value, tuple) else ()
    asked = {str(one.name): one for one in items if one.name is not None and one.get("known") is not None}
    if not asked:
        return tree, []
    wrong = [
        _problem(n, one, "nothing", "what is known") for n, one in asked.items() if one.value["known"].value is None
    ]
    wrong += [_said_twice(one) for one in asked.values() if one.get(PEAK) is not None]
    if wrong:
        return _without_known(tree, asked), wrong
    scenario = whole(tree)
    if scenario is None:
        return tree, []
    return _told(_without_known(tree, asked), scenario, asked)


def unsolved(tree: Node) -> list[Problem]:
    """Channels of which ``tree`` still says what is known, as the file that says so is no scenario by itself."""
    channels = at(tree, CHANNELS)
    left = [one.get("known") for one in channels.value] if channels is not None else []
    said, allowed = "what is known of a channel, in a file that is no scenario by itself", "a file that `check` accepts"
    return [Problem(node.file, node.line, CHANNELS, said, allowed) for node in left if node is not None]


def _told(tree: Node, scenario: Scenario, asked: Mapping[str, Node]) -> tuple[Node, list[Problem]]:
    if scenario.market.response == "aggregate":
        found = "what is known of a channel, while the market answers to all spend together"
        return tree, [_problem(name, one, found, "market.response: emergent") for name, one in asked.items()]
    usual = _usual(scenario)
    idle = [name for name in asked if usual.policy.channel.weekly_spend[name] == 0.0]
    if idle:
        found, allowed, fix = "no spend on the channel", "the spend at which it holds", "add `weekly_spend:`"
        return tree, [_problem(name, asked[name], found, allowed, fix) for name in idle]
    usual = _curved(usual, {name for name, one in asked.items() if one.get(HALF) is None})
    wanted = {name: _wanted(usual, name) for name in asked}
    text = f"{usual.model_dump_json(by_alias=True)} {sorted(wanted.items())}"
    case = Case(hashlib.sha256(text.encode()).hexdigest(), usual, wanted)
    problems = [_problem(name, asked[name], *fault) for name, *fault in _impossible(case)]
    if problems:
        return tree, problems
    solved = _solved(case)
    if solved is None:
        found = "numbers of customers that the channels cannot bring together"
        allowed = "more than hardly any, and no more than the market has"
        return tree, [_problem(name, one, found, allowed) for name, one in asked.items()]
    curves, beliefs = solved
    halves = {one.name: one.half_saturation for one in usual.market.channels}
    for name, one in wanted.items():
        numbers = {PEAK: _peak(one, curves[name], beliefs.peaks[name], usual.currency)}
        if asked[name].get(HALF) is None:
            numbers[HALF] = halves[name].model_dump(exclude_none=True)
        tree = _put(tree, name, asked[name], numbers)
    market = at(tree, "market")
    assert market is not None
    ties = [{"parameters": list(block.paths), "matrix": block.matrix} for block in beliefs.blocks]
    return replaced(tree, "market.correlations", planted(ties, market.file, market.line)), []


@lru_cache(maxsize=16)
def _solved(case: Case) -> tuple[dict[str, Curve], Spread] | None:
    """The curves under which the channels bring what is wanted, and how sure they are; None where there are none."""
    from scenarios.files.channel_beliefs import spread
    from scenarios.lowering.brought import bringing

    curves = bringing(case.usual, case.curves, {name: one.won for name, one in case.wanted.items()})
    if curves is None:
        return None
    return curves, spread(case.usual, curves, {name: (one.low, one.high) for name, one in case.wanted.items()})


@lru_cache(maxsize=16)
def _most(case: Case) -> dict[str, float]:
    """What each channel can bring at most."""
    from scenarios.lowering.brought import most_brought

    return {name: FULL * most for name, most in most_brought(case.usual, case.curves).items()}


def _usual(scenario: Scenario) -> Scenario:
    """A first year of constant spend at today's price of media: on each channel that at which it is known, or the mean
    of the run."""
    from scenarios.lowering.media import daily_spend

    weekly = (daily_spend(scenario).mean(axis=1) * WEEK).tolist()
    channels = scenario.market.channels
    stated = [(one.known.weekly_spend or 0.0) if one.known is not None else 0.0 for one in channels]
    spend = {one.name: stated[k] or weekly[k] for k, one in enumerate(channels)}
    flat = tuple(one.model_copy(update={"price_changes": ()}) for one in channels)
    policy = scenario.policy.channel.model_copy(update={"weekly_spend": spend, "flights": ()})
    parts = {
        "days": YEAR,
        "market": scenario.market.model_copy(update={"channels": flat}),
        "policy": scenario.policy.model_copy(update={"channel": policy}),
    }
    return scenario.model_copy(update=parts)


def _curved(usual: Scenario, names: set[str]) -> Scenario:
    """``usual`` where the channels ``names`` are as saturated at their spend as channels are taken to be at theirs."""
    from scenarios.lowering.media import impressions_by_day

    entry = catalogue()["known"]["saturation"]
    seen = impressions_by_day(usual.model_copy(update={"days": 1}))[:, 0].tolist()
    channels = []
    for one, exposure in zip(usual.market.channels, seen, strict=True):
        if one.name in names:
            at_spend = f"at {usual.policy.channel.weekly_spend[one.name]:,.6g} {usual.currency} a week"
            half = Parameter(
                value=exposure * entry["value"],
                unit="impressions/person/day",
                interval=(exposure * entry["interval"][0], exposure * entry["interval"][1]),
                scale=entry["scale"],
                label=entry["label"],
                source=f"{entry['source']}; {at_spend}",
            )
            one = one.model_copy(update={HALF: half})
        channels.append(one)
    return usual.model_copy(update={"market": usual.market.model_copy(update={"channels": tuple(channels)})})


def _wanted(usual: Scenario, name: str) -> Wanted:
    """What is known of a channel in customers of a year."""
    known = next(one.known for one in usual.market.channels if one.name == name)
    assert known is not None
    spend = usual.policy.channel.weekly_spend[name]
    factor = float(catalogue()["known"]["belief"]["value"])
    low, high = known.interval or (known.said / factor, known.said * factor)
    won = sorted(_won(known, said, spend) for said in (low, known.said, high))
    return Wanted(spend, won[1], won[0], won[2], "an experiment" if _tried(known) else "the firm")


def _tried(known: Known) -> bool:
    return EXPERIMENT in known.model_fields_set


def _won(known: Known, said: float, spend: float) -> float:
    """Customers of a year, as a number that is stated comes to."""
    if "won_per_year" in known.model_fields_set:
        return said
    a_year = spend * YEAR / WEEK
    return a_year * said if _tried(known) else a_year / said


def _impossible(case: Case) -> Iterator[tuple[str, str, str]]:
    """Channels that are to bring more than they can: name, what is said, what is allowed."""
    for name, most in _most(case).items():
        one = case.wanted[name]
        if one.won > most:
            found = f"{one.won:,.0f} customers a year for {one.spend:,.0f} {case.usual.currency} a week"
            yield name, found, f"at most {most:,.0f} a year, as far as a channel can bring them in this market"


def _peak(one: Wanted, curve: Curve, ends: tuple[float, float], money: str) -> dict[str, Any]:
    """A peak rate, as a file states it."""
    found = f"{one.won:,.4g} customers a year ({one.low:,.4g}-{one.high:,.4g}) at {one.spend:,.6g} {money} a week"
    return {
        "value": curve.peak,
        "unit": "1/day",
        "interval": ends,
        "scale": "log",
        "label": "bounded",
        "source": f"{one.said} says: {found}; mean field of the first year",
    }


def _without_known(tree: Node, asked: Mapping[str, Node]) -> Node:
    """``tree`` without what is known of the channels ``asked``."""

    def bare(one: Node) -> Node:
        left = {key: part for key, part in one.value.items() if key != "known" or one.name not in asked}
        return Node(left, one.file, one.line)

    channels = at(tree, CHANNELS)
    assert channels is not None
    return replaced(tree, CHANNELS, Node(tuple(map(bare, channels.value)), channels.file, channels.line))


def _said_twice(one: Node) -> Problem:
    node, path = one.value[PEAK], f"{CHANNELS}.{one.name}.{PEAK}"
    found = "a peak rate beside what is known of the channel, from which it follows"
    return Problem(node.file, node.line, path, found, "one of the two", f"leave {PEAK} out")


def _problem(name: str, one: Node, found: str, allowed: str, fix: str = "") -> Problem:
    node = one.value["known"]
    return Problem(node.file, node.line, f"{CHANNELS}.{name}.known", found, allowed, fix)


def _put(tree: Node, name: str, said: Node, numbers: Mapping[str, Any]) -> Node:
    """``tree`` with the ``numbers`` of a channel, where they stand in the file."""
    channels = at(tree, CHANNELS)
    assert channels is not None
    new = {key: planted(value, said.file, said.line) for key, value in numbers.items()}
    found = [Node({**one.value, **new}, one.file, one.line) if one.name == name else one for one in channels.value]
    return replaced(tree, CHANNELS, Node(tuple(found), channels.file, channels.line))
