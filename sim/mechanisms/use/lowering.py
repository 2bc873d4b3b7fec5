"""From what is stated of use between orders to the numbers of behaviour."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.product.use", "market.use"
WEEK = 7.0


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of use between orders; what it costs stands with what a customer costs by the day."""
    return {
        "use_on": stated(f"{POLICY}.active"),
        "use_rate": stated(f"{MARKET}.session_rate") / WEEK,
        "use_share": stated(f"{MARKET}.feature_share"),
        "use_dropout": stated(f"{MARKET}.dropout_ratio"),
    }
