"""Clocks: a time is the inverse of a level, exactly where it matters: never early, never before now."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.core.ground.clocks import after, faded, level, when
from sim.core.ground.state import PRESENT_VALUE
from sim.plan import described, empty_world
from sim.vocabulary import NEVER
from tests.engine.busy import lowered

DAYS = 12
PLAN = lowered(f"days={DAYS}", "people=1")
ROW = 2
rates = st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 50.0)), min_size=DAYS, max_size=DAYS)
times = st.floats(0.0, DAYS, exclude_max=True)


def worlds(daily):
    """A world whose row ROW of curves has these rates; keep it as long as its record is used."""
    curves = np.zeros_like(PLAN.curves)
    curves[:, ROW, 1:] = np.cumsum(daily)
    return empty_world(replace(PLAN, curves=curves))


@given(rates, times, st.floats(0.0, 400.0))
def test_the_time_of_a_level_has_that_level(daily, now, more):
    world = worlds(daily)
    w = world.record[0]
    target = level(w, 0, ROW, now) + more
    t = when(w, 0, ROW, target, now)
    last = level(w, 0, ROW, float(DAYS))
    if target >= last:
        assert t == NEVER
        return
    assert now <= t <= DAYS
    assert level(w, 0, ROW, t) == pytest.approx(target, rel=1e-12, abs=1e-12)


@given(rates, times, times)
def test_the_level_of_a_time_comes_at_that_time_or_later_where_nothing_happens(daily, now, later):
    assume(now <= later)
    world = worlds(daily)
    w = world.record[0]
    t = when(w, 0, ROW, level(w, 0, ROW, later), now)
    if t < NEVER:
        assert level(w, 0, ROW, t) == pytest.approx(level(w, 0, ROW, later), rel=1e-12, abs=1e-12)
        if daily[int(later)] > 0.0:
            assert t == pytest.approx(max(later, now), abs=1e-12 * 400.0 / daily[int(later)] + 1e-12)
    else:
        assert sum(daily[int(later) + 1 :]) == 0.0


@given(rates, times, times, st.floats(0.0, 400.0))
def test_the_time_does_not_depend_on_when_one_asks(daily, now, earlier, more):
    assume(earlier <= now)
    world = worlds(daily)
    w = world.record[0]
    target = level(w, 0, ROW, now) + more
    assert when(w, 0, ROW, target, earlier) == pytest.approx(when(w, 0, ROW, target, now), abs=1e-9)


@given(rates, times, st.lists(st.floats(0.0, 400.0), min_size=2, max_size=6))
def test_higher_levels_come_later(daily, now, more):
    world = worlds(daily)
    w = world.record[0]
    found = [when(w, 0, ROW, level(w, 0, ROW, now) + x, now) for x in sorted(more)]
    assert found == sorted(found)


@given(rates, st.integers(0, DAYS - 1), st.floats(0.0, 1.0), st.integers(-2, 2))
def test_the_day_listed_by_steps_is_that_of_a_search(daily, step, within, hairs):
    """Also where a level is the foot of a step, or a hair from it."""
    world = worlds(daily)
    levels = world.curves[0, ROW]
    for target in (levels[-1] * (step + within) / DAYS, levels[-1] * step / DAYS, levels[step]):
        for _ in range(abs(hairs)):
            target = np.nextafter(target, np.inf if hairs > 0 else 0.0)
        if target >= levels[-1]:
            continue
        day = np.searchsorted(levels, target, side="right") - 1
        expected = max(day + (target - levels[day]) / (levels[day + 1] - levels[day]), 0.0)
        assert when(world.record[0], 0, ROW, target, 0.0) == expected


@given(rates, st.integers(0, DAYS - 1))
def test_a_level_passed_a_moment_ago_comes_now(daily, day):
    """Rounding can put a target a hair below the level at midnight; the answer must be: now."""
    assume(sum(daily[:day]) > 0.0 and sum(daily[day:]) > 0.0)
    world = worlds(daily)
    t = when(world.record[0], 0, ROW, np.nextafter(world.curves[0, ROW, day], 0.0), np.float64(day))
    assert t == day


@given(st.floats(0.0, 40.0), st.floats(1e-9, 100.0), st.floats(0.0, 1000.0))
def test_a_constant_hazard_uses_its_threshold_up(threshold, rate, now):
    t = after(threshold, rate, now)
    assert t >= now
    assert rate * (t - now) == pytest.approx(threshold, rel=1e-9, abs=1e-12 * rate * max(t, 1.0))


def test_a_hazard_of_zero_never_fires():
    assert after(0.0, 0.0, 5.0) == NEVER


def test_arrays_of_another_layout_are_refused():
    world = empty_world(PLAN)
    with pytest.raises(ValueError, match="curves must be contiguous"):
        described(world._replace(curves=world.curves[:, :, ::2]))


def test_discounting_is_exact_at_whole_days_and_as_good_as_exact_between():
    world, rate = empty_world(PLAN), float(PLAN.behaviour[0]["discount_rate"])
    w = world.record[0]
    assert rate > 0
    assert faded(w, PRESENT_VALUE, 0.0) == 1.0
    assert faded(w, PRESENT_VALUE, float(PLAN.days)) == pytest.approx(np.exp(-rate * PLAN.days), rel=1e-14)
    ages = np.linspace(0.0, PLAN.days, 1001)
    found = np.array([faded(w, PRESENT_VALUE, age) for age in ages])
    over = found / np.exp(-rate * ages) - 1.0
    assert over.min() > -1e-14
    assert over.max() < 1.001 * rate**2 / 8
