"""What serving customers costs."""

from __future__ import annotations

from scenarios.fields import Model, quantity


class ServicePolicy(Model):
    """Service cost in proportion to the time that customers are active."""

    cost_per_customer_day: float = quantity("currency per active customer and day", ge=0, le=1e9)
