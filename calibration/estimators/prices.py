"""Prices and deals: how much the orders of customers answer, week by week, to what an order costs.

Repeat orders are counted by customers' age and calendar week; a two-way Poisson model takes the ageing out, so that
what is left of a week is the same for everybody: the price of its days, a shock, and the slow drift of demand. Prices
act as in the market's choice (logit over people who differ, ``response``), the regular price with the elasticity asked
for, a deal with that times 1 + gain. Shocks are an AR(1), drift is a random walk; both are found along with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.linalg import cho_solve
from scipy.special import expit, logit

from calibration.estimators.finding import Finding, Findings, days_between, found, label_of, prior_of
from calibration.estimators.posterior import posterior
from calibration.likelihood import NORMAL_95, Array
from scenarios.files.loading import as_stated
from scenarios.ground.packaged import packaged

WEEK = 7
AGES = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 52, 78, 104, 156, 208])  # weeks at which another class begins
FEWEST = 10.0  # repeat orders of a week that is looked at
WEEKS = 12  # of them, at least
MOVED = 0.01  # a price whose logarithm moves by less has not
TWICE = 2  # weeks on either side of a move
HALF_YEAR = 26.0
SURE = 3.0  # standard errors beyond which deals surely answer otherwise than prices
UNKNOWN = 100.0  # variance of the level of demand
_Z, _P = np.polynomial.hermite_e.hermegauss(9)
_P = _P / _P.sum()


@dataclass(frozen=True)
class Weekly:
    """Weeks: the logarithm of ``demand`` with its ``variance`` by chance; by day ``price`` of what is sold, relative to
    the last one, and ``depth`` of deals on it, [week, day]."""

    demand: Array
    variance: Array
    price: Array
    depth: Array


def prices(
    orders: pd.DataFrame,
    prices: pd.DataFrame | None = None,
    market: Mapping[str, Any] | None = None,
    until: pd.Timestamp | None = None,
) -> Findings:
    """What ``orders`` (with ``list_amount`` where deals are to be seen) and the list ``prices`` say about the answer to
    prices. ``market``: the tree whose shares of occasions hold (None = base's). Paths are below ``choice``.
    """
    tree = as_stated("base")["market"] if market is None else market
    weeks = weekly(orders, prices, until)
    notes: list[str] = []
    if weeks is None:
        return Findings((), ("Too few weeks with repeat orders to see an answer to prices.",))
    regular, deals = moved(np.log(weeks.price)), moved(-np.log1p(-weeks.depth))
    if not (regular or deals):
        return Findings((), ("Neither the regular price nor deals moved: the answer to prices is as assumed.",))
    rows = _found(weeks, tree, regular, deals, notes)
    return Findings(tuple(rows), tuple(notes))


def _found(weeks: Weekly, market: Mapping[str, Any], regular: bool, deals: bool, notes: list[str]) -> list[Finding]:
    belief = prior_of("choice.price_elasticity", "linear")
    (elasticity, gain), (sd, gain_sd) = answer(weeks, market, with_gain=regular and deals)
    prior_sd = belief.sd
    what = "regular price and deals" if regular and deals else "the regular price alone" if regular else "deals alone"
    said = (
        f"{len(weeks.demand)} weeks of repeat orders, in which {what} moved; demand drifts and shocks are allowed for"
    )
    label = label_of(sd, prior_sd, doubted=not regular)
    if not regular:
        notes.append(
            "The regular price never moved: the elasticity is that of deals, which brings forward and switches more"
            " than a lasting change would."
        )
    if not deals:
        notes.append("No deals are seen that come and go: that they work like any lower price is assumed.")
    if label == "assumed":
        notes.append(f"Prices moved too little for an elasticity ({elasticity:.2f} +- {sd:.2f}): it stays as assumed.")
        return []
    rows = [found("choice.price_elasticity", elasticity, sd, "linear", "1", label, said)]
    if regular and deals:
        if gain > NORMAL_95 * gain_sd:
            label = label_of(gain_sd, doubted=gain < SURE * gain_sd)
            rows.append(found("choice.reference_gain", gain, gain_sd, "linear", "ratio", label, said))
        else:
            notes.append(f"Deals answer like any lower price: gain {gain:.2f} +- {gain_sd:.2f}, left as assumed.")
    return rows


def answer(weeks: Weekly, market: Mapping[str, Any], with_gain: bool) -> tuple[Array, Array]:
    """Elasticity and gain of deals, and their standard deviations; the gain is 0 where it is not asked for."""
    belief, shock = prior_of("choice.price_elasticity", "linear"), prior_of("need.week_shock_sd", "log")
    memory = float(market["need"]["week_shock_memory"]["value"])
    n = len(weeks.demand)
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    walk = np.minimum.outer(np.arange(n), np.arange(n)) / HALF_YEAR
    means, spreads, weights = [], [], []
    for drift in drifts():
        slow = np.diag(weeks.variance) + drift**2 * walk + UNKNOWN

        def log_likelihood(at: Array, slow: Array = slow) -> float:
            gain = at[2] if with_gain else 0.0
            off = weeks.demand - of_weeks(weeks, market, float(at[0]), float(gain))
            return normal_density(off, slow + np.exp(2.0 * at[1]) * memory**apart)

        begin = [belief.middle, shock.middle, *([0.0] if with_gain else [])]
        mode, covariance = posterior(log_likelihood, begin, [belief, shock])
        evidence = log_likelihood(mode) - sum(
            0.5 * ((mode[k] - one.middle) / one.sd) ** 2 for k, one in enumerate((belief, shock))
        )
        keep = [0, 2] if with_gain else [0]
        means.append(mode[keep])
        spreads.append(np.diag(covariance)[keep])
        weights.append(evidence + 0.5 * np.linalg.slogdet(covariance)[1])
    share = np.exp(np.array(weights) - max(weights))
    share /= share.sum()
    mean = share @ np.array(means)
    sd = np.sqrt(share @ (np.array(spreads) + (np.array(means) - mean) ** 2))
    return (mean, sd) if with_gain else (np.append(mean, 0.0), np.append(sd, 0.0))


def drifts() -> list[float]:
    """How much demand may drift: standard deviations after 26 weeks, each as likely as the others."""
    return [float(one) for one in packaged("calibration.estimators", "prices.yaml")["drifts"]["values"]]


def normal_density(off: Array, covariance: Array) -> float:
    """Logarithm of the density of a normal vector of mean 0, up to a constant."""
    try:
        root = np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError:
        return -np.inf
    return float(-0.5 * off @ cho_solve((root, True), off) - np.log(np.diag(root)).sum())


def of_weeks(weeks: Weekly, market: Mapping[str, Any], elasticity: float, gain: float) -> Array:
    """What prices do to the logarithm of each week's demand."""
    paid = weeks.price * (1.0 - weeks.depth * (1.0 + gain))
    return np.asarray(np.log(response(market, elasticity, paid).mean(axis=1)))


def response(market: Mapping[str, Any], elasticity: float, price: Array) -> Array:
    """Orders of customers at ``price``, relative to those at the price of today, 1: people's own response is lognormal
    with the segments' means, and each buys with the logit's probability."""
    choice = market["choice"]
    share, sd = float(choice["share_customer"]["value"]), float(choice["price_sensitivity_sd"]["value"])
    parts = np.array([one["share"]["value"] for one in market["segments"]], float)
    own = np.array([one["price_sensitivity"]["value"] for one in market["segments"]], float)
    own = own / float(parts @ own / parts.sum())
    b = -elasticity / (1.0 - share) * np.outer(own, np.exp(sd * _Z - sd**2 / 2.0))
    weight = np.outer(parts / parts.sum(), _P)
    bought = expit(logit(share) - b * (np.asarray(price)[..., None, None] - 1.0))
    return np.asarray((bought * weight).sum(axis=(-1, -2)) / share)


def moved(levels: Array) -> bool:
    """Whether there are two levels of some weeks each; ``levels``: [week, day]."""
    by_week = levels.mean(axis=1)
    middle = (by_week.min() + by_week.max()) / 2.0
    above = int((by_week > middle).sum())
    return bool(np.ptp(by_week) > MOVED and min(above, len(by_week) - above) >= TWICE)


def weekly(orders: pd.DataFrame, listed: pd.DataFrame | None, until: pd.Timestamp | None = None) -> Weekly | None:
    """The weeks of repeat orders that are whole and not too few; None where these are."""
    sold = orders[(orders["amount"] > 0) & (orders["customer_id"].astype(str) != "")]
    begin = sold["ordered_at"].min().normalize()
    end = (until if until is not None else sold["ordered_at"].max()).normalize()
    day = days_between(np.full(len(sold), np.datetime64(begin)), sold["ordered_at"]).astype(int)
    weeks = ((end - begin).days) // WEEK
    who = pd.factorize(sold["customer_id"].astype(str))[0]
    born = pd.Series(day).groupby(who).min().to_numpy() // WEEK
    order = np.argsort(day, kind="stable")
    first = np.zeros(len(sold), bool)
    first[order[~pd.Series(who[order]).duplicated().to_numpy()]] = True
    inside = ~first & (day < weeks * WEEK)
    counts = np.zeros((weeks, weeks))
    np.add.at(counts, (born[who[inside]], day[inside] // WEEK), 1.0)
    people = np.bincount(born[born < weeks], minlength=weeks).astype(float)
    use = counts.sum(axis=0) >= FEWEST
    if use.sum() < WEEKS:
        return None
    last = int(np.flatnonzero(use)[0])
    use[:last] = False
    demand, variance = week_effects(counts, people, use)
    depth = _depths(sold[inside], day[inside], weeks)
    price = _listed(listed, begin, weeks)
    return Weekly(demand, variance, price[use], depth[use])


def week_effects(counts: Array, people: Array, use: np.ndarray) -> tuple[Array, Array]:
    """Logarithm of each week's demand, and its variance by chance: Poisson ``counts`` [born, week] of ``people`` who
    were won in each week, by classes of age and weeks, fitted by iterative proportional scaling."""
    weeks = len(people)
    age = np.arange(weeks)[None, :] - np.arange(weeks)[:, None]
    there = (age >= 0) & use[None, :]
    group = np.where(there, np.searchsorted(AGES, age, side="right"), 0)
    exposed = np.where(there, people[:, None], 0.0)
    effect, rate = np.ones(weeks), np.ones(len(AGES) + 1)
    happened = np.bincount(group[there], counts[there], len(rate))
    for _ in range(200):
        rate = happened / np.maximum(np.bincount(group[there], (exposed * effect)[there], len(rate)), 1e-300)
        before = effect
        effect = np.where(use, counts.sum(axis=0) / np.maximum((exposed * rate[group]).sum(axis=0), 1e-300), 1.0)
        if np.abs(np.log(effect[use] / before[use])).max() < 1e-9:
            break
    return np.log(effect[use]), 1.0 / np.where(there, counts, 0.0).sum(axis=0)[use]


def _depths(sold: pd.DataFrame, day: np.ndarray, weeks: int) -> Array:
    """Depth of deals by week and day, share of the listed amount, of orders without a coupon; 0 where none is told."""
    if "list_amount" not in sold:
        return np.zeros((weeks, WEEK))
    plain = np.ones(len(sold), bool)
    if "coupon_id" in sold:
        plain = sold["coupon_id"].fillna("").astype(str).to_numpy() == ""
    listed, paid = (
        np.bincount(day[plain], sold[name].to_numpy(float)[plain], weeks * WEEK) for name in ("list_amount", "amount")
    )
    depth = pd.Series(np.where(listed > 0, 1.0 - paid / np.where(listed > 0, listed, 1.0), np.nan))
    return np.asarray(depth.interpolate(limit_direction="both").fillna(0.0).clip(0.0, 0.99)).reshape(weeks, WEEK)


def _listed(listed: pd.DataFrame | None, begin: pd.Timestamp, weeks: int) -> Array:
    """Price by week and day, relative to the last: the geometric mean over products of their own."""
    if listed is None or "list_price" not in listed or listed["list_price"].notna().sum() == 0:
        return np.ones((weeks, WEEK))
    days = begin + pd.to_timedelta(np.arange(weeks * WEEK), unit="D")
    told = listed[listed["list_price"] > 0].sort_values("from", kind="stable")
    table = told.pivot_table(index="from", columns="product_id", values="list_price", aggfunc="last")
    table = table.reindex(table.index.union(days)).ffill().bfill().loc[days]
    logs = np.log(table.to_numpy(float))
    return np.asarray(np.exp((logs - logs[-1]).mean(axis=1))).reshape(weeks, WEEK)
