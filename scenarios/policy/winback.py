"""Customers who come back."""

from __future__ import annotations

from scenarios.fields import Model, quantity


class WinbackPolicy(Model):
    """What a return costs."""

    cost_per_return: float = quantity("currency per customer who comes back", ge=0, le=1e9)
