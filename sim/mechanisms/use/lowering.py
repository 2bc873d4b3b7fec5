"""From what is stated of use between orders to the numbers of behaviour."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.product.use", "market.use"
WEEK = 7.0


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of use between orders."""
    return {
        "use_rate": stated(f"{MARKET}.session_rate") / WEEK,
    }


def served_by_day(stated: Stated) -> float:
    """Expected sessions."""
    sessions = stated(f"{MARKET}.session_rate") / WEEK
    return sessions * stated(f"{POLICY}.cost_per_session") if stated(f"{POLICY}.active") else 0.0


def cost_by_week(stated: Stated) -> float:
    """What encourages use."""
    return stated(f"{POLICY}.cost_per_week") if stated(f"{POLICY}.active") else 0.0
