"""Estimates that are held against closed forms: quantity, age, estimate and its standard error."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.engine import Ledger
from sim.plan import Plan
from sim.value import residual
from sim.vocabulary import MICRO, Event


def quantities(plan: Plan, ledger: Ledger) -> pd.DataFrame:
    """The quantities a scenario asks for in ``verify``: columns quantity, at, estimate, standard_error, expected.

    ``at`` is an age in days (0 where the quantity has none). People are independent here, so the standard
    error is that of a mean over people. ``repeat_orders`` needs the journal.
    """
    rows = []
    for wish in plan.verify:
        if wish["quantity"] == "repeat_orders":
            for at, expected in zip(wish["at"], wish["expected"], strict=True):
                rows.append(("repeat_orders", at, *_mean(repeat_orders(ledger, at)), expected))
        else:
            rows.append(("value_per_reached", 0, *_mean(value_per_reached(plan, ledger)), wish["expected"][0]))
    return pd.DataFrame(rows, columns=["quantity", "at", "estimate", "standard_error", "expected"])


def _mean(values: np.ndarray) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def repeat_orders(ledger: Ledger, age: float) -> np.ndarray:
    """Repeat orders by ``age`` days of every customer followed that long: int64 [customer]."""
    people = ledger.people
    orders = ledger.journal[ledger.journal["kind"] == Event.ORDERED]
    young = orders["time"] - people["first_at"][orders["who"]] <= age
    counts = np.bincount(orders["who"][young], minlength=len(people))
    return counts[(people["orders"] > 0) & (people["first_at"] + age <= len(ledger.flows))]


def value_per_reached(plan: Plan, ledger: Ledger) -> np.ndarray:
    """Value of every person ever reached, discounted to that moment, currency: realised plus residual."""
    people = ledger.people[ledger.people["reached_at"] < plan.days]
    bought = people["orders"] > 0
    worth = people["value"] / MICRO
    worth[bought] += residual(plan, people[bought])
    delay = np.where(bought, people["first_at"] - people["reached_at"], 0.0)
    return worth * np.exp(-plan.behaviour[0]["discount"] * delay)
