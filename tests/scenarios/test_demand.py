"""The calendar of demand."""

from datetime import date, timedelta

import numpy as np
import pytest

from scenarios.lowering.demand import calendar_by_day, demand_by_day, level_by_day, yearly_demand
from sim.core.ground.draws import world_key
from sim.problems import BadInput
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


def test_weeks_of_the_year_and_closed_days_are_data():
    ratios = [round(0.5 + 0.01 * week, 2) for week in range(52)]
    changes = ("start=2027-12-20", "days=400", f"market.need.calendar={ratios}")
    made = scenario(*changes, 'market.need.closed=["2027-12-25", "2028-02-29", "2031-01-01"]')
    expected = []
    for k in range(400):
        day = made.start + timedelta(days=k)
        expected.append(ratios[min((day - date(day.year, 1, 1)).days // 7, 51)])
    expected[5] = expected[(date(2028, 2, 29) - made.start).days] = 0.0
    assert calendar_by_day(made).tolist() == expected


@pytest.mark.parametrize("count", [1, 51, 54])
def test_a_year_has_52_or_53_weeks(count):
    with pytest.raises(BadInput, match=r"52 or 53|at most 53"):
        scenario(f"market.need.calendar={[1.0] * count}")


def test_the_level_wanders_about_its_median_alike_in_all_scenarios():
    made = scenario("days=182", "market.need.level=1.5", "market.need.drift=0.4")
    dearer = scenario("days=182", "market.need.level=1.5", "market.need.drift=0.4", "policy.price.level=1.3")
    keys = [np.uint64(world_key(np.uint64(3), np.uint64(k))) for k in range(400)]
    assert (demand_by_day(made, keys[0]) == demand_by_day(dearer, keys[0])).all()
    paths = np.log(np.array([level_by_day(made, key) for key in keys]))
    assert (paths[:, :7] == np.log(1.5)).all()
    assert (np.diff(paths.reshape(400, 26, 7), axis=2) == 0.0).all()
    last = paths[:, -1] - np.log(1.5)
    sd = 0.4 * np.sqrt(25 / 26)
    assert abs(last.mean()) < 4.5 * sd / 20  # a false alarm in 150,000
    assert last.std() == pytest.approx(sd, abs=4.5 * sd / np.sqrt(2 * 400))
    assert (demand_by_day(scenario("days=182"), keys[0]) == 1.0).all()


def test_a_life_cycle_is_straight_on_the_log_scale_between_its_turns():
    made = scenario("days=200", "market.need.life_cycle=[{day: 50, ratio: 2.0}, {day: 150, ratio: 0.5}]")
    still = scenario("days=200")
    key = world_key(np.uint64(1), np.uint64(0))
    ratio = demand_by_day(made, key) / demand_by_day(still, key)
    assert ratio[[0, 25, 50, 100, 150, 199]] == pytest.approx([1.0, 2**0.5, 2.0, 1.0, 0.5, 0.5])
    assert yearly_demand(made) == pytest.approx(0.5 * yearly_demand(still))  # what is expected afterwards
    launched = scenario("market.need.life_cycle=[{day: 0, ratio: 0.1}, {day: 100, ratio: 1.0}]")
    assert demand_by_day(launched, key)[0] == pytest.approx(0.1 * demand_by_day(scenario(), key)[0])
    with pytest.raises(BadInput, match="changes in order of their days"):
        scenario("market.need.life_cycle=[{day: 50, ratio: 2}, {day: 40, ratio: 1}]")
