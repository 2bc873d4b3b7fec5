"""What places do to orders to come: utility of us, and where orders are placed, on one day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.plan import Plan


class AtPlaces(NamedTuple):
    """``utility`` that places add to each offer, float64 [offer, person]; ``shares`` of orders at each place, float64
    [place, offer, person]; ``terms`` of the day, PLACE [place]."""

    utility: np.ndarray
    shares: np.ndarray
    terms: np.ndarray

    @property
    def price(self) -> np.ndarray:
        """The mean of what places ask, ratio to the list price: float64 [offer, person]."""
        return np.asarray((self.shares * self.terms["price"][:, None, None]).sum(axis=0))

    def willing(self, willingness: np.ndarray, prices: np.ndarray) -> np.ndarray:
        """Probability that what the place asks, of offers at ``prices``, is no more than people are willing to pay."""
        asked = prices * self.terms["price"][:, None, None]
        return np.asarray((self.shares * (willingness >= asked)).sum(axis=0))


def at_places(plan: Plan, cell: np.ndarray, response: np.ndarray, prices: np.ndarray, day: int) -> AtPlaces:
    """Of people in ``cell`` with a ``response`` to price, both [person], to whom offers have ``prices``, float64
    [offer, person], ratio to today's. Who sees a gap between prices is not told apart from who does not.
    """
    b, row = plan.behaviour[0], plan.place_rows[day]
    terms = plan.place_terms[row]
    own = plan.place_weights[row][plan.levers["label"][cell, 0]].T
    dearer = prices * (terms["price"] - 1.0)[:, None, None] - (terms["today"] - 1.0)[:, None, None]
    weights = own[:-1, None] * np.exp(-response * dearer / b["dissimilarity"])
    total = weights.sum(axis=0)
    with np.errstate(divide="ignore"):  # dearer than anybody would bear
        utility = b["dissimilarity"] * np.log(total / own[-1]) - b["gap_seen"] * terms["trust_lost"][0]
    return AtPlaces(utility, weights / np.where(total > 0.0, total, 1.0), terms)
