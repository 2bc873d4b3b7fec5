"""What files may say of mechanisms. Written by `make generate` of what they declare."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Model, Whole, quantity
from scenarios.market.kinds import Days, Ratio, Share
from scenarios.parameter import Belief, Parameter


class PointsTierPolicy(Model):
    """The upper tier: for who orders so often in a membership year (0 = there is none).

    Years count from the first order. The tier lasts for the rest of that year and the whole next one; while it does,
    points are earned ``earn`` times as fast, and the price is ``price_off`` lower, where that is more than for members.
    """

    orders: Whole = quantity("orders in a membership year", ge=0, le=250)
    earn: float = quantity("ratio on the earn rate", ge=0, le=100)
    price_off: float = quantity("share of the price", ge=0, lt=1, default=0.0)


class RelationshipPointsPolicy(Model):
    """Points that orders earn, as a share of what is paid (0 = none); a point is worth one unit of currency.

    The whole balance lapses ``expiry_days`` after the latest order. Members, that is whoever has ordered, pay
    ``member_price_off`` less than the price.
    """

    earn_rate: float = quantity("share of what is paid", ge=0, le=1)
    expiry_days: float = quantity("days after the latest order", gt=0, le=20000)
    member_price_off: float = quantity("share of the price", ge=0, lt=1, default=0.0)
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


class RelationshipCareCallsPolicy(Model):
    """Calls to customers some days after an order; whoever waits for one is called once.

    The firm cannot see who has dropped out: those are called, too.
    """

    active: bool = False
    days_after: float = quantity("days after an order", gt=0, le=3650, default=7.0)
    cost_per_call: float = quantity("currency per call", ge=0, le=1000000000.0, default="0.1 mean orders")


class CareCallsMarket(Model):
    """What a call does to who is a customer: an experience of the worth ``satisfaction``, and ``dropout_ratio`` on
    the drop-out rate for ``felt_days``.
    """

    satisfaction: Annotated[Parameter, Belief("satisfaction", ge=-100, le=100)] = Parameter(
        value=0.0,
        unit="satisfaction",
        label="assumed",
        source="off; 0.2 (0-0.5) where on: design choice, a fifth of a standard experience",
    )
    dropout_ratio: Ratio = Parameter(
        value=1.0, unit="ratio", label="assumed", source="off; 0.9 (0.8-1) where on: design choice"
    )
    felt_days: Days = Parameter(value=60.0, unit="days", label="assumed", source="design choice, 30-90 days")


class GiftsMarket(Model):
    """What a gift or an upgrade is worth to who gets it, an experience of so much satisfaction, and the ratio on
    the drop-out rate of who comes back by a gift.
    """

    gift_satisfaction: Annotated[Parameter, Belief("satisfaction", ge=-100, le=100)] = Parameter(
        value=0.4,
        unit="satisfaction",
        interval=(0.0, 1.4),
        scale="linear",
        label="assumed",
        source="design choice: a gift lowers drop-out by 2 % (0-7 %); thanks brought none back: Samek & Longfield 2023",
    )
    upgrade_satisfaction: Annotated[Parameter, Belief("satisfaction", ge=-100, le=100)] = Parameter(
        value=0.0, unit="satisfaction", label="assumed", source="off; 0.4 where on: design choice, as a gift"
    )
    gift_life: Ratio = Parameter(
        value=1.0,
        unit="ratio",
        label="assumed",
        source="design choice, as an upgrade; upgrades bring the longest second lives: Kumar, Bhagwat & Zhang 2015",
    )


class RelationshipParts(Model):
    """What mechanisms add."""

    points: RelationshipPointsPolicy
    care_calls: RelationshipCareCallsPolicy = Field(default_factory=RelationshipCareCallsPolicy)


class MarketParts(Model):
    """What mechanisms add."""

    loyalty: LoyaltyMarket
    care_calls: CareCallsMarket = Field(default_factory=CareCallsMarket)
    gifts: GiftsMarket = Field(default_factory=GiftsMarket)


PARTS = {
    "market": MarketParts,
    "policy": {
        "relationship": RelationshipParts,
    },
}
"""Where what mechanisms add lies in a scenario."""
