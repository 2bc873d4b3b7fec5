"""Books of the loyalty programme that are wrong: every kind of fault is seen, and named."""

from dataclasses import replace

import numpy as np
import pytest

from sim.identities import IdentityBroken, assert_identities
from sim.vocabulary import NEVER, Account, Event, Points
from tests.properties.test_broken_service import run, with_fault


def points_from_nowhere(ledger):
    day = np.argmax(ledger.programme[:, Points.ISSUED])
    ledger.programme[day, Points.ISSUED] -= 1


def points_that_vanish(ledger):
    ledger.more["points"][np.argmax(ledger.more["points"])] -= 1000


def balance_below_none(ledger):
    ledger.more["points"][3] = -1


def accrual_forgotten(ledger):
    day, cell = np.argwhere(ledger.sums[:, :, Account.POINTS] < 0)[0]
    ledger.sums[day, cell, Account.POINTS] += 1


def points_of_a_stranger(ledger):
    ledger.more["points"][np.argmax(ledger.people["orders"] == 0)] = 5


def balance_that_never_lapses(ledger):
    ledger.more["points_at"][np.argmax(ledger.more["points"])] = 1.0


def lapsed_backwards(ledger):
    ledger.programme[4, Points.EXPIRED] = -1


def lapsed_before_they_were_issued(ledger):
    ledger.programme[0, Points.EXPIRED] += 10**12


def used_by_nobody(ledger):
    day = np.argmax(ledger.counts[:, :, Event.REDEEMED].sum(axis=1) == 0)
    ledger.programme[day, Points.REDEEMED] += 1


def used_beyond_the_price(ledger):
    day = np.argmax(ledger.programme[:, Points.REDEEMED])
    ledger.programme[day, Points.REDEEMED] += 10**12


def more_earned_than_there_is(ledger):
    ledger.programme[9, Points.ISSUED] += 10**12


def more_taken_back_than_lapsed(ledger):
    ledger.sums[5, 0, Account.POINTS] += 10**12


def risen_twice(ledger):
    ledger.counts[7, 0, Event.UPGRADED] += 1


def counted_too_often(ledger):
    ledger.more["year_orders"][2] = 255


def tier_without_end(ledger):
    ledger.more["at_tier"][np.argmax(ledger.more["at_tier"] < NEVER)] = 10.0


FAULTS = {
    points_from_nowhere: "points issued that were not redeemed",
    points_that_vanish: "points issued that were not redeemed",
    balance_below_none: "fewer points than none",
    accrual_forgotten: "points in the books are not those redeemed and those accrued",
    points_of_a_stranger: "points of people who never bought",
    balance_that_never_lapses: "points that should have lapsed",
    lapsed_backwards: "points move backwards",
    lapsed_before_they_were_issued: "points used or lapsed before they were issued",
    used_by_nobody: "points used that nobody redeemed",
    used_beyond_the_price: "more points used than was paid",
    more_earned_than_there_is: "more points issued than orders earn",
    more_taken_back_than_lapsed: "more points taken back than lapsed",
    risen_twice: "people in the upper tier are not those who rose and have not fallen",
    counted_too_often: "more orders counted than the upper tier takes",
    tier_without_end: "in the upper tier beyond its time",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_books_of_points_is_seen(fault):
    plan, ledger = run("points")
    assert_identities(plan, ledger)
    with pytest.raises(IdentityBroken, match=FAULTS[fault]):
        assert_identities(plan, with_fault(ledger, fault))


@pytest.mark.parametrize(
    ("table", "place", "name"),
    [
        ("programme", (3, Points.ISSUED), "points without a programme"),
        ("sums", (3, 0, Account.POINTS), "points in the books without a programme"),
        ("counts", (3, 0, Event.UPGRADED), "points used or tiers without a programme"),
    ],
)
def test_points_without_a_programme_are_seen(table, place, name):
    plan, ledger = run("quiet")
    changed = getattr(ledger, table).copy()
    changed[place] -= 1
    with pytest.raises(IdentityBroken, match=name):
        assert_identities(plan, replace(ledger, **{table: changed}))
