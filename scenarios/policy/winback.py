"""What a return costs."""

from __future__ import annotations

from scenarios.fields import Model, quantity


class WinbackPolicy(Model):
    """What it costs when a customer comes back, of one's own accord or by an incentive (policy.incentives)."""

    cost_per_return: float = quantity("currency per customer who comes back", ge=0, le=1e9)
