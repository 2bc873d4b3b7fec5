"""What channels bring in the mean field, and the peak rates under which they bring what is wanted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.lowering.first_orders import new_customers
from scenarios.lowering.known import known_at_start
from scenarios.lowering.standing import MOST_RATE, of_people, standing
from sim.core.ground.draws import world_key

if TYPE_CHECKING:
    from scenarios.market import Market
    from scenarios.parameter import Parameter
    from scenarios.scenario import Scenario

Array = np.ndarray
PASSES = 60
SAME = 1e-11
"""Relative error of the customers at which the peak rates are taken as found."""
STEEPEST = 100.0
"""Of the logarithm of a peak rate by that of the customers."""


class Curve(NamedTuple):
    """Peak rate, per day, and half saturation of a channel, impressions per person and day."""

    peak: float
    half: float


def brought(scenario: Scenario, curves: Mapping[str, Curve]) -> dict[str, float]:
    """New customers of the whole run whom each of the channels brings at its spend, all others at theirs, if those are
    the ``curves`` of these channels; at the numbers that the scenario has for all else."""
    now, customers = scenario.model_copy(update={"market": _bent(scenario.market, curves)}), (0.0, 0.0)
    if now.market.start.customers is not None:
        people = known_at_start(now, np.uint64(world_key(np.uint64(now.seed), np.uint64(0))))
        customers, now = of_people(now, people), standing(now, people)
    whole = float(new_customers(now, *customers).sum())
    return {name: whole - float(new_customers(without(now, name), *customers).sum()) for name in curves}


def most_brought(scenario: Scenario, curves: Mapping[str, Curve], name: str) -> float:
    """What one of the channels would bring at the largest peak rate that there may be."""
    return brought(scenario, {**curves, name: curves[name]._replace(peak=MOST_RATE)})[name]


def bringing(scenario: Scenario, curves: Mapping[str, Curve], wanted: Mapping[str, float]) -> dict[str, Curve] | None:
    """``curves`` with the peak rates under which each channel brings what is ``wanted`` of it, by a secant in
    logarithms for each; None where there are none."""
    names = list(curves)
    at = np.log([max(curves[name].peak, 1e-12) for name in names])
    slope, before = np.ones(len(at)), None
    for _ in range(PASSES):
        found = {name: curves[name]._replace(peak=math.exp(x)) for name, x in zip(names, at.tolist(), strict=True)}
        won = brought(scenario, found)
        missing = np.array([math.log(wanted[name] / max(won[name], 1e-300)) for name in names])
        if np.abs(missing).max() < SAME:
            return found
        if before is not None:
            moved, gained = at - before[0], before[1] - missing
            known = np.abs(gained) > 1e-14
            slope = np.where(known, moved / np.where(known, gained, 1.0), slope)
            slope = np.where((slope > 1.0 / STEEPEST) & (slope < STEEPEST), slope, 1.0)
        before = at.copy(), missing
        at = np.minimum(at + np.clip(slope * missing, -5.0, 5.0), math.log(MOST_RATE))
    return None


def without(scenario: Scenario, name: str) -> Scenario:
    """``scenario`` with no spend every week on a channel."""
    policy = scenario.policy.channel
    channel = policy.model_copy(update={"weekly_spend": {**policy.weekly_spend, name: 0.0}})
    return scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"channel": channel})})


def _bent(market: Market, curves: Mapping[str, Curve]) -> Market:
    channels = []
    for one in market.channels:
        curve = curves.get(one.name)
        if curve is not None:
            held = {"peak_rate": _held(one.peak_rate, curve.peak)}
            held["half_saturation"] = _held(one.half_saturation, curve.half)
            one = one.model_copy(update=held)
        channels.append(one)
    return market.model_copy(update={"channels": tuple(channels)})


def _held(parameter: Parameter, value: float) -> Parameter:
    return parameter.model_copy(update={"value": value, "interval": None})
