"""The market of a company as of a day, and its customers of that day."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pandas as pd

from calibration.acquisition import SteadyStart, steady_start
from calibration.company.known import COLUMNS, known_customers
from calibration.drift import Drift, found_in
from calibration.entries import rounded
from calibration.fit import Fit, fitted
from calibration.history import History
from calibration.newcomers import Acquisition, acquisition
from calibration.summary import DAYS_PER_WEEK, order_days, summarise
from scenarios.scenario import Scenario, load
from sim.problems import BadInput

HALVINGS = 10
"""Of the invitations, at most."""


def market_of(
    past: History,
    until: np.datetime64,
    begins: np.datetime64 | None = None,
    today: str | os.PathLike[str] | None = None,
) -> tuple[Fit, pd.DataFrame]:
    """The market fitted to ``past`` up to ``until``, standing where it stood on the day ``begins`` (None: ``until``),
    and its customers of that day (company.known).

    As many become customers week after week as the history says; media are remembered. Where the market begins before
    the file does, nothing is known of its customers but their number (``strangers``). ``today``: the policy that won
    the customers, None = base. BadInput where the history is too little.
    """
    begins = until if begins is None else begins
    fit = fitted(past, until, today)
    seen = past.up_to(until)
    gained = acquisition(seen, born=past.born)
    if begins < past.span.first:
        known = strangers(len(seen), gained)
    else:
        days = order_days(past.orders)
        forgetting = (found_in(past, days, seen) if begins == until else None) or Drift(np.inf, 0.0)
        then = seen if begins == until else summarise(past.orders, begins)
        known = known_customers(days, then, np.arange(len(then)).astype(str).astype(object), forgetting)
    _stand(fit.market, gained.per_week, len(known), seen.currency, today, past.place)
    return fit, known


def strangers(customers: int, gained: Acquisition) -> pd.DataFrame:
    """Those of ``customers`` of a file that begins in the midst of a trade who were so before it, as far as others are
    new at the rate of the later weeks; in the form of company.known. Nothing is known of them."""
    weeks = float((gained.last - (gained.edge or gained.first)).astype(int) + 1) / DAYS_PER_WEEK
    count = max(round(customers - gained.per_week * weeks), 1)
    same = dict.fromkeys(COLUMNS, 0.0) | {"segment": "", "channel": "", "orders": 1, "spend_orders": 0}
    return pd.DataFrame({**same, "customer": [str(k) for k in range(count)]})[list(COLUMNS)]


def _stand(
    market: dict[str, Any],
    per_week: float,
    customers: int,
    currency: str,
    today: str | os.PathLike[str] | None,
    place: str,
) -> None:
    """Let ``market`` begin where ``per_week`` people become customers week after week, beside its ``customers``.

    Where the invitations of these alone would bring more, they invite less.
    """
    for _ in range(HALVINGS):
        scenario = in_market(market, currency, today)
        policy = scenario.policy.model_dump(by_alias=True)
        try:
            told = scenario.market.model_dump(by_alias=True)
            steady = steady_start(told, policy, per_week, customers, place)
            break
        except BadInput:
            _times(market["referral"]["share_probability"], 0.5)
    else:
        steady = SteadyStart(0.0, 0.0, 1.0)
    start = market["start"]
    start["spend"] = {name: spent for name, spent in policy["channel"]["weekly_spend"].items() if spent > 0}
    start["touches"] = policy["relationship"]["touches_per_week"]
    start["reached"], start["retained"] = rounded(steady.reached), rounded(steady.retained)
    for rate in (market["awareness"]["organic_rate"], *(channel["peak_rate"] for channel in market["channels"])):
        _times(rate, steady.factor)


def _times(parameter: dict[str, Any], factor: float) -> None:
    """Multiply a number and its interval."""
    parameter["value"] = rounded(parameter["value"] * factor)
    if "interval" in parameter:
        parameter["interval"] = [rounded(end * factor) for end in parameter["interval"]]


def in_market(
    market: dict[str, Any], currency: str, today: str | os.PathLike[str] | None, overrides: tuple[str, ...] = ()
) -> Scenario:
    """Today's policy in ``market``, a tree in the form of base.yaml's."""
    tree = {"schema": 1, "name": "fit", "history": {"currency": currency}, "market": market}
    return load("base" if today is None else today, market=tree, overrides=overrides, today=today)
