"""From what is stated of points to the numbers of behaviour."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.relationship.points", "market.loyalty"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of the loyalty programme; nobody has points or a tier where there is none."""
    earn, tier = stated(f"{POLICY}.earn_rate"), stated(f"{POLICY}.tier.orders")
    second, third = stated(f"{POLICY}.second_tier.orders"), stated(f"{POLICY}.third_tier.orders")
    member = stated(f"{POLICY}.member_price_off")
    off = max(member, stated(f"{POLICY}.tier.price_off"))
    second_off = max(off, stated(f"{POLICY}.second_tier.price_off")) if second > 0.0 else off
    return {
        "points_on": earn > 0.0 or tier > 0.0 or member > 0.0,
        "earn_rate": earn,
        "points_kept": 1.0 - stated(f"{MARKET}.breakage"),
        "points_value": stated(f"{MARKET}.points_value") if earn > 0.0 else 0.0,
        "tier_orders": tier,
        "second_orders": second,
        "third_orders": third,
        "friend_counts": stated(f"{POLICY}.friend_counts") if max(tier, second, third) > 0.0 else 0.0,
        "tier_most": max(tier, second, third),
        "tier_dropout": stated(f"{MARKET}.tier_dropout") if tier > 0.0 else 1.0,
        "member_off": member,
        "tier_off": off,
        "second_off": second_off,
        "third_off": max(second_off, stated(f"{POLICY}.third_tier.price_off")) if third > 0.0 else second_off,
    }
