"""Weeks of the year and closed days in the forecast of orders: against a shop whose season is known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from calibration.calendar import BINS, Calendar, of_year
from calibration.pareto_nbd import ParetoNBD, Passed
from calibration.scores import wape
from calibration.summary import order_days, summarise
from calibration.totals import fitted, standing, total_of
from calibration.tracking import expected_weekly_orders, weekly_orders

START, WEEKS, AFTER = np.datetime64("2019-01-01"), 130, 26
MODEL = ParetoNBD(1.2, 8.0, 0.6, 20.0)
SEASON = 1.0 + 0.6 * np.cos(2 * np.pi * (np.arange(BINS) - 49.0) / BINS)
SHUT = tuple(date.fromisoformat(f"2021-07-0{k}") for k in range(1, 8))


def shop(seed, closed=(), customers=3000):
    """Orders of a shop: the season drives orders, customers drop out in calendar time and come evenly."""
    rng = np.random.default_rng(seed)
    days = 7 * (WEEKS + AFTER)
    ratio = Calendar(SEASON, np.ones(7), closed).ratios(START, days)
    born = rng.integers(0, 7 * (WEEKS - 26), customers)
    rate = rng.gamma(MODEL.r, 1.0 / MODEL.alpha, customers) / 7.0
    life = rng.exponential(7.0 / rng.gamma(MODEL.s, 1.0 / MODEL.beta, customers))
    gone = np.minimum(born + life, days)
    who, when = [np.arange(customers)], [born]
    for day in range(days):
        lives = np.flatnonzero((born < day) & (gone > day))
        came = lives[rng.random(len(lives)) < -np.expm1(-rate[lives] * ratio[day])]
        who.append(came)
        when.append(np.full(len(came), day))
    orders = pd.DataFrame({"customer_id": np.concatenate(who).astype(str), "amount": 1.0, "currency": "EUR"})
    orders["ordered_at"] = (START + np.concatenate(when)).astype("datetime64[s]")
    return order_days(orders), summarise(orders, START + 7 * WEEKS - 1)


@pytest.fixture(scope="module")
def seasonal():
    days, seen = shop(5)
    return days, seen, standing(days, seen)


def test_the_season_comes_out(seasonal):
    *_, now = seasonal
    assert now.calendar is not None
    assert now.calendar.season.mean() == pytest.approx(1.0)
    weekly = now.actual.sum() / WEEKS
    error = np.sqrt(1.0 / (weekly * WEEKS / BINS * SEASON * 0.545) + 0.02**2)  # of smoothed counts; held to 1 by ten
    assert (abs(np.log(now.calendar.season / SEASON)) < 4.5 * error + 0.05).all()


def test_rates_are_those_without_a_season(seasonal):
    *_, now = seasonal
    for name, true in zip(("r", "alpha", "s", "beta"), (1.2, 8.0, 0.6, 20.0), strict=True):
        value = np.log(getattr(now.model, name) / true)
        assert abs(value) < 4.5 * now.estimate.standard_errors[now.estimate.names.index(name)], name


def test_a_season_that_comes_again_is_forecast(seasonal):
    days, seen, now = seasonal
    came = weekly_orders(days, seen, 0, AFTER)
    model, _ = fitted(seen)
    expected = expected_weekly_orders(model, seen, -now.weeks, 0)
    with_it, without = (
        total_of(one, AFTER) for one in (now, replace(now, model=model, expected=expected, calendar=None))
    )
    assert wape(with_it.weekly, came) < 0.6 * wape(without.weekly, came)
    low, high = with_it.interval(0.998)
    assert low < came.sum() < high
    assert with_it.parts["season"] == 0.0


def test_below_two_years_there_is_no_season():
    days, _ = shop(6, customers=600)
    short = summarise(days.rename(columns={"day": "ordered_at"}).assign(currency="EUR"), START + 7 * 100)
    assert standing(days, short).calendar is None


def test_closed_days_take_their_part_of_the_week():
    days, seen = shop(7, SHUT, 1500)
    closed = total_of(standing(days, seen, closed=SHUT), AFTER)
    week = int((np.datetime64(SHUT[0]) - (seen.until + 1)).astype(int)) // 7
    whole = total_of(standing(days, seen), AFTER)
    lost = 1.0 - closed.weekly / whole.weekly
    assert lost[week : week + 2].sum() == pytest.approx(1.0, abs=0.12)  # seven days, in at most two weeks
    assert np.allclose(np.delete(lost, [week, week + 1]), 0.0, atol=0.02)


def test_the_gradient_is_that_of_the_likelihood_in_passing_time():
    rng = np.random.default_rng(1)
    T = rng.uniform(5.0, 80.0, 40)
    x = rng.poisson(3.0, 40).astype(float)
    t_x = np.where(x > 0, T * rng.random(40), 0.0)
    passed = Passed(t_x * rng.uniform(0.6, 1.4, 40), np.zeros(40))
    passed = passed._replace(whole=passed.last + (T - t_x) * rng.uniform(0.6, 1.4, 40))
    logs, step = np.log([0.8, 9.0, 0.6, 14.0]), 1e-5

    def total(at):
        return ParetoNBD(*np.exp(at)).log_likelihood_gradient(x, t_x, T, passed)

    for k, unit in enumerate(np.eye(4)):
        slope = (total(logs + step * unit)[0] - total(logs - step * unit)[0]) / (2 * step)
        assert np.allclose(slope, total(logs)[1][:, k], rtol=1e-5, atol=1e-6)
    same = Passed(t_x, T)
    model = ParetoNBD(0.8, 9.0, 0.6, 14.0)
    assert np.allclose(model.log_likelihood_gradient(x, t_x, T, same)[0], model.log_likelihood_gradient(x, t_x, T)[0])
    assert np.allclose(model.p_alive(x, t_x, T, same), model.p_alive(x, t_x, T))


def test_every_day_has_a_week_of_the_year():
    days = np.arange(np.datetime64("2019-01-01"), np.datetime64("2021-01-01"))
    weeks = of_year(days)
    assert weeks.min() == 0
    assert weeks.max() == BINS - 1
    assert np.bincount(weeks[:365]).tolist() == [7] * 51 + [8]
