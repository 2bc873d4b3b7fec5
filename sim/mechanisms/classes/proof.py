"""How many are in A after reviews of customers who order at one constant rate, each for the same amount."""

from __future__ import annotations

import numpy as np
from scipy.stats import poisson

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan

POLICY = "policy.relationship.classes"
ALIKE = (
    *("market.start.customer=1", "market.need.heterogeneity=none", "market.need.order_shape=1"),
    *("market.need.order_rate=4", "market.need.dropout_shape=0.001", "market.need.dropout_rate=1000000"),
    *("market.need.week_shock_sd=0", "market.choice.share_customer=1", "market.choice.share_competitor=0"),
    *("market.referral.share_probability=0", "market.spend.return_share=0", "market.spend.variation=none"),
    *("market.spend.shape=6.25", "market.spend.customer_shape=3.744", "market.spend.customer_rate=15.44"),
    *(f"{POLICY}.active=true", f"{POLICY}.every_days=50", f"{POLICY}.keeps=0", f"{POLICY}.a_from=2.5 mean orders"),
)
"""Everybody is a customer from day 0 and orders once in four weeks in the mean; at a review only what was paid since
the one before counts."""
RATE = 1.0 / 28.0


def in_a(plan: Plan, ledger: Ledger) -> float:
    """The share in A."""
    return float(np.mean(ledger.more["value_class"] == 2))


def expected_in_a(plan: Plan) -> float:
    """Three orders or more since the review before."""
    return float(poisson.sf(2, RATE * 50.0))


PROOFS = (Proof("who is in A by orders since the review before", ALIKE, in_a, expected_in_a),)
