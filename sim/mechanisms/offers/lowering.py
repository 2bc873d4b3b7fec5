"""From what is stated of offers to the numbers of behaviour; their rows are made by scenarios.lowering.offer_rows."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of offers."""
    return {"rows_on": stated("policy.offers")}
