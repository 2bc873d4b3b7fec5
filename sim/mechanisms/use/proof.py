"""How many are still customers after a run in which some use features, and what their sessions cost."""

from __future__ import annotations

from math import exp

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import MICRO, Account, Stage

POLICY, MARKET = "policy.product.use", "market.use"
WEEKLY, RATIO, SHARE, SESSIONS, COST = 0.04, 0.5, 0.3, 2.0, 1.5
ALIKE = (
    *("market.start.customer=1", "market.need.heterogeneity=none", "market.need.dropout_shape=1"),
    *(f"market.need.dropout_rate={1.0 / WEEKLY}", "market.referral.share_probability=0", "market.lapse.return_rate=0"),
    *(f"{POLICY}.active=true", f"{POLICY}.cost_per_session={COST}", f"{MARKET}.dropout_ratio={RATIO}"),
    *(f"{MARKET}.feature_share={SHARE}", f"{MARKET}.session_rate={SESSIONS}"),
)
"""Everybody orders first on day 0 and drops out at one rate, or at half of it."""


def left(plan: Plan, ledger: Ledger) -> float:
    """The share who are customers at the end."""
    return float(np.mean(ledger.people["stage"] == Stage.CUSTOMER))


def expected_left(plan: Plan) -> float:
    """Who uses features leaves half as fast."""
    weeks = plan.days / 7.0
    return SHARE * exp(-WEEKLY * RATIO * weeks) + (1.0 - SHARE) * exp(-WEEKLY * weeks)


def using(plan: Plan, ledger: Ledger) -> float:
    """Of those, who use features."""
    here = ledger.people["stage"] == Stage.CUSTOMER
    return float(ledger.more["uses"][here].mean())


def expected_using(plan: Plan) -> float:
    """They are more among those who stay."""
    return SHARE * exp(-WEEKLY * RATIO * plan.days / 7.0) / expected_left(plan)


def cost(plan: Plan, ledger: Ledger) -> float:
    """What sessions cost for each person, currency."""
    return float(-ledger.sums[:, :, Account.SERVICE].sum() / MICRO / plan.people)


def expected_cost(plan: Plan) -> float:
    """For as long as one is a customer."""
    weeks = sum(
        share * (1.0 - exp(-rate * plan.days / 7.0)) / rate
        for share, rate in ((SHARE, WEEKLY * RATIO), (1.0 - SHARE, WEEKLY))
    )
    return SESSIONS * COST * weeks


PROOFS = (
    Proof("who stays where some use features", ALIKE, left, expected_left),
    Proof("who uses features, of those who stay", ALIKE, using, expected_using),
    Proof("what sessions cost", ALIKE, cost, expected_cost),
)
