"""Seeding: whom the firm chooses, whom they reach, and that the ledger of referrals stays true."""

import numpy as np
import pytest

from sim.core.ground.draws import uniform
from sim.measures import measure
from sim.referral.lineage import generations, linked, referred
from sim.vocabulary import MICRO, Account, Decision, Event, Ties
from tests.worlds import world

POLICY, MARKET = "policy.referral.seeding", "market.seeding"
ON = (
    *("people=4000", "days=200", "market.size=100000", f"{POLICY}.active=true", f"{POLICY}.people=20000"),
    *(f"{POLICY}.day=30", "market.referral.leaders=0.2", f"{MARKET}.taking_part=0.5", f"{MARKET}.tells=0.5"),
)
QUIET = "market.referral.share_probability=0"


def seeded(ledger):
    """Who got the product."""
    return ledger.more["seeded"] > 0


def leaders(plan):
    """Who is an opinion leader."""
    key = plan.behaviour["key"][0]
    drawn = [uniform(key, int(Decision.LEADER), who, 0, 0) for who in range(plan.people)]
    return np.array(drawn) < plan.behaviour["leaders"][0]


def test_more_people_are_the_same_and_others_on_the_day_at_their_cost():
    few, many = (world(*ON, f"{POLICY}.people={people}", f"{POLICY}.cost_per_person=7")[1] for people in (5000, 20000))
    assert (seeded(few) <= seeded(many)).all()
    assert 100 < seeded(few).sum() < seeded(many).sum()
    assert many.counts[30, :, Event.SEEDED].sum() == seeded(many).sum() == many.counts[:, :, Event.SEEDED].sum()
    assert many.sums[:, :, Account.SEEDING].sum() == -7 * MICRO * seeded(many).sum()


@pytest.mark.parametrize("accuracy", [0.0, 0.4, 0.9])
def test_leaders_are_found_as_well_as_is_said(accuracy):
    """Of n chosen the share of leaders has the error sqrt(p (1 - p) / n); 4.5 of it come by chance in 1 of 100,000."""
    plan, ledger = world(*ON, f"{POLICY}.people=10000", f"{POLICY}.accuracy={accuracy}")
    found, expected = leaders(plan)[seeded(ledger)], accuracy + (1.0 - accuracy) * 0.2
    assert len(found) > 250
    assert abs(found.mean() - expected) < 4.5 * np.sqrt(expected * (1.0 - expected) / len(found))


def test_who_knows_many_reaches_many():
    """Each who takes part invites the share of the own contacts, rounded up or down."""
    plan, ledger = world(*ON, QUIET, "market.referral.network.kind=scale_free")
    assert plan.behaviour["network_kind"][0] == Ties.LISTED
    sent, known = ledger.people["invites"].astype(int), np.diff(plan.network.links_from)
    took_part = sent > 0
    assert took_part.sum() > 200
    assert (np.abs(sent - 0.5 * known)[took_part] < 1.0).all()
    assert seeded(ledger)[took_part].all()
    assert known[took_part].max() > 3 * known[took_part].min()


def test_whoever_takes_part_more_often_reaches_more_and_whoever_does_not_reaches_nobody():
    sent = [
        world(*ON, QUIET, f"{MARKET}.taking_part={share}")[1].people["invites"].astype(int) for share in (0, 0.3, 0.9)
    ]
    assert sent[0].sum() == 0
    assert (sent[1] <= sent[2]).all()
    assert sent[1].sum() < sent[2].sum()


def test_the_ledger_tells_whom_customers_brought_from_whom_others_did():
    plan, ledger = world(
        *ON, "market.referral.accept_probability=0.6", "market.referral.share_probability=0.4", journal=True
    )
    people = ledger.people
    by_friend, by_customer = referred(people), linked(people)
    others = by_friend & ~by_customer
    assert others.sum() > 50
    assert seeded(ledger)[people["referrer"][others]].all()
    assert (generations(people)[others] == 0).all()
    assert (generations(people)[by_customer] > 0).all()
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    by_seeded = seeded(ledger)[people["referrer"][by_friend]].sum()
    assert table["seeding_customers", "all", ""] == by_seeded * plan.scale
    assert (people["referrer"][by_friend] != np.flatnonzero(by_friend)).all()
    assert table["people_seeded", "all", ""] == seeded(ledger).sum() * plan.scale


def test_who_is_not_in_the_market_yet_gets_nothing():
    _, ledger = world(*ON, "market.start.inflow=true", "market.start.reached=1")
    entered = ledger.people["reached_at"][seeded(ledger)]
    assert len(entered) > 50
    assert (entered < 31).all()
