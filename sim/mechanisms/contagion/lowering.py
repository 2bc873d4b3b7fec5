"""What contagion writes."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def letters(stated: Stated, friends: int) -> int:
    """All contacts hear that somebody has dropped out."""
    return friends if stated("market.contagion.grief_effect") > 0.0 else 0
