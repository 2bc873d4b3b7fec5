"""What we sell: offers, and the categories that an order may hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Label, Model, Name
from scenarios.kinds import Ratio, Utility, Words
from scenarios.parameter import Belief, Parameter
from scenarios.tree.wording import PRICE_RATIO


class Offer(Model):
    """One of our offers: its utility beside that of the price, today's price of a unit and the units of an order.

    The shares of ``market.choice`` are those of an offer of utility 0, price 1 and size 1 alone. A bundle: the products
    of the categories ``with`` go with that of the offer's own, at its price. ``for``: segments to whose people it is
    made (none = everybody).
    """

    name: Label
    title: Words | None = None
    utility: Utility
    price: float = Field(default=1.0, gt=0, le=100, json_schema_extra={"unit": PRICE_RATIO})
    size: float = Field(default=1.0, gt=0, le=1000, json_schema_extra={"unit": "ratio to a mean order"})
    category: Name | None = None
    with_: tuple[Name, ...] = Field(default=(), alias="with")
    for_: tuple[Name, ...] = Field(default=(), alias="for")


class Category(Model):
    """What an order may also hold: its utility in a basket, and how much it adds to the order."""

    name: Label
    title: Words | None = None
    utility: Utility
    size: Ratio


class Basket(Model):
    """Baskets over categories, a multivariate logit (Russell & Petersen 2000).

    Given that the category of the offer is in, the probability of a set is proportional to
    exp(sum of the utilities of the others + ``synergy`` x pairs). Using more categories lowers a customer's
    drop-out rate by exp(-``breadth_effect``) each.
    """

    categories: Annotated[tuple[Category, ...], Field(max_length=8)]
    synergy: Annotated[Parameter, Belief("utility per pair", ge=-100, le=100)]
    breadth_effect: Annotated[Parameter, Belief("per category", ge=0, le=10)]
