"""Which place is taken and how many more orders there are: nested logit (McFadden 1978)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim import engine
from sim.engine import Ledger
from sim.mechanisms.proofs import Proof
from sim.plan import Plan
from sim.vocabulary import Bought, Event, Stage

WEIGHT, OFF, STORE = 0.6, 0.1, 3
MARKET, POLICY = "market.places.store", "policy.places.store"
ALIKE = (
    *("market.start.customer=1", "market.awareness.organic_rate=0", "market.referral.share_probability=0"),
    *(f"{MARKET}.attraction={WEIGHT}", f"{POLICY}.opens=0"),
    *("market.place_choice.effort_loss=0", "market.place_choice.trust_loss=0"),
)
"""Everybody is a customer from day 0, nobody brings others, and the store is open."""


def share_of_store(plan: Plan, ledger: Ledger) -> float:
    """The part of all orders that are placed at the store."""
    orders = ledger.bought[:, : len(plan.places), Bought.ORDERS].sum(axis=0)
    return float(orders[STORE] / orders.sum())


def beyond_its_share(plan: Plan, ledger: Ledger) -> float:
    """Orders at the cheaper store, less those to be expected of each customer's orders and response to price."""
    response = ledger.people["price_response"].astype(float)
    weight = WEIGHT * np.exp(response * OFF / plan.behaviour["dissimilarity"][0])
    expected = (ledger.people["orders"] * weight / (1.0 + weight)).sum()
    return float(ledger.bought[:, STORE, Bought.ORDERS].sum() - expected) / plan.people


def repeat_orders(plan: Plan, ledger: Ledger) -> float:
    """Repeat orders of a customer."""
    return float(ledger.counts[:, :, Event.ORDERED].sum()) / plan.people


def more_by_the_log_sum(plan: Plan) -> float:
    """The same, to be expected of those in the same world without the store."""
    weights = plan.place_weights.copy()
    weights[:, :, STORE] = 0.0
    without = repeat_orders(plan, engine.run(replace(plan, place_weights=weights)))
    b = plan.behaviour[0]
    ours = np.exp(b["ours"][Stage.CUSTOMER])
    lifted = ours * (1.0 + WEIGHT) ** b["dissimilarity"]
    return float(without * lifted / (lifted + 1.0 - ours) / ours)


PROOFS = (
    Proof("the share of a new place", ALIKE, share_of_store, lambda plan: WEIGHT / (1.0 + WEIGHT), "open_store"),
    Proof(
        "the share of a cheaper place",
        (*ALIKE, f"{POLICY}.price={1.0 - OFF}"),
        beyond_its_share,
        lambda plan: 0.0,
        "open_store",
    ),
    Proof("orders by another place", ALIKE, repeat_orders, more_by_the_log_sum, "open_store"),
)
