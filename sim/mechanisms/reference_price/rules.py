"""What people are used to paying, and what a price is against it."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, part
from sim.core.ground.memory import more, person
from sim.core.ground.types import World


@formula
def reference_effect(response: float, gain: float, loss_aversion: float, reference: float, price: float) -> float:
    """Utility of paying less (or more) than one is used to: losses count more than gains.

    Kahneman & Tversky 1979; Neumann & Boeckenholt 2014.
    """
    return response * gain * (max(reference - price, 0.0) - loss_aversion * max(price - reference, 0.0))


@formula
def remembered_reference(memory: float, reference: float, price: float) -> float:
    """The reference price after seeing ``price`` (exponential smoothing: Mazumdar, Raj & Sinha 2005)."""
    return memory * reference + (1.0 - memory) * price


@part
def utility_of_reference(w: World, i: int, price: float) -> float:
    """Utility of a ``price`` for what one is used to."""
    response, reference = np.float64(person(w, i).price_response), np.float64(more(w, i).reference)
    return reference_effect(response, w.reference_gain, w.loss_aversion, reference, price)


@formula
def remembers_prices(w: World) -> bool:
    """People do."""
    return True


@formula
def sees_price(w: World, i: int, price: float) -> None:
    """A ``price`` seen moves the reference price."""
    m = more(w, i)
    m.reference = remembered_reference(w.reference_memory, np.float64(m.reference), price)
