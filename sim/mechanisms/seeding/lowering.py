"""From what is stated of seeding to the numbers of behaviour."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.referral.seeding", "market.seeding"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of seeding."""
    share = stated(f"{POLICY}.people") / stated("market.size")
    leaders = stated("market.referral.leaders")
    found = share * stated(f"{POLICY}.accuracy") if leaders > 0.0 else 0.0
    anybody = min(share - found, 1.0)
    joins = stated(f"{MARKET}.taking_part")
    return {
        "seeding_leader": min(anybody + (found / leaders if leaders > 0.0 else 0.0), 1.0),
        "seeding_other": anybody,
        "seeding_joins": joins,
        "seeding_leader_joins": min(joins * stated(f"{MARKET}.leader_ratio"), 1.0),
    }


def letters(stated: Stated, friends: int) -> int:
    """Who takes part may invite all friends at once."""
    return friends if stated(f"{POLICY}.active") else 0
