"""What stands beside an advice: curves that pass through the plan, costs that are those of the runs, parts that sum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixr
from decisions.beside import parts_of
from decisions.optimise.costs import _ratio, costs
from decisions.optimise.curves import curves
from decisions.stages import Stages, plans_of
from scenarios.lowering.incremental import SpendChange, with_spend
from scenarios.running.batch import evaluate

SMALL = {"customers": 1000, "replications": 4, "days": 84, "seed": 5, "threads": 1}


@pytest.fixture(scope="module")
def found():
    """An advice on a small market, in two parts, with a price to set; everything beside it."""
    told = []
    advice = sixr.optimise(
        "base",
        **SMALL,
        quarters=2,
        vary=["policy.price.level=0.9:1.1"],
        runs=8,
        frontier=True,
        costs=True,
        parts=True,
        on_progress=lambda done, total, _: told.append((done, total)),
    )
    return advice, told


def test_a_curve_begins_at_nothing_and_its_spend_is_paid(found):
    advice = found[0].found
    *spends, lever = curves(advice)
    weeks = advice.scenario.days / 7
    for one in spends:
        assert one.gross[0] == one.net[0] == one.at[0] == 0.0
        paid = one.gross - one.net  # discounted, so a little less than what is spent
        assert paid[1:] == pytest.approx(one.at[1:] * weeks, rel=0.03)
        assert (paid[1:] < one.at[1:] * weeks).all()
        assert one.at[-1] >= one.best
        assert (one.low <= one.net).all()
        assert (one.net <= one.high).all()
    assert lever.name == "policy.price.level"
    assert (lever.gross == lever.net).all()
    assert np.interp(1.0, lever.at, lever.net) == pytest.approx(0.0, abs=1e-6 * np.abs(lever.net).max())


def test_a_curve_rises_as_the_next_unit_says(found):
    advice = found[0].found
    parts, compared = advice.surface.space.budget.parts, 0
    for c, one in enumerate(curves(advice)[:-1]):
        moves = advice.moves[c * parts : (c + 1) * parts]
        inside = [move for move in moves if not move.bound]
        if len(inside) == parts:  # else the curve goes on where the plan may not
            slope = np.interp(one.best, one.at, np.gradient(one.gross, one.at)) / (advice.scenario.days / 7)
            assert slope == pytest.approx(np.mean([move.returns for move in inside]), rel=0.2)
            compared += 1
    assert compared


def test_parts_sum_to_the_plain_difference_of_the_plans_that_were_judged(found):
    decision, _ = found
    split, worlds = decision.beside.parts, range(4, 8)
    space = decision.found.surface.space
    plans = [space.plan(space.now, "today"), decision.found.plan]
    runs = [evaluate(plans, ("worth",), worlds=worlds, chance=chance, threads=1).of("worth") for chance in (0, 1)]
    assert split.whole.mean == pytest.approx(float(np.mean([run[1] - run[0] for run in runs])), rel=1e-9)
    assert sum(part.mean for part in split.levers) == pytest.approx(split.whole.mean, rel=1e-9)
    assert parts_of(decision.found, threads=1) == split


def test_what_did_not_move_is_no_part(found):
    advice = found[0].found
    names = {part.name for part in found[0].beside.parts.levers}
    for move in advice.moves:
        if move.name.startswith("policy.") and move.best == pytest.approx(move.now):
            assert move.name not in names


def test_costs_are_those_of_the_plans_that_were_judged(found):
    decision, _ = found
    by = {(one.plan, one.channel, one.kind): one.value for one in decision.beside.costs}
    blended = decision.found.batch.of("cac")
    assert by["today", "", "blended"] == pytest.approx(np.nanmean(blended[0]))
    assert by["best", "", "blended"] == pytest.approx(np.nanmean(blended[3]))
    plan = decision.found.surface.space.plan(decision.found.surface.space.now, "today")
    fresh = range(4, 8)
    without = with_spend(plan, SpendChange(("search",), 0.0))
    batch = evaluate([plan, without], ("media", "customers"), worlds=fresh, threads=1)
    gone = {name: float((batch.of(name)[0] - batch.of(name)[1]).mean()) for name in ("media", "customers")}
    if gone["customers"] > 0:
        assert by["today", "search", "incremental"] == pytest.approx(gone["media"] / gone["customers"])
    else:
        assert np.isnan(by["today", "search", "incremental"])


def test_without_media_no_channel_has_a_cost():
    plan = sixr.load("base", overrides=["people=500", "days=60"])
    none = with_spend(plan, SpendChange(("search", "social", "video"), 0.0, whole=True))
    assert {(one.channel, one.kind) for one in costs({"none": none}, range(2), threads=1)} == {
        ("", "blended"),
        ("", "last_touch"),
    }


def test_a_ratio_of_means_and_its_error():
    people = np.array([10.0, 20.0, 30.0, 40.0])
    assert _ratio(3.0 * people, people) == pytest.approx((3.0, 3.0, 3.0))
    value, low, high = _ratio(np.full(4, 50.0), people)
    assert value == pytest.approx(2.0)
    assert low < value < high
    assert np.isnan(_ratio(np.full(4, 50.0), -people)).all()
    assert _ratio(-3.0 * people, -people) == pytest.approx((3.0, 3.0, 3.0))  # a step more, seen from below
    assert _ratio(np.full(2, 50.0), np.array([-1.0, 2.0]))[2] == np.inf


def test_a_frontier_tells_its_gain_over_today(found):
    decision, _ = found
    along = decision.beside.frontier
    worth, today = along.batch.of("worth"), decision.found.batch.of("worth")[0]
    assert along.gain == pytest.approx(worth - today)
    (first, *_) = decision.to_json()["frontier"]
    assert first["gain"]["value"] == pytest.approx(float((worth[0] - today).mean()))


def test_progress_goes_on_from_batch_to_batch(found):
    _, told = found
    shares = [done / total for done, total in told]
    assert shares == sorted(shares)
    assert 0.6 < shares[-1] <= 1.0  # what a lever that did not move takes is not run


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 60))
def test_batches_told_as_one_never_go_back_and_end_with_all(sizes, expected):
    told = []
    stages = Stages(lambda done, total, _: told.append((done, total)), expected)
    for size in sizes:
        for done in range(size + 1):
            stages(done, size, "")
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (sum(sizes), max(expected, sum(sizes)))


def test_the_plans_of_an_advice_are_counted():
    assert plans_of(30, 3, 0, frontier=7, costs=True, parts=True) == 30 + 8 + 12 + 7 + 18 + 16
    assert plans_of(30, 0, 1, frontier=0, costs=False, parts=False) == 50
