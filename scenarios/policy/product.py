"""What a product costs us."""

from __future__ import annotations

from scenarios.fields import Model, quantity


class ProductPolicy(Model):
    """Costs of goods and of delivery."""

    cost_ratio: float = quantity("share of today's price", ge=0, le=10)
    fulfilment_ratio: float = quantity("share of today's price", ge=0, le=10)
    first_order_cost: float = quantity("currency per first order", ge=0, le=1e9)
