"""Policies by group: a list of rows, each of which says for whom it is and what holds there in place of the rest.

What is the same for everybody has no place in a row: the service desk, points and care calls, incentives to customers
(which name their own people), fixed cost, data, trials and surveys. Units and limits are those of the policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Name, Whole, quantity
from scenarios.policy.channel import Flight, Spend
from scenarios.policy.price import Levels, PriceChange
from scenarios.policy.promotion import Deal


class GroupPrice(Model):
    """Prices. A level holds all the time: its own changes, or none, take the place of those around."""

    level: float | None = quantity("ratio to today's price", None, gt=0, le=100)
    changes: tuple[PriceChange, ...] | None = None
    offers: Levels | None = None


class GroupPromotion(Model):
    """Deals: the list takes the place of the whole list."""

    deals: Annotated[tuple[Deal, ...], Field(max_length=1000)] | None = None


class GroupCommunity(Model):
    """The community of customers."""

    share: float | None = quantity("share of new customers", None, ge=0, le=1)
    cost_per_member_day: float | None = quantity("currency per active member and day", None, ge=0, le=1e9)


class GroupRelationship(Model):
    """Messages and what they cost, the reward for joining the own list, the community."""

    touches_per_week: float | None = quantity("messages per week", None, ge=0, le=1000)
    cost_per_touch: float | None = quantity("currency", None, ge=0, le=1e9)
    optin_reward: float | None = quantity("currency per person who joins", None, ge=0, le=1e9)
    community: GroupCommunity | None = None


class GroupBonus(Model):
    """A bonus for every so many friends."""

    friends: Whole | None = quantity("friends", None, ge=1, le=1000)
    amount: float | None = quantity("currency", None, ge=0, le=1e9)


class GroupReferral(Model):
    """Whether its customers can invite friends, and rewards: by the group of who is paid or decides."""

    active: bool | None = None
    reward_referrer: float | None = quantity("currency, paid when the friend first orders", None, ge=0, le=1e9)
    reward_friend: float | None = quantity("currency, off the friend's first order", None, ge=0, le=1e9)
    bonus: GroupBonus | None = None


class GroupProduct(Model):
    """Quality, and what goods, delivery, selling and first orders cost."""

    quality: float | None = quantity("0 worst, 1 best", None, ge=0, lt=1)
    cost_ratio: float | None = quantity("share of today's price", None, ge=0, le=10)
    fulfilment_ratio: float | None = quantity("share of today's price", None, ge=0, le=10)
    commission_ratio: float | None = quantity("share of what is paid", None, ge=0, le=1)
    first_order_cost: float | None = quantity("currency per first order", None, ge=0, le=1e9)


class GroupService(Model):
    """Service by the day and the wait for our first answer."""

    cost_per_customer_day: float | None = quantity("currency per active customer and day", None, ge=0, le=1e9)
    lead_response_hours: float | None = quantity("hours", None, ge=0, le=10_000)


class GroupChannel(Model):
    """Money for media that the people of the named regions alone are shown, all of these regions together, in place of
    their part of what is spent on the whole market. What is said of a channel takes the place of all flights of it
    around; channels of which nothing is said go on."""

    weekly_spend: dict[str, Spend] | None = None
    flights: tuple[Flight, ...] | None = None


class GroupRow(Model):
    """A group of people and what holds for them in place of the policy around it.

    ``segments``, ``regions``, ``places``, ``classes``: names of the market's; none = all. ``share``: of these a random
    share, the same people in every row, more of them where it is larger. Where several rows are for somebody the later
    one counts, number by number.
    """

    name: Label | None = None
    segments: tuple[Name, ...] = ()
    regions: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    classes: tuple[Name, ...] = ()
    share: float | None = quantity("share of these people, drawn at random", None, gt=0, le=1)
    price: GroupPrice | None = None
    promotion: GroupPromotion | None = None
    relationship: GroupRelationship | None = None
    referral: GroupReferral | None = None
    product: GroupProduct | None = None
    service: GroupService | None = None
    channel: GroupChannel | None = None

    def parts(self) -> Iterator[tuple[str, Model]]:
        """The parts of the policy that it says something of, by name."""
        for name in type(self).model_fields:
            part = getattr(self, name)
            if isinstance(part, Model):
                yield name, part


Groups = Annotated[tuple[GroupRow, ...], Field(max_length=200)]
