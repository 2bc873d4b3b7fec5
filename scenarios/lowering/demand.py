"""Market-wide demand of each day: season, weekdays, holidays and the shocks of weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from sim.core.ground.draws import uniform
from sim.vocabulary import Decision

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


DRIFT_WEEKS = 26
"""Weeks after which the drift of the level has its standard deviation."""


def demand_by_day(scenario: Scenario, key: np.uint64) -> np.ndarray:
    """Market-wide demand of each day relative to normal: calendar, level path and week shocks, float64 [day].

    The shocks are a stationary first-order autoregression of the logarithm from week to week, of mean 1; they belong
    to the world and are the same in every scenario, as does the level path.
    """
    need = scenario.market.need
    normal = calendar_by_day(scenario)
    if need.life_cycle:
        normal = normal * life_cycle(scenario)
    if need.level.value != 1.0 or need.drift.value > 0.0:
        normal = normal * level_by_day(scenario, key)
    sd, memory = need.week_shock_sd.value, need.week_shock_memory.value
    if sd == 0.0:
        return normal
    weeks = scenario.days // 7 + 1
    z = ndtri([float(uniform(key, int(Decision.WEEK_SHOCK), 0, w, 0)) for w in range(weeks)])
    shock = np.empty(weeks)
    shock[0] = sd * z[0]
    for w in range(1, weeks):
        shock[w] = memory * shock[w - 1] + sd * np.sqrt(1.0 - memory**2) * z[w]
    return normal * np.exp(shock - 0.5 * sd * sd)[np.arange(scenario.days) // 7]


def level_by_day(scenario: Scenario, key: np.uint64) -> np.ndarray:
    """The level of demand on each day, ratio, float64 [day]: the world's own, and the same in every scenario.

    Its logarithm begins at that of ``need.level`` and takes a normal step before each further week, with a standard
    deviation of ``need.drift`` after 26. It is not corrected for its mean: the median path is flat, which is what a
    forecast by formula follows.
    """
    need, weeks = scenario.market.need, scenario.days // 7 + 1
    z = ndtri([float(uniform(key, int(Decision.LEVEL_STEP), 0, w, 0)) for w in range(1, weeks)])
    path = np.concatenate([[0.0], np.cumsum(z)]) * need.drift.value / np.sqrt(DRIFT_WEEKS)
    return np.asarray(need.level.value * np.exp(path))[np.arange(scenario.days) // 7]


def life_cycle(scenario: Scenario) -> np.ndarray:
    """Where the demand for what is sold stands on each day, ratio, float64 [day]: its logarithm is straight between the
    turns, from 1 on day 0, and flat behind the last."""
    turns = {0: 1.0} | {turn.day: turn.ratio for turn in scenario.market.need.life_cycle}
    return np.asarray(np.exp(np.interp(np.arange(scenario.days), list(turns), np.log(list(turns.values())))))


def yearly_demand(scenario: Scenario) -> float:
    """Mean demand after the run, 1 where it is normal: over four years, which hold every day of the week and of the
    year, with the life cycle as on the last day."""
    normal = float(calendar_by_day(scenario.model_copy(update={"days": 1461})).mean())
    return normal * float(life_cycle(scenario)[-1]) if scenario.market.need.life_cycle else normal


def calendar_by_day(scenario: Scenario) -> np.ndarray:
    """What the calendar says of each day's demand, float64 [day]: two waves of the year, weekdays, holidays, weeks
    of the year, closed days.

    A day has the value of its middle: a wave's mean over the day to second order. The year begins at 1.0, the
    start of the first of January.
    """
    need = scenario.market.need
    day = np.arange(scenario.days)
    moment = scenario.start.timetuple().tm_yday + day + 0.5
    turns = 2 * np.pi / need.season_period.value
    season = 1.0 + need.season_amplitude.value * np.cos(turns * (moment - need.season_peak.value))
    season = season + need.season_amplitude_2.value * np.cos(2 * turns * (moment - need.season_peak_2.value))
    week = need.weekdays
    of_week = np.array([week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun])
    demand = np.maximum(season, 0.0) * of_week[(scenario.start.weekday() + day) % 7]
    last = scenario.start + timedelta(days=scenario.days)
    for holiday in need.holidays:
        for year in range(scenario.start.year - 1, last.year + 1):
            begin = (date(year, 1, 1) - scenario.start).days + holiday.from_ - 1
            demand[max(begin, 0) : max(begin + holiday.days, 0)] *= holiday.ratio
    if need.calendar:
        dates = np.datetime64(scenario.start) + day
        of_year = (dates - dates.astype("datetime64[Y]").astype("datetime64[D]")).astype(int)
        demand = demand * np.array(need.calendar)[np.minimum(of_year // 7, len(need.calendar) - 1)]
    shut = np.array([(one - scenario.start).days for one in need.closed], int)
    demand[shut[(shut >= 0) & (shut < scenario.days)]] = 0.0
    return demand
