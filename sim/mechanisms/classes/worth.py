"""What is reported of classes: how many are in each, and what they have ordered and brought."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import Stage

NAMES = ("C", "B", "A")


def rows(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Of each class; nothing where there are none."""
    if not plan.behaviour["classes_on"][0]:
        return
    people, which = ledger.people, ledger.more["value_class"]
    weights = {
        "class_share": (people["stage"] == Stage.CUSTOMER).astype(float),
        "class_orders": people["orders"].astype(float),
        "class_value": people["value"].astype(float),
    }
    for measure, weight in weights.items():
        each, whole = np.bincount(which, weight, minlength=len(NAMES)), float(weight.sum())
        for name, part in zip(NAMES, each, strict=True):
            yield measure, "class", name, float(part) / whole if whole > 0.0 else np.nan
