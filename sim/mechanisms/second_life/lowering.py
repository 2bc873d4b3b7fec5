"""From what is stated of second lives to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

MARKET = "market.lapse"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of second lives: there are none where nobody returns."""
    ratio = stated(f"{MARKET}.second_life")
    on = ratio != 1.0 and stated(f"{MARKET}.return_rate") > 0.0
    return {"second_life_on": on, "second_life": ratio if on else 1.0}
