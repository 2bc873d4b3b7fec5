"""Thanks to who brought a customer: one for each, a day after the first order, at its cost, felt for its time."""

import numpy as np

from sim.vocabulary import MICRO, Account, Event
from tests.worlds import world

POLICY, MARKET = "policy.referral.care", "market.chain_care"
LIVELY = (
    *("people=3000", "days=300", "market.size=6000", "market.start.customer=0.3"),
    *("market.referral.share_probability=0.4", "market.referral.accept_probability=0.5"),
)
ON = (*LIVELY, f"{POLICY}.active=true")


def test_everybody_who_brought_a_customer_is_thanked_once_for_each_at_its_cost():
    plan, ledger = world(*ON, f"{POLICY}.cost_per_thanks=2.5", journal=True)
    people = ledger.people
    brought = np.flatnonzero((people["orders"] > 0) & (people["referrer"] >= 0) & (people["first_at"] + 1 < plan.days))
    due = sorted((int(people["referrer"][who]), float(np.float32(people["first_at"][who] + 1.0))) for who in brought)
    lines = ledger.journal[ledger.journal["kind"] == Event.THANKED_REFERRER]
    assert len(due) > 100
    assert sorted((int(line["who"]), float(np.float32(line["time"]))) for line in lines) == due
    assert ledger.sums[:, :, Account.CHAIN_CARE].sum() == -2.5 * MICRO * len(due)


def test_the_more_it_moves_the_more_are_invited():
    shared = [
        int(world(*ON, f"{MARKET}.share_odds={odds}")[1].counts[:, :, Event.SHARED].sum()) for odds in (0.2, 1.0, 5.0)
    ]
    assert shared[0] < shared[1] < shared[2]


def test_what_is_felt_for_no_time_moves_nobody():
    _, one = world(*ON, f"{MARKET}.felt_days=0.001", f"{MARKET}.share_odds=50", journal=True)
    _, other = world(*ON, f"{MARKET}.felt_days=0.001", f"{MARKET}.share_odds=1", journal=True)
    assert one.journal.tobytes() == other.journal.tobytes()


def test_thanks_are_a_cost_of_winning_and_nothing_else():
    """At odds of 1 the same people live the same lives; profit is lower by what the thanks cost."""
    still = (*LIVELY, f"{MARKET}.share_odds=1")
    (_, without), (_, thanked) = (
        world(*still, f"{POLICY}.active={on}", f"{POLICY}.cost_per_thanks=2") for on in ("false", "true")
    )
    assert (thanked.people["net"] == without.people["net"]).all()
    spent = thanked.people["spent"].sum() - without.people["spent"].sum()
    assert spent == thanked.sums[:, :, Account.CHAIN_CARE].sum() < 0
