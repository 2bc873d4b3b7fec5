"""The market of a company as of a day, and its customers of that day."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pandas as pd

from calibration.acquisition import steady_start
from calibration.company.known import known_customers
from calibration.drift import Drift, found_in
from calibration.entries import rounded
from calibration.fit import Fit, fitted
from calibration.history import History
from calibration.newcomers import acquisition
from calibration.summary import order_days, summarise
from scenarios.scenario import Scenario, load


def market_of(
    past: History,
    until: np.datetime64,
    begins: np.datetime64 | None = None,
    today: str | os.PathLike[str] | None = None,
) -> tuple[Fit, pd.DataFrame]:
    """The market fitted to ``past`` up to ``until``, standing where it stood on the day ``begins`` (None: ``until``),
    and its customers of that day (company.known).

    As many become customers week after week as the history says; media are remembered. ``today``: the policy that won
    the customers, None = base. BadInput where the history is too little.
    """
    begins = until if begins is None else begins
    fit = fitted(past, until, today)
    seen = summarise(past.orders, begins)
    days = order_days(past.orders)
    forgetting = (found_in(past, days, seen) if begins == until else None) or Drift(np.inf, 0.0)
    names = np.array([f"{k}" for k in range(len(seen))], object)
    known = known_customers(days, seen, names, forgetting)
    gained = acquisition(past.up_to(until), born=past.born)
    scenario = in_market(fit.market, seen.currency, today)
    policy = scenario.policy.model_dump(by_alias=True)
    start = fit.market["start"]
    start["spend"] = {name: spent for name, spent in policy["channel"]["weekly_spend"].items() if spent > 0}
    start["touches"] = policy["relationship"]["touches_per_week"]
    told = scenario.market.model_dump(by_alias=True)
    steady = steady_start(told, policy, gained.per_week, len(seen), past.place)
    start["reached"], start["retained"] = rounded(steady.reached), rounded(steady.retained)
    for parameter in (fit.market["awareness"]["organic_rate"], *(c["peak_rate"] for c in fit.market["channels"])):
        parameter["value"] = rounded(parameter["value"] * steady.factor)
        if "interval" in parameter:
            parameter["interval"] = [rounded(end * steady.factor) for end in parameter["interval"]]
    return fit, known


def in_market(
    market: dict[str, Any], currency: str, today: str | os.PathLike[str] | None, overrides: tuple[str, ...] = ()
) -> Scenario:
    """Today's policy in ``market``, a tree in the form of base.yaml's."""
    tree = {"schema": 1, "name": "fit", "history": {"currency": currency}, "market": market}
    return load("base" if today is None else today, market=tree, overrides=overrides, today=today)
