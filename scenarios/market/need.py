"""When people consider buying, and when customers drop out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Label, Model, Whole, quantity
from scenarios.kinds import Day, Days, Positive, Rate, Weeks, assumed
from scenarios.parameter import Belief, Parameter
from scenarios.parts import NeedMarketParts

Ratio53 = Annotated[float, quantity("ratio", ge=0, le=100)]
Amplitude = Annotated[Parameter, Belief("ratio", ge=0, le=1)]
DayOfYear = Annotated[Parameter, Belief("day of year", ge=0, le=366)]


class Weekdays(Model):
    """Demand of each day of the week, relative to normal."""

    mon: float = quantity("ratio", ge=0, le=100)
    tue: float = quantity("ratio", ge=0, le=100)
    wed: float = quantity("ratio", ge=0, le=100)
    thu: float = quantity("ratio", ge=0, le=100)
    fri: float = quantity("ratio", ge=0, le=100)
    sat: float = quantity("ratio", ge=0, le=100)
    sun: float = quantity("ratio", ge=0, le=100)


class Holiday(Model):
    """Days of every year on which demand is ``ratio`` times normal; 1 is the first of January."""

    name: Label
    from_: Whole = Field(alias="from", ge=1, le=366, json_schema_extra={"unit": "day of year"})
    days: Whole = quantity("days", ge=1, le=365)
    ratio: float = quantity("ratio", ge=0, le=100)


class Turn(Model):
    """Demand has reached ``ratio`` times the normal one on ``day`` of the run."""

    day: Whole = Field(ge=0, le=20_000, json_schema_extra={"unit": "day"})
    ratio: float = quantity("ratio to normal demand", gt=0, le=1000)


class NeedItself(Model):
    """When people consider buying, and when customers drop out.

    With heterogeneity gamma, rates differ between customers as gamma(shape, rate) per week; with none,
    everybody has the mean, shape / rate per week. Ways to drop out: exponential, at any moment (Pareto/NBD);
    coin, after a repeat order, with a chance that is beta(coin_a, coin_b) over customers (BG/NBD); renewal, at
    the end of each contract of ``renewal_days``, with a chance that is beta(renewal_a, renewal_b) (sBG).
    ``regularity`` k: gaps between a customer's occasions are gamma of shape k, rounded to a whole number.
    Demand: ``calendar`` holds a ratio for each week of the year, 52 or 53 of seven days from the first of January on
    (the last one of 52 has the rest); on ``closed`` days there is none. ``level`` is a ratio on all of it, from which
    its logarithm wanders at random from week to week (``drift``: standard deviation after 26 weeks). ``life_cycle``:
    where the demand for what is sold stands by date (launch, growth, maturity, decline): 1 on day 0 unless it says
    otherwise, by a constant rate from one turn to the next, and as at the last turn ever after.
    """

    heterogeneity: Literal["gamma", "none"]
    prospect_rate: Rate
    order_shape: Positive
    order_rate: Weeks
    regularity: Annotated[Parameter, Belief("stages", ge=1, le=10)]
    dropout: Literal["exponential", "coin", "renewal"]
    dropout_shape: Positive
    dropout_rate: Weeks
    coin_a: Positive
    coin_b: Positive
    renewal_a: Positive
    renewal_b: Positive
    renewal_days: Days
    season_amplitude: Amplitude
    season_peak: DayOfYear
    season_amplitude_2: Amplitude
    season_peak_2: DayOfYear
    season_period: Days
    weekdays: Weekdays
    holidays: Annotated[tuple[Holiday, ...], Field(max_length=100)]
    week_shock_sd: Annotated[Parameter, Belief("ratio", ge=0, le=5)]
    week_shock_memory: Annotated[Parameter, Belief("1", gt=-1, lt=1)]
    level: Annotated[Parameter, Belief("ratio", gt=0, le=1000)] = assumed(1.0, "ratio")
    drift: Annotated[Parameter, Belief("ratio", ge=0, le=5)] = assumed(0.0, "ratio")
    calendar: Annotated[tuple[Ratio53, ...], Field(max_length=53)] = ()
    closed: Annotated[tuple[Day, ...], Field(max_length=10_000)] = ()
    life_cycle: Annotated[tuple[Turn, ...], Field(max_length=100)] = ()


class Need(NeedMarketParts, NeedItself):
    """All of it, with what mechanisms add."""
