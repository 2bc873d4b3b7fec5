"""From what is stated of care for chains of referral to the numbers of behaviour."""

from __future__ import annotations

from sim.core.ground.ledger import micro
from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.referral.care", "market.chain_care"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of care for chains of referral."""
    return {
        "care_on": stated(f"{POLICY}.active"),
        "care_cost": micro(stated(f"{POLICY}.cost_per_thanks")),
        "care_odds": stated(f"{MARKET}.share_odds"),
        "care_days": stated(f"{MARKET}.felt_days"),
    }
