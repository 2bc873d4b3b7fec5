"""Messages to people in the owned channel, the community of customers, and the loyalty programme."""

from __future__ import annotations

from scenarios.fields import Model, Whole, quantity


class Community(Model):
    """A community that new customers may join, and what a member costs."""

    share: float = quantity("share of new customers", ge=0, le=1)
    cost_per_member_day: float = quantity("currency per active member and day", ge=0, le=1e9)


class Tier(Model):
    """The upper tier of the loyalty programme: for who orders so often in a membership year (0 = there is none).

    Years count from the first order. The tier lasts for the rest of that year and the whole next one; while it does,
    points are earned ``earn`` times as fast.
    """

    orders: Whole = quantity("orders in a membership year", ge=0, le=250)
    earn: float = quantity("ratio on the earn rate", ge=0, le=100)


class Points(Model):
    """Points that orders earn, as a share of what is paid (0 = none); a point is worth one unit of currency.

    The whole balance lapses ``expiry_days`` after the latest order.
    """

    earn_rate: float = quantity("share of what is paid", ge=0, le=1)
    expiry_days: float = quantity("days after the latest order", gt=0, le=20_000)
    tier: Tier


class RelationshipPolicy(Model):
    """How often we write, what it costs, and how hard we work to win people for the owned channel."""

    touches_per_week: float = quantity("messages per week", ge=0, le=1000)
    cost_per_touch: float = quantity("currency", ge=0, le=1e9)
    optin_incentive: float = quantity("ratio on the opt-in rate", ge=0, le=1000)
    community: Community
    points: Points
