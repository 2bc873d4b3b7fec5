"""How people come to know us: of themselves, and through paid media."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Name, quantity
from scenarios.market.kinds import Days, Money, Rate, Share, Words, assumed
from scenarios.parameter import Belief, Parameter


class Awareness(Model):
    """How people come to know us without paid media, and forget us."""

    organic_rate: Rate
    fade_rate: Rate


class Channel(Model):
    """A paid medium.

    Cost per thousand rises as (weekly spend / ``reference_spend``)**``cost_elasticity``. Who sees it: in
    proportion to ``audience`` by activity class, or to the weights of the classes where that is empty.
    Exposure is remembered, geometric or (``peak_delay`` > 0) delayed with weights carryover**((weeks - delay)**2)
    over 13 weeks (Jin et al. 2017), and awakens people at peak_rate x Hill function of it x exp(-wearout x
    impressions remembered). ``touch_rate``: touches that the firm sees and that do nothing; ``capture``: share
    of prospects' occasions that click on it anyway, at saturation. ``aggregate_peak`` and ``aggregate_half``
    count only where ``market.response`` is aggregate.
    """

    name: Label
    title: Words | None = None
    cost_per_thousand: Money
    cost_elasticity: Annotated[Parameter, Belief("1", ge=0, le=1)] = assumed(0.0, "1")
    reference_spend: Annotated[Parameter, Belief("currency per week", gt=0, le=1e12)] = assumed(
        100.0, "mean orders per week", "design choice; without effect at elasticity 0"
    )
    audience: dict[Name, Annotated[float, quantity("ratio", ge=0, le=1000)]] = Field(default={})
    carryover: Annotated[Parameter, Belief("per week", ge=0, lt=1)]
    peak_delay: Annotated[Parameter, Belief("weeks", ge=0, le=12)] = assumed(0.0, "weeks")
    peak_rate: Rate
    half_saturation: Annotated[Parameter, Belief("impressions/person/day", gt=0, le=1e6)]
    slope: Annotated[Parameter, Belief("1", ge=0.5, le=3)] = assumed(1.0, "1", "Hill function without inflection")
    wearout: Annotated[Parameter, Belief("per impression", ge=0, le=100)] = assumed(0.0, "per impression")
    wearout_memory: Days = assumed(21.0, "days", "design choice; without effect at wear-out 0")
    touch_rate: Rate = assumed(0.0, "1/day")
    capture: Share = assumed(0.0, "share")
    tracked: bool = True
    aggregate_peak: Annotated[Parameter, Belief("people/day", ge=0, le=1e11)] = assumed(
        0.0, "people/day", "not stated: without effect where the response is aggregate"
    )
    aggregate_half: Money = assumed(30.0, "mean orders", "design choice; without effect at peak 0")
