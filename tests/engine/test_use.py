"""Use between orders: a cost and nothing else without an effect; the more it keeps, the fewer leave."""

import numpy as np

from sim.vocabulary import Account, Event, Stage
from tests.worlds import figures, world

POLICY, MARKET = "policy.product.use", "market.use"
SMALL = ("people=2000", "days=300", "market.size=2000", "market.start.customer=0.5")
ON = (*SMALL, f"{POLICY}.active=true")
FREE = (f"{POLICY}.cost_per_session=0", f"{POLICY}.cost_per_week=0")


def test_without_an_effect_nobody_lives_otherwise_and_it_costs_what_it_costs():
    _, without = world(*SMALL, journal=True)
    plan, used = world(*ON, f"{MARKET}.dropout_ratio=1", f"{POLICY}.cost_per_session=0.5", journal=True)
    assert used.journal.tobytes() == without.journal.tobytes()
    alone = used.sums[:, :, Account.SERVICE].sum() - without.sums[:, :, Account.SERVICE].sum()
    sessions = figures(plan, used)["sessions"]
    np.testing.assert_allclose(-alone / 1e6, 0.5 * sessions, rtol=0.01)  # counted at the ends of days
    assert (used.people["value"] <= without.people["value"]).all()


def test_the_more_it_keeps_the_fewer_leave():
    gone = []
    for ratio in (1.0, 0.6, 0.2):
        _, ledger = world(*ON, *FREE, f"{MARKET}.dropout_ratio={ratio}", f"{MARKET}.feature_share=0.5", journal=True)
        gone.append(set(ledger.journal["who"][ledger.journal["kind"] == Event.DROPPED_OUT]))
    assert len(gone[2]) < len(gone[1]) < len(gone[0])
    kept = ledger.people["stage"] == Stage.CUSTOMER
    assert ledger.more["uses"][kept].mean() > 0.5


def test_active_users_are_those_with_a_session_in_a_week():
    """A rate of 1.5 a week: 1 - e**-1.5 of customers."""
    measured = figures(*world(*ON, f"{MARKET}.session_rate=1.5"))
    customers = measured["sessions"] / (1.5 / 7.0) / 300
    np.testing.assert_allclose(measured["active_users_week"], (1.0 - np.exp(-1.5)) * customers, rtol=1e-9)
