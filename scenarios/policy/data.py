"""What we know about people, and what we use it for."""

from __future__ import annotations

from scenarios.fields import Model, quantity


class DataPolicy(Model):
    """Showing media to those whom we recognise, and finding out who cheats; what both cost."""

    targeting: float = quantity("share of impressions shown to recognised people only", ge=0, le=1)
    fraud_detection: float = quantity("share of cheated invitations found out", ge=0, le=1)
    false_alarm: float = quantity("share of honest ones refused their rewards", ge=0, le=1)
    cost_per_week: float = quantity("currency per week, whole market", ge=0, le=1e12)
