"""Messages to people on the own list, and what mechanisms add."""

from __future__ import annotations

from scenarios.fields import Model, quantity
from scenarios.parts import RelationshipParts


class RelationshipItself(Model):
    """How often we write, what it costs, and what we give to who joins."""

    touches_per_week: float = quantity("messages per week", ge=0, le=1000)
    cost_per_touch: float = quantity("currency", ge=0, le=1e9)
    optin_reward: float = quantity("currency per person who joins", ge=0, le=1e9)


class RelationshipPolicy(RelationshipParts, RelationshipItself):
    """All of it, with what mechanisms add."""
