"""Money spent on paid media."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Model, Name, Whole, quantity
from scenarios.policy.budget import Budget

Spend = Annotated[float, quantity("currency per week, whole market", ge=0, le=1e12)]


class Flight(Model):
    """Another weekly spend in one channel from the start of day ``from`` until the start of day ``to``."""

    channel: Name
    from_: Whole = Field(alias="from", ge=0, le=20_000, json_schema_extra={"unit": "day"})
    to: Whole = quantity("day", ge=1, le=20_000)
    weekly_spend: Spend


class Limits(Model):
    """What can be bought in a channel in a week: between ``least`` and ``most`` (none: without end), in multiples of
    ``step`` (0: any)."""

    least: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)
    most: float | None = quantity("currency per week, whole market", None, ge=0, le=1e12)
    step: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)


class ChannelPolicy(Model):
    """Spend by name of the channel; a channel without an entry is given 0 when the scenario is loaded.

    ``budget``: the whole spend in other words, which loading tells as ``weekly_spend`` and ``flights``; ``limits``: by
    name of the channel, kept in every week of the run; ``creative_per_week``: what making the advertisements, or their
    host, costs beside the media.
    """

    weekly_spend: dict[str, Spend]
    flights: tuple[Flight, ...]
    creative_per_week: dict[str, Spend]
    attribution_window: Whole = quantity("days", ge=1, le=20_000)
    budget: Budget | None = None
    limits: dict[str, Limits] = Field(default={})
