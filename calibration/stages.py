"""How regular gaps between orders are, by how well they foretell the latest ones: the stages of Erlang gaps.

A customer's gaps are Erlang of k stages at a rate that is gamma over customers and known the better the more orders
were seen of late: what is older is forgotten with a half-life, without which rates that wander would pass for irregular
gaps. Each gap that ended in the latest 13 weeks is foretold from those before it. Both k and the half-life are those of
the best log score; k is 1, Poisson orders, unless another one is better by more than chance.

With stages at the rate mu ~ Gamma(r + k n, alpha / k + T), of n orders over T weeks, P(gap > g) is that of fewer than k
events of a negative binomial law in g. Gaps are told in whole days, and seen if they end by the end of the history.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln

from calibration.likelihood import Array
from calibration.pareto_nbd import ParetoNBD
from calibration.summary import DAYS_PER_WEEK

STAGES = (1, 2, 3)
HALF_LIVES = (4.0, 8.0, 16.0, 52.0, 1e9)  # weeks
BEFORE = 13  # weeks whose gaps are foretold
LEAST_WEEKS = 25  # of history for that
FEWEST = 100  # gaps
ASKED = 4000  # customers at most
ERRORS = 2.0  # standard errors of the difference of two log scores by which more stages have to be better
HALF_DAY = 0.5 / DAYS_PER_WEEK


@dataclass(frozen=True)
class Stages:
    """``k`` stages; ``scores``: log score a gap of the latest weeks by stages, each at its best half-life; ``gaps``:
    how many."""

    k: int
    scores: dict[int, float]
    gaps: int


@dataclass(frozen=True)
class Gaps:
    """Gaps that ended in the latest weeks, in weeks, (gap,) each: ``length``; ``hidden`` of it was before those weeks;
    ``most``: what it might have been to be seen; ``count`` orders and ``exposure`` weeks before it, forgotten."""

    who: np.ndarray
    length: Array
    hidden: Array
    most: Array
    count: Array
    exposure: Array


def stages(days: pd.DataFrame, model: ParetoNBD) -> Stages | None:
    """The stages of order ``days`` (summary.order_days) up to the end of the history; None where it is too short, or
    too few gaps tell. ``model``: whose r and alpha (weeks) say how rates differ between customers."""
    day = days["day"].to_numpy("datetime64[D]")
    if not len(day) or (day.max() - day.min()).astype(int) < DAYS_PER_WEEK * LEAST_WEEKS:
        return None
    who = pd.factorize(days["customer_id"])[0]
    step = -(-(int(who.max()) + 1) // ASKED)
    some = who % step == 0
    who, week = who[some], (day[some] - day.max()).astype(float) / DAYS_PER_WEEK
    best: dict[int, Array] = {}
    for half_life in HALF_LIVES:
        gaps = latest(who, week, half_life)
        if len(gaps.who) < FEWEST:
            return None
        for k in STAGES:
            score = np.asarray(np.bincount(gaps.who, log_scores(gaps, model, k)), float)
            if k not in best or score.sum() > best[k].sum():
                best[k] = score
    k = max(best, key=lambda one: float(best[one].sum()))
    gain = best[k] - best[1]
    if gain.sum() <= ERRORS * float(np.sqrt((gain**2).sum())):
        k = 1
    return Stages(k, {one: float(score.sum()) / len(gaps.who) for one, score in best.items()}, len(gaps.who))


def latest(who: np.ndarray, week: Array, half_life: float) -> Gaps:
    """The gaps that ended in the BEFORE weeks up to 0, of orders in ``week`` (up to 0) of customers ``who``, sorted by
    customer and week."""
    begins = np.r_[True, who[1:] != who[:-1]]
    start = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    rank = np.arange(len(who)) - start
    count = np.zeros(len(who))
    for one in range(1, int(rank.max(initial=0)) + 1):
        rows = np.flatnonzero(rank == one)
        count[rows] = count[rows - 1] * 0.5 ** ((week[rows] - week[rows - 1]) / half_life) + 1.0
    ends = np.flatnonzero(~begins & (week > -BEFORE))
    last = ends - 1
    decay = np.log(2.0) / half_life
    return Gaps(
        who=who[ends],
        length=week[ends] - week[last],
        hidden=np.maximum(-BEFORE - week[last], 0.0),
        most=-week[last],
        count=count[last],
        exposure=-np.expm1(-decay * (week[last] - week[start[ends]])) / decay,
    )


def log_scores(gaps: Gaps, model: ParetoNBD, k: int) -> Array:
    """Logarithm of the probability of each gap, in whole days, given that it is seen."""
    shape, rate = model.r + k * gaps.count, model.alpha / k + gaps.exposure
    hidden = np.where(gaps.hidden > 0.0, gaps.hidden + HALF_DAY, 0.0)
    low = np.maximum(np.where(gaps.length < 3 * HALF_DAY, 0.0, gaps.length - HALF_DAY), hidden)
    longer, seen = longer_than(low, shape, rate, k), longer_than(hidden, shape, rate, k)
    here = longer - longer_than(gaps.length + HALF_DAY, shape, rate, k)
    whole = seen - longer_than(gaps.most + HALF_DAY, shape, rate, k)
    return np.asarray(np.log(np.maximum(here, 1e-300) / np.maximum(whole, 1e-300)))


def longer_than(gap: Array, shape: Array, rate: Array, k: int) -> Array:
    """P(gap of ``k`` stages > ``gap``) where the rate of a stage is Gamma(``shape``, ``rate``)."""
    found = np.zeros(np.broadcast_shapes(gap.shape, shape.shape))
    with np.errstate(divide="ignore"):
        odds = np.log(gap / (rate + gap))
    for j in range(k):
        logs = gammaln(shape + j) - gammaln(shape) - gammaln(j + 1.0) + shape * np.log(rate / (rate + gap))
        found += np.exp(logs + (j * odds if j else 0.0))
    return found
