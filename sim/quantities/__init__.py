"""Estimates that are held against closed forms: quantity, at, estimate and its standard error.

Each is a function of a run (and, for what a channel or a price brings, of the same world run otherwise) and of
what it is asked at. Units that do not act on each other (people, cascades of people who invite each other, batches of
days at a service desk) give a mean and its standard error; where everybody acts on everybody the error is NaN, and
only worlds tell.
"""

from __future__ import annotations

import pandas as pd

from sim.quantities import buying, cascades, journey, media, points, prices, service
from sim.quantities.observed import Observed, Quantity

__all__ = ["QUANTITIES", "Observed", "Quantity", "label", "quantities"]

QUANTITIES: dict[str, Quantity] = {
    **buying.QUANTITIES,
    **journey.QUANTITIES,
    **prices.QUANTITIES,
    **media.QUANTITIES,
    **cascades.QUANTITIES,
    **service.QUANTITIES,
    **points.QUANTITIES,
}
"""Every quantity that a scenario may ask for under ``verify``."""


def quantities(observed: Observed) -> pd.DataFrame:
    """The quantities a scenario asks for in ``verify``: columns quantity, at, estimate, standard_error, expected.

    ``at``: days, or whatever the quantity runs over (0 where over nothing). Most need the journal.
    """
    rows = []
    for wish in observed.plan.verify:
        for at, expected in zip(wish["at"] or (0,), wish["expected"], strict=True):
            estimate, error = QUANTITIES[wish["quantity"]](observed, at, wish["of"])
            rows.append((label(wish["quantity"], wish["of"]), at, estimate, error, expected))
    return pd.DataFrame(rows, columns=["quantity", "at", "estimate", "standard_error", "expected"])


def label(quantity: str, of: str | None) -> str:
    """How a quantity is called in tables."""
    return quantity if of is None else f"{quantity}: {of}"
