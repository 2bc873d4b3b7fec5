"""Rates that drift: what a customer did lately says more than what was long ago.

Counts and exposure are forgotten exponentially, with a half-life; the rate of who is alive is Gamma with the mean that
these give and a little more variance. Half-life and extra variance are those of the best log score on the thirteen
weeks before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.history import History
from calibration.likelihood import Array
from calibration.pareto_nbd import ParetoNBD
from calibration.summary import Histories
from calibration.totals import fitted
from calibration.tracking import orders_after, places, repeat_days
from sim.closed_forms.buying import expected_life
from sim.problems import BadInput

HALF_LIVES = (3.0, 6.0, 13.0, 26.0, 52.0, np.inf)
"""Weeks; the last one forgets nothing."""
EXTRAS = (0.0, 0.02, 0.1, 0.3)
"""Squared coefficient of variation that is added to the rate."""
BEFORE = 13
"""Weeks on which both are chosen."""
ASKED = 2000
"""Customers at most on whom they are, evenly taken."""
AT_A_TIME = 64


@dataclass(frozen=True)
class Drift:
    """How fast what customers did is forgotten (weeks), and the squared variation of rates that it adds."""

    half_life: float
    extra: float


STEADY = Drift(np.inf, 0.0)
"""Nothing is forgotten."""


def forgotten(days: pd.DataFrame, seen: Histories, half_life: float) -> tuple[Array, Array]:
    """Repeat orders and weeks of each customer, both forgotten; arrays (customers,) in the order of ``seen``.

    ``days``: summary.order_days; what lies after ``seen.until`` is not looked at.
    """
    if np.isinf(half_life):
        return seen.x, seen.T
    known = days[days["day"] <= seen.until.astype("datetime64[s]")]
    repeats = repeat_days(known, seen)
    age = (seen.until - repeats["day"].to_numpy("datetime64[D]")).astype(float) / 7.0
    place = places(repeats, seen)
    left = 0.5 ** (age / half_life)
    count = np.bincount(place[place >= 0], left[place >= 0], minlength=len(seen)).astype(float)
    return count, half_life / np.log(2.0) * (1.0 - 0.5 ** (seen.T / half_life))


def law_of_rates(model: ParetoNBD, drift: Drift, count: Array, exposure: Array) -> tuple[Array, Array]:
    """Shape and rate (weeks) of the gamma law of orders per week of customers who are alive, given what is not
    forgotten: ``count`` orders over ``exposure`` weeks, arrays (customers,)."""
    shape = model.r + count
    mean = shape / (model.alpha + exposure)
    shape = 1.0 / (1.0 / shape + drift.extra + drift.extra / shape)
    return shape, shape / mean


def count_probabilities(
    model: ParetoNBD, drift: Drift, days: pd.DataFrame, seen: Histories, who: NDArray[np.intp], weeks: float, most: int
) -> Array:
    """P(k orders in the ``weeks`` after), k = 0..most, of the customers ``who``: shape (len(who), most + 1)."""
    shape, rate = law_of_rates(model, drift, *(one[who] for one in forgotten(days, seen, drift.half_life)))
    x, t_x, T = seen.x[who], seen.t_x[who], seen.T[who]
    alive = model.p_alive(x, t_x, T)
    result = np.empty((len(who), most + 1))
    for first in range(0, len(who), AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        counts = model.counts_alive(weeks, shape[some], rate[some], T[some], most)
        result[some] = alive[some, None] * counts
    result[:, 0] += 1.0 - alive
    return result


def expected(model: ParetoNBD, drift: Drift, days: pd.DataFrame, seen: Histories, weeks: int) -> Array:
    """Expected orders of each customer up to the end of each week, float64 [customer, week + 1]; 0 first."""
    count, exposure = forgotten(days, seen, drift.half_life)
    rate = model.p_alive(seen.x, seen.t_x, seen.T) * (model.r + count) / (model.alpha + exposure)
    beta = (model.beta + seen.T)[:, None]
    return np.asarray(rate[:, None] * expected_life(np.arange(weeks + 1.0), model.s, beta))


def found_in(past: History, days: pd.DataFrame, seen: Histories) -> Drift | None:
    """The drift that the BEFORE weeks up to ``seen.until`` speak for, by a model of what was known before them; None
    where that was too little. ``days``: order_days of ``past``."""
    try:
        before = past.up_to(seen.until - 7 * BEFORE)
    except BadInput:
        return None
    return chosen(fitted(before)[0], days, before, orders_after(days, before, BEFORE))


def chosen(model: ParetoNBD, days: pd.DataFrame, before: Histories, came: NDArray[np.int64]) -> Drift:
    """The drift of the best log score: of ``came`` orders in the BEFORE weeks after ``before.until``."""
    who = np.linspace(0, len(before) - 1, min(len(before), ASKED)).astype(np.intp)
    x, t_x, T = before.x[who], before.t_x[who], before.T[who]
    alive = model.p_alive(x, t_x, T)
    best, found = -np.inf, Drift(np.inf, 0.0)
    for half_life in HALF_LIVES:
        count, exposure = (one[who] for one in forgotten(days, before, half_life))
        for extra in EXTRAS:
            drift = Drift(half_life, extra)
            law = law_of_rates(model, drift, count, exposure)
            p = alive * model.count_alive(float(BEFORE), *law, T, came[who])
            p += np.where(came[who] == 0, 1.0 - alive, 0.0)
            score = float(np.log(np.maximum(p, 1e-300)).mean())
            if score > best + 1e-12:
                best, found = score, drift
    return found
