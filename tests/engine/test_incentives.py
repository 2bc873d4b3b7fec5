"""Incentives to customers: when they go out, to whom, what they give, what the books say of them."""

from collections import Counter

import numpy as np
import pytest

from scenarios.files.loading import load
from sim.margins import Margins
from sim.mechanisms.incentives.future import cost_by_day
from sim.mechanisms.incentives.rules import next_campaign, next_year, years_on
from sim.problems import BadInput
from sim.vocabulary import Account, Event, Granted
from tests.worlds import lived

ALIKE = (
    *("people=400", "market.size=400", "days=800", "market.start.customer=1", "market.need.heterogeneity=none"),
    *("market.need.dropout_shape=0.001", "market.need.dropout_rate=1000000", "market.choice.share_customer=1"),
    *("market.choice.share_competitor=0", "market.referral.share_probability=0", "market.spend.return_share=0"),
)
"""Everybody is a customer from the first day on, takes every occasion and stays."""


def ran(tmp_path, rows, *overrides, base="base"):
    file = tmp_path / "incentives.yaml"
    file.write_text(f"schema: 1\nname: incentives\nextends: {base}\npolicy:\n  incentives:\n{rows}\n", encoding="utf-8")
    return lived(load(file, overrides=overrides))


def sent(ledger, number):
    """Times of the incentives of a row, by person."""
    lines = ledger.journal[(ledger.journal["kind"] == Event.GRANTED) & (ledger.journal["amount"] == number)]
    times = {}
    for line in lines:
        times.setdefault(int(line["who"]), []).append(float(line["time"]))
    return times


def orders_of(ledger):
    lines = ledger.journal[np.isin(ledger.journal["kind"], (Event.FIRST_ORDER, Event.ORDERED))]
    times = {}
    for line in lines:
        times.setdefault(int(line["who"]), []).append(float(line["time"]))
    return times


@pytest.fixture(scope="module")
def alike(tmp_path_factory):
    rows = """
    - {name: birthday, on: birthday, give: message, cost: 1}
    - {name: before, on: birthday, days: -5, give: message}
    - {name: every other year, on: birthday, give: message, again_after: 400}
    - {name: anniversary, on: anniversary, days: 2, give: message, cost: 2}
    - {name: third, on: order, nth: 3, give: message}
    - {name: a week after, on: order, days: 7, give: message}
    - {name: seldom, on: order, give: message, again_after: 100}
    - {name: twice, on: order, give: message, at_most: 2}
    - {name: quiet, on: silence, days: 40, give: message}
    - {name: off, active: false, on: order, give: message, cost: 100}
    - {name: heavy, on: order, give: message, who: {classes: [heavy], least_orders: 2}}"""
    return ran(tmp_path_factory.mktemp("incentives"), rows, *ALIKE)


def test_birthdays_come_round_every_year_and_lie_evenly_in_it(alike):
    _, ledger = alike
    times = sent(ledger, 1)
    assert len(times) == 400
    for days in times.values():
        assert np.diff(days) == pytest.approx(365.0, abs=1e-3)
        assert len(days) in (2, 3)
    first = np.sort([days[0] for days in times.values()]) / 365.0
    gap = np.abs(first - (np.arange(400) + 0.5) / 400).max()
    assert gap < 1.95 / np.sqrt(400)  # Kolmogorov: false alarm below 0.001
    before = sent(ledger, 2)
    for who, days in times.items():
        assert all(min(abs(day - 5 - other) for other in before[who]) < 1e-3 for day in days if day > 5)
    assert all(len(days) in (1, 2) for days in sent(ledger, 3).values())


def test_anniversaries_follow_the_first_order(alike):
    _, ledger = alike
    first = {who: times[0] for who, times in orders_of(ledger).items()}
    for who, days in sent(ledger, 4).items():
        assert days == pytest.approx([first[who] + 2 + 365 * k for k in (1, 2)][: len(days)], abs=1e-3)


def test_incentives_follow_the_orders_that_they_wait_for(alike):
    _, ledger = alike
    orders = orders_of(ledger)
    for who, [time] in sent(ledger, 5).items():
        assert time == orders[who][2]
    week = sent(ledger, 6)
    for who, times in orders.items():
        expected, due = [], -np.inf
        for time in times:
            if time > due:  # while one is due, another order changes nothing
                due = float(np.float32(time + 7))
                expected += [due] if due < 800 else []
        assert week.get(who, []) == pytest.approx(expected, abs=1e-3)
    for times in sent(ledger, 7).values():
        assert (np.diff(times) >= 100 - 1e-3).all()
    assert max(len(times) for times in sent(ledger, 8).values()) == 2
    quiet = sent(ledger, 9)
    for who, times in orders.items():
        gaps = zip(times, [*times[1:], 800.0], strict=True)
        assert quiet.get(who, []) == pytest.approx([a + 40 for a, b in gaps if b - a > 40 + 1e-3], abs=1e-2)
    assert not sent(ledger, 10)


def test_incentives_go_to_those_they_are_for(alike):
    plan, ledger = alike
    people = ledger.people
    heavy = people["cell"] % 2 == 1  # two classes, nobody recognised
    counts = Counter({who: len(times) for who, times in sent(ledger, 11).items()})
    expected = np.where(heavy, people["orders"].astype(int) - 1, 0)
    assert [counts[who] for who in range(plan.people)] == np.maximum(expected, 0).tolist()


def test_the_books_hold_each_row(alike):
    plan, ledger = alike
    assert plan.incentive_names[:2] == ("birthday", "before")
    each = ledger.granted.sum(axis=0)
    assert each[0, Granted.SENT] == sum(map(len, sent(ledger, 1).values()))
    assert each[0, Granted.COST] == 1_000_000 * each[0, Granted.SENT]
    assert -ledger.sums[:, :, Account.INCENTIVE].sum() == each[:, Granted.COST].sum()
    assert each[:, [Granted.REDEEMED, Granted.LESS, Granted.RETURNED]].sum() == 0


def test_a_coupon_takes_its_depth_off_the_next_order_within_its_days_and_the_newest_holds(tmp_path):
    rows = """
    - {name: old, on: order, nth: 1, give: coupon, depth: 0.5, valid_days: 1000}
    - {name: new, on: order, nth: 1, days: 10, give: coupon, depth: 0.2, valid_days: 15}"""
    _, ledger = ran(tmp_path, rows, *ALIKE, "market.need.order_shape=1", "market.need.order_rate=2.5")
    used = Counter()
    for times in orders_of(ledger).values():
        start = np.float32(times[0] + 10)
        used["old"] += len(times) > 1 and times[1] < start
        used["new"] += any(start < time <= start + 15 for time in times)
    each = ledger.granted.sum(axis=0)
    assert each[:, Granted.REDEEMED].tolist() == [used["old"], used["new"]]
    assert used["old"] > 50
    assert used["new"] > 50
    assert -ledger.sums[:, :, Account.COUPON].sum() == each[:, Granted.LESS].sum()


def test_a_gift_pleases_and_keeps_customers(tmp_path):
    rows = "    - {name: gift, on: order, give: gift, cost: 1}"
    felt = ("people=3000", "days=400", "market.start.customer=1", "market.satisfaction.dropout_effect=1.0")
    left = {}
    for worth in ("0", "2"):
        plan, ledger = ran(tmp_path, rows, *felt, f"market.gifts.gift_satisfaction={worth}")
        left[worth] = ledger.counts[:, :, Event.DROPPED_OUT].sum() / plan.people
    assert left["2"] < left["0"] - 4 * np.sqrt(2 * left["0"] * (1 - left["0"]) / 3000)


def test_friends_who_order_bring_incentives(tmp_path):
    rows = "    - {name: friends, on: friend, nth: 1, give: message, cost: 1}"
    plan, ledger = ran(
        tmp_path,
        rows,
        "people=3000",
        "days=365",
        "market.referral.share_probability=0.9",
        "market.referral.accept_probability=0.5",
    )
    friends = ledger.more["children"]
    assert (friends >= 1).sum() > 20
    got = ledger.granted.sum(axis=0)[0, Granted.SENT]
    assert got == (friends >= 1).sum()
    assert plan.incentive_names == ("friends",)


def test_years_always_come_later():
    for first in (0.25, 364.9, 3650.123, 19_999.9):
        for t in np.float32([first, first + 365, first + 365.001, 20_000]).astype(float):
            assert next_year(first, t) > t
            assert years_on(t, 0.0) == pytest.approx(t + 365, abs=0.01)
    assert years_on(100.0, 366.0) == 830.0


def test_the_future_costs_whom_incentives_go_to_and_as_long_as_they_may(tmp_path):
    """Same gifts to nobody, to all, or never again: nothing, all, or next to nothing beyond the horizon."""
    felt = ("people=600", "days=365", "market.start.customer=1", "market.gifts.gift_satisfaction=0")

    def per_day(who):
        rows = f"    - {{name: gift, on: birthday, give: gift, cost: 3, {who}}}"
        plan, ledger = ran(tmp_path, rows, *felt)
        some = np.arange(plan.people)
        margins = Margins(plan, ledger.people[some], ledger.more[some], plan.days - 1, 0.0)
        return cost_by_day(plan, margins.people, margins.more, margins.order_rate), ledger

    everybody, _ = per_day("at_most: 250")
    assert everybody == pytest.approx(3.0 / 365.0, rel=1e-3)
    nobody, ledger = per_day("who: {least_orders: 100}")
    assert (nobody == 0.0).all()
    few, ledger = per_day("who: {least_orders: 3}")
    assert ((few > 0.0) == (ledger.people["orders"] >= 3)).all()
    heavy, ledger = per_day("who: {classes: [heavy]}")
    assert ((heavy > 0.0) == (ledger.people["cell"] % 2 == 1)).all()
    last, ledger = per_day("at_most: 1")
    assert (last[ledger.people["first_at"] <= 0.0] == 0.0).all()
    again, _ = per_day("at_most: 3")
    assert (again <= everybody).all()
    assert 0.0 < again.mean() < 0.99 * everybody.mean()


CAMPAIGNS = """
    - {name: all, on: campaign, days: 30, again_after: 28, until: 200, give: message, cost: 1}
    - {name: once, on: campaign, days: 100.3, give: message}
    - {name: by a coin, on: campaign, days: 30, again_after: 28, give: message, who: {share: 0.3}}
    - {name: quiet, on: campaign, days: 60, again_after: 45, give: message, who: {least_silent: 20, most_silent: 50}}
    - {name: new, on: order, give: message, who: {least_orders: 2, most_orders: 4}}
    - {name: coupon, on: order, nth: 2, give: coupon, depth: 0.1, valid_days: 60}
    - {name: users, on: campaign, days: 50, again_after: 50, give: message, who: {coupon_used: with}}
    - {name: others, on: campaign, days: 50, again_after: 50, give: message, who: {coupon_used: without}}"""


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory):
    return ran(tmp_path_factory.mktemp("campaigns"), CAMPAIGNS, *ALIKE, "days=400")


def test_campaigns_reach_all_customers_on_their_days(campaigns):
    _, ledger = campaigns
    for number, days in ((1, np.arange(30, 201, 28)), (2, [float(np.float32(100.3))])):
        times = sent(ledger, number)
        assert len(times) == 400
        assert all(found == pytest.approx(days) for found in times.values())


def test_a_share_is_drawn_anew_each_time(campaigns):
    _, ledger = campaigns
    times = sent(ledger, 3)
    got = np.array([[day in times.get(who, []) for day in range(30, 400, 28)] for who in range(400)])
    n = got.size
    assert abs(got.mean() - 0.3) < 4 * np.sqrt(0.3 * 0.7 / n)  # false alarm 6e-5, as the next
    assert abs((got[:, 1:] & got[:, :-1]).mean() - 0.09) < 4 * np.sqrt(0.09 * 0.91 / n)


def test_incentives_see_recency_frequency_and_coupons_used(campaigns):
    _, ledger = campaigns
    orders = orders_of(ledger)
    quiet, few, users, others = (sent(ledger, number) for number in (4, 5, 7, 8))
    seen = 0
    for who, times in orders.items():
        past = np.array(times)
        silent = {day: day - past[past < day].max() for day in range(60, 400, 45)}
        assert quiet.get(who, []) == [day for day, days in silent.items() if 20 <= days <= 50]
        assert few.get(who, []) == times[1:4]
        used = times[2] if len(times) > 2 and times[2] <= np.float32(times[1] + 60) else np.inf
        assert users.get(who, []) == [day for day in range(50, 400, 50) if used < day]
        assert others.get(who, []) == [day for day in range(50, 400, 50) if used > day]
        seen += used < 350
    assert 50 < seen < 350


def test_whoever_buys_anyway_takes_the_coupon_too(tmp_path):
    """Where everybody buys at every occasion, a coupon sells no more and costs its discount."""
    row = "    - {{name: all, on: campaign, days: 30, again_after: 28, give: coupon, depth: 0.2, cost: 0.5, {}}}"
    _, without = ran(tmp_path, row.format("who: {share: 0}"), *ALIKE)
    _, none = ran(tmp_path, row.format("active: false"), *ALIKE)
    _, given = ran(tmp_path, row.format("valid_days: 14"), *ALIKE)
    assert np.array_equal(without.journal, none.journal)
    assert np.array_equal(without.sums, none.sums)
    assert orders_of(given) == orders_of(none)
    each = given.granted.sum(axis=(0, 1))
    lost = none.people["net"].sum() - given.people["net"].sum()
    assert lost == each[Granted.LESS] + each[Granted.COST]
    assert each[Granted.REDEEMED] > 400


def test_campaigns_come_on_the_days_that_are_left():
    for first in (0.3, 28.0, 100.3, 19_999.9):
        for again in (0.0, 1.0, 33.7, 28.0):
            for t in np.float32([0.0, first - 0.01, first, first + 0.01, first + again, 20_000]).astype(float):
                due = next_campaign(first, again, 1e9, t)
                assert (due == 0.0) == (again == 0.0 and t >= np.float32(first))
                if due > 0.0:
                    assert due > t
                    step = (due - first) / again if again else due - first
                    assert step == pytest.approx(round(step), abs=1e-3)
    assert next_campaign(28.0, 28.0, 60.0, 56.0) == 0.0
    assert next_campaign(28.0, 28.0, 84.0, 56.0) == 84.0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("on: campaign, days: 0, give: message", "days above 0"),
        ("on: campaign, give: message", "days above 0"),
        ("on: campaign, days: 3, again_after: 0.5, give: message", "0 for once, or from 1 day on"),
        ("on: order, give: message, who: {least_orders: 5, most_orders: 3}", "at most most_orders, 3"),
        ("on: order, give: message, who: {least_silent: 9, most_silent: 3}", "at most most_silent, 3"),
    ],
)
def test_days_that_do_not_come_and_limits_turned_round_are_refused(tmp_path, row, said):
    with pytest.raises(BadInput, match=said):
        ran(tmp_path, f"    - {{name: x, {row}}}")
