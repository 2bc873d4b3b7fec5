"""From what is stated of silent customers to numbers."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of silence; under contract the firm waits from when the next payment is due."""
    if not stated("policy.incentives?on=silence&days=0.0") and not stated("market.lapse.label"):
        return {"label_days": 0.0}
    due = stated("market.need.renewal_days") if stated("market.need?dropout=renewal") else 0.0
    return {"label_days": stated("market.lapse.label_days") + due}
