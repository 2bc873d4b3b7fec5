"""From what is stated of classes to the numbers of behaviour."""

from __future__ import annotations

from sim.core.ground.ledger import micro
from sim.mechanisms.kinds import Stated

POLICY = "policy.relationship.classes"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of classes of customers."""
    return {
        "classes_on": stated(f"{POLICY}.active"),
        "class_days": stated(f"{POLICY}.every_days"),
        "class_cost": micro(stated(f"{POLICY}.cost_per_review")),
        "class_keeps": stated(f"{POLICY}.keeps"),
        "class_a": stated(f"{POLICY}.a_from"),
        "class_b": stated(f"{POLICY}.b_from"),
    }
