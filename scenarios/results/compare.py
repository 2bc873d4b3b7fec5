"""Which scenario wins, by how much, how sure: paired differences by world.

World r of every scenario has the same beliefs and the same random numbers, so a difference is taken inside
each world before anything is averaged. The 90 % range is the 5-95 % range over worlds; the simulation error
``se`` of the mean is another column (a range tells how unsure the answer is, ``se`` how much of that more
worlds would cure). Pure functions: the long table of measures in, tables out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.tables import RATIOS

if TYPE_CHECKING:
    import pandas as pd

    Row = tuple[str, str, str, str]  # scenario, measure, by, key
    Worlds = np.ndarray[Any, np.dtype[np.float64]]  # one number per world, NaN where it is not defined

ROUGH_BELOW = 100
"""With fewer worlds than this, 5 % and 95 % points are called rough."""

FEWEST = 10
"""With fewer worlds than this no verdict names a winner: their 90 % range leaves out 0 too often by chance."""

OPEN_END = ("payback_days", "cac_incremental", "cac_marginal")
"""Measures where no value means beyond any (never paid back, nobody brought): such a world counts as the
worst in ``p_better``. It has no part in means and ranges."""


def summary(measures: pd.DataFrame) -> pd.DataFrame:
    """One row per scenario, measure, by, key: ``value`` (mean over worlds), ``low``/``high`` (5 % and 95 %
    points over worlds), ``se`` (simulation error of the mean) and ``worlds`` (how many worlds have a value).

    ``measures`` is long: scenario, replication, measure, by, key, value. A world without a value (NaN) is
    left out, so the mean is that of the other worlds; where one is infinite, so is the mean, and no error is told.
    Ranges and errors are NaN with fewer than two worlds.
    The measures of RATIOS are mean / mean.
    """
    import pandas as pd

    table = _worlds(measures)
    rows = []
    for (row, own), (low, high) in zip(table.items(), _ranges(list(table.values())), strict=True):
        parts = _parts(table, row)
        value, se = _mean(own) if parts is None else _ratio_of_means(*parts)
        if parts is not None:
            low, high = _around(value, low, high)
        known = np.isfinite(own)
        if row[1] not in OPEN_END and np.isinf(own).any():
            value, low, high, se = _infinite(own)
            known = ~np.isnan(own)
        rows.append((*row, value, low, high, se, int(np.count_nonzero(known))))
    return pd.DataFrame(rows, columns=[*_KEY, "value", "low", "high", "se", "worlds"])


def comparison(measures: pd.DataFrame, base: str, better: Mapping[str, str]) -> pd.DataFrame:
    """Every scenario against ``base``, one row per scenario, measure, by, key.

    Columns: ``value``, ``value_low``, ``value_high`` as in :func:`summary`; ``difference`` (mean over worlds
    of scenario minus base), ``low``, ``high`` (5 % and 95 % points of the paired differences), ``p_better``
    (share of worlds in which the scenario is better, ties count half; NaN where ``better[measure]`` is
    "neither" or absent), ``se`` (simulation error of the mean difference), ``variance_ratio`` =
    (var A + var B) / var(A - B), what pairing saves (NaN where differences do not vary), ``worlds`` (how many
    ``p_better`` rests on). Worlds in which either side has no value are left out, except that ``p_better``
    counts them where they are known to be the worst (OPEN_END). The base's own rows have difference 0 and
    p_better 0.5.
    """
    import pandas as pd

    table = _worlds(measures)
    values = summary(measures)
    rows = []
    pairs_of = {row: _gap(table, row, base) for row in table}
    ranges = _ranges([both for _, both, _ in pairs_of.values()])
    for (row, (gap, both, other)), (low, high) in zip(pairs_of.items(), ranges, strict=True):
        scenario, measure, *_ = row
        parts, base_parts = _parts(table, row), _parts(table, (base, *row[1:]))
        if parts is None or base_parts is None:
            difference, se = _mean(both)
        else:
            difference, se = _ratio_of_means(*parts, *base_parts)
            low, high = _around(difference, low, high)
        if scenario == base:
            difference = low = high = se = 0.0
        p = _p_better(gap, better.get(measure, "neither"))
        pairs = int(np.count_nonzero(~np.isnan(gap)))
        rows.append((difference, low, high, p, se, _variance_ratio(table[row], other), pairs))
    columns = ["difference", "low", "high", "p_better", "se", "variance_ratio", "worlds"]
    left = values.rename(columns={"low": "value_low", "high": "value_high"}).drop(columns=["se", "worlds"])
    return pd.concat([left, pd.DataFrame(rows, columns=columns)], axis=1)


@dataclass(frozen=True)
class Verdict:
    """What one scenario does to one measure, against the base.

    ``outcome``: "equal" (the same number in every world), "better" or "worse" (the 90 % range over at least
    FEWEST worlds leaves out 0), or "unsettled". ``difference``, ``low``, ``high``, ``se`` are in the
    measure's unit over the horizon.
    """

    scenario: str
    base: str
    measure: str
    outcome: str
    difference: float
    low: float
    high: float
    p_better: float
    se: float
    worlds: int
    rough: bool

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def verdict(
    table: pd.DataFrame, base: str, scenario: str, measure: str = "profit", better: str = "higher"
) -> Verdict | None:
    """The verdict on ``scenario`` from a comparison table; None where the table has no such row.

    ``better`` ("higher" or "lower") is the direction in which the measure is better.
    """
    found = table[(table["scenario"] == scenario) & (table["measure"] == measure) & (table["by"] == "all")]
    if found.empty:
        return None
    row = found.iloc[0]
    difference, low, high = float(row["difference"]), float(row["low"]), float(row["high"])
    sign = -1.0 if better == "lower" else 1.0
    if difference == 0 and (low == high == 0 or row["worlds"] == 1):
        outcome = "equal"
    elif row["worlds"] >= FEWEST and (low > 0 or high < 0):
        outcome = "better" if sign * difference > 0 else "worse"
    else:
        outcome = "unsettled"
    worlds = int(row["worlds"])
    numbers = (difference, low, high, float(row["p_better"]), float(row["se"]))
    return Verdict(scenario, base, measure, outcome, *numbers, worlds, worlds < ROUGH_BELOW)


_KEY = ["scenario", "measure", "by", "key"]


def _worlds(measures: pd.DataFrame) -> dict[Row, Worlds]:
    """The long table as one array over all replications per row, in the table's own order of rows."""
    order = measures["replication"].drop_duplicates().sort_values()
    endless = measures["value"].isna() & measures["measure"].isin(OPEN_END)
    measures = measures.assign(value=measures["value"].mask(endless, np.inf))
    wide = measures.pivot(index=_KEY, columns="replication", values="value")
    wide = wide.reindex(index=measures[_KEY].drop_duplicates().set_index(_KEY).index, columns=order)
    return dict(zip(wide.index.tolist(), wide.to_numpy(dtype=float), strict=True))


def _parts(table: dict[Row, Worlds], row: Row) -> tuple[Worlds, Worlds] | None:
    """Numerator and denominator of a ratio measure; None for a measure that is no ratio, or lacks its
    parts."""
    if row[1] not in RATIOS:
        return None
    top, bottom = (table.get((row[0], name, row[2], row[3])) for name in RATIOS[row[1]])
    return None if top is None or bottom is None else (top, bottom)


def _mean(numbers: Worlds) -> tuple[float, float]:
    """Mean and its standard error over the worlds that have a value."""
    kept = numbers[np.isfinite(numbers)]
    mean = float(kept.mean()) if kept.size else np.nan
    return mean, float(kept.std(ddof=1) / np.sqrt(kept.size)) if kept.size > 1 else np.nan


def _infinite(numbers: Worlds) -> tuple[float, float, float, float]:
    """Mean, 5 % and 95 % points, and no error, where a world's number is infinite."""
    kept = np.sort(numbers[~np.isnan(numbers)])
    least, most = int(0.05 * (len(kept) - 1)), int(np.ceil(0.95 * (len(kept) - 1)))
    low, high = (float(kept[k]) if len(kept) > 1 else np.nan for k in (least, most))
    mean = np.inf if kept[0] > -np.inf else -np.inf if kept[-1] < np.inf else np.nan
    return mean, low, high, np.nan


def _ratio_of_means(
    top: Worlds, bottom: Worlds, base_top: Worlds | None = None, base_bottom: Worlds | None = None
) -> tuple[float, float]:
    """Sum(top) / sum(bottom), minus the same of the base where given, with its jackknife standard error over
    worlds. NaN where a denominator is not positive."""
    if base_top is None or base_bottom is None:
        base_top, base_bottom = np.zeros_like(top), np.ones_like(top)
    parts = np.stack([top, bottom, base_top, base_bottom])
    parts = parts[:, ~np.isnan(parts).any(axis=0)]
    n = parts.shape[1]

    def estimates(sums: Worlds) -> Worlds:
        top, bottom, base_top, base_bottom = np.where((sums[1] > 0) & (sums[3] > 0), sums, np.nan)
        return top / bottom - base_top / base_bottom

    if np.isinf(parts).any():
        return np.nan, np.nan
    total = parts.sum(axis=1, keepdims=True)
    value = float(estimates(total)[0])
    if n < 2:
        return value, np.nan
    left_out = estimates(total - parts)
    return value, float(np.sqrt((n - 1) / n * np.sum((left_out - left_out.mean()) ** 2)))


def _around(value: float, low: float, high: float) -> tuple[float, float]:
    """The range of the worlds' own ratios as long as it holds the ratio of the means; else there is none to tell:
    worlds without a value are in the one and not in the other."""
    return (low, high) if low <= value <= high else (np.nan, np.nan)


def _gap(table: dict[Row, Worlds], row: Row, base: str) -> tuple[Worlds, Worlds, Worlds]:
    """What a row has more than that of ``base`` by world, the same where both have a finite value, and the base's."""
    own = table[row]
    other = table.get((base, *row[1:]), np.full_like(own, np.nan))
    with np.errstate(invalid="ignore"):
        gap = np.where(own == other, 0.0, own - other)
    if row[1] not in OPEN_END:
        gap = np.where(np.isinf(own) | np.isinf(other), np.nan, gap)  # of what is infinite no more can be told
    return gap, np.where(np.isfinite(own) & np.isfinite(other), gap, np.nan), other


def _ranges(rows: Sequence[Worlds]) -> list[tuple[float, float]]:
    """5 % and 95 % points over the worlds that have a value, of all rows with as many such worlds at once."""
    found = [(np.nan, np.nan)] * len(rows)
    kept = [row[np.isfinite(row)] for row in rows]
    alike: dict[int, list[int]] = defaultdict(list)
    for k, numbers in enumerate(kept):
        alike[numbers.size].append(k)
    for size, those in alike.items():
        if size > 1:
            points = np.quantile(np.array([kept[k] for k in those]), [0.05, 0.95], axis=1) + 0.0  # no minus zero
            for k, low, high in zip(those, *points.tolist(), strict=True):
                found[k] = (low, high)
    return found


def _p_better(gap: Worlds, better: str) -> float:
    kept = gap[~np.isnan(gap)] * (-1.0 if better == "lower" else 1.0)
    if better == "neither" or not kept.size:
        return np.nan
    return float(np.mean((kept > 0) + 0.5 * (kept == 0)))


def _variance_ratio(own: Worlds, other: Worlds) -> float:
    paired = np.isfinite(own) & np.isfinite(other)
    if np.count_nonzero(paired) < 2:
        return np.nan
    a, b = own[paired], other[paired]
    spread = np.var(a - b)
    return float((np.var(a) + np.var(b)) / spread) if spread > 0 else np.nan
