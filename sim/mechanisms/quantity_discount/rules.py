"""What a quantity costs, and what is bought where another would be wanted."""

from __future__ import annotations

from sim.core.ground.jit import formula
from sim.core.ground.memory import price_break
from sim.core.ground.types import World


@formula
def cost(w: World, bought: float) -> float:
    """What so much of an offer costs, currency at today's price: from each step on a line of its own."""
    total = bought
    for k in range(w.price_breaks):
        start = price_break(w, k, 0)
        if bought >= start:
            total = price_break(w, k, 2) + (bought - start) * price_break(w, k, 1)
    return total


@formula
def bought(w: World, wanted: float, u: float) -> float:
    """What is wanted, or the notch that costs least, its spare pieces at what they are worth, if that is less."""
    best = wanted
    if u < w.round_up:
        least = cost(w, wanted)
        for k in range(w.price_breaks):
            notch = price_break(w, k, 0)
            if notch > wanted:
                net = price_break(w, k, 2) - w.spare_value * (notch - wanted)
                if net < least:
                    least = net
                    best = notch
    return best


@formula
def less_by_quantity(w: World, bought: float) -> float:
    """What is taken off so much of an offer, currency at today's price."""
    return bought - cost(w, bought)


@formula
def price_by_quantity(w: World, wanted: float, u: float) -> float:
    """What is wanted costs in a customer's mind, ratio to its list price: spare pieces are worth something."""
    got = bought(w, wanted, u)
    return (cost(w, got) - w.spare_value * (got - wanted)) / wanted
