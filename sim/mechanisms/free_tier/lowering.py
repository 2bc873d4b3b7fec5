"""From what is stated of a free tier to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.product.free_tier", "market.free_tier"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of the free tier; nobody uses it where nobody begins."""
    return {
        "free_on": stated(f"{POLICY}.active") and stated(f"{MARKET}.start_rate") > 0.0,
    }
