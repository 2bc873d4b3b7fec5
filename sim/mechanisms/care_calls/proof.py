"""How many calls customers get who order at one constant rate and never leave."""

from __future__ import annotations

import numpy as np
from scipy.special import gammainc

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import Account, Event

POLICY = "policy.relationship.care_calls"
ALIKE = (
    *("market.start.customer=1", "market.need.heterogeneity=none", "market.need.order_shape=1"),
    *("market.need.order_rate=4", "market.need.dropout_shape=0.001", "market.need.dropout_rate=1000000"),
    *("market.need.week_shock_sd=0", "market.choice.share_customer=1", "market.choice.share_competitor=0"),
    *("market.referral.share_probability=0", "market.spend.return_share=0"),
    *(f"{POLICY}.active=true", f"{POLICY}.days_after=20", f"{POLICY}.cost_per_call=3"),
)
"""Everybody is a customer from day 0 and orders once in four weeks in the mean."""
RATE = 1.0 / 28.0


def calls(plan: Plan, ledger: Ledger) -> float:
    """Calls of a customer."""
    return float(ledger.counts[:, :, Event.CALLED].sum() / plan.people)


def expected_calls(plan: Plan) -> float:
    """Call k comes a wait of 20 days and a gap between orders after the one before: at 20 k + Gamma(k - 1)."""
    after = plan.behaviour["call_after"][0]
    k = np.arange(2, int(plan.days / after) + 1)
    return float(plan.days > after) + float(gammainc(k - 1, RATE * (plan.days - k * after)).sum())


def booked(plan: Plan, ledger: Ledger) -> float:
    """What calls have cost, in calls of 3."""
    return float(-ledger.sums[:, :, Account.CARE].sum() / 3e6 / plan.people)


PROOFS = (
    Proof("calls of customers who order at a constant rate", ALIKE, calls, expected_calls),
    Proof("what calls cost", ALIKE, booked, expected_calls),
)
