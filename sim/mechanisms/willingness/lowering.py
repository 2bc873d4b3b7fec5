"""From what is stated of the rule of choice to its number; its law is a table."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The rule of choice."""
    return {"rule": stated.count("market.choice", rule="threshold")}
