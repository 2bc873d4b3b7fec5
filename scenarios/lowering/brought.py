"""What channels bring in the mean field, and the peak rates under which they bring what is wanted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.lowering.first_orders import fields
from scenarios.lowering.known import known_at_start
from scenarios.lowering.standing import MOST_RATE, of_people, standing
from sim.closed_forms.first_orders import Field, first_orders
from sim.core.ground.draws import world_key

if TYPE_CHECKING:
    from scenarios.market import Market
    from scenarios.parameter import Parameter
    from scenarios.scenario import Scenario

Array = np.ndarray
AT_A_TIME = 64
"""Mean fields that are worked out together."""
PASSES = 60
SAME = 1e-11
"""Relative error of the customers at which the peak rates are taken as found."""
ROUGH = 1e-6
"""The same where rounding leaves more, as a channel brings hardly anybody."""
STEEPEST = 100.0
"""Of the logarithm of a peak rate by that of the customers."""


class Curve(NamedTuple):
    """Peak rate, per day, and half saturation of a channel, impressions per person and day."""

    peak: float
    half: float


def brought(scenario: Scenario, curves: Mapping[str, Curve]) -> dict[str, float]:
    """New customers of the whole run whom each of the channels brings at its spend, all others at theirs, if those are
    the ``curves`` of these channels; at the numbers that the scenario has for all else."""
    return brought_in([(scenario, curves)])[0]


def brought_in(worlds: Sequence[tuple[Scenario, Mapping[str, Curve]]]) -> list[dict[str, float]]:
    """The same of many markets with as many days and cells."""
    found: list[Field] = []
    for scenario, curves in worlds:
        now, customers = scenario.model_copy(update={"market": _bent(scenario.market, curves)}), (0.0, 0.0)
        if now.market.start.customers is not None:
            people = known_at_start(now, np.uint64(world_key(np.uint64(now.seed), np.uint64(0))))
            customers, now = of_people(now, people), standing(now, people)
        found += fields(now, list(curves), *customers)
    sums = [one for k in range(0, len(found), AT_A_TIME) for one in first_orders(found[k : k + AT_A_TIME]).sum(axis=1)]
    won, left = [], iter(sums)
    for scenario, curves in worlds:
        size, whole = scenario.market.size.value, next(left)
        won.append({name: float(whole - next(left)) * size for name in curves})
    return won


def most_brought(scenario: Scenario, curves: Mapping[str, Curve]) -> dict[str, float]:
    """What each of the channels would bring at the largest peak rate that there may be, the others at theirs."""
    largest = [{**curves, name: curve._replace(peak=MOST_RATE)} for name, curve in curves.items()]
    found = brought_in([(scenario, one) for one in largest])
    return {name: won[name] for name, won in zip(curves, found, strict=True)}


def bringing(scenario: Scenario, curves: Mapping[str, Curve], wanted: Mapping[str, float]) -> dict[str, Curve] | None:
    """``curves`` with the peak rates under which each channel brings what is ``wanted`` of it, by a secant in
    logarithms for each; None where there are none."""
    names = list(curves)
    at = np.log([max(curves[name].peak, 1e-12) for name in names])
    slope, before, near = np.ones(len(at)), None, None
    for _ in range(PASSES):
        found = {name: curves[name]._replace(peak=math.exp(x)) for name, x in zip(names, at.tolist(), strict=True)}
        won = brought(scenario, found)
        missing = np.array([math.log(wanted[name] / max(won[name], 1e-300)) for name in names])
        if np.abs(missing).max() < SAME:
            return found
        near = found if np.abs(missing).max() < ROUGH else None
        if before is not None:
            moved, gained = at - before[0], before[1] - missing
            known = np.abs(gained) > 1e-14
            slope = np.where(known, moved / np.where(known, gained, 1.0), slope)
            slope = np.where((slope > 1.0 / STEEPEST) & (slope < STEEPEST), slope, 1.0)
        before = at.copy(), missing
        at = np.minimum(at + np.clip(slope * missing, -5.0, 5.0), math.log(MOST_RATE))
    return near


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
