"""From what is stated of first-order service to the numbers of behaviour."""

from __future__ import annotations

from sim.core.ground.ledger import micro
from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.relationship.first_order_service", "market.first_order_service"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of first-order service."""
    return {
        "welcome_on": stated(f"{POLICY}.active"),
        "welcome_cost": micro(stated(f"{POLICY}.cost_per_first_order")),
        "welcome_dropout": stated(f"{MARKET}.dropout_ratio"),
        "welcome_days": stated(f"{MARKET}.felt_days"),
    }
