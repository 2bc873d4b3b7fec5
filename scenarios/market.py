"""How the market behaves: the models of the ``market`` section, with the unit and range of every number."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from scenarios.fields import Label, Model, Name, Place, Text, Whole, quantity
from scenarios.parameter import Belief, Parameter
from scenarios.scalar import is_date


def _date(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not is_date(value):
        raise PydanticCustomError("no_date", "not a date")
    return date.fromisoformat(value)


def _title(value: object) -> object:
    if isinstance(value, str):
        return {"en": value, "zh": value}
    if isinstance(value, dict) and len(value) == 1 and set(value) <= {"en", "zh"}:
        only = next(iter(value.values()))
        return {"en": only, "zh": only}
    return value


class Title(Model):
    """A text for people, in both languages; a file may give one text for both."""

    en: Text
    zh: Text


Words = Annotated[Title, BeforeValidator(_title, json_schema_input_type=Title | str)]
Day = Annotated[date, BeforeValidator(_date), Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]

Share = Annotated[Parameter, Belief("share", ge=0, le=1)]
Rate = Annotated[Parameter, Belief("1/day", ge=0, le=100)]
Positive = Annotated[Parameter, Belief("1", gt=0, le=1e6)]
Weeks = Annotated[Parameter, Belief("weeks", gt=0, le=1e6)]
Money = Annotated[Parameter, Belief("currency", gt=0, le=1e9)]
Ratio = Annotated[Parameter, Belief("ratio", ge=0, le=1000)]
RewardEffect = Annotated[Parameter, Belief("log-odds per log reward", ge=-100, le=100)]


class Start(Model):
    """Where people stand at time 0; the rest is unaware."""

    reached: float = quantity("share of people", ge=0, le=1)
    retained: float = quantity("share of people", ge=0, le=1)
    customer: float = quantity("share of people", ge=0, le=1)


class Segment(Model):
    """A part of the market with its own response to price."""

    name: Label
    title: Words | None = None
    share: Share
    price_sensitivity: Ratio


class ActivityClass(Model):
    """People who use media alike: their exposure is proportional to ``weight``."""

    name: Label
    share: float = quantity("share of people", ge=0, le=1)
    weight: float = quantity("ratio", gt=0, le=1000)


class Need(Model):
    """When people consider buying, and when customers drop out.

    With heterogeneity gamma, rates differ between customers as gamma(shape, rate) per week; with none,
    everybody has the mean, shape / rate per week.
    """

    heterogeneity: Literal["gamma", "none"]
    prospect_rate: Rate
    order_shape: Positive
    order_rate: Weeks
    dropout_shape: Positive
    dropout_rate: Weeks
    season_amplitude: Annotated[Parameter, Belief("ratio", ge=0, le=1)]
    season_peak: Annotated[Parameter, Belief("day of year", ge=0, le=366)]
    week_shock_sd: Annotated[Parameter, Belief("ratio", ge=0, le=5)]
    week_shock_memory: Annotated[Parameter, Belief("1", gt=-1, lt=1)]


class Choice(Model):
    """What happens at an occasion. A share of 0 means that there is no such alternative, 1 no other."""

    share_reached: Share
    share_retained: Share
    share_customer: Share
    share_competitor: Annotated[Parameter, Belief("share of what is left", ge=0, le=1)]
    price_elasticity: Annotated[Parameter, Belief("1", ge=-100, lt=0)]
    price_sensitivity_sd: Annotated[Parameter, Belief("sd of log", ge=0, le=10)]


class Spend(Model):
    """The amount of an order: gamma-gamma, or the mean of it for everybody."""

    variation: Literal["gamma-gamma", "none"]
    shape: Positive
    customer_shape: Annotated[Parameter, Belief("1", gt=1, le=1e6)]
    customer_rate: Money


class Awareness(Model):
    """How people come to know us without paid media, and forget us."""

    organic_rate: Rate
    fade_rate: Rate


class Channel(Model):
    """A paid medium."""

    name: Label
    title: Words | None = None
    cost_per_thousand: Money
    carryover: Annotated[Parameter, Belief("per week", ge=0, lt=1)]
    peak_rate: Rate
    half_saturation: Annotated[Parameter, Belief("impressions/person/day", gt=0, le=1e6)]


class Retain(Model):
    """The owned channel: joining, leaving, and what messages do."""

    optin_rate: Rate
    unsubscribe_rate: Rate
    unsubscribe_fatigue: Annotated[Parameter, Belief("1/day per squared touch", ge=0, le=100)]
    unsubscribe_bound: Annotated[Parameter, Belief("1/day", gt=0, le=100)]
    touch_memory: Annotated[Parameter, Belief("days", gt=0, le=20_000)]
    nurture_effect: Annotated[Parameter, Belief("utility per log touch", ge=-100, le=100)]


class Network(Model):
    """Who knows whom. ``random``, ``small_world``, ``scale_free`` and ``block`` have ``referral.contacts`` contacts
    in the mean (sim.core.network, sim.graphs), ``edges`` those of a file; with ``fresh``, every invitation reaches
    somebody whom nobody has reached, among those behind the first ``seeds`` people.

    ``file`` is relative to the file that names it; ``sha256``, the checksum of its content, is written by sixr.
    """

    kind: Literal["random", "small_world", "scale_free", "block", "edges", "fresh"]
    rewiring: Annotated[Parameter, Belief("share of ties", ge=0, le=1)]
    exponent: Annotated[Parameter, Belief("1", gt=1, le=20)]
    largest: Annotated[Parameter, Belief("people", ge=1, le=100_000)]
    own_segment: Annotated[Parameter, Belief("share of ties", ge=0, le=1)]
    file: Place
    sha256: Text | None = None
    seeds: Whole = quantity("people", ge=0, le=200_000_000)


class Referral(Model):
    """Inviting friends."""

    share_probability: Annotated[Parameter, Belief("per order", ge=0, le=1)]
    accept_probability: Annotated[Parameter, Belief("per invitation", ge=0, le=1)]
    share_reward_effect: RewardEffect
    accept_reward_effect: RewardEffect
    reward_scale: Money
    delay_mean: Annotated[Parameter, Belief("days", gt=0, le=20_000)]
    delay_shape: Positive
    contacts: Annotated[Parameter, Belief("people", ge=0, le=100_000)]
    network: Network
    sharer_dropout_ratio: Ratio
    sharer_effect_days: Annotated[Parameter, Belief("days", ge=0, le=20_000)]


class Lapse(Model):
    """Ways out and back that the drop-out of customers does not cover."""

    customer_loss_rate: Rate
    return_rate: Rate
    final_loss_rate: Rate


class Correlation(Model):
    """Beliefs that go together: paths below ``market`` and the correlations of their normal scores."""

    parameters: Annotated[tuple[Text, ...], Field(min_length=2, max_length=200)]
    matrix: tuple[tuple[float, ...], ...]


class Market(Model):
    """The whole market."""

    size: Annotated[Parameter, Belief("people", ge=1, le=1e11)]
    start: Start
    segments: Annotated[tuple[Segment, ...], Field(min_length=1, max_length=100)]
    activity: Annotated[tuple[ActivityClass, ...], Field(min_length=1, max_length=100)]
    need: Need
    choice: Choice
    spend: Spend
    awareness: Awareness
    channels: Annotated[tuple[Channel, ...], Field(max_length=100)]
    retain: Retain
    referral: Referral
    lapse: Lapse
    discount_rate: Annotated[Parameter, Belief("1/year", ge=0, le=10)]
    correlations: tuple[Correlation, ...] = ()


class History(Model):
    """The data that a market was fitted to; further facts may stand beside these."""

    model_config = ConfigDict(extra="allow")

    sample: Text | None = None
    customers: Whole | None = Field(default=None, ge=1)
    orders: Whole | None = Field(default=None, ge=0)
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None


class MarketFile(Model):
    """A market fitted to history, as written by calibration."""

    schema_version: Literal[1] = Field(alias="schema")
    name: Name
    title: Words | None = None
    history: History
    market: Market
    fits: dict[str, Any] = Field(default_factory=dict)
