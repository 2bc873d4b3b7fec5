"""First-order service: once for each new customer, at its price, and felt for its time only."""

import numpy as np

from sim.vocabulary import Account, Event
from tests.worlds import world

POLICY, MARKET = "policy.relationship.first_order_service", "market.first_order_service"
ON = ("people=3000", "days=300", "market.start.customer=0.5", f"{POLICY}.active=true")


def test_one_for_each_first_order_that_is_kept():
    _, ledger = world(*ON, f"{POLICY}.cost_per_first_order=2.5", "market.spend.return_share=0.3", journal=True)
    lines = ledger.journal
    back = set(lines["who"][lines["kind"] == Event.GOODS_RETURNED])
    served = lines["who"][lines["kind"] == Event.WELCOMED]
    firsts = set(lines["who"][lines["kind"] == Event.FIRST_ORDER])
    assert len(set(served)) == len(served) > 500
    assert firsts - back <= set(served) < firsts
    assert ledger.sums[:, :, Account.WELCOME].sum() == -2_500_000 * len(served)


def test_the_better_it_is_the_fewer_leave_early_and_later_it_makes_no_difference():
    """The same people in the same worlds: whoever stays past the time at a higher ratio does at a lower one."""
    gone = []
    for ratio in (1.0, 0.6, 0.2):
        _, ledger = world(*ON, f"{MARKET}.dropout_ratio={ratio}", f"{MARKET}.felt_days=60", journal=True)
        left = ledger.journal[ledger.journal["kind"] == Event.DROPPED_OUT]
        first = left["time"] - ledger.people["first_at"][left["who"]] < 60
        gone.append(set(left["who"][first]))
    assert gone[2] < gone[1] < gone[0]
    assert len(gone[2]) < 0.4 * len(gone[0])


def test_what_is_felt_ends_with_its_days():
    plan, ledger = world(*ON)
    felt = ledger.more["welcome_until"] < plan.days + 90.0
    new = (ledger.people["orders"] > 0) & (plan.days - ledger.people["first_at"] < 90.0)
    np.testing.assert_array_equal(felt, new)
