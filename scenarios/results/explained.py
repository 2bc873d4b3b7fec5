"""What a plan does, lever by lever: what its files say and what they change, what holds from which day for whom, what
nothing reads, and what has one side alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.files.finding import chain
from scenarios.lowering.cells import cells
from scenarios.lowering.groups import DIMENSIONS, variants
from scenarios.lowering.levers import levers_by_day
from scenarios.lowering.media import WEEK, daily_spend
from scenarios.lowering.reacting import paced, staffed
from scenarios.lowering.service import staff
from scenarios.market.service import HOURS
from scenarios.tree.source import Node
from scenarios.warnings.one_sided import one_sided
from scenarios.warnings.without_effect import without_effect
from sim.vocabulary import MICRO

if TYPE_CHECKING:
    from scenarios.kinds import Title
    from scenarios.lowering.groups import Variant
    from scenarios.scenario import Scenario

LEVERS = {
    "price": 1.0,
    "deal_first": 1.0,
    "deal_repeat": 1.0,
    "rival": 1.0,
    "quality": 1.0,
    "goods": 1.0,
    "fulfilment": 1.0,
    "commission": 1.0,
    "touches": WEEK,
    "optin_reward": 1.0 / MICRO,
    "lead": 1.0,
    "first_order_cost": 1.0 / MICRO,
    "appeal": 1.0,
    "share": 1.0,
    "accept": 1.0,
    "reward_referrer": 1.0 / MICRO,
    "reward_friend": 1.0 / MICRO,
    "bonus": 1.0 / MICRO,
    "community": 1.0,
}
"""Levers of a day, by their names in sim.core.ground.state.LEVER, and what makes them what files state."""
MEDIA, STAFF = "media", "staff"
DRIFT = 7  # changes one way, a day each, that are told as one drift
POLICY = "policy."


@dataclass(frozen=True)
class Said:
    """What a file says of a lever: ``path``, ``value``, where (``file``, ``line``; 0 = no file), and what held before,
    in the files below; ``holds``: whether nothing laid over it says otherwise."""

    path: str
    value: str
    file: str
    line: int
    before: str
    holds: bool


@dataclass(frozen=True)
class Spell:
    """What a lever is for some people from one day to another: days ``first`` to ``last`` of the run, both in it.

    ``lever``: of LEVERS, or "media/" and a channel, currency a week of the whole market, or "staff/" and a desk, hours
    on duty in the week of the run. ``who``: by kind of group the names of those whom it is for; none where it is for
    all. ``until``: what it is on the last day; other than ``value``
    where it drifts from day to day. ``before``: what it is on its first day in the plan that this one lies over.
    """

    lever: str
    who: dict[str, tuple[str, ...]]
    first: int
    last: int
    value: float
    until: float
    before: float


@dataclass(frozen=True)
class Explained:
    """``name`` over ``base``: ``said`` by its files, ``spells`` of what differs from base or changes by itself,
    ``rules``: what is decided as time passes, ``unread``: what is stated and does nothing, ``one_sided``: what has no
    cost or no effect; ``called``: titles of groups and channels by their names."""

    name: str
    base: str
    said: tuple[Said, ...]
    spells: tuple[Spell, ...]
    rules: tuple[str, ...]
    unread: tuple[str, ...]
    one_sided: tuple[str, ...]
    called: dict[str, dict[str, str]]


def explained(name_or_path: str, plan: Scenario, base: Scenario, overrides: Sequence[str] = ()) -> Explained:
    """What ``plan``, loaded from ``name_or_path`` with ``overrides``, does over ``base``."""
    layers = chain(name_or_path)[0]
    under = 1 + max((k for k, layer in enumerate(layers) if layer.name == base.name), default=0)
    said = tuple(_said(layers[:under], layers[under:], overrides))
    named = [
        *_listed(plan),
        *({one.name: one.title for one in part} for part in (plan.market.channels, plan.market.service.desks)),
    ]
    called = {name: title.model_dump() for part in named for name, title in part.items() if title is not None}
    spells, unread = tuple(_spells(plan, base)), tuple(without_effect(plan))
    return Explained(plan.name, base.name, said, spells, tuple(_rules(plan)), unread, one_sided(base, plan), called)


def _rules(plan: Scenario) -> Iterator[str]:
    """What the firm decides as time passes, each in one sentence; the spells are those of what is stated."""
    days = plan.policy.firm.review_days
    if paced(plan):
        yield f"policy.firm: media spend is set anew every {days} days by what has come; until then it is as stated."
        for name, one in plan.policy.channel.limits.items():
            path = f"policy.channel.limits.{name}"
            if one.least > 0.0:
                yield f"{path}: rules leave at least {one.least:,.10g} a week."
            if one.most is not None:
                yield f"{path}: rules set at most {one.most:,.10g} a week."
            if one.step > 0.0:
                yield f"{path}: rules set whole steps of {one.step:,.10g} a week."
    if staffed(plan):
        busy = 100 * plan.policy.firm.staff.occupancy
        yield f"policy.firm.staff: shifts are set anew every {days} days for staff busy {busy:.4g} % of the time."


def _said(below: Sequence[Node], layers: Sequence[Node], overrides: Sequence[str]) -> Iterator[Said]:
    """What every one of ``layers`` over those ``below`` says of policy, and what options say."""
    held = {path: _text(node) for layer in below for path, node in _leaves(layer)}
    found: list[tuple[str, str, str, int, str]] = []
    for layer in layers:
        for path, node in _leaves(layer):
            found.append((path, _text(node), node.file, node.line, held.get(path, "")))
            held[path] = _text(node)
    for override in overrides:
        path, _, value = override.partition("=")
        if path.startswith(POLICY):
            found.append((path, value, "--set", 0, held.get(path, "")))
            held[path] = value
    last = {path: k for k, (path, *_) in enumerate(found)}
    for k, (path, value, file, line, before) in enumerate(found):
        yield Said(path, value, file, line, before, last[path] == k)


def _leaves(layer: Node) -> Iterator[tuple[str, Node]]:
    """The numbers and texts of policy that a layer states, and the items of its lists, by path."""
    policy = layer.get("policy")
    return iter(()) if policy is None else _below(policy, "policy")


def _below(node: Node, path: str) -> Iterator[tuple[str, Node]]:
    if isinstance(node.value, dict) and node.value:
        for key, one in node.value.items():
            yield from _below(one, f"{path}.{key}")
    elif isinstance(node.value, tuple) and node.value:
        yield from ((f"{path}.{one.name or k}", one) for k, one in enumerate(node.value))
    else:
        yield path, node


def _text(node: Node) -> str:
    return _plain(node.plain())


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items() if key != "name")
    if isinstance(value, tuple):
        return ", ".join(map(_plain, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _spells(plan: Scenario, base: Scenario) -> Iterator[Spell]:
    """What every lever is by date and group, where it is not what it always is in ``base``; once where it is the same
    for all."""
    usual = _by_day(base, next(iter(variants(base))))
    parts = [(_who(plan, one), _by_day(plan, one)) for one in variants(plan)]
    for lever in parts[0][1]:
        alike = all(np.array_equal(days[lever], parts[0][1][lever]) for _, days in parts)
        for who, days in [({}, parts[0][1])] if alike else parts:
            yield from _changes(lever, who, days[lever], np.resize(usual.get(lever, 0.0), len(days[lever])))


def _changes(lever: str, who: dict[str, tuple[str, ...]], days: np.ndarray, before: np.ndarray) -> Iterator[Spell]:
    if (days == days[0]).all() and (before == days[0]).all():
        return
    way = np.sign(np.diff(days))
    goes_on: list[bool] = []
    after = False
    for steps in np.split(way, np.flatnonzero(np.diff(way)) + 1):
        whole = bool((steps == 0).all()) or len(steps) >= DRIFT
        goes_on += [whole and not after, *[whole] * (len(steps) - 1)][: len(steps)]
        after = whole
    begins = np.flatnonzero(np.r_[True, ~np.array(goes_on, bool)])
    ends = np.r_[begins[1:], len(days)] - 1
    for first, last in zip(begins.tolist(), ends.tolist(), strict=True):
        yield Spell(lever, who, first, last, float(days[first]), float(days[last]), float(before[first]))


def _by_day(scenario: Scenario, variant: Variant) -> dict[str, np.ndarray]:
    """Every lever of a variant's people, float64 [day]; where they differ among them, as by a deal for some, the
    highest."""
    of = variant.scenario.model_copy(update={"policy": variant.scenario.policy.model_copy(update={"groups": ()})})
    levers = levers_by_day(of, np.zeros(of.days, np.int64))
    found = {name: np.round((levers[name][variant.those] * unit).max(axis=0), 9) for name, unit in LEVERS.items()}
    media = daily_spend(of) * WEEK
    found |= {f"{MEDIA}/{one.name}": media[k] for k, one in enumerate(of.market.channels)}
    return found | {f"{STAFF}/{name}": hours for name, hours in _on_duty(of)}


def _on_duty(scenario: Scenario) -> Iterator[tuple[str, np.ndarray]]:
    """Hours on duty of each desk in the week of the run, the last one whole: float64 [day]."""
    days, week = scenario.days, min(scenario.days, int(WEEK))
    for one, people in zip(scenario.market.service.desks, staff(scenario), strict=False):
        so_far = np.concatenate([[0.0], people.reshape(days, HOURS).sum(axis=1).cumsum()])
        begins = np.minimum(np.arange(days) // week * week, days - week)
        yield one.name, (so_far[begins + week] - so_far[begins]) * WEEK / week


def _who(scenario: Scenario, variant: Variant) -> dict[str, tuple[str, ...]]:
    """By kind of group, the names of those of a variant, where they are not all."""
    if isinstance(variant.those, slice):
        return {}
    every, found = cells(scenario), {}
    for (kind, part), listed in zip(DIMENSIONS.items(), _listed(scenario), strict=True):
        here = np.unique(getattr(every, part)[variant.those]).tolist()
        if len(here) < len(listed):
            found[kind] = tuple(list(listed)[k] for k in here)
    return found


def _listed(scenario: Scenario) -> list[dict[str, Title | None]]:
    """What each kind of group is told apart by, in the order of DIMENSIONS, with what it is called."""
    market = scenario.market
    return [
        {one.name: getattr(one, "title", None) for one in part}
        for part in (market.segments, market.regions, market.places, market.activity)
    ]
