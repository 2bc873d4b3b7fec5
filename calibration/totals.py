"""The total of repeat orders in the weeks to come, with an interval that holds what models leave out.

What goes wrong with the total of a buying model is rarely chance and rarely the week: the whole level is off, for the
whole time. So the middle is moved by the level of the latest weeks, and beside chance and parameters the variance of
the logarithm holds the history's own roughness, scaled by how much worse than that other histories turned out
(``totals.yaml``). What the same forecast would have said at earlier days of this history, beside what came, moves and
widens or narrows it in the end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from calibration.calendar import Calendar, calendar_of
from calibration.likelihood import Array, Estimate, fewer, maximise
from calibration.pareto_nbd import NAMES, STARTS, ParetoNBD, Passed, total_likelihood
from calibration.priors import prior
from calibration.summary import Histories
from calibration.tracking import expected_weekly_orders, parameter_variance, weekly_orders
from scenarios.ground.packaged import packaged
from sim.closed_forms.buying import expected_life

LATEST = 13
"""Weeks whose level counts."""
BLOCK = 4
"""Weeks of a block of the history's roughness, and between two earlier days at which it is asked."""
BLOCKS = 26
"""At most so many blocks, the latest."""
KINDS = 2000
"""Kinds of customers at most of whom variances are asked."""
YEAR = 52
HALF_A_YEAR = 26.0


@dataclass(frozen=True)
class Past:
    """An earlier forecast of the same history: how far off it was, in its own standard errors, and its weeks."""

    z: float
    weeks: int


@dataclass(frozen=True)
class Total:
    """A forecast of the repeat orders of known customers.

    ``weekly``: the middle by week, float64 [week]. The logarithm of the total is ``center`` + ``spread`` x t with
    ``freedom`` degrees of freedom (infinite: normal). ``parts``: the variances of the logarithm, by what they are from.
    """

    weekly: Array
    center: float
    spread: float
    freedom: float
    parts: dict[str, float]

    @property
    def middle(self) -> float:
        """The median of the total."""
        return float(np.exp(self.center))

    def interval(self, level: float) -> tuple[float, float]:
        """Between these the total lies with probability ``level``."""
        from scipy.stats import norm, t

        law = norm if np.isinf(self.freedom) else t(self.freedom)
        half = float(law.ppf(0.5 + level / 2)) * self.spread
        return float(np.exp(self.center - half)), float(np.exp(self.center + half))

    def z(self, actual: float) -> float:
        """How far off an actual total is, in standard errors of its logarithm; half an order where there is none."""
        return float((np.log(max(actual, 0.5)) - self.center) / self.spread)


def fitted(
    seen: Histories, near: Estimate | None = None, most: float = np.inf, calendar: Calendar | None = None
) -> tuple[ParetoNBD, Estimate]:
    """The Pareto/NBD of greatest density, other histories beside the likelihood also where that settles all.

    ``near``: the estimate from a history like this one, from which the search then starts. ``most``: kinds of customers
    (x, t_x, T) that are looked at, evenly taken. ``calendar``: by which orders are counted.
    """
    x, t_x, T, n = seen.grouped()
    if len(n) > most:
        x, t_x, T, n = (one[:: -(-len(one) // most)] for one in (x, t_x, T, n))
    passed = None if calendar is None else calendar.passed(seen, t_x, T)
    people, held = int(n.sum()), prior("pareto_nbd", NAMES)
    total = partial(total_likelihood, kinds=(x, t_x, T, n), passed=passed)
    starts: list[Any] = [*STARTS[:1], held.middle]
    rough = fewer(total, len(n))
    if near is None and rough is not None:
        near = maximise("Pareto/NBD", NAMES, rough, starts, people, held)
    estimate = maximise("Pareto/NBD", NAMES, total, starts, people, held, near=near)
    return ParetoNBD(*(float(value) for value in estimate.values)), estimate


class Rows(NamedTuple):
    """Kinds of customers: repeat orders, weeks, weeks, number of each, (n,); and usual weeks by a calendar."""

    x: Array
    t_x: Array
    T: Array
    people: Array
    passed: Passed | None


@dataclass(frozen=True)
class Standing:
    """A history up to a day, with the model that it gives: what every forecast from that day starts from."""

    seen: Histories
    model: ParetoNBD
    estimate: Estimate
    actual: Array
    """Orders of the weeks of the history, float64 [week], the last one last."""
    expected: Array
    """The same by age, and by the calendar."""
    calendar: Calendar | None = None

    @property
    def weeks(self) -> int:
        """Whole weeks of the history."""
        return len(self.actual)

    @cached_property
    def rate(self) -> tuple[Array, Array]:
        """Ages in weeks, and the orders a week now of all customers of each."""
        rows = self._rows()
        ages, place = np.unique(rows.T, return_inverse=True)
        rates = rows.people * self.model.rate(*rows[:3], rows.passed)
        return ages, np.asarray(np.bincount(place, rates), float)

    @cached_property
    def few(self) -> Rows:
        """As many kinds of customers as tell shares of a total well, evenly taken, who stand for all."""
        rows = self._rows()
        every = slice(None, None, -(-len(rows.people) // KINDS))
        x, t_x, T, people = (one[every].copy() for one in rows[:4])
        passed = None if rows.passed is None else Passed(*(one[every].copy() for one in rows.passed))
        return Rows(x, t_x, T, people * (rows.people.sum() / people.sum()), passed)

    def _rows(self) -> Rows:
        x, t_x, T, people = self.seen.grouped()
        return Rows(x, t_x, T, people, None if self.calendar is None else self.calendar.passed(self.seen, t_x, T))

    def orders_of_few(self, weeks: float, model: ParetoNBD) -> float:
        """Expected orders of :attr:`few` in usual ``weeks``, by another ``model``."""
        if model not in self._rates:
            self._rates[model] = self.few.people * model.rate(*self.few[:3], self.few.passed)
        return float(self._rates[model] @ expected_life(weeks, model.s, model.beta + self.few.T))

    @cached_property
    def _rates(self) -> dict[ParetoNBD, Array]:
        return {}


def standing(
    days: pd.DataFrame,
    seen: Histories,
    near: Estimate | None = None,
    most: float = np.inf,
    closed: Collection[date] = (),
) -> Standing:
    """``days``: summary.order_days; what lies after ``seen.until`` is not looked at. ``near`` and ``most`` as for
    :func:`fitted`; ``closed``: days without trade."""
    model, estimate = fitted(seen, near, most)
    weeks = max(int(seen.T.max()), 1)
    actual = weekly_orders(days, seen, -weeks, 0).astype(float)
    expected = expected_weekly_orders(model, seen, -weeks, 0)
    calendar = calendar_of(days, seen, actual, expected, closed)
    if calendar is not None:
        model, estimate = fitted(seen, estimate, most, calendar)
        expected = expected_weekly_orders(model, seen, -weeks, 0) * calendar.weeks(seen.until - 7 * weeks + 1, weeks)
    return Standing(seen, model, estimate, actual, expected, calendar)


def total_of(now: Standing, weeks: int, past: Sequence[Past] = ()) -> Total:
    """The forecast of the ``weeks`` after; ``past``: earlier forecasts of this history."""
    known = constants()
    ratios = np.ones(weeks) if now.calendar is None else now.calendar.weeks(now.seen.until + 1, weeks)
    weekly = np.diff(now.model.total_orders(np.arange(weeks + 1.0), *now.rate)) * ratios
    model_total = max(float(weekly.sum()), 1e-9)
    usual = max(float(ratios.mean()), 1e-9)
    moved = known["level_weight"] * np.clip((now.weeks - LATEST) / (2 * LATEST), 0.0, 1.0) * _level(now)
    parts = _of_model(now, float(weeks), usual)
    rough = roughness(now)
    parts["level"] = rough * known["level"] ** 2
    parts["drift"] = rough * known["drift"] ** 2 * weeks / HALF_A_YEAR
    parts["season"] = rough * _unseen(now, weeks) * min(1.0, HALF_A_YEAR / weeks)
    center, variance, freedom = float(np.log(model_total) + moved), sum(parts.values()), np.inf
    if past:
        center, variance, freedom = _learned(center, variance, past, known)
    weekly = weekly * np.exp(center - np.log(model_total))
    return Total(weekly, center, float(np.sqrt(variance)), freedom, parts)


def _of_model(now: Standing, weeks: float, usual: float) -> dict[str, float]:
    """The variances of the total's logarithm by chance and by the parameters: shares of a total, asked of a few."""
    few = now.few
    total = max(now.orders_of_few(weeks, now.model) * usual, 1e-9)
    chance = chance_variance(now.model, few[:3], few.people, weeks, few.passed, usual)
    sure = parameter_variance(now.model, now.estimate, partial(now.orders_of_few, weeks))
    return {"chance": chance / total**2, "parameters": sure * (usual / total) ** 2}


def chance_variance(
    model: ParetoNBD,
    rows: Sequence[Array],
    people: Array,
    weeks: float,
    passed: Passed | None = None,
    usual: float = 1.0,
) -> float:
    """Variance of the total by chance alone: of the number of orders of each customer, given the history.

    Alive, the rate is Gamma(r + x, alpha + T) and the time left Gamma-mixed exponential, cut off at ``weeks``; the
    two are independent. Dead, there are none. ``passed``, ``usual``: time that has passed for orders, and usual weeks
    in each of the weeks to come.
    """
    x, t_x, T = rows
    alive = model.p_alive(x, t_x, T, passed)
    rate = model.alpha + (T if passed is None else passed.whole)
    mean, square = moments_alive(model, model.r + x, rate / usual, T, weeks)
    return float(people @ (alive * square - (alive * mean) ** 2))


def moments_alive(model: ParetoNBD, shape: Array, rate: Array, T: Array, weeks: float) -> tuple[Array, Array]:
    """Mean and mean square of the orders within ``weeks`` of customers alive at age ``T``, whose orders per week are
    Gamma(``shape``, ``rate``); arrays (customers,)."""
    beta = model.beta + T
    first = expected_life(weeks, model.s, beta)
    node, weight = np.polynomial.legendre.leggauss(48)
    end = np.log1p(weeks / beta)[:, None]
    y = end * (node + 1) / 2  # time lived = beta (e^y - 1)
    lived = np.expm1(y) * beta[:, None]
    area = end * weight * lived * np.exp((1.0 - model.s) * y) * beta[:, None]
    squared = area.sum(axis=1)  # of the time lived: twice the integral of t P(lives longer than t)
    mean = shape / rate * first
    return mean, mean + shape * (shape + 1.0) / rate**2 * squared


def roughness(now: Standing) -> float:
    """Variance of the logarithm of four weeks' orders beside what age explains, less chance; at least a little."""
    known = constants()
    count = min(now.weeks // BLOCK, BLOCKS)
    actual, expected = (
        weekly[len(weekly) - count * BLOCK :].reshape(count, BLOCK).sum(axis=1) for weekly in (now.actual, now.expected)
    )
    off = np.maximum(np.log((actual + 0.5) / (expected + 0.5)) ** 2 - 1.0 / (expected + 1.0), 0.0)
    usual = float(np.median(off)) if count else 0.0
    if usual > 0.0:
        off = np.minimum(off, known["most_medians"] * usual)
    return float((known["least_roughness"] ** 2 + off.sum()) / (1 + count))


def _level(now: Standing) -> float:
    """How far the latest weeks lie from what age explains, logarithm."""
    weeks = min(LATEST, now.weeks)
    return float(np.log((now.actual[-weeks:].sum() + 0.5) / (now.expected[-weeks:].sum() + 0.5)))


def _unseen(now: Standing, weeks: int) -> float:
    """The share of the weeks to come whose place in the year this history has not seen."""
    return float(np.mean([now.weeks + week < YEAR for week in range(weeks)]))


def _learned(
    center: float, variance: float, past: Sequence[Past], known: dict[str, float]
) -> tuple[float, float, float]:
    """Center, variance and degrees of freedom after what earlier forecasts of the history were worth.

    They overlap: so many weeks of windows hold only so many that have nothing in common.
    """
    longest = max(one.weeks for one in past)
    span = (len(past) - 1) * BLOCK + longest
    worth = min(float(len(past)), span / longest)
    z = np.array([one.z for one in past])
    trust = known["past_trust"] * worth / (known["past_trust"] * worth + known["past_doubt"])
    bias = trust * float(z.mean())
    base = known["freedom"]
    seen = (base + worth * float(((z - bias) ** 2).mean())) / (base + worth)
    return (
        center + bias * float(np.sqrt(variance)),
        variance * (1.0 - known["past_trust"] * trust) * max(0.5, seen),
        base + worth,
    )


@cache
def constants() -> dict[str, float]:
    """The numbers of ``totals.yaml``: what other histories say about errors of totals."""
    return {name: float(one["value"]) for name, one in packaged("calibration", "totals.yaml").items()}
