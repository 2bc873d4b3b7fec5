"""From what is stated of pauses to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of pauses."""
    return {name: stated(f"market.need.{name}") for name in ("pause_rate", "resume_rate")}
