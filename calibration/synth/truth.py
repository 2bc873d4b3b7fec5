"""What is true of a world: kept beside the tables, never in them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from calibration.synth.lived import Lived, money
from scenarios.lowering.incremental import SpendChange, brought, paid_channels, with_spend
from scenarios.lowering.lower import lower
from scenarios.scenario import Scenario
from sim import engine
from sim.measures import measure
from sim.value import residual
from sim.vocabulary import Event, Stage


def parameters(world: Lived) -> dict[str, float]:
    """Every number of the market by its path, as it is in this world."""
    return {path: float(one.value) for path, one in world.scenario.parameters()}


def people(world: Lived) -> pd.DataFrame:
    """Everybody whom the firm knows: number, true cause, what the firm credits, alive or not at the end, own rates.

    ``occasions`` are per day, ``dropout`` per day (or its chance); ``clv``: brought until the end, and expected
    from then on, discounted to the first order, currency; empty for those who never ordered.
    """
    known = np.flatnonzero(world.ids != "")
    known = known[np.argsort(world.ids[known].astype(str))]
    one = world.people[known]
    ordered = one["orders"] > 0
    gone = np.full(len(world.people), np.inf)
    dropped = world.lines(Event.DROPPED_OUT)
    gone[dropped["who"]] = dropped["time"]
    later = np.full(len(known), np.nan)
    later[ordered] = residual(world.plan, world.ledger, known[ordered])
    alive = np.isin(one["stage"], [Stage.CUSTOMER])
    return pd.DataFrame(
        {
            "customer_id": world.ids[known],
            "person": known,
            "segment": np.array(world.plan.segments, object)[one["segment"]],
            "cause": np.where(ordered | (one["reached_at"] < 1e9), _sources(world)[one["cause"]], ""),
            "credited": np.where(ordered, _sources(world)[one["attributed"]], ""),
            "referrer": np.where(one["referrer"] >= 0, world.ids[one["referrer"]], ""),
            "orders": one["orders"].astype(int),
            "alive": alive,
            "dropped_out_at": world.moment(np.where(alive | ~ordered, np.inf, gone[known])),
            "occasions": one["need_rate"].astype(float),
            "dropout": one["dropout"].astype(float),
            "clv_so_far": np.where(ordered, money(one["value"]), np.nan),
            "clv_to_come": later,
        }
    )


def _sources(world: Lived) -> np.ndarray:
    return np.array(world.plan.sources, object)


def channels(world: Lived) -> dict[str, dict[str, float]]:
    """By source: first orders that it caused, and those that the firm credits it with; spend of the channels."""
    bought = world.people[world.people["orders"] > 0]
    spent = {name: float(money(world.plan.media[k].sum())) for k, name in enumerate(world.plan.channels)}
    return {
        name: {
            "caused": int((bought["cause"] == k).sum()),
            "credited": int((bought["attributed"] == k).sum()),
            "spend": spent.get(name, 0.0),
        }
        for k, name in enumerate(world.plan.sources)
    }


def incremental(world: Lived, scenario: Scenario) -> dict[str, dict[str, float]]:
    """By channel: what its whole spend costs and brings, of the people simulated, from the same world without it."""
    found = {}
    own = measure(world.plan, world.ledger)
    for name in paid_channels(scenario):
        change = SpendChange((name,), 0.0)
        plan = lower(with_spend(scenario, change), world.plan.replication)
        rows = brought(own, measure(plan, engine.run(plan)), change)
        whole = ("media_incremental", "customers_incremental", "value_incremental")
        found[name] = {key: x / world.plan.scale if key in whole else x for key, x in rows.items()}
    return found


def summary(world: Lived) -> dict[str, Any]:
    """What there was in all: people, customers, money by account."""
    from sim.vocabulary import Account

    sums = world.ledger.sums.sum(axis=(0, 1))
    return {
        "people": world.plan.people,
        "days": world.plan.days,
        "replication": world.plan.replication,
        "market_size": world.plan.people * world.plan.scale,
        "customers": int((world.people["orders"] > 0).sum()),
        "alive": int((world.people["stage"] == Stage.CUSTOMER).sum()),
        "orders": int(world.people["orders"].sum()),
        "accounts": {account.name.lower(): float(money(sums[account])) for account in Account},
    }
