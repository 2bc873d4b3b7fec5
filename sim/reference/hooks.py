"""What mechanisms are asked and told in a customer's life. Whoever says nothing leaves it as it is."""

from __future__ import annotations

from typing import Any


class Hooks:
    """What a mechanism answers, and what it does on the way. Nothing, where it does not say otherwise."""

    def dropout_ratio(self) -> float:
        """Ratio on the drop-out rate."""
        return 1.0

    def price_off(self) -> float:
        """What is taken off the price in the customer's mind, ratio."""
        return 0.0

    def lift(self) -> float:
        """Utility that our offers have for a customer beside their price."""
        return 0.0

    def inviting_odds(self) -> float:
        """Ratio on the odds of inviting friends."""
        return 1.0

    def member_price(self) -> float:
        """What is paid less as a member, share of the price."""
        return 0.0

    def coupon(self) -> float:
        """What a valid coupon takes off the next order, share of the price."""
        return 0.0

    def filled(self, which: int, size: float) -> tuple[float, float, float]:
        """What an order holds that is to be worth ``size``: (its size, what it costs, ratio to the price, the share
        that deals on its products take off)."""
        return size, 1.0, 0.0

    def bought(self, wanted: float, u: float) -> float:
        """What is bought of an offer where so much is wanted, currency at today's price; ``u``: a uniform number."""
        return wanted

    def less_by_quantity(self, bought: float) -> float:
        """What is taken off so much of an offer, currency at today's price."""
        return 0.0

    def price_by_quantity(self, wanted: float, u: float) -> float:
        """What is wanted costs in mind, ratio to its list price."""
        return 1.0

    def utility_of_places(self, price: float, response: float) -> float:
        """What the places to buy at add to the utility of an offer of that price, before what a place asks."""
        return 0.0

    def place_taken(self, occasion: int, which: int, price: float, response: float) -> int:
        """The place at which an order is placed."""
        return 0

    def born(self) -> None:
        """Somebody begins, and is in the market from the own entry on."""

    def ordered(self, less: int) -> None:
        """An order, kept or not, off which a coupon took ``less`` micro-units."""

    def friend_won(self) -> None:
        """An invited friend has placed a first order."""

    def ticket_solved(self, index: int, item: int) -> None:
        """A ticket is solved."""

    def silent(self) -> None:
        """The firm calls the customer lapsed."""

    def order_kept(self, paid: int) -> None:
        """An order for which ``paid`` micro-units are due, and which is not sent back."""

    def known_before(self, silent: float) -> None:
        """The customer has ordered before the beginning, the last time ``silent`` days ago."""

    def horizon(self, t: float) -> None:
        """The run ends."""

    def record(self) -> dict[str, Any]:
        """What is known of the customer, by the names of the second record, without the clocks."""
        return {}
