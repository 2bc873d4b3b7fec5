"""Promotions: none yet."""

from __future__ import annotations

from scenarios.fields import Model


class PromotionPolicy(Model):
    """A room without furniture."""
