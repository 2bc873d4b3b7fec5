"""From what is stated of the habit of deals to numbers."""

from __future__ import annotations

import math

from sim.mechanisms.kinds import Stated

MARKET = "market.choice"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of the habit of deals."""
    return {
        "deal_decay": math.log(2.0) / stated(f"{MARKET}.deal_half_life"),
    }
