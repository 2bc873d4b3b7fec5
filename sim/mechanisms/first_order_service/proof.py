"""How many are still customers after a run in which everybody begins with a first order."""

from __future__ import annotations

from math import exp

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import Stage

POLICY, MARKET = "policy.relationship.first_order_service", "market.first_order_service"
WEEKLY, RATIO, FELT = 0.04, 0.5, 90.0
ALIKE = (
    *("market.start.customer=1", "market.need.heterogeneity=none", "market.need.dropout_shape=1"),
    *(f"market.need.dropout_rate={1.0 / WEEKLY}", "market.referral.share_probability=0", "market.lapse.return_rate=0"),
    *(f"{POLICY}.active=true", f"{POLICY}.cost_per_first_order=3", f"{MARKET}.dropout_ratio={RATIO}"),
    f"{MARKET}.felt_days={FELT}",
)
"""Everybody orders first on day 0 and drops out at one rate."""


def left(plan: Plan, ledger: Ledger) -> float:
    """The share who are customers at the end."""
    return float(np.mean(ledger.people["stage"] == Stage.CUSTOMER))


def expected_left(plan: Plan) -> float:
    """For as long as it is felt they leave half as fast."""
    return exp(-WEEKLY / 7.0 * (RATIO * FELT + plan.days - FELT))


PROOFS = (Proof("who stays after a first order served apart", ALIKE, left, expected_left),)
