"""The own list; ways out and back of customers."""

from __future__ import annotations

from typing import Annotated

from scenarios.fields import Model
from scenarios.kinds import Days, Money, Rate, Ratio, Share
from scenarios.parameter import Belief, Parameter
from scenarios.parts import LapseMarketParts, RetainMarketParts

PriceEffect = Annotated[Parameter, Belief("per unit of price", ge=-20, le=20)]


class RetainItself(Model):
    """The own list: joining, leaving, what messages do, what waiting for an answer costs.

    A reward R for joining multiplies the rate by (1 + R / ``optin_reward_scale``)**``optin_reward_effect``.
    An enquiry survives a wait of h hours with probability max(``lead_floor``, exp(-``lead_decay`` h)).
    """

    optin_rate: Rate
    optin_reward_effect: Annotated[Parameter, Belief("1", ge=0, le=10)]
    optin_reward_scale: Money
    unsubscribe_rate: Rate
    unsubscribe_fatigue: Annotated[Parameter, Belief("1/day per squared touch", ge=0, le=100)]
    unsubscribe_bound: Annotated[Parameter, Belief("1/day", gt=0, le=100)]
    touch_memory: Days
    nurture_effect: Annotated[Parameter, Belief("utility per log touch", ge=-100, le=100)]
    lead_decay: Annotated[Parameter, Belief("1/hour", ge=0, le=1000)]
    lead_floor: Share


class Retain(RetainMarketParts, RetainItself):
    """All of it, with what mechanisms add."""


class Leave(Model):
    """Why customers drop out, as shares at today's prices; the rest has no need any more.

    The part that leaves for the price is multiplied by exp(``price_effect`` x (price - 1)), the part that
    leaves for the competitor by exp(``competitor_effect`` x (1 - competitor's price)).
    """

    price_share: Share
    competitor_share: Share
    service_share: Share
    price_effect: PriceEffect
    competitor_effect: PriceEffect


class LapseItself(Model):
    """Ways out and back beside the drop-out of customers, and what the firm sees of it.

    ``accept_return``: probability that who has dropped out takes up an incentive, times the ratio of the reason. The
    drop-out rate of the next life is the own one times the ratio of the incentive.
    """

    customer_loss_rate: Rate
    return_rate: Rate
    final_loss_rate: Rate
    accept_return: Share
    accept_reason_price: Ratio
    accept_reason_competitor: Ratio
    accept_reason_service: Ratio
    message_life: Ratio
    discount_life: Ratio
    upgrade_life: Ratio
    leave: Leave


class Lapse(LapseMarketParts, LapseItself):
    """All of it, with what mechanisms add."""
