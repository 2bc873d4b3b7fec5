"""Part of the media budget moved to another use: to a channel, or to referral rewards that cost as much.

What rewards cost follows from who is invited, which only a run tells: the reward that keeps the total is looked for in
the worlds of the scenario, where its cost rises with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.changes import changed
from scenarios.lowering.levers import mean_order
from scenarios.lowering.media import daily_spend
from scenarios.policy.channel import Flight
from scenarios.running.batch import evaluate
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from sim.problems import BadInput, Problem, shown

REFERRAL = "referral"
CLOSE = 0.005
"""Of the money that is moved, how much the rewards may cost more or less."""
PASSES = 20
MOST = 2.0
"""The largest reward tried, ratio to a mean order, for each of the two."""


@dataclass(frozen=True)
class Shift:
    """A plan that moves ``moved`` currency over the horizon. ``reward``: what each of referrer and friend gets more,
    where it goes to referral (NaN otherwise); ``costs``: what rewards cost then beyond today's, mean over worlds."""

    plan: Scenario
    moved: float
    reward: float
    costs: float


def shift(
    scenario: Scenario,
    share: float,
    to: str,
    channels: Sequence[str] = (),
    *,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Shift:
    """Move a ``share`` of the media spend of ``channels`` (none: of all) ``to`` a channel, or to "referral".

    BadInput where the share is none, a channel is unknown, nothing is spent, or no reward costs as much: there are too
    few invitations to pay for.
    """
    names = [channel.name for channel in scenario.market.channels]
    source = tuple(channels) or tuple(name for name in names if name != to)
    unknown = [name for name in (*source, to) if name not in names and name != REFERRAL]
    if unknown or to in source:
        found, allowed = (
            (unknown[0], f"one of: {', '.join([*names, REFERRAL])}") if unknown else (to, "another channel")
        )
        raise BadInput([Problem("shift", 0, "", shown(found), allowed)])
    if not 0.0 < share <= 1.0:
        raise BadInput([Problem("shift", 0, "--share", shown(share), "a share above 0 and at most 1")])
    spend = daily_spend(scenario)
    moved = share * float(sum(spend[names.index(name)].sum() for name in source))
    if moved <= 0.0:
        raise BadInput([Problem("shift", 0, "", "nothing that is spent", "channels on which money is spent")])
    cut = _moved(scenario, share, source, to, moved)
    if to != REFERRAL:
        return Shift(cut, moved, np.nan, 0.0)
    return _rewarded(scenario, cut, moved, threads, on_progress)


def _moved(scenario: Scenario, share: float, source: Sequence[str], to: str, moved: float) -> Scenario:
    """Less for ``source`` on every day, and ``moved`` more for the channel ``to``, spread evenly."""
    policy = scenario.policy.channel
    more = moved / (scenario.days / 7.0)

    def of(name: str, amount: float) -> float:
        return amount * (1.0 - share) if name in source else amount + more if name == to else amount

    weekly = {name: of(name, policy.weekly_spend.get(name, 0.0)) for name in _every(policy.weekly_spend, to)}
    flights = tuple(
        Flight(channel=f.channel, from_=f.from_, to=f.to, weekly_spend=of(f.channel, f.weekly_spend))
        for f in policy.flights
    )
    new = policy.model_copy(update={"weekly_spend": weekly, "flights": flights})
    one = changed(scenario, {"policy": scenario.policy.model_copy(update={"channel": new})})
    return one.model_copy(update={"name": f"{share:.0%} to {to}"})


def _every(names: dict[str, float], to: str) -> list[str]:
    return [*names, *([to] if to != REFERRAL and to not in names else [])]


def _rewarded(
    scenario: Scenario, cut: Scenario, moved: float, threads: int | None, on_progress: Progress | None
) -> Shift:
    """The plan whose rewards cost ``moved`` more than today's: bisection on a cost that rises with the reward."""
    order = mean_order(scenario)
    referral = scenario.policy.referral

    def plan(reward: float) -> Scenario:
        new = referral.model_copy(
            update={
                "active": True,
                "reward_referrer": referral.reward_referrer + reward,
                "reward_friend": referral.reward_friend + reward,
            }
        )
        return changed(cut, {"policy": cut.policy.model_copy(update={"referral": new})})

    def cost(some: Scenario) -> float:
        batch = evaluate([some], ["rewards"], threads=threads, on_progress=on_progress)
        return float(np.nanmean(batch.of("rewards")))

    now = cost(scenario)
    low, high = 0.0, MOST * order
    most = cost(plan(high)) - now
    if most < moved * (1.0 - CLOSE):
        found = f"rewards of {high:,.4g} for each of the two, which cost {most:,.0f} more than today's"
        allowed = f"{moved:,.0f} to be spent: there are too few invitations to pay for; move less"
        raise BadInput([Problem("shift", 0, "--share", found, allowed)])
    reward, costs = high, most
    for _ in range(PASSES):
        if abs(costs - moved) <= CLOSE * moved:
            break
        low, high = (low, reward) if costs > moved else (reward, high)
        reward = (low + high) / 2.0
        costs = cost(plan(reward)) - now
    return Shift(plan(reward), moved, reward, costs)
