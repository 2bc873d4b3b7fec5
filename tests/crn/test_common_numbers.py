"""Common random numbers: what a policy does not touch does not change, and the rest moves one way."""

import numpy as np
import pytest

from sim.vocabulary import Event
from tests.worlds import NO_REFERRAL, figures, world

VIDEO = 3  # source number: organic, search, social, video


def lines_by_person(journal, people):
    """Journal lines of each of ``people``, as comparable bytes."""
    order = np.argsort(journal["who"], kind="stable")
    journal = journal[order]
    starts = np.searchsorted(journal["who"], people)
    ends = np.searchsorted(journal["who"], people, side="right")
    return [journal[a:b].tolist() for a, b in zip(starts, ends, strict=True)]


def test_a_copy_of_todays_policy_differs_by_exactly_nothing():
    a = figures(*world())
    b = figures(*world(scenario="null"))
    assert (a.fillna(-1) == b.fillna(-1)).all()


@pytest.mark.parametrize(
    "override",
    [
        "policy.price.level=1.0",
        "policy.winback.cost_per_return=5",  # nobody returns in the base market
        "market.referral.sharer_effect_days=30",  # without effect at ratio 1
    ],
)
def test_a_policy_of_strength_zero_is_the_baseline_bit_for_bit(override):
    _, a = world(journal=True)
    _, b = world(override, journal=True)
    assert a.journal.tobytes() == b.journal.tobytes()
    assert a.sums.tobytes() == b.sums.tobytes()


def test_people_whom_a_channel_never_met_live_the_same_life_without_it():
    _, a = world(*NO_REFERRAL, "policy.channel.weekly_spend.video=40000", journal=True)
    _, b = world(*NO_REFERRAL, "policy.channel.weekly_spend.video=0", journal=True)
    met = [line["who"] for line in a.journal if line["kind"] <= Event.TOUCHED and line["amount"] == VIDEO]
    untouched = np.setdiff1d(np.arange(len(a.people)), met)
    assert len(met) > 100
    assert len(untouched) > 100
    assert lines_by_person(a.journal, untouched) == lines_by_person(b.journal, untouched)
    touched = np.unique(met)
    assert lines_by_person(a.journal, touched) != lines_by_person(b.journal, touched)


def test_more_money_for_a_channel_reaches_nobody_later():
    _, less = world(*NO_REFERRAL)
    _, more = world(*NO_REFERRAL, "policy.channel.weekly_spend.search=40000")
    assert (more.people["reached_at"] <= less.people["reached_at"]).all()
    assert (more.people["reached_at"] < less.people["reached_at"]).sum() > 20


def test_a_higher_price_makes_nobody_buy_sooner():
    _, low = world(*NO_REFERRAL)
    _, high = world(*NO_REFERRAL, "policy.price.level=1.3")
    assert (high.people["first_at"] >= low.people["first_at"]).all()
    assert (high.people["first_at"] > low.people["first_at"]).sum() > 20


def test_who_buys_at_a_higher_price_would_have_bought_at_the_lower_one():
    start = (*NO_REFERRAL, "market.start.customer=1.0", "market.awareness.organic_rate=0")
    _, low = world(*start, journal=True)
    _, high = world(*start, "policy.price.level=1.2", journal=True)
    orders = [
        {(line["who"], line["time"]) for line in ledger.journal if line["kind"] == Event.ORDERED}
        for ledger in (low, high)
    ]
    assert orders[1] < orders[0]


def test_pairing_narrows_the_difference_of_a_price_change():
    pairs = [
        (
            figures(*world(replication=r))["orders"],
            figures(*world("policy.price.level=1.1", replication=r))["orders"],
        )
        for r in range(12)
    ]
    a, b = np.array(pairs).T
    assert (a.var(ddof=1) + b.var(ddof=1)) / (b - a).var(ddof=1) > 3.0
