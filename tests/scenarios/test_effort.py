"""What a run takes is told before it: about right, quickly, and only where it is long."""

import time
from collections import Counter

import pytest

from scenarios.files.loading import load
from scenarios.running import effort as efforts
from scenarios.running import experiment
from scenarios.running.effort import Effort, Pace, effort, waiting
from sixr import api


def test_worlds_side_by_side():
    """Work that threads cannot share takes its time; of the rest each thread does its part."""
    ten = Pace(1, alone=0.0, shared=10.0, lines=0, tables=0)
    assert waiting([ten], [6], at_a_time=1, inside=1) == 60.0
    assert waiting([ten], [6], at_a_time=2, inside=1) == pytest.approx(30.0 / efforts.SIDE_BY_SIDE)
    assert waiting([ten], [7], at_a_time=2, inside=1) == pytest.approx(40.0 / efforts.SIDE_BY_SIDE)
    assert waiting([ten], [1], at_a_time=1, inside=2) == pytest.approx(5.0 / efforts.WITHIN)
    alone = Pace(1, alone=1.0, shared=0.0, lines=0, tables=0)
    assert waiting([alone], [100], at_a_time=4, inside=1) == 100.0
    assert waiting([ten, alone], [2, 5], at_a_time=1, inside=1) == 25.0


def test_a_world_of_more_people_lies_on_the_line_through_two_of_fewer():
    few, more = Pace(100, 1.0, 2.0, 50, 7), Pace(300, 1.5, 6.0, 150, 9)
    assert more.with_people(1000, few) == Pace(1000, 1.5 + 3.5 * 0.5, 6.0 + 3.5 * 4.0, 150 + 3.5 * 100, 9)
    assert more.with_people(300, few) == more
    assert Pace(300, 0.9, 2.0, 150, 9).with_people(1000, few).alone == 0.9  # chance alone makes it quicker


def test_what_is_short_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(efforts, "_small", lambda *_: pytest.fail("a world is run"))
    base = load("base", overrides=("people=1000",))
    assert effort([base], {"base": base.worlds}) is None


def test_small_worlds_tell_of_the_large(monkeypatch):
    """Here a person takes a millisecond, a world a tenth of a second: 1,000 x 0.1 + 100,000 s, on two threads."""
    sizes: list[int] = []

    def small(scenario, people, engine):
        sizes.append(people)
        return Pace(people, 0.1, 0.001 * people, 3 * people, 1_000)

    monkeypatch.setattr(efforts, "_small", small)
    monkeypatch.setattr(efforts, "cores", lambda: 2)
    monkeypatch.setattr(efforts.time, "thread_time", iter([0.0, 100.0]).__next__)
    base = load("base", overrides=("people=100000", "worlds=1000"))
    told = effort([base], {"base": 1000}, threads=2, fit=2, journal="disk")
    assert told is not None
    assert told.seconds == pytest.approx((100.0 + 100_000.0) / 2 / efforts.SIDE_BY_SIDE)
    assert told.disk == efforts.LINE_ON_DISK * 3 * 100_000 * 1000
    assert told.long
    assert sizes[:3] == [250, 250, 2000]  # the first loads the code
    assert max(sizes) <= 2000  # a larger one would take more than a second


def test_a_world_of_few_that_cannot_be_run_spoils_nothing(monkeypatch):
    def small(*args):
        raise FloatingPointError("overflow")

    monkeypatch.setattr(efforts, "_small", small)
    assert effort([load("base", overrides=("people=200000",))], {"base": 20}) is None


@pytest.mark.parametrize(("seconds", "told"), [(19.0, False), (21.0, True)])
def test_only_long_runs_are_told(monkeypatch, seconds, told):
    monkeypatch.setattr(efforts, "effort", lambda *_, **__: Effort(seconds, 1e9))
    heard: list[Effort] = []
    size = {"customers": 100, "days": 30, "replications": 1}
    api.run("base", **size, on_effort=heard.append)
    assert (heard == [Effort(seconds, 1e9)]) == told
    api.referrals("referral_two_sided", **size, crv=0, on_effort=heard.append)
    assert len(heard) == 2 * told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "overrides"),
    [
        (("base", "price_up_10"), ("people=100000", "worlds=4", "days=365")),
        (("full",), ("people=100000", "worlds=3", "days=365", "market.start.customer=1")),
        (("base",), ("people=1000000", "worlds=1", "days=365")),
    ],
)
def test_time_is_told_within_a_factor_of_three(names, overrides):
    scenarios = [load(name, overrides=overrides) for name in names]
    runs = Counter(task.scenario.name for task in experiment.tasks(scenarios))
    start = time.perf_counter()
    told = effort(scenarios, runs)
    found_in = time.perf_counter() - start
    start = time.perf_counter()
    experiment.run(scenarios)
    took = time.perf_counter() - start
    assert told is not None
    assert took / 3 < told.seconds < 3 * took
    assert found_in < max(5.0, took)
