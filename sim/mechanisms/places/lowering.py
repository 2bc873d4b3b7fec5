"""From what is stated of places to numbers; their terms are made by scenarios.lowering.places."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

MARKET = "market.place_choice"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of places to buy."""
    return {
        "places_on": stated("market.places"),
        "dissimilarity": stated(f"{MARKET}.dissimilarity"),
        "gap_seen": stated(f"{MARKET}.gap_seen"),
    }
