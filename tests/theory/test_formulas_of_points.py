"""Formulas of the loyalty programme: against a second way to compute them, and the programme's own laws in runs."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma, nbinom

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.closed_forms.points import PointsLife, gamma_rates_in_tier, same_rate_in_tier
from sim.differences import differences, tables
from sim.mechanisms.points.books import liability
from sim.vocabulary import NEVER, Account, Event, Points
from tests.worlds import lived

EARN, ORDER = 0.05, 25.0
POINTS = "policy.relationship.points"


def followed(life, days, customers, rng):
    """Points of each customer on the last day, and those used per day in the second half: ordered event by event."""
    balance, now = np.full(customers, EARN * ORDER), np.zeros(customers)
    used, left, here = np.zeros(customers), np.zeros(customers), np.ones(customers, bool)
    while here.any():
        gap = rng.exponential(1.0 / life.orders, customers)
        ends = here & (now + gap > days)
        left[ends] = np.where(days - now[ends] > life.expiry, 0.0, balance[ends])
        here &= ~ends
        now += gap
        balance[gap > life.expiry] = 0.0
        redeemed = np.where(rng.random(customers) < life.redeem, np.minimum(balance, ORDER), 0.0)
        used += np.where(here & (now > days / 2), redeemed, 0.0)
        balance += EARN * (ORDER - redeemed) - redeemed
    return left, used / (days / 2)


@pytest.mark.parametrize("life", [PointsLife(0.02, 60, 0.4), PointsLife(0.05, 30, 0.2), PointsLife(0.01, 200, 1.0)])
def test_points_that_stand_and_those_used_follow_littles_law(life):
    expected = life.outstanding(EARN, ORDER), life.redeemed(EARN, ORDER)
    assert life.unsettled(1000) < 1e-4
    for found, value in zip(followed(life, 2000, 100_000, np.random.default_rng(3)), expected, strict=True):
        assert abs(found.mean() - value) < 4.5 * found.std() / np.sqrt(len(found))


def test_points_that_are_neither_used_nor_stand_have_lapsed():
    life = PointsLife(0.02, 60, 0.4)
    issued = life.orders * life.issued(EARN, ORDER)
    assert life.redeemed(EARN, ORDER) == pytest.approx(issued * (1.0 - life.breakage))
    assert PointsLife(0.02, 1e9, 0.4).breakage == pytest.approx(0.0)
    assert PointsLife(0.02, 1e9, 0.4).days == pytest.approx(1.0 / 0.02 / 0.4)  # until the first order that uses them
    assert PointsLife(0.02, 60, 0.0).breakage == pytest.approx(1.0)


@pytest.mark.parametrize("life", [PointsLife(0.02, 60, 0.4), PointsLife(0.1, 30, 0.05), PointsLife(0.01, 200, 0.7)])
@pytest.mark.parametrize("age", [150.0, 400.0])
def test_no_more_of_a_points_life_lies_beyond_an_age_than_is_said(life, age):
    rng, n = np.random.default_rng(4), 200_000
    lived, here = np.zeros(n), np.ones(n, bool)
    while here.any():
        gap = rng.exponential(1.0 / life.orders, n)
        lived += np.where(here, np.minimum(gap, life.expiry), 0.0)
        here &= (gap < life.expiry) & (rng.random(n) >= life.redeem)
    beyond = np.maximum(lived - age, 0.0)
    assert abs(lived.mean() - life.days) < 4.5 * lived.std() / np.sqrt(n)
    assert beyond.mean() / life.days < life.unsettled(age) + 4.5 * beyond.std() / np.sqrt(n) / life.days


@pytest.mark.parametrize(("orders", "first", "second"), [(4, 3.0, 0.0), (2, 0.4, 0.2), (6, 5.0, 3.0), (1, 0.5, 0.1)])
@pytest.mark.parametrize("begun", [True, False])
def test_the_share_in_the_upper_tier_is_a_mixture_over_rates(orders, first, second, begun):
    shape = 0.553

    def at(x):
        return same_rate_in_tier(orders, first * x, second * x, begun) * gamma.pdf(x, shape, scale=1.0 / shape)

    mixed = sum(quad(at, *part, limit=200)[0] for part in ((0.0, 1e-3), (1e-3, 1.0), (1.0, 60.0)))
    assert gamma_rates_in_tier(orders, shape, first, second, begun) == pytest.approx(mixed, abs=1e-6)


def test_the_first_year_is_a_tail_of_the_negative_binomial_law():
    tail = 1.0 - nbinom.cdf(2, 0.553, 1.0 / (1.0 + 365 / 7 / 10.578))
    assert gamma_rates_in_tier(4, 0.553, 0.553 / 10.578 * 365 / 7, 0.0, True) == pytest.approx(tail)


def run(*overrides):
    return lived(load("base", overrides=("people=3000", "days=500", "policy.referral.active=true", *overrides)))


def test_points_that_move_nobody_move_nobody():
    without = run()[1]
    plan, ledger = run(f"{POINTS}.earn_rate=0.1", f"{POINTS}.expiry_days=90", f"{POINTS}.tier.orders=3")
    told = ledger.journal[~np.isin(ledger.journal["kind"], (Event.REDEEMED, Event.UPGRADED, Event.DOWNGRADED))]
    assert len(told) < len(ledger.journal)
    assert told.tobytes() == without.journal.tobytes()
    assert ledger.programme[:, Points.REDEEMED].sum() > 0
    cost = -ledger.sums[:, :, Account.POINTS].sum()
    assert ledger.people["net"].sum() == without.people["net"].sum() - cost
    assert cost == ledger.programme[:, Points.REDEEMED].sum() + liability(plan, ledger.more["points"]).sum()


def test_what_the_firm_expects_to_lapse_moves_money_in_time_and_nothing_else():
    points = (f"{POINTS}.earn_rate=0.1", f"{POINTS}.expiry_days=90", "market.loyalty.points_value=0.5")
    (one, few), (other, many) = (run(*points, f"market.loyalty.breakage={b}") for b in (0.1, 0.9))
    assert set(tables(differences(few, many))) == {"sums", "ages", "people.net", "people.value"}
    settled = [
        ledger.sums[:, :, Account.POINTS].sum() + liability(plan, ledger.more["points"]).sum()
        for plan, ledger in ((one, few), (other, many))
    ]
    assert settled[0] == settled[1] == -few.programme[:, Points.REDEEMED].sum()


@pytest.mark.parametrize(("days", "lapse"), [(60.1, False), (60.0, True)])
def test_points_that_last_as_long_as_a_contract_can_be_used_at_its_renewal(days, lapse):
    contract = "market.need.dropout=renewal", "market.need.renewal_days=60.1", "market.need.renewal_a=0.000001"
    earned = f"{POINTS}.earn_rate=0.1", "market.loyalty.redeem_probability=0", f"{POINTS}.expiry_days={days}"
    ledger = run(*contract, *earned)[1]
    assert ledger.people["orders"].max() > 4
    assert (ledger.programme[:, Points.EXPIRED].sum() > 0) == lapse


def test_an_upper_tier_that_is_never_reached_is_none():
    without = run(f"{POINTS}.earn_rate=0.1")[1]
    far = f"{POINTS}.tier.orders=250", f"{POINTS}.tier.earn=9", "market.loyalty.tier_dropout=0.1"
    with_one = run(f"{POINTS}.earn_rate=0.1", *far)[1]
    assert set(tables(differences(without, with_one))) == {"more.year_orders", "more.counted_at"}


def test_customers_with_points_order_more_and_those_of_the_upper_tier_stay_longer():
    orders = [
        ledger.people["orders"].sum()
        for _, ledger in (
            run(f"{POINTS}.earn_rate=0.1", f"market.loyalty.points_value={value}") for value in (0.0, 0.5, 1.0)
        )
    ]
    assert orders[0] < orders[1] < orders[2]
    gone = [
        ledger.counts[:, :, Event.DROPPED_OUT].sum()
        for _, ledger in (run(f"{POINTS}.tier.orders=2", f"market.loyalty.tier_dropout={r}") for r in (1.0, 0.5, 0.1))
    ]
    assert gone[0] > gone[1] > gone[2]


LADDER = {"tier": 2, "second_tier": 4, "third_tier": 7}
TIERS = tuple(f"{POINTS}.{name}.orders={orders}" for name, orders in LADDER.items())
STEADY = (
    *("people=4000", "market.start.customer=1", "market.need.heterogeneity=gamma", "market.need.order_shape=0.553"),
    *("market.need.order_rate=10.578", "market.need.dropout_shape=0.000000001", "market.need.dropout_rate=1"),
)


@pytest.mark.parametrize("days", [300, 500, 900])
def test_each_upper_tier_and_those_above_it_hold_as_many_as_if_it_were_the_only_one(days):
    """Shares of independent customers, each binomial: z beyond 4 in one of nine happens once in 1,700 such tests."""
    plan, ledger = lived(load("verification/bare", overrides=(*STEADY, *TIERS, f"days={days}")), journal=False)
    inside = np.where(ledger.more["at_tier"] < NEVER, ledger.more["tier"], 0)
    year, rate = days // 365, 0.553 / 10.578 / 7.0
    passed = rate * (days - 365 * year)
    expected = (passed, 0.0) if year == 0 else (rate * 365, passed)
    for place, enough in enumerate(LADDER.values(), start=1):
        share = gamma_rates_in_tier(enough, 0.553, *expected, year <= 1)
        assert abs((inside >= place).mean() - share) < 4.0 * np.sqrt(share * (1.0 - share) / plan.people)


def test_a_further_tier_that_nobody_reaches_changes_nothing():
    two = run(f"{POINTS}.earn_rate=0.1", f"{POINTS}.tier.orders=2", f"{POINTS}.tier.earn=2")[1]
    far = f"{POINTS}.second_tier.orders=250", f"{POINTS}.second_tier.earn=5", f"{POINTS}.second_tier.price_off=0.5"
    three = run(f"{POINTS}.earn_rate=0.1", f"{POINTS}.tier.orders=2", f"{POINTS}.tier.earn=2", *far)[1]
    assert set(tables(differences(two, three))) <= {"more.year_orders", "more.counted_at"}


OFTEN = ("market.start.customer=1", "market.need.order_rate=2", "market.need.dropout_rate=60")


def test_the_better_a_further_tier_keeps_its_customers_the_fewer_leave():
    further = "market.loyalty.next_tier_dropout"
    lost = [
        run(*OFTEN, *TIERS, "market.loyalty.tier_dropout=0.8", f"{further}={ratio}")[1].counts[:, :, Event.DROPPED_OUT]
        for ratio in (1.0, 0.5, 0.1)
    ]
    assert lost[0].sum() > lost[1].sum() > lost[2].sum()


def test_whoever_has_won_a_friend_is_in_a_tier_that_one_friend_brings_and_nobody_else():
    """Where customers never leave, and no customer orders as often as the tier asks for."""
    stay = ("market.need.dropout_shape=0.000000001", "market.need.dropout_rate=1", "market.start.customer=0.5")
    tier = (f"{POINTS}.tier.orders=200", f"{POINTS}.friend_counts=200", "market.referral.share_probability=0.5")
    plan = lower(load("base", overrides=("people=2000", "days=150", *stay, *tier)), 0)
    more = engine.run(plan).more
    inside = more["at_tier"] < NEVER
    assert inside.sum() > 20
    assert (inside == (more["children"] > 0)).all()
    hardly = lower(load("base", overrides=("people=2000", "days=150", *stay, *tier, f"{POINTS}.friend_counts=1")), 0)
    assert (engine.run(hardly).more["at_tier"] >= NEVER).all()
