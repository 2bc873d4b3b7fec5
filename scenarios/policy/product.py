"""What a product is like, what it costs us, and what mechanisms add."""

from __future__ import annotations

from scenarios.fields import Model, quantity
from scenarios.parts import ProductParts


class ProductItself(Model):
    """Quality, costs of goods, of delivery and of selling."""

    quality: float = quantity("0 worst, 1 best", ge=0, lt=1)
    cost_ratio: float = quantity("share of today's price", ge=0, le=10)
    fulfilment_ratio: float = quantity("share of today's price", ge=0, le=10)
    commission_ratio: float = quantity("share of what is paid", ge=0, le=1)
    first_order_cost: float = quantity("currency per first order", ge=0, le=1e9)


class ProductPolicy(ProductParts, ProductItself):
    """All of it, with what mechanisms add."""
