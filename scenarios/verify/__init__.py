"""What the closed forms say about a scenario that asks to be verified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.verify import buying, cascades, congestion, journey, media, points, prices, service, word_of_mouth
from scenarios.verify.conditions import Form, met

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

__all__ = ["FORMS", "expectations", "otherwise", "unmet"]

FORMS: dict[str, Form] = {
    **buying.FORMS,
    **journey.FORMS,
    **prices.FORMS,
    **media.FORMS,
    **cascades.FORMS,
    **service.FORMS,
    **congestion.FORMS,
    **word_of_mouth.FORMS,
    **points.FORMS,
}
"""The closed form of every quantity of :data:`sim.quantities.QUANTITIES`."""


def expectations(scenario: Scenario) -> tuple[dict[str, Any], ...]:
    """The ``verify`` entries of a scenario, each with what its closed form expects at the scenario's numbers.

    Where the scenario switches on what the closed form leaves out, ``expected`` is NaN (see :func:`unmet`).
    """
    return tuple(_expected(scenario, wish.model_dump()) for wish in scenario.verify or ())


def unmet(scenario: Scenario, quantity: str) -> list[str]:
    """The conditions of a quantity's closed form that a scenario does not meet, each in a few words."""
    return met(scenario, FORMS[quantity])


def otherwise(scenario: Scenario) -> dict[str, Scenario]:
    """The scenarios that the quantities asked for compare this one with, in the same worlds, by name."""
    found: dict[str, Scenario] = {}
    for wish in scenario.verify or ():
        found |= FORMS[wish.quantity].otherwise(scenario, wish.at, wish.of)
    return found


def _expected(scenario: Scenario, wish: dict[str, Any]) -> dict[str, Any]:
    at = np.asarray(wish["at"] or [0.0], float)
    if unmet(scenario, wish["quantity"]):
        values = np.full(len(at), np.nan)
    else:
        values = np.broadcast_to(FORMS[wish["quantity"]].expected(scenario, at, wish["of"]), at.shape)
    return {**wish, "expected": values.tolist()}
