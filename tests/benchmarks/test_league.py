"""The league of coupons: what a firm's table says is what its books say, kinds are told apart, gains are found, and the
clairvoyant's sum over customers is a year that can be lived."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2

from benchmarks.league import (
    COST,
    DEPTH,
    EVERY,
    NAMES,
    YEAR,
    Season,
    Table,
    clairvoyant,
    company,
    gains,
    kinds,
    learned,
    lifts,
    season,
    sent,
    table,
    told,
    with_rows,
)
from scenarios.lowering.lower import lower
from scenarios.policy.incentives import Who
from sim import engine
from sim.accounts import NET_REVENUE
from sim.vocabulary import MICRO, Event, Granted

PEOPLE = 1_500
SEGMENTS = ("value seekers", "convenience seekers")


@pytest.fixture(scope="module")
def played():
    """A company, its plan, and its ledger with the journal."""
    one = company(2, PEOPLE)
    plan = lower(one, 2)
    return one, plan, engine.run(plan, journal=True)


def test_the_table_of_the_experiment_is_what_the_books_say(played):
    _, plan, ledger = played
    seen, year = table(plan, ledger), slice(EVERY, YEAR)
    assert len(seen.bought) == PEOPLE * (YEAR // EVERY - 1)
    _, _, redeemed, less, _ = ledger.granted[year].sum(axis=(0, 1))
    assert seen.sent.sum() == ledger.granted[:, :, Granted.SENT].sum()
    assert seen.using.sum() == redeemed
    assert seen.bought.sum() == ledger.counts[year, :, Event.ORDERED].sum()
    booked = ledger.sums[year].sum(axis=(0, 1))[list(NET_REVENUE)].sum() + less
    assert seen.listed.sum() == pytest.approx(booked / MICRO, rel=1e-7)
    assert abs(seen.sent.mean() - 0.5) < 4 * 0.5 / np.sqrt(len(seen.sent))  # false alarm 6e-5


def test_a_year_of_some_is_made_of_the_years_of_all_and_of_none(played):
    """Nobody's life depends on what others get: that of each segment is that with coupons, or without."""
    one, _, ledger = played
    some = season(with_rows(one, [sent("some", Who(segments=SEGMENTS[:1]))]), 2)
    all_ = season(with_rows(one, [sent("everybody", Who())]), 2)
    none = season(one, 2)
    first = ledger.people["segment"] == 0
    assert np.array_equal(some.brought, np.where(first, all_.brought, none.brought))
    best = clairvoyant(none, all_)
    assert best.profit >= max(none.profit, some.profit, all_.profit)
    assert some.profit - none.profit == pytest.approx((some.brought - none.brought).sum(), rel=1e-9)
    assert (all_.brought != none.brought).mean() > 0.5


MARGIN = 0.5


def drawn(lift):
    """A table of orders of 10 each, Poisson about a rate of the customer's own, in which a coupon that nobody uses
    sells ``lift``(days since the latest order, segment) more orders in the mean."""
    rng = np.random.default_rng(5)
    n = 60_000
    silent, orders, rate = rng.uniform(0.0, 100.0, n), rng.integers(1, 30, n), rng.gamma(2.0, 1.0, n)
    segment, used, got = rng.integers(0, 2, n), rng.random(n) < 0.4, rng.random(n) < 0.5
    bought = rng.poisson(1.0 + rate + got * lift(silent, segment))
    return Table(silent, orders, rate, segment, used, got, bought, 10.0 * bought, np.zeros(n, bool))


def test_every_customer_is_of_one_kind():
    seen = drawn(lambda silent, segment: 0.0)
    made, which = kinds(seen, SEGMENTS)
    assert np.bincount(which, minlength=len(made)).min() > 500
    held = np.array(
        [
            (one.silent[0] <= seen.silent)
            & (seen.silent <= one.silent[1])
            & (one.orders[0] <= seen.orders)
            & (seen.orders <= one.orders[1])
            & (seen.segment == SEGMENTS.index(one.segment))
            & (seen.used == (one.used == "with"))
            for one in made
        ]
    )
    assert (held.sum(axis=0) == 1).all()
    assert (held.argmax(axis=0) == which).all()


def test_gains_are_found_where_they_are():
    """By kind with errors as stated (false alarm 1e-4), and together surer than the surest of them alone."""
    seen = drawn(lambda silent, segment: np.where(segment == 0, 0.6, -0.6))
    made, which = kinds(seen, SEGMENTS)
    true = 10.0 * MARGIN * np.array([0.6 if one.segment == SEGMENTS[0] else -0.6 for one in made]) - COST
    known, lift, variance = lifts(seen, which, MARGIN)
    assert known.tolist() == list(range(len(made)))
    off = (lift - true) / np.sqrt(variance)
    assert (off**2).sum() < chi2.ppf(0.9999, len(made))
    found = gains(made, seen, which, MARGIN)
    assert np.sqrt(np.mean((found - true) ** 2)) < np.sqrt(variance.min())


def test_what_customers_bought_before_makes_the_gain_surer():
    """Own rates of variance 2 are two fifths of what orders of variance 5 vary by."""
    seen = drawn(lambda silent, segment: 0.0)
    _, which = kinds(seen, SEGMENTS)
    blind = lifts(replace(seen, rate=np.ones_like(seen.rate)), which, MARGIN)[2]
    assert (lifts(seen, which, MARGIN)[2] / blind).mean() == pytest.approx(3.0 / 5.0, abs=0.05)


def test_rows_are_made_of_kinds_on_whom_a_coupon_pays_and_of_no_other(played):
    one, _, _ = played
    seen = drawn(lambda silent, segment: np.where(segment == 0, 0.6, -0.6))
    rows = learned(one, seen)
    assert len(rows) == len(kinds(seen, SEGMENTS)[0]) / 2
    assert {row.who.segments for row in rows} == {SEGMENTS[:1]}
    assert all((row.days, row.again_after, row.depth) == (YEAR, EVERY, DEPTH) for row in rows)
    assert not learned(one, drawn(lambda silent, segment: -0.1))


def test_the_table_of_the_league_is_relative_to_random():
    def one(profit):
        return Season(profit, 2.0 * profit, 10, np.zeros(1))

    seasons = [{name: one((k + 1.0) * number) for k, name in enumerate(NAMES)} for number in (1, 2)]
    lines = list(told(seasons))
    assert lines[5].startswith("| random | 1.0000 +- 0.0000 | 1.0000 +- 0.0000 |")
    assert lines[3].startswith("| everybody | 0.5000 +- 0.0000 | 0.5000")
    assert lines[-1].startswith("| clairvoyant | 1.7500 +- 0.0000 |  |")
