"""Lean worlds say what worlds with tables say; other chance, same beliefs."""

from pathlib import Path

import numpy as np
import pytest

import scenarios.running.batch as batch_module
import sixr
from scenarios.changes import changed, value_at
from scenarios.lowering.beliefs import in_world, places, standings
from scenarios.market import Correlation
from scenarios.running.batch import drawn, evaluate, run, stands
from scenarios.running.job import Job
from sim import mechanisms
from sim.mechanisms.all import ALL
from sim.problems import BadInput

SMALL = ("people=2000", "worlds=3", "days=200")
MEASURES = ("profit", "customers", "orders", "clv", "cac", "clv_to_cac", "customer_equity", "worth", "k_factor")


@pytest.mark.parametrize("name", ["base", "full"])
def test_figures_are_those_of_the_tables(name):
    plan = sixr.load(name, overrides=SMALL)
    batch = evaluate([plan, changed(plan, {"policy.price.level": 1.1})], MEASURES)
    result = sixr.compare(plan, changed(plan, {"policy.price.level": 1.1}).model_copy(update={"name": "other"}))
    rows = (
        result.tables["measures"]
        .query("by == 'all'")
        .pivot_table(index=["scenario", "replication"], columns="measure", values="value", sort=False)
    )
    for k, called in enumerate((plan.name, "other")):
        assert batch.values[k] == pytest.approx(rows.loc[called][list(MEASURES)].to_numpy(), rel=1e-12)


OWN = [Path(mechanisms.__file__).parent / one.name / "twin.yaml" for one in ALL if one.happens]
"""The small scenarios of the mechanisms, in each of which everything that it books is booked."""


@pytest.mark.parametrize("name", ["full", *OWN], ids=lambda name: getattr(name, "parent", Path(name)).name)
def test_profit_is_made_of_the_journey(name):
    plan = sixr.load(str(name), overrides=SMALL)
    spent = ("serving", "advertising", "rewarding", "messaging", "winning_back", "fixed")
    batch = evaluate([plan], ["profit", "customers", "earned", "won_otherwise", "won_by_invitation", *spent])
    costs = sum(batch.of(name) for name in spent)
    assert batch.of("profit") == pytest.approx(batch.of("earned") - costs, rel=1e-9)
    assert batch.of("customers") == pytest.approx(batch.of("won_otherwise") + batch.of("won_by_invitation"))
    assert (batch.of("advertising") >= 0).all()


def test_profit_of_the_first_days():
    plan = sixr.load("base", overrides=SMALL)
    batch = evaluate([plan], ["profit", "profit_within_200", "profit_within_50"])
    short = evaluate([changed(plan, {"days": 50})], ["profit"])
    assert batch.of("profit_within_200") == pytest.approx(batch.of("profit"))
    assert batch.of("profit_within_50") == pytest.approx(short.of("profit"), abs=1e-2)


def test_other_chance_has_the_same_beliefs_and_other_people():
    plan = sixr.load("base", overrides=["people=20000", "worlds=6", "days=200"])
    one, same, other = (evaluate([plan], ["customers"], chance=chance).of("customers")[0] for chance in (0, 0, 1))
    assert (one == same).all()
    assert (one != other).any()
    # worlds differ by belief far more than by luck; without any, 6 pairs correlate above .8 with a chance of 3 %
    assert np.corrcoef(one, other)[0, 1] > 0.8


def test_draws_are_those_of_the_worlds():
    plan = sixr.load("base", overrides=SMALL)
    draws = drawn(plan, range(3))
    assert set(draws) == {path for path, one in plan.parameters() if one.interval is not None}
    held = changed(plan, {"market.awareness.fade_rate": 0.02})
    assert "market.awareness.fade_rate" not in drawn(held, range(3))
    middle = drawn(plan, range(400))["market.awareness.fade_rate"]
    assert np.median(middle) == pytest.approx(0.02, rel=0.1)  # sd of the log .42, of the median 2.6 %


def test_unknown_measures_and_paths_are_refused():
    plan = sixr.load("base", overrides=SMALL)
    with pytest.raises(BadInput, match="profits"):
        evaluate([plan], ["profits"])
    for path, value in (("policy.price.levl", 1.0), ("policy.price.level", -1.0), ("policy.price.level", "x")):
        with pytest.raises(BadInput, match="policy"):
            changed(plan, {path: value})
    assert (
        value_at(changed(plan, {"policy.channel.weekly_spend.search": 5.0}), "policy.channel.weekly_spend.search") == 5
    )


def test_a_stated_quantile_takes_the_place_of_one_draw_alone():
    plan = sixr.load("base", overrides=SMALL)
    at, path = stands(plan, range(3)), "market.need.order_rate"
    one, same, other = (
        run([plan], [Job(0, 1, 0, stated)], ["profit", "orders"])[0]
        for stated in (None, {path: float(at[path][1])}, {path: 0.99})
    )
    assert (one == same).all()
    assert (one != other).any()
    uncertain = places(plan).uncertain
    values = drawn(plan, range(3))
    for name, parameter in uncertain.items():
        assert values[name] == pytest.approx([parameter.quantile(u) for u in at[name]])


def test_what_is_correlated_stays_where_one_number_is_stated():
    paths = ("need.order_shape", "need.order_rate")
    block = Correlation(parameters=paths, matrix=((1.0, 0.9), (0.9, 1.0)))
    plan = sixr.load("base", overrides=SMALL)
    plan = plan.model_copy(update={"market": plan.market.model_copy(update={"correlations": (block,)})})
    uniforms = {path: 0.3 for path, _ in places(plan).known}
    before = standings(plan, uniforms)
    after = standings(plan, uniforms, {"market.need.order_shape": 0.9})
    assert {name for name in before if before[name] != after[name]} == {"market.need.order_shape"}
    need = in_world(plan, uniforms, {"market.need.order_shape": 0.9}).market.need
    assert need.order_shape.value == plan.market.need.order_shape.quantile(0.9)
    assert need.order_rate.value == plan.market.need.order_rate.quantile(before["market.need.order_rate"])


def test_a_plan_that_cannot_be_run_at_all_says_why(monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr(batch_module, "answered", broken)
    with pytest.raises(RuntimeError, match="no world of base could be run; the first one: ZeroDivisionError: nothing"):
        evaluate([sixr.load("base", overrides=SMALL)], ["profit"])
