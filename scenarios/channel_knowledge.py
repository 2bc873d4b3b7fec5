"""What a firm knows of a channel, told as the channel's numbers: peak rate and half saturation under which the mean
field of the first year has as many customers more as the firm says, at the spend at which it says so.

The market is that of the file that says it, at the median beliefs; files that extend it take over the numbers. Half
saturation is relative to the exposure at that spend (channel_kinds.yaml), where the file does not state it. Both are
believed together, so that at this spend what the channel brings is as unsure as the firm says, whatever its curve.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from scenarios.channel_kinds import CHANNELS, catalogue
from scenarios.checks import at
from scenarios.layers import replaced
from scenarios.source import Node, planted
from sim.problems import Problem

if TYPE_CHECKING:
    from scenarios.lowering.brought import Curve
    from scenarios.market.media import Known
    from scenarios.scenario import Scenario

YEAR = 365
WEEK = 7.0
FULL = 0.95
"""Of the most that a channel can bring in the market: beyond it the peak rate hardly matters."""
NUDGE = 0.01
"""Relative step of the derivatives by peak rate and half saturation."""
MOST_SURE = 0.999
"""Correlation of beliefs at most."""
HALF, PEAK = "half_saturation", "peak_rate"
EXPERIMENT = "customers_per_unit"


class Wanted(NamedTuple):
    """What a channel is to bring in a year at ``spend`` a week, currency: ``won`` customers, ``low`` and ``high`` at
    the 5 % and 95 % points; ``halves``: its half saturation with these points; ``said``: by whom."""

    spend: float
    won: float
    low: float
    high: float
    halves: tuple[float, float, float]
    said: str


def known_told(tree: Node, layer: Node, whole: Callable[[Node], Scenario | None]) -> tuple[Node, list[Problem]]:
    """``tree``, of all files up to ``layer``, with the numbers that follow in the place of what ``layer``, as it was
    written, says is known of channels; and where that cannot be. ``whole``: the scenario of a tree. Where there is none
    nothing is worked out, as the tree is refused for other faults."""
    said = at(layer, CHANNELS)
    items = said.value if said is not None and isinstance(said.value, tuple) else ()
    asked = {str(one.name): one for one in items if one.name is not None and one.get("known") is not None}
    if not asked:
        return tree, []
    beside = [one for one in asked.values() if one.get(PEAK) is not None]
    if beside:
        return _without_known(tree, asked), [_said_twice(one) for one in beside]
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
    from scenarios.lowering.brought import Curve, bringing

    if scenario.market.response == "aggregate":
        found = "what is known of a channel, while the market answers to all spend together"
        return tree, [_problem(name, one, found, "market.response: emergent") for name, one in asked.items()]
    usual = _usual(scenario)
    idle = [name for name in asked if usual.policy.channel.weekly_spend[name] == 0.0]
    if idle:
        found, allowed, fix = "no spend on the channel", "the spend at which it holds", "add `weekly_spend:`"
        return tree, [_problem(name, asked[name], found, allowed, fix) for name in idle]
    wanted = {name: _wanted(usual, name, one.get(HALF) is not None) for name, one in asked.items()}
    peaks = {channel.name: channel.peak_rate.value for channel in scenario.market.channels}
    curves = {name: Curve(peaks[name], one.halves[0]) for name, one in wanted.items()}
    problems = [_problem(name, asked[name], *fault) for name, *fault in _impossible(usual, curves, wanted)]
    if problems:
        return tree, problems
    solved = bringing(usual, curves, {name: one.won for name, one in wanted.items()})
    if solved is None:
        found, allowed = "more customers than all channels together can bring", "what the market has"
        return tree, [_problem(name, one, found, allowed) for name, one in asked.items()]
    blocks = []
    for name, one in wanted.items():
        peak, half, sure = _beliefs(usual, solved, name, one)
        tree = _put(tree, name, asked[name], {PEAK: peak, HALF: half})
        if sure > 0.0:
            names = [f"channels.{name}.{key}" for key in (PEAK, HALF)]
            blocks.append({"parameters": names, "matrix": [[1.0, sure], [sure, 1.0]]})
    return _tied(tree, blocks, tuple(asked)), []


def _usual(scenario: Scenario) -> Scenario:
    """A first year of constant spend at today's price of media: on each channel that at which it is known, or the mean
    of the run."""
    from scenarios.lowering.media import daily_spend

    weekly = (daily_spend(scenario).mean(axis=1) * WEEK).tolist()
    channels = scenario.market.channels
    stated = [one.known.weekly_spend if one.known is not None else 0.0 for one in channels]
    spend = {one.name: stated[k] or weekly[k] for k, one in enumerate(channels)}
    flat = tuple(one.model_copy(update={"price_changes": ()}) for one in channels)
    policy = scenario.policy.channel.model_copy(update={"weekly_spend": spend, "flights": ()})
    parts = {
        "days": YEAR,
        "market": scenario.market.model_copy(update={"channels": flat}),
        "policy": scenario.policy.model_copy(update={"channel": policy}),
    }
    return scenario.model_copy(update=parts)


def _wanted(usual: Scenario, name: str, stated: bool) -> Wanted:
    """What is known of a channel in customers of a year; ``stated``: its half saturation is that of the file."""
    from scenarios.lowering.media import impressions_by_day

    data = catalogue()["known"]
    place, channel = next((k, one) for k, one in enumerate(usual.market.channels) if one.name == name)
    known, spend = channel.known, usual.policy.channel.weekly_spend[name]
    assert known is not None
    factor = float(data["belief"]["value"])
    low, high = known.interval or (known.said / factor, known.said * factor)
    won = sorted(_won(known, said, spend) for said in (low, known.said, high))
    half = channel.half_saturation
    halves = half.value, half.low, half.high
    if not stated:
        seen = float(impressions_by_day(usual.model_copy(update={"days": 1}))[place, 0])
        value, (lower, upper) = data["saturation"]["value"], data["saturation"]["interval"]
        halves = seen * value, seen * lower, seen * upper
    by = "an experiment" if EXPERIMENT in known.model_fields_set else "the firm"
    return Wanted(spend, won[1], won[0], won[2], halves, by)


def _won(known: Known, said: float, spend: float) -> float:
    """Customers of a year, as a number that is stated comes to."""
    if "won_per_year" in known.model_fields_set:
        return said
    a_year = spend * YEAR / WEEK
    return a_year * said if EXPERIMENT in known.model_fields_set else a_year / said


def _impossible(
    usual: Scenario, curves: Mapping[str, Curve], wanted: Mapping[str, Wanted]
) -> Iterator[tuple[str, str, str]]:
    """Channels that are to bring more than they can: name, what is said, what is allowed."""
    from scenarios.lowering.brought import most_brought

    for name, one in wanted.items():
        most = FULL * most_brought(usual, curves, name)
        if one.won > most:
            found = f"{one.won:,.0f} customers a year for {one.spend:,.0f} {usual.currency} a week"
            yield name, found, f"at most {most:,.0f} a year, as far as a channel can bring them in this market"


def _beliefs(
    usual: Scenario, solved: Mapping[str, Curve], name: str, one: Wanted
) -> tuple[dict[str, Any], dict[str, Any], float]:
    """Peak rate and half saturation of a channel, as a file states them, and their correlation."""
    from scenarios.lowering.brought import brought

    curve = solved[name]
    half, ends = one.halves[0], one.halves[1:]
    nudged = curve._replace(peak=curve.peak * (1.0 + NUDGE)), curve._replace(half=half * (1.0 + NUDGE))
    by_peak, by_half = (
        math.log(brought(usual, {**solved, name: other})[name] / one.won) / math.log1p(NUDGE) for other in nudged
    )
    widths = [abs(math.log(end / half)) for end in ends]  # of 5 % and 95 %, as all here
    along = -by_half / by_peak
    aside = [abs(math.log(end / one.won)) / by_peak for end in (one.low, one.high)]
    spread = [math.hypot(own, along * width) for own, width in zip(aside, widths, strict=True)]
    where = f"at {one.spend:,.6g} {usual.currency} a week"
    found = f"{one.won:,.4g} customers a year ({one.low:,.4g}-{one.high:,.4g}) {where}"
    peak = {
        "value": curve.peak,
        "unit": "1/day",
        "interval": [curve.peak * math.exp(-spread[0]), curve.peak * math.exp(spread[1])],
        "scale": "log",
        "label": "bounded",
        "source": f"{one.said} says: {found}; mean field of the first year",
    }
    said = f"{catalogue()['known']['saturation']['source']}; {where}"
    held = {"value": half, "unit": "impressions/person/day", "label": "assumed", "source": said}
    if min(widths) == 0.0:
        return peak, held, 0.0
    sure = min(along * sum(widths) / sum(spread), MOST_SURE)
    return peak, held | {"interval": list(ends), "scale": "log"}, sure


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


def _tied(tree: Node, blocks: list[dict[str, Any]], names: tuple[str, ...]) -> Node:
    """``tree`` with the correlations of ``blocks``, in the place of those of the channels ``names`` before."""
    market, known = at(tree, "market"), at(tree, "market.correlations")
    assert market is not None
    prefixes = tuple(f"channels.{name}." for name in names)
    left = []
    for block in known.value if known is not None and isinstance(known.value, tuple) else ():
        paths = at(block, "parameters")
        if paths is None or not any(str(path).startswith(prefixes) for path in paths.plain()):
            left.append(block)
    new = [planted(block, market.file, market.line) for block in blocks]
    return replaced(tree, "market.correlations", Node((*left, *new), market.file, market.line))
