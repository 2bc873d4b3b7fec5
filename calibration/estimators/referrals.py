"""Invitations: how often customers send them, how many are taken up, and after how long.

Most invitations that nobody has taken up yet are simply young: who takes one up does so after a gamma delay, so each
invitation counts as taken up with probability p x F(its age), in a cure model (Maller & Zhou 1996). Leaving the age
out is the classic mistake: too few accept, and too soon. Beliefs of ``market`` are the priors; the posterior is
normal around its maximum, on the logit of p and the logarithms of mean and shape.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, gammaln, logit
from scipy.stats import gamma

from calibration.estimators.finding import (
    FEW,
    Finding,
    Findings,
    days_between,
    found,
    label_of,
    parameter_at,
    prior_of,
)
from calibration.likelihood import Array

VAGUE = {"accept": (logit(0.35), 1.5), "mean": (math.log(7.0), 1.5), "shape": (0.0, 1.0)}
"""Beliefs about acceptance (logit), mean delay in days and its shape (logarithms) where the market holds them fixed."""
STEP = 1e-3


@dataclass(frozen=True)
class Uptake:
    """Posterior of acceptance (logit), mean delay (log days) and shape (log): middle, covariance, prior sds."""

    middle: Array
    covariance: Array
    prior_sds: Array

    @property
    def sds(self) -> Array:
        """Standard deviations, in the order of ``middle``."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def referrals(
    referrals: pd.DataFrame,
    orders: pd.DataFrame,
    market: Mapping[str, Any],
    until: pd.Timestamp | None = None,
    known: pd.DataFrame | None = None,
) -> Findings:
    """What invitations say about ``referral`` of ``market``, a tree in the form of base.yaml's (the priors).

    ``orders``: occasions to share. ``until``: the end of both tables. ``known``: a column ``at``, when each person of
    the market came onto the list or became a customer: such people do not take invitations up; with the market's size.
    """
    end = until if until is not None else max(referrals["invited_at"].max(), orders["ordered_at"].max())
    notes: list[str] = []
    rows = sharing(referrals, orders, market, end, notes)
    age = days_between(referrals["invited_at"], np.full(len(referrals), np.datetime64(end)))
    delay = days_between(referrals["invited_at"], referrals["accepted_at"])
    tomorrow = days_between(referrals["invited_at"], referrals["invited_at"].dt.normalize() + pd.Timedelta(days=1))
    free = np.ones(len(referrals))
    if known is not None:
        size = float(parameter_at(market, "size")["value"])
        there = np.searchsorted(np.sort(known["at"].to_numpy("datetime64[ns]")), referrals["invited_at"].to_numpy())
        free = 1.0 - np.minimum(there / size, 0.99)
    taken = int((~np.isnan(delay)).sum())
    if taken < FEW:
        notes.append(f"{taken} invitations were taken up: too few to tell acceptance and delay.")
        return Findings(tuple(rows), tuple(notes))
    posterior = uptake(age, delay, tomorrow, free, beliefs(market))
    said = f"{len(age):,} invitations, {taken:,} of them taken up so far; cure model, gamma delay, censored at the end"
    rows += _of_uptake(posterior, referrals, market, said, taken, notes)
    return Findings(tuple(rows), tuple(notes))


def beliefs(market: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Middle and sd of what is believed of acceptance, mean delay and shape, on their scales."""
    taken = dict(VAGUE)
    for name, key in (("accept", "accept_probability"), ("mean", "delay_mean")):
        middle, sd = prior_of(parameter_at(market, f"referral.{key}"))
        if sd > 0.0:
            taken[name] = (middle, sd)
    return taken


def uptake(age: Array, delay: Array, tomorrow: Array, free: Array, prior: Mapping[str, tuple[float, float]]) -> Uptake:
    """Posterior of acceptance and delay. All in days, by invitation: ``age`` at the end, ``delay`` until it was taken
    up (NaN: not yet), ``tomorrow`` the least delay that can be seen (an earlier answer shows then); ``free``: the
    chance that the friend could take it up at all."""
    middles = np.array([prior[name][0] for name in ("accept", "mean", "shape")])
    sds = np.array([prior[name][1] for name in ("accept", "mean", "shape")])
    yes = ~np.isnan(delay)
    at_once = yes & (delay <= tomorrow + 1e-4)
    later = yes & ~at_once

    def cost(theta: Array) -> float:
        p, mean, shape = float(expit(theta[0])), math.exp(theta[1]), math.exp(min(theta[2], 6.0))
        scale = mean / shape
        seen = np.where(age >= tomorrow, gamma.cdf(age, shape, scale=scale), 0.0)
        total = np.log1p(-np.minimum(p * free[~yes] * seen[~yes], 1.0 - 1e-12)).sum()
        total += np.log(p * free[yes]).sum()
        total += gamma.logcdf(tomorrow[at_once], shape, scale=scale).sum()
        x = delay[later]
        total += ((shape - 1.0) * np.log(x) - x / scale).sum() - len(x) * (gammaln(shape) + shape * math.log(scale))
        return float(0.5 * (((theta - middles) / sds) ** 2).sum() - total)

    best = minimize(cost, middles, method="BFGS", options={"gtol": 1e-4})
    best = minimize(cost, best.x, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-7})
    covariance = np.asarray(np.linalg.inv(hessian(cost, best.x)), np.float64)
    return Uptake(best.x, covariance, sds)


def hessian(cost: Any, at: Array) -> Array:
    """Second derivatives of ``cost`` at a minimum by central differences."""
    k = len(at)
    step = np.eye(k) * STEP * 10
    found = np.zeros((k, k))
    for i in range(k):
        for j in range(i + 1):
            rise = cost(at + step[i] + step[j]) - cost(at + step[i] - step[j])
            fall = cost(at - step[i] + step[j]) - cost(at - step[i] - step[j])
            found[i, j] = found[j, i] = (rise - fall) / (4.0 * (STEP * 10) ** 2)
    return found


def _of_uptake(
    posterior: Uptake, table: pd.DataFrame, market: Mapping[str, Any], said: str, taken: int, notes: list[str]
) -> list[Finding]:
    """The entries: acceptance as it were without a reward, by the slope that is assumed."""
    reward = _usual(table, "reward_invitee")
    effect = _log_odds(market, "accept_reward_effect", reward)
    sds = posterior.sds
    labels = [label_of(sd, prior, taken) for sd, prior in zip(sds, posterior.prior_sds, strict=True)]
    for name, one in zip(("acceptance", "mean delay", "shape of delays"), labels, strict=True):
        if one == "assumed":
            notes.append(f"{name}: not learned from data (the interval is hardly narrower than what was believed).")
    accept = float(expit(posterior.middle[0] - effect))
    more = said + (f"; at the friend's reward of {reward:,.4g}, told for none by the slope assumed" if reward else "")
    return [
        found("referral.accept_probability", accept, float(sds[0]), "logit", "per invitation", labels[0], more),
        found("referral.delay_mean", math.exp(posterior.middle[1]), float(sds[1]), "log", "days", labels[1], said),
        found("referral.delay_shape", math.exp(posterior.middle[2]), float(sds[2]), "log", "1", labels[2], said),
    ]


def sharing(
    table: pd.DataFrame, orders: pd.DataFrame, market: Mapping[str, Any], end: pd.Timestamp, notes: list[str]
) -> list[Finding]:
    """The chance to share per order, as it were without a reward; errors by customer, as some share more often."""
    sold = orders[(orders["amount"] > 0) & (orders["customer_id"].astype(str) != "") & (orders["ordered_at"] <= end)]
    occasions = sold.groupby(sold["customer_id"].astype(str)).size()
    sent = table.groupby(table["referrer_id"].astype(str)).size()
    shared = sent.reindex(occasions.index, fill_value=0)
    n, invitations = int(occasions.sum()), int(shared.sum())
    if invitations < FEW:
        notes.append(f"{invitations} invitations are of customers with orders: how often they share is not learned.")
        return []
    chance = min(invitations / n, 0.95)
    if invitations / n > 0.95:
        notes.append("Customers send more invitations than they place orders: .95 an order is taken.")
    spread = float(((shared - chance * occasions) ** 2).sum())
    sd = math.sqrt(max(spread, chance * (1 - chance) * n)) / n / (chance * (1.0 - chance))
    reward = _usual(table, "reward_referrer")
    effect = _log_odds(market, "share_reward_effect", reward)
    said = f"{invitations:,} invitations after {n:,} orders of {len(occasions):,} customers"
    said += f"; at the referrer's reward of {reward:,.4g}, told for none by the slope assumed" if reward else ""
    value = float(expit(logit(chance) - effect))
    return [
        found("referral.share_probability", value, sd, "logit", "per order", label_of(sd, events=invitations), said)
    ]


def reward_slope(sent: Array, occasions: Array, reward: Array, scale: float) -> tuple[float, float] | None:
    """How much sharing answers to the referrer's reward, log-odds per ln(1 + reward / scale): slope, standard error.

    ``sent`` of ``occasions`` at each level of ``reward`` (currency); None where fewer than two levels were ever paid.
    """
    used = (occasions > 0) & np.isfinite(reward)
    x = np.log1p(reward[used] / scale)
    if len(np.unique(x)) < 2:
        return None
    n, y = occasions[used], sent[used]
    design = np.column_stack([np.ones_like(x), x])
    theta = np.array([float(logit(np.clip(y.sum() / n.sum(), 1e-6, 1 - 1e-6))), 0.0])
    for _ in range(50):
        p = expit(design @ theta)
        step = np.linalg.solve((design.T * (n * p * (1 - p))) @ design, design.T @ (y - n * p))
        theta = theta + step
        if np.abs(step).max() < 1e-10:
            break
    p = expit(design @ theta)
    covariance = np.linalg.inv((design.T * (n * p * (1 - p))) @ design)
    return float(theta[1]), float(math.sqrt(covariance[1, 1]))


def _usual(table: pd.DataFrame, name: str) -> float:
    """The reward that is paid where one is: the median of those above nothing."""
    if name not in table:
        return 0.0
    paid = table.loc[table["first_order_at"].notna(), name].astype(float)
    return float(paid[paid > 0].median()) if (paid > 0).any() else 0.0


def _log_odds(market: Mapping[str, Any], slope: str, reward: float) -> float:
    """What a reward adds to the log-odds, by what the market assumes; a scale stated in mean orders is told first."""
    if reward <= 0.0:
        return 0.0
    entry = parameter_at(market, "referral.reward_scale")
    scale = float(entry["value"])
    if entry["unit"] == "mean orders":
        from scenarios.stated import measures

        scale *= measures(market).mean_order
    return float(parameter_at(market, f"referral.{slope}")["value"]) * math.log1p(reward / scale)
