"""The calendar of demand."""

from datetime import date, timedelta

import numpy as np
import pytest

from scenarios.lowering.demand import calendar_by_day
from tests.scenarios.lowered import scenario


def test_two_waves_of_any_period_stand_at_the_middle_of_each_day():
    made = scenario(
        "start=2026-01-01",
        "market.need.season_amplitude=0.5",
        "market.need.season_peak=281",
        "market.need.season_amplitude_2=0.2",
        "market.need.season_peak_2=31",
        "market.need.season_period=364",
    )
    t = np.arange(120) + 0.5  # days since the start of the year, 1.0
    expected = 1 + 0.5 * np.cos(2 * np.pi * (t - 280) / 364) + 0.2 * np.cos(4 * np.pi * (t - 30) / 364)
    assert calendar_by_day(made) == pytest.approx(expected)


def test_weekdays_and_holidays_multiply():
    made = scenario(
        "start=2027-12-27",
        "days=500",
        "market.need.weekdays.sat=2",
        "market.need.weekdays.sun=0.5",
        "market.need.holidays=[{name: turn, from: 364, days: 4, ratio: 3}, {name: leap, from: 60, days: 1, ratio: 0}]",
    )
    days = [made.start + timedelta(days=d) for d in range(500)]
    expected = np.array([{5: 2.0, 6: 0.5}.get(day.weekday(), 1.0) for day in days])
    for k, day in enumerate(days):
        for year in (2027, 2028, 2029):
            begin = date(year, 1, 1) + timedelta(days=363)
            expected[k] *= 3.0 if begin <= day < begin + timedelta(days=4) else 1.0
        expected[k] *= 0.0 if day in (date(2028, 2, 29), date(2029, 3, 1)) else 1.0
    assert calendar_by_day(made).tolist() == expected.tolist()


def test_without_a_calendar_every_day_is_exactly_1():
    assert (calendar_by_day(scenario()) == 1.0).all()
