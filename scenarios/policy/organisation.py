"""What the house costs whoever buys."""

from __future__ import annotations

from scenarios.fields import Model, quantity


class OrganisationPolicy(Model):
    """Fixed cost."""

    fixed_cost_per_week: float = quantity("currency per week, whole market", ge=0, le=1e12)
