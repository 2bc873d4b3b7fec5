"""From what is stated of points to the numbers of behaviour."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.relationship.points", "market.loyalty"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of the loyalty programme; nobody has points or a tier where there is none."""
    earn, tier = stated(f"{POLICY}.earn_rate"), stated(f"{POLICY}.tier.orders")
    member = stated(f"{POLICY}.member_price_off")
    return {
        "points_on": earn > 0.0 or tier > 0.0 or member > 0.0,
        "earn_rate": earn,
        "points_days": stated(f"{POLICY}.expiry_days"),
        "points_kept": 1.0 - stated(f"{MARKET}.breakage"),
        "redeem": stated(f"{MARKET}.redeem_probability"),
        "points_value": stated(f"{MARKET}.points_value") if earn > 0.0 else 0.0,
        "tier_orders": tier,
        "tier_earn": stated(f"{POLICY}.tier.earn"),
        "tier_dropout": stated(f"{MARKET}.tier_dropout") if tier > 0.0 else 1.0,
        "member_off": member,
        "tier_off": max(member, stated(f"{POLICY}.tier.price_off")),
    }
