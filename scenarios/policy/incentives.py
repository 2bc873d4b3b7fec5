"""Incentives to customers: a list, each row of which says what it waits for, whom it is for and what is given."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Label, Model, Name, Whole, quantity

MOST = 250
"""At most so many incentives of a row to a customer."""
MOST_ORDERS, MOST_DAYS = 1_000_000, 20_000


class Who(Model):
    """Whom of those who have ever ordered an incentive is for, as far as the firm sees it.

    ``segments``, ``regions``, ``places``, ``classes``: names of the market's; none = all. ``lapsed``: whom the firm
    calls lapsed. ``tier``: the upper tier of the loyalty programme. ``coupon_used``: who has used a coupon of an
    incentive before. ``least_orders`` to ``most_orders`` so far; ``least_silent`` to ``most_silent`` days since the
    latest. ``abc``: classes of customers (policy.relationship.classes). ``reasons``: why they have left, on: silence
    alone; the firm learns it by a talk (policy.relationship.talk), in which whoever has not left gets no incentive.
    ``share``: of all these, drawn at random anew each time.
    """

    segments: tuple[Name, ...] = ()
    regions: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    classes: tuple[Name, ...] = ()
    abc: tuple[Literal["A", "B", "C"], ...] = ()
    reasons: tuple[Literal["need", "price", "competitor", "service"], ...] = ()
    lapsed: Literal["any", "with", "without"] = "any"
    tier: Literal["any", "with", "without"] = "any"
    coupon_used: Literal["any", "with", "without"] = "any"
    least_orders: Whole = quantity("orders", default=0, ge=0, le=MOST_ORDERS)
    most_orders: Whole = quantity("orders", default=MOST_ORDERS, ge=0, le=MOST_ORDERS)
    least_silent: float = quantity("days since the latest order", default=0.0, ge=0, le=MOST_DAYS)
    most_silent: float = quantity("days since the latest order", default=float(MOST_DAYS), ge=0, le=MOST_DAYS)
    share: float = quantity("share", default=1.0, ge=0, le=1)


class Incentive(Model):
    """An incentive to customers. The firm cannot see who has dropped out: it goes to them, too, at its cost.

    ``on``: ``silence`` (``days`` after the latest order; 0 = when the firm calls a customer lapsed), ``birthday``,
    ``anniversary`` of the first order (``days`` after it, before it if below 0), ``order`` or ``friend`` (the ``nth``
    one, 0 = each; ``days`` after it), ``campaign`` (all customers at once, on the day ``days`` of the run and every
    ``again_after`` days; 0 = once). None goes out after the day ``until``. ``give``: a message, a coupon of ``depth``
    on the next order within ``valid_days`` (a newer one takes its place), a gift or an upgrade. ``cost``: per
    incentive, the gift included.
    """

    name: Label
    active: bool = True
    on: Literal["silence", "birthday", "anniversary", "order", "friend", "campaign"]
    nth: Whole = quantity("order or friend", default=0, ge=0, le=65_535)
    days: float = quantity("days", default=0.0, ge=-182, le=MOST_DAYS)
    until: float = quantity("day", default=float(MOST_DAYS), ge=0, le=MOST_DAYS)
    who: Who = Field(default_factory=Who)
    give: Literal["message", "coupon", "gift", "upgrade"]
    depth: float = quantity("share of the price", default=0.0, ge=0, lt=1)
    valid_days: Whole = quantity("days", default=30, ge=1, le=MOST_DAYS)
    cost: float = quantity("currency per incentive", default=0.0, ge=0, le=1e9)
    at_most: Whole = quantity("incentives per customer", default=MOST, ge=0, le=MOST)
    again_after: float = quantity("days between two incentives to a customer", default=0.0, ge=0, le=MOST_DAYS)


Incentives = Annotated[tuple[Incentive, ...], Field(max_length=32)]
