"""What we know about customers: no decision yet."""

from __future__ import annotations

from scenarios.fields import Model


class DataPolicy(Model):
    """A room without furniture."""
