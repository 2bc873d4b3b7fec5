"""From a run to figures: CLV, CAC, payback, repeat rate, k-factor and profit, as a whole and by group.

Totals of people and money are scaled to the whole market; averages per customer are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.engine import Ledger
from sim.identities import assert_identities
from sim.plan import Plan
from sim.tables import FOLLOWED, STAGE_SERIES
from sim.value import residual
from sim.vocabulary import MICRO, Account, Curve, Event, Stage


def measure(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """Every measure of sim.tables.MEASURES of one run: columns measure, by, key, value.

    ``by``: all, channel (credited by last touch; organic and referral are among them), cause (what made the
    person aware), segment, cohort (quarter of the first order). Averages over nobody are NaN. The identities
    are asserted first (IdentityBroken).
    """
    assert_identities(plan, ledger)
    totals = _totals(plan, ledger)
    scaled = {name: value * plan.scale for name, value in totals.items() if name != "nurture"}
    rows = [(name, "all", "", value) for name, value in scaled.items()]
    customers = _followed(plan, ledger)
    for group in _groups(plan, ledger, customers, totals):
        rows += [(name, group.by, group.key, value) for name, value in _averages(plan, customers, group).items()]
    return pd.DataFrame(rows, columns=["measure", "by", "key", "value"])


def money(plan: Plan, ledger: Ledger) -> np.ndarray:
    """Micro-units on every account by day, the firm's own costs included: int64 [day, account]."""
    sums = ledger.sums.sum(axis=1)
    sums[:, Account.MEDIA] -= plan.media.sum(axis=0)
    sums[:, Account.FIXED] -= plan.fixed
    return sums


def _totals(plan: Plan, ledger: Ledger) -> dict[str, float]:
    """Totals of the people simulated: currency, people."""
    total = money(plan, ledger).sum(axis=0) / MICRO
    goods = total[[Account.REVENUE, Account.GOODS, Account.FULFILMENT, Account.FIRST_ORDER_COST]].sum()
    service = goods + total[Account.SERVICE]
    rewards = total[Account.REWARD_REFERRER] + total[Account.REWARD_FRIEND]
    marketing = service + rewards + total[[Account.NURTURE, Account.MEDIA, Account.WINBACK]].sum()
    return {
        "revenue": float(total[Account.REVENUE]),
        "contribution_1": float(goods),
        "contribution_2": float(service),
        "contribution_3": float(marketing),
        "profit": float(marketing + total[Account.FIXED]),
        "media": -float(total[Account.MEDIA]),
        "rewards": -float(rewards),
        "nurture": -float(total[Account.NURTURE]),
        "active_customers": float((ledger.people["stage"] == Stage.CUSTOMER).sum()),
    }


WINNING = [Account.REWARD_REFERRER, Account.REWARD_FRIEND, Account.NURTURE]
"""What winning customers costs beside media."""


@dataclass(frozen=True)
class _Customers:
    """What the averages need of every customer, once for all groups; arrays [customer]."""

    records: np.ndarray
    realised: np.ndarray
    after: np.ndarray
    repeat_age: np.ndarray  # days from the first to the second order, inf = none yet
    age: np.ndarray  # days from the first order to the horizon
    children: np.ndarray  # new customers brought within the window
    children_age: np.ndarray  # sum of their ages, days
    window: float


def _followed(plan: Plan, ledger: Ledger) -> _Customers:
    people = ledger.people
    who = np.flatnonzero(people["orders"] > 0)
    records = people[who]
    window = float(min(FOLLOWED, plan.days // 2))
    child = records[records["referrer"] >= 0]
    parent = child["referrer"]
    age = child["first_at"] - people["first_at"][parent]
    counts = age <= window
    children = np.bincount(parent[counts], minlength=plan.people)
    children_age = np.bincount(parent[counts], age[counts], minlength=plan.people)
    return _Customers(
        records=records,
        realised=records["value"] / MICRO,
        after=residual(plan, records),
        repeat_age=np.where(records["orders"] > 1, records["second_at"] - records["first_at"], np.inf),
        age=plan.days - records["first_at"],
        children=children[who],
        children_age=children_age[who],
        window=window,
    )


@dataclass(frozen=True)
class _Group:
    """A group of customers: which, what winning them cost (None = not stated), and their sums by age."""

    by: str
    key: str
    members: np.ndarray
    cost: float | None = None
    ages: np.ndarray | None = None  # int64 [cohort, age, curve]


def _groups(plan: Plan, ledger: Ledger, customers: _Customers, totals: dict[str, float]) -> Iterator[_Group]:
    records, people = customers.records, ledger.people
    segments = len(plan.segments)
    ages = ledger.ages.reshape(len(plan.sources), segments, *ledger.ages.shape[1:])
    everybody = np.ones(len(records), bool)
    cost = totals["media"] + totals["rewards"] + totals["nurture"]
    yield _Group("all", "", everybody, cost, ages.sum(axis=(0, 1)))
    media = plan.media.sum(axis=1) / MICRO
    costs = [None, *media, totals["rewards"]]
    for s, name in enumerate(plan.sources):
        yield _Group("channel", name, records["attributed"] == s, costs[s], ages[s].sum(axis=0))
        yield _Group("cause", name, records["cause"] == s)
    population = np.bincount(people["segment"], minlength=segments)
    spent = np.bincount(people["segment"], -people["spent"] / MICRO, minlength=segments)
    for g, name in enumerate(plan.segments):
        share = population[g] / plan.people  # media reach everybody alike, segment by segment
        yield _Group(
            "segment",
            name,
            records["segment"] == g,
            spent[g] + totals["media"] * share,
            ages[:, g].sum(axis=0),
        )
    cohort_of_day = plan.levers[0]["cohort"]
    cohort = cohort_of_day[records["first_at"].astype(np.int64)]
    paid = np.bincount(cohort_of_day, plan.media.sum(axis=0) / MICRO, minlength=len(plan.cohorts))
    own = np.bincount(cohort_of_day, -money(plan, ledger)[:, WINNING].sum(axis=1) / MICRO, minlength=len(plan.cohorts))
    whole = ages.sum(axis=(0, 1))
    for c, name in enumerate(plan.cohorts):
        only = np.zeros_like(whole)
        only[c] = whole[c]
        yield _Group("cohort", name, cohort == c, paid[c] + own[c], only)


def _averages(plan: Plan, customers: _Customers, group: _Group) -> dict[str, float]:
    """The measures of a group; people, orders scaled to the market, averages not."""
    mask = group.members
    records = customers.records[mask]
    n = len(records)
    realised, after = _mean(customers.realised[mask]), _mean(customers.after[mask])
    row = {
        "customers": n * plan.scale,
        "orders": float(records["orders"].sum()) * plan.scale,
        "clv_realised": realised,
        "clv_residual": after,
        "clv": realised + after,
    }
    for days in (90, 180, 365):
        if days < plan.days:
            followed = mask & (customers.age >= days)
            row[f"repeat_rate_{days}"] = _mean(customers.repeat_age[followed] <= days)
    followed = mask & (customers.age >= customers.window)
    row["k_factor"] = _mean(customers.children[followed])
    brought = customers.children[followed].sum()
    row["cycle_time"] = float(customers.children_age[followed].sum() / brought) if brought else np.nan
    if group.cost is not None:
        won = int((records["start"] != Stage.CUSTOMER).sum())  # who was a customer at time 0 was not won
        cac = float(group.cost) / won if won else np.nan
        row["cac_last_touch" if group.by == "channel" else "cac"] = cac
        row["clv_to_cac"] = row["clv"] / cac if cac > 0 else np.nan
        if group.ages is not None:
            row["payback_days"] = payback(plan, group.ages, cac)
    return row


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else np.nan


def followed_curve(plan: Plan, ages: np.ndarray, curve: Curve) -> np.ndarray:
    """Mean per customer and age bin of what is summed by age, over the cohorts followed for the whole bin.

    ``ages``: int64 [cohort, age, curve]; returns float64 [age], NaN where no cohort has been followed so far.
    Later bins rest on fewer, older cohorts (as in a Kaplan-Meier estimate), so nothing is cut short.
    """
    width = plan.behaviour[0]["age_width"]
    last_day = np.full(len(plan.cohorts), -1)
    np.maximum.at(last_day, plan.levers[0]["cohort"], np.arange(plan.days))
    size = _cohort_sizes(ages)
    ends = (np.arange(plan.age_bins) + 1) * width
    complete = last_day[:, None] + 1 + ends[None, :] <= plan.days
    at_risk = (size[:, None] * complete).sum(axis=0)
    total = (ages[:, :, curve] * complete).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(at_risk > 0, total / at_risk, np.nan)


def _cohort_sizes(ages: np.ndarray) -> np.ndarray:
    return ages[:, 0, Curve.CUSTOMERS]


def payback(plan: Plan, ages: np.ndarray, cac: float) -> float:
    """Age in days at which the mean discounted contribution has repaid ``cac`` (currency); NaN if not seen.

    Linear within a bin. The first order counts at age 0, that of every customer.
    """
    customers = _cohort_sizes(ages).sum()
    if not np.isfinite(cac) or customers == 0:
        return np.nan
    width = float(plan.behaviour[0]["age_width"])
    gained = np.cumsum(followed_curve(plan, ages, Curve.VALUE) / MICRO)
    first = ages[:, 0, Curve.FIRST_VALUE].sum() / customers / MICRO
    if first >= cac:
        return 0.0
    before = first
    for k, value in enumerate(gained):
        if not np.isfinite(value):
            return np.nan
        if value >= cac:
            return width * (k + (cac - before) / (value - before))
        before = value
    return np.nan


def daily(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """Stage counts at the end of each day, flows and money, scaled to the market: columns day, series, value."""
    start = np.zeros(len(Stage), np.int64)
    start[Stage.UNAWARE] = plan.people
    net = ledger.flows.sum(axis=1) - ledger.flows.sum(axis=2)
    stages = start + np.cumsum(net, axis=0)
    events = ledger.counts.sum(axis=1)
    accounts = money(plan, ledger)
    series = {name: stages[:, k] for k, name in enumerate(STAGE_SERIES)}
    series["new_customers"] = events[:, Event.FIRST_ORDER]
    series["orders"] = events[:, Event.FIRST_ORDER] + events[:, Event.ORDERED]
    series["revenue"] = accounts[:, Account.REVENUE] / MICRO
    series["profit"] = accounts.sum(axis=1) / MICRO
    values = np.concatenate([np.asarray(v, float) for v in series.values()]) * plan.scale
    return pd.DataFrame(
        {
            "day": np.tile(np.arange(plan.days), len(series)),
            "series": np.repeat(list(series), plan.days),
            "value": values,
        }
    )


def curves(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """By customers' age: cumulative discounted value, share active, repeat orders; columns age_days, series, value."""
    ages = ledger.ages.sum(axis=0)
    width = plan.behaviour[0]["age_width"]
    value = np.cumsum(followed_curve(plan, ages, Curve.VALUE)) / MICRO
    left = followed_curve(plan, ages, Curve.DROPOUTS) - followed_curve(plan, ages, Curve.RETURNS)
    orders = np.cumsum(followed_curve(plan, ages, Curve.ORDERS)) - 1.0
    series = {"cumulative_value": value, "retention": 1.0 - np.cumsum(left), "repeat_orders": orders}
    frame = pd.DataFrame(
        {
            "age_days": np.tile((np.arange(plan.age_bins) + 1) * width, len(series)),
            "series": np.repeat(list(series), plan.age_bins),
            "value": np.concatenate(list(series.values())),
        }
    )
    return frame.dropna(ignore_index=True)


def accounts(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """The profit and loss of the horizon, scaled to the market: columns account, value (costs negative)."""
    total = money(plan, ledger).sum(axis=0) / MICRO * plan.scale
    return pd.DataFrame({"account": [a.name.lower() for a in Account], "value": total})
