"""Prices of which everything is known: profit along the price, its best point, the volume that a price may lose."""

import numpy as np
import pytest

import sixr
from decisions.levers import varied
from decisions.price import price
from decisions.sweep import sweep, tops


def test_break_even_volume_is_that_of_the_margins():
    """Nagle: at a margin of 30 - 5 %, a tenth more price may lose 29 % of the volume (.25 / .35)."""
    scenario = sixr.load("base", overrides=["people=20000", "worlds=2", "days=200"])
    found = price(scenario, low=0.9, high=1.1, points=3)
    allowed = [watch.allowed for watch in found.watch]
    assert allowed == pytest.approx([0.25 / 0.15, 1.0, 0.25 / 0.35])
    assert found.watch[1].volume == 1.0
    assert all(value == 1.0 for value in found.watch[1].by_segment.values())
    assert found.watch[2].by_segment["value seekers"] < found.watch[2].by_segment["convenience seekers"]


def test_the_top_of_a_lopsided_curve():
    x = np.linspace(0.7, 1.5, 13)
    profit = (x - 0.6) * x**-2.2  # constant elasticity: best at .6 x 2.2 / 1.2 (Lerner)
    assert tops(x[:, None], profit[None])[0, 0] == pytest.approx(0.6 * 2.2 / 1.2, abs=0.01)


def test_a_sweep_of_two_levers_holds_every_pair_and_today_is_no_gain():
    scenario = sixr.load("base", overrides=["people=2000", "worlds=3", "days=60"])
    pairs = [varied("policy.price.level=0.9,1.0"), varied("policy.channel.weekly_spend.search=0,4000")]
    found = sweep(scenario, [lever for lever, _ in pairs], [values for _, values in pairs])
    assert found.points.tolist() == [[0.9, 0], [0.9, 4000], [1.0, 0], [1.0, 4000]]
    assert found.against[3].mean == pytest.approx(0.0, abs=1e-6)
    saved = found.batch.of("media")[0] - found.batch.of("media")[3]
    assert saved == pytest.approx(np.full(3, 4000 * 60 / 7), rel=1e-6)


def test_points_beyond_what_the_market_knows_are_named():
    scenario = sixr.load("base", overrides=["people=500", "worlds=2", "days=30"])
    lever, values = varied("policy.price.level=1.0,3.0")
    assert any("3 times today's price" in text for text in sweep(scenario, [lever], [values]).beyond)
    spend, amounts = varied("policy.channel.weekly_spend.search=4000,2000000")
    assert any("search" in text and "500" in text for text in sweep(scenario, [spend], [amounts]).beyond)
