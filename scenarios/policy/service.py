"""What serving customers costs, and how soon we answer."""

from __future__ import annotations

from scenarios.fields import Model, quantity


class ServicePolicy(Model):
    """Service cost in proportion to the time that customers are active, and the wait for our first answer."""

    cost_per_customer_day: float = quantity("currency per active customer and day", ge=0, le=1e9)
    lead_response_hours: float = quantity("hours", ge=0, le=10_000)
