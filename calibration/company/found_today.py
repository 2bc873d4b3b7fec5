"""What a company does today, as its tables show it: spend, rewards, staff, messages, costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from calibration.calendar import weekday_of
from calibration.channels import channels_of, media_of
from calibration.entries import rounded
from calibration.estimators.weeks import by_day, invited, spans
from calibration.tables import Tables

WEEK = 7
RECENT, HALF_YEAR = 13, 26
"""Weeks over which spend, staff and messages are averaged; rewards."""
DEAL = 0.01  # depth from which a line is on a deal
WEEKDAYS, WEEKEND = range(5), range(5, 7)


@dataclass(frozen=True)
class Today:
    """``policy``: what goes into a scenario's ``policy``; ``said``: where each part of it is from, in sentences."""

    policy: Mapping[str, Any]
    said: tuple[str, ...]


def found_today(tables: Tables | None, until: np.datetime64, market: Mapping[str, Any]) -> Today:
    """The policy that the tables show up to the end of the day ``until``; empty where they show none.

    ``market``: the tree of base.yaml's ``market``, for the names of desks. The level of prices stays 1, as today's
    price is what amounts are measured by; promotions of the past are not carried on.
    """
    policy: dict[str, Any] = {}
    said: list[str] = []
    if tables is None:
        return Today(policy, ())
    until = until.astype("datetime64[D]")
    parts = (
        ("product", _product(tables, until)),
        ("channel", _channel(tables, until)),
        ("relationship", _relationship(tables, until)),
        ("service", _service(tables, until, market)),
        ("referral", _referral(tables, until)),
    )
    for name, found in parts:
        if found is not None:
            policy[name] = found[0]
            said.append(f"{name}: {found[1]}")
    deals = _deals(tables, until)
    if deals:
        said.append(f"promotion: {deals}")
    return Today(policy, tuple(said))


Found = tuple[dict[str, Any], str] | None


def _channel(tables: Tables, until: np.datetime64) -> Found:
    """Mean weekly spend of the last full weeks of the table, by channel."""
    found = _weeks(tables, until)
    if found is None:
        return None
    names, spend, last = found
    recent = spend[:, -RECENT:]
    weeks = recent.shape[1]
    weekly = {name: rounded(float(own.mean())) for name, own in zip(names, recent, strict=True)}
    begin = last - weeks * WEEK + 1
    return {"weekly_spend": weekly}, f"table spend, mean of the {weeks} weeks {begin} to {last}, currency per week."


def spend_seen(tables: Tables | None, until: np.datetime64) -> dict[str, list[float]] | None:
    """By channel, the least and the most spend of a week that the table of spend holds; None without such weeks."""
    found = _weeks(tables, until.astype("datetime64[D]")) if tables is not None else None
    if found is None:
        return None
    names, spend, _ = found
    ends = zip(names, spend.min(axis=1), spend.max(axis=1), strict=True)
    return {name: [rounded(float(low)), rounded(float(high))] for name, low, high in ends}


def _weeks(tables: Tables, until: np.datetime64) -> tuple[Sequence[str], np.ndarray, np.datetime64] | None:
    """Channels, their spend in every full week up to ``until``, float64 [channel, week], and the last day of these."""
    media = media_of(tables, until)
    if media is None:
        return None
    spend = media.spend
    dates = np.unique(spend["date"].to_numpy("datetime64[D]"))
    first, last = dates[0], min(dates[-1] + spans((dates - dates[0]).astype(int))[-1] - 1, until)
    weeks = int((last - first).astype(int) + 1) // WEEK
    if weeks < 1:
        return None
    names = channels_of(spend)
    daily = np.asarray(by_day(spend, names, last - weeks * WEEK + 1, weeks * WEEK, "spend"), float)
    return names, daily.reshape(len(names), weeks, WEEK).sum(axis=2), last


def _deals(tables: Tables, until: np.datetime64) -> str:
    """How many order lines of late were below their list amount, and by how much; "" where no column tells it."""
    orders, begin = tables.orders, until - RECENT * WEEK + 1
    if "list_amount" not in orders:
        return ""
    recent = orders[_within(orders["ordered_at"], begin, until) & (orders["amount"] > 0).to_numpy()]
    where = f"list_amount of table orders, the {RECENT} weeks {begin} to {until}"
    left = recent["amount"].to_numpy(float) / recent["list_amount"].to_numpy(float)
    off = left < 1.0 - DEAL
    if not off.any():
        return f"{where}: nothing below it."
    return (
        f"{where}: {off.mean():.1%} of the lines are below it, by {1.0 - left[off].mean():.1%} in the mean. Amounts"
        " hold that already: a deal that is stated comes on top."
    )


def _referral(tables: Tables, until: np.datetime64) -> Found:
    """Whether anybody was invited lately, and the median rewards of those who ordered."""
    if tables.referrals is None:
        return None if tables.customers is None or invited(tables.customers) else _nobody_invited()
    table, begin = tables.referrals, until - HALF_YEAR * WEEK + 1
    recent = table[_within(table["invited_at"], begin, until)]
    where = f"table referrals, the {HALF_YEAR} weeks {begin} to {until}"
    if recent.empty:
        return {"active": False}, f"{where}: no invitation."
    found: dict[str, Any] = {"active": True}
    paid = table[_within(table["first_order_at"], begin, until)] if "first_order_at" in table else recent
    for name, column in (("reward_referrer", "reward_referrer"), ("reward_friend", "reward_invitee")):
        told = paid[column].dropna() if column in paid else pd.Series(dtype=float)
        if len(told):
            found[name] = rounded(float(told.median()))
    return found, f"{where}: {len(recent):,} invitations; rewards are medians of {len(paid):,} friends who ordered."


def _nobody_invited() -> Found:
    return {"active": False}, "table customers, which credits others but no invitation with anybody."


def _relationship(tables: Tables, until: np.datetime64) -> Found:
    """Messages a week to somebody who gets any: by the times between those of one person."""
    if tables.touches is None:
        return None
    table, begin = tables.touches, until - RECENT * WEEK + 1
    recent = table[_within(table["at"], begin, until)]
    if "randomised_holdout" in recent:
        recent = recent[~recent["randomised_holdout"].fillna(False).astype(bool)]
    if recent.empty:
        return {"touches_per_week": 0.0}, f"table touches, {begin} to {until}: none."
    own = recent.groupby("customer_id")["at"].agg(["min", "max", "count"])
    weeks = float((own["max"] - own["min"]).dt.total_seconds().sum()) / (WEEK * 86_400)
    if weeks <= 0.0:
        return None
    rate = rounded(float((own["count"] - 1).sum()) / weeks)
    who = f"{len(recent):,} messages to {len(own):,} people, from the first to the last of each"
    return {"touches_per_week": min(rate, 1000.0)}, f"table touches, {begin} to {until}: {who}."


def _product(tables: Tables, until: np.datetime64) -> Found:
    """Cost of goods against the price: the latest of each product, median over products."""
    table = tables.prices
    if table is None or not {"unit_cost", "list_price"} <= set(table):
        return None
    known = table[_within(table["from"], np.datetime64("0001-01-01"), until)].dropna(subset=["unit_cost", "list_price"])
    known = known[known["list_price"] > 0].sort_values("from", kind="stable").groupby("product_id").tail(1)
    if known.empty:
        return None
    ratio = rounded(float((known["unit_cost"] / known["list_price"]).median()))
    said = (
        f"table prices, unit cost / list price, latest of {len(known):,} products, their median; taken to hold all that"
        " an order costs."
    )
    return {"cost_ratio": min(ratio, 10.0), "fulfilment_ratio": 0.0}, said


def _service(tables: Tables, until: np.datetime64, market: Mapping[str, Any]) -> Found:
    """Staff by hour of weekdays and of the weekend, mean of the last weeks, as shifts at the desks of the market."""
    if tables.staffing is None or tables.staffing.empty:
        return None
    begin = until - RECENT * WEEK + 1
    desks = [str(desk["name"]) for desk in market["service"]["desks"]]
    table = tables.staffing.assign(hour=tables.staffing["at"].to_numpy("datetime64[h]"))
    where = f"table staffing, mean by hour of {begin} to {until}"
    if "desk" in table and set(table["desk"].dropna()) == set(desks):
        means = {name: _by_hour(table[table["desk"] == name], begin, until) for name in desks}
    elif "desk" in table and table["desk"].nunique() > 1:
        return None
    else:
        share = np.array([float(desk["share"]["value"]) for desk in market["service"]["desks"]])
        whole = _by_hour(table, begin, until)
        means = {name: whole * part for name, part in zip(desks, share / share.sum(), strict=True)}
        where += ", shared among the desks of base by their tickets"
    staff = {name: _shifts(mean) for name, mean in means.items()}
    if not any(staff.values()):
        return None
    return {"desk": {"active": True, "staff": staff}}, f"{where}."


def _by_hour(table: pd.DataFrame, begin: np.datetime64, until: np.datetime64) -> np.ndarray:
    """Staff on duty, [weekdays or weekend, hour]: each row holds until the next."""
    rows = table.groupby("hour")["staff_on_duty"].sum().sort_index()
    hours = np.arange(begin.astype("datetime64[h]"), (until + 1).astype("datetime64[h]"))
    at = np.searchsorted(rows.index.to_numpy("datetime64[h]"), hours, side="right") - 1
    on_duty = np.where(at >= 0, rows.to_numpy(float)[np.maximum(at, 0)], 0.0)
    by_day = on_duty.reshape(-1, 24)
    weekday = weekday_of(begin.astype("datetime64[D]") + np.arange(len(by_day)))
    return np.array([by_day[np.isin(weekday, list(days))].mean(axis=0) for days in (WEEKDAYS, WEEKEND)])


def _shifts(mean: np.ndarray) -> list[dict[str, Any]]:
    """Hours with as many people, one after the other, as shifts."""
    found = []
    for days, people in zip(("weekdays", "weekend"), np.rint(mean).astype(int), strict=True):
        edges = np.flatnonzero(np.diff(people)) + 1
        for begin, end in zip([0, *edges.tolist()], [*edges.tolist(), 24], strict=True):
            if people[begin]:
                shift = {"name": f"{days} {begin}", "days": days, "from": begin, "to": end}
                found.append(shift | {"people": int(people[begin])})
    return found


def _within(moments: pd.Series, begin: np.datetime64, until: np.datetime64) -> np.ndarray:
    """Which lie on the days from ``begin`` to ``until``."""
    days = moments.to_numpy("datetime64[D]")
    return np.asarray((days >= begin) & (days <= until) & ~np.isnat(days))
