"""Places to buy: which are open when, on which terms, and what they cost."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Whole, quantity


class PlaceRow(Model):
    """A place of market.places, open from the start of day ``opens`` until that of day ``closes`` (nothing = for ever).

    ``price`` and ``delivery_days``: nothing = those of today in the market. ``commission`` goes to who runs the place,
    ``rebate`` to a dealer, both of what is paid; ``fulfilment`` multiplies what an order costs to deliver. Money is
    that for the whole market; the rent holds staff, too, and ``opening_cost`` is due on the first day.
    ``capacity_per_week``: the most orders that it can serve (nothing = any number); who comes in vain buys elsewhere,
    or not.
    """

    name: Label
    opens: Whole = quantity("day", default=0, ge=0, le=20_000)
    closes: Whole | None = quantity("day", default=None, ge=1, le=20_000)
    price: float | None = quantity("ratio to the list price", None, gt=0, le=100)
    delivery_days: float | None = quantity("days", None, ge=0, le=1000)
    commission: float = quantity("share of what is paid", 0.0, ge=0, le=1)
    rebate: float = quantity("share of what is paid", 0.0, ge=0, le=1)
    fulfilment: float = quantity("ratio on the cost of delivery", 1.0, ge=0, le=1000)
    rent_per_week: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)
    host_fee_per_week: float = quantity("currency per week, whole market", 0.0, ge=0, le=1e12)
    opening_cost: float = quantity("currency, whole market", 0.0, ge=0, le=1e12)
    capacity_per_week: float | None = quantity("orders per week, whole market", None, gt=0, le=1e12)


Places = Annotated[tuple[PlaceRow, ...], Field(max_length=100)]
