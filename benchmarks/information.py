"""Whether the number that is named as most worth knowing is the right one, where a mean field knows.

    python -m benchmarks.information [WORLDS [PEOPLE]]

Ten questions of the base market, of a year, goods at a quarter of the price: each channel off, each doubled, all of one
moved to another, all off. The simulation names a number from so many worlds (500), the mean field from 1,500: first
orders of each day (calibration.acquisition) times what a customer brings to the end of the year (Pareto/NBD and
Gamma-Gamma), less spend.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

import sixr
from calibration.acquisition import FIRST_WEEKS, first_orders_by_day
from calibration.pareto_nbd import ParetoNBD
from decisions.sensitivity.matters import Matters, told
from decisions.sensitivity.scores import scores
from decisions.sensitivity.surrogate import fitted
from scenarios.changes import changed
from scenarios.lowering.beliefs import in_world, places
from scenarios.lowering.lower import beliefs
from scenarios.running.batch import evaluate
from scenarios.scenario import Scenario
from sim.core.ground.draws import world_key

DAYS = 7 * FIRST_WEEKS
KNOWN = 1500
SETTING = (f"days={DAYS}", "policy.product.cost_ratio=0.25")
"""A margin at which media about pay within the year, so that there is something to decide."""
SPEND = "policy.channel.weekly_spend"


def questions(base: Scenario) -> list[Scenario]:
    """Ten plans."""
    now = base.policy.channel.weekly_spend
    names = list(now)
    plans = {f"no {name}": {name: 0.0} for name in names}
    plans |= {f"twice {name}": {name: 2.0 * now[name]} for name in names}
    following = zip(names, names[1:] + names[:1], strict=True)
    plans |= {f"{a} to {b}": {a: 0.0, b: now[a] + now[b]} for a, b in following}
    plans["none"] = dict.fromkeys(names, 0.0)
    return [
        changed(base, {f"{SPEND}.{name}": value for name, value in spend.items()}).model_copy(update={"name": plan})
        for plan, spend in plans.items()
    ]


def expected(plan: Scenario, one: Scenario) -> float:
    """Profit of ``plan`` in the world of ``one``, by the mean field."""
    market = one.market.model_dump(mode="json", by_alias=True)
    policy = plan.policy.model_dump(mode="json", by_alias=True)
    won = first_orders_by_day(market, policy)
    return float(won @ _worth(market, policy)) - sum(policy["channel"]["weekly_spend"].values()) * FIRST_WEEKS


def _worth(market: Mapping[str, Any], policy: Mapping[str, Any]) -> np.ndarray:
    """What a customer won on each day brings to the end, currency."""

    def value(part: str, name: str) -> float:
        return float(market[part][name]["value"])

    names = ("order_shape", "order_rate", "dropout_shape", "dropout_rate")
    model = ParetoNBD(*(value("need", name) for name in names))
    orders = 1.0 + model.expected_orders(np.arange(DAYS, 0, -1) / 7)
    basket = value("spend", "shape") * value("spend", "customer_rate") / (value("spend", "customer_shape") - 1.0)
    product = policy["product"]
    margin = 1.0 - product["commission_ratio"] - product["cost_ratio"] - product["fulfilment_ratio"]
    return np.asarray(orders * basket * margin)


def named(base: Scenario, profit: np.ndarray) -> list[Matters]:
    """What each question hangs on, from ``profit`` [plan, world], the base first."""
    given, uncertain = scores(base, range(profit.shape[1])), places(base).uncertain
    beliefs = {path: uncertain[path] for path in given.names}
    return [told("profit", fitted(row - profit[0], given), beliefs) for row in profit[1:]]


def by_mean_field(base: Scenario, plans: list[Scenario]) -> np.ndarray:
    """Profit, float64 [plan, world]."""
    found = np.empty((len(plans), KNOWN))
    for world in range(KNOWN):
        key = np.uint64(world_key(np.uint64(base.seed), np.uint64(world)))
        one = in_world(base, beliefs(base, key))
        found[:, world] = [expected(plan, one) for plan in plans]
    return found


def main(worlds: int = 500, people: int = 20_000) -> None:
    """Print, for each question, what either names."""
    base = sixr.load("base", overrides=[*SETTING, f"people={people}"])
    plans = [base, *questions(base)]
    profit = evaluate(plans, ["profit"], worlds=range(worlds)).of("profit")
    simulated = named(base, profit)
    truth = named(base, by_mean_field(base, plans))
    agreed = 0
    for plan, ours, theirs in zip(plans[1:], simulated, truth, strict=True):
        first, second = (one.numbers[0] if one.numbers else None for one in (ours, theirs))
        same = first is not None and second is not None and first.path == second.path
        agreed += same
        print(f"{plan.name:<18} {'same' if same else 'other':<6}", *(_said(one) for one in (ours, theirs)), sep="  ")
    print(f"{agreed} of {len(plans) - 1} the same")


def _said(found: Matters) -> str:
    some = (f"{one.path.removeprefix('market.')} {one.worth:,.0f} ({one.share:.0%})" for one in found.numbers[:2])
    return f"{found.difference:>10,.0f}: {', '.join(some):<80}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
