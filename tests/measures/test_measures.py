"""Measures against direct computation from records and journal, and against the accounts."""

import numpy as np
import pandas as pd
import pytest

from sim.identities import IdentityBroken, assert_identities
from sim.measures import accounts, curves, daily, measure, money
from sim.vocabulary import MICRO, Account, Event, Stage
from tests.worlds import figures, world

BUSY = (
    "market.awareness.organic_rate=0.01",
    "policy.referral.reward_referrer=5",
    "policy.referral.reward_friend=4",
    "policy.service.cost_per_customer_day=0.02",
    "policy.organisation.fixed_cost_per_week=500",
    "market.lapse.return_rate=0.01",
    "policy.winback.cost_per_return=3",
)


@pytest.fixture(scope="module")
def busy():
    return world(*BUSY, journal=True)


def test_profit_is_the_sum_of_the_accounts(busy):
    plan, ledger = busy
    f = figures(plan, ledger)
    table = accounts(plan, ledger).set_index("account")["value"]
    assert f["profit"] == pytest.approx(table.sum(), rel=1e-12)
    assert f["media"] == pytest.approx(12000 / 7 * plan.days, rel=1e-6)
    assert table["fixed"] == pytest.approx(-500 / 7 * plan.days, rel=1e-5)
    assert f["contribution_3"] < f["contribution_2"] < f["contribution_1"] < f["revenue"]


def test_blended_cac_is_all_acquisition_cost_over_new_customers(busy):
    plan, ledger = busy
    f = figures(plan, ledger)
    t = accounts(plan, ledger).set_index("account")["value"]
    cost = -(t["media"] + t["reward_referrer"] + t["reward_friend"] + t["nurture"])
    assert f["cac"] == pytest.approx(cost / f["customers"], rel=1e-9)
    assert f["clv_to_cac"] == pytest.approx(f["clv"] / f["cac"], rel=1e-12)


def test_rewards_are_paid_once_for_every_invited_customer(busy):
    _, ledger = busy
    invited = ((ledger.people["referrer"] >= 0) & (ledger.people["orders"] > 0)).sum()
    assert invited > 50
    assert ledger.sums[:, :, Account.REWARD_REFERRER].sum() == -5 * MICRO * invited
    assert ledger.sums[:, :, Account.REWARD_FRIEND].sum() == -4 * MICRO * invited


def test_clv_from_the_journal_is_clv_from_the_records(busy):
    plan, ledger = busy
    journal, people = ledger.journal, ledger.people
    sales = np.isin(journal["kind"], (Event.FIRST_ORDER, Event.ORDERED))
    lines = journal[sales]
    delta = np.log(1.1) / 365
    age = lines["time"] - people["first_at"][lines["who"]]
    margin = lines["amount"] * 0.25 * np.exp(-delta * age)
    back = journal[journal["kind"] == Event.RETURNED]
    cost = 3 * MICRO * np.exp(-delta * (back["time"] - people["first_at"][back["who"]]))
    served = 0.0
    who = np.flatnonzero(people["orders"] > 0)
    moves = np.isin(journal["kind"], (Event.FIRST_ORDER, Event.DROPPED_OUT, Event.RETURNED, Event.LOST))
    moves = journal[moves]
    for i in who:
        begun = None
        for line in moves[moves["who"] == i]:
            if line["kind"] in (Event.FIRST_ORDER, Event.RETURNED):
                begun = line["time"]
            elif begun is not None:
                served += span(begun, line["time"], people["first_at"][i], delta)
                begun = None
        if begun is not None:
            served += span(begun, plan.days, people["first_at"][i], delta)
    expected = (margin.sum() - cost.sum()) / MICRO - 0.02 * served
    assert figures(plan, ledger)["clv_realised"] == pytest.approx(expected / len(who), rel=1e-6)


def span(start, end, first, delta):
    """Discounted days between two times."""
    return (np.exp(-delta * (start - first)) - np.exp(-delta * (end - first))) / delta


def test_groups_add_up_to_the_whole(busy):
    table = measure(*busy)
    whole = table[table["by"] == "all"].set_index("measure")["value"]
    for by in ("channel", "cause", "segment", "cohort"):
        part = table[(table["by"] == by)]
        n = part[part["measure"] == "customers"].set_index("key")["value"]
        assert n.sum() == pytest.approx(whole["customers"])
        clv = part[part["measure"] == "clv"].set_index("key")["value"]
        assert (n * clv.fillna(0)).sum() / n.sum() == pytest.approx(whole["clv"], rel=1e-9)


def test_k_factor_weighs_each_customer_brought_by_those_still_followed(busy):
    plan, ledger = busy
    people = ledger.people
    bought = people["orders"] > 0
    followed = plan.days - people["first_at"][bought]
    brought, days = 0.0, 0.0
    for i in np.flatnonzero(bought & (people["referrer"] >= 0)):
        age = people["first_at"][i] - people["first_at"][people["referrer"][i]]
        if age <= plan.days // 2:
            weight = 1 / (followed >= age).sum()
            brought, days = brought + weight, days + weight * age
    f = figures(plan, ledger)
    assert f["k_factor"] == pytest.approx(brought, rel=1e-12)
    assert f["cycle_time"] == pytest.approx(days / brought, rel=1e-12)


def test_repeat_rate_is_the_share_of_second_orders_where_everybody_is_followed():
    plan, ledger = world(
        "market.start.customer=0.2",
        "market.awareness.organic_rate=0",
        "policy.referral.active=false",
        *(f"policy.channel.weekly_spend.{name}=0" for name in ("search", "social", "video")),
    )
    people = ledger.people[ledger.people["orders"] > 0]
    f = figures(plan, ledger)
    for age in (90, 180):
        assert f[f"repeat_rate_{age}"] == pytest.approx((people["second_at"] <= age).mean(), rel=1e-12)


def test_a_longer_run_confirms_the_repeat_rate_of_customers_hardly_followed():
    """Half a year more shows what those became who were young at the horizon; both estimates share the early ones."""
    early = figures(*world("days=365", "people=60000"))
    _, ledger = world("days=545", "people=60000")
    records = ledger.people[ledger.people["first_at"] < 365]
    seen = (records["second_at"] - records["first_at"] <= 180).mean()
    error = np.sqrt(seen * (1 - seen) * 2 / len(records))
    assert abs(early["repeat_rate_180"] - seen) < 4.5 * error
    young = records[records["first_at"] > 185]
    assert len(young) > 0.4 * len(records)


def test_daily_series_end_where_the_records_stand(busy):
    plan, ledger = busy
    table = daily(plan, ledger)
    last = table[table["day"] == plan.days - 1].set_index("series")["value"] / plan.scale
    for stage in Stage:
        assert last[stage.name.lower()] == pytest.approx((ledger.people["stage"] == stage).sum())
    total = table[table["series"] == "revenue"]["value"].sum()
    assert total == pytest.approx(figures(plan, ledger)["revenue"], rel=1e-12)


@pytest.mark.parametrize("table_of", [measure, daily, curves, accounts])
def test_what_is_done_to_a_table_changes_no_other(busy, table_of):
    """Worlds share the work of their labels, never the labels."""
    first, kept = table_of(*busy), table_of(*busy)
    for name in first:
        first.loc[0, name] = first[name].iloc[-1]
    pd.testing.assert_frame_equal(table_of(*busy), kept)
    assert not first.equals(kept)


def test_labels_of_days_and_ages_take_little_memory(busy):
    for table, label in ((daily(*busy), "day"), (curves(*busy), "age_days")):
        assert table["series"].dtype == "category"
        assert table["series"].array.codes.itemsize == 1
        assert table[label].dtype.itemsize <= (2 if label == "day" else 8)


def test_a_shorter_run_has_labels_of_its_own(busy):
    longer, shorter = daily(*busy), daily(*world(*BUSY, "days=90"))
    assert longer.groupby("series", observed=True)["day"].max().eq(364).all()
    assert shorter.groupby("series", observed=True)["day"].max().eq(89).all()


def test_curves_start_at_the_first_order_and_never_gain_customers_without_return():
    plan, ledger = world("market.awareness.organic_rate=0.01")
    table = curves(plan, ledger).pivot(index="age_days", columns="series", values="value")
    assert (table["retention"].diff().dropna() <= 1e-12).all()
    assert (table["repeat_orders"].diff().dropna() >= -1e-12).all()
    assert table["retention"].iloc[0] < 1.0


def test_broken_books_have_no_result(busy):
    plan, ledger = busy
    assert_identities(plan, ledger)
    people = ledger.people.copy()
    people["net"][np.argmax(people["orders"] > 0)] += 1
    from dataclasses import replace

    with pytest.raises(IdentityBroken, match="contribution"):
        assert_identities(plan, replace(ledger, people=people))


def test_media_and_fixed_costs_are_in_the_money_of_each_day(busy):
    plan, ledger = busy
    table = money(plan, ledger)
    assert (table[:, Account.MEDIA] == -plan.media.sum(axis=0)).all()
    assert (table[:, Account.FIXED] == -plan.fixed).all()
