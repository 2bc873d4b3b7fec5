"""From what is stated of care calls to the numbers of behaviour."""

from __future__ import annotations

from sim.mechanisms.classes.stated import classes
from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.relationship.care_calls", "market.care_calls"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of care calls."""
    return {
        "call_who": classes(stated, POLICY),
    }
