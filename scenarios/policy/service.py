"""What serving customers costs, how soon we answer enquiries, who staffs the service desk and whom we survey."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Label, Model, Name, Whole, quantity
from scenarios.parts import ServiceParts
from scenarios.tree.units import SURVEYED

_EACH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS = {day: (k,) for k, day in enumerate(_EACH)} | {
    "all": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "weekend": (5, 6),
}
"""The days of the week that the word of a shift stands for, Monday = 0."""


class Shift(Model):
    """So many people at one desk between two hours of the days named, from day ``begin`` to the start of ``end``.

    Shifts at the same time add up.
    """

    name: Label
    days: Literal["all", "weekdays", "weekend", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    from_: Whole = Field(alias="from", ge=0, le=23, json_schema_extra={"unit": "hour of the day"})
    to: Whole = quantity("hour of the day", ge=1, le=24)
    people: Whole = quantity("people, whole market", ge=0, le=10_000)
    begin: Whole = Field(default=0, ge=0, le=20_000, json_schema_extra={"unit": "day"})
    end: Whole | None = Field(default=None, ge=1, le=20_000, json_schema_extra={"unit": "day"})


class Urgent(Model):
    """Customers whose tickets go before those of others: with so many orders (0 = none), or of these segments."""

    orders: Whole = quantity("orders", ge=0, le=1_000_000)
    segments: tuple[Name, ...]


class Mend(Model):
    """A cause of trouble is mended ``days`` after it is found.

    Who looks ``after`` so many complaints in the whole market, or other reports of it (``feedback``), finds it where
    most of them name it and with probability ``accuracy``, else looks again after as many more. With ``told``,
    everybody who has complained of it is told.
    """

    active: bool
    after: Whole = quantity("complaints, whole market", ge=1, le=1_000_000_000)
    days: float = quantity("days", ge=0, le=20_000)
    told: bool
    accuracy: float = quantity("share", ge=0, le=1, default=1.0)
    cost_per_week: float = quantity("currency per week, whole market", ge=0, le=1e9, default=0.0)


class Listening(Model):
    """A channel of feedback (market.service.feedback) in use: ``share`` of those who were dissatisfied and did not
    complain whom it reaches, and what it costs."""

    name: Label
    share: float = quantity("share of the dissatisfied", 1.0, ge=0, le=1)
    cost_per_report: float = quantity("currency per report", 0.0, ge=0, le=1e6)
    cost_per_week: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e9)


class Target(Model):
    """So many people at every desk that the ``share`` of expected tickets is answered within ``hours`` (0 = as
    ``staff`` says, week after week).

    They are there every day between two hours, and at work for at most the part ``most_occupancy`` of their time.
    """

    share: float = quantity("share of tickets", ge=0, lt=1, default=0.0)
    hours: float = quantity("hours until the first answer", gt=0, le=24, default=24.0)
    from_: Whole = Field(default=8, alias="from", ge=0, le=23, json_schema_extra={"unit": "hour of the day"})
    to: Whole = Field(default=18, ge=1, le=24, json_schema_extra={"unit": "hour of the day"})
    most_occupancy: float = quantity("share of the time on duty", gt=0, le=1, default=0.9)


class DeskPolicy(Model):
    """The service desk; without it nobody asks for anything. Staff by name of the desk (``market.service.desks``)."""

    active: bool
    staff: dict[str, Annotated[tuple[Shift, ...], Field(max_length=100)]]
    wage_per_hour: float = quantity("currency per person and hour on duty", ge=0, le=1e6)
    urgent: Urgent
    mend: Mend
    target: Target = Field(default_factory=Target)


class ServiceItself(Model):
    """Service cost in proportion to the time that customers are active, the wait for our first answer to an enquiry,
    the share of orders and tickets after which we ask for a score, channels of feedback, and the desk."""

    cost_per_customer_day: float = quantity("currency per active customer and day", ge=0, le=1e9)
    lead_response_hours: float = quantity("hours", ge=0, le=10_000)
    survey_share: float = quantity(SURVEYED, ge=0, le=1)
    feedback: Annotated[tuple[Listening, ...], Field(max_length=20)] = ()
    desk: DeskPolicy


class ServicePolicy(ServiceParts, ServiceItself):
    """All of it, with what mechanisms add."""
