"""Customers who come back."""

from __future__ import annotations

from typing import Literal

from scenarios.fields import Model, Whole, quantity


class WinbackPolicy(Model):
    """Offers to customers whom the firm calls lapsed, and what a return costs.

    The firm cannot see who has dropped out: offers also go to customers who are merely slow. ``depth`` is the
    discount of the offer on the next order within ``valid_days``.
    """

    active: bool
    offer: Literal["message", "discount", "upgrade"]
    contact_cost: float = quantity("currency per offer", ge=0, le=1e9)
    depth: float = quantity("share of the price", ge=0, lt=1)
    valid_days: Whole = quantity("days", ge=1, le=20_000)
    most_offers: Whole = quantity("offers per customer", ge=0, le=250)
    cost_per_return: float = quantity("currency per customer who comes back", ge=0, le=1e9)
