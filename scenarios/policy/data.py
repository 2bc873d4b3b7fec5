"""What we know about people, and what we use it for."""

from __future__ import annotations

from scenarios.fields import Model, quantity


class DataPolicy(Model):
    """Showing media to those whom we recognise, and finding out who cheats; what both cost. A platform that recognises
    more of them, one view of each customer, and contacts that no person makes (market.systems), with their cost."""

    targeting: float = quantity("share of impressions shown to recognised people only", ge=0, le=1)
    fraud_detection: float = quantity("share of cheated invitations found out", ge=0, le=1)
    false_alarm: float = quantity("share of honest ones refused their rewards", ge=0, le=1)
    cost_per_week: float = quantity("currency per week, whole market", ge=0, le=1e12)
    platform_cost_per_week: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)
    customer_view: float = quantity("share of duplicates found", 1.0, ge=0, le=1)
    automation: float = quantity("share of contacts", 0.0, ge=0, le=1)
    automation_cost_per_week: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)
