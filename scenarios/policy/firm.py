"""Rules by which the firm sets its media spend and its staff as it goes."""

from __future__ import annotations

from pydantic import Field

from scenarios.fields import Model, Whole, quantity


class Reinvestment(Model):
    """Media spend is a ``share`` of the profit before media since the look before (0: as stated), between ``least`` and
    ``most`` times what is stated."""

    share: float = quantity("share of profit before media", 0.0, ge=0, le=10)
    least: float = quantity("ratio to the stated spend", 0.0, ge=0, le=1000)
    most: float = quantity("ratio to the stated spend", 3.0, ge=0, le=1000)


class Cash(Model):
    """What the firm has at time 0, and the least that it may have: below it, nothing is spent on media (none: no
    limit)."""

    opening: float = quantity("currency, whole market", 0.0, ge=-1e12, le=1e12)
    limit: float | None = quantity("currency, whole market", None, ge=-1e12, le=1e12)


class StaffRule(Model):
    """Staff of the service desk so large that the work that has come since the look before, and what waits, would have
    kept it busy for the part ``occupancy`` of its time (0: as stated), between ``least`` and ``most`` times the stated
    shifts, desk by desk."""

    occupancy: float = quantity("share of the time on duty", 0.0, ge=0, le=1)
    least: float = quantity("ratio to the stated staff", 0.5, ge=0, le=1000)
    most: float = quantity("ratio to the stated staff", 3.0, ge=0, le=1000)


class FirmPolicy(Model):
    """What the firm does by rule: every ``review_days`` it looks at what has come, and what it finds holds until the
    next look. ``follow_credit``: the share of the media budget that goes where last touch saw first orders come from
    since the look before; the rest is split as until now. Media spend stays within ``policy.channel.limits``."""

    review_days: Whole = quantity("days", 91, ge=1, le=20_000)
    reinvest: Reinvestment = Field(default=Reinvestment())
    follow_credit: float = quantity("share of the budget", 0.0, ge=0, le=1)
    cash: Cash = Field(default=Cash())
    staff: StaffRule = Field(default=StaffRule())
