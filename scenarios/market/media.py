"""How people come to know us: of themselves, and through paid media."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.fields import Label, Model, Name, Whole, quantity
from scenarios.kinds import Days, Money, Rate, Share, Words, assumed
from scenarios.parameter import Belief, Parameter


class Awareness(Model):
    """How people come to know us without paid media, and forget us."""

    organic_rate: Rate
    fade_rate: Rate


class Known(Model):
    """What the firm knows of a channel: customers of a year who would not have come without it, or what one of them
    costs, or how many a unit of currency brings in an experiment; one of the three, with its 5 % and 95 % points.

    ``weekly_spend``: at which spend it holds; of the file that says it where none is stated. Peak rate and half
    saturation follow when the scenario is loaded (scenarios.files.channel_knowledge), which leaves none of it.
    """

    as_stated: ClassVar[bool] = True

    won_per_year: float | None = quantity("people per year", None, gt=0, le=1e11)
    believed_cac: float | None = quantity("currency per customer", None, gt=0, le=1e9)
    customers_per_unit: float | None = quantity("customers per unit of currency", None, gt=0, le=1e9)
    interval: tuple[float, float] | None = None
    weekly_spend: float | None = quantity("currency per week, whole market", None, gt=0, le=1e12)

    @model_validator(mode="after")
    def _one(self) -> Self:
        said = [name for name in KNOWN if name in self.model_fields_set]
        faults = []
        if len(said) != 1:
            found, allowed = " and ".join(said) or "nothing that is known", f"one of: {', '.join(KNOWN)}"
            faults.append((said[-1] if said else "", found, allowed, ""))
        elif self.interval is None and said[0] == "customers_per_unit":
            allowed = "its 5 % and 95 % points beside it"
            faults.append((said[0], "an experiment without its interval", allowed, "add `interval: [low, high]`"))
        elif self.interval is not None and not 0.0 < self.interval[0] <= self.said <= self.interval[1]:
            found = f"[{self.interval[0]:g}, {self.interval[1]:g}] for {said[0]} {self.said:g}"
            faults.append(("interval", found, "0 < low <= value <= high", ""))
        if faults:
            raise PydanticCustomError("faults", "faults of what is known", {"faults": faults})
        return self

    @property
    def said(self) -> float:
        """The number that is stated."""
        return next(float(getattr(self, name)) for name in KNOWN if name in self.model_fields_set)


KNOWN = ("won_per_year", "believed_cac", "customers_per_unit")


class MediaPrice(Model):
    """Another price of impressions from the start of ``day`` on: ``ratio`` to the cost per thousand."""

    day: Whole = Field(ge=0, le=20_000, json_schema_extra={"unit": "day"})
    ratio: float = quantity("ratio to cost_per_thousand", gt=0, le=1000)


class Channel(Model):
    """A paid medium.

    ``kind``: of scenarios/market/channel_kinds.yaml, from which what is not stated comes; ``known``: see Known.

    Cost per thousand changes by ``price_changes`` and rises as (weekly spend /
    ``reference_spend``)**``cost_elasticity``. Who sees it: in
    proportion to ``audience`` by activity class, or to the weights of the classes where that is empty.
    Exposure is remembered, geometric or (``peak_delay`` > 0) delayed with weights carryover**((weeks - delay)**2)
    over 13 weeks (Jin et al. 2017), and awakens people at peak_rate x Hill function of it x exp(-wearout x
    impressions remembered of each advertisement). Money for creative makes one for every ``advert_cost``; people see
    those made within ``wearout_memory``, and one, in turn. ``touch_rate``: touches that the firm sees and that do
    nothing; ``capture``: share of prospects' occasions that click on it anyway, at saturation. ``aggregate_peak`` and
    ``aggregate_half`` count only where ``market.response`` is aggregate. Exposure also builds the brand, the Hill
    function of what is half forgotten in ``brand_half_life``: above that of time 0 it multiplies the response to all
    channels by e**(``brand_response`` x brand) and adds ``brand_choice`` x brand to the utility of our offers.
    """

    name: Label
    title: Words | None = None
    kind: Name | None = None
    known: Known | None = None
    cost_per_thousand: Money
    price_changes: tuple[MediaPrice, ...] = ()
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
    advert_cost: Money = assumed(
        14.2,
        "mean orders",
        "design choice, 6-40; 500 at CDNOW's mean order; without effect at wear-out 0",
    )
    touch_rate: Rate = assumed(0.0, "1/day")
    capture: Share = assumed(0.0, "share")
    brand_response: Annotated[Parameter, Belief("log ratio", ge=0, le=10)] = assumed(0.0, "log ratio")
    brand_choice: Annotated[Parameter, Belief("utility", ge=0, le=10)] = assumed(0.0, "utility")
    brand_half_life: Days = assumed(365.0, "days", "half a year to two years: design choice; without effect at 0")
    tracked: bool = True
    aggregate_peak: Annotated[Parameter, Belief("people/day", ge=0, le=1e11)] = assumed(
        0.0, "people/day", "not stated: without effect where the response is aggregate"
    )
    aggregate_half: Money = assumed(30.0, "mean orders", "design choice; without effect at peak 0")
