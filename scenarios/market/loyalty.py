"""What customers make of the loyalty programme, and what the firm expects of them."""

from __future__ import annotations

from typing import Annotated

from scenarios.fields import Model
from scenarios.market.kinds import Ratio, Share
from scenarios.parameter import Belief, Parameter


class Loyalty(Model):
    """The loyalty programme of policy.relationship.points.

    At an order a customer uses up the balance, as far as it does not exceed the order, with probability
    ``redeem_probability``. ``breakage`` is the share of points that the firm expects to lapse, by which it accrues what
    points will cost; it moves no customer. In the choice a balance takes ``points_value`` x balance off the price, a
    mean order's at most. ``tier_dropout`` multiplies the drop-out rate in the upper tier.
    """

    redeem_probability: Share
    breakage: Share
    points_value: Annotated[Parameter, Belief("ratio to money", ge=0, le=10)]
    tier_dropout: Ratio
