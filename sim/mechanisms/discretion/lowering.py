"""From what is stated of discretion to the numbers of behaviour."""

from __future__ import annotations

from sim.core.ground.ledger import micro
from sim.mechanisms.kinds import Stated

POLICY = "policy.service.discretion"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of compensation; what discretion does to tickets stands in the tables of the desks."""
    level = stated(f"{POLICY}.level")
    share = max(level, 0.0) * stated(f"{POLICY}.compensated_share")
    return {
        "discretion_on": stated("policy.service.desk.active") and share > 0.0,
        "compensated": share,
        "compensation": micro(stated(f"{POLICY}.compensation")),
    }
