"""The best split, where it is known by formula; and what may not be asked."""

from dataclasses import replace

import numpy as np
import pytest

import sixr
from benchmarks.known_optima import LEVEL, WEEKLY, hills, notch, powers
from decisions.beside import Beside
from decisions.levers import Lever, varied
from decisions.optimise.advice import optimise
from decisions.optimise.budget import Budget, of_today
from decisions.optimise.ridge import regress
from decisions.optimise.space import Space
from scenarios.changes import changed
from scenarios.lowering.media import daily_spend
from sim.problems import BadInput

SMALL = ("people=2000", "worlds=4", "days=280")


def test_most_of_what_can_be_gained_is_found():
    one = hills(4, 103)
    advice = optimise(changed(one.scenario, {"people": 3000, "worlds": 8}), one.budget, runs=12)
    share, attainable = one.share(advice)
    assert attainable > 0.15
    assert share > 0.9
    assert sum(move.best for move in advice.moves) == pytest.approx(WEEKLY)
    assert advice.verdict == "move"
    assert advice.first.mean > 0
    lucky = replace(advice, gain=replace(advice.gain, p_better=0.7, p_expected=0.97))
    assert any(
        "P = 97 %" in line.replace("\u00a0", " ")
        for line in sixr.decisions.Decision("advice", lucky, lucky.scenario, Beside()).summary()
    )


def test_nothing_brings_more_than_the_plans_that_formulas_call_best():
    rng = np.random.default_rng(1)
    for one in (hills(3, 1), powers(3, 2)):
        others = WEEKLY * rng.dirichlet(np.ones(3), 500)
        assert max(map(one.worth, others)) <= one.worth(one.best)
        assert one.best.sum() == pytest.approx(WEEKLY)
    one = notch()
    lever = one.levers[0]
    assert lever.path == LEVEL
    levels = np.linspace(lever.low, lever.high, 101)[:, None]
    assert max(map(one.worth, levels)) == pytest.approx(one.worth(one.best), rel=1e-4)
    assert lever.low < one.best[0] < lever.high


def test_alike_channels_are_left_alone():
    """In base all channels are alike, so that an even split is about the best there is."""
    scenario = sixr.load("base", overrides=["people=3000", "worlds=8", "days=200"])
    advice = optimise(scenario, of_today(scenario, exactly=True), runs=9)
    assert advice.verdict == "leave"


def test_a_plan_spends_what_its_vector_says():
    scenario = sixr.load("base", overrides=SMALL)
    space = Space(scenario, Budget(("video", "search"), 300_000.0, parts=4))
    x = space.within(np.array([1.0, 2, 3, 4, 5, 6, 7, 8]) * 1000)
    spent = daily_spend(space.plan(x, "plan")).sum(axis=1)
    names = [channel.name for channel in scenario.market.channels]
    assert spent[names.index("video")] + spent[names.index("search")] == pytest.approx(300_000)
    assert spent[names.index("social")] == pytest.approx(daily_spend(scenario)[names.index("social")].sum())
    assert float(space.unit_costs(discounted=False) @ x) == pytest.approx(300_000)
    assert float(space.unit_costs(discounted=True) @ x) < 300_000
    assert (space.stepped(x) == x).all()


def test_steps_keep_the_total_as_far_as_they_allow():
    scenario = sixr.load("base", overrides=SMALL)
    steps = {"search": 500.0, "social": 500.0, "video": 500.0}
    space = Space(scenario, Budget(("search", "social", "video"), 12_000 * 40.0, step=steps))
    x = space.stepped(space.within(np.array([4123.0, 3999.0, 3878.0])))
    assert (x % 500 == 0).all()
    assert x.sum() == 12_000


def test_limits_hold_and_prices_of_media_move():
    scenario = sixr.load("base", overrides=SMALL)
    budget = Budget(("search", "social"), 8000 * 40.0, most={"search": 5000.0}, least={"social": 3500.0})
    advice = optimise(scenario, budget, [varied("policy.price.level=0.9:1.1")[0]], runs=8)
    by = {move.name: move for move in advice.moves}
    assert by["search"].best <= 5000
    assert by["social"].best >= 3500
    assert 0.9 <= by["policy.price.level"].best <= 1.1
    assert all(move.low <= move.best <= move.high for move in advice.moves)


def test_what_cannot_be_split_is_refused():
    scenario = sixr.load("base", overrides=SMALL)
    for budget, words in (
        (Budget(("serch",), 1.0), "serch"),
        (Budget(("search",), 1e9, most={"search": 1e3}), "at most"),
        (Budget(("search", "search"), 1.0), "each once"),
        (Budget(("search",), 10.0, least={"search": 100.0}), "at least"),
        (Budget(("search",), 10.0, parts=0), "parts"),
        (Budget(("search",), -1.0), "total"),
        (Budget(("search",), 10.0, most={"social": 1.0}), "social"),
    ):
        with pytest.raises(BadInput, match=words):
            optimise(scenario, budget)
    with pytest.raises(BadInput, match="nothing that may be moved"):
        optimise(scenario, None)
    with pytest.raises(BadInput, match="objective"):
        optimise(scenario, of_today(scenario), objective="clv")


def test_the_ridge_finds_which_group_matters():
    rng = np.random.default_rng(1)
    x = rng.standard_normal((200, 12))
    true = np.array([2.0, *[0.0] * 5, 0.5, -0.7, 0.6, -0.4, 0.3, 0.8])
    y = x @ true + 0.1 * rng.standard_normal(200)
    groups = np.array([-1, *[0] * 5, *[1] * 6])
    found = regress(x, y, groups, np.zeros(12), np.array([3.0, 3.0]))
    assert found.mean == pytest.approx(true, abs=0.05)  # 7 standard errors
    assert found.noise == pytest.approx(0.1, rel=0.2)


def test_rows_that_share_their_noise_count_as_one():
    """Nothing is to be found; ten rows share each noise. Beyond 4 standard errors by chance once in 16,000 tests."""
    rng = np.random.default_rng(2)
    off = []
    for _ in range(100):
        x = rng.standard_normal((30, 1)).repeat(10, axis=0)
        y = rng.standard_normal(30).repeat(10)
        alone, shared = (regress(x, y, np.array([-1]), np.zeros(1), np.ones(1), alike) for alike in (1.0, 10.0))
        off.append([one.mean[0] / np.sqrt(one.covariance[0, 0]) for one in (alone, shared)])
    spread = np.sqrt(np.mean(np.square(off), axis=0))
    assert spread[0] > 2.0
    assert spread[1] == pytest.approx(1.0, abs=4 / np.sqrt(200))


def test_a_lever_is_read_and_kept_on_its_steps():
    _, values = varied("policy.price.level=0.8:1.2:5")
    assert values.tolist() == pytest.approx([0.8, 0.9, 1.0, 1.1, 1.2])
    assert varied("policy.price.level=1.2,0.8")[1].tolist() == [0.8, 1.2]
    stepped = Lever("policy.price.level", 0.8, 1.21, 0.1).onto(np.array([0.5, 0.84, 1.3]))
    assert stepped.tolist() == pytest.approx([0.8, 0.8, 1.2])
    for text in ("policy.price.level", "=1:2", "a=2:1", "a=1:2:1", "a=x", "a=1:2:3:4"):
        with pytest.raises(BadInput, match="--vary"):
            varied(text)
