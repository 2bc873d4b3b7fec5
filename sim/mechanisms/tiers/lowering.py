"""From what is stated of quantity tiers to numbers; their steps are made by scenarios.lowering.tiers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

MARKET = "market.quantity"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of quantity tiers."""
    return {
        "tiers_on": stated("policy.price.tiers.steps"),
        "round_up": stated(f"{MARKET}.round_up"),
        "spare_value": stated(f"{MARKET}.spare_value"),
        "spare_later": stated(f"{MARKET}.spare_later"),
    }
