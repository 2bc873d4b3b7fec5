"""From what is stated of buying ahead to numbers; spare pieces of quantity discounts are laid in, too."""

from __future__ import annotations

from sim.mechanisms.kinds import Stated


def numbers(stated: Stated) -> dict[str, float]:
    """The numbers of buying ahead."""
    effect = stated("market.stock.effect")
    spare = stated("policy.price.quantity_discount.steps") > 0.0 and stated("market.quantity.spare_later") > 0.0
    return {"stores": effect > 0.0 or spare, "stock_effect": effect}


def laid_in(stated: Stated) -> float:
    """As much as there is room for."""
    return stated("market.stock.most") if stated("market.stock.effect") > 0.0 else 0.0
