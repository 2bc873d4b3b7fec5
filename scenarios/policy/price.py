"""The price, as a ratio to today's price."""

from __future__ import annotations

from typing import Annotated

from scenarios.fields import Model, Whole, quantity

Levels = dict[str, Annotated[float, quantity("ratio to today's price", gt=0, le=100)]]
"""By name of the offer."""


class PriceChange(Model):
    """A new price level from the start of a day on."""

    day: Whole = quantity("day", ge=0, le=20_000)
    level: float = quantity("ratio to today's price", gt=0, le=100)


class PricePolicy(Model):
    """The price level at time 0 and its changes, in order of their days.

    ``offers``: a further level for an offer by its name; an offer without an entry has 1.
    """

    level: float = quantity("ratio to today's price", gt=0, le=100)
    changes: tuple[PriceChange, ...]
    offers: Levels
