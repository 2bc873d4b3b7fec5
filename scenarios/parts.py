"""What files may say of mechanisms. Written by `make generate` of what they declare."""

from __future__ import annotations

from typing import Annotated

from scenarios.fields import Model, Whole, quantity
from scenarios.market.kinds import Ratio, Share
from scenarios.parameter import Belief, Parameter


class PointsTierPolicy(Model):
    """The upper tier: for who orders so often in a membership year (0 = there is none).

    Years count from the first order. The tier lasts for the rest of that year and the whole next one; while it does,
    points are earned ``earn`` times as fast.
    """

    orders: Whole = quantity("orders in a membership year", ge=0, le=250)
    earn: float = quantity("ratio on the earn rate", ge=0, le=100)


class RelationshipPointsPolicy(Model):
    """Points that orders earn, as a share of what is paid (0 = none); a point is worth one unit of currency.

    The whole balance lapses ``expiry_days`` after the latest order.
    """

    earn_rate: float = quantity("share of what is paid", ge=0, le=1)
    expiry_days: float = quantity("days after the latest order", gt=0, le=20000)
    tier: PointsTierPolicy


class LoyaltyMarket(Model):
    """What customers make of the loyalty programme, and what the firm expects of them.

    At an order a customer uses up the balance, as far as it does not exceed the order, with probability
    ``redeem_probability``. ``breakage`` is the share of points that the firm expects to lapse, by which it accrues what
    points will cost; it moves no customer. In the choice a balance takes ``points_value`` x balance off the price, a
    mean order's at most. ``tier_dropout`` multiplies the drop-out rate in the upper tier.
    """

    redeem_probability: Share
    breakage: Share
    points_value: Annotated[Parameter, Belief("ratio to money", ge=0, le=10)]
    tier_dropout: Ratio


class RelationshipParts(Model):
    """What mechanisms add."""

    points: RelationshipPointsPolicy


class MarketParts(Model):
    """What mechanisms add."""

    loyalty: LoyaltyMarket


PARTS = {
    "market": MarketParts,
    "policy": {
        "relationship": RelationshipParts,
    },
}
"""Where what mechanisms add lies in a scenario."""
