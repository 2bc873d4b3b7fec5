"""How many messages go out until people opt out, and how many orders they bring, at one constant rate."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.mechanisms.messages.rules import WEEK
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import Account, Event

POLICY, MARKET = "policy.relationship.messages", "market.messages"
SHARE, RATE, OUT, MOST = 0.4, 1.0 / 14.0, 0.05, 0.5
ALIKE = (
    *("market.start.customer=1", "market.need.heterogeneity=none", "market.need.order_shape=1"),
    *("market.need.order_rate=2", "market.need.dropout_shape=0.001", "market.need.dropout_rate=1000000"),
    *("market.need.week_shock_sd=0", f"market.choice.share_customer={SHARE}", "market.choice.share_competitor=0"),
    "market.referral.share_probability=0",
    *(f"{POLICY}.active=true", f"{POLICY}.per_week=2", f"{POLICY}.cost_per_message=3"),
    *(f"{MARKET}.order_lift={MOST}", f"{MARKET}.scale=1.25", f"{MARKET}.opt_out={OUT}"),
)
"""Everybody is a customer from day 0, who orders once in two weeks in the mean without messages."""


def sent(plan: Plan, ledger: Ledger) -> float:
    """Messages to a customer, of what they cost."""
    return float(-ledger.sums[:, :, Account.MESSAGES].sum() / 3e6 / plan.people)


def expected_sent(plan: Plan) -> float:
    """Two for each week that is over and began before the opt-out."""
    stays = (1.0 - OUT) ** 2
    return 2.0 * float(np.power(stays, np.arange(int(plan.days / WEEK))).sum())


def orders(plan: Plan, ledger: Ledger) -> float:
    """Orders of a customer behind the first."""
    return float(ledger.counts[:, :, Event.ORDERED].sum() / plan.people)


def expected_orders(plan: Plan) -> float:
    """The rate is that of before, and the lift comes on top until the opt-out."""
    weeks = np.arange(int(np.ceil(plan.days / WEEK)))
    days = np.minimum(WEEK, plan.days - WEEK * weeks)
    with_messages = float((days * (1.0 - OUT) ** (2 * weeks)).sum())
    return RATE * (plan.days + MOST * float(-np.expm1(-2.0 / 1.25)) * with_messages)


PROOFS = (
    Proof("messages until people opt out", ALIKE, sent, expected_sent),
    Proof("orders of who gets messages", ALIKE, orders, expected_orders),
)
