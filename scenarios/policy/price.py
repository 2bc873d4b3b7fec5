"""The price, as a ratio to today's price."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Model, Whole, quantity

Levels = dict[str, Annotated[float, quantity("ratio to today's price", gt=0, le=100)]]
"""By name of the offer."""


class PriceChange(Model):
    """A new price level from the start of a day on.

    ``for: new``: who has ordered before that day keeps the old price, until the start of day ``until`` if that is said.
    """

    day: Whole = quantity("day", ge=0, le=20_000)
    level: float = quantity("ratio to today's price", gt=0, le=100)
    for_: Literal["everybody", "new"] = Field(default="everybody", alias="for")
    until: Whole | None = quantity("day", default=None, ge=1, le=20_000)


class QuantityStep(Model):
    """From so many pieces on: the share taken off the price."""

    from_: Whole = Field(alias="from", ge=1, le=1_000_000_000, json_schema_extra={"unit": "pieces"})
    off: float = quantity("share of the price", ge=0, lt=1)


class QuantityDiscount(Model):
    """A quantity discount: pieces are what an order amounts to at today's price, over ``unit_price``.

    all_units: the discount of the highest step reached holds for all pieces of the order; incremental: for those beyond
    the step. Only the pieces of the offer count, not further categories nor what a promotion makes people lay in.
    """

    unit_price: float = quantity("currency per piece", default="0.01 mean orders", gt=0, le=1e9)
    kind: Literal["all_units", "incremental"] = "all_units"
    steps: Annotated[tuple[QuantityStep, ...], Field(max_length=8)] = ()


class PricePath(Model):
    """A path of the price with a name: from ``start`` on day ``from`` to ``end``, ``days`` later, in equal ``steps``.

    Both are ratios to the level that holds without it; before it that holds, after it ``end`` times that. penetration:
    low at first, to win people; skimming: high at first, to earn most from those who would pay most.
    """

    kind: Literal["none", "penetration", "skimming"] = "none"
    start: float = quantity("ratio to the price level", default=1.0, gt=0, le=100)
    end: float = quantity("ratio to the price level", default=1.0, gt=0, le=100)
    from_: Whole = Field(default=0, alias="from", ge=0, le=20_000, json_schema_extra={"unit": "day of run"})
    days: Whole = quantity("days", default=365, ge=1, le=20_000)
    steps: Whole = quantity("steps", default=4, ge=1, le=1000)

    @property
    def ends(self) -> int:
        """The day of the last step."""
        return self.from_ + self.days

    def dated(self) -> tuple[tuple[int, float], ...]:
        """Its levels, each with the day from which it holds; none where there is no path."""
        if self.kind == "none":
            return ()
        parts = [k / self.steps for k in range(self.steps + 1)]
        return tuple((self.from_ + round(self.days * x), self.start * (1.0 - x) + self.end * x) for x in parts)


class PricePolicy(Model):
    """The price level at time 0 and its changes, in order of their days; a path multiplies them.

    ``offers``: a further level for an offer by its name; an offer without an entry has 1. ``one_price``: all places to
    buy at ask the list price, whatever policy.places says; seeing to that costs ``one_price_cost_per_week``.
    """

    level: float = quantity("ratio to today's price", gt=0, le=100)
    changes: tuple[PriceChange, ...]
    path: PricePath = PricePath()
    quantity_discount: QuantityDiscount = Field(default_factory=QuantityDiscount)
    offers: Levels
    one_price: bool = False
    one_price_cost_per_week: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)

    @property
    def at_start(self) -> float:
        """The level on day 0."""
        return self.dated(1)[0][1]

    def dated(self, days: int) -> tuple[tuple[int, float], ...]:
        """The levels of the first ``days`` days, changes and path together, each with the day from which it holds."""
        spells = [(0, self.level), *sorted((c.day, c.level) for c in self.changes)]
        along = [(0, 1.0), *self.path.dated()]
        starts = sorted({day for day, _ in (*spells, *along) if day < days})
        found = [(day, _on(spells, day) * _on(along, day)) for day in starts]
        return (found[0], *(after for before, after in pairwise(found) if after[1] != before[1]))


def _on(spells: list[tuple[int, float]], day: int) -> float:
    """What holds on a day: the last of ``spells`` that has begun."""
    return [level for start, level in spells if start <= day][-1]
