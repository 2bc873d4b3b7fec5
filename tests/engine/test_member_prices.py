"""Prices for members: a lower price for who has ordered, and a still lower one in the upper tier."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.differences import differences
from sim.value import residual
from sim.vocabulary import NEVER, Account, Event, Stage
from tests import worlds

POINTS = "policy.relationship.points"
CUSTOMERS = (
    *("people=1500", "market.size=1500", "days=500", "market.start.customer=1", "policy.referral.active=false"),
    *("market.spend.return_share=0", "market.lapse.return_rate=0"),
)
"""Everybody has ordered once at time 0, when nobody was a member."""
ALWAYS = (*CUSTOMERS, "market.choice.share_customer=1", "market.choice.share_competitor=0")
"""Whoever has an occasion orders, whatever it costs."""


def lived(*overrides):
    return worlds.lived(load("base", overrides=overrides))


def lines(ledger, *kinds):
    found = ledger.journal
    return found[np.isin(found["kind"], kinds)]


@pytest.mark.parametrize("programme", [(), (f"{POINTS}.earn_rate=0.1",), (f"{POINTS}.tier.orders=2",)])
def test_a_price_that_is_no_lower_changes_nothing(programme):
    (_, one), (_, other) = (
        lived(*CUSTOMERS, *programme, *more)
        for more in ((), (f"{POINTS}.member_price_off=0", f"{POINTS}.tier.price_off=0"))
    )
    assert differences(one, other) == []


@pytest.mark.parametrize("dropout", ["exponential", "coin", "renewal"])
def test_members_order_as_if_the_price_were_lower_for_all(dropout):
    """After the first order at time 0 everybody is a member: what follows, and what it is worth after the horizon, is
    that of the price level."""
    way = f"market.need.dropout={dropout}"
    plan, members = lived(*CUSTOMERS, way, f"{POINTS}.member_price_off=0.25")
    cheap, all_over = lived(*CUSTOMERS, way, "policy.price.level=0.75")
    assert len(lines(members, Event.ORDERED)) > 500
    assert lines(members, Event.ORDERED).tolist() == lines(all_over, Event.ORDERED).tolist()
    first, dear = (lines(one, Event.FIRST_ORDER)["amount"] for one in (all_over, members))
    assert first == pytest.approx(0.75 * dear, abs=1)
    who = np.arange(plan.people)
    assert residual(plan, members, who) == pytest.approx(residual(cheap, all_over, who), rel=1e-12)


def test_the_upper_tier_pays_less_while_it_lasts():
    """Orders are the same at any price, so that each can be held against what it was without."""
    tier = (f"{POINTS}.tier.orders=3", f"{POINTS}.tier.price_off=0.2", f"{POINTS}.member_price_off=0.05")
    _, plain = lived(*ALWAYS, f"{POINTS}.tier.orders=3")
    plan, ledger = lived(*ALWAYS, *tier)
    before, after = (lines(one, Event.ORDERED) for one in (plain, ledger))
    assert (before[["time", "who"]] == after[["time", "who"]]).all()
    risen, over = np.full(plan.people, NEVER), np.full(plan.people, NEVER)
    for line in lines(ledger, Event.UPGRADED):
        risen[line["who"]] = min(risen[line["who"]], line["time"])
    for line in lines(ledger, Event.DOWNGRADED):
        over[line["who"]] = line["time"]
    inside = (after["time"] > risen[after["who"]]) & (after["time"] < over[after["who"]])
    assert 100 < inside.sum() < len(after) - 100
    assert after["amount"] == pytest.approx(before["amount"] * np.where(inside, 0.8, 0.95), abs=1)
    less = (before["amount"] - after["amount"]).sum()
    revenue = [one.sums[:, :, Account.REVENUE].sum() for one in (plain, ledger)]
    assert revenue[0] - revenue[1] == less
    assert ledger.sums[:, :, [Account.DISCOUNT, Account.COUPON, Account.POINTS]].sum() == 0


def test_an_upper_tier_never_pays_more_than_members_do():
    plan, _ = lived(*CUSTOMERS, f"{POINTS}.tier.orders=2", f"{POINTS}.member_price_off=0.2")
    assert plan.behaviour[0][["member_off", "tier_off"]].tolist() == (0.2, 0.2)


def test_nobody_is_a_member_before_the_first_order():
    new = ("people=3000", "days=200", "policy.referral.active=false", "market.awareness.organic_rate=0.02")
    (_, plain), (_, members) = lived(*new), lived(*new, f"{POINTS}.member_price_off=0.3")
    assert len(lines(plain, Event.FIRST_ORDER)) > 100
    assert lines(plain, Event.FIRST_ORDER).tolist() == lines(members, Event.FIRST_ORDER).tolist()


def test_coupons_and_deals_come_off_the_price_for_members(tmp_path):
    deal = "{name: always, from: 0, to: 500, depth: 0.1, for: repeat}"
    file = tmp_path / "deal.yaml"
    file.write_text(f"extends: base\npolicy: {{promotion: {{deals: [{deal}]}}}}\n", "utf-8")

    def paid(*more):
        ledger = engine.run(lower(load(file, overrides=(*ALWAYS, *more)), 0), journal=True)
        return lines(ledger, Event.ORDERED)["amount"]

    without, members = paid(), paid(f"{POINTS}.member_price_off=0.2")
    assert members == pytest.approx(0.8 * without, abs=2)


def test_the_residual_tells_tiers_apart():
    """Whoever is in the upper tier at the horizon, a cost of goods above the price there, is worth less for it."""
    dear = (*ALWAYS, f"{POINTS}.tier.orders=2", "policy.product.cost_ratio=0.7")
    (plain, one), (plan, other) = lived(*dear), lived(*dear, f"{POINTS}.tier.price_off=0.5")
    who = np.flatnonzero(other.people["stage"] == Stage.CUSTOMER)
    upper = other.more["at_tier"][who] < NEVER
    before, after = residual(plain, one, who), residual(plan, other, who)
    assert 20 < upper.sum() < len(who) - 20
    assert after[~upper] == pytest.approx(before[~upper])
    assert (after[upper] < before[upper]).all()
