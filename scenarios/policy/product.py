"""What a product is like, what it costs us, whether it can be tried, and what mechanisms add."""

from __future__ import annotations

from scenarios.fields import Model, Whole, quantity
from scenarios.parts import ProductParts


class Trial(Model):
    """Using the product for some days without paying, once in a life."""

    offered: bool
    days: Whole = quantity("days", ge=1, le=20_000)
    cost_per_day: float = quantity("currency per person and day", ge=0, le=1e9)


class ProductItself(Model):
    """Quality, costs of goods, of delivery and of selling, and the trial."""

    quality: float = quantity("0 worst, 1 best", ge=0, lt=1)
    cost_ratio: float = quantity("share of today's price", ge=0, le=10)
    fulfilment_ratio: float = quantity("share of today's price", ge=0, le=10)
    commission_ratio: float = quantity("share of what is paid", ge=0, le=1)
    first_order_cost: float = quantity("currency per first order", ge=0, le=1e9)
    trial: Trial


class ProductPolicy(ProductParts, ProductItself):
    """All of it, with what mechanisms add."""
