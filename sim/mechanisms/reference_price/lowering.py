"""From what is stated of reference prices to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of reference prices."""
    return {name: stated(f"market.choice.{name}") for name in ("reference_gain", "loss_aversion", "reference_memory")}
