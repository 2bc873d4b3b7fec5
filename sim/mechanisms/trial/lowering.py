"""From what is stated of trials to numbers; how soon they start, and what they cost, is a curve of the day."""

from __future__ import annotations

from sim.mechanisms.free_tier.lowering import is_used
from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of trials; a lasting free tier begins like one."""
    tried = stated("policy.product.trial.offered") > 0.0 and stated("market.retain.trial_rate") > 0.0
    return {"trial_days": stated("policy.product.trial.days") if tried or is_used(stated) else 0.0}
