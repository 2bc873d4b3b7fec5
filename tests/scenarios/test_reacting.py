"""The firm and the competitor decide as time passes: what they decide follows, to the last digit, from what came."""

import numpy as np
import pytest

from scenarios.lower import lower
from scenarios.lowering.media import daily_spend
from scenarios.scenario import load
from sim import engine, reference
from sim.differences import differences
from sim.measures import measure
from sim.measures.money import money
from sim.vocabulary import MICRO, Account, Event

SMALL = ("people=1500", "days=200", "policy.firm.review_days=40")
LOOKS = range(40, 200, 40)


def run(*overrides, name="base"):
    plan = lower(load(name, overrides=(*SMALL, *overrides)), 0)
    return plan, engine.run(plan)


def spend_between(plan, first, last):
    """Media spend of the whole market a week, currency, by channel."""
    return plan.media[:, first:last].mean(axis=1) * 7.0 * plan.scale / MICRO


def test_without_a_rule_every_byte_is_as_it_was():
    calm = lower(load("base", overrides=("people=300", "days=90")), 0)
    with_looks = lower(load("base", overrides=("people=300", "days=90", "policy.firm.review_days=7")), 0)
    for name, array in vars(calm).items():
        if isinstance(array, np.ndarray):
            assert array.tobytes() == getattr(with_looks, name).tobytes(), name


def test_the_beginning_of_a_run_is_what_the_whole_run_leaves_on_its_days():
    plan = lower(load("full", overrides=("people=800", "days=120")), 0)
    begun, whole = engine.begun(plan, 70), engine.run(plan)
    assert (begun.sums[:70] == whole.sums[:70]).all()
    assert (begun.counts[:70] == whole.counts[:70]).all()
    assert (money(plan, begun)[:70] == money(plan, whole)[:70]).all()


def test_what_is_reinvested_is_the_share_of_what_came():
    plan, ledger = run("policy.firm.reinvest.share=0.3", "policy.firm.reinvest.most=50")
    earned = money(plan, ledger) * plan.scale / MICRO
    left = earned.sum(axis=1) - earned[:, Account.MEDIA]
    moved = set()
    for day in LOOKS:
        expected = np.clip(0.3 * left[day - 40 : day].sum() / 40 * 7, 0.0, 50 * 12_000)
        spent = spend_between(plan, day, min(day + 40, 200)).sum()
        assert spent == pytest.approx(expected, abs=0.00005 * 12_000 + 0.01)
        moved.add(round(expected))
    assert len(moved) > 2


def test_limits_of_what_is_reinvested_hold():
    plan, _ = run("policy.firm.reinvest.share=9", "policy.firm.reinvest.most=1.5")
    stated = daily_spend(load("base", overrides=SMALL)) * 7
    assert spend_between(plan, 40, 200) == pytest.approx(1.5 * stated[:, 0], rel=1e-6)


def test_below_its_limit_of_cash_the_firm_spends_nothing_on_media():
    low = ("policy.firm.cash.limit=0", "policy.firm.cash.opening=30000", "policy.organisation.fixed_cost_per_week=4000")
    plan, ledger = run(*low)
    cash = 30_000 + (money(plan, ledger).sum(axis=1).cumsum() * plan.scale / MICRO)
    spends = {day: bool(plan.media[:, day : day + 40].sum() > 0) for day in LOOKS}
    assert spends == {day: bool(cash[day - 1] >= 0) for day in LOOKS}
    assert set(spends.values()) == {True, False}


def test_money_follows_credit():
    plan, ledger = run("policy.firm.follow_credit=0.5")
    split = np.full(3, 1 / 3)
    for day in LOOKS:
        credited = ledger.people[(ledger.people["orders"] > 0) & (ledger.people["first_at"] >= day - 40)]
        credited = credited[credited["first_at"] < day]["attributed"].astype(int)
        orders = np.array([(credited == 1 + k).sum() for k in range(3)])
        split = split if orders.sum() == 0 else 0.5 * split + 0.5 * orders / orders.sum()
        assert spend_between(plan, day, min(day + 40, 200)) == pytest.approx(12_000 * split, rel=1e-5, abs=0.01)
    assert split.max() - split.min() > 0.05


def test_a_competitor_who_loses_share_answers_with_its_price(tmp_path):
    reaction, file = "market.competitor.reaction", tmp_path / "cheaper.yaml"
    file.write_text("extends: base\nname: cheaper\npolicy: {price: {changes: [{day: 40, level: 0.7}]}}\n", "utf-8")
    ours = ("market.choice.share_competitor=0.6",)
    looks = (f"{reaction}.to_share=1", f"{reaction}.review_days=40", f"{reaction}.floor=0.2")
    plan, ledger = run(*ours, *looks, name=file)
    orders = ledger.counts[:, :, [Event.FIRST_ORDER, Event.ORDERED]].sum(axis=(1, 2))
    theirs = ledger.rivals.sum(axis=1) / MICRO

    def share(first, last):
        won = orders[first:last].sum()
        return won / (won + theirs[first:last].sum())

    for day in LOOKS:
        expected = np.exp(-(share(day - 40, day) - share(0, 40)))
        assert plan.levers["rival"][0, day : day + 40] == pytest.approx(expected, rel=1e-9)
    assert plan.levers["rival"][0, 80] < 0.95
    calm, lived = run(*ours, name=file)
    assert measured(calm, lived) > measured(plan, ledger)


def measured(plan, ledger):
    table = measure(plan, ledger)
    return float(table[(table["measure"] == "market_share") & (table["by"] == "all")]["value"].iloc[0])


def test_both_engines_tell_the_same_story_of_a_firm_that_reacts():
    rules = ("policy.firm.reinvest.share=0.5", "policy.firm.follow_credit=0.3", "policy.firm.cash.limit=-5000")
    plan = lower(load("full", overrides=("people=150", "days=90", "policy.firm.review_days=30", *rules)), 0)
    assert differences(engine.run(plan, journal=True), reference.run(plan)) == []
