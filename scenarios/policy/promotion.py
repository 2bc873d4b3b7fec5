"""Promotions: none yet."""

from __future__ import annotations

from scenarios.parameter import Model


class PromotionPolicy(Model):
    """A room without furniture."""
