"""From what is stated of baskets to numbers; what they hold is a table."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """How many categories there are: one alone is none."""
    categories = stated("market.basket.categories")
    return {"categories": categories if categories > 1.0 else 0.0}
