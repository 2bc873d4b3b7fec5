"""Offers to customers: a list, each row of which says what it waits for, whom it is for and what is given."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Label, Model, Name, Whole, quantity

MOST = 250
"""At most so many offers of a row to a customer."""


class Who(Model):
    """Whom of those who have ever ordered an offer is for, as far as the firm sees it.

    ``segments``, ``regions``, ``places``, ``classes``: names of the market's; none = all. ``lapsed``: whom the firm
    calls lapsed. ``tier``: the upper tier of the loyalty programme.
    """

    segments: tuple[Name, ...] = ()
    regions: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    classes: tuple[Name, ...] = ()
    lapsed: Literal["any", "with", "without"] = "any"
    tier: Literal["any", "with", "without"] = "any"
    least_orders: Whole = quantity("orders", default=0, ge=0, le=1_000_000)


class OfferRow(Model):
    """An offer to customers. The firm cannot see who has dropped out: it goes to them, too, at its cost.

    ``on``: ``silence`` (``days`` after the latest order; 0 = when the firm calls a customer lapsed), ``birthday``,
    ``anniversary`` of the first order (``days`` after it, before it if below 0), ``order`` or ``friend`` (the ``nth``
    one, 0 = each; ``days`` after it). ``give``: a message, a coupon of ``depth`` on the next order within
    ``valid_days`` (a newer one takes its place), a gift or an upgrade. ``cost``: per offer, the gift included.
    """

    name: Label
    active: bool = True
    on: Literal["silence", "birthday", "anniversary", "order", "friend"]
    nth: Whole = quantity("order or friend", default=0, ge=0, le=65_535)
    days: float = quantity("days", default=0.0, ge=-182, le=20_000)
    who: Who = Field(default_factory=Who)
    give: Literal["message", "coupon", "gift", "upgrade"]
    depth: float = quantity("share of the price", default=0.0, ge=0, lt=1)
    valid_days: Whole = quantity("days", default=30, ge=1, le=20_000)
    cost: float = quantity("currency per offer", default=0.0, ge=0, le=1e9)
    at_most: Whole = quantity("offers per customer", default=MOST, ge=0, le=MOST)
    again_after: float = quantity("days between two offers to a customer", default=0.0, ge=0, le=20_000)


Offers = Annotated[tuple[OfferRow, ...], Field(max_length=32)]
