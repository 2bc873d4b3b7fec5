"""From what is stated of care calls to the numbers of behaviour."""

from __future__ import annotations

from sim.core.ground.ledger import micro
from sim.mechanisms.classes.stated import classes
from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.relationship.care_calls", "market.care_calls"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of care calls."""
    return {
        "call_who": classes(stated, POLICY),
        "call_on": stated(f"{POLICY}.active"),
        "call_after": stated(f"{POLICY}.days_after"),
        "call_cost": micro(stated(f"{POLICY}.cost_per_call")),
        "call_mood": stated(f"{MARKET}.satisfaction"),
        "call_dropout": stated(f"{MARKET}.dropout_ratio"),
        "call_felt": stated(f"{MARKET}.felt_days"),
    }
