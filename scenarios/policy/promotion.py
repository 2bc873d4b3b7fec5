"""Promotions: a lower price for some days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Label, Model, Name, Whole, quantity


class Deal(Model):
    """A discount from the start of day ``from`` until the start of day ``to``, for everybody or only some: those of a
    segment, a region, a place of purchase.

    It comes again ``every`` so many days, 0 = never. Where several hold, the deepest counts.
    """

    name: Label
    from_: Whole = Field(alias="from", ge=0, le=20_000, json_schema_extra={"unit": "day"})
    to: Whole = quantity("day", ge=1, le=20_000)
    every: Whole = quantity("days", default=0, ge=0, le=20_000)
    depth: float = quantity("share of the price", ge=0, lt=1)
    for_: Literal["everybody", "first", "repeat"] = Field(default="everybody", alias="for")
    segment: Name | None = None
    region: Name | None = None
    place: Name | None = None

    def spells(self, days: int) -> Iterator[tuple[int, int]]:
        """Its first day and the day after its last, each time within a run of ``days``."""
        for shift in range(0, max(days - self.from_, 1), self.every or max(days, 1)):
            yield self.from_ + shift, self.to + shift


class PromotionPolicy(Model):
    """All deals."""

    deals: Annotated[tuple[Deal, ...], Field(max_length=1000)]
