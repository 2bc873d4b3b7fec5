"""From what is stated of firms that buy to numbers."""

from __future__ import annotations

from math import log

from sim.core.ground.ledger import micro
from sim.mechanisms.buying_centre.spec import MARKET, POLICY, ROLES
from sim.mechanisms.kinds import Stated

NEVER_TAKEN = -100.0
"""Utility of one who would never agree: no offer is taken with it."""


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of buying centres; who is a firm stands with what the people of a cell have in common."""
    sceptics, done = stated(f"{MARKET}.sceptics"), {role: stated(f"{POLICY}.{role}.active") for role in ROLES}
    odds = stated(f"{MARKET}.sceptic_odds")
    return {
        **{f"centre_{role}": round(stated(f"{MARKET}.{role}")) for role in ROLES},
        **{f"doubts_{role}": sceptics * (1.0 - done[role] * stated(f"{MARKET}.{role}_won")) for role in ROLES},
        "sceptic": sceptics,
        "sceptic_utility": log(odds) if odds > 0.0 else NEVER_TAKEN,
        "centre_cost": micro(sum(done[role] * stated(f"{POLICY}.{role}.cost_per_account") for role in ROLES)),
    }
