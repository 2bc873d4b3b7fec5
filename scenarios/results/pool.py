"""Many worlds into one table: the mean and the 5-95 % range over worlds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

BETWEEN_WORLDS_FROM = 10
"""From this many worlds on, the standard error of a pooled quantity may be read off the worlds themselves."""


def pooled(worlds: Sequence[pd.DataFrame], key: Sequence[str], band: bool = True) -> pd.DataFrame:
    """Columns ``key`` and ``value`` (mean over worlds) and, with ``band``, ``low`` and ``high`` (5 % and 95 %
    points over worlds; NaN with a single world).

    Every world brings the same rows; a row that a world lacks, or has as NaN, is left out of that row's mean.
    """
    import pandas as pd

    columns = [world.set_index(list(key))["value"] for world in worlds]
    wide = pd.concat(columns, axis=1)
    numbers = wide.to_numpy(dtype=float)
    table = wide.index.to_frame(index=False)
    texts = [name for name in key if isinstance(table[name].dtype, pd.CategoricalDtype)]
    table = table.astype({name: str for name in texts})
    known = ~np.isnan(numbers)
    count = known.sum(axis=1)
    total = np.where(known, numbers, 0.0).sum(axis=1)
    table["value"] = np.divide(total, count, out=np.full(len(table), np.nan), where=count > 0)
    if band:
        table["low"] = table["high"] = np.nan
        full, some = known.all(axis=1), count >= 2
        for rows, quantile in ((full & some, np.quantile), (~full & some, np.nanquantile)):
            if rows.any():
                ends = quantile(numbers[rows], [0.05, 0.95], axis=1)
                table.loc[rows, "low"], table.loc[rows, "high"] = ends[0], ends[1]
    return table


def pooled_quantities(worlds: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The quantities of a verification scenario over its worlds: quantity, at, estimate, standard_error,
    expected and z = (estimate - expected) / standard_error.

    Estimate and expectation are means over the worlds that have an estimate; nothing is expected where nothing is
    in one of these. The standard error is sqrt(sum of squared standard errors) / R, which many people tell well.
    Where worlds tell no error of their own, or nothing is expected, so that worlds may believe different things, it
    is, from ten worlds on, the sd over worlds / sqrt(R) of what the estimate has beyond its world's expectation: with
    R - 1 degrees of freedom, so that its z has wider tails. z is NaN where nothing is expected or the error is 0.
    """
    import pandas as pd

    rows = pd.concat(list(worlds), ignore_index=True)
    table = []
    for (quantity, at), group in rows.groupby(["quantity", "at"], sort=False, dropna=False):
        known = group[group["estimate"].notna()]
        n = len(known)
        estimate, expected = known["estimate"].mean(), known["expected"].mean(skipna=False)
        told = np.isfinite(expected) and known["standard_error"].notna().all()
        if n >= BETWEEN_WORLDS_FROM and not told:
            beyond = known["estimate"] - (known["expected"] if np.isfinite(expected) else 0.0)
            error = beyond.std(ddof=1) / np.sqrt(n)
        else:
            error = np.sqrt((known["standard_error"] ** 2).sum(skipna=False)) / n if n else np.nan
        z = (estimate - expected) / error if error > 0 else np.nan
        table.append((quantity, at, estimate, error, expected, z))
    return pd.DataFrame(table, columns=["quantity", "at", "estimate", "standard_error", "expected", "z"])
