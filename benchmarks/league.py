"""A league of ways to give coupons, in companies of known truth: who gets them, and what profit that leaves.

    python -m benchmarks.league [COMPANIES]

A company is a world of the base market in which everybody is a customer on the first day; how often people order, what
goods cost and what customers are like differ from company to company. For a year it sends a coupon of 10 %, good for
two weeks, to half of its customers every four weeks, by a coin. In the year after:

    none          no coupons
    everybody     a coupon every four weeks
    as before     to half of them, by a coin
    random        by a coin, as many as the learned rule sends
    fixed rule    to those whose latest order is 4 to 16 weeks ago
    learned rule  to those kinds of customers for whom the table of the first year says that a coupon pays: thirds by
                  the days since the latest order x halves by the orders so far x segments x whether a coupon was used
                  before, by ridge regression; a contextual bandit, offline
    clairvoyant   every time to those, and only those, whom a coupon every time leaves more profitable; known only where
                  the same lives are lived with and without, which nobody can but here

Rules are rows of policy.incentives and see what a firm sees. Lives do not touch each other in these companies, so that
the clairvoyant's profit is a sum over customers. Told are profit and revenue of the second year relative to random.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from sklearn.linear_model import BayesianRidge

import sixr
from scenarios.changes import changed
from scenarios.lowering.lower import lower
from scenarios.policy.incentives import Incentive, Who
from scenarios.running import compiled
from scenarios.running.execute import cores, execute
from scenarios.scenario import Scenario
from sim import engine
from sim.accounts import NET_REVENUE
from sim.engine import Ledger
from sim.measures.money import money
from sim.plan import Plan
from sim.vocabulary import MICRO, Event, Granted

YEAR, EVERY, VALID, DEPTH, COST = 364, 28, 14, 0.1, 0.1
PEOPLE = 20_000
RECENCY, FREQUENCY = 3, 2
USED: tuple[Literal["without", "with"], ...] = ("without", "with")
FEWEST = 50
"""Customers of a kind with a coupon, and without, from whom its gain is told."""
NAMES = ("none", "everybody", "as before", "random", "fixed rule", "learned rule", "clairvoyant")
SETTING = (
    *(f"days={2 * YEAR}", "market.start.customer=1"),
    *("market.referral.share_probability=0", "policy.referral.active=false"),
    *(f"policy.channel.weekly_spend.{channel}=0" for channel in ("search", "social", "video")),
)
EXPERIMENT = Incentive(
    name="experiment",
    on="campaign",
    days=EVERY,
    again_after=EVERY,
    until=YEAR - EVERY,
    give="coupon",
    depth=DEPTH,
    valid_days=VALID,
    cost=COST,
    who=Who(share=0.5),
)
Array = np.ndarray


class Kind(NamedTuple):
    """Customers alike in what the firm sees: days since the latest order and orders so far (from and to), segment,
    whether they have used a coupon."""

    silent: tuple[float, float]
    orders: tuple[int, int]
    segment: str
    used: Literal["without", "with"]


@dataclass(frozen=True)
class Season:
    """A company's second year under one way: money of customers, how many coupons went out, and what each customer has
    brought in both years, currency, [person]."""

    profit: float
    revenue: float
    coupons: int
    brought: Array


def company(number: int, people: int = PEOPLE) -> Scenario:
    """Base, in which people order once in 1 to 10 weeks and goods cost 10 to 50 %; its experiment is on."""
    rng = np.random.default_rng(number)
    rate, goods = 0.5533 * np.exp(rng.uniform(0.0, np.log(10.0))), rng.uniform(0.1, 0.5)
    size = (f"people={people}", f"market.size={people}")
    own = (f"market.need.order_rate={rate:.6g}", f"policy.product.cost_ratio={goods:.6g}")
    base = sixr.load("base", overrides=[*SETTING, *size, *own])
    return with_rows(base, [EXPERIMENT])


def with_rows(one: Scenario, rows: list[Incentive]) -> Scenario:
    """The same with these incentives more."""
    return changed(one, {"policy.incentives": (*one.policy.incentives, *rows)})


def sent(name: str, who: Who) -> Incentive:
    """A coupon every four weeks of the second year."""
    return EXPERIMENT.model_copy(update={"name": name, "days": YEAR, "until": 2.0 * YEAR, "who": who})


@dataclass(frozen=True)
class Table:
    """What the firm knows at each mailing of the first year, by customer and mailing in one row: days since the latest
    order, orders so far and a day, number of the segment, whether a coupon was used before, whether the coin sent one;
    and what came of the four weeks from then on: orders, what they cost without a coupon (currency), whether it was
    used."""

    silent: Array
    orders: Array
    rate: Array
    segment: Array
    used: Array
    sent: Array
    bought: Array
    listed: Array
    using: Array


def table(plan: Plan, ledger: Ledger) -> Table:
    """The table of the first year, from its journal; ``ledger``: of the company as it is."""
    lines, n = ledger.journal, plan.people
    orders = lines[np.isin(lines["kind"], (Event.FIRST_ORDER, Event.ORDERED))]
    mailed = lines[lines["kind"] == Event.GRANTED]
    latest, so_far, used = np.zeros(n), np.zeros(n, np.int64), np.zeros(n, bool)
    found, before = [], 0
    for day in range(EVERY, YEAR, EVERY):
        past = _between(orders, before, day)
        so_far = so_far + np.bincount(past["who"], minlength=n)
        np.maximum.at(latest, past["who"], past["time"])
        got = np.zeros(n, bool)
        got[mailed["who"][mailed["time"] == day]] = True
        came = _came(_between(orders, day, day + EVERY), got, day)
        found.append((day - latest, so_far, so_far / day, ledger.people["segment"], used, got, *came))
        used, before = used | came[2], day
    return Table(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _between(orders: Array, first: int, last: int) -> Array:
    return orders[(orders["time"] >= first) & (orders["time"] < last)]


def _came(orders: Array, got: Array, day: int) -> tuple[Array, Array, Array]:
    """By person: how many of the ``orders``, what they cost without a coupon, whether it was used: it is on the next
    order while it holds."""
    order = np.lexsort((orders["time"], orders["who"]))
    who, time, paid = orders["who"][order], orders["time"][order], orders["amount"][order] / MICRO
    first = np.ones(len(who), bool)
    first[1:] = who[1:] != who[:-1]
    used = first & got[who] & (time <= day + VALID)
    using = np.zeros(len(got), bool)
    using[who[used]] = True
    listed = np.where(used, paid / (1.0 - DEPTH), paid)
    return np.bincount(who, minlength=len(got)), np.bincount(who, listed, minlength=len(got)), using


def kinds(seen: Table, segments: tuple[str, ...]) -> tuple[list[Kind], Array]:
    """All kinds of customers, and which of them each row of the table is."""
    silent = np.quantile(seen.silent, np.arange(1, RECENCY) / RECENCY)
    orders = np.unique(np.quantile(seen.orders, np.arange(1, FREQUENCY) / FREQUENCY).astype(int))
    of_silent = np.searchsorted(silent, seen.silent, side="right")
    of_orders = np.searchsorted(orders, seen.orders, side="left")
    days = [0.0, *silent.tolist(), 20_000.0]
    counts = [-1, *orders.tolist(), 1_000_000]
    made = [
        Kind((days[r], np.nextafter(days[r + 1], 0.0)), (counts[f] + 1, counts[f + 1]), segment, used)
        for r in range(RECENCY)
        for f in range(len(orders) + 1)
        for segment in segments
        for used in USED
    ]
    which = (of_silent * (len(orders) + 1) + of_orders) * len(segments) + seen.segment
    return made, which * len(USED) + seen.used


def lifts(seen: Table, which: Array, margin: float) -> tuple[Array, Array, Array]:
    """(kinds, what a coupon brings on a customer of each, currency, its variance): those who got one less those who did
    not.

    ``margin``: share of the list amount that is left without a coupon. Orders count at the mean amount of their kind,
    less what their number was to be by the customer's own past (Deng, Xu, Kohavi & Walker 2013).
    """
    found = []
    for kind in np.unique(which):
        rows = which == kind
        got, bought, rate = seen.sent[rows], seen.bought[rows], seen.rate[rows]
        if min(got.sum(), (~got).sum()) < FEWEST or not bought.any():
            continue
        amount = seen.listed[rows].sum() / bought.sum()
        spread = rate.var()
        slope = np.cov(rate, bought, bias=True)[0, 1] / spread if spread > 0.0 else 0.0
        gain = amount * (margin * (bought - slope * (rate - rate.mean())) - DEPTH * seen.using[rows])
        arms = gain[got], gain[~got]
        variance = sum(arm.var(ddof=1) / len(arm) for arm in arms)
        found.append((kind, arms[0].mean() - arms[1].mean() - COST, variance))
    kinds_of, lift, variance = zip(*found, strict=True)
    return np.array(kinds_of), np.array(lift), np.array(variance)


def gains(made: list[Kind], seen: Table, which: Array, margin: float) -> Array:
    """What a coupon brings on a customer of each kind, currency, float64 [kind]: by ridge regression of the ``lifts``
    on what tells kinds apart, its strength by the evidence (MacKay 1992)."""
    known, lift, variance = lifts(seen, which, margin)
    traits = np.array(
        [[one.silent[0], one.orders[0], one.segment == made[0].segment, one.used == "with"] for one in made]
    )
    columns = [trait == value for trait in traits.T for value in np.unique(trait)]
    told_by = np.array(columns, float).T
    ridge = BayesianRidge().fit(told_by[known], lift, sample_weight=variance.mean() / variance)
    return np.asarray(ridge.predict(told_by))


def learned(one: Scenario, seen: Table) -> list[Incentive]:
    """A row for each kind of customers on whom a coupon brings more than it costs."""
    made, which = kinds(seen, tuple(segment.name for segment in one.market.segments))
    product = one.policy.product
    brought = gains(made, seen, which, 1.0 - product.cost_ratio - product.fulfilment_ratio)
    return [sent(f"kind {k}", meant(made[k])) for k in np.flatnonzero(brought > 0.0)]


def meant(kind: Kind) -> Who:
    """The customers of a kind, as a row names them."""
    (least_silent, most_silent), (least_orders, most_orders) = kind.silent, kind.orders
    return Who(
        segments=(kind.segment,),
        coupon_used=kind.used,
        least_silent=least_silent,
        most_silent=most_silent,
        least_orders=least_orders,
        most_orders=most_orders,
    )


def season(one: Scenario, world: int) -> Season:
    """The second year under the incentives of ``one``."""
    plan = lower(one, world)
    ledger = engine.run(plan)
    sums = money(plan, ledger)[YEAR:] / MICRO
    revenue = float(sums[:, list(NET_REVENUE)].sum())
    coupons = int(ledger.granted[YEAR:, :, Granted.SENT].sum())
    return Season(float(sums.sum()), revenue, coupons, ledger.people["net"] / MICRO)


def play(number: int) -> dict[str, Season]:
    """All ways in one company."""
    one = company(number)
    plan = lower(one, number)
    seen = table(plan, engine.run(plan, journal=True))

    def under(*rows: Incentive) -> Season:
        return season(with_rows(one, list(rows)), number)

    found = {"none": under(), "everybody": under(sent("everybody", Who()))}
    found["as before"] = under(sent("half", Who(share=0.5)))
    found["fixed rule"] = under(sent("silent", Who(least_silent=4 * 7, most_silent=16 * 7)))
    found["learned rule"] = under(*learned(one, seen))
    share = found["learned rule"].coupons / found["everybody"].coupons
    found["random"] = under(sent("random", Who(share=share)))
    return found | {"clairvoyant": clairvoyant(found["none"], found["everybody"])}


def clairvoyant(none: Season, everybody: Season) -> Season:
    """The second year in which everybody lives the better of two lives."""
    better = everybody.brought > none.brought
    best = np.where(better, everybody.brought, none.brought)
    profit = none.profit + float((best - none.brought).sum())
    return Season(profit, np.nan, round(everybody.coupons * better.mean()), best)


def told(seasons: list[dict[str, Season]]) -> Iterator[str]:
    """Profit and revenue relative to random, the mean over companies with its standard error; and coupons sent."""
    yield "| | profit / random | revenue / random | coupons a customer | better than random in |"
    yield "|---|---|---|---|---|"
    random = [found["random"] for found in seasons]
    for name in NAMES:
        own = [found[name] for found in seasons]
        ratios = [
            np.array([getattr(a, of) / getattr(b, of) for a, b in zip(own, random, strict=True)])
            for of in ("profit", "revenue")
        ]
        parts = [f"{ratio.mean():.4f} +- {ratio.std(ddof=1) / np.sqrt(len(ratio)):.4f}" for ratio in ratios]
        parts[1] = "" if name == "clairvoyant" else parts[1]
        coupons = np.mean([season.coupons for season in own]) / PEOPLE
        yield f"| {name} | {parts[0]} | {parts[1]} | {coupons:.1f} | {(ratios[0] > 1.0).mean():.0%} |"


def main(companies: str = "30") -> None:
    """Play so many companies and print the league."""
    begun = time.perf_counter()
    compiled.ready()
    seasons = execute(range(1, int(companies) + 1), play, cores(), lambda n, number: None)
    print("\n".join(told(seasons)))
    print(f"{companies} companies of {PEOPLE:,} customers: {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
