"""From what is stated of cheats to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of cheats, and of finding them out."""
    fraud, alarm = stated("market.referral.fraud"), stated("policy.data.false_alarm")
    return {
        "cheats_on": fraud > 0.0 or alarm > 0.0,
        "fraud": fraud,
        "false_alarm": alarm,
    }
