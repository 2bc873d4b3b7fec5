"""What people bring, with its spread, by label (segment, region and place of purchase together)."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan
from sim.tables import LABEL, PART
from sim.vocabulary import MICRO

PEOPLE = "people"
BROUGHT = ("contribution", "orders")
"""What a person brings within the horizon: contribution after service, less what winning the person cost, currency; and
orders."""
SQUARES = "_squares"


def named(what: str, label: int) -> str:
    """What a figure of a label is called: "people/label/0"."""
    return PART.join((what, LABEL, str(label)))


def spread(plan: Plan, ledger: Ledger) -> dict[str, float]:
    """Of the people simulated of each label their number, and the sums, and sums of squares, of what they bring."""
    people = ledger.people
    label = plan.levers["label"][:, 0][people["cell"]]
    before = np.zeros(len(people))
    before[: len(plan.known)] = plan.known["orders"]
    brought = {
        "contribution": (people["net"] + people["spent"]) / MICRO,
        "orders": people["orders"] - before,
    }
    sums = {PEOPLE: np.ones(len(people)), **brought, **{name + SQUARES: row**2 for name, row in brought.items()}}
    return {
        named(what, k): float(total)
        for what, row in sums.items()
        for k, total in enumerate(np.bincount(label, row, minlength=plan.labels))
    }
