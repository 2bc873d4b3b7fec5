"""From what is stated of a free tier to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.product.free_tier", "market.free_tier"


def is_used(stated: Stated) -> bool:
    """Whether anybody uses the free tier: nobody does where nobody begins."""
    return stated(f"{POLICY}.active") > 0.0 and stated(f"{MARKET}.start_rate") > 0.0


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of the free tier."""
    return {
        "free_on": is_used(stated),
    }
