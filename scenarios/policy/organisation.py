"""What the house costs whoever buys, and how its people work."""

from __future__ import annotations

from pydantic import Field

from scenarios.fields import Model, Whole, quantity


class SalesTarget(Model):
    """A target for every period of so many ``days`` (0: none), and what is paid to staff for each period."""

    days: Whole = quantity("days", 0, ge=0, le=20_000)
    bonus_per_period: float = quantity("currency per period, whole market", 0.0, ge=0, le=1e12)


class OrganisationPolicy(Model):
    """Fixed cost; how well the fronts work together (1: plans happen when they are due), and what that costs; targets
    for short sales."""

    fixed_cost_per_week: float = quantity("currency per week, whole market", ge=0, le=1e12)
    coordination: float = quantity("share", 1.0, ge=0, le=1)
    coordination_cost_per_week: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)
    sales_target: SalesTarget = Field(default=SalesTarget())
