"""Promoters: each acquaintance tells once, at its time; commissions are shares of first orders; heads cost by day."""

from itertools import pairwise

import numpy as np
import pytest

from sim.measures import measure
from sim.measures.money import money
from sim.mechanisms.promoters.lowering import MONTH
from sim.vocabulary import MICRO, Account, Event
from tests.worlds import world

POLICY, MARKET = "policy.referral.promoters", "market.promoters"
STAFF = f"{POLICY}.staff.heads=20000"
ON = ("people=3000", "days=240", STAFF, f"{MARKET}.joining=0.3")
TOLD = {"staff": Event.TOLD_BY_STAFF, "partners": Event.TOLD_BY_PARTNER}


def words(ledger, kind="staff"):
    """The moments at which promoters of a kind have told each person, by person."""
    found = {}
    for line in ledger.journal[ledger.journal["kind"] == TOLD[kind]]:
        found.setdefault(int(line["who"]), []).append(float(line["time"]))
    return found


def come_earlier(less, more):
    """Whether who was told is told as often or more often, and each time no later."""
    return all(len(more.get(who, ())) >= len(times) for who, times in less.items()) and all(
        sooner <= later for who, times in less.items() for sooner, later in zip(more[who], times, strict=False)
    )


@pytest.mark.parametrize(
    "steps",
    [
        [f"{POLICY}.staff.heads={heads}" for heads in (5000, 20000, 40000)],
        [f"{MARKET}.contacts={contacts}" for contacts in (10, 30, 60)],
        [f"{MARKET}.staff_active={active}" for active in (0.05, 0.2, 0.6)],
    ],
    ids=("heads", "contacts", "active"),
)
def test_the_more_there_are_and_the_more_they_do_the_earlier_everybody_is_told(steps):
    told = [words(world(*ON, step, journal=True)[1]) for step in steps]
    assert all(come_earlier(less, more) for less, more in pairwise(told))
    many = [sum(map(len, one.values())) for one in told]
    assert 200 < many[0] < many[1] < many[2]


def test_whom_staff_tells_does_not_hang_on_partners_nor_on_who_believes():
    alone = words(world(*ON, journal=True)[1])
    _, both = world(*ON, f"{POLICY}.partners.heads=30000", f"{MARKET}.joining=0.9", journal=True)
    assert words(both) == alone
    assert words(both, "partners")


def test_a_commission_moves_partners_and_leaves_staff_as_it_is():
    both = (f"{POLICY}.partners.heads=20000", f"{MARKET}.staff_pay_odds=1", f"{MARKET}.partners_pay_odds=1.5")
    few, many = (
        world(*ON, *both, *(f"{POLICY}.{kind}.commission={pay}" for kind in TOLD), journal=True)[1]
        for pay in (0.0, 0.3)
    )
    assert words(few) == words(many)
    assert come_earlier(words(few, "partners"), words(many, "partners"))
    assert words(few, "partners") != words(many, "partners")


def test_commissions_are_shares_of_first_orders_and_heads_cost_by_the_day():
    plan, ledger = world(*ON, f"{POLICY}.staff.cost_per_head=3", f"{POLICY}.staff.commission=0.07", journal=True)
    lines = ledger.journal
    first = {int(line["who"]): int(line["amount"]) for line in lines[lines["kind"] == Event.FIRST_ORDER]}
    won = {int(line["who"]): int(line["amount"]) for line in lines[lines["kind"] == Event.WON_BY_STAFF]}
    assert len(won) > 100
    assert set(won) <= set(np.flatnonzero(ledger.more["promoter"] == 1))
    assert won == {who: int(np.floor(0.07 * first[who] + 0.5)) for who in won}
    booked = money(plan, ledger).sum(axis=0)
    assert booked[Account.STAFF_COMMISSION] == -sum(won.values())
    by_head = 20000 * 3 * plan.days / MONTH / plan.scale
    assert -booked[Account.PROMOTERS] / MICRO == pytest.approx(by_head, abs=plan.days / MICRO)


def test_what_promoters_cost_is_in_cac_and_in_profit():
    ahead = [measure(*world(*ON, f"{POLICY}.staff.cost_per_head={cost}")) for cost in (0, 3)]
    free, dear = (table.set_index(["measure", "by", "key"])["value"] for table in ahead)
    cost = dear["promoter_cost", "all", ""] - free["promoter_cost", "all", ""]
    assert cost == pytest.approx(20000 * 3 * 240 / MONTH, rel=1e-6)
    assert free["profit", "all", ""] - dear["profit", "all", ""] == pytest.approx(cost)
    more = dear["cac", "all", ""] - free["cac", "all", ""]
    assert more * dear["customers", "all", ""] == pytest.approx(cost)
    segments = [key for by, key in dear["cac"].index if by == "segment"]
    parts = sum(
        (dear["cac", "segment", key] - free["cac", "segment", key]) * dear["customers", "segment", key]
        for key in segments
    )
    assert parts == pytest.approx(cost)
    per_customer = dear["promoter_cost", "promoter", "staff"] / dear["promoter_customers", "promoter", "staff"]
    assert dear["promoter_cac", "promoter", "staff"] == pytest.approx(per_customer)


def test_who_has_left_the_list_or_has_bought_is_told_in_vain():
    _, ledger = world(*ON, "market.retain.unsubscribe_rate=0.04", f"{MARKET}.joining=1", journal=True)
    closed = set()
    in_vain = 0
    for line in ledger.journal:
        who = int(line["who"])
        if line["kind"] in (Event.UNSUBSCRIBED, Event.FIRST_ORDER, Event.OPTED_IN, Event.ACCEPTED):
            closed.add(who)
        elif line["kind"] == Event.TOLD_BY_STAFF:
            assert line["amount"] == (who not in closed)
            in_vain += who in closed
    assert in_vain > 100
