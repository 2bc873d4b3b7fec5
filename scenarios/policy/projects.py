"""Projects: money that is spent once or for a while, and what it makes better from then on."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Name, Whole, quantity


class Project(Model):
    """A project of a ``kind`` (market.projects), for everybody or the people of some ``segments``.

    ``cost`` falls on day ``from``, ``cost_per_week`` on every day from there until the start of day ``to`` (none: the
    end of the run). ``size``: how much of it there is, in the kind's own unit (steps left out, pieces a week).
    """

    name: Label
    kind: Name
    from_: Whole = Field(default=0, alias="from", ge=0, le=20_000, json_schema_extra={"unit": "day"})
    to: Whole | None = quantity("day", None, ge=1, le=20_000)
    size: float = quantity("units of the kind", 1.0, ge=0, le=100)
    cost: float = quantity("currency, once", 0.0, ge=0, le=1e12)
    cost_per_week: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)
    segments: tuple[Name, ...] = ()


Projects = Annotated[tuple[Project, ...], Field(max_length=100)]
