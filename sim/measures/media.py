"""How many people paid media reach, and how often."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.engine import Ledger
from sim.plan import Plan

WINDOW = 28
"""Days over which reach and frequency are counted, as media plans do."""


def reach_and_frequency(plan: Plan, ledger: Ledger) -> Iterator[tuple[str, str, str, float]]:
    """Rows (measure, by, key, value) of reach and frequency, for all channels together and for each.

    Impressions of a person are Poisson with the mean of the person's cell, so that over a cell's m impressions the
    share 1 - exp(-m) is reached; a negative binomial law of contacts is the limit of many cells. Means over the
    windows of 28 days (the whole run if it is shorter) in which anything was shown; NaN where nothing ever was.
    """
    people = np.bincount(ledger.people["cell"], minlength=plan.shown.shape[1]) / plan.people
    length = min(WINDOW, plan.days)
    windows = plan.days // length
    seen = plan.shown[:, :, : windows * length].reshape(len(plan.shown), len(people), windows, length).sum(axis=3)
    parts = {("all", ""): seen.sum(axis=0)} | {("channel", name): seen[k] for k, name in enumerate(plan.channels)}
    for (by, key), mean in parts.items():
        reach, contacts = people @ -np.expm1(-mean), people @ mean
        shown = contacts > 0.0
        yield "reach", by, key, float(reach[shown].mean()) if shown.any() else np.nan
        yield "frequency", by, key, float((contacts[shown] / reach[shown]).mean()) if shown.any() else np.nan
