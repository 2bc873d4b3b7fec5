"""How many incentives come round in a run of customers who never leave, and what a gift for each order costs."""

from __future__ import annotations

from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import YEAR, Account, Event

ROW = "policy.incentives.winback"
ALIKE = (
    *("market.start.customer=1", "market.need.heterogeneity=none", "market.need.order_shape=1"),
    *("market.need.order_rate=4", "market.need.dropout_shape=0.001", "market.need.dropout_rate=1000000"),
    *("market.need.week_shock_sd=0", "market.choice.share_customer=1", "market.choice.share_competitor=0"),
    *("market.referral.share_probability=0", f"{ROW}.active=true", f"{ROW}.at_most=250", f"{ROW}.cost=3"),
)
"""Everybody is a customer from day 0 and orders once in four weeks in the mean."""
RATE = 1.0 / 28.0


def sent(plan: Plan, ledger: Ledger) -> float:
    """Incentives to a customer."""
    return float(ledger.counts[:, :, Event.GRANTED].sum() / plan.people)


def spent(plan: Plan, ledger: Ledger) -> float:
    """What incentives to a customer have cost, in incentives of 3."""
    return float(-ledger.sums[:, :, Account.INCENTIVE].sum() / 3e6 / plan.people)


def birthdays(plan: Plan) -> float:
    """Birthdays in a run: they lie evenly in the year."""
    return plan.days / YEAR


def orders(plan: Plan) -> float:
    """Orders, the first one at time 0 included."""
    return 1.0 + RATE * plan.days


PROOFS = (
    Proof("birthdays of customers", (*ALIKE, f"{ROW}.on=birthday"), sent, birthdays),
    Proof("what a message after each order costs", (*ALIKE, f"{ROW}.on=order"), spent, orders),
)
