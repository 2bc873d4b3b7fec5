"""From what is stated of contagion to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated

MARKET = "market.contagion"


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of contagion."""
    grief = {name: stated(f"{MARKET}.{name}") for name in ("grief_effect", "grief_days")}
    return grief | {"ambient": stated(f"{MARKET}.ambient_rate")}
