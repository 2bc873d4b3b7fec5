"""What people do with an occasion, what they spend, and what the competitor asks."""

from __future__ import annotations

from typing import Annotated, Literal

from scenarios.fields import Model, Whole, quantity
from scenarios.kinds import Correlate, Positive, Share, Utility, assumed
from scenarios.parameter import Belief, Parameter
from scenarios.parts import ChoiceMarketParts, SpendMarketParts
from scenarios.tree.wording import PRICE_RATIO

PER_SHARE = "ln price per unit of share"
Strength = Annotated[Parameter, Belief("ratio", ge=0, le=100)]
Unit = Annotated[Parameter, Belief("ratio", ge=0, le=1)]


class ChoiceItself(Model):
    """What happens at an occasion. A share of 0 means that there is no such alternative, 1 no other.

    Shares hold at the price ``anchor``. With the rule threshold people buy, without any comparison, where the
    price is at most what they are willing to pay: lognormal (spread: sd of the logarithm), uniform between 0
    and twice the median, or Pareto (spread: its exponent).
    """

    rule: Literal["logit", "threshold"]
    share_reached: Share
    share_retained: Share
    share_customer: Share
    share_competitor: Annotated[Parameter, Belief("share of what is left", ge=0, le=1)]
    anchor: Annotated[Parameter, Belief(PRICE_RATIO, ge=0, le=100)]
    price_elasticity: Annotated[Parameter, Belief("1", ge=-100, lt=0)]
    price_sensitivity_sd: Annotated[Parameter, Belief("sd of log", ge=0, le=10)]
    price_dropout_correlation: Correlate
    willingness_law: Literal["lognormal", "uniform", "pareto"]
    willingness_median: Annotated[Parameter, Belief(PRICE_RATIO, gt=0, le=100)]
    willingness_spread: Annotated[Parameter, Belief("1", gt=0, le=100)]
    quality_effect: Annotated[Parameter, Belief("utility", ge=-100, le=100)]
    quality_today: Unit
    quality_cost: Strength
    quality_cue: Annotated[Parameter, Belief("utility per log price", ge=-100, le=100)]
    competitor_response: Strength
    capture_effect: Utility


class Choice(ChoiceMarketParts, ChoiceItself):
    """All of it, with what mechanisms add."""


class SpendItself(Model):
    """The amount of an order: gamma-gamma, or the mean of it for everybody.

    Within a customer the squared coefficient of variation is 1 / ``shape``. ``power`` 1: amounts are gamma; below 1
    they are generalised gamma (Stacy 1962), with fewer small and more large ones, log-normal as it goes to 0. Means of
    customers are inverse gamma in the same way, or log-normal, by ``customer_power``; their squared coefficient of
    variation is 1 / (``customer_shape`` - 2).
    """

    variation: Literal["gamma-gamma", "none"]
    shape: Positive
    power: Annotated[Parameter, Belief("1", ge=0.05, le=10)] = assumed(1.0, "1")
    customer_shape: Annotated[Parameter, Belief("1", gt=1, le=1e6)]
    customer_power: Annotated[Parameter, Belief("1", ge=0.05, le=10)] = assumed(1.0, "1")
    customer_rate: Annotated[Parameter, Belief("currency", gt=0, le=1e9, measures=True)]
    rate_correlation: Correlate


class Spend(SpendMarketParts, SpendItself):
    """All of it, with what mechanisms add."""


class CompetitorChange(Model):
    """A new price level of the competitor from the start of a day on."""

    day: Whole = quantity("day", ge=0, le=20_000)
    level: float = quantity(PRICE_RATIO, gt=0, le=100)


class Reaction(Model):
    """What the competitor makes of our price: the share of its relative change that is followed, after how long.

    0 ignores it, 1 follows it; above 1 the competitor undercuts, and follows a rise in full. Below ``floor`` it does
    not go because of us. Promotions and coupons are not followed. Every ``review_days`` it also looks at our share of
    all orders: for each unit that this has gained on the days until its first look, its price is e**-``to_share`` lower
    until the next one.
    """

    share: Annotated[Parameter, Belief("share of our change", ge=0, le=5)] = assumed(0.0, "share of our change")
    delay: Annotated[Parameter, Belief("days", ge=0, le=20_000)] = assumed(0.0, "days")
    floor: Annotated[Parameter, Belief(PRICE_RATIO, ge=0, le=100)] = assumed(0.0, PRICE_RATIO)
    to_share: Annotated[Parameter, Belief(PER_SHARE, ge=0, le=100)] = assumed(0.0, PER_SHARE)
    review_days: Whole = quantity("days", 91, ge=1, le=20_000)


class Competitor(Model):
    """The competitor's price at time 0, as a ratio to the competitor's price of today, its changes, its reaction."""

    price: float = quantity(PRICE_RATIO, gt=0, le=100)
    changes: tuple[CompetitorChange, ...]
    reaction: Reaction = Reaction()
