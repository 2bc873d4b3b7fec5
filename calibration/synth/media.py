"""Money spent on media, and experiments in which a channel is off for some of the people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.synth.lived import Lived, lived, money
from scenarios.lowering.incremental import paid_channels
from scenarios.policy.channel import Flight
from scenarios.scenario import Scenario
from sim.problems import BadInput, Problem, shown

WEEK = 7
LEAST = 5
"""First orders that each group of an experiment must have for its result to be told."""


@dataclass(frozen=True)
class Experiment:
    """``channel`` is off for a share of the people, from the start of day ``begin`` to the start of day ``end``."""

    channel: str
    begin: int
    end: int
    share: float = 0.5


def spend(world: Lived) -> pd.DataFrame:
    """What was spent and shown by day and channel, of every channel on which the firm ever spends."""
    paid = world.plan.media.sum(axis=1) > 0
    cells = np.bincount(world.people["cell"], minlength=world.plan.levers.shape[0])
    shown_to = np.einsum("kcd,c->kd", world.plan.shown, cells.astype(float))
    days = world.moment(np.arange(world.plan.days))
    made = [
        pd.DataFrame(
            {"date": days, "channel": name, "spend": money(world.plan.media[k]), "impressions": np.rint(shown_to[k])}
        )
        for k, name in enumerate(world.plan.channels)
        if paid[k]
    ]
    if not made:
        return pd.DataFrame({"date": [], "channel": [], "spend": [], "impressions": []})
    return pd.concat(made).astype({"impressions": "int64"}).sort_values(["date", "channel"], kind="stable")


def experiments(world: Lived, scenario: Scenario, planned: list[Experiment]) -> pd.DataFrame:
    """What a firm would find: first orders per person among those with the channel over those without it, less 1.

    Those without live in the same world with the channel off in these days; the other tables are of the world in
    which it is on for all. ``lift_se`` counts first orders as Poisson.
    """
    rows = [_found(world, scenario, one, k) for k, one in enumerate(planned)]
    names = ["channel", "start", "end", "treated_share", "lift", "lift_se"]
    return pd.DataFrame([row for row in rows if row is not None], columns=names)


def _found(world: Lived, scenario: Scenario, one: Experiment, number: int) -> tuple[object, ...] | None:
    if one.channel not in paid_channels(scenario):
        allowed = f"a channel that money is spent on: {', '.join(paid_channels(scenario)) or 'none is'}"
        raise BadInput([Problem("--experiment", 0, "", shown(one.channel), allowed)])
    if not (0 <= one.begin < one.end <= scenario.days and 0.0 < one.share < 1.0):
        found = f"days {one.begin} to {one.end}, share {one.share:g}"
        allowed = f"days within 0 and {scenario.days}, a share between 0 and 1"
        raise BadInput([Problem("--experiment", 0, "", found, allowed)])
    without = lived(_off(scenario, one), world.plan.replication)
    rng = np.random.default_rng([scenario.seed, 0xE, number])
    treated = rng.random(len(world.people)) < one.share
    off = _orders_in(without, one)[treated].sum()
    on = _orders_in(world, one)[~treated].sum()
    if min(on, off) < LEAST:
        return None
    ratio = (on / (~treated).sum()) / (off / treated.sum())
    error = ratio * np.sqrt(1.0 / on + 1.0 / off)
    start, end = world.moment(np.array([one.begin, one.end]))
    return one.channel, start, end, one.share, ratio - 1.0, error


def _orders_in(world: Lived, one: Experiment) -> np.ndarray:
    first = world.first_orders()
    return (first >= one.begin) & (first < one.end)


def _off(scenario: Scenario, one: Experiment) -> Scenario:
    """The scenario with the channel switched off for the days of the experiment."""
    policy = scenario.policy.channel
    flight = Flight.model_validate({"channel": one.channel, "from": one.begin, "to": one.end, "weekly_spend": 0.0})
    channel = policy.model_copy(update={"flights": (*policy.flights, flight)})
    return scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"channel": channel})})
