"""What a plan brings in the true market: by the mean field without noise, or by simulation of the same world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from scipy.optimize import minimize

from benchmarks.game.spending import flight, spending
from scenarios.lowering.first_orders import new_customers
from scenarios.lowering.media import WEEK
from scenarios.lowering.unit_cost import unit_cost
from scenarios.running.batch import evaluate
from scenarios.scenario import Scenario
from sim.closed_forms.buying import mean_order
from sim.closed_forms.value import discounted_life

Spend = Mapping[str, float]
"""Currency a week by channel."""
STEP = 0.02
"""Of a slope, in shares of the total."""


class Truth:
    """A market whose every number is known, its history of ``history`` days and the ``year`` of days planned for.

    Worth is the contribution of all who come from the end of the history on, and what is expected of them afterwards,
    less what the plan spends, as of the end of the history. Another year in which nothing is spent brings those who
    were reached by then. Left out, as they differ little between plans of one total: messages to the list.
    """

    def __init__(self, one: Scenario, history: int, year: int) -> None:
        self.one, self.history, self.year = one, history, year

    @cached_property
    def value(self) -> float:
        """Of a new customer at the first order, currency: Pareto/NBD buying, Gamma-Gamma amounts, today's prices."""
        need, spend = self.one.market.need, self.one.market.spend
        order = mean_order(spend.shape.value, spend.customer_shape.value, spend.customer_rate.value)
        margin = order * (1.0 - unit_cost(self.one))
        life = discounted_life(need.dropout_shape.value, need.dropout_rate.value, self.discount * WEEK)
        return float(margin * (1.0 + need.order_shape.value / need.order_rate.value * life))

    @property
    def discount(self) -> float:
        """Per day."""
        return float(np.log1p(self.one.market.discount_rate.value) / 365.0)

    @property
    def cost(self) -> float:
        """Of a unit a week over the year, as of its first day."""
        return float(np.exp(-self.discount * np.arange(self.year)).sum() / WEEK)

    def played(self, plan: Spend, days: int) -> Scenario:
        """The history, then ``plan`` for the year, over so many days in all; nothing is spent from then on."""
        policy, begin, end = self.one.policy.channel, self.history, self.history + self.year
        past = policy.flights or [flight(name, 0, begin, x) for name, x in policy.weekly_spend.items()]
        flights = [flight(name, begin, end, max(x, 0.0)) for name, x in plan.items()]
        longer = self.one.model_copy(update={"days": days})
        return spending(longer, dict.fromkeys(policy.weekly_spend, 0.0), [*past, *flights])

    def worth(self, plan: Spend) -> float:
        """By the mean field, currency."""
        won = new_customers(self.played(plan, self.history + 2 * self.year))[self.history :]
        then = np.exp(-self.discount * np.arange(len(won)))
        return float(self.value * (won @ then) - sum(plan.values()) * self.cost)

    def best(self, now: Spend, most: Spend) -> dict[str, float]:
        """The split of the total of ``now`` of the highest worth, no channel above ``most``."""
        names, total = list(now), sum(now.values())
        high = np.array([most[name] / total for name in names])
        scale = abs(self.worth(now)) / 100.0

        def less(part: np.ndarray) -> float:
            return -self.worth(dict(zip(names, (part * total).tolist(), strict=True))) / scale

        def slopes(part: np.ndarray) -> list[float]:
            here, found = less(part), []
            for k in range(len(part)):
                there = part.copy()
                there[k] += STEP
                found.append((less(there) - here) / STEP)
            return found

        answer = minimize(
            less,
            np.array([now[name] / total for name in names]),
            jac=slopes,
            method="SLSQP",
            bounds=[(0.0, float(x)) for x in high],
            constraints={"type": "eq", "fun": lambda part: part.sum() - 1.0, "jac": lambda part: np.ones(len(part))},
            options={"maxiter": 30, "ftol": 1e-3},
        )
        found = np.clip(answer.x, 0.0, high)
        better = dict(zip(names, (found / found.sum() * total).tolist(), strict=True))
        return better if self.worth(better) >= self.worth(now) else dict(now)

    def simulated(self, plans: Sequence[Spend], chances: int, threads: int = 1) -> np.ndarray:
        """The worth of each plan by simulation of the same world, float64 [chance, plan], as of the end of the history,
        up to what the history brought; chance 0 has the very people of the history."""
        played = [self.played(plan, self.history + self.year) for plan in plans]
        runs = [evaluate(played, ["worth"], worlds=[0], chance=chance, threads=threads) for chance in range(chances)]
        return np.array([run.of("worth")[:, 0] for run in runs]) * float(np.exp(self.discount * self.history))
