"""From what is stated of an assortment to numbers; its tables are made by scenarios.lowering.assortment."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

POLICY, MARKET = "policy.product.assortment", "market.assortment"
WEEK = 7.0
MOST_LINES = 256
"""Of an order."""


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of the assortment that do not hang on its tables."""
    categories = round(stated(f"{MARKET}.categories"))
    return {
        "assortment_on": categories,
        "cart_lines": MOST_LINES if categories else 0,
        "mission_count": max(stated("market.catalogue.missions"), 1.0),
        "deal_days": stated(f"{MARKET}.deal_weeks") * WEEK,
    }
