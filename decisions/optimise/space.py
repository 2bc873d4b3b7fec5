"""The plans among which the best is looked for: spend by channel and part, and other levers, as one vector."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy.stats import qmc

from decisions.levers import Lever, plan_of, today
from decisions.optimise.budget import Budget
from scenarios.lowering.media import WEEK
from scenarios.scenario import Scenario


@dataclass(frozen=True)
class Space:
    """All plans of ``scenario`` with another ``budget`` (None: as it is) and other ``levers``.

    A vector holds the spend a week of each channel and part, channel by channel, and then the levers.
    """

    scenario: Scenario
    budget: Budget | None
    levers: tuple[Lever, ...] = ()

    @property
    def spends(self) -> int:
        """How many numbers of a vector are spend."""
        return len(self.budget.channels) * self.budget.parts if self.budget is not None else 0

    @cached_property
    def bounds(self) -> np.ndarray:
        """float64 [2, number]: the least and the most of each."""
        spend = self.budget.bounds(self.scenario).reshape(2, -1) if self.budget is not None else np.zeros((2, 0))
        return _kept(np.hstack([spend, np.array([(one.low, one.high) for one in self.levers]).reshape(-1, 2).T]))

    @cached_property
    def weights(self) -> np.ndarray:
        """Of each number: what a unit of it costs over the horizon, in currency; 0 for levers. float64 [number]."""
        if self.budget is None:
            return _kept(np.zeros(len(self.levers)))
        weeks = np.tile(self.budget.weeks(self.scenario.days), len(self.budget.channels))
        return _kept(np.concatenate([weeks, np.zeros(len(self.levers))]))

    @property
    def names(self) -> tuple[str, ...]:
        """What each number is: a channel, with the number of the part where there are several, or a lever's path."""
        spend: list[str] = []
        if self.budget is not None:
            for name in self.budget.channels:
                parts = range(self.budget.parts)
                spend += [name] if self.budget.parts == 1 else [f"{name} {k + 1}" for k in parts]
        return (*spend, *(one.path for one in self.levers))

    @cached_property
    def now(self) -> np.ndarray:
        """Where today's plan stands, float64 [number]; it may lie outside the bounds."""
        spend = self.budget.today(self.scenario).ravel() if self.budget is not None else np.zeros(0)
        return _kept(np.concatenate([spend, list(today(self.scenario, self.levers).values())]))

    def spend(self, x: np.ndarray) -> np.ndarray:
        """The spend of a vector, float64 [channel, part]."""
        parts = self.budget.parts if self.budget is not None else 1
        return np.asarray(x[: self.spends].reshape(-1, parts))

    def plan(self, x: np.ndarray, name: str) -> Scenario:
        """The plan of a vector."""
        one = self.scenario if self.budget is None else self.budget.plan(self.scenario, self.spend(x))
        values = {lever.path: float(v) for lever, v in zip(self.levers, x[self.spends :], strict=True)}
        return plan_of(one, values).model_copy(update={"name": name})

    def unit_costs(self, discounted: bool, days: int | None = None) -> np.ndarray:
        """What a unit a week of each number costs, float64 [number]."""
        if self.budget is None:
            return np.zeros(len(self.levers))
        rate = np.log1p(self.scenario.market.discount_rate.value) / 365.0 if discounted else 0.0
        each = np.exp(-rate * (np.arange(self.scenario.days) + 0.5)) / WEEK
        each[self.scenario.days if days is None else days :] = 0.0
        ends = self.budget.ends(self.scenario.days)
        parts = np.array([each[a:b].sum() for a, b in pairwise(ends)])
        return np.concatenate([np.tile(parts, len(self.budget.channels)), np.zeros(len(self.levers))])

    def within(self, x: np.ndarray) -> np.ndarray:
        """The nearest vector within bounds and total."""
        low, high = self.bounds
        x = np.clip(x, low, high)
        if self.budget is None:
            return x
        n, weights = self.spends, self.weights[: self.spends]
        total = self.budget.total
        spent = float(weights @ x[:n])
        if spent <= total and not self.budget.exactly:
            return x
        for _ in range(100):  # towards the total, as far as each may move
            gap = total - float(weights @ x[:n])
            if abs(gap) <= 1e-9 * max(total, 1.0):
                break
            room = (high[:n] - x[:n] if gap > 0 else x[:n] - low[:n]) * weights
            if room.sum() <= 0.0:
                break
            x[:n] += np.sign(gap) * room / weights * min(1.0, abs(gap) / room.sum())
        return x

    def stepped(self, x: np.ndarray) -> np.ndarray:
        """``x`` on the steps of levers and channels, the total kept as far as these allow it."""
        x = x.copy()
        for bound in self.bounds:  # what a search leaves beside a bound is on it
            x = np.where(np.abs(x - bound) <= 1e-6 * np.maximum(self.bounds[1] - self.bounds[0], 1e-9), bound, x)
        for k, lever in enumerate(self.levers):
            x[self.spends + k] = float(lever.onto(np.array([x[self.spends + k]]))[0])
        if self.budget is None or not self.budget.step:
            return x
        low, _ = self.bounds
        steps = np.repeat([self.budget.step.get(name, 0.0) for name in self.budget.channels], self.budget.parts)
        free = steps > 0.0
        down = low[: self.spends] + np.where(
            free, np.floor((x[: self.spends] - low[: self.spends]) / np.where(free, steps, 1.0) + 1e-9) * steps, 0.0
        )
        left = x[: self.spends] - down
        x[: self.spends] = np.where(free, down, x[: self.spends])
        weights = self.weights[: self.spends]
        money = float((left * weights)[free].sum())
        for k in np.argsort(-left / np.where(free, steps, np.inf)):  # the largest remainders are rounded up first
            if free[k] and steps[k] * weights[k] <= money + 1e-9:
                x[k] += steps[k]
                money -= steps[k] * weights[k]
        return x

    def design(self, count: int, around: np.ndarray, seed: int) -> np.ndarray:
        """So many plans that tell much about the response: today's, an even split and ``around``, then ones without
        single channels, then a Sobol' sequence. float64 [plan, number]."""
        low, high = self.bounds
        found = [self.now]
        even = (low + high) / 2
        if self.budget is not None:
            per = self.budget.total / (self.scenario.days / WEEK) / len(self.budget.channels)
            even[: self.spends] = per
        found += [self.within(even), self.within(around)]
        parts = self.budget.parts if self.budget is not None else 1
        for c in range(self.spends // parts):
            x = self.within(even)
            x[c * parts : (c + 1) * parts] = low[c * parts : (c + 1) * parts]
            found.append(self.within(x))
        sobol = qmc.Sobol(len(low), rng=seed)
        for u in sobol.random(2 ** int(np.ceil(np.log2(max(count, 2))))):
            x = low + u * (high - low)
            if self.budget is not None:
                weights = self.weights[: self.spends]
                spent = float(weights @ x[: self.spends])
                x[: self.spends] *= min(1.0, self.budget.total / spent) if spent > 0 else 1.0
            found.append(self.within(x))
        return np.array(found[: max(count, 3)])


def _kept(array: np.ndarray) -> np.ndarray:
    """``array``, which nobody may change: all who ask for it get the same one."""
    array.flags.writeable = False
    return array
