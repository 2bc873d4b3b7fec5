"""A media budget as numbers that may be moved: spend a week by channel and part of the horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from scenarios.changes import changed
from scenarios.lowering.media import WEEK, daily_spend
from scenarios.policy.channel import Flight
from scenarios.scenario import Scenario
from sim.problems import BadInput, Problem, shown

MOST_PARTS = 24
MOST = 3.0
"""The most spend a week of a channel where nobody says it: so many times the larger of today's and an even share."""


@dataclass(frozen=True)
class Budget:
    """What is to be split: ``total`` currency over the whole horizon, ``exactly`` or at most; among ``channels``, in
    ``parts`` of equal length. ``least``, ``most``, ``step``: currency a week by channel.
    """

    channels: tuple[str, ...]
    total: float
    exactly: bool = True
    parts: int = 1
    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)
    step: Mapping[str, float] = field(default_factory=dict)

    def ends(self, days: int) -> list[int]:
        """The days at which the parts begin, and the last one ends."""
        return [round(days * k / self.parts) for k in range(self.parts + 1)]

    def weeks(self, days: int) -> np.ndarray:
        """Weeks of each part, float64 [part]."""
        return np.diff(self.ends(days)) / WEEK

    def bounds(self, scenario: Scenario) -> np.ndarray:
        """The least and the most a week, float64 [2, channel, part]."""
        now = self.today(scenario).max(axis=1)
        even = self.total / (scenario.days / WEEK) / len(self.channels)
        rows = []
        for name, own in zip(self.channels, now, strict=True):
            most = self.most.get(name, MOST * max(own, even))
            rows.append((self.least.get(name, 0.0), most))
        return np.repeat(np.array(rows).T[:, :, None], self.parts, axis=2)

    def today(self, scenario: Scenario) -> np.ndarray:
        """What is spent a week now, mean of each part, float64 [channel, part]."""
        names = [channel.name for channel in scenario.market.channels]
        spend, ends = daily_spend(scenario) * WEEK, self.ends(scenario.days)
        rows = [spend[names.index(name)] for name in self.channels]
        return np.array([[row[a:b].mean() for a, b in pairwise(ends)] for row in rows])

    def plan(self, scenario: Scenario, spend: np.ndarray) -> Scenario:
        """``scenario`` with ``spend`` a week, float64 [channel, part], in the place of what these channels get."""
        ends = self.ends(scenario.days)
        policy = scenario.policy.channel
        weekly = {**policy.weekly_spend, **{name: float(spend[k, 0]) for k, name in enumerate(self.channels)}}
        flights = [flight for flight in policy.flights if flight.channel not in self.channels]
        for k, name in enumerate(self.channels):
            for part in range(1, self.parts):
                amount = float(spend[k, part])
                flights.append(Flight(channel=name, from_=ends[part], to=ends[part + 1], weekly_spend=amount))
        new = policy.model_copy(update={"weekly_spend": weekly, "flights": tuple(flights)})
        return changed(scenario, {"policy": scenario.policy.model_copy(update={"channel": new})})


def checked(budget: Budget, scenario: Scenario) -> Budget:
    """``budget``, if it can be spent; BadInput where it cannot."""
    names = [channel.name for channel in scenario.market.channels]
    problems = []

    def refuse(key: str, found: object, allowed: str) -> None:
        problems.append(Problem("budget", 0, key, shown(found), allowed))

    for name in dict.fromkeys((*budget.channels, *budget.least, *budget.most, *budget.step)):
        if name not in names:
            refuse("channels", name, f"one of: {', '.join(names)}")
        elif name not in budget.channels:
            refuse("channels", name, f"a limit of one of the channels to be split: {', '.join(budget.channels)}")
    if not 1 <= budget.parts <= min(MOST_PARTS, scenario.days):
        refuse("parts", budget.parts, f"from 1 to {min(MOST_PARTS, scenario.days)}")
    if not budget.channels or len(set(budget.channels)) < len(budget.channels):
        refuse("channels", list(budget.channels), "channels, each once")
    if not 0.0 <= budget.total < np.inf:
        refuse("total", budget.total, "an amount of 0 or more")
    if not problems:
        low, high = budget.bounds(scenario)
        weeks = budget.weeks(scenario.days)
        if (low > high).any() or (low < 0).any():
            refuse("least", dict(budget.least), "0 or more, and no more than the most")
        if (low * weeks).sum() > budget.total * (1 + 1e-9):
            refuse("total", budget.total, f"at least {(low * weeks).sum():,.0f}, what the least of all channels costs")
        if budget.exactly and (high * weeks).sum() < budget.total * (1 - 1e-9):
            refuse("total", budget.total, f"at most {(high * weeks).sum():,.0f}, what the most of all channels costs")
    if problems:
        raise BadInput(problems)
    return budget


def of_today(scenario: Scenario, parts: int = 1, exactly: bool = True) -> Budget:
    """Today's budget on the channels on which anything is spent, to be split anew within the limits that the policy
    states."""
    spend = daily_spend(scenario).sum(axis=1)
    names = tuple(c.name for c, one in zip(scenario.market.channels, spend, strict=True) if one > 0)
    limits = {name: one for name, one in scenario.policy.channel.limits.items() if name in names}
    return Budget(
        names,
        float(spend.sum()),
        exactly,
        parts,
        {name: one.least for name, one in limits.items()},
        {name: one.most for name, one in limits.items() if one.most is not None},
        {name: one.step for name, one in limits.items() if one.step > 0.0},
    )
